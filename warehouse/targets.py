"""What good looks like: a council's targets for a financial year, read from its file.

Called by: tasks.councils, which reads the files; warehouse.publication, which applies them.
Promises:  every fault of a file is named at once; numbers are exact.
Never:     reads a file, and never carries a target from one year into another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from expectations.errors import raise_if
from warehouse.display import printed
from warehouse.periods import FinancialYear, Month, Period, Quarter

STATES = {
    "none": "No target",
    "to be set": "To be set",
    "set by a partner": "Set by a partner",
    "compound": "",
}
"""What stands where a number would, and how it prints unless `words` say it; a compound target always needs words."""

_NUMBERS = ("annual", "q1", "q2", "q3", "q4", "tolerance_pct", "tolerance")
_WORDS = ("reason", "words", "set_by", "approved_by")
_NOT_APPROVED = "not approved"


@dataclass(frozen=True, slots=True)
class Target:
    """What good looks like for one indicator in one year.

    annual, by_quarter, tolerance: in the indicator's unit; tolerance_pct in per cent of the target.
    reason:      why there is no number, or why it is this one.
    words:       what is printed where there is no number, "To be set in July".
    set_by:      who set it, where that was not the council.
    is_approved: False for a number carried into a new year that nobody has agreed to yet; it rates nothing.
    approved_by, approved_on: who agreed to this line and when, where that differs from the file.
    """

    annual: Fraction | None = None
    by_quarter: Mapping[int, Fraction] = field(default_factory=dict)
    tolerance_pct: Fraction | None = None
    reason: str = ""
    words: str = ""
    set_by: str = ""
    tolerance: Fraction | None = None
    is_approved: bool = True
    approved_by: str = ""
    approved_on: date | None = None

    def printed(self, number: Fraction | None, unit: str) -> str:
        """Return a number of this target as a table shows it, or the words that stand in its place."""
        if number is None:
            return self.words or "N/A"
        asides = [f"set by {self.set_by}"] if self.set_by else []
        asides += [] if self.is_approved else [_NOT_APPROVED]
        return printed(number, 2, unit) + (f" ({', '.join(asides)})" if asides else "")

    def announced(self, now: Target, unit: str) -> str:
        """Return next year's annual target as a report of this year shows it, with what it changes: "4%; was 5%"."""
        said = self.printed(self.annual, unit)
        if now.annual is None or self.annual in (None, now.annual):
            return said
        return f"{said}; was {printed(now.annual, 2, unit)}"

    def tolerance_printed(self, unit: str) -> str:
        """Return the agreed tolerance as a table shows it, "" where none was agreed."""
        if self.tolerance is not None:
            return f"±{printed(self.tolerance, 2, 'percentage_points' if unit == 'percent' else unit)}"
        return "" if self.tolerance_pct is None else f"±{printed(self.tolerance_pct, 2, 'percent')}"

    def for_period(self, period: Period) -> Fraction | None:
        """Return the target of a period: the quarter's profiled one, else the annual one."""
        quarter = period.quarter if isinstance(period, Month) else period
        if isinstance(quarter, Quarter):
            return self.by_quarter.get(quarter.number, self.annual)
        return self.annual


@dataclass(frozen=True, slots=True)
class TargetYear:
    """The targets approved for one financial year, whole: what is not here has no target."""

    year: FinancialYear
    approved_by: str
    approved_on: date | None
    targets: Mapping[str, Target]


def parse_targets(content: Mapping[str, Any], where: str) -> TargetYear:
    """Read one year's targets file; raises UsageProblem naming every line that is wrong."""
    faults: list[str] = []
    targets = {}
    for code, line in content.get("targets", {}).items():
        targets[code], found = _target(line)
        faults += [f"{code}: {fault}" for fault in found]
    try:
        year = FinancialYear(str(content.get("financial_year", "")))
    except ValueError as fault:
        faults.append(f"financial_year: {fault}")
    raise_if(faults, where)
    return TargetYear(year, str(content.get("approved_by", "")), content.get("approved_on"), targets)


def _target(line: object) -> tuple[Target, list[str]]:
    """Read one indicator's targets, with everything that is wrong with them."""
    if not isinstance(line, Mapping):
        return Target(), ["write its targets under a heading of their own"]
    known = (*_NUMBERS, *_WORDS, "approved", "approved_on")
    faults = [f"{key} is not a setting of a target" for key in line if key not in known]
    numbers, found = _numbers(line)
    faults += found
    state = "" if "annual" in numbers else str(line.get("annual", ""))
    words = str(line.get("words", "")) or STATES.get(state, "")
    if state == "compound" and not words:
        faults.append('words are missing: a compound target is printed as it was agreed, words = "..."')
    if "words" in line and not state:
        faults.append(f"words: they stand in the place of a number; write annual as one of {', '.join(STATES)}")
    if type(line.get("approved", True)) is not bool:
        faults.append("approved must be true or false, without quotation marks")
    if type(line.get("approved_on", date.min)) is not date:
        faults.append("approved_on must be a day such as 2020-03-18, without quotation marks")
    if faults:
        return Target(), faults
    return Target(
        annual=numbers.get("annual"),
        by_quarter={n: numbers[f"q{n}"] for n in range(1, 5) if f"q{n}" in numbers},
        tolerance_pct=numbers.get("tolerance_pct"),
        reason=str(line.get("reason", "")) or (words if state == "compound" else state),
        words=words,
        set_by=str(line.get("set_by", "")),
        tolerance=numbers.get("tolerance"),
        is_approved=line.get("approved", True),
        approved_by=str(line.get("approved_by", "")),
        approved_on=line.get("approved_on"),
    ), []


def _numbers(line: Mapping[str, Any]) -> tuple[dict[str, Fraction], list[str]]:
    """Read the numbers of one indicator's targets, with everything that is wrong with them."""
    faults: list[str] = []
    numbers: dict[str, Fraction] = {}
    for key in _NUMBERS:
        if key not in line or (key == "annual" and line[key] in tuple(STATES)):
            continue
        try:
            numbers[key] = _number(line[key])
        except (ValueError, ArithmeticError, TypeError) as fault:
            states = f", or annual as one of {', '.join(STATES)}" if key == "annual" else ""
            faults.append(f"{key}: {fault}{states}")
    faults += [
        f"{key}: a tolerance cannot be negative"
        for key in ("tolerance_pct", "tolerance")
        if numbers.get(key, Fraction(0)) < 0
    ]
    if "tolerance_pct" in numbers and "tolerance" in numbers:
        faults.append("tolerance and tolerance_pct: one of the two is agreed, not both")
    return numbers, faults


def _number(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError("numbers are written as 30 or 28.5")
    return Fraction(value)
