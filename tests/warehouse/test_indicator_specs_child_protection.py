"""Child protection indicators, by example: a small table, and the figure that it must give."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Measure

Q2 = "2020-21-Q2"


@pytest.mark.parametrize(
    ("enquiry_on", "held_on", "is_met"),
    [
        pytest.param("2020-07-01", "2020-07-22", True, id="15 working days"),
        pytest.param("2020-07-01", "2020-07-23", False, id="16 working days"),
        # Good Friday 10 April and Easter Monday 13 April 2020 are off.
        pytest.param("2020-04-01", "2020-04-24", True, id="15 working days across Easter"),
        pytest.param("2020-04-01", "2020-04-27", False, id="16 working days across Easter"),
        # 25 December, 28 December (for Boxing Day) and 1 January are off.
        pytest.param("2020-12-14", "2021-01-07", True, id="15 working days across Christmas"),
        pytest.param("2020-12-14", "2021-01-08", False, id="16 working days across Christmas"),
        pytest.param("2020-04-20", "2020-05-12", True, id="15 working days across Friday 8 May 2020"),
        pytest.param("2020-07-01", "2020-07-01", True, id="the day of the enquiry is day 0"),
    ],
)
def test_a_conference_is_in_time_up_to_15_working_days_after_the_enquiry(
    measure: Measure, enquiry_on: str, held_on: str, is_met: bool
) -> None:
    found = measure(
        "CP-ICPC-15",
        held_on[:7],
        cp_conferences=f"""
        conference_id | child_id | s47_id | conference_type_code | held_on
        F1            | A        | S1     | INITIAL              | {held_on}
        """,
        s47_enquiries=f"""
        s47_id | child_id | started_on
        S1     | A        | {enquiry_on}
        """,
    )
    assert (found.counts, found.unknown) == ((int(is_met), 1), 0)


def test_transfer_in_and_review_conferences_are_left_out_pre_birth_ones_are_not(measure: Measure) -> None:
    # F4 is planned but was not held.
    found = measure(
        "CP-ICPC-15",
        Q2,
        cp_conferences="""
        conference_id | child_id | s47_id | conference_type_code | held_on    | team
        F1            | A        | S1     | PRE_BIRTH            | 2020-07-10 | North
        F2            | A        | S1     | TRANSFER_IN          | 2020-07-10 | North
        F3            | A        | S1     | REVIEW               | 2020-07-10 | North
        F4            | A        | S1     | INITIAL              |            | North
        """,
        s47_enquiries="""
        s47_id | child_id | started_on
        S1     | A        | 2020-07-01
        """,
    )
    assert found.counts == (1, 1)
    assert found.excluded == {"transfer-in conference": 1, "not an initial conference": 1}
    assert found.teams == {"North": (1, 1)}


def test_the_clock_starts_at_the_enquiry_named_else_at_the_child_s_latest_by_then(measure: Measure) -> None:
    # F1 names an old enquiry: late, though a newer one exists. F2 names none: the one of 3 August counts, not
    # that of 1 June nor the one after it. F3 names one that nobody delivered: the child's own is taken.
    found = measure(
        "CP-ICPC-15",
        Q2,
        cp_conferences="""
        conference_id | child_id | s47_id | conference_type_code | held_on
        F1            | A        | S1     | INITIAL              | 2020-08-10
        F2            | A        |        | INITIAL              | 2020-08-10
        F3            | A        | S9     | INITIAL              | 2020-08-10
        """,
        s47_enquiries="""
        s47_id | child_id | started_on
        S1     | A        | 2020-06-01
        S2     | A        | 2020-08-03
        S3     | A        | 2020-08-11
        """,
    )
    assert (found.counts, found.unknown) == ((2, 3), 0)


def test_a_conference_without_an_enquiry_stays_in_the_denominator_as_unknown(measure: Measure) -> None:
    # F1: no enquiry at all. F2: only another child's. F3: only a later one.
    found = measure(
        "CP-ICPC-15",
        Q2,
        cp_conferences="""
        conference_id | child_id | conference_type_code | held_on
        F1            | A        | INITIAL              | 2020-08-10
        F2            | B        | INITIAL              | 2020-08-10
        F3            | C        | INITIAL              | 2020-08-10
        """,
        s47_enquiries="""
        s47_id | child_id | started_on
        S1     | D        | 2020-08-03
        S2     | C        | 2020-08-11
        """,
    )
    assert (found.counts, found.unknown) == ((0, 3), 3)


def test_a_conference_before_the_enquiry_it_names_is_not_in_time_but_unknown(measure: Measure) -> None:
    # Minus five working days would pass for fewer than 15. Nationally too such cases stay in the total only.
    found = measure(
        "CP-ICPC-15",
        Q2,
        cp_conferences="""
        conference_id | child_id | s47_id | conference_type_code | held_on
        F1            | A        | S1     | INITIAL              | 2020-08-10
        """,
        s47_enquiries="""
        s47_id | child_id | started_on
        S1     | A        | 2020-08-17
        """,
    )
    assert (found.counts, found.unknown) == ((0, 1), 1)


def test_conferences_need_the_enquiries_delivered(measure: Measure) -> None:
    assert measure("CP-ICPC-15", Q2, not_delivered=("s47_enquiries",)).missing == "s47_enquiries"


@pytest.mark.parametrize(
    ("started_on", "ended_on", "is_short"),
    [
        pytest.param("2020-05-15", "2020-08-14", True, id="a day less than 3 months"),
        pytest.param("2020-05-15", "2020-08-15", False, id="exactly 3 months"),
        pytest.param("2020-05-15", "2020-08-16", False, id="a day more"),
        pytest.param("2019-11-30", "2020-02-28", True, id="30 November to 28 February of a leap year"),
        pytest.param("2019-11-30", "2020-02-29", False, id="30 November plus 3 months is 29 February"),
        pytest.param("2020-08-15", "2020-08-15", True, id="ended the day it started"),
    ],
)
def test_a_plan_of_exactly_three_months_did_not_last_less(
    measure: Measure, started_on: str, ended_on: str, is_short: bool
) -> None:
    found = measure("CP-END-LT3M", ended_on[:7], cp_plans=f"""
        cp_plan_id | child_id | started_on   | ended_on
        P1         | A        | {started_on} | {ended_on}
    """)  # fmt: skip
    assert found.counts == (int(is_short), 1)


PLANS_OF_A_YEAR = """
    cp_plan_id | child_id | started_on | ended_on   | is_other_council_plan | team
    P1         | A        | 2020-03-01 | 2020-04-01 |                       | North
    P2         | B        | 2020-05-01 | 2020-07-02 | false                 | North
    P3         | C        | 2019-01-01 | 2020-09-30 |                       | South
    P4         | D        | 2020-02-01 | 2020-03-31 |                       | South
    P5         | E        | 2020-08-01 | 2020-10-01 |                       | South
    P6         | F        | 2020-08-01 |            |                       | South
    P7         | G        | 2020-08-01 | 2020-09-01 | true                  | South
"""


def test_plans_ended_are_counted_from_1_april_to_the_end_of_the_period(measure: Measure) -> None:
    # In Q2: P1, P2 short, P3 long; P4 ended in the old year, P5 after the quarter, P6 is open; P7 is not ours.
    found = measure("CP-END-LT3M", Q2, cp_plans=PLANS_OF_A_YEAR)
    assert (found.counts, found.excluded) == ((2, 3), {"plan of another council": 1})
    assert found.teams == {"North": (2, 2), "South": (0, 1)}


@pytest.mark.parametrize(
    ("period", "counts"),
    [
        pytest.param("2020-03", (1, 1), id="March closes the old year"),
        pytest.param("2020-04", (1, 1), id="April opens the new one"),
        pytest.param("2020-07", (2, 2), id="July has April's too"),
        pytest.param("2020-21-Q1", (1, 1), id="the first quarter"),
        pytest.param("2020-21-Q2", (2, 3), id="the second has the first's too"),
        pytest.param("2020-21-Q3", (3, 4), id="the third has all"),
    ],
)
def test_the_year_to_date_grows_and_starts_again_in_april(
    measure: Measure, period: str, counts: tuple[int, int]
) -> None:
    assert measure("CP-END-LT3M", period, cp_plans=PLANS_OF_A_YEAR).counts == counts


@pytest.mark.parametrize(
    ("started_on", "ended_on", "is_long"),
    [
        pytest.param("2018-08-15", "2020-08-15", False, id="exactly 24 months"),
        pytest.param("2018-08-15", "2020-08-16", True, id="a day more"),
        pytest.param("2018-08-15", "2020-08-14", False, id="a day less"),
        pytest.param("2016-02-29", "2018-02-28", False, id="29 February plus 24 months is 28 February"),
        pytest.param("2016-02-29", "2018-03-01", True, id="29 February to 1 March two years on"),
    ],
)
def test_a_plan_of_exactly_24_months_did_not_last_more(
    measure: Measure, started_on: str, ended_on: str, is_long: bool
) -> None:
    found = measure("CP-END-GT24M", ended_on[:7], cp_plans=f"""
        cp_plan_id | child_id | started_on   | ended_on
        P1         | A        | {started_on} | {ended_on}
    """)  # fmt: skip
    assert found.counts == (int(is_long), 1)


def test_long_plans_are_counted_among_all_plans_ended_since_april(measure: Measure) -> None:
    found = measure("CP-END-GT24M", Q2, cp_plans="""
        cp_plan_id | child_id | started_on | ended_on   | is_other_council_plan
        P1         | A        | 2017-01-01 | 2020-04-01 |
        P2         | B        | 2020-05-01 | 2020-07-02 |
        P3         | C        | 2017-01-01 | 2020-08-01 | true
        P4         | D        | 2017-01-01 |            |
    """)  # fmt: skip
    assert (found.counts, found.excluded) == ((1, 2), {"plan of another council": 1})


def test_no_long_plans_are_counted_without_the_last_month_s_plans(measure: Measure) -> None:
    assert measure("CP-END-GT24M", Q2, not_delivered=("cp_plans",)).missing == "cp_plans"


@pytest.mark.parametrize(
    ("previous_on", "is_repeat"),
    [
        pytest.param("2018-08-15", True, id="ended exactly 24 months before"),
        pytest.param("2018-08-14", False, id="ended a day longer ago"),
        pytest.param("2020-08-15", True, id="ended the day this one started"),
        pytest.param("2020-08-16", False, id="said to have ended after this one started"),
        pytest.param("", False, id="no plan before"),
    ],
)
@pytest.mark.parametrize("told_by", ["the row", "own history"])
def test_a_plan_is_a_repeat_if_one_ended_in_the_24_months_before(
    measure: Measure, previous_on: str, is_repeat: bool, told_by: str
) -> None:
    by_row = f"P1 | A | 2020-08-15 | | {previous_on}"
    by_history = f"P0 | A | 2018-01-01 | {previous_on} |\n P1 | A | 2020-08-15 | |"
    rows = by_row if told_by == "the row" else by_history
    found = measure(
        "CP-RPT-24M",
        "2020-08",
        cp_plans=f"""
        cp_plan_id | child_id | started_on | ended_on | previous_plan_ended_on
        {rows}
    """,
    )
    assert found.counts == (int(is_repeat), 1)


def test_an_overlapping_plan_does_not_hide_an_earlier_one_that_had_ended(measure: Measure) -> None:
    # P1 ended a year before P3 began; P2 was still open then, and what P3's row says is impossible.
    found = measure("CP-RPT-24M", Q2, cp_plans="""
        cp_plan_id | child_id | started_on | ended_on   | previous_plan_ended_on
        P1         | A        | 2018-01-01 | 2019-08-01 |
        P2         | A        | 2019-09-01 | 2020-09-01 |
        P3         | A        | 2020-08-01 |            | 2020-09-15
    """)  # fmt: skip
    assert found.counts == (1, 1)


def test_a_plan_under_a_merged_number_is_the_child_s_own_history(measure: Measure) -> None:
    # A was B, and B had been C: the plan that ended under C makes A's a repeat. D's plan is nobody's history.
    found = measure(
        "CP-RPT-24M",
        Q2,
        cp_plans="""
        cp_plan_id | child_id | started_on | ended_on   | is_other_council_plan
        P1         | C        | 2019-01-01 | 2019-06-01 |
        P2         | A        | 2020-08-01 |            |
        P3         | D        | 2020-08-01 |            |
        P4         | D        | 2020-08-02 |            | true
        """,
        merged_ids="""
        old_child_id | new_child_id | merged_on
        C            | B            | 2019-07-01
        B            | A            | 2019-08-01
        """,
    )
    assert (found.counts, found.excluded) == ((1, 2), {"plan of another council": 1})


def test_plans_that_started_before_april_are_not_this_year_s(measure: Measure) -> None:
    found = measure("CP-RPT-24M", "2020-21-Q1", cp_plans="""
        cp_plan_id | child_id | started_on | ended_on   | previous_plan_ended_on | team
        P1         | A        | 2020-03-31 |            | 2019-06-01             | North
        P2         | B        | 2020-04-01 | 2020-05-01 | 2019-06-01             | North
        P3         | C        | 2020-06-30 |            |                        |
        P4         | D        | 2020-07-01 |            | 2019-06-01             | North
    """)  # fmt: skip
    assert found.counts == (1, 2)
    assert found.teams == {"North": (1, 1), None: (0, 1)}
