"""Waivers: findings of a rule that a council has decided to live with until a day, with who and why.

Called by: the commands `waivers ...`, tasks.worklists.
Promises:  a waiver has an end, a reason and a name; one that is over is told, and ending one leaves its record.
Never:     hides a row: findings stay in the warehouse. A rule that sets rows aside cannot be waived.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb

from expectations import extracts as declared
from expectations.assertions import assertions_of
from expectations.errors import UsageProblem
from tasks import councils
from tasks.councils import WAIVERS, Council, CouncilError
from tasks.store import Store, write_bytes

_LISTED = ("warn", "query")
_PARTS = {"waiver": ("rule", "extract", "until", "reason", "by"), "ended": ("rule", "extract", "on", "reason", "by")}


@dataclass(frozen=True, slots=True)
class Waiver:
    """One rule of one extract, waived up to and including a day."""

    rule: str
    extract: str
    until: date
    reason: str
    by: str
    ended: str = ""

    def state(self, today: date) -> str:
        """Say whether it holds: "in force", "expired" or "ended"."""
        if self.ended:
            return "ended"
        return "in force" if today <= self.until else "expired"


def load(council: Council) -> list[Waiver]:
    """Return the council's waivers as its file lists them; refuses a file that says what nobody can mean."""
    path = council.folder / WAIVERS
    if not path.is_file():
        return []
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise CouncilError(f"the file is not valid TOML: {fault}", _where(council), "correct that line") from None
    faults = [f"{key!r} is not part of it" for key in content if key not in _PARTS]
    for part in _PARTS:
        listed = content.get(part, [])
        if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
            raise CouncilError(f"{part} is not a list of tables", _where(council), f"begin each with [[{part}]]")
        for number, entry in enumerate(content.get(part, ()), start=1):
            faults += [f"{part} {number}: {fault}" for fault in _faults(part, entry)]
    if faults:
        raise CouncilError("; ".join(faults), _where(council), "correct these lines; see: outturn waivers add --help")
    found: list[Waiver] = [Waiver(**entry) for entry in content.get("waiver", ())]
    for end in content.get("ended", ()):
        for n, one in enumerate(found):
            if (one.rule, one.extract, one.ended) == (end["rule"], end["extract"], "") and end["on"] <= one.until:
                found[n] = replace(one, ended=f"{end['on']}, {end['by']}: {end['reason']}")
                break
    return found


def in_force(waivers: Sequence[Waiver], today: date) -> list[tuple[str, str]]:
    """Return (extract, rule) of what is waived on a day."""
    return sorted({(one.extract, one.rule) for one in waivers if one.state(today) == "in force"})


def rows_waived(store: Store, council: Council) -> dict[tuple[str, str], int]:
    """Return how many rows of each extract break each rule that can be waived, of all that counts."""
    build = store.current_build(council.code)
    if build is None or not build.exists():
        return {}
    with duckdb.connect(str(build), read_only=True) as connection:
        counted = connection.execute(
            "SELECT extract, rule, count(*) FROM mart.row_finding WHERE severity IN ('warn', 'query') GROUP BY ALL"
        ).fetchall()
    return {(extract, rule): rows for extract, rule, rows in counted}


def add(store: Store, council: Council, made: Waiver, today: date, *, dry_run: bool) -> None:
    """Write a waiver at the end of the council's file."""
    entry = {"rule": made.rule, "extract": made.extract, "until": made.until, "reason": made.reason, "by": made.by}
    faults = _faults("waiver", entry)
    if made.until < today:
        faults.append("its last day is over")
    if (made.extract, made.rule) in in_force(load(council), today):
        faults.append("it is waived already; end that waiver first")
    if faults:
        raise UsageProblem("; ".join(faults), f"{made.extract} {made.rule}", "see: outturn rules, outturn waivers list")
    _append(store, council, "waiver", entry, dry_run)


def end(store: Store, council: Council, which: tuple[str, str], why: tuple[str, str], today: date) -> Waiver:
    """Write that a waiver of (extract, rule) is over from today on; `why` holds the reason and who says so."""
    extract, rule = which
    found = chosen(council, extract, rule, today)
    entry = {"rule": rule, "extract": extract, "on": today, "reason": why[0], "by": why[1]}
    _append(store, council, "ended", entry, dry_run=False)
    return found


def chosen(council: Council, extract: str, rule: str, today: date) -> Waiver:
    """Return the waiver in force of a rule of an extract; refuses where there is none."""
    for one in load(council):
        if (one.extract, one.rule, one.state(today)) == (extract, rule, "in force"):
            return one
    raise UsageProblem("no waiver of it is in force", f"{extract} {rule}", f"see: outturn waivers list {council.code}")


def _faults(part: str, entry: Mapping[str, Any]) -> list[str]:
    names = _PARTS[part]
    faults = [f"{name} is missing" for name in names if not entry.get(name)]
    faults += [f"{name!r} is not part of it" for name in entry if name not in names]
    day = "until" if part == "waiver" else "on"
    if entry.get(day) and type(entry[day]) is not date:
        faults.append(f"{day} is not a day, such as 2021-03-31")
    faults += [f"{n} is not text" for n in names if n != day and entry.get(n) and not isinstance(entry[n], str)]
    if faults or part == "ended":
        return faults
    extract = declared.load().get(entry["extract"])
    if extract is None:
        return [f"there is no extract called {entry['extract']!r}"]
    severities = {a.severity for a in assertions_of(extract) if a.rule == entry["rule"]}
    severities |= {rule.severity for rule in extract.rules if rule.code == entry["rule"] and rule.scope != "file"}
    if not severities:
        return [f"{extract.name} has no rule {entry['rule']!r} about rows"]
    if not severities & {*_LISTED}:
        return [f"rule {entry['rule']} sets rows aside and cannot be waived; see: outturn quarantine"]
    return []


def _append(store: Store, council: Council, part: str, entry: Mapping[str, Any], dry_run: bool) -> None:
    path = councils.own_folder(store, council) / WAIVERS
    lines = [f"[[{part}]]"]
    for name, value in entry.items():
        lines.append(f"{name} = {value.isoformat() if isinstance(value, date) else json.dumps(value)}")
    before = path.read_bytes() if path.is_file() else b""
    if not dry_run:
        write_bytes(path, before + (b"\n" if before else b"") + ("\n".join(lines) + "\n").encode())


def _where(council: Council) -> str:
    return f"councils/{council.code}/{WAIVERS}"
