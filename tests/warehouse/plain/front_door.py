"""Front door: contacts, referrals, assessments.

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
    in_twelve_months,
    months_later,
    within,
    working_days,
    year_before,
)


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


def assessments_completed(days: int) -> Measure:
    """Of those authorised in the period, which took no more working days than so many."""

    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for row in within(books.rows["assessments"], "authorised_on", first, last):
            if row["authorised_on"] < row["started_on"]:
                tally.leave_out("authorised before started")
                continue
            tally.count(working_days(row["started_on"], row["authorised_on"]) <= days, row.get("team"))
        return tally

    return measure


def assessments_since_referral(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["assessments"], "authorised_on", first, last):
        if row["authorised_on"] < row["started_on"]:
            tally.leave_out("authorised before started")
            continue
        clock = None
        for referral in books.rows["referrals"]:
            if referral["child_id"] == row["child_id"] and referral["referral_on"] <= row["started_on"]:
                clock = max(clock or referral["referral_on"], referral["referral_on"])
        for referral in books.rows["referrals"]:
            if referral["referral_id"] == row.get("referral_id"):
                clock = referral["referral_on"]
        is_told = clock is not None and clock <= row["authorised_on"]
        is_met = clock is not None and is_told and working_days(clock, row["authorised_on"]) <= 45
        tally.count(is_met, row.get("team"), is_unknown=not is_told)
    return tally


def number_of_assessments(books: Books, first: date, last: date) -> Tally:
    return assessments_completed(1_000_000)(books, first, last)


def assessments_of_private_fostering(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["assessments"], "authorised_on", first, last):
        if row["authorised_on"] < row["started_on"]:
            tally.leave_out("authorised before started")
            continue
        factors = row.get("factor_codes")
        kinds = [factor for factor in (factors or "").split(",") if factor.startswith("8")]
        tally.count(bool(kinds), row.get("team"), is_unknown=factors is None)
    return tally


def assessments_left_open(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in books.rows["assessments"]:
        signed = row.get("authorised_on")
        if row["started_on"] <= last and not (signed and signed <= last):
            tally.count(working_days(row["started_on"], last) > 45, row.get("team"))
    return tally


def days_until(row: Row, start: str, decision: str) -> int | None:
    if row.get(decision) is None or row[decision] < row[start]:
        return None
    return working_days(row[start], row[decision])


def contacts_decided(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["contacts"], "contact_on", first, last):
        days = days_until(row, "contact_on", "outcome_on")
        tally.count(days in (0, 1), row.get("team"), is_unknown=days is None)
    return tally


def number_of_contacts(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["contacts"], "contact_on", first, last):
        tally.count(True, row.get("team"))
    return tally


def referrals_of(books: Books, first: date, last: date, tally: Tally) -> list[Row]:
    """Referrals of the period, one for each child and day: that with the first number."""
    found = []
    for row in within(books.rows["referrals"], "referral_on", first, last):
        numbers = [other["referral_id"] for other in books.rows["referrals"]
                   if (other["child_id"], other["referral_on"]) == (row["child_id"], row["referral_on"])]  # fmt: skip
        if row["referral_id"] == sorted(numbers)[0]:
            found.append(row)
        else:
            tally.leave_out("same day")
    return found


def referrals_again(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in referrals_of(books, year_before(last), last, tally):
        is_met = False
        for other in books.rows["referrals"]:
            if other["child_id"] == row["child_id"]:
                is_met |= months_later(row["referral_on"], -12) <= other["referral_on"] < row["referral_on"]
        tally.count(is_met, row.get("team"))
    return tally


def referrals_decided(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in referrals_of(books, first, last, tally):
        days = days_until(row, "referral_on", "decision_on")
        tally.count(days in (0, 1), row.get("team"), is_unknown=days is None)
    return tally


def number_of_referrals(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in referrals_of(books, first, last, tally):
        tally.count(True, row.get("team"))
    return tally


MEASURES: Mapping[str, Measure] = {
    "FD-CONT-EH": contacts_to_early_help,
    "FD-REF-ASMT": referrals_to_assessment,
    "FD-ASMT-45": assessments_completed(45),
    "FD-ASMT-45R": assessments_since_referral,
    "FD-ASMT-10": assessments_completed(10),
    "FD-ASMT-25": assessments_completed(25),
    "FD-ASMT-OPEN45": assessments_left_open,
    "FD-REREF-12M": referrals_again,
    "FD-CONT-1D": contacts_decided,
    "FD-REF-1D": referrals_decided,
    "FD-CONT-VOL": number_of_contacts,
    "FD-REF-VOL": number_of_referrals,
    "FD-ASMT-VOL": number_of_assessments,
    "FD-ASMT-PF": assessments_of_private_fostering,
    "FD-REF-RATE": in_twelve_months(number_of_referrals),
    "FD-ASMT-RATE": in_twelve_months(number_of_assessments),
}
NEEDS = {
    "FD-CONT-EH": ("contacts",),
    "FD-REF-ASMT": ("referrals", "assessments"),
    "FD-ASMT-45": ("assessments",),
    "FD-ASMT-45R": ("assessments", "referrals"),
    "FD-ASMT-10": ("assessments",),
    "FD-ASMT-25": ("assessments",),
    "FD-ASMT-OPEN45": ("assessments",),
    "FD-REREF-12M": ("referrals",),
    "FD-CONT-1D": ("contacts",),
    "FD-REF-1D": ("referrals",),
    "FD-CONT-VOL": ("contacts",),
    "FD-REF-VOL": ("referrals",),
    "FD-ASMT-VOL": ("assessments",),
    "FD-ASMT-PF": ("assessments",),
    "FD-REF-RATE": ("referrals",),
    "FD-ASMT-RATE": ("assessments",),
}
