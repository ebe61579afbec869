"""Reviews of looked after children.

Called by: expectations.extracts.load.
Promises:  one row per review that was held or cancelled on a day.
Never:     works out whether it was in time: that needs the child's earlier reviews.
"""

from __future__ import annotations

from expectations.codes.protection import PARTICIPATION
from expectations.columns import CHILD_ID, LAC_PERIOD_ID, not_after_month_end
from expectations.contract import Column, Extract, Rule

EXTRACT = Extract(
    name="lac_reviews",
    title="Looked after reviews",
    kind="events",
    key=("child_id", "reviewed_on"),
    dated_by="reviewed_on",
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
    rules=(
        not_after_month_end("D35a", "reviewed_on", "Review", source="903 166"),
        Rule(
            "D35b",
            "Review was cancelled but says how the child took part",
            "warn",
            "is_cancelled AND participation_code IS NOT NULL",
            "The share of children who gave their views counts a review that was not held.",
            source="own",
        ),
        Rule(
            "G25",
            "More than 1 in 10 reviews do not say how the child took part",
            "query",
            "count(*) >= 20 AND 10 * count(*) FILTER (WHERE participation_code IS NULL) > count(*)",
            "The share of children who gave their views rests on an incomplete file.",
            scope="file",
            source="own",
        ),
        Rule(
            "D35c",
            "'Under four' for a child of four or over, or the other way round",
            "warn",
            "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id"
            " AND (t.participation_code = 'PN0') <> (t.reviewed_on < p.born_on + INTERVAL 4 YEAR))",
            "Children under four are left out of the share who gave their views; this child is on the wrong side.",
            scope="cross_file",
            needs=("persons",),
            source="903 440, 441",
        ),
        Rule(
            "D34",
            "Review on a day the child was not looked after",
            "warn",
            "NOT EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
            " AND e.started_on <= t.reviewed_on AND (e.ended_on IS NULL OR e.ended_on >= t.reviewed_on))",
            "An episode is missing, so looked after figures are too low, or the review is on the wrong child.",
            scope="cross_file",
            needs=("lac_episodes",),
            source="903 EPI",
        ),
    ),
)
