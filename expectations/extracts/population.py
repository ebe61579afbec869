"""People who live in the council's area, from the official estimates; what rates are held against.

Called by: expectations.extracts.load.
Promises:  one row per year, ages and group; 0 to 17 is the band of rates per 10,000 children.
Trap:      estimates are for the middle of the year, and are revised: the last word on a year counts.
"""

from __future__ import annotations

from expectations.codes.residents import DIMENSION, EVERYBODY, MEMBER
from expectations.contract import Column, Extract, Variant
from expectations.rules.reference import POPULATION

EXTRACT = Extract(
    name="population",
    title="Population estimates",
    kind="events",
    key=("year", "age_from", "age_to", "dimension", "member"),
    source="Office for National Statistics, mid-year estimates; the census for groups",
    variants=(
        Variant(
            "Population by age",
            ("Population Year", "Age From", "Age To", "Population"),
            means={"dimension": EVERYBODY, "member": EVERYBODY},
        ),
    ),
    columns=(
        Column("year", "INTEGER", "Population Year", "Year of the estimate, as 2020.", required=True),
        Column("age_from", "INTEGER", "Age From", "Youngest age of the band.", required=True),
        Column("age_to", "INTEGER", "Age To", "Oldest age of the band.", required=True),
        Column(
            "dimension",
            "VARCHAR",
            "Population Split",
            "What kind of group the number is of; a file without it is of all people.",
            required=True,
            codes=DIMENSION,
            aliases=("Split By", "Dimension", "Characteristic"),
        ),
        Column(
            "member",
            "VARCHAR",
            "Population Group",
            "Which group the number is of; a file without it is of all people.",
            required=True,
            codes=MEMBER,
            aliases=("Group", "Member"),
        ),
        Column("people", "INTEGER", "Population", "People of those ages.", required=True, aliases=("Persons",)),
    ),
    rules=POPULATION,
)
