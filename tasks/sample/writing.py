"""Write Sample Borough's exports into landing, month by month, as they arrived.

Called by: deployments.cli, the demo and the tests, through tasks.sample.
Promises:  the same seed gives the same bytes; a file that is there already is left as it is; a file's time of
           change is the day on which it arrived.
Never:     writes outside landing/sample-borough.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tasks.sample import story
from tasks.sample.files import sheet_bytes
from tasks.sample.mess import FAULTS, READ, dress_of, plant_faults
from tasks.sample.people import Person
from tasks.sample.sheets import NOTE_MARK, make_sheet
from tasks.sample.tables import Row
from tasks.sample.world import CORRECTED_MONTH, CORRECTION_ARRIVED, World, build_world
from warehouse.periods import Month

_LATE_MONTH, _LATE_EXTRACT, _LATE_ARRIVED = Month("2019-11"), "referrals", Month("2020-01")
_ARRIVES_ON_DAY = 5
_MONTHS = "January February March April May June July August September October November December".split()
_TITLES = {
    "s47_enquiries": "Section 47",
    "cp_conferences": "CP Conferences",
    "cp_plans": "CP Plans",
    "lac_episodes": "LAC Episodes",
    "lac_reviews": "LAC Reviews",
    "placements": "LAC Placements",
    "sw_allocations": "SW Allocations",
    "ehc": "EHC Requests",
    "merged_ids": "Merged IDs",
}


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
    """What was written; everything in it is synthetic.

    files: every file that had arrived, whether written now or there before.
    rows:  extract -> rows in all its files of the usual kind, faults left out.
    """

    council: str
    notice: str
    files: tuple[Path, ...]
    rows: Mapping[str, int]
    planted: tuple[Planted, ...]
    is_synthetic: bool = True


@dataclass(frozen=True, slots=True)
class _File:
    """One file that arrives: its folder's month, its name, when it came, and how its bytes are made."""

    month: Month
    name: str
    arrived: Month
    content: Callable[[], bytes]
