"""What makes a row of child protection plans wrong, with an example of each.

Called by: expectations.extracts.cp_plans.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import child_is_listed, ends_before_it_begins, not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("C1g", "started_on", "Start of the plan"),
    ends_before_it_begins(
        "C34a", "Plan", "The plan would have a negative length and count among the shortest.", "CIN 8925"
    ),
    Rule(
        "C34b",
        "Plan began and ended on the same day",
        "warn",
        "ended_on = started_on",
        "It counts among plans that lasted less than three months, though it was probably entered by mistake.",
        source="CIN 8840",
        breaks=[{"started_on": "2020-09-02", "ended_on": "2020-09-02"}],
        passes=[{"started_on": "2020-09-02", "ended_on": "2020-09-03"}, {"started_on": "2020-09-02"}],
    ),
    Rule(
        "C34c",
        "Plan ends after the end of the month",
        "reject_row",
        "ended_on > month_ends_on",
        "A plan that is still open would count as ended.",
        source="CIN 8930",
        breaks=[{"child_id": "A", "ended_on": "2020-10-01"}],
        passes=[{"child_id": "A", "ended_on": "2020-09-30"}],
    ),
    Rule(
        "C36a",
        "Previous plan ended after this one began",
        "warn",
        "previous_plan_ended_on > started_on",
        "Whether this is a second plan within two years cannot be told.",
        source="own",
        breaks=[{"started_on": "2020-09-02", "previous_plan_ended_on": "2020-09-03"}],
        passes=[{"started_on": "2020-09-02", "previous_plan_ended_on": "2020-09-02"}, {"started_on": "2020-09-02"}],
    ),
    Rule(
        "C36b",
        "Number of previous plans is nought, but a previous plan's end is given",
        "warn",
        "previous_plans = 0 AND previous_plan_ended_on IS NOT NULL",
        "The child counts as new to a plan although there was an earlier one.",
        source="CIN 8730",
        breaks=[{"previous_plans": 0, "previous_plan_ended_on": "2019-09-03"}],
        passes=[{"previous_plans": 1, "previous_plan_ended_on": "2019-09-03"}, {"previous_plans": 0}],
    ),
    Rule(
        "C35a",
        "Plan began before the child's earlier plan ended",
        "reject_row",
        "started_on < previous.ended_on AND NOT coalesce(is_other_council_plan, false)"
        " AND NOT coalesce(previous.is_other_council_plan, false)",
        "The child has two plans at once: open plans are counted twice and this one as a repeat.",
        scope="child",
        source="CIN 8940",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-02"},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-02", "is_other_council_plan": True},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None, "is_other_council_plan": True},
            {"child_id": "A2", "started_on": "2020-06-01", "ended_on": "2020-07-02"},
            {"child_id": "A2", "started_on": "2020-07-01", "is_other_council_plan": True},
            {"child_id": "A3", "started_on": "2020-06-01", "ended_on": "2020-07-02", "is_other_council_plan": True},
            {"child_id": "A3", "started_on": "2020-07-01"},
            {"child_id": "A4", "started_on": "2020-06-01", "ended_on": "2020-07-01"},
            {"child_id": "A4", "started_on": "2020-07-01"},
        ],
    ),
    Rule(
        "C35b",
        "A later plan began while this one has no end",
        "reject_row",
        "ended_on IS NULL AND following.started_on IS NOT NULL AND NOT coalesce(is_other_council_plan, false)"
        " AND NOT coalesce(following.is_other_council_plan, false)",
        "The child has two open plans and is counted twice; the earlier one must have ended.",
        scope="child",
        source="CIN 8935",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": None},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01"},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None},
            {"child_id": "A2", "started_on": "2020-06-01", "is_other_council_plan": True},
            {"child_id": "A2", "started_on": "2020-07-01"},
            {"child_id": "A3", "started_on": "2020-06-01"},
            {"child_id": "A3", "started_on": "2020-07-01", "is_other_council_plan": True},
        ],
    ),
    Rule(
        "C36d",
        "Number of previous plans has not risen since the child's earlier plan",
        "warn",
        "previous_plans <= previous.previous_plans AND NOT coalesce(previous.is_other_council_plan, false)",
        "A repeat plan counts as a first one.",
        scope="child",
        source="CIN 8730",
        breaks=[
            {"child_id": "A", "started_on": "2018-06-01", "previous_plans": 1},
            {"child_id": "A", "started_on": "2020-07-01", "previous_plans": 1},
        ],
        passes=[
            {"child_id": "A", "started_on": "2018-06-01", "previous_plans": 1},
            {"child_id": "A", "started_on": "2020-07-01", "previous_plans": 2},
            {"child_id": "A2", "previous_plans": 1, "is_other_council_plan": True},
            {"child_id": "A2", "previous_plans": 1},
        ],
    ),
    child_is_listed("B13b", "cp_plans"),
    Rule(
        "C32",
        "Plan does not begin on the day of its conference",
        "warn",
        "EXISTS (SELECT 1 FROM silver.cp_conferences c WHERE c.conference_id = t.conference_id"
        " AND c.held_on <> t.started_on)",
        "The length of the plan, and the period it counts in, may be wrong.",
        scope="cross_file",
        needs=("cp_conferences",),
        source="CIN 2885",
        breaks={
            "cp_plans": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10", "conference_id": "C"}],
            "cp_conferences": [{"child_id": "A", "conference_id": "C", "held_on": "2020-09-09"}],
        },
        passes={
            "cp_plans": [
                {"child_id": "A", "referral_id": "R", "started_on": "2020-09-10", "conference_id": "C"},
                {"started_on": "2020-09-10"},
            ],
            "cp_conferences": [
                {"child_id": "A", "conference_id": "C", "held_on": "2020-09-10"},
                {"held_on": "2020-09-09"},
            ],
        },
    ),
    Rule(
        "C13c",
        "Plan on a referral marked 'no further action'",
        "warn",
        "EXISTS (SELECT 1 FROM silver.referrals r WHERE r.referral_id = t.referral_id AND r.is_nfa)",
        "The referral counts as going no further although a plan was made.",
        scope="cross_file",
        needs=("referrals",),
        source="CIN 8832",
        breaks={
            "cp_plans": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}],
            "referrals": [{"child_id": "A", "referral_id": "R", "referral_on": "2020-09-01", "is_nfa": True}],
        },
        passes={
            "cp_plans": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}, {}],
            "referrals": [
                {"child_id": "A", "referral_id": "R", "referral_on": "2020-09-01", "is_nfa": False},
                {"is_nfa": True},
            ],
        },
    ),
    Rule(
        "C14c",
        "Plan began after the case closed",
        "warn",
        "EXISTS (SELECT 1 FROM silver.referrals r WHERE r.referral_id = t.referral_id AND r.closed_on < t.started_on)",
        "Work is hung on a closed case, so a new referral may be missing.",
        scope="cross_file",
        needs=("referrals",),
        source="CIN 8565",
        breaks={
            "cp_plans": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}],
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
            "cp_plans": [
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
        "C33",
        "Plan began before its referral",
        "warn",
        "EXISTS (SELECT 1 FROM silver.referrals r WHERE r.referral_id = t.referral_id"
        " AND t.started_on < r.referral_on)",
        "One of the two dates is wrong, so one of them counts in the wrong period.",
        scope="cross_file",
        needs=("referrals",),
        source="CIN 1105",
        breaks={
            "cp_plans": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}],
            "referrals": [{"child_id": "A", "referral_id": "R", "referral_on": "2020-09-11", "is_nfa": False}],
        },
        passes={
            "cp_plans": [
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
        "C38",
        "Plan began or ended after the child's death",
        "warn",
        "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id"
        " AND (p.died_on < t.started_on OR p.died_on < t.ended_on))",
        "A child who has died counts among open plans.",
        scope="cross_file",
        needs=("persons",),
        source="CIN 8915, 8920",
        breaks={
            "cp_plans": [
                {"child_id": "A", "referral_id": "R", "started_on": "2020-09-10", "ended_on": "2020-09-20"},
                {"child_id": "A2", "started_on": "2021-10-15"},
            ],
            "persons": [{"child_id": "A", "died_on": "2020-09-19"}, {"child_id": "A2", "died_on": "2020-09-20"}],
        },
        passes={
            "cp_plans": [
                {"child_id": "A", "referral_id": "R", "started_on": "2020-09-10", "ended_on": "2020-09-20"},
                {"child_id": "A3", "started_on": "2020-09-20"},
                {"ended_on": "2020-09-20"},
            ],
            "persons": [
                {"child_id": "A", "died_on": "2020-09-20"},
                {"child_id": "A3", "died_on": "2020-09-20"},
                {"died_on": "2020-09-19"},
            ],
        },
    ),
    Rule(
        "G4a",
        "Plan is open but the child has no social worker allocated",
        "warn",
        "t.ended_on IS NULL AND NOT EXISTS (SELECT 1 FROM silver.sw_allocations a WHERE a.child_id = t.child_id"
        " AND a.worker_role_code = 'SOCIAL_WORKER' AND a.ended_on IS NULL)",
        "The case is on nobody's list: supervision and caseload figures leave it out.",
        scope="cross_file",
        needs=("sw_allocations",),
        source="own",
        breaks={
            "cp_plans": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}, {}, {"child_id": "A3"}],
            "sw_allocations": [
                {"child_id": "A", "ended_on": "2020-09-20", "worker_role_code": "SOCIAL_WORKER"},
                {"worker_role_code": "SOCIAL_WORKER"},
                {"child_id": "A3"},
            ],
        },
        passes={
            "cp_plans": [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10"}, {"ended_on": "2020-08-31"}],
            "sw_allocations": [{"child_id": "A", "worker_role_code": "SOCIAL_WORKER"}, {}],
        },
    ),
    Rule(
        "G2c",
        "Plan has a different start than in an earlier month's file, or had ended and is open again",
        "warn",
        "before.started_on <> t.started_on OR before.ended_on IS NOT NULL AND t.ended_on IS NULL",
        "Plans counted as begun or ended in an earlier period change: a restatement.",
        scope="cross_period",
        source="own",
        breaks={
            "before": [
                {"child_id": "A", "cp_plan_id": "P", "started_on": "2020-01-01", "ended_on": "2020-08-01"},
                {"cp_plan_id": "P2", "started_on": "2019-12-31"},
            ],
            "now": [
                {"child_id": "A", "cp_plan_id": "P", "started_on": "2020-01-01"},
                {"cp_plan_id": "P2", "started_on": "2020-01-01"},
            ],
        },
        passes={
            "before": [
                {"child_id": "A", "cp_plan_id": "P", "started_on": "2020-01-01", "ended_on": "2020-08-01"},
                {"ended_on": "2020-08-01"},
                {"cp_plan_id": "P4"},
                {"cp_plan_id": "P5", "started_on": "2020-01-02", "month_ends_on": "2020-07-31"},
                {"cp_plan_id": "P5", "started_on": "2020-01-01"},
            ],
            "now": [
                {"child_id": "A", "cp_plan_id": "P", "started_on": "2020-01-01", "ended_on": "2020-08-01"},
                {},
                {"cp_plan_id": "P4"},
                {"cp_plan_id": "P5", "started_on": "2020-01-01"},
            ],
        },
    ),
)
