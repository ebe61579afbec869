"""Child protection: enquiries and conferences.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.warehouse.plain.books import (
    Books,
    Measure,
    Row,
    Tally,
    age,
    in_twelve_months,
    start_of_year,
    within,
    working_days,
)


def initial_conferences(books: Books, first: date, last: date, tally: Tally) -> list[Row]:
    found = []
    for row in within(books.rows["cp_conferences"], "held_on", first, last):
        if row["conference_type_code"] in ("INITIAL", "PRE_BIRTH"):
            found.append(row)
        else:
            tally.leave_out("transfer" if row["conference_type_code"] == "TRANSFER_IN" else "not initial")
    return found


def enquiries_behind(books: Books, conference: Row) -> list[Row]:
    """The enquiry that the conference names, else the child's latest by that day; there may be several of one day."""
    named = [s for s in books.rows["s47_enquiries"] if s["s47_id"] == conference.get("s47_id")]
    if named:
        return named
    own = [s for s in books.rows["s47_enquiries"]
           if s["child_id"] == conference["child_id"] and s["started_on"] <= conference["held_on"]]  # fmt: skip
    latest = max((s["started_on"] for s in own), default=None)
    return [s for s in own if s["started_on"] == latest]


def conferences_in_time(clock_column: str) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for row in initial_conferences(books, first, last, tally):
            days = [s[clock_column] for s in enquiries_behind(books, row) if s.get(clock_column)]
            clock = max(days, default=None)
            # A conference before the clock started has no length: it stays in the denominator, untold.
            is_told = clock is not None and clock <= row["held_on"]
            is_met = is_told and working_days(clock, row["held_on"]) <= 15
            tally.count(is_met, row.get("team"), is_unknown=not is_told)
        return tally

    return measure


def number_of_conferences(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in initial_conferences(books, first, last, tally):
        tally.count(True, row.get("team"))
    return tally


def number_of_enquiries(clock_column: str) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for row in within(books.rows["s47_enquiries"], clock_column, first, last):
            tally.count(True, row.get("team"))
        return tally

    return measure


def children_at_conferences(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["cp_conferences"], "held_on", start_of_year(last), last):
        born = books.born.get(row["child_id"])
        if born is None:
            tally.leave_out("age unknown")
        elif age(born, row["held_on"]) < 12:
            tally.leave_out("younger")
        else:
            code = row.get("participation_code")
            tally.count(code in ("PN1", "PN2", "PN3", "PN4"), row.get("team"), is_unknown=code is None)
    return tally


MEASURES: Mapping[str, Measure] = {
    "CP-ICPC-15": conferences_in_time("started_on"),
    "CP-ICPC-15S": conferences_in_time("strategy_discussion_on"),
    "CP-ICPC-VOL": number_of_conferences,
    "CP-ICPC-RATE": in_twelve_months(number_of_conferences),
    "CP-S47-VOL": number_of_enquiries("started_on"),
    "CP-S47-VOL-S": number_of_enquiries("strategy_discussion_on"),
    "CP-S47-RATE": in_twelve_months(number_of_enquiries("started_on")),
    "CP-CHILD-ATTEND": children_at_conferences,
}
NEEDS = {
    "CP-ICPC-15": ("cp_conferences", "s47_enquiries"),
    "CP-ICPC-15S": ("cp_conferences", "s47_enquiries"),
    "CP-ICPC-VOL": ("cp_conferences",),
    "CP-ICPC-RATE": ("cp_conferences",),
    "CP-S47-VOL": ("s47_enquiries",),
    "CP-S47-VOL-S": ("s47_enquiries",),
    "CP-S47-RATE": ("s47_enquiries",),
    "CP-CHILD-ATTEND": ("cp_conferences", "persons"),
}
