"""Pupils on roll in Sample Borough's schools by the January count.

Called by: tasks.sample.world.
Promises:  each April since 2020 tells every year known by then.
Never:     describes a real area.
"""

from __future__ import annotations

from collections.abc import Mapping

from tasks.sample import story
from tasks.sample.tables import Row
from warehouse.periods import Month

_COUNTED: Mapping[int, Mapping[str, int]] = {
    2020: {"Nursery": 610, "Primary": 25_140, "Secondary": 16_270, "Special": 480},
    2021: {"Nursery": 540, "Primary": 24_960, "Secondary": 16_590, "Special": 510},
}
_TOLD_IN = "04"
"""The schools' returns of January are put right until the end of March."""


def pupils_of(month: Month) -> list[Row]:
    """Return what a month's file says, empty where none comes."""
    if month < story.FIRST_PRACTICE_MONTH or not str(month).endswith(f"-{_TOLD_IN}"):
        return []
    return [
        {"year": year, "phase": phase, "pupils": pupils}
        for year, by_phase in _COUNTED.items()
        if year <= month.year
        for phase, pupils in by_phase.items()
    ]
