"""Packs that differ from the deck in one telling way each, and one with everything that can happen to a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import cycle, islice
from typing import Any

from expectations.findings import Finding
from tasks.alerting import ExceptionNotice
from tests.tasks.pack_builder import QUARTER, deck, quality
from warehouse.breakdowns import Breakdown, MemberFigure
from warehouse.counts import summarise
from warehouse.display import printed
from warehouse.disproportionality import FEWEST, Disproportion, Group
from warehouse.monthly import Reading
from warehouse.outlook import Outlook
from warehouse.pack import Pack, Point
from warehouse.periods import Month, Quarter
from warehouse.rating import Rating
from warehouse.results import Comparison, IndicatorResult
from warehouse.signal import MonthlyPoint, Rebase, because, judge, stretches
from warehouse.travel import Better, Travel, arrow, travel


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
    history = {
        **pack.history,
        "LAC-PLAC3": series(["12.4", "11.8", "12", "10.5", "11", "11.2", "10.1", None, "9", "8.8", "8.2", "9.1"]),
        "AD-DAYS": series(["1000", "930", "850", None, None, "1300", "1234"], "days"),
        "RHI-72H": series(["60", "65.5", "71", None]),
        "CT-COUNT": series([str(700 + 37 * (n * n % 11)) for n in range(36)], "count", months=True),
    }
    unusual = (lower_is_better(), restated_by_hand(), without_data(), without_target())
    return replace(
        with_rows(pack, *pack.rows, *unusual),
        history=history,
        breakdowns=pack.breakdowns | {"LAC-PLAC3": splits()},
        disproportions=(("Children looked after per 10,000 children", compared()),),
    )


def splits() -> tuple[Breakdown, ...]:
    """Return a figure by service with its heads, and by ethnic group with small numbers; and a number by sex."""
    return (
        Breakdown(
            "service",
            "Service",
            (
                MemberFigure("Care", "Care", 20, 200, Fraction(10), "10%", headed_by="Head of Children in Care"),
                MemberFigure("", "No service recorded", 1, 30, Fraction(10, 3), "3.3%"),
            ),
        ),
        Breakdown(
            "ethnicity",
            "Ethnic group",
            (
                MemberFigure("WHITE", "White", 16, 180, Fraction(80, 9), "8.9%"),
                MemberFigure("BLACK", "Black", 4, 40, Fraction(10), "10%", is_withheld=True),
                MemberFigure("OTHER", "Other", 1, 8, Fraction(25, 2), "12.5%", is_withheld=True),
            ),
        ),
        Breakdown("sex", "Sex", (MemberFigure("F", "Female", 12, None, Fraction(12), "12"),)),
    )


def compared() -> tuple[Disproportion, ...]:
    """Return groups beside those who live in the area: all, too few and withheld, and what cannot be compared."""
    lines = (("WHITE", "White", 90, 600), ("MIXED", "Mixed", 9, 40), ("BLACK", "Black", 31, 130),
             ("OTHER", "Other", 3, 30))  # fmt: skip
    groups = tuple(
        Group(member, label, cases, there, Fraction(100 * cases, 133), Fraction(100 * there, 800),
              Fraction(10_000 * cases, there), Fraction(cases * 800, there * 133) if cases >= FEWEST else None,
              is_withheld=cases < FEWEST)
        for member, label, cases, there in lines
    )  # fmt: skip
    why = "how many children of each group live in the area is not known"
    return (
        Disproportion("LAC-RATE", "ethnicity", "Ethnic group", groups, 7, Fraction(1_330_000, 800), 2019),
        Disproportion("LAC-RATE", "disability", "Disability", (), 140, None, None, why),
    )


def reading(
    values: Sequence[str | int | None],
    better: Better | None = "higher",
    goal: Fraction | None = None,
    rebases: Sequence[Rebase] = (),
    last: Month = QUARTER.months[-1],
) -> Reading:
    """Return what months by themselves say, the last of them the deck's; None is a month without a figure."""
    months = [last.plus(n + 1 - len(values)) for n in range(len(values))]
    points = tuple(MonthlyPoint(m, Fraction(v)) for m, v in zip(months, values, strict=True) if v is not None)
    found = judge(points, better, goal, rebases)
    return Reading(
        signal=found,
        reason=because(found, "percent", 1),
        outlook=Outlook(None, why_none="made up"),
        measured="proportion",
        year="2020/21",
        points=points,
        stretches=stretches(points, rebases),
        goal=goal,
    )


STEADY = (30, 33, 29, 31, 34, 30, 28, 32, 31, 29, 33, 30)


def readings() -> Pack:
    """Return the deck with one reading of each kind."""
    anew = Rebase(Month("2019-06"), "a second front door team opened (Head of Assessment)")
    kinds = (
        reading((*STEADY, 31, 30, 29, None, 32, "28.15"), goal=Fraction(30)),
        reading((*STEADY, 31, 30, 42), goal=Fraction(25)),
        reading(STEADY[:8], goal=Fraction(40)),
        reading((*(n + 20 for n in STEADY), 49, 51, *STEADY, 31, 29, 30), rebases=[anew], goal=Fraction(28)),
        reading((*STEADY, *STEADY, *STEADY, 31), better=None),
        reading((100, 99, 98, 100, 97, 100, 99, 96, 100, 98, 99, 97, 99), goal=Fraction(95)),
    )
    pack = deck()
    rows = (replace(row, reading=one) for row, one in zip(pack.rows, kinds, strict=True))
    return replace(pack, rows=tuple(rows))


def lower_is_better() -> IndicatorResult:
    """Return a provisional Green row that got worse, under a report whose arrows follow the number."""
    moved = travel(Fraction("9.1"), Fraction("8.2"), "lower")
    return replace(
        deck().rows[0],
        indicator="LAC-PLAC3",
        title="% of looked after children with three or more placements",
        better="lower",
        decimals=1,
        basis="as at",
        basis_starts_on=date(2020, 9, 30),
        value=Fraction("9.1"),
        value_printed="9.1%",
        period_target=Fraction(11),
        target_printed="11%",
        annual_target_printed="11%",
        rating=Rating("green", "9.1% is better than target 11%"),
        short=Comparison("2020-21-Q1", "Q1 2020/21", Fraction("8.2"), "8.2%", moved, arrow(moved, "value")),
        maturity="provisional",
    )


def restated_by_hand() -> IndicatorResult:
    """Return a row in days whose figure was restated and whose colour a person set."""
    return replace(
        lower_is_better(),
        indicator="AD-DAYS",
        title="Average days from entering care to moving in with an adoptive family",
        unit="days",
        decimals=0,
        value=Fraction(1234),
        value_printed="1,234",
        period_target=Fraction(426),
        target_printed="426",
        annual_target_printed="426",
        rating=Rating("amber", "override: one long placement, decided by A. Director; the rule gives Red", True),
        maturity="restated",
        restated_from="1,251 in version 1",
    )


def without_data() -> IndicatorResult:
    """Return a row whose extract did not arrive."""
    nothing = Travel(None, None, "no figure for this period")
    return replace(
        deck().rows[0],
        indicator="RHI-72H",
        title="% of return home interviews offered within 72 hours",
        definition_version=None,
        value=None,
        value_printed="N/A",
        numerator=None,
        denominator=None,
        no_data_reason="the missing episodes extract has not arrived",
        rating=Rating(None, "no data: the missing episodes extract has not arrived"),
        short=Comparison("2020-21-Q1", "Q1 2020/21", Fraction(71), "71%", nothing, ""),
        long=Comparison("2019-20-Q2", "Q2 2019/20", None, "N/A", nothing, ""),
    )


def without_target() -> IndicatorResult:
    """Return a count that is watched without a target, with text beyond ASCII."""
    return replace(
        deck().rows[0],
        indicator="CT-COUNT",
        title="Contacts received – “front door”",
        unit="count",
        decimals=0,
        value=Fraction(2501),
        value_printed="2,501",
        annual_target=None,
        annual_target_printed="",
        period_target=None,
        target_printed="",
        tolerance_pct=None,
        tolerance_printed="",
        rating=Rating(None, "no target: watched for direction only"),
    )


def sized(rows: int) -> Pack:
    """Return a pack of many indicators in four service areas, each with forty quarters of history."""
    pack = deck()
    areas = ("Front door", "Child protection", "Looked after children", "Leaving care")
    made = [
        replace(row, indicator=f"XX-{n:03}", title=f"{row.title} ({n})", service_area=areas[n % 4])
        for n, row in enumerate(islice(cycle(pack.rows), rows))
    ]
    points = series([str(50 + n % 7) for n in range(40)])
    return replace(with_rows(pack, *made), history={row.indicator: points for row in made})


def notice() -> ExceptionNotice:
    """Return a month with one of every exception."""
    red = tuple(row for row in deck().rows if row.indicator == "FD-CONT-EH")
    return ExceptionNotice(
        council_name="Sample Borough",
        is_synthetic=True,
        label="September 2020",
        run_on=date(2020, 10, 5),
        refused_files=(
            Finding(
                extract="contacts",
                month="2020-09",
                rule="FILE-HEADER",
                severity="refuse_file",
                message="2 required columns were not found",
                rows=0,
                source="contacts_2020-09.csv",
            ),
        ),
        missing_extracts=("EHC requests",),
        findings=(
            Finding("contacts", "2020-09", "CON-004", "warn", "Contact outcome is blank", 112, "contact_outcome_code"),
            Finding("ehc", "2020-09", "EHC-007", "reject_row", "Plan was issued before it was requested", 6),
            Finding("persons", "2020-09", "PER-001", "note", "Header was mapped", 1),
        ),
        quality=quality(),
        red_indicators=red,
        where_to_look="receipts/sample-borough/2020-09",
    )


_FIXED = {
    "council",
    "period",
    "period_kind",
    "indicator",
    "unit",
    "better",
    "maturity",
    "arrow",
    "edition",
    "report",
    "basis",
}


def poisoned(value: Any, payload: str, name: str = "") -> Any:
    """Put a payload into every text of a pack that a council may have written."""
    if isinstance(value, str):
        return value if name in _FIXED or not value or value == "N/A" else f"{value} {payload}"
    if isinstance(value, tuple):
        return tuple(poisoned(item, payload, "indicator" if name == "indicators" else name) for item in value)
    if isinstance(value, Mapping):
        return {key: poisoned(item, payload, name) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, Rating | Travel):
        changes = {f.name: poisoned(getattr(value, f.name), payload, f.name) for f in fields(value) if f.init}
        return replace(value, **changes)  # type: ignore[type-var]
    return value
