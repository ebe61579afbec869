"""Waivers: findings of a rule that a council has decided to live with until a day, for all rows or for some children.

Called by: the commands `waivers ...` and `worklist`, tasks.notifying.
Promises:  one that is over or ends soon is told, and ending one leaves its record; a child's number becomes a token
           under the council's key before anything is written.
Never:     hides a row: findings stay in the warehouse; shows or raises with a child's number.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from expectations import extracts as declared
from expectations.errors import UsageProblem
from expectations.values import Reader
from expectations.waivers import Waived, Waiver, faults_of, parse_waivers
from tasks import councils
from tasks.councils import WAIVERS, Council
from tasks.store import Store, write_bytes


def rows_waived(store: Store, council: Council) -> list[int]:
    """Return how many rows each of the council's waivers is about, of all that counts, in the order of the waivers."""
    build = store.current_build(council.code)
    if build is None or not build.exists():
        return [0] * len(council.waivers)
    with duckdb.connect(str(build), read_only=True) as connection:
        return [_rows(connection, one) for one in council.waivers]


def read_keys(path: Path) -> list[str]:
    """Return the children's numbers that a file lists, one a line, as they are written in an extract."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageProblem(
            f"the file of keys cannot be read ({type(fault).__name__})", "--keys-file", "save it as UTF-8, one a line"
        ) from None
    found = [line.strip() for line in lines if line.strip()]
    if not found:
        raise UsageProblem("the file of keys is empty", "--keys-file", "write one child's number on each line")
    return found


def with_keys(store: Store, council: Council, made: Waiver, numbers: Sequence[str]) -> Waiver:
    """Return a waiver for the children of these numbers, told by the tokens that their rows carry."""
    extract = declared.load().get(made.extract)
    column = next((column for column in extract.columns if column.name == "child_id"), None) if extract else None
    if column is None:
        what = "names no child, so nothing of it can be waived by key" if extract else "is no extract"
        raise UsageProblem(f"{made.extract} {what}", "EXTRACT", "see: outturn extracts")
    reader = Reader(column)
    read = [reader.understand(number) for number in numbers]
    unclear = sum(meaning.value is None for meaning in read)
    if unclear:
        raise UsageProblem(
            f"{unclear} lines of the file of keys are no numbers of children",
            "--keys-file",
            "write one on each line, as the extract has it, and nothing else",
        )
    if not store.key_file(council.code).exists():
        raise UsageProblem(
            "the council has no key yet, so no row carries a token", council.code, "take in its first month before"
        )
    tokens = councils.tokeniser(store, council).tokens("child", [str(meaning.value) for meaning in read])
    return replace(made, keys=tuple(sorted(set(tokens))))


def add(store: Store, council: Council, made: Waiver, today: date, *, dry_run: bool) -> None:
    """Write a waiver at the end of the council's file, which nobody else changes meanwhile."""
    if dry_run:
        _add(store, council, made, today, dry_run=True)
        return
    with store.lock(council.code):
        # What is waived already is looked up under the lock: somebody may have written since the council was read.
        _add(store, councils.load(store, council.code), made, today, dry_run=False)


def end(store: Store, council: Council, which: tuple[str, str], why: tuple[str, str], today: date) -> None:
    """Write that the waivers of (extract, rule) are over from today on; `why` holds the reason and who says so."""
    extract, rule = which
    entry = {"rule": rule, "extract": extract, "on": today, "reason": why[0], "by": why[1]}
    with store.lock(council.code):
        council = councils.load(store, council.code)
        _append(store, council, [("ended", entry) for _ in chosen(council, extract, rule, today)], dry_run=False)


def chosen(council: Council, extract: str, rule: str, today: date) -> list[Waiver]:
    """Return the waivers in force of a rule of an extract; refuses where there is none."""
    found = [one for one in council.waivers if (one.extract, one.rule, one.state(today)) == (extract, rule, "in force")]
    if not found:
        raise UsageProblem(
            "no waiver of it is in force", f"{extract} {rule}", f"see: outturn waivers list {council.code}"
        )
    return found


def _add(store: Store, council: Council, made: Waiver, today: date, *, dry_run: bool) -> None:
    entry: dict[str, Any] = {"rule": made.rule, "extract": made.extract, "until": made.until}
    entry |= {"reason": made.reason, "by": made.by} | ({"keys": list(made.keys)} if made.keys else {})
    faults = faults_of("waiver", entry, declared.load())
    if made.until < today:
        faults.append("its last day is over")
    waived = Waived(council.waivers, today)
    if all(waived.covers(made.extract, made.rule, key) for key in made.keys or ("",)):
        faults.append("it is waived already; end that waiver first")
    if faults:
        raise UsageProblem("; ".join(faults), f"{made.extract} {made.rule}", "see: outturn rules, outturn waivers list")
    _append(store, council, [("waiver", entry)], dry_run)


def _rows(connection: duckdb.DuckDBPyConnection, waiver: Waiver) -> int:
    [(rows,)] = connection.execute(
        "SELECT count(*) FROM mart.row_finding WHERE extract = $extract AND rule = $rule "
        "AND severity IN ('warn', 'query') AND (len($keys) = 0 OR list_contains($keys, child_id))",
        {"extract": waiver.extract, "rule": waiver.rule, "keys": list(waiver.keys)},
    ).fetchall()
    return int(rows)


def _append(store: Store, council: Council, entries: Sequence[tuple[str, Mapping[str, Any]]], dry_run: bool) -> None:
    path = councils.own_folder(store, council) / WAIVERS
    content = councils.text_of(path).encode() if path.is_file() else b""
    for part, entry in entries:
        lines = [f"[[{part}]]", *(f"{name} = {_written(value)}" for name, value in entry.items())]
        content += (b"\n" if content else b"") + ("\n".join(lines) + "\n").encode()
    try:
        faults = parse_waivers(tomllib.loads(content.decode()), declared.load())[1]
    except tomllib.TOMLDecodeError:
        faults = ["it cannot be added to"]
    if faults:
        raise UsageProblem(
            f"{WAIVERS} is laid out in a way that nothing can be added to it",
            f"councils/{council.code}/{WAIVERS}",
            "write each waiver under [[waiver]] and each end under [[ended]], then do this again",
        )
    if not dry_run:
        write_bytes(path, content)


def _written(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[\n" + "".join(f"    {json.dumps(one)},\n" for one in value) + "]"
    # TOML knows no pairs of escapes for one sign, which is how JSON in ASCII writes what lies far out.
    return json.dumps(value, ensure_ascii=False)
