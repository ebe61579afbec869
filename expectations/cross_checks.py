"""Judge rules that need more than one file: across extracts, and across months.

Called by: the build, on its silver layer, so that what is found does not depend on the order of runs.
Promises:  every row is judged once; a rule is left out only where a table that it needs has no rows, and that is
           said. A rule that cannot be evaluated blocks the months in which it cannot; the rest is judged as ever.
Never:     rejects a row, or returns a cell value.

Leaves the temporary table `rows_across`: which row, by its month's file and its place there, broke what.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from expectations.assertions import NOT_DELIVERED
from expectations.contract import Extract, Rule
from expectations.findings import Finding
from expectations.suites import Check, run_suite
from expectations.unjudged import RULE_FAULTS, in_words


@dataclass(frozen=True, slots=True)
class _Source:
    """The rows that some rules of an extract are judged on: SQL for `FROM`, and the date that gives their month."""

    extract: Extract
    rows: str
    dated_by: str

    @property
    def month(self) -> str:
        return f"strftime(t.{self.dated_by}, '%Y-%m')"


def create_rows_across(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table that `check_across` fills, empty."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE rows_across "
        "(extract VARCHAR, month VARCHAR, rule VARCHAR, severity VARCHAR, row_number INTEGER)"
    )


def check_across(connection: duckdb.DuckDBPyConnection, extracts: Mapping[str, Extract]) -> list[Finding]:
    """Return what is wrong between files: one finding for each rule and month in which rows break it."""
    delivered = {name for name in extracts if _has_rows(connection, f"silver.{name}")}
    findings: list[Finding] = []
    create_rows_across(connection)
    for extract in extracts.values():
        if extract.name not in delivered:
            continue
        dated_by = "as_at" if extract.kind == "snapshot" else "last_delivered_on"
        across = _Source(extract, f"silver.{extract.name}", dated_by)
        rows = f"(SELECT * FROM delivered.{extract.name} WHERE previous_month_ends_on IS NOT NULL)"
        over_time = _Source(extract, rows, "month_ends_on")
        for source, rules in (
            (across, extract.rules_of("cross_file")),
            (over_time, extract.rules_of("cross_period")),
        ):
            findings += _judge(connection, source, [rule for rule in rules if delivered.issuperset(rule.needs)])
        findings += _left_out(connection, across, delivered)
    return findings


def sql_before(extract: Extract) -> str:
    """Return SQL that joins to the delivered row `t`, as `before`, the last earlier delivery's row of the same key.

    All history is looked through: a record that was left out of a month is compared with what was last said of it.
    """
    same = " AND ".join(f"before.{name} = t.{name}" for name in extract.key)
    return f"ASOF LEFT JOIN delivered.{extract.name} before ON {same} AND before.month_ends_on < t.month_ends_on"


def _judge(connection: duckdb.DuckDBPyConnection, source: _Source, rules: Sequence[Rule]) -> list[Finding]:
    """Judge all rules in one query; where it fails, each rule alone, and where that fails, each month alone."""
    if not rules:
        return []
    try:
        return _judged(connection, source, rules)
    except RULE_FAULTS:
        found = [finding for rule in rules for finding in _judged_alone(connection, source, rule)]
    return sorted(found, key=lambda finding: (finding.month, [rule.code for rule in rules].index(finding.rule)))


def _judged(connection: duckdb.DuckDBPyConnection, source: _Source, rules: Sequence[Rule]) -> list[Finding]:
    extract = source.extract
    flags = ", ".join(f"NOT coalesce(({rule.fails_when}), false) AS {rule.flag}" for rule in rules)
    key = ", ".join(f"t.{name}" for name in extract.key)
    rows = f"{source.rows} t"
    if any(rule.looks_back for rule in rules):
        rows += f" {sql_before(extract)}"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE across_checked AS SELECT {key}, {source.month} AS month, t.row_number, {flags} "
        f"FROM {rows}"
    )
    checks = [Check(rule.code, "holds", (rule.flag,), rule.message) for rule in rules]
    run_suite(connection, "across_checked", f"{extract.name} across files", checks, extract.key, with_keys=False)
    counts = ", ".join(f"count(*) FILTER (WHERE NOT {rule.flag})" for rule in rules)
    by_month = connection.execute(
        f"SELECT month, {counts} FROM across_checked GROUP BY month ORDER BY month"
    ).fetchall()
    for n, rule in enumerate(rules):
        if any(row[n + 1] for row in by_month):
            connection.execute(
                "INSERT INTO rows_across SELECT $extract, month, $rule, $severity, row_number FROM across_checked "
                f"WHERE NOT {rule.flag}",
                {"extract": extract.name, "rule": rule.code, "severity": rule.severity},
            )
    connection.execute("DROP TABLE across_checked")
    return [
        Finding(extract.name, row[0], rule.code, rule.severity, rule.message, failed)
        for row in by_month
        for rule, failed in zip(rules, row[1:], strict=True)
        if failed
    ]


def _judged_alone(connection: duckdb.DuckDBPyConnection, source: _Source, rule: Rule) -> list[Finding]:
    try:
        return _judged(connection, source, [rule])
    except RULE_FAULTS:
        months = _months(connection, source)
    found: list[Finding] = []
    for month in months:
        # A table of its own: in one query DuckDB may evaluate a rule before it leaves the other months out.
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE of_month AS SELECT t.* FROM {source.rows} t WHERE {source.month} = ?",
            [month],
        )
        try:
            found += _judged(connection, _Source(source.extract, "of_month", source.dated_by), [rule])
        except RULE_FAULTS as fault:
            what = in_words(rule.code, rule.message, type(fault).__name__)
            found.append(Finding(source.extract.name, month, rule.code, "block", what[0].upper() + what[1:], 0))
    connection.execute("DROP TABLE IF EXISTS of_month")
    return found


def _left_out(connection: duckdb.DuckDBPyConnection, source: _Source, delivered: Collection[str]) -> Iterable[Finding]:
    """Say once for each set of tables that were never delivered which rules of the extract wait for them."""
    waiting: dict[tuple[str, ...], list[str]] = {}
    for rule in source.extract.rules_of("cross_file", "cross_period"):
        absent = tuple(sorted(set(rule.needs) - set(delivered)))
        if absent:
            waiting.setdefault(absent, []).append(rule.code)
    latest = max(_months(connection, source))
    for absent, codes in sorted(waiting.items()):
        message = f"{', '.join(codes)} not judged: no {' and no '.join(absent)} delivered"
        yield Finding(source.extract.name, latest, NOT_DELIVERED, "note", message, 0)


def _months(connection: duckdb.DuckDBPyConnection, source: _Source) -> list[str]:
    found = connection.execute(f"SELECT DISTINCT {source.month} AS month FROM {source.rows} t ORDER BY month")
    return [month for (month,) in found.fetchall()]


def _has_rows(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is not None
