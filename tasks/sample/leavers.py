"""Young people who have left care, month by month, and pathway plans.

Called by: tasks.sample.world.
Promises:  at the committee's quarter ends the numbers of former relevant young people of 18 to 21, of those in
           education, employment or training, and of looked after young people with an up-to-date pathway plan are
           those in tasks.sample.story; at the year end of 2020/21 those of 19 to 21 are as well.
Never:     lists somebody who is still looked after as having left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.counting import divided
from tasks.sample.leaver import EET, NOT_EET, Leaver, new_leaver
from tasks.sample.people import Counter, People, Person
from tasks.sample.stays import Stay
from tasks.sample.tables import Row
from tasks.sample.taken_on import settle, taken_on
from tasks.sample.workdays import day_in, workday_on_or_before
from warehouse.periods import Month, months_before

_BEFORE = Month("2019-03")
_DIED_IN = Month("2020-01")
_LEFT_SERVICE_AGE = 25


def care_leavers(stays: Sequence[Stay], people: People, seed: str) -> dict[Month, list[Row]]:
    """Return the list of care leavers of every month."""
    rng = Random(f"{seed}:leavers")
    advisers = [f"PA{4100 + n}" for n in range(9)]
    leavers = [
        _out_of_care(stay, new_leaver(stay.person, _listed_from(stay), _eligibility(stay), rng))
        for stay in stays
        if _eligibility(stay)
    ]
    leavers += _others(leavers, people, rng)
    leavers += taken_on(leavers, people, seed)
    for position, leaver in enumerate(leavers):
        leaver.adviser_id = advisers[position % len(advisers)]
    lists = {}
    for month in Month.range(_BEFORE, story.LAST_MONTH):
        _pass_month(leavers, month, rng)
        if month == story.YEAR_END:
            settle(leavers, seed)
        lists[month] = [_row(leaver, month, rng) for leaver in leavers if leaver.is_listed(month)]
    return lists


def _out_of_care(stay: Stay, leaver: Leaver) -> Leaver:
    """Let those who stay put live with their former foster carers, who know them, and nobody else."""
    leaver.stays_put = stay.stays_put
    if stay.stays_put:
        leaver.accommodation_code, leaver.in_touch_code = "Z1", "YES"
    elif leaver.accommodation_code == "Z1":
        leaver.accommodation_code = "D1"
    return leaver


def _eligibility(stay: Stay) -> str:
    """Return the category of a young person who left care at 16 or over; "" for everyone else."""
    if stay.ended_on is None or stay.leaves_as not in ("adult", "early"):
        return ""
    is_long = (stay.ended_on - stay.started_on).days >= 91
    # Most who leave at 16 or 17 go home to stay, which after six months ends what the council owes them.
    went_home = stay.leaves_as == "early" and int(stay.person.child_id) % 3 > 0
    if not is_long or went_home:
        return "QUALIFYING"
    return "FORMER_RELEVANT" if stay.leaves_as == "adult" else "RELEVANT"


def _listed_from(stay: Stay) -> Month:
    return max(Month.of(stay.ended_on or story.LAST_MONTH.ends_on), _BEFORE)


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
    return new_leaver(people.new(born), _BEFORE, "FORMER_RELEVANT", rng)


def _leave_list(leaver: Leaver, rng: Random) -> None:
    """Let most young people leave the list at 22 and the rest at 25."""
    age = 22 if rng.random() < 0.75 and leaver.person.age(_BEFORE.ends_on) < 22 else _LEFT_SERVICE_AGE
    leaver.leaves_list = Month.of(leaver.person.birthday(age)) if leaver.died_in is None else leaver.died_in.plus(12)


def _pass_month(leavers: Sequence[Leaver], month: Month, rng: Random) -> None:
    """Let a few young people start or stop working or learning, and then as many more as the count asks for."""
    counted = [leaver for leaver in leavers if leaver.is_counted(month)]
    for leaver in rng.sample(counted, 4):
        leaver.change_activity(rng.choice(NOT_EET if leaver.is_busy else EET), rng)
    for group, wanted in _wanted(counted, month):
        busy, idle = divided(group, lambda leaver: leaver.is_busy)
        for leaver in rng.sample(busy, max(len(busy) - wanted, 0)):
            leaver.change_activity(rng.choice(NOT_EET), rng)
        for leaver in rng.sample(idle, max(wanted - len(busy), 0)):
            leaver.change_activity(rng.choice(EET), rng)
    for leaver in leavers:
        is_old = leaver.planned_on is not None and leaver.planned_on < months_before(month.ends_on, 5)
        if is_old or leaver.planned_in == month:
            leaver.planned_on = day_in(month, rng)


def _wanted(counted: list[Leaver], month: Month) -> Iterator[tuple[list[Leaver], int]]:
    """Return who shall be counted together, with how many of them shall work or learn.

    Those who were taken on do so as often as the others; at the year end those of 18 are counted apart.
    """
    listed, wanted = story.path(story.CARE_LEAVERS)[month], story.path(story.IN_WORK_OR_LEARNING)[month]
    wanted += (len(counted) - listed) * wanted // listed
    if month != story.YEAR_END:
        yield counted, wanted
        return
    older, aged_18 = divided(counted, lambda leaver: leaver.is_counted(month, story.AGED_19_TO_21))
    yield older, story.OPEN_CASES.in_work_or_learning
    yield aged_18, wanted - story.OPEN_CASES.in_work_or_learning


def _row(leaver: Leaver, month: Month, rng: Random) -> Row:
    """Return the young person's line in a month's list; nothing is known of those who are not in touch."""
    is_dead, is_known = leaver.is_dead(month), leaver.is_known
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
        left = [str(row["child_id"]) for row in leavers[month] if row["in_touch_code"] == "YES" and _has_plan(row)]
        for child_id in left:
            plan = current.get(child_id)
            if plan is None or _dated(plan) < months_before(month.ends_on, 5):
                current[child_id] = _plan(child_id, numbers, plan, day_in(month, rng))
        _begin_drafts(aged_16, current, drafts, numbers, month)
        listed = sorted({*(person.child_id for person in aged_16), *left})
        lists[month] = [plans[child] for plans in (current, drafts) for child in listed if child in plans]
    return lists


def _has_plan(row: Row) -> bool:
    """Tell whether the leaving care list knows of a plan; whoever was taken on waits for one."""
    return row["pathway_plan_on"] is not None


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
