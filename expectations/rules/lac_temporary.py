"""What makes the begin, the end or what follows a temporary placement wrong, with an example of each.

Called by: expectations.rules.lac_episodes.
Promises:  a stay whose legal status changes half-way is judged at its ends only.
Never:     asks how long the stay was: see the rules of looked after episodes.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.lac_terms import TEMPORARY

_FIRST, _SECOND, _THIRD = "2020-06-01", "2020-07-01", "2020-07-05"


def _away(
    child: str,
    placements: tuple[str, str, str],
    reason: str,
    ended_as: str = "X1",
    postcodes: tuple[str | None, str | None] = (None, None),
) -> list[dict[str, str | None]]:
    """Three episodes one after the other, why the last of them began, and the postcodes of the first and the last."""
    before, away, after = placements
    return [
        {
            "child_id": child,
            "started_on": _FIRST,
            "ended_on": _SECOND,
            "placement_code": before,
            "placement_postcode": postcodes[0],
        },
        {
            "child_id": child,
            "started_on": _SECOND,
            "ended_on": _THIRD,
            "placement_code": away,
            "reason_ended_code": ended_as,
        },
        {
            "child_id": child,
            "started_on": _THIRD,
            "placement_code": after,
            "reason_started_code": reason,
            "placement_postcode": postcodes[1],
        },
    ]


TEMPORARY_PLACEMENTS: tuple[Rule, ...] = (
    Rule(
        "D19a",
        "Temporary placement does not begin as a move to another placement and carer",
        "warn",
        f"placement_code IN {TEMPORARY} AND reason_started_code NOT IN ('P', 'B')",
        "Care cannot begin in a temporary placement: where the child really lives is not in the file.",
        source="903 380",
        breaks=[{"placement_code": "T0", "reason_started_code": "S"}],
        passes=[
            {"placement_code": "T4", "reason_started_code": "P"},
            {"placement_code": "T1", "reason_started_code": "B"},
            {"placement_code": "U6", "reason_started_code": "S"},
            {"placement_code": "T1"},
        ],
    ),
    Rule(
        "D19b",
        "Care ends in a temporary placement",
        "warn",
        f"placement_code IN {TEMPORARY} AND reason_ended_code <> 'X1'",
        "Where the child lived on leaving care is unknown; the last real placement counts as ended too early.",
        source="903 381",
        breaks=[{"placement_code": "T0", "reason_ended_code": "E8"}],
        passes=[
            {"placement_code": "T4", "reason_ended_code": "X1"},
            {"placement_code": "U6", "reason_ended_code": "E8"},
            {"placement_code": "T1"},
        ],
    ),
    Rule(
        "D19c",
        "Child does not go back from a temporary placement to the placement before it",
        "warn",
        f"placement_code IN {TEMPORARY} AND reason_ended_code = 'X1'"
        f" AND previous.placement_code NOT IN {TEMPORARY} AND following.placement_code NOT IN {TEMPORARY}"
        " AND (following.reason_started_code NOT IN ('P', 'B')"
        " OR following.placement_code <> previous.placement_code"
        " OR following.placement_postcode <> previous.placement_postcode)",
        "A lasting move is left out of the 'three or more placements' figure.",
        scope="child",
        source="903 383",
        breaks=[
            *_away("A", ("U6", "T1", "U4"), "P"),
            *_away("B", ("U6", "T1", "U6"), "T"),
            *_away("I", ("U6", "T1", "U6"), "P", postcodes=("X", "Y")),
        ],
        passes=[
            *_away("C", ("U6", "T1", "U6"), "P", postcodes=("X", "X")),
            *_away("D", ("U6", "T1", "U6"), "B"),
            *_away("E", ("U6", "T1", "U4"), "S", ended_as="E4A"),
            *_away("F", ("U6", "T1", "T4"), "P"),
            *_away("G", ("T4", "T1", "U6"), "P"),
            *_away("H", ("U6", "K2", "U4"), "P"),
        ],
    ),
)
