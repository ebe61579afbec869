"""Plans for children in need: after an assessment that asked for one, and after a protection plan that has ended.

Called by: tasks.sample.world.
Promises:  a plan lies within its case and beside no protection plan; at the month ends of
           story.IN_NEED_THREE_MONTHS so many children have been in need under a plan for three months.
Never:     decides what an assessment found: see tasks.sample.cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.cases import Case
from tasks.sample.needs import support_team
from tasks.sample.people import Counter, Person
from tasks.sample.tables import Row, Table
from tasks.sample.workdays import day_between, workday_in, workday_on_or_after, workday_on_or_before
from tasks.sample.workers import worker_of
from warehouse.periods import Month, months_before

_SHARE_STEPPED_DOWN = 0.75
_SOONEST_DAYS = 5
_SHORTEST = timedelta(days=14)
_LISTED_AFTER_MONTHS = 3


@dataclass(slots=True)
class _Plan:
    """One child's plan; the case may close some days after it.

    earliest: when it could have begun, while the assessment still went on.
    """

    person: Person
    referral_id: str
    earliest: date
    started_on: date
    ended_on: date | None

    def is_open(self, day: date) -> bool:
        return self.started_on <= day and (self.ended_on is None or self.ended_on > day)


def plans_in_need(cases: Sequence[Case], protection: Sequence[Row], seed: str) -> Table:
    """Return the table of plans for children in need; `protection` are the rows of protection plans."""
    rng, numbers = Random(f"{seed}:in need"), Counter("CIN", 45_000)
    plans = [*_after_assessment(cases, rng), *_stepped_down(cases, protection, rng)]
    for text, wanted in story.IN_NEED_THREE_MONTHS.items():
        _balance(plans, Month(text).ends_on, wanted, rng)
    table = Table(
        "cin_plans", "started_on", "ended_on", _LISTED_AFTER_MONTHS, known_with={"ended_on": "ended_on"}, as_at=_as_at
    )
    for plan in sorted(plans, key=lambda plan: (plan.started_on, plan.person.child_id)):
        table.rows.append(_row(numbers.new(), plan))
    return table


def _after_assessment(cases: Sequence[Case], rng: Random) -> Iterator[_Plan]:
    for case in cases:
        if case.finding == "CIN_PLAN" and case.authorised_on:
            started = workday_on_or_after(case.authorised_on + timedelta(days=rng.randint(0, 5)))
            earliest = workday_on_or_after((case.assessed_from or started) + timedelta(days=_SOONEST_DAYS))
            yield from _of_family(case, range(len(case.family)), (min(earliest, started), started), rng)


def _stepped_down(cases: Sequence[Case], protection: Sequence[Row], rng: Random) -> Iterator[_Plan]:
    """Yield the plan that follows a protection plan which has made the child safe, while the case stays open."""
    places = {number: (case, place) for case in cases for place, number in enumerate(case.referral_ids)}
    for row in protection:
        ended = row["ended_on"]
        place = places.get(str(row["referral_id"]))
        is_safe = row["end_reason_code"] == "SAFE" and rng.random() < _SHARE_STEPPED_DOWN
        if place and isinstance(ended, date) and is_safe:
            yield from _of_family(place[0], [place[1]], (ended, ended), rng)


def _of_family(case: Case, places: Sequence[int], starts: tuple[date, date], rng: Random) -> Iterator[_Plan]:
    """Yield the plans of some of a family's children, unless the case closes too soon for one."""
    earliest, started = starts
    ended = workday_on_or_before(case.closed_on - timedelta(days=rng.randint(0, 6))) if case.closed_on else None
    if ended is None or ended >= started + _SHORTEST:
        for place in places:
            yield _Plan(case.family[place], case.referral_ids[place], earliest, started, ended)


def _balance(plans: Sequence[_Plan], day: date, wanted: int, rng: Random) -> None:
    """Let so many plans have been open for three months at a month's end.

    Too many: those that would end soon end in that month. Too few: some begin while the assessment still goes on.
    """
    since = months_before(day, 3)
    standing = [plan for plan in plans if plan.is_open(day) and plan.started_on <= since]
    standing.sort(key=lambda plan: plan.ended_on or date.max)
    for plan in standing[: max(len(standing) - wanted, 0)]:
        plan.ended_on = workday_in(Month.of(day), rng)
    able = [plan for plan in plans if plan.is_open(day) and plan.earliest <= since < plan.started_on]
    for plan in rng.sample(able, max(wanted - len(standing), 0)):
        plan.started_on = max(workday_on_or_before(day_between(plan.earliest, since, rng)), plan.earliest)


def _row(plan_id: str, plan: _Plan) -> Row:
    team = support_team(plan.person)
    return {
        "cin_plan_id": plan_id,
        "child_id": plan.person.child_id,
        "referral_id": plan.referral_id,
        "started_on": plan.started_on,
        "ended_on": plan.ended_on,
        "team": team,
        "worker_id": worker_of(team, plan.person.child_id),
    }


def _as_at(row: Row, day: date) -> Row:
    """Return what the plan's team was called."""
    ended = row["ended_on"]
    return {"team": story.team_on(str(row["team"]), ended if isinstance(ended, date) else day)}
