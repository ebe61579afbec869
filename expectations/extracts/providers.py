"""Settings that Ofsted registers: children's homes, fostering and adoption agencies, supported accommodation.

Called by: expectations.extracts.load.
Promises:  a snapshot, one row per setting; a workbook's sheets of open, closed and supported settings are parts of one
           list.
Never:     takes the name or address of a setting or its owner: the postcode is kept as a token.
"""

from __future__ import annotations

from expectations.codes.looked_after import PLACEMENT, PROVIDER
from expectations.codes.settings import JUDGEMENT, REGISTRATION
from expectations.contract import Column, Extract
from expectations.rules.providers import RULES

_COLUMNS = (
    Column("urn", "VARCHAR", "URN", "Ofsted's number of it.", required=True, aliases=("Unique Reference Number",)),
    Column(
        "provider_type",
        "VARCHAR",
        "Provider type",
        "Home, agency, school and so on, as Ofsted calls it.",
        aliases=("Provision type",),
    ),
    Column("provider_subtype", "VARCHAR", "Provider subtype", "The same more closely."),
    Column("sector", "VARCHAR", "Sector", "Private, voluntary, a council's own."),
    Column(
        "status_code",
        "VARCHAR",
        "Registration status",
        "Whether it is open.",
        codes=REGISTRATION,
        aliases=("Provider status",),
    ),
    Column("registered_on", "DATE", "Registration date", "Day it was registered."),
    Column(
        "closed_on",
        "DATE",
        "Deregistration date",
        "Day it closed; blank while open.",
        aliases=("Closed date",),
    ),
    Column(
        "placement_codes",
        "CODES",
        "Placement code",
        "Kinds of placement that it can be, as in the episodes.",
        codes=PLACEMENT,
        aliases=("Placement codes",),
    ),
    Column(
        "provider_codes",
        "CODES",
        "Placement provider code",
        "Kinds of provider that it can be, as in the episodes.",
        codes=PROVIDER,
        aliases=("Placement provider codes",),
    ),
    Column(
        "setting_council",
        "VARCHAR",
        "Local authority",
        "The council in whose area it lies, as Ofsted writes it.",
        aliases=("Setting local authority",),
    ),
    Column("region", "VARCHAR", "Region", "Region of England."),
    Column(
        "postcode",
        "VARCHAR",
        "Setting address postcode",
        "Where it is; kept as a token.",
        identifies="postcode",
        form="postcode",
        aliases=("Setting postcode", "Provider postcode"),
    ),
    Column(
        "last_inspected_on",
        "DATE",
        "Date of last full inspection",
        "Day the last full inspection began.",
        aliases=("Full inspection start date",),
    ),
    Column(
        "judgement_code",
        "VARCHAR",
        "Overall effectiveness",
        "How it was judged then.",
        codes=JUDGEMENT,
        aliases=("Latest overall effectiveness grade from last full inspection",),
    ),
    Column(
        "places",
        "INTEGER",
        "Number of registered places",
        "How many children it may have.",
        aliases=("Max users", "Capacity", "Maximum fostering places"),
    ),
)


EXTRACT = Extract(
    name="providers",
    title="Registered settings",
    kind="snapshot",
    key=("urn",),
    told_by=("sector", "status_code"),
    comes_in_parts=True,
    source="Ofsted's lists of children's homes and of social care providers",
    columns=_COLUMNS,
    rules=RULES,
)
