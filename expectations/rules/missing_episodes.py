"""What makes a row of missing episodes wrong, with an example of each.

Called by: expectations.extracts.missing_episodes.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.missing_from_care import FROM_CARE
from expectations.rules.shared import born_as_listed, child_is_listed

RULES: tuple[Rule, ...] = (
    Rule(
        "E1a",
        "Return is not a real date or time",
        "reject_row",
        "bad_ended_at",
        "Read as blank, a child who is back would count as still missing.",
        source="903 1004, 1005",
        breaks=[{"bad_ended_at": True}],
        passes=[{"started_at": "2020-09-01"}, {"bad_ended_at": False}],
    ),
    Rule(
        "E1b",
        "Kind of absence is neither missing nor away without authorisation",
        "warn",
        "bad_missing_type_code",
        "Missing and away are counted apart; this absence is in neither figure.",
        source="903 1006",
        breaks=[{"bad_missing_type_code": True}],
        passes=[{"missing_type_code": "M"}, {"bad_missing_type_code": False}],
    ),
    Rule(
        "E2a",
        "Return is before the start of the absence",
        "reject_row",
        "ended_at < started_at",
        "The length would be negative, and the wrong day counts as missing.",
        source="903 567",
        breaks=[{"started_at": "2020-09-02 10:00", "ended_at": "2020-09-02 09:59"}],
        passes=[{"started_at": "2020-09-02 10:00", "ended_at": "2020-09-02 10:00"}, {"started_at": "2020-09-02"}],
    ),
    Rule(
        "E2b",
        "Absence begins after the end of the month",
        "reject_row",
        "started_at >= month_ends_on + INTERVAL 1 DAY",
        "Something that has not happened yet would be counted, now or in a later month.",
        source="903 570",
        breaks=[{"started_at": "2020-10-01 00:00"}],
        passes=[{"started_at": "2020-09-30 23:59"}],
    ),
    Rule(
        "E2c",
        "Return is after the end of the month",
        "warn",
        "ended_at >= month_ends_on + INTERVAL 1 DAY",
        "At the month's end the child was still missing; the file was drawn late.",
        source="903 571",
        breaks=[{"started_at": "2020-09-30", "ended_at": "2020-10-01 00:00"}],
        passes=[{"started_at": "2020-09-30", "ended_at": "2020-09-30 23:59"}],
    ),
    Rule(
        "E2d",
        "Child was missing before birth",
        "warn",
        "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id"
        " AND CAST(t.started_at AS DATE) < p.born_on)",
        "The absence is on the wrong child, or the date of birth is wrong.",
        scope="cross_file",
        needs=("persons",),
        source="903 586",
        breaks={
            "missing_episodes": [{"child_id": "A", "started_at": "2020-08-31 23:00"}],
            "persons": [{"child_id": "A", "born_on": "2020-09-01"}],
        },
        passes={
            "missing_episodes": [{"child_id": "A", "started_at": "2020-09-01"}],
            "persons": [{"child_id": "A", "born_on": "2020-09-01"}, {"child_id": "B", "born_on": "2020-09-02"}],
        },
    ),
    Rule(
        "E3a",
        "Absence begins before the child was back from an earlier one",
        "warn",
        "started_at < previous.ended_at",
        "The same days count twice, and two return interviews are due where one is.",
        scope="child",
        source="903 574",
        breaks=[
            {"child_id": "A", "started_at": "2020-09-01 10:00", "ended_at": "2020-09-03 10:01"},
            {"child_id": "A", "started_at": "2020-09-03 10:00"},
        ],
        passes=[
            {"child_id": "A", "started_at": "2020-09-01 10:00", "ended_at": "2020-09-03 10:00"},
            {"child_id": "A", "started_at": "2020-09-03 10:00"},
        ],
    ),
    Rule(
        "E3b",
        "Absence begins while an earlier one has no end",
        "warn",
        "previous.started_at IS NOT NULL AND previous.ended_at IS NULL",
        "The child counts as missing ever since; the earlier return was never recorded.",
        scope="child",
        source="903 574",
        breaks=[{"child_id": "A", "started_at": "2020-09-01"}, {"child_id": "A", "started_at": "2020-09-03"}],
        passes=[
            {"child_id": "A", "started_at": "2020-09-01", "ended_at": "2020-09-02"},
            {"child_id": "A", "started_at": "2020-09-03"},
        ],
    ),
    Rule(
        "E4",
        "Absence was open at the month's end and is gone from the next month's file",
        "warn",
        "t.ended_at IS NULL AND EXISTS (SELECT 1 FROM delivered.missing_episodes n"
        " WHERE n.previous_month_ends_on = t.month_ends_on) AND NOT EXISTS (SELECT 1 FROM delivered.missing_episodes n"
        " WHERE n.previous_month_ends_on = t.month_ends_on AND n.missing_id = t.missing_id)",
        "It can never be ended, so the child counts as missing for ever.",
        scope="cross_period",
        needs=("missing_episodes",),
        source="903 576",
        breaks={
            "before": [{"missing_id": "1", "started_at": "2020-08-30", "previous_month_ends_on": "2020-07-31"}],
            "now": [{"missing_id": "2", "started_at": "2020-09-30", "ended_at": "2020-09-30"}],
        },
        passes={
            "before": [
                {"missing_id": "1", "started_at": "2020-08-30", "previous_month_ends_on": "2020-07-31"},
                {
                    "missing_id": "2",
                    "started_at": "2020-08-29",
                    "ended_at": "2020-08-30",
                    "previous_month_ends_on": "2020-07-31",
                },
            ],
            "now": [{"missing_id": "1", "started_at": "2020-08-30"}],
        },
    ),
    Rule(
        "G7a",
        "Return interview took place, but the child has no return",
        "warn",
        "rhi_completed_at IS NOT NULL AND ended_at IS NULL",
        "Whether it was within 72 hours cannot be told, and the child counts as still missing.",
        source="own",
        breaks=[{"rhi_completed_at": "2020-09-02"}],
        passes=[{"rhi_completed_at": "2020-09-02", "ended_at": "2020-09-01"}, {"started_at": "2020-09-01"}],
    ),
    Rule(
        "G7b",
        "Return interview was offered or held on a day before the return",
        "warn",
        "CAST(rhi_offered_at AS DATE) < CAST(ended_at AS DATE)"
        " OR CAST(rhi_completed_at AS DATE) < CAST(ended_at AS DATE)",
        "Time to interview would be negative and count as within 72 hours.",
        source="own",
        breaks=[
            {"ended_at": "2020-09-02 10:00", "rhi_offered_at": "2020-09-01 23:00"},
            {"ended_at": "2020-09-02 10:00", "rhi_completed_at": "2020-09-01 23:00"},
        ],
        passes=[
            {"ended_at": "2020-09-02 10:00", "rhi_offered_at": "2020-09-02", "rhi_completed_at": "2020-09-02"},
            {"ended_at": "2020-09-02 10:00"},
        ],
    ),
    Rule(
        "G7c",
        "Return interview was accepted or held, but was not offered",
        "warn",
        "rhi_offered_code = 'N' AND (rhi_accepted_code = 'Y' OR rhi_completed_at IS NOT NULL)",
        "The share of interviews offered is too low.",
        source="own",
        breaks=[
            {"rhi_offered_code": "N", "rhi_accepted_code": "Y"},
            {"rhi_offered_code": "N", "rhi_completed_at": "2020-09-02"},
        ],
        passes=[
            {"rhi_offered_code": "N"},
            {"rhi_offered_code": "N", "rhi_accepted_code": "N"},
            {"rhi_offered_code": "Y", "rhi_accepted_code": "Y", "rhi_completed_at": "2020-09-02"},
        ],
    ),
    *FROM_CARE,
    child_is_listed("B13m", "missing_episodes"),
    born_as_listed("B14m", "missing_episodes"),
)
