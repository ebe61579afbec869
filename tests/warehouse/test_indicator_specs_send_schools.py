"""Education, health and care plans beyond the 20 weeks of all, and exclusions from school, by example."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Measure

Q2 = "2020-21-Q2"
PLANS = "request_id | child_id | requested_on | plan_issued_on | has_exceptions | team\n"


# Plans issued


def test_cases_with_a_permitted_exception_leave_both_parts(measure: Measure) -> None:
    # A took exactly 140 days, B a day longer. C was as late and had an exception, D had one and was in time.
    found = measure(
        "SEN-EHC20X",
        Q2,
        ehc=PLANS
        + """
        E1 | A | 2020-04-14 | 2020-09-01 | false | North
        E2 | B | 2020-04-13 | 2020-09-01 |       | North
        E3 | C | 2020-04-13 | 2020-09-01 | true  | North
        E4 | D | 2020-08-01 | 2020-09-01 | true  |
        """,
    )
    assert (found.counts, found.excluded) == ((1, 2), {"a permitted exception applied": 2})
    assert found.teams == {"North": (1, 2)}


def test_plans_of_the_period_count_by_the_day_of_issue(measure: Measure) -> None:
    # Issued on the first and the last day of the quarter, the day before, the day after, and not yet.
    rows = (
        PLANS
        + """
        E1 | A | 2020-06-01 | 2020-07-01
        E2 | B | 2020-06-01 | 2020-09-30
        E3 | C | 2020-06-01 | 2020-06-30
        E4 | D | 2020-06-01 | 2020-10-01
        E5 | E | 2020-06-01 |
    """
    )
    assert measure("SEN-EHC20X", Q2, ehc=rows).counts == (2, 2)
    assert measure("SEN-EHC20-CY", Q2, ehc=rows).counts == (3, 3)


@pytest.mark.parametrize(
    ("issued_on", "period", "counts"),
    [
        pytest.param("2020-01-01", "2020-12", (1, 1), id="1 January is in"),
        pytest.param("2019-12-31", "2020-12", (0, 0), id="31 December is of the year before"),
        pytest.param("2019-12-31", "2019-20-Q3", (1, 1), id="and counts there"),
        pytest.param("2019-12-31", "2019-20-Q4", (0, 0), id="a financial year does not carry on a calendar year"),
        pytest.param("2020-02-29", "2020-02", (1, 1), id="29 February"),
    ],
)
def test_the_calendar_year_starts_on_1_january(
    measure: Measure, issued_on: str, period: str, counts: tuple[int, int]
) -> None:
    assert measure("SEN-EHC20-CY", period, ehc=PLANS + f"E1 | A | 2019-11-01 | {issued_on}").counts == counts


def test_plans_without_their_list_have_no_figure(measure: Measure) -> None:
    assert measure("SEN-EHC20X", Q2, not_delivered=("ehc",)).missing == "ehc"
    assert measure("SEN-EHC20-CY", Q2, not_delivered=("ehc",)).missing == "ehc"


# Requests

ASKED = (
    "request_id | child_id | requested_on | plan_issued_on | request_outcome_code | request_decided_on | "
    "assessment_outcome_code | assessment_decided_on | team\n"
)


def test_a_request_is_late_and_open_after_140_days_until_it_is_over(measure: Measure) -> None:
    # 13 May 2020 is 140 days before 30 September.
    cases = {
        "exactly 140 days": ("2020-05-13", 0),
        "a day more": ("2020-05-12", 1),
        "issued on the day": ("2020-01-01 | 2020-09-30", 0),
        "issued the day after": ("2020-01-01 | 2020-10-01", 1),
        "refused on the day": ("2020-01-01 | | N | 2020-09-30", 0),
        "refused the day after": ("2020-01-01 | | N | 2020-10-01", 1),
        "withdrawn, nobody said when": ("2020-01-01 | | W |", 0),
        "agreed": ("2020-01-01 | | Y | 2020-02-01", 1),
        "no plan after the assessment": ("2020-01-01 | | Y | 2020-02-01 | N | 2020-09-30", 0),
        "no plan, decided the day after": ("2020-01-01 | | Y | 2020-02-01 | N | 2020-10-01", 1),
        "decided in an earlier collection": ("2019-01-01 | | H |", 0),
        "not decided": ("2020-01-01 | | A |", 1),
    }
    for name, (case, late) in cases.items():
        assert measure("SEN-EHC-OPEN20", Q2, ehc=ASKED + f"E1 | A | {case}").numerator == late, name


def test_each_month_sees_its_own_open_requests(measure: Measure) -> None:
    rows = ASKED + "E1 | A | 2020-03-01 | 2020-09-15\nE2 | B | 2020-04-01 |"
    assert measure("SEN-EHC-OPEN20", "2020-07", ehc=rows).numerator == 1
    assert measure("SEN-EHC-OPEN20", "2020-08", ehc=rows).numerator == 2
    assert measure("SEN-EHC-OPEN20", Q2, ehc=rows).numerator == 1


def test_two_requests_for_one_child_are_two(measure: Measure) -> None:
    rows = ASKED + "E1 | A | 2020-01-01\nE2 | A | 2020-02-01"
    assert measure("SEN-EHC-OPEN20", Q2, ehc=rows).numerator == 2
    assert measure("SEN-EHC-REQ", "2019-20-Q4", ehc=rows).numerator == 2


def test_requests_of_the_period_count_whatever_became_of_them(measure: Measure) -> None:
    rows = (
        ASKED
        + """
        E1 | A | 2020-07-01 |            | N | 2020-08-01
        E2 | B | 2020-09-30 |            | W |
        E3 | C | 2020-06-30 | 2020-09-01 | Y | 2020-07-10
        E4 | D | 2020-10-01 |            |   |
    """
    )
    assert measure("SEN-EHC-REQ", Q2, ehc=rows).numerator == 2


def test_no_requests_are_a_figure_and_no_list_is_none(measure: Measure) -> None:
    assert measure("SEN-EHC-REQ", Q2, ehc=ASKED + "E1 | A | 2019-07-01").missing == ""
    assert measure("SEN-EHC-REQ", Q2, not_delivered=("ehc",)).missing == "ehc"


# Exclusions

EXCLUDED = "exclusion_id | pupil_id | child_id | category_code | started_on\n"


def test_each_exclusion_counts_by_its_kind_and_lunchtimes_do_not(measure: Measure) -> None:
    # U was suspended twice and once over lunch, V excluded for good; W is not known to the council.
    rows = (
        EXCLUDED
        + """
        X1 | U | A | FIXD | 2020-09-02
        X2 | U | A | FIXD | 2020-09-20
        X3 | U | A | LNCH | 2020-09-21
        X4 | V | B | PERM | 2020-09-30
        X5 | W |   | FIXD | 2020-09-30
    """
    )
    assert measure("EDU-EXCL-PERM", "2020-09", exclusions=rows).numerator == 1
    assert measure("EDU-EXCL-FIX", "2020-09", exclusions=rows).numerator == 3


@pytest.mark.parametrize(
    ("day", "period", "number"),
    [
        pytest.param("2020-09-01", "2020-12", 1, id="1 September is in"),
        pytest.param("2020-08-31", "2020-12", 0, id="31 August is of the year before"),
        pytest.param("2020-08-31", "2020-08", 1, id="and counts there"),
        pytest.param("2020-09-01", "2020-21-Q4", 1, id="to the end of the quarter"),
        pytest.param("2021-04-01", "2020-21-Q4", 0, id="not after it"),
        pytest.param("2020-09-01", "2021-08", 1, id="to the end of August"),
    ],
)
def test_the_academic_year_starts_on_1_september(measure: Measure, day: str, period: str, number: int) -> None:
    assert measure("EDU-EXCL-PERM", period, exclusions=EXCLUDED + f"X1 | U | A | PERM | {day}").numerator == number
    assert measure("EDU-EXCL-FIX", period, exclusions=EXCLUDED + f"X1 | U | A | FIXD | {day}").numerator == number


def test_an_exclusion_is_corrected_by_a_later_file(measure: Measure) -> None:
    rows = """
        exclusion_id | pupil_id | category_code | started_on | delivered_in
        X1           | U        | PERM          | 2020-09-10 | 2020-09
        X1           | U        | FIXD          | 2020-09-10 | 2020-10
    """
    assert measure("EDU-EXCL-PERM", "2020-10", exclusions=rows).numerator == 0
    assert measure("EDU-EXCL-FIX", "2020-10", exclusions=rows).numerator == 1


# Rates of pupils on roll

ON_ROLL = """
    year | phase     | pupils
    2019 | Primary   | 150
    2020 | Primary   | 120
    2020 | Secondary | 80
    2021 | Primary   | 90
    2021 | Secondary | 70
"""


def test_rates_are_of_the_pupils_of_all_phases_and_leave_lunchtimes_out(measure: Measure) -> None:
    # U was suspended twice and once over lunch, V once and then excluded for good; W is not known to the council.
    rows = (
        EXCLUDED
        + """
        X1 | U | A | FIXD | 2020-09-02
        X2 | U | A | FIXD | 2020-10-20
        X3 | U | A | LNCH | 2020-10-21
        X4 | V | B | FIXD | 2020-11-10
        X5 | V | B | PERM | 2020-11-30
        X6 | W |   | FIXD | 2020-12-01
    """
    )
    assert measure("EDU-EXCL-PERM-RATE", "2020-12", exclusions=rows, pupils_on_roll=ON_ROLL).counts == (1, 200)
    assert measure("EDU-EXCL-FIX-RATE", "2020-12", exclusions=rows, pupils_on_roll=ON_ROLL).counts == (4, 200)
    assert measure("EDU-EXCL-FIX1", "2020-12", exclusions=rows, pupils_on_roll=ON_ROLL).counts == (3, 200)


@pytest.mark.parametrize(
    ("period", "pupils"),
    [
        pytest.param("2020-12", 200, id="the count of January before"),
        pytest.param("2021-03", 200, id="until March that of the year before"),
        pytest.param("2021-04", 160, id="from April the year's own"),
        pytest.param("2020-21", 200, id="a financial year ends in March"),
        pytest.param("2021-22-Q2", 160, id="a new school year has the last one known"),
        pytest.param("2019-03", 0, id="no number is made up before the first count"),
    ],
)
def test_the_january_count_is_that_of_the_period(measure: Measure, period: str, pupils: int) -> None:
    rows = EXCLUDED + "X1 | U | A | PERM | 2018-09-03\nX2 | U | A | FIXD | 2018-09-03"
    assert measure("EDU-EXCL-PERM-RATE", period, exclusions=rows, pupils_on_roll=ON_ROLL).denominator == pupils
    assert measure("EDU-EXCL-FIX-RATE", period, exclusions=rows, pupils_on_roll=ON_ROLL).denominator == pupils
    assert measure("EDU-EXCL-FIX1", period, exclusions=rows, pupils_on_roll=ON_ROLL).denominator == pupils


@pytest.mark.parametrize(
    ("days", "period", "number", "pupils"),
    [
        pytest.param(("2020-08-31", "2020-09-01"), "2020-12", 1, 1, id="31 August is of the year before"),
        pytest.param(("2020-08-31", "2020-09-01"), "2020-08", 1, 1, id="where the pupil counts too"),
        pytest.param(("2020-09-01", "2021-07-20"), "2021-08", 2, 1, id="a pupil counts once in a school year"),
        pytest.param(("2020-10-05", "2020-10-05"), "2020-10", 2, 1, id="also where two begin on one day"),
        pytest.param(("2020-11-05", "2020-09-05"), "2020-10", 1, 1, id="whatever comes later"),
        pytest.param(("2020-09-01", "2020-09-02"), "2021-22-Q2", 0, 0, id="the next school year begins at nought"),
    ],
)
def test_a_pupil_counts_once_in_a_school_year(
    measure: Measure, days: tuple[str, str], period: str, number: int, pupils: int
) -> None:
    rows = EXCLUDED + "\n".join(f"X{n} | U | A | FIXD | {day}" for n, day in enumerate(days))
    assert measure("EDU-EXCL-FIX-RATE", period, exclusions=rows, pupils_on_roll=ON_ROLL).numerator == number
    assert measure("EDU-EXCL-FIX1", period, exclusions=rows, pupils_on_roll=ON_ROLL).numerator == pupils
    for_good = rows.replace("FIXD", "PERM")
    assert measure("EDU-EXCL-PERM-RATE", period, exclusions=for_good, pupils_on_roll=ON_ROLL).numerator == number
    assert measure("EDU-EXCL-FIX1", period, exclusions=for_good, pupils_on_roll=ON_ROLL).numerator == 0


def test_without_pupils_on_roll_there_is_a_number_and_no_rate(measure: Measure) -> None:
    rows = EXCLUDED + "X1 | U | A | FIXD | 2020-09-10\nX2 | V | B | PERM | 2020-09-10"
    assert measure("EDU-EXCL-PERM-RATE", "2020-09", exclusions=rows).counts == (1, 0)
    assert measure("EDU-EXCL-FIX-RATE", "2020-09", exclusions=rows).counts == (1, 0)
    assert measure("EDU-EXCL-FIX1", "2020-09", exclusions=rows).counts == (1, 0)
