"""What permanent home a looked after child had had before, in the layout of the SSDA903 return.

Called by: expectations.extracts.load.
Promises:  one row per child, with the council that arranged it and when.
Trap:      the date may be known in part only: ZZ stands for the day, the month or the year.
"""

from __future__ import annotations

from expectations.codes.permanence import PREVIOUS_PERMANENCE
from expectations.columns import BORN_ON, CHILD_ID
from expectations.contract import Column, Extract
from expectations.rules.previous_permanence import RULES

EXTRACT = Extract(
    name="previous_permanence",
    title="Earlier permanent homes (SSDA903)",
    kind="events",
    key=("child_id",),
    told_by=("permanence_code", "permanence_council", "permanence_date"),
    source="SSDA903 PrevPerm",
    columns=(
        CHILD_ID,
        BORN_ON,
        Column(
            "permanence_code",
            "VARCHAR",
            "PREV_PERM",
            "What kind of permanent home it was, Z1 where there was none.",
            expected=True,
            codes=PREVIOUS_PERMANENCE,
            aliases=("Previous Permanence Option",),
        ),
        Column(
            "permanence_council",
            "VARCHAR",
            "LA_PERM",
            "Code of the council that arranged it.",
            aliases=("LA of Previous Permanence",),
        ),
        Column(
            "permanence_date",
            "VARCHAR",
            "DATE_PERM",
            "When it began, as far as it is known: 01/02/2015, ZZ/02/2015 or ZZ/ZZ/2015.",
            aliases=("Date of Previous Permanence",),
        ),
    ),
    rules=RULES,
)
