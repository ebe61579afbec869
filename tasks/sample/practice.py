"""Who held which case, and which cases were supervised.

Called by: tasks.sample.world.
Promises:  every open case has one social worker; the number of looked after children without formal supervision
           within the standard is that of tasks.sample.story at every month end.
Never:     lets two social workers hold a case at once, or a worker be supervised by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.care import Stay
from tasks.sample.cases import Case
from tasks.sample.needs import support_team
from tasks.sample.people import Counter, Person
from tasks.sample.tables import Row, Table
from tasks.sample.workdays import day_between, workday_in, workday_on_or_after
from tasks.sample.workers import manager_of, worker_of
from warehouse.periods import Month, months_before

_LISTED_SINCE = date(2018, 1, 1)
_CHANGES = ("LEFTRL", "LEFTRL", "FCONTA", "FCONTA", "MANAGE", "ABSENC", "TSPROC", "OTHERS", "PCCHAN")
_FIRST_SUPERVISED = Month("2019-11")
_TWO_MONTHS_FROM = Month("2021-04")
_DISABILITY_TEAM = "Children with Disabilities"


@dataclass(frozen=True, slots=True)
class Spell:
    """One worker's time with one child."""

    child_id: str
    worker_id: str
    team: str
    started_on: date
    ended_on: date | None
    role: str = "SOCIAL_WORKER"
    reason: str | None = None
    referral_id: str | None = None

    def holds(self, day: date) -> bool:
        """Tell whether the worker holds the case on a day."""
        return self.started_on <= day and (self.ended_on is None or self.ended_on > day)


Spells = Mapping[str, Sequence[Spell]]


def spells_in_care(stay: Stay, since: date) -> Iterator[Spell]:
    """Return the social workers of a period of care, another after each change."""
    person, team = stay.person, support_team(stay.person)
    starts = [since, *(day for day in sorted(stay.worker_changes) if day > since)]
    for turn, (started, ended) in enumerate(zip(starts, [*starts[1:], stay.ended_on], strict=True)):
        reason = _CHANGES[(turn + started.day) % len(_CHANGES)] if ended and ended != stay.ended_on else None
        worker = worker_of(team, person.child_id, turn)
        yield Spell(person.child_id, worker, team, started, ended, reason=reason, referral_id=stay.referral_id)


def spells_of_case(case: Case, position: int, rng: Random) -> Iterator[Spell]:
    """Return the social workers of a case that was assessed: one to assess, another where support goes on."""
    person, team, closed = case.family[position], case.team, case.closed_on
    handed_over = workday_on_or_after((case.authorised_on or case.referral_on) + timedelta(days=3))
    referral_id = case.referral_ids[position]
    worker = worker_of(team, person.child_id)
    if closed is not None and closed <= handed_over + timedelta(days=21):
        yield Spell(person.child_id, worker, team, case.referral_on, closed, referral_id=referral_id)
        return
    yield Spell(person.child_id, worker, team, case.referral_on, handed_over, reason="TSPROC", referral_id=referral_id)
    support, started, turn = support_team(person), handed_over, 0
    while rng.random() < 0.35:
        ended = day_between(started + timedelta(days=60), started + timedelta(days=260), rng)
        if ended >= (closed or story.LAST_MONTH.ends_on) - timedelta(days=20):
            break
        worker = worker_of(support, person.child_id, turn)
        yield Spell(person.child_id, worker, support, started, ended, reason=rng.choice(_CHANGES), referral_id=referral_id)
        started, turn = ended, turn + 1
    yield Spell(person.child_id, worker_of(support, person.child_id, turn), support, started, closed, referral_id=referral_id)


def renamed(spell: Spell) -> Iterator[Spell]:
    """Return the spell, in two parts where its team was given another name while it lasted."""
    over = story.TEAM_RENAMED_ON
    if spell.team != story.OLD_TEAM_NAME or (spell.ended_on and spell.ended_on <= over + timedelta(days=1)):
        yield spell
    elif spell.started_on >= over:
        yield _with(spell, team=story.NEW_TEAM_NAME)
    else:
        yield _with(spell, ended_on=over, reason="ORGRST")
        yield _with(spell, team=story.NEW_TEAM_NAME, started_on=over + timedelta(days=1))


def _with(spell: Spell, **changes: date | str) -> Spell:
    from dataclasses import replace

    return replace(spell, **changes)  # type: ignore[arg-type]
'''
