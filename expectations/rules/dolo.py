"""What makes a row of deprivation of liberty orders wrong, with an example of each.

Called by: expectations.extracts.dolo.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import (
    born_as_listed,
    child_has_episodes,
    child_is_listed,
    ends_before_it_begins,
    not_after_month_end,
)

RULES: tuple[Rule, ...] = (
    Rule(
        "E7a",
        "End of the order is not a real date",
        "reject_row",
        "bad_dolo_ended_on",
        "Read as blank, an order that has ended would count as in force.",
        source="903 701",
        breaks=[{"bad_dolo_ended_on": True}],
        passes=[{"dolo_started_on": "2020-09-01"}, {"bad_dolo_ended_on": False}],
    ),
    not_after_month_end("E7b", "dolo_started_on", "Start of the order", source="903 703"),
    ends_before_it_begins(
        "E7c", "Order", "The length would be negative.", "903 702", ("dolo_started_on", "dolo_ended_on")
    ),
    Rule(
        "E7d",
        "Order begins while an earlier one is in force",
        "warn",
        "previous.dolo_started_on IS NOT NULL"
        " AND (previous.dolo_ended_on IS NULL OR dolo_started_on < previous.dolo_ended_on)",
        "The same days count twice; an earlier order was probably never ended.",
        scope="child",
        source="903 704, 705",
        breaks=[
            {"child_id": "A", "dolo_started_on": "2020-06-01"},
            {"child_id": "A", "dolo_started_on": "2020-07-01", "dolo_ended_on": "2020-08-02"},
            {"child_id": "A", "dolo_started_on": "2020-08-01"},
        ],
        passes=[
            {"child_id": "A", "dolo_started_on": "2020-06-01", "dolo_ended_on": "2020-07-01"},
            {"child_id": "A", "dolo_started_on": "2020-07-01"},
        ],
    ),
    Rule(
        "E7e",
        "Order begins before the child was born",
        "warn",
        "dolo_started_on < born_on",
        "The order is on the wrong child, or the date of birth is wrong.",
        source="903 708",
        breaks=[{"born_on": "2020-09-02", "dolo_started_on": "2020-09-01"}],
        passes=[{"born_on": "2020-09-01", "dolo_started_on": "2020-09-01"}, {"dolo_started_on": "2020-09-01"}],
    ),
    Rule(
        "E8a",
        "Order was in force at the month's end and is gone from the next month's file",
        "warn",
        "t.dolo_ended_on IS NULL AND EXISTS (SELECT 1 FROM delivered.dolo n"
        " WHERE n.previous_month_ends_on = t.month_ends_on) AND NOT EXISTS (SELECT 1 FROM delivered.dolo n"
        " WHERE n.previous_month_ends_on = t.month_ends_on AND n.child_id = t.child_id"
        " AND n.dolo_started_on = t.dolo_started_on)",
        "It can never be ended, so the child counts as deprived of liberty for ever.",
        scope="cross_period",
        needs=("dolo",),
        source="903 706, 707",
        breaks={
            "before": [{"child_id": "A", "dolo_started_on": "2020-08-30", "previous_month_ends_on": "2020-07-31"}],
            "now": [
                {"child_id": "A", "dolo_started_on": "2020-09-01", "dolo_ended_on": "2020-09-30"},
                {"child_id": "B", "dolo_started_on": "2020-08-30", "dolo_ended_on": "2020-09-30"},
            ],
        },
        passes={
            "before": [
                {"child_id": "A", "dolo_started_on": "2020-08-30", "previous_month_ends_on": "2020-07-31"},
                {
                    "child_id": "B",
                    "dolo_started_on": "2020-08-29",
                    "dolo_ended_on": "2020-08-30",
                    "previous_month_ends_on": "2020-07-31",
                },
            ],
            "now": [{"child_id": "A", "dolo_started_on": "2020-08-30"}],
        },
    ),
    Rule(
        "E8b",
        "Order is in force although care has ended",
        "warn",
        "t.dolo_ended_on IS NULL AND EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id)"
        " AND NOT EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id AND e.ended_on IS NULL)",
        "The order ended with care at the latest; one of the two ends was never recorded.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 709",
        breaks={
            "dolo": [{"child_id": "A"}],
            "lac_episodes": [{"child_id": "A", "ended_on": "2020-08-31"}, {"child_id": "B"}],
        },
        passes={
            "dolo": [
                {"child_id": "A", "dolo_ended_on": "2020-08-31"},
                {"child_id": "B"},
                {"child_id": "C"},
            ],
            "lac_episodes": [{"child_id": "A", "ended_on": "2020-08-31"}, {"child_id": "B"}],
        },
    ),
    Rule(
        "E8c",
        "Order begins in a foster placement or with parents",
        "query",
        "EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
        " AND e.placement_code IN ('P1', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6', 'A3', 'A4', 'A5', 'A6')"
        " AND e.started_on <= t.dolo_started_on AND (e.ended_on IS NULL OR e.ended_on > t.dolo_started_on))",
        "Liberty is hardly ever taken in a family: the placement or the order is probably wrong.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 710",
        breaks={
            "dolo": [
                {"child_id": "A", "dolo_started_on": "2020-06-01"},
                {"child_id": "B", "dolo_started_on": "2020-06-01"},
            ],
            "lac_episodes": [
                {"child_id": "A", "placement_code": "U6", "started_on": "2020-06-01"},
                {"child_id": "B", "placement_code": "P1", "started_on": "2020-05-01", "ended_on": "2020-06-02"},
            ],
        },
        passes={
            "dolo": [
                {"child_id": "A", "dolo_started_on": "2020-06-01"},
                {"child_id": "B", "dolo_started_on": "2020-06-01"},
                {"child_id": "C", "dolo_started_on": "2020-06-01"},
            ],
            "lac_episodes": [
                {"child_id": "A", "placement_code": "K2", "started_on": "2020-06-01"},
                {"child_id": "A", "placement_code": "U6", "started_on": "2020-05-01", "ended_on": "2020-06-01"},
                {"child_id": "B", "placement_code": "U6", "started_on": "2020-06-02"},
                {"child_id": "D", "placement_code": "U6", "started_on": "2020-06-01"},
            ],
        },
    ),
    child_is_listed("B13q", "dolo"),
    child_has_episodes("D34g", "dolo"),
    born_as_listed("B14q", "dolo"),
)
