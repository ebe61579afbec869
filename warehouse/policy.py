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
from warehouse.display import UNITS
from warehouse.periods import FinancialYear, Month, Period, Quarter, parse_period
from warehouse.rating import RULES, Override
from warehouse.travel import Better, Convention

_STATES = ("none", "to be set", "set by a partner")
_NUMBERS = ("annual", "q1", "q2", "q3", "q4", "tolerance_pct")


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
        targets[code], found = _target(line)
        faults += [f"{code}: {fault}" for fault in found]
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
    membership, found = _membership(content.get("membership", {}))
    faults += found
    overrides = {}
    for number, line in enumerate(content.get("overrides", ()), 1):
        try:
            overrides.update(_override(line, {code for codes in membership.values() for code in codes}))
        except ValueError as fault:
            faults.append(f"override {number}: {fault}")
    decimals = content.get("decimals", {})
    faults += [
        f"decimals of {code} must be a whole number, 0 or more"
        for code, n in decimals.items()
        if type(n) is not int or n < 0
    ]
    _raise_if(faults, where)
    return Report(
        name=name,
        title=content["title"],
        about=content.get("about", ""),
        rating_rule=content["rating_rule"],
        arrows=content["arrows"],
        is_main=bool(content.get("main", False)),
        membership=membership,
        decimals=dict(decimals),
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
        if "unit" in line and line["unit"] not in UNITS:
            faults.append(f"{code}: unit must be one of {', '.join(unit for unit in UNITS if unit)}")
        whole = {key: line.get(key, 1) for key in ("decimals", "version")}
        faults += [f"{code}: {key} must be a whole number" for key, n in whole.items() if type(n) is not int or n < 0]
        if faults:
            continue
        found[code] = ReturnedIndicator(
            code=code,
            title=str(line.get("title", "")),
            service_area=str(line.get("service_area", "")),
            unit=str(line.get("unit", "")),
            better=line.get("better"),
            decimals=whole["decimals"],
            definition=str(line.get("definition", "")),
            is_partnership=bool(line.get("partnership", False)),
            version=whole["version"],
        )
    _raise_if(faults, where)
    return found


def _target(line: object) -> tuple[Target, list[str]]:
    """Read one indicator's targets, with everything that is wrong with them."""
    if not isinstance(line, Mapping):
        return Target(), ["write its targets under a heading of their own"]
    faults = [f"{key} is not a setting of a target" for key in line if key not in (*_NUMBERS, "reason")]
    numbers = {}
    for key in _NUMBERS:
        if key not in line or (key == "annual" and line[key] in _STATES):
            continue
        try:
            numbers[key] = _number(line[key])
        except (ValueError, ArithmeticError, TypeError) as fault:
            states = f", or annual as one of {', '.join(_STATES)}" if key == "annual" else ""
            faults.append(f"{key}: {fault}{states}")
    if numbers.get("tolerance_pct", Fraction(0)) < 0:
        faults.append("tolerance_pct: a tolerance cannot be negative")
    state = "" if "annual" in numbers else str(line.get("annual", ""))
    quarters = {n: numbers[f"q{n}"] for n in range(1, 5) if f"q{n}" in numbers}
    reason = str(line.get("reason", "")) or state
    return Target(numbers.get("annual"), quarters, numbers.get("tolerance_pct"), reason), faults


def _membership(lists: object) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Read which indicators a report shows from which year on, with everything that is wrong with the lists."""
    if not isinstance(lists, Mapping):
        return {}, ["membership must have a list of codes for each year"]
    faults, found = [], {}
    for year, codes in lists.items():
        try:
            FinancialYear(str(year))
        except ValueError as fault:
            faults.append(f"membership: {fault}")
        if not isinstance(codes, list | tuple) or any(not isinstance(code, str) for code in codes):
            faults.append(f"membership of {year} must be a list of codes")
            continue
        faults += [
            f"membership of {year} lists {code} twice" for code in sorted({c for c in codes if codes.count(c) > 1})
        ]
        found[str(year)] = tuple(codes)
    return found, faults


def _override(line: Mapping[str, Any], shown: set[str]) -> dict[tuple[str, str], Override]:
    """Read one override; raises ValueError where it could not apply or nobody answers for it."""
    missing = [key for key in ("indicator", "period", "colour", "reason", "name") if key not in line]
    if missing:
        raise ValueError(f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing")
    if line["indicator"] not in shown:
        raise ValueError(f"the report does not show {line['indicator']}")
    period = parse_period(str(line["period"]))
    return {(line["indicator"], str(period)): Override(line["colour"], str(line["reason"]), str(line["name"]))}


def _number(value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError("numbers are written as 30 or 28.5")
    return Fraction(value)


def _raise_if(faults: list[str], where: str) -> None:
    if faults:
        raise UsageProblem("; ".join(faults), where, "correct these lines of the file")
