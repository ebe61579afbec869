"""What a count, a mean and a rate are, beside the proportion that most indicators are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from expectations.codes.residents import EVERYBODY, GROUPS
from tests.warehouse.warehouse_builder import Warehouse, build
from warehouse.dimensions import DIMENSIONS
from warehouse.figures import Figures, why_none
from warehouse.indicator import Average, Count, Indicator, MonthlyCount, Rate
from warehouse.indicators import load
from warehouse.marts import create_marts
from warehouse.periods import FinancialYear, Month, Quarter
from warehouse.teams import REQUIRED, TeamPlace, parse_teams

SHARED = {
    "title": "A made-up measure",
    "service_area": "Front door",
    "definition": "Made up.",
    "why": "To be tested.",
    "population": "contacts",
    "dated_by": "contact_on",
    "needs": ("contacts",),
    "source": "none",
    "evidence": "local",
    "owner": "nobody",
    "reviewed_on": date(2026, 11, 27),
}
NUMBER = Count(code="N", over="period", better="lower", **SHARED)
NEARLY = replace(NUMBER, code="NF", numerator="contact_outcome_code = 'NFA'")
ROLLING = replace(NUMBER, code="NR", over="rolling_12")
CALENDAR = replace(NUMBER, code="NC", over="calendar_year_to_date")
ACADEMIC = replace(NUMBER, code="NA", over="academic_year_to_date")
MEAN = Average(code="D", over="period", better="lower", amount="CAST(day(contact_on) AS BIGINT)", **SHARED)
UNSURE = replace(MEAN, code="DU", amount="CASE WHEN day(contact_on) > 1 THEN CAST(day(contact_on) AS BIGINT) END")
A_MONTH = MonthlyCount(code="M", over="period", better="lower", **SHARED)
PER_CHILD = Rate(code="R", over="rolling_12", better=None, **SHARED)
MADE_UP = (NUMBER, NEARLY, ROLLING, CALENDAR, ACADEMIC, MEAN, UNSURE, A_MONTH, PER_CHILD)


def contacts(*days: str) -> dict[str, dict[str, list[dict[str, str]]]]:
    """One month's file a month, with a contact for each day; every second one went no further."""
    files: dict[str, list[dict[str, str]]] = {}
    for number, day in enumerate(days):
        outcome = "NFA" if number % 2 else "EARLY_HELP"
        row = {"contact_id": f"K{number}", "child_id": f"C{number}", "contact_on": day, "contact_outcome_code": outcome}
        files.setdefault(day[:7], []).append(row)
    return {"contacts": files}


def living(year: int, ages: str, people: int, dimension: str = "ALL", member: str = "ALL") -> dict[str, object]:
    """A row of the population estimates."""
    age_from, age_to = map(int, ages.split("-"))
    return {"year": year, "age_from": age_from, "age_to": age_to, "dimension": dimension, "member": member,
            "people": people}  # fmt: skip


def figures(
    files: dict, *residents: dict, persons: tuple[dict, ...] = (), places: tuple[TeamPlace, ...] = ()
) -> tuple[Figures, Warehouse]:
    beside = {"persons": persons, "population": residents}
    files = files | {name: {min(files["contacts"]): list(rows)} for name, rows in beside.items() if rows}
    warehouse = build(files, measured_by={})
    warehouse.connection.execute("DROP SCHEMA mart CASCADE")
    months = [str(month) for month in Month.range(Month(min(files["contacts"])), Month(max(files["contacts"])))]
    measured = {indicator.code: (indicator,) for indicator in MADE_UP}
    create_marts(warehouse.connection, measured, {"contacts": months}, (), places)
    return Figures(warehouse.connection), warehouse


@pytest.mark.parametrize(
    ("code", "period", "value"),
    [
        pytest.param("N", "2020-09", 2, id="a number of rows"),
        pytest.param("N", "2020-08", 0, id="none is a number too"),
        pytest.param("NF", "2020-09", 1, id="some of the rows"),
        pytest.param("D", "2020-09", Fraction(21, 2), id="a mean is exact"),
        pytest.param("DU", "2020-09", 20, id="rows without an amount stand in neither part"),
        pytest.param("NR", "2020-09", 4, id="twelve months to the end, their first day included"),
        pytest.param("NC", "2020-09", 3, id="since 1 January"),
        pytest.param("NA", "2020-09", 2, id="since 1 September"),
        pytest.param("NA", "2020-08", 3, id="the academic year before"),
    ],
)
def test_a_measure_counts_what_it_says(code: str, period: str, value: int | Fraction) -> None:
    found, _ = figures(contacts("2019-09-30", "2019-10-01", "2020-01-01", "2020-09-01", "2020-09-20"))
    figure = found.get(code, Month(period))
    assert figure is not None
    assert figure.value == value


def test_an_unknown_amount_is_told() -> None:
    found, _ = figures(contacts("2020-09-01", "2020-09-20"))
    figure = found.get("DU", Month("2020-09"))
    assert figure is not None
    assert (figure.numerator, figure.denominator, figure.unknown) == (20, 1, 1)


def test_a_mean_of_no_rows_has_no_value_and_says_why() -> None:
    found, _ = figures(contacts("2020-07-01", "2020-09-20"))
    august = Month("2020-08")
    assert why_none(found.get("D", august), august, {}) == "no cases in the period"


POPULATION = (living(2018, "0-17", 40_000), living(2019, "0-17", 50_000))


@pytest.mark.parametrize(
    ("day", "period", "value"),
    [
        pytest.param("2020-03-31", "2020-03", Fraction(10_000, 50_000), id="the year's own residents until March"),
        pytest.param("2019-03-31", "2019-03", Fraction(10_000, 40_000), id="the year before has the year before's"),
        pytest.param("2022-09-01", "2022-09", Fraction(10_000, 50_000), id="the latest known, where there is no later"),
        pytest.param("2018-03-31", "2018-03", None, id="nothing before the first"),
    ],
)
def test_a_rate_is_held_against_the_residents_of_its_year(day: str, period: str, value: Fraction | None) -> None:
    found, _ = figures(contacts(day), *POPULATION)
    figure = found.get("R", Month(period))
    assert figure is not None
    assert figure.value == value
    if value is None:
        assert why_none(figure, Month(period), {}) == "how many people it is held against is not known for that year"


def test_a_rate_of_a_group_is_held_against_that_group() -> None:
    girls = living(2019, "0-17", 20_000, "SEX", "F")
    _, warehouse = figures(
        contacts("2020-09-01", "2020-09-02", "2020-09-03"),
        *POPULATION,
        girls,
        persons=({"child_id": "C0", "sex_code": "F"}, {"child_id": "C1", "sex_code": "M"}),
    )
    rows = warehouse.rows(
        "SELECT member, CAST(numerator AS INTEGER), CAST(denominator AS INTEGER) FROM mart.indicator_result "
        "WHERE indicator = 'R' AND period = '2020-09' AND dimension = 'sex' ORDER BY member"
    )
    assert rows == [("F", 1, 20_000), ("M", 1, None), (None, 1, None)]


PEOPLE = (
    {"child_id": "C0", "born_on": "2020-02-29", "sex_code": "F", "ethnicity_code": "WBRI", "disability_codes": "NONE"},
    {"child_id": "C1", "born_on": "2004-09-02", "sex_code": "U", "ethnicity_code": "REFU", "disability_codes": "AUT"},
    {"child_id": "C2", "born_on": "2002-09-03"},
)


@pytest.mark.parametrize(
    ("dimension", "members"),
    [
        ("sex", {"F": 1, None: 3}),
        ("age", {"0": 1, "10": 1, "18": 1, None: 1}),
        ("ethnicity", {"WHITE": 1, None: 3}),
        ("disability", {"NO": 1, "YES": 1, None: 2}),
        ("team", {None: 4}),
    ],
)
def test_a_figure_is_split_by_who_the_children_are(dimension: str, members: dict[str | None, int]) -> None:
    # The second is 15 the day before the birthday, the third 18 on it; nothing is known of the last.
    days = ("2020-09-01", "2020-09-01", "2020-09-03", "2020-09-04")
    _, warehouse = figures(contacts(*days), persons=PEOPLE)
    rows = warehouse.rows(
        "SELECT member, CAST(numerator AS INTEGER) FROM mart.indicator_result "
        f"WHERE indicator = 'N' AND period = '2020-09' AND dimension = '{dimension}'"
    )
    assert dict(rows) == members
    assert {member for member in members if member} <= set(DIMENSIONS[dimension].members or {"any"})


@pytest.mark.parametrize("code", sorted(load()))
def test_the_members_of_each_split_are_the_whole(code: str, testshire_splits: dict) -> None:
    for (found, dimension), parts in testshire_splits.items():
        if found == code and dimension:
            assert parts == testshire_splits[code, ""], dimension


@pytest.fixture(scope="module")
def testshire_splits() -> dict[tuple[str, str], tuple[int, ...]]:
    """Numerators, denominators and excluded of every indicator and dimension, added up over members and periods."""
    from tests.warehouse.random_council import random_councils

    batch = random_councils(77, 10)
    warehouse = build(batch.files, batch.delivered)
    rows = warehouse.rows(
        "SELECT indicator, dimension, sum(numerator), sum(denominator), sum(excluded) FROM mart.indicator_result "
        "GROUP BY ALL"
    )
    held_against_months = {code for code, (first, *_) in load().items() if first.measure == "monthly_count"}
    return {
        (code, dimension): tuple(int(n or 0) for n in (met, code not in held_against_months and counted, excluded))
        for code, dimension, met, counted, excluded in rows
    }


@pytest.mark.parametrize(
    ("period", "value"),
    [
        pytest.param(Month("2020-08"), 2, id="a month's number is its own"),
        pytest.param(Month("2020-07"), 0, id="none is a number too"),
        pytest.param(Quarter("2020-21-Q2"), Fraction(5, 3), id="a month without any counts in the mean"),
        pytest.param(FinancialYear("2020-21"), Fraction(6, 12), id="a year is the mean of its twelve"),
    ],
)
def test_a_monthly_count_of_a_longer_period_is_the_mean_of_its_months(
    period: Month | Quarter | FinancialYear, value: int | Fraction
) -> None:
    days = ("2020-05-01", "2020-08-01", "2020-08-31", "2020-09-01", "2020-09-02", "2020-09-30", "2021-04-01")
    figure = figures(contacts(*days))[0].get("M", period)
    assert figure is not None
    assert figure.value == value
    assert figure.denominator == len(period.months)


def test_a_month_by_itself_has_its_own_number() -> None:
    found, _ = figures(contacts("2020-08-01", "2020-08-31", "2020-09-01"))
    figure = found.by_itself("M", Month("2020-08"))
    assert figure is not None
    assert (figure.numerator, figure.denominator, figure.value) == (2, 1, 2)


def test_a_monthly_count_speaks_of_the_months_of_its_period() -> None:
    with pytest.raises(ValueError, match="a monthly count is over the period"):
        replace(A_MONTH, over="rolling_12")


def test_better_may_be_left_open_for_a_number_but_not_for_a_share() -> None:
    assert replace(NUMBER, better=None).better is None
    with pytest.raises(ValueError, match="better must be higher or lower"):
        replace(MEAN, better=None)


@pytest.mark.parametrize(
    ("change", "fault"),
    [({"unit": "furlongs"}, "there is no unit 'furlongs'"), ({"over": "a while"}, "there is no basis 'a while'")],
)
def test_a_unit_or_basis_that_does_not_exist_is_refused(change: dict, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        replace(NUMBER, **change)


def test_a_measure_says_its_own_unit() -> None:
    declared: tuple[Indicator, ...] = (NUMBER, A_MONTH, MEAN, PER_CHILD)
    assert [(one.measure, one.unit, one.scale) for one in declared] == [
        ("count", "count", 1),
        ("monthly_count", "count", 1),
        ("average", "days", 1),
        ("rate", "rate", 10_000),
    ]


SINGLE_YEARS = [living(2019, f"{age}-{age}", 100 + age) for age in range(18)]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([living(2019, "0-17", 900)], {("", ""): 900}),
        ([living(2019, "0-16", 900), living(2019, "0-18", 900)], {}),
        (SINGLE_YEARS, {("", ""): 1953, ("age", "0"): 100, ("age", "1"): 410, ("age", "5"): 535, ("age", "10"): 675,
                        ("age", "16"): 233}),
        (SINGLE_YEARS[:16], {("age", "0"): 100, ("age", "1"): 410, ("age", "5"): 535, ("age", "10"): 675}),
        ([living(2019, "1-4", 7), *SINGLE_YEARS[:5]], {("age", "0"): 100, ("age", "1"): 7}),
        ([living(2019, "1-4", 7, "SEX", "F")], {}),
        ([living(2019, f"{age}-{age}", 10, "SEX", "F") for age in range(18)], {("sex", "F"): 180}),
        ([living(2019, "0-17", 5, "ETHNICITY", "BLACK"), living(2019, "0-17", 6, "DISABILITY", "YES")],
         {("ethnicity", "BLACK"): 5, ("disability", "YES"): 6}),
        # Delivered before an estimate told a group.
        ([living(2019, "0-17", 900) | {"dimension": None, "member": None}], {("", ""): 900}),
    ],
)  # fmt: skip
def test_residents_are_told_by_age_band_and_group(rows: list[dict], said: dict) -> None:
    _, warehouse = figures(contacts("2020-09-01"), *rows)
    found = warehouse.rows("SELECT dimension, member, number FROM mart.residents WHERE ages = '0-17' AND year = 2019")
    assert {(dimension, member): number for dimension, member, number in found} == said


def test_a_later_word_on_a_year_counts() -> None:
    files = contacts("2020-08-01", "2020-09-01")
    files["population"] = {"2020-08": [living(2019, "0-17", 900)], "2020-09": [living(2019, "0-17", 950)]}
    _, warehouse = figures(files)
    assert warehouse.rows("SELECT number FROM mart.residents") == [(950,)]


def test_estimates_know_the_groups_that_figures_are_split_by() -> None:
    kinds = {kind.lower(): list(groups) for kind, groups in GROUPS.items() if kind != EVERYBODY}
    split = {name: list(found.members) for name, found in DIMENSIONS.items() if found.of_child and name != "age"}
    assert kinds == split
    assert [list(groups.values()) for kind, groups in GROUPS.items() if kind != EVERYBODY] == [
        list(DIMENSIONS[kind].members.values()) for kind in kinds
    ]


def test_a_quarter_of_a_rolling_year_covers_twelve_months() -> None:
    found, _ = figures(contacts("2019-06-30", "2019-07-01", "2020-06-30"))
    figure = found.get("NR", Quarter("2020-21-Q1"))
    assert figure is not None
    assert figure.value == 2


PLACES = parse_teams(
    "team,service,starts_on,ends_on,pod\n"
    "North,Front Door,2020-01-01,2020-08-31,One\n"
    "north,Help,2020-09-01,,\n"
    "South,Front Door,2020-01-01,,One\n"
)


def test_teams_are_added_up_to_services_by_where_they_stood_at_the_months_end() -> None:
    places, faults = PLACES
    files = contacts("2020-08-01", "2020-08-02", "2020-09-01", "2020-09-02", "2020-09-03")
    for team, (month, place) in zip(
        ("North", "South", "North", "South", "Elsewhere"),
        (("2020-08", 0), ("2020-08", 1), ("2020-09", 0), ("2020-09", 1), ("2020-09", 2)),
        strict=True,
    ):
        files["contacts"][month][place]["team"] = team
    _, warehouse = figures(files, places=places)
    rows = warehouse.rows(
        "SELECT period, dimension, member, CAST(numerator AS INTEGER) FROM mart.indicator_result "
        "WHERE indicator = 'N' AND dimension IN ('service', 'pod') AND kind = 'month' ORDER BY ALL"
    )
    assert faults == []
    assert rows == [
        ("2020-08", "pod", "One", 2),
        ("2020-08", "service", "Front Door", 2),
        ("2020-09", "pod", "One", 1),
        ("2020-09", "pod", None, 2),
        ("2020-09", "service", "Front Door", 1),
        ("2020-09", "service", "Help", 1),
        ("2020-09", "service", None, 1),
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (",Help,2020-01-01,", "line 2: team is blank"),
        ("North,,2020-01-01,", "line 2: service is blank"),
        ("North,Help,01/01/2020,", "line 2: starts_on must be a day such as 2020-04-01"),
        ("North,Help,2020-01-01,soon", "line 2: ends_on must be a day such as 2021-03-31, or blank"),
        ("North,Help,2020-01-02,2020-01-01", "line 2: ends_on is before starts_on"),
        (
            "North,Help,2020-01-01,2020-03-31\nNORTH,Door,2020-03-31,",
            "NORTH is in two places on 31/03/2020",
        ),
        ("North,Help,2020-01-01,\nNorth,Door,2020-03-31,", "North is in two places on 31/03/2020"),
        ("North,Help,2020-01-01,2020-03-30\nNorth,Door,2020-03-31,", ""),
    ],
)
def test_the_file_of_teams_is_read_or_its_faults_are_named(line: str, fault: str) -> None:
    _, faults = parse_teams(f"{','.join(REQUIRED)}\n{line}\n")
    assert faults == ([fault] if fault else [])
