"""Pupils on roll in the council's schools, by year and phase, for rates of exclusion and absence.

Called by: expectations.extracts.load.
Promises:  one row per year and phase.
Never:     tells of a single school or pupil.
"""

from __future__ import annotations

from expectations.contract import Column, Extract
from expectations.rules.reference import PUPILS_ON_ROLL

EXTRACT = Extract(
    name="pupils_on_roll",
    title="Pupils on roll",
    kind="events",
    key=("year", "phase"),
    source="School census, January",
    columns=(
        Column("year", "INTEGER", "Roll Year", "Year of the January count, as 2020.", required=True),
        Column("phase", "VARCHAR", "Roll Phase", "Nursery, primary, secondary, special.", required=True),
        Column("pupils", "INTEGER", "Pupils on Roll", "Pupils on roll.", required=True, aliases=("Headcount",)),
    ),
    rules=PUPILS_ON_ROLL,
)
