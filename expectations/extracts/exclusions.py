"""Exclusions from school: suspensions and permanent ones, as schools report them each term.

Called by: expectations.extracts.load.
Promises:  one row per exclusion.
Trap:      a pupil is known by the school's own number; who that is in the case system, child_id says where it is given.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.schooling import EXCLUSION, EXCLUSION_REASON, SEN_PROVISION
from expectations.columns import CHILD_ID
from expectations.contract import Column, Extract
from expectations.rules.exclusions import RULES

_COLUMNS = (
    Column(
        "exclusion_id",
        "VARCHAR",
        "Exclusion ID",
        "The number of the exclusion.",
        required=True,
        identifies="exclusion",
        aliases=("termlyexclusionsoffrolltableid", "termlyexclusionsonrolltableid", "termlyexclusionstableid"),
    ),
    Column(
        "pupil_id",
        "VARCHAR",
        "Pupil ID",
        "The number of the pupil in the school's return.",
        required=True,
        identifies="pupil",
        aliases=("pupilnolongeronrolltableid", "pupilonrolltableid", "Pupil Table ID"),
    ),
    replace(CHILD_ID, required=False),
    Column(
        "upn",
        "VARCHAR",
        "UPN",
        "Unique pupil number.",
        identifies="upn",
        form="upn",
        aliases=("Unique Pupil Number", "Pupil Number"),
    ),
    Column(
        "category_code",
        "VARCHAR",
        "Exclusion Category",
        "Suspension, permanent, or over lunchtime.",
        required=True,
        codes=EXCLUSION,
        aliases=("Category", "Type of Exclusion"),
    ),
    Column(
        "started_on",
        "DATE",
        "Exclusion Start Date",
        "First day of the exclusion.",
        required=True,
        aliases=("startdate", "Date of Exclusion"),
    ),
    Column(
        "sessions",
        "DECIMAL",
        "Sessions",
        "Half days for which the pupil was excluded.",
        aliases=("Number of Sessions", "Sessions Lost"),
    ),
    *(
        Column(
            f"reason_{number}_code",
            "VARCHAR",
            f"Reason {number}",
            f"Reason for it, number {number} of up to three.",
            expected=number == 1,
            codes=EXCLUSION_REASON,
            aliases=(f"Exclusion Reason {number}",),
        )
        for number in (1, 2, 3)
    ),
    Column(
        "sen_provision_code",
        "VARCHAR",
        "SEN Provision",
        "What help the pupil had then.",
        codes=SEN_PROVISION,
        aliases=("SEN Status",),
    ),
    Column("school", "VARCHAR", "School", "Number of the school.", aliases=("NativeId", "School URN", "Estab")),
    Column("pupil_year", "VARCHAR", "NC Year", "School year of the pupil.", aliases=("Pupil Year", "Year Group")),
    Column("is_looked_after", "BOOLEAN", "In Care", "The pupil was in care.", aliases=("Is LAC", "Looked After")),
)


EXTRACT = Extract(
    name="exclusions",
    title="Exclusions from school",
    kind="events",
    key=("exclusion_id",),
    dated_by="started_on",
    source="School census, termly exclusions",
    columns=_COLUMNS,
    rules=RULES,
)
