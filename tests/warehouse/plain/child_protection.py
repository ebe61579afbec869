"""Child protection: conferences and plans.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from tests.warehouse.plain.books import Books, Measure, Row, Tally, months_later, start_of_year, within, working_days


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


MEASURES: Mapping[str, Measure] = {
    "CP-ICPC-15": conferences_in_time,
    "CP-END-LT3M": plans_ended(lambda row: row["ended_on"] < months_later(row["started_on"], 3)),
    "CP-END-GT24M": plans_ended(lambda row: row["ended_on"] > months_later(row["started_on"], 24)),
    "CP-RPT-24M": plans_again,
}
NEEDS = {
    "CP-ICPC-15": ("cp_conferences", "s47_enquiries"),
    "CP-END-LT3M": ("cp_plans",),
    "CP-END-GT24M": ("cp_plans",),
    "CP-RPT-24M": ("cp_plans",),
}
