"""Plans for children in need, open and ended.

Called by: expectations.extracts.load.
Promises:  one row per plan and child; open while it has no end.
Never:     holds protection plans; a child has the one or the other.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.columns import CHILD_ID, CIN_PLAN_ID, REFERRAL_ID, TEAM, WORKER_ID
from expectations.contract import Column, Extract
from expectations.rules.cin_plans import RULES

EXTRACT = Extract(
    name="cin_plans",
    title="Child in need plans",
    kind="events",
    key=("cin_plan_id",),
    dated_by="started_on",
    kept_from="ended_on",
    sequence="started_on",
    source="CIN census CINPlanDates; SSD ssd_cin_plans",
    columns=(
        replace(
            CIN_PLAN_ID,
            required=True,
            description="The case system's number of the plan.",
            made_from=("child_id", "started_on"),
        ),
        CHILD_ID,
        REFERRAL_ID,
        Column(
            "started_on",
            "DATE",
            "CIN Plan Start Date",
            "Day the plan began.",
            required=True,
            aliases=("CINPlanStartDate", "Child in Need Plan Start Date"),
        ),
        Column(
            "ended_on",
            "DATE",
            "CIN Plan End Date",
            "Day the plan ended; blank while open.",
            aliases=("CINPlanEndDate", "Child in Need Plan End Date"),
        ),
        TEAM,
        WORKER_ID,
    ),
    rules=RULES,
)
