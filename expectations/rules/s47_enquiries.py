"""What makes a row of section 47 enquiries wrong, with an example of each.

Called by: expectations.extracts.s47_enquiries.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import ends_before_it_begins, not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("C1e", "started_on", "Start of the enquiry", source="CIN 8615"),
    Rule(
        "C24a",
        "Strategy discussion is dated after the enquiry began",
        "warn",
        "strategy_discussion_on > started_on",
        "The 15 working days to the conference run from the wrong day.",
        source="own",
        breaks=[{"strategy_discussion_on": "2020-09-02", "started_on": "2020-09-01"}],
        passes=[{"strategy_discussion_on": "2020-09-01", "started_on": "2020-09-01"}],
    ),
    ends_before_it_begins(
        "C24b", "Enquiry", "The enquiry would have a negative length and never count as open.", "CIN 8615"
    ),
    Rule(
        "C26",
        "Enquiry open for more than four weeks, with no word that a conference is not needed",
        "query",
        "ended_on IS NULL AND NOT coalesce(is_icpc_not_required, false) AND month_ends_on - started_on > 28",
        "A conference is overdue; conferences held in time do not show it until it is held.",
        source="CIN 8675Q",
        breaks=[{"child_id": "A", "started_on": "2020-09-01"}],
        passes=[
            {"started_on": "2020-09-02"},
            {"started_on": "2020-08-01", "is_icpc_not_required": True},
            {"started_on": "2020-09-01", "ended_on": "2020-08-31"},
        ],
    ),
    Rule(
        "C27a",
        "Target date of the conference is on a weekend",
        "warn",
        "isodow(icpc_target_on) >= 6",
        "The target was not worked out in working days, so conferences held in time may be misjudged.",
        source="CIN 8870Q",
        breaks=[{"child_id": "A", "icpc_target_on": "2020-09-05"}, {"child_id": "A", "icpc_target_on": "2020-09-06"}],
        passes=[{"child_id": "A", "icpc_target_on": "2020-09-07"}, {"icpc_target_on": "2020-03-06"}],
    ),
    Rule(
        "C25",
        "Enquiry began while an earlier one of the child was still open",
        "warn",
        "started_on < previous.ended_on OR (previous.started_on IS NOT NULL AND previous.ended_on IS NULL)",
        "Enquiries are counted twice, and the conference may be measured from the wrong one.",
        scope="child",
        source="CIN 8890, 8839",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-02"},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None},
            {"child_id": "A2"},
            {"child_id": "A2", "started_on": "2020-07-01"},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01"},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None},
        ],
    ),
    Rule(
        "C13b",
        "Enquiry on a referral marked 'no further action'",
        "warn",
        "EXISTS (SELECT 1 FROM silver.referrals r WHERE r.referral_id = t.referral_id AND r.is_nfa)",
        "The referral counts as going no further although an enquiry followed.",
        scope="cross_file",
        needs=("referrals",),
        source="CIN 8832",
        breaks={
            "s47_enquiries": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}],
            "referrals": [{"child_id": "A", "referral_id": "R", "referral_on": "2020-09-01", "is_nfa": True}],
        },
        passes={
            "s47_enquiries": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}, {}],
            "referrals": [
                {"child_id": "A", "referral_id": "R", "referral_on": "2020-09-01", "is_nfa": False},
                {"is_nfa": True},
            ],
        },
    ),
    Rule(
        "C23",
        "Enquiry began before its referral",
        "warn",
        "EXISTS (SELECT 1 FROM silver.referrals r WHERE r.referral_id = t.referral_id"
        " AND t.started_on < r.referral_on)",
        "One of the two dates is wrong, so one of them counts in the wrong period.",
        scope="cross_file",
        needs=("referrals",),
        source="CIN 2889",
        breaks={
            "s47_enquiries": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}],
            "referrals": [{"child_id": "A", "referral_id": "R", "referral_on": "2020-09-11", "is_nfa": False}],
        },
        passes={
            "s47_enquiries": [
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
        "C14b",
        "Enquiry began after the case closed",
        "warn",
        "EXISTS (SELECT 1 FROM silver.referrals r WHERE r.referral_id = t.referral_id AND r.closed_on < t.started_on)",
        "Work is hung on a closed case, so a new referral may be missing.",
        scope="cross_file",
        needs=("referrals",),
        source="CIN 8565",
        breaks={
            "s47_enquiries": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}],
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
            "s47_enquiries": [
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
        "C30",
        "Enquiry on a referral that has no assessment",
        "query",
        "t.referral_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM silver.assessments a"
        " WHERE a.referral_id = t.referral_id)",
        "An assessment is missing from its file, or names another referral: the share assessed is too low.",
        scope="cross_file",
        needs=("assessments",),
        source="CIN 2991Q",
        breaks={
            "s47_enquiries": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}],
            "assessments": [{"child_id": "A", "referral_id": "Q"}],
        },
        passes={
            "s47_enquiries": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}, {"child_id": "B"}],
            "assessments": [{"child_id": "A", "referral_id": "R"}],
        },
    ),
)
