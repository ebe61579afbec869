"""How a pack shows who is in a figure: split by its members, and beside those who live in the area."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tasks.publishing import identity
from tasks.reports.bars import describe, share_bars
from tasks.reports.page import render_pack
from tests.tasks.markup import Element, parse
from tests.tasks.pack_builder import deck
from tests.tasks.pack_variants import compared, eventful
from warehouse.disclosure import LEGEND, MARK
from warehouse.pack import Pack


@pytest.fixture(scope="module")
def page() -> Element:
    return parse(render_pack(eventful()))


def table(page: Element, caption: str) -> list[list[str]]:
    """Return the cells of the last table with that caption, row by row."""
    [*_, found] = [t for t in page.all("table") if t.all("caption") and t.one("caption").text == caption]
    return [[cell.text for cell in row.all("th", "td")] for row in found.all("tr")]


def test_a_service_is_shown_with_its_head_at_the_end_of_the_period(page: Element) -> None:
    assert table(page, "By service") == [
        ["Service", "Head on 30 September 2020", "Numerator", "Denominator", "Figure"],
        ["Care", "Head of Children in Care", "20", "200", "10%"],
        ["No service recorded", "Nobody named", "1", "30", "3.3%"],
    ]


def test_a_number_has_neither_denominator_nor_figure(page: Element) -> None:
    assert table(page, "By sex") == [["Sex", "Number"], ["Female", "12"]]


def test_withheld_numbers_are_nowhere_on_the_page(page: Element) -> None:
    panel = page.one("article", aria_labelledby="LAC-PLAC3")
    assert table(panel, "By ethnic group")[1:] == [
        ["White", "16", "180", "8.9%"],
        ["Black", MARK, MARK, MARK],
        ["Other", MARK, MARK, MARK],
    ]
    assert LEGEND in panel.text


def test_groups_stand_beside_those_who_live_in_the_area(page: Element) -> None:
    section = page.one("section", aria_labelledby="disproportionality")
    assert table(section, "By ethnic group") == [
        ["Ethnic group", "Cases", "Of the cases", "Of the area", "Per 10,000", "Times the whole"],
        ["White", "90", "67.7%", "75%", "1,500", "0.9"],
        ["Mixed", MARK, MARK, "5%", MARK, MARK],
        ["Black", "31", "23.3%", "16.3%", "2,384.6", "1.43"],
        ["Other", MARK, MARK, "3.8%", MARK, MARK],
    ]
    assert "7 cases are in no share" in section.text
    assert "By disability: not compared, because how many children of each group live in the area" in section.text
    assert [link.text for link in page.one("nav").all("a", href="#disproportionality")] == ["Disproportionality"]


def test_bars_are_told_apart_by_their_look_and_read_aloud() -> None:
    groups, _ = compared()
    svg = share_bars(groups, "Children looked after")
    # A filled and an open bar for each group, but for the two that are withheld, and one of each for the key.
    assert (svg.count('class="ch-solid"'), svg.count('class="ch-open"')) == (3, 5)
    assert svg.count(MARK) == 2
    assert describe(groups.groups) in svg
    assert describe(groups.groups).startswith(
        "White: 67.7% of the cases, 75% of the children in the area. Mixed: withheld"
    )


def test_a_pack_that_compares_nothing_has_no_trace_of_it() -> None:
    plain = render_pack(deck())
    assert "isproportionality" not in plain
    assert "ch-solid" not in plain


def test_the_fingerprint_of_a_publication_does_not_tell_what_it_withholds() -> None:
    # It stands in the manifest; who tries the few numbers that are possible would find the one that fits.
    def with_withheld(cases: int, numerator: int) -> Pack:
        pack = eventful()
        [(title, found)] = pack.disproportions
        groups = [tuple(replace(g, cases=cases) if g.is_withheld else g for g in one.groups) for one in found]
        compared = tuple(replace(one, groups=of_it) for one, of_it in zip(found, groups, strict=True))
        parts = [
            replace(
                split,
                members=tuple(replace(m, numerator=numerator) if m.is_withheld else m for m in split.members),
            )
            for split in pack.breakdowns["LAC-PLAC3"]
        ]
        breakdowns = {**pack.breakdowns, "LAC-PLAC3": tuple(parts)}
        return replace(pack, disproportions=((title, compared),), breakdowns=breakdowns)

    assert identity(with_withheld(1, 2)) == identity(with_withheld(3, 2)) == identity(with_withheld(1, 4))


def test_a_shown_number_of_a_group_is_part_of_the_fingerprint() -> None:
    pack = eventful()
    [(title, [found, *others])] = pack.disproportions
    white, *groups = found.groups
    moved = replace(found, groups=(replace(white, cases=white.cases + 1), *groups))
    assert identity(replace(pack, disproportions=((title, (moved, *others)),))) != identity(pack)
