"""Rows by chance: exclusions from school."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.warehouse.plain.books import Row

if TYPE_CHECKING:
    from tests.warehouse.random_council import Maker


def exclusion(maker: Maker) -> Row:
    september = date(maker.one(*maker.months).ends_on.year, 9, 1)
    day = maker.one(maker.day(3), maker.day(12), september + timedelta(maker.one(-1, 0, 1)))
    return {"exclusion_id": maker.number("X"), "pupil_id": f"{maker.name}-U{maker.one(1, 2, 3)}",
            "child_id": maker.child(),
            "category_code": maker.one("FIXD", "FIXD", "PERM", "LNCH"), "started_on": day}  # fmt: skip


MAKERS = {"exclusions": (5, exclusion)}
