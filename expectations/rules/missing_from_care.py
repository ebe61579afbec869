"""What makes an absence from care contradict the episodes of care, with an example of each.

Called by: expectations.rules.missing_episodes.
Promises:  absences from home are left out: they need no episode.
"""

from __future__ import annotations

from expectations.contract import Rule

_CARE = [{"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-08-31", "reason_ended_code": "E4A"}]
_OF_ANOTHER = {"child_id": "Z", "started_on": "2020-01-01"}


def _absence(started_at: str, ended_at: str | None = None, place: str = "CARE") -> dict[str, str | None]:
    return {"child_id": "A", "missing_from_code": place, "started_at": started_at, "ended_at": ended_at}


FROM_CARE: tuple[Rule, ...] = (
    Rule(
        "E5a",
        "Missing from care on a day the child was not looked after",
        "warn",
        "t.missing_from_code = 'CARE' AND NOT EXISTS (SELECT 1 FROM silver.lac_episodes e"
        " WHERE e.child_id = t.child_id AND e.started_on <= CAST(t.started_at AS DATE)"
        " AND (e.ended_on IS NULL OR e.ended_on >= CAST(t.started_at AS DATE)))",
        "The absence counts among those from care; an episode is missing or the child was missing from home.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 575, 577",
        breaks={
            "missing_episodes": [_absence("2020-09-01 10:00"), _absence("2020-05-31 10:00")],
            "lac_episodes": [*_CARE, _OF_ANOTHER],
        },
        passes={
            "missing_episodes": [
                _absence("2020-08-31 10:00"),
                _absence("2020-06-01 10:00"),
                _absence("2020-09-01 10:00", place="HOME"),
                {**_absence("2020-09-01 10:00"), "child_id": "B"},
            ],
            "lac_episodes": [*_CARE, {"child_id": "B", "started_on": "2020-06-01"}],
        },
    ),
    Rule(
        "E5b",
        "Back from care only after care had ended",
        "warn",
        "t.missing_from_code = 'CARE' AND EXISTS (SELECT 1 FROM silver.lac_episodes e"
        " WHERE e.child_id = t.child_id AND e.reason_ended_code <> 'X1'"
        " AND e.ended_on >= CAST(t.started_at AS DATE) AND e.ended_on < CAST(t.ended_at AS DATE))",
        "An absence from care ends when care does; days that belong to no placement are counted.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 578",
        breaks={"missing_episodes": [_absence("2020-08-31 10:00", "2020-09-01 09:00")], "lac_episodes": _CARE},
        passes={
            "missing_episodes": [
                _absence("2020-08-30 10:00", "2020-08-31 09:00"),
                _absence("2020-09-01 10:00", "2020-09-02 09:00"),
                _absence("2020-08-31 10:00", "2020-09-01 09:00", place="HOME"),
                {**_absence("2020-08-30 10:00", "2020-09-01 09:00"), "child_id": "B"},
            ],
            "lac_episodes": [
                *_CARE,
                {"child_id": "B", "started_on": "2020-06-01", "ended_on": "2020-08-31", "reason_ended_code": "X1"},
            ],
        },
    ),
    Rule(
        "E5c",
        "Still missing from care although care has ended",
        "warn",
        "t.missing_from_code = 'CARE' AND t.ended_at IS NULL AND EXISTS (SELECT 1 FROM silver.lac_episodes e"
        " WHERE e.child_id = t.child_id) AND NOT EXISTS (SELECT 1 FROM silver.lac_episodes e"
        " WHERE e.child_id = t.child_id AND e.ended_on IS NULL)",
        "The child counts as missing from care for ever.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 581",
        breaks={"missing_episodes": [_absence("2020-08-30")], "lac_episodes": [*_CARE, _OF_ANOTHER]},
        passes={
            "missing_episodes": [
                _absence("2020-08-30", "2020-08-31"),
                _absence("2020-08-30", place="HOME"),
                {**_absence("2020-08-30"), "child_id": "B"},
                {**_absence("2020-08-30"), "child_id": "C"},
            ],
            "lac_episodes": [*_CARE, {"child_id": "B", "started_on": "2020-06-01"}],
        },
    ),
    Rule(
        "E6",
        "Missing when care ended, but the reason for the end is not 'other'",
        "warn",
        "t.missing_from_code = 'CARE' AND EXISTS (SELECT 1 FROM silver.lac_episodes e"
        " WHERE e.child_id = t.child_id AND e.reason_ended_code NOT IN ('X1', 'E8')"
        " AND e.ended_on >= CAST(t.started_at AS DATE)"
        " AND (t.ended_at IS NULL OR e.ended_on <= CAST(t.ended_at AS DATE)))",
        "A child who could not be found cannot have gone home or moved on; leaving-care figures count it so.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 580",
        breaks={
            "missing_episodes": [
                _absence("2020-08-31 10:00"),
                _absence("2020-08-30 10:00", "2020-08-31 23:00"),
            ],
            "lac_episodes": _CARE,
        },
        passes={
            "missing_episodes": [
                _absence("2020-08-29 10:00", "2020-08-30 23:00"),
                _absence("2020-09-01 10:00"),
                _absence("2020-08-31 10:00", place="HOME"),
                {**_absence("2020-08-30 10:00"), "child_id": "B"},
            ],
            "lac_episodes": [
                *_CARE,
                {"child_id": "B", "started_on": "2020-06-01", "ended_on": "2020-08-31", "reason_ended_code": "X1"},
                {"child_id": "B", "started_on": "2020-08-31", "ended_on": "2020-09-01", "reason_ended_code": "E8"},
            ],
        },
    ),
)
