"""Adopters and those who want to adopt: from the enquiry to the order, or to leaving the process.

Called by: expectations.extracts.load.
Promises:  one row per person; adoptive_family_id says who adopts together.
Never:     takes a name or an address.
"""

from __future__ import annotations

from expectations.codes.adoption import ADOPTER_LEFT
from expectations.codes.people import ETHNICITY, SEX
from expectations.columns import ADOPTIVE_FAMILY_ID
from expectations.contract import Column, Extract
from expectations.rules.adopters import RULES

_DATES = (
    Column(
        "enquired_on",
        "DATE",
        "Date enquiry received",
        "Day the enquiry came in.",
        expected=True,
        aliases=("Enquiry Date",),
    ),
    Column("stage_1_started_on", "DATE", "Date Stage 1 started", "Day stage 1 began.", aliases=("Stage 1 Start Date",)),
    Column("stage_1_ended_on", "DATE", "Date Stage 1 ended", "Day stage 1 ended.", aliases=("Stage 1 End Date",)),
    Column("stage_2_started_on", "DATE", "Date Stage 2 started", "Day stage 2 began.", aliases=("Stage 2 Start Date",)),
    Column("stage_2_ended_on", "DATE", "Date Stage 2 ended", "Day stage 2 ended.", aliases=("Stage 2 End Date",)),
    Column(
        "applied_on", "DATE", "Date application submitted", "Day of the application.", aliases=("Application Date",)
    ),
    Column("approved_on", "DATE", "Date application approved", "Day of the approval.", aliases=("Approval Date",)),
    Column(
        "matched_on",
        "DATE",
        "Date adopter matched with child(ren)",
        "Day a match was agreed.",
        aliases=("Matched Date",),
    ),
    Column(
        "placed_on",
        "DATE",
        "Date child/children placed with adopter(s)",
        "Day the children were placed.",
        aliases=("Placed Date",),
    ),
    Column(
        "order_on", "DATE", "Date of Adoption Order", "Day of the adoption order.", aliases=("Adoption Order Date",)
    ),
    Column(
        "left_on",
        "DATE",
        "Date of leaving adoption process",
        "Day the adopter left the process.",
        aliases=("Leaving Date",),
    ),
)

EXTRACT = Extract(
    name="adopters",
    title="Adopters",
    kind="events",
    key=("adopter_id",),
    source="Annex A list 11",
    retention_years=100,
    columns=(
        Column(
            "adopter_id",
            "VARCHAR",
            "Individual adopter identifier",
            "The case system's number of the adopter.",
            required=True,
            identifies="adopter",
            aliases=("Adopter ID", "Adopter Number"),
        ),
        ADOPTIVE_FAMILY_ID,
        Column("sex_code", "VARCHAR", "Gender", "Sex as recorded.", codes=SEX, aliases=("Sex",), is_equality=True),
        Column(
            "ethnicity_code",
            "VARCHAR",
            "Ethnicity",
            "Ethnic group, as the adopter gives it.",
            codes=ETHNICITY,
            aliases=("ETHNIC", "Ethnic Group"),
            is_equality=True,
        ),
        Column("has_disability", "BOOLEAN", "Disability", "The adopter is disabled.", is_equality=True),
        Column(
            "is_fostering_for_adoption",
            "BOOLEAN",
            "Is the (prospective) adopter fostering for adoption?",
            "Fosters the child before adopting.",
            aliases=("Fostering for Adoption",),
        ),
        *_DATES,
        Column(
            "children_placed",
            "INTEGER",
            "No. of children placed",
            "How many children were placed.",
            aliases=("Number of Children Placed",),
        ),
        Column(
            "leaving_reason_code",
            "VARCHAR",
            "Reason for leaving adoption process",
            "Why the adopter left.",
            codes=ADOPTER_LEFT,
            aliases=("Leaving Reason",),
        ),
    ),
    rules=RULES,
)
