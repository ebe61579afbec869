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
    _dated: list[tuple[date, date, date, Row]] = field(default_factory=list)

    def held_in(self, month: Month) -> Iterator[Row]:
        """Return the month's rows as they were known at its end, in a fixed order."""
        day, since = month.ends_on, self._since(month)
        if len(self._dated) != len(self.rows):
            self._dated = [(*self._dates(row), row) for row in self.rows]
        for happened, last, settled, row in self._dated:
            if happened <= day and last >= since:
                known = row if settled <= day else self._known(row, day)
                yield {**known, **self.as_at(known, day)} if self.as_at else known

    def _since(self, month: Month) -> date:
        if self.kept_months:
            return months_before(month.ends_on, self.kept_months)
        return FinancialYear.of(month).starts_on

    def _dates(self, row: Row) -> tuple[date, date, date]:
        """Return from when a row exists, until when it is current, and when nothing of it is to come any more."""
        happened, last = row[self.happened], row[self.ended or self.happened]
        if not isinstance(happened, date):
            raise TypeError(f"{self.happened} of a sample row must be a date")
        to_come = [on for column in set(self.known_with.values()) if isinstance(on := row[column], date)]
        return happened, last if isinstance(last, date) else date.max, max(to_come, default=date.min)

    def _known(self, row: Row, day: date) -> Row:
        unknown = [name for name, column in self.known_with.items() if isinstance(on := row[column], date) and on > day]
        return {**row, **dict.fromkeys(unknown)}
