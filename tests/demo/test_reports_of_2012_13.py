"""The reports for 2012/13, by goals and by another rule, come out of returned figures as they were published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tasks import councils, policy_years
from tasks.reports.page import render_pack
from tasks.reports.view import headline, not_rated
from tasks.store import Store
from tests.demo import returns
from tests.tasks.markup import parse
from warehouse.pack import Pack
from warehouse.periods import FinancialYear

YEAR = FinancialYear("2012-13")

# Figure of the year as it was printed.
PRINTED = {
    "EDU-NEET1619": "4.6",
    "EDU-KS4-FLOOR": "0",
    "EDU-KS2-FLOOR": "0",
    "EDU-EY-GOOD": "76.4",
    "EDU-APPR": "242",
    "EDU-EEE34": "96",
    "EDU-L2ADULT": "65.7",
    "EDU-KS4-5AC": "61.1",
    "EDU-EYFS-GLD": "60",
    "CP-RPT-24M": "0.7",
    "CP-END-GT24M": "3.7",
    "LAC-STAB2Y": "63",
    "PH-TEENPREG": "28",
    "LAC-PLAC3": "14.1",
    "ADP-CEASE-PERM": "11.2",
}
# The year before: printed for two; for the others any figure on the side that the paper's words say.
YEAR_BEFORE = {
    "CP-END-GT24M": "6.9",
    "ADP-CEASE-PERM": "12.8",
    "EDU-NEET1619": "4.5",
    "LAC-STAB2Y": "57",
    "EDU-EYFS-GLD": "58",
    "CP-RPT-24M": "9",
}
GREEN = ("EDU-NEET1619", "EDU-KS4-FLOOR", "EDU-KS2-FLOOR", "EDU-EY-GOOD", "EDU-APPR", "EDU-EEE34", "EDU-L2ADULT",
         "CP-RPT-24M", "CP-END-GT24M")  # fmt: skip


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Pack]:
    # "Within two years" came into the wording of one, which is another definition from this year on.
    version = {"CP-RPT-24M": 2}
    figures: list[returns.Returned] = [
        (code, YEAR.label, value, "final", version.get(code, 1)) for code, value in PRINTED.items()
    ]
    figures += [(code, YEAR.previous().label, value, "final", 1) for code, value in YEAR_BEFORE.items()]
    figures += [("ADP-21M", YEAR.label, "60", "final", 1)]
    found = returns.publish(tmp_path_factory.mktemp("year"), figures, [YEAR])
    return {one.report: one.pack for one in found}


@pytest.fixture
def corporate(packs: Mapping[str, Pack]) -> Pack:
    return packs["corporate"]


def test_two_reports_come_out_for_the_year(packs: Mapping[str, Pack]) -> None:
    assert sorted(packs) == ["corporate", "safeguarding_board"]
    assert {pack.period_label for pack in packs.values()} == {"2012/13"}


def test_the_corporate_set_stands_under_goals_with_partners_and_proposals_apart(corporate: Pack) -> None:
    assert [(heading, len(codes)) for heading, codes in corporate.groups] == [
        ("Learning", 9),
        ("Individuals", 3),
        ("Partnership indicators", 1),
        ("Proposed new indicators", 3),
    ]
    headings = [cell.text for cell in parse(render_pack(corporate)).one("table", class_="performance").all("th")]
    assert {heading for heading, _ in corporate.groups} <= set(headings)


def test_colours_are_those_of_the_rule_of_2012_13(corporate: Pack) -> None:
    colours = {row.indicator: row.rating.colour for row in corporate.rows}
    assert {code for code, colour in colours.items() if colour == "green"} == set(GREEN)
    assert colours["LAC-STAB2Y"] == "amber", "more than 5 % off, but better than the year before"
    assert (corporate.summary.selected, corporate.summary.with_data) == (13, 13), "what is proposed is not selected"
    assert corporate.summary.rated == len(GREEN) + 1
    assert {row.tolerance_printed for row in corporate.rows} == {"±5%"}
    assert sum(corporate.summary.percentages) == 100
    assert (corporate.summary.green, corporate.summary.amber, corporate.summary.red) == (9, 1, 0)


def test_what_is_not_rated_says_why(corporate: Pack) -> None:
    reasons = {row.indicator: row.rating.reason for row in corporate.rows if row.rating.colour is None}
    assert reasons.pop("PH-TEENPREG").startswith("partnership indicator")
    assert reasons.pop("EDU-EYFS-GLD").startswith("no target: the outcome of a Government report is awaited")
    assert reasons.pop("EDU-KS4-5AC").startswith("no figure for the year before, which decides")
    assert reasons.pop("ADP-21M").startswith("proposed as a new indicator")
    assert set(reasons) == {"PH-NCMP", "PH-CHLAM"}
    assert all(reason.startswith("no data") for reason in reasons.values())


def test_the_summary_says_why_the_others_are_not_rated(corporate: Pack) -> None:
    said = parse(render_pack(corporate)).one("section", aria_labelledby="summary").text
    assert "1 (no figure for the year before, which decides between Amber and Red), 1 (no target), 1 (partner" in said
    assert sum(number for _, number in not_rated(corporate)) == corporate.summary.selected - corporate.summary.rated


def test_a_green_against_the_rule_is_an_override_that_says_so(corporate: Pack) -> None:
    (apprentices,) = [row for row in corporate.rows if row.indicator == "EDU-APPR"]
    assert (apprentices.rating.colour, apprentices.rating.is_override) == ("green", True)
    assert "51.5% off target 500, to the nearest half per cent" in apprentices.rating.reason
    assert apprentices.target_printed == "500 (set by 14-19 Partnership)"


def test_arrows_say_better_or_worse_than_the_year_before(corporate: Pack) -> None:
    assert not corporate.shows_previous
    shown = {row.indicator: (row.long.printed, row.long.arrow) for row in corporate.rows}
    assert shown["CP-END-GT24M"] == ("6.9%", "↑"), "fewer long plans are better"
    assert shown["EDU-NEET1619"] == ("4.5%", "↓"), "green, though slightly worse than the year before"
    assert shown["EDU-EYFS-GLD"] == ("58%", "↑"), "no target, and still a direction"
    assert shown["CP-RPT-24M"] == ("9%", "")
    (changed,) = [row.long.travel.reason for row in corporate.rows if row.indicator == "CP-RPT-24M"]
    assert changed == "the definition changed between 2011/12 and 2012/13"


def test_the_headline_counts_what_is_green_or_better(packs: Mapping[str, Pack]) -> None:
    assert headline(packs["corporate"]).startswith("Of 11 indicators with a rating or a direction of travel, 11 (100%)")
    assert headline(packs["safeguarding_board"]).startswith("Of 3 indicators with a rating")
    for pack in packs.values():
        assert headline(pack) in parse(render_pack(pack)).text


def test_a_year_prints_its_target_once_and_counts_what_is_only_proposed_apart(corporate: Pack) -> None:
    page = parse(render_pack(corporate))
    heads = [head.text for head in page.one("table", class_="performance").all("th", scope="col")]
    assert [head for head in heads if "2012/13" in head and "target" in head] == ["2012/13 annual target"]
    said = page.one("section", aria_labelledby="summary").text
    assert "3 of these are only proposed for a later year, and not among the 13 selected." in said


def test_the_targets_proposed_for_the_year_to_come_stand_beside_with_what_they_change(corporate: Pack) -> None:
    assert corporate.next_year == "2013/14"
    said = corporate.next_targets
    assert said["CP-RPT-24M"] == "4% (not approved); was 8%"
    assert said["LAC-STAB2Y"] == "68% (not approved); was 75%"
    assert said["EDU-KS4-5AC"] == "68% (not approved)", "as this year"
    assert (said["EDU-EYFS-GLD"], said["EDU-APPR"]) == ("NA", "NA")
    assert said["ADP-21M"] == "55% (not approved)", "new, so nothing changes"
    table = parse(render_pack(corporate)).one("table", class_="performance")
    assert "2013/14 target" in [cell.text for cell in table.all("th")]
    (cell,) = [one for one in table.all("td", data_label="2013/14 target") if one.text.startswith("4.9%")]
    assert cell.text == "4.9% (not approved); was 5.1%"


def test_a_target_of_nought_is_met_by_nought(corporate: Pack) -> None:
    for row in corporate.rows:
        if row.indicator in ("EDU-KS4-FLOOR", "EDU-KS2-FLOOR"):
            assert (row.value_printed, row.target_printed, row.rating.reason) == ("0", "0", "0 is on target 0")


def test_the_board_s_colours_are_red_red_and_green(packs: Mapping[str, Pack]) -> None:
    board = packs["safeguarding_board"]
    assert [(row.indicator, row.value_printed, row.rating.colour) for row in board.rows] == [
        ("LAC-PLAC3", "14.1%", "red"),
        ("LAC-STAB2Y", "63%", "red"),
        ("ADP-CEASE-PERM", "11.2%", "green"),
    ]
    assert board.summary.percentages == (33, 0, 67)
    # The same figure is Amber in the corporate report: a colour belongs to the report and its rule.
    assert [row.rating.colour for row in packs["corporate"].rows if row.indicator == "LAC-STAB2Y"] == ["amber"]


def test_what_was_proposed_for_the_year_after_waits_for_approval() -> None:
    council, after = councils.load(Store(Path("no store")), returns.CODE), FinancialYear("2013-14")
    codes = council.reports["corporate"].indicators(after)
    assert {line.indicator for line in policy_years.waiting(council, after)} == {*codes, "EDU-EYFS-GLD"}
    numbers = [council.target(code, after) for code in codes if council.target(code, after).annual is not None]
    assert len(numbers) == 14
    assert not any(target.is_approved for target in numbers)
