"""What makes a row of the adoptions file of the SSDA903 return wrong, with an example of each.

Called by: expectations.extracts.ad1.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.adoption import adopters_agree, dates_are_real
from expectations.rules.shared import born_as_listed, child_is_listed, in_order

_EPISODES = [{"child_id": "A", "started_on": "2020-01-01", "ended_on": "2020-08-31", "reason_ended_code": "E11"}]

RULES: tuple[Rule, ...] = (
    dates_are_real("E9c", ("decided_on", "matched_on"), "Decision or match"),
    in_order(
        "E10f",
        ("decided_on", "matched_on"),
        "Match is before the decision to place for adoption",
        "Time from decision to match would be negative.",
        "903 331, 333",
    ),
    *adopters_agree("E19c", "E19d"),
    Rule(
        "E11b",
        "Decision to place for adoption is after the child was placed",
        "warn",
        "EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
        " AND e.placement_code IN ('A3', 'A4', 'A5', 'A6') AND e.started_on < t.decided_on)",
        "Time from decision to placement would be negative.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 521, 1003",
        breaks={
            "ad1": [{"child_id": "A", "decided_on": "2020-01-02"}],
            "lac_episodes": [{"child_id": "A", "started_on": "2020-01-01", "placement_code": "A4"}],
        },
        passes={
            "ad1": [{"child_id": "A", "decided_on": "2020-01-01"}, {"child_id": "B", "decided_on": "2020-01-02"}],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-01-01", "placement_code": "A4"},
                {"child_id": "A", "started_on": "2019-01-01", "placement_code": "U6"},
            ],
        },
    ),
    Rule(
        "E16c",
        "Adopted according to this file, but no episode ended by adoption",
        "warn",
        "NOT EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
        " AND e.reason_ended_code IN ('E11', 'E12'))",
        "Adoptions are counted from the episodes: this one is missing, or the child still counts as looked after.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 601, 602",
        breaks={
            "ad1": [{"child_id": "A"}],
            "lac_episodes": [
                {"child_id": "A", "reason_ended_code": "E8"},
                {"child_id": "B", "reason_ended_code": "E11"},
            ],
        },
        passes={"ad1": [{"child_id": "A"}], "lac_episodes": [{"child_id": "A", "reason_ended_code": "E12"}]},
    ),
    Rule(
        "E17b",
        "Child was matched on the day of the adoption",
        "query",
        "EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
        " AND e.reason_ended_code IN ('E11', 'E12') AND e.ended_on = t.matched_on)",
        "A match comes months before the order: one date was probably copied to the other.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 582",
        breaks={"ad1": [{"child_id": "A", "matched_on": "2020-08-31"}], "lac_episodes": _EPISODES},
        passes={
            "ad1": [{"child_id": "A", "matched_on": "2020-02-01"}, {"child_id": "B", "matched_on": "2020-08-31"}],
            "lac_episodes": [*_EPISODES, {"child_id": "A", "ended_on": "2020-02-01", "reason_ended_code": "X1"}],
        },
    ),
    child_is_listed("B13p", "ad1"),
    born_as_listed("B14p", "ad1"),
)
