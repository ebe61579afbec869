"""Codes that say which part of the people who live in an area a number is of.

Called by: expectations.extracts.population, expectations.rules.reference.
Promises:  the groups are those by which figures about children are split; a test holds the two to each other.
Never:     has a group for those of whom it is not known: official estimates know of everybody.
"""

from __future__ import annotations

from collections.abc import Mapping

from expectations.contract import CodeList

EVERYBODY = "ALL"
"""Stands for both kind and group where a number is of all who live there; ages are told by the row's own ages."""

GROUPS: Mapping[str, Mapping[str, str]] = {
    EVERYBODY: {EVERYBODY: "All people"},
    "SEX": {"F": "Female", "M": "Male"},
    "ETHNICITY": {"WHITE": "White", "MIXED": "Mixed", "ASIAN": "Asian", "BLACK": "Black", "OTHER": "Other"},
    "DISABILITY": {"YES": "Disabled", "NO": "Not disabled"},
}
"""Kind of group -> its groups."""

DIMENSION = CodeList(
    "kind of group of residents",
    {EVERYBODY: "All people", "SEX": "Sex", "ETHNICITY": "Ethnic group", "DISABILITY": "Disability"},
    {"everybody": EVERYBODY, "total": EVERYBODY, "none": EVERYBODY, "gender": "SEX", "ethnic origin": "ETHNICITY"},
)

MEMBER = CodeList(
    "group of residents",
    {code: label for groups in GROUPS.values() for code, label in groups.items()},
    {
        "everybody": EVERYBODY,
        "all persons": EVERYBODY,
        "persons": EVERYBODY,
        "total": EVERYBODY,
        "females": "F",
        "girls": "F",
        "males": "M",
        "boys": "M",
        "mixed or multiple ethnic groups": "MIXED",
        "asian or asian british": "ASIAN",
        "black, black british, caribbean or african": "BLACK",
        "black or black british": "BLACK",
        "other ethnic group": "OTHER",
        "any other ethnic group": "OTHER",
        "without a disability": "NO",
        "with a disability": "YES",
    },
)
