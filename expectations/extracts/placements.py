"""Placements: where a looked after child lived, and with whom.

Called by: expectations.extracts.load.
Promises:  one row per placement; a change of legal status alone does not make a new row.
Never:     takes an address or a postcode.
"""

from __future__ import annotations

from expectations.codes.looked_after import PLACEMENT, PLACEMENT_CHANGE, PROVIDER
from expectations.columns import CHILD_ID, DISTANCE_MILES, LAC_PERIOD_ID, PLACEMENT_URN
from expectations.contract import Column, Extract
from expectations.rules.placements import RULES

EXTRACT = Extract(
    name="placements",
    title="Placements",
    kind="events",
    key=("placement_id",),
    dated_by="started_on",
    kept_from="ended_on",
    retention_years=75,
    sequence="started_on",
    source="Annex A list 8; SSD ssd_cla_placement",
    columns=(
        Column(
            "placement_id",
            "VARCHAR",
            "Placement ID",
            "The case system's number of the placement.",
            required=True,
            identifies="placement",
            aliases=("Placement Number", "Placement Ref", "CLA Placement ID"),
        ),
        CHILD_ID,
        LAC_PERIOD_ID,
        Column(
            "started_on",
            "DATE",
            "Placement Start Date",
            "Day the placement began.",
            required=True,
            aliases=("Start Date", "Start Date of Placement", "Start Date of Most Recent Placement"),
        ),
        Column(
            "ended_on",
            "DATE",
            "Placement End Date",
            "Day the placement ended; blank while open.",
            aliases=("End Date", "End Date of Placement"),
        ),
        Column(
            "placement_code",
            "VARCHAR",
            "Placement Type",
            "Kind of placement.",
            expected=True,
            codes=PLACEMENT,
            aliases=("PLACE", "Type of Placement"),
        ),
        Column(
            "provider_code",
            "VARCHAR",
            "Placement Provider",
            "Who provides the placement.",
            codes=PROVIDER,
            aliases=("PLACE_PROVIDER", "Provider", "Provider Type"),
        ),
        PLACEMENT_URN,
        DISTANCE_MILES,
        Column(
            "change_reason_code",
            "VARCHAR",
            "Reason for Placement Change",
            "Why the placement ended.",
            codes=PLACEMENT_CHANGE,
            aliases=("REASON_PLACE_CHANGE", "Change Reason", "Placement Change Reason", "Placement End Reason"),
        ),
        Column(
            "household_id",
            "VARCHAR",
            "Household ID",
            "The foster household.",
            identifies="household",
            aliases=("Carer ID", "Foster Carer ID", "Fostering Household ID"),
        ),
        Column(
            "is_temporary",
            "BOOLEAN",
            "Temporary",
            "A short stay elsewhere; the child goes back to the placement before.",
            aliases=("Temporary Placement", "Is Temporary Placement"),
        ),
    ),
    rules=RULES,
)
