"""Say how a figure is split, to the council's own people: every member with its numbers, and who is over-represented.

Called by: warehouse.explain.
Promises:  shows what the marts hold, small numbers too, and says which of them a pack would withhold.
Never:     shows a row; leaves its reader without the names that exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import duckdb

from expectations.errors import UsageProblem
from warehouse.breakdowns import Breakdown, breakdown
from warehouse.dimensions import EQUALITY, TEAM
from warehouse.display import printed
from warehouse.disproportionality import Disproportion, Group, disproportions
from warehouse.indicator import Indicator
from warehouse.periods import Reported
from warehouse.results import IndicatorResult


def chosen(
    connection: duckdb.DuckDBPyConnection, indicator: Indicator | None, row: IndicatorResult, by: str, member: str
) -> Breakdown | None:
    """Return a figure by a dimension, or one member of it; None where there is none to be split.

    indicator: None for a figure that a service returns. by: "" for teams, where it has any.
    Raises UsageProblem where the figure has no such split or member, naming those that exist.
    """
    known = indicator.splits if indicator else {}
    if by and by not in known:
        fix = f"it is split by: {', '.join(known)}" if known else "a figure that a service returns is not split"
        raise UsageProblem(f"{row.indicator} is not split by {by!r}", "the command line", fix)
    dimension = by or TEAM
    if indicator is None or dimension not in known:
        return None
    found = breakdown(connection, indicator, row, dimension)
    # A pack lists members of nought beside one of whom there are few; who sees the few needs no such company.
    found = replace(found, members=tuple(m for m in found.members if m.numerator or m.denominator))
    if not member:
        return found
    asked_for = member.casefold()
    kept = tuple(m for m in found.members if asked_for in (m.member.casefold(), m.label.casefold()))
    if not kept:
        names = ", ".join(m.label for m in found.members) or "none"
        what = f"{row.indicator} has no row for {dimension} {member!r} in {row.period}"
        raise UsageProblem(
            what, "the command line", f"{dimension}s: {names}" if dimension == TEAM else f"it has: {names}"
        )
    return replace(found, members=kept)


def lines_of(found: Breakdown) -> list[str]:
    """Return one line for each member."""
    width = max((len(member.label) for member in found.members), default=0)
    lines = []
    for member in found.members:
        line = f"{member.label:<{width}}  {member.numerator:>6,}"
        if member.denominator is not None:
            line += f" of {member.denominator:>6,}  {member.printed:>7}"
        asides = [member.headed_by, "withheld in packs" if member.is_withheld else ""]
        lines.append("  ".join([line, *filter(None, asides)]))
    return lines


def facts_of(found: Breakdown) -> dict[str, Any]:
    """Return a breakdown for machines."""
    return {
        "dimension": found.dimension,
        "members": [
            {
                "member": member.member,
                "label": member.label,
                "numerator": member.numerator,
                "denominator": member.denominator,
                "value": member.printed,
                "headed_by": member.headed_by,
                "is_withheld_in_packs": member.is_withheld,
            }
            for member in found.members
        ],
    }


def disproportion(
    connection: duckdb.DuckDBPyConnection, row: IndicatorResult, by: str, period: Reported
) -> Disproportion | None:
    """Return how a figure's groups compare with those who live in the area; None where it cannot be asked."""
    if by not in EQUALITY or row.value is None:
        return None
    return next(iter(disproportions(connection, [row.indicator], period, [by])), None)


def disproportion_lines(found: Disproportion | None) -> list[str]:
    """Return shares, rates and ratios, one line for each group, with what they rest on."""
    if found is None:
        return []
    if found.why_none or found.rate is None:
        return [f"Not compared, because {found.why_none}"]
    width = max(len(group.label) for group in found.groups)
    lines = [f"{'':<{width}}  of cases  of residents  per 10,000  times the whole"]
    lines += [
        f"{group.label:<{width}}  {printed(group.share, 1, 'percent'):>8}  "
        f"{printed(group.share_of_residents, 1, 'percent'):>12}  {printed(group.rate, 1):>10}  {group.times}"
        for group in found.groups
    ]
    return [
        *lines,
        f"The whole is {printed(found.rate, 1)} per 10,000 of those who lived there in the middle of {found.year}",
        f"{found.not_compared:,} in no share: their group is not recorded, or the estimates have no number of it",
    ]


def disproportion_facts(found: Disproportion | None) -> dict[str, Any] | None:
    """Return a comparison for machines; ratios exactly, as text."""
    if found is None:
        return None
    return {
        "why_none": found.why_none,
        "residents_of": found.year,
        "not_compared": found.not_compared,
        "rate_per_10000": _exactly(found.rate),
        "groups": [_group_facts(group) for group in found.groups],
    }


def _group_facts(group: Group) -> Mapping[str, Any]:
    return {
        "member": group.member,
        "label": group.label,
        "cases": group.cases,
        "residents": group.residents,
        "share_pct": _exactly(group.share),
        "share_of_residents_pct": _exactly(group.share_of_residents),
        "rate_per_10000": _exactly(group.rate),
        "ratio": _exactly(group.ratio),
        "why_no_ratio": group.times if group.ratio is None else "",
    }


def _exactly(number: Fraction | None) -> str | None:
    return None if number is None else str(number)
