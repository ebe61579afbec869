"""What a child's case is open as, and from when to when: care, a protection plan, a plan for a child in need.

Called by: tasks.sample.world; read by tasks.sample.supervision and tasks.sample.visits.
Promises:  one case for each period of care and each plan, in the order of their rows.
Never:     makes a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tasks.sample.people import Person
from tasks.sample.stays import Stay
from tasks.sample.tables import Row

CARE, PROTECTION, NEED = "LAC", "CP", "CIN"
OpenCases = Mapping[str, Sequence["OpenCase"]]
"""Case status -> the cases that were ever open as that."""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One period of care, or one plan; plan_id is None for care."""

    person: Person
    started_on: date
    ended_on: date | None
    plan_id: str | None = None

    def is_open(self, day: date) -> bool:
        """Tell whether the case is open at the end of a day."""
        return self.started_on <= day and (self.ended_on is None or self.ended_on > day)


def open_cases(
    stays: Sequence[Stay], protection: Sequence[Row], in_need: Sequence[Row], people: Mapping[str, Person]
) -> OpenCases:
    """Return all cases from periods of care and from the rows of both kinds of plan."""
    return {
        CARE: [OpenCase(stay.person, stay.started_on, stay.ended_on) for stay in stays],
        PROTECTION: [_of_plan(row, "cp_plan_id", people) for row in protection],
        NEED: [_of_plan(row, "cin_plan_id", people) for row in in_need],
    }


def _of_plan(row: Row, key: str, people: Mapping[str, Person]) -> OpenCase:
    started, ended = row["started_on"], row["ended_on"]
    if not isinstance(started, date):
        raise TypeError("a plan has a start")
    ends = ended if isinstance(ended, date) else None
    return OpenCase(people[str(row["child_id"])], started, ends, str(row[key]))
