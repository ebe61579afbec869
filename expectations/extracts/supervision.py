"""Supervision: a manager and a worker talk one child's case through, on the record.

Called by: expectations.extracts.load.
Promises:  one row per child and supervision, whether planned or not.
Never:     takes what was said.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.practice import CASE_STATUS, SUPERVISION_TYPE
from expectations.columns import CHILD_ID, TEAM, WORKER_ID, not_after_month_end
from expectations.contract import Column, Extract, Rule

EXTRACT = Extract(
    name="supervision",
    title="Supervision",
    kind="events",
    key=("supervision_id",),
    dated_by="supervised_on",
    sequence="supervised_on",
    moves_monthly=True,
    source="local; no return holds supervision",
    columns=(
        Column(
            "supervision_id",
            "VARCHAR",
            "Supervision ID",
            "The case system's number of the record.",
            required=True,
            identifies="supervision",
            aliases=("Supervision Number", "Supervision Record ID"),
        ),
        CHILD_ID,
        replace(WORKER_ID, expected=True, aliases=(*WORKER_ID.aliases, "Supervisee ID")),
        Column(
            "supervisor_id",
            "VARCHAR",
            "Supervisor ID",
            "Number of the manager; a name is not taken.",
            identifies="worker",
            aliases=("Manager ID", "Supervising Manager ID"),
        ),
        Column(
            "supervised_on",
            "DATE",
            "Supervision Date",
            "Day of the supervision.",
            required=True,
            aliases=("Date of Supervision", "Case Supervision Date"),
        ),
        Column(
            "case_status_code",
            "VARCHAR",
            "Case Status",
            "What the child's case was on that day.",
            expected=True,
            codes=CASE_STATUS,
            aliases=("Case Status at Time", "Status"),
        ),
        Column(
            "supervision_type_code",
            "VARCHAR",
            "Supervision Type",
            "Planned or not; only planned ones count.",
            expected=True,
            codes=SUPERVISION_TYPE,
            aliases=("Type", "Type of Supervision"),
        ),
        Column(
            "recorded_on",
            "DATE",
            "Recorded Date",
            "Day it was written up.",
            aliases=("Date Recorded", "Supervision Recorded Date"),
        ),
        TEAM,
    ),
    rules=(
        not_after_month_end("G5a", "supervised_on", "Supervision", source="own"),
        Rule(
            "G5b",
            "Supervisor and worker are the same person",
            "warn",
            "supervisor_id = worker_id",
            "Nobody else looked at the case, yet it counts as supervised.",
            source="own",
        ),
        Rule(
            "G5c",
            "Worker was not allocated to the child on the day of supervision",
            "warn",
            "t.worker_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM silver.sw_allocations a"
            " WHERE a.child_id = t.child_id AND a.worker_id = t.worker_id AND a.started_on <= t.supervised_on"
            " AND (a.ended_on IS NULL OR a.ended_on >= t.supervised_on))",
            "Supervision in time is measured against allocations, so this one may not count.",
            scope="cross_file",
            needs=("sw_allocations",),
            source="own",
        ),
        Rule(
            "G5d",
            "Case status says child protection, but no plan was open on that day",
            "query",
            "t.case_status_code = 'CP' AND NOT EXISTS (SELECT 1 FROM silver.cp_plans p"
            " WHERE p.child_id = t.child_id AND p.started_on <= t.supervised_on"
            " AND (p.ended_on IS NULL OR p.ended_on >= t.supervised_on))",
            "The supervision is judged by the shorter interval of child protection cases.",
            scope="cross_file",
            needs=("cp_plans",),
            source="own",
        ),
    ),
)
