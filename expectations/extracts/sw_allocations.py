"""Allocations: which worker held which child's case, from when to when.

Called by: expectations.extracts.load.
Promises:  one row per child, worker and spell; only case-holding social workers count as "social worker".
Never:     takes a worker's name.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.practice import WORKER_CHANGE, WORKER_ROLE
from expectations.columns import CHILD_ID, REFERRAL_ID, TEAM, WORKER_ID, not_after_month_end
from expectations.contract import Column, Extract, Rule

EXTRACT = Extract(
    name="sw_allocations",
    title="Social worker allocations",
    kind="events",
    key=("allocation_id",),
    dated_by="started_on",
    sequence="started_on",
    source="SSDA903 SWEpisodes; SSD ssd_involvements",
    columns=(
        Column(
            "allocation_id",
            "VARCHAR",
            "Allocation ID",
            "The case system's number of the allocation.",
            required=True,
            identifies="allocation",
            aliases=("Involvement ID", "Allocation Number"),
        ),
        CHILD_ID,
        replace(WORKER_ID, required=True, description="Number of the worker; a name is not taken."),
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
    rules=(
        not_after_month_end("C1i", "started_on", "Start of the allocation", source="903 SW04"),
        Rule(
            "E27a",
            "Allocation ends before it begins",
            "reject_row",
            "ended_on < started_on",
            "A worker who never held the case counts as a change of social worker.",
            source="903 SW05",
        ),
        Rule(
            "E27c",
            "A social worker was allocated while an earlier one still held the case",
            "warn",
            "worker_role_code = 'SOCIAL_WORKER' AND previous.worker_role_code = 'SOCIAL_WORKER'"
            " AND (started_on < previous.ended_on OR previous.ended_on IS NULL)",
            "Who the child's social worker is cannot be told, and changes of worker are miscounted.",
            scope="child",
            source="903 SW08, SW10",
        ),
        Rule(
            "G32",
            "The same social worker was allocated again the day the earlier spell ended",
            "query",
            "worker_id = previous.worker_id AND started_on = previous.ended_on"
            " AND worker_role_code = 'SOCIAL_WORKER' AND previous.worker_role_code = 'SOCIAL_WORKER'",
            "One spell split in two counts as a change of social worker where changes are counted by rows.",
            scope="child",
            source="own",
        ),
        Rule(
            "G4c",
            "Two different social workers hold the case at once",
            "warn",
            "t.worker_role_code = 'SOCIAL_WORKER' AND t.ended_on IS NULL AND EXISTS (SELECT 1"
            " FROM silver.sw_allocations o WHERE o.child_id = t.child_id AND o.worker_id <> t.worker_id"
            " AND o.worker_role_code = 'SOCIAL_WORKER' AND o.ended_on IS NULL)",
            "Caseloads count the child twice; one of the allocations was never ended.",
            scope="cross_file",
            needs=("sw_allocations",),
            source="903 SW17",
        ),
        Rule(
            "G2d",
            "Worker or start of the allocation differs from last month's file",
            "warn",
            "EXISTS (SELECT 1 FROM delivered.sw_allocations o WHERE o.allocation_id = t.allocation_id"
            " AND o.month_ends_on = t.previous_month_ends_on"
            " AND (o.worker_id <> t.worker_id OR o.started_on <> t.started_on))",
            "A change of worker was written over the earlier one instead of beside it, so it is not counted.",
            scope="cross_period",
            needs=("sw_allocations",),
            source="own",
        ),
    ),
)
