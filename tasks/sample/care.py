"""Who is looked after, from when to when: periods of care that add up to the counts of the story.

Called by: tasks.sample.world.
Promises:  at the committee's quarter ends the number of children under 16 and 30 months in care, of those aged
           16 or over, and of those three months in care is the one in tasks.sample.story; in between, nearly.
Never:     says where a child lived or under which order: see tasks.sample.moves and tasks.sample.episodes.

Each month children have birthdays and reach 30 months whether it suits or not; then so many leave, or enter at
16 or over, as the counts ask for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.people import People, Person
from tasks.sample.workdays import day_between, day_in, workday_in
from warehouse.periods import Month, months_before

SETTLED_MONTHS = 30
_STOCK_ON = date(2019, 3, 31)
_LAST_DAY = story.LAST_MONTH.ends_on
_NEVER_16_FROM = date(2005, 7, 10)
"""Whoever is born later is under 16 to the end of the story."""
_BUSY = frozenset(Month(text) for text in ("2020-02", "2020-03", "2020-06"))
"""Months with one more entrant, so that the quarter ends after them can be met by departures."""
_RETURNS = frozenset(Month(text) for text in ("2020-10", "2021-01", "2021-04"))


@dataclass(slots=True)
class Stay:
    """One period of care.

    stays_long: will be there for 30 months at least.
    leaves_as:  "" | "adult" (18th birthday) | "adopted" | "home" | "early" (16 or 17, before the birthday) | "brief".
    moves:      days on which the child moved to another placement; adopted_from is the move to adopters.
    worker_changes: days on which another social worker took over.
    """

    person: Person
    started_on: date
    stays_long: bool = False
    ended_on: date | None = None
    leaves_as: str = ""
    moves: list[date] = field(default_factory=list)
    adopters_from: date | None = None
    worker_changes: list[date] = field(default_factory=list)
    referral_id: str | None = None

    def is_in_care(self, day: date) -> bool:
        """Tell whether the child is looked after at the end of a day."""
        return self.started_on <= day and (self.ended_on is None or self.ended_on > day)

    def is_settled(self, day: date) -> bool:
        """Tell whether the child is under 16 and has been looked after for 30 months."""
        return (
            self.is_in_care(day) and self.person.age(day) < 16 and self.started_on <= months_before(day, SETTLED_MONTHS)
        )

    def end(self, day: date, leaves_as: str) -> None:
        """End the period of care."""
        self.ended_on, self.leaves_as = day, leaves_as


def periods_of_care(people: People, seed: str) -> list[Stay]:
    """Return every period of care that matters to the files, oldest first within its kind."""
    rng = Random(f"{seed}:care")
    stays = [*_gone_before(people, rng), *_settled_stock(people, rng), *_future_settled(people, rng)]
    stays += [*_passing_stock(people, rng), *_older_stock(people, rng)]
    for month in Month.range(Month("2019-01"), Month("2019-03")):
        stays += _entrants(month, people, rng)
    for month in Month.range(story.FIRST_MONTH, story.LAST_MONTH):
        _pass_month(stays, month, people, rng)
    return stays


def _gone_before(people: People, rng: Random) -> list[Stay]:
    """Children who left in 2018/19: they stand in the first year's files as history."""
    stays = []
    for position in range(88):
        month = Month("2018-04").plus(position % 12)
        left = workday_in(month, rng)
        if position < 28:
            stay = Stay(
                people.new(date(left.year - 18, left.month, left.day)),
                day_between(date(2008, 1, 5), date(2017, 9, 20), rng),
            )
            stay.end(left, "adult")
        else:
            started = left - timedelta(days=rng.randint(20, 1400))
            born = day_between(started - timedelta(days=14 * 365), started - timedelta(days=20), rng)
            stay = Stay(people.new(born), started.replace(day=min(started.day, 27)))
            stay.end(left, "adopted" if position % 9 == 0 and stay.person.age(left) < 7 else "home")
        stays.append(stay)
    return stays


def _settled_stock(people: People, rng: Random) -> list[Stay]:
    """Children who had been settled for long on 31 March 2019; some turn 16 later, one a month at most."""
    turning = [story.FIRST_MONTH.plus(position * 27 // 19) for position in range(19)]
    stays = []
    for position in range(story.SETTLED["2019-03"]):
        if position < len(turning):
            month = turning[position]
            born = day_in(month, rng).replace(year=month.year - 16)
        else:
            born = day_between(_NEVER_16_FROM + timedelta(days=30), date(2016, 1, 20), rng)
        earliest = max(born + timedelta(days=10), date(2009, 2, 1))
        stays.append(Stay(people.new(born), day_between(earliest, date(2016, 9, 20), rng), stays_long=True))
    return stays


def _future_settled(people: People, rng: Random) -> list[Stay]:
    """Two or three children for each month of entry who will reach 30 months in care in the months of the story."""
    stays = []
    for month in Month.range(story.FIRST_MONTH.plus(-30), story.LAST_MONTH.plus(-30)):
        for _ in range(2 if month < Month("2018-10") else 3):
            started = day_in(month, rng)
            born = day_between(_NEVER_16_FROM + timedelta(days=30), started - timedelta(days=5), rng)
            stays.append(Stay(people.new(born), started, stays_long=True))
    return stays


def _passing_stock(people: People, rng: Random) -> list[Stay]:
    """Children on 31 March 2019 who will go home before they reach 30 months."""
    stays = []
    for month in (*Month.range(Month("2017-07"), Month("2018-12")), *Month.range(Month("2018-04"), Month("2018-12"))):
        started = day_in(month, rng)
        born = day_between(started - timedelta(days=14 * 365), started - timedelta(days=20), rng)
        stays.append(Stay(people.new(born), started))
    return stays


def _older_stock(people: People, rng: Random) -> list[Stay]:
    """Young people of 16 and 17 on 31 March 2019, two or three of whom turn 18 each month."""
    stays = []
    for position in range(story.AGED_16["2019-03"]):
        month = story.FIRST_MONTH.plus(position * 24 // story.AGED_16["2019-03"])
        born = day_in(month, rng).replace(year=month.year - 18)
        is_uasc = position % 4 == 1
        first = born.replace(year=born.year + 15) if is_uasc else date(2008, 1, 5)
        last = date(2018, 12, 20)
        stays.append(Stay(people.new(born, is_uasc=is_uasc), day_between(min(first, date(2018, 10, 1)), last, rng)))
    return stays


def _entrants(month: Month, people: People, rng: Random) -> list[Stay]:
    """Return the children under 16 who come into care in a month; one of them stays for some weeks only."""
    stays = []
    for position in range(5 + (month in _BUSY)):
        started = day_in(month, rng)
        youngest = rng.choice((0, 0, 1, 3, 5, 8, 10, 12, 13, 14))
        born = started - timedelta(days=youngest * 365 + rng.randint(6, 330))
        stay = Stay(people.new(born.replace(day=min(born.day, 27))), started)
        if position == 0:
            stay.end(started + timedelta(days=rng.randint(4, 60)), "brief")
        stays.append(stay)
    return stays


def _pass_month(stays: list[Stay], month: Month, people: People, rng: Random) -> None:
    """Let one month happen: birthdays, entrants, then as many departures as the counts ask for."""
    _turn_18(stays, month)
    stays += _returning(stays, month, rng) + _entrants(month, people, rng)
    _balance_aged_16(stays, month, people, rng)
    _balance_settled(stays, month, rng)
    _balance_three_months(stays, month, rng)


def _turn_18(stays: list[Stay], month: Month) -> None:
    for stay in stays:
        if stay.ended_on is None and month.starts_on <= stay.person.birthday(18) <= month.ends_on:
            stay.end(stay.person.birthday(18), "adult")


def _returning(stays: list[Stay], month: Month, rng: Random) -> list[Stay]:
    """Return, in a few months, one child who went home more than a year before and comes back."""
    if month not in _RETURNS:
        return []
    long_ago, came_back = month.plus(-13).ends_on, {id(s.person) for s in stays if s.started_on > date(2020, 9, 1)}
    gone = [
        stay
        for stay in stays
        if stay.leaves_as == "home"
        and stay.ended_on
        and date(2019, 4, 1) <= stay.ended_on <= long_ago
        and stay.person.age(_LAST_DAY) < 15
        and id(stay.person) not in came_back
    ]
    return [Stay(rng.choice(gone).person, day_in(month, rng))] if gone else []


def _balance_aged_16(stays: list[Stay], month: Month, people: People, rng: Random) -> None:
    """Let young people of 16 or 17 come in or leave until their number is right."""
    day = month.ends_on
    aged_16 = [stay for stay in stays if stay.is_in_care(day) and stay.person.age(day) >= 16]
    excess = len(aged_16) - story.path(story.AGED_16)[month]
    able = [stay for stay in aged_16 if stay.ended_on is None and stay.started_on <= months_before(day, 5)]
    for stay in rng.sample(able, max(excess, 0)):
        stay.end(workday_in(month, rng), "early")
    for position in range(max(-excess, 0)):
        started = day_in(month, rng)
        born = started - timedelta(days=16 * 365 + 5 + rng.randint(10, 500))
        person = people.new(born.replace(day=min(born.day, 27)), is_uasc=(position + month.number) % 2 == 0)
        stays.append(Stay(person, started))


def _balance_settled(stays: list[Stay], month: Month, rng: Random) -> None:
    """Let settled children leave, for adoption or for home, until their number is right."""
    day = month.ends_on
    settled = [stay for stay in stays if stay.is_settled(day)]
    excess = len(settled) - story.path(story.SETTLED)[month]
    able = [stay for stay in settled if stay.ended_on is None and stay.started_on <= months_before(day, 32)]
    for stay in rng.sample(able, max(excess, 0)):
        stay.end(workday_in(month, rng), "adopted" if stay.person.age(day) < 8 else "home")


def _balance_three_months(stays: list[Stay], month: Month, rng: Random) -> None:
    """Let other children leave until the number of those who have been in care for three months is right."""
    day = month.ends_on
    in_care = [stay for stay in stays if stay.is_in_care(day) and stay.started_on <= months_before(day, 3)]
    excess = len(in_care) - story.path(story.IN_CARE_3_MONTHS)[month]
    able = [stay for stay in in_care if stay.ended_on is None and not stay.stays_long and stay.person.age(day) < 16]
    able = [stay for stay in able if not stay.is_settled(day)]
    soon_settled = [stay for stay in able if stay.started_on <= months_before(day, SETTLED_MONTHS - 2)]
    leaving = soon_settled[: max(excess, 0)]
    others = [stay for stay in able if stay not in leaving]
    leaving += rng.sample(others, max(excess - len(leaving), 0))
    for stay in leaving:
        is_adopted = stay.person.age(day) < 4 and stay.started_on <= months_before(day, 14) and rng.random() < 0.5
        stay.end(workday_in(month, rng), "adopted" if is_adopted else "home")
