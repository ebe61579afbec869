"""Results by month, quarter and year: which periods there are, what is missing, what was returned."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.warehouse.warehouse_builder import build, table
from warehouse import indicators
from warehouse.figures import Figures
from warehouse.marts import periods_covered, unused_returns
from warehouse.periods import FinancialYear, Month

COLUMNS = "contact_id|child_id|contact_on|contact_outcome_code\n"
CONTACT = table(COLUMNS + "C1|A|2020-04-01|NFA")
CONTACTS = {"contacts": {"2020-09": table("contact_id|child_id|contact_on|team\nC1|A|2020-08-01|North")}}


@pytest.mark.parametrize(
    ("months", "periods"),
    [
        pytest.param([], [], id="nothing delivered"),
        pytest.param(["2020-08"], ["2020-08"], id="a month within a quarter makes no quarter"),
        pytest.param(["2020-09"], ["2020-09", "2020-21-Q2"], id="the last month of a quarter makes one"),
        pytest.param(
            ["2020-11", "2020-08"], ["2020-08", "2020-09", "2020-10", "2020-11", "2020-21-Q2"], id="gaps are covered"
        ),
        pytest.param(["2021-03", "2021-03"], ["2021-03", "2020-21-Q4", "2020-21"], id="March ends its year"),
    ],
)
def test_periods_run_from_the_first_delivery_to_the_last(months: list[str], periods: list[str]) -> None:
    assert [str(period) for period in periods_covered(months)] == periods


def test_every_indicator_has_a_row_for_every_period_with_cases_or_without() -> None:
    warehouse = build(CONTACTS, {name: ["2020-08", "2020-09"] for name in ("contacts", "ehc")})
    rows = warehouse.rows("SELECT indicator, period FROM mart.indicator_result WHERE dimension = ''")
    assert sorted(rows) == sorted((code, p) for code in indicators.load() for p in ("2020-08", "2020-09", "2020-21-Q2"))
    empty = warehouse.measured("SEN-EHC20", "2020-08")
    assert (empty.counts, empty.missing, empty.teams) == ((0, 0), "", {})


def test_only_the_last_month_of_a_quarter_must_have_been_delivered() -> None:
    # August's file never came; September's tells of August too.
    whole = build(CONTACTS, {"contacts": ["2020-07", "2020-09"]})
    assert whole.measured("FD-CONT-EH", "2020-21-Q2").counts == (0, 1)
    assert whole.measured("FD-CONT-EH", "2020-08").missing == "contacts"


def test_a_figure_that_lacks_a_delivery_counts_nothing_and_names_all_that_is_missing() -> None:
    # The contacts themselves are there in October's file; for September nothing was sent.
    late = {"contacts": {"2020-10": table("contact_id|child_id|contact_on|team\nC1|A|2020-09-01|North")}}
    warehouse = build(late, {"contacts": ["2020-08", "2020-10"]})
    found = warehouse.measured("FD-CONT-EH", "2020-09")
    assert (found.counts, found.teams, found.excluded, found.missing) == ((0, 0), {}, {}, "contacts")
    assert warehouse.measured("LAC-PPLAN", "2020-10").missing == "lac_episodes, persons, pathway_plans"


def test_teams_with_excluded_rows_only_have_a_row_without_cases() -> None:
    rows = "cp_plan_id|child_id|started_on|ended_on|is_other_council_plan|team\nP1|A|2020-01-01|2020-08-01|true|North"
    warehouse = build({"cp_plans": {"2020-09": table(rows)}})
    assert warehouse.rows(
        "SELECT member, numerator, denominator, excluded FROM mart.indicator_result "
        "WHERE indicator = 'CP-END-LT3M' AND period = '2020-09' AND dimension = 'team'"
    ) == [("North", 0, 0, 1)]


def test_reasons_add_up_to_what_is_excluded() -> None:
    leavers = table("""
        child_id | born_on    | eligibility_code | in_touch_code
        A        | 2001-01-01 | QUALIFYING       | YES
        B        | 2001-01-01 | FORMER_RELEVANT  | DIED
        C        | 1990-01-01 | FORMER_RELEVANT  | YES
        D        | 2001-01-01 | QUALIFYING       | DIED
    """)
    warehouse = build({"care_leavers": {"2020-09": leavers}})
    found = warehouse.measured("LC-EET-1821", "2020-21-Q2")
    assert found.excluded == {"not former relevant": 2, "died": 1, "not aged 18 to 21": 1}
    assert warehouse.rows(
        "SELECT excluded FROM mart.indicator_result WHERE indicator = 'LC-EET-1821' AND period = '2020-21-Q2' "
        "AND dimension = ''"
    ) == [(4,)]


# Returned figures

RETURN = "indicator_code|period|value|numerator|denominator|status_code|definition_version\n"


def returned_by(rows: str, codes: tuple[str, ...], **more: dict) -> list[tuple]:
    warehouse = build({"indicator_returns": {"2020-09": table(RETURN + rows)}, **more}, returned=codes)
    found = warehouse.rows(
        "SELECT indicator, period, version, over_time, numerator, denominator, returned_value, status "
        "FROM mart.indicator_result WHERE dimension = '' ORDER BY ALL"
    )
    return [row for row in found if row[0] in codes]


def test_a_returned_indicator_takes_the_place_of_a_computed_one() -> None:
    # Cases were delivered too; the council says that it submits this figure.
    assert returned_by("FD-CONT-EH|2020-21-Q2|28.15|704|2501|final|2", ("FD-CONT-EH",), **CONTACTS) == [
        ("FD-CONT-EH", "2020-21-Q2", 2, "returned", 704, 2501, Decimal("28.15"), "final")
    ]


def test_figures_are_taken_for_whatever_period_they_were_submitted() -> None:
    # An earlier quarter than any delivery, a month, and one whose version nobody gave.
    rows = "LOCAL-01|2019-20-Q1|5|||final|\nLOCAL-01|2020-09|6|||provisional|1"
    found = returned_by(rows, ("LOCAL-01",))
    assert [(row[1], row[2], row[7]) for row in found] == [("2019-20-Q1", 1, "final"), ("2020-09", 1, "provisional")]


def test_a_year_is_counted_once_its_march_has_been_delivered() -> None:
    files = {"contacts": {"2020-04": CONTACT, "2021-03": table(COLUMNS + "C2|B|2021-03-31|EARLY_HELP")}}
    files["contacts"]["2021-04"] = table(COLUMNS + "C3|C|2021-04-01|EARLY_HELP")
    warehouse = build(files, {"contacts": ["2020-04", "2021-03", "2021-04"]})
    assert warehouse.measured("FD-CONT-EH", "2020-21").counts == (1, 2)
    kinds = warehouse.rows("SELECT kind, period, starts_on, ends_on FROM mart.period WHERE kind = 'year'")
    assert kinds == [("year", "2020-21", date(2020, 4, 1), date(2021, 3, 31))]
    late = build(files, {"contacts": ["2020-04", "2021-04"]})
    assert late.measured("FD-CONT-EH", "2020-21").missing == "contacts"


def test_a_year_and_a_month_of_the_same_letters_are_two_figures() -> None:
    # "2011-12" is December 2011 and, as a kind of its own, the year that ends in March 2012.
    rows = "LOCAL-01|2011-12|5|||final|1\nLOCAL-01|2011/12|6|||final|1"
    warehouse = build({"indicator_returns": {"2020-09": table(RETURN + rows)}}, returned=("LOCAL-01",))
    figures = Figures(warehouse.connection)
    values = [figures.get("LOCAL-01", period).value for period in (Month("2011-12"), FinancialYear("2011-12"))]
    assert values == [5, 6]


def test_a_figure_that_nobody_declared_is_not_published() -> None:
    assert returned_by("LOCAL-01|2020-21-Q2|5|||final|1", ("LOCAL-02",)) == []


def test_a_period_that_no_calendar_has_is_passed_over_and_the_rest_stands() -> None:
    # "2020-22-Q1" looks like a quarter; it once stopped the whole build.
    rows = "LOCAL-01|2020-22-Q1|5|||final|1\nLOCAL-01|1020-09|5|||final|1\nLOCAL-01|2020-21-Q2|6|||final|1"
    assert [row[1] for row in returned_by(rows, ("LOCAL-01",))] == ["2020-21-Q2"]


def test_returned_figures_that_reach_no_page_are_counted_by_why() -> None:
    rows = "LOCAL-01|2020-22-Q1|5|||final|1\nLOCAL-09|2020-21-Q2|5|||final|1\nLOCAL-01|2020-21-Q2|6|||final|1"
    warehouse = build({"indicator_returns": {"2020-09": table(RETURN + rows)}}, returned=("LOCAL-01",))
    found = unused_returns(warehouse.connection, ("LOCAL-01",))
    assert sorted(found.values()) == [1, 1]
    assert any("does not declare" in why for why in found)
    assert any("neither a month, a quarter nor a financial year" in why for why in found)
    assert unused_returns(warehouse.connection, ()) == {next(why for why in found if "declare" in why): 3}


def test_no_number_in_the_marts_is_a_float() -> None:
    types = build(CONTACTS).rows("SELECT DISTINCT data_type FROM duckdb_columns() WHERE schema_name = 'mart'")
    assert types and not {name for (name,) in types} & {"DOUBLE", "FLOAT"}
