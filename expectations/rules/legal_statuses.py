"""What makes a row of legal statuses wrong, with an example of each.

Called by: expectations.extracts.legal_statuses.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import child_is_listed, ends_before_it_begins, not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("D13f", "started_on", "Start of the legal status", source="903 141"),
    ends_before_it_begins("D4f", "Legal status", "It would have a negative length.", "903 355"),
    Rule(
        "G3f",
        "An episode of care that was open on the day has another legal status",
        "warn",
        "EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
        " AND e.started_on <= t.started_on AND (e.ended_on IS NULL OR e.ended_on > t.started_on)"
        " AND e.legal_status_code <> t.legal_status_code)",
        "The two files disagree; figures by legal status follow the episodes.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="own",
        breaks={
            "legal_statuses": [
                {"child_id": "A", "started_on": "2020-09-02", "legal_status_code": "C2"},
                {"child_id": "B", "started_on": "2020-09-02", "legal_status_code": "C2"},
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-09-02", "legal_status_code": "V2"},
                {"child_id": "B", "started_on": "2020-06-01", "ended_on": "2020-09-03", "legal_status_code": "V2"},
            ],
        },
        passes={
            "legal_statuses": [
                {"child_id": "A", "started_on": "2020-09-02", "legal_status_code": "C2"},
                {"child_id": "B", "started_on": "2020-09-02", "legal_status_code": "C2"},
                {"child_id": "C", "started_on": "2020-09-02", "legal_status_code": "C2"},
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-09-02", "legal_status_code": "V2"},
                {"child_id": "A", "started_on": "2020-09-02", "legal_status_code": "C2"},
                {"child_id": "B", "started_on": "2020-09-03", "legal_status_code": "V2"},
                {"child_id": "D", "started_on": "2020-06-01", "legal_status_code": "V2"},
            ],
        },
    ),
    child_is_listed("B13j", "legal_statuses"),
)
