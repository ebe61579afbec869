"""Missing: children, absences and interviews.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from tests.warehouse.plain.books import Books, Measure, Row, Tally, months_later


def months_of(first: date, last: date) -> list[tuple[datetime, datetime]]:
    """Each month of a period from its first midnight to the next month's."""
    found = []
    day = first
    while day <= last:
        following = months_later(day, 1)
        found.append((datetime.combine(day, time()), datetime.combine(following, time())))
        day = following
    return found


def children(place: str, hours: int) -> Measure:
    """Numbers of several months are not added up: they are held against the months, which gives their mean."""

    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        months = months_of(first, last)
        for begin, end in months:
            places = {}
            for row in books.rows["missing_episodes"]:
                back = row.get("ended_at")
                if row.get("missing_type_code") == "A" or row["started_at"] >= end or (back and back < begin):
                    continue
                lasted = min(back or end, end) - row["started_at"]
                key = (row["child_id"], row.get("missing_from_code"))
                places[key] = places.get(key, False) or lasted > timedelta(hours=hours)
            for (_, where), is_long in places.items():
                tally.count(where == place and is_long, None, is_unknown=where is None)
        tally.denominator = len(months) if tally.denominator else 0
        return tally

    return measure


def absences(place: str) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for row in books.rows["missing_episodes"]:
            if not first <= row["started_at"].date() <= last:
                continue
            if row.get("missing_type_code") == "A":
                tally.leave_out("away")
            else:
                where = row.get("missing_from_code")
                tally.count(where == place, row.get("team"), is_unknown=where is None)
        return tally

    return measure


def in_time(returned: datetime, then: datetime | None) -> bool:
    if then is None:
        return False
    if time() in (returned.time(), then.time()):
        return returned.date() <= then.date() <= returned.date() + timedelta(3)
    return timedelta(0) <= then - returned <= timedelta(hours=72)


def is_offered(row: Row) -> bool:
    said = row.get("rhi_offered_code")
    return said == "Y" or (said is None and row.get("rhi_offered_at") is not None)


def says_nothing(row: Row) -> bool:
    return row.get("rhi_offered_code") is None and row.get("rhi_offered_at") is None


def interviews(is_met: Callable[[Row], bool], is_unknown: Callable[[Row], bool]) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for row in books.rows["missing_episodes"]:
            back = row.get("ended_at")
            if back is None or not first <= back.date() <= last:
                continue
            if row.get("missing_type_code") == "A":
                tally.leave_out("away")
            elif row.get("rhi_offered_code") == "NA":
                tally.leave_out("not due")
            else:
                tally.count(is_met(row), row.get("team"), is_unknown=is_unknown(row))
        return tally

    return measure


def is_done(row: Row) -> bool:
    done = row.get("rhi_completed_at")
    return done is not None and done.date() >= row["ended_at"].date()


MEASURES: Mapping[str, Measure] = {
    "MISS-CARE": children("CARE", 24),
    "MISS-HOME": children("HOME", 24),
    "MISS-CARE-ALL": children("CARE", -1),
    "MISS-HOME-ALL": children("HOME", -1),
    "MISS-CARE-EP": absences("CARE"),
    "MISS-HOME-EP": absences("HOME"),
    "MISS-RHI72": interviews(
        lambda row: is_offered(row) and in_time(row["ended_at"], row.get("rhi_offered_at")),
        lambda row: says_nothing(row) or (is_offered(row) and row.get("rhi_offered_at") is None),
    ),
    "RHI-OFFERED": interviews(is_offered, says_nothing),
    "RHI-DONE": interviews(is_done, lambda row: False),
    "RHI-DONE72": interviews(lambda row: in_time(row["ended_at"], row.get("rhi_completed_at")), lambda row: False),
}
NEEDS = dict.fromkeys(MEASURES, ("missing_episodes",))
