"""Figures as they were known once a month's files had come: counted again from the deliveries known then.

Called by: tasks.vintages, which keeps them; warehouse.recording_lag, which holds them against what is known now.
Promises:  the same deliveries and definitions give the same figures, whenever and in whatever order they are counted;
           only whole figures of periods that had ended at most AGES[-1] months before.
Never:     opens a live warehouse, or splits a figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import duckdb

from warehouse.build import BuildInput
from warehouse.figures import Figures
from warehouse.indicator import Indicator
from warehouse.marts import create_marts
from warehouse.periods import Month, Period, Reported, period_of
from warehouse.returned import ReturnedIndicator
from warehouse.tables import create_delivered, create_silver

AGES = (0, 1, 2, 3)
"""Months since the end of a period at which its figure is looked at."""


class VintageFigure(NamedTuple):
    """One figure as known with the files up to a month.    value: None where there was none."""

    known_with: str
    indicator: str
    kind: str
    period: str
    version: int
    value: Fraction | None

    @property
    def when(self) -> Reported:
        """The period itself."""
        return period_of(self.kind, self.period)

    @property
    def age(self) -> int:
        """Months from the end of the period to the month whose files were known."""
        return age_of(self.when, Month(self.known_with))


def age_of(period: Period, known_with: Month) -> int:
    """Return how many months after a period's last month a month is; negative before it."""
    last = period.months[-1]
    return len(Month.range(last, known_with)) - 1 if last <= known_with else 1 - len(Month.range(known_with, last))


def count(given: BuildInput, returned: Mapping[str, ReturnedIndicator], known_with: Month) -> list[VintageFigure]:
    """Count every figure that is at most AGES[-1] months old, from the deliveries given."""
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1200MB'")
        create_delivered(connection, given.extracts, given.files)
        create_silver(connection, given.extracts, given.month_ends)
        measured = {code: tuple(_whole(one) for one in versions) for code, versions in given.indicators.items()}
        create_marts(connection, measured, given.delivered, given.returned)
        return figures_of(connection, returned, known_with)


def figures_of(
    connection: duckdb.DuckDBPyConnection, returned: Mapping[str, ReturnedIndicator], known_with: Month
) -> list[VintageFigure]:
    """Read from a built mart every figure that is at most AGES[-1] months old when a month's files are known."""
    figures = Figures(connection, returned)
    listed = connection.execute(
        "SELECT DISTINCT indicator, kind, period FROM mart.indicator_result WHERE dimension = '' ORDER BY ALL"
    ).fetchall()
    found = []
    for code, kind, text in listed:
        period = period_of(kind, text)
        figure = figures.get(code, period)
        if figure is not None and age_of(period, known_with) in AGES:
            found.append(VintageFigure(str(known_with), code, kind, text, figure.version, figure.value))
    return found


def _whole(indicator: Indicator) -> Indicator:
    """Return an indicator that is counted without any split: that is most of the work."""
    return replace(indicator, team="NULL", child="", by={})
