"""Reviews of looked after children.

Called by: expectations.extracts.load.
Promises:  one row per review that was held or cancelled on a day.
Never:     works out whether it was in time: that needs the child's earlier reviews.
"""

from __future__ import annotations

from expectations.codes.protection import PARTICIPATION
from expectations.columns import CHILD_ID, LAC_PERIOD_ID
from expectations.contract import Column, Extract
from expectations.rules.lac_reviews import RULES
from expectations.rules.lac_short_breaks import SHORT_BREAK_REVIEWS

EXTRACT = Extract(
    name="lac_reviews",
    title="Looked after reviews",
    kind="events",
    key=("child_id", "reviewed_on"),
    dated_by="reviewed_on",
    retention_years=75,
    sequence="reviewed_on",
    source="SSDA903 Reviews; SSD ssd_cla_reviews",
    columns=(
        CHILD_ID,
        LAC_PERIOD_ID,
        Column(
            "due_on",
            "DATE",
            "Review Due Date",
            "Day by which the review had to be held.",
            aliases=("Due Date", "LAC Review Due Date"),
        ),
        Column(
            "reviewed_on",
            "DATE",
            "REVIEW",
            "Day the review was held.",
            required=True,
            aliases=("Review Date", "Date of Review", "LAC Review Date", "Date of Statutory Review"),
        ),
        Column(
            "participation_code",
            "VARCHAR",
            "REVIEW_CODE",
            "How the child took part.",
            expected=True,
            codes=PARTICIPATION,
            aliases=("Participation", "Child Participation", "Review Participation"),
        ),
        Column(
            "is_cancelled",
            "BOOLEAN",
            "Cancelled",
            "The review did not take place.",
            aliases=("Review Cancelled", "Cancelled Flag"),
        ),
    ),
    rules=(*RULES, *SHORT_BREAK_REVIEWS),
)
