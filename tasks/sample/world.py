"""Everything that Sample Borough's case system holds, and what each month's export showed of it.

Called by: tasks.sample.writing; the tests.
Promises:  the same seed gives the same world; the committee's figures of tasks.sample.story come out of its rows.
Never:     holds a fault: faults are planted when files are written, see tasks.sample.mess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from tasks.sample import story
from tasks.sample.adoption import adoption_children
from tasks.sample.allocations import allocations, spells
from tasks.sample.birthdays import birthday_lists
from tasks.sample.care import periods_of_care
from tasks.sample.education import ehc_requests
from tasks.sample.episodes import care_tables
from tasks.sample.exclusions import exclusions
from tasks.sample.fostering import foster_households
from tasks.sample.front_door import front_door
from tasks.sample.health import health_checks
from tasks.sample.homes import Housing
from tasks.sample.in_need import plans_in_need
from tasks.sample.leavers import care_leavers, pathway_plans
from tasks.sample.missing import missing_episodes
from tasks.sample.moves import change_workers, move_children
from tasks.sample.needs import Need, ReferralNumbers
from tasks.sample.on_roll import pupils_of
from tasks.sample.open_cases import open_cases
from tasks.sample.people import People, Person
from tasks.sample.private_fostering import private_fostering
from tasks.sample.protection import Protection, protect
from tasks.sample.protection_rows import protection_tables
from tasks.sample.remarks import remarks_of
from tasks.sample.residents import estimates_of
from tasks.sample.schooling import education_plans, school_terms
from tasks.sample.stays import Stay
from tasks.sample.supervision import supervisions
from tasks.sample.tables import Row, Table, Value
from tasks.sample.told import QUARTER_ENDS, untold
from tasks.sample.visits import visits
from tasks.sample.wishes import wishes_of
from warehouse.periods import Month

SINCE_PRACTICE = (
    *("pathway_plans", "supervision", "ehc", "oc3", "foster_carers", "adoption_children", "private_fostering"),
    *("lac_health", "peps", "school_terms", "missing_episodes", "exclusions", "cin_plans", "visits"),
)
"""Extracts that exist since April 2020 only."""
CORRECTED_MONTH = Month("2020-09")
CORRECTION_ARRIVED = Month("2020-11")
_MISKEYED, _MERGES = 25, 12
_ATTEMPTS = 50


@dataclass(slots=True)
class World:
    """The case system: tables of rows as they finally stand, and lists that are made anew every month.

    miskeyed: assessment number -> the day of authorisation as it was first recorded, put right in October 2020.
    """

    people: Mapping[str, Person]
    tables: Mapping[str, Table]
    lists: Mapping[str, Mapping[Month, Sequence[Row]]]
    miskeyed: Mapping[str, date]

    @property
    def people_by_any_id(self) -> dict[str, Person]:
        """Everyone by their number, and by the one under which they stood before two records were merged."""
        return {**self.people, **{person.old_id: person for person in self.people.values() if person.old_id}}

    def month(self, month: Month) -> dict[str, list[Row]]:
        """Return the rows of every extract as the exports of a month showed them."""
        has_practice = month >= story.FIRST_PRACTICE_MONTH
        names = [name for name in (*self.tables, *self.lists) if has_practice or name not in SINCE_PRACTICE]
        held = {name: self.export(name, month) for name in names}
        held["merged_ids"] = self._merged(month)
        held["persons"] = self._persons(held, month)
        now_and_then = {
            "commentary": remarks_of(month),
            "population": estimates_of(month),
            "pupils_on_roll": pupils_of(month),
        }
        return held | {name: rows for name, rows in now_and_then.items() if rows}

    def export(self, name: str, month: Month, is_corrected: bool = False) -> list[Row]:
        """Return one extract's rows as the export of a month showed them.

        is_corrected: gives September 2020 with the dates of authorisation that were put right afterwards.
        """
        day = month.ends_on
        rows = [*self.lists[name].get(month, ())] if name in self.lists else [*self.tables[name].held_in(month)]
        if name == "assessments" and month <= CORRECTED_MONTH and not is_corrected:
            rows = [self._as_first_recorded(row, day) for row in rows]
        old = {p.child_id: p.old_id for p in self.people.values() if p.merged_on and day < p.merged_on}
        return [row | {"child_id": old[str(row["child_id"])]} if row.get("child_id") in old else row for row in rows]

    def _as_first_recorded(self, row: Row, day: date) -> Row:
        """Return an assessment with its wrong date, or still open where even that was to come."""
        wrong = self.miskeyed.get(str(row["assessment_id"]))
        if wrong is None or row["authorised_on"] is None:
            return row
        if wrong <= day:
            return row | {"authorised_on": wrong}
        return row | dict.fromkeys(
            ("authorised_on", "factor_codes", "outcome_code", "needs_social_care", "is_child_seen")
        )

    def _merged(self, month: Month) -> list[Row]:
        merged = [person for person in self.people.values() if person.merged_on and person.merged_on <= month.ends_on]
        return [
            {"old_child_id": person.old_id, "new_child_id": person.child_id, "merged_on": person.merged_on}
            for person in sorted(merged, key=lambda person: (person.merged_on or date.max, person.child_id))
        ]

    def _persons(self, held: Mapping[str, Sequence[Row]], month: Month) -> list[Row]:
        """Return everyone who appears in the month's other files."""
        named = (row.get("child_id") or row.get("new_child_id") for rows in held.values() for row in rows)
        seen = {str(child_id) for child_id in named if child_id}
        people = self.people_by_any_id
        day = month.ends_on
        return [person_row(people[child_id], day) for child_id in sorted(seen)]


def person_row(person: Person, day: date) -> Row:
    """Return what was known of a person on a day."""
    is_born = person.born_on <= day or not person.known_unborn
    is_old = person.merged_on is not None and day < person.merged_on
    has_number = is_born and person.age(day) >= 4 and not person.is_uasc and not is_old
    reason = "UN5" if is_old else "UN3" if person.is_uasc else "UN1"
    return {
        "child_id": person.old_id if is_old else person.child_id,
        "legacy_child_id": person.legacy_id,
        "upn": person.upn if has_number else None,
        "upn_unknown_code": None if has_number else reason,
        "born_on": person.born_on if is_born else None,
        "expected_born_on": None if is_born else person.expected_on,
        "died_on": None,
        "sex_code": person.sex_code if is_born else "U",
        "ethnicity_code": person.ethnicity_code if is_born else "NOBT",
        "disability_codes": person.disability_codes if is_born else None,
        "is_uasc": person.is_uasc,
        "uasc_ceased_on": person.birthday(18) if person.is_uasc and person.birthday(18) <= day else None,
        "is_mother": None,
        "merged_into_child_id": None,
    }


@lru_cache(maxsize=2)
def build_world(seed: int) -> World:
    """Return the world of a seed, made again with other dice until the committee's counts are met."""
    for attempt in range(_ATTEMPTS):
        dice = f"{seed}:{attempt}"
        people = People(dice)
        stays = periods_of_care(people, dice)
        move_children(stays, dice)
        if not untold(stays):
            change_workers(stays, dice)
            return _world(people, stays, dice)
    raise RuntimeError(f"no world of seed {seed} has the committee's figures; take another seed")


def _world(people: People, stays: Sequence[Stay], dice: str) -> World:
    """Return the world around the children in care."""
    numbers, housing = ReferralNumbers(), Housing(dice)
    homes = [housing.homes_of(stay, wishes) for stay, wishes in zip(stays, wishes_of(stays, dice), strict=True)]
    households = foster_households(homes, dice)
    care = care_tables(stays, homes, people, dice)
    leavers = care_leavers(stays, people, dice)
    protection = protect(people, numbers, dice)
    protected = protection_tables(protection, dice)
    door = front_door([*protection.needs, *_needs_of_care(stays, numbers, dice)], people, numbers, dice)
    short_breaks = [row for row in care.episodes.rows if row["legal_status_code"] == "V4"]
    held = spells(stays, door.cases, leavers, short_breaks, dice)
    protected.enquiries.rows.extend(door.enquiries)
    in_need = plans_in_need(door.cases, protected.plans.rows, dice)
    cases = open_cases(stays, protected.plans.rows, in_need.rows, people.by_id)
    tables = (
        *(door.contacts, door.early_help, door.referrals, door.assessments),
        *(protected.enquiries, protected.conferences, protected.plans),
        *(care.episodes, care.reviews, care.placements, allocations(held)),
        *(supervisions(cases, leavers, held, dice), in_need, visits(cases, held, dice)),
        ehc_requests(people, dice),
        adoption_children(stays, dice),
        private_fostering(door.assessments.rows, people.by_id, _known_elsewhere(stays, protection), dice),
        *(health_checks(stays, dice), education_plans(stays, dice)),
        *(missing_episodes(stays, door.cases, held, dice), exclusions(stays, dice)),
    )
    lists = {
        "care_leavers": leavers,
        "pathway_plans": pathway_plans(stays, leavers, dice),
        "oc3": birthday_lists(leavers, stays, people, dice),
        "foster_carers": households,
        "school_terms": school_terms(),
    }
    _merge(people, stays, door.contacts.rows, dice)
    return World(
        people.by_id, {table.extract: table for table in tables}, lists, _miskeyed(door.assessments.rows, dice)
    )


def _known_elsewhere(stays: Sequence[Stay], protection: Protection) -> frozenset[str]:
    """Return the children who are looked after or under a protection plan at whatever time."""
    return frozenset([stay.person.child_id for stay in stays] + [plan.person.child_id for plan in protection.plans])


def _needs_of_care(stays: Sequence[Stay], numbers: ReferralNumbers, dice: str) -> list[Need]:
    """Return the referral of each child who came into care in the months for which there are referrals."""
    rng = Random(f"{dice}:needs of care")
    needs = []
    for stay in stays:
        if stay.started_on < date(2018, 9, 1):
            continue
        before = stay.started_on - timedelta(days=0 if stay.person.is_uasc else rng.randint(0, 14))
        before = max(before, stay.person.born_on + timedelta(days=1))
        stay.referral_id = numbers.new()
        closes = stay.ended_on + timedelta(days=rng.randint(5, 40)) if stay.ended_on else None
        needs.append(Need(stay.referral_id, stay.person, before, "LOOKED_AFTER", story.ASSESSMENT_TEAMS[0], closes))
    return needs


def _merge(people: People, stays: Sequence[Stay], contacts: Sequence[Row], dice: str) -> None:
    """Let some children have stood under another number until two records were found to be one child.

    Most are merged two months after a contact; one is looked after and settled when the committee looks.
    """
    rng = Random(f"{dice}:merges")
    settled = [stay.person for stay in stays if all(stay.is_settled(month.ends_on) for month in QUARTER_ENDS)]
    merges = [(settled[0], story.FIRST_MONTH), (settled[len(settled) // 2], Month("2020-08"))]
    for position in range(_MERGES):
        month = story.FIRST_MONTH.plus(2 + position * 23 // _MERGES)
        before = month.plus(-2)
        able = [str(row["child_id"]) for row in contacts if _is_in(row["contact_on"], before)]
        merges.append((people.by_id[rng.choice(able)], month))
    for person, month in merges:
        if person.old_id is None:
            person.old_id, person.merged_on = people.new_number(), month.starts_on + timedelta(days=rng.randint(3, 20))


def _is_in(day: Value, month: Month) -> bool:
    return isinstance(day, date) and month.starts_on <= day <= month.ends_on


def _miskeyed(assessments: Sequence[Row], dice: str) -> dict[str, date]:
    """Return assessments of the summer of 2020 whose authorisation was first recorded weeks too late."""
    able = []
    for row in assessments:
        started, authorised = row["started_on"], row["authorised_on"]
        if isinstance(started, date) and isinstance(authorised, date):
            wrong = authorised + timedelta(days=35)
            if date(2020, 7, 1) <= authorised and wrong <= date(2020, 9, 30) and 40 < (authorised - started).days < 60:
                able.append((str(row["assessment_id"]), wrong))
    return dict(sorted(Random(f"{dice}:miskeyed").sample(able, _MISKEYED)))
