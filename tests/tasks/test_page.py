"""The pack as a page: what it says is what the deck says, for every reader, and nobody's text becomes markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from tasks.reports.page import render_pack
from tasks.reports.palette import LOOKS, direction_look
from tests.tasks.markup import Element, contrast, parse
from tests.tasks.pack_builder import deck
from tests.tasks.pack_variants import (
    eventful,
    poisoned,
    readings,
    sized,
    with_first_row,
    with_rows,
    without_data,
    without_target,
)
from warehouse.pack import CommentaryItem, Pack, Point, QualityLine
from warehouse.rating import Rating
from warehouse.travel import Travel

DECK_TABLE = [
    ["% of contacts progressing to Early Help", "Higher", "±5%", "30%", "30%", "28.15%", "Red", "↓ 30.4%", "↓ 37%"],
    ["% of LAC aged under 16", "Higher", "±10%", "70%", "70%", "56.6%", "Red", "↓ 57.9%", "↓ 73.2%"],
    ["% of former relevant", "Higher", "±5%", "75%", "75%", "71.8%", "Amber", "↑ 66.1%", "↑ 48.7%"],
    ["% LAC with an up to date pathway", "Higher", "±10%", "70%", "70%", "72.7%", "Green", "↑ 60%", "N/A"],
    ["% of LAC cases with supervision", "Higher", "±10%", "95%", "95%", "96.1%", "Green", "↑ 92.7%", "N/A"],
    ["% of Education, Health and Care", "Higher", "±10%", "72%", "72%", "48%", "Red", "↓ 68%", "N/A"],
]
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "'\"><svg onload=alert(1)>",
    "</style></title><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "<a href='javascript:alert(1)'>",
    "--><iframe src=//evil.invalid>",
    "&lt;b&gt; \u202e reversed",
)
PACKS: dict[str, Callable[[], Pack]] = {"deck": deck, "eventful": eventful, "many": lambda: sized(13)}


@pytest.fixture(scope="module", params=PACKS)
def page(request: pytest.FixtureRequest) -> Element:
    return parse(render_pack(PACKS[request.param]()))


@pytest.fixture(scope="module")
def deck_page() -> Element:
    return parse(render_pack(deck()))


def test_the_performance_table_prints_the_published_deck(deck_page: Element) -> None:
    rows = deck_page.one("table", class_="performance").all("tr")[1:]
    assert len(rows) == len(DECK_TABLE)
    for row, expected in zip(rows, DECK_TABLE, strict=True):
        title, *cells = [cell.text for cell in row.all("th", "td")]
        *plain, rating, short, long = expected[1:]
        assert title.startswith(expected[0])
        assert cells[:5] == plain
        assert cells[5].endswith(rating)
        for cell, wanted in zip(cells[6:], (short, long), strict=True):
            assert cell.startswith(wanted[:1] if wanted != "N/A" else "N/A")
            assert wanted[2:] in cell or wanted == "N/A"


def test_an_arrow_is_said_in_words_and_a_missing_one_has_its_reason(deck_page: Element) -> None:
    rows = deck_page.one("table", class_="performance").all("tr")[1:]
    moves = [cell.text for row in rows for cell in row.all("td")[-2:]]
    assert moves[0] == "↓ Worse from 30.4%"
    assert moves[4] == "↑ Better from 66.1%"
    assert moves[-1] == "N/A Not measured before April 2020."


def test_the_counts_are_nested_and_quotable(deck_page: Element) -> None:
    text = deck_page.text
    assert "6 Green" not in text
    assert deck().summary.sentence in text
    counts = deck_page.one("dl", class_="counts").text
    assert [int(number) for number in re.findall(r"\b\d\b(?! 2020)", counts.replace("Q2 2020/21", ""))] == [6, 6, 6]
    bar = [item.text for item in deck_page.one("ul", class_="bar").all("li")]
    assert bar == ["G 2 Green (33%)", "A 1 Amber (17%)", "R 3 Red (50%)"]
    before = deck_page.one("ul", class_="before").text
    assert before == "Q1 2020/21, for comparison: G 1 Green (17%) A 2 Amber (33%) R 3 Red (50%)"


def test_what_is_red_stands_first_with_its_size_and_direction(deck_page: Element) -> None:
    first, *_, last = [item.text for item in deck_page.one("ul", class_="urgent").all("li")]
    assert first.startswith("R Red % of contacts progressing to Early Help 28.15%")
    assert "against 30%: 1.85 percentage points below target" in first
    assert first.endswith("↓ Worse from 30.4% in Q1 2020/21")
    assert last.startswith("A Amber")


def test_every_amber_or_red_without_an_action_says_so(deck_page: Element) -> None:
    improvements = deck_page.one("section", aria_labelledby="improvements")
    assert improvements.text.count("No action recorded") == 2
    missing = improvements.one("div", class_="missing")
    assert "Amber % of former relevant" in missing.text
    nobody = parse(render_pack(replace(deck(), improvements=())))
    assert len(nobody.one("section", aria_labelledby="improvements").all("div", class_="missing")) == 4


def test_commentary_keeps_owner_and_date_and_says_what_is_blank(deck_page: Element) -> None:
    text = deck_page.one("section", aria_labelledby="improvements").text
    assert "Owner Head of Service, Front Door Due 11 December 2020" in text
    assert "No action recorded Owner Head of SEND Due No date recorded" in text


def test_not_rated_shows_why_and_takes_no_target_or_figure_for_granted() -> None:
    pack = deck()
    page = parse(render_pack(with_rows(pack, *pack.rows, without_data(), without_target())))
    *_, no_data, no_target = page.one("table", class_="performance").all("tr")
    assert "Not rated No data: the missing episodes extract has not arrived." in no_data.text
    assert "N/A Was 71%. No figure for this period." in no_data.text
    assert [cell.text for cell in no_target.all("td")][1:4] == ["N/A"] * 3
    assert "Not rated No target: watched for direction only." in no_target.text
    assert "8 selected indicators" in page.text


def test_overrides_provisional_and_restated_figures_are_marked() -> None:
    table = parse(render_pack(eventful())).one("table", class_="performance").text
    assert "9.1% Provisional" in table
    assert "1,234 Restated, was 1,251 in version 1" in table
    assert "Amber Set by hand Override: one long placement, decided by A. Director; the rule gives Red." in table


def test_an_arrow_may_follow_the_number_while_the_word_follows_performance() -> None:
    assert "↑ Worse from 8.2%" in parse(render_pack(eventful())).one("table", class_="performance").text


def test_rows_that_nobody_can_account_for_are_flagged() -> None:
    lost = QualityLine("Contacts", 1, 100, 90, 5, 2, 0)
    page = parse(render_pack(replace(deck(), data_quality=(lost,))))
    assert "Contacts 3 rows unexplained" in page.one("section", aria_labelledby="quality").text
    assert "unexplained" not in parse(render_pack(deck())).text


def test_each_chart_has_words_and_its_figures_as_a_table(page: Element) -> None:
    panels = page.all("article")
    assert len(panels) >= 6
    for panel in panels:
        chart = panel.one("svg", class_="chart")
        assert chart.attributes["role"] == "img"
        assert panel.one("h3", "h4").text.split(" (")[0] in " ".join(chart.attributes["aria-label"].split())
        for table in panel.one("figure").all("table"):
            assert len(table.all("tr")) >= 5


def test_a_long_report_begins_with_its_sections_their_counts_and_a_way_to_each() -> None:
    pack = sized(13)
    page = parse(render_pack(pack))
    table = page.one("table", class_="sections")
    rows = [[cell.text for cell in row.all("th", "td")] for row in table.all("tr")]
    assert rows[0][:2] == ["Section", "All"]
    assert [row[:2] for row in rows[1:]] == [
        ["Front door", "4"],
        ["Child protection", "3"],
        ["Looked after children", "3"],
        ["Leaving care", "3"],
    ]
    counted = [sum(int(row[n].replace("–", "0")) for row in rows[1:]) for n in range(1, 6)]
    summary = pack.summary
    not_rated = summary.selected - summary.rated
    assert counted == [summary.selected, summary.red, summary.amber, summary.green, not_rated]
    for link, row in zip(table.all("a"), rows[1:], strict=True):
        assert page.one("th", id=link.attributes["href"][1:]).text == row[0]
    headings = [heading.text for heading in page.all("h3", class_="area")]
    assert headings == [row[0] for row in rows[1:]], "panels stand under the same headings"
    assert not parse(render_pack(deck())).all("table", class_="sections"), "six need no way to be found"


@pytest.mark.parametrize("target", ["", "N/A"])
def test_a_panel_without_a_target_says_so(target: str) -> None:
    row = replace(without_target(), target_printed=target)
    panel = parse(render_pack(with_rows(deck(), row))).one("article", aria_labelledby=row.indicator)
    said = panel.one("div", class_="strip").text
    assert "no target" in said
    assert "target:" not in said


def test_a_figure_that_is_not_there_is_not_called_provisional() -> None:
    row = replace(without_data(), maturity="provisional")
    line = parse(render_pack(with_rows(deck(), row))).one("table", class_="performance").text
    assert row.no_data_reason
    assert row.no_data_reason.lower() in line.lower()
    assert "Provisional" not in line


def test_a_summary_says_how_many_are_not_rated_and_why() -> None:
    rows = (without_data(), without_target(), replace(without_target(), indicator="XX-1"))
    page = parse(render_pack(with_rows(deck(), *deck().rows, *rows)))
    section = page.one("section", aria_labelledby="summary")
    assert "Not rated: 2 (no target), 1 (no data)." in section.text
    assert "Not rated" not in parse(render_pack(deck())).one("section", aria_labelledby="summary").text


def test_many_without_an_action_are_one_list() -> None:
    page = parse(render_pack(sized(13)))
    items = page.one("section", aria_labelledby="improvements").all("div", class_="missing")
    off_target = sum(row.rating.colour in ("red", "amber") for row in sized(13).rows)
    assert len(items) == 1
    assert f"No action recorded for {off_target} indicators" in items[0].text
    assert len(items[0].all("li")) == off_target


def test_months_that_the_control_chart_draws_are_not_drawn_twice() -> None:
    pack = readings()
    first = pack.rows[0]
    months = tuple(Point(p.month.label, p.value, "x") for p in first.reading.points)
    again = replace(pack, history={**pack.history, first.indicator: months})
    other = replace(
        pack, history={**pack.history, first.indicator: (*months[:-1], replace(months[-1], value=Fraction(1)))}
    )
    counts = [len(parse(render_pack(p)).all("article")[0].all("svg", class_="chart")) for p in (again, other)]
    assert counts == [1, 2]


def test_structure_for_those_who_cannot_see_the_page(page: Element) -> None:
    assert page.one("html").attributes["lang"] == "en-GB"
    assert page.one("title").text
    for landmark in ("header", "nav", "main", "footer", "h1"):
        page.one(landmark)
    levels = [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [element.attributes["id"] for element in page if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    for link in page.all("a"):
        assert link.attributes["href"].removeprefix("#") in ids
        assert link.text or link.attributes.get("aria-label")
    for element in page:
        assert set(element.attributes.get("aria-labelledby", "").split()) <= set(ids)
    assert page.one("body").all("a")[0].attributes == {"class": "skip", "href": "#main"}
    assert [element.text for element in page.all(role="region") if "aria-label" not in element.attributes] == []


def test_every_table_has_a_caption_headers_with_scope_and_full_rows(page: Element) -> None:
    assert len(page.all("table")) > 8
    for table in page.all("table"):
        assert table.one("caption").text
        assert all(head.attributes.get("scope") for head in table.all("th"))
        width = len(table.one("thead").all("th"))
        for row in table.all("tr"):
            assert sum(int(cell.attributes.get("colspan", 1)) for cell in row.all("th", "td")) == width
    performance = page.one("table", class_="performance")
    roles = {element.tag: element.attributes.get("role") for element in performance}
    assert (roles["tr"], roles["td"], roles["thead"], roles["tbody"]) == ("row", "cell", "rowgroup", "rowgroup")


def test_the_page_needs_nothing_and_runs_nothing(page: Element) -> None:
    assert not page.all("script", "link", "iframe", "object", "embed", "img", "base", "form")
    for element in page:
        for name, value in element.attributes.items():
            assert not name.startswith("on")
            assert not re.match(r"\s*(https?:|//|javascript:|data:)", value), (element.tag, name)
    style = page.one("style").text
    assert not re.search(r"url\(|@import|expression\(|https?:", style)
    policy = page.one("meta", http_equiv="Content-Security-Policy").attributes["content"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


def test_a_rating_is_a_letter_a_word_a_shape_and_a_colour(page: Element) -> None:
    for badge in page.all("span", class_="badge"):
        letter, word = badge.text.split(" ", 1)
        assert word in {"Red": "R", "Amber": "A", "Green": "G", "Not rated": "–"}
        assert {"Red": "R", "Amber": "A", "Green": "G", "Not rated": "–"}[word] == letter
        badge.one("rect", "path", "circle")
    assert len({look.outline for look in LOOKS.values()}) == len({look.symbol for look in LOOKS.values()}) == 4


@pytest.mark.parametrize("name", [name or "none" for name in LOOKS])
def test_every_rating_can_be_read(name: str) -> None:
    look = LOOKS[None if name == "none" else name]
    assert contrast(look.ink, look.background) >= 4.5


@pytest.mark.parametrize("direction", ["better", "worse", "same", None])
def test_every_direction_can_be_read_on_white(direction: Any) -> None:
    assert contrast(direction_look(Travel(direction, None)).ink, "#ffffff") >= 4.5


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_from_a_council_never_becomes_markup(payload: str) -> None:
    clean = parse(render_pack(eventful()))
    spoilt = parse(render_pack(poisoned(eventful(), payload)))
    assert _skeleton(spoilt) == _skeleton(clean)
    assert payload in "".join(_texts(spoilt.one("section", aria_labelledby="improvements")))


def test_text_beyond_ascii_arrives_whole() -> None:
    words = "Café – Łódź “Ångström” 日本 ½"
    pack = replace(deck(), highlights=(CommentaryItem(("FD-CONT-EH",), (words,), words, "", "", None),))
    assert parse(render_pack(pack)).text.count(words) == 2


def test_equal_packs_give_equal_pages() -> None:
    assert render_pack(eventful()) == render_pack(eventful())


def test_the_banner_says_synthetic_only_where_it_is() -> None:
    assert "SYNTHETIC DATA" in parse(render_pack(deck())).one("header").text
    assert "synthetic" not in render_pack(replace(deck(), is_synthetic=False)).replace(".synthetic", "").lower()


def test_a_bare_pack_still_makes_a_whole_page() -> None:
    bare = replace(
        with_rows(deck()),
        highlights=(),
        improvements=(),
        data_quality=(),
        top_findings=(),
        restatements=(),
        sources=(),
        history={},
        breakdowns={},
        previous_summary=None,
    )
    text = parse(render_pack(bare)).text
    for sentence in ("No highlights were recorded", "None rated", "No figure of this report has changed", "No sources"):
        assert sentence in text


def test_an_unusual_row_is_no_trouble() -> None:
    changes: dict[str, Any] = {"value": Fraction(30), "value_printed": "30%", "rating": Rating("green", "on target")}
    for row in (changes, {"better": ""}, {"service_area": ""}, {"basis_starts_on": date(2020, 9, 30)}):
        parse(render_pack(with_first_row(**row)))


def test_sixty_indicators_with_forty_quarters_make_a_light_page() -> None:
    page = render_pack(sized(60))
    assert len(page.encode()) < 5_000_000
    assert len(parse(page).one("table", class_="performance").all("tr", class_="area")) == 4


def _skeleton(page: Element) -> Counter[tuple[str, tuple[str, ...]]]:
    """Count elements by tag and attributes; how many labels fit on a chart's axis depends on their words."""
    return Counter((element.tag, tuple(sorted(element.attributes))) for element in page if element.tag != "text")


def _texts(element: Element) -> list[str]:
    return [child if isinstance(child, str) else "".join(_texts(child)) for child in element.children]


def test_every_text_of_a_pack_can_bepoisoned() -> None:
    pack: Pack = poisoned(eventful(), "PAYLOAD")
    page = render_pack(pack)
    for text in (pack.council_name, pack.about, pack.rows[0].title, pack.improvements[0].owner, pack.sources[0]):
        assert text.endswith("PAYLOAD")
    assert page.count("PAYLOAD") > 100
