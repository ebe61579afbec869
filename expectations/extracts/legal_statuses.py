"""Legal statuses of looked after children, as the case system records them.

Called by: expectations.extracts.load.
Promises:  one row per status and child, from the day it began.
Never:     stands for the episodes: figures by legal status are counted from those.
"""

from __future__ import annotations

from expectations.codes.looked_after import LEGAL_STATUS
from expectations.columns import CHILD_ID, LAC_PERIOD_ID
from expectations.contract import Column, Extract
from expectations.rules.legal_statuses import RULES

EXTRACT = Extract(
    name="legal_statuses",
    title="Legal statuses",
    kind="events",
    key=("legal_status_id",),
    dated_by="started_on",
    kept_from="ended_on",
    sequence="started_on",
    source="SSD ssd_legal_status",
    columns=(
        Column(
            "legal_status_id",
            "VARCHAR",
            "Legal Status ID",
            "The case system's number of the status.",
            required=True,
            identifies="legal_status",
            aliases=("Legal Status Number",),
        ),
        CHILD_ID,
        LAC_PERIOD_ID,
        Column(
            "legal_status_code",
            "VARCHAR",
            "Legal Status",
            "The status.",
            required=True,
            codes=LEGAL_STATUS,
            aliases=("Legal Status Code", "LS"),
        ),
        Column(
            "started_on",
            "DATE",
            "Legal Status Start Date",
            "Day it began.",
            required=True,
            aliases=("Legal Status Start", "Date of Legal Status"),
        ),
        Column(
            "ended_on",
            "DATE",
            "Legal Status End Date",
            "Day it ended; blank while it holds.",
            aliases=("Legal Status End",),
        ),
    ),
    rules=RULES,
)
