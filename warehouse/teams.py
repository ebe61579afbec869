"""Which service and pod a team belongs to, and since when; from the file in which a council says so.

Called by: tasks.councils, which reads the file; warehouse.marts, which adds up teams to services and pods.
Promises:  every fault of the file is named at once, with its line; a team is in one place on any day.
Never:     guesses: a team that the file does not name belongs to no service.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

REQUIRED = ("team", "service", "starts_on", "ends_on")
OPTIONAL = ("head_of_service", "pod")


@dataclass(frozen=True, slots=True)
class TeamPlace:
    """Where a team stood for a time.    ends_on: its last day there; None where it still is there."""

    team: str
    service: str
    pod: str
    head_of_service: str
    starts_on: date
    ends_on: date | None


def parse_teams(text: str) -> tuple[tuple[TeamPlace, ...], list[str]]:
    """Read the file's text; return what it says and what is wrong with it, in words."""
    lines = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    headers = set(lines.fieldnames or ())
    if not headers.issuperset(REQUIRED) or not headers.issubset({*REQUIRED, *OPTIONAL}):
        return (), [f"the headers must be {', '.join(REQUIRED)}, and may be {' and '.join(OPTIONAL)}"]
    found, faults = [], []
    for number, line in enumerate(lines, 2):
        cells = {name: (line.get(name) or "").strip() for name in (*REQUIRED, *OPTIONAL)}
        wrong = [f"{name} is blank" for name in ("team", "service") if not cells[name]]
        starts_on, ends_on = _day(cells["starts_on"]), _day(cells["ends_on"])
        if starts_on is None:
            wrong.append("starts_on must be a day such as 2020-04-01")
        if cells["ends_on"] and ends_on is None:
            wrong.append("ends_on must be a day such as 2021-03-31, or blank")
        if starts_on and ends_on and ends_on < starts_on:
            wrong.append("ends_on is before starts_on")
        faults += [f"line {number}: {fault}" for fault in wrong]
        if starts_on and not wrong:
            found.append(
                TeamPlace(cells["team"], cells["service"], cells["pod"], cells["head_of_service"], starts_on, ends_on)
            )
    return tuple(found), faults + _overlaps(found)


def _overlaps(found: Sequence[TeamPlace]) -> list[str]:
    ordered = sorted(found, key=lambda place: (place.team.casefold(), place.starts_on))
    return [
        f"{later.team} is in two places on {later.starts_on:%d/%m/%Y}"
        for earlier, later in pairwise(ordered)
        if earlier.team.casefold() == later.team.casefold()
        and (earlier.ends_on is None or earlier.ends_on >= later.starts_on)
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
