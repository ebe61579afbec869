"""The examples of a rule are sharp: whoever gets the rule slightly wrong sees one of them go red."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import duckdb
import pytest

from expectations.contract import Extract, Rule
from expectations.extracts import load
from tests.expectations.judging import rows_broken, with_empty_tables
from tests.expectations.mutants import mutants

RULES = [(extract, rule) for extract in load().values() for rule in extract.rules]

STILL_TO_SHARPEN = set(
    "D7 D8 D9 D10 D12 D16 D17 D18a D28 D31a D31b D32 D33 D38 G4b".split()  # noqa: SIM905 - one line to shrink
)
"""Rules whose examples do not yet tell every mistake. A rule may only leave this list; a new one never enters it."""


@pytest.fixture(scope="module")
def tables() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with every table of the contracts, empty."""
    connection = with_empty_tables()
    yield connection
    connection.close()


@pytest.mark.parametrize(("extract", "rule"), RULES, ids=[rule.code for _, rule in RULES])
def test_a_small_mistake_in_a_rule_shows_in_its_examples(
    tables: duckdb.DuckDBPyConnection, extract: Extract, rule: Rule
) -> None:
    """Add a row to `breaks` or `passes` that lies just at the place named; a part that never matters, take out."""
    meant = _verdicts(tables, extract, rule)
    unnoticed = [
        f"{mistake}: {sql}"
        for mistake, sql in mutants(tables, rule.fails_when)
        if _verdicts(tables, extract, replace(rule, fails_when=sql)) == meant
    ]
    if rule.code in STILL_TO_SHARPEN:
        assert unnoticed, f"{rule.code} is sharp now: take it out of STILL_TO_SHARPEN"
    else:
        assert unnoticed == [], f"{rule.code}: no example tells these from {rule.fails_when}"


def _verdicts(tables: duckdb.DuckDBPyConnection, extract: Extract, rule: Rule) -> list[list[tuple[int, ...]]]:
    """Which rows of either example break the rule; nothing where the database itself notices the mistake."""
    try:
        return [rows_broken(tables, extract, rule, example) for example in (rule.breaks, rule.passes)]
    except duckdb.Error:
        return []
