"""Referrals: requests for social care, each opening an episode of need.

Called by: expectations.extracts.load.
Promises:  one row per referral and child, with its outcome and its closure.
Never:     says whether it is a repeat: that is worked out from the history of all referrals.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.flags import REFERRAL_NFA
from expectations.codes.front_door import CLOSURE_REASON, PRIMARY_NEED, REFERRAL_OUTCOME, SOURCE
from expectations.columns import CHILD_ID, REFERRAL_ID, TEAM, WORKER_ID
from expectations.contract import Column, Extract
from expectations.rules.referrals import RULES

EXTRACT = Extract(
    name="referrals",
    title="Referrals",
    kind="events",
    key=("referral_id",),
    dated_by="referral_on",
    kept_from="closed_on",
    sequence="referral_on",
    moves_monthly=True,
    source="Annex A list 3; CIN census; SSD ssd_cin_episodes",
    columns=(
        replace(
            REFERRAL_ID,
            required=True,
            description="The case system's number of the referral.",
            made_from=("child_id", "referral_on"),
        ),
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
    rules=RULES,
)
