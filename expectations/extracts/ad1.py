"""Adoptions, in the layout of the SSDA903 return: one row per adopted child.

Called by: expectations.extracts.load.
Promises:  who adopted, and when the match was made.
Never:     stands for the children's list: a child whose plan changed is not in it.
"""

from __future__ import annotations

from expectations.codes.adoption import ADOPTERS_SEX, ADOPTERS_STATUS
from expectations.columns import BORN_ON, CHILD_ID
from expectations.contract import Column, Extract
from expectations.rules.ad1 import RULES

EXTRACT = Extract(
    name="ad1",
    title="Adoptions (SSDA903)",
    kind="events",
    key=("child_id",),
    told_by=("decided_on", "matched_on", "adopters_number"),
    source="SSDA903 AD1",
    retention_years=100,
    columns=(
        CHILD_ID,
        BORN_ON,
        Column(
            "decided_on",
            "DATE",
            "DATE_INT",
            "Day it was decided that the child should be placed for adoption.",
            expected=True,
        ),
        Column("matched_on", "DATE", "DATE_MATCH", "Day the match was agreed.", expected=True),
        Column("is_adopted_by_carer", "BOOLEAN", "FOSTER_CARE", "The adopters had fostered the child.", expected=True),
        Column("adopters_number", "INTEGER", "NB_ADOPTR", "One or two.", expected=True),
        Column(
            "adopters_sex_code",
            "VARCHAR",
            "SEX_ADOPTR",
            "Sex of the adopters.",
            expected=True,
            codes=ADOPTERS_SEX,
        ),
        Column(
            "adopters_status_code",
            "VARCHAR",
            "LS_ADOPTR",
            "Whether they are single, married, partners.",
            expected=True,
            codes=ADOPTERS_STATUS,
        ),
    ),
    rules=RULES,
)
