"""How far each of a council's figures moved after it was first known, at every age.

Called by: the command `lag`.
Promises:  reads only; the numbers are those that packs and explanations print.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from expectations.errors import BlockedByData
from tasks import vintages
from tasks.councils import Council
from tasks.store import Store
from warehouse import indicators
from warehouse.figures import Figures, describe
from warehouse.periods import Period
from warehouse.recording_lag import Movement, amount, movement, movement_facts
from warehouse.vintages import AGES


@dataclass(frozen=True, slots=True)
class Measured:
    """One indicator and kind of period: how far its figures moved, at each age."""

    indicator: str
    kind: str
    unit: str
    decimals: int
    moved: tuple[Movement, ...]

    @property
    def facts(self) -> Mapping[str, Any]:
        """What is known of it, for machines."""
        ages = [movement_facts(moved, self.decimals, self.unit) for moved in self.moved]
        return {"indicator": self.indicator, "period": self.kind, "ages": ages}

    @property
    def line(self) -> tuple[str, ...]:
        """The indicator, its kind of period, its unit, and at each age the largest move with the median."""
        unit = "percentage points" if self.unit == "percent" else self.unit.replace("_", " ")
        return (self.indicator, self.kind, unit, *(self._cell(moved) for moved in self.moved))

    def _cell(self, moved: Movement) -> str:
        most, usual = (amount(size, self.decimals, "") for size in (moved.largest, moved.median))
        return f"{most} ({usual})" if moved.is_known else "too few"


def measured(store: Store, council: Council) -> list[Measured]:
    """Return every indicator and kind of period that has figures as known earlier, by code.

    Raises BlockedByData before the first build.
    """
    current = store.current_build(council.code)
    if current is None:
        first = f"run first: outturn run monthly {council.code} MONTH"
        raise BlockedByData(f"{council.name} has no warehouse yet", council.code, first)
    kept = vintages.known_earlier(store, council) or {}
    with duckdb.connect(str(current), read_only=True) as connection:
        figures = Figures(connection, council.returned)
    found = []
    for code, of_it in kept.items():
        for kind in sorted({one.kind for one in of_it}):
            latest: Period = max(one.when for one in of_it if one.kind == kind)
            about = describe(code, latest, indicators.load(), council.returned)
            moved = tuple(movement(of_it, figures.get, age, figures.months[-1], kind) for age in AGES)
            found.append(Measured(code, kind, about.unit, about.decimals, moved))
    return found
