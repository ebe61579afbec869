"""A small stand-in for the warehouse: judges one rule on made-up rows.

Called by: tests of rules.
Promises:  what was there before is there afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import duckdb

from expectations.contract import Cell, Extract, Rows, Rule
from expectations.extracts import load

THIS_MONTH, MONTH_START, LAST_MONTH = "2020-09-30", "2020-09-01", "2020-08-31"
PERIOD_COLUMNS = ("month_starts_on", "month_ends_on", "previous_month_ends_on")


def with_empty_tables() -> duckdb.DuckDBPyConnection:
    """A connection with every table of the contracts, empty."""
    connection = duckdb.connect()
    for schema, period in (("silver", ""), ("delivered", ", ".join(f"{name} DATE" for name in PERIOD_COLUMNS))):
        connection.execute(f"CREATE SCHEMA {schema}")
        for extract in load().values():
            columns = ", ".join(f"{column.name} {column.stored_type}" for column in extract.columns)
            columns += "".join(f", ill_formed_{column.name} BOOLEAN" for column in extract.columns if column.form)
            columns += "".join(f", bad_{column.name} BOOLEAN" for column in extract.columns if column.has_flag)
            if schema == "silver":
                day = "as_at" if extract.kind == "snapshot" else "last_delivered_on"
                columns += f", {day} DATE DEFAULT DATE '{THIS_MONTH}'"
            connection.execute(f"CREATE TABLE {schema}.{extract.name} ({columns}{period and ', ' + period})")
    return connection


def broken(connection: duckdb.DuckDBPyConnection, extract: Extract, rule: Rule, delivery: Any) -> int:
    """How many rows (or files) of the delivery break the rule."""
    return len(rows_broken(connection, extract, rule, delivery))


def rows_broken(
    connection: duckdb.DuckDBPyConnection, extract: Extract, rule: Rule, delivery: Any
) -> list[tuple[int, ...]]:
    """Which rows (or files) of the delivery break the rule, by their place in it."""
    if rule.scope == "file" and isinstance(delivery, Mapping):
        files = [rows_broken(connection, extract, rule, rows) for rows in delivery.values()]
        return [(number, *place) for number, found in enumerate(files) for place in found]
    connection.execute("BEGIN")
    try:
        return _judged(connection, extract, rule, delivery)
    finally:
        connection.execute("ROLLBACK")


def _judged(
    connection: duckdb.DuckDBPyConnection, extract: Extract, rule: Rule, delivery: Any
) -> list[tuple[int, ...]]:
    table, fails = f"delivered.{extract.name}", rule.fails_when
    rows = f"{table} t"
    if rule.scope == "cross_file":
        for name, given in delivery.items():
            insert(connection, f"silver.{name}", given)
        rows = f"silver.{extract.name} t"
    elif rule.scope == "cross_period":
        insert(connection, table, [{"month_ends_on": LAST_MONTH, **row} for row in delivery.get("before", [])])
        insert(connection, table, [this_month(row) for row in delivery.get("now", [])])
        rows = f"{table} t {_with_before(extract, table)} WHERE t.previous_month_ends_on IS NOT NULL"
    else:
        insert(connection, table, [this_month(row) for row in delivery])
    if rule.scope == "child":
        order = f"OVER (PARTITION BY child_id ORDER BY {extract.sequence})"
        fails = re.sub(r"\bprevious\.(\w+)", rf"lag(\1) {order}", fails)
        fails = re.sub(r"\bfollowing\.(\w+)", rf"lead(\1) {order}", fails)
    place = "0" if rule.scope == "file" else "t.rowid"
    return connection.execute(
        f"SELECT place FROM (SELECT {place} AS place, {fails} AS fails FROM {rows}) WHERE fails ORDER BY place"
    ).fetchall()


def _with_before(extract: Extract, table: str) -> str:
    """SQL for the newest older row of each row's key, written another way than the product does."""
    same = " AND ".join(f"o.{name} = t.{name}" for name in extract.key)
    return (
        f"LEFT JOIN {table} before ON before.rowid = (SELECT max_by(o.rowid, o.month_ends_on) FROM {table} o "
        f"WHERE {same} AND o.month_ends_on < t.month_ends_on)"
    )


def this_month(row: Mapping[str, Cell]) -> Mapping[str, Cell]:
    return {"month_starts_on": MONTH_START, "month_ends_on": THIS_MONTH, "previous_month_ends_on": LAST_MONTH, **row}


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> None:
    for row in rows:
        names, marks = ", ".join(row), ", ".join("?" for _ in row)
        connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})" if row else f"INSERT INTO {table} DEFAULT VALUES",
            list(row.values()),
        )
