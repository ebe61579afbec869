"""Rules that cannot be evaluated: found by trying each alone, so that one stops its own files and nothing else.

Called by: expectations.checking and expectations.cross_checks, once a query of many rules has failed.
Promises:  every culprit of every file is named, by its code and the kind of error; the rest is judged as ever.
Never:     keeps an error's own words, which may quote a cell, or takes a full disk or memory for a rule's fault.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import duckdb

from expectations.assertions import Assertion
from expectations.contract import Rule

RULE_FAULTS = (duckdb.DataError, duckdb.ProgrammingError, duckdb.NotSupportedError)
"""What a rule can do wrong: meet a value that it cannot convert, name what is not there, ask for what cannot be."""


class Unjudged(NamedTuple):
    """One rule that could not be evaluated over the rows of one file."""

    flag: str
    rule: str
    message: str
    error: str


UnjudgedIn = Mapping[int, Sequence[Unjudged]]
"""Delivery number -> the rules that could not be evaluated over its rows."""


def in_words(rule: str, message: str, error: str) -> str:
    """Return what happened to a rule, without the error's own words."""
    return f"rule {rule} could not be judged ({error}): {message}"


def how_to_mend(rules: Sequence[str]) -> str:
    """Return what to do about rules that could not be judged."""
    return (
        f"whoever looks after the rules must correct {' and '.join(dict.fromkeys(rules))}, which met something that it "
        "was not written for; then run this month again"
    )


def unjudged_rows(
    connection: duckdb.DuckDBPyConnection, rows: str, child_rows: str, assertions: Sequence[Assertion]
) -> dict[int, list[Unjudged]]:
    """Find the row and child assertions that fail to evaluate, file by file.

    rows: SQL of the rows that are judged, with their delivery_no.    child_rows: the window of a child's rows.
    """
    found: dict[int, list[Unjudged]] = {}
    for (number,) in connection.execute(f"SELECT DISTINCT delivery_no FROM ({rows}) ORDER BY ALL").fetchall():
        # A table of its own: in one query DuckDB may evaluate a rule before it leaves the other files out.
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE probed AS SELECT * FROM ({rows}) WHERE delivery_no = {number}"
        )
        culprits = _culprits(connection, [a for a in assertions if a.scope == "row"], "probed")
        known = {culprit.flag for culprit in culprits}
        fit = [a.passes_when for a in assertions if _rejects_alone(a) and a.flag not in known]
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE probed_fit AS SELECT * FROM probed WHERE {' AND '.join(fit) or 'true'}"
        )
        within = f"probed_fit WINDOW child_rows AS ({child_rows})"
        culprits += _culprits(connection, [a for a in assertions if a.scope == "child"], within)
        if culprits:
            found[number] = culprits
    for table in ("probed", "probed_fit"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    return found


def unjudged_files(
    connection: duckdb.DuckDBPyConnection, rules: Mapping[str, Rule], numbers: Sequence[int]
) -> dict[int, list[Unjudged]]:
    """Find the whole-file rules that fail to evaluate, file by file; rules: flag -> rule."""
    found: dict[int, list[Unjudged]] = {}
    for number in numbers:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE probed AS SELECT * FROM checked "
            f"WHERE delivery_no = {number} AND NOT is_rejected"
        )
        for flag, rule in rules.items():
            if error := _error(connection, f"SELECT {rule.fails_when} FROM probed c"):
                found.setdefault(number, []).append(Unjudged(flag, rule.code, rule.message, error))
    connection.execute("DROP TABLE IF EXISTS probed")
    return found


def held_back(assertions: Sequence[Assertion], unjudged: UnjudgedIn, numbers: Sequence[int]) -> list[Assertion]:
    """Return the assertions, each one passed over in the files where it cannot be evaluated; those are refused."""
    held = []
    for assertion in assertions:
        files = files_without(assertion.flag, unjudged)
        if len(files) == len(numbers):
            held.append(replace(assertion, passes_when="true"))
        elif files:
            among = ", ".join(map(str, files))
            passes = f"CASE WHEN delivery_no IN ({among}) THEN true ELSE ({assertion.passes_when}) END"
            held.append(replace(assertion, passes_when=passes))
        else:
            held.append(assertion)
    return held


def files_without(flag: str, unjudged: UnjudgedIn) -> list[int]:
    """Return the delivery numbers for which an assertion or rule could not be evaluated."""
    return [number for number, culprits in unjudged.items() if flag in {culprit.flag for culprit in culprits}]


def merged(*found: UnjudgedIn) -> dict[int, list[Unjudged]]:
    """Return what several looks have found, by file."""
    numbers: Collection[int] = sorted({number for one in found for number in one})
    return {number: [culprit for one in found for culprit in one.get(number, ())] for number in numbers}


def _rejects_alone(assertion: Assertion) -> bool:
    return assertion.scope == "row" and assertion.severity == "reject_row"


def _culprits(connection: duckdb.DuckDBPyConnection, assertions: Sequence[Assertion], source: str) -> list[Unjudged]:
    found = []
    for a in assertions:
        alone = f"SELECT count(*) FILTER (NOT holds) FROM (SELECT ({a.passes_when}) AS holds FROM {source})"
        if error := _error(connection, alone):
            found.append(Unjudged(a.flag, a.rule, a.message, error))
    return found


def _error(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """Return the kind of error that a query ends in, "" where it does not."""
    try:
        connection.execute(query).fetchall()
    except RULE_FAULTS as fault:
        return type(fault).__name__
    return ""
