"""What a council reports: which indicators in which year, by which rating rule, with which arrows.

Called by: tasks.councils, which reads the files; warehouse.publication, which applies them.
Promises:  every fault of a file is named at once.
Never:     reads a file; what good looks like is in warehouse.targets, figures sent as numbers in warehouse.returned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from expectations.errors import raise_if
from warehouse.dimensions import EQUALITY, TEAM
from warehouse.periods import FinancialYear, Period, parse_period
from warehouse.rating import RULES, Override
from warehouse.travel import Convention

CADENCES = ("monthly", "quarterly", "yearly")
"""How often a report comes out, and so which kind of period it is for; a yearly one is for the financial year."""

COMPARED_WITH = ("previous", "year_before")
"""What a report may show a figure against: the period before, and the same period of the year before."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report that somebody reads: which indicators, by which rating rule, with which arrows.

    membership: financial year -> the indicators, in the report's order.
    goals:      (financial year, indicator) -> the heading that it stands under, where the year's list has headings.
    proposed:   financial year -> those that are shown to be chosen for a later year, and rated by nothing yet.
    compares:   which of COMPARED_WITH the report shows.
    shows_next_target: whether it shows the target of the year to come beside this year's.
    breakdowns: the dimensions that each indicator is split by, where it has them.
    disproportionality, equality_groups: the numbers of children whose groups are held beside those who live in the
                area, and which kinds of group.
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
    shows_next_target: bool = False
    breakdowns: tuple[str, ...] = (TEAM,)
    disproportionality: tuple[str, ...] = ()
    equality_groups: tuple[str, ...] = EQUALITY

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
        """Whether the report is published for a month, a quarter or a financial year."""
        return self.cadence == {"month": "monthly", "quarter": "quarterly", "year": "yearly"}.get(period.kind)

    def _chosen_in(self, year: FinancialYear) -> str:
        return max((name for name in self.membership if name <= str(year)), default="")


def parse_report(name: str, content: Mapping[str, Any], where: str) -> Report:
    """Read one report's file; raises UsageProblem naming every fault."""
    faults = [f"{key} is missing" for key in ("title", "rating_rule", "arrows", "membership") if key not in content]
    compares = content.get("compares", COMPARED_WITH)
    for key, allowed in (("rating_rule", tuple(RULES)), ("arrows", get_args(Convention)), ("cadence", CADENCES)):
        if content.get(key, "quarterly" if key == "cadence" else None) not in allowed:
            faults.append(f"{key} must be one of {', '.join(allowed)}")
    if not isinstance(compares, list | tuple) or not set(map(str, compares)) <= set(COMPARED_WITH):
        faults.append(f"compares must be a list of {', '.join(COMPARED_WITH)}")
    lists = {"breakdowns": (TEAM,), "disproportionality": (), "equality_groups": EQUALITY}
    chosen = {key: content.get(key, default) for key, default in lists.items()}
    faults += [f"{key} must be a list of names" for key, names in chosen.items() if not _is_list_of_codes(names)]
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
    if type(content.get("shows_next_target", False)) is not bool:
        faults.append("shows_next_target must be true or false, without quotation marks")
    raise_if(faults, where)
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
        shows_next_target=content.get("shows_next_target", False),
        **{key: tuple(names) for key, names in chosen.items()},
    )


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
