"""Sample Borough's figures, counted again from its clean rows in plain Python, without the warehouse.

Used by: tests.tasks.test_sample_figures.
A second implementation of the indicators' definitions on purpose: flat, one function for each indicator. Each takes
what the council holds (`Held`) and a quarter or a day, and returns numerator and denominator.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise

from tasks.sample import story
from tasks.sample.world import build_world
from warehouse.periods import (
    FinancialYear,
    Month,
    completed_years,
    holidays,
    months_before,
    working_days_between,
)

DAY = timedelta(days=1)
BANK_HOLIDAYS = holidays(2017, 2022)
KEYS = {
    "contacts": ("contact_id",),
    "referrals": ("referral_id",),
    "assessments": ("assessment_id",),
    "s47_enquiries": ("s47_id",),
    "cp_conferences": ("conference_id",),
    "cp_plans": ("cp_plan_id",),
    "lac_episodes": ("child_id", "started_on"),
    "pathway_plans": ("plan_id",),
    "supervision": ("supervision_id",),
    "ehc": ("request_id",),
    "sw_allocations": ("allocation_id",),
    "persons": ("child_id",),
}
TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
ADOPTIVE = ("A3", "A4", "A5", "A6")


@lru_cache(maxsize=64)
def delivered(month: Month, seed: int) -> dict[str, list[dict]]:
    return build_world(seed).month(month)


class Held:
    """What a council knows once the deliveries up to a month are in: the latest row of each key wins."""

    def __init__(self, last: Month, seed: int = 2020, first: Month = story.FIRST_MONTH) -> None:
        self.rows: dict[str, dict[tuple, dict]] = {name: {} for name in KEYS}
        self.lists: dict[Month, list[dict]] = {}
        self.birthdays: dict[Month, list[dict]] = {}
        now: dict[str, str] = {}
        deliveries = [(month, delivered(month, seed)) for month in Month.range(first, last)]
        for _, delivery in deliveries:
            now |= {row["old_child_id"]: row["new_child_id"] for row in delivery["merged_ids"]}
        for month, delivery in deliveries:
            self.lists[month] = delivery["care_leavers"]
            self.birthdays[month] = delivery.get("oc3", [])
            for name, key in KEYS.items():
                for delivered_row in delivery.get(name, ()):
                    child = delivered_row["child_id"]
                    row = delivered_row | {"child_id": now[child]} if child in now else delivered_row
                    self.rows[name][tuple([row[column] for column in key])] = row

    def all(self, name: str) -> list[dict]:
        return list(self.rows[name].values())


@lru_cache(maxsize=6)
def held(last: str, seed: int = 2020) -> Held:
    return Held(Month(last), seed)


def dated_within(rows, column, period):
    first, last = period.starts_on, period.ends_on
    return [row for row in rows if row[column] is not None and first <= row[column] <= last]


def contacts_to_early_help(h, quarter):
    rows = dated_within(h.all("contacts"), "contact_on", quarter)
    return sum(r["contact_outcome_code"] == "EARLY_HELP" for r in rows), len(rows)


def referrals_assessed(h, quarter):
    by_referral = {r["referral_id"] for r in h.all("assessments")}
    by_child = defaultdict(list)
    for r in h.all("assessments"):
        by_child[r["child_id"]].append(r["started_on"])
    rows = dated_within(h.all("referrals"), "referral_on", quarter)
    hits = 0
    for r in rows:
        soon = any(0 <= (on - r["referral_on"]).days <= 30 for on in by_child[r["child_id"]])
        hits += r["referral_id"] in by_referral or soon
    return hits, len(rows)


def assessments_in_time(h, quarter):
    rows = dated_within(h.all("assessments"), "authorised_on", quarter)
    return sum(working_days_between(r["started_on"], r["authorised_on"], BANK_HOLIDAYS) <= 45 for r in rows), len(rows)


def conferences_in_time(h, quarter):
    enquiries = {r["s47_id"]: r for r in h.all("s47_enquiries")}
    hits = total = 0
    for r in dated_within(h.all("cp_conferences"), "held_on", quarter):
        if r["conference_type_code"] not in ("INITIAL", "PRE_BIRTH"):
            continue
        total += 1
        started = enquiries[r["s47_id"]]["started_on"] if r["s47_id"] in enquiries else None
        if started is None:
            earlier = [e["started_on"] for e in enquiries.values() if e["child_id"] == r["child_id"]]
            started = max((on for on in earlier if on <= r["held_on"]), default=None)
        hits += started is not None and working_days_between(started, r["held_on"], BANK_HOLIDAYS) <= 15
    return hits, total


def plans_ended(h, year, last):
    """Return plans ended from 1 April to a day: under three months, over 24 months, all."""
    rows = [r for r in h.all("cp_plans") if r["ended_on"] and year.starts_on <= r["ended_on"] <= last]
    rows = [r for r in rows if not r["is_other_council_plan"]]
    short = sum(months_before(r["ended_on"], 3) < r["started_on"] for r in rows)
    long = sum(months_before(r["ended_on"], 24) > r["started_on"] for r in rows)
    return short, long, len(rows)


def plans_repeated(h, year, last):
    ended = defaultdict(list)
    for r in h.all("cp_plans"):
        if not r["is_other_council_plan"]:
            ended[r["child_id"]] += [day for day in (r["ended_on"], r["previous_plan_ended_on"]) if day]
    rows = [
        r for r in h.all("cp_plans") if year.starts_on <= r["started_on"] <= last and not r["is_other_council_plan"]
    ]
    hits = 0
    for r in rows:
        since = months_before(r["started_on"], 24)
        hits += any(since <= day <= r["started_on"] for day in ended[r["child_id"]])
    return hits, len(rows)


@lru_cache(maxsize=6)
def periods_in_care(h):
    """Return each period of care as its list of episodes, joined where one starts as the one before ends."""
    by_child = defaultdict(list)
    for r in h.all("lac_episodes"):
        if r["legal_status_code"] not in ("V3", "V4"):
            by_child[r["child_id"]].append(r)
    periods = []
    for rows in by_child.values():
        rows.sort(key=lambda r: r["started_on"])
        for r in rows:
            before = periods[-1][-1] if periods and periods[-1][-1]["child_id"] == r["child_id"] else None
            if before and (before["ended_on"] == r["started_on"] or before["reason_ended_code"] == "X1"):
                periods[-1].append(r)
            else:
                periods.append([r])
    return periods


def looked_after(h, day):
    periods = periods_in_care(h)
    return [p for p in periods if p[0]["started_on"] <= day and (p[-1]["ended_on"] is None or p[-1]["ended_on"] > day)]


def placements(period):
    """Return [code, start, end] of each placement; changes of legal status and temporary moves do not make one."""
    found, interrupted = [], None
    for r in period:
        where = (r["placement_code"], r["provider_code"], r["urn"])
        if r["placement_code"] in TEMPORARY:
            interrupted = interrupted or found[-1][3]
            continue
        continues = found and (r["reason_started_code"] == "L" or interrupted == where)
        if continues:
            found[-1][2] = r["ended_on"]
        else:
            found.append([r["placement_code"], r["started_on"], r["ended_on"], where])
        interrupted = None
    return found


def three_placements(h, day):
    hits, since = 0, months_before(day, 12)
    for period in looked_after(h, day):
        hits += sum(start <= day and (end is None or end > since) for _, start, end, _ in placements(period)) >= 3
    return hits, len(looked_after(h, day))


def settled_in_place(h, day):
    born = {r["child_id"]: r["born_on"] for r in h.all("persons")}
    hits = total = 0
    for period in looked_after(h, day):
        if completed_years(born[period[0]["child_id"]], day) >= 16 or period[0]["started_on"] > months_before(day, 30):
            continue
        total += 1
        so_far = [p for p in placements(period) if p[1] <= day]
        current = so_far[-1]
        if current[0] in ADOPTIVE and len(so_far) > 1 and so_far[-2][2] == current[1]:
            current = so_far[-2]
        hits += current[1] <= months_before(day, 24)
    return hits, total


def care_leavers_busy(h, month):
    rows = [r for r in h.lists[month] if r["eligibility_code"] == "FORMER_RELEVANT" and r["in_touch_code"] != "DIED"]
    rows = [r for r in rows if 18 <= completed_years(r["born_on"], month.ends_on) <= 21]
    return sum((r["activity_code"] or "0")[0] in "FP" for r in rows), len(rows)


def open_cases_of_leavers(h, month):
    """Former relevant young people of 19 to 21: how many of them work or learn, do neither, are housed, study."""
    rows = [r for r in h.lists[month] if r["eligibility_code"] == "FORMER_RELEVANT" and r["in_touch_code"] != "DIED"]
    rows = [r for r in rows if completed_years(r["born_on"], month.ends_on) in (19, 20, 21)]
    doing, homes = [r["activity_code"] or "0" for r in rows], [r["accommodation_code"] or "0" for r in rows]
    busy, neither = sum(code[0] in "FP" for code in doing), sum(code[0] == "G" for code in doing)
    return busy, neither, sum(code[-1] == "1" for code in homes), sum(code in ("F1", "P1") for code in doing), len(rows)


def leavers_at_birthday(h, month):
    """Of those who turned 19, 20 or 21 since April: how many worked or learnt, how many did neither."""
    rows = [r for r in h.birthdays[month] if completed_years(r["born_on"], month.ends_on) in (19, 20, 21)]
    since = FinancialYear.of(month).starts_on
    rows = [
        r for r in rows if completed_years(r["born_on"], month.ends_on) > completed_years(r["born_on"], since - DAY)
    ]
    doing = [r["activity_code"] for r in rows]
    return sum(code[0] in "FP" for code in doing), sum(code[0] == "G" for code in doing), len(rows)


def with_pathway_plan(h, day):
    born = {r["child_id"]: r["born_on"] for r in h.all("persons")}
    planned = defaultdict(list)
    for r in h.all("pathway_plans"):
        if r["status_code"] not in ("ENDED", "DRAFT"):
            planned[r["child_id"]].append(max(r["started_on"], r["reviewed_on"] or r["started_on"]))
    children = [p[0]["child_id"] for p in looked_after(h, day)]
    children = [child for child in children if completed_years(born[child], day) >= 16]
    since = months_before(day, 6)
    return sum(any(since <= on <= day for on in planned[child]) for child in children), len(children)


def supervised(h, day, months=3):
    held_on = defaultdict(list)
    for r in h.all("supervision"):
        if r["supervision_type_code"] == "FORMAL":
            held_on[r["child_id"]].append(r["supervised_on"])
    since = months_before(day, months)
    children = [p[0]["child_id"] for p in looked_after(h, day) if p[0]["started_on"] <= since]
    return sum(any(since < on <= day for on in held_on[child]) for child in children), len(children)


def plans_in_twenty_weeks(h, quarter):
    rows = dated_within(h.all("ehc"), "plan_issued_on", quarter)
    return sum((r["plan_issued_on"] - r["requested_on"]).days <= 140 for r in rows), len(rows)


def two_worker_changes(h, day):
    spells = defaultdict(list)
    for r in h.all("sw_allocations"):
        long_enough = r["ended_on"] is None or r["ended_on"] - r["started_on"] >= timedelta(days=1)
        if r["worker_role_code"] == "SOCIAL_WORKER" and long_enough:
            spells[r["child_id"]].append((r["started_on"], r["worker_id"]))
    hits, since = 0, months_before(day, 12)
    children = [p[0]["child_id"] for p in looked_after(h, day)]
    for child in children:
        mine = sorted(spells[child])
        changes = [b for a, b in pairwise(mine) if a[1] != b[1]]
        hits += sum(since < on <= day for on, _ in changes) >= 2
    return hits, len(children)
