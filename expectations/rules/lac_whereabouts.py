"""What makes the whereabouts of a placement wrong: distance, postcodes, area and boundary, with an example of each.

Called by: expectations.rules.lac_episodes.
Promises:  what no row of the same month's file has is not missed in each of them; children who came to seek asylum
           alone, or on short breaks, are asked for nothing. Which area is the council's own is told by the placements
           inside the boundary: most of them lie there.
Never:     sees a postcode: rules ask whether two tokens are the same, and whether one was well written.
"""

from __future__ import annotations

from expectations.contract import Cell, Rule
from expectations.rules.lac_terms import SHORT_BREAKS

_OWN_AREA = (
    "(SELECT o.placement_la FROM silver.lac_episodes o WHERE NOT o.is_outside_boundary AND o.placement_la IS NOT NULL"
    " GROUP BY o.placement_la ORDER BY count(*) DESC, o.placement_la LIMIT 1)"
)
_ELSEWHERE: dict[str, Cell] = {"is_outside_boundary": True, "placement_la": "Elsewhere"}
_NOWHERE: dict[str, Cell] = {"is_outside_boundary": False}
_NOT_FAR_BY_NATURE = "('A3', 'A4', 'A5', 'A6', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6', 'K3')"


def _told(column: str) -> str:
    """SQL for: some row of the same month's file tells it."""
    return (
        "EXISTS (SELECT 1 FROM silver.lac_episodes o WHERE o.last_delivered_on = t.last_delivered_on"
        f" AND o.{column} IS NOT NULL)"
    )


def _missing(code: str, columns: tuple[str, ...], message: str, why: str) -> Rule:
    """Something that the file tells of other children is blank for one who is looked after."""
    blank = " OR ".join(f"t.{column} IS NULL" for column in columns)
    told: dict[str, Cell] = {column: str(number) for number, column in enumerate(columns)}
    in_care: dict[str, Cell] = {"child_id": "A", "legal_status_code": "C2"}
    return Rule(
        code,
        message,
        "warn",
        f"({blank}) AND t.legal_status_code NOT IN {SHORT_BREAKS} AND {_told(columns[-1])} AND NOT EXISTS (SELECT 1"
        " FROM silver.persons p WHERE p.child_id = t.child_id AND (p.is_uasc OR p.uasc_ceased_on IS NOT NULL))"
        " AND NOT EXISTS (SELECT 1 FROM silver.uasc u WHERE u.child_id = t.child_id)",
        why,
        scope="cross_file",
        needs=("lac_episodes", "persons"),
        source="903 392A, 392B",
        breaks={
            "lac_episodes": [
                *({**in_care, **told, column: None} for column in columns),
                {**in_care, **told, "child_id": "B"},
                {**in_care, "child_id": "Z"},
            ],
            "persons": [{"child_id": "A", "is_uasc": False}, {"child_id": "C", "is_uasc": True}],
            "uasc": [{"child_id": "E"}],
        },
        passes={
            "lac_episodes": [
                {**in_care, **told},
                {**in_care, "legal_status_code": "V4"},
                {**in_care, "child_id": "C"},
                {**in_care, "child_id": "D"},
                {**in_care, "child_id": "E"},
                {**in_care, "last_delivered_on": "2020-08-31"},
            ],
            "persons": [{"child_id": "C", "is_uasc": True}, {"child_id": "D", "uasc_ceased_on": "2020-01-01"}],
            "uasc": [{"child_id": "E"}],
        },
    )


WHEREABOUTS: tuple[Rule, ...] = (
    _missing(
        "D27a",
        ("distance_miles",),
        "Child is looked after, but the distance from home is not given",
        "The child is left out of the figure of children placed more than 20 miles away.",
    ),
    _missing(
        "D27b",
        ("home_postcode", "placement_postcode"),
        "Child is looked after, but the postcode of home or of the placement is not given",
        "Without both the return cannot work out how far from home the child is, nor in whose area.",
    ),
    Rule(
        "D27c",
        "Postcode of home or of the placement is not a possible one",
        "warn",
        "ill_formed_home_postcode OR ill_formed_placement_postcode",
        "Distance and area cannot be worked out from it.",
        source="903 392c",
        breaks=[{"ill_formed_home_postcode": True}, {"ill_formed_placement_postcode": True}],
        passes=[{"ill_formed_home_postcode": False, "ill_formed_placement_postcode": False}],
    ),
    Rule(
        "D27d",
        "Home and placement have the same postcode, but the child is not placed with own parents",
        "warn",
        "home_postcode = placement_postcode AND placement_code <> 'P1'",
        "A child in foster care or a home counts as living where it came from, at no distance.",
        source="903 392d",
        breaks=[{"home_postcode": "X", "placement_postcode": "X", "placement_code": "U6"}],
        passes=[
            {"home_postcode": "X", "placement_postcode": "X", "placement_code": "P1"},
            {"home_postcode": "X", "placement_postcode": "Y", "placement_code": "U6"},
            {"home_postcode": "X", "placement_code": "U6"},
        ],
    ),
    Rule(
        "D29a",
        "Inside or outside the boundary does not agree with the area that the placement lies in",
        "warn",
        f"t.is_outside_boundary = (t.placement_la = {_OWN_AREA})",
        "The share of children placed outside the area counts the child on the wrong side.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 411",
        breaks={
            "lac_episodes": [
                {"is_outside_boundary": False, "placement_la": "Testshire"},
                {"is_outside_boundary": False, "placement_la": "Testshire"},
                {"is_outside_boundary": False, "placement_la": "Elsewhere"},
                {"is_outside_boundary": True, "placement_la": "Testshire"},
                *[_ELSEWHERE] * 4,
                *[_NOWHERE] * 3,
            ]
        },
        passes={
            "lac_episodes": [
                {"is_outside_boundary": False, "placement_la": "Testshire"},
                {"is_outside_boundary": True, "placement_la": "Elsewhere"},
                {"placement_la": "Elsewhere"},
                {"is_outside_boundary": True},
            ]
        },
    ),
    Rule(
        "D29k",
        "Postcode of the placement lies in another council's area than the one given",
        "warn",
        "EXISTS (SELECT 1 FROM silver.la_boundary b WHERE b.postcode = t.placement_postcode"
        " AND upper(b.council_code) <> upper(t.placement_la))"
        " AND regexp_full_match(upper(t.placement_la), 'E[0-9]+')",
        "Whether the child is placed outside the council's area is told from the wrong one.",
        scope="cross_file",
        needs=("la_boundary",),
        source="903 411",
        breaks={
            "lac_episodes": [{"placement_postcode": "A", "placement_la": "e09000001"}],
            "la_boundary": [{"postcode": "A", "council_code": "E09000002"}],
        },
        passes={
            "lac_episodes": [
                {"placement_postcode": "A", "placement_la": "e09000002"},
                {"placement_postcode": "A", "placement_la": "Testshire"},
                {"placement_postcode": "B", "placement_la": "E09000001"},
                {"placement_postcode": "A"},
            ],
            "la_boundary": [{"postcode": "A", "council_code": "E09000002"}],
        },
    ),
    Rule(
        "D29b",
        "The council's own provision, but outside its area",
        "warn",
        f"provider_code = 'PR1' AND is_outside_boundary AND placement_code NOT IN {_NOT_FAR_BY_NATURE}"
        f" AND legal_status_code NOT IN {SHORT_BREAKS}",
        "A council runs its homes at home: provider or place is wrong, and with it the share in own provision.",
        source="903 1015",
        breaks=[
            {"provider_code": "PR1", "is_outside_boundary": True, "placement_code": "K2", "legal_status_code": "C2"}
        ],
        passes=[
            {"provider_code": "PR4", "is_outside_boundary": True, "placement_code": "K2", "legal_status_code": "C2"},
            {"provider_code": "PR1", "is_outside_boundary": False, "placement_code": "K2", "legal_status_code": "C2"},
            {"provider_code": "PR1", "is_outside_boundary": True, "placement_code": "U6", "legal_status_code": "C2"},
            {"provider_code": "PR1", "is_outside_boundary": True, "placement_code": "K3", "legal_status_code": "C2"},
            {"provider_code": "PR1", "is_outside_boundary": True, "placement_code": "K2", "legal_status_code": "V4"},
        ],
    ),
    Rule(
        "D29c",
        "The area that the placement lies in is not given",
        "warn",
        f"t.placement_la IS NULL AND t.legal_status_code NOT IN {SHORT_BREAKS} AND {_told('placement_la')}",
        "Whether the child is placed outside the council's area cannot be told.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 169",
        breaks={
            "lac_episodes": [{"legal_status_code": "C2"}, {"legal_status_code": "C2", "placement_la": "Testshire"}]
        },
        passes={
            "lac_episodes": [
                {"legal_status_code": "C2", "placement_la": "Testshire"},
                {"legal_status_code": "V3"},
                {"legal_status_code": "C2", "last_delivered_on": "2020-08-31"},
            ]
        },
    ),
)
