"""Child protection plans, open and ended.

Called by: expectations.extracts.load.
Promises:  one row per plan and child; open while it has no end.
Never:     counts another council's plan as ours: is_other_council_plan says which those are.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.protection import ABUSE_CATEGORY, PLAN_END_REASON
from expectations.columns import (
    CHILD_ID,
    CONFERENCE_ID,
    CP_PLAN_ID,
    REFERRAL_ID,
    TEAM,
    WORKER_ID,
)
from expectations.contract import Column, Extract
from expectations.rules.cp_plans import RULES

EXTRACT = Extract(
    name="cp_plans",
    title="Child protection plans",
    kind="events",
    key=("cp_plan_id",),
    dated_by="started_on",
    kept_from="ended_on",
    sequence="started_on",
    source="Annex A list 7; CIN census; SSD ssd_cp_plans",
    columns=(
        replace(
            CP_PLAN_ID,
            required=True,
            description="The case system's number of the plan.",
            made_from=("child_id", "started_on"),
        ),
        CHILD_ID,
        REFERRAL_ID,
        CONFERENCE_ID,
        Column(
            "started_on",
            "DATE",
            "Child Protection Plan Start Date",
            "Day the child became subject to the plan.",
            required=True,
            aliases=("CP Plan Start Date", "CPP Start Date", "CPPstartDate", "Plan Start Date", "Start Date"),
        ),
        Column(
            "ended_on",
            "DATE",
            "Child Protection Plan End Date",
            "Day the plan ended; blank while open.",
            aliases=("CP Plan End Date", "CPP End Date", "CPPendDate", "Plan End Date", "End Date"),
        ),
        Column(
            "initial_category_code",
            "VARCHAR",
            "Initial Category of Abuse",
            "Category when the plan began.",
            expected=True,
            codes=ABUSE_CATEGORY,
            aliases=("Initial Category", "InitialCategoryOfAbuse Code"),
        ),
        Column(
            "latest_category_code",
            "VARCHAR",
            "Latest Category of Abuse",
            "Category now, or when the plan ended.",
            expected=True,
            codes=ABUSE_CATEGORY,
            aliases=("Latest Category", "Current Category of Abuse"),
        ),
        Column(
            "previous_plans",
            "INTEGER",
            "Number of Previous Child Protection Plans",
            "Plans that the child had before this one, however long ago.",
            expected=True,
            aliases=("NumberOfPreviousCPP", "Number of Previous Plans", "Previous CP Plans"),
        ),
        Column(
            "previous_plan_ended_on",
            "DATE",
            "Previous Plan End Date",
            "Day the plan before this one ended.",
            aliases=("Previous CP Plan End Date", "Last Plan End Date"),
        ),
        Column(
            "last_visit_on",
            "DATE",
            "Date of the Last Statutory Visit",
            "Day the child was last visited under the plan.",
            aliases=("Last Statutory Visit Date", "Last Visit Date", "Latest CP Visit"),
        ),
        Column(
            "is_seen_alone",
            "BOOLEAN",
            "Was the Child Seen Alone?",
            "The child was seen alone at that visit.",
            aliases=("Seen Alone", "Child Seen Alone"),
        ),
        Column(
            "latest_review_on",
            "DATE",
            "Date of Latest Review Conference",
            "Day of the latest review conference.",
            aliases=("Latest Review Date", "Last Review Date"),
        ),
        Column(
            "has_emergency_protection_last_6m",
            "BOOLEAN",
            "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
            "Was under an emergency protection order or police protection in the last six months.",
            aliases=("EPO or Police Protection in Last 6 Months",),
        ),
        Column(
            "is_other_council_plan",
            "BOOLEAN",
            "OLA Plan",
            "The plan is another council's, and only kept here.",
            aliases=("Other Local Authority Plan", "OLA CP Plan", "Temporary CP Plan"),
        ),
        Column(
            "end_reason_code",
            "VARCHAR",
            "CP Plan End Reason",
            "Why the plan ended.",
            codes=PLAN_END_REASON,
            aliases=("Plan End Reason", "End Reason", "Reason CP Plan Ended"),
        ),
        TEAM,
        WORKER_ID,
    ),
    rules=RULES,
)
