"""Education, health and care: from the request for an assessment to the plan and its end.

Called by: expectations.extracts.load.
Promises:  one row per request, with everything that followed from it.
Never:     counts the 20 weeks: day one is requested_on, the rest is the indicator's.
"""

from __future__ import annotations

from expectations.codes.practice import EHC_CEASE_REASON, EHC_OUTCOME, SEN_NEED
from expectations.columns import CHILD_ID, TEAM
from expectations.contract import Column, Extract
from expectations.rules.ehc import RULES

_COLUMNS = (
    Column(
        "request_id",
        "VARCHAR",
        "EHC Request ID",
        "The case system's number of the request.",
        required=True,
        identifies="ehc_request",
        made_from=("child_id", "requested_on"),
        aliases=("EHCP Request ID", "EHC Needs Assessment Request ID"),
    ),
    CHILD_ID,
    Column(
        "requested_on",
        "DATE",
        "Request Date",
        "Day the request was received: day one of the 20 weeks.",
        required=True,
        aliases=("EHC Request Date", "Date of Request", "Date Request Received", "Received Date"),
    ),
    Column(
        "request_outcome_code",
        "VARCHAR",
        "Request Outcome",
        "Whether the council agreed to assess.",
        codes=EHC_OUTCOME,
        aliases=("EHC Request Outcome", "Outcome of Request"),
    ),
    Column(
        "request_decided_on",
        "DATE",
        "Request Outcome Date",
        "Day the family was told.",
        aliases=("Request Decision Date", "Date of Request Outcome"),
    ),
    Column(
        "assessment_outcome_code",
        "VARCHAR",
        "EHC Assessment Outcome",
        "Whether the council decided to issue a plan.",
        codes=EHC_OUTCOME,
        aliases=("Assessment Outcome", "EHCP Assessment Outcome"),
    ),
    Column(
        "assessment_decided_on",
        "DATE",
        "EHC Assessment Outcome Date",
        "Day the plan was issued or the family was told there would be none.",
        aliases=("Assessment Outcome Date", "EHCP Assessment Outcome Date"),
    ),
    Column(
        "plan_issued_on",
        "DATE",
        "Plan Issued Date",
        "Day the final plan was issued.",
        aliases=("EHC Plan Issued Date", "Date EHC Plan Issued", "Date initial EHC plan issued", "Final Plan Date"),
    ),
    Column(
        "has_exceptions",
        "BOOLEAN",
        "Exceptions Apply",
        "One of the lawful reasons for taking longer than 20 weeks applied.",
        aliases=("Exceptions", "EHC Exceptions", "20 Week Exception"),
    ),
    Column(
        "plan_started_on",
        "DATE",
        "EHC Plan Start Date",
        "Day the current plan began.",
        aliases=("Plan Start Date", "Date of Current EHC Plan", "Date updated EHC plan issued"),
    ),
    Column(
        "last_reviewed_on",
        "DATE",
        "EHC Plan Last Review Date",
        "Day of the latest annual review.",
        aliases=("Last Review Date", "Date EHC plan last reviewed", "Annual Review Date"),
    ),
    Column(
        "plan_ceased_on",
        "DATE",
        "EHC Plan Ceased Date",
        "Day the plan ended.",
        aliases=("Plan Ceased Date", "Cease Date", "Date EHC Plan Ceased"),
    ),
    Column(
        "cease_reason_code",
        "VARCHAR",
        "Cease Reason",
        "Why the plan ended.",
        codes=EHC_CEASE_REASON,
        aliases=("EHC Plan Cease Reason", "Reason Plan Ceased"),
    ),
    Column(
        "primary_need_code",
        "VARCHAR",
        "SEN Primary Need",
        "Main special educational need.",
        codes=SEN_NEED,
        aliases=("Primary Need", "SEN Primary Need Code"),
    ),
    Column(
        "urn",
        "VARCHAR",
        "School URN",
        "The school or setting named in the plan.",
        aliases=("Main Education Establishment URN", "Establishment URN", "Placement URN"),
    ),
    TEAM,
    Column(
        "second_phase",
        "VARCHAR",
        "Subsidiary education establishment phase (dual registration)",
        "Phase of a second school, where the child is registered at two.",
        aliases=("Subsidiary Education Establishment Phase", "Subsidiary School Phase"),
    ),
    Column(
        "upn",
        "VARCHAR",
        "UPN",
        "Unique pupil number, 13 characters, as this file has it.",
        identifies="upn",
        form="upn",
        aliases=("Unique Pupil Number", "Pupil Number"),
    ),
    Column(
        "uln",
        "VARCHAR",
        "ULN",
        "Unique learner number, 10 digits, of those who learn after school age.",
        identifies="uln",
        aliases=("Unique Learner Number", "Learner Number"),
    ),
)


EXTRACT = Extract(
    name="ehc",
    title="Education, health and care plans",
    kind="events",
    key=("request_id",),
    dated_by="requested_on",
    kept_from="plan_ceased_on",
    sequence="requested_on",
    source="SEN2; SSD ssd_ehcp_requests and following; Annex A SEND lists",
    columns=_COLUMNS,
    rules=RULES,
)
