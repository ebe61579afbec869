"""Visits, near the ends of months and at any time before; under any kind of plan, the child seen or not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.warehouse.plain.books import Row

if TYPE_CHECKING:
    from tests.warehouse.random_council import Maker


def visit(maker: Maker) -> Row:
    end = maker.chance.choice(maker.months).ends_on
    near = end - timedelta(maker.one(-1, 0, 1, 5, 13, 14, 15, 16, 26, 28, 30, 41, 42, 43))
    return {"visit_id": maker.number("X"), "child_id": maker.child(),
            "plan_type_code": maker.one("CP", "CP", "CP", "CIN", "CIN", "LAC", "LAC"),
            "visited_on": maker.sometimes(near, 0.8) or maker.day(4),
            "is_child_seen": maker.one(True, True, False, None), "team": maker.one("North", None)}  # fmt: skip


MAKERS = {"visits": (20, visit)}
