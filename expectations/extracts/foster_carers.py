"""Foster households at the month's end: approval, places, review.

Called by: expectations.extracts.load.
Promises:  a snapshot: each month's file replaces nothing, every month is kept.
Never:     names a carer, or says which child lives there: the placements file does.
"""

from __future__ import annotations

from expectations.codes.fostering import APPROVAL, HOUSEHOLD_STATUS
from expectations.contract import Column, Extract
from expectations.rules.foster_carers import RULES

EXTRACT = Extract(
    name="foster_carers",
    title="Foster households",
    kind="snapshot",
    key=("household_id",),
    source="local; the fostering return holds totals only",
    columns=(
        Column(
            "household_id",
            "VARCHAR",
            "Household ID",
            "The foster household.",
            required=True,
            identifies="household",
            aliases=("Fostering Household ID", "Foster Carer ID", "Carer ID", "Foster Household ID"),
        ),
        Column(
            "approved_on",
            "DATE",
            "Approval Date",
            "Day the household was approved.",
            required=True,
            aliases=("Date Approved", "Date of Approval", "Approval Start Date"),
        ),
        Column(
            "approval_ended_on",
            "DATE",
            "Approval End Date",
            "Day the approval ended.",
            aliases=("Date Approval Ended", "Deregistration Date"),
        ),
        Column(
            "approval_type_code",
            "VARCHAR",
            "Approval Type",
            "What the household is approved for.",
            expected=True,
            codes=APPROVAL,
            aliases=("Type of Approval", "Carer Type"),
        ),
        Column(
            "approved_places",
            "INTEGER",
            "Approved Places",
            "How many children it may take.",
            expected=True,
            aliases=("Number of Approved Places", "Places"),
        ),
        Column("is_in_house", "BOOLEAN", "In House", "Approved by the council itself.", aliases=("In-house Carer",)),
        Column("urn", "VARCHAR", "URN", "Ofsted's number of the fostering agency.", aliases=("Agency URN",)),
        Column(
            "status_code",
            "VARCHAR",
            "Carer Status",
            "Whether the household may be used.",
            codes=HOUSEHOLD_STATUS,
            aliases=("Status", "Household Status"),
        ),
        Column(
            "reviewed_on",
            "DATE",
            "Annual Review Date",
            "Day of the latest annual review.",
            aliases=("Last Annual Review", "Latest Review Date"),
        ),
        Column(
            "occupied_places",
            "INTEGER",
            "Occupied Places",
            "How many children live there.",
            aliases=("Number of Occupied Places", "Children in Placement"),
        ),
    ),
    rules=RULES,
)
