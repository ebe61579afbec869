"""Personal education plans of looked after children: the meetings, term by term.

Called by: expectations.extracts.load.
Promises:  one row per meeting, held or not.
Never:     takes what was agreed, or a name.
"""

from __future__ import annotations

from expectations.codes.health import APPOINTMENT
from expectations.codes.schooling import PEP_QUALITY, TERM
from expectations.columns import CHILD_ID, TEAM
from expectations.contract import Column, Extract
from expectations.rules.peps import RULES

EXTRACT = Extract(
    name="peps",
    title="Personal education plans",
    kind="events",
    key=("pep_id",),
    dated_by="held_on",
    sequence="held_on",
    source="own: no national return asks for them",
    columns=(
        Column(
            "pep_id",
            "VARCHAR",
            "PEP ID",
            "The number of the meeting.",
            required=True,
            identifies="pep",
            aliases=("PEP Number", "Personal Education Plan ID"),
        ),
        CHILD_ID,
        Column(
            "held_on",
            "DATE",
            "PEP Date",
            "Day of the meeting; for a planned one the day it is booked for.",
            required=True,
            aliases=("Date of PEP", "PEP Meeting Date"),
        ),
        Column("due_on", "DATE", "PEP Due Date", "Day by which it had to be held.", aliases=("PEP Target Date",)),
        Column("academic_year", "VARCHAR", "PEP Academic Year", "School year, as 2020/21.", aliases=("Academic Year",)),
        Column("term_code", "VARCHAR", "PEP Term", "The term it is for.", codes=TERM, aliases=("Term",)),
        Column(
            "status_code",
            "VARCHAR",
            "PEP Status",
            "Planned, cancelled or completed.",
            expected=True,
            codes=APPOINTMENT,
        ),
        Column(
            "quality_code",
            "VARCHAR",
            "PEP Quality",
            "How the virtual school rates the plan.",
            codes=PEP_QUALITY,
            aliases=("PEP Quality Rating", "PEP RAG"),
        ),
        Column("urn", "VARCHAR", "School URN", "The school.", aliases=("PEP School URN", "Establishment URN")),
        Column("school_year", "VARCHAR", "NC Year", "School year of the child.", aliases=("Year Group",)),
        TEAM,
    ),
    rules=RULES,
)
