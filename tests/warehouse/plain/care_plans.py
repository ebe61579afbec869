"""Reviews, visits, health checks and education plans of children in care.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from tests.warehouse.plain.books import (
    Books,
    Measure,
    Row,
    Tally,
    age,
    months_later,
    start_of_year,
    working_days,
)
from tests.warehouse.plain.care import Cared, Period, looked_after, periods_of_care

VIEWS = ("PN1", "PN2", "PN3", "PN5", "PN6")


def reviews_of(books: Books, child: str, period: Period) -> list[Row]:
    """The reviews held in a period of care, in order."""
    held = [
        row
        for row in books.rows["lac_reviews"]
        if row["child_id"] == child
        and row.get("is_cancelled") is not True
        and row["reviewed_on"] >= period.started_on
        and not (period.ended_on is not None and row["reviewed_on"] >= period.ended_on)
    ]
    return sorted(held, key=lambda row: row["reviewed_on"])


def is_under_four(books: Books, review: Row) -> bool:
    born = books.born.get(review["child_id"])
    if review.get("participation_code") == "PN0":
        return True
    return born is not None and age(born, review["reviewed_on"]) < 4


def views_at_last_review(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for cared in looked_after(books, last):
        so_far = [r for r in reviews_of(books, cared.child, cared.period) if r["reviewed_on"] <= last]
        if cared.is_short_break:
            tally.leave_out("short breaks")
        elif not so_far:
            tally.leave_out("not reviewed")
        elif is_under_four(books, so_far[-1]):
            tally.leave_out("under four")
        else:
            code = so_far[-1].get("participation_code")
            tally.count(code in VIEWS, cared.team, is_unknown=code is None)
    return tally


def reviews_in_year(books: Books, last: date, tally: Tally) -> Iterator[tuple[Row, list[Row], Period]]:
    """Each review of the year so far, with those before it in the period of care; short breaks are left out."""
    for child, periods in periods_of_care(books).items():
        for period in periods:
            held = reviews_of(books, child, period)
            for number, review in enumerate(held):
                day = review["reviewed_on"]
                if not start_of_year(last) <= day <= last:
                    continue
                in_force = [e for e in period.episodes if e["started_on"] <= day][-1]
                if in_force.get("legal_status_code") in ("V3", "V4"):
                    tally.leave_out("short breaks")
                else:
                    yield review, held[:number], period


def reviews_with_views(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for review, _, _ in reviews_in_year(books, last, tally):
        if is_under_four(books, review):
            tally.leave_out("under four")
        else:
            code = review.get("participation_code")
            tally.count(code in VIEWS, None, is_unknown=code is None)
    return tally


def last_day_for_review(period: Period, before: list[Row], day: date) -> bool:
    """Whether a day is within the limit for the next review after those before."""
    if not before:
        return working_days(period.started_on, day) <= 20
    return day <= months_later(before[-1]["reviewed_on"], 3 if len(before) == 1 else 6)


def reviews_in_time(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for review, before, period in reviews_in_year(books, last, tally):
        tally.count(last_day_for_review(period, before, review["reviewed_on"]), None)
    return tally


def next_review_not_overdue(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for cared in looked_after(books, last):
        so_far = [r for r in reviews_of(books, cared.child, cared.period) if r["reviewed_on"] <= last]
        is_fine = last_day_for_review(cared.period, so_far, last)
        if cared.is_short_break:
            tally.leave_out("short breaks")
        elif not so_far and is_fine:
            tally.leave_out("too new")
        else:
            tally.count(is_fine, cared.team)
    return tally


def visited(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    limit = last - timedelta(weeks=6)
    for cared in looked_after(books, last):
        if cared.is_short_break:
            tally.leave_out("short breaks")
        elif cared.since > limit:
            tally.leave_out("less than six weeks")
        else:
            seen = {
                row.get("is_child_seen")
                for row in books.rows["visits"]
                if row["child_id"] == cared.child
                and row["plan_type_code"] == "LAC"
                and max(limit, cared.since) <= row["visited_on"] <= last
            }
            tally.count(True in seen, cared.team, is_unknown=None in seen and True not in seen)
    return tally


def checks(books: Books, cared: Cared, last: date, *kinds: str) -> list[date]:
    """The days of completed checks of this period of care, by a day."""
    return [
        row["checked_on"]
        for row in books.rows["lac_health"]
        if row["child_id"] == cared.child
        and row["check_type_code"] in kinds
        and row.get("status_code") == "COMPLETED"
        and row.get("checked_on") is not None
        and cared.since <= row["checked_on"] <= last
    ]


def assessed(*, is_due: Callable[[int], bool] = lambda _: True, a_year_in_care: bool = False) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for cared in looked_after(books, last):
            if cared.is_short_break:
                tally.leave_out("short breaks")
            elif cared.born_on is None:
                tally.leave_out("no date of birth")
            elif a_year_in_care and cared.since > months_later(last, -12):
                tally.leave_out("less than a year")
            elif not a_year_in_care and working_days(cared.since, last) < 20:
                tally.leave_out("too new")
            elif not is_due(age(cared.born_on, last)):
                tally.leave_out("another age")
            else:
                days = checks(books, cared, last, "INITIAL", "REVIEW")
                is_met = False
                if days:
                    half_a_year = months_later(max(days), 6)
                    is_five = age(cared.born_on, half_a_year) >= 5
                    is_met = last <= (months_later(max(days), 12) if is_five else half_a_year)
                tally.count(is_met, cared.team)
        return tally

    return measure


def teeth_checked(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for cared in looked_after(books, last):
        if cared.is_short_break:
            tally.leave_out("short breaks")
        elif cared.since > months_later(last, -12):
            tally.leave_out("less than a year")
        else:
            days = checks(books, cared, last, "DENTAL")
            tally.count(any(day >= months_later(last, -12) for day in days), cared.team)
    return tally


def plans_count_from(books: Books, day: date) -> date | None:
    """The start of the term that is over, or of the one before a term that still runs."""
    begun = sorted((t["starts_on"], t["ends_on"]) for t in books.rows["school_terms"] if t["starts_on"] <= day)
    if begun and begun[-1][1] <= day:
        return begun[-1][0]
    return begun[-2][0] if len(begun) > 1 else None


def education_planned(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    count_from = plans_count_from(books, last)
    august = date(last.year if last.month >= 9 else last.year - 1, 8, 31)
    for cared in looked_after(books, last):
        if cared.is_short_break:
            tally.leave_out("short breaks")
        elif cared.born_on is None:
            tally.leave_out("no date of birth")
        elif not 4 <= age(cared.born_on, august) <= 15:
            tally.leave_out("not of school age")
        elif working_days(cared.since, last) < 20:
            tally.leave_out("too new")
        elif count_from is None:
            tally.leave_out("no term")
        else:
            is_met = any(
                row["child_id"] == cared.child
                and row.get("status_code") == "COMPLETED"
                and max(count_from, cared.since) <= row["held_on"] <= last
                for row in books.rows["peps"]
            )
            tally.count(is_met, cared.team)
    return tally


MEASURES: Mapping[str, Measure] = {
    "LAC-VIEWS": views_at_last_review,
    "LAC-VIEWS-REV": reviews_with_views,
    "LAC-REV-TIME": reviews_in_time,
    "LAC-REV-CURRENT": next_review_not_overdue,
    "LAC-VISIT-6W": visited,
    "LAC-MED-ALL": assessed(),
    "LAC-MED-U5": assessed(is_due=lambda years: years < 5),
    "LAC-MED-SA": assessed(is_due=lambda years: years >= 5),
    "LAC-MED-12M": assessed(a_year_in_care=True),
    "LAC-DENTAL": teeth_checked,
    "LAC-PEP": education_planned,
}
NEEDS = {
    "LAC-VIEWS": ("lac_episodes", "lac_reviews", "persons"),
    "LAC-VIEWS-REV": ("lac_episodes", "lac_reviews", "persons"),
    "LAC-REV-TIME": ("lac_episodes", "lac_reviews"),
    "LAC-REV-CURRENT": ("lac_episodes", "lac_reviews"),
    "LAC-VISIT-6W": ("lac_episodes", "visits"),
    "LAC-MED-ALL": ("lac_episodes", "persons", "lac_health"),
    "LAC-MED-U5": ("lac_episodes", "persons", "lac_health"),
    "LAC-MED-SA": ("lac_episodes", "persons", "lac_health"),
    "LAC-MED-12M": ("lac_episodes", "persons", "lac_health"),
    "LAC-DENTAL": ("lac_episodes", "lac_health"),
    "LAC-PEP": ("lac_episodes", "persons", "peps"),
}
