"""Front door: contacts, referrals, assessments.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.warehouse.plain.books import Books, Measure, Tally, within, working_days


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


MEASURES: Mapping[str, Measure] = {
    "FD-CONT-EH": contacts_to_early_help,
    "FD-REF-ASMT": referrals_to_assessment,
    "FD-ASMT-45": assessments_in_time,
}
NEEDS = {
    "FD-CONT-EH": ("contacts",),
    "FD-REF-ASMT": ("referrals", "assessments"),
    "FD-ASMT-45": ("assessments",),
}
