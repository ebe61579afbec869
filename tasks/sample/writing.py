"""Write Sample Borough's exports into landing, month by month, as they arrived.

Called by: the command line and the tests, through tasks.sample.
Promises:  the same seed gives the same bytes; a file that is there already is left as it is; a file's time of
           change is the day on which it arrived.
Never:     writes outside landing/sample-borough.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tasks.sample import story
from tasks.sample.arrivals import Arrival, arrivals
from tasks.sample.mess import FAULTS, dress_of
from tasks.sample.names import name_of
from tasks.sample.people import SURNAMES
from tasks.sample.sheets import NOTE_MARK
from tasks.sample.world import build_world
from warehouse.periods import Month

_ARRIVES_ON_DAY, _ARRIVES_AT_HOUR = 5, 6
_CANARY_MONTH = Month("2020-09")
_GENERAL = (
    (
        "many",
        "forenames, surnames, dates of birth, postcodes, notes and workers' names beside the rows",
        "never stored",
    ),
    ("persons", "children known before birth, with an expected date and sex U, who are born later", "one child"),
    ("merged_ids", "children who stood under another number until two records were merged", "one child"),
    ("sw_allocations", "one team renamed on 1 October 2020", "no change of worker"),
    ("many", "headings of the council's own, and headings that change from one month to the next", "as contracted"),
    ("many", "file names of five habits", "recognised by their headings"),
)


@dataclass(frozen=True, slots=True)
class Planted:
    """One fault that was planted: where, what, and what should become of it."""

    month: str
    extract: str
    file: str
    what: str
    expected: str


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What lies in landing; everything in it is synthetic.

    files:   every file that had arrived, whether written now or there before.
    written: how many of them were written now.
    rows:    extract -> rows in its usual files, before faults were planted.
    """

    council: str
    notice: str
    files: tuple[Path, ...]
    written: int
    rows: Mapping[str, int]
    planted: tuple[Planted, ...]
    is_synthetic: bool = True


def write_sample(landing: Path, seed: int = 2020, arrived_by: str = str(story.LAST_MONTH)) -> SampleReport:
    """Write every file that had arrived by the end of a month; called again with a later month, it adds files.

    Trap: a file that arrived late lies in the folder of the month that it is for.
    """
    world = build_world(seed)
    last = min(Month(arrived_by), story.LAST_MONTH)
    rows: Counter[str] = Counter()
    come: list[Arrival] = []
    files: list[Path] = []
    written = 0
    for month in Month.range(story.FIRST_MONTH, max(last, story.FIRST_MONTH)):
        held = world.month(month)
        rows.update({extract: len(found) for extract, found in held.items()})
        for arrival in arrivals(world, month, held):
            if arrival.arrived <= last:
                files.append(landing / story.COUNCIL / str(month) / arrival.name)
                written += _write(files[-1], arrival)
                come.append(arrival)
    return SampleReport(story.COUNCIL, story.SYNTHETIC, tuple(files), written, dict(rows), _planted(come))


def canaries(seed: int = 2020) -> list[str]:
    """Return texts of the files that must never leave landing: numbers, names and dates of birth, as written."""
    world = build_world(seed)
    held = world.month(_CANARY_MONTH)
    people = world.people_by_any_id
    chosen = [
        *held["lac_episodes"][::60],
        *held["contacts"][::300],
        *held["care_leavers"][::15],
        *held["cp_plans"][::50],
    ]
    found = {NOTE_MARK, *SURNAMES}
    for person in (people[str(row["child_id"])] for row in chosen):
        found |= {f"{person.forename} {person.surname}", f"{person.surname}, {person.forename}"}
        # School numbers (100000 to 100899) stand side by side in the warehouse and could look like such a number.
        if "100" not in person.child_id:
            found.add(person.child_id)
        # Days of later years may be printed for good reasons: the end of a quarter, the date by which to act.
        if person.born_on.year < 2018:
            found.add(f"{person.born_on:%d/%m/%Y}")
    return sorted(found)


def _write(path: Path, arrival: Arrival) -> bool:
    """Write a file unless it is there; its time of change says when it came."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(arrival.content())
    came = arrival.arrived.next()
    moment = datetime(came.year, came.number, _ARRIVES_ON_DAY, _ARRIVES_AT_HOUR, tzinfo=UTC).timestamp()
    os.utime(beside, (moment, moment))
    beside.replace(path)
    return True


def _planted(come: list[Arrival]) -> tuple[Planted, ...]:
    """List the faults of the files that had arrived, in the order of their months."""
    there = {(arrival.extract, str(arrival.month)) for arrival in come}
    found = [
        Planted(fault.month, fault.extract, _name(fault.extract, fault.month), fault.what, fault.expected)
        for fault in FAULTS
        if (fault.extract, fault.month) in there
    ]
    found += [
        Planted(str(arrival.month), arrival.extract, arrival.name, arrival.what, arrival.expected)
        for arrival in come
        if arrival.what
    ]
    general = [Planted("every month", extract, "", what, expected) for extract, what, expected in _GENERAL]
    return (*sorted(found, key=lambda planted: (planted.month, planted.file)), *general)


def _name(extract: str, month: str) -> str:
    return name_of(extract, Month(month), dress_of(extract, Month(month)))
