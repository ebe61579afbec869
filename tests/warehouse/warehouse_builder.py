"""Small warehouses from tables in a test: delivered rows in, silver and marts by the real build steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import duckdb
import pyarrow as pa

from expectations import extracts as declared
from expectations.contract import Extract
from warehouse import indicators
from warehouse.marts import create_marts, periods_covered
from warehouse.periods import Month, Period, parse_period
from warehouse.tables import create_delivered, create_silver

Row = Mapping[str, Any]
Files = Mapping[str, Mapping[str, Sequence[Row]]]
"""Extract -> month -> the rows of the file that counts for that month."""

DELIVERED_IN = "delivered_in"
"""A column of a test's table that says for which month's file a row is; without it, the period's last month."""


@dataclass(frozen=True)
class Measured:
    """What the marts say of one indicator and period; teams as team -> (numerator, denominator)."""

    numerator: int | Fraction
    denominator: int | Fraction
    excluded: dict[str, int]
    unknown: int
    teams: dict[str | None, tuple[int, int]]
    missing: str
    version: int

    @property
    def counts(self) -> tuple[int | Fraction, int | Fraction]:
        """Numerator and denominator."""
        return self.numerator, self.denominator


@dataclass(frozen=True)
class Warehouse:
    """A built warehouse in memory."""

    connection: duckdb.DuckDBPyConnection

    def measured(self, code: str, period: str | Period) -> Measured:
        """Read an indicator's figure as the marts hold it."""
        key = [code, str(period)]
        rows = self.connection.execute(
            "SELECT is_whole, team, numerator, denominator, unknown, missing, version FROM mart.indicator_result "
            "WHERE indicator = ? AND period = ? ORDER BY ALL",
            key,
        ).fetchall()
        whole = [row for row in rows if row[0]]
        assert len(whole) == 1, f"{code} has {len(whole)} rows for {period}"
        reasons = self.connection.execute(
            'SELECT reason, "rows" FROM mart.indicator_exclusion WHERE indicator = ? AND period = ?', key
        ).fetchall()
        return Measured(
            _number(whole[0][2]),
            _number(whole[0][3]),
            {str(reason): int(count) for reason, count in reasons},
            int(whole[0][4]),
            {row[1]: (int(row[2]), int(row[3])) for row in rows if not row[0] and row[3]},
            str(whole[0][5]),
            int(whole[0][6]),
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query."""
        return self.connection.execute(query).fetchall()


def build(
    files: Files,
    delivered: Mapping[str, Iterable[str]] | None = None,
    returned: Iterable[str] = (),
) -> Warehouse:
    """Build a warehouse in memory from the rows of each extract's monthly files.

    delivered: extract -> months for which a file came, with rows or without; by default every extract for
               every month from the first in `files` to the last.
    """
    extracts = declared.load()
    arrived = [month for by_month in files.values() for month in by_month]
    if delivered is None:
        months = [str(period) for period in periods_covered(arrived) if isinstance(period, Month)]
        delivered = {name: months for name in extracts}
    covered = periods_covered([month for months in delivered.values() for month in months])
    connection = duckdb.connect(config={"threads": 1})
    create_delivered(connection, extracts, [])
    for name, by_month in files.items():
        before = None
        for month in sorted(by_month):
            _insert(connection, extracts[name], by_month[month], (Month(month), before))
            before = Month(month)
    create_silver(connection, extracts, [period.ends_on for period in covered if isinstance(period, Month)])
    create_marts(connection, indicators.load(), delivered, returned)
    return Warehouse(connection)


def files_of(period: Period | str, tables: Mapping[str, str]) -> dict[str, dict[str, list[Row]]]:
    """Return the files that a test's tables stand for."""
    last = parse_period(period).months[-1] if isinstance(period, str) else period.months[-1]
    found: dict[str, dict[str, list[Row]]] = {}
    for extract, text in tables.items():
        by_month = found.setdefault(extract, {})
        for row in table(text):
            month = row.pop(DELIVERED_IN, None) or str(last)
            by_month.setdefault(month, []).append(row)
    return found


def delivered_for(period: Period | str, files: Files, not_delivered: Iterable[str] = ()) -> dict[str, list[str]]:
    """Return, for every extract, the months from the first of the period or the files to the period's last."""
    chosen = parse_period(period) if isinstance(period, str) else period
    months = [month for by_month in files.values() for month in by_month]
    first = min([str(chosen.months[0]), *months])
    last = max([str(chosen.months[-1]), *months])
    every = [str(month) for month in Month.range(Month(first), Month(last))]
    return {name: [] if name in not_delivered else every for name in declared.load()}


def table(text: str) -> list[dict[str, str | None]]:
    """Read a table of cells between bars; a blank cell is no value."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    header = [cell.strip() for cell in lines[0].split("|")]
    rows = []
    for line in lines[1:]:
        cells = [cell.strip() or None for cell in line.split("|")]
        assert len(cells) <= len(header), f"more cells than headers: {line}"
        rows.append(dict(zip(header, cells + [None] * (len(header) - len(cells)), strict=True)))
    return rows


def _insert(
    connection: duckdb.DuckDBPyConnection, extract: Extract, rows: Sequence[Row], months: tuple[Month, Month | None]
) -> None:
    if not rows:
        return
    month, before = months
    written = {name for row in rows for name in row}
    unknown = written - {column.name for column in extract.columns}
    assert not unknown, f"{extract.name} has no column {', '.join(sorted(unknown))}"
    cells = {
        column.name: [_text(row.get(column.name)) for row in rows]
        for column in extract.columns
        if column.name in written
    }
    for name in extract.key:  # A test that does not care for keys still means one thing by each row.
        cells.setdefault(name, [f"{month}-{n}" for n in range(len(rows))])
    columns = ", ".join(f"CAST({name} AS {extract.column(name).stored_type}) AS {name}" for name in cells)
    connection.register("given", pa.table({name: pa.array(values, pa.string()) for name, values in cells.items()}))
    previous = f"DATE '{before.ends_on}'" if before else "CAST(NULL AS DATE)"
    connection.execute(
        f"INSERT INTO delivered.{extract.name} BY NAME SELECT {columns}, DATE '{month.starts_on}' AS month_starts_on, "
        f"DATE '{month.ends_on}' AS month_ends_on, {previous} AS previous_month_ends_on FROM given"
    )
    connection.unregister("given")


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> int | Fraction:
    if value is None:
        return Fraction(0)
    number = Fraction(str(value))
    return int(number) if number.denominator == 1 else number
