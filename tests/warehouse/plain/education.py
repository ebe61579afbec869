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


MEASURES: Mapping[str, Measure] = {"EDU-EXCL-PERM": excluded("PERM"), "EDU-EXCL-FIX": excluded("FIXD")}
NEEDS = dict.fromkeys(MEASURES, ("exclusions",))
