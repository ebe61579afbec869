"""Rows as they finally stand, and what a month's file held of them.

Called by: the modules of tasks.sample, which fill tables, and tasks.sample.world, which cuts a month out of them.
Promises:  nothing that happened after a month's end stands in that month's file.
Never:     formats a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from warehouse.periods import FinancialYear, Month, months_before

Value: TypeAlias = date | str | int | bool | Decimal | None
Row: TypeAlias = dict[str, Value]


@dataclass(slots=True)
class Table:
    """One extract's rows, with what decides when a row and its parts are seen.

    happened:   the date column from which a row exists.
    ended:      the date column after which it is history; "" where it is history at once.
    kept_months: how long history stays in the file; 0 means to the start of the financial year.
    known_with: column -> the date column with which its value becomes known.
    as_at:      columns that depend on the day of the file, such as the latest review.
    """

    extract: str
    happened: str
    ended: str = ""
    kept_months: int = 0
    known_with: Mapping[str, str] = field(default_factory=dict)
    as_at: Callable[[Row, date], Row] | None = None
    rows: list[Row] = field(default_factory=list)

    def held_in(self, month: Month) -> Iterator[Row]:
        """Return the month's rows as they were known at its end, in a fixed order."""
        day, since = month.ends_on, self._since(month)
        last_column = self.ended or self.happened
        for row in self.rows:
            happened, last = row[self.happened], row[last_column]
            if not isinstance(happened, date):
                raise TypeError(f"{self.happened} of a sample row must be a date")
            if happened <= day and (not isinstance(last, date) or last >= since):
                yield self._known(row, day)

    def _since(self, month: Month) -> date:
        if self.kept_months:
            return months_before(month.ends_on, self.kept_months)
        return FinancialYear.of(month).starts_on

    def _known(self, row: Row, day: date) -> Row:
        unknown = [
            name for name, known_on in self.known_with.items() if isinstance(on := row[known_on], date) and on > day
        ]
        if unknown:
            row = {**row, **dict.fromkeys(unknown)}
        return {**row, **self.as_at(row, day)} if self.as_at else row
