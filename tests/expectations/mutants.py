"""Small mistakes that somebody could make in a rule: each as the rule's SQL with that one mistake in it.

Called by: the test that holds every rule's examples to telling such mistakes.
Promises:  every mutant differs from the rule in one place and can be parsed; the same rule gives the same mutants.
Never:     judges anything.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import duckdb

Node = dict[str, Any]
Change = Callable[[Node], None]

_UNQUOTED = re.compile(r'"(previous|following|before)"\.')
_COMPARISONS = {
    "COMPARE_LESSTHAN": ("COMPARE_LESSTHANOREQUALTO", "COMPARE_GREATERTHAN"),
    "COMPARE_LESSTHANOREQUALTO": ("COMPARE_LESSTHAN", "COMPARE_GREATERTHANOREQUALTO"),
    "COMPARE_GREATERTHAN": ("COMPARE_GREATERTHANOREQUALTO", "COMPARE_LESSTHAN"),
    "COMPARE_GREATERTHANOREQUALTO": ("COMPARE_GREATERTHAN", "COMPARE_LESSTHANOREQUALTO"),
    "COMPARE_EQUAL": ("COMPARE_NOTEQUAL",),
    "COMPARE_NOTEQUAL": ("COMPARE_EQUAL",),
}
_TURNED_ROUND = {
    "CONJUNCTION_AND": "CONJUNCTION_OR",
    "CONJUNCTION_OR": "CONJUNCTION_AND",
    "OPERATOR_IS_NULL": "OPERATOR_IS_NOT_NULL",
    "OPERATOR_IS_NOT_NULL": "OPERATOR_IS_NULL",
    "COMPARE_IN": "COMPARE_NOT_IN",
    "COMPARE_NOT_IN": "COMPARE_IN",
}


def mutants(connection: duckdb.DuckDBPyConnection, fails_when: str) -> Iterator[tuple[str, str]]:
    """Yield (what was changed, the changed SQL) for each place where `fails_when` can be got wrong."""
    whole = _parsed(connection, fails_when)
    seen = {_written(connection, whole)}
    for number, _ in enumerate(_nodes(whole)):
        for name, change in _changes(list(_nodes(whole))[number]):
            changed = copy.deepcopy(whole)
            change(list(_nodes(changed))[number])
            sql = _written(connection, changed)
            if sql not in seen:
                seen.add(sql)
                yield name, sql


def _changes(node: Node) -> Iterator[tuple[str, Change]]:
    kind = str(node.get("type", ""))
    for other in (*_COMPARISONS.get(kind, ()), *([_TURNED_ROUND[kind]] if kind in _TURNED_ROUND else [])):
        yield f"{kind} becomes {other}", _becomes(other)
    if kind.startswith("CONJUNCTION"):
        for place in range(len(node["children"])):
            yield f"{kind} loses part {place + 1}", _loses(place)
    if kind == "OPERATOR_NOT":
        yield "NOT is left out", _is_its_operand
    if kind == "COMPARE_BETWEEN":
        yield "BETWEEN loses its lower bound", _loses_bound("lower")
        yield "BETWEEN loses its upper bound", _loses_bound("upper")
    literal = node.get("literal")
    if literal and literal.get("kind") == "INTEGER":
        for step in (-1, 1):
            yield f"{literal['text']} becomes {int(literal['text']) + step}", _moves(step)


def _becomes(kind: str) -> Change:
    return lambda node: node.update(type=kind)


def _loses(place: int) -> Change:
    def change(node: Node) -> None:
        children = [child for number, child in enumerate(node["children"]) if number != place]
        if len(children) == 1:
            _replace(node, children[0])
        else:
            node["children"] = children

    return change


def _is_its_operand(node: Node) -> None:
    _replace(node, node["children"][0])


def _loses_bound(name: str) -> Change:
    """`x BETWEEN a AND b` without a bound is one comparison with the other."""

    def change(node: Node) -> None:
        kept, kind = (
            ("upper", "COMPARE_LESSTHANOREQUALTO") if name == "lower" else ("lower", "COMPARE_GREATERTHANOREQUALTO")
        )
        comparison = {"class": "COMPARISON", "type": kind, "alias": "", "left": node["input"], "right": node[kept]}
        _replace(node, comparison)

    return change


def _moves(step: int) -> Change:
    return lambda node: node["literal"].update(text=str(int(node["literal"]["text"]) + step))


def _replace(node: Node, other: Node) -> None:
    alias = node.get("alias", "")
    kept = copy.deepcopy(other)
    node.clear()
    node.update(kept, alias=alias)


def _nodes(value: Any) -> Iterator[Node]:
    """Walk the tree; what a subquery of EXISTS selects is never looked at, so that it cannot be got wrong."""
    if isinstance(value, dict):
        yield value
        for name, part in value.items():
            if not (name == "subquery" and value.get("subquery_type") == "EXISTS"):
                yield from _nodes(part)
            else:
                yield from _nodes({key: kept for key, kept in part["node"].items() if key != "select_list"})
    elif isinstance(value, list):
        for part in value:
            yield from _nodes(part)


def _parsed(connection: duckdb.DuckDBPyConnection, fails_when: str) -> Node:
    (text,) = connection.execute("SELECT json_serialize_sql(?)", [f"SELECT ({fails_when})"]).fetchone() or ("",)
    parsed: Node = json.loads(text)
    assert not parsed["error"], parsed
    return parsed


def _written(connection: duckdb.DuckDBPyConnection, parsed: Node) -> str:
    (sql,) = connection.execute("SELECT json_deserialize_sql(?::JSON)", [json.dumps(parsed)]).fetchone() or ("",)
    return _UNQUOTED.sub(r"\1.", str(sql).removeprefix("SELECT "))
