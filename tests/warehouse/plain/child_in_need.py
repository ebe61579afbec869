"""Children in need: open cases and plans at a month's end, and visits under the plans.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.warehouse.plain.books import Books, Measure, Row, Tally, in_place_on, working_days


def children_in_need(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    latest: dict[str, Row] = {}
    for row in sorted(books.rows["referrals"], key=lambda row: (row["referral_on"], row["referral_id"])):
        is_closed = row.get("closed_on") is not None and row["closed_on"] <= last
        if row["referral_on"] <= last and not is_closed and not row.get("is_nfa"):
            latest[row["child_id"]] = row
    for row in latest.values():
        tally.count(True, row.get("team"))
    return tally


def children_with_a_plan(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in in_place_on(last, books.rows["cin_plans"], "cin_plan_id").values():
        tally.count(True, row.get("team"))
    return tally


def seen_lately(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for child, row in in_place_on(last, books.rows["cin_plans"], "cin_plan_id").items():
        if working_days(row["started_on"], last) < 20:
            tally.leave_out("too new")
            continue
        days = [visit["visited_on"] for visit in books.rows["visits"]
                if visit["child_id"] == child and visit["plan_type_code"] == "CIN"
                and visit.get("is_child_seen") in (True, None) and visit["visited_on"] <= last]  # fmt: skip
        tally.count(bool(days) and working_days(max(days), last) <= 20, row.get("team"))
    return tally


MEASURES: Mapping[str, Measure] = {
    "CIN-STOCK": children_in_need,
    "CIN-STOCK-RATE": children_in_need,
    "CIN-PLAN": children_with_a_plan,
    "CIN-VISIT-20D": seen_lately,
}
NEEDS = {
    "CIN-STOCK": ("referrals",),
    "CIN-STOCK-RATE": ("referrals",),
    "CIN-PLAN": ("cin_plans",),
    "CIN-VISIT-20D": ("cin_plans", "visits"),
}
