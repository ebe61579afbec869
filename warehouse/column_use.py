"""Which columns of which extracts a figure is counted from, as its own SQL says.

Called by: tasks.column_costs, to say what a column that a file lacks costs.
Promises:  read from the plans that DuckDB makes of the declared SQL, through every table in between: a definition
           that changes changes the answer, and there is no second list to keep. Rather a column too many than one
           too few.
Never:     reads a row: the tables are empty.

Trap: a plan tells what is read for the figure itself. Whatever it is split by, is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import duckdb

from expectations.contract import Extract
from warehouse.indicator import Indicator
from warehouse.tables import create_delivered, create_silver, silver_statements

_KEPT = ("unused_columns", "column_lifetime", "cte_inlining", "materialized_cte")
"""Steps of the optimizer that leave out what is not asked for. The others would make use of the tables being empty."""

_MADE = re.compile(r"CREATE TABLE silver\.(\w+) AS\s+(.*)", re.DOTALL)

Used = frozenset[tuple[str, str]]
"""(extract, column) pairs."""


def columns_used(
    extracts: Mapping[str, Extract], indicators: Mapping[str, tuple[Indicator, ...]]
) -> dict[tuple[str, int], Used]:
    """Return what each version of each indicator reads, of the extracts that it needs: (code, version) -> columns."""
    with duckdb.connect() as connection:
        create_delivered(connection, extracts, [])
        create_silver(connection, extracts, [])
        queries = {made[1]: made[2] for _, text in silver_statements() if (made := _MADE.search(text))}
        _turn_into_views(connection, queries)
        return {
            (one.code, one.version): _read_by(connection, extracts, one, queries.get(one.population))
            for versions in indicators.values()
            for one in versions
        }


def _turn_into_views(connection: duckdb.DuckDBPyConnection, queries: Mapping[str, str]) -> None:
    """Put a query in the place of each table that is made of others, so that a plan reaches down to the extracts."""
    connection.execute("CREATE SCHEMA made")
    for name in queries:
        connection.execute(f"CREATE TABLE made.{name} AS SELECT * FROM silver.{name}")
        connection.execute(f"DROP TABLE silver.{name}")
    for name, query in queries.items():
        connection.execute(f"CREATE VIEW silver.{name} AS {query}")
    known = {name for (name,) in connection.execute("SELECT name FROM duckdb_optimizers()").fetchall()}
    connection.execute(f"SET disabled_optimizers = '{','.join(sorted(known - {*_KEPT}))}'")


def _read_by(
    connection: duckdb.DuckDBPyConnection, extracts: Mapping[str, Extract], indicator: Indicator, query: str | None
) -> Used:
    """Return the columns that an indicator reads.    query: what its population is made by, where it is made."""
    asked = replace(indicator, team="NULL", child="", by={}).sql()
    population = f"silver.{indicator.population}"
    if query:
        columns = {column for _, column in _scanned(connection, asked.replace(population, f"made.{population[7:]}"))}
        connection.execute(f"CREATE OR REPLACE VIEW made.needed AS {_without_idle_joins(connection, query, columns)}")
        asked = asked.replace(population, "made.needed")
    declared = {(name, column.name) for name in indicator.needs for column in extracts[name].columns}
    return frozenset(declared.intersection(_scanned(connection, asked)))


def _scanned(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[str, str]]:
    """Yield the (table, column) pairs that a query reads."""
    [(_, text)] = connection.execute(f"EXPLAIN (FORMAT JSON) {query}").fetchall()
    for node in _nodes(json.loads(text)):
        if table := node.get("Table"):
            columns = node.get("Projections", [])
            for column in [columns] if isinstance(columns, str) else columns:
                yield table.rsplit(".", 1)[-1], column


def _without_idle_joins(connection: duckdb.DuckDBPyConnection, query: str, asked: set[str]) -> str:
    """Return a query for those of its columns that are asked for, without the left joins that none of them rests on."""
    [(text,)] = connection.execute("SELECT json_serialize_sql(?)", [query]).fetchall()
    parsed = json.loads(text)
    node = parsed["statements"][0]["node"]
    chosen = [item for item in node["select_list"] if item["class"] == "STAR" or _name(item) in asked]
    rest = [node[part] for part in ("where_clause", "group_expressions", "having", "qualify", "modifiers")]
    if any(name == "" for name in _relations([chosen, rest])):
        return query
    node["select_list"] = chosen
    node["from_table"] = _joined(node["from_table"], {*_relations([chosen, rest])})
    [(pruned,)] = connection.execute("SELECT json_deserialize_sql(CAST(? AS JSON))", [json.dumps(parsed)]).fetchall()
    return str(pruned)


def _joined(table: dict[str, Any], used: set[str]) -> dict[str, Any]:
    if table["type"] != "JOIN":
        return table
    if table["join_type"] == "LEFT" and (table["right"]["alias"] or table["right"].get("table_name")) not in used:
        return _joined(table["left"], used)
    used.update(_relations(table["condition"]))
    return table | {"left": _joined(table["left"], used)}


def _name(item: Mapping[str, Any]) -> str:
    return str(item["alias"] or item.get("column_names", [""])[-1])


def _relations(parsed: Any) -> Iterator[str]:
    """Yield which table each column is taken from, "" where a query does not say."""
    for node in _nodes(parsed):
        if node.get("class") == "STAR":
            yield node["relation_name"]
        elif node.get("class") == "COLUMN_REF":
            yield node["column_names"][0] if len(node["column_names"]) > 1 else ""


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
    for part in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _nodes(part)
