"""Leaving care: care leavers on each month's list.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.warehouse.plain.books import Books, Measure, Row, Tally, age

IN_WORK_OR_STUDY = {f"{kind}{number}" for kind in "FP" for number in range(1, 6)}


def in_education_or_work(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    listed: dict[str, tuple[bool, Row]] = {}
    for month, is_own, row in books.followed("care_leavers"):
        if month == f"{last:%Y-%m}" and (row["child_id"] not in listed or is_own >= listed[row["child_id"]][0]):
            listed[row["child_id"]] = (is_own, row)
    for child, (_, row) in listed.items():
        born = row.get("born_on") or books.born.get(child)
        if row.get("eligibility_code") != "FORMER_RELEVANT":
            tally.leave_out("not former relevant")
        elif row.get("in_touch_code") == "DIED":
            tally.leave_out("died")
        elif born is None:
            tally.leave_out("no date of birth")
        elif not 18 <= age(born, last) <= 21:
            tally.leave_out("not 18 to 21")
        else:
            activity = row.get("activity_code")
            tally.count(activity in IN_WORK_OR_STUDY, row.get("team"), is_unknown=activity in (None, "0"))
    return tally


MEASURES: Mapping[str, Measure] = {
    "LC-EET-1821": in_education_or_work,
}
NEEDS = {
    "LC-EET-1821": ("care_leavers",),
}
