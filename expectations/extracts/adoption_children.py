"""Children for whom adoption is the plan: from the decision to the order, or to a change of plan.

Called by: expectations.extracts.load.
Promises:  one row per child and decision; a second decision after a reversal is a second row.
Never:     names the adopters: adoptive_family_id says whose row of the adopters file it is.
"""

from __future__ import annotations

from expectations.codes.adoption import ADOPTERS_SEX, ADOPTERS_STATUS, PERMANENCE_ORDER, REVERSAL
from expectations.columns import ADOPTIVE_FAMILY_ID, BORN_ON, CHILD_ID
from expectations.contract import Column, Extract
from expectations.rules.adoption_children import RULES

_DATES = (
    Column(
        "entered_care_on",
        "DATE",
        "Date the Child Entered Care",
        "Day the period of care began.",
        expected=True,
        aliases=("Date Entered Care", "Entered Care Date"),
    ),
    Column(
        "decided_on",
        "DATE",
        "Date of Decision that Child Should be Placed for Adoption",
        "Day the agency decided that the child should be placed for adoption.",
        required=True,
        aliases=("ADM Decision Date", "Agency Decision Date", "Should be Placed for Adoption Decision Date"),
    ),
    Column(
        "placement_order_on",
        "DATE",
        "Date of Placement Order",
        "Day of the placement order.",
        aliases=("Placement Order Date",),
    ),
    Column(
        "matched_on",
        "DATE",
        "Date of Matching Child and Prospective Adopters",
        "Day the match was agreed.",
        aliases=("Matched Date", "Date Matched", "Date of Match"),
    ),
    Column(
        "early_placed_on",
        "DATE",
        "Date the child was placed for fostering in FFA or concurrent planning placement",
        "Day the child moved in with adopters who fostered first.",
        aliases=("FFA or CP Placed Date", "Placed FFA CP Date", "Date Placed FFA or Concurrent Planning"),
    ),
    Column(
        "placed_on",
        "DATE",
        "Date Placed for Adoption",
        "Day the child was placed with the adopters.",
        aliases=("Placed for Adoption Date",),
    ),
    Column(
        "order_on",
        "DATE",
        "Date of Adoption Order",
        "Day of the order that made the home permanent.",
        aliases=("Adoption Order Date", "Permanence Order Date"),
    ),
    Column(
        "reversed_on",
        "DATE",
        "Date of Decision that Child Should No Longer be Placed for Adoption",
        "Day the decision was reversed.",
        aliases=("Decision Reversed Date", "Date Decision Reversed"),
    ),
)

_COLUMNS = (
    CHILD_ID,
    ADOPTIVE_FAMILY_ID,
    BORN_ON,
    *_DATES,
    Column(
        "reversal_reason_code",
        "VARCHAR",
        "Reason Why Child No Longer Placed for Adoption",
        "Why the decision was reversed.",
        codes=REVERSAL,
        aliases=("Decision Reversed Reason", "Reversal Reason"),
    ),
    Column(
        "order_type_code",
        "VARCHAR",
        "Permanence Order Type",
        "Which order it was.",
        codes=PERMANENCE_ORDER,
        aliases=("Order Type", "Type of Order"),
    ),
    Column(
        "is_adopted_by_carer",
        "BOOLEAN",
        "Adopted by Carer",
        "The adopters had fostered the child.",
        aliases=("Adopted by Foster Carer", "Adopted by Carer Flag"),
    ),
    Column(
        "adopters_number",
        "INTEGER",
        "Number of Adopters",
        "One or two.",
    ),
    Column("adopters_sex_code", "VARCHAR", "Adopter Sex", "Sex of the adopters.", codes=ADOPTERS_SEX),
    Column(
        "adopters_status_code",
        "VARCHAR",
        "Adopter Legal Status",
        "Whether they are single, married, partners.",
        codes=ADOPTERS_STATUS,
        aliases=("Legal Status of Adopters",),
    ),
    Column("is_sibling_group", "BOOLEAN", "Part of Sibling Group", "Brothers or sisters are to be adopted too."),
    Column("siblings_together", "INTEGER", "Siblings Placed Together", "How many are placed with the child."),
    Column("siblings_apart", "INTEGER", "Siblings Placed Apart", "How many are placed elsewhere."),
)


EXTRACT = Extract(
    name="adoption_children",
    title="Children with a plan of adoption",
    kind="events",
    key=("child_id", "decided_on"),
    dated_by="decided_on",
    sequence="decided_on",
    source="Annex A list 10; SSD ssd_permanence",
    retention_years=100,
    columns=_COLUMNS,
    rules=RULES,
)
