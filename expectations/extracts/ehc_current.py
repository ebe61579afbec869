"""Children and young people with an education, health and care plan: the list of those in force at the month's end.

Called by: expectations.extracts.load.
Promises:  a snapshot, one row per child or young person.
Never:     stands for requests and decisions: those are events, with the 20 weeks.
"""

from __future__ import annotations

from expectations.contract import Column, Extract
from expectations.rules.send_lists import rules_of
from expectations.send_columns import PUPIL, SCHOOLING, THE_YEAR

_PLANS = (
    Column(
        "plan_first_issued_on",
        "DATE",
        "Date initial EHC plan issued",
        "Day the first plan was issued.",
        aliases=("First EHC Plan Date",),
    ),
    Column(
        "plan_updated_on",
        "DATE",
        "Date updated EHC plan issued",
        "Day the plan was last issued anew.",
        aliases=("Latest EHC Plan Date",),
    ),
    Column(
        "plan_reviewed_on",
        "DATE",
        "Date EHC plan last reviewed",
        "Day of the latest annual review.",
        aliases=("Latest Annual Review Date",),
    ),
)


EXTRACT = Extract(
    name="ehc_current",
    title="Education, health and care plans in force",
    kind="snapshot",
    key=("child_id",),
    told_by=("plan_first_issued_on", "plan_reviewed_on"),
    source="Annex A of area SEND inspections, list 1",
    columns=(
        *PUPIL,
        *_PLANS,
        *SCHOOLING,
        Column("is_home_educated", "BOOLEAN", "Elective home education", "Is taught at home by choice of the family."),
        *THE_YEAR,
    ),
    rules=rules_of("ehc_current", "ef"),
)
