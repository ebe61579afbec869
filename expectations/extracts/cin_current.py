"""Children in need as they stand at the month's end: the list that a case system gives of its open cases.

Called by: expectations.extracts.load.
Promises:  a snapshot, one row per child; cases that closed lately stand on it too, with the day.
Never:     stands for referrals or plans: those are events, and figures are counted from them.
"""

from __future__ import annotations

from expectations.codes.front_door import CLOSURE_REASON, PRIMARY_NEED
from expectations.codes.lists import CIN_CASE_STATUS
from expectations.columns import CHILD_ID, TEAM, WORKER_ID
from expectations.contract import Column, Extract
from expectations.rules.cin_current import RULES

EXTRACT = Extract(
    name="cin_current",
    title="Children in need at the month's end",
    kind="snapshot",
    key=("child_id",),
    told_by=("case_status_code", "last_seen_on"),
    source="Annex A list 6",
    columns=(
        CHILD_ID,
        Column(
            "started_on",
            "DATE",
            "CIN Start Date",
            "Day the child's case opened.",
            required=True,
            aliases=("Date of CIN Start", "Child in Need Start Date"),
        ),
        Column(
            "primary_need_code",
            "VARCHAR",
            "Primary Need Code",
            "Main reason why the child is in need.",
            codes=PRIMARY_NEED,
            aliases=("Primary Need", "Category of Need"),
        ),
        Column(
            "last_seen_on",
            "DATE",
            "Date Child Was Last Seen",
            "Day the child was last seen.",
            aliases=("Date Last Seen", "Child Last Seen"),
        ),
        Column(
            "closed_on", "DATE", "CIN Closure Date", "Day the case closed; blank while open.", aliases=("Closure Date",)
        ),
        Column(
            "closure_reason_code",
            "VARCHAR",
            "Reason for Closure",
            "Why it closed.",
            codes=CLOSURE_REASON,
            aliases=("Closure Reason", "CIN Closure Reason"),
        ),
        Column(
            "case_status_code",
            "VARCHAR",
            "Case Status",
            "What is being done for the child.",
            expected=True,
            codes=CIN_CASE_STATUS,
        ),
        TEAM,
        WORKER_ID,
    ),
    rules=RULES,
)
