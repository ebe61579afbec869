"""How far figures moved after they were first known: what is recorded late, measured in the figures themselves.

Called by: warehouse.publication, for each row of a report; the command `lag`.
Promises:  a figure as known at an age is held against the same figure as known now, by the same definition and
           version; exact; only periods that ended long enough ago for the last age to be behind them.
Never:     foretells: it says how far figures of this age moved, not how far this one will.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Any

from warehouse.display import printed
from warehouse.figures import Figure
from warehouse.periods import Month, Period
from warehouse.vintages import AGES, VintageFigure, age_of

MONTHS_LOOKED_AT = 12
SETTLED_AFTER = AGES[-1] + 1
"""Months after which a figure is taken for settled, so that every age of it lies behind."""

FEWEST = 3
"""Periods of which the movement must be known before anything is said of it."""

_LESS = "less than "

Vintages = Mapping[str, Sequence[VintageFigure]]
"""Indicator -> its figures as known earlier."""

Now = Callable[[str, Period], Figure | None]


@dataclass(frozen=True, slots=True)
class Movement:
    """How far figures of an indicator moved from an age on, over the periods that ended in twelve months.

    Unit:    that of the indicator, of a share percentage points; without sign.
    periods: of how many it is known.    until: the last month in which one of them may have ended.
    """

    age: int
    periods: int
    largest: Fraction
    median: Fraction
    until: Month

    @property
    def is_known(self) -> bool:
        """Whether enough periods were seen for anything to be said."""
        return self.periods >= FEWEST


def movement(vintages: Sequence[VintageFigure], now: Now, age: int, known_now: Month, kind: str) -> Movement:
    """Return how far one indicator's figures of a kind of period moved from an age to now.

    vintages: of one indicator.    known_now: the last month whose files are known.
    """
    until = known_now.plus(-SETTLED_AFTER)
    looked_at = set(Month.range(until.plus(1 - MONTHS_LOOKED_AT), until))
    moved = []
    for then in vintages:
        period = then.when
        if then.kind != kind or then.age != age or period.months[-1] not in looked_at or then.value is None:
            continue
        figure = now(then.indicator, period)
        if figure is not None and figure.value is not None and figure.version == then.version:
            moved.append(abs(figure.value - then.value))
    return Movement(age, len(moved), max(moved, default=Fraction(0)), median(moved) if moved else Fraction(0), until)


def by_indicator(vintages: Iterable[VintageFigure]) -> Vintages:
    """Return vintages by indicator, in order."""
    found: dict[str, list[VintageFigure]] = {}
    for one in sorted(vintages, key=lambda one: one[:4]):
        found.setdefault(one.indicator, []).append(one)
    return {code: tuple(of_it) for code, of_it in found.items()}


def is_young(period: Period, known_now: Month) -> bool:
    """Whether a figure is of an age at which figures are looked at."""
    return age_of(period, known_now) in AGES


def words(moved: Movement, decimals: int, unit: str) -> str:
    """Return a movement as a sentence: at this age the figure moved by up to so much."""
    if not moved.is_known:
        seen = {0: "no figure", 1: "1 figure"}.get(moved.periods, f"{moved.periods} figures")
        return f"Too little is known to say how far it may still move: {seen} of this age to compare with"
    over = f"over the 12 months to {moved.until.label}"
    if not moved.largest:
        return f"At this age the figure did not move afterwards, {over}"
    most, usual = (amount(x, decimals, unit) for x in (moved.largest, moved.median))
    half = "it did not move" if not moved.median else f"by {usual}{'' if usual.startswith(_LESS) else ' or less'}"
    up_to = "" if most.startswith(_LESS) else "up to "
    return f"At this age the figure moved by {up_to}{most} afterwards, {over}; half of the time {half}"


def movement_facts(moved: Movement, decimals: int, unit: str) -> dict[str, Any]:
    """Return a movement for machines; amounts as they are printed, None where too little is known."""
    most, usual = (amount(x, decimals, unit) if moved.is_known else None for x in (moved.largest, moved.median))
    return {
        "age_months": moved.age,
        "figures": moved.periods,
        "until": str(moved.until),
        "largest_move": most,
        "median_move": usual,
    }


def amount(size: Fraction, decimals: int, unit: str) -> str:
    """Return by how much a figure moved, as people read it; what is too small to print is not called nought."""
    unit = "percentage_points" if unit == "percent" else unit
    if size and 2 * size * 10**decimals < 1:
        return f"{_LESS}{printed(Fraction(1, 10**decimals), decimals, unit)}"
    return printed(size, decimals, unit)
