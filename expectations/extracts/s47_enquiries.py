"""Section 47 enquiries: is a child suffering, or likely to suffer, significant harm?

Called by: expectations.extracts.load.
Promises:  one row per enquiry and child.
Never:     holds the conference that may follow; that is the conferences file.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.protection import S47_OUTCOME
from expectations.columns import CHILD_ID, REFERRAL_ID, S47_ID, TEAM, WORKER_ID
from expectations.contract import Column, Extract, Variant
from expectations.rules.s47_enquiries import RULES

EXTRACT = Extract(
    name="s47_enquiries",
    title="Section 47 enquiries",
    kind="events",
    key=("s47_id",),
    dated_by="started_on",
    sequence="started_on",
    variants=(
        Variant(
            "Annex A list 5",
            (
                "Child Unique ID",
                "Strategy discussion initiating Section 47 Enquiry Start Date",
                "Was an Initial Child Protection Conference deemed unnecessary?",
            ),
            takes={"started_on": "strategy_discussion_on"},
        ),
    ),
    source="Annex A list 5; CIN census; SSD ssd_s47_enquiry",
    columns=(
        replace(
            S47_ID,
            required=True,
            description="The case system's number of the enquiry.",
            made_from=("child_id", "started_on"),
        ),
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
    rules=RULES,
)
