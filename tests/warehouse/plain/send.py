"""Education, health and care plans.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.warehouse.plain.books import Books, Measure, Tally, within

OVER = ("N", "W", "H")


def plans_in_20_weeks(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["ehc"], "plan_issued_on", first, last):
        tally.count((row["plan_issued_on"] - row["requested_on"]).days <= 140, row.get("team"))
    return tally


def plans_without_exceptions(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["ehc"], "plan_issued_on", first, last):
        if row.get("has_exceptions"):
            tally.leave_out("exception")
        else:
            tally.count((row["plan_issued_on"] - row["requested_on"]).days <= 140, row.get("team"))
    return tally


def open_past_20_weeks(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in books.rows["ehc"]:
        is_over = row.get("plan_issued_on") is not None and row["plan_issued_on"] <= last
        for step in ("request", "assessment"):
            decided = row.get(f"{step}_decided_on")
            is_over |= row.get(f"{step}_outcome_code") in OVER and (decided is None or decided <= last)
        tally.count(not is_over and (last - row["requested_on"]).days > 140, row.get("team"))
    return tally


def requests(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["ehc"], "requested_on", first, last):
        tally.count(True, row.get("team"))
    return tally


MEASURES: Mapping[str, Measure] = {
    "SEN-EHC20": plans_in_20_weeks,
    "SEN-EHC20X": plans_without_exceptions,
    "SEN-EHC20-CY": lambda books, first, last: plans_in_20_weeks(books, date(last.year, 1, 1), last),
    "SEN-EHC-OPEN20": open_past_20_weeks,
    "SEN-EHC-REQ": requests,
}
NEEDS = dict.fromkeys(MEASURES, ("ehc",))
