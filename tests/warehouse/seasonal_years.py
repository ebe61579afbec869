"""Simulated indicators with seasons, and some with a slow drift: three years before, and the year to be foretold.

Promises:  the same seed gives the same months; a quarter each of counts, shares of cases, positions, shares that are
           positions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

import numpy as np

from warehouse.outlook import Measured, MonthCounted, Outlook, outlook

YEARS_BEFORE = 3
_MONTHS = 12 * (YEARS_BEFORE + 1)


def _season(random: np.random.Generator, size: float) -> np.ndarray:
    return size * np.sin(2 * np.pi * np.arange(_MONTHS) / 12 + random.uniform(0, 2 * np.pi))


def _drift(random: np.random.Generator) -> np.ndarray:
    """Half the indicators drift, by some hundredths a year."""
    return np.arange(_MONTHS) / 12 * random.choice([0, 1]) * random.normal(0, 0.08)


def _lingering(random: np.random.Generator, spread: float) -> np.ndarray:
    stays, found = random.choice([0.5, 0.8, 0.95]), np.zeros(_MONTHS)
    for month in range(1, _MONTHS):
        found[month] = stays * found[month - 1] + random.normal(0, spread)
    return found


def _log_uniform(random: np.random.Generator, least: float, most: float) -> float:
    return float(np.exp(random.uniform(np.log(least), np.log(most))))


def _counts(random: np.random.Generator) -> list[MonthCounted]:
    mean = _log_uniform(random, 4, 200) * np.exp(_season(random, random.uniform(0.1, 0.5)) + _drift(random))
    return [MonthCounted(int(top)) for top in random.poisson(mean)]


def _shares_of_cases(random: np.random.Generator) -> list[MonthCounted]:
    cases = random.poisson(_log_uniform(random, 5, 200) * np.exp(_season(random, 0.3)))
    return _met(random, cases, _season(random, random.uniform(0.1, 0.5)) + _drift(random))


def _positions(random: np.random.Generator) -> list[MonthCounted]:
    level = _log_uniform(random, 30, 400)
    moved = level * np.exp(_season(random, random.uniform(0.02, 0.08)) + _drift(random))
    found = moved + _lingering(random, np.sqrt(level) / 2)
    return [MonthCounted(max(int(top), 0)) for top in np.rint(found)]


def _shares_as_positions(random: np.random.Generator) -> list[MonthCounted]:
    cases = np.full(_MONTHS, random.integers(30, 400))
    return _met(random, cases, _season(random, random.uniform(0.1, 0.5)) + _drift(random) + _lingering(random, 0.1))


def _met(random: np.random.Generator, cases: np.ndarray, moves: np.ndarray) -> list[MonthCounted]:
    odds = random.uniform(-2, 2.5) + moves
    met = random.binomial(cases, 1 / (1 + np.exp(-odds)))
    return [MonthCounted(int(top), int(bottom)) for top, bottom in zip(met, cases, strict=True)]


KINDS: Mapping[Measured, Callable[[np.random.Generator], list[MonthCounted]]] = {
    "count": _counts,
    "proportion": _shares_of_cases,
    "level": _positions,
    "share": _shares_as_positions,
}


def scale_of(measured: Measured) -> Fraction:
    return Fraction(100 if measured in ("proportion", "share") else 1)


def indicators(seed: int, of_each_kind: int) -> Iterator[tuple[Measured, list[MonthCounted]]]:
    """Yield so many of each kind, with all 48 months."""
    random = np.random.default_rng(seed)
    for _ in range(of_each_kind):
        for measured, draw in KINDS.items():
            yield measured, draw(random)


def foretold(measured: Measured, months: list[MonthCounted], left: int) -> tuple[Outlook, Fraction | None]:
    """Return what is said of the fourth year with so many months left, and what it came to."""
    scale = scale_of(measured)
    known = months[: len(months) - left]
    return outlook(known, 12 - left, measured, scale), outlook(months, 12, measured, scale).projected
