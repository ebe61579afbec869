"""Looked after children's files: episodes, placements and reviews.

Called by: tasks.sample.world.
Promises:  the episodes of a period of care join without gap or overlap and end in one reason; a change of legal
           status or a few days in hospital leave the child in the same placement.
Never:     decides who is looked after or who moves: see tasks.sample.care and tasks.sample.moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tasks.sample.homes import Home, legal_statuses, reason_ended
from tasks.sample.people import Counter, People, Person
from tasks.sample.reviews import hear, reviews_of
from tasks.sample.stays import Stay
from tasks.sample.tables import Row, Table
from tasks.sample.workdays import day_between

_AWAY_FOR = {"T1": 11, "T4": 5, "T3": 9}
_NEEDS = (*(["N1"] * 12), *(["N5"] * 4), "N4", "N4", "N6", "N3", "N2", "N8")


@dataclass(frozen=True, slots=True)
class Away:
    """Some days in a temporary placement, after which the child goes back."""

    started_on: date
    ended_on: date
    placement_code: str


@dataclass(frozen=True, slots=True)
class Case:
    """One period of care with all that its rows are made of."""

    stay: Stay
    period_id: str
    homes: list[Home]
    statuses: list[tuple[date, str]]
    away: Away | None

    @property
    def ids(self) -> Row:
        """The columns that every row of the period of care carries."""
        return {"child_id": self.stay.person.child_id, "lac_period_id": self.period_id}


@dataclass(frozen=True, slots=True)
class CareTables:
    """The tables that hold periods of care."""

    episodes: Table
    placements: Table
    reviews: Table


def care_tables(stays: Sequence[Stay], homes_of: Sequence[list[Home]], people: People, seed: str) -> CareTables:
    """Return the three tables for all periods of care, short breaks included.

    homes_of: the placements of each period of care.
    """
    rng = Random(f"{seed}:episodes")
    closing = {"ended_on": "ended_on", "reason_ended_code": "ended_on", "placement_change_code": "ended_on"}
    tables = CareTables(
        Table("lac_episodes", "started_on", "_period_ended_on", 12, known_with=closing),
        Table("placements", "started_on", "ended_on", 12, {"ended_on": "ended_on", "change_reason_code": "ended_on"}),
        Table("lac_reviews", "reviewed_on"),
    )
    period, episode, placement = Counter("LP", 40_000), Counter("EP", 310_000), Counter("PL", 88_000)
    away = _away_positions(stays)
    for position, stay in enumerate(stays):
        homes = homes_of[position]
        case = Case(
            stay,
            period.new(),
            homes,
            legal_statuses(stay, rng),
            _away(homes, away[position], rng) if position in away else None,
        )
        tables.episodes.rows += _episodes(case, rng)
        tables.placements.rows += _placements(case)
        tables.reviews.rows += reviews_of(stay, case.ids, rng)
    tables.episodes.rows += _short_breaks(people, period, rng)
    for row in tables.episodes.rows:
        row["episode_id"] = episode.new()
    for row in tables.placements.rows:
        row["placement_id"] = placement.new()
    hear(tables.reviews.rows, stays, seed)
    return tables


def _away_positions(stays: Sequence[Stay]) -> dict[int, str]:
    """Choose settled children who spend some days elsewhere in the summers that the committee looks at."""
    settled = [
        position
        for position, stay in enumerate(stays)
        if stay.is_settled(date(2019, 9, 30))
        and stay.is_settled(date(2020, 9, 30))
        and not stay.adopters_from
        and max(stay.moves, default=stay.started_on) < date(2018, 6, 1)
    ]
    return dict(zip(settled[::3], ("T1", "T4", "T3", "T4", "T1", "T4", "T1", "T4"), strict=False))


def _away(homes: list[Home], code: str, rng: Random) -> Away:
    started = day_between(date(2020, 7, 3), date(2020, 8, 12), rng)
    return Away(started, started + timedelta(days=_AWAY_FOR[code] - rng.randint(0, 2)), code)


def _episodes(case: Case, rng: Random) -> list[Row]:
    """Return the episodes: one from each change of legal status or placement to the next."""
    stay, away = case.stay, case.away
    moved = {home.started_on: home for home in case.homes}
    status = dict(case.statuses)
    elsewhere = {away.started_on, away.ended_on} if away else set()
    begins = sorted({*moved, *status, *elsewhere})
    need = "N8" if stay.person.is_uasc else rng.choice(_NEEDS)
    last_reason = reason_ended(stay, case.homes[-1], rng) if stay.ended_on else None
    rows: list[Row] = []
    home, legal = case.homes[0], case.statuses[0][1]
    for begin, end in zip(begins, [*begins[1:], stay.ended_on], strict=True):
        home, legal = moved.get(begin, home), status.get(begin, legal)
        is_away = away is not None and away.started_on <= begin < away.ended_on
        row: Row = {
            **case.ids,
            "started_on": begin,
            "reason_started_code": _reason_started(begin, begins[0], moved, status),
            "legal_status_code": legal,
            "need_code": need,
            **_place(home, away if is_away else None),
            **({"distance_miles": None} if stay.person.is_uasc else {}),
            "ended_on": end,
            "reason_ended_code": "X1" if end in begins else last_reason,
            "placement_change_code": home.change_reason if end == home.ended_on and end in begins else None,
            "_period_ended_on": stay.ended_on,
        }
        rows.append(row)
    return rows


def _reason_started(begin: date, first: date, moved: dict[date, Home], status: dict[date, str]) -> str:
    if begin == first:
        return "S"
    if begin in status:
        return "B" if begin in moved else "L"
    return moved[begin].begins_with if begin in moved else "P"


def _place(home: Home, away: Away | None) -> Row:
    """Return the columns that say where the child lives; a temporary placement has neither provider nor register."""
    if away:
        return dict.fromkeys(("provider_code", "urn", "is_outside_boundary", "distance_miles")) | {
            "placement_code": away.placement_code
        }
    return {
        "placement_code": home.placement_code,
        "provider_code": home.provider_code,
        "urn": home.urn,
        "is_outside_boundary": home.is_outside,
        "distance_miles": home.distance_miles,
    }


def _placements(case: Case) -> list[Row]:
    rows: list[Row] = []
    for home in case.homes:
        row = case.ids | _place(home, None)
        del row["is_outside_boundary"]
        rows.append(
            row
            | {
                "started_on": home.started_on,
                "ended_on": home.ended_on,
                "change_reason_code": home.change_reason,
                "household_id": home.household_id,
                "is_temporary": False,
            }
        )
    if case.away:
        row = case.ids | _place(case.homes[-1], case.away)
        del row["is_outside_boundary"]
        times: Row = {"started_on": case.away.started_on, "ended_on": case.away.ended_on}
        rows.append(row | times | {"change_reason_code": None, "household_id": None, "is_temporary": True})
    return rows


def _short_breaks(people: People, period: Counter, rng: Random) -> list[Row]:
    """Return disabled children's short breaks, which are recorded as care but are not counted as looked after."""
    rows: list[Row] = []
    for position in range(8):
        started = day_between(date(2017, 3, 1), date(2019, 8, 1), rng)
        person: Person = people.new(day_between(date(2005, 9, 1), date(2013, 1, 1), rng))
        person.disability_codes = "LD,PC"
        ended = day_between(date(2020, 1, 1), date(2021, 5, 1), rng) if position < 3 else None
        rows.append(
            {
                "child_id": person.child_id,
                "lac_period_id": period.new(),
                "started_on": started,
                "reason_started_code": "S",
                "legal_status_code": "V4",
                "need_code": "N2",
                "placement_code": "K2",
                "provider_code": "PR5",
                "urn": "SC992099",
                "is_outside_boundary": None,
                "distance_miles": None,
                "ended_on": ended,
                "reason_ended_code": "E8" if ended else None,
                "placement_change_code": None,
                "_period_ended_on": ended,
            }
        )
    return rows
