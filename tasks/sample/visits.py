"""Visits to children under a plan or in care.

Called by: tasks.sample.world.
Promises:  most visits come within the standard of their kind, some late, and at a few the child is not seen; every
           visit lies within its case and is made by the social worker who held it that day.
Never:     says that a child was seen before birth.

Each visit follows the one before, or the day on which the case opened, after so many working days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from tasks.sample import story
from tasks.sample.allocations import Spell, holder
from tasks.sample.open_cases import CARE, NEED, PROTECTION, OpenCase, OpenCases
from tasks.sample.people import Counter
from tasks.sample.tables import Row, Table
from tasks.sample.workdays import add_working_days

_LISTED_AFTER_MONTHS = 2
"""The report of visits goes back two months, so that a month's file tells who was seen lately."""
_FIRST_VISITS_FROM = story.FIRST_PRACTICE_MONTH.plus(-_LISTED_AFTER_MONTHS).starts_on
_COUNTED_FROM = story.FIRST_PRACTICE_MONTH.plus(-4).starts_on
_SHARE_UNSEEN, _SHARE_ALONE, _SHARE_BEDROOM = 0.03, 0.7, 0.4
_OLD_ENOUGH_TO_BE_ALONE = 4
_ID_OF_PLAN = {NEED: "cin_plan_id", PROTECTION: "cp_plan_id"}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """After how many working days the next visit comes: usually, and when it is late."""

    usual: tuple[int, int]
    late: tuple[int, int]
    share_late: float

    def days(self, rng: Random) -> int:
        """Return the working days to the next visit."""
        return rng.randint(*(self.late if rng.random() < self.share_late else self.usual))


_RHYTHMS: Mapping[str, Rhythm] = {
    CARE: Rhythm((18, 28), (31, 45), 0.18),
    PROTECTION: Rhythm((6, 10), (11, 18), 0.12),
    NEED: Rhythm((13, 20), (21, 32), 0.2),
}


def visits(cases: OpenCases, spells: Mapping[str, Sequence[Spell]], seed: str) -> Table:
    """Return the table of visits."""
    rng, numbers = Random(f"{seed}:visits"), Counter("V", 900_000)
    table = Table("visits", "visited_on", kept_months=_LISTED_AFTER_MONTHS)
    found = [
        (day, status, case)
        for status, rhythm in _RHYTHMS.items()
        for case in cases[status]
        for day in _days(case, rhythm, rng)
    ]
    for day, status, case in sorted(found, key=lambda visit: (visit[0], visit[2].person.child_id, visit[1])):
        spell = holder(spells.get(case.person.child_id, ()), day)
        if spell:
            table.rows.append(_row(numbers.new(), (status, case), day, spell, rng))
    return table


def _days(case: OpenCase, rhythm: Rhythm, rng: Random) -> Iterator[date]:
    """Yield the days of a case's visits that any file shows; of an old case the last visit before is made up."""
    day = case.started_on
    if case.ended_on and case.ended_on < _FIRST_VISITS_FROM:
        return
    if day < _COUNTED_FROM:
        day = add_working_days(_COUNTED_FROM, rng.randint(0, rhythm.usual[0]))
    while True:
        day = add_working_days(day, rhythm.days(rng))
        if day > story.LAST_MONTH.ends_on or not case.is_open(day):
            return
        if day >= _FIRST_VISITS_FROM:
            yield day


def _row(visit_id: str, under: tuple[str, OpenCase], day: date, spell: Spell, rng: Random) -> Row:
    status, case = under
    age = case.person.age(day)
    is_seen = rng.random() >= _SHARE_UNSEEN
    is_alone = is_seen and age >= _OLD_ENOUGH_TO_BE_ALONE and rng.random() < _SHARE_ALONE
    return {
        "visit_id": visit_id,
        "child_id": case.person.child_id,
        "plan_type_code": status,
        **{key: case.plan_id if key == _ID_OF_PLAN.get(status) else None for key in _ID_OF_PLAN.values()},
        "visited_on": day,
        "is_child_seen": is_seen if age >= 0 else None,
        "is_seen_alone": is_alone if age >= 0 else None,
        "is_bedroom_seen": rng.random() < _SHARE_BEDROOM if age >= 0 else None,
        "team": spell.team,
        "worker_id": spell.worker_id,
    }
