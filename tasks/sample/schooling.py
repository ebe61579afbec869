"""School terms, and the personal education plans of looked after children.

Called by: tasks.sample.world.
Promises:  at every month end with school days as many children of school age have a plan that counts as
           tasks.sample.upkeep says: one of this term, or of the term before while this one runs.
Never:     holds a meeting in the holidays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from tasks.sample import story, upkeep
from tasks.sample.appointments import Book, a_day, book, counted
from tasks.sample.stays import Stay
from tasks.sample.tables import Row, Table
from tasks.sample.workdays import workdays_of
from warehouse.periods import Month

_FIRST_MONTH = Month("2020-01")
_KEPT_MONTHS = 6
_RECEPTION, _YEAR_11 = 4, 15
_QUALITY = (*(["GREEN"] * 13), *(["AMBER"] * 6), "RED")
_CANCELLED = 0.06
_SCHOOLS = 900


@dataclass(frozen=True, slots=True)
class Term:
    """One school term and the holiday in its middle; all days are inclusive."""

    academic_year: str
    code: str
    starts_on: date
    ends_on: date
    half_from: date
    half_until: date

    def has_school(self, day: date) -> bool:
        """Tell whether a working day is a school day of the term."""
        return self.starts_on <= day <= self.ends_on and not self.half_from <= day <= self.half_until


TERMS = (
    Term("2019/20", "AUTUMN", date(2019, 9, 3), date(2019, 12, 20), date(2019, 10, 21), date(2019, 10, 25)),
    Term("2019/20", "SPRING", date(2020, 1, 6), date(2020, 4, 3), date(2020, 2, 17), date(2020, 2, 21)),
    Term("2019/20", "SUMMER", date(2020, 4, 20), date(2020, 7, 21), date(2020, 5, 25), date(2020, 5, 29)),
    Term("2020/21", "AUTUMN", date(2020, 9, 2), date(2020, 12, 18), date(2020, 10, 26), date(2020, 10, 30)),
    Term("2020/21", "SPRING", date(2021, 1, 4), date(2021, 3, 26), date(2021, 2, 15), date(2021, 2, 19)),
    Term("2020/21", "SUMMER", date(2021, 4, 12), date(2021, 7, 21), date(2021, 5, 31), date(2021, 6, 4)),
)


def school_terms() -> dict[Month, list[Row]]:
    """Return the list of terms, which is the same in every month's file."""
    rows: list[Row] = [
        {
            "academic_year": term.academic_year,
            "term_code": term.code,
            "starts_on": term.starts_on,
            "ends_on": term.ends_on,
            "half_term_starts_on": term.half_from,
            "half_term_ends_on": term.half_until,
        }
        for term in TERMS
    ]
    return {month: rows for month in Month.range(story.FIRST_PRACTICE_MONTH, story.LAST_MONTH)}


def school_days(month: Month) -> list[date]:
    """Return the school days of a month."""
    return [day for day in workdays_of(month) if any(term.has_school(day) for term in TERMS)]


def year_group(stay: Stay, day: date) -> int | None:
    """Return the school year a child is in, 0 for reception; None if not of school age."""
    age = stay.person.age(date(day.year - (day.month < 9), 8, 31))
    return age - _RECEPTION if _RECEPTION <= age <= _YEAR_11 else None


def education_plans(stays: Sequence[Stay], seed: str) -> Table:
    """Return the table of meetings."""
    rng = Random(f"{seed}:education plans")
    plans = book("peps", ("pep_id", "PEP", 20_000), "held_on", _KEPT_MONTHS)
    plans.table.known_with = {"quality_code": "held_on"}
    last: dict[int, date] = {}
    for month in Month.range(_FIRST_MONTH, story.LAST_MONTH):
        if school_days(month):
            _hold(stays, plans, last, month, rng)
    plans.table.rows.sort(key=lambda row: str(row["_booked_on"]))
    return plans.table


def _hold(stays: Sequence[Stay], plans: Book, last: dict[int, date], month: Month, rng: Random) -> None:
    """Hold a month's share of the term's meetings, and those without which too few children would have a plan."""
    day = month.ends_on
    term = _term_by(day)
    pupils = [stay for stay in counted(stays, day) if year_group(stay, day) is not None]
    to_come = [stay for stay in pupils if last.get(id(stay), date.min) < term.starts_on]
    months_left = len(Month.range(month, max(Month.of(term.ends_on), month)))
    held = rng.sample(to_come, len(to_come) // months_left)
    behind = [stay for stay in pupils if last.get(id(stay), date.min) < _counts_from(day)]
    left = upkeep.without(len(pupils), upkeep.WITH_EDUCATION_PLAN, month)
    waiting = [stay for stay in behind if stay not in held]
    if len(waiting) < left:
        spared = {id(stay) for stay in [stay for stay in held if stay in behind][: left - len(waiting)]}
        held = [stay for stay in held if id(stay) not in spared]
    else:
        held += rng.sample(waiting, len(waiting) - left)
    for stay in held:
        on = a_day(stay, school_days(month), rng)
        if on:
            last[id(stay)] = on
            _enter(plans, stay, on, "COMPLETED", rng)
    for stay in pupils:
        on = a_day(stay, school_days(month), rng)
        if on and stay not in held and rng.random() < _CANCELLED:
            _enter(plans, stay, on, "CANCELLED", rng)


def _enter(plans: Book, stay: Stay, on: date, status: str, rng: Random) -> None:
    term, year = _term_by(on), year_group(stay, on) or 0
    columns: Row = {
        "due_on": term.ends_on,
        "quality_code": rng.choice(_QUALITY) if status == "COMPLETED" else None,
        "urn": str(100_000 + int(stay.person.child_id) % _SCHOOLS),
        "school_year": str(year) if year else "R",
    }
    plans.enter(stay, on, status, columns, rng)


def _term_by(day: date) -> Term:
    """Return the term that has begun last."""
    return max((term for term in TERMS if term.starts_on <= day), key=lambda term: term.starts_on)


def _counts_from(day: date) -> date:
    """Return from when a plan counts: the start of the term just over, or of the one before the one that runs."""
    begun = [term for term in TERMS if term.starts_on <= day]
    return begun[-1].starts_on if begun[-1].ends_on <= day else begun[-2].starts_on
