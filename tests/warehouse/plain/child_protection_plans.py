"""Child protection plans: started, in force, reviewed and visited, ended.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from tests.warehouse.plain.books import Books, Measure, Row, Tally, months_later, start_of_year, within, working_days


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


def plans_ever_again(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["cp_plans"], "started_on", start_of_year(last), last):
        if row.get("is_other_council_plan"):
            tally.leave_out("other council")
            continue
        told = row.get("previous_plans")
        is_met = bool(told)
        if row.get("previous_plan_ended_on"):
            is_met |= row["previous_plan_ended_on"] <= row["started_on"]
        for plan in books.rows["cp_plans"]:
            came_before = (plan["started_on"], plan["cp_plan_id"]) < (row["started_on"], row["cp_plan_id"])
            if plan["child_id"] == row["child_id"] and came_before and not plan.get("is_other_council_plan"):
                is_met |= plan.get("ended_on") is not None and plan["ended_on"] <= row["started_on"]
        tally.count(is_met, row.get("team"), is_unknown=not is_met and told is None)
    return tally


def new_plans(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["cp_plans"], "started_on", first, last):
        if row.get("is_other_council_plan"):
            tally.leave_out("other council")
        else:
            tally.count(True, row.get("team"))
    return tally


def in_force(books: Books, day: date, tally: Tally) -> list[Row]:
    """One plan for each child: ours before another council's, then the one that has gone on for longest."""
    chosen = []
    for child in sorted({row["child_id"] for row in books.rows["cp_plans"]}):
        plans = []
        for row in books.rows["cp_plans"]:
            is_over = row.get("ended_on") is not None and row["ended_on"] <= day
            if row["child_id"] == child and row["started_on"] <= day and not is_over:
                plans.append(row)
        ours = [row for row in plans if not row.get("is_other_council_plan")]
        if ours:
            chosen.append(sorted(ours, key=lambda row: (row["started_on"], row["cp_plan_id"]))[0])
        elif plans:
            tally.leave_out("other council")
    return chosen


def children_with_a_plan(is_met: Callable[[Row, date], bool]) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for row in in_force(books, last, tally):
            tally.count(is_met(row, last), row.get("team"))
        return tally

    return measure


def reviews_in_time(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in in_force(books, last, tally):
        if months_later(row["started_on"], 3) > last:
            tally.leave_out("too new")
            continue
        held = sorted({c["held_on"] for c in books.rows["cp_conferences"]
                       if c["conference_type_code"] == "REVIEW" and c["child_id"] == row["child_id"]
                       and c.get("held_on") and row["started_on"] < c["held_on"] <= last})  # fmt: skip
        is_met = True
        due = months_later(row["started_on"], 3)
        for day in held:
            if day > due > months_later(last, -12):
                is_met = False
            due = months_later(day, 6)
        if months_later(last, -12) < due <= last:
            is_met = False
        tally.count(is_met, row.get("team"))
    return tally


def seen_lately(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in in_force(books, last, tally):
        if working_days(row["started_on"], last) < 10:
            tally.leave_out("too new")
            continue
        is_met = False
        for visit in books.rows["visits"]:
            is_visit = visit["child_id"] == row["child_id"] and visit["plan_type_code"] == "CP"
            if is_visit and visit.get("is_child_seen") is not False and visit["visited_on"] <= last:
                # Nobody needs to count the working days of a visit a quarter of a year ago.
                is_met |= last - visit["visited_on"] < timedelta(90) and working_days(visit["visited_on"], last) <= 10
        tally.count(is_met, row.get("team"))
    return tally


def lasted(row: Row, least: int, most: int) -> bool:
    """More than so many months, and no more than so many."""
    return months_later(row["started_on"], least) < row["ended_on"] <= months_later(row["started_on"], most)


MEASURES: Mapping[str, Measure] = {
    "CP-END-LT3M": plans_ended(lambda row: row["ended_on"] < months_later(row["started_on"], 3)),
    "CP-END-3M": plans_ended(lambda row: not row["ended_on"] > months_later(row["started_on"], 3)),
    "CP-END-3-6M": plans_ended(lambda row: lasted(row, 3, 6)),
    "CP-END-GT24M": plans_ended(lambda row: row["ended_on"] > months_later(row["started_on"], 24)),
    "CP-END-24M": plans_ended(lambda row: not row["ended_on"] < months_later(row["started_on"], 24)),
    "CP-RPT-24M": plans_again,
    "CP-RPT-EVER": plans_ever_again,
    "CP-NEW-PM": new_plans,
    "CP-STOCK": children_with_a_plan(lambda row, day: True),
    "CP-STOCK-RATE": children_with_a_plan(lambda row, day: True),
    "CP-GT15M": children_with_a_plan(lambda row, day: months_later(row["started_on"], 15) < day),
    "CP-GT24M-NOW": children_with_a_plan(lambda row, day: months_later(row["started_on"], 24) <= day),
    "CP-REV-TIME": reviews_in_time,
    "CP-VISIT-10D": seen_lately,
}
NEEDS = {
    **{code: ("cp_plans",) for code in MEASURES},
    "CP-REV-TIME": ("cp_plans", "cp_conferences"),
    "CP-VISIT-10D": ("cp_plans", "visits"),
}
