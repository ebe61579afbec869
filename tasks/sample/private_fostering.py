"""Private fostering arrangements: children whom an assessment found to live with people other than close relatives.

Called by: tasks.sample.world.
Promises:  in each quarter as many arrangements are notified, and as many of them visited within seven working days,
           as tasks.sample.story says; the assessment that began with the notification names private fostering.
Never:     takes a child who is looked after or under a protection plan, nor one who could turn 16 meanwhile.
"""

from __future__ import annotations

from collections import Counter as Numbers
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.people import Counter, Person
from tasks.sample.tables import Row, Table
from tasks.sample.workdays import add_working_days, workday_on_or_before
from warehouse.periods import Month, Quarter

_KINDS = (*(["8D"] * 6), *(["8B"] * 3), "8C", "8F")
_STAYS_FOR_A_WHILE = "8B"
_AGES = range(4, 13)
_FINDINGS = ("NFA", "EARLY_HELP", "CIN_PLAN", "OTHER")
_NO_FACTOR = "21"


def private_fostering(
    assessments: Sequence[Row], people: Mapping[str, Person], known_elsewhere: frozenset[str], seed: str
) -> Table:
    """Return the table of arrangements, and let the assessments that found them say so.

    known_elsewhere: children who are looked after or under a plan at whatever time.
    """
    rng, numbers = Random(f"{seed}:private fostering"), Counter("PF", 600)
    table = Table(
        "private_fostering", "notified_on", "ended_on", 12,
        {"ended_on": "ended_on", "first_visited_on": "first_visited_on"},
    )  # fmt: skip
    able = _able(assessments, people, known_elsewhere)
    for text, (notified, in_time) in story.PRIVATE_FOSTERING.items():
        for position, assessment in enumerate(rng.sample(able.get(text, []), notified)):
            row = _arrangement(numbers.new(), assessment, position < in_time, rng)
            found = [code for code in str(assessment["factor_codes"]).split(",") if code != _NO_FACTOR]
            assessment["factor_codes"] = ",".join(sorted([*found, str(row["kind_code"])]))
            table.rows.append(row)
    return table


def _able(
    assessments: Sequence[Row], people: Mapping[str, Person], known_elsewhere: frozenset[str]
) -> dict[str, list[Row]]:
    """Return the assessments that may find private fostering, by the quarter in which they began."""
    times = Numbers(str(row["child_id"]) for row in assessments)
    able: dict[str, list[Row]] = {}
    for row in assessments:
        child_id = str(row["child_id"])
        person, started = people[child_id], _day(row["started_on"])
        is_free = times[child_id] == 1 and child_id not in known_elsewhere and row["outcome_code"] in _FINDINGS
        if is_free and person.age(started) in _AGES and person.disability_codes == "NONE":
            able.setdefault(str(Quarter.of(Month.of(started))), []).append(row)
    return able


def _arrangement(arrangement_id: str, assessment: Row, is_in_time: bool, rng: Random) -> Row:
    notified, kind = _day(assessment["started_on"]), rng.choice(_KINDS)
    started = notified - timedelta(days=rng.randint(-10, 60))
    meant_for = rng.randint(60, 180) if kind == _STAYS_FOR_A_WHILE else None
    lasts = meant_for or rng.randint(70, 700)
    ended = workday_on_or_before(started + timedelta(days=lasts))
    return {
        "arrangement_id": arrangement_id,
        "child_id": assessment["child_id"],
        "kind_code": kind,
        "notified_on": notified,
        "started_on": started,
        "expected_ended_on": started + timedelta(days=meant_for) if meant_for else None,
        "ended_on": ended if ended <= story.LAST_MONTH.ends_on else None,
        "first_visited_on": add_working_days(notified, rng.randint(1, 7) if is_in_time else rng.randint(8, 14)),
        "team": assessment["team"],
        "worker_id": assessment["worker_id"],
    }


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError("an assessment has a start")
    return value
