"""Assessments: how many, how soon finished, how many still open. A small table, and the figure it must give."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Measure

Q2 = "2020-21-Q2"


@pytest.mark.parametrize(
    ("started_on", "signed_on", "days"),
    [
        pytest.param("2020-08-03", "2020-08-03", 0, id="the same day"),
        pytest.param("2020-08-03", "2020-08-17", 10, id="two plain weeks"),
        pytest.param("2020-08-03", "2020-08-18", 11, id="two weeks and a day"),
        # Monday 31 August 2020 was a bank holiday.
        pytest.param("2020-08-20", "2020-09-04", 10, id="across the August holiday"),
        pytest.param("2020-08-20", "2020-09-07", 11, id="a working day more across the August holiday"),
        pytest.param("2020-08-03", "2020-09-08", 25, id="25 working days, the holiday left out"),
        pytest.param("2020-08-03", "2020-09-09", 26, id="26 working days"),
        # In 2020 the May holiday was Friday 8 and not Monday 4; Easter was 10 and 13 April.
        pytest.param("2020-04-09", "2020-05-18", 24, id="across Easter and 8 May 2020"),
        # 19 September 2022 was the late Queen's funeral.
        pytest.param("2022-09-16", "2022-10-03", 10, id="across a day that was only once a holiday"),
        pytest.param("2024-02-28", "2024-03-13", 10, id="across 29 February"),
    ],
)
def test_an_assessment_took_the_working_days_after_its_start(
    measure: Measure, started_on: str, signed_on: str, days: int
) -> None:
    assessments = f"assessment_id | child_id | started_on | authorised_on\nA1 | A | {started_on} | {signed_on}"
    month = signed_on[:7]
    assert measure("FD-ASMT-10", month, assessments=assessments).counts == (days <= 10, 1)
    assert measure("FD-ASMT-25", month, assessments=assessments).counts == (days <= 25, 1)


ASSESSMENTS = """
    assessment_id | child_id | started_on | authorised_on | team
    A1            | A        | 2020-06-25 | 2020-06-30    | North
    A2            | B        | 2020-06-25 | 2020-07-01    | North
    A3            | C        | 2020-08-27 | 2020-09-30    | South
    A4            | D        | 2020-07-01 | 2020-09-30    |
    A5            | E        | 2020-09-30 | 2020-10-01    | South
    A6            | F        | 2020-09-30 | 2020-09-29    | South
    A7            | G        | 2020-09-30 |               | South
"""


def test_assessments_signed_in_the_period_are_counted_whenever_they_began(measure: Measure) -> None:
    # A2 took 4 days, A3 23, A4 64. A1 was signed before the quarter and A5 after it; A7 is open; A6 cannot be.
    never = {"authorised before it started": 1}
    found = measure("FD-ASMT-10", Q2, assessments=ASSESSMENTS)
    assert (found.counts, found.excluded) == ((1, 3), never)
    assert found.teams == {"North": (1, 1), "South": (0, 1), None: (0, 1)}
    found = measure("FD-ASMT-25", Q2, assessments=ASSESSMENTS)
    assert (found.counts, found.excluded) == ((2, 3), never)
    found = measure("FD-ASMT-VOL", Q2, assessments=ASSESSMENTS)
    assert (found.numerator, found.excluded) == (3, never)


def test_a_rate_of_assessments_counts_those_signed_in_twelve_months(measure: Measure) -> None:
    found = measure("FD-ASMT-RATE", "2021-06", assessments=ASSESSMENTS)
    assert (found.numerator, found.excluded) == (4, {"authorised before it started": 1})
    assert measure("FD-ASMT-RATE", "2021-05", assessments=ASSESSMENTS).numerator == 5
    assert measure("FD-ASMT-RATE", Q2, assessments=ASSESSMENTS).numerator == 4
    assert measure("FD-ASMT-VOL", "2021-06", assessments=ASSESSMENTS).numerator == 0


def test_the_last_word_on_an_assessment_wins_and_a_merged_child_s_is_counted_once(measure: Measure) -> None:
    # A1 was signed after 12 working days by August's file, after 10 by September's. A and B are one child.
    tables = {
        "assessments": """
        assessment_id | child_id | started_on | authorised_on | delivered_in
        A1            | B        | 2020-08-03 | 2020-08-19    | 2020-08
        A1            | A        | 2020-08-03 | 2020-08-17    | 2020-09
        """,
        "merged_ids": "old_child_id | new_child_id | merged_on\nB | A | 2020-09-01",
    }
    assert measure("FD-ASMT-10", Q2, **tables).counts == (1, 1)
    assert measure("FD-ASMT-25", Q2, **tables).counts == (1, 1)
    assert measure("FD-ASMT-VOL", Q2, **tables).numerator == 1
    assert measure("FD-ASMT-RATE", Q2, **tables).numerator == 1


def test_without_the_last_month_s_assessments_there_is_no_figure(measure: Measure) -> None:
    assert measure("FD-ASMT-VOL", Q2, not_delivered=("assessments",)).missing == "assessments"
    assert measure("FD-ASMT-RATE", Q2, not_delivered=("assessments",)).missing == "assessments"
    assert measure("FD-ASMT-OPEN45", Q2, not_delivered=("assessments",)).missing == "assessments"


@pytest.mark.parametrize(
    ("as_at", "at_the_limit", "past_it"),
    [
        # Monday 31 August 2020 was a bank holiday.
        pytest.param("2020-09", "2020-07-28", "2020-07-27", id="across the August holiday"),
        pytest.param("2020-05", "2020-03-23", "2020-03-20", id="across Easter, 8 and 25 May 2020"),
        # The last day is a Sunday: the days stand still over a weekend.
        pytest.param("2020-11", "2020-09-28", "2020-09-25", id="no holidays"),
        pytest.param("2024-03", "2024-01-25", "2024-01-24", id="a leap year, and Good Friday"),
    ],
)
def test_an_open_assessment_is_late_after_45_working_days(
    measure: Measure, as_at: str, at_the_limit: str, past_it: str
) -> None:
    found = measure("FD-ASMT-OPEN45", as_at, assessments=f"""
        assessment_id | child_id | started_on
        A1            | A        | {at_the_limit}
    """)  # fmt: skip
    assert found.numerator == 0
    found = measure("FD-ASMT-OPEN45", as_at, assessments=f"""
        assessment_id | child_id | started_on
        A1            | A        | {past_it}
    """)  # fmt: skip
    assert found.numerator == 1


def test_an_assessment_is_open_until_the_day_before_it_was_signed(measure: Measure) -> None:
    # All began long ago. A1 was signed on the last day, A2 the day after, A3 never; A4 only begins then.
    # What October's file says of A2 does not unmake that it was open at the end of September.
    assessments = """
        assessment_id | child_id | started_on | authorised_on | delivered_in
        A1            | A        | 2020-01-01 | 2020-09-30    | 2020-09
        A2            | B        | 2020-01-01 |               | 2020-09
        A2            | B        | 2020-01-01 | 2020-10-01    | 2020-10
        A3            | C        | 2020-01-01 |               | 2020-09
        A4            | D        | 2020-10-01 |               | 2020-10
    """
    assert measure("FD-ASMT-OPEN45", "2020-09", assessments=assessments).numerator == 2
    assert measure("FD-ASMT-OPEN45", "2020-10", assessments=assessments).numerator == 1
    assert measure("FD-ASMT-OPEN45", Q2, assessments=assessments).numerator == 2


FACTORS = """
    assessment_id | child_id | started_on | authorised_on | factor_codes
    A1            | A        | 2020-08-03 | 2020-09-30    | 8B
    A2            | B        | 2020-08-03 | 2020-09-01    | 1A,3B,8F
    A3            | C        | 2020-08-03 | 2020-09-01    | 18B,7A
    A4            | D        | 2020-08-03 | 2020-09-01    |
    A5            | E        | 2020-08-03 |               | 8C
    A6            | F        | 2020-09-03 | 2020-09-01    | 8C
    A7            | G        | 2020-08-03 | 2020-10-01    | 8D
"""


def test_an_assessment_found_private_fostering_if_a_factor_says_so(measure: Measure) -> None:
    # 18B is abuse, not private fostering. A4 says nothing, A5 is open, A6 cannot be, A7 is of October.
    found = measure("FD-ASMT-PF", Q2, assessments=FACTORS)
    assert (found.numerator, found.unknown) == (2, 1)
    assert found.excluded == {"authorised before it started": 1}


def test_every_kind_of_private_fostering_counts(measure: Measure) -> None:
    rows = [f"A{n} | A{n} | 2020-09-01 | 2020-09-02 | {code}" for n, code in enumerate(("8B", "8C", "8D", "8E", "8F"))]
    header = "assessment_id | child_id | started_on | authorised_on | factor_codes\n"
    assert measure("FD-ASMT-PF", Q2, assessments=header + "\n".join(rows)).numerator == 5


def test_private_fostering_is_counted_by_the_month_it_was_found(measure: Measure) -> None:
    assert measure("FD-ASMT-PF", "2020-10", assessments=FACTORS).numerator == 1
    assert measure("FD-ASMT-PF", "2020-08", assessments=FACTORS).numerator == 0
    assert measure("FD-ASMT-PF", Q2, not_delivered=("assessments",)).missing == "assessments"


@pytest.mark.parametrize(
    ("referred_on", "in_time", "late"),
    [
        # Monday 31 August 2020 was a bank holiday.
        pytest.param("2020-07-06", "2020-09-08", "2020-09-09", id="across the August holiday"),
        # Easter was 10 and 13 April; 8 and 25 May were holidays too.
        pytest.param("2020-03-23", "2020-05-29", "2020-06-01", id="across Easter and both days of May"),
        pytest.param("2024-02-01", "2024-04-08", "2024-04-09", id="across 29 February and Easter"),
    ],
)
def test_the_second_clock_starts_with_the_referral(measure: Measure, referred_on: str, in_time: str, late: str) -> None:
    # The assessment itself only began on the day it was signed: by its own clock both are in time.
    header = "assessment_id | child_id | referral_id | started_on | authorised_on\n"
    referrals = f"referral_id | child_id | referral_on\nR1 | A | {referred_on}"
    one = header + f"A1 | A | R1 | {in_time} | {in_time}"
    other = header + f"A1 | A | R1 | {in_time} | {late}"
    assert measure("FD-ASMT-45R", in_time[:7], referrals=referrals, assessments=one).counts == (1, 1)
    assert measure("FD-ASMT-45R", late[:7], referrals=referrals, assessments=other).counts == (0, 1)
    assert measure("FD-ASMT-45", late[:7], referrals=referrals, assessments=other).counts == (1, 1)


def test_the_referral_is_the_one_named_else_the_child_s_latest_by_the_start(measure: Measure) -> None:
    # A1 names an old one. A2 names none, and B's is the one of 3 August, not of 4 August, when it had begun.
    # A3 names one that nobody delivered. A4 has none, A5's is of the day after it was signed: nobody can tell.
    # A6 cannot be.
    found = measure(
        "FD-ASMT-45R",
        Q2,
        assessments="""
        assessment_id | child_id | referral_id | started_on | authorised_on | team
        A1            | A        | R1          | 2020-08-03 | 2020-08-10    | the one named
        A2            | B        |             | 2020-08-03 | 2020-08-10    | the latest
        A3            | B        | R9          | 2020-08-03 | 2020-08-10    | not delivered
        A4            | C        |             | 2020-08-03 | 2020-08-10    | none
        A5            | D        | R5          | 2020-08-03 | 2020-08-10    | signed before it
        A6            | D        | R5          | 2020-08-13 | 2020-08-12    | cannot be
        """,
        referrals="""
        referral_id | child_id | referral_on
        R1          | A        | 2020-03-02
        R2          | A        | 2020-08-03
        R3          | B        | 2020-03-02
        R4          | B        | 2020-08-03
        R6          | B        | 2020-08-04
        R5          | D        | 2020-08-11
        R7          | C        | 2020-08-04
        """,
    )
    assert {team for team, is_met in found.met.items() if is_met} == {"the latest", "not delivered"}
    assert (found.counts, found.unknown) == ((2, 5), 2)
    assert found.excluded == {"authorised before it started": 1}


def test_the_second_clock_needs_the_referrals_and_the_first_does_not(measure: Measure) -> None:
    assert measure("FD-ASMT-45R", Q2, not_delivered=("referrals",)).missing == "referrals"
    assert measure("FD-ASMT-45", Q2, not_delivered=("referrals",)).missing == ""
