"""Placements: where a looked after child lived, and with whom.

Called by: expectations.extracts.load.
Promises:  one row per placement; a change of legal status alone does not make a new row.
Never:     takes an address or a postcode.
"""

from __future__ import annotations

from expectations.codes.looked_after import PLACEMENT, PLACEMENT_CHANGE, PROVIDER
from expectations.columns import CHILD_ID, DISTANCE_MILES, LAC_PERIOD_ID, PLACEMENT_URN, not_after_month_end
from expectations.contract import Column, Extract, Rule

EXTRACT = Extract(
    name="placements",
    title="Placements",
    kind="events",
    key=("placement_id",),
    dated_by="started_on",
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
    rules=(
        not_after_month_end("D13d", "started_on", "Start of the placement", source="903 141"),
        Rule(
            "D4c",
            "Placement ends before it begins",
            "reject_row",
            "ended_on < started_on",
            "The placement would have a negative length and disturb the order of the child's placements.",
            source="903 355",
        ),
        Rule(
            "D18b",
            "Temporary placement lasts longer than six weeks",
            "warn",
            "is_temporary AND coalesce(ended_on, month_ends_on) - started_on > 42",
            "A lasting move is left out of the 'three or more placements' figure.",
            source="903 375, 377",
        ),
        Rule(
            "D5b",
            "A later placement began while this one has no end",
            "reject_row",
            "ended_on IS NULL AND following.started_on IS NOT NULL AND NOT coalesce(is_temporary, false)"
            " AND NOT coalesce(following.is_temporary, false)",
            "The child would be in two placements at once and count twice; the earlier one must have ended.",
            scope="child",
            source="903 142",
        ),
        Rule(
            "D6b",
            "Placement begins before the child's earlier placement ended",
            "warn",
            "started_on < previous.ended_on AND NOT coalesce(is_temporary, false)"
            " AND NOT coalesce(previous.is_temporary, false)",
            "Two years in one placement, and three placements in a year, rest on dates that cannot both be right.",
            scope="child",
            source="903 501",
        ),
        Rule(
            "G26",
            "Same setting as the placement that ended the day this one began",
            "query",
            "started_on = previous.ended_on AND urn = previous.urn AND placement_code = previous.placement_code"
            " AND household_id IS NOT DISTINCT FROM previous.household_id",
            "One placement split in two counts towards 'three or more placements' and restarts the two years.",
            scope="child",
            source="own",
        ),
        Rule(
            "G3a",
            "Placement begins on a day the child was not looked after",
            "warn",
            "NOT EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
            " AND e.started_on <= t.started_on AND (e.ended_on IS NULL OR e.ended_on >= t.started_on))",
            "The placements file and the episodes file disagree on who is looked after.",
            scope="cross_file",
            needs=("lac_episodes",),
            source="own",
        ),
        Rule(
            "D26",
            "Kind of placement differs from the episode that began the same day",
            "warn",
            "EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
            " AND e.started_on = t.started_on AND e.placement_code <> t.placement_code)",
            "Figures by placement differ with the file they are taken from.",
            scope="cross_file",
            needs=("lac_episodes",),
            source="903 219, 221",
        ),
    ),
)
