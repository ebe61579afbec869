"""Merged identifiers: two records turned out to be one child.

Called by: expectations.extracts.load.
Promises:  every history under the old number goes on under the new one.
Never:     says which of the two records was right.
"""

from __future__ import annotations

from expectations.contract import Column, Extract
from expectations.rules.merged_ids import RULES

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
    rules=RULES,
)
