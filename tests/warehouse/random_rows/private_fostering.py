"""Rows by chance: private fostering arrangements, told of before and after they begin, visited about a week later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.warehouse.plain.books import Row

if TYPE_CHECKING:
    from tests.warehouse.random_council import Maker


def arrangement(maker: Maker) -> Row:
    told = maker.day(14)
    start = told + timedelta(maker.one(-30, -1, 0, 0, 5))
    visited = told + timedelta(maker.one(-1, 0, 5, 9, 10, 11, 12, 13, 14, 30))
    return {"arrangement_id": maker.number("F"), "child_id": maker.child(), "notified_on": told,
            "started_on": maker.sometimes(start, 0.9),
            "expected_ended_on": maker.sometimes(start + timedelta(maker.one(14, 27, 28, 29, 200)), 0.6),
            "ended_on": maker.sometimes(maker.beside_a_line(start), 0.4),
            "first_visited_on": maker.sometimes(visited, 0.8), "team": maker.one("North", None)}  # fmt: skip


MAKERS = {"private_fostering": (9, arrangement)}
