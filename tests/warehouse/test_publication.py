"""A report for a quarter: rated by its own rule, compared where that is fair, and open about what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

import duckdb
import pytest

from tests.warehouse.testshire import Q2, TARGETS, open_testshire, report, request
from warehouse.counts import Summary
from warehouse.figures import Figures
from warehouse.pack import CommentaryItem, Pack, Point
from warehouse.periods import Month, Quarter
from warehouse.policy import Report
from warehouse.publication import PublishedFigure, assemble, results
from warehouse.rating import Override
from warehouse.results import IndicatorResult
from warehouse.targets import Target

CONTACTS, PLANS, SUPERVISION = "FD-CONT-EH", "CP-END-LT3M", "SUP-LAC"
EVERYTHING = report(CONTACTS, PLANS, SUPERVISION, "LAC-PLAC3", "LOCAL-01", "LOCAL-02", "LAC-PPLAN")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_testshire(tmp_path_factory.mktemp("testshire")) as connection:
        yield connection


@pytest.fixture(scope="module")
def figures(warehouse: duckdb.DuckDBPyConnection) -> Figures:
    return Figures(warehouse)


@pytest.fixture(scope="module")
def pack(warehouse: duckdb.DuckDBPyConnection) -> Pack:
    return assemble(warehouse, request(EVERYTHING))


def row(
    figures: Figures, code: str, period: str = "2020-21-Q2", shown: Report | None = None, **changes
) -> IndicatorResult:
    return results(figures, request(shown or report(code), period, **changes))[0]


# A year


def test_a_year_is_a_period_of_its_own_with_the_annual_target(figures: Figures) -> None:
    found = row(figures, CONTACTS, "2020-21")
    assert (found.numerator, found.denominator, found.value_printed) == (12, 40, "30%")
    assert (found.basis_starts_on, found.basis_ends_on) == (date(2020, 4, 1), date(2021, 3, 31))
    assert (found.annual_target, found.period_target, found.rating.colour) == (30, 30, "green")
    assert (found.period, found.period_kind, found.maturity) == ("2020-21", "year", "final")
    assert row(figures, CONTACTS, "2021-22").maturity == "provisional"


def test_a_year_is_compared_with_the_year_before_and_nothing_else(figures: Figures) -> None:
    found = row(figures, CONTACTS, "2020-21")
    assert (found.long.period, found.long.label) == ("2019-20", "2019/20")
    assert (found.short.period, found.short.arrow) == ("", "")
    assert found.short.travel.reason == "a year is compared with the year before only"


def test_the_pack_of_a_year_shows_one_comparison_its_own_words_and_returned_years(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    pack = assemble(warehouse, request(EVERYTHING, "2020-21"))
    assert (pack.period, pack.period_label, pack.period_short_label, pack.year_label) == (
        "2020-21",
        "2020/21",
        "2020/21",
        "2020/21",
    )
    assert (pack.shows_previous, pack.shows_year_before, pack.previous_label) == (False, True, "2019/20")
    assert [item.text for item in pack.improvements] == ["A hard year."]
    assert next(r for r in pack.rows if r.indicator == "LOCAL-01").value_printed == "78%"
    assert pack.history[CONTACTS] == (Point("2020/21", Fraction(30), "30%"),)


# Figures


def test_a_row_carries_what_its_figure_is_made_of(figures: Figures) -> None:
    found = row(figures, CONTACTS)
    assert (found.value, found.value_printed) == (Fraction(25), "25%")
    assert (found.numerator, found.denominator, found.unknown, found.excluded) == (5, 20, 1, 0)
    assert (found.basis_starts_on, found.basis_ends_on) == (date(2020, 7, 1), date(2020, 9, 30))
    assert (found.definition_version, found.no_data_reason, found.maturity) == (1, "", "final")


def test_the_basis_says_since_when_or_on_which_day(figures: Figures) -> None:
    since_april, on_the_day = row(figures, PLANS), row(figures, SUPERVISION)
    assert (since_april.basis_starts_on, since_april.basis_ends_on) == (date(2020, 4, 1), date(2020, 9, 30))
    assert (on_the_day.basis_starts_on, on_the_day.basis_ends_on) == (date(2020, 9, 30), date(2020, 9, 30))
    assert (since_april.value_printed, on_the_day.value_printed) == ("33.3%", "50%")
    assert on_the_day.excluded == 3


def test_a_report_s_own_decimals_and_footnotes_are_used(figures: Figures) -> None:
    shown = report(PLANS, decimals={PLANS: 2}, footnotes={PLANS: "Counts plans, not children."})
    found = row(figures, PLANS, shown=shown)
    assert (found.value_printed, found.footnote) == ("33.33%", "Counts plans, not children.")
    assert found.value == Fraction(100, 3)


def test_the_indicators_of_a_year_are_its_own_list_or_the_latest_before(figures: Figures) -> None:
    shown = report(membership={"2020-21": (PLANS,), "2021-22": (CONTACTS,)})
    for period, codes in (("2019-20-Q2", []), ("2020-21-Q2", [PLANS]), ("2021-22-Q1", [CONTACTS])):
        assert [r.indicator for r in results(figures, request(shown, period))] == codes


# Rating


def test_one_rule_looks_at_the_quarter_s_target_the_other_at_the_year_s(figures: Figures) -> None:
    # 25 % meets the quarter's 25; it is a sixth below the year's 30 and below last year's 40.
    by_quarter = row(figures, CONTACTS)
    by_year = row(figures, CONTACTS, shown=report(CONTACTS, rating_rule="annual_five_pct"))
    assert (by_quarter.rating.colour, by_year.rating.colour) == ("green", "red")
    assert "40%" in by_year.rating.reason
    for found in (by_quarter, by_year):
        assert (found.target_printed, found.annual_target_printed, found.tolerance_printed) == ("25%", "30%", "±5%")


def test_a_quarter_without_its_own_target_takes_the_year_s(figures: Figures) -> None:
    found = row(figures, CONTACTS, "2020-21-Q1")
    assert (found.target_printed, found.rating.colour) == ("30%", "green")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        pytest.param("LAC-PLAC3", "no target: watched for direction only", id="a target that says why it is none"),
        pytest.param("WF-SW2", "no target: none approved for 2020/21", id="no line in the targets file"),
        pytest.param(SUPERVISION, "tolerance not agreed: 50% is worse than target 95%", id="no tolerance"),
        pytest.param(
            "LOCAL-02", "partnership indicator: the council alone does not answer for the figure", id="shared"
        ),
        pytest.param("FD-REF-ASMT", "no data: no cases in the period", id="no cases"),
    ],
)
def test_what_is_not_rated_says_why(figures: Figures, code: str, reason: str) -> None:
    found = row(figures, code)
    assert (found.rating.colour, found.rating.reason) == (None, reason)


def test_a_year_without_a_targets_file_rates_nothing(figures: Figures) -> None:
    found = row(figures, CONTACTS, "2019-20-Q2")
    assert (found.rating.colour, found.target_printed) == (None, "N/A")
    assert found.rating.reason == "no target: no targets file for 2019/20"


def test_a_provisional_figure_is_rated_by_one_rule_and_not_by_the_other(figures: Figures) -> None:
    # June 2021 is the last month delivered. Testshire's targets are made to hold for 2021/22 too.
    same = {"target": lambda code, _year: TARGETS[code]}
    by_tolerance = row(figures, SUPERVISION, "2021-22-Q1", **same)
    by_year = row(figures, SUPERVISION, "2021-22-Q1", report(SUPERVISION, rating_rule="annual_five_pct"), **same)
    assert (by_tolerance.maturity, by_tolerance.rating.reason.partition(":")[0]) == (
        "provisional",
        "tolerance not agreed",
    )
    assert (by_year.rating.colour, by_year.rating.reason) == (None, "provisional figure")


def test_a_year_before_that_may_not_be_compared_decides_no_colour(figures: Figures) -> None:
    # 60 % misses 80 by far and beats last year's 50, which was counted by another definition.
    asked = {
        "target": lambda _code, _year: Target(Fraction(80)),
        "shown": report("SEN-EHC20", rating_rule="annual_five_pct"),
    }
    found = row(figures, "SEN-EHC20", **asked)
    assert (found.long.printed, found.rating.colour) == ("50%", None)
    assert found.rating.reason.startswith("no figure for the year before")


def test_an_override_colours_its_own_period_only_and_says_whose_it_is(figures: Figures) -> None:
    override = Override("amber", "One large family moved in.", "Head of Service A")
    shown = report(CONTACTS, overrides={(CONTACTS, "2020-21-Q2"): override})
    now, before = (row(figures, CONTACTS, period, shown) for period in ("2020-21-Q2", "2020-21-Q1"))
    assert (now.rating.colour, now.rating.is_override) == ("amber", True)
    assert "Head of Service A: One large family moved in" in now.rating.reason
    assert "the rule gives Green" in now.rating.reason
    assert (before.rating.colour, before.rating.is_override) == ("green", False)


# Direction of travel


def test_figures_are_compared_with_the_quarter_before_and_the_same_a_year_ago(figures: Figures) -> None:
    found = row(figures, CONTACTS)
    assert (found.short.period, found.short.label, found.short.printed) == ("2020-21-Q1", "Q1 2020/21", "35%")
    assert (found.long.period, found.long.label, found.long.printed) == ("2019-20-Q2", "Q2 2019/20", "40%")
    assert (found.short.travel.direction, found.short.arrow, found.long.arrow) == ("worse", "↓", "↓")


def test_arrows_follow_the_report_s_convention(figures: Figures) -> None:
    # Fewer short plans are better: from 100 % in 2019 to 33.3 %.
    by_value = row(figures, PLANS, shown=report(PLANS, arrows="value"))
    assert (row(figures, PLANS).long.arrow, by_value.long.arrow) == ("↑", "↓")
    assert by_value.long.travel.direction == "better"


def test_months_are_compared_with_the_month_before_and_the_same_a_year_ago(figures: Figures) -> None:
    found = row(figures, CONTACTS, "2020-09")
    assert (found.short.period, found.short.label) == ("2020-08", "August 2020")
    assert (found.long.period, found.long.printed, found.long.arrow) == ("2019-09", "40%", "↓")
    assert found.short.printed == "N/A"


@pytest.mark.parametrize(
    ("code", "period", "which", "printed", "reason"),
    [
        pytest.param(
            PLANS,
            "2020-21-Q2",
            "short",
            "0%",
            "the figure adds up over the year, so it is compared with the same time last year only",
            id="cumulative within one year",
        ),
        pytest.param(
            PLANS,
            "2021-22-Q1",
            "short",
            "33.3%",
            "the figure adds up over the year, so it is compared with the same time last year only",
            id="cumulative, three months against twelve",
        ),
        pytest.param(
            SUPERVISION,
            "2021-22-Q1",
            "short",
            "0%",
            "the definition changed between Q4 2020/21 and Q1 2021/22",
            id="two months instead of three",
        ),
        pytest.param(
            SUPERVISION,
            "2020-21-Q2",
            "long",
            "N/A",
            "no delivery of supervision for September 2019",
            id="not delivered a year ago",
        ),
        pytest.param(
            "LOCAL-01",
            "2020-21-Q2",
            "long",
            "N/A",
            "no figure was delivered or submitted for Q2 2019/20",
            id="not submitted a year ago",
        ),
        pytest.param(
            "SEN-EHC20",
            "2020-21-Q2",
            "short",
            "50%",
            "the definition changed between Q1 2020/21 and Q2 2020/21",
            id="its service says that the definition changed",
        ),
        pytest.param(CONTACTS, "2020-21-Q3", "short", "25%", "no figure for this period", id="no figure now"),
    ],
)
def test_what_cannot_be_compared_has_no_arrow_and_says_why(  # noqa: PLR0917 - one row, one story
    figures: Figures, code: str, period: str, which: str, printed: str, reason: str
) -> None:
    compared = getattr(row(figures, code, period), which)
    assert (compared.arrow, compared.travel.direction) == ("", None)
    assert (compared.printed, compared.travel.reason) == (printed, reason)


def test_a_cumulative_figure_is_compared_with_a_year_ago(figures: Figures) -> None:
    assert row(figures, PLANS).long.travel.direction == "better"


def test_a_cumulative_figure_of_the_first_quarter_is_compared_with_the_year_before_s_last(figures: Figures) -> None:
    # Q4 2019/20 has no delivery of its own: the reason is that, and not that figures add up.
    assert row(figures, PLANS, "2020-21-Q1").short.travel.reason == (
        "no delivery of child protection plans for March 2020"
    )


# Returned indicators


def test_a_returned_indicator_stands_for_a_computed_one_of_its_code(figures: Figures) -> None:
    found = row(figures, "SEN-EHC20")
    assert (found.title, found.value_printed, found.definition_version) == ("% of EHC plans in 20 weeks", "60%", 2)
    assert (found.basis, found.numerator) == ("as submitted by the service", None)


def test_a_returned_figure_is_printed_as_returned(figures: Figures) -> None:
    found = row(figures, "LOCAL-01")
    assert (found.value, found.value_printed, found.rating.colour) == (Fraction("81.25"), "81.3%", "green")
    assert (found.numerator, found.denominator, found.short.arrow) == (13, 16, "↑")


# Restatements


def published(printed: str, value: Fraction | None) -> dict:
    """Return what is asked for where version 1 printed this of the contacts."""
    return {"published_before": {(CONTACTS, "2020-21-Q2"): [PublishedFigure(1, printed, value)]}, "version": 2}


def test_a_figure_that_was_published_otherwise_is_restated(
    figures: Figures, warehouse: duckdb.DuckDBPyConnection
) -> None:
    before = published("28.2%", Fraction("28.15"))
    found = row(figures, CONTACTS, **before)
    assert (found.maturity, found.restated_from) == ("restated", "28.2% in version 1")
    listed = assemble(warehouse, request(EVERYTHING, **before)).restatements
    assert [(r.period_label, r.was_printed, r.now_printed) for r in listed] == [("Q2 2020/21", "28.2%", "25%")]


def test_the_same_figure_published_again_is_not_restated(figures: Figures) -> None:
    found = row(figures, CONTACTS, **published("25%", Fraction(25)))
    assert (found.maturity, found.restated_from) == ("final", "")


def test_a_figure_that_prints_alike_but_moved_is_restated(figures: Figures) -> None:
    assert row(figures, CONTACTS, **published("25%", Fraction("25.001"))).maturity == "restated"


def test_a_figure_restated_before_says_what_was_printed_first_of_all_that_differed(figures: Figures) -> None:
    said = [PublishedFigure(2, "25%", Fraction(25)), PublishedFigure(1, "28.2%", Fraction("28.15"))]
    found = row(figures, CONTACTS, published_before={(CONTACTS, "2020-21-Q2"): said}, version=3)
    assert (found.maturity, found.restated_from) == ("restated", "28.2% in version 1")


def test_a_point_of_the_trend_that_was_printed_otherwise_is_listed(warehouse: duckdb.DuckDBPyConnection) -> None:
    before = {(CONTACTS, "2019-20-Q3"): [PublishedFigure(1, "12%", Fraction(12))]}
    listed = assemble(warehouse, request(EVERYTHING, published_before=before)).restatements
    assert [(r.period_label, r.was_printed, r.now_printed) for r in listed] == [("Q3 2019/20", "12%", "N/A")]


def test_a_comparator_that_an_earlier_report_printed_otherwise_is_listed(warehouse: duckdb.DuckDBPyConnection) -> None:
    before = {
        "published_before": {
            (CONTACTS, "2020-21-Q1"): [PublishedFigure(1, "30.4%", Fraction("30.4"))],
            (CONTACTS, "2019-20-Q2"): [PublishedFigure(1, "40%", Fraction(40))],
            (SUPERVISION, "2019-20-Q2"): [PublishedFigure(1, "90%", Fraction(90))],
        }
    }
    pack = assemble(warehouse, request(EVERYTHING, **before))
    listed = [(r.indicator_title, r.period_label, r.was_printed, r.now_printed) for r in pack.restatements]
    assert [entry[1:] for entry in listed] == [("Q1 2020/21", "30.4%", "35%"), ("Q2 2019/20", "90%", "N/A")]
    assert all(r.maturity != "restated" for r in pack.rows)


def test_nothing_is_restated_the_first_time(pack: Pack) -> None:
    assert pack.restatements == ()


# The pack


def test_selected_with_data_and_rated_are_counted_apart(pack: Pack) -> None:
    # Seven are selected. LAC-PPLAN has no case of 16. Rated are contacts (green), plans (amber) and carers (green).
    assert pack.summary == Summary(selected=7, with_data=6, rated=3, green=2, amber=1, red=0)


def test_the_quarter_before_is_counted_as_it_stands_now(pack: Pack) -> None:
    # Contacts 35 of 30 and short plans 0 of 30 are green, carers 75 of 80 are red.
    assert pack.previous_label == "Q1 2020/21"
    assert pack.previous_summary == Summary(selected=7, with_data=5, rated=3, green=2, amber=0, red=1)


def test_there_is_no_summary_of_a_quarter_before_anything_was_delivered(warehouse: duckdb.DuckDBPyConnection) -> None:
    first = assemble(warehouse, request(EVERYTHING, "2019-20-Q2"))
    assert first.previous_summary is None


def test_words_for_several_indicators_are_printed_once_for_those_that_the_report_shows(pack: Pack) -> None:
    # "Shared words" names an indicator that the report does not show, "Not shown" names only that.
    titles = {r.indicator: r.title for r in pack.rows}
    assert pack.highlights == (
        CommentaryItem((PLANS, "LOCAL-01"), (titles[PLANS], titles["LOCAL-01"]), "Both are good.", "", "", None),
        CommentaryItem((CONTACTS,), (titles[CONTACTS],), "Shared words.", "", "", None),
    )
    assert pack.improvements == (
        CommentaryItem(
            (CONTACTS,), (titles[CONTACTS],), "Fewer went on.", "Joint screening.", "Head A", date(2020, 12, 31)
        ),
    )


def test_a_trend_begins_with_the_first_figure_and_keeps_its_gaps(pack: Pack) -> None:
    assert pack.history[CONTACTS] == (
        Point("Q2 2019/20", Fraction(40), "40%"),
        Point("Q3 2019/20", None, "N/A"),
        Point("Q4 2019/20", None, "N/A"),
        Point("Q1 2020/21", Fraction(35), "35%"),
        Point("Q2 2020/21", Fraction(25), "25%"),
    )
    assert pack.history["LAC-PPLAN"] == ()


def test_a_monthly_trend_has_at_most_thirteen_points(warehouse: duckdb.DuckDBPyConnection) -> None:
    shown = report("LAC-PLAC3")
    points = assemble(warehouse, request(shown, "2020-10")).history["LAC-PLAC3"]
    assert (points[0].label, points[-1].label) == ("June 2020", "October 2020")
    long = assemble(warehouse, request(shown, "2021-06")).history["LAC-PLAC3"]
    assert (len(long), long[0].label) == (13, "June 2020")


def test_teams_are_the_whole_and_cases_without_one_are_shown(pack: Pack) -> None:
    [teams] = pack.breakdowns[CONTACTS]
    assert (teams.dimension, teams.title, teams.is_withholding) == ("team", "Team", False)
    assert [(team.label, team.numerator, team.denominator, team.printed) for team in teams.members] == [
        ("MASH North", 2, 10, "20%"),
        ("MASH South", 2, 9, "22.2%"),
        ("No team recorded", 1, 1, "100%"),
    ]
    assert pack.breakdowns["LOCAL-01"] == ()


def test_quality_lines_are_of_the_quarter_s_own_deliveries(pack: Pack) -> None:
    # One delivery of each extract came for September; each adds 2 quarantined rows and 1 duplicate.
    line = next(line for line in pack.data_quality if line.extract_title == "Contacts")
    assert (line.deliveries, line.rows_in, line.loaded, line.quarantined, line.duplicates, line.findings) == (
        (1, 23, 20, 2, 1, 1)
    )
    for each in pack.data_quality:
        assert each.rows_in == each.loaded + each.quarantined + each.duplicates
    assert len(pack.top_findings) == 10
    assert pack.sources[0].startswith(f"{len(pack.data_quality)} deliveries of {len(pack.data_quality)} extracts for ")


def test_a_pack_says_what_it_is(pack: Pack) -> None:
    assert (pack.council_name, pack.is_synthetic, pack.edition, pack.version) == ("Testshire", True, "internal", 1)
    assert (pack.period, pack.period_label, pack.published_on) == (str(Q2), "Quarter 2 2020/21", date(2020, 11, 3))
    assert len(pack.rating_rule_text) == 3
    assert pack.arrow_legend[0].startswith("↑ performance is better")


def test_the_same_warehouse_and_policy_give_the_same_pack(pack: Pack, warehouse: duckdb.DuckDBPyConnection) -> None:
    assert assemble(warehouse, request(EVERYTHING)) == pack


def test_no_child_is_in_a_pack(pack: Pack) -> None:
    assert "KID" not in repr(pack)


def test_an_indicator_that_nobody_declares_is_an_error_and_not_a_blank_row(figures: Figures) -> None:
    with pytest.raises(KeyError):
        row(figures, "NO-SUCH")


def test_periods_of_the_report_are_months_or_quarters(figures: Figures) -> None:
    for period in (Month("2020-09"), Quarter("2020-21-Q2")):
        asked = replace(request(EVERYTHING), period=period)
        assert {r.period for r in results(figures, asked)} == {str(period)}
