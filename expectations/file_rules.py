"""Judge rules of a whole file, each over the rows of that file that are fit to load.

Called by: expectations.checking, on the table `checked` of a batch.
Promises:  each file is judged by its own rows only; a rule that cannot be evaluated is named with its files.
Never:     rejects a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from expectations.contract import Extract, Rule
from expectations.suites import Check, run_suite
from expectations.unjudged import RULE_FAULTS, UnjudgedIn, files_without, unjudged_files


def judge_files(
    connection: duckdb.DuckDBPyConnection, extract: Extract, numbers: Sequence[int]
) -> tuple[dict[int, list[Rule]], UnjudgedIn]:
    """Return which whole-file rules each file breaks, and which could not be evaluated over it."""
    rules = {rule.flag: rule for rule in extract.rules_of("file")}
    if not rules:
        return {}, {}
    unjudged: UnjudgedIn = {}
    try:
        _create_checked_files(connection, rules, unjudged, numbers)
    except RULE_FAULTS:
        unjudged = unjudged_files(connection, rules, numbers)
    if unjudged:
        _create_checked_files(connection, rules, unjudged, numbers)
    checks = [Check(rule.code, "holds", (flag,), rule.message) for flag, rule in rules.items()]
    results = run_suite(connection, "checked_files", f"{extract.name} files", checks, ("delivery_no",))
    found: dict[int, list[Rule]] = {}
    for rule, result in zip(rules.values(), results, strict=True):
        for (number,) in result.failed_keys:
            found.setdefault(int(number), []).append(rule)
    return found, unjudged


def _create_checked_files(
    connection: duckdb.DuckDBPyConnection, rules: Mapping[str, Rule], unjudged: UnjudgedIn, numbers: Sequence[int]
) -> None:
    flags = []
    for flag, rule in rules.items():
        without = ", ".join(map(str, files_without(flag, unjudged)))
        if len(files_without(flag, unjudged)) == len(numbers):
            flags.append(f"true AS {flag}")
            continue
        left_out = f" AND c.delivery_no NOT IN ({without})" if without else ""
        passed_over = f" OR delivery_no IN ({without})" if without else ""
        flags.append(
            f"NOT coalesce((SELECT {rule.fails_when} FROM checked c WHERE c.delivery_no = incoming.delivery_no "
            f"AND NOT c.is_rejected{left_out}), false){passed_over} AS {flag}"
        )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE checked_files AS SELECT delivery_no, {', '.join(flags)} FROM incoming"
    )
