"""Pathway plans of young people who are leaving, or have left, care.

Called by: expectations.extracts.load.
Promises:  one row per plan, with its latest review.
Never:     says who ought to have a plan: that comes from the care leavers and episodes files.
"""

from __future__ import annotations

from expectations.codes.leaving_care import PLAN_STATUS
from expectations.columns import CHILD_ID
from expectations.contract import Column, Extract
from expectations.rules.pathway_plans import RULES

EXTRACT = Extract(
    name="pathway_plans",
    title="Pathway plans",
    kind="events",
    key=("plan_id",),
    dated_by="started_on",
    sequence="started_on",
    source="local; SSD ssd_care_leavers holds the latest date only",
    columns=(
        Column(
            "plan_id",
            "VARCHAR",
            "Pathway Plan ID",
            "The case system's number of the plan.",
            required=True,
            identifies="pathway_plan",
            aliases=("Pathway Plan Number", "PP ID"),
        ),
        CHILD_ID,
        Column(
            "started_on",
            "DATE",
            "Pathway Plan Start Date",
            "Day the plan began.",
            required=True,
            aliases=("Plan Start", "Plan Start Date", "Start Date"),
        ),
        Column(
            "reviewed_on",
            "DATE",
            "Pathway Plan Review Date",
            "Day of the latest review.",
            aliases=("Review Date", "Latest Review Date", "Last Review Date"),
        ),
        Column(
            "review_due_on",
            "DATE",
            "Pathway Plan Review Due Date",
            "Day by which the next review is due.",
            aliases=("Review Due", "Review Due Date", "Next Review Date"),
        ),
        Column(
            "status_code",
            "VARCHAR",
            "Pathway Plan Status",
            "In force, being written, or ended.",
            codes=PLAN_STATUS,
            aliases=("Status", "Plan Status"),
        ),
        Column(
            "version",
            "INTEGER",
            "Pathway Plan Version",
            "Which version of the child's plan this is.",
            aliases=("Plan Version", "Version Number"),
        ),
    ),
    rules=RULES,
)
