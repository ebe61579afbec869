"""Allocations: which worker held which child's case, from when to when.

Called by: expectations.extracts.load.
Promises:  one row per child, worker and spell; only case-holding social workers count as "social worker".
Never:     takes a worker's name.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.practice import WORKER_CHANGE, WORKER_ROLE
from expectations.columns import CHILD_ID, REFERRAL_ID, TEAM, WORKER_ID
from expectations.contract import Column, Extract, Variant
from expectations.rules.sw_allocations import RULES

EXTRACT = Extract(
    name="sw_allocations",
    title="Social worker allocations",
    kind="events",
    key=("allocation_id",),
    dated_by="started_on",
    kept_from="ended_on",
    sequence="started_on",
    variants=(
        Variant(
            "SSDA903 SWEpisodes",
            ("CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON"),
            {"worker_role_code": "SOCIAL_WORKER"},
            since="2023-04",
        ),
    ),
    source="SSDA903 SWEpisodes; SSD ssd_involvements",
    columns=(
        Column(
            "allocation_id",
            "VARCHAR",
            "Allocation ID",
            "The case system's number of the allocation.",
            required=True,
            identifies="allocation",
            made_from=("child_id", "worker_id", "started_on"),
            aliases=("Involvement ID", "Allocation Number"),
        ),
        CHILD_ID,
        replace(WORKER_ID, required=True, form="worker", description="Number of the worker; a name is not taken."),
        Column(
            "worker_role_code",
            "VARCHAR",
            "Worker Role",
            "What the worker is to the child.",
            expected=True,
            codes=WORKER_ROLE,
            aliases=("Role", "Involvement Type", "Worker Type"),
        ),
        TEAM,
        Column(
            "started_on",
            "DATE",
            "SW_DECOM",
            "Day the worker took the case.",
            required=True,
            aliases=("Allocation Start Date", "Involvement Start Date", "Start Date"),
        ),
        Column(
            "ended_on",
            "DATE",
            "SW_DEC",
            "Day the worker gave the case up; blank while open.",
            aliases=("Allocation End Date", "Involvement End Date", "End Date"),
        ),
        Column(
            "change_reason_code",
            "VARCHAR",
            "SW_REASON",
            "Why the worker changed.",
            codes=WORKER_CHANGE,
            aliases=("Change Reason", "Reason for Change", "Worker Change Reason"),
        ),
        REFERRAL_ID,
    ),
    rules=RULES,
)
