"""From contracts to tables: what was delivered, and the latest word on every key.

Called by: warehouse.build, and tests that need an empty warehouse.
Promises:  every declared extract has its tables, with rows or without, so every query binds.
Never:     names an extract; how deliveries add up is the contract's to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

import duckdb

from expectations.contract import Extract
from warehouse.deliveries import Delivery
from warehouse.periods import Month, holidays, sql_age

CALENDAR_YEARS = (2000, 2040)


@dataclass(frozen=True, slots=True)
class DeliveredFile:
    """An effective delivery and the Parquet files that hold its rows, those set aside, and which row broke what."""

    delivery: Delivery
    path: Path
    quarantine: Path | None = None
    row_findings: Path | None = None


def create_delivered(
    connection: duckdb.DuckDBPyConnection, extracts: Mapping[str, Extract], files: Sequence[DeliveredFile]
) -> None:
    """Make delivered.<extract>: the rows of every effective delivery, each with its month and its place in the file.

    Held in memory for the time of the build; the files themselves are the lasting copy.
    """
    connection.execute("ATTACH ':memory:' AS delivered")
    for name, extract in extracts.items():
        columns = ", ".join(f"{column.name} {column.stored_type}" for column in extract.columns)
        connection.execute(
            f"CREATE TABLE delivered.{name} ({columns}, month_starts_on DATE, month_ends_on DATE, "
            "previous_month_ends_on DATE, row_number INTEGER)"
        )
        chosen = [file for file in files if file.delivery.extract == name]
        if chosen:
            _load(connection, extract, chosen)


def create_silver(
    connection: duckdb.DuckDBPyConnection, extracts: Mapping[str, Extract], month_ends: Sequence[date]
) -> None:
    """Make silver: one row a key, merged identifiers followed, then the tables that need more than that."""
    connection.execute("CREATE SCHEMA silver")
    _create_calendar(connection, month_ends)
    _create_merges(connection, extracts)
    followed = frozenset(kind for kind in merged_kinds(extracts) if _has_rows(connection, f"silver.merged_{kind}"))
    for extract in extracts.values():
        months = connection.execute(f"SELECT count(DISTINCT month_ends_on) FROM delivered.{extract.name}").fetchone()
        connection.execute(_latest_wins(extract, followed, is_one_month=months == (1,)))
    for _, statement in silver_statements():
        connection.execute(statement)


def _has_rows(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None


def silver_statements() -> list[tuple[str, str]]:
    """Return the SQL of each further silver table, in the order in which they build on each other."""
    folder = resources.files("warehouse") / "silver"
    found = sorted((item for item in folder.iterdir() if item.name.endswith(".sql")), key=lambda item: item.name)
    return [(item.name, item.read_text(encoding="utf-8")) for item in found]


def _load(connection: duckdb.DuckDBPyConnection, extract: Extract, files: Sequence[DeliveredFile]) -> None:
    months = [Month(file.delivery.month) for file in files]
    before = [None, *(month.ends_on for month in months[:-1])]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE delivered_file "
        "(path VARCHAR, month_starts_on DATE, month_ends_on DATE, previous_month_ends_on DATE)"
    )
    connection.executemany(
        "INSERT INTO delivered_file VALUES (?, ?, ?, ?)",
        [(str(file.path), m.starts_on, m.ends_on, p) for file, m, p in zip(files, months, before, strict=True)],
    )
    # A file written before a column was declared has none of it; every file has what was declared then.
    paths = [str(file.path) for file in files]
    described = connection.execute(
        "DESCRIBE SELECT * FROM read_parquet($paths, union_by_name=true)", {"paths": paths}
    ).fetchall()
    stored = {row[0] for row in described}
    columns = ", ".join(column.name for column in extract.columns if column.name in stored)
    connection.execute(
        f"INSERT INTO delivered.{extract.name} BY NAME SELECT {columns}, month_starts_on, month_ends_on, "
        "previous_month_ends_on, row_number FROM read_parquet($paths, union_by_name=true, filename='path') "
        "JOIN delivered_file USING (path)",
        {"paths": paths},
    )
    connection.execute("DROP TABLE delivered_file")


def _create_calendar(connection: duckdb.DuckDBPyConnection, month_ends: Sequence[date]) -> None:
    first, last = CALENDAR_YEARS
    connection.execute(f"CREATE OR REPLACE MACRO age_on(born, on_day) AS {sql_age('born', 'on_day')}")
    connection.execute("CREATE TEMP TABLE bank_holiday (day DATE)")
    connection.execute("INSERT INTO bank_holiday SELECT unnest($days)", {"days": sorted(holidays(first, last))})
    connection.execute(
        "CREATE TABLE silver.calendar AS SELECT day, CAST(sum(CAST(is_working AS INTEGER)) OVER ("
        "ORDER BY day ROWS UNBOUNDED PRECEDING) AS BIGINT) AS working_day_number "
        "FROM (SELECT CAST(d AS DATE) AS day, isodow(d) <= 5 AND h.day IS NULL AS is_working "
        f"FROM generate_series(DATE '{first}-01-01', DATE '{last}-12-31', INTERVAL 1 DAY) s(d) "
        "LEFT JOIN bank_holiday h ON h.day = d)"
    )
    connection.execute("CREATE TABLE silver.month_end (as_at DATE)")
    if month_ends:
        connection.execute("INSERT INTO silver.month_end SELECT unnest($days)", {"days": list(month_ends)})


def merged_kinds(extracts: Mapping[str, Extract]) -> frozenset[str]:
    """Return the kinds of identifier of which some extract says that one was merged into another."""
    merging = [extract.column(extract.merges[0]).identifies for extract in extracts.values() if extract.merges]
    return frozenset(kind for kind in merging if kind)


def _create_merges(connection: duckdb.DuckDBPyConnection, extracts: Mapping[str, Extract]) -> None:
    """Make silver.merged_<kind>: for each identifier that was merged away, the one that stands for it now."""
    for kind in sorted(merged_kinds(extracts)):
        said = " UNION ALL ".join(
            _last_said(extract, *extract.merges)
            for extract in extracts.values()
            if extract.merges and extract.column(extract.merges[0]).identifies == kind
        )
        # A record may be merged into one that is merged in its turn. Records that are merged in a circle
        # stay apart, each under its own identifier, and a path that leads to a circle ends where it meets it.
        connection.execute(
            f"CREATE TABLE silver.merged_{kind} AS WITH RECURSIVE direct AS ("
            f"SELECT old_id, arg_max(new_id, (month_ends_on, new_id)) AS new_id FROM ({said}) "
            "WHERE new_id <> old_id GROUP BY old_id"
            "), followed AS (SELECT old_id, new_id, [old_id, new_id] AS path FROM direct "
            "UNION ALL SELECT f.old_id, d.new_id, list_append(f.path, d.new_id) FROM followed f "
            "JOIN direct d ON d.old_id = f.new_id WHERE NOT list_contains(f.path, d.new_id)"
            "), circling AS (SELECT coalesce(list(f.old_id), []) AS ids FROM followed f "
            "JOIN direct d ON d.old_id = f.new_id AND d.new_id = f.old_id) "
            "SELECT old_id, arg_max(new_id, len(path)) AS new_id FROM followed, circling "
            "WHERE NOT list_contains(ids, old_id) AND NOT list_has_any(path[2:-2], ids) GROUP BY old_id"
        )


def _last_said(extract: Extract, old: str, new: str) -> str:
    """Return SQL for what the last delivery of each identifier says it was merged into, which may be nothing."""
    return (
        f"SELECT {old} AS old_id, arg_max_null({new}, (month_ends_on, rowid)) AS new_id, "
        f"max(month_ends_on) AS month_ends_on FROM delivered.{extract.name} "
        f"WHERE {old} IN (SELECT {old} FROM delivered.{extract.name} WHERE {new} <> {old}) GROUP BY {old}"
    )


def _latest_wins(extract: Extract, followed: frozenset[str], is_one_month: bool) -> str:
    """Return SQL that makes silver.<extract>: the last delivered row of each key, identifiers followed.

    followed:     kinds of identifier of which some were merged.
    is_one_month: only one month was delivered, so that no key can stand twice unless two were merged.
    """
    selected, joins, keys = [], [], {}
    for column in extract.columns:
        name = column.name
        keys[name] = value = f"d.{name}"
        if column.identifies in followed and not column.as_written:
            joins.append(f"LEFT JOIN silver.merged_{column.identifies} m_{name} ON m_{name}.old_id = d.{name}")
            keys[name] = value = f"coalesce(m_{name}.new_id, d.{name})"
        selected.append(f"{value} AS {name}")
    is_snapshot = extract.kind == "snapshot"
    month = "as_at" if is_snapshot else "last_delivered_on"
    source = f"delivered.{extract.name} d {' '.join(joins)}"
    rows = f"SELECT {', '.join(selected)}, d.month_ends_on AS {month}, d.row_number FROM {source}"
    if not is_one_month or joins:
        key = ", ".join([*(keys[name] for name in extract.key), *(["d.month_ends_on"] if is_snapshot else [])])
        is_own = " AND ".join(f"{keys[name]} = d.{name}" for name in extract.key)
        # A record that stands for itself wins over one that was merged into it in the same month.
        latest = f"arg_max(d.rowid, (d.month_ends_on, {is_own}, d.rowid))"
        rows += f" WHERE d.rowid IN (SELECT {latest} FROM {source} GROUP BY {key})"
    return f"CREATE TABLE silver.{extract.name} AS {rows}"
