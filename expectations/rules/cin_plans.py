"""What makes a row of child in need plans wrong, with an example of each.

Called by: expectations.extracts.cin_plans.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import child_is_listed, ends_before_it_begins, not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("C1k", "started_on", "Start of the plan"),
    ends_before_it_begins("C38b", "Plan", "The plan would have a negative length.", "CIN 4011"),
    Rule(
        "C38c",
        "Plan ends after the end of the month",
        "reject_row",
        "ended_on > month_ends_on",
        "A plan that is still open would count as ended.",
        source="CIN 4014",
        breaks=[{"ended_on": "2020-10-01"}],
        passes=[{"ended_on": "2020-09-30"}, {}],
    ),
    Rule(
        "C38d",
        "Plan began before the child's earlier plan ended",
        "warn",
        "started_on < previous.ended_on",
        "The child has two plans at once, and counts twice among open ones.",
        scope="child",
        source="CIN 4008",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-02"},
            {"child_id": "A", "started_on": "2020-07-01"},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01"},
            {"child_id": "A", "started_on": "2020-07-01"},
        ],
    ),
    Rule(
        "C38e",
        "A later plan began while this one has no end",
        "warn",
        "ended_on IS NULL AND following.started_on IS NOT NULL",
        "The child has two open plans and counts twice; the earlier one must have ended.",
        scope="child",
        source="CIN 4004",
        breaks=[{"child_id": "A", "started_on": "2020-06-01"}, {"child_id": "A", "started_on": "2020-07-01"}],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01"},
            {"child_id": "A", "started_on": "2020-07-01"},
        ],
    ),
    child_is_listed("B13h", "cin_plans"),
    Rule(
        "C38f",
        "Plan runs at the same time as a child protection plan",
        "warn",
        "EXISTS (SELECT 1 FROM silver.cp_plans p WHERE p.child_id = t.child_id"
        " AND NOT coalesce(p.is_other_council_plan, false)"
        " AND (t.ended_on IS NULL OR p.started_on < t.ended_on)"
        " AND (p.ended_on IS NULL OR t.started_on < p.ended_on))",
        "A child has the one or the other; this one counts among both.",
        scope="cross_file",
        needs=("cp_plans",),
        source="CIN 4001, 4016, 4017",
        breaks={
            "cin_plans": [
                {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-02"},
                {"child_id": "B", "started_on": "2020-06-01"},
                {"child_id": "C", "started_on": "2020-06-30"},
            ],
            "cp_plans": [
                {"child_id": "A", "started_on": "2020-07-01"},
                {"child_id": "B", "started_on": "2020-07-01", "ended_on": "2020-08-01"},
                {"child_id": "C", "started_on": "2020-06-01", "ended_on": "2020-07-01"},
            ],
        },
        passes={
            "cin_plans": [
                {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01"},
                {"child_id": "B", "started_on": "2020-07-01"},
                {"child_id": "C", "started_on": "2020-06-01"},
                {"child_id": "D", "started_on": "2020-06-01"},
            ],
            "cp_plans": [
                {"child_id": "A", "started_on": "2020-07-01"},
                {"child_id": "B", "started_on": "2020-06-01", "ended_on": "2020-07-01"},
                {"child_id": "C", "started_on": "2020-06-01", "is_other_council_plan": True},
                {"child_id": "E", "started_on": "2020-06-01"},
            ],
        },
    ),
    Rule(
        "C38g",
        "Plan began or ended after the child's death",
        "warn",
        "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id"
        " AND (p.died_on < t.started_on OR p.died_on < t.ended_on))",
        "A child who has died counts among open plans.",
        scope="cross_file",
        needs=("persons",),
        source="CIN 8915, 8920",
        breaks={
            "cin_plans": [
                {"child_id": "A", "started_on": "2020-09-10"},
                {"child_id": "B", "started_on": "2020-06-01", "ended_on": "2020-09-10"},
            ],
            "persons": [{"child_id": "A", "died_on": "2020-09-09"}, {"child_id": "B", "died_on": "2020-09-09"}],
        },
        passes={
            "cin_plans": [
                {"child_id": "A", "started_on": "2020-09-10", "ended_on": "2020-09-10"},
                {"child_id": "B", "started_on": "2020-09-10"},
            ],
            "persons": [{"child_id": "A", "died_on": "2020-09-10"}, {"child_id": "C", "died_on": "2020-09-09"}],
        },
    ),
    Rule(
        "C13e",
        "Plan on a referral marked 'no further action'",
        "warn",
        "EXISTS (SELECT 1 FROM silver.referrals r WHERE r.referral_id = t.referral_id AND r.is_nfa)",
        "The referral counts as going no further although a plan was made.",
        scope="cross_file",
        needs=("referrals",),
        source="CIN 4000",
        breaks={
            "cin_plans": [{"child_id": "A", "referral_id": "R"}],
            "referrals": [{"referral_id": "R", "is_nfa": True}],
        },
        passes={
            "cin_plans": [{"child_id": "A", "referral_id": "R"}],
            "referrals": [{"referral_id": "R", "is_nfa": False}, {"referral_id": "S", "is_nfa": True}],
        },
    ),
    Rule(
        "G4d",
        "Plan is open but the child has no social worker allocated",
        "warn",
        "t.ended_on IS NULL AND NOT EXISTS (SELECT 1 FROM silver.sw_allocations a WHERE a.child_id = t.child_id"
        " AND a.worker_role_code = 'SOCIAL_WORKER' AND a.ended_on IS NULL)",
        "The case is on nobody's list: supervision and caseload figures leave it out.",
        scope="cross_file",
        needs=("sw_allocations",),
        source="own",
        breaks={
            "cin_plans": [{"child_id": "A"}, {"child_id": "B"}, {"child_id": "C"}],
            "sw_allocations": [
                {"child_id": "A", "ended_on": "2020-09-20", "worker_role_code": "SOCIAL_WORKER"},
                {"child_id": "B", "worker_role_code": "IRO"},
                {"child_id": "D", "worker_role_code": "SOCIAL_WORKER"},
            ],
        },
        passes={
            "cin_plans": [{"child_id": "A"}, {"child_id": "B", "ended_on": "2020-08-31"}],
            "sw_allocations": [{"child_id": "A", "worker_role_code": "SOCIAL_WORKER"}],
        },
    ),
)
