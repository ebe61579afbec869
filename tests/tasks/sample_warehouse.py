"""Sample Borough's clean rows in a warehouse, built by the real steps: what its indicators say at a month's end.

Used by: tests.tasks.test_year_end_story.
Intake, quarantine and the planted faults are left out here; the demo's tests go that way.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tasks.sample import story
from tasks.sample.world import build_world
from tests.warehouse.warehouse_builder import Files, Warehouse, build
from warehouse import indicators
from warehouse.periods import Month


def files_until(last: Month, seed: int = 2020, first: Month = story.FIRST_MONTH) -> Files:
    """Return every extract's monthly files up to a month, without what the generator notes beside the rows."""
    world = build_world(seed)
    found: dict[str, dict[str, list[dict[str, object]]]] = {}
    for month in Month.range(first, last):
        for extract, rows in world.month(month).items():
            clean = [{name: value for name, value in row.items() if not name.startswith("_")} for row in rows]
            found.setdefault(extract, {})[str(month)] = clean
    return found


@lru_cache(maxsize=1)
def warehouse_at(last: str, codes: tuple[str, ...], seed: int = 2020) -> Warehouse:
    """Build the warehouse that a month's end leaves, with the figures of some indicators."""
    files = files_until(Month(last), seed)
    return build(files, _delivered(files), measured_by={code: indicators.load()[code] for code in codes})


def _delivered(files: Files) -> dict[str, Iterable[str]]:
    return {extract: tuple(by_month) for extract, by_month in files.items()}
