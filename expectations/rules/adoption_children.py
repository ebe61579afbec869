"""What makes a row of the children with a plan of adoption wrong, with an example of each.

Called by: expectations.extracts.adoption_children.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.adoption import (
    adopters_agree,
    dates_are_real,
    decision_as_before,
    one_decision_at_a_time,
    reversal_after_decision,
    reversal_is_whole,
)
from expectations.rules.shared import born_as_listed, child_has_episodes, child_is_listed, in_order, not_after_month_end

_NEGATIVE = "The time between the two would be negative, and averages of it too low."

RULES: tuple[Rule, ...] = (
    dates_are_real(
        "E9a",
        (
            "entered_care_on",
            "placement_order_on",
            "matched_on",
            "early_placed_on",
            "placed_on",
            "order_on",
            "reversed_on",
        ),
        "A step on the way to adoption",
    ),
    not_after_month_end("E9e", "decided_on", "Decision to place for adoption", source="903 115"),
    in_order(
        "E10a", ("entered_care_on", "decided_on"), "Decision is before the child entered care", _NEGATIVE, "903 333"
    ),
    in_order("E10b", ("decided_on", "matched_on"), "Match is before the decision", _NEGATIVE, "903 331"),
    in_order("E10c", ("matched_on", "placed_on"), "Placed for adoption before the match", _NEGATIVE, "903 334"),
    in_order("E10d", ("placed_on", "order_on"), "Order is before the placement", _NEGATIVE, "903 1003"),
    in_order(
        "E10e", ("decided_on", "placement_order_on"), "Placement order is before the decision", _NEGATIVE, "903 553"
    ),
    reversal_is_whole("E12a"),
    reversal_after_decision("E12b"),
    Rule(
        "E13a",
        "Adopted, but the decision to place for adoption is reversed",
        "warn",
        "order_on IS NOT NULL AND reversed_on IS NOT NULL AND coalesce(order_type_code, 'ADOPTION') = 'ADOPTION'",
        "The child counts among the adopted and among those whose plan was given up.",
        source="903 558",
        breaks=[
            {"order_on": "2020-09-01", "reversed_on": "2020-08-01"},
            {"order_on": "2020-09-01", "reversed_on": "2020-08-01", "order_type_code": "ADOPTION"},
        ],
        passes=[
            {"order_on": "2020-09-01", "reversed_on": "2020-08-01", "order_type_code": "SGO"},
            {"order_on": "2020-09-01"},
            {"reversed_on": "2020-08-01"},
        ],
    ),
    Rule(
        "E13b",
        "Left care without being adopted, but the decision is not reversed",
        "warn",
        "t.order_on IS NULL AND t.reversed_on IS NULL AND EXISTS (SELECT 1 FROM silver.lac_episodes e"
        " WHERE e.child_id = t.child_id AND e.ended_on >= t.decided_on"
        " AND e.reason_ended_code NOT IN ('X1', 'E11', 'E12'))"
        " AND NOT EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id AND e.ended_on IS NULL)",
        "The child counts as waiting for adoption for ever.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 557",
        breaks={
            "adoption_children": [{"child_id": "A", "decided_on": "2020-08-31"}],
            "lac_episodes": [
                {"child_id": "A", "ended_on": "2020-08-31", "reason_ended_code": "E4A"},
                {"child_id": "B", "started_on": "2020-08-31"},
            ],
        },
        passes={
            "adoption_children": [
                {"child_id": "A", "decided_on": "2020-06-01", "reversed_on": "2020-07-01"},
                {"child_id": "A", "decided_on": "2020-06-01", "order_on": "2020-07-01"},
                {"child_id": "A", "decided_on": "2020-09-01"},
                {"child_id": "B", "decided_on": "2020-06-01"},
                {"child_id": "C", "decided_on": "2020-06-01"},
            ],
            "lac_episodes": [
                {"child_id": "A", "ended_on": "2020-08-31", "reason_ended_code": "E4A"},
                {"child_id": "B", "ended_on": "2020-08-31", "reason_ended_code": "E4A"},
                {"child_id": "B", "started_on": "2020-09-01"},
                {"child_id": "C", "ended_on": "2020-08-31", "reason_ended_code": "E12"},
            ],
        },
    ),
    decision_as_before("E14a", "adoption_children"),
    one_decision_at_a_time("E15a"),
    Rule(
        "E16a",
        "Adopted without having been placed for adoption",
        "warn",
        "order_on IS NOT NULL AND coalesce(order_type_code, 'ADOPTION') = 'ADOPTION'"
        " AND placed_on IS NULL AND early_placed_on IS NULL",
        "Time from entering care to placement leaves this child out.",
        source="903 525, 390",
        breaks=[{"order_on": "2020-09-01"}, {"order_on": "2020-09-01", "order_type_code": "ADOPTION"}],
        passes=[
            {"order_on": "2020-09-01", "placed_on": "2020-01-01"},
            {"order_on": "2020-09-01", "early_placed_on": "2020-01-01"},
            {"order_on": "2020-09-01", "order_type_code": "SGO"},
            {"decided_on": "2020-01-01"},
        ],
    ),
    Rule(
        "E16b",
        "Adopted according to this file, but no episode ended by adoption",
        "warn",
        "t.order_on IS NOT NULL AND coalesce(t.order_type_code, 'ADOPTION') = 'ADOPTION'"
        " AND NOT EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
        " AND e.reason_ended_code IN ('E11', 'E12'))",
        "Adoptions are counted from the episodes: this one is missing, or the child still counts as looked after.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 601, 602",
        breaks={
            "adoption_children": [{"child_id": "A", "order_on": "2020-08-31"}],
            "lac_episodes": [
                {"child_id": "A", "reason_ended_code": "E8"},
                {"child_id": "B", "reason_ended_code": "E11"},
            ],
        },
        passes={
            "adoption_children": [
                {"child_id": "A", "order_on": "2020-08-31"},
                {"child_id": "B", "order_on": "2020-08-31", "order_type_code": "SGO"},
                {"child_id": "C", "decided_on": "2020-08-31"},
            ],
            "lac_episodes": [{"child_id": "A", "reason_ended_code": "E12"}],
        },
    ),
    Rule(
        "E17a",
        "Child was matched on the day of the order",
        "query",
        "matched_on = order_on",
        "A match comes months before the order: one date was probably copied to the other.",
        source="903 582",
        breaks=[{"matched_on": "2020-09-01", "order_on": "2020-09-01"}],
        passes=[{"matched_on": "2020-03-01", "order_on": "2020-09-01"}, {"matched_on": "2020-03-01"}],
    ),
    *adopters_agree("E19a", "E19b"),
    child_is_listed("B13n", "adoption_children"),
    child_has_episodes("D34f", "adoption_children"),
    born_as_listed("B14n", "adoption_children"),
)
