"""What a council decided: its targets for a year, its reports, and the figures it submits itself.

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
from typing import Any, get_args

from expectations.errors import UsageProblem
from warehouse.periods import FinancialYear, Month, Period, Quarter
from warehouse.rating import RULES, Override
from warehouse.travel import Better, Convention

_STATES = ("none", "to be set", "set by a partner")


@dataclass(frozen=True, slots=True)
class Target:
    """What good looks like for one indicator in one year.

    annual, by_quarter, tolerance_pct: in the indicator's unit; tolerance in per cent of the target.
    reason: why there is no number, or why it is this one.
    """

    annual: Fraction | None = None
    by_quarter: Mapping[int, Fraction] = field(default_factory=dict)
    tolerance_pct: Fraction | None = None
    reason: str = ""

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


@dataclass(frozen=True, slots=True)
class Report:
    """One report that somebody reads: which indicators, by which rating rule, with which arrows."""

    name: str
    title: str
    about: str
    rating_rule: str
    arrows: Convention
    is_main: bool
    membership: Mapping[str, tuple[str, ...]]
    decimals: Mapping[str, int]
    footnotes: Mapping[str, str]
    overrides: Mapping[tuple[str, str], Override] = field(default_factory=dict)

    def indicators(self, year: FinancialYear) -> tuple[str, ...]:
        """Return the report's indicators for a year: that year's list, else the latest before it."""
        earlier = [name for name in self.membership if name <= str(year)]
        return self.membership[max(earlier)] if earlier else ()


@dataclass(frozen=True, slots=True)
class ReturnedIndicator:
    """An indicator of a council's own, whose figures a service submits instead of case-level rows."""

    code: str
    title: str
    service_area: str
    unit: str
    better: Better | None
    decimals: int
    definition: str
    is_partnership: bool = False
    version: int = 1


def parse_targets(content: Mapping[str, Any], where: str) -> TargetYear:
    """Read one year's targets file; raises UsageProblem naming every line that is wrong."""
    faults: list[str] = []
    targets = {}
    for code, line in content.get("targets", {}).items():
        try:
            targets[code] = _target(line)
        except (ValueError, ArithmeticError, TypeError) as fault:
            faults.append(f"{code}: {fault}")
    try:
        year = FinancialYear(str(content.get("financial_year", "")))
    except ValueError as fault:
        faults.append(f"financial_year: {fault}")
    _raise_if(faults, where)
    return TargetYear(year, str(content.get("approved_by", "")), content.get("approved_on"), targets)


def parse_report(name: str, content: Mapping[str, Any], where: str) -> Report:
    """Read one report's file; raises UsageProblem naming every fault."""
    faults = [f"{key} is missing" for key in ("title", "rating_rule", "arrows", "membership") if key not in content]
    if content.get("rating_rule") not in RULES:
        faults.append(f"rating_rule must be one of {', '.join(RULES)}")
    if content.get("arrows") not in get_args(Convention):
        faults.append(f"arrows must be one of {', '.join(get_args(Convention))}")
    overrides = {}
    for line in content.get("overrides", ()):
        try:
            overrides[str(line["indicator"]), str(line["period"])] = Override(
                line["colour"], line["reason"], line["name"]
            )
        except (KeyError, ValueError) as fault:
            faults.append(f"override: {fault}")
    _raise_if(faults, where)
    return Report(
        name=name,
        title=content["title"],
        about=content.get("about", ""),
        rating_rule=content["rating_rule"],
        arrows=content["arrows"],
        is_main=bool(content.get("main", False)),
        membership={year: tuple(codes) for year, codes in content["membership"].items()},
        decimals=dict(content.get("decimals", {})),
        footnotes=dict(content.get("footnotes", {})),
        overrides=overrides,
    )


def parse_returned(content: Mapping[str, Any], where: str) -> dict[str, ReturnedIndicator]:
    """Read a council's own indicators; raises UsageProblem naming every fault."""
    faults, found = [], {}
    for code, line in content.get("indicators", {}).items():
        faults += [f"{code}: {key} is missing" for key in ("title", "unit") if key not in line]
        if line.get("better") not in (*get_args(Better), None):
            faults.append(f"{code}: better must be 'higher' or 'lower', or left out")
        found[code] = ReturnedIndicator(
            code=code,
            title=str(line.get("title", "")),
            service_area=str(line.get("service_area", "")),
            unit=str(line.get("unit", "")),
            better=line.get("better"),
            decimals=int(line.get("decimals", 1)),
            definition=str(line.get("definition", "")),
            is_partnership=bool(line.get("partnership", False)),
            version=int(line.get("version", 1)),
        )
    _raise_if(faults, where)
    return found


def _target(line: Mapping[str, Any]) -> Target:
    quarters = {n: _number(line[f"q{n}"]) for n in range(1, 5) if f"q{n}" in line}
    annual = line.get("annual")
    reason = str(line.get("reason", ""))
    if isinstance(annual, str):
        if annual not in _STATES:
            raise ValueError(f"annual must be a number or one of {', '.join(_STATES)}")
        return Target(None, quarters, None, reason or annual)
    tolerance = line.get("tolerance_pct")
    return Target(
        None if annual is None else _number(annual), quarters, None if tolerance is None else _number(tolerance), reason
    )


def _number(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError("numbers are written as 30 or 28.5")
    return Fraction(value)


def _raise_if(faults: list[str], where: str) -> None:
    if faults:
        raise UsageProblem("; ".join(faults), where, "correct these lines of the file")
