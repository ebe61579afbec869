"""Targets that are no number, targets nobody approved yet, and reports with goals, partners and proposals."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb
import pytest

from expectations.errors import UsageProblem
from tests.warehouse.testshire import RETURNED, TARGETS, open_testshire, report, request
from warehouse.figures import Figures
from warehouse.periods import FinancialYear, Month, Quarter
from warehouse.policy import Report, parse_report
from warehouse.publication import assemble, results
from warehouse.rating import RatingInput, rate
from warehouse.targets import Target, parse_targets

Q2 = Quarter("2020-21-Q2")
YEAR = FinancialYear("2020-21")


def toml(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)


def target(lines: str) -> Target:
    """Return the target that these lines of a file declare."""
    text = f'financial_year = "2020-21"\n[targets.A]\n{lines}'
    return parse_targets(toml(text), "here").targets["A"]


def faults(lines: str) -> list[str]:
    with pytest.raises(UsageProblem) as raised:
        target(lines)
    return raised.value.what.split("; ")


# What stands in the place of a number


@pytest.mark.parametrize(
    ("lines", "printed", "reason"),
    [
        pytest.param('annual = "none"', "No target", "none", id="none"),
        pytest.param('annual = "none"\nreason = "Watched."', "No target", "Watched.", id="none, with its reason"),
        pytest.param('annual = "to be set"', "To be set", "to be set", id="to be set"),
        pytest.param('annual = "to be set"\nwords = "To be set in July"', "To be set in July", "to be set", id="when"),
        pytest.param('annual = "set by a partner"', "Set by a partner", "set by a partner", id="a partner's"),
        pytest.param(
            'annual = "compound"\nwords = "16.5% asked, and 49% of those came"',
            "16.5% asked, and 49% of those came",
            "16.5% asked, and 49% of those came",
            id="compound",
        ),
        pytest.param('annual = 30\nset_by = "14-19 Partnership"', "30% (set by 14-19 Partnership)", "", id="set by"),
        pytest.param("annual = 30\napproved = false", "30% (not approved)", "", id="not approved"),
        pytest.param("annual = 28.5", "28.5%", "", id="a number"),
        pytest.param("q4 = 10", "N/A", "", id="no word at all"),
    ],
)
def test_a_table_shows_the_number_or_the_words_in_its_place(lines: str, printed: str, reason: str) -> None:
    found = target(lines)
    assert (found.printed(found.annual, "percent"), found.reason) == (printed, reason)


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        pytest.param("annual = 5", "annual = 4", "4%; was 5%", id="changed"),
        pytest.param("annual = 5", "annual = 5", "5%", id="the same"),
        pytest.param("annual = 5", "annual = 4\napproved = false", "4% (not approved); was 5%", id="proposed"),
        pytest.param('annual = "none"', "annual = 4", "4%", id="new"),
        pytest.param("annual = 5", 'annual = "to be set"\nwords = "In July"', "In July", id="to be set"),
    ],
)
def test_next_year_s_target_says_what_it_changes(now: str, then: str, said: str) -> None:
    assert target(then).announced(target(now), "percent") == said


def test_who_approved_a_line_and_when_is_kept() -> None:
    found = target('annual = 30\napproved_by = "Board"\napproved_on = 2020-07-01\nreason = "In line with England."')
    assert (found.approved_by, found.approved_on, found.reason) == ("Board", date(2020, 7, 1), "In line with England.")
    assert found.is_approved


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ('annual = "compound"', "A: words are missing: a compound target is printed as it was agreed"),
        ('annual = 30\nwords = "Thirty"', "A: words: they stand in the place of a number"),
        ('annual = 30\napproved = "no"', "A: approved must be true or false"),
        ('annual = 30\napproved_on = "July"', "A: approved_on must be a day such as 2020-03-18"),
        ("annual = 30\ntolerance = 1\ntolerance_pct = 5", "A: tolerance and tolerance_pct: one of the two is agreed"),
        ("annual = 30\ntolerance = -1", "A: tolerance: a tolerance cannot be negative"),
    ],
)
def test_a_line_that_contradicts_itself_is_refused(lines: str, fault: str) -> None:
    assert faults(lines)[0].startswith(fault)


# A tolerance in the indicator's own unit: what guards targets of nought and small counts


@pytest.mark.parametrize(
    ("value", "goal", "agreed", "colour"),
    [
        pytest.param(0, 0, {"tolerance_pct": Fraction(10)}, "green", id="none where none is the target"),
        pytest.param(1, 0, {"tolerance_pct": Fraction(10)}, "red", id="10% of nought is nought"),
        pytest.param(1, 0, {"tolerance": Fraction(1)}, "amber", id="one is allowed"),
        pytest.param(2, 0, {"tolerance": Fraction(1)}, "red", id="two are not"),
        pytest.param(9, 8, {"tolerance_pct": Fraction(10)}, "red", id="10% of eight children is less than a child"),
        pytest.param(9, 8, {"tolerance": Fraction(1)}, "amber", id="one more child than eight"),
        pytest.param(10, 8, {"tolerance": Fraction(1)}, "red", id="two more children than eight"),
        pytest.param(9, 8, {"tolerance": Fraction(0)}, "red", id="no tolerance was agreed to be given"),
    ],
)
def test_a_tolerance_in_children_gives_counts_their_amber(
    value: int, goal: int, agreed: dict[str, Fraction], colour: str
) -> None:
    given = {"tolerance_pct": None, **agreed}
    case = RatingInput(Fraction(value), Fraction(goal), better="lower", unit="count", decimals=0, **given)
    assert rate("target_tolerance", case).colour == colour


def test_the_tolerance_in_children_is_said_in_the_reason_and_in_the_table() -> None:
    case = RatingInput(Fraction(9), Fraction(8), None, "lower", tolerance=Fraction(1), unit="count", decimals=0)
    assert rate("target_tolerance", case).reason == "9 is within the tolerance of 1 either side of target 8 (limit 9)"
    assert target("annual = 8\ntolerance = 1").tolerance_printed("count") == "±1"
    assert target("annual = 8\ntolerance = 1.5").tolerance_printed("percent") == "±1.5 percentage points"
    assert target("annual = 8\ntolerance_pct = 5").tolerance_printed("count") == "±5%"
    assert target("annual = 8").tolerance_printed("count") == ""


# Reports


REPORT = """
    title = "Corporate report"
    rating_rule = "annual_five_pct"
    arrows = "performance"
    cadence = "yearly"
    compares = ["year_before"]
    [membership]
    "2019-20" = ["A", "B"]
    [membership."2020-21"]
    "Towns and communities" = ["B", "A"]
    "Individuals" = ["C"]
    [proposed]
    "2020-21" = ["D"]
"""


def read(text: str = REPORT) -> Report:
    return parse_report("corporate", toml(text), "here")


def test_a_year_s_indicators_may_stand_under_goals_and_others_be_proposed() -> None:
    found = read()
    assert found.indicators(FinancialYear("2019-20")) == ("A", "B")
    assert found.indicators(YEAR) == ("B", "A", "C", "D")
    assert found.indicators(FinancialYear("2021-22")) == ("B", "A", "C"), "a proposal is for its year only"
    assert [found.goal(code, YEAR) for code in "ABCD"] == ["Towns and communities"] * 2 + ["Individuals", ""]
    assert found.goal("A", FinancialYear("2019-20")) == ""
    assert [code for code in "ABCD" if found.is_proposed(code, YEAR)] == ["D"]
    assert found.compares == ("year_before",)
    assert (found.breakdowns, found.disproportionality) == (("team",), ())


def test_a_report_says_how_it_is_split_and_which_groups_it_compares() -> None:
    said = '["year_before"]\nbreakdowns = []\ndisproportionality = ["A"]\nequality_groups = ["sex"]'
    found = read(REPORT.replace('["year_before"]', said))
    assert (found.breakdowns, found.disproportionality, found.equality_groups) == ((), ("A",), ("sex",))


@pytest.mark.parametrize(
    ("cadence", "periods"),
    [
        ("monthly", ["2020-09", "2021-03"]),
        ("quarterly", ["2020-21-Q2", "2020-21-Q4"]),
        ("yearly", ["2020-21"]),
    ],
)
def test_a_report_comes_out_for_its_own_periods(cadence: str, periods: list[str]) -> None:
    found = read(REPORT.replace('"yearly"', f'"{cadence}"'))
    offered = [Month("2020-09"), Month("2021-03"), Q2, Quarter("2020-21-Q4"), YEAR]
    assert [str(period) for period in offered if found.comes_out_for(period)] == periods


def test_six_become_thirteen_and_six_others_are_reviewed_without_a_change_of_code() -> None:
    codes = [f"K{n}" for n in range(13)]
    text = 'title = "T"\nrating_rule = "target_tolerance"\narrows = "performance"\n[membership]\n'
    scrutiny = parse_report("scrutiny", toml(f'{text}"2020-21" = {codes[:6]}\n"2021-22" = {codes}'), "here")
    top_six = parse_report("top_six", toml(f'{text}"2012-13" = {codes[7:]}'), "here")
    assert [len(scrutiny.indicators(FinancialYear(year))) for year in ("2019-20", "2020-21", "2021-22")] == [0, 6, 13]
    assert top_six.indicators(FinancialYear("2013-14")) == tuple(codes[7:])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('"yearly"', '"weekly"'), "cadence must be one of monthly, quarterly, yearly"),
        (('["year_before"]', '["last_week"]'), "compares must be a list of previous, year_before"),
        (('compares = ["year_before"]', 'shows_next_target = "no"'), "shows_next_target must be true or false"),
        (('["year_before"]', '"year_before"'), "compares must be a list of previous, year_before"),
        (('["year_before"]', '["year_before"]\n breakdowns = "team"'), "breakdowns must be a list of names"),
        (('["year_before"]', '["year_before"]\n disproportionality = [1]'), "disproportionality must be a list"),
        (('= ["C"]', '= ["C", "B"]'), "membership of 2020-21 lists B twice"),
        (('= ["C"]', '= "C"'), "membership of 2020-21 must be a list of codes"),
        (('["D"]', '["A"]'), "proposed of 2020-21: the report shows A already"),
        (('"2020-21" = ["D"]', '"2018-19" = ["D"]'), "proposed of 2018-19: the report has no list of indicators"),
        (('"2020-21" = ["D"]', '"2020/21" = ["D"]'), "proposed: '2020/21' is not a financial year"),
    ],
)
def test_a_report_that_contradicts_itself_is_refused(change: tuple[str, str], fault: str) -> None:
    with pytest.raises(UsageProblem) as raised:
        read(REPORT.replace(*change))
    assert fault in raised.value.what


# In a report


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_testshire(tmp_path_factory.mktemp("testshire")) as connection:
        yield connection


def test_a_number_that_nobody_approved_rates_nothing(warehouse: duckdb.DuckDBPyConnection) -> None:
    from dataclasses import replace

    copied = replace(TARGETS["FD-CONT-EH"], is_approved=False)
    (row,) = results(Figures(warehouse), request(report("FD-CONT-EH"), target=lambda _code, _year: copied))
    assert (row.rating.colour, row.rating.reason) == (None, "target not approved")
    assert (row.target_printed, row.annual_target_printed) == ("25% (not approved)", "30% (not approved)")


@pytest.mark.parametrize("rule", ["target_tolerance", "annual_five_pct"])
def test_words_in_the_place_of_a_target_reach_the_table_and_the_reason(
    warehouse: duckdb.DuckDBPyConnection, rule: str
) -> None:
    agreed = target('annual = "to be set"\nwords = "To be set in July"\nreason = "A review is awaited."')
    asked = request(report("FD-CONT-EH", rating_rule=rule), target=lambda _code, _year: agreed)
    (row,) = results(Figures(warehouse), asked)
    assert (row.target_printed, row.annual_target_printed) == ("To be set in July", "To be set in July")
    assert (row.rating.colour, row.rating.reason) == (None, "no target: A review is awaited")
    assert row.short.arrow, "the direction of travel is shown all the same"


def test_goals_come_in_their_order_then_partners_then_proposals(warehouse: duckdb.DuckDBPyConnection) -> None:
    shown = report(
        *("LOCAL-02", "SUP-LAC", "FD-CONT-EH"),
        goals={("2019-20", "SUP-LAC"): "Learning", ("2019-20", "FD-CONT-EH"): "Families"},
        proposed={"2020-21": ("LOCAL-01",)},
    )
    pack = assemble(warehouse, request(shown))
    assert RETURNED["LOCAL-02"].is_partnership
    assert pack.groups == (
        ("Learning", ("SUP-LAC",)),
        ("Families", ("FD-CONT-EH",)),
        ("Partnership indicators", ("LOCAL-02",)),
        ("Proposed new indicators", ("LOCAL-01",)),
    )
    reasons = {row.indicator: row.rating.reason for row in pack.rows if row.rating.colour is None}
    assert reasons["LOCAL-01"] == "proposed as a new indicator: nothing has been agreed for it yet"
    assert reasons["LOCAL-02"].startswith("partnership indicator")
    assert (len(pack.rows), pack.summary.selected, pack.proposed) == (4, 3, ("LOCAL-01",)), "a proposal is not chosen"


def test_a_report_without_goals_or_partners_has_no_headings(warehouse: duckdb.DuckDBPyConnection) -> None:
    pack = assemble(warehouse, request(report("SUP-LAC", "FD-CONT-EH", compares=("previous",))))
    assert (pack.groups, pack.shows_previous, pack.shows_year_before) == ((), True, False)
