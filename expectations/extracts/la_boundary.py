"""Which council's area a postcode lies in.

Called by: expectations.extracts.load.
Promises:  one row per postcode, kept as a token: it tells that two postcodes are the same, and no more.
Never:     says where a postcode is, or how far from another.
"""

from __future__ import annotations

from expectations.contract import Column, Extract

EXTRACT = Extract(
    name="la_boundary",
    title="Postcodes and councils",
    kind="events",
    key=("postcode",),
    source="Office for National Statistics, postcode directory",
    columns=(
        Column(
            "postcode",
            "VARCHAR",
            "Boundary Postcode",
            "The postcode; kept as a token.",
            required=True,
            identifies="postcode",
            form="postcode",
            aliases=("pcds", "pcd7"),
        ),
        Column(
            "council_code",
            "VARCHAR",
            "Boundary Council Code",
            "Nine-character code of the council in whose area it lies.",
            required=True,
            aliases=("oslaua", "laua", "lad"),
        ),
    ),
)
