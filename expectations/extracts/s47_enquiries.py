"""Section 47 enquiries: is a child suffering, or likely to suffer, significant harm?

Called by: expectations.extracts.load.
Promises:  one row per enquiry and child.
Never:     holds the conference that may follow; that is the conferences file.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.protection import S47_OUTCOME
from expectations.columns import CHILD_ID, REFERRAL_ID, S47_ID, TEAM, WORKER_ID, not_after_month_end
from expectations.contract import Column, Extract, Rule

EXTRACT = Extract(
    name="s47_enquiries",
    title="Section 47 enquiries",
    kind="events",
    key=("s47_id",),
    dated_by="started_on",
    sequence="started_on",
    source="Annex A list 5; CIN census; SSD ssd_s47_enquiry",
    columns=(
        replace(S47_ID, required=True, description="The case system's number of the enquiry."),
        CHILD_ID,
        REFERRAL_ID,
        Column(
            "strategy_discussion_on",
            "DATE",
            "Strategy discussion initiating Section 47 Enquiry Start Date",
            "Day of the strategy discussion that led to the enquiry.",
            aliases=("Strategy Discussion Date", "Date of Strategy Discussion", "Strategy Meeting Date"),
        ),
        Column(
            "started_on",
            "DATE",
            "S47 Start Date",
            "Day the enquiry began.",
            required=True,
            aliases=("S47ActualStartDate", "Section 47 Start Date", "S47 Enquiry Start Date", "Start Date"),
        ),
        Column(
            "ended_on",
            "DATE",
            "S47 End Date",
            "Day the enquiry was completed and authorised; blank while open.",
            aliases=("Section 47 End Date", "S47 Completion Date", "S47 Authorisation Date", "End Date"),
        ),
        Column(
            "is_icpc_not_required",
            "BOOLEAN",
            "Was an Initial Child Protection Conference deemed unnecessary?",
            "True where no conference was needed.",
            aliases=("ICPC Not Required", "ICPCnotRequired", "ICPC Unnecessary"),
        ),
        Column(
            "icpc_target_on",
            "DATE",
            "ICPC Target Date",
            "Day by which the conference had to be held.",
            aliases=("InitialCPCtarget", "Initial Conference Target Date", "ICPC Due Date"),
        ),
        Column(
            "outcome_code",
            "VARCHAR",
            "S47 Outcome",
            "What the enquiry led to.",
            codes=S47_OUTCOME,
            aliases=("Section 47 Outcome", "Outcome of S47", "Outcome"),
        ),
        TEAM,
        WORKER_ID,
    ),
    rules=(
        not_after_month_end("C1e", "started_on", "Start of the enquiry", source="CIN 8615"),
        Rule(
            "C24a",
            "Strategy discussion is dated after the enquiry began",
            "warn",
            "strategy_discussion_on > started_on",
            "The 15 working days to the conference run from the wrong day.",
            source="own",
        ),
        Rule(
            "C24b",
            "Enquiry ends before it begins",
            "reject_row",
            "ended_on < started_on",
            "The enquiry would have a negative length and never count as open.",
            source="CIN 8615",
        ),
        Rule(
            "C26",
            "Enquiry open for more than four weeks, with no word that a conference is not needed",
            "query",
            "ended_on IS NULL AND NOT coalesce(is_icpc_not_required, false) AND month_ends_on - started_on > 28",
            "A conference is overdue; conferences held in time do not show it until it is held.",
            source="CIN 8675Q",
        ),
        Rule(
            "C27a",
            "Target date of the conference is on a weekend",
            "warn",
            "isodow(icpc_target_on) >= 6",
            "The target was not worked out in working days, so conferences held in time may be misjudged.",
            source="CIN 8870Q",
        ),
        Rule(
            "C25",
            "Enquiry began while an earlier one of the child was still open",
            "warn",
            "started_on < previous.ended_on OR (previous.started_on IS NOT NULL AND previous.ended_on IS NULL)",
            "Enquiries are counted twice, and the conference may be measured from the wrong one.",
            scope="child",
            source="CIN 8890, 8839",
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
        ),
    ),
)
