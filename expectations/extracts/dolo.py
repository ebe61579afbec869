"""Deprivation of liberty orders of looked after children.

Called by: expectations.extracts.load.
Promises:  one row per child and order.
Never:     says where the child lives under the order: the episodes file does.
"""

from __future__ import annotations

from expectations.columns import BORN_ON, CHILD_ID
from expectations.contract import Column, Extract, Variant
from expectations.rules.dolo import RULES

EXTRACT = Extract(
    name="dolo",
    title="Deprivation of liberty orders",
    kind="events",
    key=("child_id", "dolo_started_on"),
    dated_by="dolo_started_on",
    kept_from="dolo_ended_on",
    sequence="dolo_started_on",
    told_by=("dolo_ended_on",),
    variants=(Variant("SSDA903 DoLo", ("CHILD", "DOB", "DOLO_START", "DOLO_END"), since="2026-04"),),
    source="SSDA903 DoLo, from the collection of 2026/27",
    columns=(
        CHILD_ID,
        BORN_ON,
        Column(
            "dolo_started_on",
            "DATE",
            "DOLO_START",
            "Day the order began.",
            required=True,
            aliases=("DoLO Start Date", "Deprivation of Liberty Start Date", "Deprivation of Liberty Order Start Date"),
        ),
        Column(
            "dolo_ended_on",
            "DATE",
            "DOLO_END",
            "Day the order ended; blank while in force.",
            aliases=("DoLO End Date", "Deprivation of Liberty End Date", "Deprivation of Liberty Order End Date"),
        ),
    ),
    rules=RULES,
)
