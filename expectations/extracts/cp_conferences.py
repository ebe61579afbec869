"""Child protection conferences: initial, review, transfer-in and pre-birth.

Called by: expectations.extracts.load.
Promises:  one row per conference and child, held or still to be held.
Never:     works out the 15 working days: that needs the enquiry and the bank holidays.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.flags import HAS_PLAN_OUTCOME
from expectations.codes.protection import CONFERENCE_TYPE, PARTICIPATION
from expectations.columns import CHILD_ID, CONFERENCE_ID, CP_PLAN_ID, S47_ID, TEAM, not_after_month_end
from expectations.contract import Column, Extract, Rule

EXTRACT = Extract(
    name="cp_conferences",
    title="Child protection conferences",
    kind="events",
    key=("conference_id",),
    dated_by="held_on",
    sequence="held_on",
    source="Annex A list 5; CIN census; SSD ssd_initial_cp_conference and ssd_cp_reviews",
    columns=(
        replace(CONFERENCE_ID, required=True, description="The case system's number of the conference."),
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
    rules=(
        not_after_month_end("C1f", "held_on", "Conference", source="own"),
        Rule(
            "C27b",
            "Conference was held on a weekend",
            "warn",
            "isodow(held_on) >= 6",
            "The date is probably wrong, and with it whether the conference was in time.",
            source="CIN 8875",
        ),
        Rule(
            "G24",
            "Initial conference was held but does not say whether it led to a plan",
            "warn",
            "conference_type_code IN ('INITIAL', 'PRE_BIRTH') AND held_on IS NOT NULL AND has_plan_outcome IS NULL",
            "The share of conferences that lead to a plan is measured on fewer conferences.",
            source="own",
        ),
        Rule(
            "C28",
            "Second initial conference of the child within 28 days",
            "query",
            "conference_type_code = 'INITIAL' AND previous.conference_type_code = 'INITIAL'"
            " AND held_on - previous.held_on < 28",
            "If one conference was entered twice, conferences held and held in time are both too high.",
            scope="child",
            source="CIN 2884",
        ),
        Rule(
            "C24c",
            "Conference is dated before its section 47 enquiry began",
            "warn",
            "EXISTS (SELECT 1 FROM silver.s47_enquiries s WHERE s.s47_id = t.s47_id AND t.held_on < s.started_on)",
            "Time to conference is negative and would count as within 15 working days.",
            scope="cross_file",
            needs=("s47_enquiries",),
            source="CIN 8615",
        ),
        Rule(
            "C31",
            "Conference led to a plan, but no plan began within 15 days",
            "warn",
            "t.has_plan_outcome AND t.conference_type_code IN ('INITIAL', 'TRANSFER_IN')"
            " AND NOT EXISTS (SELECT 1 FROM silver.cp_plans p WHERE p.child_id = t.child_id"
            " AND p.started_on BETWEEN t.held_on - INTERVAL 1 DAY AND t.held_on + INTERVAL 15 DAY)",
            "Children with a plan are undercounted, or the conference says more than happened.",
            scope="cross_file",
            needs=("cp_plans",),
            source="CIN 2883",
        ),
        Rule(
            "C37",
            "Review conference is dated on or before the start of its plan",
            "warn",
            "t.conference_type_code = 'REVIEW' AND EXISTS (SELECT 1 FROM silver.cp_plans p"
            " WHERE p.cp_plan_id = t.cp_plan_id AND t.held_on <= p.started_on)",
            "Reviews held in time are worked out from the wrong date.",
            scope="cross_file",
            needs=("cp_plans",),
            source="CIN 8841",
        ),
    ),
)
