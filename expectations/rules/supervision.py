"""What makes a row of supervision wrong, with an example of each.

Called by: expectations.extracts.supervision.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("G5a", "supervised_on", "Supervision", source="own"),
    Rule(
        "G5b",
        "Supervisor and worker are the same person",
        "warn",
        "supervisor_id = worker_id",
        "Nobody else looked at the case, yet it counts as supervised.",
        source="own",
        breaks=[{"worker_id": "W", "supervisor_id": "W"}],
        passes=[{"worker_id": "W", "supervisor_id": "V"}, {"worker_id": "W"}],
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
        breaks={
            "supervision": [
                {"child_id": "A", "worker_id": "W", "supervised_on": "2020-09-01"},
                {"worker_id": "W2", "supervised_on": "2020-09-02"},
                {"child_id": "A4", "worker_id": "A4", "supervised_on": "2020-09-02"},
                {"child_id": "A5", "worker_id": "W5", "supervised_on": "2020-09-02"},
            ],
            "sw_allocations": [
                {"child_id": "A", "worker_id": "W", "started_on": "2020-09-02"},
                {"worker_id": "W2", "started_on": "2020-09-02"},
                {"child_id": "A4", "started_on": "2020-09-02"},
                {"child_id": "A5", "worker_id": "W5", "started_on": "2020-09-02", "ended_on": "2020-08-31"},
            ],
        },
        passes={
            "supervision": [
                {"child_id": "A", "worker_id": "W", "supervised_on": "2020-09-02"},
                {},
                {"child_id": "A6", "worker_id": "W6", "supervised_on": "2020-09-02"},
            ],
            "sw_allocations": [
                {"child_id": "A", "worker_id": "W", "started_on": "2020-09-02"},
                {},
                {"child_id": "A6", "worker_id": "W6", "started_on": "2020-09-02", "ended_on": "2020-09-02"},
            ],
        },
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
        breaks={
            "supervision": [
                {"child_id": "A", "case_status_code": "CP", "supervised_on": "2020-09-01"},
                {"case_status_code": "CP", "supervised_on": "2020-08-31"},
                {"child_id": "A3", "case_status_code": "CP"},
                {"child_id": "A6", "case_status_code": "CP", "supervised_on": "2020-07-01"},
            ],
            "cp_plans": [
                {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-08-31"},
                {"started_on": "2020-06-01"},
                {"child_id": "A3"},
            ],
        },
        passes={
            "supervision": [
                {"child_id": "A", "case_status_code": "CP", "supervised_on": "2020-08-31"},
                {"child_id": "A4", "case_status_code": "CP", "supervised_on": "2020-08-31"},
                {"child_id": "A5", "case_status_code": "CP", "supervised_on": "2020-08-31"},
                {},
            ],
            "cp_plans": [
                {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-08-31"},
                {"child_id": "A4", "started_on": "2020-08-31"},
                {"child_id": "A5", "started_on": "2020-06-01"},
                {},
            ],
        },
    ),
)
