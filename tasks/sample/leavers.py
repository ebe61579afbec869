"""Young people who have left care, month by month, and pathway plans.

Called by: tasks.sample.world.
Promises:  at the committee's quarter ends the numbers of former relevant young people of 18 to 21, of those in
           education, employment or training, and of looked after young people with an up-to-date pathway plan are
           those in tasks.sample.story.
Never:     lists somebody who is still looked after as having left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.care import Stay
from tasks.sample.people import Counter, People, Person
from tasks.sample.tables import Row
from tasks.sample.workdays import day_in, workday_on_or_before
from warehouse.periods import Month, months_before

_BEFORE = Month("2019-03")
_EET = (*(["F2"] * 10), *(["F5"] * 9), *(["P5"] * 4), *(["F1"] * 5), *(["P2"] * 3), *(["F4"] * 3), "P4", "P1")
_NOT_EET = (*(["G5"] * 8), *(["G4"] * 4), *(["G6"] * 3))
_HOMES = (
    *(["U1"] * 14),
    *(["D1"] * 9),
    *(["Z1"] * 9),
    *(["B1"] * 6),
    *(["K1"] * 4),
    "E1",
    "T1",
    "W2",
    "X2",
    "S2",
    "U2",
)
_DIED_IN = Month("2020-01")
_LEFT_SERVICE_AGE = 25


@dataclass(slots=True)
class Leaver:
    """A young person on the leaving care list and how things stand with them."""

    person: Person
    listed_from: Month
    eligibility_code: str
    activity_code: str
    accommodation_code: str
    in_touch_code: str
    adviser_id: str
    planned_on: date
    died_in: Month | None = None
    leaves_list: Month | None = None

    def is_counted(self, month: Month) -> bool:
        """Tell whether the young person is former relevant, alive and 18 to 21 at the end of a month."""
        return self.is_listed(month) and self._is_18_to_21(month) and self.standing(month) == "FORMER_RELEVANT"

    def is_listed(self, month: Month) -> bool:
        """Tell whether the young person is on the list of a month."""
        return self.listed_from <= month and (self.leaves_list is None or month < self.leaves_list)

    def standing(self, month: Month) -> str:
        """Return the eligibility at the end of a month: relevant at 16 and 17, former relevant from 18."""
        turned_18 = self.person.birthday(18) <= month.ends_on
        return "FORMER_RELEVANT" if self.eligibility_code == "RELEVANT" and turned_18 else self.eligibility_code

    def change_activity(self, activity_code: str, rng: Random) -> None:
        """Start or stop working or learning; some of those who stop are lost sight of."""
        self.activity_code = activity_code
        self.in_touch_code = "NO" if activity_code in _NOT_EET and rng.random() < 0.15 else "YES"

    def _is_18_to_21(self, month: Month) -> bool:
        is_dead = self.died_in is not None and self.died_in <= month
        return 18 <= self.person.age(month.ends_on) <= 21 and not is_dead


def care_leavers(stays: Sequence[Stay], people: People, seed: str) -> dict[Month, list[Row]]:
    """Return the list of care leavers of every month."""
    rng = Random(f"{seed}:leavers")
    advisers = [f"PA{4100 + n}" for n in range(9)]
    leavers = [
        _leaver(stay.person, _listed_from(stay), _eligibility(stay), rng) for stay in stays if _eligibility(stay)
    ]
    leavers += _others(leavers, people, rng)
    for position, leaver in enumerate(leavers):
        leaver.adviser_id = advisers[position % len(advisers)]
    wanted = story.path(story.IN_WORK_OR_LEARNING)
    lists = {}
    for month in Month.range(_BEFORE, story.LAST_MONTH):
        _pass_month(leavers, month, wanted[month], rng)
        lists[month] = [_row(leaver, month, rng) for leaver in leavers if leaver.is_listed(month)]
    return lists


def _eligibility(stay: Stay) -> str:
    """Return the category of a young person who left care at 16 or over; "" for everyone else."""
    if stay.ended_on is None or stay.leaves_as not in ("adult", "early"):
        return ""
    is_long = (stay.ended_on - stay.started_on).days >= 91
    if not is_long:
        return "QUALIFYING"
    return "FORMER_RELEVANT" if stay.leaves_as == "adult" else "RELEVANT"


def _listed_from(stay: Stay) -> Month:
    return max(Month.of(stay.ended_on or story.LAST_MONTH.ends_on), _BEFORE)


def _leaver(person: Person, listed_from: Month, eligibility: str, rng: Random) -> Leaver:
    chance = rng.random()
    return Leaver(
        person=person,
        listed_from=listed_from,
        eligibility_code=eligibility,
        activity_code=rng.choice(_EET if chance < 0.55 else _NOT_EET),
        accommodation_code="B1" if eligibility == "RELEVANT" else rng.choice(_HOMES),
        in_touch_code="NO" if rng.random() < 0.05 else "YES",
        adviser_id="",
        planned_on=listed_from.starts_on - timedelta(days=rng.randint(5, 170)),
    )


def _others(leavers: Sequence[Leaver], people: People, rng: Random) -> list[Leaver]:
    """Return those who left care before 2018, so chosen by their birthdays that the count comes out every month."""
    wanted = story.path(story.CARE_LEAVERS)
    counts = {month: sum(leaver.is_counted(month) for leaver in leavers) for month in wanted}
    others: list[Leaver] = []
    for before, month in zip(wanted, [*wanted][1:], strict=False):
        leaving = wanted[before] - counts[before] - (wanted[month] - counts[month])
        for _ in range(leaving):
            dies = month == _DIED_IN and not any(other.died_in for other in others)
            others.append(_turning_22(month if not dies else Month("2022-02"), people, rng))
            others[-1].died_in = month if dies else None
        for _ in range(-leaving):
            others.append(_turning_22(Month("2022-09"), people, rng))
            others[-1].listed_from = month
    lacking = wanted[_BEFORE] - counts[_BEFORE] - sum(other.is_counted(_BEFORE) for other in others)
    others += [_turning_22(story.LAST_MONTH.plus(rng.randint(1, 9)), people, rng) for _ in range(lacking)]
    for position in range(10):
        others.append(_turning_22(Month("2017-06").plus(2 * position), people, rng))
    for other in others:
        _leave_list(other, rng)
    return others


def _turning_22(month: Month, people: People, rng: Random) -> Leaver:
    born = day_in(month, rng).replace(year=month.year - 22)
    return _leaver(people.new(born), _BEFORE, "FORMER_RELEVANT", rng)


def _leave_list(leaver: Leaver, rng: Random) -> None:
    """Let most young people leave the list at 22 and the rest at 25."""
    age = 22 if rng.random() < 0.75 and leaver.person.age(_BEFORE.ends_on) < 22 else _LEFT_SERVICE_AGE
    leaver.leaves_list = Month.of(leaver.person.birthday(age)) if leaver.died_in is None else leaver.died_in.plus(12)


def _pass_month(leavers: Sequence[Leaver], month: Month, wanted: int, rng: Random) -> None:
    """Let a few young people start or stop working or learning, and then as many more as the count asks for."""
    counted = [leaver for leaver in leavers if leaver.is_counted(month)]
    for leaver in rng.sample(counted, 4):
        leaver.change_activity(rng.choice(_NOT_EET if leaver.activity_code in _EET else _EET), rng)
    busy = [leaver for leaver in counted if leaver.activity_code in _EET]
    for leaver in rng.sample(busy, max(len(busy) - wanted, 0)):
        leaver.change_activity(rng.choice(_NOT_EET), rng)
    idle = [leaver for leaver in counted if leaver.activity_code not in _EET]
    for leaver in rng.sample(idle, max(wanted - len(busy), 0)):
        leaver.change_activity(rng.choice(_EET), rng)
    for leaver in leavers:
        if leaver.planned_on < months_before(month.ends_on, 5):
            leaver.planned_on = day_in(month, rng)


def _row(leaver: Leaver, month: Month, rng: Random) -> Row:
    """Return the young person's line in a month's list; nothing is known of those who are not in touch."""
    is_dead = leaver.died_in is not None and leaver.died_in <= month
    is_known = leaver.in_touch_code == "YES" or leaver.activity_code in _EET
    seen = workday_on_or_before(month.ends_on - timedelta(days=rng.randint(0, 50)))
    return {
        "child_id": leaver.person.child_id,
        "born_on": leaver.person.born_on,
        "is_uasc": leaver.person.is_uasc,
        "eligibility_code": leaver.standing(month),
        "in_touch_code": "DIED" if is_dead else "YES" if is_known else "NO",
        "latest_contact_on": seen if is_known and not is_dead else None,
        "accommodation_code": leaver.accommodation_code if is_known and not is_dead else None,
        "suitability_code": leaver.accommodation_code[-1] if is_known and not is_dead else None,
        "activity_code": leaver.activity_code if is_known and not is_dead else None,
        "pathway_plan_on": leaver.planned_on if not is_dead else None,
        "personal_adviser_id": leaver.adviser_id,
        "worker_id": leaver.adviser_id,
        "team": story.LEAVING_CARE_TEAM,
    }


def pathway_plans(stays: Sequence[Stay], leavers: Mapping[Month, Sequence[Row]], seed: str) -> dict[Month, list[Row]]:
    """Return the list of current pathway plans of every month: looked after young people and care leavers.

    Trap: each review makes a new version with a number of its own, and only the current version is listed, so a
          figure for an earlier day does not change when a plan is reviewed later.
    """
    rng = Random(f"{seed}:plans")
    wanted = story.path(story.WITH_PATHWAY_PLAN)
    current: dict[str, Row] = {}
    drafts: dict[str, Row] = {}
    lists: dict[Month, list[Row]] = {}
    numbers = Counter("PP", 7000)
    for month in wanted:
        aged_16 = [s.person for s in stays if s.is_in_care(month.ends_on) and s.person.age(month.ends_on) >= 16]
        behind = _behind([person.child_id for person in aged_16], current, month)
        lacking = max(wanted[month] - (len(aged_16) - len(behind)), 0)
        for child_id in rng.sample(behind, min(lacking, len(behind))):
            current[child_id] = _plan(child_id, numbers, current.get(child_id), day_in(month, rng))
        left = [str(row["child_id"]) for row in leavers[month] if row["in_touch_code"] == "YES"]
        for child_id in left:
            plan = current.get(child_id)
            if plan is None or _dated(plan) < months_before(month.ends_on, 5):
                current[child_id] = _plan(child_id, numbers, plan, day_in(month, rng))
        _begin_drafts(aged_16, current, drafts, numbers, month)
        listed = sorted({*(person.child_id for person in aged_16), *left})
        lists[month] = [plans[child] for plans in (current, drafts) for child in listed if child in plans]
    return lists


def _behind(children: Sequence[str], current: Mapping[str, Row], month: Month) -> list[str]:
    """Return the children without a plan of the last six months."""
    since = months_before(month.ends_on, 6)
    return [child for child in children if child not in current or _dated(current[child]) < since]


def _dated(plan: Row) -> date:
    latest = plan["reviewed_on"] or plan["started_on"]
    return latest if isinstance(latest, date) else date.min


def _plan(child_id: str, numbers: Counter, before: Row | None, on: date) -> Row:
    """Return a first plan, or the next version of one."""
    return {
        "plan_id": numbers.new(),
        "child_id": child_id,
        "started_on": before["started_on"] if before else on,
        "reviewed_on": on if before else None,
        "review_due_on": on + timedelta(days=180),
        "status_code": "CURRENT",
        "version": int(str(before["version"])) + 1 if before else 1,
    }


def _begin_drafts(
    aged_16: Sequence[Person], current: Mapping[str, Row], drafts: dict[str, Row], numbers: Counter, month: Month
) -> None:
    """Begin plans that are not agreed yet; a draft is not an up-to-date plan, and goes when there is one."""
    here = {person.child_id for person in aged_16}
    for child_id in [child for child in drafts if child in current or child not in here]:
        del drafts[child_id]
    for person in aged_16:
        waits = person.child_id not in current and person.child_id not in drafts
        if waits and len(drafts) < 4 and person.birthday(16) < month.starts_on:
            begun = max(Month.of(person.birthday(16)), month.plus(-2)).starts_on + timedelta(days=14)
            drafts[person.child_id] = _plan(person.child_id, numbers, None, begun) | {"status_code": "DRAFT"}
