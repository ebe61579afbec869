"""Who held which case: spells of workers with children.

Called by: tasks.sample.world, tasks.sample.supervision, tasks.sample.visits.
Promises:  every child in care or under protection has one social worker, and so has every child in need but for a
           few who wait for one after the assessment; when a team is renamed its spells go on under the new name
           with the same worker.
Never:     lets two social workers hold a case at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.cases import Case
from tasks.sample.needs import support_team
from tasks.sample.people import Counter
from tasks.sample.stays import Stay
from tasks.sample.tables import Row, Table
from tasks.sample.workdays import day_between, workday_on_or_after
from tasks.sample.workers import worker_of
from warehouse.periods import Month

_CHANGES = ("LEFTRL", "LEFTRL", "FCONTA", "FCONTA", "MANAGE", "ABSENC", "TSPROC", "OTHERS", "PCCHAN")
_DISABILITY_TEAM = "Children with Disabilities"
_SHARE_WAITING, _WAITING_DAYS = 0.1, (5, 20)
_STOCK_SINCE = (date(2016, 6, 1), date(2018, 3, 1))


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


def spells(
    stays: Sequence[Stay],
    cases: Sequence[Case],
    leavers: Mapping[Month, Sequence[Row]],
    short_breaks: Iterable[Row],
    seed: str,
) -> dict[str, list[Spell]]:
    """Return every child's spells, oldest first."""
    rng = Random(f"{seed}:spells")
    found: list[Spell] = []
    referred = {referral_id: case.referral_on for case in cases for referral_id in case.referral_ids}
    for stay in stays:
        since = referred.get(stay.referral_id or "", stay.started_on)
        found += _in_care(stay, since if since.year > 2017 else day_between(*_STOCK_SINCE, rng))
        if rng.random() < 0.12:
            found += _cover(stay, rng)
    waiting = Random(f"{seed}:waiting")
    for case in cases:
        if case.assessed_from and case.finding != "LOOKED_AFTER":
            wait = _wait(case, waiting)
            for position in range(len(case.family)):
                found += _of_case(case, position, wait, rng)
    found += _of_leavers(leavers)
    found += [_short_break(row) for row in short_breaks]
    by_child: dict[str, list[Spell]] = {}
    for spell in sorted(found, key=lambda spell: (spell.started_on, spell.child_id, spell.role, spell.worker_id)):
        by_child.setdefault(spell.child_id, []).extend(_renamed(spell))
    return by_child


def holder(of_child: Sequence[Spell], day: date, role: str = "SOCIAL_WORKER") -> Spell | None:
    """Return the spell of the worker who held a child's case in a role on a day."""
    return next((spell for spell in of_child if spell.role == role and spell.holds(day)), None)


def allocations(by_child: Mapping[str, Sequence[Spell]]) -> Table:
    """Return the table of allocations."""
    table = Table(
        "sw_allocations", "started_on", "ended_on", 15,
        known_with={"ended_on": "ended_on", "change_reason_code": "ended_on"},
    )  # fmt: skip
    numbers = Counter("AL", 700_000)
    for child_spells in by_child.values():
        for spell in child_spells:
            table.rows.append(
                {
                    "allocation_id": numbers.new(),
                    "child_id": spell.child_id,
                    "worker_id": spell.worker_id,
                    "worker_role_code": spell.role,
                    "team": spell.team,
                    "started_on": spell.started_on,
                    "ended_on": spell.ended_on,
                    "change_reason_code": spell.reason,
                    "referral_id": spell.referral_id,
                }
            )
    return table


def _in_care(stay: Stay, since: date) -> Iterator[Spell]:
    """Return the social workers of a period of care, another after each change."""
    child_id, team = stay.person.child_id, support_team(stay.person)
    starts = [since, *(day for day in sorted(stay.worker_changes) if day > since)]
    for turn, (started, ended) in enumerate(zip(starts, [*starts[1:], stay.ended_on], strict=True)):
        reason = _CHANGES[(turn + started.day) % len(_CHANGES)] if ended and ended != stay.ended_on else None
        yield Spell(
            child_id, worker_of(team, child_id, turn), team, started, ended, "SOCIAL_WORKER", reason, stay.referral_id
        )


def _cover(stay: Stay, rng: Random) -> Iterator[Spell]:
    """Return a duty worker who covers for some days; that is no change of social worker."""
    team = support_team(stay.person)
    begun = day_between(date(2019, 1, 10), date(2021, 5, 20), rng)
    until = begun + timedelta(days=rng.randint(3, 14))
    if stay.is_in_care(begun) and stay.is_in_care(until):
        yield Spell(stay.person.child_id, worker_of(team, stay.person.child_id, 5), team, begun, until, "DUTY")


def _wait(case: Case, rng: Random) -> timedelta:
    """Return how long a family in need waits for its second social worker: most do not."""
    is_waiting = case.finding == "CIN_PLAN" and rng.random() < _SHARE_WAITING
    return timedelta(days=rng.randint(*_WAITING_DAYS) if is_waiting else 0)


def _of_case(case: Case, position: int, wait: timedelta, rng: Random) -> Iterator[Spell]:
    """Return the social workers of a case: one to assess, another where support goes on, now and then a third."""
    person, closed, referral_id = case.family[position], case.closed_on, case.referral_ids[position]
    handed_over = workday_on_or_after((case.authorised_on or case.referral_on) + timedelta(days=3))
    goes_on = closed is None or closed > handed_over + timedelta(days=21)
    changes = [case.referral_on, *([handed_over] if goes_on else [])]
    latest = (closed or story.LAST_MONTH.ends_on) - timedelta(days=20)
    while goes_on and rng.random() < 0.35:
        change = day_between(changes[-1] + timedelta(days=60), changes[-1] + timedelta(days=260), rng)
        if change >= latest:
            break
        changes.append(change)
    for turn, (started, ended) in enumerate(zip(changes, [*changes[1:], closed], strict=True)):
        team = support_team(person) if turn else case.team
        reason = ("TSPROC" if not turn else rng.choice(_CHANGES)) if ended and ended != closed else None
        worker = worker_of(team, person.child_id, turn)
        begun = started + wait if turn == 1 else started
        yield Spell(person.child_id, worker, team, begun, ended, "SOCIAL_WORKER", reason, referral_id)


def _of_leavers(leavers: Mapping[Month, Sequence[Row]]) -> Iterator[Spell]:
    """Return the personal advisers of care leavers for as long as they are on the list."""
    first: dict[str, Month] = {}
    last: dict[str, tuple[Month, str]] = {}
    for month, rows in leavers.items():
        for row in rows:
            child_id = str(row["child_id"])
            first.setdefault(child_id, month)
            last[child_id] = month, str(row["personal_adviser_id"])
    for child_id, (month, adviser) in last.items():
        ended = None if month == story.LAST_MONTH else month.ends_on
        started = first[child_id].starts_on
        yield Spell(child_id, adviser, story.LEAVING_CARE_TEAM, started, ended, "PERSONAL_ADVISER")


def _short_break(row: Row) -> Spell:
    child_id, started, ended = str(row["child_id"]), row["started_on"], row["ended_on"]
    if not isinstance(started, date):
        raise TypeError("a short break has a start")
    worker = worker_of(_DISABILITY_TEAM, child_id)
    return Spell(child_id, worker, _DISABILITY_TEAM, started, ended if isinstance(ended, date) else None)


def _renamed(spell: Spell) -> Iterator[Spell]:
    """Return the spell, in two parts where its team was given another name while it lasted."""
    over = story.TEAM_RENAMED_ON
    if spell.team != story.OLD_TEAM_NAME or (spell.ended_on and spell.ended_on <= over + timedelta(days=1)):
        yield spell
    elif spell.started_on >= over:
        yield replace(spell, team=story.NEW_TEAM_NAME)
    else:
        yield replace(spell, ended_on=over, reason="ORGRST")
        yield replace(spell, team=story.NEW_TEAM_NAME, started_on=over + timedelta(days=1))
