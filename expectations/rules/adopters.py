"""What makes a row of adopters wrong, with an example of each.

Called by: expectations.extracts.adopters.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.adoption import dates_are_real
from expectations.rules.shared import in_order, not_both_or_neither

_LENGTH = "The length of the stage would be negative, and averages of it too low."

RULES: tuple[Rule, ...] = (
    dates_are_real(
        "E9f",
        (
            "stage_1_started_on",
            "stage_1_ended_on",
            "stage_2_started_on",
            "stage_2_ended_on",
            "approved_on",
            "matched_on",
            "placed_on",
            "order_on",
            "left_on",
        ),
        "A step on the adopter's way",
    ),
    in_order("E10g", ("enquired_on", "stage_1_started_on"), "Stage 1 began before the enquiry", _LENGTH, "own"),
    in_order("E10h", ("stage_1_started_on", "stage_1_ended_on"), "Stage 1 ended before it began", _LENGTH, "own"),
    in_order("E10i", ("stage_1_ended_on", "stage_2_started_on"), "Stage 2 began before stage 1 ended", _LENGTH, "own"),
    in_order("E10j", ("stage_2_started_on", "stage_2_ended_on"), "Stage 2 ended before it began", _LENGTH, "own"),
    in_order("E10k", ("approved_on", "matched_on"), "Match is before the approval", _LENGTH, "own"),
    in_order("E10l", ("matched_on", "placed_on"), "Children were placed before the match", _LENGTH, "own"),
    in_order("E10m", ("placed_on", "order_on"), "Order is before the placement", _LENGTH, "own"),
    not_both_or_neither(
        "E12e",
        ("left_on", "leaving_reason_code"),
        "Adopter left without a reason, or a reason is given without a date",
        "Whether the adopter is still to be counted on is unclear.",
        "own",
    ),
    Rule(
        "E13e",
        "Children were placed or adopted, but how many is blank or none",
        "warn",
        "(placed_on IS NOT NULL OR order_on IS NOT NULL) AND coalesce(children_placed, 0) = 0",
        "Children placed are added up from this number.",
        source="own",
        breaks=[
            {"placed_on": "2020-09-01"},
            {"order_on": "2020-09-01", "children_placed": 0},
        ],
        passes=[{"placed_on": "2020-09-01", "order_on": "2020-09-02", "children_placed": 1}, {"children_placed": 0}],
    ),
)
