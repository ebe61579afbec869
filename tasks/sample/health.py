"""Health assessments and dental checks of looked after children.

Called by: tasks.sample.world.
Promises:  at every month end as many children as tasks.sample.upkeep says have an up to date health assessment, all
           together and under five, and as many of those looked after for a year have seen a dentist within a year.
Never:     says what was found.

Whoever is behind at a month's end is seen in that month, except for as many as the story leaves behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from tasks.sample import story, upkeep
from tasks.sample.appointments import Book, a_day, book, counted
from tasks.sample.stays import Stay
from tasks.sample.tables import Row, Table
from tasks.sample.workdays import add_working_days, day_in, workdays_of
from warehouse.periods import Month, completed_years, months_before

_YEAR_MONTHS, _YOUNG_MONTHS, _YOUNG_UNTIL = 12, 6, 5
_FIRST_MONTH = story.FIRST_PRACTICE_MONTH.plus(-_YEAR_MONTHS)
_KEPT_MONTHS = 13
_MAY_REFUSE_FROM = 14
_REFUSED, _CANCELLED, _EARLY, _FIRST_SOON = 0.25, 0.4, 0.3, 0.6


@dataclass(slots=True)
class _Checks:
    """When each child was last seen, by period of care; `due` gives when that has to happen again."""

    book: Book
    due: Callable[[Stay, date], date]
    last: dict[int, date] = field(default_factory=dict)

    def is_behind(self, stay: Stay, day: date) -> bool:
        """Tell whether the child should have been seen by a day and was not."""
        last = self.last.get(id(stay))
        return last is None or self.due(stay, last) < day

    def see(self, stays: Sequence[Stay], kind: str, month: Month, rng: Random) -> None:
        """Let some children be seen on working days of a month."""
        for stay in stays:
            on = a_day(stay, workdays_of(month), rng)
            if on:
                self.book.enter(stay, on, "COMPLETED", self._columns(stay, kind), rng)
                self.last[id(stay)] = on

    def miss(self, stays: Sequence[Stay], kind: str, month: Month, rng: Random) -> None:
        """Let some of those who stay behind have refused, or not have come."""
        for stay in stays:
            chance, on = rng.random(), a_day(stay, workdays_of(month), rng)
            status = "REFUSED" if chance < _REFUSED and stay.person.age(month.ends_on) >= _MAY_REFUSE_FROM else ""
            status = status or ("CANCELLED" if _REFUSED <= chance < _CANCELLED else "")
            if on and status:
                self.book.enter(stay, on, status, self._columns(stay, kind), rng)

    def _columns(self, stay: Stay, kind: str) -> Row:
        last = self.last.get(id(stay))
        due = self.due(stay, last) if last else add_working_days(stay.started_on, 20)
        return {"check_type_code": "INITIAL" if kind == "REVIEW" and not last else kind, "due_on": due}


def health_checks(stays: Sequence[Stay], seed: str) -> Table:
    """Return the table of health assessments and dental checks."""
    rng = Random(f"{seed}:health")
    checks = book("lac_health", ("health_check_id", "HC", 50_000), "checked_on", _KEPT_MONTHS)
    assessed, dental = _Checks(checks, _assessment_due), _Checks(checks, _dental_due)
    for stay in stays:
        if stay.is_in_care(_FIRST_MONTH.starts_on):
            _history(stay, assessed, rng)
            _history(stay, dental, rng)
    for month in Month.range(_FIRST_MONTH, story.LAST_MONTH):
        _assess(stays, assessed, month, rng)
        _send_to_the_dentist(stays, dental, month, rng)
    checks.table.rows.sort(key=lambda row: str(row["_booked_on"]))
    return checks.table


def _assessment_due(stay: Stay, last: date) -> date:
    """Six months later if the child is then still under five, twelve months later if not."""
    soon = months_before(last, -_YOUNG_MONTHS)
    return soon if completed_years(stay.person.born_on, soon) < _YOUNG_UNTIL else months_before(last, -_YEAR_MONTHS)


def _dental_due(_stay: Stay, last: date) -> date:
    return months_before(last, -_YEAR_MONTHS)


def _history(stay: Stay, checks: _Checks, rng: Random) -> None:
    """Let a child have been seen in the year before the story, long enough ago that no file shows it."""
    seen = day_in(_FIRST_MONTH.plus(-rng.randint(1, _YEAR_MONTHS)), rng)
    if seen > stay.started_on:
        checks.last[id(stay)] = seen


def _assess(stays: Sequence[Stay], checks: _Checks, month: Month, rng: Random) -> None:
    """Assess everyone who is behind but as many as the story says, some before it is due, some new ones soon."""
    day = month.ends_on
    here = counted(stays, day)
    young = [stay for stay in here if stay.person.age(day) < _YOUNG_UNTIL]
    older = [stay for stay in here if stay.person.age(day) >= _YOUNG_UNTIL]
    young_behind = upkeep.without(len(young), upkeep.UNDER_5_ASSESSED, month)
    all_behind = upkeep.without(len(here), upkeep.HEALTH_ASSESSED, month)
    for group, left in ((young, young_behind), (older, max(all_behind - young_behind, 0))):
        behind = [stay for stay in group if checks.is_behind(stay, day)]
        seen = rng.sample(behind, max(len(behind) - left, 0))
        checks.see(seen, "REVIEW", month, rng)
        checks.miss([stay for stay in behind if stay not in seen], "REVIEW", month, rng)
        soon = [stay for stay in group if stay not in behind and checks.is_behind(stay, month.next().ends_on)]
        checks.see([stay for stay in soon if rng.random() < _EARLY], "REVIEW", month, rng)
    new = [stay for stay in stays if month.starts_on <= stay.started_on and stay.is_in_care(day) and stay not in here]
    checks.see([stay for stay in new if rng.random() < _FIRST_SOON], "REVIEW", month, rng)


def _send_to_the_dentist(stays: Sequence[Stay], checks: _Checks, month: Month, rng: Random) -> None:
    """Let those in care for a year who have not been for a year go to the dentist, as many as the story says."""
    day = month.ends_on
    here = [stay for stay in stays if stay.is_in_care(day) and stay.started_on <= months_before(day, _YEAR_MONTHS)]
    behind = [stay for stay in here if checks.is_behind(stay, day)]
    seen = rng.sample(behind, max(len(behind) - upkeep.without(len(here), upkeep.DENTAL_CHECKED, month), 0))
    checks.see(seen, "DENTAL", month, rng)
    checks.miss([stay for stay in behind if stay not in seen and rng.random() < _REFUSED], "DENTAL", month, rng)
