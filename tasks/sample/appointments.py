"""Appointments that looked after children must have again and again: booked, then held, refused or cancelled.

Called by: tasks.sample.health and tasks.sample.schooling.
Promises:  an appointment stands in the files as planned from the day it was booked until the day it was for.
Never:     decides how many children are up to date: see tasks.sample.upkeep.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.needs import support_team
from tasks.sample.people import Counter
from tasks.sample.stays import Stay
from tasks.sample.tables import Row, Table, Value
from tasks.sample.workdays import latest_start

_COUNTED_AFTER_WORKING_DAYS = 20
_BOOKED_DAYS_BEFORE = (5, 30)


@dataclass(slots=True)
class Book:
    """One kind of appointment: the table that it fills, and which columns hold its number and its day."""

    table: Table
    numbers: Counter
    number: str
    day: str

    def enter(self, stay: Stay, on: date, status: str, columns: Row, rng: Random) -> None:
        """Add an appointment of a day, with what became of it."""
        booked = max(on - timedelta(days=rng.randint(*_BOOKED_DAYS_BEFORE)), stay.started_on)
        self.table.rows.append(
            {
                self.number: self.numbers.new(),
                "child_id": stay.person.child_id,
                self.day: on,
                "status_code": status,
                "team": story.team_on(support_team(stay.person), booked),
                "_booked_on": booked,
                **columns,
            }
        )


def book(extract: str, number: tuple[str, str, int], day: str, kept_months: int) -> Book:
    """Return an empty book; number: the column, and how the numbers begin."""
    column, prefix, first = number

    def as_stood(row: Row, on: date) -> Row:
        held: Value = row[day]
        return {"status_code": "PLANNED"} if isinstance(held, date) and held > on else {}

    return Book(Table(extract, "_booked_on", day, kept_months, as_at=as_stood), Counter(prefix, first), column, day)


def counted(stays: Sequence[Stay], day: date) -> list[Stay]:
    """Return who is looked after on a day and has been for 20 working days."""
    since = latest_start(day, _COUNTED_AFTER_WORKING_DAYS)
    return [stay for stay in stays if stay.started_on <= since and stay.is_in_care(day)]


def a_day(stay: Stay, days: Sequence[date], rng: Random) -> date | None:
    """Return one of the days, after the child came into care; None if there is none."""
    able = [day for day in days if day > stay.started_on]
    return rng.choice(able) if able else None
