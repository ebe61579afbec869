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
    assert unnoticed == [], f"{rule.code}: no example tells these from {rule.fails_when}"


def _verdicts(tables: duckdb.DuckDBPyConnection, extract: Extract, rule: Rule) -> list[list[tuple[int, ...]]]:
    """Which rows of either example break the rule; nothing where the database itself notices the mistake."""
    try:
        return [rows_broken(tables, extract, rule, example) for example in (rule.breaks, rule.passes)]
    except duckdb.Error:
        return []
