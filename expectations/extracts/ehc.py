"""Education, health and care: from the request for an assessment to the plan and its end.

Called by: expectations.extracts.load.
Promises:  one row per request, with everything that followed from it.
Never:     counts the 20 weeks: day one is requested_on, the rest is the indicator's.
"""

from __future__ import annotations

from expectations.codes.practice import EHC_CEASE_REASON, EHC_OUTCOME, SEN_NEED
from expectations.columns import CHILD_ID, TEAM, not_after_month_end
from expectations.contract import Column, Extract, Rule

_COLUMNS = (
    Column(
        "request_id",
        "VARCHAR",
        "EHC Request ID",
        "The case system's number of the request.",
        required=True,
        identifies="ehc_request",
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
)

_RULES = (
    not_after_month_end("C1j", "requested_on", "Request", source="SEN 105a"),
    Rule(
        "G8a",
        "A decision or the plan is dated before the request",
        "reject_row",
        "request_decided_on < requested_on OR assessment_decided_on < requested_on OR plan_issued_on < requested_on",
        "Time to issue would be negative and count as within 20 weeks.",
        source="own",
    ),
    Rule(
        "E31a",
        "Plan is issued after the end of the month",
        "reject_row",
        "plan_issued_on > month_ends_on",
        "A draft date would count as a plan issued.",
        source="SEN 105b",
    ),
    Rule(
        "G8b",
        "Plan was issued, but whether exceptions applied is blank",
        "warn",
        "plan_issued_on IS NOT NULL AND has_exceptions IS NULL",
        "Blank is not 'no': the 20-week figure without exceptions cannot be worked out for this plan.",
        source="own",
    ),
    Rule(
        "G33",
        "Plan was issued although the request or the assessment was not agreed",
        "warn",
        "plan_issued_on IS NOT NULL AND (request_outcome_code IN ('N', 'W') OR assessment_outcome_code IN ('N', 'W'))",
        "The plan counts in the 20-week figure; the outcome says there is none.",
        source="own",
    ),
    Rule(
        "G34",
        "Second request for the same child while the first is undecided",
        "warn",
        "following.requested_on IS NOT NULL AND request_decided_on IS NULL"
        " AND coalesce(request_outcome_code, 'A') = 'A'",
        "Requests are counted twice, and the 20 weeks run from the later one.",
        scope="child",
        source="own",
    ),
    Rule(
        "G35",
        "Plans are issued but exceptions are blank throughout the file",
        "query",
        "count(plan_issued_on) >= 10 AND count(has_exceptions) = 0",
        "The column was probably not exported: the 20-week figure without exceptions cannot be worked out.",
        scope="file",
        source="own",
    ),
    Rule(
        "E30",
        "Young person was 26 or over when the plan was requested",
        "query",
        "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id"
        " AND t.requested_on >= p.born_on + INTERVAL 26 YEAR)",
        "Plans end at 25, so the date of birth or the request is wrong.",
        scope="cross_file",
        needs=("persons",),
        source="SEN 102b, 202b",
    ),
    Rule(
        "G2e",
        "Date of request or of issue differs from last month's file",
        "query",
        "EXISTS (SELECT 1 FROM delivered.ehc o WHERE o.request_id = t.request_id"
        " AND o.month_ends_on = t.previous_month_ends_on AND (o.requested_on <> t.requested_on"
        " OR o.plan_issued_on IS NOT NULL AND o.plan_issued_on IS DISTINCT FROM t.plan_issued_on))",
        "The clock of the 20 weeks was changed after the event: a restatement.",
        scope="cross_period",
        needs=("ehc",),
        source="own",
    ),
)

EXTRACT = Extract(
    name="ehc",
    title="Education, health and care plans",
    kind="events",
    key=("request_id",),
    dated_by="requested_on",
    sequence="requested_on",
    source="SEN2; SSD ssd_ehcp_requests and following; Annex A SEND lists",
    columns=_COLUMNS,
    rules=_RULES,
)
