"""What makes a row of children in need at the month's end wrong, with an example of each.

Called by: expectations.extracts.cin_current.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import child_is_listed, in_order, not_after_month_end, not_both_or_neither

RULES: tuple[Rule, ...] = (
    not_after_month_end("C1m", "started_on", "Start of the case"),
    in_order(
        "C8b",
        ("started_on", "closed_on"),
        "Case closed before it opened",
        "The case would have a negative length, and may be taken for open.",
        "CIN 8630",
    ),
    not_both_or_neither(
        "C9c",
        ("closed_on", "closure_reason_code"),
        "Closing date without a reason, or a reason without a date",
        "Whether the case is open cannot be told.",
        "CIN 8805, 8810",
    ),
    Rule(
        "C8c",
        "Child was last seen before the case opened",
        "query",
        "last_seen_on < started_on",
        "Nobody has seen the child since, or one of the dates is wrong.",
        source="own",
        breaks=[{"started_on": "2020-09-02", "last_seen_on": "2020-09-01"}],
        passes=[{"started_on": "2020-09-02", "last_seen_on": "2020-09-02"}, {"started_on": "2020-09-02"}],
    ),
    Rule(
        "G3c",
        "On the list with a child protection plan, but the plans file has none that is open",
        "warn",
        "t.case_status_code = 'CP' AND NOT EXISTS (SELECT 1 FROM silver.cp_plans p WHERE p.child_id = t.child_id"
        " AND p.started_on <= t.as_at AND (p.ended_on IS NULL OR p.ended_on > t.as_at))",
        "The list and the plans disagree on who is protected; figures follow the plans.",
        scope="cross_file",
        needs=("cp_plans",),
        source="own",
        breaks={
            "cin_current": [
                {"child_id": "A", "case_status_code": "CP"},
                {"child_id": "B", "case_status_code": "CP"},
                {"child_id": "C", "case_status_code": "CP"},
            ],
            "cp_plans": [
                {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-09-30"},
                {"child_id": "B", "started_on": "2020-10-01"},
                {"child_id": "D", "started_on": "2020-06-01"},
            ],
        },
        passes={
            "cin_current": [
                {"child_id": "A", "case_status_code": "CP"},
                {"child_id": "B", "case_status_code": "CP"},
                {"child_id": "C", "case_status_code": "CIN"},
            ],
            "cp_plans": [
                {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-10-01"},
                {"child_id": "B", "started_on": "2020-09-30"},
            ],
        },
    ),
    child_is_listed("B13u", "cin_current"),
)
