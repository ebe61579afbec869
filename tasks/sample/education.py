"""Education, health and care requests and plans.

Called by: tasks.sample.world.
Promises:  the plans issued in each quarter and those within twenty weeks are the counts of tasks.sample.story.
Never:     issues a plan on a request that was refused.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.people import Counter, People
from tasks.sample.tables import Row, Table
from tasks.sample.workdays import workday_in
from warehouse.periods import Month

TWENTY_WEEKS_DAYS = 140
_NEEDS = (
    *(["ASD"] * 8),
    *(["SEMH"] * 5),
    *(["SLCN"] * 5),
    "MLD",
    "MLD",
    "SLD",
    "PD",
    "SPLD",
    "HI",
    "VI",
    "PMLD",
    "OTH",
)
_REFUSED_A_MONTH, _NO_PLAN_A_MONTH, _PENDING_A_MONTH = 8, 2, 25


def ehc_requests(people: People, seed: str) -> Table:
    """Return the table of requests, oldest first."""
    rng = Random(f"{seed}:education")
    decided = {
        "request_outcome_code": "request_decided_on",
        "request_decided_on": "request_decided_on",
        "assessment_outcome_code": "assessment_decided_on",
        "assessment_decided_on": "assessment_decided_on",
        **dict.fromkeys(("plan_issued_on", "has_exceptions", "plan_started_on"), "plan_issued_on"),
    }
    table = Table("ehc", "requested_on", "_closed_on", 12, known_with=decided)
    for month in Month.range(story.FIRST_MONTH, story.LAST_MONTH.plus(5)):
        issued, in_time = story.of_month(month, story.EHC_PLANS)
        if month > story.LAST_MONTH:
            issued, in_time = _PENDING_A_MONTH, _PENDING_A_MONTH
        table.rows += [_plan(month, position < in_time, people, rng) for position in range(issued)]
        table.rows += [_refused(month, people, rng) for _ in range(_REFUSED_A_MONTH)]
        table.rows += [_no_plan(month, people, rng) for _ in range(_NO_PLAN_A_MONTH)]
    table.rows.sort(key=lambda row: str(row["requested_on"]))
    numbers = Counter("EHC", 2000)
    for row in table.rows:
        row["request_id"] = numbers.new()
    return table


def _plan(month: Month, is_in_time: bool, people: People, rng: Random) -> Row:
    """Return a request that led to a plan in a month; some in time take exactly twenty weeks, some late a day more."""
    issued = workday_in(month, rng)
    days = rng.choice((rng.randint(112, 140), 140, 139)) if is_in_time else rng.choice((rng.randint(141, 290), 141))
    requested = issued - timedelta(days=days)
    is_late = days > TWENTY_WEEKS_DAYS
    return _row(requested, people, rng) | {
        "request_outcome_code": "Y",
        "request_decided_on": requested + timedelta(days=rng.randint(24, 42)),
        "assessment_outcome_code": "Y",
        "assessment_decided_on": issued - timedelta(days=rng.randint(18, 28)),
        "plan_issued_on": issued,
        "has_exceptions": is_late and rng.random() < 0.2,
        "plan_started_on": issued,
        "_closed_on": issued,
    }


def _refused(month: Month, people: People, rng: Random) -> Row:
    decided = workday_in(month, rng)
    outcome = "N" if rng.random() < 0.85 else "W"
    return _row(decided - timedelta(days=rng.randint(20, 42)), people, rng) | {
        "request_outcome_code": outcome,
        "request_decided_on": decided,
        "_closed_on": decided,
    }


def _no_plan(month: Month, people: People, rng: Random) -> Row:
    decided = workday_in(month, rng)
    requested = decided - timedelta(days=rng.randint(90, 115))
    return _row(requested, people, rng) | {
        "request_outcome_code": "Y",
        "request_decided_on": requested + timedelta(days=rng.randint(24, 42)),
        "assessment_outcome_code": "N",
        "assessment_decided_on": decided,
        "_closed_on": decided,
    }


def _row(requested: date, people: People, rng: Random) -> Row:
    """Return a request about a new child, with nothing decided."""
    person = people.new(requested - timedelta(days=rng.randint(3 * 365, 18 * 365)))
    blank = (
        *("request_outcome_code", "request_decided_on", "assessment_outcome_code", "assessment_decided_on"),
        *("plan_issued_on", "has_exceptions", "plan_started_on", "last_reviewed_on", "plan_ceased_on"),
        *("cease_reason_code", "_closed_on"),
    )
    return dict.fromkeys(blank) | {
        "child_id": person.child_id,
        "requested_on": requested,
        "primary_need_code": rng.choice(_NEEDS),
        "urn": str(100_000 + rng.randrange(900)) if person.age(requested) >= 4 else None,
        "team": story.SEND_TEAM,
    }
