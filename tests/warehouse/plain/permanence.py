"""Adoption plans and foster households.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from tests.warehouse.plain.books import Books, Measure, Row, Tally, months_later, start_of_year
from tests.warehouse.plain.care import periods_of_care


def once(books: Books, step: str, last: date, tally: Tally, *, years: int = 0) -> Iterator[Row]:
    """Children whose step lies in the year so far, or in so many years; one beside an earlier decision is left out."""
    begin = start_of_year(last) if not years else months_later(last + timedelta(1), -12 * years)
    for row in books.rows["adoption_children"]:
        day = row.get(step)
        if day is None or not begin <= day <= last:
            continue
        if step == "order_on" and row.get("order_type_code") in ("SGO", "CAO"):
            tally.leave_out("another order")
            continue
        later = [
            other for other in books.rows["adoption_children"]
            if other["child_id"] == row["child_id"] and other.get(step) == day
            and other["decided_on"] > row["decided_on"]
        ]  # fmt: skip
        if later:
            tally.leave_out("written twice")
        else:
            yield row


def number(step: str) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for _ in once(books, step, last, tally):
            tally.count(True, None)
        return tally

    return measure


def waited(row: Row, moved_in: date | None) -> int | None:
    entered = row.get("entered_care_on")
    if entered is None or moved_in is None or moved_in < entered:
        return None
    return (moved_in - entered).days


def moved_in(books: Books, row: Row) -> date | None:
    if row.get("early_placed_on"):
        return row["early_placed_on"]
    placed = row.get("placed_on")
    if not row.get("is_adopted_by_carer") or placed is None:
        return None if row.get("is_adopted_by_carer") else placed
    starts = [
        placement.started_on
        for period in periods_of_care(books).get(row["child_id"], [])
        for placement in period.placements
        if placement.started_on < placed and (placement.ended_on is None or placement.ended_on >= placed)
    ]
    return max(starts, default=None)


def days_to(where: Callable[[Books, Row], date | None], *, years: int = 0) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for row in once(books, "order_on", last, tally, years=years):
            tally.add(waited(row, where(books, row)), None)
        return tally

    return measure


def days_to_match(*, years: int = 0) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for row in once(books, "order_on", last, tally, years=years):
            placed, freed, matched = row.get("placed_on"), row.get("placement_order_on"), row.get("matched_on")
            if placed is None or not placed < row["order_on"]:
                tally.leave_out("not placed before")
            elif freed is None:
                tally.leave_out("no placement order")
            elif matched is None:
                tally.add(None, None)
            else:
                tally.add((matched - freed).days if matched > freed else 0, None)
        return tally

    return measure


def waited_less(months: int, step: str) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for row in once(books, step, last, tally):
            placed = row.get("placed_on")
            if waited(row, placed) is None:
                tally.count(False, None, is_unknown=True)
            else:
                tally.count(placed < months_later(row["entered_care_on"], months), None)
        return tally

    return measure


def waiting_for_order(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    children = set()
    for row in books.rows["adoption_children"]:
        steps = {name: row.get(name) for name in ("placed_on", "order_on", "reversed_on")}
        done = {name for name, day in steps.items() if day is not None and day <= last}
        if done == {"placed_on"}:
            children.add(row["child_id"])
    for _ in children:
        tally.count(True, None)
    return tally


def is_left_out(row: Row, tally: Tally) -> bool:
    if row.get("is_in_house") is False:
        tally.leave_out("another agency")
        return True
    if row.get("approval_type_code") == "LODGINGS":
        tally.leave_out("lodgings")
        return True
    return False


def households(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for row in books.files["foster_carers"][f"{last:%Y-%m}"]:
        if is_left_out(row, tally):
            continue
        end = row.get("approval_ended_on")
        if row.get("status_code") == "ENDED" or row["approved_on"] > last or (end and end <= last):
            tally.leave_out("not approved")
        else:
            tally.count(True, None, is_unknown=row.get("is_in_house") is None)
    return tally


def households_by(step: str) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        latest: dict[str, Row] = {}
        for month in sorted(books.files.get("foster_carers", {})):
            for row in books.files["foster_carers"][month]:
                latest[row["household_id"]] = row
        for row in latest.values():
            day = row.get(step)
            if day is not None and start_of_year(last) <= day <= last and not is_left_out(row, tally):
                tally.count(True, None, is_unknown=row.get("is_in_house") is None)
        return tally

    return measure


MEASURES: Mapping[str, Measure] = {
    "ADP-ORDERS": number("order_on"),
    "ADP-PO-NUM": number("placement_order_on"),
    "ADP-PLACED": waiting_for_order,
    "ADP-ENTRY-DAYS": days_to(lambda books, row: row.get("placed_on")),
    "ADP-ENTRY-DAYS-3Y": days_to(lambda books, row: row.get("placed_on"), years=3),
    "ADP-A10-DAYS": days_to(moved_in),
    "ADP-A10-DAYS-3Y": days_to(moved_in, years=3),
    "ADP-MATCH-DAYS": days_to_match(),
    "ADP-MATCH-DAYS-3Y": days_to_match(years=3),
    "ADP-14M": waited_less(14, "placed_on"),
    "ADP-21M": waited_less(21, "placed_on"),
    "ADP-14M-ADOPTED": waited_less(14, "order_on"),
    "FOS-CARERS": households,
    "FOS-NEW": households_by("approved_on"),
    "FOS-DEREG": households_by("approval_ended_on"),
}
NEEDS = dict.fromkeys(MEASURES, ("adoption_children",)) | {
    "ADP-A10-DAYS": ("adoption_children", "lac_episodes"),
    "ADP-A10-DAYS-3Y": ("adoption_children", "lac_episodes"),
    "FOS-CARERS": ("foster_carers",),
    "FOS-NEW": ("foster_carers",),
    "FOS-DEREG": ("foster_carers",),
}
