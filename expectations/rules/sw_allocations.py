"""What makes a row of social worker allocations wrong, with an example of each.

Called by: expectations.extracts.sw_allocations.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import ends_before_it_begins, not_after_month_end
from expectations.rules.sw_continuity import CONTINUITY

RULES: tuple[Rule, ...] = (
    not_after_month_end("C1i", "started_on", "Start of the allocation", source="903 SW04"),
    ends_before_it_begins(
        "E27a", "Allocation", "A worker who never held the case counts as a change of social worker.", "903 SW05"
    ),
    Rule(
        "E27c",
        "A social worker was allocated while an earlier one still held the case",
        "warn",
        "worker_role_code = 'SOCIAL_WORKER' AND previous.worker_role_code = 'SOCIAL_WORKER'"
        " AND (started_on < previous.ended_on OR previous.ended_on IS NULL)",
        "Who the child's social worker is cannot be told, and changes of worker are miscounted.",
        scope="child",
        source="903 SW08, SW10",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": None, "worker_role_code": "SOCIAL_WORKER"},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None, "worker_role_code": "SOCIAL_WORKER"},
            {
                "child_id": "A3",
                "started_on": "2020-06-01",
                "ended_on": "2020-07-02",
                "worker_role_code": "SOCIAL_WORKER",
            },
            {"child_id": "A3", "started_on": "2020-07-01", "worker_role_code": "SOCIAL_WORKER"},
        ],
        passes=[
            {
                "child_id": "A",
                "started_on": "2020-06-01",
                "ended_on": "2020-07-01",
                "worker_role_code": "SOCIAL_WORKER",
            },
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None, "worker_role_code": "SOCIAL_WORKER"},
            {
                "child_id": "A2",
                "started_on": "2020-06-01",
                "ended_on": "2020-06-30",
                "worker_role_code": "SOCIAL_WORKER",
            },
            {"child_id": "A2", "started_on": "2020-07-01", "worker_role_code": "SOCIAL_WORKER"},
            {"child_id": "A4", "worker_role_code": "SOCIAL_WORKER"},
            {"child_id": "A4"},
        ],
    ),
    Rule(
        "G32",
        "The same social worker was allocated again the day the earlier spell ended",
        "query",
        "worker_id = previous.worker_id AND started_on = previous.ended_on"
        " AND worker_role_code = 'SOCIAL_WORKER' AND previous.worker_role_code = 'SOCIAL_WORKER'",
        "One spell split in two counts as a change of social worker where changes are counted by rows.",
        scope="child",
        source="own",
        breaks=[
            {
                "child_id": "A",
                "started_on": "2020-06-01",
                "ended_on": "2020-07-01",
                "worker_id": "W",
                "worker_role_code": "SOCIAL_WORKER",
            },
            {
                "child_id": "A",
                "started_on": "2020-07-01",
                "ended_on": None,
                "worker_id": "W",
                "worker_role_code": "SOCIAL_WORKER",
            },
        ],
        passes=[
            {
                "child_id": "A",
                "started_on": "2020-06-01",
                "ended_on": "2020-07-01",
                "worker_id": "W",
                "worker_role_code": "SOCIAL_WORKER",
            },
            {
                "child_id": "A",
                "started_on": "2020-07-02",
                "ended_on": None,
                "worker_id": "W",
                "worker_role_code": "SOCIAL_WORKER",
            },
            {
                "child_id": "A2",
                "started_on": "2020-06-01",
                "ended_on": "2020-07-01",
                "worker_role_code": "SOCIAL_WORKER",
            },
            {"child_id": "A2", "started_on": "2020-07-01", "worker_role_code": "SOCIAL_WORKER"},
            {"child_id": "A3", "started_on": "2020-06-01", "ended_on": "2020-07-01", "worker_id": "W3"},
            {"child_id": "A3", "started_on": "2020-07-01", "worker_id": "W3", "worker_role_code": "SOCIAL_WORKER"},
            {
                "child_id": "A4",
                "started_on": "2020-06-01",
                "ended_on": "2020-07-01",
                "worker_id": "W4",
                "worker_role_code": "SOCIAL_WORKER",
            },
            {"child_id": "A4", "started_on": "2020-07-01", "worker_id": "W4"},
        ],
    ),
    Rule(
        "G4c",
        "Two different social workers hold the case at once",
        "warn",
        "t.worker_role_code = 'SOCIAL_WORKER' AND t.ended_on IS NULL AND EXISTS (SELECT 1"
        " FROM silver.sw_allocations o WHERE o.child_id = t.child_id AND o.worker_id <> t.worker_id"
        " AND o.worker_role_code = 'SOCIAL_WORKER' AND o.ended_on IS NULL)",
        "Caseloads count the child twice; one of the allocations was never ended.",
        scope="cross_file",
        needs=("sw_allocations",),
        source="903 SW17",
        breaks={
            "sw_allocations": [
                {"child_id": "A", "worker_id": "W", "worker_role_code": "SOCIAL_WORKER"},
                {"child_id": "A", "worker_id": "V", "worker_role_code": "SOCIAL_WORKER"},
            ]
        },
        passes={
            "sw_allocations": [
                {"child_id": "A", "worker_id": "W", "worker_role_code": "SOCIAL_WORKER"},
                {"child_id": "A", "worker_id": "W", "worker_role_code": "SOCIAL_WORKER"},
                {"worker_id": "W2", "worker_role_code": "SOCIAL_WORKER"},
                {"worker_id": "V2", "worker_role_code": "SOCIAL_WORKER"},
                {"child_id": "A3", "worker_id": "W3"},
                {"child_id": "A3", "worker_id": "V3", "worker_role_code": "SOCIAL_WORKER"},
                {"child_id": "A4", "worker_id": "W4", "worker_role_code": "SOCIAL_WORKER", "ended_on": "2020-08-31"},
                {"child_id": "A4", "worker_id": "V4", "worker_role_code": "SOCIAL_WORKER"},
            ]
        },
    ),
    Rule(
        "G2d",
        "Worker or start of the allocation differs from an earlier month's file",
        "warn",
        "before.worker_id <> t.worker_id OR before.started_on <> t.started_on",
        "A change of worker was written over the earlier one instead of beside it, so it is not counted.",
        scope="cross_period",
        source="own",
        breaks={
            "before": [
                {"child_id": "A", "allocation_id": "1", "started_on": "2020-01-01", "worker_id": "W"},
                {"allocation_id": "12", "started_on": "2019-12-31"},
                {"allocation_id": "14", "started_on": "2020-01-01"},
            ],
            "now": [
                {"child_id": "A", "allocation_id": "1", "started_on": "2020-01-01", "worker_id": "V"},
                {"allocation_id": "12", "started_on": "2020-01-01"},
                {"allocation_id": "14", "started_on": "2020-01-01"},
                {"allocation_id": "14", "started_on": "2020-08-31"},
            ],
        },
        passes={
            "before": [
                {"child_id": "A", "allocation_id": "1", "started_on": "2020-01-01", "worker_id": "W"},
                {"worker_id": "W3"},
            ],
            "now": [
                {"child_id": "A", "allocation_id": "1", "started_on": "2020-01-01", "worker_id": "W"},
                {"worker_id": "V3"},
            ],
        },
    ),
    *CONTINUITY,
)
