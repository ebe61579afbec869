"""Private fostering: children who live with others, notifications, first visits.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.warehouse.plain.books import (
    Books,
    Measure,
    Tally,
    age,
    in_place_on,
    start_of_year,
    within,
    working_days,
)


def children_now(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    persons = {row["child_id"]: row for row in books.rows["persons"]}
    begun = [row for row in books.rows["private_fostering"] if row.get("started_on")]
    for child, row in in_place_on(last, begun, "arrangement_id").items():
        person = persons.get(child, {})
        born, until = person.get("born_on"), row.get("expected_ended_on")
        is_disabled = person.get("disability_codes") not in (None, "", "NONE")
        if born and age(born, last) >= 18:
            tally.leave_out("18 or over")
        elif born and age(born, last) >= 16 and not is_disabled:
            tally.leave_out("16 or over and not disabled")
        elif until and (max(until, last) - row["started_on"]).days < 28:
            tally.leave_out("meant to last less than 28 days")
        else:
            tally.count(True, row.get("team"), is_unknown=born is None)
    return tally


def notified(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["private_fostering"], "notified_on", first, last):
        tally.count(True, row.get("team"))
    return tally


def visited_in_time(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["private_fostering"], "notified_on", start_of_year(last), last):
        visited = row.get("first_visited_on")
        if visited is None or visited < row["notified_on"]:
            tally.count(False, row.get("team"), is_unknown=True)
        else:
            tally.count(working_days(row["notified_on"], visited) <= 7, row.get("team"))
    return tally


MEASURES: Mapping[str, Measure] = {
    "PF-OPEN": children_now,
    "PF-NOTIF": notified,
    "PF-VISIT7": visited_in_time,
}
NEEDS = {
    "PF-OPEN": ("private_fostering", "persons"),
    "PF-NOTIF": ("private_fostering",),
    "PF-VISIT7": ("private_fostering",),
}
