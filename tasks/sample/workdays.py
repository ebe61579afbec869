"""Days on which a council works, and days picked at random among them.

Called by: the modules of tasks.sample that date an event.
Promises:  bank holidays are those that the measures count by.
Never:     asks what day it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import cache
from random import Random

from warehouse.periods import Month, holidays

_FIRST_YEAR, _LAST_YEAR = 2008, 2023
LAST_SAFE_DAY = 27
"""Dates up to this day of a month exist in every month, so a span of whole months has no edge case."""


@cache
def _workdays() -> tuple[date, ...]:
    free = holidays(_FIRST_YEAR, _LAST_YEAR)
    first, last = date(_FIRST_YEAR, 1, 1), date(_LAST_YEAR, 12, 31)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if day.weekday() < 5 and day not in free)


def add_working_days(start: date, days: int) -> date:
    """Return the working day that is so many working days after `start`, which is day 0."""
    return _workdays()[bisect_right(_workdays(), start) + days - 1]


def subtract_working_days(end: date, days: int) -> date:
    """Return the latest working day from which `end`, a working day, is so many working days away."""
    return _workdays()[bisect_left(_workdays(), end) - days]


def latest_start(end: date, days: int) -> date:
    """Return the last day from which at least so many working days have passed by the end of a day."""
    return _workdays()[bisect_right(_workdays(), end) - days] - timedelta(days=1)


def workday_on_or_after(day: date) -> date:
    """Return the day itself if it is a working day, else the next one."""
    return _workdays()[bisect_left(_workdays(), day)]


def workday_on_or_before(day: date) -> date:
    """Return the day itself if it is a working day, else the one before."""
    return _workdays()[bisect_right(_workdays(), day) - 1]


@cache
def workdays_of(month: Month, last_day: int = 31) -> tuple[date, ...]:
    """Return the working days of a month, up to a day of the month."""
    start, end = bisect_left(_workdays(), month.starts_on), bisect_right(_workdays(), month.ends_on)
    return tuple(day for day in _workdays()[start:end] if day.day <= last_day)


def workday_in(month: Month, rng: Random) -> date:
    """Return a working day of the month, none of its last days."""
    return rng.choice(workdays_of(month, LAST_SAFE_DAY))


def day_in(month: Month, rng: Random) -> date:
    """Return any day of the month but its last ones."""
    return date(month.year, month.number, rng.randint(1, LAST_SAFE_DAY))


def day_between(first: date, last: date, rng: Random) -> date:
    """Return a day from `first` to `last` that exists in every month."""
    day = first + timedelta(days=rng.randint(0, (last - first).days))
    return day.replace(day=min(day.day, LAST_SAFE_DAY))
