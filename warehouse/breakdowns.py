"""One figure split: by team, service or pod, by who the children are, or in a way of its own.

Called by: warehouse.publication and warehouse.explain, which show it.
Promises:  the members add up to the whole figure, those not recorded included; values are exact fractions.
Never:     counts: every number stands in the marts; what a pack may not show of them is marked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import duckdb

from warehouse.dimensions import PLACES, TEAM
from warehouse.disclosure import MARK, withheld
from warehouse.display import printed
from warehouse.indicator import Indicator
from warehouse.results import IndicatorResult

NOT_RECORDED = "Not recorded"
"""Stands for those of whom it is not known which member they are."""

_HEADS = """
SELECT {place}, string_agg(DISTINCT head_of_service, ', ' ORDER BY head_of_service)
FROM mart.team_place
WHERE head_of_service <> '' AND starts_on <= $day AND (ends_on IS NULL OR ends_on >= $day)
GROUP BY {place}
"""


@dataclass(frozen=True, slots=True)
class MemberFigure:
    """One member's part of a figure.

    member:      its code, "" where it is not recorded.
    denominator: None for a number, and for a rate where no residents are known.
    printed:     the figure as printed, "" where a member has none of its own.
    is_withheld: whether a pack may not show its numbers.
    headed_by:   who was head of the service on the period's last day.
    """

    member: str
    label: str
    numerator: int
    denominator: int | None
    value: Fraction | None
    printed: str
    is_withheld: bool = False
    headed_by: str = ""

    @property
    def cells(self) -> tuple[str, str, str]:
        """Numerator, denominator and figure as a pack shows them."""
        if self.is_withheld:
            return MARK, MARK, MARK
        return (
            printed(self.numerator, 0),
            "" if self.denominator is None else printed(self.denominator, 0),
            self.printed,
        )


@dataclass(frozen=True, slots=True)
class Breakdown:
    """All members of a figure in one dimension, in the order in which they are shown."""

    dimension: str
    title: str
    members: tuple[MemberFigure, ...]

    @property
    def has_denominators(self) -> bool:
        """Whether any member is a share or a mean of something; numbers are of nothing."""
        return any(member.denominator is not None for member in self.members)

    @property
    def has_heads(self) -> bool:
        """Whether it is said who heads any of the members."""
        return any(member.headed_by for member in self.members)

    @property
    def is_withholding(self) -> bool:
        """Whether a pack leaves out some of its numbers."""
        return any(member.is_withheld for member in self.members)


def breakdown(
    connection: duckdb.DuckDBPyConnection, indicator: Indicator, row: IndicatorResult, dimension: str
) -> Breakdown:
    """Return one indicator's figure by the members of a dimension, for the row's period.

    Trap: a team's rate has no residents to be held against, so it is a number only.
    """
    found = connection.execute(
        "SELECT coalesce(member, ''), CAST(numerator AS BIGINT), CAST(denominator AS BIGINT), measure, scale "
        "FROM mart.indicator_result WHERE indicator = ? AND kind = ? AND period = ? AND dimension = ? AND missing = '' "
        "AND (numerator > 0 OR denominator > 0) AND measure <> 'returned'",
        [row.indicator, row.period_kind, row.period, dimension],
    ).fetchall()
    known = indicator.dimensions.get(dimension)
    labels = known.members if known else {}
    heads = (
        dict(connection.execute(_HEADS.format(place=dimension), {"day": row.basis_ends_on}).fetchall())
        if dimension in PLACES
        else {}
    )
    # Where teams stand tells of work.
    hides = bool(found) and dimension not in (TEAM, *PLACES)
    # A member of which there is none is not shown, unless one of whom there are few would stand alone without it.
    nought = [(name, 0, None, *found[0][3:]) for name in {*labels} - {line[0] for line in found} if hides]
    lines = sorted([*found, *nought], key=lambda line: _place(line[0], labels, label_of(indicator, dimension, line[0])))
    hidden = _hidden(lines) if hides else frozenset()
    members = [
        replace(_member(line, label_of(indicator, dimension, line[0]), row, heads), is_withheld=line[0] in hidden)
        for line in lines
        if line not in nought or line[0] in hidden
    ]
    return Breakdown(dimension, indicator.splits[dimension], tuple(members))


def label_of(indicator: Indicator, dimension: str, member: str) -> str:
    """Return what readers are told of a member of a dimension, "" of whom it is not recorded."""
    known = indicator.dimensions.get(dimension)
    labels = known.members if known else {}
    not_recorded = NOT_RECORDED if labels else f"No {indicator.splits[dimension].lower()} recorded"
    return labels.get(member, member) or not_recorded


def _member(line: Sequence[Any], label: str, row: IndicatorResult, heads: Mapping[str, str]) -> MemberFigure:
    member, numerator, denominator, measure, scale = line
    value = Fraction(numerator) if measure == "count" else None
    if denominator:
        value = Fraction(scale * numerator, denominator)
    return MemberFigure(
        member=member,
        label=label,
        numerator=numerator,
        denominator=denominator or None,
        value=value,
        printed="" if value is None else printed(value, row.decimals, row.unit),
        headed_by=heads.get(member, ""),
    )


def _place(member: str, labels: Mapping[str, str], label: str) -> tuple[int, str]:
    """Return where a member stands: in declared order, those not recorded last; names by the alphabet."""
    if not labels:
        return 0, label
    return ([*labels].index(member) if member in labels else len(labels) + (not member)), label


def _hidden(lines: Sequence[Sequence[Any]]) -> frozenset[str]:
    """Return the members whose numbers a pack may not show, of those not recorded ""."""
    told = [line for line in lines if line[0]]
    not_recorded = [line for line in lines if not line[0]]
    places = withheld([_given_away(line) for line in told], *(_given_away(line) for line in not_recorded))
    return frozenset([*told, *not_recorded][place][0] for place in places)


def _given_away(line: Sequence[Any]) -> tuple[int, ...]:
    """Return the numbers of children that a member's line tells."""
    _, numerator, denominator, measure, _ = line
    if measure == "proportion":
        return numerator, (denominator or 0) - numerator
    return (denominator or 0,) if measure == "average" else (numerator,)
