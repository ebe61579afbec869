"""What makes a row of looked after episodes wrong, with an example of each.

Called by: expectations.extracts.lac_episodes.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import child_is_listed, not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("D13a", "started_on", "Start of the episode", source="903 141"),
    Rule(
        "D13b",
        "Episode ends after the end of the month",
        "reject_row",
        "ended_on > month_ends_on",
        "A child who is still looked after would count as having left care.",
        source="903 385",
        breaks=[{"child_id": "A", "ended_on": "2020-10-01"}],
        passes=[{"child_id": "A", "ended_on": "2020-09-30"}],
    ),
    Rule(
        "D13c",
        "Episode begins before 14 October 1991, when the law it is held under began",
        "reject_row",
        "started_on < DATE '1991-10-14'",
        "A default date gives a period of care of many years and spoils every figure by length.",
        source="903 353",
        breaks=[{"child_id": "A", "started_on": "1991-10-13"}],
        passes=[{"child_id": "A", "started_on": "1991-10-14"}],
    ),
    Rule(
        "D3a",
        "Episode has ended but no reason is given",
        "warn",
        "ended_on IS NOT NULL AND reason_ended_code IS NULL",
        "Whether the child left care, and how, is unknown: adoption and leaving-care shares move.",
        source="903 148",
        breaks=[{"ended_on": "2020-09-01"}],
        passes=[{"ended_on": "2020-09-01", "reason_ended_code": "E8"}, {}],
    ),
    Rule(
        "D3b",
        "A reason for ending is given but no end date",
        "warn",
        "ended_on IS NULL AND reason_ended_code IS NOT NULL",
        "The child still counts as looked after, though the episode seems to have ended.",
        source="903 148",
        breaks=[{"reason_ended_code": "E8"}],
        passes=[{"ended_on": "2020-09-01", "reason_ended_code": "E8"}, {}],
    ),
    Rule(
        "D4a",
        "Episode ends before it begins",
        "reject_row",
        "ended_on < started_on",
        "The episode would have a negative length and disturb the order of the child's placements.",
        source="903 355",
        breaks=[{"started_on": "2020-09-02", "ended_on": "2020-09-01"}],
        passes=[{"started_on": "2020-09-02", "ended_on": "2020-09-02"}, {"started_on": "2020-09-02"}],
    ),
    Rule(
        "D17",
        "Police protection, emergency or assessment order lasts longer than the law allows",
        "warn",
        "coalesce(ended_on, month_ends_on) - started_on"
        " > CASE legal_status_code WHEN 'L1' THEN 3 WHEN 'L2' THEN 21 WHEN 'L3' THEN 7 END",
        "The legal status has probably changed and was not entered; breakdowns by legal status are wrong.",
        source="903 361, 362, 363",
        breaks=[
            {"legal_status_code": "L1", "started_on": "2020-09-01", "ended_on": "2020-09-05"},
            {"legal_status_code": "L2", "started_on": "2020-09-01"},
        ],
        passes=[
            {"legal_status_code": "L1", "started_on": "2020-09-01", "ended_on": "2020-09-04"},
            {"legal_status_code": "C2", "started_on": "2019-09-01"},
        ],
    ),
    Rule(
        "D18a",
        "Temporary placement lasts longer than its kind allows",
        "warn",
        "coalesce(ended_on, month_ends_on) - started_on"
        " > CASE placement_code WHEN 'T1' THEN 42 WHEN 'T3' THEN 21 WHEN 'T4' THEN 7 END",
        "A lasting move is left out of the 'three or more placements' figure.",
        source="903 375, 376, 379",
        breaks=[{"placement_code": "T4", "started_on": "2020-09-01", "ended_on": "2020-09-09"}],
        passes=[
            {"placement_code": "T4", "started_on": "2020-09-01", "ended_on": "2020-09-08"},
            {"placement_code": "U6", "started_on": "2019-09-01"},
        ],
    ),
    Rule(
        "D23a",
        "Placement has no provider",
        "warn",
        "provider_code IS NULL AND placement_code NOT IN ('T0', 'T1', 'T2', 'T3', 'T4', 'Z1')",
        "The share of children in the council's own foster care leaves the child out.",
        source="903 526",
        breaks=[{"placement_code": "U6"}],
        passes=[{"placement_code": "U6", "provider_code": "PR1"}, {"placement_code": "T1"}],
    ),
    Rule(
        "D23b",
        "Provider 'parents' goes with a placement with own parents, and only with it",
        "warn",
        "(provider_code = 'PR0') <> (placement_code = 'P1')",
        "The child counts under the wrong provider or placement.",
        source="903 527-531, 550",
        breaks=[{"placement_code": "U6", "provider_code": "PR0"}, {"placement_code": "P1", "provider_code": "PR1"}],
        passes=[{"placement_code": "P1", "provider_code": "PR0"}, {"placement_code": "U6", "provider_code": "PR1"}],
    ),
    Rule(
        "D28",
        "Distance is negative or over 350 miles",
        "warn",
        "distance_miles < 0 OR (distance_miles > 350 AND distance_miles <> 999.9)",
        "Wrongly counts, or fails to count, among children placed more than 20 miles away.",
        source="903 164, 454",
        breaks=[{"distance_miles": "350.1"}, {"distance_miles": "-1"}],
        passes=[{"distance_miles": "350"}, {"distance_miles": "999.9"}, {"distance_miles": None}],
    ),
    Rule(
        "D5",
        "A later episode began while this one has no end",
        "reject_row",
        "ended_on IS NULL AND following.started_on IS NOT NULL",
        "The child would be in two placements at once and count twice; the earlier episode must have ended.",
        scope="child",
        source="903 142",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": None},
            {"child_id": "A", "started_on": "2020-07-01"},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01"},
            {"child_id": "A", "started_on": "2020-07-01"},
        ],
    ),
    Rule(
        "D6",
        "Episode begins before the child's earlier episode ended",
        "reject_row",
        "started_on < previous.ended_on",
        "The child would be in two placements on the same day and count twice.",
        scope="child",
        source="903 501",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-02"},
            {"child_id": "A", "started_on": "2020-07-01"},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01"},
            {"child_id": "A", "started_on": "2020-07-01"},
        ],
    ),
    Rule(
        "D7",
        "'A new episode follows the same day', but none does",
        "warn",
        "reason_ended_code = 'X1' AND ended_on IS NOT NULL AND following.started_on IS DISTINCT FROM ended_on",
        "The child drops out of looked after figures without having left care.",
        scope="child",
        source="903 388",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01", "reason_ended_code": "X1"},
            {"child_id": "A", "started_on": "2020-07-02"},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01", "reason_ended_code": "X1"},
            {"child_id": "A", "started_on": "2020-07-01"},
        ],
    ),
    Rule(
        "D8",
        "'Started to be looked after' on the day an earlier episode ended",
        "warn",
        "reason_started_code = 'S' AND started_on = previous.ended_on",
        "A move inside care counts as a new entry to care.",
        scope="child",
        source="903 431",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01"},
            {"child_id": "A", "started_on": "2020-07-01", "reason_started_code": "S"},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01"},
            {"child_id": "A", "started_on": "2020-08-01", "reason_started_code": "S"},
        ],
    ),
    Rule(
        "D9",
        "Child had left care, but the next episode does not say 'started to be looked after'",
        "warn",
        "previous.reason_ended_code <> 'X1' AND reason_started_code <> 'S'",
        "A return to care is missing from entries to care.",
        scope="child",
        source="903 432, 433",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01", "reason_ended_code": "E8"},
            {"child_id": "A", "started_on": "2020-07-01", "reason_started_code": "P"},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01", "reason_ended_code": "X1"},
            {"child_id": "A", "started_on": "2020-07-01", "reason_started_code": "P"},
        ],
    ),
    Rule(
        "D10",
        "Reason for the new episode does not fit what changed in legal status",
        "warn",
        "previous.reason_ended_code = 'X1' AND (reason_started_code IN ('L', 'B', 'U')"
        " AND legal_status_code = previous.legal_status_code"
        " OR reason_started_code IN ('P', 'T') AND legal_status_code <> previous.legal_status_code)",
        "Placement moves and legal changes are told apart by the reason; counts of placements may be wrong.",
        scope="child",
        source="903 434, 435, 436",
        breaks=[
            {
                "child_id": "A",
                "started_on": "2020-06-01",
                "ended_on": "2020-07-01",
                "reason_ended_code": "X1",
                "legal_status_code": "C1",
            },
            {"child_id": "A", "started_on": "2020-07-01", "reason_started_code": "L", "legal_status_code": "C1"},
        ],
        passes=[
            {
                "child_id": "A",
                "started_on": "2020-06-01",
                "ended_on": "2020-07-01",
                "reason_ended_code": "X1",
                "legal_status_code": "C1",
            },
            {"child_id": "A", "started_on": "2020-07-01", "reason_started_code": "L", "legal_status_code": "C2"},
        ],
    ),
    Rule(
        "D11",
        "Episode after one that ended with the child's death",
        "reject_row",
        "previous.reason_ended_code = 'E2'",
        "A child who has died would count as looked after.",
        scope="child",
        source="903 437",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01", "reason_ended_code": "E2"},
            {"child_id": "A", "started_on": "2020-07-01"},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01", "reason_ended_code": "E8"},
            {"child_id": "A", "started_on": "2020-07-01"},
        ],
    ),
    Rule(
        "D14",
        "The child's first episode does not say 'started to be looked after'",
        "query",
        "previous.started_on IS NULL AND reason_started_code <> 'S'",
        "The start of care is not in the file, so how long the child has been looked after is too short.",
        scope="child",
        source="903 357",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01", "reason_started_code": "P"},
            {"child_id": "A", "started_on": "2020-07-01", "reason_started_code": "P"},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01", "reason_started_code": "S"},
            {"child_id": "A", "started_on": "2020-07-01", "reason_started_code": "P"},
        ],
    ),
    child_is_listed("B13c", "lac_episodes"),
    Rule(
        "D12",
        "Episode begins before birth, or at 18 or over",
        "warn",
        "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id"
        " AND (t.started_on < p.born_on OR t.started_on >= p.born_on + INTERVAL 18 YEAR))",
        "An adult, or a wrong date of birth, counts among looked after children.",
        scope="cross_file",
        needs=("persons",),
        source="903 302, 352",
        breaks={
            "lac_episodes": [{"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-08-31"}],
            "persons": [{"child_id": "A", "born_on": "2002-06-01"}],
        },
        passes={
            "lac_episodes": [{"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-08-31"}],
            "persons": [{"child_id": "A", "born_on": "2002-06-02"}],
        },
    ),
    Rule(
        "D16",
        "Child's age does not fit the reason for leaving care",
        "warn",
        "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id"
        " AND (t.reason_ended_code IN ('E11', 'E12', 'E43', 'E44', 'E45', 'E46', 'E47', 'E48')"
        " AND t.ended_on >= p.born_on + INTERVAL 18 YEAR"
        " OR t.reason_ended_code IN ('E5', 'E6') AND t.ended_on < p.born_on + INTERVAL 14 YEAR"
        " OR t.reason_ended_code = 'E7' AND t.ended_on < p.born_on + INTERVAL 16 YEAR"
        " OR t.reason_ended_code = 'E17' AND t.ended_on < p.born_on + INTERVAL 18 YEAR))",
        "Adoption, special guardianship and leaving-care shares count the wrong child.",
        scope="cross_file",
        needs=("persons",),
        source="903 386, 387, 389, 407, 460",
        breaks={
            "lac_episodes": [{"child_id": "A", "ended_on": "2020-08-31", "reason_ended_code": "E17"}],
            "persons": [{"child_id": "A", "born_on": "2002-09-01"}],
        },
        passes={
            "lac_episodes": [{"child_id": "A", "ended_on": "2020-08-31", "reason_ended_code": "E17"}],
            "persons": [{"child_id": "A", "born_on": "2002-08-31"}],
        },
    ),
    Rule(
        "G4b",
        "Child is looked after but has no social worker allocated",
        "warn",
        "t.ended_on IS NULL AND NOT EXISTS (SELECT 1 FROM silver.sw_allocations a WHERE a.child_id = t.child_id"
        " AND a.worker_role_code = 'SOCIAL_WORKER' AND a.ended_on IS NULL)",
        "The case is on nobody's list: supervision and caseload figures leave it out.",
        scope="cross_file",
        needs=("sw_allocations",),
        source="own",
        breaks={"lac_episodes": [{"child_id": "A"}], "sw_allocations": [{"child_id": "A", "worker_role_code": "DUTY"}]},
        passes={
            "lac_episodes": [{"child_id": "A"}],
            "sw_allocations": [{"child_id": "A", "worker_role_code": "SOCIAL_WORKER"}],
        },
    ),
    Rule(
        "D31a",
        "Episode began before last month ended, but was not in last month's file",
        "warn",
        "t.started_on <= t.previous_month_ends_on AND NOT EXISTS (SELECT 1 FROM delivered.lac_episodes o"
        " WHERE o.child_id = t.child_id AND o.started_on = t.started_on"
        " AND o.month_ends_on = t.previous_month_ends_on)",
        "Entered late: looked after and placement figures of an earlier period change, a restatement.",
        scope="cross_period",
        needs=("lac_episodes",),
        source="903 502, 562",
        breaks={"before": [{"child_id": "B"}], "now": [{"child_id": "A", "started_on": "2020-08-31"}]},
        passes={
            "before": [{"child_id": "A", "started_on": "2020-08-31"}],
            "now": [{"child_id": "A", "started_on": "2020-08-31"}, {"child_id": "A", "started_on": "2020-09-01"}],
        },
    ),
    Rule(
        "D31b",
        "Episode had ended in last month's file and is open again",
        "warn",
        "t.ended_on IS NULL AND EXISTS (SELECT 1 FROM delivered.lac_episodes o WHERE o.child_id = t.child_id"
        " AND o.started_on = t.started_on AND o.month_ends_on = t.previous_month_ends_on AND o.ended_on IS NOT NULL)",
        "A child counted as having left care is looked after again: a restatement.",
        scope="cross_period",
        needs=("lac_episodes",),
        source="903 502",
        breaks={
            "before": [{"child_id": "A", "started_on": "2020-01-01", "ended_on": "2020-08-01"}],
            "now": [{"child_id": "A", "started_on": "2020-01-01"}],
        },
        passes={
            "before": [{"child_id": "A", "started_on": "2020-01-01", "ended_on": "2020-08-01"}],
            "now": [{"child_id": "A", "started_on": "2020-01-01", "ended_on": "2020-08-01"}],
        },
    ),
    Rule(
        "D32",
        "Legal status, need, placement or provider of the same episode differs from last month's file",
        "warn",
        "EXISTS (SELECT 1 FROM delivered.lac_episodes o WHERE o.child_id = t.child_id"
        " AND o.started_on = t.started_on AND o.month_ends_on = t.previous_month_ends_on"
        " AND (o.legal_status_code <> t.legal_status_code OR o.need_code <> t.need_code"
        " OR o.placement_code <> t.placement_code OR o.provider_code <> t.provider_code))",
        "Figures already published by placement or legal status change; a real change needs a new episode.",
        scope="cross_period",
        needs=("lac_episodes",),
        source="903 503A-503H",
        breaks={
            "before": [{"child_id": "A", "started_on": "2020-01-01", "placement_code": "U6"}],
            "now": [{"child_id": "A", "started_on": "2020-01-01", "placement_code": "K2"}],
        },
        passes={
            "before": [{"child_id": "A", "started_on": "2020-01-01", "placement_code": "U6"}],
            "now": [{"child_id": "A", "started_on": "2020-01-01", "placement_code": "U6"}],
        },
    ),
    Rule(
        "D33",
        "Distance or boundary of the same episode differs from last month's file",
        "warn",
        "EXISTS (SELECT 1 FROM delivered.lac_episodes o WHERE o.child_id = t.child_id"
        " AND o.started_on = t.started_on AND o.month_ends_on = t.previous_month_ends_on"
        " AND (o.is_outside_boundary <> t.is_outside_boundary OR abs(o.distance_miles - t.distance_miles) > 1))",
        "The figure of children placed more than 20 miles away changes without a move.",
        scope="cross_period",
        needs=("lac_episodes",),
        source="903 452, 453",
        breaks={
            "before": [{"child_id": "A", "started_on": "2020-01-01", "distance_miles": "12"}],
            "now": [{"child_id": "A", "started_on": "2020-01-01", "distance_miles": "21"}],
        },
        passes={
            "before": [{"child_id": "A", "started_on": "2020-01-01", "distance_miles": "12"}],
            "now": [{"child_id": "A", "started_on": "2020-01-01", "distance_miles": "12"}],
        },
    ),
    Rule(
        "D38",
        "Child was adopted in last month's file and has a later episode now",
        "query",
        "EXISTS (SELECT 1 FROM delivered.lac_episodes o WHERE o.child_id = t.child_id"
        " AND o.month_ends_on = t.previous_month_ends_on AND o.reason_ended_code IN ('E11', 'E12')"
        " AND t.started_on > o.ended_on)",
        "An adopted child returns under a new identity; the same number points to a wrong ending.",
        scope="cross_period",
        needs=("lac_episodes",),
        source="903 199",
        breaks={
            "before": [
                {"child_id": "A", "started_on": "2019-01-01", "ended_on": "2020-08-01", "reason_ended_code": "E11"}
            ],
            "now": [{"child_id": "A", "started_on": "2020-09-01"}],
        },
        passes={
            "before": [
                {"child_id": "A", "started_on": "2019-01-01", "ended_on": "2020-08-01", "reason_ended_code": "E4A"}
            ],
            "now": [{"child_id": "A", "started_on": "2020-09-01"}],
        },
    ),
)
