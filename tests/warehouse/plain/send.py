"""Education, health and care plans.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.warehouse.plain.books import Books, Measure, Tally, within


def plans_in_20_weeks(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["ehc"], "plan_issued_on", first, last):
        tally.count((row["plan_issued_on"] - row["requested_on"]).days <= 140, row.get("team"))
    return tally


MEASURES: Mapping[str, Measure] = {
    "SEN-EHC20": plans_in_20_weeks,
}
NEEDS = {
    "SEN-EHC20": ("ehc",),
}
