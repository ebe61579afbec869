"""The time that a figure speaks of: a position on a day, or events since some day, each for any period.

Called by: warehouse.indicator, whose declarations name one; marts, publications and explanations.
Promises:  every basis ends with its period; where it starts is said here and nowhere else.
Never:     knows of an indicator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from warehouse.periods import Month, Period

Over = Literal[
    "period",
    "year_to_date",
    "rolling_12",
    "rolling_36",
    "calendar_year_to_date",
    "academic_year_to_date",
    "as_at",
    "returned",
]


@dataclass(frozen=True, slots=True)
class Basis:
    """One way to place a figure in time.

    text:      what time the figure speaks of, in words.
    starts_on: first day of what is counted for a period.
    adds_up:   the count grows from period to period and starts again once a year, so that a figure can only be
               held against the same time of another year.
    """

    text: str
    starts_on: Callable[[Period], date]
    adds_up: bool = False


def _academic_year_starts_on(period: Period) -> date:
    last = period.ends_on
    return date(last.year if last.month >= 9 else last.year - 1, 9, 1)


BASES: Mapping[str, Basis] = {
    "period": Basis("events within the period", lambda period: period.starts_on),
    "year_to_date": Basis(
        "events from 1 April to the end of the period",
        lambda period: Month.of(period.ends_on).financial_year.starts_on,
        adds_up=True,
    ),
    "rolling_12": Basis(
        "events in the twelve months to the end of the period",
        lambda period: Month.of(period.ends_on).plus(-11).starts_on,
    ),
    "rolling_36": Basis(
        "events in the three years to the end of the period",
        lambda period: Month.of(period.ends_on).plus(-35).starts_on,
    ),
    "calendar_year_to_date": Basis(
        "events from 1 January to the end of the period", lambda period: date(period.ends_on.year, 1, 1), adds_up=True
    ),
    "academic_year_to_date": Basis(
        "events from 1 September to the end of the period", _academic_year_starts_on, adds_up=True
    ),
    "as_at": Basis("the position on the last day of the period", lambda period: period.ends_on),
    "returned": Basis("as submitted by the service", lambda period: period.starts_on),
}

assert set(BASES) == set(get_args(Over))
