"""Looked after children as they stand at the month's end: the list that a case system gives.

Called by: expectations.extracts.load.
Promises:  a snapshot, one row per child; children who left care lately stand on it too, with the day.
Never:     takes a postcode, or stands for the episodes: those are events, and figures are counted from them.
"""

from __future__ import annotations

from expectations.codes.flags import OUTSIDE_BOUNDARY
from expectations.codes.front_door import LAC_NEED
from expectations.codes.lists import PERMANENCE_PLAN
from expectations.codes.looked_after import LEGAL_STATUS, PLACEMENT, PROVIDER, REASON_ENDED
from expectations.codes.missing import INTERVIEW_ANSWER
from expectations.columns import CHILD_ID, PLACEMENT_URN, TEAM, WORKER_ID
from expectations.contract import Column, Extract
from expectations.rules.lac_current import RULES

_LAST_YEAR = "in the last 12 months"

_COLUMNS = (
    CHILD_ID,
    Column(
        "is_uasc_last_12m",
        "BOOLEAN",
        "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)",
        "Had come to the country alone to seek asylum, at some time in the last 12 months.",
        aliases=("UASC within the Last 12 Months", "UASC in Last 12 Months"),
    ),
    Column(
        "started_on",
        "DATE",
        "Date Started to be Looked After",
        "Day the period of care began.",
        required=True,
        aliases=("Date Became Looked After", "LAC Start Date", "CLA Start Date"),
    ),
    Column(
        "need_code",
        "VARCHAR",
        "Child's Category of Need",
        "Main reason the child came into care.",
        codes=LAC_NEED,
        aliases=("Category of Need", "Need Code"),
    ),
    Column(
        "is_repeat_last_12m",
        "BOOLEAN",
        f"Is this a second or subsequent period of being a Looked After Child within {_LAST_YEAR[3:]} (Y/N)",
        "An earlier period of care ended in the last 12 months.",
        aliases=("Second or Subsequent Period of Care",),
    ),
    Column(
        "legal_status_on",
        "DATE",
        "Start date of current legal status",
        "Day the legal status began.",
        aliases=("Legal Status Start Date",),
    ),
    Column(
        "legal_status_code",
        "VARCHAR",
        "Child's Legal Status",
        "Legal status now.",
        expected=True,
        codes=LEGAL_STATUS,
        aliases=("Legal Status", "LS"),
    ),
    Column(
        "latest_review_on",
        "DATE",
        "Date of Latest Statutory Review",
        "Day of the latest review.",
        aliases=("Latest Review Date", "Last LAC Review"),
    ),
    Column(
        "last_visit_on",
        "DATE",
        "Date of Last Social Work Visit",
        "Day the social worker last visited.",
        aliases=("Last Visit Date", "Last Social Work Visit"),
    ),
    Column(
        "permanence_plan_code",
        "VARCHAR",
        "What is the permanence plan for this child?",
        "Where the child is to grow up.",
        codes=PERMANENCE_PLAN,
        aliases=("Permanence Plan",),
    ),
    Column(
        "last_iro_contact_on",
        "DATE",
        "Date of Last IRO Visit / Contact to the Child",
        "Day the reviewing officer was last in contact with the child.",
        aliases=("Last IRO Contact", "Last IRO Visit"),
    ),
    Column(
        "last_health_assessment_on",
        "DATE",
        "Date of Last Health Assessment",
        "Day of the last health assessment.",
        aliases=("Last Health Assessment Date",),
    ),
    Column(
        "last_dental_check_on",
        "DATE",
        "Date of Last Dental Check",
        "Day the teeth were last checked.",
        aliases=("Last Dental Check Date",),
    ),
    Column(
        "placements_last_12m",
        "INTEGER",
        "Number of Placements in the Last 12 months",
        "As the case system counts them.",
        expected=True,
        aliases=("Placements in Last 12 Months",),
    ),
    Column(
        "ceased_on",
        "DATE",
        "Date Ceased to be Looked After",
        "Day the period of care ended; blank while in care.",
        aliases=("LAC End Date", "CLA End Date"),
    ),
    Column(
        "reason_ceased_code",
        "VARCHAR",
        "Reason Ceased to be Looked After",
        "Why it ended.",
        codes=REASON_ENDED,
        aliases=("Reason Ceased",),
    ),
    Column(
        "placement_started_on",
        "DATE",
        "Start Date of Most Recent Placement",
        "Day the child came to the present or last home.",
        expected=True,
        aliases=("Placement Start Date", "Current Placement Start Date"),
    ),
    Column(
        "placement_code",
        "VARCHAR",
        "Placement Type",
        "Kind of placement.",
        expected=True,
        codes=PLACEMENT,
        aliases=("Placement", "PLACE"),
    ),
    Column(
        "provider_code",
        "VARCHAR",
        "Placement Provider",
        "Who provides it.",
        codes=PROVIDER,
        aliases=("Provider", "PLACE_PROVIDER"),
    ),
    PLACEMENT_URN,
    Column(
        "is_outside_boundary",
        "BOOLEAN",
        "Placement Location",
        "The placement is outside the council's boundary.",
        spellings=OUTSIDE_BOUNDARY,
        aliases=("PL_LOCATION", "In or Out", "Outside Boundary"),
    ),
    Column(
        "placement_la",
        "VARCHAR",
        "LA of Placement",
        "Council in whose area the placement lies, as written.",
        aliases=("PL_LA", "Placement LA", "Placement Local Authority"),
    ),
    Column(
        "missing_last_12m",
        "INTEGER",
        f"Number of Episodes the Child has been 'Missing' from their Placement {_LAST_YEAR}",
        "Times the child was missing, as the case system counts them.",
        aliases=("Missing Episodes in Last 12 Months",),
    ),
    Column(
        "absent_last_12m",
        "INTEGER",
        f"Number of Episodes the Child has been 'Absent' from their Placement {_LAST_YEAR}",
        "Times the child was away without authorisation, as the case system counts them.",
        aliases=("Absent Episodes in Last 12 Months",),
    ),
    Column(
        "rhi_offered_code",
        "VARCHAR",
        "Was the child offered a Return Interview after their last missing episode (Y/N)?",
        "Whether a return interview was offered the last time.",
        codes=INTERVIEW_ANSWER,
        aliases=("Return Interview Offered",),
    ),
    Column(
        "rhi_accepted_code",
        "VARCHAR",
        "Did the child accept a Return Interview after their last missing episode (Y/N)?",
        "Whether the child accepted it.",
        codes=INTERVIEW_ANSWER,
        aliases=("Return Interview Accepted",),
    ),
    TEAM,
    WORKER_ID,
)


EXTRACT = Extract(
    name="lac_current",
    title="Looked after children at the month's end",
    kind="snapshot",
    key=("child_id",),
    source="Annex A list 8",
    columns=_COLUMNS,
    rules=RULES,
)
