"""What makes a short break of a child who lives at home wrong, with an example of each.

Called by: expectations.rules.lac_episodes, expectations.extracts.lac_reviews.
Promises:  V3 is a break recorded each time, V4 an agreement to a series of them.
Never:     judges children who are looked after under another legal status.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.lac_terms import SHORT_BREAKS, TEMPORARY

_YEAR = "year({0} - INTERVAL 3 MONTH)"


def _end(row: str) -> str:
    """SQL for the last day known of a break: its end, or that of the month in which it was still open."""
    return f"coalesce({row}.ended_on, {row}.last_delivered_on)"


def _break(child: str, started_on: str, ended_on: str | None, status: str = "V3") -> dict[str, str | None]:
    return {"child_id": child, "started_on": started_on, "ended_on": ended_on, "legal_status_code": status}


SHORT_BREAK_RULES: tuple[Rule, ...] = (
    Rule(
        "D20a",
        "A single short break lasts longer than 17 days",
        "warn",
        "legal_status_code = 'V3' AND coalesce(ended_on, month_ends_on) - started_on > 17",
        "So long a stay is no short break: the child should count as looked after.",
        source="903 365",
        breaks=[
            {"legal_status_code": "V3", "started_on": "2020-08-01", "ended_on": "2020-08-19"},
            {"legal_status_code": "V3", "started_on": "2020-09-12"},
        ],
        passes=[
            {"legal_status_code": "V3", "started_on": "2020-08-01", "ended_on": "2020-08-18"},
            {"legal_status_code": "V3", "started_on": "2020-09-13"},
            {"legal_status_code": "V4", "started_on": "2020-08-01"},
        ],
    ),
    Rule(
        "D20b",
        "Placement or legal status changes during a single short break",
        "warn",
        "legal_status_code = 'V3' AND reason_started_code <> 'S'",
        "A short break begins and ends in one place; with a change it is another kind of care.",
        source="903 366",
        breaks=[{"legal_status_code": "V3", "reason_started_code": "P"}],
        passes=[
            {"legal_status_code": "V3", "reason_started_code": "S"},
            {"legal_status_code": "V4", "reason_started_code": "P"},
            {"legal_status_code": "V3"},
        ],
    ),
    Rule(
        "D20c",
        "More than 75 days of single short breaks in the 12 months to the end of this one, or up to now",
        "warn",
        f"t.legal_status_code = 'V3' AND (SELECT sum(greatest(0, least({_end('o')}, {_end('t')})"
        f" - greatest(o.started_on, CAST({_end('t')} - INTERVAL 1 YEAR AS DATE)))) FROM silver.lac_episodes o"
        " WHERE o.child_id = t.child_id AND o.legal_status_code = 'V3') > 75",
        "Beyond 75 days in a year the child counts as looked after all the time.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 367",
        breaks={
            "lac_episodes": [
                _break("A", "2017-10-01", "2017-10-02"),
                _break("A", "2019-10-01", "2019-12-10"),
                _break("A", "2020-08-01", "2020-08-07"),
                _break("A", "2020-08-07", "2020-08-08", "V2"),
                _break("F", "2019-10-01", "2019-12-10"),
                _break("F", "2020-09-24", None),
            ]
        },
        passes={
            "lac_episodes": [
                _break("B", "2017-10-01", "2017-10-02"),
                _break("B", "2019-10-01", "2019-12-10"),
                _break("B", "2020-08-01", "2020-08-06"),
                _break("C", "2019-08-02", "2019-08-12"),
                _break("C", "2019-12-01", "2020-02-03"),
                _break("C", "2020-08-01", "2020-08-07"),
                _break("D", "2019-10-01", "2020-08-01", "V2"),
                _break("D", "2020-08-01", "2020-08-07"),
                _break("E", "2019-10-01", "2019-12-10"),
                _break("E", "2020-09-25", None),
            ]
        },
    ),
    Rule(
        "D21a",
        "Short break in a long-term foster placement",
        "warn",
        f"legal_status_code IN {SHORT_BREAKS} AND placement_code IN ('U1', 'U4')",
        "A child cannot visit for days where it lives for years: legal status or placement is wrong.",
        source="903 384",
        breaks=[
            {"legal_status_code": "V3", "placement_code": "U1"},
            {"legal_status_code": "V4", "placement_code": "U4"},
        ],
        passes=[
            {"legal_status_code": "V3", "placement_code": "U6"},
            {"legal_status_code": "C2", "placement_code": "U4"},
        ],
    ),
    Rule(
        "D21b",
        "Short break in a temporary placement",
        "warn",
        f"legal_status_code IN {SHORT_BREAKS} AND placement_code IN {TEMPORARY}",
        "Temporary placements interrupt another placement, which a child on a short break does not have.",
        source="903 382",
        breaks=[
            {"legal_status_code": "V3", "placement_code": "T0"},
            {"legal_status_code": "V4", "placement_code": "T4"},
        ],
        passes=[
            {"legal_status_code": "V4", "placement_code": "K2"},
            {"legal_status_code": "C2", "placement_code": "T1"},
        ],
    ),
    Rule(
        "D30a",
        "Distance or a postcode is given for a short break",
        "warn",
        f"legal_status_code IN {SHORT_BREAKS}"
        " AND (distance_miles IS NOT NULL OR home_postcode IS NOT NULL OR placement_postcode IS NOT NULL)",
        "The return refuses it: such a child lives at home.",
        source="903 398",
        breaks=[
            {"legal_status_code": "V3", "distance_miles": "4.5"},
            {"legal_status_code": "V4", "home_postcode": "X"},
            {"legal_status_code": "V4", "placement_postcode": "X"},
        ],
        passes=[
            {"legal_status_code": "V3"},
            {"legal_status_code": "C2", "distance_miles": "4.5", "home_postcode": "X", "placement_postcode": "X"},
        ],
    ),
    Rule(
        "D30b",
        "The area of the placement is given for a short break",
        "warn",
        f"legal_status_code IN {SHORT_BREAKS} AND (placement_la IS NOT NULL OR is_outside_boundary IS NOT NULL)",
        "The return refuses it: such a child lives at home.",
        source="903 420",
        breaks=[
            {"legal_status_code": "V3", "placement_la": "Testshire"},
            {"legal_status_code": "V4", "is_outside_boundary": False},
        ],
        passes=[
            {"legal_status_code": "V3"},
            {"legal_status_code": "C2", "placement_la": "Testshire", "is_outside_boundary": False},
        ],
    ),
    Rule(
        "D30d",
        "Short breaks are recorded one by one and as a series in the same financial year",
        "warn",
        f"t.legal_status_code IN {SHORT_BREAKS} AND EXISTS (SELECT 1 FROM silver.lac_episodes o"
        f" WHERE o.child_id = t.child_id AND o.legal_status_code IN {SHORT_BREAKS}"
        " AND o.legal_status_code <> t.legal_status_code"
        f" AND (o.ended_on IS NULL OR {_YEAR.format('o.ended_on')} >= {_YEAR.format('t.started_on')})"
        f" AND (t.ended_on IS NULL OR {_YEAR.format('t.ended_on')} >= {_YEAR.format('o.started_on')}))",
        "The same breaks may be counted twice, as days and as an agreement.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 426",
        breaks={
            "lac_episodes": [
                _break("A", "2020-04-01", "2020-05-01"),
                _break("A", "2021-03-31", None, "V4"),
                _break("B", "2021-03-31", "2021-03-31"),
                _break("B", "2020-03-31", "2020-04-01", "V4"),
                _break("C", "2020-03-31", "2020-04-01"),
                _break("C", "2021-03-31", "2021-03-31", "V4"),
            ]
        },
        passes={
            "lac_episodes": [
                _break("A", "2020-04-01", "2021-03-31"),
                _break("A", "2021-04-01", None, "V4"),
                _break("B", "2020-03-01", "2020-03-31", "V4"),
                _break("B", "2020-04-01", None),
                _break("C", "2020-04-01", None),
                _break("C", "2020-05-01", None),
                _break("C", "2020-06-01", None, "C2"),
                _break("D", "2020-04-01", None),
                _break("E", "2020-04-01", None, "V4"),
            ]
        },
    ),
)

SHORT_BREAK_REVIEWS: tuple[Rule, ...] = (
    Rule(
        "D30c",
        "Review of a child who was in care for short breaks only",
        "warn",
        "EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id)"
        " AND NOT EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
        f" AND coalesce(e.legal_status_code, '') NOT IN {SHORT_BREAKS})",
        "The return asks for no reviews of such children; with one the share of reviews in time is wrong.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 399",
        breaks={
            "lac_reviews": [{"child_id": "A"}],
            "lac_episodes": [
                {"child_id": "A", "legal_status_code": "V3"},
                {"child_id": "A", "legal_status_code": "V4"},
                {"child_id": "B", "legal_status_code": "C2"},
            ],
        },
        passes={
            "lac_reviews": [{"child_id": "A"}, {"child_id": "B"}, {"child_id": "C"}],
            "lac_episodes": [
                {"child_id": "A", "legal_status_code": "V3"},
                {"child_id": "A", "legal_status_code": "C2"},
                {"child_id": "B"},
            ],
        },
    ),
)
