"""Exclusions from school.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.warehouse.plain.books import Books, Measure, Tally


def excluded(category: str) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        september = date(last.year if last.month > 8 else last.year - 1, 9, 1)
        for row in books.rows["exclusions"]:
            if september <= row["started_on"] <= last:
                tally.count(row["category_code"] == category, None)
        return tally

    return measure


def suspended_once_or_more(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    september = date(last.year if last.month > 8 else last.year - 1, 9, 1)
    seen = set()
    for row in books.rows["exclusions"]:
        if september <= row["started_on"] <= last:
            is_new = row["category_code"] == "FIXD" and row["pupil_id"] not in seen
            if is_new:
                seen.add(row["pupil_id"])
            tally.count(is_new, None)
    return tally


MEASURES: Mapping[str, Measure] = {
    "EDU-EXCL-PERM": excluded("PERM"),
    "EDU-EXCL-FIX": excluded("FIXD"),
    "EDU-EXCL-PERM-RATE": excluded("PERM"),
    "EDU-EXCL-FIX-RATE": excluded("FIXD"),
    "EDU-EXCL-FIX1": suspended_once_or_more,
}
NEEDS = dict.fromkeys(MEASURES, ("exclusions",))
