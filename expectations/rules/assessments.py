"""What makes a row of assessments wrong, with an example of each.

Called by: expectations.extracts.assessments.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("C1d", "started_on", "Start of assessment"),
    Rule(
        "C17a",
        "Assessment is authorised before it started",
        "reject_row",
        "authorised_on < started_on",
        "Its length would be negative and count as within 45 working days.",
        source="CIN 8608",
        breaks=[{"started_on": "2020-09-02", "authorised_on": "2020-09-01"}],
        passes=[{"started_on": "2020-09-02", "authorised_on": "2020-09-02"}, {"started_on": "2020-09-02"}],
    ),
    Rule(
        "C17b",
        "Assessment is authorised after the end of the month",
        "reject_row",
        "authorised_on > month_ends_on",
        "An assessment that is still open would count as completed in a later month.",
        source="own",
        breaks=[{"child_id": "A", "authorised_on": "2020-10-01"}],
        passes=[{"child_id": "A", "authorised_on": "2020-09-30"}],
    ),
    Rule(
        "C19",
        "Assessment still open more than ten weeks after it started",
        "query",
        "authorised_on IS NULL AND month_ends_on - started_on > 70",
        "It is past 45 working days whatever happens; completed-on-time figures do not show it until it closes.",
        source="CIN 8670Q",
        breaks=[{"child_id": "A", "started_on": "2020-07-21"}],
        passes=[{"started_on": "2020-07-22"}, {"started_on": "2020-01-01", "authorised_on": "2020-09-01"}],
    ),
    Rule(
        "C20",
        "Assessment began more than a year ago and is not complete",
        "warn",
        "authorised_on IS NULL AND started_on < month_ends_on - INTERVAL 1 YEAR",
        "Its authorisation was probably never entered, so completed assessments are too few.",
        source="CIN 8736",
        breaks=[{"child_id": "A", "started_on": "2019-09-29"}],
        passes=[{"started_on": "2019-09-30"}, {"started_on": "2019-09-29", "authorised_on": "2019-11-29"}],
    ),
    Rule(
        "C21a",
        "Factors are recorded on an assessment that is not complete",
        "warn",
        "authorised_on IS NULL AND factor_codes IS NOT NULL",
        "Either the authorisation is missing, and completed assessments are too few, or the factors are early.",
        source="CIN 8614",
        breaks=[{"factor_codes": "16A"}],
        passes=[{"factor_codes": "16A", "authorised_on": "2020-09-01"}, {}],
    ),
    Rule(
        "C21c",
        "'No factor found' stands beside another factor",
        "warn",
        "contains(factor_codes, '21') AND factor_codes <> '21'",
        "The assessment counts as having found nothing and something.",
        source="CIN 8869",
        breaks=[{"factor_codes": "16A,21"}],
        passes=[{"factor_codes": "21"}, {"factor_codes": "16A,22A"}, {"factor_codes": None}],
    ),
    Rule(
        "C18",
        "Assessment began while an earlier one of the child was still open",
        "query",
        "previous.started_on IS NOT NULL AND (previous.authorised_on IS NULL OR started_on < previous.authorised_on)",
        "The child counts twice among open assessments, and assessments may be too many.",
        scope="child",
        source="CIN 8863Q, 8896",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01"},
            {"child_id": "A", "started_on": "2020-07-01"},
            {"child_id": "A3", "started_on": "2020-06-01", "authorised_on": "2020-07-02"},
            {"child_id": "A3", "started_on": "2020-07-01"},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "authorised_on": "2020-07-01"},
            {"child_id": "A", "started_on": "2020-07-01", "authorised_on": "2020-07-01"},
            {"child_id": "A2", "started_on": "2021-07-06"},
            {"child_id": "A2", "started_on": "2020-07-01", "authorised_on": "2020-07-01"},
        ],
    ),
    Rule(
        "C13a",
        "Assessment on a referral marked 'no further action'",
        "warn",
        "EXISTS (SELECT 1 FROM silver.referrals r WHERE r.referral_id = t.referral_id AND r.is_nfa)",
        "The referral counts as going no further although it was assessed.",
        scope="cross_file",
        needs=("referrals",),
        source="CIN 8831",
        breaks={
            "assessments": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}],
            "referrals": [{"child_id": "A", "referral_id": "R", "referral_on": "2020-09-01", "is_nfa": True}],
        },
        passes={
            "assessments": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}, {}],
            "referrals": [
                {"child_id": "A", "referral_id": "R", "referral_on": "2020-09-01", "is_nfa": False},
                {"is_nfa": True},
            ],
        },
    ),
    Rule(
        "C14",
        "Assessment began after the case closed",
        "warn",
        "EXISTS (SELECT 1 FROM silver.referrals r WHERE r.referral_id = t.referral_id AND r.closed_on < t.started_on)",
        "Work is hung on a closed case, so a new referral may be missing.",
        scope="cross_file",
        needs=("referrals",),
        source="CIN 8565",
        breaks={
            "assessments": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}],
            "referrals": [
                {
                    "child_id": "A",
                    "referral_id": "R",
                    "referral_on": "2020-09-01",
                    "is_nfa": False,
                    "closed_on": "2020-09-09",
                }
            ],
        },
        passes={
            "assessments": [
                {"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"},
                {"started_on": "2020-09-10"},
            ],
            "referrals": [
                {
                    "child_id": "A",
                    "referral_id": "R",
                    "referral_on": "2020-09-01",
                    "is_nfa": False,
                    "closed_on": "2020-09-10",
                },
                {"closed_on": "2020-09-09"},
            ],
        },
    ),
    Rule(
        "C16",
        "Assessment began before its referral",
        "warn",
        "EXISTS (SELECT 1 FROM silver.referrals r WHERE r.referral_id = t.referral_id"
        " AND t.started_on < r.referral_on)",
        "Time from referral to assessment is negative.",
        scope="cross_file",
        needs=("referrals",),
        source="CIN 1103",
        breaks={
            "assessments": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}],
            "referrals": [{"child_id": "A", "referral_id": "R", "referral_on": "2020-09-11", "is_nfa": False}],
        },
        passes={
            "assessments": [
                {"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"},
                {"started_on": "2020-09-10"},
            ],
            "referrals": [
                {"child_id": "A", "referral_id": "R", "referral_on": "2020-09-10", "is_nfa": False},
                {"referral_on": "2020-09-11"},
            ],
        },
    ),
    Rule(
        "G23",
        "Assessment names a referral that this child does not have",
        "warn",
        "t.referral_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM silver.referrals r"
        " WHERE r.referral_id = t.referral_id AND r.child_id = t.child_id)",
        "The share of referrals progressing to assessment is too low, or counts the wrong child.",
        scope="cross_file",
        needs=("referrals",),
        source="own",
        breaks={
            "assessments": [
                {"child_id": "B", "referral_id": "R", "started_on": "2020-09-10"},
                {"child_id": "A3", "referral_id": "A3"},
            ],
            "referrals": [
                {"child_id": "A", "referral_id": "R", "referral_on": "2020-09-01", "is_nfa": False},
                {"child_id": "A3"},
            ],
        },
        passes={
            "assessments": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}, {}],
            "referrals": [{"child_id": "A", "referral_id": "R", "referral_on": "2020-09-01", "is_nfa": False}, {}],
        },
    ),
    Rule(
        "G2b",
        "Start or authorisation differs from an earlier month's file",
        "query",
        "before.started_on <> t.started_on"
        " OR before.authorised_on IS NOT NULL AND before.authorised_on IS DISTINCT FROM t.authorised_on",
        "Completed-on-time figures already published change: a restatement.",
        scope="cross_period",
        source="own",
        breaks={
            "before": [
                {"child_id": "A", "assessment_id": "1", "started_on": "2020-07-01", "authorised_on": "2020-08-01"},
                {"assessment_id": "12", "started_on": "2020-06-30"},
            ],
            "now": [
                {"child_id": "A", "assessment_id": "1", "started_on": "2020-07-01"},
                {"assessment_id": "12", "started_on": "2020-07-01"},
            ],
        },
        passes={
            "before": [
                {"child_id": "A", "assessment_id": "1", "started_on": "2020-07-01", "authorised_on": "2020-08-01"},
                {"assessment_id": "13"},
                {"authorised_on": "2020-08-01"},
                {"assessment_id": "14", "started_on": "2020-07-02", "month_ends_on": "2020-07-31"},
                {"assessment_id": "14", "started_on": "2020-07-01"},
            ],
            "now": [
                {"child_id": "A", "assessment_id": "1", "started_on": "2020-07-01", "authorised_on": "2020-08-01"},
                {"assessment_id": "13", "authorised_on": "2020-08-01"},
                {},
                {"assessment_id": "14", "started_on": "2020-07-01"},
            ],
        },
    ),
)
