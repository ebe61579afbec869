"""What makes a row of personal education plans wrong, with an example of each.

Called by: expectations.extracts.peps.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import child_is_listed

RULES: tuple[Rule, ...] = (
    Rule(
        "G52",
        "Plan is completed on a day after the end of the month",
        "warn",
        "status_code = 'COMPLETED' AND held_on > month_ends_on",
        "A meeting that is still to come counts as held.",
        source="own",
        breaks=[{"status_code": "COMPLETED", "held_on": "2020-10-01"}],
        passes=[
            {"status_code": "COMPLETED", "held_on": "2020-09-30"},
            {"status_code": "PLANNED", "held_on": "2020-10-01"},
        ],
    ),
    Rule(
        "G53",
        "Meeting is still planned for a day that is past",
        "query",
        "status_code = 'PLANNED' AND held_on < month_starts_on",
        "It was probably held or missed, and nobody has recorded which.",
        source="own",
        breaks=[{"status_code": "PLANNED", "held_on": "2020-08-31"}],
        passes=[
            {"status_code": "PLANNED", "held_on": "2020-09-01"},
            {"status_code": "COMPLETED", "held_on": "2020-08-31"},
        ],
    ),
    Rule(
        "G54",
        "Term does not fit the day of the meeting",
        "warn",
        "term_code = 'AUTUMN' AND month(held_on) BETWEEN 2 AND 7"
        " OR term_code = 'SPRING' AND month(held_on) BETWEEN 6 AND 11"
        " OR term_code = 'SUMMER' AND (month(held_on) < 3 OR month(held_on) > 9)",
        "Plans are counted by term, and this one counts in the wrong one. A month on either side is let pass.",
        source="own",
        breaks=[
            {"term_code": "AUTUMN", "held_on": "2020-02-01"},
            {"term_code": "AUTUMN", "held_on": "2020-07-31"},
            {"term_code": "SPRING", "held_on": "2020-06-01"},
            {"term_code": "SPRING", "held_on": "2020-11-30"},
            {"term_code": "SUMMER", "held_on": "2020-02-28"},
            {"term_code": "SUMMER", "held_on": "2020-10-01"},
        ],
        passes=[
            {"term_code": "AUTUMN", "held_on": "2020-01-31"},
            {"term_code": "AUTUMN", "held_on": "2020-08-01"},
            {"term_code": "SPRING", "held_on": "2020-05-31"},
            {"term_code": "SPRING", "held_on": "2020-12-01"},
            {"term_code": "SUMMER", "held_on": "2020-03-01"},
            {"term_code": "SUMMER", "held_on": "2020-09-30"},
            {"held_on": "2020-02-01"},
            {"held_on": "2020-06-15"},
            {"held_on": "2020-10-15"},
        ],
    ),
    Rule(
        "G55",
        "Plan on a day the child was not looked after",
        "warn",
        "t.status_code = 'COMPLETED' AND NOT EXISTS (SELECT 1 FROM silver.lac_episodes e"
        " WHERE e.child_id = t.child_id AND e.started_on <= t.held_on"
        " AND (e.ended_on IS NULL OR e.ended_on >= t.held_on))",
        "An episode is missing, or the plan is on the wrong child.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="own",
        breaks={
            "peps": [
                {"child_id": "A", "held_on": "2020-09-02", "status_code": "COMPLETED"},
                {"child_id": "B", "held_on": "2020-09-02", "status_code": "COMPLETED"},
                {"child_id": "C", "held_on": "2020-09-02", "status_code": "COMPLETED"},
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-09-03"},
                {"child_id": "B", "started_on": "2020-06-01", "ended_on": "2020-09-01"},
                {"child_id": "D", "started_on": "2020-06-01"},
            ],
        },
        passes={
            "peps": [
                {"child_id": "A", "held_on": "2020-09-02", "status_code": "COMPLETED"},
                {"child_id": "B", "held_on": "2020-09-02", "status_code": "COMPLETED"},
                {"child_id": "C", "held_on": "2020-09-02", "status_code": "PLANNED"},
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-09-02"},
                {"child_id": "B", "started_on": "2020-06-01", "ended_on": "2020-09-02"},
            ],
        },
    ),
    child_is_listed("B13k", "peps"),
)
