"""Child protection indicators, by example: a small table, and the figure that it must give."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Measure
from tests.warehouse.warehouse_builder import build, files_of

Q2 = "2020-21-Q2"


@pytest.mark.parametrize(
    ("quarter", "enquiry_on", "in_time", "late"),
    [
        pytest.param("2020-21-Q2", "2020-07-01", "2020-07-22", "2020-07-23", id="three plain weeks"),
        # Good Friday 10 April and Easter Monday 13 April are off.
        pytest.param("2020-21-Q1", "2020-04-01", "2020-04-24", "2020-04-27", id="across Easter"),
        # In 2020 the May holiday was Friday 8 and not Monday 4.
        pytest.param("2020-21-Q1", "2020-04-20", "2020-05-12", "2020-05-13", id="across 8 May 2020"),
        # 25 December, 28 December (for Boxing Day) and 1 January are off.
        pytest.param("2020-21-Q4", "2020-12-14", "2021-01-07", "2021-01-08", id="across Christmas"),
    ],
)
def test_a_conference_is_in_time_up_to_15_working_days_after_the_enquiry(
    measure: Measure, quarter: str, enquiry_on: str, in_time: str, late: str
) -> None:
    found = measure(
        "CP-ICPC-15",
        quarter,
        cp_conferences=f"""
        conference_id | child_id | s47_id | conference_type_code | held_on   | team
        F1            | A        | S1     | INITIAL              | {in_time} | 15 working days
        F2            | A        | S1     | INITIAL              | {late}    | 16 working days
        F3            | A        | S2     | INITIAL              | {in_time} | the same day
        """,
        s47_enquiries=f"""
        s47_id | child_id | started_on
        S1     | A        | {enquiry_on}
        S2     | A        | {in_time}
        """,
    )
    assert found.met == {"15 working days": True, "16 working days": False, "the same day": True}
    assert found.unknown == 0


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
    # F4 was held on the day of B's only enquiry.
    found = measure(
        "CP-ICPC-15",
        Q2,
        cp_conferences="""
        conference_id | child_id | s47_id | conference_type_code | held_on
        F1            | A        | S1     | INITIAL              | 2020-08-10
        F2            | A        |        | INITIAL              | 2020-08-10
        F3            | A        | S9     | INITIAL              | 2020-08-10
        F4            | B        |        | INITIAL              | 2020-08-10
        """,
        s47_enquiries="""
        s47_id | child_id | started_on
        S1     | A        | 2020-06-01
        S2     | A        | 2020-08-03
        S3     | A        | 2020-08-11
        S4     | B        | 2020-08-10
        """,
    )
    assert (found.counts, found.unknown) == ((3, 4), 0)


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


def test_a_plan_of_exactly_three_months_did_not_last_less(measure: Measure) -> None:
    found = measure("CP-END-LT3M", Q2, cp_plans="""
        cp_plan_id | child_id | started_on | ended_on   | team
        P1         | A        | 2020-05-15 | 2020-08-14 | a day less
        P2         | B        | 2020-05-15 | 2020-08-15 | exactly three months
        P3         | C        | 2020-05-15 | 2020-08-16 | a day more
        P4         | D        | 2020-08-15 | 2020-08-15 | ended the day it started
    """)  # fmt: skip
    assert found.met == {
        "a day less": True,
        "exactly three months": False,
        "a day more": False,
        "ended the day it started": True,
    }


def test_three_months_from_30_november_end_with_february(measure: Measure) -> None:
    found = measure("CP-END-LT3M", "2019-20-Q4", cp_plans="""
        cp_plan_id | child_id | started_on | ended_on   | team
        P1         | A        | 2019-11-30 | 2020-02-28 | 28 February of a leap year
        P2         | B        | 2019-11-30 | 2020-02-29 | 29 February
    """)  # fmt: skip
    assert found.met == {"28 February of a leap year": True, "29 February": False}


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


YEAR_END_TO_DECEMBER = ["2020-03", "2020-04", "2020-06", "2020-07", "2020-09", "2020-12"]


def test_plans_ended_are_counted_from_1_april_to_the_end_of_the_period(measure: Measure) -> None:
    # In Q2: P1, P2 short, P3 long; P4 ended in the old year, P5 after the quarter, P6 is open; P7 is not ours.
    found = measure("CP-END-LT3M", Q2, cp_plans=PLANS_OF_A_YEAR)
    assert (found.counts, found.excluded) == ((2, 3), {"plan of another council": 1})
    assert found.teams == {"North": (2, 2), "South": (0, 1)}


def test_the_year_to_date_grows_and_starts_again_in_april() -> None:
    warehouse = build(files_of(Q2, {"cp_plans": PLANS_OF_A_YEAR}), {"cp_plans": YEAR_END_TO_DECEMBER})
    found = {p: warehouse.measured("CP-END-LT3M", p).counts for p in ("2020-03", "2020-04", "2020-07")}
    assert found == {"2020-03": (1, 1), "2020-04": (1, 1), "2020-07": (2, 2)}
    quarters = {n: warehouse.measured("CP-END-LT3M", f"2020-21-Q{n}").counts for n in (1, 2, 3)}
    assert quarters == {1: (1, 1), 2: (2, 3), 3: (3, 4)}
    warehouse.connection.close()


def test_a_plan_of_exactly_24_months_did_not_last_more(measure: Measure) -> None:
    found = measure("CP-END-GT24M", Q2, cp_plans="""
        cp_plan_id | child_id | started_on | ended_on   | team
        P1         | A        | 2018-08-15 | 2020-08-14 | a day less
        P2         | B        | 2018-08-15 | 2020-08-15 | exactly 24 months
        P3         | C        | 2018-08-15 | 2020-08-16 | a day more
    """)  # fmt: skip
    assert found.met == {"a day less": False, "exactly 24 months": False, "a day more": True}


def test_24_months_from_29_february_end_on_28_february(measure: Measure) -> None:
    found = measure("CP-END-GT24M", "2017-18-Q4", cp_plans="""
        cp_plan_id | child_id | started_on | ended_on   | team
        P1         | A        | 2016-02-29 | 2018-02-28 | 28 February
        P2         | B        | 2016-02-29 | 2018-03-01 | 1 March
    """)  # fmt: skip
    assert found.met == {"28 February": False, "1 March": True}


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


@pytest.mark.parametrize("told_by", ["the row", "own history"])
def test_a_plan_is_a_repeat_if_one_ended_in_the_24_months_before(measure: Measure, told_by: str) -> None:
    previous = {
        "ended exactly 24 months before": ("2018-08-15", True),
        "ended a day longer ago": ("2018-08-14", False),
        "ended the day this one started": ("2020-08-15", True),
        "ended after this one started": ("2020-08-16", False),
        "no plan before": ("", False),
    }
    rows = []
    for story, (ended_on, _) in previous.items():
        if told_by == "the row":
            rows.append(f"now {story} | {story} | 2020-08-15 | | {ended_on} | {story}")
        else:
            rows.append(f"then {story} | {story} | 2018-01-01 | {ended_on} | | {story}")
            rows.append(f"now {story} | {story} | 2020-08-15 | | | {story}")
    header = "cp_plan_id | child_id | started_on | ended_on | previous_plan_ended_on | team\n"
    found = measure("CP-RPT-24M", "2020-08", cp_plans=header + "\n".join(rows))
    assert found.met == {story: is_repeat for story, (_, is_repeat) in previous.items()}


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
