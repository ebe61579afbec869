"""Rows that somebody has released from a rule: for them, and for no other row, the rule is not asked.

Called by: expectations.checking, on a batch before it is judged.
Promises:  a released row is judged by every other rule like any row; how many there are is a note of their file.
Never:     decides: which rows of which file are released from what comes with the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import duckdb

from expectations.assertions import REPEATED_KEY, Assertion, assertions_of
from expectations.contract import Extract
from expectations.formats.sheet import Note
from expectations.staging import Incoming

RELEASED = "Q1"


def releasable(extract: Extract) -> set[str]:
    """Return the rules from which a row can be released: what a row needs to be placed and told apart, it needs."""
    asserted = [a for a in assertions_of(extract) if a.severity == "reject_row"]
    return {a.rule for a in asserted if not a.column and a.rule != REPEATED_KEY}


def create_released(connection: duckdb.DuckDBPyConnection, extract: Extract, batch: Sequence[Incoming]) -> set[str]:
    """Make the table `released` of a batch; returns the rules that it names."""
    allowed = releasable(extract)
    rows = [
        (item.number, rule, row)
        for item in batch
        for rule, numbers in item.released.items()
        if rule in allowed
        for row in sorted(numbers)
    ]
    if rows:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE released (delivery_no INTEGER, rule VARCHAR, row_number BIGINT)"
        )
        connection.executemany("INSERT INTO released VALUES (?, ?, ?)", rows)
    return {rule for _, rule, _ in rows}


def with_released(assertions: Sequence[Assertion], rules: set[str]) -> list[Assertion]:
    """Return the assertions, each one passed over for the rows that are released from it."""
    return [replace(a, passes_when=_passes(a)) if a.rule in rules else a for a in assertions]


def notes_of(item: Incoming) -> list[Note]:
    """Say how many rows of a file are released from which rule."""
    allowed = releasable(item.recognition.extract)
    return [
        Note(RELEASED, f"Rows that somebody has released from rule {rule}, whatever it says of them", len(numbers))
        for rule, numbers in sorted(item.released.items())
        if rule in allowed and numbers
    ]


def _passes(assertion: Assertion) -> str:
    listed = f"SELECT delivery_no, row_number FROM released WHERE rule = '{assertion.rule}'"
    return f"CASE WHEN (delivery_no, row_number) IN ({listed}) THEN true ELSE ({assertion.passes_when}) END"
