"""Supervision: a manager and a worker talk one child's case through, on the record.

Called by: expectations.extracts.load.
Promises:  one row per child and supervision, whether planned or not.
Never:     takes what was said.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.practice import CASE_STATUS, SUPERVISION_TYPE
from expectations.columns import CHILD_ID, TEAM, WORKER_ID
from expectations.contract import Column, Extract
from expectations.rules.supervision import RULES

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
    rules=RULES,
)
