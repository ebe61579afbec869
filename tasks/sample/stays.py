"""Periods of care: who is looked after, from when to when, and how it ended.

Called by: tasks.sample.care, which makes them, and everything that is told of children in care.
Promises:  what is known of a period of care stands in one place.
Never:     decides anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tasks.sample.people import Person
from warehouse.periods import months_before

SETTLED_MONTHS = 30
_FIVE = 5


@dataclass(frozen=True, slots=True)
class AdoptionPlan:
    """A plan of adoption: its steps, as far as they are taken by the end of the story.

    reversed_on: the day the plan was given up; such a child goes on in care.
    """

    decided_on: date
    placement_order_on: date | None = None
    matched_on: date | None = None
    placed_on: date | None = None
    order_on: date | None = None
    reversed_on: date | None = None


@dataclass(slots=True)
class Stay:
    """One period of care.

    stays_long: will be there for 30 months at least.
    leaves_as:  "" | "adult" (18th birthday) | "adopted" | "guardian" | "home" | "early" (16 or 17, before the
                birthday) | "brief".
    moves:      days on which the child moved to another placement, but for the move to adopters.
    worker_changes: days on which another social worker took over.
    stays_put:  goes on living with the foster carers after the 18th birthday.
    """

    person: Person
    started_on: date
    stays_long: bool = False
    ended_on: date | None = None
    leaves_as: str = ""
    moves: list[date] = field(default_factory=list)
    adoption: AdoptionPlan | None = None
    worker_changes: list[date] = field(default_factory=list)
    referral_id: str | None = None
    stays_put: bool = False

    @property
    def adopters_from(self) -> date | None:
        """The day on which the child moved to adopters."""
        return self.adoption.placed_on if self.adoption else None

    def is_in_care(self, day: date) -> bool:
        """Tell whether the child is looked after at the end of a day."""
        return self.started_on <= day and (self.ended_on is None or self.ended_on > day)

    def is_settled(self, day: date) -> bool:
        """Tell whether the child is under 16 and has been looked after for 30 months."""
        return (
            self.is_in_care(day) and self.person.age(day) < 16 and self.started_on <= months_before(day, SETTLED_MONTHS)
        )

    def is_under_5(self, day: date) -> bool:
        """Tell whether the child is looked after and under five at the end of a day."""
        return self.is_in_care(day) and self.person.age(day) < _FIVE

    def has_ended(self, first: date, last: date) -> bool:
        """Tell whether the period of care ended on one of the days from the first to the last."""
        return self.ended_on is not None and first <= self.ended_on <= last

    def age_at_end(self) -> int:
        """Completed years on the day the period of care ended; -1 while it goes on."""
        return self.person.age(self.ended_on) if self.ended_on else -1

    def end(self, day: date, leaves_as: str) -> None:
        """End the period of care."""
        self.ended_on, self.leaves_as = day, leaves_as
