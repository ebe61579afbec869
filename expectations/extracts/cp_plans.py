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
    child_is_listed,
    not_after_month_end,
)
from expectations.contract import Column, Extract, Rule

EXTRACT = Extract(
    name="cp_plans",
    title="Child protection plans",
    kind="events",
    key=("cp_plan_id",),
    dated_by="started_on",
    sequence="started_on",
    source="Annex A list 7; CIN census; SSD ssd_cp_plans",
    columns=(
        replace(CP_PLAN_ID, required=True, description="The case system's number of the plan."),
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
            "latest_review_on",
            "DATE",
            "Date of Latest Review Conference",
            "Day of the latest review conference.",
            aliases=("Latest Review Date", "Last Review Date"),
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
    rules=(
        not_after_month_end("C1g", "started_on", "Start of the plan"),
        Rule(
            "C34a",
            "Plan ends before it begins",
            "reject_row",
            "ended_on < started_on",
            "The plan would have a negative length and count among the shortest.",
            source="CIN 8925",
        ),
        Rule(
            "C34b",
            "Plan began and ended on the same day",
            "warn",
            "ended_on = started_on",
            "It counts among plans that lasted less than three months, though it was probably entered by mistake.",
            source="CIN 8840",
        ),
        Rule(
            "C34c",
            "Plan ends after the end of the month",
            "reject_row",
            "ended_on > month_ends_on",
            "A plan that is still open would count as ended.",
            source="CIN 8930",
        ),
        Rule(
            "C36a",
            "Previous plan ended after this one began",
            "warn",
            "previous_plan_ended_on > started_on",
            "Whether this is a second plan within two years cannot be told.",
            source="own",
        ),
        Rule(
            "C36b",
            "Number of previous plans is nought, but a previous plan's end is given",
            "warn",
            "previous_plans = 0 AND previous_plan_ended_on IS NOT NULL",
            "The child counts as new to a plan although there was an earlier one.",
            source="CIN 8730",
        ),
        Rule(
            "C35a",
            "Plan began before the child's earlier plan ended",
            "reject_row",
            "started_on < previous.ended_on AND NOT coalesce(is_other_council_plan, false)"
            " AND NOT coalesce(previous.is_other_council_plan, false)",
            "The child has two plans at once: open plans are counted twice and this one as a repeat.",
            scope="child",
            source="CIN 8940",
        ),
        Rule(
            "C35b",
            "A later plan began while this one has no end",
            "reject_row",
            "ended_on IS NULL AND following.started_on IS NOT NULL AND NOT coalesce(is_other_council_plan, false)"
            " AND NOT coalesce(following.is_other_council_plan, false)",
            "The child has two open plans and is counted twice; the earlier one must have ended.",
            scope="child",
            source="CIN 8935",
        ),
        Rule(
            "C36d",
            "Number of previous plans has not risen since the child's earlier plan",
            "warn",
            "previous_plans <= previous.previous_plans AND NOT coalesce(previous.is_other_council_plan, false)",
            "A repeat plan counts as a first one.",
            scope="child",
            source="CIN 8730",
        ),
        child_is_listed("B13b"),
        Rule(
            "C32",
            "Plan does not begin on the day of its conference",
            "warn",
            "EXISTS (SELECT 1 FROM silver.cp_conferences c WHERE c.conference_id = t.conference_id"
            " AND c.held_on <> t.started_on)",
            "The length of the plan, and the period it counts in, may be wrong.",
            scope="cross_file",
            needs=("cp_conferences",),
            source="CIN 2885",
        ),
        Rule(
            "C33",
            "Plan began before its referral",
            "warn",
            "EXISTS (SELECT 1 FROM silver.referrals r WHERE r.referral_id = t.referral_id"
            " AND t.started_on < r.referral_on)",
            "One of the two dates is wrong, so one of them counts in the wrong period.",
            scope="cross_file",
            needs=("referrals",),
            source="CIN 1105",
        ),
        Rule(
            "C38",
            "Plan began or ended after the child's death",
            "warn",
            "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id"
            " AND (p.died_on < t.started_on OR p.died_on < t.ended_on))",
            "A child who has died counts among open plans.",
            scope="cross_file",
            needs=("persons",),
            source="CIN 8915, 8920",
        ),
        Rule(
            "G4a",
            "Plan is open but the child has no social worker allocated",
            "warn",
            "t.ended_on IS NULL AND NOT EXISTS (SELECT 1 FROM silver.sw_allocations a WHERE a.child_id = t.child_id"
            " AND a.worker_role_code = 'SOCIAL_WORKER' AND a.ended_on IS NULL)",
            "The case is on nobody's list: supervision and caseload figures leave it out.",
            scope="cross_file",
            needs=("sw_allocations",),
            source="own",
        ),
        Rule(
            "G2c",
            "Plan has a different start than in last month's file, or had ended and is open again",
            "warn",
            "EXISTS (SELECT 1 FROM delivered.cp_plans o WHERE o.cp_plan_id = t.cp_plan_id"
            " AND o.month_ends_on = t.previous_month_ends_on AND (o.started_on <> t.started_on"
            " OR o.ended_on IS NOT NULL AND t.ended_on IS NULL))",
            "Plans counted as begun or ended in an earlier period change: a restatement.",
            scope="cross_period",
            needs=("cp_plans",),
            source="own",
        ),
    ),
)
