"""What makes a row of child protection conferences wrong, with an example of each.

Called by: expectations.extracts.cp_conferences.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("C1f", "held_on", "Conference", source="own"),
    Rule(
        "C27b",
        "Conference was held on a weekend",
        "warn",
        "isodow(held_on) >= 6",
        "The date is probably wrong, and with it whether the conference was in time.",
        source="CIN 8875",
        breaks=[{"child_id": "A", "held_on": "2020-09-05"}, {"child_id": "A", "held_on": "2020-09-06"}],
        passes=[{"child_id": "A", "held_on": "2020-09-04"}, {"child_id": "A", "held_on": "2020-09-07"}],
    ),
    Rule(
        "G24",
        "Initial conference was held but does not say whether it led to a plan",
        "warn",
        "conference_type_code IN ('INITIAL', 'PRE_BIRTH') AND held_on IS NOT NULL AND has_plan_outcome IS NULL",
        "The share of conferences that lead to a plan is measured on fewer conferences.",
        source="own",
        breaks=[{"conference_type_code": "INITIAL", "held_on": "2020-09-04"}],
        passes=[
            {"conference_type_code": "INITIAL", "held_on": "2020-09-04", "has_plan_outcome": False},
            {"conference_type_code": "REVIEW", "held_on": "2020-09-04"},
            {"conference_type_code": "INITIAL", "due_on": "2020-10-04"},
        ],
    ),
    Rule(
        "C28",
        "Second initial conference of the child within 28 days",
        "query",
        "conference_type_code = 'INITIAL' AND previous.conference_type_code = 'INITIAL'"
        " AND held_on - previous.held_on < 28",
        "If one conference was entered twice, conferences held and held in time are both too high.",
        scope="child",
        source="CIN 2884",
        breaks=[
            {"child_id": "A", "held_on": "2020-09-01", "conference_type_code": "INITIAL"},
            {"child_id": "A", "held_on": "2020-09-28", "conference_type_code": "INITIAL"},
        ],
        passes=[
            {"child_id": "A", "held_on": "2020-08-01", "conference_type_code": "INITIAL"},
            {"child_id": "A", "held_on": "2020-08-29", "conference_type_code": "INITIAL"},
            {"child_id": "A2", "held_on": "2020-09-01"},
            {"child_id": "A2", "held_on": "2020-09-28", "conference_type_code": "INITIAL"},
            {"child_id": "A3", "held_on": "2020-09-01", "conference_type_code": "INITIAL"},
            {"child_id": "A3", "held_on": "2020-09-28"},
        ],
    ),
    Rule(
        "C24c",
        "Conference is dated before its section 47 enquiry began",
        "warn",
        "EXISTS (SELECT 1 FROM silver.s47_enquiries s WHERE s.s47_id = t.s47_id AND t.held_on < s.started_on)",
        "Time to conference is negative and would count as within 15 working days.",
        scope="cross_file",
        needs=("s47_enquiries",),
        source="CIN 8615",
        breaks={
            "cp_conferences": [{"child_id": "A", "s47_id": "S", "held_on": "2020-09-01"}],
            "s47_enquiries": [{"child_id": "A", "s47_id": "S", "started_on": "2020-09-02"}],
        },
        passes={
            "cp_conferences": [{"child_id": "A", "s47_id": "S", "held_on": "2020-09-02"}, {"held_on": "2020-09-01"}],
            "s47_enquiries": [
                {"child_id": "A", "s47_id": "S", "started_on": "2020-09-02"},
                {"started_on": "2020-09-02"},
            ],
        },
    ),
    Rule(
        "C31",
        "Conference led to a plan, but no plan began within 15 days",
        "warn",
        "t.has_plan_outcome AND t.conference_type_code IN ('INITIAL', 'TRANSFER_IN')"
        " AND NOT EXISTS (SELECT 1 FROM silver.cp_plans p WHERE p.child_id = t.child_id"
        " AND p.started_on BETWEEN t.held_on - INTERVAL 1 DAY AND t.held_on + INTERVAL 15 DAY)",
        "Children with a plan are undercounted, or the conference says more than happened.",
        scope="cross_file",
        needs=("cp_plans",),
        source="CIN 2883",
        breaks={
            "cp_conferences": [
                {"child_id": "A", "conference_type_code": "INITIAL", "has_plan_outcome": True, "held_on": "2020-09-01"},
                {"conference_type_code": "INITIAL", "has_plan_outcome": True, "held_on": "2020-09-01"},
                {
                    "child_id": "A3",
                    "conference_type_code": "INITIAL",
                    "has_plan_outcome": True,
                    "held_on": "2021-10-06",
                },
                {
                    "child_id": "A5",
                    "conference_type_code": "INITIAL",
                    "has_plan_outcome": True,
                    "held_on": "2020-09-01",
                },
            ],
            "cp_plans": [
                {"child_id": "A", "started_on": "2020-09-17"},
                {"started_on": "2020-09-16"},
                {"child_id": "A3", "started_on": "2020-09-16"},
                {"child_id": "A5", "started_on": "2020-08-30"},
            ],
        },
        passes={
            "cp_conferences": [
                {"child_id": "A", "conference_type_code": "INITIAL", "has_plan_outcome": True, "held_on": "2020-09-01"},
                {
                    "child_id": "A4",
                    "conference_type_code": "INITIAL",
                    "has_plan_outcome": True,
                    "held_on": "2020-09-17",
                },
                {"has_plan_outcome": True},
                {"conference_type_code": "INITIAL"},
            ],
            "cp_plans": [
                {"child_id": "A", "started_on": "2020-09-16"},
                {"child_id": "A4", "started_on": "2020-09-16"},
                {},
                {},
            ],
        },
    ),
    Rule(
        "C37b",
        "Review conference while a child in need plan was open",
        "warn",
        "t.conference_type_code = 'REVIEW' AND EXISTS (SELECT 1 FROM silver.cin_plans p"
        " WHERE p.child_id = t.child_id AND p.started_on < t.held_on"
        " AND (p.ended_on IS NULL OR p.ended_on > t.held_on))",
        "A child has a protection plan or one of need; one of the two files is wrong.",
        scope="cross_file",
        needs=("cin_plans",),
        source="CIN 4003",
        breaks={
            "cp_conferences": [
                {"child_id": "A", "conference_type_code": "REVIEW", "held_on": "2020-09-02"},
                {"child_id": "B", "conference_type_code": "REVIEW", "held_on": "2020-09-02"},
            ],
            "cin_plans": [
                {"child_id": "A", "started_on": "2020-09-01"},
                {"child_id": "B", "started_on": "2020-06-01", "ended_on": "2020-09-03"},
            ],
        },
        passes={
            "cp_conferences": [
                {"child_id": "A", "conference_type_code": "REVIEW", "held_on": "2020-09-02"},
                {"child_id": "B", "conference_type_code": "REVIEW", "held_on": "2020-09-02"},
                {"child_id": "C", "conference_type_code": "INITIAL", "held_on": "2020-09-02"},
                {"child_id": "D", "conference_type_code": "REVIEW", "held_on": "2020-09-02"},
            ],
            "cin_plans": [
                {"child_id": "A", "started_on": "2020-09-02"},
                {"child_id": "B", "started_on": "2020-06-01", "ended_on": "2020-09-02"},
                {"child_id": "C", "started_on": "2020-06-01"},
            ],
        },
    ),
    Rule(
        "C37c",
        "Review conference has neither a day on which it is due nor one on which it was held",
        "query",
        "conference_type_code = 'REVIEW' AND due_on IS NULL AND held_on IS NULL",
        "Whether reviews are in time cannot be told.",
        source="CIN 8842Q",
        breaks=[{"conference_type_code": "REVIEW"}],
        passes=[
            {"conference_type_code": "REVIEW", "due_on": "2020-09-01"},
            {"conference_type_code": "REVIEW", "held_on": "2020-09-01"},
            {"conference_type_code": "INITIAL"},
        ],
    ),
    Rule(
        "C37",
        "Review conference is dated on or before the start of its plan",
        "warn",
        "t.conference_type_code = 'REVIEW' AND EXISTS (SELECT 1 FROM silver.cp_plans p"
        " WHERE p.cp_plan_id = t.cp_plan_id AND t.held_on <= p.started_on)",
        "Reviews held in time are worked out from the wrong date.",
        scope="cross_file",
        needs=("cp_plans",),
        source="CIN 8841",
        breaks={
            "cp_conferences": [
                {"child_id": "A", "conference_type_code": "REVIEW", "cp_plan_id": "P", "held_on": "2020-09-01"}
            ],
            "cp_plans": [{"child_id": "A", "cp_plan_id": "P", "started_on": "2020-09-01"}],
        },
        passes={
            "cp_conferences": [
                {"child_id": "A", "conference_type_code": "REVIEW", "cp_plan_id": "P", "held_on": "2020-09-02"},
                {"conference_type_code": "REVIEW", "held_on": "2020-09-01"},
                {"cp_plan_id": "P3", "held_on": "2020-09-01"},
            ],
            "cp_plans": [
                {"child_id": "A", "cp_plan_id": "P", "started_on": "2020-09-01"},
                {"started_on": "2020-09-01"},
                {"cp_plan_id": "P3", "started_on": "2020-09-01"},
            ],
        },
    ),
    Rule(
        "C29",
        "Conference was held before its referral",
        "warn",
        "EXISTS (SELECT 1 FROM silver.s47_enquiries s JOIN silver.referrals r ON r.referral_id = s.referral_id"
        " WHERE s.s47_id = t.s47_id AND t.held_on < r.referral_on)",
        "One of the two dates is wrong, so one of them counts in the wrong period.",
        scope="cross_file",
        needs=("s47_enquiries", "referrals"),
        source="CIN 1104",
        breaks={
            "cp_conferences": [{"child_id": "A", "s47_id": "S", "held_on": "2020-09-10"}],
            "s47_enquiries": [{"child_id": "A", "s47_id": "S", "referral_id": "R"}],
            "referrals": [{"child_id": "A", "referral_id": "R", "referral_on": "2020-09-11", "is_nfa": False}],
        },
        passes={
            "cp_conferences": [{"child_id": "A", "s47_id": "S", "held_on": "2020-09-10"}, {"held_on": "2020-09-10"}],
            "s47_enquiries": [{"child_id": "A", "s47_id": "S", "referral_id": "R"}, {"referral_id": "R2"}],
            "referrals": [
                {"child_id": "A", "referral_id": "R", "referral_on": "2020-09-10", "is_nfa": False},
                {"referral_id": "R2", "referral_on": "2020-09-11"},
            ],
        },
    ),
    Rule(
        "C13d",
        "Conference on a referral marked 'no further action'",
        "warn",
        "EXISTS (SELECT 1 FROM silver.s47_enquiries s JOIN silver.referrals r ON r.referral_id = s.referral_id"
        " WHERE s.s47_id = t.s47_id AND r.is_nfa)",
        "The referral counts as going no further although a conference was held.",
        scope="cross_file",
        needs=("s47_enquiries", "referrals"),
        source="CIN 8832",
        breaks={
            "cp_conferences": [{"child_id": "A", "s47_id": "S", "held_on": "2020-09-10"}],
            "s47_enquiries": [{"child_id": "A", "s47_id": "S", "referral_id": "R"}],
            "referrals": [{"child_id": "A", "referral_id": "R", "referral_on": "2020-09-01", "is_nfa": True}],
        },
        passes={
            "cp_conferences": [{"child_id": "A", "s47_id": "S", "held_on": "2020-09-10"}, {}],
            "s47_enquiries": [{"child_id": "A", "s47_id": "S", "referral_id": "R"}, {"referral_id": "R2"}],
            "referrals": [
                {"child_id": "A", "referral_id": "R", "referral_on": "2020-09-01", "is_nfa": False},
                {"referral_id": "R2", "is_nfa": True},
            ],
        },
    ),
    Rule(
        "C14d",
        "Conference was held after the case closed",
        "warn",
        "EXISTS (SELECT 1 FROM silver.s47_enquiries s JOIN silver.referrals r ON r.referral_id = s.referral_id"
        " WHERE s.s47_id = t.s47_id AND r.closed_on < t.held_on)",
        "Work is hung on a closed case, so a new referral may be missing.",
        scope="cross_file",
        needs=("s47_enquiries", "referrals"),
        source="CIN 8565",
        breaks={
            "cp_conferences": [{"child_id": "A", "s47_id": "S", "held_on": "2020-09-10"}],
            "s47_enquiries": [{"child_id": "A", "s47_id": "S", "referral_id": "R"}],
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
            "cp_conferences": [{"child_id": "A", "s47_id": "S", "held_on": "2020-09-10"}, {"held_on": "2020-09-10"}],
            "s47_enquiries": [{"child_id": "A", "s47_id": "S", "referral_id": "R"}, {"referral_id": "R2"}],
            "referrals": [
                {
                    "child_id": "A",
                    "referral_id": "R",
                    "referral_on": "2020-09-01",
                    "is_nfa": False,
                    "closed_on": "2020-09-10",
                },
                {"referral_id": "R2", "closed_on": "2020-09-09"},
            ],
        },
    ),
)
