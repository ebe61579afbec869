"""Supervision of protection and need cases, allocation and caseloads, by example, as at 30 September 2020."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Measure
from tests.warehouse.warehouse_builder import shown_by_child

Q2 = "2020-21-Q2"
TALK = "supervision_id | child_id | supervised_on | supervision_type_code\n"
PROTECTED = "cp_plan_id | child_id | started_on | ended_on | is_other_council_plan | team\n"
NEEDING = "cin_plan_id | child_id | started_on | ended_on | team\n"
HELD = "allocation_id | child_id | worker_id | worker_role_code | started_on | ended_on | team\n"

TALKS = {
    "a day less than three months ago": ("2020-07-01 | FORMAL", True),
    "exactly three months ago": ("2020-06-30 | FORMAL", False),
    "on the day": ("2020-09-30 | FORMAL", True),
    "the day after": ("2020-10-01 | FORMAL", False),
    "ad hoc": ("2020-09-01 | ADHOC", False),
    "nobody said whether it was planned": ("2020-09-01 |", False),
}
TALKED = TALK + "\n".join(f"{child} | {child} | {talk}" for child, (talk, _) in TALKS.items())


def test_supervision_counts_within_three_months(measure: Measure) -> None:
    cp_plans = PROTECTED + "\n".join(f"{child} | {child} | 2020-01-01" for child in TALKS)
    cin_plans = NEEDING + "\n".join(f"{child} | {child} | 2020-01-01" for child in TALKS)
    tables = {"supervision": TALKED, "sw_allocations": shown_by_child(TALKS)}
    met = {child: is_met for child, (_, is_met) in TALKS.items()}
    assert measure("SUP-CP", Q2, cp_plans=cp_plans, **tables).met == met
    assert measure("SUP-CIN", Q2, cin_plans=cin_plans, **tables).met == met


def test_a_protection_case_is_one_with_a_plan_of_this_council_in_force_for_three_months(measure: Measure) -> None:
    # A's plan began exactly three months before, B's a day later. C's ended on the day, D's the day after.
    # E is looked after too, F on short breaks only. G's plan is another council's; H has one of each. I is unborn.
    found = measure(
        "SUP-CP",
        Q2,
        cp_plans=PROTECTED
        + """
        P1 | A | 2020-06-30 |            |      | North
        P2 | B | 2020-07-01 |            |      | North
        P3 | C | 2020-01-01 | 2020-09-30 |      | North
        P4 | D | 2020-01-01 | 2020-10-01 |      | North
        P5 | E | 2020-01-01 |            |      | North
        P6 | F | 2020-01-01 |            |      |
        P7 | G | 2020-01-01 |            | true | North
        P8 | H | 2019-01-01 |            | true | North
        P9 | H | 2020-01-01 |            |      | North
        P0 | I | 2020-02-01 |            |      | North
        """,
        lac_episodes="child_id | started_on | legal_status_code\nE | 2020-01-01 | C2\nF | 2020-01-01 | V4",
        persons="child_id | born_on\nI |",
    )
    assert found.counts == (0, 5)
    assert found.excluded == {
        "on a plan for less than three months": 1,
        "looked after, and supervised as such": 1,
        "plan of another council": 1,
    }
    assert found.teams == {"North": (0, 4), None: (0, 1)}


def test_a_need_case_is_one_without_protection_or_care(measure: Measure) -> None:
    # A's plan began exactly three months before, B's a day later. C's ended on the day. D is protected too, E looked
    # after, F both: care stands first. G was protected until the day. H's second plan does not make the first newer.
    found = measure(
        "SUP-CIN",
        Q2,
        cin_plans=NEEDING
        + """
        N1 | A | 2020-06-30 |            | North
        N2 | B | 2020-07-01 |            | North
        N3 | C | 2020-01-01 | 2020-09-30 | North
        N4 | D | 2020-01-01 |            | North
        N5 | E | 2020-01-01 |            | North
        N6 | F | 2020-01-01 |            | North
        N7 | G | 2020-01-01 |            | North
        N8 | H | 2020-01-01 |            | South
        N9 | H | 2020-09-01 |            | North
        """,
        cp_plans=PROTECTED + "P1 | D | 2020-01-01\nP2 | F | 2020-01-01\nP3 | G | 2020-01-01 | 2020-09-30",
        lac_episodes="child_id | started_on | legal_status_code\nE | 2020-01-01 | C2\nF | 2020-01-01 | C2",
    )
    assert found.counts == (0, 3)
    assert found.excluded == {
        "on a plan for less than three months": 1,
        "looked after, and supervised as such": 2,
        "on a child protection plan, and supervised as such": 1,
    }
    assert found.teams == {"North": (0, 2), "South": (0, 1)}


@pytest.mark.parametrize(
    ("period", "supervised_on", "is_met", "version"),
    [
        pytest.param("2021-03", "2021-01-20", (True, True), 1, id="March 2021: three months for both"),
        pytest.param("2020-21-Q4", "2021-01-01", (True, True), 1, id="the last quarter of the old standard"),
        pytest.param("2021-04", "2021-03-30", (False, True), 2, id="April 2021: exactly a month is too long ago"),
        pytest.param("2021-04", "2021-03-31", (True, True), 2, id="April 2021: a day less than a month"),
        pytest.param("2021-22-Q1", "2021-05-01", (False, True), 2, id="June 2021: a day less than two months"),
        pytest.param("2021-22-Q1", "2021-04-30", (False, False), 2, id="June 2021: exactly two months is too long ago"),
    ],
)
def test_the_standard_is_a_month_and_two_months_from_april_2021(
    measure: Measure, period: str, supervised_on: str, is_met: tuple[bool, bool], version: int
) -> None:
    cp, cin = is_met
    talk = TALK + f"V1 | A | {supervised_on} | FORMAL"
    protected = measure("SUP-CP", period, cp_plans=PROTECTED + "P1 | A | 2020-01-01", supervision=talk)
    assert (protected.counts, protected.version) == ((int(cp), 1), version)
    needing = measure("SUP-CIN", period, cin_plans=NEEDING + "N1 | A | 2020-01-01", supervision=talk)
    assert (needing.counts, needing.version) == ((int(cin), 1), version)


def test_under_the_new_standard_a_shorter_plan_is_enough_to_be_asked(measure: Measure) -> None:
    # On 30 June 2021: A's plan began exactly one month before, B's a day later; likewise for two months of need.
    protected = measure("SUP-CP", "2021-22-Q1", cp_plans=PROTECTED + "P1 | A | 2021-05-30\nP2 | B | 2021-05-31")
    assert (protected.counts, protected.excluded) == ((0, 1), {"on a plan for less than a month": 1})
    needing = measure("SUP-CIN", "2021-22-Q1", cin_plans=NEEDING + "N1 | A | 2021-04-30\nN2 | B | 2021-05-01")
    assert (needing.counts, needing.excluded) == ((0, 1), {"on a plan for less than two months": 1})


def test_talks_of_a_merged_number_are_the_child_s(measure: Measure) -> None:
    tables = {
        "supervision": TALK + "V1 | B | 2020-09-01 | FORMAL",
        "merged_ids": "old_child_id | new_child_id | merged_on\nB | A | 2020-09-10",
    }
    assert measure("SUP-CP", Q2, cp_plans=PROTECTED + "P1 | A | 2020-01-01", **tables).counts == (1, 1)
    assert measure("SUP-CIN", Q2, cin_plans=NEEDING + "N1 | A | 2020-01-01", **tables).counts == (1, 1)


# Allocation


def test_an_open_case_is_allocated_while_a_social_worker_holds_it(measure: Measure) -> None:
    spells = {
        "from the day": ("SOCIAL_WORKER | 2020-09-30 |", True),
        "from the day after": ("SOCIAL_WORKER | 2020-10-01 |", False),
        "until the day": ("SOCIAL_WORKER | 2020-01-01 | 2020-09-30", False),
        "until the day after": ("SOCIAL_WORKER | 2020-01-01 | 2020-10-01", True),
        "duty": ("DUTY | 2020-01-01 |", False),
        "reviewing officer": ("IRO | 2020-01-01 |", False),
    }
    rows = [f"{child} | {child} | w1 | {spell}" for child, (spell, _) in spells.items()]
    plans = [f"{child} | {child} | 2020-01-01 | | {child}" for child in spells]
    found = measure("WF-ALLOC", Q2, cin_plans=NEEDING + "\n".join(plans), sw_allocations=HELD + "\n".join(rows))
    assert found.met == {child: is_met for child, (_, is_met) in spells.items()}


def test_a_child_counts_once_by_what_stands_first(measure: Measure) -> None:
    # A has all three, B protection and need, C need only; D has short breaks and nothing else, so no open case.
    found = measure(
        "WF-ALLOC",
        Q2,
        lac_episodes="child_id | started_on | legal_status_code\nA | 2020-01-01 | C2\nD | 2020-01-01 | V3",
        cp_plans=PROTECTED + "P1 | A | 2020-01-01 | | | CP team\nP2 | B | 2020-01-01 | | | CP team",
        cin_plans=NEEDING + "N1 | A | 2020-01-01\nN2 | B | 2020-01-01 | | Other\nN3 | C | 2020-01-01 | | CIN team",
        sw_allocations=HELD + "L1 | A | w1 | SOCIAL_WORKER | 2020-01-01 | | LAC team",
    )
    assert found.counts == (1, 3)
    assert found.teams == {"LAC team": (1, 1), "CP team": (0, 1), "CIN team": (0, 1)}


def test_cases_are_those_open_on_the_day_and_need_every_list(measure: Measure) -> None:
    # A's care ended on the day, B's plan starts the day after.
    tables = {
        "lac_episodes": "child_id | started_on | ended_on | reason_ended_code\nA | 2020-01-01 | 2020-09-30 | E4A",
        "cp_plans": PROTECTED + "P1 | B | 2020-10-01",
    }
    assert measure("WF-ALLOC", Q2, **tables).counts == (0, 0)
    assert measure("WF-ALLOC", "2020-08", **tables).counts == (0, 1)
    assert measure("WF-ALLOC", Q2, not_delivered=("cin_plans",), **tables).missing == "cin_plans"


# Caseloads


def test_a_caseload_is_the_children_a_worker_holds_on_average(measure: Measure) -> None:
    # w1 holds three children, one of them twice; w2 one; w3 held one until the day, w4 takes one the day after.
    found = measure(
        "WF-CASELOAD",
        Q2,
        sw_allocations=HELD
        + """
        L1 | A | w1 | SOCIAL_WORKER | 2020-01-01 |            | North
        L2 | B | w1 | SOCIAL_WORKER | 2020-01-01 | 2020-10-01 | North
        L3 | C | w1 | SOCIAL_WORKER | 2020-02-01 |            | South
        L4 | C | w1 | SOCIAL_WORKER | 2019-02-01 |            | North
        L5 | A | w2 | SOCIAL_WORKER | 2020-09-30 |            |
        L6 | D | w3 | SOCIAL_WORKER | 2020-01-01 | 2020-09-30 | North
        L7 | D | w4 | SOCIAL_WORKER | 2020-10-01 |            | North
        """,
    )
    assert found.counts == (4, 2)
    assert found.teams == {"South": (3, 1), None: (1, 1)}


def test_duty_and_other_roles_have_no_caseload(measure: Measure) -> None:
    rows = "L1 | A | w1 | DUTY | 2020-01-01\nL2 | A | w2 | PERSONAL_ADVISER | 2020-01-01\nL3 | A | w3 | | 2020-01-01"
    assert measure("WF-CASELOAD", Q2, sw_allocations=HELD + rows).counts == (0, 0)


def test_two_numbers_of_one_child_are_one_child_of_a_worker(measure: Measure) -> None:
    found = measure(
        "WF-CASELOAD",
        Q2,
        sw_allocations=HELD + "L1 | A | w1 | SOCIAL_WORKER | 2020-01-01\nL2 | B | w1 | SOCIAL_WORKER | 2020-01-01",
        merged_ids="old_child_id | new_child_id | merged_on\nB | A | 2020-02-01",
    )
    assert found.counts == (1, 1)
