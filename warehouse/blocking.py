"""Which figures may not be published because a rule over their rows could not be judged.

Called by: tasks.publishing, before a period is published; tasks.building, to tell of a run.
Promises:  a figure is held back for as long as the warehouse holds a blocking finding about rows that it may rest on.
Never:     judges a rule, or holds back a figure that rests on none of the rows in doubt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import duckdb

from expectations.contract import Extract
from expectations.findings import Finding
from warehouse.basis import BASES
from warehouse.indicator import Indicator
from warehouse.indicators import in_force
from warehouse.periods import Month, Reported


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A rule that could not be judged, and the indicators of a period that rest on its rows."""

    finding: Finding
    period: Reported
    indicators: tuple[str, ...]


def blocking_findings(connection: duckdb.DuckDBPyConnection) -> tuple[Finding, ...]:
    """Return the blocking findings of a warehouse, in order."""
    rows = connection.execute(
        'SELECT extract, month, rule, severity, message, "rows", "column", source FROM mart.finding '
        "WHERE severity = 'block' ORDER BY ALL"
    ).fetchall()
    return tuple(Finding(*row) for row in rows)


def held_back(
    findings: Iterable[Finding],
    extracts: Mapping[str, Extract],
    indicators: Mapping[str, tuple[Indicator, ...]],
    chosen: Collection[str],
    period: Reported,
) -> list[HeldBack]:
    """Return the blocking findings on which a period's figures may rest, each with those figures' codes.

    chosen: codes that the period publishes; one that is not declared is a figure that the council returns.
    """
    found = []
    for finding in findings:
        touched = _touched(extracts[finding.extract], finding.rule)
        resting = [
            code
            for code in chosen
            if touched.intersection(_needs(extracts, indicators.get(code), period))
            and _is_in_doubt(
                extracts[finding.extract], finding.month, _first_month(indicators.get(code), period), period
            )
        ]
        if resting:
            found.append(HeldBack(finding, period, tuple(sorted(resting))))
    return found


def _touched(extract: Extract, code: str) -> set[str]:
    """Return the extracts whose rows are in doubt: the rule's own, and those that it compares them with."""
    rule = next((rule for rule in extract.rules if rule.code == code), None)
    return {extract.name, *(rule.needs if rule else ())}


def _needs(
    extracts: Mapping[str, Extract], versions: tuple[Indicator, ...] | None, period: Reported
) -> tuple[str, ...]:
    if versions is None:
        return tuple(name for name, extract in extracts.items() if extract.is_return)
    return in_force(versions, period).needs


def _first_month(versions: tuple[Indicator, ...] | None, period: Reported) -> Month:
    """Return the first month whose rows a figure may rest on.

    Trap: a position is of the last day, but the rows that tell it may have come at any time in the period.
    """
    if versions is None:
        return period.months[0]
    basis = BASES[in_force(versions, period).over]
    return min(Month.of(basis.starts_on(period)), period.months[0])


def _is_in_doubt(extract: Extract, month: str, first: Month, period: Reported) -> bool:
    """Tell whether rows delivered in a month may lie in the time from `first` to the period's end.

    Trap: an event is dated by its last delivery here, and lists repeat their rows for months.
    """
    if extract.kind == "events":
        return month >= str(first)
    return str(first) <= month <= str(period.months[-1])
