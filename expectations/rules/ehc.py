"""What makes a row of education, health and care plans wrong, with an example of each.

Called by: expectations.extracts.ehc.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.ehc_pupils import PUPILS
from expectations.rules.shared import not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("C1j", "requested_on", "Request", source="SEN 105a"),
    Rule(
        "G8a",
        "A decision or the plan is dated before the request",
        "reject_row",
        "request_decided_on < requested_on OR assessment_decided_on < requested_on OR plan_issued_on < requested_on",
        "Time to issue would be negative and count as within 20 weeks.",
        source="own",
        breaks=[
            {"requested_on": "2020-09-02", "plan_issued_on": "2020-09-01"},
            {"requested_on": "2020-09-02", "request_decided_on": "2020-08-31"},
            {"requested_on": "2020-09-02", "assessment_decided_on": "2020-08-31"},
        ],
        passes=[
            {"requested_on": "2020-09-02", "plan_issued_on": "2020-09-02"},
            {"requested_on": "2020-09-02"},
            {"requested_on": "2020-09-02", "request_decided_on": "2020-09-02"},
            {"requested_on": "2020-09-02", "assessment_decided_on": "2020-09-02"},
        ],
    ),
    Rule(
        "E31a",
        "Plan is issued after the end of the month",
        "reject_row",
        "plan_issued_on > month_ends_on",
        "A draft date would count as a plan issued.",
        source="SEN 105b",
        breaks=[{"child_id": "A", "plan_issued_on": "2020-10-01"}],
        passes=[{"child_id": "A", "plan_issued_on": "2020-09-30"}],
    ),
    Rule(
        "G8b",
        "Plan was issued, but whether exceptions applied is blank",
        "warn",
        "plan_issued_on IS NOT NULL AND has_exceptions IS NULL",
        "Blank is not 'no': the 20-week figure without exceptions cannot be worked out for this plan.",
        source="own",
        breaks=[{"plan_issued_on": "2020-09-02"}],
        passes=[{"plan_issued_on": "2020-09-02", "has_exceptions": False}, {"has_exceptions": None}],
    ),
    Rule(
        "G33",
        "Plan was issued although the request or the assessment was not agreed",
        "warn",
        "plan_issued_on IS NOT NULL AND (request_outcome_code IN ('N', 'W') OR assessment_outcome_code IN ('N', 'W'))",
        "The plan counts in the 20-week figure; the outcome says there is none.",
        source="own",
        breaks=[
            {"plan_issued_on": "2020-09-02", "request_outcome_code": "N"},
            {"plan_issued_on": "2020-09-02", "assessment_outcome_code": "N"},
        ],
        passes=[{"plan_issued_on": "2020-09-02", "request_outcome_code": "Y"}, {"request_outcome_code": "N"}],
    ),
    Rule(
        "G34",
        "Second request for the same child while the first is undecided",
        "warn",
        "following.requested_on IS NOT NULL AND request_decided_on IS NULL"
        " AND coalesce(request_outcome_code, 'A') = 'A'",
        "Requests are counted twice, and the 20 weeks run from the later one.",
        scope="child",
        source="own",
        breaks=[
            {"child_id": "A", "requested_on": "2020-06-01"},
            {"child_id": "A", "requested_on": "2020-09-01"},
            {"child_id": "A2", "requested_on": "2020-06-01"},
            {"child_id": "A2", "requested_on": "2020-09-01", "request_decided_on": "2020-07-01"},
        ],
        passes=[
            {"child_id": "A", "requested_on": "2020-06-01", "request_decided_on": "2020-07-01"},
            {"child_id": "A", "requested_on": "2020-09-01", "request_decided_on": "2020-07-01"},
            {"child_id": "A3", "requested_on": "2020-06-01", "request_outcome_code": "Y"},
            {"child_id": "A3", "requested_on": "2020-09-01"},
        ],
    ),
    Rule(
        "G35",
        "Plans are issued but exceptions are blank throughout the file",
        "query",
        "count(plan_issued_on) >= 10 AND count(has_exceptions) = 0",
        "The column was probably not exported: the 20-week figure without exceptions cannot be worked out.",
        scope="file",
        source="own",
        breaks=[{"plan_issued_on": "2020-09-02"}] * 10,
        passes={
            "given once": [{"plan_issued_on": "2020-09-02"}] * 9
            + [{"plan_issued_on": "2020-09-02", "has_exceptions": False}],
            "too few to say": [{"plan_issued_on": "2020-09-02"}] * 9 + [{"requested_on": "2020-09-02"}],
        },
    ),
    Rule(
        "E30",
        "Young person was 26 or over when the plan was requested",
        "query",
        "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id"
        " AND t.requested_on >= p.born_on + INTERVAL 26 YEAR)",
        "Plans end at 25, so the date of birth or the request is wrong.",
        scope="cross_file",
        needs=("persons",),
        source="SEN 102b, 202b",
        breaks={
            "ehc": [{"child_id": "A", "requested_on": "2020-09-01"}],
            "persons": [{"child_id": "A", "born_on": "1994-09-01"}],
        },
        passes={
            "ehc": [{"child_id": "A", "requested_on": "2020-09-01"}, {"requested_on": "2020-09-01"}],
            "persons": [{"child_id": "A", "born_on": "1994-09-02"}, {"born_on": "1994-09-01"}],
        },
    ),
    Rule(
        "G2e",
        "Date of request or of issue differs from an earlier month's file",
        "query",
        "before.requested_on <> t.requested_on"
        " OR before.plan_issued_on IS NOT NULL AND before.plan_issued_on IS DISTINCT FROM t.plan_issued_on",
        "The clock of the 20 weeks was changed after the event: a restatement.",
        scope="cross_period",
        source="own",
        breaks={
            "before": [
                {"child_id": "A", "request_id": "1", "requested_on": "2020-01-01", "plan_issued_on": "2020-08-01"},
                {"request_id": "12", "requested_on": "2019-12-31"},
            ],
            "now": [
                {"child_id": "A", "request_id": "1", "requested_on": "2020-01-01"},
                {"request_id": "12", "requested_on": "2020-01-01"},
            ],
        },
        passes={
            "before": [
                {"child_id": "A", "request_id": "1", "requested_on": "2020-01-01", "plan_issued_on": "2020-08-01"},
                {"request_id": "13"},
                {"plan_issued_on": "2020-08-01"},
                {},
                {"request_id": "16", "requested_on": "2020-01-02", "month_ends_on": "2020-07-31"},
                {"request_id": "16", "requested_on": "2020-01-01"},
            ],
            "now": [
                {"child_id": "A", "request_id": "1", "requested_on": "2020-01-01", "plan_issued_on": "2020-08-01"},
                {"request_id": "13", "plan_issued_on": "2020-08-01"},
                {},
                {"request_id": "15", "requested_on": "2020-08-31"},
                {"request_id": "15", "requested_on": "2020-01-01"},
                {"request_id": "16", "requested_on": "2020-01-01"},
            ],
        },
    ),
    *PUPILS,
)
