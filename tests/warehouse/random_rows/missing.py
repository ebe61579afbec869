"""Rows by chance: absences with their interviews."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from tests.warehouse.plain.books import Row

if TYPE_CHECKING:
    from tests.warehouse.random_council import Maker

TEAMS = ("North", "South", None)


def moment(maker: Maker, day: date) -> datetime:
    """A time of that day; midnight as often as a file holds days only."""
    return datetime.combine(day, maker.one(time(), time(), time(0, 1), time(18), time(23, 59)))


def absence(maker: Maker) -> Row:
    start = moment(maker, maker.day(3))
    back = max(start, maker.one(start + timedelta(hours=24), start + timedelta(hours=24, minutes=1),
                                moment(maker, start.date() + timedelta(maker.one(0, 0, 1, 1, 2, 40)))))  # fmt: skip
    soon = [back + timedelta(hours=72), back + timedelta(hours=72, minutes=1), back - timedelta(hours=1)]
    days = [moment(maker, back.date() + timedelta(n)) for n in (0, 3, 4)]
    return {"missing_id": maker.number("G"), "child_id": maker.child(), "started_at": start,
            "missing_type_code": maker.one("M", "M", "M", "A", None),
            "missing_from_code": maker.one("CARE", "CARE", "HOME", None), "ended_at": maker.sometimes(back, 0.9),
            "rhi_offered_code": maker.one("Y", "Y", "N", "NA", None),
            "rhi_offered_at": maker.sometimes(maker.one(*soon, *days)),
            "rhi_completed_at": maker.sometimes(maker.one(*soon, *days), 0.5), "team": maker.one(*TEAMS)}  # fmt: skip


MAKERS = {"missing_episodes": (6, absence)}
