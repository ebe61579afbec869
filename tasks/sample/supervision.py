"""Which cases were supervised when.

Called by: tasks.sample.world.
Promises:  at every month end as many looked after children as tasks.sample.story says have had no formal
           supervision within the standard of the time: three months, two from April 2021.
Never:     lets a worker be supervised by themselves, or by somebody on a day when the case was another's.

Most children are supervised every month, some months are missed, but never two in a row, so that nobody is
overdue by chance; those who shall be overdue at one month end get a gap that is overdue at that one only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.allocations import Spell
from tasks.sample.cases import Case
from tasks.sample.people import Counter
from tasks.sample.protection import Plan
from tasks.sample.stays import Stay
from tasks.sample.tables import Row, Table
from tasks.sample.workdays import workday_in
from tasks.sample.workers import manager_of
from warehouse.periods import Month, months_before

_FIRST_MONTH = Month("2019-11")
_TWO_MONTHS_FROM = Month("2021-04")
_IN_NEED_A_MONTH, _LEAVERS_A_MONTH = 160, 45


@dataclass(slots=True)
class Cases:
    """Everyone whose case may be supervised."""

    stays: Sequence[Stay]
    plans: Sequence[Plan]
    cases: Sequence[Case]
    leavers: Mapping[Month, Sequence[Row]]
    spells: Mapping[str, Sequence[Spell]]


@dataclass(slots=True)
class _Diary:
    """Whether a looked after child is supervised in a month: must be, must not be, or as it falls out."""

    fixed: dict[tuple[int, Month], bool] = field(default_factory=dict)

    def is_free(self, position: int, months: Sequence[Month]) -> bool:
        return not any((position, month) in self.fixed for month in months)

    def is_supervised(self, position: int, month: Month) -> bool:
        usual = (position + month.number) % 4 != 0
        return self.fixed.get((position, month), usual)


def supervisions(cases: Cases, seed: str) -> Table:
    """Return the table of supervisions."""
    rng, numbers = Random(f"{seed}:supervision"), Counter("SV", 30_000)
    table = Table("supervision", "supervised_on", kept_months=6)
    diary = _diary(cases.stays, rng)
    for month in Month.range(_FIRST_MONTH, story.LAST_MONTH):
        found = [*_in_care(cases, diary, month, rng), *_protected(cases, month, rng)]
        found += [*_in_need(cases, month, rng), *_left(cases, month, rng)]
        for child_id, day, status, kind in sorted(found, key=lambda item: (item[1], item[0])):
            spell = _held_by(
                cases.spells.get(child_id, ()), day, "PERSONAL_ADVISER" if status == "CL" else "SOCIAL_WORKER"
            )
            if spell:
                table.rows.append(_row(numbers.new(), spell, day, (status, kind), rng))
    return table


def _diary(stays: Sequence[Stay], rng: Random) -> _Diary:
    """Decide who is overdue at which month end."""
    diary = _Diary()
    for month, wanted in story.path(story.NOT_SUPERVISED).items():
        length = 2 if month >= _TWO_MONTHS_FROM else 3
        gap = Month.range(month.plus(1 - length), month)
        around = (month.plus(-length), month.plus(1))
        day = month.ends_on
        able = [
            position
            for position, stay in enumerate(stays)
            if stay.is_in_care(day)
            and stay.started_on <= months_before(day, 3)
            and diary.is_free(position, (*around, *gap))
        ]
        for position in rng.sample(able, wanted):
            diary.fixed |= {(position, missed): False for missed in gap} | {(position, held): True for held in around}
    return diary


Supervised = tuple[str, date, str, str]
"""Child, day, case status, type of supervision."""


def _in_care(cases: Cases, diary: _Diary, month: Month, rng: Random) -> Iterator[Supervised]:
    first = month.starts_on
    for position, stay in enumerate(cases.stays):
        day = workday_in(month, rng)
        if stay.started_on >= first or not stay.is_in_care(day):
            continue
        is_supervised = diary.is_supervised(position, month)
        if is_supervised:
            yield stay.person.child_id, day, "LAC", "FORMAL"
        if rng.random() < (0.06 if is_supervised else 0.3):
            other = workday_in(month, rng)
            if stay.is_in_care(other):
                yield stay.person.child_id, other, "LAC", "ADHOC"


def _protected(cases: Cases, month: Month, rng: Random) -> Iterator[Supervised]:
    for plan in cases.plans:
        day = workday_in(month, rng)
        if plan.is_open(day) and rng.random() < 0.8:
            yield plan.person.child_id, day, "CP", "FORMAL"


def _in_need(cases: Cases, month: Month, rng: Random) -> Iterator[Supervised]:
    """Some of the children in need whose case was open throughout the month and who have no plan."""
    planned = {plan.person.child_id for plan in cases.plans}
    in_care = {stay.person.child_id for stay in cases.stays}
    first, last = month.starts_on, month.ends_on
    able = [
        person.child_id
        for case in cases.cases
        if case.finding == "CIN_PLAN" and case.referral_on < first and (case.closed_on or date.max) > last
        for person in case.family
        if person.child_id not in planned and person.child_id not in in_care
    ]
    for child_id in rng.sample(able, min(_IN_NEED_A_MONTH, len(able))):
        yield child_id, workday_in(month, rng), "CIN", "FORMAL" if rng.random() < 0.95 else "ADHOC"


def _left(cases: Cases, month: Month, rng: Random) -> Iterator[Supervised]:
    """Some of the care leavers."""
    listed = [str(row["child_id"]) for row in cases.leavers.get(month, ())]
    for child_id in rng.sample(listed, min(_LEAVERS_A_MONTH, len(listed))):
        yield child_id, workday_in(month, rng), "CL", "FORMAL"


def _held_by(spells: Sequence[Spell], day: date, role: str) -> Spell | None:
    return next((spell for spell in spells if spell.role == role and spell.holds(day)), None)


def _row(supervision_id: str, spell: Spell, day: date, status_and_kind: tuple[str, str], rng: Random) -> Row:
    status, kind = status_and_kind
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
