"""Exclusions from the borough's schools, as the schools report them.

Called by: tasks.sample.world.
Promises:  each month has as many suspensions and permanent exclusions as tasks.sample.upkeep says.
Never:     excludes a pupil who has been excluded for good, or on a day without school.

A pupil has the number of the school's return; only who is looked after is known by the case system's number too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from tasks.sample import upkeep
from tasks.sample.people import Counter
from tasks.sample.schooling import school_days, year_group
from tasks.sample.stays import Stay
from tasks.sample.tables import Row, Table
from warehouse.periods import Month

_PUPILS = 2600
_KEPT_MONTHS = 8
_YEARS = (*(["9"] * 5), *(["10"] * 6), *(["8"] * 4), *(["7"] * 3), *(["11"] * 3), "6", "5", "4", "3")
_FIRST_SECONDARY_YEAR = 7
_HELP = (*(["N"] * 11), *(["K"] * 7), "E", "E")
_REASONS = (*(["DB"] * 12), *(["PP"] * 7), *(["VA"] * 6), *(["VP"] * 2), "DA", "OW", "DM", "MT", "RA", "OT", "PA")
_LOOKED_AFTER_EVERY, _LUNCHTIME_EVERY = 31, 24
_LOOKED_AFTER_YEARS = range(7, 12)
_SECONDARIES, _PRIMARIES = 18, 60


@dataclass(slots=True)
class _Pupil:
    """A pupil of one of the borough's schools."""

    pupil_id: str
    school: str
    year: str
    help_code: str
    child_id: str | None = None
    is_excluded_for_good: bool = False


def exclusions(stays: Sequence[Stay], seed: str) -> Table:
    """Return the table of exclusions, oldest first."""
    rng = Random(f"{seed}:exclusions")
    numbers = Counter("PU", 400_000)
    pupils = [_pupil(numbers.new(), rng.choice(_YEARS), rng) for _ in range(_PUPILS)]
    in_care: dict[str, _Pupil] = {}
    table = Table("exclusions", "started_on", kept_months=_KEPT_MONTHS)
    for month, (suspended, for_good) in upkeep.EXCLUSIONS.items():
        days = school_days(Month(month))
        for position in range(suspended + for_good):
            day = rng.choice(days)
            is_looked_after = position % _LOOKED_AFTER_EVERY == _LOOKED_AFTER_EVERY - 1 and position < suspended
            pupil = _looked_after(stays, day, in_care, numbers, rng) if is_looked_after else _of(pupils, rng)
            category = "PERM" if position >= suspended else "FIXD"
            pupil.is_excluded_for_good = category == "PERM"
            table.rows.append(_row(pupil, day, category, rng))
        for _ in range(suspended // _LUNCHTIME_EVERY):
            table.rows.append(_row(_of(pupils, rng), rng.choice(days), "LNCH", rng))
    table.rows.sort(key=lambda row: (str(row["started_on"]), str(row["pupil_id"])))
    exclusion_ids = Counter("EX", 10_000)
    for row in table.rows:
        row["exclusion_id"] = exclusion_ids.new()
    return table


def _pupil(pupil_id: str, year: str, rng: Random) -> _Pupil:
    is_older = int(year) >= _FIRST_SECONDARY_YEAR
    school = 4000 + rng.randrange(_SECONDARIES) if is_older else 2000 + rng.randrange(_PRIMARIES)
    return _Pupil(pupil_id, str(school), year, rng.choice(_HELP))


def _of(pupils: Sequence[_Pupil], rng: Random) -> _Pupil:
    """Return a pupil who still goes to school there; those at the front of the list are suspended most often."""
    while True:
        pupil = pupils[int(len(pupils) * rng.random() ** 2)]
        if not pupil.is_excluded_for_good:
            return pupil


def _looked_after(stays: Sequence[Stay], day: date, known: dict[str, _Pupil], numbers: Counter, rng: Random) -> _Pupil:
    able = [s for s in stays if s.is_in_care(day) and (year_group(s, day) or 0) in _LOOKED_AFTER_YEARS]
    stay = rng.choice(able)
    child_id, year = stay.person.child_id, str(year_group(stay, day))
    if child_id not in known:
        known[child_id] = _pupil(numbers.new(), year, rng)
        known[child_id].child_id = child_id
    known[child_id].year = year
    return known[child_id]


def _row(pupil: _Pupil, day: date, category: str, rng: Random) -> Row:
    first, second = rng.choice(_REASONS), rng.choice(_REASONS)
    return {
        "exclusion_id": None,
        "pupil_id": pupil.pupil_id,
        "child_id": pupil.child_id,
        "category_code": category,
        "started_on": day,
        "sessions": {"PERM": None, "LNCH": 1}.get(category, rng.choice((1, 2, 2, 2, 4, 4, 6, 10))),
        "reason_1_code": first,
        "reason_2_code": second if second != first and rng.random() < 0.2 else None,
        "sen_provision_code": pupil.help_code,
        "school": pupil.school,
        "pupil_year": pupil.year,
        "is_looked_after": pupil.child_id is not None,
    }
