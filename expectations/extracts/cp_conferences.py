"""Child protection conferences: initial, review, transfer-in and pre-birth.

Called by: expectations.extracts.load.
Promises:  one row per conference and child, held or still to be held.
Never:     works out the 15 working days: that needs the enquiry and the bank holidays.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.flags import HAS_PLAN_OUTCOME
from expectations.codes.protection import CONFERENCE_TYPE, PARTICIPATION
from expectations.columns import CHILD_ID, CONFERENCE_ID, CP_PLAN_ID, S47_ID, TEAM
from expectations.contract import Column, Extract
from expectations.rules.cp_conferences import RULES

EXTRACT = Extract(
    name="cp_conferences",
    title="Child protection conferences",
    kind="events",
    key=("conference_id",),
    dated_by="held_on",
    sequence="held_on",
    source="Annex A list 5; CIN census; SSD ssd_initial_cp_conference and ssd_cp_reviews",
    columns=(
        replace(
            CONFERENCE_ID,
            required=True,
            description="The case system's number of the conference.",
            made_from=("child_id", "held_on", "conference_type_code"),
        ),
        CHILD_ID,
        S47_ID,
        CP_PLAN_ID,
        Column(
            "conference_type_code",
            "VARCHAR",
            "Conference Type",
            "Initial, review, transfer in or pre-birth.",
            required=True,
            codes=CONFERENCE_TYPE,
            aliases=("Type of Conference", "CP Conference Type"),
        ),
        Column(
            "due_on",
            "DATE",
            "Conference Due Date",
            "Day by which the conference had to be held.",
            aliases=("Due Date", "Date Due", "Conference Target Date"),
        ),
        Column(
            "held_on",
            "DATE",
            "Date of Initial Child Protection Conference",
            "Day the conference was held; blank until then.",
            aliases=("Conference Date", "Date of Conference", "Held Date", "Date Held", "CPPreviewDate", "ICPC Date"),
        ),
        Column(
            "has_plan_outcome",
            "BOOLEAN",
            "Did the Initial Child Protection Conference Result in a Child Protection Plan",
            "True where the child was made subject to a plan.",
            spellings=HAS_PLAN_OUTCOME,
            aliases=("Outcome CP Plan", "CP Plan Outcome", "Resulted in CP Plan", "Conference Outcome"),
        ),
        Column(
            "is_quorate",
            "BOOLEAN",
            "Quorate",
            "Enough agencies were there.",
            aliases=("Was Conference Quorate",),
        ),
        Column(
            "participation_code",
            "VARCHAR",
            "Child Participation",
            "How the child took part.",
            codes=PARTICIPATION,
            aliases=("Participation", "Participation Code", "Childs Participation"),
        ),
        TEAM,
    ),
    rules=RULES,
)
