"""Read figures out of a warehouse: exact values with what they are made of, or the reason why there is none.

Called by: warehouse.publication and warehouse.explain.
Promises:  a value is a Fraction in the indicator's unit, unrounded; a missing one says what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import duckdb

from expectations.contract import Extract
from warehouse.basis import BASES
from warehouse.indicator import Indicator
from warehouse.indicators import in_force
from warehouse.periods import Month, Period, period_of
from warehouse.returned import ReturnedIndicator
from warehouse.travel import Better

_BY_ITSELF = """
SELECT a.indicator, a.period, coalesce(sum(c.met), 0), coalesce(sum(c.counted), 0)
FROM mart.availability a
JOIN mart.period p USING (kind, period)
LEFT JOIN mart.counted c ON c.indicator = a.indicator AND c.version = a.version AND c.month_ends_on = p.ends_on
    AND c.dimension = '' AND c.exclusion IS NULL
WHERE a.kind = 'month' AND a.missing = ''
GROUP BY a.indicator, a.period
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One counted or returned figure."""

    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None
    excluded: int
    unknown: int
    version: int
    over: str
    missing: tuple[str, ...]
    status: str
    measure: str = ""
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Described:
    """What readers need to know of an indicator, computed or returned."""

    code: str
    title: str
    service_area: str
    unit: str
    better: Better | None
    decimals: int
    definition: str
    over_text: str
    is_partnership: bool = False
    over: str = "period"


def describe(
    code: str,
    period: Period,
    indicators: Mapping[str, tuple[Indicator, ...]],
    returned: Mapping[str, ReturnedIndicator],
) -> Described:
    """Return what an indicator is, under the version in force for the period; the council's own comes first.

    Raises KeyError for a code that nobody declares.
    """
    if code in returned:
        own = returned[code]
        return Described(code, own.title, own.service_area, own.unit, own.better, own.decimals, own.definition,
                         BASES[own.over].text, own.is_partnership, own.over)  # fmt: skip
    known = in_force(indicators[code], period)
    return Described(
        code,
        known.title,
        known.service_area,
        known.unit,
        known.better,
        known.decimals,
        known.definition,
        known.over_text,
        over=known.over,
    )


class Figures:
    """Every whole-council figure of a warehouse, by indicator and period."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, returned: Mapping[str, ReturnedIndicator] | None = None
    ) -> None:
        """Read them all: tens of indicators for tens of periods.

        returned: the council's own indicators, whose units say what numerator over denominator means.
        """
        own = returned or {}
        rows = connection.execute(
            "SELECT indicator, kind, period, version, over_time, numerator, denominator, excluded, unknown, missing, "
            "returned_value, status, measure, scale FROM mart.indicator_result WHERE dimension = ''"
        ).fetchall()
        # A returned share without a unit of its own is in per cent, as is one that takes a computed indicator's place.
        per_cent = {row[0] for row in rows if row[0] not in own or own[row[0]].unit == "percent"}
        self._figures: dict[tuple[str, Period], Figure] = {
            (row[0], period_of(*row[1:3])): _figure(
                row[3:-1], 100 if row[-2] == "returned" and row[0] in per_cent else row[-1]
            )
            for row in rows
        }
        months = connection.execute("SELECT period FROM mart.period WHERE kind = 'month' ORDER BY period").fetchall()
        self.months = tuple(Month(month) for (month,) in months)
        self._counted = {(row[0], row[1]): row[2:] for row in connection.execute(_BY_ITSELF).fetchall()}

    def get(self, indicator: str, period: Period) -> Figure | None:
        """Return the figure, None where the warehouse has no row for it."""
        return self._figures.get((indicator, period))

    def by_itself(self, indicator: str, month: Month) -> Figure | None:
        """Return a month's figure from what that month brought alone, whatever time the printed one is over.

        A position and a submitted figure stand as they are.
        """
        printed, row = self.get(indicator, month), self._counted.get((indicator, str(month)))
        if printed is None or row is None:
            return printed
        met, counted = row
        denominator = None if printed.measure == "count" else printed.denominator
        if printed.measure not in ("count", "monthly_count", "rate"):
            denominator = Fraction(counted)
        return replace(
            printed,
            numerator=Fraction(met),
            denominator=denominator,
            value=_value(Fraction(met), denominator, printed.measure, printed.scale),
        )

    def is_provisional(self, indicator: str, period: Period) -> bool:
        """Whether the figure may still move: nothing later has been delivered, or its service says so."""
        found = self.get(indicator, period)
        if found is not None and found.status:
            return found.status == "provisional"
        return not self.months or self.months[-1].ends_on <= period.ends_on


def why_none(figure: Figure | None, period: Period, extracts: Mapping[str, Extract]) -> str:
    """Say why there is no value, "" where there is one."""
    if figure is None:
        return f"no figure was delivered or submitted for {_name(period)}"
    if figure.missing:
        titles = [extracts[name].title.lower() if name in extracts else name for name in figure.missing]
        return f"no delivery of {_listed(titles)} for {Month.of(period.ends_on).label}"
    if figure.value is not None:
        return ""
    if figure.denominator is None and figure.over != "returned":
        return "how many people it is held against is not known for that year"
    is_blank = figure.over == "returned" and figure.denominator != 0
    return "the service submitted no value" if is_blank else "no cases in the period"


def _figure(row: Sequence[Any], scale: int) -> Figure:
    version, over, numerator, denominator, excluded, unknown, missing, returned, status, measure = row
    top, bottom = _fraction(numerator), _fraction(denominator)
    value = _fraction(returned)
    if value is None:
        value = _value(top, bottom, measure, scale)
    lacking = tuple(missing.split(", ")) if missing else ()
    if lacking:
        top = bottom = value = None
    return Figure(top, bottom, value, int(excluded), int(unknown), version, over, lacking, status, measure, scale)


def _value(top: Fraction | None, bottom: Fraction | None, measure: str, scale: int) -> Fraction | None:
    if measure == "count":
        return top
    return scale * top / bottom if top is not None and bottom else None


def _fraction(number: object) -> Fraction | None:
    return None if number is None else Fraction(str(number))


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def _name(period: Period) -> str:
    return getattr(period, "short_label", period.label)
