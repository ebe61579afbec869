"""Persons: one row per child or young person known to the council.

Called by: expectations.extracts.load.
Promises:  the only file that says who a child is: birth, sex, ethnicity, disability, pupil number.
Never:     takes a name, an address or an NHS number.
"""

from __future__ import annotations

from expectations.codes.people import DISABILITY, ETHNICITY, SEX, UPN_UNKNOWN
from expectations.columns import CHILD_ID
from expectations.contract import Column, Extract
from expectations.rules.persons import RULES

EXTRACT = Extract(
    name="persons",
    title="Persons",
    kind="events",
    key=("child_id",),
    merges=("child_id", "merged_into_child_id"),
    source="SSDA903 Header; CIN census child identifiers; SSD ssd_person",
    columns=(
        CHILD_ID,
        Column(
            "legacy_child_id",
            "VARCHAR",
            "Legacy Child ID",
            "Number of the child in an earlier case system.",
            identifies="child",
            aliases=("Legacy ID", "Former Child ID", "Previous System ID"),
        ),
        Column(
            "upn",
            "VARCHAR",
            "UPN",
            "Unique pupil number, 13 characters.",
            identifies="upn",
            form="upn",
            aliases=("Unique Pupil Number", "Pupil Number"),
        ),
        Column(
            "upn_unknown_code",
            "VARCHAR",
            "UPN Unknown",
            "Why there is no pupil number.",
            codes=UPN_UNKNOWN,
            aliases=("Unknown UPN", "Reason No UPN", "UPN Unknown Reason"),
        ),
        Column(
            "born_on",
            "DATE",
            "Date of Birth",
            "Day of birth; the 15th where only the month is known.",
            aliases=("DOB", "Birth Date", "PersonBirthDate", "Childs Date of Birth"),
        ),
        Column(
            "expected_born_on",
            "DATE",
            "Expected Date of Birth",
            "Day a child not yet born is expected.",
            aliases=("Expected DOB", "EDD", "Due Date of Birth", "ExpectedPersonBirthDate"),
        ),
        Column(
            "died_on",
            "DATE",
            "Date of Death",
            "Day of death, if the child has died.",
            aliases=("Death Date", "DOD", "PersonDeathDate"),
        ),
        Column(
            "sex_code",
            "VARCHAR",
            "Sex",
            "Sex as recorded.",
            expected=True,
            codes=SEX,
            aliases=("Gender",),
            is_equality=True,
        ),
        Column(
            "ethnicity_code",
            "VARCHAR",
            "Ethnicity",
            "Ethnic group, as the family gives it.",
            expected=True,
            codes=ETHNICITY,
            aliases=("ETHNIC", "Ethnic Group", "Ethnic Origin"),
            is_equality=True,
        ),
        Column(
            "disability_codes",
            "CODES",
            "Disability",
            "Every kind of disability recorded; NONE where there is none.",
            codes=DISABILITY,
            aliases=("Disabilities", "Disability Type", "Disability Code"),
            is_equality=True,
        ),
        Column(
            "is_uasc",
            "BOOLEAN",
            "UASC",
            "Came to the country alone to seek asylum.",
            aliases=("Unaccompanied Asylum Seeking Child", "UASC Flag", "UASC (Y/N)"),
        ),
        Column(
            "uasc_ceased_on",
            "DATE",
            "DUC",
            "Day that status ended.",
            aliases=("UASC Ceased Date", "Date UASC Status Ceased"),
        ),
        Column("is_mother", "BOOLEAN", "Mother", "Is a mother herself."),
        Column(
            "merged_into_child_id",
            "VARCHAR",
            "Merged Into Child ID",
            "The number under which this person goes on, when two records were one child.",
            identifies="child",
            aliases=("Merged Into", "Merged With ID"),
        ),
    ),
    rules=RULES,
)
