"""Periods of care and placements, and who is looked after on a day, in the plainest Python.

What the paper leaves open is said where it is decided.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from tests.warehouse.plain.books import Books, Row

TEMPORARY = ("T0", "T1", "T2", "T3", "T4")


@dataclass
class Placement:
    started_on: date
    ended_on: date | None = None
    codes: list[tuple[date, str | None]] = field(default_factory=list)


@dataclass
class Period:
    """A period of care."""

    episodes: list[Row]
    placements: list[Placement] = field(default_factory=list)

    @property
    def started_on(self) -> date:
        return self.episodes[0]["started_on"]

    @property
    def ended_on(self) -> date | None:
        ends = [episode["ended_on"] for episode in self.episodes]
        return None if None in ends else max(ends)


def periods_of_care(books: Books) -> dict[str, list[Period]]:
    by_child: dict[str, list[Row]] = {}
    for row in sorted(books.rows["lac_episodes"], key=lambda row: row["started_on"]):
        by_child.setdefault(row["child_id"], []).append(dict(row))
    found = {}
    for child, episodes in by_child.items():
        for episode, following in pairwise(episodes):
            # Nobody closed it: it ends where the next one begins.
            episode["ended_on"] = episode.get("ended_on") or following["started_on"]
        episodes[-1].setdefault("ended_on", None)
        periods: list[Period] = []
        reach = None
        for number, episode in enumerate(episodes):
            goes_on = number > 0 and (
                episode["started_on"] <= reach or episodes[number - 1].get("reason_ended_code") == "X1"
            )
            if goes_on:
                periods[-1].episodes.append(episode)
            else:
                periods.append(Period([episode]))
            if episode["ended_on"] is not None:
                reach = max(reach, episode["ended_on"]) if reach else episode["ended_on"]
        for period in periods:
            place(period)
        found[child] = periods
    return found


def place(period: Period) -> None:
    """Find the placements of a period of care; each lasts until the next, the last until the period ends."""
    settled: tuple[Any, ...] | None = None
    is_away = False
    for episode in period.episodes:
        code = episode.get("placement_code")
        if code in TEMPORARY:
            is_away = True
            continue
        where = (code, episode.get("provider_code"), episode.get("urn"))
        stays = settled is not None and (episode.get("reason_started_code") == "L" or (is_away and where == settled))
        if not stays:
            if period.placements:
                period.placements[-1].ended_on = episode["started_on"]
            period.placements.append(Placement(episode["started_on"]))
        period.placements[-1].codes.append((episode["started_on"], code))
        settled, is_away = where, False
    if period.placements:
        period.placements[-1].ended_on = period.ended_on


@dataclass
class Cared:
    """A child looked after on a day."""

    child: str
    since: date
    is_short_break: bool
    born_on: date | None
    team: str | None
    has_worker: bool
    period: Period
    all_placements: list[Placement]


def looked_after(books: Books, day: date) -> list[Cared]:
    found = []
    for child, periods in periods_of_care(books).items():
        for period in periods:
            if not (period.started_on <= day and (period.ended_on is None or period.ended_on > day)):
                continue
            in_force = [e for e in period.episodes if e["started_on"] <= day][-1]
            held = sorted(
                (a["started_on"], a["allocation_id"], a.get("team"))
                for a in books.rows["sw_allocations"]
                if a["child_id"] == child and a.get("worker_role_code") == "SOCIAL_WORKER" and a["started_on"] <= day
                and (a.get("ended_on") is None or a["ended_on"] > day)
            )  # fmt: skip
            found.append(
                Cared(
                    child,
                    period.started_on,
                    in_force.get("legal_status_code") in ("V3", "V4"),
                    books.born.get(child),
                    held[-1][2] if held else None,
                    bool(held),
                    period,
                    [placement for each in periods for placement in each.placements],
                )
            )
    return found


@dataclass
class Stay:
    """A period of care as one who only saw it begin or end would tell it."""

    child: str
    period: Period
    born_on: date | None
    is_short_break_at_start: bool
    is_short_break_at_end: bool
    ended_because: str | None

    def team_on(self, books: Books, day: date, *, is_last_day: bool) -> str | None:
        """The team that held the case; on the last day of care, one that gave it up that day held it still."""
        held = []
        for row in books.rows["sw_allocations"]:
            if row["child_id"] != self.child or row.get("worker_role_code") != "SOCIAL_WORKER":
                continue
            end = row.get("ended_on")
            is_over = end is not None and (end < day or (end == day and not is_last_day))
            if row["started_on"] <= day and not is_over:
                held.append((row["started_on"], row["allocation_id"], row.get("team")))
        return max(held)[2] if held else None


def stays(books: Books) -> list[Stay]:
    found = []
    for child, periods in periods_of_care(books).items():
        for period in periods:
            first, final = period.episodes[0], period.episodes[-1]
            found.append(
                Stay(
                    child,
                    period,
                    books.born.get(child),
                    first.get("legal_status_code") in ("V3", "V4"),
                    final.get("legal_status_code") in ("V3", "V4"),
                    final.get("reason_ended_code"),
                )
            )
    return found
