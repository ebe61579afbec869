"""What makes the order of a child's episodes wrong, with an example of each rule.

Called by: expectations.rules.lac_episodes.
Promises:  each rule looks at an episode and its neighbours; blank cells of either contradict nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from expectations.contract import Cell, Rule

_JUNE: Mapping[str, Cell] = {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01"}
_CEASED: Mapping[str, Cell] = {**_JUNE, "reason_ended_code": "E8"}
_GOES_ON: Mapping[str, Cell] = {**_JUNE, "reason_ended_code": "X1"}
_FROM_JULY: Mapping[str, Cell] = {"child_id": "A", "started_on": "2020-07-01"}
_A_DAY_LATER: Mapping[str, Cell] = {"child_id": "A", "started_on": "2020-07-02"}
_FROM_OCTOBER: Mapping[str, Cell] = {"child_id": "A", "started_on": "2019-10-01"}
_IN_SEPTEMBER: Mapping[str, Cell] = {"child_id": "B", "started_on": "2019-09-30"}
_SETTING: Mapping[str, Cell] = {
    "legal_status_code": "C1",
    "placement_code": "U6",
    "provider_code": "PR1",
    "urn": "SC1",
    "placement_postcode": "P1",
}
_SAME_PLACE = " AND ".join(
    f"{column} = previous.{column}" for column in ("placement_code", "provider_code", "urn", "placement_postcode")
)
_MOVES: tuple[tuple[str, dict[str, Cell]], ...] = (
    ("E", {"placement_code": "K2"}),
    ("F", {"provider_code": "PR4"}),
    ("G", {"urn": "SC2"}),
    ("H", {"placement_postcode": "P2"}),
)
"""A child for each thing that shows a move, and what it becomes."""


def _moved(reason: str, **changed: Cell) -> list[Mapping[str, Cell]]:
    """Two episodes of a child, of which the second says why it began and differs as told."""
    return [{**_GOES_ON, **_SETTING}, {**_FROM_JULY, **_SETTING, "reason_started_code": reason, **changed}]


def _of(child: str, episodes: list[Mapping[str, Cell]]) -> list[Mapping[str, Cell]]:
    return [{**episode, "child_id": child} for episode in episodes]


WRONG_REASON = "Placement moves and legal changes are told apart by the reason; counts of placements may be wrong."

ORDER: tuple[Rule, ...] = (
    Rule(
        "D5",
        "A later episode began while this one has no end",
        "reject_row",
        "ended_on IS NULL AND following.started_on IS NOT NULL",
        "The child would be in two placements at once and count twice; the earlier episode must have ended.",
        scope="child",
        source="903 142",
        breaks=[{**_JUNE, "ended_on": None}, _FROM_JULY],
        passes=[_JUNE, _FROM_JULY],
    ),
    Rule(
        "D6",
        "Episode begins before the child's earlier episode ended",
        "reject_row",
        "started_on < previous.ended_on",
        "The child would be in two placements on the same day and count twice.",
        scope="child",
        source="903 501",
        breaks=[{**_JUNE, "ended_on": "2020-07-02"}, _FROM_JULY],
        passes=[_JUNE, _FROM_JULY],
    ),
    Rule(
        "D7a",
        "'A new episode follows the same day', but none does",
        "warn",
        "reason_ended_code = 'X1' AND ended_on IS NOT NULL AND following.started_on IS DISTINCT FROM ended_on",
        "The child drops out of looked after figures without having left care.",
        scope="child",
        source="903 388",
        breaks=[_GOES_ON, _A_DAY_LATER, {**_GOES_ON, "child_id": "B"}],
        passes=[
            _GOES_ON,
            _FROM_JULY,
            {**_CEASED, "child_id": "B"},
            {**_GOES_ON, "child_id": "C", "ended_on": None},
            {**_FROM_JULY, "child_id": "C"},
        ],
    ),
    Rule(
        "D7b",
        "Another episode follows the same day, but the reason says that care ended",
        "warn",
        "reason_ended_code <> 'X1' AND following.started_on = ended_on",
        "The child counts as having left care, and where the next episode says so, as having come back.",
        scope="child",
        source="903 388",
        breaks=[_CEASED, _FROM_JULY],
        passes=[_GOES_ON, _FROM_JULY, {**_CEASED, "child_id": "B"}, {**_A_DAY_LATER, "child_id": "B"}],
    ),
    Rule(
        "D8",
        "'Started to be looked after' on the day an earlier episode ended",
        "warn",
        "reason_started_code = 'S' AND started_on = previous.ended_on",
        "A move inside care counts as a new entry to care.",
        scope="child",
        source="903 431",
        breaks=[_JUNE, {**_FROM_JULY, "reason_started_code": "S"}],
        passes=[
            _JUNE,
            {**_A_DAY_LATER, "reason_started_code": "S"},
            {**_JUNE, "child_id": "B"},
            {**_FROM_JULY, "child_id": "B", "reason_started_code": "P"},
        ],
    ),
    Rule(
        "D9a",
        "Child had left care, but the next episode does not say 'started to be looked after'",
        "warn",
        "previous.reason_ended_code <> 'X1' AND reason_started_code <> 'S'",
        "A return to care is missing from entries to care.",
        scope="child",
        source="903 432",
        breaks=[_CEASED, {**_FROM_JULY, "reason_started_code": "P"}],
        passes=[
            _GOES_ON,
            {**_FROM_JULY, "reason_started_code": "P"},
            {**_CEASED, "child_id": "B"},
            {**_A_DAY_LATER, "child_id": "B", "reason_started_code": "S"},
        ],
    ),
    Rule(
        "D9b",
        "Episode says that care went on, but begins after a gap",
        "warn",
        "reason_started_code <> 'S' AND started_on > previous.ended_on",
        "The days between count as days out of care, and the return is missing from entries to care.",
        scope="child",
        source="903 433",
        breaks=[_JUNE, {**_A_DAY_LATER, "reason_started_code": "P"}],
        passes=[
            _JUNE,
            {**_FROM_JULY, "reason_started_code": "P"},
            {**_JUNE, "child_id": "B"},
            {**_A_DAY_LATER, "child_id": "B", "reason_started_code": "S"},
        ],
    ),
    Rule(
        "D10a",
        "'Legal status changed' and nothing else, but it is the same, or the placement is another",
        "warn",
        "reason_started_code = 'L' AND (legal_status_code = previous.legal_status_code"
        " OR placement_code <> previous.placement_code OR provider_code <> previous.provider_code"
        " OR urn <> previous.urn OR placement_postcode <> previous.placement_postcode)",
        WRONG_REASON,
        scope="child",
        source="903 434",
        breaks=[
            *_of("A", _moved("L")),
            *(row for child, move in _MOVES for row in _of(child, _moved("L", legal_status_code="C2", **move))),
        ],
        passes=[*_of("A", _moved("L", legal_status_code="C2")), *_of("B", _moved("P", placement_code="K2"))],
    ),
    Rule(
        "D10b",
        "'Placement changed' and nothing else, but it is the same, or the legal status is another",
        "warn",
        f"reason_started_code IN ('P', 'T') AND (legal_status_code <> previous.legal_status_code OR {_SAME_PLACE})",
        WRONG_REASON,
        scope="child",
        source="903 435",
        breaks=[*_of("A", _moved("P", legal_status_code="C2", placement_code="K2")), *_of("B", _moved("P"))],
        passes=[
            *_of("A", _moved("L", legal_status_code="C2")),
            *(row for child, move in _MOVES for row in _of(child, _moved("P", **move))),
        ],
    ),
    Rule(
        "D10c",
        "'Legal status and placement changed', but one of them is the same",
        "warn",
        f"reason_started_code IN ('B', 'U') AND (legal_status_code = previous.legal_status_code OR {_SAME_PLACE})",
        WRONG_REASON,
        scope="child",
        source="903 436",
        breaks=[*_of("A", _moved("B", placement_code="K2")), *_of("B", _moved("B", legal_status_code="C2"))],
        passes=[
            *_of("A", _moved("P")),
            *(row for child, move in _MOVES for row in _of(child, _moved("B", legal_status_code="C2", **move))),
        ],
    ),
    Rule(
        "D11a",
        "Episode after one that ended with the child's death",
        "reject_row",
        "previous.reason_ended_code = 'E2'",
        "A child who has died would count as looked after.",
        scope="child",
        source="903 437",
        breaks=[{**_JUNE, "reason_ended_code": "E2"}, _FROM_JULY],
        passes=[_CEASED, _FROM_JULY],
    ),
    Rule(
        "D11b",
        "Episode after one that ended because the person was found to be 18 or over",
        "warn",
        "previous.reason_ended_code = 'E15'",
        "An adult counts among looked after children, or the earlier finding about the age was wrong.",
        scope="child",
        source="903 437",
        breaks=[{**_JUNE, "reason_ended_code": "E15"}, _FROM_JULY],
        passes=[_CEASED, _FROM_JULY],
    ),
    Rule(
        "D14",
        "The child's first episode began in the last twelve months and does not say 'started to be looked after'",
        "query",
        "previous.started_on IS NULL AND reason_started_code <> 'S' AND started_on > month_ends_on - INTERVAL 12 MONTH",
        "The start of care is not in the file, so how long the child has been looked after is too short.",
        scope="child",
        source="903 357",
        breaks=[{**_FROM_OCTOBER, "reason_started_code": "P"}],
        passes=[
            {**_FROM_OCTOBER, "reason_started_code": "S"},
            {**_FROM_JULY, "reason_started_code": "P"},
            {**_IN_SEPTEMBER, "reason_started_code": "P"},
        ],
    ),
)
