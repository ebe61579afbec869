"""Children who go missing, from care and from home, and the interview they are offered when they are back.

Called by: tasks.sample.world.
Promises:  in every month as many children are missing for more than 24 hours, and as many absences end, of them so
           many with an interview offered within 72 hours, as tasks.sample.upkeep says.
Never:     lets a child be missing twice at once, or from care on a day when it was not looked after.

An interview is offered and held in the month of the return, so that no figure of a past month moves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from tasks.sample import story, upkeep
from tasks.sample.allocations import Spell
from tasks.sample.cases import Case
from tasks.sample.people import Counter, Person
from tasks.sample.stays import Stay
from tasks.sample.tables import Row, Table
from warehouse.periods import Month

_AGES = range(11, 18)
_STAYS_ON, _A_DAY = timedelta(days=40), timedelta(hours=24)
_RETURNED_BY_DAY, _OFFERED_BY_DAY = 21, 28
_OVER_THE_END = frozenset(story.FIRST_PRACTICE_MONTH.plus(n) for n in (1, 3, 4, 7, 10, 13))
"""Months at whose end one child from care is missing; one from home in the month after each."""
_SHORT_BY_DAY = range(1, 21, 2)
_SHARE_RESTLESS = 0.6
_AWAY_A_MONTH, _NOT_DUE_EVERY = 3, 3
_NO_TIME = 0.08
_OFFERED_LATE, _UNKNOWN_DATE = 0.55, 0.65
_ACCEPTED = 0.7
_FROM = (("CARE", upkeep.MISSING_FROM_CARE), ("HOME", upkeep.MISSING_FROM_HOME))


@dataclass(slots=True)
class _Absence:
    """One absence; `is_long` if it lasted more than 24 hours."""

    person: Person
    place: str
    started_at: datetime
    ended_at: datetime
    is_long: bool = False
    kind: str = "M"
    interview: Row = field(default_factory=dict)


@dataclass(slots=True)
class _Month:
    """What is known of a month while its absences are made: who may go missing, who did, and what came before."""

    month: Month
    able: Mapping[str, Sequence[Person]]
    gone: dict[str, list[_Absence]] = field(default_factory=dict)

    def pick(self, place: str, wanted: int, rng: Random) -> list[Person]:
        """Return so many children who have not been missing this month; some are restless, and go again and again."""
        able = [person for person in self.able[place] if person.child_id not in self.gone]
        restless = [person for person in able if int(person.child_id) % 5 == 0]
        often = rng.sample(restless, min(round(wanted * _SHARE_RESTLESS), len(restless)))
        return often + rng.sample([person for person in able if person not in often], wanted - len(often))

    def add(self, absence: _Absence) -> None:
        self.gone.setdefault(absence.person.child_id, []).append(absence)

    @property
    def ended(self) -> list[_Absence]:
        """The absences that ended in the month and count as missing, in the order of the returns."""
        found = [a for each in self.gone.values() for a in each if Month.of(a.ended_at.date()) == self.month]
        return sorted((a for a in found if a.kind == "M"), key=lambda a: (a.ended_at, a.person.child_id))


def missing_episodes(
    stays: Sequence[Stay], cases: Sequence[Case], spells: Mapping[str, Sequence[Spell]], seed: str
) -> Table:
    """Return the table of absences, oldest first."""
    rng = Random(f"{seed}:missing")
    known = {name: "_returned_on" for name in ("ended_at", "rhi_offered_code", "rhi_accepted_code")}
    known |= {"rhi_offered_at": "_returned_on", "rhi_completed_at": "_returned_on"}
    table = Table("missing_episodes", "_started_on", "_returned_on", 3, known_with=known)
    absences: list[_Absence] = []
    over_the_end: list[_Absence] = []
    for month in Month.range(story.FIRST_PRACTICE_MONTH, story.LAST_MONTH):
        now = _Month(month, {"CARE": _in_care(stays, month), "HOME": _at_home(stays, cases, spells, month)})
        for absence in over_the_end:
            now.add(absence)
        over_the_end = _go_missing(now, over_the_end, rng)
        _interview(now, rng)
        absences += [a for each in now.gone.values() for a in each if Month.of(a.started_at.date()) == month]
    numbers = Counter("MIS", 6000)
    for absence in sorted(absences, key=lambda a: (a.started_at, a.person.child_id)):
        table.rows.append(_row(numbers.new(), absence, spells, rng))
    return table


def _in_care(stays: Sequence[Stay], month: Month) -> list[Person]:
    """Return who is old enough and looked after throughout the month and for some time after it."""
    first, last = month.starts_on, month.ends_on + _STAYS_ON
    return [
        stay.person
        for stay in stays
        if stay.started_on < first and (stay.ended_on is None or stay.ended_on > last)
        if stay.person.age(first) in _AGES
    ]


def _at_home(
    stays: Sequence[Stay], cases: Sequence[Case], spells: Mapping[str, Sequence[Spell]], month: Month
) -> list[Person]:
    """Return who is old enough and has a case open throughout the month, a social worker, and never was in care."""
    first, last = month.starts_on, month.ends_on + _STAYS_ON
    in_care = {stay.person.child_id for stay in stays}
    return [
        person
        for case in cases
        if case.referral_on < first and (case.closed_on is None or case.closed_on > last)
        for person in case.family
        if person.age(first) in _AGES and person.child_id not in in_care and spells.get(person.child_id)
    ]


def _go_missing(now: _Month, before: Sequence[_Absence], rng: Random) -> list[_Absence]:
    """Make the month's absences; return those that last over its end."""
    over_the_end: list[_Absence] = []
    month = now.month
    for place, counts in _FROM:
        still = sum(absence.place == place for absence in before)
        new = now.pick(place, counts[str(month)] - still, rng)
        lasts = month in _OVER_THE_END if place == "CARE" else month.previous() in _OVER_THE_END
        for position, person in enumerate(new):
            goes_on = lasts and position == 0 and month != story.LAST_MONTH
            absence = _over_the_end(person, place, month, rng) if goes_on else _long(person, place, month, rng)
            now.add(absence)
            over_the_end += [absence] if goes_on else []
    due = story.of_month(month, upkeep.RETURNED_FROM_MISSING)[0]
    places = ["CARE" if rng.random() < 0.65 else "HOME" for _ in range(due - len(now.ended))]
    for place in places:
        now.add(_short(now, place, rng))
    for position in range(_AWAY_A_MONTH + (month.number % _NOT_DUE_EVERY == 0)):
        absence = _short(now, "CARE", rng)
        absence.kind = "A" if position < _AWAY_A_MONTH else "M"
        absence.interview = {"rhi_offered_code": "NA"}
        now.add(absence)
    return over_the_end


def _long(person: Person, place: str, month: Month, rng: Random) -> _Absence:
    """Return an absence of more than 24 hours that begins and ends in the month."""
    hours = rng.choice((rng.randint(26, 47), rng.randint(26, 47), rng.randint(48, 110)))
    ended = datetime.combine(month.starts_on, time(9)) + timedelta(
        days=rng.randint(6, _RETURNED_BY_DAY - 1), minutes=rng.randint(0, 780)
    )
    return _Absence(person, place, ended - timedelta(hours=hours, minutes=rng.randint(1, 59)), ended, is_long=True)


def _over_the_end(person: Person, place: str, month: Month, rng: Random) -> _Absence:
    """Return an absence that had lasted more than 24 hours at the month's end and ends soon after."""
    started = datetime.combine(month.ends_on - timedelta(days=2), time(rng.randint(16, 22), rng.randint(1, 59)))
    ended = datetime.combine(month.next().starts_on + timedelta(days=rng.randint(1, 3)), time(rng.randint(8, 20), 20))
    return _Absence(person, place, started, ended, is_long=True)


def _short(now: _Month, place: str, rng: Random) -> _Absence:
    """Return an absence of less than a day, of a child who has no other around that time."""
    able = now.able[place]
    while True:
        person = rng.choice(able)
        day = now.month.starts_on + timedelta(days=rng.choice(_SHORT_BY_DAY))
        started = datetime.combine(day, time(rng.randint(14, 22), rng.randint(0, 59)))
        ended = started + timedelta(minutes=rng.randint(100, 880))
        others = now.gone.get(person.child_id, ())
        if all(a.place == place and (a.ended_at < started or ended < a.started_at) for a in others):
            return _Absence(person, place, started, ended)


def _interview(now: _Month, rng: Random) -> None:
    """Decide after which returns of the month an interview is offered in time, and what of the others."""
    due = [absence for absence in now.ended if not absence.interview]
    in_time = story.of_month(now.month, upkeep.RETURNED_FROM_MISSING)[1]
    chosen = {id(absence) for absence in rng.sample(due, in_time)}
    for absence in due:
        if id(absence) in chosen:
            offered = absence.ended_at + timedelta(hours=rng.randint(2, 71), minutes=rng.randint(0, 59))
            absence.interview = _offered(absence.ended_at, offered, now.month, rng)
        else:
            absence.interview = _not_in_time(absence, now.month, rng)


def _not_in_time(absence: _Absence, month: Month, rng: Random) -> Row:
    """An interview offered too late, on a day that nobody recorded, or not at all."""
    chance = rng.random()
    if chance < _OFFERED_LATE:
        late = datetime.combine(absence.ended_at.date() + timedelta(days=rng.randint(4, 6)), time(10, 30))
        return _offered(absence.ended_at, late, month, rng)
    return {"rhi_offered_code": "Y" if chance < _UNKNOWN_DATE else "N"}


def _offered(returned: datetime, offered: datetime, month: Month, rng: Random) -> Row:
    is_accepted = rng.random() < _ACCEPTED
    held = offered + timedelta(hours=rng.choice((1, 3, 20, 26, 50)))
    latest = datetime.combine(month.ends_on, time(17))
    return {
        "rhi_offered_code": "Y",
        "rhi_accepted_code": "Y" if is_accepted else "N",
        "rhi_offered_at": offered,
        "rhi_completed_at": max(min(held, latest), returned) if is_accepted else None,
    }


def _row(missing_id: str, absence: _Absence, spells: Mapping[str, Sequence[Spell]], rng: Random) -> Row:
    started, ended = absence.started_at, absence.ended_at
    held = [spell for spell in spells[absence.person.child_id] if spell.started_on <= started.date()]
    blank = dict.fromkeys(("rhi_offered_code", "rhi_accepted_code", "rhi_offered_at", "rhi_completed_at"))
    day_of_return = datetime.combine(ended.date(), time())
    if rng.random() < _NO_TIME and (day_of_return > started + _A_DAY if absence.is_long else day_of_return > started):
        ended = day_of_return
    return {
        "missing_id": missing_id,
        "child_id": absence.person.child_id,
        "missing_type_code": absence.kind,
        "started_at": started,
        "ended_at": ended,
        "missing_from_code": absence.place,
        **blank,
        **absence.interview,
        "team": held[-1].team if held else None,
        "_started_on": started.date(),
        "_returned_on": ended.date(),
    }
