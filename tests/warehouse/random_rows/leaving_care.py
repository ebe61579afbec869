"""Rows by chance: young people on the list of birthdays."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.warehouse.plain.books import Row, months_later

if TYPE_CHECKING:
    from tests.warehouse.random_council import Maker


def birthday_leaver(maker: Maker, child: str) -> Row:
    end = maker.one(*maker.months).ends_on
    april = end.replace(year=end.year - (end.month < 4), month=4, day=1)
    turned = maker.one(end, end, april, april, months_later(end, -3))
    born = months_later(turned, -12 * maker.one(17, 18, 19, 19, 20, 21, 21, 22)) + timedelta(maker.one(-1, 0, 0, 1))
    return {"child_id": child, "born_on": maker.sometimes(born, 0.9),
            "in_touch_code": maker.one("YES", "YES", "NO", "DIED", "RHOM", "REFU", None),
            "activity_code": maker.one("F1", "P1", "F2", "P5", "G4", "G5", "G6", "0", None),
            "accommodation_code": maker.one("U1", "U1", "X2", "R", "0", "B1", None)}  # fmt: skip


SNAPSHOTS = {"oc3": birthday_leaver}
