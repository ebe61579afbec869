"""What is wrong with looked after episodes beside the file of persons, with an example of each rule.

Called by: expectations.rules.lac_episodes.
Promises:  a child without a date of birth, or who is not listed, is judged by no rule about age.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from expectations.contract import Cell, Rule

ENDED_ON = date(2020, 8, 31)


def _born(condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id AND {condition})"


def _turned(years: int) -> str:
    return str(date(ENDED_ON.year - years, 8, 31))


def _not_quite(years: int) -> str:
    return str(date(ENDED_ON.year - years, 9, 1))


def _leaves(code: str, reasons: tuple[str, ...], ages: tuple[str, int], message: str, source: str) -> Rule:
    """The reason for leaving care is one that children of that age are not given.

    ages: "under" so many years, or "from" so many years on.
    """
    side, years = ages
    compared = "<" if side == "under" else ">="
    listed = ", ".join(f"'{reason}'" for reason in reasons)
    right, wrong = _turned(years), _not_quite(years)
    if side == "from":
        right, wrong = wrong, right
    left: Mapping[str, Cell] = {"child_id": "A", "ended_on": str(ENDED_ON), "reason_ended_code": reasons[0]}
    return Rule(
        code,
        message,
        "warn",
        f"t.reason_ended_code IN ({listed}) AND " + _born(f"t.ended_on {compared} p.born_on + INTERVAL {years} YEAR"),
        "Adoption, special guardianship and leaving-care shares count the wrong child.",
        scope="cross_file",
        needs=("persons",),
        source=source,
        breaks={
            "lac_episodes": [left],
            "persons": [{"child_id": "A", "born_on": wrong}],
        },
        passes={
            "lac_episodes": [left, {**left, "child_id": "B", "reason_ended_code": "X1"}],
            "persons": [{"child_id": "A", "born_on": right}, {"child_id": "B", "born_on": wrong}],
        },
    )


AGES: tuple[Rule, ...] = (
    Rule(
        "D12a",
        "Episode begins before the child was born",
        "warn",
        _born("t.started_on < p.born_on"),
        "The date or the date of birth is wrong, and so are the age and the length of care.",
        scope="cross_file",
        needs=("persons",),
        source="903 302",
        breaks={
            "lac_episodes": [{"child_id": "A", "started_on": "2020-06-01"}],
            "persons": [{"child_id": "A", "born_on": "2020-06-02"}],
        },
        passes={
            "lac_episodes": [{"child_id": "A", "started_on": "2020-06-01"}],
            "persons": [{"child_id": "A", "born_on": "2020-06-01"}, {"child_id": "B", "born_on": "2020-06-02"}],
        },
    ),
    Rule(
        "D12b",
        "Episode begins at 18 or over",
        "warn",
        _born("t.started_on >= p.born_on + INTERVAL 18 YEAR"),
        "An adult, or a wrong date of birth, counts among looked after children.",
        scope="cross_file",
        needs=("persons",),
        source="903 352",
        breaks={
            "lac_episodes": [{"child_id": "A", "started_on": "2020-06-01"}],
            "persons": [{"child_id": "A", "born_on": "2002-06-01"}],
        },
        passes={
            "lac_episodes": [{"child_id": "A", "started_on": "2020-06-01"}],
            "persons": [{"child_id": "A", "born_on": "2002-06-02"}, {"child_id": "B", "born_on": "2002-06-01"}],
        },
    ),
    _leaves("D16a", ("E11", "E12"), ("from", 18), "Adopted at 18 or over", "903 386"),
    _leaves("D16b", ("E5", "E6"), ("under", 14), "Left for independent living before 14", "903 387"),
    _leaves("D16c", ("E7",), ("under", 16), "Left for adult care before 16", "903 389"),
    _leaves(
        "D16d",
        ("E45", "E46", "E47", "E48", "E43", "E44"),
        ("from", 18),
        "Left on special guardianship at 18 or over",
        "903 407",
    ),
    _leaves("D16e", ("E17",), ("under", 18), "Stayed with the carers at 18, but was younger", "903 460"),
    Rule(
        "D28c",
        "Distance is given for a child who came to seek asylum alone",
        "warn",
        "t.distance_miles IS NOT NULL AND " + _born("p.is_uasc"),
        "There is no home to measure from: the child counts as placed near or far from nowhere.",
        scope="cross_file",
        needs=("persons",),
        source="903 406",
        breaks={
            "lac_episodes": [{"child_id": "A", "distance_miles": "0"}],
            "persons": [{"child_id": "A", "is_uasc": True}],
        },
        passes={
            "lac_episodes": [{"child_id": "A", "distance_miles": "0"}, {"child_id": "B"}],
            "persons": [{"child_id": "A", "is_uasc": False}, {"child_id": "B", "is_uasc": True}],
        },
    ),
)
