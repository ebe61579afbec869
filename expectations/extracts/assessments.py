"""Assessments: the social work assessments that follow referrals.

Called by: expectations.extracts.load.
Promises:  one row per assessment; it is complete when it is authorised.
Never:     holds early help assessments; those stand in the early help file.
"""

from __future__ import annotations

from expectations.codes.assessing import ASSESSMENT_OUTCOME, FACTORS
from expectations.columns import CHILD_ID, REFERRAL_ID, TEAM, WORKER_ID, not_after_month_end
from expectations.contract import Column, Extract, Rule

EXTRACT = Extract(
    name="assessments",
    title="Assessments",
    kind="events",
    key=("assessment_id",),
    dated_by="started_on",
    sequence="started_on",
    moves_monthly=True,
    source="Annex A list 4; CIN census; SSD ssd_cin_assessments",
    columns=(
        Column(
            "assessment_id",
            "VARCHAR",
            "Assessment ID",
            "The case system's number of the assessment.",
            required=True,
            identifies="assessment",
            aliases=("Assessment Number", "Assessment Ref"),
        ),
        CHILD_ID,
        REFERRAL_ID,
        Column(
            "started_on",
            "DATE",
            "Continuous Assessment Start Date",
            "Day the assessment began.",
            required=True,
            aliases=("Assessment Start Date", "AssessmentActualStartDate", "Start Date"),
        ),
        Column(
            "internal_review_on",
            "DATE",
            "Internal Review Date",
            "Day the assessment was looked at half way.",
            aliases=("AssessmentInternalReviewDate", "Internal Review Point"),
        ),
        Column(
            "authorised_on",
            "DATE",
            "Continuous Assessment Date of Authorisation",
            "Day a manager signed the assessment off; blank while open.",
            aliases=(
                "AssessmentAuthorisationDate",
                "Assessment Authorised Date",
                "Authorisation Date",
                "Assessment Completion Date",
                "Assessment End Date",
            ),
        ),
        Column(
            "is_child_seen",
            "BOOLEAN",
            "Child Seen During Continuous Assessment",
            "The child was seen.",
            aliases=("Child Seen", "Was the Child Seen"),
        ),
        Column(
            "factor_codes",
            "CODES",
            "Assessment Factors",
            "What the assessment found.",
            codes=FACTORS,
            aliases=("Factors", "Factors Identified", "Factors at End of Assessment"),
        ),
        Column(
            "outcome_code",
            "VARCHAR",
            "Assessment Outcome",
            "What was decided.",
            codes=ASSESSMENT_OUTCOME,
            aliases=("Outcome of Assessment", "Outcome"),
        ),
        Column(
            "needs_social_care",
            "BOOLEAN",
            "Was the child assessed as requiring LA children's social care support?",
            "The child needs social care.",
            aliases=("Requires Social Care Support", "Required Social Care Support"),
        ),
        TEAM,
        WORKER_ID,
    ),
    rules=(
        not_after_month_end("C1d", "started_on", "Start of assessment"),
        Rule(
            "C17a",
            "Assessment is authorised before it started",
            "reject_row",
            "authorised_on < started_on",
            "Its length would be negative and count as within 45 working days.",
            source="CIN 8608",
        ),
        Rule(
            "C17b",
            "Assessment is authorised after the end of the month",
            "reject_row",
            "authorised_on > month_ends_on",
            "An assessment that is still open would count as completed in a later month.",
            source="own",
        ),
        Rule(
            "C19",
            "Assessment still open more than ten weeks after it started",
            "query",
            "authorised_on IS NULL AND month_ends_on - started_on > 70",
            "It is past 45 working days whatever happens; completed-on-time figures do not show it until it closes.",
            source="CIN 8670Q",
        ),
        Rule(
            "C21a",
            "Factors are recorded on an assessment that is not complete",
            "warn",
            "authorised_on IS NULL AND factor_codes IS NOT NULL",
            "Either the authorisation is missing, and completed assessments are too few, or the factors are early.",
            source="CIN 8614",
        ),
        Rule(
            "C21c",
            "'No factor found' stands beside another factor",
            "warn",
            "contains(factor_codes, '21') AND factor_codes <> '21'",
            "The assessment counts as having found nothing and something.",
            source="CIN 8869",
        ),
        Rule(
            "C18",
            "Assessment began while an earlier one of the child was still open",
            "query",
            "previous.started_on IS NOT NULL"
            " AND (previous.authorised_on IS NULL OR started_on < previous.authorised_on)",
            "The child counts twice among open assessments, and assessments may be too many.",
            scope="child",
            source="CIN 8863Q, 8896",
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
        ),
        Rule(
            "C14",
            "Assessment began after the case closed",
            "warn",
            "EXISTS (SELECT 1 FROM silver.referrals r WHERE r.referral_id = t.referral_id"
            " AND r.closed_on < t.started_on)",
            "Work is hung on a closed case, so a new referral may be missing.",
            scope="cross_file",
            needs=("referrals",),
            source="CIN 8565",
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
        ),
        Rule(
            "G2b",
            "Start or authorisation differs from last month's file",
            "query",
            "EXISTS (SELECT 1 FROM delivered.assessments o WHERE o.assessment_id = t.assessment_id"
            " AND o.month_ends_on = t.previous_month_ends_on AND (o.started_on <> t.started_on"
            " OR o.authorised_on IS NOT NULL AND o.authorised_on IS DISTINCT FROM t.authorised_on))",
            "Completed-on-time figures already published change: a restatement.",
            scope="cross_period",
            needs=("assessments",),
            source="own",
        ),
    ),
)
