"""Simulated months in which nothing changes, so that whatever is signalled in them is false.

Promises:  the same seed gives the same series; whole numbers behind every value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np

from warehouse.periods import Month
from warehouse.signal import LOCKED_ON, MonthlyPoint, Rule, Signal, causes_of, judge

MONTHS = Month.range(Month("2018-04"), Month("2021-03"))
Draw = Callable[[np.random.Generator, int], "tuple[np.ndarray, np.ndarray | None]"]
"""Series by months: what was counted, and of how many; None for counts."""


def _share(of: Callable[[np.random.Generator, int], np.ndarray], share: float) -> Draw:
    def draw(random: np.random.Generator, series: int) -> tuple[np.ndarray, np.ndarray]:
        cases = np.maximum(of(random, series), 1)
        return random.binomial(cases, share), cases

    return draw


def _count(mean: float) -> Draw:
    return lambda random, series: (random.poisson(mean, (series, len(MONTHS))), None)


def _about(mean: float) -> Callable[[np.random.Generator, int], np.ndarray]:
    return lambda random, series: random.poisson(mean, (series, len(MONTHS)))


def _from_to(least: int, most: int) -> Callable[[np.random.Generator, int], np.ndarray]:
    return lambda random, series: random.integers(least, most + 1, (series, len(MONTHS)))


def _level(after: float) -> Draw:
    """Positions of which each keeps a part of the last one's distance from 1,000."""

    def draw(random: np.random.Generator, series: int) -> tuple[np.ndarray, None]:
        distance = random.normal(0, 1, series) / np.sqrt(1 - after**2)
        found = []
        for _ in MONTHS:
            found.append(distance)
            distance = after * distance + random.normal(0, 1, series)
        return np.rint(1000 + 40 * np.stack(found, axis=1)).astype(int), None

    return draw


STABLE: Mapping[str, Draw] = {
    "measurements, normally spread": _level(0),
    "counts of about 5 a month": _count(5),
    "counts of about 20 a month": _count(20),
    "counts of about 200 a month": _count(200),
    "60 % of about 10 cases": _share(_about(10), 0.6),
    "30 % of about 50 cases": _share(_about(50), 0.3),
    "90 % of about 50 cases": _share(_about(50), 0.9),
    "70 % of 5 to 60 cases": _share(_from_to(5, 60), 0.7),
}
RARE: Mapping[str, Draw] = {
    "counts of about 2 a month": _count(2),
    "counts of about 1 a month": _count(1),
    "counts of about 1 a quarter": _count(1 / 3),
    "98 % of about 50 cases": _share(_about(50), 0.98),
}
LINGERING: Mapping[str, Draw] = {
    "a third of each month's distance stays": _level(1 / 3),
    "two thirds of it stay": _level(2 / 3),
}


def series(draw: Draw, seed: int, number: int) -> Iterator[list[MonthlyPoint]]:
    """Yield so many series of 36 monthly points."""
    tops, bottoms = draw(np.random.default_rng(seed), number)
    for place, top in enumerate(tops.tolist()):
        of = None if bottoms is None else bottoms[place].tolist()
        yield [_point(month, top[n], of[n] if of else None) for n, month in enumerate(MONTHS)]


def _point(month: Month, top: int, bottom: int | None) -> MonthlyPoint:
    if bottom is None:
        return MonthlyPoint(month, Fraction(top), Fraction(top))
    return MonthlyPoint(month, Fraction(100 * top, bottom), Fraction(min(top, bottom - top)))


def rules_set_off(points: Sequence[MonthlyPoint]) -> list[set[Rule]] | None:
    """Return the rules that each judged point sets off; None for a series that is not judged.

    Each point is judged as the latest, as in the month in which it came.
    """
    first: Signal = judge(points[:LOCKED_ON], None)
    if first.limits is None:
        return None
    values = [point.value for point in points]
    limits = first.limits
    return [{c.rule for c in causes_of(values[:n], limits)} for n in range(LOCKED_ON, len(values) + 1)]
