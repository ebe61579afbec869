"""Periods, ages, calendar months and working days, with DuckDB and a plain second count as witnesses."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import duckdb
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from warehouse.periods import (
    FinancialYear,
    Month,
    PeriodError,
    Quarter,
    completed_years,
    holidays,
    known_holiday_horizon,
    months_before,
    parse_period,
    parse_range,
    period_of,
    period_returned,
    sql_age,
    sql_months_before,
    ways_to_return,
    working_days_between,
)
from warehouse.terms import AcademicYear, Term

# England's bank holidays that fall on a weekday, as gov.uk listed them; 8 May 2020 was moved from the Monday.
BANK_HOLIDAYS = """
    2018 01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26
    2019 01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26
    2020 01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28
    2021 01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28
    2022 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27
    2023 01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26
    2024 01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26
    2025 01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26
    2026 01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28
    2027 01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28
    2028 01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26
"""
LISTED = [
    date.fromisoformat(f"{year}-{day}")
    for year, *days in map(str.split, BANK_HOLIDAYS.split("\n")[1:-1])
    for day in days
]
KINDS = [Month, Quarter, FinancialYear, Term, AcademicYear]
days_of_childhood = st.dates(date(1990, 1, 1), date(2040, 12, 31))
days_with_holidays = st.dates(date(2018, 1, 1), date(2028, 12, 31))
months = st.dates(date(1950, 1, 1), date(2050, 12, 31)).map(Month.of)


@pytest.fixture(scope="module")
def england():
    return holidays(2018, 2028)


@pytest.fixture(scope="module")
def database():
    with duckdb.connect() as connection:
        yield connection


# --- months, quarters, years ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "starts_on", "ends_on", "label"),
    [
        pytest.param(Month("2020-02"), "2020-02-01", "2020-02-29", "February 2020", id="a leap February"),
        pytest.param(Month("2021-02"), "2021-02-01", "2021-02-28", "February 2021", id="a plain February"),
        pytest.param(Month("2099-12"), "2099-12-01", "2099-12-31", "December 2099", id="the last month there is"),
        pytest.param(Quarter("2020-21-Q1"), "2020-04-01", "2020-06-30", "Quarter 1 2020/21", id="Q1 is April to June"),
        pytest.param(
            Quarter("2020-21-Q2"), "2020-07-01", "2020-09-30", "Quarter 2 2020/21", id="Q2 is July to September"
        ),
        pytest.param(
            Quarter("2020-21-Q4"), "2021-01-01", "2021-03-31", "Quarter 4 2020/21", id="Q4 is in the next year"
        ),
        pytest.param(FinancialYear("2020-21"), "2020-04-01", "2021-03-31", "2020/21", id="a year is April to March"),
        pytest.param(FinancialYear("1999-00"), "1999-04-01", "2000-03-31", "1999/00", id="a year over the century"),
        pytest.param(
            AcademicYear("2020-21-AY"), "2020-08-01", "2021-07-31", "academic year 2020/21", id="August to July"
        ),
        pytest.param(Term("2020-21-autumn"), "2020-08-01", "2020-12-31", "Autumn term 2020/21", id="ends in December"),
        pytest.param(Term("2020-21-spring"), "2021-01-01", "2021-03-31", "Spring term 2020/21", id="ends in March"),
        pytest.param(Term("2020-21-summer"), "2021-04-01", "2021-07-31", "Summer term 2020/21", id="ends in July"),
    ],
)
def test_a_period_includes_both_its_ends(period, starts_on, ends_on, label):
    assert (period.starts_on.isoformat(), period.ends_on.isoformat(), period.label) == (starts_on, ends_on, label)


@pytest.mark.parametrize("kind", KINDS)
def test_every_day_from_2015_to_2040_is_in_exactly_one_period_of_each_kind(kind):
    day, found = date(2015, 1, 1), []
    while day <= date(2040, 12, 31):
        period = kind.of(day)
        assert period.starts_on <= day <= period.ends_on
        found += [period] if not found or period != found[-1] else []
        day += timedelta(days=1)
    assert found == sorted(set(found))
    assert all(one.ends_on + timedelta(days=1) == two.starts_on for one, two in pairwise(found))


@pytest.mark.parametrize("kind", KINDS)
def test_a_period_is_as_long_as_its_months_and_is_written_as_it_is_read(kind):
    period = kind.of(date(2024, 2, 29))
    assert (period.months[0].starts_on, period.months[-1].ends_on) == (period.starts_on, period.ends_on)
    assert kind(str(period)) == period
    assert len({period, kind(str(period))}) == 1


def test_the_comparators_of_the_published_quarter_are_found():
    quarter = Quarter("2020-21-Q2")
    assert (quarter.previous().short_label, quarter.same_last_year().short_label) == ("Q1 2020/21", "Q2 2019/20")
    assert (Quarter("2020-21-Q1").previous(), Quarter("2020-21-Q4").next()) == (
        Quarter("2019-20-Q4"),
        Quarter("2021-22-Q1"),
    )
    assert quarter.number == 2
    assert quarter.financial_year == FinancialYear("2020-21")


def test_a_quarter_is_read_in_small_letters_too():
    assert parse_period("2020-21-q2") == Quarter("2020-21-Q2")


def test_published_period_labels_are_read_as_the_periods_they_name(published):
    rows = [row for row in published("q2_2020_21") + published("minutes_q1_2021_22") if row["period_label"][0] == "Q"]
    assert len(rows) > len(KINDS)
    assert {parse_period(row["period_label"]).ends_on.isoformat() == row["period_end"] for row in rows} == {True}


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2020-09", Month("2020-09")),
        ("2020-21-Q2", Quarter("2020-21-Q2")),
        ("2020-21", FinancialYear("2020-21")),
        ("2020/21", FinancialYear("2020-21")),
        ("2011-12", Month("2011-12")),
        ("2011/12", FinancialYear("2011-12")),
    ],
)
def test_a_submitted_period_is_read_and_kept_with_its_kind(text, period):
    assert period_returned(text) == period
    assert text in ways_to_return(period)
    assert all(period_returned(way) == period for way in ways_to_return(period))
    assert period_of(period.kind, str(period)) == period


def test_a_year_and_a_month_of_the_same_letters_are_not_the_same_period():
    assert Month("2011-12") != FinancialYear("2011-12")


@pytest.mark.parametrize("text", ["2020-13", "2020-22", "2020/22", "2020-21-Q5", "Q2 2020/21"])
def test_a_submitted_period_that_no_calendar_has_is_refused(text):
    with pytest.raises(PeriodError):
        period_returned(text)


@pytest.mark.parametrize("text", ["2020-09", "2020-21-Q2", "2020-21"])
def test_every_kind_that_figures_are_for_has_the_same_period_of_the_year_before(text):
    period = parse_period(text)
    assert period.same_last_year().ends_on == date(period.ends_on.year - 1, *period.ends_on.timetuple()[1:3])
    assert period.financial_year.starts_on <= period.starts_on <= period.financial_year.ends_on


def test_a_year_is_made_of_its_quarters_and_a_quarter_of_its_months():
    year = FinancialYear("2020-21")
    assert [month for quarter in year.quarters for month in quarter.months] == list(year.months)
    assert (year.next().previous(), FinancialYear("1999-00").next()) == (year, FinancialYear("2000-01"))
    assert (year.previous(), FinancialYear("2000-01").previous()) == (
        FinancialYear("2019-20"),
        FinancialYear("1999-00"),
    )
    assert (str(year.months[0]), str(year.months[-1]), len(year.months)) == ("2020-04", "2021-03", 12)


def test_a_month_knows_its_neighbours_its_quarter_and_its_year():
    january = Month("2021-01")
    assert (january.previous(), january.next(), january.plus(-13)) == (
        Month("2020-12"),
        Month("2021-02"),
        Month("2019-12"),
    )
    assert (january.quarter, january.financial_year) == (Quarter("2020-21-Q4"), FinancialYear("2020-21"))
    assert (january.year, january.number, january.months) == (2021, 1, (january,))
    assert Month.range(Month("2020-11"), january) == (Month("2020-11"), Month("2020-12"), january)
    assert Month.range(january, january) == (january,)


def test_a_term_knows_the_one_before_and_its_year():
    autumn = Term("2020-21-autumn")
    assert (autumn.previous(), autumn.academic_year) == (Term("2019-20-summer"), AcademicYear("2020-21-AY"))
    assert AcademicYear("2020-21-AY").terms == (autumn, Term("2020-21-spring"), Term("2020-21-summer"))


@given(month=months, n=st.integers(-500, 500))
def test_going_on_and_coming_back_ends_in_the_same_month(month, n):
    assert month.plus(n).plus(-n) == month
    assert (month.plus(n) > month) == (n > 0)


@given(first=months, second=months)
def test_periods_sort_in_time_order(first, second):
    for kind in KINDS:
        one, two = kind.of(first), kind.of(second)
        assert (one < two) == (one.starts_on < two.starts_on)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(
            (Month, text)
            for text in (
                "2020-13",
                "2020-00",
                "2020-9",
                "0220-09",
                "2020-09\n",
                "\N{FULLWIDTH DIGIT TWO}020-09",
                "",
                "2020-21-Q2",
            )
        ),
        *(
            (Quarter, text)
            for text in ("2020-21-Q5", "2020-21-Q0", "2020-22-Q1", "2020-Q1", "2020-21-q1", "2020-21-Q12")
        ),
        *((FinancialYear, text) for text in ("2020-22", "2020-20", "2020/21", "20-21", "2020", "2021-20")),
        *((Term, text) for text in ("2020-21-winter", "2020-21", "2020-22-autumn")),
        *((AcademicYear, text) for text in ("2020-21", "2020-22-AY")),
    ],
)
def test_what_is_not_a_period_is_refused_with_a_way_out(kind, text):
    with pytest.raises(PeriodError) as error:
        kind(text)
    assert repr(text) in error.value.what
    assert error.value.fix.startswith("Write ")
    assert str(error.value) == f"{error.value.what}. {error.value.fix}."


def test_a_month_is_never_compared_with_a_year():
    assert Month("2011-12") != FinancialYear("2011-12")
    with pytest.raises(TypeError):
        _ = Month("2011-12") < FinancialYear("2011-12")


# --- reading periods -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2020-09", Month("2020-09")),
        (" September  2020 ", Month("2020-09")),
        ("january 2021", Month("2021-01")),
        ("2020-21-Q2", Quarter("2020-21-Q2")),
        ("Q2 2020/21", Quarter("2020-21-Q2")),
        ("quarter 2, 2020/21", Quarter("2020-21-Q2")),
        ("2020-21", FinancialYear("2020-21")),
        ("2012-13", FinancialYear("2012-13")),
        ("2011/12", FinancialYear("2011-12")),
    ],
)
def test_a_period_is_read_as_people_write_it(text, period):
    assert parse_period(text) == period


@given(month=months)
def test_what_is_printed_can_be_read_back(month):
    for period in (month, month.quarter, month.financial_year):
        assert parse_period(period.label) == period
    assert parse_period(month.quarter.short_label) == parse_period(str(month.quarter)) == month.quarter


def test_a_month_that_may_be_a_year_is_refused_with_both_readings():
    with pytest.raises(PeriodError, match="two ways") as error:
        parse_period("2011-12")
    assert error.value.fix == "Write December 2011 or 2011/12"


@pytest.mark.parametrize("text", ["", "2020", "Q5 2020/21", "2020/22", "Septembre 2020", "13/2020", "2020-21-autumn"])
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(PeriodError):
        parse_period(text)


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [
        pytest.param("2019-04..2020-03", "2019-04", "2020-03", 12, id="two months"),
        pytest.param("2020-09 .. 2020-09", "2020-09", "2020-09", 1, id="a month to itself"),
        pytest.param("2020-21-Q1..2020-21-Q2", "2020-04", "2020-09", 6, id="two quarters"),
        pytest.param("2020-21-Q2", "2020-07", "2020-09", 3, id="one quarter"),
        pytest.param("2019-20..2020-05", "2019-04", "2020-05", 14, id="a year to a month"),
    ],
)
def test_a_range_includes_both_its_ends(text, first, last, count):
    read = parse_range(text)
    assert (str(read[0]), str(read[-1]), len(read)) == (first, last, count)


@pytest.mark.parametrize(
    "text", ["2020-04..2020-03", "2020-01..2020-02..2020-03", "2020-04..", "..2020-04", "2020-04-2020-05"]
)
def test_a_range_the_wrong_way_round_or_without_an_end_is_refused(text):
    with pytest.raises(PeriodError):
        parse_range(text)


# --- calendar months and ages --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        pytest.param("2020-09-30", 3, "2020-06-30", id="supervision of the last three months"),
        pytest.param("2021-03-31", 1, "2021-02-28", id="no 31 February"),
        pytest.param("2020-03-31", 1, "2020-02-29", id="29 February in a leap year"),
        pytest.param("2020-02-29", 12, "2019-02-28", id="a year before a leap day"),
        pytest.param("2020-01-15", 1, "2019-12-15", id="over the turn of the year"),
        pytest.param("2020-12-31", 12, "2019-12-31", id="from December to December"),
        pytest.param("2020-05-31", 0, "2020-05-31", id="no month is the day itself"),
        pytest.param("2020-01-31", -1, "2020-02-29", id="a negative number goes on"),
    ],
)
def test_months_before_keeps_the_day_or_takes_the_last_one(day, n, expected):
    assert months_before(date.fromisoformat(day), n).isoformat() == expected


@given(day=days_of_childhood, n=st.integers(-240, 240))
def test_months_before_lands_in_the_right_month_and_never_on_a_later_day(day, n):
    earlier = months_before(day, n)
    assert Month.of(earlier) == Month.of(day).plus(-n)
    assert earlier.day == min(day.day, Month.of(earlier).ends_on.day)


@given(one=days_of_childhood, two=days_of_childhood, n=st.integers(0, 240))
def test_months_before_never_changes_the_order_of_days(one, two, n):
    assume(one <= two)
    assert months_before(one, n) <= months_before(two, n)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        pytest.param("2003-06-15", "2021-06-14", 17, id="the day before the birthday"),
        pytest.param("2003-06-15", "2021-06-15", 18, id="from the start of the birthday"),
        pytest.param("2004-02-29", "2022-02-28", 17, id="a leap-day child is not yet 18 on 28 February"),
        pytest.param("2004-02-29", "2022-03-01", 18, id="but is on 1 March"),
        pytest.param("2004-02-29", "2024-02-29", 20, id="and on the day itself in a leap year"),
        pytest.param("2004-02-29", "2024-02-28", 19, id="and not before it"),
        pytest.param("2003-12-31", "2004-01-01", 0, id="one day old over the turn of the year"),
        pytest.param("2003-06-15", "2003-06-15", 0, id="on the day of birth"),
        pytest.param("2003-06-15", "2003-06-14", -1, id="an unborn child is not aged 0"),
    ],
)
def test_an_age_is_reached_at_the_start_of_the_birthday(born, on, age):
    assert completed_years(date.fromisoformat(born), date.fromisoformat(on)) == age


@given(born=days_of_childhood, on=days_of_childhood)
def test_an_age_goes_up_on_one_day_a_year_only(born, on):
    tomorrow = on + timedelta(days=1)
    step = completed_years(born, tomorrow) - completed_years(born, on)
    leap_child = (born.month, born.day) == (2, 29)
    birthday = (tomorrow.month, tomorrow.day) == (born.month, born.day)
    moved = leap_child and (tomorrow.month, tomorrow.day, on.day) == (3, 1, 28)
    assert step == int(birthday or moved)


@settings(deadline=None)
@given(
    pairs=st.lists(st.tuples(days_of_childhood, days_of_childhood), min_size=1, max_size=50), n=st.integers(-60, 240)
)
def test_duckdb_counts_ages_and_months_as_python_does(database, pairs, n):
    sql = f"SELECT {sql_age('born_on', 'as_at')}, {sql_months_before('as_at', n)} FROM "
    sql += "(SELECT unnest($born::DATE[]) AS born_on, unnest($on::DATE[]) AS as_at)"
    found = database.execute(sql, {"born": [one for one, _ in pairs], "on": [two for _, two in pairs]}).fetchall()
    assert found == [(completed_years(born, on), months_before(on, n)) for born, on in pairs]


def test_duckdb_agrees_on_every_day_around_a_leap_day(database):
    births = [date(2003, 12, 31), date(2004, 1, 1), *(date(2004, 2, 27) + timedelta(days=n) for n in range(4))]
    sql = f"SELECT born_on, as_at, {sql_age('born_on', 'as_at')}, {sql_months_before('as_at', 12)} FROM "
    sql += "(SELECT unnest($births::DATE[]) AS born_on), (SELECT unnest(range(DATE '2019-01-01', DATE '2025-01-01', "
    sql += "INTERVAL 1 DAY))::DATE AS as_at)"
    found = database.execute(sql, {"births": births}).fetchall()
    assert len(found) == len(births) * (date(2025, 1, 1) - date(2019, 1, 1)).days
    assert all((age, before) == (completed_years(born, on), months_before(on, 12)) for born, on, age, before in found)


def test_duckdb_has_no_age_for_an_unknown_birth(database):
    sql = f"SELECT {sql_age('born_on', 'as_at')}, {sql_months_before('born_on', 3)} FROM "
    assert database.execute(sql + "(SELECT NULL::DATE AS born_on, DATE '2020-01-01' AS as_at)").fetchone() == (
        None,
        None,
    )


@pytest.mark.parametrize("n", ["3); DROP TABLE persons; --", 3.0, True, None])
def test_only_a_whole_number_of_months_enters_sql(n):
    with pytest.raises(TypeError, match="int"):
        sql_months_before("as_at", n)


# --- working days --------------------------------------------------------------------------------


def plainly_counted(start, end):
    """Step through the days one by one, asking a typed list: no code shared with what is tested."""
    count, day = 0, start
    while day != end:
        day = date.fromordinal(day.toordinal() + 1)
        if day.strftime("%w") not in "06" and day not in LISTED:
            count += 1
    return count


def test_the_bank_holidays_are_those_that_were_announced(england):
    assert {day for day in england if day.isoweekday() <= 5} == set(LISTED)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param("2020-09-14", "2020-09-14", 0, id="decided the same day"),
        pytest.param("2020-09-14", "2020-09-15", 1, id="decided the next day"),
        pytest.param("2020-09-11", "2020-09-14", 1, id="a weekend does not count"),
        pytest.param("2020-09-11", "2020-09-13", 0, id="ending on a Sunday"),
        pytest.param("2020-09-12", "2020-09-14", 1, id="starting on a Saturday"),
        pytest.param("2020-05-01", "2020-05-08", 4, id="the early May holiday of 2020 was a Friday"),
        pytest.param("2022-06-01", "2022-06-06", 1, id="the jubilee took two days"),
        pytest.param("2022-09-16", "2022-09-20", 1, id="the funeral of the Queen"),
        pytest.param("2023-05-05", "2023-05-09", 1, id="the coronation"),
        pytest.param("2020-12-24", "2020-12-29", 1, id="Boxing Day on a Saturday is kept on the Monday"),
        pytest.param("2020-07-01", "2020-09-03", 45, id="the last day of the 45 with a bank holiday on the way"),
    ],
)
def test_working_days_start_at_nought_and_leave_out_weekends_and_holidays(england, start, end, expected):
    start, end = date.fromisoformat(start), date.fromisoformat(end)
    assert working_days_between(start, end, england) == plainly_counted(start, end) == expected


@given(start=days_with_holidays, length=st.integers(0, 400))
def test_a_second_count_by_hand_agrees(england, start, length):
    end = min(start + timedelta(days=length), date(2028, 12, 31))
    assert working_days_between(start, end, england) == plainly_counted(start, end)


@given(days=st.lists(days_with_holidays, min_size=3, max_size=3).map(sorted))
def test_working_days_of_two_stretches_add_up(england, days):
    first, second, third = days
    parts = working_days_between(first, second, england) + working_days_between(second, third, england)
    assert working_days_between(first, third, england) == parts


def test_an_end_before_the_start_is_not_work_done_at_once(england):
    with pytest.raises(PeriodError, match="before the start"):
        working_days_between(date(2020, 9, 2), date(2020, 9, 1), england)


@pytest.mark.parametrize("moment", [0, 1])
def test_a_time_of_day_is_refused_because_it_would_miss_the_holidays(england, moment):
    days = [datetime(2020, 12, 25), datetime(2020, 12, 26)]  # noqa: DTZ001 - a naive one is what a TIMESTAMP gives
    days[moment] = days[moment].date()
    with pytest.raises(TypeError, match="time of day"):
        working_days_between(*days, england)


def test_holidays_are_worked_out_once_and_end_with_their_last_year(england):
    assert holidays(2018, 2028) is england
    assert known_holiday_horizon(england) == date(2028, 12, 31)
    assert {day.year for day in holidays(2020, 2020)} == {2020}


def test_a_range_of_no_years_has_no_horizon():
    with pytest.raises(PeriodError, match="later"):
        holidays(2021, 2020)
    with pytest.raises(PeriodError, match="no bank holidays"):
        known_holiday_horizon(frozenset())
