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
            connection.execute(f"CREATE TABLE {schema}.{extract.name} ({columns}{period and ', ' + period})")
    return connection


def broken(connection: duckdb.DuckDBPyConnection, extract: Extract, rule: Rule, delivery: Any) -> int:
    """How many rows (or files) of the delivery break the rule."""
    if rule.scope == "file" and isinstance(delivery, Mapping):
        return sum(broken(connection, extract, rule, rows) for rows in delivery.values())
    connection.execute("BEGIN")
    try:
        return _judged(connection, extract, rule, delivery)
    finally:
        connection.execute("ROLLBACK")


def _judged(connection: duckdb.DuckDBPyConnection, extract: Extract, rule: Rule, delivery: Any) -> int:
    table = f"delivered.{extract.name}"
    if rule.scope == "cross_file":
        for name, rows in delivery.items():
            insert(connection, f"silver.{name}", rows)
        return count(connection, f"SELECT {rule.fails_when} AS fails FROM silver.{extract.name} t")
    if rule.scope == "cross_period":
        insert(connection, table, [{"month_ends_on": LAST_MONTH, **row} for row in delivery.get("before", [])])
        insert(connection, table, [this_month(row) for row in delivery.get("now", [])])
        return count(
            connection,
            f"SELECT {rule.fails_when} AS fails FROM {table} t WHERE t.previous_month_ends_on IS NOT NULL",
        )
    insert(connection, table, [this_month(row) for row in delivery])
    if rule.scope == "child":
        order = f"OVER (PARTITION BY child_id ORDER BY {extract.sequence})"
        fails = re.sub(r"\bprevious\.(\w+)", rf"lag(\1) {order}", rule.fails_when)
        fails = re.sub(r"\bfollowing\.(\w+)", rf"lead(\1) {order}", fails)
        return count(connection, f"SELECT {fails} AS fails FROM {table}")
    return count(connection, f"SELECT {rule.fails_when} AS fails FROM {table}")


def this_month(row: Mapping[str, Cell]) -> Mapping[str, Cell]:
    return {"month_starts_on": MONTH_START, "month_ends_on": THIS_MONTH, "previous_month_ends_on": LAST_MONTH, **row}


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> None:
    for row in rows:
        names, marks = ", ".join(row), ", ".join("?" for _ in row)
        connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})" if row else f"INSERT INTO {table} DEFAULT VALUES",
            list(row.values()),
        )


def count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    found = connection.execute(f"SELECT count(*) FROM ({query}) WHERE fails").fetchone()
    assert found
    return int(found[0])
