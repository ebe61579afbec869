"""Visits to children under a plan or in care.

Called by: expectations.extracts.load.
Promises:  one row per visit and child.
Never:     takes where the visit was, or what was said.
"""

from __future__ import annotations

from expectations.codes.practice import VISIT_PLAN
from expectations.columns import CHILD_ID, CIN_PLAN_ID, CP_PLAN_ID, LAC_PERIOD_ID, TEAM, WORKER_ID
from expectations.contract import Column, Extract
from expectations.rules.visits import RULES

EXTRACT = Extract(
    name="visits",
    title="Visits",
    kind="events",
    key=("visit_id",),
    dated_by="visited_on",
    sequence="visited_on",
    moves_monthly=True,
    source="SSD ssd_cin_visits, ssd_cp_visits, ssd_cla_visits",
    columns=(
        Column(
            "visit_id",
            "VARCHAR",
            "Visit ID",
            "The case system's number of the visit.",
            required=True,
            identifies="visit",
            aliases=("Visit Number", "CP Visit ID", "CIN Visit ID", "CLA Visit ID"),
        ),
        CHILD_ID,
        Column(
            "plan_type_code",
            "VARCHAR",
            "Plan Type",
            "Under what the visit was due: a child in need plan, a protection plan, care.",
            required=True,
            codes=VISIT_PLAN,
            aliases=("Visit Type", "Type of Visit"),
        ),
        CIN_PLAN_ID,
        CP_PLAN_ID,
        LAC_PERIOD_ID,
        Column(
            "visited_on",
            "DATE",
            "Visit Date",
            "Day of the visit.",
            required=True,
            aliases=("Date of Visit", "Visit Completed Date"),
        ),
        Column(
            "is_child_seen",
            "BOOLEAN",
            "Child Seen",
            "The child was seen.",
            expected=True,
            aliases=("Was the Child Seen",),
        ),
        Column(
            "is_seen_alone",
            "BOOLEAN",
            "Seen Alone",
            "The child was seen alone.",
            aliases=("Child Seen Alone", "Was the Child Seen Alone?"),
        ),
        Column(
            "is_bedroom_seen",
            "BOOLEAN",
            "Bedroom Seen",
            "The child's bedroom was seen.",
            aliases=("Was the Bedroom Seen",),
        ),
        TEAM,
        WORKER_ID,
    ),
    rules=RULES,
)
