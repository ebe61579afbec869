"""Children who came to the country alone to seek asylum, in the layout of the SSDA903 return.

Called by: expectations.extracts.load.
Promises:  one row per child, with the day on which the status ended or will end.
Never:     stands for the persons file: breakdowns are counted from that.
"""

from __future__ import annotations

from expectations.codes.people import SEX
from expectations.columns import BORN_ON, CHILD_ID
from expectations.contract import Column, Extract
from expectations.rules.uasc import RULES

EXTRACT = Extract(
    name="uasc",
    title="Unaccompanied asylum-seeking children (SSDA903)",
    kind="events",
    key=("child_id",),
    told_by=("status_ceased_on", "sex_code"),
    source="SSDA903 UASC",
    columns=(
        CHILD_ID,
        Column("sex_code", "VARCHAR", "SEX", "Sex as recorded.", codes=SEX, aliases=("Gender",), is_equality=True),
        BORN_ON,
        Column(
            "status_ceased_on",
            "DATE",
            "DUC",
            "Day the status ended; where that lies ahead, the 18th birthday or before.",
            expected=True,
            aliases=("UASC Ceased Date", "Date UASC Status Ceased"),
        ),
    ),
    rules=RULES,
)
