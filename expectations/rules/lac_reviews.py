"""What makes a row of looked after reviews wrong, with an example of each.

Called by: expectations.extracts.lac_reviews.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("D35a", "reviewed_on", "Review", source="903 166"),
    Rule(
        "D35b",
        "Review was cancelled but says how the child took part",
        "warn",
        "is_cancelled AND participation_code IS NOT NULL",
        "The share of children who gave their views counts a review that was not held.",
        source="own",
        breaks=[{"is_cancelled": True, "participation_code": "PN1"}],
        passes=[{"is_cancelled": True}, {"is_cancelled": False, "participation_code": "PN1"}],
    ),
    Rule(
        "G25",
        "More than 1 in 10 reviews do not say how the child took part",
        "query",
        "count(*) >= 20 AND 10 * count(*) FILTER (WHERE participation_code IS NULL) > count(*)",
        "The share of children who gave their views rests on an incomplete file.",
        scope="file",
        source="own",
        breaks={
            "just enough": [{"participation_code": None}] * 3 + [{"participation_code": "PN1"}] * 17,
            "just more than one in ten": [{"participation_code": None}] * 10 + [{"participation_code": "PN1"}] * 89,
        },
        passes={
            "just one in ten": [{"participation_code": None}] * 2 + [{"participation_code": "PN1"}] * 18,
            "too few to say": [{"participation_code": None}] * 19,
        },
    ),
    Rule(
        "D35c",
        "'Under four' for a child of four or over, or the other way round",
        "warn",
        "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id"
        " AND (t.participation_code = 'PN0') <> (t.reviewed_on < p.born_on + INTERVAL 4 YEAR))",
        "Children under four are left out of the share who gave their views; this child is on the wrong side.",
        scope="cross_file",
        needs=("persons",),
        source="903 440, 441",
        breaks={
            "lac_reviews": [{"child_id": "A", "reviewed_on": "2020-09-01", "participation_code": "PN0"}],
            "persons": [{"child_id": "A", "born_on": "2016-09-01"}],
        },
        passes={
            "lac_reviews": [
                {"child_id": "A", "reviewed_on": "2020-09-01", "participation_code": "PN0"},
                {"reviewed_on": "2020-09-01", "participation_code": "PN0"},
            ],
            "persons": [{"child_id": "A", "born_on": "2016-09-02"}, {"born_on": "2016-09-01"}],
        },
    ),
    Rule(
        "D34",
        "Review on a day the child was not looked after",
        "warn",
        "NOT EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
        " AND e.started_on <= t.reviewed_on AND (e.ended_on IS NULL OR e.ended_on >= t.reviewed_on))",
        "An episode is missing, so looked after figures are too low, or the review is on the wrong child.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 EPI",
        breaks={
            "lac_reviews": [
                {"child_id": "A", "reviewed_on": "2020-09-01"},
                {"reviewed_on": "2020-08-31"},
                {"child_id": "A3"},
                {"child_id": "A6", "reviewed_on": "2020-07-01"},
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-08-31"},
                {"started_on": "2020-06-01"},
                {"child_id": "A3"},
            ],
        },
        passes={
            "lac_reviews": [
                {"child_id": "A", "reviewed_on": "2020-08-31"},
                {"child_id": "A4", "reviewed_on": "2020-08-31"},
                {"child_id": "A5", "reviewed_on": "2020-08-31"},
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-08-31"},
                {"child_id": "A4", "started_on": "2020-08-31"},
                {"child_id": "A5", "started_on": "2020-06-01"},
            ],
        },
    ),
)
