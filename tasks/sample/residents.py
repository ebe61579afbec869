"""Estimates of the children who live in Sample Borough: all of them, by age band and by group.

Called by: tasks.sample.world.
Promises:  the bands of a year add up to all its children, and so do the groups of each kind.
Never:     describes a real area.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

from tasks.sample import story
from tasks.sample.tables import Row
from warehouse.periods import Month

_CHILDREN = {2018: 57_100, 2019: 57_400, 2020: 57_600}
Part = TypeVar("Part", bound=Hashable)
_PUBLISHED_IN = "06"
"""The estimate for the middle of a year comes out in June of the next one."""
_OLDEST = 17
_PER_THOUSAND: Mapping[str, Mapping[str, int]] = {
    "SEX": {"F": 488, "M": 512},
    "ETHNICITY": {"WHITE": 640, "MIXED": 80, "ASIAN": 130, "BLACK": 120, "OTHER": 30},
    "DISABILITY": {"YES": 72, "NO": 928},
}
_AGES_PER_THOUSAND = {(0, 0): 58, (1, 4): 236, (5, 9): 294, (10, 15): 312, (16, _OLDEST): 100}


def estimates_of(month: Month) -> list[Row]:
    """Return what a month's file says: every year known by then, in June and in the first month of all."""
    if month != story.FIRST_MONTH and not str(month).endswith(f"-{_PUBLISHED_IN}"):
        return []
    return [row for year in _CHILDREN if year < month.year for row in _year(year)]


def _year(year: int) -> Iterator[Row]:
    children = _CHILDREN[year]
    yield _row(year, (0, _OLDEST), "ALL", "ALL", children)
    for ages, number in _shared(children, _AGES_PER_THOUSAND).items():
        yield _row(year, ages, "ALL", "ALL", number)
    for kind, shares in _PER_THOUSAND.items():
        for group, number in _shared(children, shares).items():
            yield _row(year, (0, _OLDEST), kind, group, number)


def _shared(children: int, per_thousand: Mapping[Part, int]) -> dict[Part, int]:
    """Divide children by shares; what whole numbers leave over goes to the largest part."""
    found = {part: children * share // 1000 for part, share in per_thousand.items()}
    found[max(per_thousand, key=lambda part: per_thousand[part])] += children - sum(found.values())
    return found


def _row(year: int, ages: tuple[int, int], kind: str, group: str, people: int) -> Row:
    columns = ("year", "age_from", "age_to", "dimension", "member", "people")
    return dict(zip(columns, (year, *ages, kind, group, people), strict=True))
