"""Packs that differ from the deck in one telling way each, and one with everything that can happen to a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from tests.tasks.pack_builder import QUARTER, deck
from warehouse.counts import summarise
from warehouse.display import printed
from warehouse.pack import Pack, Point
from warehouse.periods import Month, Quarter
from warehouse.rating import Rating
from warehouse.results import Comparison, IndicatorResult
from warehouse.travel import Travel, arrow, travel


def series(values: list[str | None], unit: str = "percent", months: bool = False) -> tuple[Point, ...]:
    """Return figures up to the deck's quarter, or its last month, oldest first."""
    periods: list[Month | Quarter] = [QUARTER.months[-1] if months else QUARTER]
    while len(periods) < len(values):
        periods.insert(0, periods[0].previous())
    labels = [period.label if isinstance(period, Month) else period.short_label for period in periods]
    return tuple(
        Point(label, None, "N/A") if value is None else Point(label, Fraction(value), printed(Fraction(value), 1, unit))
        for label, value in zip(labels, values, strict=True)
    )


def with_rows(pack: Pack, *rows: IndicatorResult) -> Pack:
    """Return a pack with other rows and the counts that follow from them."""
    return replace(pack, rows=rows, summary=summarise((row.rating, row.value is not None) for row in rows))


def with_first_row(**changes: object) -> Pack:
    """Return the deck with its first row changed."""
    pack = deck()
    return with_rows(pack, replace(pack.rows[0], **changes), *pack.rows[1:])  # type: ignore[arg-type]


def eventful() -> Pack:
    """Return a pack in which everything happens at once that can happen to a row."""
    pack = deck()
    first = pack.rows[0]
    moved = travel(Fraction("9.1"), Fraction("8.2"), "lower")
    lower = replace(
        first,
        **{"indicator": "LAC-PLAC3", "title": "% of looked after children with three or more placements"},
        **{"better": "lower", "value": Fraction("9.1"), "value_printed": "9.1%", "decimals": 1},
        **{"period_target": Fraction(11), "target_printed": "11%", "annual_target_printed": "11%"},
        **{"rating": Rating("green", "9.1% is better than target 11%"), "basis": "as at"},
        **{"basis_starts_on": date(2020, 9, 30), "maturity": "provisional"},
        short=Comparison("2020-21-Q1", "Q1 2020/21", Fraction("8.2"), "8.2%", moved, arrow(moved, "value")),
    )
    days = replace(
        lower,
        **{"indicator": "AD-DAYS", "title": "Average days from entering care to moving in with an adoptive family"},
        **{"unit": "days", "value": Fraction(1234), "value_printed": "1,234", "period_target": Fraction(426)},
        **{"target_printed": "426", "annual_target_printed": "426", "decimals": 0},
        rating=Rating(
            "amber", "override: one placement of four years, decided by A. Director; the rule gives Red", True
        ),
        **{"maturity": "restated", "restated_from": "1,251 in version 1"},
    )
    missing = replace(
        first,
        **{"indicator": "RHI-72H", "title": "% of return home interviews offered within 72 hours"},
        **{"value": None, "value_printed": "N/A", "numerator": None, "denominator": None},
        **{"definition_version": None, "no_data_reason": "the missing episodes extract has not arrived"},
        rating=Rating(None, "no data: the missing episodes extract has not arrived"),
        short=Comparison("2020-21-Q1", "Q1 2020/21", Fraction(71), "71%", Travel(None, None, "no figure"), ""),
        long=Comparison("2019-20-Q2", "Q2 2019/20", None, "N/A", Travel(None, None, "no figure"), ""),
    )
    untargeted = replace(
        first,
        **{"indicator": "CT-COUNT", "title": "Contacts received – “front door”", "unit": "count", "decimals": 0},
        **{"value": Fraction(2501), "value_printed": "2,501", "period_target": None, "annual_target": None},
        **{"target_printed": "", "annual_target_printed": "", "tolerance_printed": "", "tolerance_pct": None},
        rating=Rating(None, "no target: watched for direction only"),
    )
    history = {
        **pack.history,
        "LAC-PLAC3": series(
            ["12.4", "11.8", "12", "10.5", "11", "11.2", "10.1", "9.6", None, "9", "8.8", "8.2", "9.1"]
        ),
        "AD-DAYS": series(["1000", "930", "850", None, None, "1300", "1234"], "days"),
        "RHI-72H": series(["60", "65.5", "71", None]),
        "CT-COUNT": series([str(700 + 37 * (n * n % 11)) for n in range(36)], "count", months=True),
    }
    return replace(with_rows(pack, *pack.rows, lower, days, missing, untargeted), history=history)


def sized(rows: int) -> Pack:
    """Return a pack of many indicators in four service areas, each with forty quarters of history."""
    pack = deck()
    areas = ("Front door", "Child protection", "Looked after children", "Leaving care")
    made = [
        replace(
            pack.rows[n % 6], indicator=f"XX-{n:03}", title=f"{pack.rows[n % 6].title} ({n})", service_area=areas[n % 4]
        )
        for n in range(rows)
    ]
    points = series([str(50 + n % 7) for n in range(40)])
    return replace(with_rows(pack, *made), history={row.indicator: points for row in made})
