"""Child protection's files: section 47 enquiries that led to a conference, conferences and plans.

Called by: tasks.sample.world.
Promises:  ids agree: plan, conference, enquiry and referral name each other; a conference is held on a working day.
Never:     decides who has a plan: see tasks.sample.protection.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.needs import Need, support_team
from tasks.sample.people import Counter, Person
from tasks.sample.protection import Conference, Plan, Protection
from tasks.sample.tables import Row, Table
from tasks.sample.workdays import add_working_days, workday_on_or_before
from tasks.sample.workers import worker_of

_FIRST_FILED_ON = story.FIRST_MONTH.starts_on
_PARTICIPATION = ("PN1", "PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN6", "PN7", "PN7")
_VISIT_EVERY_DAYS = 14


@dataclass(frozen=True, slots=True)
class ProtectionTables:
    """The tables that hold child protection."""

    enquiries: Table
    conferences: Table
    plans: Table


class _Numbers:
    """Running numbers of enquiries, conferences and plans."""

    def __init__(self) -> None:
        self.enquiry, self.conference, self.plan = Counter("S47", 5000), Counter("CPC", 9000), Counter("CPP", 3000)


def protection_tables(protection: Protection, seed: str) -> ProtectionTables:
    """Return the three tables."""
    rng, numbers = Random(f"{seed}:protection rows"), _Numbers()
    tables = ProtectionTables(
        Table(
            "s47_enquiries", "started_on", "ended_on",
            known_with=dict.fromkeys(("ended_on", "outcome_code", "is_icpc_not_required"), "ended_on"),
        ),
        Table("cp_conferences", "held_on"),
        Table(
            "cp_plans", "started_on", "ended_on", 26,
            known_with={"ended_on": "ended_on", "end_reason_code": "ended_on"}, as_at=_as_at,
        ),
    )  # fmt: skip
    held: dict[int, str] = {}
    plan_ids = {id(plan): numbers.plan.new() for plan in protection.plans}
    for conference in sorted(protection.conferences, key=lambda conference: conference.held_on):
        by_child = {plan.person.child_id: plan for plan in conference.plans}
        for person, need in zip(conference.children, conference.needs, strict=True):
            enquiry_id = numbers.enquiry.new() if conference.enquiry_on else None
            if conference.enquiry_on and enquiry_id:
                tables.enquiries.rows.append(_enquiry(enquiry_id, conference, conference.enquiry_on, person, need))
            plan = by_child.get(person.child_id)
            row = _initial(numbers.conference.new(), conference, person, enquiry_id, rng)
            if plan:
                row["cp_plan_id"], held[id(plan)] = plan_ids[id(plan)], str(row["conference_id"])
            tables.conferences.rows.append(row)
    for plan in protection.plans:
        reviews = list(_review_days(plan, rng))
        tables.conferences.rows += [
            _review(numbers.conference.new(), plan, plan_ids[id(plan)], held_on, rng)
            for held_on in reviews
            if held_on >= _FIRST_FILED_ON and not plan.is_other_council
        ]
        tables.plans.rows.append(_plan(plan, plan_ids[id(plan)], held.get(id(plan)), reviews, rng))
    return tables


def _enquiry(enquiry_id: str, conference: Conference, started: date, person: Person, need: Need) -> Row:
    ended = workday_on_or_before(started + (conference.held_on - started) * 2 // 3)
    return {
        "s47_id": enquiry_id,
        "child_id": person.child_id,
        "referral_id": need.referral_id,
        "strategy_discussion_on": started,
        "started_on": started,
        "ended_on": ended,
        "is_icpc_not_required": False,
        "icpc_target_on": add_working_days(started, 15),
        "outcome_code": "ICPC",
        "team": conference.team,
        "worker_id": worker_of(conference.team, person.child_id),
    }


def _initial(conference_id: str, conference: Conference, person: Person, enquiry_id: str | None, rng: Random) -> Row:
    """Return an initial conference; one in ten does not name its enquiry, which must then be found by the child."""
    return {
        "conference_id": conference_id,
        "child_id": person.child_id,
        "s47_id": enquiry_id if rng.random() < 0.9 else None,
        "cp_plan_id": None,
        "conference_type_code": conference.kind,
        "due_on": add_working_days(conference.enquiry_on, 15) if conference.enquiry_on else None,
        "held_on": conference.held_on,
        "has_plan_outcome": bool(conference.plans),
        "is_quorate": rng.random() < 0.95,
        "participation_code": _participation(person, conference.held_on, rng),
        "team": conference.team,
    }


def _review_days(plan: Plan, rng: Random) -> Iterator[date]:
    """Return when a plan was reviewed: within three months, then every six, and when it ended."""
    due = plan.started_on + timedelta(days=rng.randint(78, 90))
    last = plan.ended_on or story.LAST_MONTH.ends_on
    while due < last - timedelta(days=25):
        yield workday_on_or_before(due)
        due += timedelta(days=rng.randint(150, 180))
    if plan.ended_on:
        yield plan.ended_on


def _review(conference_id: str, plan: Plan, plan_id: str, held_on: date, rng: Random) -> Row:
    return {
        "conference_id": conference_id,
        "child_id": plan.person.child_id,
        "s47_id": None,
        "cp_plan_id": plan_id,
        "conference_type_code": "REVIEW",
        "due_on": held_on + timedelta(days=rng.randint(0, 12)),
        "held_on": held_on,
        "has_plan_outcome": held_on != plan.ended_on,
        "is_quorate": rng.random() < 0.95,
        "participation_code": _participation(plan.person, held_on, rng),
        "team": support_team(plan.person),
    }


def _participation(person: Person, on: date, rng: Random) -> str:
    return "PN0" if person.age(on) < 4 else rng.choice(_PARTICIPATION)


def _plan(plan: Plan, plan_id: str, conference_id: str | None, reviews: list[date], rng: Random) -> Row:
    latest = plan.category if rng.random() < 0.9 else "MUL"
    reasons = ("SAFE", "SAFE", "SAFE", "SAFE", "SAFE", "TRANSFERRED", "OTHER")
    return {
        "cp_plan_id": plan_id,
        "child_id": plan.person.child_id,
        "referral_id": plan.need.referral_id if plan.need else None,
        "conference_id": conference_id,
        "started_on": plan.started_on,
        "ended_on": plan.ended_on,
        "initial_category_code": plan.category,
        "latest_category_code": latest,
        "previous_plans": plan.previous_plans,
        "previous_plan_ended_on": plan.previous_ended_on,
        "is_other_council_plan": plan.is_other_council,
        "end_reason_code": ("TRANSFERRED" if plan.is_other_council else rng.choice(reasons)) if plan.ended_on else None,
        "team": support_team(plan.person),
        "worker_id": worker_of(support_team(plan.person), plan.person.child_id),
        "_reviews": ",".join(day.isoformat() for day in reviews),
    }


def _as_at(row: Row, day: date) -> Row:
    """Return what a month's list says of a plan: its latest visit and review, and what its team was called."""
    started, ended = row["started_on"], row["ended_on"]
    if not isinstance(started, date):
        raise TypeError("a plan has a start")
    last = ended if isinstance(ended, date) else day
    reviews = [on for on in map(date.fromisoformat, filter(None, str(row["_reviews"]).split(","))) if on <= last]
    visited = workday_on_or_before(
        last - timedelta(days=(int(str(row["cp_plan_id"])[3:]) + last.month) % _VISIT_EVERY_DAYS)
    )
    return {
        "last_visit_on": visited if visited > started else None,
        "latest_review_on": max(reviews, default=None),
        "team": story.team_on(str(row["team"]), last),
    }
