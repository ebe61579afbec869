"""What makes a row of pathway plans wrong, with an example of each.

Called by: expectations.extracts.pathway_plans.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("C1h", "started_on", "Start of the pathway plan", source="own"),
    Rule(
        "G29",
        "Review is before the plan began or after the end of the month",
        "warn",
        "reviewed_on < started_on OR reviewed_on > month_ends_on",
        "Whether the plan is up to date would be judged on a wrong or planned date.",
        source="own",
        breaks=[{"started_on": "2020-09-02", "reviewed_on": "2020-09-01"}, {"reviewed_on": "2020-10-01"}],
        passes=[
            {"started_on": "2020-09-02", "reviewed_on": "2020-09-30"},
            {"started_on": "2020-09-02"},
            {"started_on": "2020-09-30", "reviewed_on": "2020-09-30"},
        ],
    ),
    Rule(
        "G30",
        "Next review is due more than six months after the last one",
        "query",
        "review_due_on > coalesce(reviewed_on, started_on) + INTERVAL 6 MONTH",
        "By law at most six months; the plan is out of date before its review falls due.",
        source="own",
        breaks=[{"started_on": "2020-01-02", "reviewed_on": "2020-03-01", "review_due_on": "2020-09-02"}],
        passes=[{"started_on": "2020-01-02", "reviewed_on": "2020-03-01", "review_due_on": "2020-09-01"}],
    ),
    Rule(
        "G31",
        "Two plans of one young person are in force",
        "warn",
        "status_code = 'CURRENT' AND following.status_code = 'CURRENT'",
        "An old plan may be taken for the current one, and the young person for out of date.",
        scope="child",
        source="own",
        breaks=[
            {"child_id": "A", "started_on": "2020-01-01", "status_code": "CURRENT"},
            {"child_id": "A", "started_on": "2020-06-01", "status_code": "CURRENT"},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-01-01", "status_code": "ENDED"},
            {"child_id": "A", "started_on": "2020-06-01", "status_code": "CURRENT"},
        ],
    ),
)
