"""Who is looked after, from when to when: periods of care that add up to the counts of the story.

Called by: tasks.sample.world.
Promises:  at the committee's quarter ends the number of children under 16 and 30 months in care, of those aged
           16 or over, and of those three months in care is the one in tasks.sample.story; in between, nearly. In
           2020/21 as many leave, by age and reason, as it says, and as many remain (tasks.sample.told checks both).
Never:     says where a child lived or under which order: see tasks.sample.moves and tasks.sample.episodes.

Each month children have birthdays and reach 30 months whether it suits or not; then so many leave, or enter at
16 or over, as the counts ask for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from tasks.sample import story, upkeep
from tasks.sample.adoption import adoptive_stays
from tasks.sample.people import People
from tasks.sample.stays import SETTLED_MONTHS, Stay
from tasks.sample.workdays import day_between, day_in, workday_in
from tasks.sample.youth import balance_aged_16, day_of_entry, older_stock, turn_18
from warehouse.periods import FinancialYear, Month, months_before

_LAST_DAY = story.LAST_MONTH.ends_on
_NEVER_16_FROM = date(2005, 7, 10)
"""Whoever is born later is under 16 to the end of the story."""
_RETURNS = frozenset(Month(text) for text in ("2020-10", "2021-01", "2021-04"))
_BY_TOTAL = Month.range(Month("2020-10"), Month("2021-03"))
"""Months in which the year's departures and the number at its end decide who leaves and comes under 16."""
_FEW_SETTLE = Month.range(Month("2018-04"), Month("2018-09"))[::2]
"""Months of entry of which only one child settles, lest more leave settled than 2020/21 has room for."""
_YEARS_OLDER = (5, 8)
_SETTLED_LEAVE_A_MONTH = 3
"""So many at most leave because they are settled, or stayed for some weeks only, whatever else is told."""


def periods_of_care(people: People, seed: str) -> list[Stay]:
    """Return every period of care that matters to the files, oldest first within its kind."""
    rng = Random(f"{seed}:care")
    stays = [*_gone_before(people, rng), *_settled_stock(people, rng), *_future_settled(people, rng)]
    stays += [*_passing_stock(people, rng), *older_stock(people, rng), *adoptive_stays(people, seed)]
    for month in Month.range(Month("2019-01"), Month("2019-03")):
        stays += _entrants(month, 5, people, rng)
    for month in Month.range(story.FIRST_MONTH, story.LAST_MONTH):
        _pass_month(stays, month, people, rng)
    _give_to_guardians(stays, rng)
    _few_under_5(stays, Random(f"{seed}:under five"))
    return stays


def _gone_before(people: People, rng: Random) -> list[Stay]:
    """Children who left in 2018/19: they stand in the first year's files as history."""
    stays = []
    for position in range(84):
        month = Month("2018-04").plus(position % 12)
        left = workday_in(month, rng)
        if position < 14:
            stay = Stay(
                people.new(date(left.year - 18, left.month, left.day)),
                day_between(date(2008, 1, 5), date(2017, 9, 20), rng),
            )
            stay.end(left, "adult")
        else:
            started = left - timedelta(days=rng.randint(20, 1400))
            born = day_between(started - timedelta(days=14 * 365), started - timedelta(days=20), rng)
            stay = Stay(people.new(born), started.replace(day=min(started.day, 27)))
            stay.end(left, "home")
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
    """One to three children for each month of entry who will reach 30 months in care in the months of the story."""
    stays = []
    for month in Month.range(story.FIRST_MONTH.plus(-30), story.LAST_MONTH.plus(-30)):
        for _ in range(3 if month >= Month("2018-10") else 1 if month in _FEW_SETTLE else 2):
            started = day_in(month, rng)
            born = day_between(_NEVER_16_FROM + timedelta(days=30), started - timedelta(days=5), rng)
            stays.append(Stay(people.new(born), started, stays_long=True))
    return stays


def _passing_stock(people: People, rng: Random) -> list[Stay]:
    """Children on 31 March 2019 who will go home before they reach 30 months."""
    stays = []
    for month in (*Month.range(Month("2017-09"), Month("2018-12")), *Month.range(Month("2018-10"), Month("2018-12"))):
        started = day_in(month, rng)
        born = day_between(started - timedelta(days=14 * 365), started - timedelta(days=20), rng)
        stays.append(Stay(people.new(born), started))
    return stays


def _entrants(month: Month, number: int, people: People, rng: Random) -> list[Stay]:
    """Return children under 16 who come into care in a month; now and then one of them stays for some weeks only."""
    stays = []
    for position in range(number):
        day = day_in(month, rng)
        started = day_of_entry(day)
        youngest = rng.choice((0, 4, 5, 7, 8, 9, 10, 11, 12, 13))
        born = started - timedelta(days=youngest * 365 + rng.randint(6, 330))
        stay = Stay(people.new(born.replace(day=min(born.day, 27))), started)
        # Nobody is to leave unforeseen in March 2021, whose departures are counted out before children come.
        is_brief = number > 3 or month.number % 2 == 0
        if position == 0 and is_brief and month.next() != _BY_TOTAL[-1]:
            stay.end(day + timedelta(days=rng.randint(4, 60)), "brief")
        stays.append(stay)
    return stays


def _pass_month(stays: list[Stay], month: Month, people: People, rng: Random) -> None:
    """Let one month happen: birthdays, then as many departures and arrivals as the counts ask for."""
    turn_18(stays, month)
    stays += _returning(stays, month, rng)
    balance_aged_16(stays, month, people, rng)
    _balance_settled(stays, month, rng)
    _balance_others(stays, month, rng)
    stays += _entrants(month, _coming(stays, month), people, rng)


def _coming(stays: Sequence[Stay], month: Month) -> int:
    """Return how many children under 16 come in a month."""
    if month not in _BY_TOTAL:
        return story.of_quarter(month, story.ENTERED_UNDER_16)
    last = _BY_TOTAL[-1]
    before = sum(stay.is_in_care(month.previous().ends_on) for stay in stays)
    steps = len(Month.range(month, last))
    wanted = before + (story.LOOKED_AFTER[str(last)] - before) // steps
    return max(wanted - sum(stay.is_in_care(month.ends_on) for stay in stays), 0)


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


def _balance_settled(stays: list[Stay], month: Month, rng: Random) -> None:
    """Let settled children leave, for adoption or for home, until their number is right."""
    day = month.ends_on
    settled = [stay for stay in stays if stay.is_settled(day)]
    excess = len(settled) - story.path(story.SETTLED)[month]
    able = [stay for stay in settled if stay.ended_on is None and stay.started_on <= months_before(day, 32)]
    able = [stay for stay in able if stay.adoption is None]
    for stay in rng.sample(able, max(excess, 0)):
        stay.end(workday_in(month, rng), "home")


def _balance_others(stays: list[Stay], month: Month, rng: Random) -> None:
    """Let other children leave until as many have been in care for three months, or have left, as told."""
    day = month.ends_on
    in_care = [stay for stay in stays if stay.is_in_care(day) and stay.started_on <= months_before(day, 3)]
    excess = len(in_care) - story.path(story.IN_CARE_3_MONTHS)[month]
    if month in _BY_TOTAL:
        excess = _still_to_leave(stays, month)
    able = [stay for stay in in_care if stay.ended_on is None and not stay.stays_long and stay.person.age(day) < 16]
    able = [stay for stay in able if stay.adoption is None and not stay.is_settled(day)]
    soon_settled = [stay for stay in able if stay.started_on <= months_before(day, SETTLED_MONTHS - 2)]
    leaving = soon_settled[: max(excess, 0)]
    others = [stay for stay in able if stay not in leaving]
    leaving += rng.sample(others, max(excess - len(leaving), 0))
    for stay in leaving:
        stay.end(workday_in(month, rng), "home")


def _still_to_leave(stays: Sequence[Stay], month: Month) -> int:
    """Return a month's part of those under 16 who are still to leave in the financial year."""
    year = FinancialYear.of(month)
    gone = sum(stay.has_ended(year.starts_on, year.ends_on) and stay.age_at_end() < 16 for stay in stays)
    after = len(Month.range(month, _BY_TOTAL[-1])) - 1
    return (story.LEFT_UNDER_16[str(year)] - gone - _SETTLED_LEAVE_A_MONTH * after) // (after + 1)


def _give_to_guardians(stays: Sequence[Stay], rng: Random) -> None:
    """Let as many of those who left in a year have left to special guardians as told."""
    times = Counter(id(stay.person) for stay in stays)
    for year, wanted in story.GUARDED.items():
        first, last = FinancialYear(year).starts_on, FinancialYear(year).ends_on
        able = [s for s in stays if s.leaves_as == "home" and s.has_ended(first, last) and times[id(s.person)] == 1]
        for stay in rng.sample(able, wanted):
            stay.leaves_as = "guardian"


def _few_under_5(stays: Sequence[Stay], rng: Random) -> None:
    """Let so many of those who are under five at the year's end have come at five or over that few enough are left."""
    young = [stay for stay in stays if stay.is_under_5(story.YEAR_END.ends_on)]
    able = [stay for stay in young if stay.adoption is None]
    for stay in rng.sample(able, max(len(young) - upkeep.MOST_UNDER_5, 0)):
        stay.person.born_on = stay.person.birthday(-rng.randint(*_YEARS_OLDER))
