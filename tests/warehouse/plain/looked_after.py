"""Children looked after: placements, plans, supervision and workers.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from tests.warehouse.plain.books import Books, Measure, Row, Tally, age, months_later
from tests.warehouse.plain.care import TEMPORARY, Cared, looked_after

ADOPTION = ("A3", "A4", "A5", "A6")


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


def worker_changes(least: int) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for cared in looked_after(books, last):
            if cared.is_short_break:
                tally.leave_out("short breaks")
                continue
            changes = [
                now for before, now in pairwise(holds(books, cared.child))
                if before[2] != now[2] and months_later(last, -12) < now[0] <= last
            ]  # fmt: skip
            tally.count(len(changes) >= least, cared.team, is_unknown=not cared.has_worker)
        return tally

    return measure


def holds(books: Books, child: str) -> list[tuple[date, str, str, date | None]]:
    """When which social worker held a child's case, in order; a hold that ended the day it began is none."""
    return sorted(
        (a["started_on"], a["allocation_id"], a["worker_id"], a.get("ended_on"))
        for a in books.rows["sw_allocations"]
        if a["child_id"] == child and a.get("worker_role_code") == "SOCIAL_WORKER"
        and (a.get("ended_on") is None or a["ended_on"] > a["started_on"])
    )  # fmt: skip


def three_workers(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    year_before = months_later(last, -12)
    for cared in looked_after(books, last):
        if cared.is_short_break:
            tally.leave_out("short breaks")
            continue
        workers = set()
        for start, _, worker, end in holds(books, cared.child):
            if start <= last and not (end is not None and end <= year_before):
                workers.add(worker)
        tally.count(len(workers) >= 3, cared.team, is_unknown=not cared.has_worker)
    return tally


def without_worker(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for cared in looked_after(books, last):
        if cared.is_short_break:
            tally.leave_out("short breaks")
        else:
            tally.count(not cared.has_worker, cared.team)
    return tally


def home_now(cared: Cared, day: date) -> Row:
    """The episode that says where the child lives: the last one begun, stays away set aside; none is blank."""
    settled = [e for e in cared.period.episodes if e["started_on"] <= day and e.get("placement_code") not in TEMPORARY]
    return settled[-1] if settled else {}


def is_far(cared: Cared, day: date) -> bool | None:
    """Whether outside the boundary and over 20 miles from home; None where nobody can tell."""
    home = home_now(cared, day)
    outside, said = home.get("is_outside_boundary"), home.get("distance_miles")
    miles = None if said is None else Decimal(said).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if miles is not None and miles > 900:
        miles = None
    if outside is False or (miles is not None and miles <= 20):
        return False
    return None if outside is None or miles is None else True


def far_from_home(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for cared in looked_after(books, last):
        if cared.is_short_break:
            tally.leave_out("short breaks")
        else:
            far = is_far(cared, last)
            tally.count(far is True, cared.team, is_unknown=far is None)
    return tally


def far_from_home_where_known(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for cared in looked_after(books, last):
        far = is_far(cared, last)
        if cared.is_short_break:
            tally.leave_out("short breaks")
        elif far is None:
            tally.leave_out("distance not known")
        else:
            tally.count(far, cared.team)
    return tally


def own_foster_care(*, of_fostered: bool) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for cared in looked_after(books, last):
            home = home_now(cared, last)
            place, provider = home.get("placement_code"), home.get("provider_code")
            is_fostered = place is not None and place.startswith("U")
            if cared.is_short_break:
                tally.leave_out("short breaks")
            elif of_fostered and not is_fostered:
                tally.leave_out("not fostered")
            else:
                unknown = (provider is None and is_fostered) or (place is None and provider in (None, "PR1"))
                tally.count(is_fostered and provider == "PR1", cared.team, is_unknown=unknown)
        return tally

    return measure


MEASURES: Mapping[str, Measure] = {
    "LAC-PLAC3": three_placements,
    "LAC-STAB2Y": stable_two_years,
    "LAC-PPLAN": pathway_plan_current,
    "SUP-LAC": supervised,
    "WF-SW2": worker_changes(2),
    "WF-SW3": worker_changes(3),
    "WF-SW3-DIFF": three_workers,
    "LAC-NOSW": without_worker,
    "LAC-20MI": far_from_home,
    "LAC-20MI-KNOWN": far_from_home_where_known,
    "FOS-INHOUSE-PCT": own_foster_care(of_fostered=False),
    "FOS-INHOUSE-FOSTERED": own_foster_care(of_fostered=True),
}
NEEDS = {
    "LAC-PLAC3": ("lac_episodes",),
    "LAC-STAB2Y": ("lac_episodes", "persons"),
    "LAC-PPLAN": ("lac_episodes", "persons", "pathway_plans"),
    "SUP-LAC": ("lac_episodes", "supervision"),
    "WF-SW2": ("lac_episodes", "sw_allocations"),
    "WF-SW3": ("lac_episodes", "sw_allocations"),
    "WF-SW3-DIFF": ("lac_episodes", "sw_allocations"),
    "LAC-NOSW": ("lac_episodes", "sw_allocations"),
    "LAC-20MI": ("lac_episodes",),
    "LAC-20MI-KNOWN": ("lac_episodes",),
    "FOS-INHOUSE-PCT": ("lac_episodes",),
    "FOS-INHOUSE-FOSTERED": ("lac_episodes",),
}
