"""Children in need, by example: a small table, and the figure that it must give."""

from __future__ import annotations

from tests.warehouse.conftest import Measure

Q2 = "2020-21-Q2"

REFERRALS = """
    referral_id | child_id | referral_on | is_nfa | closed_on  | team
    R1          | A        | 2019-01-01  | false  | 2020-09-30 | North
    R2          | B        | 2019-01-01  | false  | 2020-10-01 | North
    R3          | C        | 2020-09-30  | false  |            | North
    R4          | D        | 2020-10-01  | false  |            | North
    R5          | E        | 2020-09-01  | true   |            | North
    R6          | F        | 2019-01-01  | false  |            | North
    R7          | F        | 2020-08-31  | false  |            | South
"""


def test_a_child_is_in_need_from_the_referral_to_the_day_before_the_case_closes(measure: Measure) -> None:
    # B's case closes the day after, C's opened that day, F has two and counts once. A's closed that day, D's opens
    # in October, E's came to nothing.
    assert measure("CIN-STOCK", Q2, referrals=REFERRALS).numerator == 3
    assert measure("CIN-STOCK-RATE", Q2, referrals=REFERRALS).counts == (3, 0)
    assert measure("CIN-STOCK", "2020-08", referrals=REFERRALS).numerator == 3
    assert measure("CIN-STOCK-RATE", "2020-10", referrals=REFERRALS).numerator == 3


def test_children_under_merged_numbers_unborn_or_with_a_plan_are_in_need_once(measure: Measure) -> None:
    # B was merged into A. U is not born. P has a protection plan, and an earlier case that closed.
    tables = {
        "referrals": """
        referral_id | child_id | referral_on | is_nfa | closed_on
        R1          | A        | 2020-01-01  | false  |
        R2          | B        | 2020-02-01  | false  |
        R3          | U        | 2020-03-01  | false  |
        R4          | P        | 2019-03-01  | false  | 2019-04-01
        R5          | P        | 2020-03-01  | false  |
        """,
        "merged_ids": "old_child_id | new_child_id | merged_on\nB | A | 2020-03-01",
        "persons": "child_id | born_on | expected_born_on\nU | | 2020-12-01",
        "cp_plans": "cp_plan_id | child_id | started_on\nP1 | P | 2020-03-01",
    }
    assert measure("CIN-STOCK", Q2, **tables).numerator == 3
    assert measure("CIN-STOCK-RATE", Q2, **tables).numerator == 3


def test_a_case_closed_later_was_open_at_the_end_of_the_month(measure: Measure) -> None:
    # October's file gives the day: at the end of September the case was open still. Without files there is nothing.
    referrals = """
        referral_id | child_id | referral_on | is_nfa | closed_on  | delivered_in
        R1          | A        | 2020-01-01  | false  |            | 2020-09
        R1          | A        | 2020-01-01  | false  | 2020-10-05 | 2020-10
    """
    assert measure("CIN-STOCK", "2020-09", referrals=referrals).numerator == 1
    assert measure("CIN-STOCK-RATE", "2020-10", referrals=referrals).numerator == 0
    assert measure("CIN-STOCK", Q2, not_delivered=("referrals",)).missing == "referrals"


def test_a_plan_is_in_force_from_its_first_day_to_the_day_before_it_ends(measure: Measure) -> None:
    # In force: B's, C's, and F's two, of which one is under a number merged into F.
    plans = """
        cin_plan_id | child_id | started_on | ended_on
        N1          | A        | 2020-01-01 | 2020-09-30
        N2          | B        | 2020-01-01 | 2020-10-01
        N3          | C        | 2020-09-30 |
        N4          | D        | 2020-10-01 |
        N5          | F        | 2020-01-01 |
        N6          | G        | 2020-02-01 |
    """
    merged = "old_child_id | new_child_id | merged_on\nG | F | 2020-03-01"
    assert measure("CIN-PLAN", Q2, cin_plans=plans, merged_ids=merged).numerator == 3
    assert measure("CIN-PLAN", "2020-10", cin_plans=plans, merged_ids=merged).numerator == 3


def test_without_the_last_month_s_plans_or_visits_there_is_no_figure(measure: Measure) -> None:
    assert measure("CIN-PLAN", Q2, not_delivered=("cin_plans",)).missing == "cin_plans"
    assert measure("CIN-VISIT-20D", Q2, not_delivered=("visits",)).missing == "visits"


VISITS = {
    # 30 September 2020 was a Wednesday; Monday 31 August was a holiday: twenty working days back is 2 September.
    "twenty working days ago": ("CIN", "2020-09-02", "true", True),
    "twenty-one": ("CIN", "2020-09-01", "true", False),
    "on the last day": ("CIN", "2020-09-30", "true", True),
    "the day after": ("CIN", "2020-10-01", "true", False),
    "not seen": ("CIN", "2020-09-29", "false", False),
    "not said whether seen": ("CIN", "2020-09-29", "", True),
    "under another plan": ("CP", "2020-09-29", "true", False),
}


def test_a_child_was_seen_in_the_last_20_working_days(measure: Measure) -> None:
    plans = [f"{story} | {story} | 2020-01-01 | {story}" for story in VISITS]
    visits = [f"{story} | {story} | {kind} | {day} | {seen}" for story, (kind, day, seen, _) in VISITS.items()]
    tables = {
        "cin_plans": "cin_plan_id | child_id | started_on | team\n" + "\n".join(plans),
        "visits": "visit_id | child_id | plan_type_code | visited_on | is_child_seen\n" + "\n".join(visits),
    }
    found = measure("CIN-VISIT-20D", Q2, **tables)
    assert found.met == {story: is_met for story, (*_, is_met) in VISITS.items()}
    assert measure("CIN-PLAN", Q2, **tables).numerator == len(VISITS)


def test_a_new_plan_asks_for_no_visit_yet(measure: Measure) -> None:
    # To 31 December 2020 twenty working days go back to 1 December: 25 and 28 were holidays. Of A's two plans the
    # earlier one says how long.
    found = measure(
        "CIN-VISIT-20D",
        "2020-12",
        cin_plans="""
        cin_plan_id | child_id | started_on | team
        N1          | A        | 2020-12-01 | A
        N2          | A        | 2020-12-20 | A
        N3          | B        | 2020-12-02 | B
        """,
        visits="visit_id | child_id | plan_type_code | visited_on | is_child_seen\nX1 | A | CIN | 2020-12-01 | true",
    )
    assert found.met == {"A": True}
    assert found.excluded == {"plan in force for less than 20 working days": 1}
