"""What makes a row of placements wrong, with an example of each.

Called by: expectations.extracts.placements.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import ends_before_it_begins, not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("D13d", "started_on", "Start of the placement", source="903 141"),
    ends_before_it_begins(
        "D4c",
        "Placement",
        "The placement would have a negative length and disturb the order of the child's placements.",
        "903 355",
    ),
    Rule(
        "D18b",
        "Temporary placement lasts longer than six weeks",
        "warn",
        "is_temporary AND coalesce(ended_on, month_ends_on) - started_on > 42",
        "A lasting move is left out of the 'three or more placements' figure.",
        source="903 375, 377",
        breaks=[{"child_id": "A", "started_on": "2020-08-18", "is_temporary": True}],
        passes=[
            {"child_id": "A", "started_on": "2020-08-19", "is_temporary": True},
            {"child_id": "A", "started_on": "2019-08-19"},
        ],
    ),
    Rule(
        "D5b",
        "A later placement began while this one has no end",
        "reject_row",
        "ended_on IS NULL AND following.started_on IS NOT NULL AND NOT coalesce(is_temporary, false)"
        " AND NOT coalesce(following.is_temporary, false)",
        "The child would be in two placements at once and count twice; the earlier one must have ended.",
        scope="child",
        source="903 142",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": None},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": None, "is_temporary": True},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None, "is_temporary": True},
            {"child_id": "A2", "started_on": "2020-06-01"},
            {"child_id": "A2", "started_on": "2020-07-01", "is_temporary": True},
            {"child_id": "A3", "started_on": "2020-06-01", "is_temporary": True},
            {"child_id": "A3", "started_on": "2020-07-01"},
            {"child_id": "A4", "started_on": "2020-06-01", "ended_on": "2020-06-01"},
            {"child_id": "A4", "started_on": "2020-07-01"},
        ],
    ),
    Rule(
        "D6b",
        "Placement begins before the child's earlier placement ended",
        "warn",
        "started_on < previous.ended_on AND NOT coalesce(is_temporary, false)"
        " AND NOT coalesce(previous.is_temporary, false)",
        "Two years in one placement, and three placements in a year, rest on dates that cannot both be right.",
        scope="child",
        source="903 501",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-02"},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01"},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None},
            {"child_id": "A2", "started_on": "2020-06-01", "ended_on": "2020-07-02", "is_temporary": True},
            {"child_id": "A2", "started_on": "2020-07-01"},
            {"child_id": "A3", "started_on": "2020-06-01", "ended_on": "2020-07-02"},
            {"child_id": "A3", "started_on": "2020-07-01", "is_temporary": True},
        ],
    ),
    Rule(
        "G26",
        "Same setting as the placement that ended the day this one began",
        "query",
        "started_on = previous.ended_on AND urn = previous.urn AND placement_code = previous.placement_code"
        " AND household_id IS NOT DISTINCT FROM previous.household_id",
        "One placement split in two counts towards 'three or more placements' and restarts the two years.",
        scope="child",
        source="own",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01", "urn": "1", "placement_code": "U6"},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None, "urn": "1", "placement_code": "U6"},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01", "urn": "1", "placement_code": "U6"},
            {"child_id": "A", "started_on": "2020-07-02", "ended_on": None, "urn": "1", "placement_code": "U6"},
            {"child_id": "A2", "started_on": "2020-06-01", "ended_on": "2020-07-01", "urn": "1"},
            {"child_id": "A2", "started_on": "2020-07-01", "urn": "1"},
            {"child_id": "A3", "started_on": "2020-06-01", "ended_on": "2020-07-01", "placement_code": "U6"},
            {"child_id": "A3", "started_on": "2020-07-01", "placement_code": "U6"},
            {
                "child_id": "A4",
                "started_on": "2020-06-01",
                "ended_on": "2020-07-01",
                "urn": "1",
                "placement_code": "U6",
                "household_id": "A4",
            },
            {"child_id": "A4", "started_on": "2020-07-01", "urn": "1", "placement_code": "U6"},
        ],
    ),
    Rule(
        "G3a",
        "Placement begins on a day the child was not looked after",
        "warn",
        "NOT EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
        " AND e.started_on <= t.started_on AND (e.ended_on IS NULL OR e.ended_on >= t.started_on))",
        "The placements file and the episodes file disagree on who is looked after.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="own",
        breaks={
            "placements": [
                {"child_id": "A", "started_on": "2020-09-01"},
                {"started_on": "2020-08-31"},
                {"child_id": "A3"},
                {"child_id": "A6", "started_on": "2020-07-01"},
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-08-31"},
                {"started_on": "2020-06-01"},
                {"child_id": "A3"},
            ],
        },
        passes={
            "placements": [
                {"child_id": "A", "started_on": "2020-08-31"},
                {"child_id": "A4", "started_on": "2020-08-31"},
                {"child_id": "A5", "started_on": "2020-08-31"},
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-08-31"},
                {"child_id": "A4", "started_on": "2020-08-31"},
                {"child_id": "A5", "started_on": "2020-06-01"},
            ],
        },
    ),
    Rule(
        "D26",
        "Kind of placement differs from the episode that began the same day",
        "warn",
        "EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
        " AND e.started_on = t.started_on AND e.placement_code <> t.placement_code)",
        "Figures by placement differ with the file they are taken from.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 219, 221",
        breaks={
            "placements": [{"child_id": "A", "started_on": "2020-09-01", "placement_code": "U6"}],
            "lac_episodes": [{"child_id": "A", "started_on": "2020-09-01", "placement_code": "K2"}],
        },
        passes={
            "placements": [
                {"child_id": "A", "started_on": "2020-09-01", "placement_code": "U6"},
                {"started_on": "2020-09-01", "placement_code": "U6"},
                {"child_id": "A3", "placement_code": "U6"},
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-09-01", "placement_code": "U6"},
                {"started_on": "2020-09-01", "placement_code": "K2"},
                {"child_id": "A3", "placement_code": "K2"},
            ],
        },
    ),
)
