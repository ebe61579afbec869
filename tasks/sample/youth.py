"""Young people of 16 and 17 in care: how many come, leave early, or stay until they are 18.

Called by: tasks.sample.care, month by month.
Promises:  in the quarters of tasks.sample.story so many turn 18 and so many leave before that; as many come as keep
           the number of those aged 16 or over.
Never:     lets somebody come at 16 or over whose care would end within four months.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.people import People
from tasks.sample.stays import Stay
from tasks.sample.workdays import day_between, day_in, workday_in
from warehouse.periods import FinancialYear, Month, Quarter, months_before

_STAY_MONTHS = 4
_FULL_AGE = 18


def older_stock(people: People, rng: Random) -> list[Stay]:
    """Young people of 16 and 17 on 31 March 2019, two or three of whom turn 18 each month."""
    stays = []
    for position in range(story.AGED_16["2019-03"]):
        month = story.FIRST_MONTH.plus(position * 24 // story.AGED_16["2019-03"])
        born = day_in(month, rng).replace(year=month.year - _FULL_AGE)
        is_uasc = position % 4 == 1
        first = born.replace(year=born.year + 15) if is_uasc else date(2008, 1, 5)
        last = date(2018, 12, 20)
        stays.append(Stay(people.new(born, is_uasc=is_uasc), day_between(min(first, date(2018, 10, 1)), last, rng)))
    return stays


def turn_18(stays: Sequence[Stay], month: Month) -> None:
    """End the care of those who turn 18 in a month."""
    for stay in stays:
        if stay.ended_on is None and month.starts_on <= stay.person.birthday(_FULL_AGE) <= month.ends_on:
            stay.end(stay.person.birthday(_FULL_AGE), "adult")


def balance_aged_16(stays: list[Stay], month: Month, people: People, rng: Random) -> None:
    """Let as many of those aged 16 or over leave early as told, and others come until their number is right."""
    day = month.ends_on
    aged_16 = [stay for stay in stays if stay.is_in_care(day) and stay.person.age(day) >= 16]
    excess = len(aged_16) - story.path(story.AGED_16)[month]
    free = _free_to_leave(stays, aged_16, month)
    leaving = min(max(excess, story.of_quarter(month, story.LEFT_AT_16)), len(free))
    for stay in rng.sample(free, leaving):
        stay.end(workday_in(month, rng), "early")
    for position in range(max(leaving - excess, 0)):
        stays.append(_older_entrant(stays, month, people, (position + month.number) % 3 == 0, rng))


def _free_to_leave(stays: Sequence[Stay], aged_16: Sequence[Stay], month: Month) -> list[Stay]:
    """Return those who may leave before they are 18: the others must turn 18 soon, because nobody else can."""
    until = max(FinancialYear.of(month).ends_on, month.plus(_STAY_MONTHS + 3).ends_on)
    needed = {due for due, lacking in _lacking(stays).items() if lacking >= 0 and due.ends_on <= until}
    since = months_before(month.ends_on, _STAY_MONTHS)
    able = [stay for stay in aged_16 if stay.ended_on is None and stay.started_on <= since]
    return [s for s in able if s.person.birthday(16) < month.starts_on and _turns_18_in(s) not in needed]


def _older_entrant(stays: Sequence[Stay], month: Month, people: People, is_uasc: bool, rng: Random) -> Stay:
    """Return somebody who comes at 16 or 17, of an age to turn 18 when the story lacks somebody who does."""
    started = day_of_entry(day_in(month, rng))
    born = started - timedelta(days=16 * 365 + 5 + rng.randint(10, 500))
    born = born.replace(day=min(born.day, 27))
    lacking = [due for due, count in _lacking(stays).items() if count > 0 and _may_turn_18(due, month)]
    if lacking:
        born = day_in(lacking[0], rng).replace(year=lacking[0].year - _FULL_AGE)
    return Stay(people.new(born, is_uasc=is_uasc), started)


def day_of_entry(day: date) -> date:
    """Return the day on which somebody comes into care; so early before the year's end that all count in its shares."""
    return day.replace(day=day.day % 3 + 1) if Month.of(day) == story.YEAR_END else day


def _may_turn_18(due: Month, month: Month) -> bool:
    return month.plus(_STAY_MONTHS) < due <= month.plus(22)


def _lacking(stays: Sequence[Stay]) -> dict[Month, int]:
    """Return for each month how many more are to turn 18 in care than will; below zero where too many will."""
    known = Counter(_turns_18_in(stay) for stay in stays if stay.ended_on is None or stay.leaves_as == "adult")
    months = [month for quarter in story.TURNED_18 for month in Quarter(quarter).months]
    return {month: story.of_quarter(month, story.TURNED_18) - known[month] for month in months}


def _turns_18_in(stay: Stay) -> Month:
    return Month.of(stay.person.birthday(_FULL_AGE))
