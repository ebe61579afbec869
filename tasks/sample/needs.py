"""Referrals that must exist because of what comes after them, and the families they are about.

Called by: tasks.sample.protection and tasks.sample.world make them; tasks.sample.front_door fulfils them.
Promises:  a need holds all that a referral and its assessment have to agree with.
Never:     makes a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.people import Counter, People, Person


@dataclass(slots=True)
class Need:
    """One child's referral that something later depends on.

    outcome:   outcome of its assessment: STRATEGY or LOOKED_AFTER.
    closes_on: when the case closes; None while it is open at the end of the story.
    """

    referral_id: str
    person: Person
    referral_on: date
    outcome: str
    team: str
    closes_on: date | None = None


class ReferralNumbers:
    """Gives out referral numbers to every module that needs one."""

    def __init__(self) -> None:
        """Start after the numbers of earlier years."""
        self._counter = Counter("R", 230_000)

    def new(self) -> str:
        """Return the next referral number."""
        return self._counter.new()


def new_family(people: People, on: date, rng: Random, size: int) -> list[Person]:
    """Return the children of one new family at a day, eldest first, aged up to 15."""
    family: list[Person] = []
    for age in sorted((rng.randint(20, 15 * 365) for _ in range(size)), reverse=True):
        family.append(people.new(on - timedelta(days=age), family[0].surname if family else ""))
    return family


def assessment_team(family: list[Person]) -> str:
    """Return the assessment team that takes a family."""
    return story.ASSESSMENT_TEAMS[int(family[0].child_id) % len(story.ASSESSMENT_TEAMS)]


def support_team(person: Person) -> str:
    """Return the team that holds a child's case after the assessment."""
    return story.SUPPORT_TEAMS[int(person.child_id[-2:]) % len(story.SUPPORT_TEAMS)]
