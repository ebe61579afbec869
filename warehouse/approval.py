"""Agree to lines of a year's targets: which of them wait, and who agreed when, written into the file's own text.

Called by: tasks.policy_years, for the command `policy approve`.
Promises:  only `approved`, `approved_by` and `approved_on` of the lines named change; comments and layout stay to the
           letter; everything that stands in the way is named at once, and then nothing is changed.
Never:     reads or writes a file, and never agrees to a line that was not named.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from warehouse.new_year import ToApprove, numbers_of, toml_text

NAMES = ("approved", "approved_by", "approved_on")
"""What is set in a line of the targets file."""

_WAITS = "not approved"
# Texts and comments, whose content must not be taken for a heading or a setting.
_SPOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|(?P<comment>#[^\r\n]*)', re.DOTALL
)
_HEADING = re.compile(r"^[ \t]*\[[^\r\n]*\][ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What somebody agreed to: the lines, who, and on which day."""

    codes: Sequence[str]
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Approval:
    """One line of the targets file that is agreed to: what it says, who stood for it before, and who does now."""

    indicator: str
    numbers: str
    before: str
    after: str


def waiting(content: Mapping[str, Any]) -> tuple[ToApprove, ...]:
    """Return the lines that nobody has agreed to: marked as not approved, or without a name in line and file."""
    return tuple(
        ToApprove(code, numbers_of(line), str(line.get("reason", "")))
        for code, line in content.get("targets", {}).items()
        if _stands(content, line) == _WAITS
    )


def approve(text: str, agreed: Agreement) -> tuple[str, tuple[Approval, ...], list[str]]:
    """Return a targets file's text with lines agreed to, what changes in each, and what stands in the way.

    A line that the same name agreed to on the same day stays as it is, so that doing this twice is doing it once.
    """
    content = tomllib.loads(text, parse_float=Decimal)
    targets = content.get("targets", {})
    after = _said(agreed.by, agreed.on)
    settings = dict(zip(NAMES, ("true", toml_text(agreed.by), agreed.on.isoformat()), strict=True))
    faults, changed, done = [], text, []
    for code in dict.fromkeys(agreed.codes):
        if code not in targets:
            near = get_close_matches(code.upper(), targets, n=1)
            faults.append(f"{code} is not in the file" + (f" (did you mean {near[0]}?)" if near else ""))
            continue
        before = _stands(content, targets[code])
        if before not in (_WAITS, after):
            faults.append(f"{code} is {before} already; change that line by hand")
            continue
        done.append(Approval(code, numbers_of(targets[code]), before, after))
        if before == after:
            continue
        edited = _edited(changed, code, settings)
        if edited is None:
            faults.append(f"{code} has no heading [targets.{code}] that lines can be added under; write it by hand")
            continue
        changed = edited
    return changed, tuple(done), faults


def _stands(content: Mapping[str, Any], line: Mapping[str, Any]) -> str:
    """Say who agreed to a line and when, or that nobody has."""
    if line.get("approved") is False:
        return _WAITS
    source = line if line.get("approved_by") else content
    return _said(str(source["approved_by"]), source.get("approved_on")) if source.get("approved_by") else _WAITS


def _said(by: str, on: object) -> str:
    return f"approved by {by}" + (f" on {on:%d/%m/%Y}" if isinstance(on, date) else "")


def _edited(text: str, code: str, settings: Mapping[str, str]) -> str | None:
    """Set settings under an indicator's heading; None where the text would not read as wanted."""
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    whole = text if text.endswith("\n") else text + end_of_line
    quiet = _SPOKEN.sub(lambda found: (" " if found["comment"] else "x") * len(found[0]), whole)
    headings = [head.span() for head in _HEADING.finditer(quiet)]
    place = next(
        (n for n, (start, stop) in enumerate(headings) if _path(whole[start:stop].strip()) == ("targets", code)), None
    )
    if place is None:
        return None
    begin, stop = headings[place][1], headings[place + 1][0] if place + 1 < len(headings) else len(whole)
    changes, missing = [], ""
    for name, value in settings.items():
        found = re.compile(rf"^[ \t]*{name}[ \t]*=[ \t]*(\S+)", re.MULTILINE).search(quiet, begin, stop)
        if found:
            changes.append((*found.span(1), value))
        else:
            missing += f"{name} = {value}{end_of_line}"
    # Below the last setting: a comment that stands above the next heading belongs to that one.
    below = whole.index("\n", begin + len(quiet[begin:stop].rstrip())) + 1
    changed = whole
    # From the last to the first, so that what is still to be changed keeps its place.
    for start, end, new in sorted([*changes, (below, below, missing)], reverse=True):
        changed = changed[:start] + new + changed[end:]
    return changed if _reads_as(changed, text, code, settings) else None


def _path(heading: str) -> tuple[str, ...]:
    """Return the names of a heading, () where the line is none."""
    try:
        content: Any = tomllib.loads(heading)
    except tomllib.TOMLDecodeError:
        return ()
    names = []
    while isinstance(content, dict) and content:
        [(name, content)] = content.items()
        names.append(name)
    return tuple(names)


def _reads_as(changed: str, before: str, code: str, settings: Mapping[str, str]) -> bool:
    """Whether a changed text says what the old one said, and the settings of the one line besides."""
    wanted = deepcopy(tomllib.loads(before, parse_float=Decimal))
    wanted["targets"][code] |= tomllib.loads("\n".join(f"{name} = {value}" for name, value in settings.items()))
    try:
        return tomllib.loads(changed, parse_float=Decimal) == wanted
    except tomllib.TOMLDecodeError:
        return False
