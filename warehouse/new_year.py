"""Take a council's targets and reports into a new financial year, with everything that must be approved again.

Called by: tasks.policy_years, for the command `policy new-year`.
Promises:  what is copied reads as the year before did; each line with a number is marked as not approved, so that it
           rates nothing until somebody takes the mark out; what the files say otherwise stays to the letter.
Never:     reads or writes a file, and never decides a target.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from expectations.errors import UsageProblem
from warehouse.periods import FinancialYear
from warehouse.policy import Report, parse_report

_TABLE = re.compile(r"^[ \t]*\[[^\n]*\][ \t]*(#[^\n]*)?$", re.MULTILINE)
_MEMBERSHIP = re.compile(r"^[ \t]*\[[ \t]*membership[ \t]*\][ \t]*(#[^\n]*)?$", re.MULTILINE)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NUMBERS = ("annual", "q1", "q2", "q3", "q4", "tolerance_pct", "tolerance")
_OF_ITS_YEAR = ("approved", "approved_by", "approved_on")


@dataclass(frozen=True, slots=True)
class ToApprove:
    """One line of the new targets file that somebody has to agree to: which, what it says, and why it said so."""

    indicator: str
    numbers: str
    reason: str


def targets_of_next_year(content: Mapping[str, Any], year: FinancialYear) -> tuple[str, tuple[ToApprove, ...]]:
    """Return the text of a new year's targets file, copied from the content of the last, and what is to be approved.

    A line without a number ("none", "to be set") is copied and listed too, but there is nothing in it to be marked.
    """
    last = str(content["financial_year"])
    lines = [
        f"# Copied from {last}. A number rates nothing while its line says approved = false: change what is to change,",
        "# then agree to each line: outturn policy approve. Or say below who approved the whole year, and when",
        "# (approved_on = 2021-03-18), and take approved = false out.",
        f"financial_year = {toml_text(str(year))}",
        'approved_by = ""',
    ]
    to_approve = []
    for code, target in content.get("targets", {}).items():
        kept = {key: value for key, value in target.items() if key not in _OF_ITS_YEAR}
        lines += ["", f"[targets.{_key(code)}]", *(f"{key} = {_value(value)}" for key, value in kept.items())]
        if any(not isinstance(value, str) for key, value in kept.items() if key in _NUMBERS):
            lines.append("approved = false")
        to_approve.append(ToApprove(code, numbers_of(kept), str(kept.get("reason", ""))))
    return "\n".join(lines) + "\n", tuple(to_approve)


def numbers_of(line: Mapping[str, Any]) -> str:
    """Return what a line of a targets file says of numbers, as somebody who is to agree to it reads it."""
    return ", ".join(f"{key} {line[key]}" for key in line if key in _NUMBERS)


def report_of_next_year(text: str, report: Report, year: FinancialYear) -> str | None:
    """Return a report's file with the list of the year before written out for the new year.

    None where the file is written in a way that this cannot add to; the list that stands goes on standing then.
    """
    last = year.previous()
    codes = [code for code in report.indicators(last) if not report.is_proposed(code, last)]
    goals: dict[str, list[str]] = {}
    for code in codes:
        goals.setdefault(report.goal(code, last), []).append(code)
    if set(goals) == {""}:
        added = _in_the_table(text, f"{toml_text(str(year))} = {_value(codes)}\n")
    else:
        under = "".join(f"{toml_text(goal)} = {_value(part)}\n" for goal, part in goals.items())
        added = f"{text.rstrip()}\n\n[membership.{toml_text(str(year))}]\n{under}"
    return added if added is not None and _reads_as(added, report, year, tuple(codes)) else None


def _in_the_table(text: str, line: str) -> str | None:
    """Add a line at the end of the table [membership], before the next heading."""
    found = _MEMBERSHIP.search(text)
    if found is None:
        return None
    following = _TABLE.search(text, found.end())
    body, rest = (text[: following.start()], text[following.start() :]) if following else (text, "")
    return f"{body.rstrip()}\n{line}" + (f"\n{rest}" if rest else "")


def _reads_as(text: str, report: Report, year: FinancialYear, codes: tuple[str, ...]) -> bool:
    """Whether a changed file says what the old one said, and the same list for the new year too."""
    try:
        found = parse_report(report.name, tomllib.loads(text, parse_float=Decimal), report.name)
    except (ValueError, UsageProblem):
        return False
    without = {named: listed for named, listed in found.membership.items() if named != str(year)}
    as_before = (without, found.decimals, found.footnotes, found.overrides, found.proposed)
    last = year.previous()
    return (
        as_before == (report.membership, report.decimals, report.footnotes, report.overrides, report.proposed)
        and found.membership.get(str(year)) == codes
        and all(found.goal(code, year) == report.goal(code, last) for code in codes)
    )


def _key(code: str) -> str:
    return code if _BARE.fullmatch(code) else toml_text(code)


def _value(value: object) -> str:
    if isinstance(value, list):
        listed = ", ".join(toml_text(str(part)) for part in value)
        return (
            f"[{listed}]" if len(listed) < 100 else "[\n" + "".join(f"    {toml_text(str(v))},\n" for v in value) + "]"
        )
    return toml_text(value) if isinstance(value, str) else str(value)


def toml_text(value: str) -> str:
    """Write a text as TOML does."""
    # What JSON escapes in a text, TOML reads back as the same text.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
