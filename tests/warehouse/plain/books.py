"""The rows that count, and the calendar, in the plainest Python.

Nothing of the warehouse is imported, not even its calendar.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from dateutil.easter import easter

Row = dict[str, Any]
KEYS = {
    "persons": ("child_id",),
    "contacts": ("contact_id",),
    "referrals": ("referral_id",),
    "assessments": ("assessment_id",),
    "s47_enquiries": ("s47_id",),
    "cp_conferences": ("conference_id",),
    "cp_plans": ("cp_plan_id",),
    "lac_episodes": ("child_id", "started_on"),
    "adoption_children": ("child_id", "decided_on"),
    "lac_reviews": ("child_id", "reviewed_on"),
    "lac_health": ("health_check_id",),
    "peps": ("pep_id",),
    "school_terms": ("academic_year", "term_code"),
    "pathway_plans": ("plan_id",),
    "supervision": ("supervision_id",),
    "sw_allocations": ("allocation_id",),
    "ehc": ("request_id",),
    "missing_episodes": ("missing_id",),
    "exclusions": ("exclusion_id",),
    "visits": ("visit_id",),
    "cin_plans": ("cin_plan_id",),
    "early_help": ("eh_episode_id",),
    "private_fostering": ("arrangement_id",),
}


@dataclass
class Tally:
    """What was counted."""

    numerator: int = 0
    denominator: int = 0
    unknown: int = 0
    excluded: Counter[str] = field(default_factory=Counter)
    teams: dict[str | None, tuple[int, int]] = field(default_factory=dict)

    def add(self, amount: int | None, team: str | None) -> None:
        """Count towards a mean: an amount of one row, None where it cannot be told."""
        if amount is None:
            self.unknown += 1
            return
        self.numerator += amount
        self.denominator += 1
        total, counted = self.teams.get(team, (0, 0))
        self.teams[team] = (total + amount, counted + 1)

    def leave_out(self, reason: str) -> None:
        self.excluded[reason] += 1

    def count(self, is_met: bool, team: str | None, *, is_unknown: bool = False) -> None:
        self.numerator += is_met
        self.denominator += 1
        self.unknown += is_unknown
        met, counted = self.teams.get(team, (0, 0))
        self.teams[team] = (met + is_met, counted + 1)


class Books:
    """The rows that count, after merged identifiers and corrections.

    files: extract -> month ("2020-09") -> rows, dates as dates.
    """

    def __init__(self, files: Mapping[str, Mapping[str, Sequence[Row]]]) -> None:
        self.files = files
        self.merged = merges(files)
        self.rows = {extract: self._latest(extract) for extract in KEYS}
        self.born = {row["child_id"]: row.get("born_on") for row in self.rows["persons"]}

    def child(self, identifier: str | None) -> str | None:
        """Follow an identifier to the one that stands for it now; one in a circle stands for itself."""
        seen = [identifier]
        while seen[-1] in self.merged:
            following = self.merged[seen[-1]]
            if following in seen:
                return seen[seen.index(following)]
            seen.append(following)
        return seen[-1]

    def followed(self, extract: str) -> list[tuple[str, bool, Row]]:
        """Every delivered row with its month, whether it stands under its own number, and the child it is about."""
        found = []
        for month in sorted(self.files.get(extract, {})):
            for row in self.files[extract][month]:
                child = self.child(row.get("child_id"))
                found.append((month, child == row.get("child_id"), {**row, "child_id": child}))
        return found

    def _latest(self, extract: str) -> list[Row]:
        """Latest delivery of a key wins; of two records made one, in one month, the one that goes on."""
        found: dict[tuple[Any, ...], tuple[str, bool, Row]] = {}
        for month, is_own, row in self.followed(extract):
            key = tuple(row[name] for name in KEYS[extract])
            if key not in found or (month, is_own) >= found[key][:2]:
                found[key] = (month, is_own, row)
        return [row for _, _, row in found.values()]


def merges(files: Mapping[str, Mapping[str, Sequence[Row]]]) -> dict[str, str]:
    """Old identifier -> new, by the last word of each of the two extracts that say so."""
    last: dict[str, tuple[str, str]] = {}
    for extract, old, new in (
        ("persons", "child_id", "merged_into_child_id"),
        ("merged_ids", "old_child_id", "new_child_id"),
    ):
        latest: dict[str, tuple[str, str | None]] = {}
        for month in sorted(files.get(extract, {})):
            for row in files[extract][month]:
                latest[row[old]] = (month, row.get(new))
        for identifier, (month, into) in latest.items():
            if into and into != identifier and (month, into) > last.get(identifier, ("", "")):
                last[identifier] = (month, into)
    return {identifier: into for identifier, (_, into) in last.items()}


def months_later(day: date, months: int) -> date:
    """The same day some calendar months later or earlier, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def age(born: date, day: date) -> int:
    """Birthdays had; one born on 29 February has it on 1 March where there is no such day."""
    years = day.year - born.year
    return years if (day.month, day.day) >= (born.month, born.day) else years - 1


@cache
def bank_holidays(year: int) -> set[date]:
    """England's, from the rules and the special days."""
    sunday = easter(year)
    days = {sunday - timedelta(2), sunday + timedelta(1)}
    may = [date(year, 5, day) for day in range(1, 32) if date(year, 5, day).weekday() == 0]
    august = [date(year, 8, day) for day in range(1, 32) if date(year, 8, day).weekday() == 0]
    days |= {may[0], may[-1], august[-1]}
    moved = {2002: (may[-1], date(2002, 6, 4)), 2012: (may[-1], date(2012, 6, 4)), 2020: (may[0], date(2020, 5, 8)),
             2022: (may[-1], date(2022, 6, 2))}  # fmt: skip
    if year in moved:
        days = days - {moved[year][0]} | {moved[year][1]}
    special = (
        date(2002, 6, 3),
        date(2011, 4, 29),
        date(2012, 6, 5),
        date(2022, 6, 3),
        date(2022, 9, 19),
        date(2023, 5, 8),
    )
    days |= {day for day in special if day.year == year}
    for wanted in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = wanted
        while day.weekday() >= 5 or day in days:
            day += timedelta(1)
        days.add(day)
    return days


def working_days(start: date, end: date) -> int:
    """Working days after `start` up to `end`; the day of the start is day 0."""
    holidays = set().union(*(bank_holidays(year) for year in range(start.year, end.year + 1)))
    days = [start + timedelta(n) for n in range(1, (end - start).days + 1)]
    return len([day for day in days if day.weekday() < 5 and day not in holidays])


def within(rows: Iterable[Row], column: str, first: date, last: date) -> list[Row]:
    return [row for row in rows if row.get(column) is not None and first <= row[column] <= last]


def start_of_year(day: date) -> date:
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)


Measure = Callable[[Books, date, date], Tally]
"""Counts an indicator for the period from the first date to the second."""


def year_before(last: date) -> date:
    """The first day of the twelve months that end with a month's last day."""
    return date(last.year - 1, last.month, last.day) + timedelta(1) if last.month != 2 else date(last.year - 1, 3, 1)


def in_twelve_months(measure: Measure) -> Measure:
    """The same, counted over the twelve months to the end of the period."""
    return lambda books, first, last: measure(books, year_before(last), last)


def in_place_on(day: date, rows: Iterable[Row], number: str) -> dict[str, Row]:
    """What each child has on a day, from its start to the day before its end; of several the first to have begun."""
    found: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: (row["started_on"], row[number])):
        if row["started_on"] <= day and (row.get("ended_on") is None or day < row["ended_on"]):
            found.setdefault(row["child_id"], row)
    return found
