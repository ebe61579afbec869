"""Care leavers: the position of every young person on the leaving care list at the month's end.

Called by: expectations.extracts.load.
Promises:  a snapshot: each month's file replaces nothing, every month is kept.
Never:     says what happened between two month ends.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.leaving_care import ACCOMMODATION, ACTIVITY, ELIGIBILITY, IN_TOUCH, SUITABILITY
from expectations.columns import CHILD_ID, TEAM, WORKER_ID
from expectations.contract import Column, Extract
from expectations.rules.care_leavers import RULES

_COLUMNS = (
    CHILD_ID,
    Column(
        "born_on",
        "DATE",
        "Date of Birth",
        "Day of birth; decides the age group.",
        expected=True,
        aliases=("DOB", "Birth Date"),
    ),
    Column(
        "is_uasc",
        "BOOLEAN",
        "UASC",
        "Came, or had come, to the country alone to seek asylum.",
        aliases=(
            "UASC or Former",
            "UASC (Y/N)",
            "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
        ),
    ),
    Column(
        "eligibility_code",
        "VARCHAR",
        "Eligibility Category",
        "Which duty the council has.",
        expected=True,
        codes=ELIGIBILITY,
        aliases=("Eligibility", "Care Leaver Category", "Care Leaver Eligibility"),
    ),
    Column(
        "in_touch_code",
        "VARCHAR",
        "LA in Touch",
        "Whether the council is in touch.",
        expected=True,
        codes=IN_TOUCH,
        aliases=("IN_TOUCH", "In Touch Status"),
    ),
    Column(
        "latest_contact_on",
        "DATE",
        "Latest Date of Contact",
        "Day of the latest contact.",
        aliases=("Latest Contact Date", "Last Contact Date", "Date of Last Contact"),
    ),
    Column(
        "accommodation_code",
        "VARCHAR",
        "Type of Accommodation",
        "Where the young person lives; a digit behind the letter is the statutory verdict.",
        codes=ACCOMMODATION,
        aliases=("ACCOM", "Accommodation", "Accommodation Type"),
    ),
    Column(
        "suitability_code",
        "VARCHAR",
        "Suitability of Accommodation",
        "Whether the accommodation is suitable.",
        codes=SUITABILITY,
        aliases=("Suitability", "Accommodation Suitability", "Suitable Accommodation"),
    ),
    Column(
        "activity_code",
        "VARCHAR",
        "Activity Status",
        "Main occupation.",
        codes=ACTIVITY,
        aliases=("ACTIV", "Activity", "EET Status", "Main Activity"),
    ),
    Column(
        "pathway_plan_on",
        "DATE",
        "Latest Pathway Plan Review Date",
        "Day the pathway plan began or was last reviewed, whichever is later.",
        aliases=("Pathway Plan Date", "Latest Pathway Plan Date", "Pathway Plan Review Date"),
    ),
    Column(
        "personal_adviser_id",
        "VARCHAR",
        "Personal Adviser ID",
        "Number of the personal adviser; a name is not taken.",
        identifies="worker",
        aliases=("Personal Advisor ID", "Allocated Personal Adviser ID", "Allocated Personal Advisor ID"),
    ),
    replace(WORKER_ID, description="Number of the social worker, if there is one as well; a name is not taken."),
    TEAM,
)


EXTRACT = Extract(
    name="care_leavers",
    title="Care leavers",
    kind="snapshot",
    key=("child_id",),
    source="Annex A list 9; SSDA903 OC3; SSD ssd_care_leavers",
    columns=_COLUMNS,
    rules=RULES,
)
