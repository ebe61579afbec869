"""The 14 indicators a second time, in the plainest Python, from the definitions on paper and not from the SQL.

Written to disagree: nothing of the warehouse is imported, not even its calendar. One loop for each thought,
no cleverness, no speed. What the paper leaves open is said where it is decided.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
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
    "pathway_plans": ("plan_id",),
    "supervision": ("supervision_id",),
    "sw_allocations": ("allocation_id",),
    "ehc": ("request_id",),
}
TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
ADOPTION = ("A3", "A4", "A5", "A6")
IN_WORK_OR_STUDY = {f"{kind}{number}" for kind in "FP" for number in range(1, 6)}
NEEDS = {
    "FD-CONT-EH": ("contacts",),
    "FD-REF-ASMT": ("referrals", "assessments"),
    "FD-ASMT-45": ("assessments",),
    "CP-ICPC-15": ("cp_conferences", "s47_enquiries"),
    "CP-END-LT3M": ("cp_plans",),
    "CP-END-GT24M": ("cp_plans",),
    "CP-RPT-24M": ("cp_plans",),
    "LAC-PLAC3": ("lac_episodes",),
    "LAC-STAB2Y": ("lac_episodes", "persons"),
    "LC-EET-1821": ("care_leavers",),
    "LAC-PPLAN": ("lac_episodes", "persons", "pathway_plans"),
    "SUP-LAC": ("lac_episodes", "supervision"),
    "SEN-EHC20": ("ehc",),
    "WF-SW2": ("lac_episodes", "sw_allocations"),
}


@dataclass
class Tally:
    """What was counted."""

    numerator: int = 0
    denominator: int = 0
    unknown: int = 0
    excluded: Counter[str] = field(default_factory=Counter)
    teams: dict[str | None, tuple[int, int]] = field(default_factory=dict)

    def leave_out(self, reason: str) -> None:
        self.excluded[reason] += 1

    def count(self, is_met: bool, team: str | None, *, is_unknown: bool = False) -> None:
        self.numerator += is_met
        self.denominator += 1
        self.unknown += is_unknown
        met, counted = self.teams.get(team, (0, 0))
        self.teams[team] = (met + is_met, counted + 1)


@dataclass
class Placement:
    started_on: date
    ended_on: date | None = None
    codes: list[tuple[date, str | None]] = field(default_factory=list)


@dataclass
class Period:
    """A period of care."""

    episodes: list[Row]
    placements: list[Placement] = field(default_factory=list)

    @property
    def started_on(self) -> date:
        return self.episodes[0]["started_on"]

    @property
    def ended_on(self) -> date | None:
        ends = [episode["ended_on"] for episode in self.episodes]
        return None if None in ends else max(ends)


def plain(books: Books, delivered: Mapping[str, Iterable[str]], code: str, first: date, last: date) -> Tally | None:
    """Count an indicator for the period from `first` to `last`; None where something needed was not delivered."""
    if any(f"{last:%Y-%m}" not in delivered[extract] for extract in NEEDS[code]):
        return None
    return MEASURES[code](books, first, last)


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


def contacts_to_early_help(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["contacts"], "contact_on", first, last):
        outcome = row.get("contact_outcome_code")
        tally.count(outcome == "EARLY_HELP", row.get("team"), is_unknown=outcome is None)
    return tally


def referrals_to_assessment(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["referrals"], "referral_on", first, last):
        is_met = False
        for assessment in books.rows["assessments"]:
            days = (assessment["started_on"] - row["referral_on"]).days
            is_met |= assessment.get("referral_id") == row["referral_id"]
            is_met |= assessment["child_id"] == row["child_id"] and 0 <= days <= 30
        tally.count(is_met, row.get("team"))
    return tally


def assessments_in_time(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["assessments"], "authorised_on", first, last):
        if row["authorised_on"] < row["started_on"]:
            tally.leave_out("authorised before started")
            continue
        tally.count(working_days(row["started_on"], row["authorised_on"]) <= 45, row.get("team"))
    return tally


def conferences_in_time(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["cp_conferences"], "held_on", first, last):
        if row["conference_type_code"] not in ("INITIAL", "PRE_BIRTH"):
            tally.leave_out("transfer" if row["conference_type_code"] == "TRANSFER_IN" else "not initial")
            continue
        named = [s["started_on"] for s in books.rows["s47_enquiries"] if s["s47_id"] == row.get("s47_id")]
        own = [s["started_on"] for s in books.rows["s47_enquiries"]
               if s["child_id"] == row["child_id"] and s["started_on"] <= row["held_on"]]  # fmt: skip
        clock = named[0] if named else max(own, default=None)
        # A conference before the enquiry that it names has no length: it stays in the denominator, untold.
        is_told = clock is not None and clock <= row["held_on"]
        is_met = is_told and working_days(clock, row["held_on"]) <= 15
        tally.count(is_met, row.get("team"), is_unknown=not is_told)
    return tally


def plans_ended(is_met: Callable[[Row], bool]) -> Callable[[Books, date, date], Tally]:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for row in within(books.rows["cp_plans"], "ended_on", start_of_year(last), last):
            if row.get("is_other_council_plan"):
                tally.leave_out("other council")
            else:
                tally.count(is_met(row), row.get("team"))
        return tally

    return measure


def plans_again(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["cp_plans"], "started_on", start_of_year(last), last):
        if row.get("is_other_council_plan"):
            tally.leave_out("other council")
            continue
        start = row["started_on"]
        ends = [row.get("previous_plan_ended_on")]
        for plan in books.rows["cp_plans"]:
            came_before = (plan["started_on"], plan["cp_plan_id"]) < (start, row["cp_plan_id"])
            if plan["child_id"] == row["child_id"] and came_before:
                ends.append(plan.get("ended_on"))
        is_met = any(end is not None and months_later(start, -24) <= end <= start for end in ends)
        tally.count(is_met, row.get("team"))
    return tally


def start_of_year(day: date) -> date:
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)


def periods_of_care(books: Books) -> dict[str, list[Period]]:
    by_child: dict[str, list[Row]] = {}
    for row in sorted(books.rows["lac_episodes"], key=lambda row: row["started_on"]):
        by_child.setdefault(row["child_id"], []).append(dict(row))
    found = {}
    for child, episodes in by_child.items():
        for episode, following in pairwise(episodes):
            # Nobody closed it: it ends where the next one begins.
            episode["ended_on"] = episode.get("ended_on") or following["started_on"]
        episodes[-1].setdefault("ended_on", None)
        periods: list[Period] = []
        reach = None
        for number, episode in enumerate(episodes):
            goes_on = number > 0 and (
                episode["started_on"] <= reach or episodes[number - 1].get("reason_ended_code") == "X1"
            )
            if goes_on:
                periods[-1].episodes.append(episode)
            else:
                periods.append(Period([episode]))
            if episode["ended_on"] is not None:
                reach = max(reach, episode["ended_on"]) if reach else episode["ended_on"]
        for period in periods:
            place(period)
        found[child] = periods
    return found


def place(period: Period) -> None:
    """Find the placements of a period of care; each lasts until the next, the last until the period ends."""
    settled: tuple[Any, ...] | None = None
    is_away = False
    for episode in period.episodes:
        code = episode.get("placement_code")
        if code in TEMPORARY:
            is_away = True
            continue
        where = (code, episode.get("provider_code"), episode.get("urn"))
        stays = settled is not None and (episode.get("reason_started_code") == "L" or (is_away and where == settled))
        if not stays:
            if period.placements:
                period.placements[-1].ended_on = episode["started_on"]
            period.placements.append(Placement(episode["started_on"]))
        period.placements[-1].codes.append((episode["started_on"], code))
        settled, is_away = where, False
    if period.placements:
        period.placements[-1].ended_on = period.ended_on


@dataclass
class Cared:
    """A child looked after on a day."""

    child: str
    since: date
    is_short_break: bool
    born_on: date | None
    team: str | None
    has_worker: bool
    period: Period
    all_placements: list[Placement]


def looked_after(books: Books, day: date) -> list[Cared]:
    found = []
    for child, periods in periods_of_care(books).items():
        for period in periods:
            if not (period.started_on <= day and (period.ended_on is None or period.ended_on > day)):
                continue
            in_force = [e for e in period.episodes if e["started_on"] <= day][-1]
            held = sorted(
                (a["started_on"], a["allocation_id"], a.get("team"))
                for a in books.rows["sw_allocations"]
                if a["child_id"] == child and a.get("worker_role_code") == "SOCIAL_WORKER" and a["started_on"] <= day
                and (a.get("ended_on") is None or a["ended_on"] > day)
            )  # fmt: skip
            found.append(
                Cared(
                    child,
                    period.started_on,
                    in_force.get("legal_status_code") in ("V3", "V4"),
                    books.born.get(child),
                    held[-1][2] if held else None,
                    bool(held),
                    period,
                    [placement for each in periods for placement in each.placements],
                )
            )
    return found


def three_placements(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for cared in looked_after(books, last):
        if cared.is_short_break:
            tally.leave_out("short breaks")
            continue
        year_before = months_later(last, -12)
        in_year = [
            placement
            for placement in cared.all_placements
            if placement.started_on <= last and (placement.ended_on is None or placement.ended_on > year_before)
        ]
        tally.count(len(in_year) >= 3, cared.team, is_unknown=not in_year)
    return tally


def stable_two_years(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for cared in looked_after(books, last):
        if cared.is_short_break:
            tally.leave_out("short breaks")
        elif cared.born_on is None:
            tally.leave_out("no date of birth")
        elif age(cared.born_on, last) >= 16:
            tally.leave_out("16 or over")
        elif cared.since > months_later(last, -30):
            tally.leave_out("less than 2.5 years")
        else:
            limit = months_later(last, -24)
            so_far = [p for p in cared.period.placements if p.started_on <= last]
            is_met = bool(so_far) and so_far[-1].started_on <= limit
            if len(so_far) > 1:
                code_now = [code for day, code in so_far[-1].codes if day <= last][-1]
                is_met |= code_now in ADOPTION and so_far[-2].started_on <= limit
            tally.count(is_met, cared.team, is_unknown=not so_far)
    return tally


def in_education_or_work(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    listed: dict[str, tuple[bool, Row]] = {}
    for month, is_own, row in books.followed("care_leavers"):
        if month == f"{last:%Y-%m}" and (row["child_id"] not in listed or is_own >= listed[row["child_id"]][0]):
            listed[row["child_id"]] = (is_own, row)
    for child, (_, row) in listed.items():
        born = row.get("born_on") or books.born.get(child)
        if row.get("eligibility_code") != "FORMER_RELEVANT":
            tally.leave_out("not former relevant")
        elif row.get("in_touch_code") == "DIED":
            tally.leave_out("died")
        elif born is None:
            tally.leave_out("no date of birth")
        elif not 18 <= age(born, last) <= 21:
            tally.leave_out("not 18 to 21")
        else:
            activity = row.get("activity_code")
            tally.count(activity in IN_WORK_OR_STUDY, row.get("team"), is_unknown=activity in (None, "0"))
    return tally


def pathway_plan_current(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for cared in looked_after(books, last):
        if cared.is_short_break:
            tally.leave_out("short breaks")
        elif cared.born_on is None:
            tally.leave_out("no date of birth")
        elif age(cared.born_on, last) < 16:
            tally.leave_out("under 16")
        else:
            days = planned_on(books, cared.child, last)
            tally.count(any(day >= months_later(last, -6) for day in days), cared.team)
    return tally


def planned_on(books: Books, child: str, day: date) -> list[date]:
    """Of each plan of a child, when it was begun or last reviewed by a day.

    A later file overwrites the review that an earlier one gave, so the file to believe is the latest whose
    date is not after the day; a plan that a later file calls ended was still in force before.
    """
    latest: dict[str, tuple[str, bool, date]] = {}
    for month, _, row in books.followed("pathway_plans"):
        planned = max(row["started_on"], row.get("reviewed_on") or row["started_on"])
        in_force = row.get("status_code") not in ("ENDED", "DRAFT")
        if planned <= day and (in_force or month <= f"{day:%Y-%m}"):
            latest[row["plan_id"]] = (row["child_id"], in_force, planned)
    return [planned for whose, in_force, planned in latest.values() if whose == child and in_force]


def supervised(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    months = 2 if first >= date(2021, 4, 1) else 3
    for cared in looked_after(books, last):
        if cared.is_short_break:
            tally.leave_out("short breaks")
        elif cared.since > months_later(last, -months):
            tally.leave_out("not long enough")
        else:
            is_met = any(
                row["child_id"] == cared.child
                and row.get("supervision_type_code") == "FORMAL"
                and months_later(last, -months) < row["supervised_on"] <= last
                for row in books.rows["supervision"]
            )
            tally.count(is_met, cared.team)
    return tally


def plans_in_20_weeks(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["ehc"], "plan_issued_on", first, last):
        tally.count((row["plan_issued_on"] - row["requested_on"]).days <= 140, row.get("team"))
    return tally


def worker_changes(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for cared in looked_after(books, last):
        if cared.is_short_break:
            tally.leave_out("short breaks")
            continue
        held = sorted(
            (a["started_on"], a["allocation_id"], a["worker_id"])
            for a in books.rows["sw_allocations"]
            if a["child_id"] == cared.child and a.get("worker_role_code") == "SOCIAL_WORKER"
            and (a.get("ended_on") is None or a["ended_on"] > a["started_on"])
        )  # fmt: skip
        changes = [
            now for before, now in pairwise(held)
            if before[2] != now[2] and months_later(last, -12) < now[0] <= last
        ]  # fmt: skip
        tally.count(len(changes) >= 2, cared.team, is_unknown=not cared.has_worker)
    return tally


MEASURES: dict[str, Callable[[Books, date, date], Tally]] = {
    "FD-CONT-EH": contacts_to_early_help,
    "FD-REF-ASMT": referrals_to_assessment,
    "FD-ASMT-45": assessments_in_time,
    "CP-ICPC-15": conferences_in_time,
    "CP-END-LT3M": plans_ended(lambda row: row["ended_on"] < months_later(row["started_on"], 3)),
    "CP-END-GT24M": plans_ended(lambda row: row["ended_on"] > months_later(row["started_on"], 24)),
    "CP-RPT-24M": plans_again,
    "LAC-PLAC3": three_placements,
    "LAC-STAB2Y": stable_two_years,
    "LC-EET-1821": in_education_or_work,
    "LAC-PPLAN": pathway_plan_current,
    "SUP-LAC": supervised,
    "SEN-EHC20": plans_in_20_weeks,
    "WF-SW2": worker_changes,
}
