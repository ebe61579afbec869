"""What makes a row of looked after children at the month's end wrong, with an example of each.

Called by: expectations.extracts.lac_current.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import child_is_listed, in_order, not_after_month_end, not_both_or_neither

_IN_CARE = (
    "EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id AND e.started_on <= t.as_at"
    " AND (e.ended_on IS NULL OR e.ended_on > t.as_at))"
)

RULES: tuple[Rule, ...] = (
    not_after_month_end("D13e", "started_on", "Start of care", source="903 141"),
    in_order(
        "D4d",
        ("started_on", "ceased_on"),
        "Care ended before it began",
        "The period of care would have a negative length.",
        "903 355",
    ),
    not_both_or_neither(
        "D3c",
        ("ceased_on", "reason_ceased_code"),
        "End of care without a reason, or a reason without an end",
        "Whether the child is still looked after cannot be told.",
        "903 148",
    ),
    in_order(
        "D4e",
        ("started_on", "placement_started_on"),
        "Placement began before the period of care",
        "How long the child has lived in one home would be counted from before care.",
        "own",
    ),
    Rule(
        "D18v",
        "Looked after, but without a placement in the last 12 months",
        "query",
        "placements_last_12m < 1 AND ceased_on IS NULL",
        "Every looked after child lives somewhere, so that the count of placements is too low.",
        source="own",
        breaks=[{"placements_last_12m": 0}],
        passes=[{"placements_last_12m": 1}, {"placements_last_12m": 0, "ceased_on": "2020-09-01"}, {}],
    ),
    Rule(
        "G3d",
        "On the list as looked after, but no episode was open at the end of the month",
        "warn",
        f"t.ceased_on IS NULL AND NOT {_IN_CARE}",
        "The list and the episodes disagree on who is looked after; figures follow the episodes.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="own",
        breaks={
            "lac_current": [{"child_id": "A"}, {"child_id": "B"}, {"child_id": "C"}],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-09-30"},
                {"child_id": "B", "started_on": "2020-10-01"},
                {"child_id": "D", "started_on": "2020-06-01"},
            ],
        },
        passes={
            "lac_current": [
                {"child_id": "A"},
                {"child_id": "B"},
                {"child_id": "C", "ceased_on": "2020-09-01"},
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-10-01"},
                {"child_id": "B", "started_on": "2020-09-30"},
            ],
        },
    ),
    Rule(
        "G3e",
        "On the list as having left care, but an episode was open at the end of the month",
        "warn",
        f"t.ceased_on <= t.as_at AND {_IN_CARE}",
        "The list and the episodes disagree on who is looked after; figures follow the episodes.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="own",
        breaks={
            "lac_current": [
                {"child_id": "A", "ceased_on": "2020-09-30"},
                {"child_id": "B", "ceased_on": "2020-09-01"},
                {"child_id": "C", "ceased_on": "2020-09-01"},
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-06-01"},
                {"child_id": "B", "started_on": "2020-06-01", "ended_on": "2020-10-01"},
                {"child_id": "C", "started_on": "2020-09-30"},
            ],
        },
        passes={
            "lac_current": [
                {"child_id": "A", "ceased_on": "2020-10-01"},
                {"child_id": "B", "ceased_on": "2020-09-01"},
                {"child_id": "C", "ceased_on": "2020-09-01"},
                {"child_id": "D"},
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-06-01"},
                {"child_id": "B", "started_on": "2020-06-01", "ended_on": "2020-09-30"},
                {"child_id": "C", "started_on": "2020-10-01"},
                {"child_id": "D", "started_on": "2020-06-01"},
                {"child_id": "E", "started_on": "2020-06-01"},
            ],
        },
    ),
    child_is_listed("B13v", "lac_current"),
)
