"""What makes a row of foster households wrong, with an example of each.

Called by: expectations.extracts.foster_carers.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import in_order, not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("G43", "approved_on", "Approval", source="own"),
    in_order(
        "G44",
        ("approved_on", "approval_ended_on"),
        "Approval ended before it began",
        "The household never counts as approved.",
        "own",
    ),
    Rule(
        "G45",
        "More children live there than the household is approved for",
        "query",
        "occupied_places > approved_places",
        "An exemption or a fault in one of the two numbers; vacancies come out negative.",
        source="own",
        breaks=[{"approved_places": 2, "occupied_places": 3}],
        passes=[{"approved_places": 2, "occupied_places": 2}, {"occupied_places": 1}],
    ),
    Rule(
        "G46",
        "Number of places is below zero, or an approved household has none",
        "warn",
        "approved_places < 0 OR occupied_places < 0 OR approved_places = 0 AND status_code = 'APPROVED'",
        "Places and vacancies are added up; these cannot be right.",
        source="own",
        breaks=[
            {"approved_places": -1},
            {"occupied_places": -1},
            {"approved_places": 0, "status_code": "APPROVED"},
        ],
        passes=[
            {"approved_places": 0, "occupied_places": 0, "status_code": "ENDED"},
            {"approved_places": 1, "status_code": "APPROVED"},
        ],
    ),
    Rule(
        "G47",
        "Approval has ended, but the household is listed as approved or on hold",
        "warn",
        "approval_ended_on <= month_ends_on AND status_code IN ('APPROVED', 'ON_HOLD')",
        "Places that nobody offers any more count as available.",
        source="own",
        breaks=[
            {"approval_ended_on": "2020-09-30", "status_code": "APPROVED"},
            {"approval_ended_on": "2020-09-30", "status_code": "ON_HOLD"},
        ],
        passes=[
            {"approval_ended_on": "2020-10-01", "status_code": "APPROVED"},
            {"approval_ended_on": "2020-09-30", "status_code": "ENDED"},
            {"status_code": "APPROVED"},
        ],
    ),
    Rule(
        "G48",
        "Last annual review is more than a year before the end of the month",
        "query",
        "coalesce(reviewed_on, approved_on) < month_ends_on - INTERVAL 1 YEAR AND status_code <> 'ENDED'",
        "Approval has to be reviewed every year: the review is late or was not recorded.",
        source="own",
        breaks=[
            {"reviewed_on": "2019-09-29", "approved_on": "2015-01-01", "status_code": "APPROVED"},
            {"approved_on": "2019-09-29", "status_code": "APPROVED"},
        ],
        passes=[
            {"reviewed_on": "2019-09-30", "approved_on": "2015-01-01", "status_code": "APPROVED"},
            {"reviewed_on": "2019-01-01", "status_code": "ENDED"},
        ],
    ),
)
