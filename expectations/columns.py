"""Columns that mean the same in several extracts, declared once.

Called by: expectations.extracts, when the contracts are made.
Promises:  one meaning, one header and one set of accepted headers for each, wherever it stands.
Never:     names an extract's own columns, or a council's own headers.
"""

from __future__ import annotations

from expectations.contract import Column

CHILD_ID = Column(
    "child_id",
    "VARCHAR",
    "Child Unique ID",
    "The case system's number of the child.",
    required=True,
    identifies="child",
    form="case_number",
    aliases=(
        "CHILD",
        "Child Unique Identifier",
        "Unique Child ID",
        "Child Identifier",
        "Child Number",
        "Child Ref",
        "Child Reference",
        "Child's ID",
        "LA Child ID",
        "Person ID",
        "Person Number",
        "Client ID",
        "Mosaic ID",
        "LCS ID",
        "Liquidlogic ID",
    ),
)

BORN_ON = Column(
    "born_on",
    "DATE",
    "Date of Birth",
    "Day of birth, as this file has it.",
    aliases=("DOB", "Birth Date"),
)

ADOPTIVE_FAMILY_ID = Column(
    "adoptive_family_id",
    "VARCHAR",
    "Adoptive family identifier",
    "The household that adopts; the same in the children's list and in the adopters' list.",
    identifies="adoptive_family",
    aliases=("Adoptive Family ID", "Family Identifier", "Adoptive Family Number"),
)

REFERRAL_ID = Column(
    "referral_id",
    "VARCHAR",
    "Referral ID",
    "The referral this belongs to.",
    identifies="referral",
    aliases=("Referral Number", "Referral Ref", "Referral Reference", "CIN Episode ID", "CIN Referral ID"),
)

S47_ID = Column(
    "s47_id",
    "VARCHAR",
    "S47 ID",
    "The section 47 enquiry this belongs to.",
    identifies="s47",
    aliases=("Section 47 ID", "S47 Enquiry ID", "Section 47 Enquiry ID", "S47 Number"),
)

CP_PLAN_ID = Column(
    "cp_plan_id",
    "VARCHAR",
    "CP Plan ID",
    "The child protection plan this belongs to.",
    identifies="cp_plan",
    aliases=("Child Protection Plan ID", "CPP ID", "CP Plan Number"),
)

CIN_PLAN_ID = Column(
    "cin_plan_id",
    "VARCHAR",
    "CIN Plan ID",
    "The child in need plan this belongs to.",
    identifies="cin_plan",
    aliases=("Child in Need Plan ID", "CIN Plan Number"),
)

CONFERENCE_ID = Column(
    "conference_id",
    "VARCHAR",
    "Conference ID",
    "The child protection conference this belongs to.",
    identifies="conference",
    aliases=("CP Conference ID", "ICPC ID", "Conference Number"),
)

EH_EPISODE_ID = Column(
    "eh_episode_id",
    "VARCHAR",
    "EH Episode ID",
    "The early help episode.",
    identifies="eh_episode",
    aliases=("Early Help Episode ID", "Early Help ID", "EH ID", "CAF ID", "EHA ID"),
)

LAC_PERIOD_ID = Column(
    "lac_period_id",
    "VARCHAR",
    "LAC Period ID",
    "The whole period of care this belongs to.",
    identifies="lac_period",
    aliases=("Period of Care ID", "Care Period ID", "CLA ID", "LAC ID"),
)

TEAM = Column(
    "team",
    "VARCHAR",
    "Allocated Team",
    "Team that held the case, as the council writes it.",
    is_name=True,
    aliases=("Team Name", "Responsible Team", "Case Team"),
)

WORKER_ID = Column(
    "worker_id",
    "VARCHAR",
    "Worker ID",
    "Number of the worker who held the case; a name is not taken.",
    identifies="worker",
    aliases=("Allocated Worker ID", "Social Worker ID", "SW ID", "Case Worker ID"),
)

PLACEMENT_URN = Column(
    "urn",
    "VARCHAR",
    "URN of Placement",
    "Ofsted's number of the setting; blank where Ofsted does not inspect.",
    aliases=("Placement URN", "Ofsted URN", "Unique Reference Number"),
)

DISTANCE_MILES = Column(
    "distance_miles",
    "DECIMAL",
    "Distance Miles",
    "Straight line from home to the placement, in miles; 999.9 where it is not known.",
    aliases=("PL_DISTANCE", "Placement Distance", "Distance from Home", "Distance (miles)", "Miles from Home"),
)
