"""Early help: assessments, and episodes begun, going on and ended.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.warehouse.plain.books import Books, Measure, Tally, in_place_on, start_of_year, within


def happened(day: str) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for row in within(books.rows["early_help"], day, first, last):
            tally.count(True, row.get("team"))
        return tally

    return measure


def children_helped_now(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in in_place_on(last, books.rows["early_help"], "eh_episode_id").values():
        tally.count(True, row.get("team"))
    return tally


def ended_with_needs_met(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in within(books.rows["early_help"], "ended_on", start_of_year(last), last):
        reason = row.get("end_reason_code")
        tally.count(reason == "MET", row.get("team"), is_unknown=reason is None)
    return tally


MEASURES: Mapping[str, Measure] = {
    "EH-CAF-N": happened("assessment_completed_on"),
    "EH-START": happened("started_on"),
    "EH-OPEN": children_helped_now,
    "EH-CAF-MET": ended_with_needs_met,
}
NEEDS = {code: ("early_help",) for code in MEASURES}
