"""Child in need plans and episodes of early help, that overlap and end where another begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.warehouse.plain.books import Row

if TYPE_CHECKING:
    from tests.warehouse.random_council import Maker


def cin_plan(maker: Maker) -> Row:
    start = maker.day(6)
    return {"cin_plan_id": maker.number("N"), "child_id": maker.child(), "started_on": start,
            "ended_on": maker.sometimes(maker.beside_a_line(start), 0.5), "team": maker.one("North", None)}  # fmt: skip


def episode(maker: Maker) -> Row:
    start = maker.day(12)
    return {"eh_episode_id": maker.number("H"), "child_id": maker.child(), "started_on": start,
            "assessment_completed_on": maker.sometimes(maker.later(start, (-30, 0, 30))),
            "ended_on": maker.sometimes(maker.beside_a_line(start), 0.6),
            "end_reason_code": maker.one("MET", "MET", "STEP_UP", "NFA", None),
            "team": maker.one("South", None)}  # fmt: skip


MAKERS = {"cin_plans": (8, cin_plan), "early_help": (9, episode)}
