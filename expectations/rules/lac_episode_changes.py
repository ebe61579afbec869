"""What is wrong with looked after episodes beside the child's others, other months and workers, with examples.

Called by: expectations.rules.lac_episodes.
Promises:  an episode is known again by the child and the day it began, whatever else of it changed.
"""

from __future__ import annotations

from collections.abc import Mapping

from expectations.contract import Cell, Rule

_EPISODE: Mapping[str, Cell] = {"child_id": "A", "started_on": "2020-01-01"}
_ANOTHER_CHILDS: Mapping[str, Cell] = {**_EPISODE, "child_id": "B"}
_ANOTHER_DAYS: Mapping[str, Cell] = {**_EPISODE, "started_on": "2020-02-01"}
_OF_JULY: Mapping[str, Cell] = {**_EPISODE, "month_ends_on": "2020-07-31"}

PUBLISHED = "Figures already published change; a real change needs a new episode."
FAR_AWAY = "The figure of children placed more than 20 miles away changes without a move."


def _differs(code: str, column: str, cells: tuple[Cell, Cell, Cell], told: tuple[str, str, str], by: str = "") -> Rule:
    """Something about an episode is not what the last file that had it said of it.

    cells: what an earlier file said, what is near enough to it to be the same, and what is not.
    told:  what differs, why it matters, and the source.
    by:    for an amount, the difference from which on it is another.
    """
    said, same, other = cells
    what, why, source = told
    differs = f"abs(before.{column} - t.{column}) >= {by}" if by else f"before.{column} <> t.{column}"
    return Rule(
        code,
        f"{what} of the same episode differs from an earlier month's file",
        "warn",
        differs,
        why,
        scope="cross_period",
        source=source,
        breaks={"before": [{**_EPISODE, column: said}], "now": [{**_EPISODE, column: other}]},
        passes={
            "before": [
                {**_EPISODE, column: said},
                *({**episode, column: other} for episode in (_ANOTHER_CHILDS, _ANOTHER_DAYS, _OF_JULY)),
            ],
            "now": [{**_EPISODE, column: same}],
        },
    )


def _code_differs(code: str, column: str, codes: tuple[str, str], what: str, source: str) -> Rule:
    return _differs(code, column, (codes[0], codes[0], codes[1]), (what, PUBLISHED, source))


CHANGES: tuple[Rule, ...] = (
    Rule(
        "D18e",
        "Third stay during a carer's holiday within twelve months",
        "warn",
        "t.placement_code = 'T3' AND (SELECT count(*) FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
        " AND e.placement_code = 'T3' AND e.started_on <= t.started_on"
        " AND e.started_on > t.started_on - INTERVAL 12 MONTH) > 2",
        "Moves that count as placements are left out of the 'three or more placements' figure.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 377",
        breaks={
            "lac_episodes": [
                {"child_id": "A", "started_on": "2019-09-02", "placement_code": "T3"},
                {"child_id": "A", "started_on": "2020-01-01", "placement_code": "T3"},
                {"child_id": "A", "started_on": "2020-09-01", "placement_code": "T3"},
                {"child_id": "A", "started_on": "2020-09-01", "placement_code": "U6"},
            ]
        },
        passes={
            "lac_episodes": [
                {"child_id": "A", "started_on": "2019-09-01", "placement_code": "T3"},
                {"child_id": "A", "started_on": "2020-01-01", "placement_code": "T3"},
                {"child_id": "A", "started_on": "2020-05-01", "placement_code": "T4"},
                {"child_id": "A", "started_on": "2020-09-01", "placement_code": "T3"},
                {"child_id": "A", "started_on": "2020-09-02", "placement_code": "U6"},
                {"child_id": "B", "started_on": "2020-01-01", "placement_code": "T3"},
            ]
        },
    ),
    Rule(
        "D38",
        "Child has a later episode although an earlier one ended with adoption",
        "query",
        "EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
        " AND e.reason_ended_code IN ('E11', 'E12') AND e.started_on < t.started_on)",
        "An adopted child returns under a new identity; the same number points to a wrong ending.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 199",
        breaks={
            "lac_episodes": [
                {"child_id": "A", "started_on": "2019-01-01", "reason_ended_code": "E11"},
                {"child_id": "A", "started_on": "2020-09-01"},
            ]
        },
        passes={
            "lac_episodes": [
                {"child_id": "A", "started_on": "2018-01-01", "reason_ended_code": "E4A"},
                {"child_id": "A", "started_on": "2019-01-01", "reason_ended_code": "E11"},
                {"child_id": "B", "started_on": "2020-09-01"},
            ]
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
        breaks={
            "lac_episodes": [{"child_id": "A"}, {"child_id": "C"}, {"child_id": "D"}],
            "sw_allocations": [
                {"child_id": "A", "worker_role_code": "DUTY"},
                {"child_id": "C", "worker_role_code": "SOCIAL_WORKER", "ended_on": "2020-08-31"},
                {"child_id": "B", "worker_role_code": "SOCIAL_WORKER"},
            ],
        },
        passes={
            "lac_episodes": [{"child_id": "A"}, {"child_id": "C", "ended_on": "2020-08-31"}],
            "sw_allocations": [{"child_id": "A", "worker_role_code": "SOCIAL_WORKER"}],
        },
    ),
    Rule(
        "D31a",
        "Episode began before last month ended, but was in no earlier month's file",
        "warn",
        "t.started_on <= t.previous_month_ends_on AND before.month_ends_on IS NULL",
        "Entered late: looked after and placement figures of an earlier period change, a restatement.",
        scope="cross_period",
        source="903 502, 562",
        breaks={
            "before": [
                {"child_id": "B", "started_on": "2020-08-31"},
                {"child_id": "A", "started_on": "2020-08-30"},
            ],
            "now": [{"child_id": "A", "started_on": "2020-08-31"}],
        },
        passes={
            "before": [{"child_id": "A", "started_on": "2020-08-31"}, _OF_JULY],
            "now": [
                {"child_id": "A", "started_on": "2020-08-31"},
                {"child_id": "A", "started_on": "2020-09-01"},
                _EPISODE,
            ],
        },
    ),
    Rule(
        "D31b",
        "Episode had ended in an earlier month's file and is open again",
        "warn",
        "t.ended_on IS NULL AND before.ended_on IS NOT NULL",
        "A child counted as having left care is looked after again: a restatement.",
        scope="cross_period",
        source="own",
        breaks={"before": [{**_EPISODE, "ended_on": "2020-08-01"}], "now": [_EPISODE]},
        passes={
            "before": [
                _EPISODE,
                *({**row, "ended_on": "2020-08-01"} for row in (_ANOTHER_CHILDS, _ANOTHER_DAYS, _OF_JULY)),
                {"child_id": "C", "started_on": "2020-01-01", "ended_on": "2020-08-01"},
            ],
            "now": [_EPISODE, {"child_id": "C", "started_on": "2020-01-01", "ended_on": "2020-08-01"}],
        },
    ),
    _code_differs("D32a", "reason_started_code", ("S", "P"), "Reason for the start", "903 503A"),
    _code_differs("D32b", "legal_status_code", ("C1", "C2"), "Legal status", "903 503B"),
    _code_differs("D32c", "need_code", ("N1", "N2"), "Category of need", "903 503C"),
    _code_differs("D32d", "placement_code", ("U6", "K2"), "Kind of placement", "903 503D"),
    _code_differs("D32e", "provider_code", ("PR1", "PR4"), "Provider", "903 503E"),
    _code_differs("D32f", "urn", ("SC1", "SC2"), "Ofsted's number of the setting", "903 503F"),
    _differs(
        "D33a",
        "is_outside_boundary",
        (False, False, True),
        ("Side of the council's boundary", FAR_AWAY, "903 503J"),
    ),
    _differs("D33b", "distance_miles", ("12", "12.1", "11.8"), ("Distance", FAR_AWAY, "903 453, 503G"), by="0.2"),
)
