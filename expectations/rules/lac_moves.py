"""What makes the way from one episode to the next wrong: need, reason for a move, the road to adoption.

Called by: expectations.rules.lac_episodes.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
Never:     asks whether episodes join or overlap: see the rules of looked after episodes.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.lac_terms import FOSTER_OR_ADOPTION, TEMPORARY

Pair = list[dict[str, str | None]]


def _pair(child: str, first: dict[str, str | None], second: dict[str, str | None]) -> Pair:
    """Two episodes of a child that join."""
    return [
        {"child_id": child, "started_on": "2020-06-01", "ended_on": "2020-07-01", **first},
        {"child_id": child, "started_on": "2020-07-01", **second},
    ]


def _move(child: str, places: tuple[str, str], reason: str, ended_as: str = "X1", told: str | None = None) -> Pair:
    """A move from one placement to another, begun for a reason; told is why the placement changed."""
    left = {"placement_code": places[0], "reason_ended_code": ended_as, "placement_change_code": told}
    return _pair(child, left, {"placement_code": places[1], "reason_started_code": reason})


_N1: dict[str, str | None] = {"reason_ended_code": "X1", "need_code": "N1"}

MOVES: tuple[Rule, ...] = (
    Rule(
        "D22",
        "Category of need differs from the episode before, in the same period of care",
        "warn",
        "previous.reason_ended_code = 'X1' AND started_on = previous.ended_on AND need_code <> previous.need_code",
        "The need is that at the start of care; breakdowns by need count the child under two.",
        scope="child",
        source="903 504",
        breaks=_pair("A", _N1, {"need_code": "N5"}),
        passes=[
            *_pair("A", _N1, {"need_code": "N1"}),
            *_pair("B", {"reason_ended_code": "E4A", "need_code": "N1"}, {"need_code": "N5"}),
            *_pair("C", _N1, {"need_code": "N5", "started_on": "2020-07-02"}),
            *_pair("D", _N1, {}),
        ],
    ),
    Rule(
        "D24a",
        "Child moved to another placement, but no reason for the change is given",
        "warn",
        f"reason_ended_code = 'X1' AND placement_change_code IS NULL AND placement_code NOT IN {TEMPORARY}"
        f" AND following.placement_code NOT IN {TEMPORARY} AND following.reason_started_code IN ('P', 'B', 'T', 'U')",
        "Why placements break down cannot be told.",
        scope="child",
        source="903 225",
        breaks=[
            *_move("A", ("U6", "U4"), "P"),
            *_move("B", ("U6", "U4"), "U"),
        ],
        passes=[
            *_move("A", ("U6", "U4"), "P", told="CARPL"),
            *_move("B", ("U6", "U6"), "L"),
            *_move("C", ("U6", "T1"), "P"),
            *_move("D", ("T1", "U6"), "P"),
            *_move("E", ("U6", "U4"), "P", ended_as="E4A"),
        ],
    ),
    Rule(
        "D24b",
        "Reason for a change of placement on the way into or out of a temporary one",
        "warn",
        f"placement_code IN {TEMPORARY}"
        " AND (placement_change_code IS NOT NULL OR previous.placement_change_code IS NOT NULL)",
        "A stay of some days is told as a change of placement.",
        scope="child",
        source="903 226",
        breaks=[
            *_move("A", ("T1", "U6"), "P", told="OTHER"),
            *_move("B", ("U6", "T1"), "P", told="OTHER"),
        ],
        passes=[
            *_move("A", ("U6", "T1"), "P"),
            *_move("B", ("U6", "U4"), "P", told="OTHER"),
        ],
    ),
    Rule(
        "D24c",
        "Reason for a change of placement although the episode has not ended",
        "warn",
        "ended_on IS NULL AND placement_change_code IS NOT NULL",
        "The child has moved and the end was not entered, or the reason stands on the wrong episode.",
        source="903 233",
        breaks=[{"placement_change_code": "CARPL"}],
        passes=[{"placement_change_code": "CARPL", "ended_on": "2020-09-01"}, {}],
    ),
    Rule(
        "E18a",
        "Placed for adoption with a placement order, but the legal status is another",
        "warn",
        "placement_code IN ('A5', 'A6') AND legal_status_code <> 'E1'",
        "Adoption figures by placement and by legal status differ.",
        source="903 408",
        breaks=[
            {"placement_code": "A5", "legal_status_code": "C2"},
            {"placement_code": "A6", "legal_status_code": "V2"},
        ],
        passes=[
            {"placement_code": "A5", "legal_status_code": "E1"},
            {"placement_code": "A4", "legal_status_code": "V2"},
            {"placement_code": "A6"},
        ],
    ),
    Rule(
        "E18b",
        "Placed for adoption with the current carers, but the reason says that the carer changed",
        "warn",
        "placement_code IN ('A3', 'A5') AND started_on >= DATE '2015-04-01'"
        " AND reason_started_code NOT IN ('S', 'T', 'U')",
        "Adoption by foster carers counts as a move to strangers.",
        source="903 217",
        breaks=[
            {"placement_code": "A3", "started_on": "2015-04-01", "reason_started_code": "P"},
            {"placement_code": "A5", "started_on": "2015-04-02", "reason_started_code": "B"},
        ],
        passes=[
            {"placement_code": "A3", "started_on": "2015-03-31", "reason_started_code": "P"},
            {"placement_code": "A3", "started_on": "2015-04-01", "reason_started_code": "S"},
            {"placement_code": "A5", "started_on": "2015-04-02", "reason_started_code": "T"},
            {"placement_code": "A5", "started_on": "2015-04-02", "reason_started_code": "U"},
            {"placement_code": "A6", "started_on": "2015-04-02", "reason_started_code": "P"},
        ],
    ),
    Rule(
        "E18c",
        "Placed for adoption with the current carers, but the child was not in foster care just before",
        "warn",
        f"placement_code IN ('A3', 'A5') AND previous.placement_code NOT IN {FOSTER_OR_ADOPTION}",
        "There is no carer who could have become the adopter: one of the two placements is wrong.",
        scope="child",
        source="903 336",
        breaks=[*_move("A", ("K2", "A3"), "T"), *_move("B", ("T1", "A5"), "T")],
        passes=[
            *_move("A", ("U6", "A3"), "T"),
            *_move("B", ("K2", "A6"), "P"),
            {"child_id": "C", "started_on": "2020-06-01", "placement_code": "A5"},
        ],
    ),
)
