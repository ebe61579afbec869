"""What makes a row of private fostering wrong, with an example of each.

Called by: expectations.extracts.private_fostering.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import child_is_listed, ends_before_it_begins, in_order, not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("G64a", "notified_on", "Notification", source="own"),
    ends_before_it_begins(
        "G64b", "Arrangement", "The arrangement would have a negative length and never count as open.", "own"
    ),
    Rule(
        "G64c",
        "First visit or end is dated after the end of the month",
        "warn",
        "first_visited_on > month_ends_on OR ended_on > month_ends_on",
        "A date that was planned stands in place of one that has been.",
        source="own",
        breaks=[{"first_visited_on": "2020-10-01"}, {"ended_on": "2020-10-01"}],
        passes=[{"first_visited_on": "2020-09-30", "ended_on": "2020-09-30"}],
    ),
    in_order(
        "G64d",
        ("notified_on", "first_visited_on"),
        "First visit is dated before the notification",
        "Nobody can tell how long the visit took, so it does not count as made within seven working days.",
        "own",
    ),
    Rule(
        "G64e",
        "Arrangement is meant to last less than 28 days",
        "query",
        "expected_ended_on - started_on < 28",
        "It is no private fostering, and is left out of the children privately fostered until 28 days have passed.",
        source="own",
        breaks=[{"started_on": "2020-09-01", "expected_ended_on": "2020-09-28"}],
        passes=[{"started_on": "2020-09-01", "expected_ended_on": "2020-09-29"}, {"started_on": "2020-09-01"}],
    ),
    Rule(
        "G64f",
        "No first visit, though the arrangement was notified more than four weeks ago and goes on",
        "query",
        "first_visited_on IS NULL AND ended_on IS NULL AND month_ends_on - notified_on > 28",
        "The visit is overdue, or was made and not recorded.",
        source="own",
        breaks=[{"notified_on": "2020-09-01"}],
        passes=[
            {"notified_on": "2020-09-02"},
            {"notified_on": "2020-09-01", "first_visited_on": "2020-09-30"},
            {"notified_on": "2020-09-01", "ended_on": "2020-09-20"},
        ],
    ),
    Rule(
        "G64g",
        "Arrangement began while an earlier one of the child was still open",
        "warn",
        "started_on < previous.ended_on OR (previous.started_on IS NOT NULL AND previous.ended_on IS NULL)",
        "Notifications are counted twice; the earlier arrangement was probably never ended.",
        scope="child",
        source="own",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-02"},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None},
            {"child_id": "A2", "started_on": "2020-06-01"},
            {"child_id": "A2", "started_on": "2020-07-01"},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01"},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None},
        ],
    ),
    Rule(
        "G64h",
        "Child was 16 or over and not disabled when the arrangement began, or 18 or over",
        "query",
        "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id"
        " AND (p.born_on <= t.started_on - INTERVAL 18 YEAR OR p.born_on <= t.started_on - INTERVAL 16 YEAR"
        " AND coalesce(p.disability_codes, 'NONE') IN ('NONE', '')))",
        "Private fostering ends at 16, for disabled young people at 18; the arrangement is left out.",
        scope="cross_file",
        needs=("persons",),
        source="own",
        breaks={
            "private_fostering": [
                {"child_id": "A", "started_on": "2020-09-01"},
                {"child_id": "B", "started_on": "2020-09-01"},
                {"child_id": "C", "started_on": "2020-09-01"},
                {"child_id": "D", "started_on": "2020-09-01"},
            ],
            "persons": [
                {"child_id": "A", "born_on": "2004-09-01", "disability_codes": "NONE"},
                {"child_id": "B", "born_on": "2004-09-01"},
                {"child_id": "C", "born_on": "2002-09-01", "disability_codes": "MOB"},
                {"child_id": "D", "born_on": "2004-09-01", "disability_codes": ""},
            ],
        },
        passes={
            "private_fostering": [
                {"child_id": "A", "started_on": "2020-09-01"},
                {"child_id": "B", "started_on": "2020-09-01"},
                {"child_id": "C"},
            ],
            "persons": [
                {"child_id": "A", "born_on": "2004-09-02", "disability_codes": "NONE"},
                {"child_id": "B", "born_on": "2002-09-02", "disability_codes": "MOB"},
                {"child_id": "C", "born_on": "2000-01-01", "disability_codes": "NONE"},
                {"child_id": "D", "born_on": "2000-01-01", "disability_codes": "NONE"},
            ],
        },
    ),
    Rule(
        "G64i",
        "Child is looked after while privately fostered",
        "warn",
        "EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
        " AND (e.ended_on IS NULL OR e.ended_on > t.started_on)"
        " AND (t.ended_on IS NULL OR e.started_on < t.ended_on))",
        "Whom the council looks after is not privately fostered; one of the two records was never ended.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="own",
        breaks={
            "private_fostering": [
                {"child_id": "A", "started_on": "2020-08-01"},
                {"child_id": "B", "started_on": "2020-08-01", "ended_on": "2020-09-02"},
                {"child_id": "C", "started_on": "2020-08-01"},
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-01-01"},
                {"child_id": "B", "started_on": "2020-09-01"},
                {"child_id": "C", "started_on": "2020-01-01", "ended_on": "2020-08-02"},
            ],
        },
        passes={
            "private_fostering": [
                {"child_id": "A", "started_on": "2020-08-01"},
                {"child_id": "B", "started_on": "2020-08-01", "ended_on": "2020-09-01"},
                {"child_id": "C", "started_on": "2020-08-01"},
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-01-01", "ended_on": "2020-08-01"},
                {"child_id": "B", "started_on": "2020-09-01"},
                {"child_id": "D", "started_on": "2020-01-01"},
            ],
        },
    ),
    child_is_listed("B13s", "private_fostering"),
)
