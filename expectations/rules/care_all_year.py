"""Whether a child was looked after without a break for the year that ends with the month, as SQL for rules.

Called by: the other modules of expectations.rules, in rules on snapshots.
Promises:  the days of the year that episodes cover, counted; series of short breaks are no care of that kind.
Trap:      the day on which one episode ends and the next begins is counted once, as are the ends of the year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from expectations.contract import Cell

Cells = Mapping[str, Cell]

_A_YEAR_BEFORE = "CAST(t.as_at - INTERVAL 1 YEAR AS DATE)"

IN_CARE_ALL_YEAR = (
    "coalesce((SELECT sum(greatest(0, least(coalesce(e.ended_on, t.as_at), t.as_at)"
    f" - greatest(e.started_on, {_A_YEAR_BEFORE}))) FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
    f" AND e.legal_status_code NOT IN ('V3', 'V4')) >= t.as_at - {_A_YEAR_BEFORE}, false)"
)
"""True of `t`, a row of a snapshot with child_id, or false; never NULL."""

NOT_ALL_YEAR: tuple[Cells, ...] = (
    # A day too short, with an earlier period of care.
    {"child_id": "S1", "started_on": "2019-10-01", "legal_status_code": "C2"},
    {"child_id": "S1", "started_on": "2015-01-01", "ended_on": "2016-01-01", "legal_status_code": "C2"},
    # Left a day before the end.
    {"child_id": "S2", "started_on": "2019-09-30", "ended_on": "2020-09-29", "legal_status_code": "C2"},
    # Out of care for a day.
    {"child_id": "S3", "started_on": "2018-09-30", "ended_on": "2020-03-01", "legal_status_code": "C2"},
    {"child_id": "S3", "started_on": "2020-03-02", "legal_status_code": "C2"},
    # Short breaks.
    {"child_id": "S4", "started_on": "2018-09-30", "legal_status_code": "V3"},
    {"child_id": "S5", "started_on": "2018-09-30", "legal_status_code": "V4"},
)
"""Episodes, for September 2020, of children S1 to S5 who were not in care all year."""

ALL_YEAR: tuple[Cells, ...] = (
    # Exactly a year, with an earlier period of care.
    {"child_id": "L1", "started_on": "2019-09-30", "ended_on": "2020-09-30", "legal_status_code": "C2"},
    {"child_id": "L1", "started_on": "2015-01-01", "ended_on": "2016-01-01", "legal_status_code": "C2"},
    # Two episodes without a day between them.
    {"child_id": "L2", "started_on": "2018-09-30", "ended_on": "2020-03-01", "legal_status_code": "C1"},
    {"child_id": "L2", "started_on": "2020-03-01", "legal_status_code": "C2"},
    # Goes on after the month.
    {"child_id": "L3", "started_on": "2018-09-30", "ended_on": "2020-10-15", "legal_status_code": "C2"},
)
"""Episodes, for September 2020, of children L1 to L3 who were."""

SHORT, LONG = ("S1", "S2", "S3", "S4", "S5", "S6"), ("L1", "L2", "L3")
"""The children: S6 has no episode at all."""


def rows_of(children: Sequence[str], cells: Cells) -> list[Cells]:
    """Return a row of each child with the same cells, for examples."""
    return [{"child_id": child, **cells} for child in children]
