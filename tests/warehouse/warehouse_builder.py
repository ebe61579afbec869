"""Small warehouses from tables in a test: delivered rows in, silver and marts by the real build steps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from expectations import extracts as declared
from expectations.contract import Extract
from expectations.findings import Finding
from warehouse import indicators
from warehouse.build import BuildInput
from warehouse.build import build as build_file
from warehouse.deliveries import Delivery
from warehouse.indicator import Indicator
from warehouse.marts import create_marts, periods_covered
from warehouse.periods import Month, Period, parse_period
from warehouse.tables import DeliveredFile, create_delivered, create_silver

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

    @property
    def met(self) -> dict[str | None, bool]:
        """Whether each team's one case meets the condition, where every case of a test has a team of its own."""
        assert all(counted == 1 for _, counted in self.teams.values())
        return {team: met == 1 for team, (met, _) in self.teams.items()}


@dataclass(frozen=True)
class Warehouse:
    """A built warehouse in memory."""

    connection: duckdb.DuckDBPyConnection

    def measured(self, code: str, period: str | Period) -> Measured:
        """Return an indicator's figure as the marts hold it."""
        return self._figures[code, str(period)]

    @cached_property
    def _figures(self) -> dict[tuple[str, str], Measured]:
        found: dict[tuple[str, str], Measured] = {}
        # Whole figures come first.
        for code, period, is_whole, team, numerator, denominator, unknown, missing, version in self.rows(
            "SELECT indicator, period, dimension = '' AS is_whole, member, numerator, denominator, unknown, missing, "
            "version FROM mart.indicator_result WHERE dimension IN ('', 'team') ORDER BY is_whole DESC"
        ):
            if is_whole:
                assert (code, period) not in found, f"{code} has two whole figures for {period}"
                whole = (_number(numerator), _number(denominator))
                found[code, period] = Measured(*whole, {}, int(unknown), {}, missing, int(version))
            elif denominator:
                found[code, period].teams[team] = (int(numerator), int(denominator))
        for code, period, reason, count in self.rows(
            'SELECT indicator, period, reason, "rows" FROM mart.indicator_exclusion'
        ):
            found[code, period].excluded[reason] = int(count)
        return found

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Run a query."""
        return self.connection.execute(query).fetchall()


def build(
    files: Files,
    delivered: Mapping[str, Iterable[str]] | None = None,
    returned: Iterable[str] = (),
    measured_by: Mapping[str, tuple[Indicator, ...]] | None = None,
) -> Warehouse:
    """Build a warehouse in memory from the rows of each extract's monthly files.

    delivered:   extract -> months for which a file came, with rows or without; by default every extract for
                 every month from the first in `files` to the last.
    measured_by: indicators, by default all that are declared.
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
        _insert(connection, extracts[name], by_month)
    create_silver(connection, extracts, [period.ends_on for period in covered if isinstance(period, Month)])
    create_marts(connection, measured_by or indicators.load(), delivered, returned)
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


def shown_by_child(children: Iterable[str]) -> str:
    """Return allocations that put each child into a team of its own name, so that every case can be told."""
    header = "allocation_id | child_id | worker_id | worker_role_code | team | started_on\n"
    return header + "\n".join(f"{c} | {c} | w1 | SOCIAL_WORKER | {c} | 2015-01-01" for c in children)


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


def _insert(connection: duckdb.DuckDBPyConnection, extract: Extract, by_month: Mapping[str, Sequence[Row]]) -> None:
    rows = [(month, row) for month in sorted(by_month) for row in by_month[month]]
    written = {name for _, row in rows for name in row}
    unknown = written - {column.name for column in extract.columns}
    assert not unknown, f"{extract.name} has no column {', '.join(sorted(unknown))}"
    if not rows:
        return
    cells = {
        column.name: [_text(row.get(column.name)) for _, row in rows]
        for column in extract.columns
        if column.name in written
    }
    for name in extract.key:  # A test that does not care for keys still means one thing by each row.
        cells.setdefault(name, [f"{name} {n}" for n in range(len(rows))])
    casts = [f"CAST({name} AS {extract.column(name).stored_type}) AS {name}" for name in cells]
    months = sorted(by_month)
    before = dict(zip(months[1:], months, strict=False))
    cells["month_starts_on"] = [str(Month(month).starts_on) for month, _ in rows]
    cells["month_ends_on"] = [str(Month(month).ends_on) for month, _ in rows]
    cells["previous_month_ends_on"] = [
        _text(Month(before[month]).ends_on) if month in before else None for month, _ in rows
    ]
    casts += [f"CAST({name} AS DATE) AS {name}" for name in list(cells)[-3:]]
    connection.register("given", pa.table({name: pa.array(values, pa.string()) for name, values in cells.items()}))
    connection.execute(f"INSERT INTO delivered.{extract.name} BY NAME SELECT {', '.join(casts)} FROM given")
    connection.unregister("given")


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> int | Fraction:
    if value is None:
        return Fraction(0)
    number = Fraction(str(value))
    return int(number) if number.denominator == 1 else number


def parquet_files(folder: Path, files: Files, headings: Mapping[str, str] | None = None) -> list[DeliveredFile]:
    """Write each extract's months as intake keeps them: Parquet, with what a manifest says of it.

    headings: extract -> columns that the file has, for a file of before some column was declared.
    """
    written = []
    with duckdb.connect() as connection:
        create_delivered(connection, declared.load(), [])
        for name, by_month in files.items():
            _insert(connection, declared.load()[name], by_month)
            columns = (headings or {}).get(name) or ", ".join(c.name for c in declared.load()[name].columns)
            for month, rows in by_month.items():
                path = folder / f"{name}_{month}.parquet"
                connection.execute(
                    f"COPY (SELECT row_number() OVER () AS row_number, {columns} FROM delivered.{name} "
                    f"WHERE month_starts_on = DATE '{month}-01') TO '{path}' (FORMAT parquet)"
                )
                written.append(DeliveredFile(delivery(name, month, len(rows)), path))
    return sorted(written, key=lambda file: (file.delivery.extract, file.delivery.month))


def delivery(extract: str, month: str, rows: int = 1, sequence: int = 1, received_on: str = "2020-10-07") -> Delivery:
    """Return what is known of one accepted file."""
    return Delivery(
        council="testshire",
        extract=extract,
        month=month,
        sequence=sequence,
        fingerprint=hashlib.sha256(f"{extract} {month} {sequence}".encode()).hexdigest(),
        source=f"{extract}_{month}.csv",
        received_at=datetime.fromisoformat(f"{received_on}T09:00:00+00:00"),
        rows_in=rows + 3,
        loaded=rows,
        quarantined=2,
        duplicates=1,
        findings=(Finding(extract, month, "X1", "warn", "Something is odd", 2, "", f"{extract}_{month}.csv"),),
    )


def build_whole(folder: Path, files: Files, returned: Iterable[str] = ()) -> duckdb.DuckDBPyConnection:
    """Build a warehouse file as the product does, marts, quality and all, and open it to read."""
    given = BuildInput(
        council="testshire",
        extracts=declared.load(),
        indicators=indicators.load(),
        files=parquet_files(folder, files),
        returned=tuple(returned),
    )
    file = folder / "warehouse.duckdb"
    build_file(file, given, lambda _connection, _extracts: [], lambda _line: None)
    return duckdb.connect(str(file), read_only=True)
