"""Which row broke what: row numbers and rule codes, for worklists and reports.

Called by: expectations.checking, which leaves the table; tasks.keeping, which writes a delivery's share of it.
Promises:  every row that breaks an assertion is there once for it, and the counts agree with those that drive
           quarantine, or it raises.
Never:     holds a cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from expectations.assertions import RAGGED, Assertion

COLUMNS = ("row_number", "rule", "severity", "column_name")


class CountsDiffer(RuntimeError):
    """Two independent counts of the same thing differ: a fault of the program, so nothing is loaded."""


def create_row_findings(
    connection: duckdb.DuckDBPyConnection, assertions: Sequence[Assertion], broken: Mapping[int, Sequence[int]]
) -> None:
    """Make the temporary table `row_findings` of a checked batch: (delivery_no, row_number, assertion_no).

    broken: for each delivery number, how many rows break each assertion. Only those that were broken are looked at.
    """
    totals = [sum(counts) for counts in zip(*broken.values(), strict=True)] or [0] * len(assertions)
    found = [f"{_broken_query(assertions, totals, scope)}" for scope in ("row", "child")]
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE row_findings AS SELECT * FROM "
        f"({' UNION ALL '.join(found)}) AS found(delivery_no, row_number, assertion_no)"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE assertion (assertion_no USMALLINT, rule VARCHAR, severity VARCHAR, column_name "
        "VARCHAR)"
    )
    if assertions:
        lines = ", ".join(["(?, ?, ?, ?)"] * len(assertions))
        cells = [cell for n, a in enumerate(assertions) for cell in (n, a.rule, a.severity, a.column)]
        connection.execute(f"INSERT INTO assertion VALUES {lines}", cells)
    counted = connection.execute("SELECT assertion_no, count(*) FROM row_findings GROUP BY assertion_no").fetchall()
    if dict(counted) != {n: total for n, total in enumerate(totals) if total}:
        raise CountsDiffer("the rows listed for a rule are not as many as the rows counted for it")


def row_findings_query(number: int, ragged: Sequence[int]) -> str:
    """Return SQL for the row-level findings of one delivery of the batch, always in the same order."""
    query = (
        "SELECT CAST(row_number AS INTEGER) AS row_number, rule, severity, column_name FROM row_findings "
        f"JOIN assertion USING (assertion_no) WHERE delivery_no = {number}"
    )
    if ragged:
        rows = ", ".join(f"({n}, '{RAGGED}', 'reject_row', '')" for n in ragged)
        query += f" UNION ALL SELECT * FROM (VALUES {rows})"
    return f"SELECT * FROM ({query}) ORDER BY rule, column_name, severity, row_number"


def _broken_query(assertions: Sequence[Assertion], totals: Sequence[int], scope: str) -> str:
    """Return SQL for (delivery_no, row_number, assertion_no) of one scope; each table is read once."""
    numbers = [n for n, a in enumerate(assertions) if a.scope == scope and totals[n]]
    table = "judged" if scope == "row" else "broken_within"
    if not numbers:
        return "SELECT 0, CAST(0 AS BIGINT), CAST(0 AS USMALLINT) WHERE false"
    cases = ", ".join(f"CASE WHEN NOT {assertions[n].flag} THEN {n} END" for n in numbers)
    passed = " AND ".join(assertions[n].flag for n in numbers)
    listed = f"list_filter([{cases}], lambda n: n IS NOT NULL)"
    return f"SELECT delivery_no, row_number, CAST(unnest({listed}) AS USMALLINT) FROM {table} WHERE NOT ({passed})"
