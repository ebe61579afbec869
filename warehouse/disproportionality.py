"""Whether a group of children is over- or under-represented in a figure, compared with all children who live there.

Called by: warehouse.publication, for the indicators that a report names; warehouse.explain.
Promises:  shares, rates and ratios are exact fractions; children of whom the group is not known are told, and stand in
           no share; no ratio rests on fewer than FEWEST cases.
Never:     says why: a ratio is a question to ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from typing import Any

import duckdb

from warehouse.dimensions import DIMENSIONS, EQUALITY
from warehouse.disclosure import MOST_SMALL, is_safe, withheld
from warehouse.display import printed
from warehouse.periods import Reported

FEWEST = 10
"""One case more or less would move a ratio of fewer by more than a tenth."""

PER = 10_000
"""Rates are of so many children of the group."""

_COUNTED = """
WITH asked AS (
    SELECT indicator, kind, period, residents AS ages
    FROM mart.availability
    WHERE kind = $kind AND period = $period AND list_contains($codes, indicator) AND residents <> '' AND missing = ''
),
-- Who is in the figure.
cases AS (
    SELECT r.indicator, r.dimension, r.member, r.numerator
    FROM mart.indicator_result r
    JOIN asked USING (indicator, kind, period)
    WHERE list_contains($dimensions, r.dimension)
),
-- Who lives there.
residents AS (
    SELECT a.indicator, l.dimension, l.member, l.number, l.year
    FROM asked a
    JOIN mart.living l USING (kind, period, ages)
    WHERE list_contains($dimensions, l.dimension)
)
SELECT
    indicator, dimension, coalesce(c.member, l.member, '') AS group_code,
    CAST(coalesce(c.numerator, 0) AS BIGINT) AS cases, l.number, l.year,
    -- Only groups of which it is known how many live there are compared with each other.
    CAST(coalesce(sum(c.numerator) FILTER (WHERE l.number IS NOT NULL) OVER compared, 0) AS BIGINT),
    CAST(sum(l.number) OVER compared AS BIGINT),
    CAST(coalesce(sum(c.numerator) FILTER (WHERE l.number IS NULL) OVER compared, 0) AS BIGINT)
FROM cases c
FULL JOIN residents l USING (indicator, dimension, member)
WINDOW compared AS (PARTITION BY indicator, dimension)
ORDER BY indicator, dimension, group_code
"""


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its cases in the figure, beside its children in the area.

    share, share_of_residents: in per cent of the cases, and of the residents, of the groups that are compared.
    rate:        for each 10,000 of the group.
    ratio:       its rate over the rate of all that are compared: 2 means twice as often. None on too few cases.
    is_withheld: whether a pack may not show its numbers.
    """

    member: str
    label: str
    cases: int
    residents: int
    share: Fraction
    share_of_residents: Fraction
    rate: Fraction
    ratio: Fraction | None
    is_withheld: bool = False

    @property
    def times(self) -> str:
        """How many times as often as children as a whole it is in the figure, or why that is not said."""
        return f"fewer than {FEWEST} cases" if self.ratio is None else printed(self.ratio, 2)


@dataclass(frozen=True, slots=True)
class Disproportion:
    """One figure by one kind of group.

    groups:       those of which it is known how many live in the area; none where nothing can be compared, and
                  `why_none` says why.
    not_compared: cases whose group is not recorded, or of which the estimates know no number.
    rate:         of all children that are compared, for each 10,000.
    year:         of the estimates of residents, the latest of them where groups have different ones.
    """

    indicator: str
    dimension: str
    title: str
    groups: tuple[Group, ...]
    not_compared: int
    rate: Fraction | None
    year: int | None
    why_none: str = ""
    tells_of_few: bool = False

    def as_shown(self) -> Disproportion:
        """Return what a pack may show of it: nothing is compared where that would tell of a few children."""
        if not self.tells_of_few:
            return self
        why = "there are too few cases, or too few of a group of which the estimates have no number"
        return replace(self, groups=(), not_compared=self.cases, rate=None, year=None, why_none=why)

    @property
    def cases(self) -> int:
        """How many cases the figure has."""
        return self.not_compared + sum(group.cases for group in self.groups)

    @property
    def is_withholding(self) -> bool:
        """Whether a pack leaves out some of its numbers."""
        return any(group.is_withheld for group in self.groups)


def disproportions(
    connection: duckdb.DuckDBPyConnection, codes: Sequence[str], period: Reported, dimensions: Sequence[str] = EQUALITY
) -> tuple[Disproportion, ...]:
    """Return the figures of a period by each kind of group, in the order asked for; none where there is no figure."""
    rows = connection.execute(
        _COUNTED, {"kind": period.kind, "period": str(period), "codes": list(codes), "dimensions": list(dimensions)}
    ).fetchall()
    found = {key: _disproportion(*key, [*lines]) for key, lines in groupby(rows, key=lambda row: (row[0], row[1]))}
    wanted = [(code, dimension) for code in codes for dimension in dimensions]
    return tuple(found[key] for key in wanted if key in found)


def _disproportion(indicator: str, dimension: str, lines: Sequence[Sequence[Any]]) -> Disproportion:
    about = DIMENSIONS[dimension]
    compared = [line for line in lines if line[4] is not None]
    cases, residents, not_compared = lines[0][6:]
    why_none = ""
    if len(compared) <= 1:
        why_none = "how many children of each group live in the area is not known"
    elif not cases:
        why_none = "no case of the figure has a group that is known"
    if why_none:
        return Disproportion(indicator, dimension, about.title, (), cases + not_compared, None, None, why_none)
    groups = [_group(line, about.members) for line in compared]
    groups.sort(key=lambda group: [*about.members].index(group.member))
    hidden = withheld([(group.cases,) for group in groups])
    of_other_groups = sum(line[3] for line in lines if line[4] is None and line[2])
    return Disproportion(
        indicator=indicator,
        dimension=dimension,
        title=about.title,
        groups=tuple(replace(group, is_withheld=place in hidden) for place, group in enumerate(groups)),
        not_compared=not_compared,
        rate=Fraction(PER * cases, residents),
        year=max(line[5] for line in compared),
        # With those not recorded among them, more than so many leave a reader guessing.
        tells_of_few=(of_other_groups > 0 and not_compared <= MOST_SMALL)
        or not is_safe([(groups[place].cases,) for place in sorted(hidden)]),
    )


def _group(line: Sequence[Any], labels: Mapping[str, str]) -> Group:
    _, _, member, cases, residents, _, all_cases, all_residents, _ = line
    return Group(
        member=member,
        label=labels[member],
        cases=cases,
        residents=residents,
        share=Fraction(100 * cases, all_cases),
        share_of_residents=Fraction(100 * residents, all_residents),
        rate=Fraction(PER * cases, residents),
        ratio=Fraction(cases * all_residents, residents * all_cases) if cases >= FEWEST else None,
    )
