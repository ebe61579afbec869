"""What makes the setting of a placement wrong: codes of their time and Ofsted's number.

Called by: expectations.rules.lac_episodes.
Promises:  a placement outside England needs no number of Ofsted's; XXXXXXX stands for one that there cannot be.
Never:     asks Ofsted's list: whether a number fits its setting is judged where the list is delivered.
"""

from __future__ import annotations

from expectations.contract import Rule

_NOT_INSPECTED = "('P1', 'P3', 'R1', 'R2', 'R5', 'T0', 'T1', 'T2', 'T3', 'T4', 'Z1', 'Z11', 'Z12', 'Z13', 'Z14')"
_NOT_YET_INSPECTED = "('H5', 'P2')"
"""Homes for young people who live on their own: inspected as supported accommodation (K3) since autumn 2023."""
_OUTSIDE_ENGLAND = "coalesce(regexp_full_match(upper(placement_la), 'CON|NIR|SCO|WAL|NUK|[NSW][0-9]+'), false)"
_SIX_DIGITS = "[0-9][0-9][0-9][0-9][0-9][0-9]"

SETTINGS: tuple[Rule, ...] = (
    Rule(
        "D2",
        "Placement goes on under a code that had been withdrawn",
        "warn",
        "coalesce(ended_on, month_ends_on) > CASE placement_code WHEN 'P2' THEN DATE '2023-10-28'"
        " WHEN 'H5' THEN DATE '2024-03-31' WHEN 'Z1' THEN DATE '2025-03-31' END",
        "The return refuses the code: a new episode should have begun under the one that took its place.",
        source="903 146, 217t",
        breaks=[
            {"placement_code": "P2", "ended_on": "2023-10-29"},
            {"placement_code": "H5", "ended_on": "2024-04-01"},
            {"placement_code": "Z1", "month_ends_on": "2025-04-30"},
        ],
        passes=[
            {"placement_code": "P2", "ended_on": "2023-10-28"},
            {"placement_code": "H5", "ended_on": "2024-03-31", "month_ends_on": "2024-04-30"},
            {"placement_code": "Z1", "month_ends_on": "2025-03-31"},
            {"placement_code": "U6", "month_ends_on": "2025-04-30"},
        ],
    ),
    Rule(
        "D25a",
        "Ofsted's number of the setting is missing",
        "warn",
        f"urn IS NULL AND placement_code NOT IN {_NOT_INSPECTED} AND placement_code NOT IN {_NOT_YET_INSPECTED}"
        f" AND (ended_on IS NULL OR ended_on >= DATE '2015-04-01') AND NOT {_OUTSIDE_ENGLAND}",
        "How good the homes are that children live in cannot be told without it.",
        source="903 218",
        breaks=[
            {"placement_code": "U6"},
            {"placement_code": "K3", "ended_on": "2015-04-01", "placement_la": "E09000002"},
            {"placement_code": "K2", "placement_la": "Sutton"},
        ],
        passes=[
            {"placement_code": "U6", "urn": "SC000001"},
            {"placement_code": "P1"},
            {"placement_code": "Z14"},
            {"placement_code": "H5"},
            {"placement_code": "U6", "ended_on": "2015-03-31"},
            {"placement_code": "U6", "placement_la": "WAL"},
            {"placement_code": "U6", "placement_la": "s12000033"},
        ],
    ),
    Rule(
        "D25b",
        "Semi-independent living after 28 October 2023 without Ofsted's number",
        "warn",
        "placement_code = 'H5' AND coalesce(ended_on, month_ends_on) > DATE '2023-10-28'"
        f" AND coalesce(urn, 'XXXXXXX') = 'XXXXXXX' AND NOT {_OUTSIDE_ENGLAND}",
        "From that day such a home had to be registered; without a number it counts as unregistered.",
        source="903 230",
        breaks=[
            {"placement_code": "H5", "ended_on": "2023-10-29"},
            {"placement_code": "H5", "month_ends_on": "2023-10-31", "urn": "XXXXXXX", "placement_la": "E09000002"},
        ],
        passes=[
            {"placement_code": "H5", "ended_on": "2023-10-28"},
            {"placement_code": "H5", "ended_on": "2023-10-29", "urn": "2700001"},
            {"placement_code": "H5", "ended_on": "2023-10-29", "placement_la": "SCO"},
            {"placement_code": "P2", "ended_on": "2023-10-29"},
        ],
    ),
    Rule(
        "D25c",
        "Ofsted's number is given for a placement that Ofsted does not inspect",
        "warn",
        f"urn <> 'XXXXXXX' AND (placement_code IN {_NOT_INSPECTED}"
        " OR placement_code = 'P2' OR placement_code = 'H5' AND ended_on < DATE '2023-04-01')",
        "The number or the kind of placement is wrong.",
        source="903 222",
        breaks=[
            {"placement_code": "R1", "urn": "SC000001"},
            {"placement_code": "P2", "urn": "SC000001"},
            {"placement_code": "H5", "urn": "SC000001", "ended_on": "2023-03-31"},
        ],
        passes=[
            {"placement_code": "R1", "urn": "XXXXXXX"},
            {"placement_code": "R1"},
            {"placement_code": "K2", "urn": "SC000001", "ended_on": "2023-03-31"},
            {"placement_code": "H5", "urn": "SC000001", "ended_on": "2023-04-01"},
        ],
    ),
    Rule(
        "D25d",
        "Number of the setting is not written as Ofsted writes its numbers",
        "query",
        f"NOT regexp_full_match(upper(urn), '(SC|[0-9]|){_SIX_DIGITS}|XXXXXXX')",
        "The setting cannot be found in Ofsted's list.",
        source="903 1008",
        breaks=[{"urn": "12345"}, {"urn": "XXXXXX"}, {"urn": "12345678"}],
        passes=[{"urn": "123456"}, {"urn": "1234567"}, {"urn": "SC123456"}, {"urn": "XXXXXXX"}, {}],
    ),
)
