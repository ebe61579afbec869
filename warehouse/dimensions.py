"""Ways to split a figure: by team, and by who the children are.

Called by: warehouse.indicator, for the query of an indicator; whatever lists or shows a breakdown.
Promises:  one declaration for each dimension; a row that does not say falls to NULL, never to a guess.
Never:     decides what may be shown: small numbers are a matter of the edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WHOLE = ""
"""The dimension of figures that are not split."""

TEAM = "team"
"""The dimension that every figure counted from rows has."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to split a figure.

    sql:     the member that a row belongs to. `r` is the row of the population, `c` the child's row of
             silver.child_about, {day} the day that places the row in time; NULL where it is not recorded.
    members: code -> what readers are told, in the order in which they are shown; empty where the codes are names.
    of_child: whether it asks who the child is, so that a population without children has no such split.
    """

    name: str
    title: str
    sql: str
    members: Mapping[str, str]
    of_child: bool = True


_AGE_BANDS = {"0": "Under 1", "1": "1 to 4", "5": "5 to 9", "10": "10 to 15", "16": "16 and 17", "18": "18 and over"}
_AGE = "age_on(c.born_on, {day})"
_FIRST_AGES = [int(member) for member in _AGE_BANDS]
AGE_BANDS: tuple[tuple[str, int, int | None], ...] = tuple(
    (member, first, after - 1 if after else None)
    for member, first, after in zip(_AGE_BANDS, _FIRST_AGES, [*_FIRST_AGES[1:], None], strict=True)
)
"""Member of the age split, its first age and its last, None where it has no end."""
_AGE_CASES = "".join(
    f" WHEN {_AGE} >= {first} THEN '{member}'" if last is None else f" WHEN {_AGE} <= {last} THEN '{member}'"
    for member, first, last in AGE_BANDS
)

DIMENSIONS: Mapping[str, Dimension] = {
    dimension.name: dimension
    for dimension in (
        Dimension(TEAM, "Team", "CAST({team} AS VARCHAR)", {}, of_child=False),
        Dimension("sex", "Sex", "nullif(c.sex_code, 'U')", {"F": "Female", "M": "Male"}),
        Dimension(
            "age",
            "Age",
            f"CASE{_AGE_CASES} END",
            _AGE_BANDS,
        ),
        Dimension(
            "ethnicity",
            "Ethnic group",
            "c.ethnic_group",
            {"WHITE": "White", "MIXED": "Mixed", "ASIAN": "Asian", "BLACK": "Black", "OTHER": "Other"},
        ),
        Dimension("disability", "Disability", "c.disability", {"YES": "Disabled", "NO": "Not disabled"}),
    )
}

EQUALITY = tuple(name for name, dimension in DIMENSIONS.items() if dimension.of_child)
"""The splits by who the children are."""

PLACES: Mapping[str, str] = {"service": "Service", "pod": "Pod"}
"""Splits that are added up from teams, by where each team stood at the end of the month: name -> title."""

PLACE_OF_TEAM = (
    "LEFT JOIN mart.team_place t ON lower(t.team) = lower({team}) AND {day} >= t.starts_on "
    "AND (t.ends_on IS NULL OR {day} <= t.ends_on)"
)
"""Join to where a team stood on a day, as `t`."""
