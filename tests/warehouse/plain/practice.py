"""Practice: supervision by what a case is, who holds it, and how many children a worker holds.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.warehouse.plain.books import Books, Measure, Row, Tally, months_later
from tests.warehouse.plain.care import looked_after


def in_force(rows: list[Row], child: str, day: date) -> list[Row]:
    return [
        row
        for row in rows
        if row["child_id"] == child
        and row["started_on"] <= day
        and (row.get("ended_on") is None or row["ended_on"] > day)
    ]


def protection_plan(books: Books, child: str, day: date) -> Row | None:
    """Of several, one of this council goes first, then the one that began first."""
    plans = in_force(books.rows["cp_plans"], child, day)
    plans.sort(key=lambda row: (row.get("is_other_council_plan") is True, row["started_on"], row["cp_plan_id"]))
    return plans[0] if plans else None


def need_plan(books: Books, child: str, day: date) -> Row | None:
    plans = in_force(books.rows["cin_plans"], child, day)
    plans.sort(key=lambda row: (row["started_on"], row["cin_plan_id"]))
    return plans[0] if plans else None


def social_workers(books: Books, child: str, day: date) -> list[Row]:
    held = [row for row in books.rows["sw_allocations"] if row.get("worker_role_code") == "SOCIAL_WORKER"]
    return sorted(in_force(held, child, day), key=lambda row: (row["started_on"], row["allocation_id"]))


def team_of(books: Books, child: str, day: date) -> str | None:
    workers = social_workers(books, child, day)
    if workers and workers[-1].get("team"):
        return str(workers[-1]["team"])
    for plan in (protection_plan(books, child, day), need_plan(books, child, day)):
        if plan and plan.get("team"):
            return str(plan["team"])
    return None


def is_supervised(books: Books, child: str, day: date, months: int) -> bool:
    return any(
        row["child_id"] == child
        and row.get("supervision_type_code") == "FORMAL"
        and months_later(day, -months) < row["supervised_on"] <= day
        for row in books.rows["supervision"]
    )


def everybody(books: Books) -> set[str]:
    return {row["child_id"] for name in ("lac_episodes", "cp_plans", "cin_plans") for row in books.rows[name]}


def in_care(books: Books, day: date) -> set[str]:
    return {cared.child for cared in looked_after(books, day) if not cared.is_short_break}


def protection_supervised(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    months = 1 if first >= date(2021, 4, 1) else 3
    cared_for = in_care(books, last)
    for child in everybody(books):
        plan = protection_plan(books, child, last)
        if plan is None:
            continue
        if child in cared_for:
            tally.leave_out("looked after")
        elif plan.get("is_other_council_plan"):
            tally.leave_out("of another council")
        elif plan["started_on"] > months_later(last, -months):
            tally.leave_out("not long enough")
        else:
            tally.count(is_supervised(books, child, last, months), team_of(books, child, last))
    return tally


def need_supervised(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    months = 2 if first >= date(2021, 4, 1) else 3
    cared_for = in_care(books, last)
    for child in everybody(books):
        plan = need_plan(books, child, last)
        if plan is None:
            continue
        if child in cared_for:
            tally.leave_out("looked after")
        elif protection_plan(books, child, last):
            tally.leave_out("protected")
        elif plan["started_on"] > months_later(last, -months):
            tally.leave_out("not long enough")
        else:
            tally.count(is_supervised(books, child, last, months), team_of(books, child, last))
    return tally


def allocated(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    cared_for = in_care(books, last)
    for child in everybody(books):
        if child in cared_for or protection_plan(books, child, last) or need_plan(books, child, last):
            tally.count(bool(social_workers(books, child, last)), team_of(books, child, last))
    return tally


def caseload(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    cases: dict[str, list[Row]] = {}
    for child in {row["child_id"] for row in books.rows["sw_allocations"]}:
        for row in social_workers(books, child, last):
            cases.setdefault(row["worker_id"], []).append(row)
    for rows in cases.values():
        latest = max(rows, key=lambda row: (row["started_on"], row["allocation_id"]))
        tally.add(len({row["child_id"] for row in rows}), latest.get("team"))
    return tally


MEASURES: Mapping[str, Measure] = {
    "SUP-CP": protection_supervised,
    "SUP-CIN": need_supervised,
    "WF-ALLOC": allocated,
    "WF-CASELOAD": caseload,
}
NEEDS = {
    "SUP-CP": ("cp_plans", "lac_episodes", "supervision"),
    "SUP-CIN": ("cin_plans", "cp_plans", "lac_episodes", "supervision"),
    "WF-ALLOC": ("cin_plans", "cp_plans", "lac_episodes", "sw_allocations"),
    "WF-CASELOAD": ("sw_allocations",),
}
