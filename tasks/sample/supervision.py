"""Which cases were supervised when.

Called by: tasks.sample.world.
Promises:  at every month end as many children in care, under protection and in need as tasks.sample.story says have
           had no formal supervision within the standard of the time: three months; from April 2021 two, and one
           for those under protection.
Never:     lets a worker be supervised by themselves, or by somebody on a day when the case was another's.

Most cases are supervised every month, some months are missed, but never so many in a row that one is overdue by
chance; those that shall be overdue at one month end get a gap that is overdue at that one only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.allocations import Spell, holder
from tasks.sample.open_cases import CARE, NEED, PROTECTION, OpenCase, OpenCases
from tasks.sample.people import Counter
from tasks.sample.tables import Row, Table
from tasks.sample.workdays import LAST_SAFE_DAY, workday_in, workdays_of
from tasks.sample.workers import manager_of
from warehouse.periods import Month, months_before

_FIRST_MONTH = Month("2019-11")
_NEW_STANDARD_FROM = Month("2021-04")
_LEAVERS_A_MONTH = 45
_SHARE_DISCUSSED, _SHARE_DISCUSSED_INSTEAD = 0.06, 0.3


@dataclass(frozen=True, slots=True)
class _Standard:
    """Within how many months a case is supervised, before and since April 2021, and how many are not."""

    overdue: Mapping[str, int]
    months_since: int
    months_before: int = 3

    def months(self, month: Month) -> int:
        return self.months_since if month >= _NEW_STANDARD_FROM else self.months_before


_STANDARDS: Mapping[str, _Standard] = {
    CARE: _Standard(story.NOT_SUPERVISED, 2),
    PROTECTION: _Standard(story.PROTECTED_NOT_SUPERVISED, 1),
    NEED: _Standard(story.IN_NEED_NOT_SUPERVISED, 2),
}


@dataclass(slots=True)
class _Diary:
    """Whether a case is supervised in a month: must be, must not be, or as it falls out."""

    standard: _Standard
    fixed: dict[tuple[int, Month], bool] = field(default_factory=dict)

    def allows(self, position: int, months: Sequence[Month], is_supervised: bool) -> bool:
        return all(self.fixed.get((position, month), is_supervised) is is_supervised for month in months)

    def is_supervised(self, position: int, month: Month) -> bool:
        usual = (position + month.number) % 4 != 0 or self.standard.months(month) == 1
        return self.fixed.get((position, month), usual)


def supervisions(
    cases: OpenCases, leavers: Mapping[Month, Sequence[Row]], spells: Mapping[str, Sequence[Spell]], seed: str
) -> Table:
    """Return the table of supervisions."""
    rng, numbers = Random(f"{seed}:supervision"), Counter("SV", 30_000)
    table = Table("supervision", "supervised_on", kept_months=6)
    diaries = {status: _diary(cases[status], standard, rng) for status, standard in _STANDARDS.items()}
    for month in Month.range(_FIRST_MONTH, story.LAST_MONTH):
        found = list(_left(leavers.get(month, ()), month, rng))
        for status, diary in diaries.items():
            found += _open(status, cases[status], diary, month, rng)
        for child_id, day, status, kind in sorted(found, key=lambda item: (item[1], item[0])):
            role = "PERSONAL_ADVISER" if status == "CL" else "SOCIAL_WORKER"
            met = _met(spells.get(child_id, ()), day, role)
            if met:
                table.rows.append(_row(numbers.new(), met, (status, kind), rng))
    return table


def _diary(cases: Sequence[OpenCase], standard: _Standard, rng: Random) -> _Diary:
    """Decide which cases are overdue at which month end, of those open for three months."""
    diary = _Diary(standard)
    for month, wanted in story.path(standard.overdue).items():
        length = standard.months(month)
        gap = Month.range(month.plus(1 - length), month)
        around = (month.plus(-length), month.plus(1))
        day = month.ends_on
        able = [
            position
            for position, case in enumerate(cases)
            if case.is_open(day)
            and case.started_on <= months_before(day, 3)
            and diary.allows(position, gap, False)
            and diary.allows(position, around, True)
        ]
        for position in rng.sample(able, wanted):
            diary.fixed |= {(position, missed): False for missed in gap} | {(position, held): True for held in around}
    return diary


Supervised = tuple[str, date, str, str]
"""Child, day, case status, type of supervision."""


def _open(status: str, cases: Sequence[OpenCase], diary: _Diary, month: Month, rng: Random) -> Iterator[Supervised]:
    """Supervise cases that were open when the month began; some are discussed besides, or only that."""
    first = month.starts_on
    for position, case in enumerate(cases):
        day = workday_in(month, rng)
        if case.started_on >= first or not case.is_open(day):
            continue
        is_supervised = diary.is_supervised(position, month)
        if is_supervised:
            yield case.person.child_id, day, status, "FORMAL"
        if rng.random() < (_SHARE_DISCUSSED if is_supervised else _SHARE_DISCUSSED_INSTEAD):
            other = workday_in(month, rng)
            if case.is_open(other):
                yield case.person.child_id, other, status, "ADHOC"


def _left(leavers: Sequence[Row], month: Month, rng: Random) -> Iterator[Supervised]:
    """Some of the care leavers."""
    listed = [str(row["child_id"]) for row in leavers]
    for child_id in rng.sample(listed, min(_LEAVERS_A_MONTH, len(listed))):
        yield child_id, workday_in(month, rng), "CL", "FORMAL"


def _met(of_child: Sequence[Spell], day: date, role: str) -> tuple[date, Spell] | None:
    """Return the worker who held the case that day; on a day without one, the next of the month who does."""
    days = (on for on in workdays_of(Month.of(day), LAST_SAFE_DAY) if on >= day)
    return next(((on, spell) for on in days if (spell := holder(of_child, on, role))), None)


def _row(supervision_id: str, met: tuple[date, Spell], status_and_kind: tuple[str, str], rng: Random) -> Row:
    (day, spell), (status, kind) = met, status_and_kind
    return {
        "supervision_id": supervision_id,
        "child_id": spell.child_id,
        "worker_id": spell.worker_id,
        "supervisor_id": manager_of(spell.team),
        "supervised_on": day,
        "case_status_code": status,
        "supervision_type_code": kind,
        "recorded_on": min(day + timedelta(days=rng.randint(0, 4)), Month.of(day).ends_on),
        "team": spell.team,
    }
