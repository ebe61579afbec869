"""Judge rules that need more than one file: across extracts, and across months.

Called by: the build, on its silver layer, so that what is found does not depend on the order of runs.
Promises:  every row is judged once; a rule is left out only where a table that it needs has no rows.
Never:     rejects a row, or returns a cell value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from expectations.contract import Extract, Rule
from expectations.findings import Finding
from expectations.suites import Check, run_suite


def check_across(connection: duckdb.DuckDBPyConnection, extracts: Mapping[str, Extract]) -> list[Finding]:
    """Return what is wrong between files: one finding for each rule and month in which rows break it."""
    delivered = {name for name in extracts if _has_rows(connection, f"silver.{name}")}
    findings: list[Finding] = []
    for extract in extracts.values():
        if extract.name not in delivered:
            continue
        month = "as_at" if extract.kind == "snapshot" else "last_delivered_on"
        across = [rule for rule in extract.rules_of("cross_file") if delivered.issuperset(rule.needs)]
        findings += _judge(connection, extract, across, f"silver.{extract.name} t", month)
        over_time = [rule for rule in extract.rules_of("cross_period") if delivered.issuperset(rule.needs)]
        source = f"(SELECT * FROM delivered.{extract.name} WHERE previous_month_ends_on IS NOT NULL) t"
        findings += _judge(connection, extract, over_time, source, "month_ends_on")
    return findings


def _judge(
    connection: duckdb.DuckDBPyConnection, extract: Extract, rules: Sequence[Rule], source: str, month: str
) -> list[Finding]:
    if not rules:
        return []
    flags = ", ".join(f"NOT coalesce(({rule.fails_when}), false) AS ok_{n}" for n, rule in enumerate(rules))
    key = ", ".join(f"t.{name}" for name in extract.key)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE across_checked AS SELECT {key}, strftime(t.{month}, '%Y-%m') AS month, {flags} "
        f"FROM {source}"
    )
    checks = [Check(rule.code, "holds", (f"ok_{n}",), rule.message) for n, rule in enumerate(rules)]
    run_suite(connection, "across_checked", f"{extract.name} across files", checks, extract.key, with_keys=False)
    counts = ", ".join(f"count(*) FILTER (WHERE NOT ok_{n})" for n in range(len(rules)))
    by_month = connection.execute(
        f"SELECT month, {counts} FROM across_checked GROUP BY month ORDER BY month"
    ).fetchall()
    connection.execute("DROP TABLE across_checked")
    return [
        Finding(extract.name, row[0], rule.code, rule.severity, rule.message, failed)
        for row in by_month
        for rule, failed in zip(rules, row[1:], strict=True)
        if failed
    ]


def _has_rows(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None
