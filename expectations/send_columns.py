"""Columns that both lists of pupils with special educational needs have, declared once.

Called by: expectations.extracts, for the list of those with a plan and the list of those with support at school.
Promises:  one meaning, one header and one set of accepted headers for each.
Never:     takes a name or an address.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.people import ETHNICITY, SEX
from expectations.codes.practice import SEN_NEED
from expectations.columns import BORN_ON, CHILD_ID
from expectations.contract import Column

PUPIL = (
    replace(CHILD_ID, aliases=(*CHILD_ID.aliases, "Unique ID")),
    Column(
        "upn",
        "VARCHAR",
        "UPN",
        "Unique pupil number.",
        identifies="upn",
        form="upn",
        aliases=("Unique Pupil Number",),
    ),
    Column("uln", "VARCHAR", "ULN", "Unique learner number.", identifies="uln", aliases=("Unique Learner Number",)),
    BORN_ON,
    Column("sex_code", "VARCHAR", "Gender", "Sex as recorded.", codes=SEX, aliases=("Sex",)),
    Column("ethnicity_code", "VARCHAR", "Ethnicity", "Ethnic group, as the family gives it.", codes=ETHNICITY),
)

SCHOOLING = (
    Column(
        "primary_need_code",
        "VARCHAR",
        "SEN primary need",
        "Main special educational need.",
        expected=True,
        codes=SEN_NEED,
        aliases=("Primary Need", "SEN Primary Need Code"),
    ),
    Column(
        "urn",
        "VARCHAR",
        "Main education establishment URN",
        "The school or setting.",
        aliases=("School URN", "Establishment URN"),
    ),
    Column(
        "phase",
        "VARCHAR",
        "Main education establishment phase",
        "Nursery, primary, secondary and so on.",
        aliases=("School Phase",),
    ),
    Column(
        "second_phase",
        "VARCHAR",
        "Subsidiary education establishment phase (dual registration)",
        "The same of a second setting, where there is one.",
    ),
)

THE_YEAR = (
    Column("suspensions", "INTEGER", "Suspensions", "Suspensions in the year."),
    Column("permanent_exclusions", "INTEGER", "Permanent exclusions", "Permanent exclusions in the year."),
    Column("absence_pct", "DECIMAL", "Absence", "Share of sessions missed in the year, in per cent."),
    Column("has_pupil_premium", "BOOLEAN", "Pupil Premium", "The school gets the pupil premium."),
    Column("is_known_to_social_care", "BOOLEAN", "Known to children's social care?", "Social care has an open case."),
    Column("social_care_team", "VARCHAR", "Which children's social care team?", "The team that holds it."),
    Column("has_disability", "BOOLEAN", "Does the child or young person have a disability?", "Is disabled."),
)
