"""Where a monthly number was to be expected, going by the months before it.

Called by: warehouse.anomalies, once for each number of each month's file.
Promises:  the same numbers give the same band on every machine: whole numbers only, no float.
Never:     knows what is counted, asks what day it is, or looks at later months.

Three simple forecasts compete, and the one that fitted the last twelve months best is used:
level (their median), step (the last one, moved by the median step: lists that grow) and year (the same month a
year before, moved by the median growth since: seasons, and lists that start again each April). How wide the band
is comes from what the winner missed by, as a median too, and is never less than chance alone would make it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

WINDOW = 12
FEWEST = 6
"""A number is judged where at least this many of the twelve months before it are known."""

_TIMES_TENTHS = 45
"""How many tenths of a standard deviation wide a band is to either side. Tuned by simulation: see tests/warehouse."""

_AS_LAST_YEAR_PCT = 15
"""A jump that happened a year ago too is expected, if it ends within this much of where that one would lead."""

_PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class Point:
    """One month's number. Unit: thousandths of a row for counts, millionths of the whole for shares.

    chance: standard deviation by chance alone, in the same unit.
    """

    value: int
    chance: int


@dataclass(frozen=True, slots=True)
class Band:
    """Where a number was to be expected: its middle and how far from it is still usual."""

    middle: int
    width: int

    def holds(self, value: int) -> bool:
        """Whether a value is as expected."""
        return abs(value - self.middle) <= self.width


@dataclass(frozen=True, slots=True)
class _Forecast:
    middle: int
    miss: int
    chance: int


def counted(rows: int) -> Point:
    """Return a number of rows as a point."""
    return Point(1000 * rows, isqrt(1_000_000 * max(rows, 1)))


def share(rows: int, of_rows: int) -> Point | None:
    """Return rows of so many rows as a point; None where there are none to be a share of."""
    if not of_rows:
        return None
    # A share of none or all still varies by chance, as if half a row were otherwise.
    likely = min(max(2 * rows, 1), 2 * of_rows - 1)
    variance = _PPM * _PPM * likely * (2 * of_rows - likely) // (4 * of_rows * of_rows * of_rows)
    return Point(_PPM * rows // of_rows, isqrt(variance))


def band(before: Sequence[Point | None], now: Point, smallest: int = 0) -> Band | None:
    """Return where the number after `before` was to be expected; None where too little is known.

    before:       the months before it in order, None where there is no number; more than 24 are of no use.
    smallest:     how wide the band is at least.
    """
    found = [f for f in (_level(before), _step(before), _year(before)) if f]
    if not found:
        return None
    best = min(found, key=lambda forecast: forecast.miss)
    chance = max(best.chance, now.chance)
    spread = max(best.miss * 1483 // 1000, chance)
    width = max(_TIMES_TENTHS * spread // 10, smallest)
    usual = Band(best.middle, width)
    return usual if usual.holds(now.value) else _as_last_year(before, now, usual) or usual


def _level(before: Sequence[Point | None]) -> _Forecast | None:
    window = [point for point in before[-WINDOW:] if point]
    if len(window) < FEWEST:
        return None
    middle = _median([point.value for point in window])
    return _Forecast(
        middle,
        _median([abs(point.value - middle) for point in window]),
        _median([point.chance for point in window]),
    )


def _step(before: Sequence[Point | None]) -> _Forecast | None:
    """Expect the last number moved by the usual step; what is by chance is in the step, not in the whole."""
    window = list(before[-WINDOW:])
    steps = _steps(window)
    if len(steps) < FEWEST - 1:
        return None
    ago, last = next((n, point) for n, point in enumerate(reversed(window), start=1) if point)
    usual = _median(steps)
    return _Forecast(last.value + usual * ago, _median([abs(step - usual) for step in steps]), last.chance)


def _year(before: Sequence[Point | None]) -> _Forecast | None:
    """Expect what was there a year ago, times the usual growth since the months a year before."""
    if len(before) < 2 * WINDOW or (then := before[-WINDOW]) is None:
        return None
    pairs = [
        (older.value, newer.value)
        for older, newer in zip(before[-2 * WINDOW : -WINDOW], before[-WINDOW:], strict=True)
        if older and newer and older.value
    ]
    if len(pairs) < FEWEST:
        return None
    growth = _median([1000 * newer // older for older, newer in pairs])
    misses = [abs(newer - older * growth // 1000) for older, newer in pairs]
    return _Forecast(then.value * growth // 1000, _median(misses), then.chance)


def _as_last_year(before: Sequence[Point | None], now: Point, usual: Band) -> Band | None:
    """Return a band about where last year's jump would lead, if the number jumps as it did a year ago."""
    if len(before) <= WINDOW or not (last := before[-1]):
        return None
    start, end = before[-WINDOW - 1], before[-WINDOW]
    if not (start and end):
        return None
    was, is_now = end.value - start.value, now.value - last.value
    if abs(was) <= usual.width or (was > 0) != (is_now > 0):
        return None
    middle = last.value * end.value // start.value if start.value else last.value + was
    expected = Band(middle, max(usual.width, abs(middle) * _AS_LAST_YEAR_PCT // 100))
    return expected if expected.holds(now.value) else None


def _steps(window: Sequence[Point | None]) -> list[int]:
    return [after.value - before.value for before, after in itertools.pairwise(window) if before and after]


def _median(values: Sequence[int]) -> int:
    """Return the middle value, of two the mean rounded down."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) // 2
