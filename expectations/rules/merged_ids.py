"""What makes a row of merged identifiers wrong, with an example of each.

Called by: expectations.extracts.merged_ids.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "G11a",
        "Old and new number are the same",
        "reject_row",
        "old_child_id = new_child_id",
        "Following the merge would never end.",
        source="own",
        breaks=[{"old_child_id": "A", "new_child_id": "A"}],
        passes=[{"old_child_id": "A", "new_child_id": "B"}],
    ),
    Rule(
        "G11b",
        "Each of two numbers is merged into the other",
        "warn",
        "EXISTS (SELECT 1 FROM silver.merged_ids m WHERE m.old_child_id = t.new_child_id"
        " AND m.new_child_id = t.old_child_id)",
        "Which number the child goes on under cannot be told, so the two histories stay apart.",
        scope="cross_file",
        needs=("merged_ids",),
        source="own",
        breaks={"merged_ids": [{"old_child_id": "A", "new_child_id": "B"}, {"old_child_id": "B", "new_child_id": "A"}]},
        passes={"merged_ids": [{"old_child_id": "A", "new_child_id": "B"}, {"old_child_id": "B", "new_child_id": "C"}]},
    ),
    Rule(
        "G11c",
        "Old number was merged into a different child in an earlier month's file",
        "warn",
        "before.new_child_id <> t.new_child_id",
        "A history moves from one child to another: figures of earlier periods change.",
        scope="cross_period",
        source="own",
        breaks={
            "before": [{"old_child_id": "A", "new_child_id": "B"}, {"old_child_id": "B3", "new_child_id": "x3"}],
            "now": [
                {"old_child_id": "A", "new_child_id": "C"},
                {"old_child_id": "B3", "new_child_id": "A3"},
                {"old_child_id": "B3", "new_child_id": "x3"},
            ],
        },
        passes={
            "before": [{"old_child_id": "A", "new_child_id": "B"}, {"new_child_id": "B2"}],
            "now": [{"old_child_id": "A", "new_child_id": "B"}, {"new_child_id": "C2"}],
        },
    ),
)
