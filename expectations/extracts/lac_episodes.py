"""Episodes of looked after children, in the layout of the SSDA903 return.

Called by: expectations.extracts.load.
Promises:  a new row whenever legal status, placement or carer changes; the last row of a child is open or final.
Never:     keeps a postcode: what is kept is its token, which tells whether two are the same.
"""

from __future__ import annotations

from expectations.codes.flags import OUTSIDE_BOUNDARY
from expectations.codes.front_door import LAC_NEED
from expectations.codes.looked_after import (
    LEGAL_STATUS,
    PLACEMENT,
    PLACEMENT_CHANGE,
    PROVIDER,
    REASON_ENDED,
    REASON_STARTED,
)
from expectations.columns import (
    CHILD_ID,
    DISTANCE_MILES,
    LAC_PERIOD_ID,
    PLACEMENT_URN,
)
from expectations.contract import Column, Extract
from expectations.rules.lac_episodes import RULES

_COLUMNS = (
    CHILD_ID,
    LAC_PERIOD_ID,
    Column(
        "episode_id",
        "VARCHAR",
        "Episode ID",
        "The case system's number of the episode.",
        identifies="lac_episode",
        aliases=("LAC Episode ID", "CLA Episode ID"),
    ),
    Column(
        "started_on",
        "DATE",
        "DECOM",
        "Day the episode began.",
        required=True,
        aliases=("Episode Start Date", "Date Episode Commenced", "LAC Episode Start Date"),
    ),
    Column(
        "reason_started_code",
        "VARCHAR",
        "RNE",
        "Why the episode began.",
        expected=True,
        codes=REASON_STARTED,
        aliases=("Reason for New Episode", "Reason Episode Started"),
    ),
    Column(
        "legal_status_code",
        "VARCHAR",
        "LS",
        "Legal status during the episode.",
        expected=True,
        codes=LEGAL_STATUS,
        aliases=("Legal Status", "Child's Legal Status"),
    ),
    Column(
        "need_code",
        "VARCHAR",
        "CIN",
        "Main reason the child came into care; stays the same for the whole period of care.",
        expected=True,
        codes=LAC_NEED,
        aliases=("Category of Need", "Child's Category of Need", "Need Code"),
    ),
    Column(
        "placement_code",
        "VARCHAR",
        "PLACE",
        "Kind of placement.",
        expected=True,
        codes=PLACEMENT,
        aliases=("Placement Type", "Placement"),
    ),
    Column(
        "provider_code",
        "VARCHAR",
        "PLACE_PROVIDER",
        "Who provides the placement.",
        codes=PROVIDER,
        aliases=("Placement Provider", "Provider"),
    ),
    Column(
        "ended_on",
        "DATE",
        "DEC",
        "Day the episode ended; blank while open.",
        aliases=("Episode End Date", "Date Episode Ceased", "LAC Episode End Date"),
    ),
    Column(
        "reason_ended_code",
        "VARCHAR",
        "REC",
        "Why the episode ended; X1 where another follows the same day.",
        codes=REASON_ENDED,
        aliases=("Reason Episode Ceased", "Reason Ceased", "Reason Ceased to be Looked After"),
    ),
    Column(
        "placement_change_code",
        "VARCHAR",
        "REASON_PLACE_CHANGE",
        "Why the placement changed, on the episode that ended.",
        codes=PLACEMENT_CHANGE,
        aliases=("Reason for Placement Change", "Placement Change Reason"),
    ),
    PLACEMENT_URN,
    Column(
        "is_outside_boundary",
        "BOOLEAN",
        "PL_LOCATION",
        "The placement is outside the council's boundary.",
        spellings=OUTSIDE_BOUNDARY,
        aliases=("Placement Location", "In or Out", "Outside Boundary"),
    ),
    DISTANCE_MILES,
    Column(
        "placement_la",
        "VARCHAR",
        "PL_LA",
        "Council in whose area the placement lies: a code or a name, or the country where that is not England.",
        aliases=("LA of Placement", "Placement LA", "Placement Local Authority", "Local Authority of Placement"),
    ),
    Column(
        "home_postcode",
        "VARCHAR",
        "HOME_POST",
        "Postcode of the home that the child came from; its token only.",
        identifies="postcode",
        form="postcode",
        aliases=("Home Postcode", "Home Post Code", "Postcode of Home"),
    ),
    Column(
        "placement_postcode",
        "VARCHAR",
        "PL_POST",
        "Postcode of the placement; its token only.",
        identifies="postcode",
        form="postcode",
        aliases=("Placement Postcode", "Placement Post Code", "Postcode of Placement"),
    ),
)


EXTRACT = Extract(
    name="lac_episodes",
    title="Looked after episodes",
    kind="events",
    key=("child_id", "started_on"),
    dated_by="started_on",
    kept_from="ended_on",
    retention_years=75,
    sequence="started_on",
    source="SSDA903 Episodes; SSD ssd_cla_episodes",
    columns=_COLUMNS,
    rules=RULES,
)
