"""Children for whom adoption is the plan: from the decision to the order, or to a change of plan.

Called by: tasks.sample.care, which takes in their periods of care; tasks.sample.world.
Promises:  adopted children and their dates are the same in the episodes and in the list of adoption; placements and
           orders, and how long each child waited, are those of tasks.sample.permanence.
Never:     says who adopts: numbers only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from tasks.sample import permanence
from tasks.sample.people import Counter, People, Person
from tasks.sample.stays import AdoptionPlan, Stay
from tasks.sample.tables import Row, Table
from tasks.sample.workdays import day_in, workday_in, workday_on_or_before
from warehouse.periods import Month

_SHOWN_MONTHS = 36
"""Adoption scorecards look back three years, so the list does."""
_AGES_DAYS = (4, 9, 15, 200, 500, 900, 1300)
"""How old children are when they come into care who will be adopted."""
_ADOPTERS = ((2, "MF", "L11"), (2, "MF", "L11"), (2, "MF", "L3"), (2, "MM", "L12"), (2, "FF", "L2"), (1, "F1", "L0"))


def adoptive_stays(people: People, seed: str) -> list[Stay]:
    """Return the periods of care of all children with a plan of adoption."""
    rng = Random(f"{seed}:adoption")
    stays = [_placed(way, people, rng) for way in permanence.ADOPTIONS]
    stays += [_waiting(Month(decided), people, rng) for decided in permanence.WAITING_FOR_ADOPTERS]
    stays += [
        _given_up(Month(decided), Month(reversed_in), people, rng) for decided, reversed_in in permanence.GIVEN_UP
    ]
    return stays


def adoption_children(stays: Sequence[Stay], seed: str) -> Table:
    """Return the list of children with a plan of adoption; each step shows once it is taken."""
    rng, families = Random(f"{seed}:adopters"), Counter("AF", 300)
    steps = ("placement_order_on", "matched_on", "placed_on", "order_on", "reversed_on")
    known_with = {step: step for step in steps}
    known_with |= {"order_type_code": "order_on", "reversal_reason_code": "reversed_on"}
    known_with |= dict.fromkeys(("adoptive_family_id", "adopters_number"), "matched_on")
    known_with |= dict.fromkeys(("adopters_sex_code", "adopters_status_code", "is_adopted_by_carer"), "matched_on")
    table = Table("adoption_children", "decided_on", "_closed_on", _SHOWN_MONTHS, known_with=known_with)
    table.rows = [_row(stay, plan, families, rng) for stay in stays if (plan := stay.adoption)]
    table.rows.sort(key=lambda row: str(row["decided_on"]))
    return table


def _placed(way: tuple[str, int, int, str], people: People, rng: Random) -> Stay:
    """Return a child who is placed with adopters so many days after coming into care."""
    placed_in, waited_days, to_match_days, order_in = way
    placed = day_in(Month(placed_in), rng)
    entered = placed - timedelta(days=waited_days)
    matched = workday_on_or_before(placed - timedelta(days=rng.randint(14, 30)))
    granted = matched - timedelta(days=to_match_days)
    decided = max(workday_on_or_before(granted - timedelta(days=rng.randint(14, 35))), entered + timedelta(days=20))
    stay = Stay(_child(entered, people, rng), entered)
    order = workday_in(Month(order_in), rng) if order_in else None
    stay.adoption = AdoptionPlan(decided, granted, matched, placed, order)
    if order:
        stay.end(order, "adopted")
    return stay


def _waiting(decided_in: Month, people: People, rng: Random) -> Stay:
    """Return a child for whom no adopters have been found by the end of the story."""
    decided = workday_in(decided_in, rng)
    entered = decided - timedelta(days=rng.randint(150, 260))
    stay = Stay(_child(entered, people, rng), entered)
    stay.adoption = AdoptionPlan(decided, decided + timedelta(days=rng.randint(14, 35)))
    return stay


def _given_up(decided_in: Month, reversed_in: Month, people: People, rng: Random) -> Stay:
    """Return a child whose plan is changed: the court made no order, or no adopters were found."""
    stay = _waiting(decided_in, people, rng)
    plan, has_order = stay.adoption, len(Month.range(decided_in, reversed_in)) > 6
    if plan:
        granted = plan.placement_order_on if has_order else None
        stay.adoption = AdoptionPlan(plan.decided_on, granted, reversed_on=workday_in(reversed_in, rng))
    return stay


def _child(entered: date, people: People, rng: Random) -> Person:
    born = entered - timedelta(days=rng.choice(_AGES_DAYS) + rng.randint(0, 60))
    return people.new(born.replace(day=min(born.day, 27)))


def _row(stay: Stay, plan: AdoptionPlan, families: Counter, rng: Random) -> Row:
    number, sex, status = rng.choice(_ADOPTERS) if plan.matched_on else (None, None, None)
    return {
        "child_id": stay.person.child_id,
        "adoptive_family_id": families.new() if plan.matched_on else None,
        "born_on": stay.person.born_on,
        "entered_care_on": stay.started_on,
        "decided_on": plan.decided_on,
        "placement_order_on": plan.placement_order_on,
        "matched_on": plan.matched_on,
        "early_placed_on": None,
        "placed_on": plan.placed_on,
        "order_on": plan.order_on,
        "reversed_on": plan.reversed_on,
        "reversal_reason_code": ("RD3" if plan.placement_order_on else "RD2") if plan.reversed_on else None,
        "order_type_code": "ADOPTION" if plan.order_on else None,
        "is_adopted_by_carer": False if plan.matched_on else None,
        "adopters_number": number,
        "adopters_sex_code": sex,
        "adopters_status_code": status,
        "_closed_on": plan.order_on or plan.reversed_on,
    }
