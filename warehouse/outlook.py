"""Where the year will end: a projected outturn, how far it may be off, and what the target still asks for.

Called by: warehouse.monthly, for each indicator of a report.
Promises:  exact and repeatable: the interval comes from how far the same projection would have been off at every
           earlier month, at the same distance; where that cannot be told, what is missing is said.
Never:     draws a random number, nor projects across a month without a figure.

How often the interval holds the real outturn on simulated indicators: docs/signal.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from warehouse.travel import Better, check_better

Measured = Literal["proportion", "average", "count", "level", "share"]
"""How months make a year: a share or mean of all its cases, all its events together, or the position at its end: a
number or a share."""

YEAR = 12
FEWEST_ERRORS = 4
"""Earlier projections that an 80 % interval needs: a fifth one falls within the widest of four four times in five."""
_INTERVAL = Fraction(8, 10)


@dataclass(frozen=True, slots=True)
class MonthCounted:
    """One month by itself. top: events, amounts or the level; bottom: the cases that it is a share or mean of."""

    top: int
    bottom: int = 1


@dataclass(frozen=True, slots=True)
class Goal:
    """The target of the year, in the indicator's unit, and which side of it is good."""

    target: Fraction
    better: Better


@dataclass(frozen=True, slots=True)
class Needed:
    """What each month left must average to end on the target.

    a_month:  events a month; share or mean among the cases of the months left; for a position, its move a month.
    feasible: whether months can be so at all.
    """

    a_month: Fraction
    feasible: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the year comes to, in the indicator's unit.

    chance:   of meeting the target, 0 to 1; None without a target.
    needed:   None without a target, or where no month is left.
    method:   how the months left were projected, in words.
    why_none: what is missing, where nothing is projected.
    """

    projected: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None
    months_left: int = 0
    chance: Fraction | None = None
    needed: Needed | None = None
    method: str = ""
    why_none: str = ""


_Number = int | Fraction
_Method = Callable[[Sequence[_Number], int], _Number]


@dataclass(frozen=True, slots=True)
class _Projector:
    """One way to project a year from months in a row: `tops` and `bottoms`, or positions and nothing."""

    words: str
    method: _Method
    measured: Measured
    scale: Fraction
    tops: Sequence[_Number]
    bottoms: Sequence[_Number]

    def year(self, now: int, left: int) -> Fraction | None:
        """Return a year's outturn as the first `now` months show it, `left` months before; None without cases."""
        ahead = self.method(self.tops[:now], left)
        if self.measured not in _ADDING:
            return self.scale * ahead
        if self.measured == "count":
            return self.scale * (self.so_far(self.tops, now, left) + ahead)
        cases = self.method(self.bottoms[:now], left)
        ahead = min(ahead, cases) if self.measured == "proportion" else ahead
        cases += self.so_far(self.bottoms, now, left)
        return self.scale * (self.so_far(self.tops, now, left) + ahead) / cases if cases else None

    def outturn(self, ends: int) -> Fraction | None:
        """Return what a year came to that ended with the month before `ends`."""
        if self.measured not in _ADDING:
            return self.scale * self.tops[ends - 1]
        top = self.scale * self.so_far(self.tops, ends, 0)
        if self.measured == "count":
            return top
        cases = self.so_far(self.bottoms, ends, 0)
        return top / cases if cases else None

    def errors(self, left: int) -> list[Fraction]:
        """Return by how much real years were above the projection made `left` months before their end.

        A year here is any twelve months in a row, so that few years give many trials. Those of a distant end share
        most of their months and so differ less than years do; they are widened for it.
        """
        wider = 1 + Fraction(left, 2 * len(self.tops))
        found = []
        for now in range(YEAR, len(self.tops) - left + 1):
            said, was = self.year(now, left), self.outturn(now + left)
            if said is not None and was is not None:
                found.append((was - said) * wider)
        return found

    @staticmethod
    def so_far(values: Sequence[_Number], now: int, left: int) -> _Number:
        """Return what the months of the year up to `now` add up to."""
        return sum(values[now - (YEAR - left) : now])


def outlook(
    history: Sequence[MonthCounted | None], done: int, measured: Measured, scale: Fraction, goal: Goal | None = None
) -> Outlook:
    """Return where a year will end of which `done` months are known.

    history: months in order, gaps kept as None; the last is the latest month of the year.
    scale:   what the outturn is multiplied by to stand in its unit (100 for per cent).
    Source:  local method; quality level U-12.
    Trap:    a year of shares adds up cases; it is not the mean of the months' shares.
    """
    if goal is not None:
        check_better(goal.better)
    left = YEAR - done
    known = _unbroken(history)
    wanted = YEAR + left + FEWEST_ERRORS - 1 if left else YEAR if measured in _ADDING else 1
    if len(known) < wanted:
        reason = f"of {wanted} months in a row that it takes with {left} of the year to come, {len(known)} are known"
        return Outlook(None, months_left=left, why_none=reason)
    chosen, errors = _best(known, left, measured, scale)
    projected = chosen.year(len(known), left) if left else chosen.outturn(len(known))
    if projected is None or (left and len(errors) < FEWEST_ERRORS):
        return Outlook(None, months_left=left, why_none="too few months with any case")
    least, most = _bounds(chosen, left)
    reach = _reach(errors)
    low, high = (_within(end, least, most) for end in (projected - reach, projected + reach))
    projected = _within(projected, least, most)
    if goal is None:
        return Outlook(projected, low, high, left, method=chosen.words)
    chance = _chance(projected, errors, (least, most), goal)
    needed = _needed(chosen, left, goal) if left else None
    return Outlook(projected, low, high, left, chance, needed, chosen.words)


def evenly(values: Sequence[_Number], left: int) -> _Number:
    """Return what the months to come add up to, if they bring what the last twelve did on average."""
    return Fraction(sum(values[-YEAR:]) * left, YEAR)


def seasonally(values: Sequence[_Number], left: int) -> _Number:
    """Return what the months to come add up to, if these months have the share of the year that they had before."""
    years = values[-(len(values) // YEAR * YEAR) :]
    whole = sum(years)
    ahead = sum(sum(years[start : start + left]) for start in range(0, len(years), YEAR))
    return Fraction(sum(values[-YEAR:]) * ahead, whole) if whole else 0


def as_now(values: Sequence[_Number], _left: int) -> _Number:
    """Return the position at the end of the year, if it stays."""
    return values[-1]


def as_usual(values: Sequence[_Number], _left: int) -> _Number:
    """Return the position at the end of the year, if it is what the last twelve months were on average."""
    return Fraction(sum(values[-YEAR:]), len(values[-YEAR:]))


def moving_as_before(values: Sequence[_Number], left: int) -> _Number:
    """Return the position at the end of the year, if it moves as it did over the same months of earlier years."""
    now = len(values) - 1
    moves = [values[start + left] - values[start] for start in range(now - YEAR, -1, -YEAR)]
    return values[now] + (Fraction(sum(moves), len(moves)) if moves else 0)


_SUMS: Mapping[str, _Method] = {
    "the share of a year that these months had before": seasonally,
    "the average of the last twelve months": evenly,
}
_POSITIONS: Mapping[str, _Method] = {
    "the latest position": as_now,
    "the average of the last twelve months": as_usual,
    "the move over the same months in earlier years": moving_as_before,
}
_ADDING = ("proportion", "average", "count")


def _best(
    known: Sequence[MonthCounted], left: int, measured: Measured, scale: Fraction
) -> tuple[_Projector, list[Fraction]]:
    """Return the way of projecting that has erred least at this distance from a year's end, with its errors."""
    is_adding = measured in _ADDING
    tops: list[_Number] = [m.top if is_adding else Fraction(m.top, m.bottom) for m in known]
    bottoms: list[_Number] = [m.bottom for m in known]
    ways = (_SUMS if is_adding else _POSITIONS) if left else {"all months are known": evenly}
    tried = [_Projector(words, method, measured, scale, tops, bottoms) for words, method in ways.items()]
    found = [(way, way.errors(left) if left else []) for way in tried]
    return min(found, key=lambda pair: sum(abs(error) for error in pair[1]))


def _reach(errors: Sequence[Fraction]) -> Fraction:
    """Return how far to either side four in five projections are off, the one at hand counted among them."""
    if not errors:
        return Fraction(0)
    place = -(-(len(errors) + 1) * _INTERVAL // 1)
    return sorted(abs(error) for error in errors)[min(int(place), len(errors)) - 1]


def _chance(
    projected: Fraction, errors: Sequence[Fraction], bounds: tuple[Fraction, Fraction | None], goal: Goal
) -> Fraction:
    """Return how likely the target is met; certain only where nothing to come can change it."""
    ends = [_within(projected + side * error, *bounds) for error in errors for side in (1, -1)]
    met = sum(_meets(end, goal) for end in ends)
    least, most = bounds
    if least == most or not errors:
        return Fraction(_meets(projected, goal))
    if _meets(least, goal) and (goal.better == "higher" or (most is not None and _meets(most, goal))):
        return Fraction(1)
    if not _meets(least, goal) and goal.better == "lower":
        return Fraction(0)
    return Fraction(met + 1, len(ends) + 2)


def _needed(way: _Projector, left: int, goal: Goal) -> Needed:
    """Return what the months left must average, the cases of a share or mean being as projected."""
    months = len(way.tops)
    target = goal.target / way.scale
    if way.measured not in _ADDING:
        return Needed((target - way.tops[-1]) * way.scale / left, True)
    so_far = way.so_far(way.tops, months, left)
    if way.measured == "count":
        a_month = (target - so_far) / left
        return Needed(a_month, a_month >= 0 or goal.better == "higher")
    cases = way.method(way.bottoms, left)
    if not cases:
        return Needed(goal.target, False)
    share = (target * (way.so_far(way.bottoms, months, left) + cases) - so_far) / cases
    is_share = way.measured == "proportion"
    feasible = share <= 1 or not is_share if goal.better == "higher" else share >= 0
    return Needed(share * way.scale, feasible)


def _unbroken(history: Sequence[MonthCounted | None]) -> list[MonthCounted]:
    """Return the months since the last gap."""
    known: list[MonthCounted] = []
    for month in history:
        known = [] if month is None else [*known, month]
    return known


def _bounds(way: _Projector, left: int) -> tuple[Fraction, Fraction | None]:
    """Return what an outturn can be at least and at most: events that have happened are not undone."""
    happened = way.so_far(way.tops, len(way.tops), left) if way.measured == "count" else 0
    return way.scale * happened, way.scale if way.measured in ("proportion", "share") else None


def _within(value: Fraction, least: Fraction, most: Fraction | None) -> Fraction:
    return max(value, least) if most is None else min(max(value, least), most)


def _meets(value: Fraction, goal: Goal) -> bool:
    return value >= goal.target if goal.better == "higher" else value <= goal.target
