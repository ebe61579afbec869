"""Waivers as a council's file lists them: a rule of an extract, until a day, for all rows or some children.

Called by: tasks.councils, which reads the file before any work begins.
Promises:  a waiver has an end, a reason and a name; every fault of the file is named at once.
Never:     takes a child's number for a key: keys are tokens. A rule that sets rows aside cannot be waived.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from expectations.assertions import assertions_of
from expectations.contract import Extract

SOON = timedelta(days=30)
"""A waiver whose last day is no further off is named, so that somebody can decide in time."""

_LISTED = ("warn", "query")
_PARTS = {"waiver": ("rule", "extract", "until", "reason", "by"), "ended": ("rule", "extract", "on", "reason", "by")}
_SHORTEST_TOKEN = 16 + len("child:") + 1


@dataclass(frozen=True, slots=True)
class Waiver:
    """One rule of one extract, waived up to and including a day.

    keys: tokens of the children for whom it is waived; none means for every row.
    """

    rule: str
    extract: str
    until: date
    reason: str
    by: str
    keys: tuple[str, ...] = ()
    ended: str = ""

    def state(self, today: date) -> str:
        """Say whether it holds: "in force", "expired" or "ended"."""
        if self.ended:
            return "ended"
        return "in force" if today <= self.until else "expired"

    def ends_soon(self, today: date) -> bool:
        """Whether it holds, and for 30 days at most."""
        return self.state(today) == "in force" and self.until <= today + SOON

    @property
    def label(self) -> str:
        """What is waived, as it is printed: "contacts A6", "contacts A6 (2 children)"."""
        children = "1 child" if len(self.keys) == 1 else f"{len(self.keys)} children"
        return f"{self.extract} {self.rule}" + (f" ({children})" if self.keys else "")


class Waived:
    """What is waived on a day, to be asked row by row."""

    def __init__(self, waivers: Iterable[Waiver], today: date) -> None:
        """Keep the waivers that are in force."""
        held = [one for one in waivers if one.state(today) == "in force"]
        self._whole = {(one.extract, one.rule) for one in held if not one.keys}
        self._of_child = {(one.extract, one.rule, key) for one in held for key in one.keys}

    def covers(self, extract: str, rule: str, child: str = "") -> bool:
        """Tell whether a rule is waived for a child's token; without one, whether it is for every row."""
        return (extract, rule) in self._whole or (extract, rule, child) in self._of_child


def parse_waivers(content: Mapping[str, Any], extracts: Mapping[str, Extract]) -> tuple[tuple[Waiver, ...], list[str]]:
    """Return the waivers of a file's content, and what is wrong with it; no waivers where anything is."""
    faults = [f"{key!r} is not part of it" for key in content if key not in _PARTS]
    for part in _PARTS:
        listed = content.get(part, [])
        if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
            faults.append(f"{part} is not a list of tables: begin each with [[{part}]]")
            continue
        for number, entry in enumerate(listed, start=1):
            faults += [f"{part} {number}: {fault}" for fault in faults_of(part, entry, extracts)]
    if faults:
        return (), faults
    found = [Waiver(**{**entry, "keys": tuple(entry.get("keys", ()))}) for entry in content.get("waiver", ())]
    for end in content.get("ended", ()):
        for n, one in enumerate(found):
            if (one.rule, one.extract, one.ended) == (end["rule"], end["extract"], "") and end["on"] <= one.until:
                found[n] = replace(one, ended=f"{end['on']}, {end['by']}: {end['reason']}")
                break
    return tuple(found), []


def faults_of(part: str, entry: Mapping[str, Any], extracts: Mapping[str, Extract]) -> list[str]:
    """Return what is wrong with one entry of a part of the file, "waiver" or "ended"."""
    names = _PARTS[part]
    known = (*names, "keys") if part == "waiver" else names
    faults = [f"{name} is missing" for name in names if not entry.get(name)]
    faults += [f"{name!r} is not part of it" for name in entry if name not in known]
    day = "until" if part == "waiver" else "on"
    if entry.get(day) and type(entry[day]) is not date:
        faults.append(f"{day} is not a day, such as 2021-03-31")
    faults += [f"{n} is not text" for n in names if n != day and entry.get(n) and not isinstance(entry[n], str)]
    if "keys" in entry:
        faults += _faults_of_keys(entry["keys"])
    if faults or part == "ended":
        return faults
    extract = extracts.get(entry["extract"])
    if extract is None:
        return [f"there is no extract called {entry['extract']!r}"]
    return _faults_of_rule(extract, entry["rule"]) + _faults_of_child(extract, entry.get("keys", ()))


def _faults_of_rule(extract: Extract, rule: str) -> list[str]:
    severities = {a.severity for a in assertions_of(extract) if a.rule == rule}
    severities |= {one.severity for one in extract.rules if one.code == rule and one.scope != "file"}
    if not severities:
        return [f"{extract.name} has no rule {rule!r} about rows"]
    if not severities & {*_LISTED}:
        return [f"rule {rule} sets rows aside and cannot be waived; see: outturn quarantine release"]
    return []


def _faults_of_child(extract: Extract, keys: Sequence[str]) -> list[str]:
    has_child = any(column.name == "child_id" for column in extract.columns)
    return [f"{extract.name} names no child, so it has no keys"] if keys and not has_child else []


def _faults_of_keys(keys: Any) -> list[str]:
    """Refuse what is no token, without saying what it is: it may be a child's number that somebody wrote by hand."""
    if not isinstance(keys, list) or not keys or not all(isinstance(key, str) for key in keys):
        return ["keys is not a list of tokens"]
    wrong = sum(not _is_token(key) for key in keys)
    if not wrong:
        return []
    return [f"{wrong} of {len(keys)} keys are no tokens; outturn waivers add --keys-file writes them from numbers"]


def _is_token(key: str) -> bool:
    try:
        return len(binascii.a2b_base64(key, strict_mode=True)) >= _SHORTEST_TOKEN
    except (binascii.Error, ValueError):
        return False
