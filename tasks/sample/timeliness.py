"""Which assessments take too long, so that each year's share in time is that of the story.

Called by: tasks.sample.cases, tasks.sample.front_door.
Promises:  of the assessments authorised in a financial year the share of the story, to the nearest child, took no
           more than 45 working days; siblings' assessments take equally long.
Never:     makes an assessment later than it was: what comes after it stays possible.

At first slightly too many are late, counted as they start; when all are known, so many are brought forward as each
year of authorisation still asks for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Protocol

from tasks.sample.people import Person
from tasks.sample.tables import Row
from tasks.sample.workdays import add_working_days
from warehouse.periods import FinancialYear

LIMIT_DAYS = 45
_USUAL_SHARE, _HELD_BACK = 80, 1
_SHARE_LATE_BY_WEEKS = 0.08


class Assessed(Protocol):
    """A family's case, of which only the assessment matters here."""

    family: list[Person]
    assessed_from: date | None
    authorised_on: date | None


class Timeliness:
    """Decides how long each assessment takes at first."""

    def __init__(self, in_time_by_year: Mapping[str, int]) -> None:
        """Start with nothing decided."""
        self._shares = in_time_by_year
        self._counts: dict[str, tuple[int, int]] = {}

    def working_days(self, started: date, children: int, rng: Random) -> int:
        """Return how many working days the assessment of so many children takes."""
        year = str(FinancialYear.of(started))
        in_time, total = self._counts.get(year, (0, 0))
        share = self._shares.get(year, _USUAL_SHARE) - _HELD_BACK
        is_in_time = 100 * (in_time + children) <= share * (total + children) + 50
        self._counts[year] = (in_time + children * is_in_time, total + children)
        if is_in_time:
            return rng.choice((rng.randint(9, 20), rng.randint(21, 37), rng.randint(36, 45), rng.randint(40, 45)))
        return rng.randint(57, 75) if rng.random() < _SHARE_LATE_BY_WEEKS else rng.randint(46, 50)


def bring_forward(
    cases: Sequence[Assessed], rows: Sequence[Row], in_time_by_year: Mapping[str, int], rng: Random
) -> None:
    """Let so many late assessments, and their rows, be authorised in time as each year's share still asks for."""
    of_child = {(row["child_id"], row["started_on"]): row for row in rows}
    by_year: dict[str, list[Assessed]] = {}
    for case in cases:
        if case.authorised_on:
            by_year.setdefault(str(FinancialYear.of(case.authorised_on)), []).append(case)
    for year, share in in_time_by_year.items():
        authorised = by_year.get(year, [])
        late = [case for case in authorised if _is_late(case)]
        children = sum(len(case.family) for case in authorised)
        too_many = sum(len(case.family) for case in late) - (children * (100 - share) + 50) // 100
        for case in rng.sample(late, len(late)):
            sooner = _in_time(case, rng)
            if len(case.family) <= too_many and str(FinancialYear.of(sooner)) == year:
                too_many -= len(case.family)
                case.authorised_on = sooner
                for person in case.family:
                    of_child[person.child_id, case.assessed_from]["authorised_on"] = sooner


def _is_late(case: Assessed) -> bool:
    return (case.authorised_on or date.min) > _after(case, LIMIT_DAYS)


def _in_time(case: Assessed, rng: Random) -> date:
    return _after(case, rng.randint(LIMIT_DAYS - 5, LIMIT_DAYS))


def _after(case: Assessed, days: int) -> date:
    if case.assessed_from is None:
        raise ValueError("the case is not assessed")
    return add_working_days(case.assessed_from, days)
