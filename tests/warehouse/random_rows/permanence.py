"""Children with a plan of adoption, and foster households, by chance."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.warehouse.plain.books import Row, months_later

if TYPE_CHECKING:
    from tests.warehouse.random_council import Maker

ORDERS = ("ADOPTION", "ADOPTION", "SGO", None)


def adoption_child(maker: Maker) -> Row:
    placed = maker.day(14)
    entered = months_later(placed, -maker.one(0, 6, 14, 14, 21)) + timedelta(maker.one(-1, 0, 1))
    order = maker.one(placed - timedelta(40), maker.day(8))
    row = {
        "child_id": maker.child(),
        "decided_on": maker.day(20),
        "entered_care_on": maker.sometimes(entered, 0.85),
        "placement_order_on": maker.sometimes(order, 0.7),
        "matched_on": maker.sometimes(order + timedelta(maker.one(-5, 0, 1, 100)), 0.8),
        "early_placed_on": maker.sometimes(placed - timedelta(maker.one(0, 50)), 0.2),
        "placed_on": maker.sometimes(placed, 0.85),
        "order_on": maker.sometimes(maker.one(maker.later(placed, (0, 0, 60)), maker.day(6), maker.day(48)), 0.7),
        "reversed_on": maker.sometimes(maker.day(6), 0.2),
        "is_adopted_by_carer": maker.one(True, True, False, None),
        "order_type_code": maker.one(*ORDERS),
    }
    before = maker.earlier.setdefault("adoption", [])
    if before and maker.chance.random() < 0.4:
        other = maker.chance.choice(before)
        row |= {name: other[name] for name in ("child_id", "placement_order_on", "placed_on", "order_on")}
    before.append(row)
    return row


def household(maker: Maker, child: str) -> Row:
    started = maker.day(14)
    return {
        "household_id": child.replace("-C", "-H"),
        "approved_on": started,
        "approval_ended_on": maker.sometimes(maker.later(started, (0, 1, 90)), 0.4),
        "approval_type_code": maker.one("MAINSTREAM", "CONNECTED", "LODGINGS", None),
        "is_in_house": maker.one(True, True, False, None),
        "status_code": maker.one("APPROVED", "ON_HOLD", "ENDED", None),
    }


MAKERS = {"adoption_children": (6, adoption_child)}
SNAPSHOTS = {"foster_carers": household}
