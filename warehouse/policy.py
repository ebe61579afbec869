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
from warehouse.display import UNITS, printed
from warehouse.periods import FinancialYear, Month, Period, Quarter, parse_period
from warehouse.rating import RULES, Override
from warehouse.travel import Better, Convention

STATES = {
    "none": "No target",
    "to be set": "To be set",
    "set by a partner": "Set by a partner",
    "compound": "",
}
"""What stands where a number would, and how it prints unless `words` say it; a compound target always needs words."""

CADENCES = ("monthly", "quarterly", "yearly")
"""How often a report comes out; a yearly one comes out with the fourth quarter."""

COMPARED_WITH = ("previous", "year_before")
"""What a report may show a figure against: the period before, and the same period of the year before."""

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


@dataclass(frozen=True, slots=True)
class Report:
    """One report that somebody reads: which indicators, by which rating rule, with which arrows.

    membership: financial year -> the indicators, in the report's order.
    goals:      (financial year, indicator) -> the heading that it stands under, where the year's list has headings.
    proposed:   financial year -> those that are shown to be chosen for a later year, and rated by nothing yet.
    compares:   which of COMPARED_WITH the report shows.
    """

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
    cadence: str = "quarterly"
    compares: tuple[str, ...] = COMPARED_WITH
    goals: Mapping[tuple[str, str], str] = field(default_factory=dict)
    proposed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def indicators(self, year: FinancialYear) -> tuple[str, ...]:
        """Return the report's indicators for a year: that year's list, else the latest before it."""
        chosen = self._chosen_in(year)
        return (*self.membership[chosen], *self.proposed.get(str(year), ())) if chosen else ()

    def goal(self, indicator: str, year: FinancialYear) -> str:
        """Return the heading that an indicator stands under in a year, "" where the report has none."""
        return self.goals.get((self._chosen_in(year), indicator), "")

    def is_proposed(self, indicator: str, year: FinancialYear) -> bool:
        """Whether the indicator is shown in that year as one that might be chosen."""
        return indicator in self.proposed.get(str(year), ())

    def comes_out_for(self, period: Period) -> bool:
        """Whether the report is published for a month or a quarter."""
        if isinstance(period, Quarter):
            return self.cadence == "quarterly" or (self.cadence == "yearly" and period.number == 4)
        return isinstance(period, Month) and self.cadence == "monthly"

    def _chosen_in(self, year: FinancialYear) -> str:
        return max((name for name in self.membership if name <= str(year)), default="")


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
    compares = content.get("compares", COMPARED_WITH)
    for key, allowed in (("rating_rule", tuple(RULES)), ("arrows", get_args(Convention)), ("cadence", CADENCES)):
        if content.get(key, "quarterly" if key == "cadence" else None) not in allowed:
            faults.append(f"{key} must be one of {', '.join(allowed)}")
    if not isinstance(compares, list | tuple) or not set(map(str, compares)) <= set(COMPARED_WITH):
        faults.append(f"compares must be a list of {', '.join(COMPARED_WITH)}")
    membership, goals, found = _membership("membership", content.get("membership", {}))
    proposed, _, wrong = _membership("proposed", content.get("proposed", {}))
    faults += found + wrong + _shown_twice(membership, proposed)
    shown = {code for lists in (membership, proposed) for codes in lists.values() for code in codes}
    overrides, found = _overrides(content.get("overrides", ()), shown)
    faults += found
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
        cadence=content.get("cadence", "quarterly"),
        compares=tuple(which for which in COMPARED_WITH if which in compares),
        goals=goals,
        proposed=proposed,
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


def _membership(key: str, lists: object) -> tuple[dict[str, tuple[str, ...]], dict[tuple[str, str], str], list[str]]:
    """Read which indicators a report shows from which year on, under which headings, and what is wrong with that."""
    if not isinstance(lists, Mapping):
        return {}, {}, [f"{key} must have a list of codes for each year"]
    faults: list[str] = []
    found, goals = {}, {}
    for year, chosen in lists.items():
        try:
            FinancialYear(str(year))
        except ValueError as fault:
            faults.append(f"{key}: {fault}")
        headed = chosen if isinstance(chosen, Mapping) else {"": chosen}
        if any(not _is_list_of_codes(codes) for codes in headed.values()):
            faults.append(f"{key} of {year} must be a list of codes")
            continue
        codes = [code for part in headed.values() for code in part]
        faults += [f"{key} of {year} lists {code} twice" for code in sorted({c for c in codes if codes.count(c) > 1})]
        found[str(year)] = tuple(codes)
        goals.update({(str(year), code): goal for goal, part in headed.items() if goal for code in part})
    return found, goals, faults


def _is_list_of_codes(codes: object) -> bool:
    return isinstance(codes, list | tuple) and all(isinstance(code, str) for code in codes)


def _shown_twice(membership: Mapping[str, tuple[str, ...]], proposed: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Refuse an indicator that is proposed for a report which shows it already."""
    faults = []
    for year, codes in proposed.items():
        in_force = max((chosen for chosen in membership if chosen <= year), default="")
        faults += [
            f"proposed of {year}: the report shows {code} already"
            for code in codes
            if in_force and code in membership[in_force]
        ]
        if not in_force:
            faults.append(f"proposed of {year}: the report has no list of indicators for that year")
    return faults


def _overrides(lines: Any, shown: set[str]) -> tuple[dict[tuple[str, str], Override], list[str]]:
    """Read the overrides of a report, with everything that is wrong with them."""
    faults, overrides = [], {}
    for number, line in enumerate(lines, 1):
        try:
            overrides.update(_override(line, shown))
        except ValueError as fault:
            faults.append(f"override {number}: {fault}")
    return overrides, faults


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
