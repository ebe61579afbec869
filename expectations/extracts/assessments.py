"""Assessments: the social work assessments that follow referrals.

Called by: expectations.extracts.load.
Promises:  one row per assessment; it is complete when it is authorised.
Never:     holds early help assessments; those stand in the early help file.
"""

from __future__ import annotations

from expectations.codes.assessing import ASSESSMENT_OUTCOME, FACTORS
from expectations.columns import CHILD_ID, REFERRAL_ID, TEAM, WORKER_ID
from expectations.contract import Column, Extract, Variant
from expectations.rules.assessments import RULES

EXTRACT = Extract(
    name="assessments",
    title="Assessments",
    kind="events",
    key=("assessment_id",),
    dated_by="started_on",
    sequence="started_on",
    moves_monthly=True,
    variants=(
        Variant(
            "Annex A list 4",
            (
                "Child Unique ID",
                "Continuous Assessment Start Date",
                "Continuous Assessment Date of Authorisation",
                "Was the child assessed as requiring LA children's social care support?",
            ),
            lists_by_end=True,
        ),
    ),
    source="Annex A list 4; CIN census; SSD ssd_cin_assessments",
    columns=(
        Column(
            "assessment_id",
            "VARCHAR",
            "Assessment ID",
            "The case system's number of the assessment.",
            required=True,
            identifies="assessment",
            made_from=("child_id", "started_on"),
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
                "Authorised Date",
                "Date Authorised",
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
    rules=RULES,
)
