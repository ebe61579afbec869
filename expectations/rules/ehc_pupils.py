"""What ties a plan or a request to a pupil and a school, and is missing or there twice, with an example of each.

Called by: expectations.rules.ehc.
Promises:  only requests under way and plans in force are asked for anything; what no row of the same month's file has
           is not missed in each of them.
Never:     asks why a child has no pupil number: see the rules of persons.
"""

from __future__ import annotations

from expectations.contract import Cell, Rule

Row = dict[str, Cell]

_UNDER_WAY = (
    "t.plan_ceased_on IS NULL AND coalesce(t.request_outcome_code, 'A') NOT IN ('N', 'W')"
    " AND coalesce(t.assessment_outcome_code, 'A') NOT IN ('N', 'W')"
)
_BORN = "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id AND {})"
_SCHOOL_AGE = _BORN.format(
    "p.born_on <= t.last_delivered_on - INTERVAL 5 YEAR AND p.born_on > t.last_delivered_on - INTERVAL 16 YEAR"
)
_CLOSED: tuple[Row, ...] = (
    {"plan_ceased_on": "2020-09-01"},
    {"request_outcome_code": "N"},
    {"assessment_outcome_code": "W"},
)
_AGES: list[Row] = [
    {"child_id": "five", "born_on": "2015-09-30"},
    {"child_id": "six", "born_on": "2014-09-30"},
    {"child_id": "sixteen", "born_on": "2004-09-30"},
    {"child_id": "not five", "born_on": "2015-10-01"},
    {"child_id": "not six", "born_on": "2014-10-01"},
    {"child_id": "not sixteen", "born_on": "2004-10-01"},
    {"child_id": "numbered", "born_on": "2010-01-01", "upn": "1"},
]
"""Children by their age on the last day of the month in which the examples were delivered."""

_NUMBERED: Row = {"child_id": "numbered", "urn": "1", "second_phase": "1"}


def _of_school_age(code: str, columns: tuple[str, str], message: str, why: str, source: str) -> Rule:
    """A child of school age has no main school, and at another school is or is not.

    columns: SQL for the other school in the row, and what it is in an example that breaks the rule.
    """
    other, example = columns
    at: Row = {"second_phase": example or None}
    return Rule(
        code,
        message,
        "query",
        f"t.urn IS NULL AND t.second_phase {other} AND {_UNDER_WAY} AND {_SCHOOL_AGE}"
        " AND EXISTS (SELECT 1 FROM silver.ehc o WHERE o.last_delivered_on = t.last_delivered_on"
        " AND o.urn IS NOT NULL)",
        why,
        scope="cross_file",
        needs=("ehc", "persons"),
        source=source,
        breaks={
            "ehc": [
                {"child_id": "five", **at},
                {"child_id": "not sixteen", **at, "request_outcome_code": "Y", "assessment_outcome_code": "A"},
                _NUMBERED,
                {"child_id": "nobody", **at},
            ],
            "persons": _AGES,
        },
        passes={
            "ehc": [
                {"child_id": "six", "second_phase": None if example else "1"},
                {"child_id": "six", "urn": "1", **at},
                {"child_id": "not five", **at},
                {"child_id": "sixteen", **at},
                *({"child_id": "six", **at, **closed} for closed in _CLOSED),
                {"child_id": "six", **at, "last_delivered_on": "2020-08-31"},
            ],
            "persons": _AGES,
        },
    )


PUPILS: tuple[Rule, ...] = (
    Rule(
        "E32a",
        "Child of six or over has neither a pupil number nor a learner number",
        "warn",
        f"t.upn IS NULL AND t.uln IS NULL AND {_UNDER_WAY} AND "
        + _BORN.format("p.upn IS NULL AND p.born_on <= t.last_delivered_on - INTERVAL 6 YEAR")
        + " AND EXISTS (SELECT 1 FROM silver.persons o WHERE o.last_delivered_on = t.last_delivered_on"
        " AND o.upn IS NOT NULL)",
        "The plan cannot be matched with the school's records, and the return asks for one of the two.",
        scope="cross_file",
        needs=("persons",),
        source="SEN 107, 207",
        breaks={
            "ehc": [
                {"child_id": "six"},
                {"child_id": "six", "request_outcome_code": "Y", "assessment_outcome_code": "A"},
                {"child_id": "nobody"},
            ],
            "persons": _AGES,
        },
        passes={
            "ehc": [
                {"child_id": "not six"},
                {"child_id": "numbered"},
                {"child_id": "six", "upn": "1"},
                {"child_id": "six", "uln": "1"},
                *({"child_id": "six", **closed} for closed in _CLOSED),
                {"child_id": "six", "last_delivered_on": "2020-10-31"},
            ],
            "persons": [*_AGES, {"child_id": "B", "last_delivered_on": "2020-10-31"}],
        },
    ),
    Rule(
        "E32b",
        "Child has two plans in force",
        "warn",
        "t.plan_issued_on IS NOT NULL AND t.plan_ceased_on IS NULL AND EXISTS (SELECT 1 FROM silver.ehc o"
        " WHERE o.child_id = t.child_id AND o.request_id <> t.request_id AND o.plan_issued_on IS NOT NULL"
        " AND o.plan_ceased_on IS NULL AND o.last_delivered_on = t.last_delivered_on)",
        "The return wants the latest plan only; the earlier one was never closed and counts as a plan maintained.",
        scope="cross_file",
        needs=("ehc",),
        source="SEN 109",
        breaks={
            "ehc": [
                {"child_id": "A", "request_id": "1", "plan_issued_on": "2020-01-01"},
                {"child_id": "A", "request_id": "2", "plan_issued_on": "2020-06-01"},
                {"child_id": "A", "request_id": "3"},
                {"child_id": "A", "request_id": "4", "plan_issued_on": "2019-01-01", "plan_ceased_on": "2019-06-01"},
            ]
        },
        passes={
            "ehc": [
                {"child_id": "A", "request_id": "1", "plan_issued_on": "2020-01-01"},
                {"child_id": "A", "request_id": "2"},
                {"child_id": "A", "request_id": "3", "plan_issued_on": "2019-01-01", "plan_ceased_on": "2019-06-01"},
                {
                    "child_id": "A",
                    "request_id": "4",
                    "plan_issued_on": "2019-01-01",
                    "last_delivered_on": "2020-08-31",
                },
                {"child_id": "B", "request_id": "5", "plan_issued_on": "2020-01-01"},
            ]
        },
    ),
    Rule(
        "E32c",
        "The same pupil number stands on another child's plan or request",
        "warn",
        "EXISTS (SELECT 1 FROM silver.ehc o WHERE o.upn = t.upn AND o.child_id <> t.child_id)",
        "Probably one child under two numbers: the return takes a pupil number once.",
        scope="cross_file",
        needs=("ehc",),
        source="SEN 109, 209",
        breaks={"ehc": [{"child_id": "A", "upn": "1"}, {"child_id": "B", "upn": "1"}, {"child_id": "C", "upn": "2"}]},
        passes={
            "ehc": [
                {"child_id": "A", "upn": "1"},
                {"child_id": "A", "upn": "1"},
                {"child_id": "B", "upn": "2"},
                {"child_id": "C"},
                {"child_id": "D"},
            ]
        },
    ),
    _of_school_age(
        "E33a",
        ("IS NULL", ""),
        "Child of school age has a plan or a request under way, but no school is given",
        "Whether a child with such needs is at school at all cannot be told.",
        "SEN 108a, 208a",
    ),
    _of_school_age(
        "E33b",
        ("IS NOT NULL", "1"),
        "Child of school age is at a second school, but no main school is given",
        "Schools are counted by the main one, which leaves the child out.",
        "SEN 108b, 208b",
    ),
)
