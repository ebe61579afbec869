"""What makes the chain of a child's social workers incomplete: numbers, gaps, reasons for a change.

Called by: expectations.rules.sw_allocations, expectations.rules.lac_episodes.
Promises:  only case-holding social workers count; one who takes over the day after leaves no gap.
Never:     says that nobody holds the case today: that is asked of looked after episodes.
"""

from __future__ import annotations

from expectations.contract import Cell, Rule
from expectations.rules.lac_terms import SHORT_BREAKS

Row = dict[str, Cell]

_IS_HELD = "worker_role_code = 'SOCIAL_WORKER'"


def _spell(child: str, started_on: str, ended_on: str | None, **other: Cell) -> Row:
    """A social worker's time with a child."""
    told: Row = {"worker_role_code": "SOCIAL_WORKER", **other}
    return {"child_id": child, "started_on": started_on, "ended_on": ended_on, **told}


def _change(
    child: str, reasons: tuple[str | None, str | None], started_on: str = "2023-04-01", **other: Cell
) -> list[Row]:
    """Two social workers one after the other, each with the reason that stands on it."""
    first, second = reasons
    return [
        _spell(child, "2022-04-01", started_on, worker_id="V", change_reason_code=first, allocation_id=f"{child}1"),
        _spell(child, started_on, None, **{"worker_id": "W", "change_reason_code": second, **other}),
    ]


CONTINUITY: tuple[Rule, ...] = (
    Rule(
        "E26",
        "Social worker's number does not begin with SW or XX",
        "warn",
        f"ill_formed_worker_id AND {_IS_HELD}",
        "The return tells workers apart by their number in the national register, XX where there is none yet.",
        source="903 SW02",
        breaks=[{"ill_formed_worker_id": True, "worker_role_code": "SOCIAL_WORKER"}],
        passes=[
            {"ill_formed_worker_id": False, "worker_role_code": "SOCIAL_WORKER"},
            {"ill_formed_worker_id": True, "worker_role_code": "DUTY"},
        ],
    ),
    Rule(
        "E28a",
        "Social worker gave the case up and none took it, though the child was still looked after",
        "warn",
        "t.worker_role_code = 'SOCIAL_WORKER' AND EXISTS (SELECT 1 FROM silver.lac_episodes e"
        " WHERE e.child_id = t.child_id AND e.started_on <= t.ended_on + 1"
        " AND (e.ended_on IS NULL OR e.ended_on > t.ended_on + 1))"
        " AND NOT EXISTS (SELECT 1 FROM silver.sw_allocations o WHERE o.child_id = t.child_id"
        " AND o.worker_role_code = 'SOCIAL_WORKER' AND o.started_on <= t.ended_on + 1"
        " AND (o.ended_on IS NULL OR o.ended_on > t.ended_on))",
        "For some days nobody answers for the child; changes of social worker may be missing.",
        scope="cross_file",
        needs=("lac_episodes", "sw_allocations"),
        source="903 SW11b",
        breaks={
            "sw_allocations": [
                _spell("A", "2020-01-01", "2020-06-01"),
                _spell("A", "2020-06-03", None),
                _spell("B", "2020-01-01", "2020-06-01"),
                _spell("B", "2020-02-01", "2020-06-01"),
                _spell("C", "2020-01-01", "2020-06-01"),
                _spell("C", "2020-06-01", None, worker_role_code="DUTY"),
                _spell("D", "2020-01-01", "2020-06-01"),
                _spell("E", "2020-01-01", None),
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-06-02", "ended_on": "2020-06-03"},
                {"child_id": "B", "started_on": "2020-01-01"},
                {"child_id": "C", "started_on": "2020-01-01"},
                {"child_id": "D", "started_on": "2020-01-01"},
            ],
        },
        passes={
            "sw_allocations": [
                _spell("A", "2020-01-01", "2020-06-01"),
                _spell("A", "2020-06-02", None),
                _spell("B", "2020-01-01", "2020-06-01"),
                _spell("B", "2020-02-01", "2020-06-02"),
                _spell("C", "2020-01-01", "2020-06-01"),
                _spell("D", "2020-01-01", "2020-06-01"),
                _spell("E", "2020-01-01", "2020-06-01", worker_role_code="DUTY"),
                _spell("F", "2020-01-01", "2020-06-01"),
                _spell("G", "2020-01-01", None),
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-01-01"},
                {"child_id": "B", "started_on": "2020-01-01", "ended_on": "2020-06-03"},
                {"child_id": "C", "started_on": "2020-01-01", "ended_on": "2020-06-02"},
                {"child_id": "D", "started_on": "2020-06-03"},
                {"child_id": "E", "started_on": "2020-01-01"},
                {"child_id": "G", "started_on": "2020-01-01"},
            ],
        },
    ),
    Rule(
        "E29",
        "Child has another social worker than before, but why is on neither allocation",
        "warn",
        "t.worker_role_code = 'SOCIAL_WORKER' AND t.started_on >= DATE '2023-04-01' AND t.change_reason_code IS NULL"
        " AND (SELECT arg_max(o.worker_id <> t.worker_id AND o.change_reason_code IS NULL,"
        " (o.started_on, o.allocation_id)) FROM silver.sw_allocations o WHERE o.child_id = t.child_id"
        " AND o.worker_role_code = 'SOCIAL_WORKER' AND o.started_on < t.started_on)",
        "The return asks for the reason of every change since April 2023; why workers change cannot be told.",
        scope="cross_file",
        needs=("sw_allocations",),
        source="903 SW01b, SW13",
        breaks={
            "sw_allocations": [
                *_change("A", (None, None)),
                _spell("A", "2022-01-01", "2022-04-01", worker_id="W", change_reason_code="OTHERS", allocation_id="A0"),
                _spell("A", "2023-03-31", None, worker_id="W", worker_role_code="DUTY", allocation_id="A9"),
                _spell("B", "2023-03-31", None, worker_id="W", allocation_id="B1"),
            ]
        },
        passes={
            "sw_allocations": [
                *_change("A", ("MANAGE", None)),
                *_change("B", (None, "MANAGE")),
                *_change("C", (None, None), started_on="2023-03-31"),
                *_change("D", (None, None), worker_id="V"),
                *_change("E", (None, None), worker_role_code="DUTY"),
                _spell("F", "2023-04-01", None, worker_id="W"),
                _spell("F", "2023-04-01", None, worker_id="V", allocation_id="F2"),
                _spell("G", "2023-05-01", None, worker_id="V", allocation_id="G1"),
                _spell("G", "2023-06-01", None, worker_id="V", allocation_id="G2"),
            ]
        },
    ),
)


def _episode(child: str, started_on: str, ended_on: str | None = None, status: str = "C2") -> Row:
    return {"child_id": child, "started_on": started_on, "ended_on": ended_on, "legal_status_code": status}


_HOLDS = "SELECT 1 FROM silver.sw_allocations a WHERE a.child_id = t.child_id AND a.worker_role_code = 'SOCIAL_WORKER'"

WHOLE_YEAR: tuple[Rule, ...] = (
    Rule(
        "E28b",
        "Child is looked after, but the social workers at the start of the last twelve months are missing",
        "warn",
        "(t.ended_on IS NULL OR t.ended_on > t.last_delivered_on - INTERVAL 1 YEAR)"
        f" AND t.legal_status_code NOT IN {SHORT_BREAKS} AND EXISTS (SELECT 1 FROM silver.lac_episodes e"
        f" WHERE e.child_id = t.child_id AND e.ended_on IS NULL) AND EXISTS ({_HOLDS}) AND NOT EXISTS ({_HOLDS}"
        " AND a.started_on <= greatest(t.started_on, t.last_delivered_on - INTERVAL 1 YEAR))",
        "Changes of social worker within a year are counted from what is there: too few.",
        scope="cross_file",
        needs=("lac_episodes", "sw_allocations"),
        source="903 SW12",
        breaks={
            "lac_episodes": [
                _episode("A", "2015-01-01", "2020-07-01"),
                _episode("A", "2020-07-01"),
                _episode("B", "2019-10-05"),
                _episode("C", "2015-01-01"),
            ],
            "sw_allocations": [
                _spell("A", "2019-10-01", None),
                _spell("B", "2019-10-06", None),
                _spell("C", "2015-01-01", None, worker_role_code="DUTY"),
                _spell("C", "2020-01-01", None),
            ],
        },
        passes={
            "lac_episodes": [
                _episode("A", "2015-01-01"),
                _episode("B", "2019-10-05"),
                _episode("C", "2015-01-01", status="V4"),
                _episode("D", "2015-01-01"),
                _episode("E", "2015-01-01", "2020-07-01"),
                _episode("F", "2015-01-01", "2019-09-30"),
                _episode("F", "2020-01-01"),
                _episode("G", "2015-01-01"),
            ],
            "sw_allocations": [
                _spell("A", "2019-09-30", None),
                _spell("B", "2019-10-05", None),
                _spell("C", "2020-01-01", None),
                _spell("E", "2019-10-01", None),
                _spell("F", "2020-01-01", None),
                _spell("G", "2020-01-01", None, worker_role_code="DUTY"),
            ],
        },
    ),
)
