"""Persons: one row per child or young person known to the council.

Called by: expectations.extracts.load.
Promises:  the only file that says who a child is: birth, sex, ethnicity, disability, pupil number.
Never:     takes a name, an address or an NHS number.
"""

from __future__ import annotations

from expectations.codes.people import DISABILITY, ETHNICITY, SEX, UPN_UNKNOWN
from expectations.columns import CHILD_ID
from expectations.contract import Column, Extract, Rule

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
        Column("sex_code", "VARCHAR", "Sex", "Sex as recorded.", expected=True, codes=SEX, aliases=("Gender",)),
        Column(
            "ethnicity_code",
            "VARCHAR",
            "Ethnicity",
            "Ethnic group, as the family gives it.",
            expected=True,
            codes=ETHNICITY,
            aliases=("ETHNIC", "Ethnic Group", "Ethnic Origin"),
        ),
        Column(
            "disability_codes",
            "CODES",
            "Disability",
            "Every kind of disability recorded; NONE where there is none.",
            codes=DISABILITY,
            aliases=("Disabilities", "Disability Type", "Disability Code"),
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
    rules=(
        Rule(
            "B2",
            "Date of birth is after the end of the month",
            "reject_row",
            "born_on > month_ends_on",
            "The child's age would be negative, and every age-limited figure wrong; use the expected date of birth.",
            source="903 301; CIN 8520",
        ),
        Rule(
            "B3",
            "Give the date of birth or the expected date of birth: one of them, not both",
            "warn",
            "(born_on IS NULL) = (expected_born_on IS NULL)",
            "Without exactly one of them the age is unknown or in doubt, and the child leaves age-limited figures.",
            source="CIN 8525Q",
        ),
        Rule(
            "B8",
            "Date of death is before birth or after the end of the month",
            "query",
            "died_on < born_on OR died_on > month_ends_on",
            "A child taken for dead drops out of open-case figures.",
            source="CIN 8535Q, 8545Q",
        ),
        Rule(
            "B16",
            "'No disability' is recorded beside a disability",
            "warn",
            "contains(disability_codes, 'NONE') AND disability_codes <> 'NONE'",
            "The child counts as disabled and as not disabled.",
            source="CIN 8790",
        ),
        Rule(
            "B17",
            "More than 2 in 100 children who are born have no sex recorded",
            "query",
            "50 * count(*) FILTER (WHERE born_on IS NOT NULL AND coalesce(sex_code, 'U') = 'U')"
            " > count(*) FILTER (WHERE born_on IS NOT NULL)",
            "Breakdowns by sex rest on an incomplete file.",
            scope="file",
            source="CIN 2886Q",
        ),
        Rule(
            "B11",
            "The same pupil number stands on another child",
            "warn",
            "t.merged_into_child_id IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM silver.merged_ids m WHERE m.old_child_id = t.child_id)"
            " AND EXISTS (SELECT 1 FROM silver.persons o WHERE o.upn = t.upn AND o.child_id <> t.child_id"
            " AND o.merged_into_child_id IS NULL"
            " AND o.child_id NOT IN (SELECT m.old_child_id FROM silver.merged_ids m))",
            "Probably one child under two numbers: counted twice, and the history split in two.",
            scope="cross_file",
            needs=("persons",),
            source="CIN 1520; 903 444",
        ),
        Rule(
            "B15a",
            "Date of birth differs from last month's file",
            "warn",
            "EXISTS (SELECT 1 FROM delivered.persons o WHERE o.child_id = t.child_id"
            " AND o.month_ends_on = t.previous_month_ends_on AND o.born_on <> t.born_on)",
            "Ages move, and with them figures already published by age.",
            scope="cross_period",
            needs=("persons",),
            source="903 203",
        ),
        Rule(
            "B15b",
            "Sex or ethnicity differs from last month's file",
            "warn",
            "EXISTS (SELECT 1 FROM delivered.persons o WHERE o.child_id = t.child_id"
            " AND o.month_ends_on = t.previous_month_ends_on"
            " AND (o.sex_code <> t.sex_code AND o.sex_code <> 'U'"
            " OR o.ethnicity_code <> t.ethnicity_code AND o.ethnicity_code NOT IN ('NOBT', 'REFU')))",
            "Breakdowns already published by sex or ethnicity change.",
            scope="cross_period",
            needs=("persons",),
            source="903 202, 204",
        ),
    ),
)
