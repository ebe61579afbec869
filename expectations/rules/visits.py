"""What makes a row of visits wrong, with an example of each.

Called by: expectations.extracts.visits.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import child_is_listed, not_after_month_end

_OUTSIDE = "Visits in time are counted against the plan or the period of care that was open; this one is lost."


def _within(code: str, plan_type: str, table: str, message: str) -> Rule:
    """A visit of a kind lies within the life of what it was due under; the first and the last day belong to it."""
    return Rule(
        code,
        message,
        "warn",
        f"t.plan_type_code = '{plan_type}' AND NOT EXISTS (SELECT 1 FROM silver.{table} p"
        " WHERE p.child_id = t.child_id AND p.started_on <= t.visited_on"
        " AND (p.ended_on IS NULL OR p.ended_on >= t.visited_on))",
        _OUTSIDE,
        scope="cross_file",
        needs=(table,),
        source="own",
        breaks={
            "visits": [
                {"child_id": "A", "plan_type_code": plan_type, "visited_on": "2020-09-02"},
                {"child_id": "B", "plan_type_code": plan_type, "visited_on": "2020-09-02"},
                {"child_id": "C", "plan_type_code": plan_type, "visited_on": "2020-09-02"},
            ],
            table: [
                {"child_id": "A", "started_on": "2020-09-03"},
                {"child_id": "B", "started_on": "2020-06-01", "ended_on": "2020-09-01"},
                {"child_id": "D", "started_on": "2020-06-01"},
            ],
        },
        passes={
            "visits": [
                {"child_id": "A", "plan_type_code": plan_type, "visited_on": "2020-09-02"},
                {"child_id": "B", "plan_type_code": plan_type, "visited_on": "2020-09-02"},
                {"child_id": "C", "plan_type_code": "OTHER", "visited_on": "2020-09-02"},
            ],
            table: [
                {"child_id": "A", "started_on": "2020-09-02"},
                {"child_id": "B", "started_on": "2020-06-01", "ended_on": "2020-09-02"},
            ],
        },
    )


RULES: tuple[Rule, ...] = (
    not_after_month_end("G6a", "visited_on", "Visit", source="own"),
    Rule(
        "G6b",
        "Child was not seen, but was seen alone",
        "warn",
        "NOT is_child_seen AND is_seen_alone",
        "The visit counts among those at which the child was seen alone.",
        source="own",
        breaks=[{"is_child_seen": False, "is_seen_alone": True}],
        passes=[
            {"is_child_seen": True, "is_seen_alone": True},
            {"is_child_seen": False, "is_seen_alone": False},
            {"is_seen_alone": True},
        ],
    ),
    _within("G6c", "CIN", "cin_plans", "Visit under a child in need plan on a day without one"),
    _within("G6d", "CP", "cp_plans", "Visit under a child protection plan on a day without one"),
    _within("G6e", "LAC", "lac_episodes", "Visit to a looked after child on a day without an episode of care"),
    child_is_listed("B13i", "visits"),
)
