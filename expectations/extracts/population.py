"""Children and young people who live in the council's area, from the official estimates, for rates.

Called by: expectations.extracts.load.
Promises:  one row per year and age band; 0 to 17 is the band of rates per 10,000 children.
Trap:      estimates are for the middle of the year, and are revised.
"""

from __future__ import annotations

from expectations.contract import Column, Extract
from expectations.rules.reference import POPULATION

EXTRACT = Extract(
    name="population",
    title="Population estimates",
    kind="events",
    key=("year", "age_from", "age_to"),
    source="Office for National Statistics, mid-year estimates",
    columns=(
        Column("year", "INTEGER", "Population Year", "Year of the estimate, as 2020.", required=True),
        Column("age_from", "INTEGER", "Age From", "Youngest age of the band.", required=True),
        Column("age_to", "INTEGER", "Age To", "Oldest age of the band.", required=True),
        Column("people", "INTEGER", "Population", "People of those ages.", required=True, aliases=("Persons",)),
    ),
    rules=POPULATION,
)
