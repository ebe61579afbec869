"""When children move and when their social worker changes, until the counts of the story are met.

Called by: tasks.sample.world, after tasks.sample.care.
Promises:  at the committee's quarter ends the number of settled children in the same placement for two years is
           the one in tasks.sample.story; at every month end the numbers with three placements or with two changes
           of worker in twelve months are near theirs.
Never:     lets chance add to a count: what happens to one child stands 13 months apart, except where two in quick
           succession are wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.stays import SETTLED_MONTHS, Stay
from tasks.sample.workdays import day_between, day_in, workday_in
from warehouse.periods import Month, months_before

_IN_PLACE_MONTHS = 24
_APART_MONTHS = 13
_FIRST_MONTH = Month("2018-05")
_IN_PLACE_SINCE = date(2017, 3, 20)
_RECOVERED = tuple(story.FIRST_MONTH.plus(n) for n in range(9))
_RECOVERED_LATE = tuple(story.LAST_MONTH.plus(-(n % 3)) for n in range(9))
"""When those of the first settled children who had moved of late have been in their placement for two years."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happens to children in care.

    counted, added_to: the days counted, and the list to add to; may_happen: to whom and when.
    once_a_month:      to how many it happens each month.
    twice, thrice:     to how many it has happened twice, or three times, in the twelve months to a month's end.
    """

    counted: Callable[[Stay], list[date]]
    added_to: Callable[[Stay], list[date]]
    may_happen: Callable[[Stay, Month], bool]
    once_a_month: int
    twice: Mapping[Month, int]
    thrice: Mapping[Month, int] = field(default_factory=dict)

    def so_far(self, stays: Sequence[Stay], month: Month, times: int) -> int:
        """Return to how many children in care it has happened so often in the twelve months to a month's end."""
        day, since = month.ends_on, months_before(month.ends_on, 12)
        in_care = [stay for stay in stays if stay.is_in_care(day)]
        return sum(sum(since < on <= day for on in self.counted(stay)) >= times for stay in in_care)


def is_in_place(stay: Stay, day: date) -> bool:
    """Tell whether a child has been in the same placement for two years; the move to adopters does not count."""
    last = max((move for move in stay.moves if move <= day), default=stay.started_on)
    return last <= months_before(day, _IN_PLACE_MONTHS)


def move_children(stays: Sequence[Stay], seed: str) -> None:
    """Give every period of care its moves."""
    rng = Random(f"{seed}:moves")
    _earlier_moves(stays, rng)
    for month in Month.range(story.FIRST_MONTH, story.LAST_MONTH):
        _move_settled(stays, month, rng)
    _happen(stays, moving(), rng)


def moving() -> Happening:
    """Moves to another placement, that to adopters included; two in a year make three placements."""
    return Happening(_all_moves, lambda stay: stay.moves, _may_move, 2, story.path(story.THREE_PLACEMENTS))


def changing() -> Happening:
    """Changes of social worker."""
    twice, thrice = story.path(story.TWO_WORKER_CHANGES), story.path(story.THREE_WORKER_CHANGES)
    return Happening(
        lambda stay: stay.worker_changes, lambda stay: stay.worker_changes, lambda _stay, _month: True, 6, twice, thrice
    )


def change_workers(stays: Sequence[Stay], seed: str) -> None:
    """Give every period of care its changes of social worker."""
    _happen(stays, changing(), Random(f"{seed}:workers"))


def _happen(stays: Sequence[Stay], happening: Happening, rng: Random) -> None:
    """Let something happen to a few children each month, and more than once to as many as the story asks for."""
    for month in Month.range(_FIRST_MONTH, story.LAST_MONTH):
        often = max(happening.twice[month] - happening.so_far(stays, month, 2), 0)
        more_often = max(happening.thrice.get(month, 0) - happening.so_far(stays, month, 3), 0)
        in_care = [stay for stay in stays if stay.is_in_care(month.ends_on)]
        able = [stay for stay in in_care if _is_quiet(stay, month, happening) and happening.may_happen(stay, month)]
        chosen = rng.sample(able, min(often + happening.once_a_month, len(able)))
        for position, stay in enumerate(chosen):
            days = happening.added_to(stay)
            if happening.once_a_month <= position < happening.once_a_month + more_often:
                days.append(day_in(month.previous(), rng).replace(day=1 + position % 3))
            if position >= happening.once_a_month:
                days.append(max(day_in(month.previous(), rng), month.previous().starts_on + timedelta(days=4)))
            days.append(workday_in(month, rng))


def _is_quiet(stay: Stay, month: Month, happening: Happening) -> bool:
    """Tell whether nothing else happens to the child for long before, and the child neither came nor goes just now."""
    earliest, latest = months_before(month.ends_on, _APART_MONTHS), month.ends_on + timedelta(days=40)
    if stay.started_on >= month.previous().starts_on or (stay.ended_on and stay.ended_on <= latest):
        return False
    return not any(on > earliest for on in happening.counted(stay))


def _all_moves(stay: Stay) -> list[date]:
    return [*stay.moves, stay.adopters_from] if stay.adopters_from else stay.moves


def _may_move(stay: Stay, month: Month) -> bool:
    """Tell whether a move would leave the count of settled children in place as it is."""
    settled_on = Month.of(stay.started_on).plus(SETTLED_MONTHS).ends_on
    turns_16 = stay.person.birthday(16)
    gone_on = stay.ended_on or date.max
    is_never_settled = settled_on >= min(turns_16, gone_on) or settled_on > story.LAST_MONTH.ends_on
    return stay.adopters_from is None and (is_never_settled or turns_16 < month.previous().starts_on)


def _earlier_moves(stays: Sequence[Stay], rng: Random) -> None:
    """Give the moves of the years before the files, and those that decide who is settled in place at first."""
    stock = [stay for stay in stays if stay.stays_long and stay.started_on < date(2016, 9, 28)]
    lasting = [stay for stay in stock if stay.is_settled(story.LAST_MONTH.ends_on)]
    late = rng.sample(lasting, len(_RECOVERED_LATE))
    unsettled = rng.sample([stay for stay in stock if stay not in late], len(_RECOVERED)) + late
    for stay, month in zip(unsettled, (*_RECOVERED, *_RECOVERED_LATE), strict=True):
        if stay in late:
            stay.moves.append(day_in(month.plus(-42), rng))
        stay.moves.append(day_in(month.plus(-_IN_PLACE_MONTHS), rng))
    coming = [stay for stay in stays if stay.stays_long and stay.started_on > date(2016, 9, 28)]
    for position, stay in enumerate(coming):
        start = Month.of(stay.started_on)
        if position % 6 == 0 and start < Month("2018-10"):
            stay.moves.append(day_in(start.plus(rng.randint(7, 29)), rng))
        elif position % 3 == 1:
            stay.moves.append(day_in(start.plus(rng.randint(1, 5)), rng))
    for stay in stays:
        if not stay.moves and stay.started_on < date(2016, 1, 1) and rng.random() < 0.7:
            first = stay.started_on + timedelta(days=40)
            stay.moves.append(day_between(first, _IN_PLACE_SINCE, rng))


def _move_settled(stays: Sequence[Stay], month: Month, rng: Random) -> None:
    """Move so many settled children that the number in place for two years is right."""
    day = month.ends_on
    in_place = [stay for stay in stays if stay.is_settled(day) and is_in_place(stay, day)]
    excess = len(in_place) - story.path(story.SETTLED_IN_PLACE)[month]
    soon = day + timedelta(days=60)
    able = [s for s in in_place if not s.adopters_from and (s.ended_on is None or s.ended_on > soon)]
    for stay in rng.sample(able, min(max(excess, 0), len(able))):
        stay.moves.append(workday_in(month, rng))
