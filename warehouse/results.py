"""What one rated figure is: the row that every publication, page, mail and explanation is made of.

Called by: warehouse.publication, which fills it; tasks.reports and tasks.alerting, which show it.
Promises:  values are exact fractions; what was printed is kept beside them.
Never:     holds a child-level value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from warehouse.monthly import Reading
from warehouse.rating import Rating
from warehouse.recording_lag import Movement
from warehouse.travel import Travel


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure beside an earlier one: which period, what it was, and which way things moved.

    label:   heading for people, e.g. "Q1 2020/21".
    printed: the earlier figure as printed, "N/A" where there is none; travel.reason says why.
    arrow:   by the report's convention; "" where there is none.
    """

    period: str
    label: str
    value: Fraction | None
    printed: str
    travel: Travel
    arrow: str


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator of one report for one period, with everything needed to print and defend it.

    Units: value, targets, `tolerance` and comparators are in `unit` (percent: 28.15 means 28.15 %).
    Trap:  `value` is unrounded; only the `_printed` fields are rounded, once. `reading` is of months by themselves, so
           its figures need not be the printed ones. `period` is text, and some texts are a month's and a year's:
           `period_kind` tells.
    movement: how far figures of this age moved, None where nobody asked or it is settled; still_moves says it.
    """

    council: str
    report: str
    period: str
    period_kind: str
    indicator: str
    title: str
    service_area: str
    unit: str
    better: str
    decimals: int
    definition_version: int | None
    basis: str
    basis_starts_on: date
    basis_ends_on: date
    value: Fraction | None
    value_printed: str
    numerator: Fraction | None
    denominator: Fraction | None
    excluded: int
    unknown: int
    no_data_reason: str
    annual_target: Fraction | None
    annual_target_printed: str
    period_target: Fraction | None
    target_printed: str
    tolerance_pct: Fraction | None
    tolerance_printed: str
    rating: Rating
    short: Comparison
    long: Comparison
    maturity: str
    restated_from: str = ""
    footnote: str = ""
    tolerance: Fraction | None = None
    reading: Reading | None = None
    measure: str = ""
    movement: Movement | None = None
    still_moves: str = ""
