"""Pupils with special educational needs who have support at school and no plan, at the month's end.

Called by: expectations.extracts.load.
Promises:  a snapshot, one row per pupil.
Never:     holds those with a plan: they are on the list of plans.
"""

from __future__ import annotations

from expectations.contract import Extract
from expectations.rules.send_lists import rules_of
from expectations.send_columns import PUPIL, SCHOOLING, THE_YEAR

EXTRACT = Extract(
    name="sen_support",
    title="Pupils with support for special educational needs",
    kind="snapshot",
    key=("child_id",),
    told_by=("phase", "suspensions", "absence_pct"),
    source="Annex A of area SEND inspections, list 2",
    columns=(*PUPIL, *SCHOOLING, *THE_YEAR),
    rules=rules_of("sen_support", "gh"),
)
