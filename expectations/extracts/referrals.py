"""Referrals: requests for social care, each opening an episode of need.

Called by: expectations.extracts.load.
Promises:  one row per referral and child, with its outcome and its closure.
Never:     says whether it is a repeat: that is worked out from the history of all referrals.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.flags import REFERRAL_NFA
from expectations.codes.front_door import CLOSURE_REASON, PRIMARY_NEED, REFERRAL_OUTCOME, SOURCE
from expectations.columns import CHILD_ID, REFERRAL_ID, TEAM, WORKER_ID, child_is_listed, not_after_month_end
from expectations.contract import Column, Extract, Rule

EXTRACT = Extract(
    name="referrals",
    title="Referrals",
    kind="events",
    key=("referral_id",),
    dated_by="referral_on",
    sequence="referral_on",
    moves_monthly=True,
    source="Annex A list 3; CIN census; SSD ssd_cin_episodes",
    columns=(
        replace(REFERRAL_ID, required=True, description="The case system's number of the referral."),
        CHILD_ID,
        Column(
            "referral_on",
            "DATE",
            "Date of Referral",
            "Day the referral was received.",
            required=True,
            aliases=("Referral Date", "CIN Referral Date", "CIN Start Date", "Date Referral Received"),
        ),
        Column(
            "referral_source_code",
            "VARCHAR",
            "Referral Source",
            "Who referred the child.",
            expected=True,
            codes=SOURCE,
            aliases=("Source of Referral",),
        ),
        Column(
            "primary_need_code",
            "VARCHAR",
            "Primary Need Code",
            "Main reason the child is in need; may be blank where nothing further was done.",
            codes=PRIMARY_NEED,
            aliases=("Primary Need", "Category of Need", "Need Code"),
        ),
        Column(
            "is_nfa",
            "BOOLEAN",
            "Referral NFA?",
            "True where the referral ended in no further action.",
            required=True,
            spellings=REFERRAL_NFA,
            aliases=("NFA", "NFA Flag", "No Further Action"),
        ),
        Column(
            "referral_outcome_code",
            "VARCHAR",
            "Referral Outcome",
            "What was decided.",
            codes=REFERRAL_OUTCOME,
            aliases=("Outcome of Referral", "Outcome"),
        ),
        Column(
            "decision_on",
            "DATE",
            "Decision Date",
            "Day of the decision.",
            aliases=("Date of Decision", "Referral Decision Date"),
        ),
        Column(
            "closed_on",
            "DATE",
            "CIN Closure Date",
            "Day the episode of need closed; blank while open.",
            aliases=("Closure Date", "Date Closed", "Referral Closure Date", "Case Closed Date"),
        ),
        Column(
            "closure_reason_code",
            "VARCHAR",
            "Reason for Closure",
            "Why the episode of need closed.",
            codes=CLOSURE_REASON,
            aliases=("Closure Reason", "CIN Reason for Closure"),
        ),
        Column(
            "referrals_last_12m",
            "INTEGER",
            "Number of Referrals in Last 12 Months",
            "The case system's own count of earlier referrals, to compare with ours.",
            aliases=("Referrals in Last 12 Months", "Previous Referrals"),
        ),
        TEAM,
        WORKER_ID,
    ),
    rules=(
        not_after_month_end("C1c", "referral_on", "Referral"),
        Rule(
            "C6",
            "Referral went further but has no primary need",
            "warn",
            "NOT is_nfa AND coalesce(primary_need_code, 'N0') = 'N0'",
            "Breakdowns by need leave the child out.",
            source="CIN 8610, 8650",
        ),
        Rule(
            "C8",
            "Case closes before the referral",
            "reject_row",
            "closed_on < referral_on",
            "The case would have a negative length and never count as open.",
            source="CIN 8630",
        ),
        Rule(
            "C9a",
            "Case is closed but no reason is given",
            "warn",
            "closed_on IS NOT NULL AND closure_reason_code IS NULL",
            "Breakdowns by closure reason are incomplete.",
            source="CIN 8805",
        ),
        Rule(
            "G21",
            "Decision is dated before the referral",
            "reject_row",
            "decision_on < referral_on",
            "Time to decision would be negative and count as decided within a day.",
            source="own",
        ),
        Rule(
            "C10",
            "Referral came while an earlier one of the child was still open",
            "warn",
            "NOT previous.is_nfa AND (previous.closed_on IS NULL OR referral_on < previous.closed_on)",
            "The child counts twice among open cases, and this referral as a repeat.",
            scope="child",
            source="CIN 8815, 8816, 8820",
        ),
        Rule(
            "C5",
            "More than 8 in 10 referrals are marked 'no further action'",
            "query",
            "count(*) >= 20 AND 10 * count(*) FILTER (WHERE is_nfa) > 8 * count(*)",
            "The flag is probably turned round ('FA' read as 'NFA'), and with it the share going to assessment.",
            scope="file",
            source="CIN 8568",
        ),
        child_is_listed("B13a"),
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
        ),
        Rule(
            "G2a",
            "Referral date or 'no further action' differs from last month's file",
            "query",
            "EXISTS (SELECT 1 FROM delivered.referrals o WHERE o.referral_id = t.referral_id"
            " AND o.month_ends_on = t.previous_month_ends_on"
            " AND (o.referral_on <> t.referral_on OR o.is_nfa <> t.is_nfa))",
            "A referral moves between periods or in and out of the share going to assessment: a restatement.",
            scope="cross_period",
            needs=("referrals",),
            source="own",
        ),
    ),
)
