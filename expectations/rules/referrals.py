"""What makes a row of referrals wrong, with an example of each.

Called by: expectations.extracts.referrals.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import child_is_listed, not_after_month_end

_REFERRAL: dict[str, str | int | None] = {
    "child_id": "A",
    "referral_id": "R",
    "referral_on": "2020-09-01",
    "is_nfa": False,
}
"""What the examples that need a whole row begin with."""

RULES: tuple[Rule, ...] = (
    not_after_month_end("C1c", "referral_on", "Referral"),
    Rule(
        "C6",
        "Referral went further but has no primary need",
        "warn",
        "NOT is_nfa AND coalesce(primary_need_code, 'N0') = 'N0'",
        "Breakdowns by need leave the child out.",
        source="CIN 8610, 8650",
        breaks=[{"is_nfa": False}, {"is_nfa": False, "primary_need_code": "N0"}],
        passes=[{"is_nfa": True}, {"is_nfa": False, "primary_need_code": "N1"}],
    ),
    Rule(
        "C7",
        "'No further action' was decided this month on a referral of an earlier one",
        "query",
        "is_nfa AND decision_on >= month_starts_on AND referral_on < month_starts_on - INTERVAL 4 DAY",
        "The share going to assessment changes in a month that may be published, or an old case was closed this way.",
        source="CIN 8569Q",
        breaks=[{"is_nfa": True, "referral_on": "2020-08-27", "decision_on": "2020-09-01"}],
        passes=[
            {"is_nfa": True, "referral_on": "2020-08-28", "decision_on": "2020-09-01"},
            {"is_nfa": True, "referral_on": "2020-08-27", "decision_on": "2020-08-31"},
            {"is_nfa": False, "referral_on": "2020-08-27", "decision_on": "2020-09-01"},
        ],
    ),
    Rule(
        "C8",
        "Case closes before the referral",
        "reject_row",
        "closed_on < referral_on",
        "The case would have a negative length and never count as open.",
        source="CIN 8630",
        breaks=[{"referral_on": "2020-09-02", "closed_on": "2020-09-01"}],
        passes=[{"referral_on": "2020-09-02", "closed_on": "2020-09-02"}, {"referral_on": "2020-09-02"}],
    ),
    Rule(
        "C9a",
        "Case is closed but no reason is given",
        "warn",
        "closed_on IS NOT NULL AND closure_reason_code IS NULL",
        "Breakdowns by closure reason are incomplete.",
        source="CIN 8805",
        breaks=[{"closed_on": "2020-09-02"}],
        passes=[{"closed_on": "2020-09-02", "closure_reason_code": "RC8"}, {}],
    ),
    Rule(
        "C9b",
        "A reason for closing is given but the case is not closed",
        "warn",
        "closed_on IS NULL AND closure_reason_code IS NOT NULL",
        "The case counts as open, though it has probably ended.",
        source="CIN 8810",
        breaks=[{"closure_reason_code": "RC8"}],
        passes=[{"closed_on": "2020-09-02", "closure_reason_code": "RC8"}, {}],
    ),
    Rule(
        "G21",
        "Decision is dated before the referral",
        "reject_row",
        "decision_on < referral_on",
        "Time to decision would be negative and count as decided within a day.",
        source="own",
        breaks=[{"referral_on": "2020-09-02", "decision_on": "2020-09-01"}],
        passes=[{"referral_on": "2020-09-02", "decision_on": "2020-09-02"}],
    ),
    Rule(
        "C10",
        "Referral came while an earlier one of the child was still open",
        "warn",
        "NOT previous.is_nfa AND (previous.closed_on IS NULL OR referral_on < previous.closed_on)",
        "The child counts twice among open cases, and this referral as a repeat.",
        scope="child",
        source="CIN 8815, 8816, 8820",
        breaks=[
            {"child_id": "A", "referral_on": "2020-06-01", "is_nfa": False},
            {"child_id": "A", "referral_on": "2020-07-01", "is_nfa": False},
            {"child_id": "A3", "referral_on": "2020-06-01", "is_nfa": False, "closed_on": "2020-07-02"},
            {"child_id": "A3", "referral_on": "2020-07-01"},
        ],
        passes=[
            {"child_id": "A", "referral_on": "2020-06-01", "is_nfa": False, "closed_on": "2020-07-01"},
            {"child_id": "A", "referral_on": "2020-07-01", "is_nfa": False, "closed_on": "2020-07-01"},
            {"child_id": "A2", "referral_on": "2021-07-06"},
            {"child_id": "A2", "referral_on": "2020-07-01", "is_nfa": False, "closed_on": "2020-07-01"},
        ],
    ),
    Rule(
        "C5",
        "More than 8 in 10 referrals are marked 'no further action'",
        "query",
        "count(*) >= 20 AND 10 * count(*) FILTER (WHERE is_nfa) > 8 * count(*)",
        "The flag is probably turned round ('FA' read as 'NFA'), and with it the share going to assessment.",
        scope="file",
        source="CIN 8568",
        breaks=[{"is_nfa": True}] * 17 + [{"is_nfa": False}] * 3,
        passes={
            "just 8 in 10": [{"is_nfa": True}] * 16 + [{"is_nfa": False}] * 4,
            "too few to say": [{"is_nfa": True}] * 19,
        },
    ),
    child_is_listed("B13a", "referrals"),
    Rule(
        "C2",
        "Referral is more than 40 weeks before birth",
        "warn",
        "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id"
        " AND t.referral_on < coalesce(p.born_on, p.expected_born_on) - INTERVAL 280 DAY)",
        "One of the two dates is wrong, so the child is in the wrong period or age group.",
        scope="cross_file",
        needs=("persons",),
        source="CIN 8606",
        breaks={
            "referrals": [_REFERRAL],
            "persons": [{"child_id": "A", "expected_born_on": "2021-06-09"}],
        },
        passes={
            "referrals": [
                _REFERRAL,
                {"referral_on": "2020-09-01"},
            ],
            "persons": [{"child_id": "A", "expected_born_on": "2021-06-08"}, {"expected_born_on": "2021-06-09"}],
        },
    ),
    Rule(
        "C3",
        "Referral is after the child's death",
        "query",
        "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id AND p.died_on < t.referral_on)",
        "One of the two dates is wrong, or the referral is on the wrong child.",
        scope="cross_file",
        needs=("persons",),
        source="CIN 8555Q",
        breaks={
            "referrals": [_REFERRAL],
            "persons": [{"child_id": "A", "died_on": "2020-08-31"}],
        },
        passes={
            "referrals": [
                _REFERRAL,
                {"referral_on": "2020-09-01"},
            ],
            "persons": [{"child_id": "A", "died_on": "2020-09-01"}, {"died_on": "2020-08-31"}],
        },
    ),
    Rule(
        "B9",
        "Child is 26 or older at the referral",
        "query",
        "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id"
        " AND p.born_on <= t.referral_on - INTERVAL 26 YEAR)",
        "The date of birth is wrong, or the referral is on a parent: ages and rates per child are off.",
        scope="cross_file",
        needs=("persons",),
        source="CIN 8775Q; 903 351",
        breaks={
            "referrals": [_REFERRAL],
            "persons": [{"child_id": "A", "born_on": "1994-09-01"}],
        },
        passes={
            "referrals": [_REFERRAL],
            "persons": [{"child_id": "A", "born_on": "1994-09-02"}, {"child_id": "B", "born_on": "1984-09-02"}],
        },
    ),
    Rule(
        "C11",
        "Case closed because the child died, but the persons file has no date of death",
        "query",
        "t.closure_reason_code = 'RC2' AND EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id"
        " AND p.died_on IS NULL)",
        "The wrong reason was chosen, or a child who has died goes on counting in other figures.",
        scope="cross_file",
        needs=("persons",),
        source="CIN 8585Q",
        breaks={
            "referrals": [{**_REFERRAL, "closure_reason_code": "RC2"}],
            "persons": [{"child_id": "A"}],
        },
        passes={
            "referrals": [
                {**_REFERRAL, "closure_reason_code": "RC2"},
                {**_REFERRAL, "child_id": "B", "closure_reason_code": "RC8"},
            ],
            "persons": [{"child_id": "A", "died_on": "2020-09-09"}, {"child_id": "B"}],
        },
    ),
    Rule(
        "C15",
        "Case closed after assessment, but no assessment is recorded",
        "warn",
        "t.closure_reason_code IN ('RC8', 'RC9') AND NOT EXISTS (SELECT 1 FROM silver.assessments a"
        " WHERE a.child_id = t.child_id AND a.started_on >= t.referral_on)",
        "The share of referrals progressing to assessment is too low.",
        scope="cross_file",
        needs=("assessments",),
        source="CIN 2990, 8873Q",
        breaks={
            "referrals": [
                {**_REFERRAL, "closure_reason_code": "RC8"},
                {"referral_on": "2020-09-01", "closure_reason_code": "RC8"},
            ],
            "assessments": [{"child_id": "A", "started_on": "2020-08-31"}, {"started_on": "2020-09-01"}],
        },
        passes={
            "referrals": [
                {**_REFERRAL, "closure_reason_code": "RC8"},
                {},
            ],
            "assessments": [{"child_id": "A", "started_on": "2020-09-01"}, {}],
        },
    ),
    Rule(
        "C22",
        "Case is closed while its assessment is still open",
        "warn",
        "t.closed_on IS NOT NULL AND EXISTS (SELECT 1 FROM silver.assessments a"
        " WHERE a.referral_id = t.referral_id AND a.authorised_on IS NULL)",
        "The assessment stays on the list of overdue ones and never counts as completed.",
        scope="cross_file",
        needs=("assessments",),
        source="CIN 8867",
        breaks={
            "referrals": [{**_REFERRAL, "closed_on": "2020-09-20"}],
            "assessments": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}],
        },
        passes={
            "referrals": [
                {**_REFERRAL, "closed_on": "2020-09-20"},
                {"closed_on": "2020-09-20"},
                {"referral_id": "R3"},
            ],
            "assessments": [
                {"child_id": "A", "referral_id": "R", "started_on": "2020-09-10", "authorised_on": "2020-09-20"},
                {},
                {"referral_id": "R3"},
            ],
        },
    ),
    Rule(
        "C22b",
        "Case is closed while its section 47 enquiry is still open",
        "warn",
        "t.closed_on IS NOT NULL AND EXISTS (SELECT 1 FROM silver.s47_enquiries s"
        " WHERE s.referral_id = t.referral_id AND s.ended_on IS NULL)",
        "The enquiry stays on the list of overdue ones, and a conference may be waited for that never comes.",
        scope="cross_file",
        needs=("s47_enquiries",),
        source="CIN 8868",
        breaks={
            "referrals": [{**_REFERRAL, "closed_on": "2020-09-20"}],
            "s47_enquiries": [{"child_id": "A", "referral_id": "R"}],
        },
        passes={
            "referrals": [
                {**_REFERRAL, "closed_on": "2020-09-20"},
                {"child_id": "B", "referral_id": "Q", "referral_on": "2020-09-01", "is_nfa": False},
            ],
            "s47_enquiries": [
                {"child_id": "A", "referral_id": "R", "ended_on": "2020-09-20"},
                {"child_id": "B", "referral_id": "Q"},
            ],
        },
    ),
    Rule(
        "G22",
        "The case system counts no earlier referral in 12 months, but the files hold one",
        "query",
        "t.referrals_last_12m = 0 AND EXISTS (SELECT 1 FROM silver.referrals o WHERE o.child_id = t.child_id"
        " AND o.referral_on < t.referral_on AND o.referral_on >= t.referral_on - INTERVAL 12 MONTH)",
        "Our share of repeat referrals will differ from the one in the case system.",
        scope="cross_file",
        needs=("referrals",),
        source="own",
        breaks={
            "referrals": [
                {**_REFERRAL, "referrals_last_12m": 0},
                {"child_id": "A", "referral_id": "Q", "referral_on": "2019-09-01", "is_nfa": False},
            ]
        },
        passes={
            "referrals": [
                {**_REFERRAL, "referrals_last_12m": 0},
                {"child_id": "A", "referral_id": "Q", "referral_on": "2019-08-31", "is_nfa": False},
                {"child_id": "A2", "referral_on": "2019-07-29"},
                {"child_id": "A2", "referral_on": "2019-08-31"},
                {"referral_on": "2020-09-01", "referrals_last_12m": 0},
                {"referral_on": "2019-09-01"},
            ]
        },
    ),
    Rule(
        "G2a",
        "Referral date or 'no further action' differs from an earlier month's file",
        "query",
        "before.referral_on <> t.referral_on OR before.is_nfa <> t.is_nfa",
        "A referral moves between periods or in and out of the share going to assessment: a restatement.",
        scope="cross_period",
        source="own",
        breaks={
            "before": [
                {"child_id": "A", "referral_id": "R", "referral_on": "2020-07-01", "is_nfa": True},
                {"referral_id": "R2", "referral_on": "2020-06-30"},
                {"referral_id": "R4", "referral_on": "2020-07-01"},
                {"referral_id": "R2", "referral_on": "2020-06-30"},
            ],
            "now": [
                {"child_id": "A", "referral_id": "R", "referral_on": "2020-07-01", "is_nfa": False},
                {"referral_id": "R2", "referral_on": "2020-07-01"},
                {"referral_id": "R4", "referral_on": "2021-08-30"},
                {"referral_id": "R4", "referral_on": "2020-07-01"},
                {"referral_id": "R2", "referral_on": "2020-07-01"},
            ],
        },
        passes={
            "before": [
                {"child_id": "A", "referral_id": "R", "referral_on": "2020-07-01", "is_nfa": True},
                {"is_nfa": True},
            ],
            "now": [
                {"child_id": "A", "referral_id": "R", "referral_on": "2020-07-01", "is_nfa": True},
                {"is_nfa": False},
            ],
        },
    ),
)
