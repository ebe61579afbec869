"""The SSDA903 list of care leavers at their birthday (OC3), month by month since April.

Called by: tasks.sample.world.
Promises:  each month's list holds everyone whose birthday has come since 1 April, from the 17th to the 21st; by the
           year end of 2020/21 as many turned 19, 20 or 21, and as many of them worked or learnt or did neither, as
           tasks.sample.story says.
Never:     lists somebody who was still looked after on the birthday.

Most stand on the leaving care list as well, and how things stood is taken from there. Of those whom the leaving care
service had lost sight of nothing is known until they are taken on; of closed cases nothing is known at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from tasks.sample import story
from tasks.sample.counting import divided, to_change
from tasks.sample.leaver import EET, born_for
from tasks.sample.people import People, Person
from tasks.sample.stays import Stay
from tasks.sample.tables import Row
from warehouse.periods import FinancialYear, Month

_AGES = range(17, 22)
_NOTHING = "0"
_CLOSED = ("REFU", "REFU", "NREQ", "NO")

Lists = Mapping[Month, Sequence[Row]]


@dataclass(slots=True)
class _Position:
    """How things stood with a young person around one birthday.

    reached:    the month of the birthday.
    known_from: the month since which it is known.
    """

    person: Person
    reached: Month
    known_from: Month
    in_touch_code: str = "NO"
    activity_code: str = _NOTHING
    accommodation_code: str = _NOTHING

    @property
    def age(self) -> int:
        return self.person.age(self.reached.ends_on)

    @property
    def is_busy(self) -> bool:
        return self.activity_code in EET

    @property
    def is_known(self) -> bool:
        return self.activity_code != _NOTHING

    def become(self, activity_code: str) -> None:
        """Let the young person have done something else, or nothing that anybody knows of."""
        is_lost = activity_code == _NOTHING
        self.activity_code = activity_code
        self.in_touch_code = "NO" if is_lost else "YES"
        if is_lost or self.accommodation_code == _NOTHING:
            self.accommodation_code = _NOTHING if is_lost else "U1"

    def row(self, month: Month) -> Row:
        """Return the line of a month's list."""
        is_known = self.known_from <= month
        return {
            "child_id": self.person.child_id,
            "born_on": self.person.born_on,
            "in_touch_code": self.in_touch_code if is_known else "NO",
            "activity_code": self.activity_code if is_known else _NOTHING,
            "accommodation_code": self.accommodation_code if is_known else _NOTHING,
        }


def birthday_lists(leavers: Lists, stays: Sequence[Stay], people: People, seed: str) -> dict[Month, list[Row]]:
    """Return the list of every month since the first one that can be exported."""
    rng = Random(f"{seed}:birthdays")
    months = Month.range(story.FIRST_PRACTICE_MONTH, story.LAST_MONTH)
    found = _open_cases(leavers, stays, people, months)
    counted = [position for position in found if _counts_at_year_end(position)]
    _settle(counted, rng)
    found += _closed_cases(story.AT_BIRTHDAY.listed - len(counted), people, months, rng)
    return {
        month: [
            position.row(month)
            for position in found
            if position.reached <= month and FinancialYear.of(position.reached) == FinancialYear.of(month)
        ]
        for month in months
    }


def _open_cases(leavers: Lists, stays: Sequence[Stay], people: People, months: Sequence[Month]) -> list[_Position]:
    """Return the birthdays of those who stood on the leaving care list that month, or who came onto it later.

    Whoever was looked after on the birthday, or was no longer on the list, is left out.
    """
    lines: dict[str, dict[Month, Row]] = {}
    for month, rows in leavers.items():
        for row in rows:
            lines.setdefault(str(row["child_id"]), {})[month] = row
    in_care: dict[str, list[Stay]] = {}
    for stay in stays:
        in_care.setdefault(stay.person.child_id, []).append(stay)
    found = []
    for child_id, by_month in lines.items():
        for person, reached in _birthdays(people.by_id[child_id], months):
            since = reached if reached in by_month else next(iter(by_month))
            is_late = not any(stay.is_in_care(reached.ends_on) for stay in in_care.get(child_id, ()))
            if since == reached or (since > reached and is_late):
                found.append(_position(person, reached, since, by_month[since]))
    return found


def _birthdays(person: Person, months: Sequence[Month]) -> list[tuple[Person, Month]]:
    reached = [Month.of(person.birthday(age)) for age in _AGES]
    return [(person, month) for month in reached if months[0] <= month <= months[-1]]


def _position(person: Person, reached: Month, since: Month, line: Row) -> _Position:
    """Return a position as a line of the leaving care list tells it."""
    told = (str(line[name] or _NOTHING) for name in ("activity_code", "accommodation_code"))
    return _Position(person, reached, since, str(line["in_touch_code"]), *told)


def _counts_at_year_end(position: _Position) -> bool:
    is_of_year = FinancialYear.of(position.reached) == FinancialYear.of(story.YEAR_END)
    return is_of_year and position.age in story.AGED_19_TO_21 and position.in_touch_code != "DIED"


def _settle(positions: Sequence[_Position], rng: Random) -> None:
    """Let as many have worked or learnt, and as many have done neither, as the year end says."""
    wanted = story.AT_BIRTHDAY
    stopped, begun = to_change(positions, lambda position: position.is_busy, wanted.in_work_or_learning, rng)
    for position in stopped:
        position.become("G5")
    for position in begun:
        position.become("F2")
    _, idle = divided(positions, lambda position: position.is_busy)
    lost, heard_of = to_change(idle, lambda position: position.is_known, wanted.in_neither, rng)
    for position in lost:
        position.become(_NOTHING)
    for position in heard_of:
        position.become("G5")


def _closed_cases(number: int, people: People, months: Sequence[Month], rng: Random) -> list[_Position]:
    """Return those who refuse contact, need no service any more or are lost, and stand on no other list."""
    found = []
    for _ in range(number):
        person = people.new(born_for(rng.choice(story.AGED_19_TO_21), rng))
        in_touch = rng.choice(_CLOSED)
        found += [_Position(person, reached, reached, in_touch) for _, reached in _birthdays(person, months)]
    return found
