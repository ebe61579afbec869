"""Merged identifiers: two records turned out to be one child.

Called by: expectations.extracts.load.
Promises:  every history under the old number goes on under the new one.
Never:     says which of the two records was right.
"""

from __future__ import annotations

from expectations.contract import Column, Extract, Rule

EXTRACT = Extract(
    name="merged_ids",
    title="Merged identifiers",
    kind="events",
    key=("old_child_id",),
    dated_by="merged_on",
    merges=("old_child_id", "new_child_id"),
    source="local",
    columns=(
        Column(
            "old_child_id",
            "VARCHAR",
            "Old Child ID",
            "The number that is no longer used.",
            required=True,
            identifies="child",
            as_written=True,
            aliases=("Old ID", "Merged From ID", "Duplicate Child ID"),
        ),
        Column(
            "new_child_id",
            "VARCHAR",
            "New Child ID",
            "The number under which the child goes on.",
            required=True,
            identifies="child",
            as_written=True,
            aliases=("New ID", "Merged To ID", "Surviving Child ID"),
        ),
        Column(
            "merged_on",
            "DATE",
            "Merge Date",
            "Day the two were made one.",
            required=True,
            aliases=("Date Merged", "Merged Date"),
        ),
    ),
    rules=(
        Rule(
            "G11a",
            "Old and new number are the same",
            "reject_row",
            "old_child_id = new_child_id",
            "Following the merge would never end.",
            source="own",
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
        ),
        Rule(
            "G11c",
            "Old number was merged into a different child in last month's file",
            "warn",
            "EXISTS (SELECT 1 FROM delivered.merged_ids o WHERE o.old_child_id = t.old_child_id"
            " AND o.month_ends_on = t.previous_month_ends_on AND o.new_child_id <> t.new_child_id)",
            "A history moves from one child to another: figures of earlier periods change.",
            scope="cross_period",
            needs=("merged_ids",),
            source="own",
        ),
    ),
)
