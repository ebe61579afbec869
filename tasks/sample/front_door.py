"""The front door: contacts, early help, referrals, assessments and enquiries that led to no conference.

Called by: tasks.sample.world, with the referrals that other files depend on.
Promises:  each month has so many contacts, early help outcomes, referrals and assessed ones as tasks.sample.story
           says; nobody is referred while a case is open, and nothing happens after a case has closed.
Never:     leaves an early help outcome undecided at the end of its month.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from random import Random

from tasks.sample import story
from tasks.sample.cases import Case, assessed_case, is_in_story, needed_case, source_of, unassessed_case
from tasks.sample.front_door_rows import (
    assessment_row,
    contact_row,
    early_help_row,
    enquiry_outcome,
    enquiry_row,
    referral_row,
)
from tasks.sample.needs import Need, ReferralNumbers, new_family
from tasks.sample.people import Counter, People, Person
from tasks.sample.tables import Row, Table
from tasks.sample.timeliness import Timeliness, bring_forward
from tasks.sample.workdays import day_in, workday_in
from warehouse.periods import Month, months_before

_FIRST_MONTH = Month("2018-07")
_OTHER_OUTCOMES = (*(["NFA"] * 9), *(["ADVICE"] * 8), "OTHER")
_SIZES = (1, 1, 1, 1, 2, 2, 3)
_DAYS_BETWEEN_REFERRALS = 35
_SHARE_EXISTING, _SHARE_REREFERRED, _SHARE_KNOWN, _SHARE_UNBORN = 0.14, 0.19, 0.25, 0.02


@dataclass(slots=True)
class FrontDoor:
    """The tables of the front door, and every case as it was made."""

    contacts: Table
    early_help: Table
    referrals: Table
    assessments: Table
    enquiries: list[Row] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)


def front_door(needs: Sequence[Need], people: People, numbers: ReferralNumbers, seed: str) -> FrontDoor:
    """Return the front door's tables."""
    maker = _Maker(people, numbers, Random(f"{seed}:front door"))
    needs = sorted(needs, key=lambda need: (need.referral_on, *_shared(need), need.referral_id))
    maker.refer([need for need in needs if need.referral_on < _FIRST_MONTH.starts_on])
    for month in Month.range(_FIRST_MONTH, story.LAST_MONTH):
        maker.pass_month(month, [need for need in needs if Month.of(need.referral_on) == month])
    in_time = Random(f"{seed}:assessments in time")
    bring_forward(maker.tables.cases, maker.tables.assessments.rows, story.ASSESSMENTS_IN_TIME, in_time)
    return maker.tables


def _shared(need: Need) -> tuple[str, str, date, str]:
    """Return what siblings' referrals have in common beside the day."""
    return need.outcome, need.team, need.closes_on or date.max, need.person.surname


def _tables() -> FrontDoor:
    decided = ("outcome_on", "contact_outcome_code", "linked_eh_episode_id", "linked_referral_id")
    authorised = ("authorised_on", "factor_codes", "outcome_code", "needs_social_care", "is_child_seen")
    help_known = {
        "ended_on": "ended_on",
        "end_reason_code": "ended_on",
        "assessment_completed_on": "assessment_completed_on",
    }
    closing = {"closed_on": "closed_on", "closure_reason_code": "closed_on"}
    reviewed = {"internal_review_on": "internal_review_on"}
    return FrontDoor(
        Table("contacts", "contact_on", "outcome_on", known_with=dict.fromkeys(decided, "outcome_on")),
        Table("early_help", "started_on", "ended_on", known_with=help_known),
        Table("referrals", "referral_on", "closed_on", known_with=closing),
        Table(
            "assessments",
            "started_on",
            "authorised_on",
            known_with=dict.fromkeys(authorised, "authorised_on") | reviewed,
        ),
    )


class _Maker:
    """Makes the front door's rows month by month."""

    def __init__(self, people: People, numbers: ReferralNumbers, rng: Random) -> None:
        self._people, self._referral, self._rng = people, numbers, rng
        self._contact, self._help = Counter("C", 510_000), Counter("EH", 61_000)
        self._assessment, self._enquiry = Counter("A", 120_000), Counter("S47", 8000)
        self._timeliness = Timeliness(story.ASSESSMENTS_IN_TIME)
        self.tables = _tables()
        self._families: list[list[Person]] = []
        self._busy_until: dict[str, date] = {}
        self._referred: dict[str, list[date]] = {}
        self._family_ids: dict[str, str] = {}

    def refer(self, needs: Sequence[Need]) -> None:
        """Make the cases that later events need, siblings together."""
        for _, siblings in groupby(needs, key=lambda need: (need.referral_on, *_shared(need))):
            self._keep(needed_case(list(siblings), self._timeliness, self._rng))

    def pass_month(self, month: Month, needs: Sequence[Need]) -> None:
        """Let one month happen at the front door."""
        contacts, to_help = story.of_month(month, story.CONTACTS)
        referrals, assessed = story.of_month(month, story.REFERRALS)
        self.refer(needs)
        self._refer_families(month, assessed - len(needs), is_assessed=True)
        self._refer_families(month, referrals - assessed, is_assessed=False)
        if not is_in_story(month.ends_on):
            contacts, to_help = (to_help * 2 // 3 + referrals), to_help * 2 // 3
        self._contacts_to_help(month, to_help)
        self._other_contacts(month, contacts - to_help - referrals)

    def _refer_families(self, month: Month, children: int, is_assessed: bool) -> None:
        """Make the referrals of so many children, family by family."""
        for size in self._sizes(children):
            on = workday_in(month, self._rng)
            family = self._family_to_refer(on, size)
            ids = [self._referral.new() for _ in family]
            if is_assessed:
                self._keep(assessed_case(family, ids, on, self._timeliness, self._rng))
            else:
                self._keep(unassessed_case(family, ids, on, self._rng))
            self._families.append(family)

    def _keep(self, case: Case) -> None:
        """Write down a case's rows."""
        self.tables.cases.append(case)
        day_before = case.referral_on - timedelta(days=self._rng.choice((0, 0, 1)))
        contact_on = day_before if Month.of(day_before) == Month.of(case.referral_on) else case.referral_on
        outcome = enquiry_outcome(self._rng)
        for position, person in enumerate(case.family):
            before = self._referred.setdefault(person.child_id, [])
            year_ago = months_before(case.referral_on, 12)
            self.tables.referrals.rows.append(
                referral_row(case, position, sum(on >= year_ago for on in before), self._rng)
            )
            before.append(case.referral_on)
            self._busy_until[person.child_id] = case.closed_on or date.max
            contact = self._contact_row(person, contact_on, ("CIN_REFERRAL", case.referral_on), case.source)
            contact["linked_referral_id"] = case.referral_ids[position]
            if case.assessed_from:
                self.tables.assessments.rows.append(assessment_row(self._assessment.new(), case, position, self._rng))
            if case.enquired_from:
                self.tables.enquiries.append(enquiry_row(self._enquiry.new(), case, position, outcome))

    def _contact_row(self, person: Person, on: date, outcome: tuple[str, date], source: str) -> Row:
        """Return a contact, written down if it belongs to the months of the story."""
        row = contact_row(self._contact.new(), person, on, outcome, self._rng)
        row["contact_source_code"] = source
        if is_in_story(on):
            self.tables.contacts.rows.append(row)
        return row

    def _contacts_to_help(self, month: Month, wanted: int) -> None:
        """Make the contacts that went to early help, and the help that began."""
        for size in self._sizes(wanted):
            on = workday_in(month, self._rng)
            decided = min(on + timedelta(days=self._rng.randint(0, 3)), month.ends_on)
            family = self._family(on, size)
            source = source_of(self._rng)
            family_id = self._family_ids.setdefault(family[0].child_id, f"F{20_000 + len(self._family_ids)}")
            for person in family:
                row = self._contact_row(person, on, ("EARLY_HELP", decided), source)
                episode = early_help_row(self._help.new(), person, family_id, decided, self._rng)
                row["linked_eh_episode_id"] = episode["eh_episode_id"]
                self.tables.early_help.rows.append(episode)
                ended = episode["ended_on"]
                self._busy_until[person.child_id] = ended if isinstance(ended, date) else date.max
            self._families.append(family)

    def _other_contacts(self, month: Month, wanted: int) -> None:
        """Make the contacts that ended in advice or in nothing, and those about children whose case is open."""
        for size in self._sizes(wanted):
            on = day_in(month, self._rng) if self._rng.random() < 0.9 else month.ends_on
            decided = on + timedelta(days=self._rng.choice((0, 0, 1, 1, 2)))
            is_open = self._rng.random() < _SHARE_EXISTING
            family = self._open_family(on, size) if is_open else self._family(on, size)
            outcome = (
                "EXISTING_CASE"
                if is_open and family[0].child_id in self._referred
                else self._rng.choice(_OTHER_OUTCOMES)
            )
            source = source_of(self._rng)
            for person in family:
                self._contact_row(person, on, (outcome, decided), source)
            if not is_open:
                self._families.append(family)

    def _sizes(self, total: int) -> list[int]:
        """Return family sizes that add up to a number of children."""
        sizes: list[int] = []
        left = total
        while left > 0:
            sizes.append(min(self._rng.choice(_SIZES), left))
            left -= sizes[-1]
        return sizes

    def _family_to_refer(self, on: date, size: int) -> list[Person]:
        """Return a family to be referred: one in six was referred before, long enough ago to tell the two apart."""
        if self._rng.random() < _SHARE_REREFERRED:
            year_ago, lately = months_before(on, 12), on - timedelta(days=_DAYS_BETWEEN_REFERRALS)
            found = self._search(
                lambda family: year_ago < self._referred.get(family[0].child_id, [date.min])[-1] < lately, on, size
            )
            if found:
                return found
        return self._new_family(on, size)

    def _family(self, on: date, size: int) -> list[Person]:
        """Return a family for a contact: one in four is known from an earlier one."""
        known = self._search(lambda _family: True, on, size) if self._rng.random() < _SHARE_KNOWN else []
        return known or self._new_family(on, size)

    def _open_family(self, on: date, size: int) -> list[Person]:
        """Return a family whose case is open on a day."""
        recent = self.tables.cases[-900:]
        for case in self._rng.sample(recent, min(60, len(recent))):
            if case.referral_on < on and (case.closed_on is None or case.closed_on > on) and len(case.family) >= size:
                return case.family[:size]
        return self._new_family(on, size)

    def _search(self, fits: Callable[[list[Person]], bool], on: date, size: int) -> list[Person]:
        """Return a family of the right size that is not busy with anything on a day, or nobody."""
        for _ in range(40):
            family = self._rng.choice(self._families) if self._families else []
            if len(family) == size and fits(family) and all(self._is_free(person, on) for person in family):
                return family
        return []

    def _is_free(self, person: Person, on: date) -> bool:
        return self._busy_until.get(person.child_id, date.min) < on - timedelta(days=5) and 0 <= person.age(on) < 17

    def _new_family(self, on: date, size: int) -> list[Person]:
        """Return a new family; now and then it is about a child who is not born yet."""
        if size == 1 and self._rng.random() < _SHARE_UNBORN:
            person = self._people.new(on + timedelta(days=self._rng.randint(15, 140)))
            person.known_unborn = True
            person.expected_on = person.born_on + timedelta(days=self._rng.randint(-9, 9))
            return [person]
        return new_family(self._people, on, self._rng, size)
