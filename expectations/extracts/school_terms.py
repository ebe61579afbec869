"""School terms of the council's area, by which figures of a term are counted.

Called by: expectations.extracts.load.
Promises:  one row per school year and term; the dates are inclusive.
Never:     holds inset days or the dates of a single school.
"""

from __future__ import annotations

from expectations.codes.schooling import TERM
from expectations.contract import Column, Extract
from expectations.rules.reference import SCHOOL_TERMS

EXTRACT = Extract(
    name="school_terms",
    title="School terms",
    kind="events",
    key=("academic_year", "term_code"),
    source="own: the council's term dates",
    columns=(
        Column("academic_year", "VARCHAR", "Term Academic Year", "School year, as 2020/21.", required=True),
        Column("term_code", "VARCHAR", "School Term", "Autumn, spring or summer.", required=True, codes=TERM),
        Column("starts_on", "DATE", "Term Start Date", "First day of the term.", required=True),
        Column("ends_on", "DATE", "Term End Date", "Last day of the term.", required=True),
        Column("half_term_starts_on", "DATE", "Half Term Start Date", "First day of the holiday in between."),
        Column("half_term_ends_on", "DATE", "Half Term End Date", "Last day of it."),
    ),
    rules=SCHOOL_TERMS,
)
