"""Care leavers: the position of every young person on the leaving care list at the month's end.

Called by: expectations.extracts.load.
Promises:  a snapshot: each month's file replaces nothing, every month is kept.
Never:     says what happened between two month ends.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.leaving_care import ACCOMMODATION, ACTIVITY, ELIGIBILITY, IN_TOUCH, SUITABILITY
from expectations.columns import CHILD_ID, TEAM, WORKER_ID
from expectations.contract import Column, Extract, Rule

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

_RULES = (
    Rule(
        "E20",
        "Suitability does not agree with the digit of the accommodation code",
        "warn",
        "right(accommodation_code, 1) IN ('1', '2') AND suitability_code <> right(accommodation_code, 1)",
        "The share in suitable accommodation depends on which of the two is read.",
        source="903 133",
    ),
    Rule(
        "E21a",
        "In touch, but accommodation or activity is not recorded",
        "warn",
        "in_touch_code = 'YES' AND (coalesce(accommodation_code, '0') = '0' OR coalesce(activity_code, '0') = '0')",
        "The young person counts as not suitably housed, or as not in education, employment or training.",
        source="903 153, 345",
    ),
    Rule(
        "E21b",
        "Died or went home, but accommodation or activity is recorded",
        "warn",
        "in_touch_code IN ('DIED', 'RHOM') AND (coalesce(accommodation_code, '0') <> '0'"
        " OR coalesce(activity_code, '0') <> '0')",
        "Someone who should be left out of care leaver figures may be counted.",
        source="903 344",
    ),
    Rule(
        "E23a",
        "Category does not fit the age: former relevant under 18, or relevant or eligible at 18 or over",
        "warn",
        "eligibility_code = 'FORMER_RELEVANT' AND born_on > month_ends_on - INTERVAL 18 YEAR"
        " OR eligibility_code IN ('RELEVANT', 'ELIGIBLE') AND born_on <= month_ends_on - INTERVAL 18 YEAR",
        "Figures on former relevant young people count the wrong ones.",
        source="903 1000",
    ),
    Rule(
        "E24",
        "Under 18 in a foyer or with a former foster carer",
        "warn",
        "born_on > month_ends_on - INTERVAL 18 YEAR AND left(accommodation_code, 1) IN ('T', 'Z')",
        "Staying with a former foster carer begins at 18; the staying put figure may be too high.",
        source="903 347, 3001",
    ),
    Rule(
        "G27",
        "Latest contact or pathway plan is dated after the end of the month",
        "warn",
        "latest_contact_on > month_ends_on OR pathway_plan_on > month_ends_on",
        "A planned date stands in place of the last one, so plans look up to date that are not.",
        source="own",
    ),
    Rule(
        "G28",
        "More than half of the young people have no activity recorded",
        "query",
        "count(*) >= 20 AND 2 * count(*) FILTER (WHERE coalesce(activity_code, '0') = '0') > count(*)",
        "The share in education, employment or training rests on an incomplete file.",
        scope="file",
        source="own",
    ),
    Rule(
        "B14",
        "Date of birth differs from the persons file",
        "warn",
        "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id AND p.born_on <> t.born_on)",
        "The young person is in a different age group depending on the file.",
        scope="cross_file",
        needs=("persons",),
        source="903 INT13",
    ),
    Rule(
        "E22b",
        "Recorded as having left care, but still looked after",
        "warn",
        "t.eligibility_code IN ('FORMER_RELEVANT', 'RELEVANT') AND EXISTS (SELECT 1 FROM silver.lac_episodes e"
        " WHERE e.child_id = t.child_id AND e.ended_on IS NULL)",
        "Counts among care leavers and among looked after children; an episode was probably never ended.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 1007, 1016",
    ),
    Rule(
        "E25",
        "Recorded as having died in last month's file",
        "query",
        "t.in_touch_code <> 'DIED' AND EXISTS (SELECT 1 FROM delivered.care_leavers o"
        " WHERE o.child_id = t.child_id AND o.month_ends_on = t.previous_month_ends_on"
        " AND o.in_touch_code = 'DIED')",
        "One of the two months counts the young person wrongly.",
        scope="cross_period",
        needs=("care_leavers",),
        source="903 348",
    ),
    Rule(
        "E23c",
        "Category was former relevant in last month's file and is an earlier one now",
        "query",
        "t.eligibility_code IN ('RELEVANT', 'ELIGIBLE') AND EXISTS (SELECT 1 FROM delivered.care_leavers o"
        " WHERE o.child_id = t.child_id AND o.month_ends_on = t.previous_month_ends_on"
        " AND o.eligibility_code = 'FORMER_RELEVANT')",
        "Figures on former relevant young people lose one without a reason.",
        scope="cross_period",
        needs=("care_leavers",),
        source="903 1010",
    ),
)

EXTRACT = Extract(
    name="care_leavers",
    title="Care leavers",
    kind="snapshot",
    key=("child_id",),
    source="Annex A list 9; SSDA903 OC3; SSD ssd_care_leavers",
    columns=_COLUMNS,
    rules=_RULES,
)
