"""Assemble one report for one period: figures, ratings, travels, words, and what has been restated.

Called by: tasks.publishing; warehouse.explain for one indicator.
Promises:  everything in it comes from one warehouse; the same warehouse and policy give the same pack.
Never:     reads a clock: the day of publication is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import duckdb

from expectations.contract import Extract
from warehouse.basis import BASES
from warehouse.breakdowns import Breakdown, breakdown
from warehouse.comparators import Comparator, Others, Ours, others
from warehouse.counts import Summary, summarise
from warehouse.display import printed
from warehouse.disproportionality import Disproportion, disproportions
from warehouse.figures import Described, Figure, Figures, describe, why_none
from warehouse.indicator import Indicator
from warehouse.indicators import in_force
from warehouse.monthly import Reading, read
from warehouse.pack import CommentaryItem, FindingLine, Pack, Point, QualityLine, Restatement
from warehouse.periods import FinancialYear, Period, Quarter, Reported, ways_to_return
from warehouse.policy import Report
from warehouse.rating import RULES, RatingInput, rate
from warehouse.recording_lag import Vintages, is_young, movement
from warehouse.recording_lag import words as movement_words
from warehouse.results import Comparison, IndicatorResult
from warehouse.returned import ReturnedIndicator
from warehouse.signal import Rebase
from warehouse.targets import Target
from warehouse.travel import DIRECTIONS, Travel, arrow, legend, travel
from warehouse.vintages import age_of

PERIODS_SHOWN = 13
FINDINGS_SHOWN = 10
NO_SHORT_TERM = Comparison("", "", None, "N/A", Travel(None, None, "a year is compared with the year before only"), "")
"""What stands beside a year where a quarter has the quarter before."""


class PublishedFigure(NamedTuple):
    """What one version of a publication said of an indicator."""

    version: int
    printed: str
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be published, under whose policy.

    published_before: (indicator, period) -> what earlier versions of this report printed, latest first.
    version:          number that this publication will have, 1 for the first.
    vintages:         indicator -> its figures as known earlier; None where nobody asked for them.
    """

    council: str
    council_name: str
    is_synthetic: bool
    report: Report
    period: Reported
    published_on: date
    target: Callable[[str, FinancialYear], Target]
    indicators: Mapping[str, tuple[Indicator, ...]]
    returned: Mapping[str, ReturnedIndicator]
    extracts: Mapping[str, Extract]
    version: int = 1
    published_before: Mapping[tuple[str, str], Sequence[PublishedFigure]] = field(default_factory=dict)
    rebases: Mapping[str, Sequence[Rebase]] = field(default_factory=dict)
    comparators: Sequence[Comparator] = ()
    vintages: Vintages | None = None


def assemble(connection: duckdb.DuckDBPyConnection, asked: Request, figures: Figures | None = None) -> Pack:
    """Return the whole pack of a report for its period.

    figures: those of the warehouse, where somebody has read them already; for all packs they are the same.
    """
    figures = figures or Figures(connection, asked.returned)
    period, report = asked.period, asked.report
    rows = results(figures, asked)
    shown = {row.indicator: row for row in rows}
    items = _commentary(connection, asked, shown)
    return Pack(
        council=asked.council,
        council_name=asked.council_name,
        is_synthetic=asked.is_synthetic,
        edition="internal",
        report=report.name,
        report_title=report.title,
        about=report.about,
        period=str(period),
        period_label=period.label,
        period_short_label=short_name(period),
        year_label=period.financial_year.label,
        published_on=asked.published_on,
        version=asked.version,
        rating_rule_text=RULES[report.rating_rule].text,
        arrow_legend=legend(report.arrows),
        summary=_summary(rows, asked),
        previous_summary=_previous_summary(figures, asked),
        previous_label=short_name(period.previous()),
        rows=rows,
        history={row.indicator: _history(figures, row, period) for row in rows},
        highlights=tuple(item for kind, item in items if kind == "highlight"),
        improvements=tuple(item for kind, item in items if kind == "improvement"),
        breakdowns={row.indicator: _breakdowns(connection, asked, row) for row in rows},
        disproportions=_disproportions(connection, asked),
        data_quality=_quality(connection, asked),
        top_findings=_findings(connection, asked),
        restatements=_restatements(figures, rows, asked),
        sources=_sources(connection, asked),
        groups=_groups(rows, asked),
        others={row.indicator: others_of(row, asked) for row in rows},
        shows_previous="previous" in report.compares and period.kind != "year",
        shows_year_before="year_before" in report.compares,
        proposed=report.proposed.get(str(period.financial_year), ()),
        next_year=period.financial_year.next().label if report.shows_next_target else "",
        next_targets=_next_targets(rows, asked) if report.shows_next_target else {},
    )


def results(figures: Figures, asked: Request) -> tuple[IndicatorResult, ...]:
    """Return the rated row of each indicator of the report, in the report's order, with what its months say."""
    rows = [replace(row, reading=_read(figures, asked, row.indicator)) for row in _rated(figures, asked)]
    return tuple(_with_movement(figures, asked, row) for row in rows)


def _with_movement(figures: Figures, asked: Request, row: IndicatorResult) -> IndicatorResult:
    """Add to a young figure how far figures of its age moved; of one that is final it is said only if others moved."""
    if asked.vintages is None or row.value is None or not figures.months:
        return row
    known_now = figures.months[-1]
    if not is_young(asked.period, known_now):
        return row
    age = age_of(asked.period, known_now)
    moved = movement(asked.vintages.get(row.indicator, ()), figures.get, age, known_now, asked.period.kind)
    is_to_be_said = row.maturity == "provisional" or (moved.is_known and moved.largest)
    said = movement_words(moved, row.decimals, row.unit) if is_to_be_said else ""
    return replace(row, movement=moved, still_moves=said)


def _rated(figures: Figures, asked: Request) -> list[IndicatorResult]:
    codes = asked.report.indicators(asked.period.financial_year)
    return [_result(figures, asked, code) for code in codes]


def _read(figures: Figures, asked: Request, code: str) -> Reading:
    about = describe(code, asked.period, asked.indicators, asked.returned)
    about = replace(about, decimals=asked.report.decimals.get(code, about.decimals))
    target = asked.target(code, asked.period.financial_year)
    return read(figures, about, asked.period, target, asked.rebases.get(code, ()))


def _result(figures: Figures, asked: Request, code: str) -> IndicatorResult:
    period, report = asked.period, asked.report
    about = describe(code, period, asked.indicators, asked.returned)
    decimals = report.decimals.get(code, about.decimals)
    figure = figures.get(code, period)
    value = figure.value if figure else None
    reason = why_none(figure, period, asked.extracts)
    target = asked.target(code, period.financial_year)
    long = _comparison(figures, asked, about, decimals, period.same_last_year())
    short = _comparison(figures, asked, about, decimals, period.previous()) if period.kind != "year" else NO_SHORT_TERM
    is_provisional = figures.is_provisional(code, period)
    judged = RatingInput(
        value=value,
        target=target.annual if report.rating_rule == "annual_five_pct" else target.for_period(period),
        tolerance_pct=target.tolerance_pct,
        better=about.better,
        # A year that may not be compared decides no colour either.
        last_year=long.value if long.travel.change is not None else None,
        is_provisional=is_provisional,
        is_partnership=about.is_partnership,
        no_target_reason=target.reason,
        no_data_reason=reason,
        override=report.overrides.get((code, str(period))),
        unit=about.unit,
        decimals=decimals,
        tolerance=target.tolerance,
        withheld_reason=_withheld(asked, code, target),
    )
    published = asked.published_before.get((code, str(period)), ())
    before = next((said for said in published if said.value != value), None)
    basis = BASES[about.over if figure else "period"]
    return IndicatorResult(
        council=asked.council,
        report=report.name,
        period=str(period),
        period_kind=period.kind,
        indicator=code,
        title=about.title,
        service_area=about.service_area,
        unit=about.unit,
        better=about.better or "",
        decimals=decimals,
        definition_version=figure.version if figure else None,
        basis=about.over_text,
        basis_starts_on=basis.starts_on(period),
        basis_ends_on=period.ends_on,
        value=value,
        value_printed=_print(value, decimals, about.unit),
        numerator=figure.numerator if figure else None,
        denominator=figure.denominator if figure else None,
        excluded=figure.excluded if figure else 0,
        unknown=figure.unknown if figure else 0,
        no_data_reason=reason,
        annual_target=target.annual,
        annual_target_printed=target.printed(target.annual, about.unit),
        period_target=target.for_period(period),
        target_printed=target.printed(target.for_period(period), about.unit),
        tolerance_pct=target.tolerance_pct,
        tolerance_printed=RULES[report.rating_rule].tolerance or target.tolerance_printed(about.unit),
        rating=rate(report.rating_rule, judged),
        short=short,
        long=long,
        maturity="restated" if before else "provisional" if is_provisional else "final",
        restated_from=f"{before.printed} in version {before.version}" if before else "",
        footnote=report.footnotes.get(code, ""),
        tolerance=target.tolerance,
        measure=figure.measure if figure else "",
    )


def _withheld(asked: Request, code: str, target: Target) -> str:
    """Return why the council's policy gives an indicator no colour in this report, "" where it does."""
    if asked.report.is_proposed(code, asked.period.financial_year):
        return "proposed as a new indicator: nothing has been agreed for it yet"
    has_number = target.for_period(asked.period) is not None or target.annual is not None
    return "target not approved" if has_number and not target.is_approved else ""


def _next_targets(rows: Iterable[IndicatorResult], asked: Request) -> dict[str, str]:
    """Return what is agreed or proposed for the year to come, as it is printed beside this year's."""
    year = asked.period.financial_year
    return {
        row.indicator: asked.target(row.indicator, year.next()).announced(asked.target(row.indicator, year), row.unit)
        for row in rows
    }


def others_of(row: IndicatorResult, asked: Request) -> Others:
    """Return what others achieved on an indicator, beside our own figure."""
    better = DIRECTIONS.get(row.better)
    return others(asked.comparators, Ours(row.indicator, asked.period, row.value, better, row.unit, row.decimals))


def _groups(rows: Iterable[IndicatorResult], asked: Request) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Put the rows of a report with headings under them; partnership and proposed indicators stand apart, last."""
    report, year = asked.report, asked.period.financial_year
    apart: dict[str, list[str]] = {"Partnership indicators": [], "Proposed new indicators": []}
    partnership, proposed = apart
    goals: dict[str, list[str]] = {}
    for row in rows:
        about = describe(row.indicator, asked.period, asked.indicators, asked.returned)
        if report.is_proposed(row.indicator, year):
            apart[proposed].append(row.indicator)
        elif about.is_partnership:
            apart[partnership].append(row.indicator)
        else:
            goals.setdefault(report.goal(row.indicator, year), []).append(row.indicator)
    if set(goals) <= {""} and not any(apart.values()):
        return ()
    return tuple((heading, tuple(codes)) for heading, codes in (*goals.items(), *apart.items()) if codes)


def _comparison(figures: Figures, asked: Request, about: Described, decimals: int, other: Reported) -> Comparison:
    now, then = figures.get(about.code, asked.period), figures.get(about.code, other)
    reason = ""
    if then is None or then.value is None:
        reason = why_none(then, other, asked.extracts)
    elif now is not None and now.value is not None:
        reason = _not_comparable(now, then, about, other, asked.period)
    travelled = travel(now.value if now else None, then.value if then else None, about.better, reason)
    value = then.value if then else None
    return Comparison(
        period=str(other),
        label=short_name(other),
        value=value,
        printed=_print(value, decimals, about.unit),
        travel=travelled,
        arrow=arrow(travelled, asked.report.arrows),
    )


def _not_comparable(now: Figure, then: Figure, about: Described, other: Reported, period: Reported) -> str:
    if now.version != then.version:
        return f"the definition changed between {short_name(other)} and {short_name(period)}"
    if now.over != then.over:
        return "the two figures are measured on different bases"
    if BASES[about.over].adds_up and other != period.same_last_year():
        return "the figure adds up over the year, so it is compared with the same time last year only"
    return ""


def short_name(period: Period) -> str:
    """Return a period as a column heading prints it: "Q2 2020/21", "September 2020"."""
    return period.short_label if isinstance(period, Quarter) else period.label


def _print(value: Fraction | None, decimals: int, unit: str) -> str:
    return "N/A" if value is None else printed(value, decimals, unit)


def _summary(rows: Iterable[IndicatorResult], asked: Request) -> Summary:
    """Count the indicators that were chosen; what is only proposed for a later year is none of them."""
    year = asked.period.financial_year
    chosen = (row for row in rows if not asked.report.is_proposed(row.indicator, year))
    return summarise((row.rating, row.value is not None) for row in chosen)


def _previous_summary(figures: Figures, asked: Request) -> Summary | None:
    before = asked.period.previous()
    if not any(figures.get(code, before) for code in asked.report.indicators(before.financial_year)):
        return None
    earlier = replace(asked, period=before, published_before={})
    return _summary(_rated(figures, earlier), earlier)


def _history(figures: Figures, row: IndicatorResult, period: Reported) -> tuple[Point, ...]:
    """Return the periods up to this one, oldest first, gaps kept, from the first that has a figure."""
    points: list[Point] = []
    for _ in range(PERIODS_SHOWN):
        found = figures.get(row.indicator, period)
        value = found.value if found else None
        points.insert(0, Point(short_name(period), value, _print(value, row.decimals, row.unit)))
        period = period.previous()
    first = next((n for n, point in enumerate(points) if point.value is not None), len(points))
    return tuple(points[first:])


def _commentary(
    connection: duckdb.DuckDBPyConnection, asked: Request, shown: Mapping[str, IndicatorResult]
) -> list[tuple[str, CommentaryItem]]:
    rows = connection.execute(
        "SELECT kind_code, indicator_codes, text, corrective_action, owner, due_on FROM silver.commentary_item "
        "WHERE list_contains(?, period) ORDER BY indicator_codes, kind_code, text",
        [ways_to_return(asked.period)],
    ).fetchall()
    items = []
    for kind, written, text, action, owner, due_on in rows:
        codes = tuple(code.strip() for code in str(written).replace(";", ",").split(",") if code.strip() in shown)
        if codes:
            titles = tuple(shown[code].title for code in codes)
            items.append((str(kind).lower(), CommentaryItem(codes, titles, text, action or "", owner or "", due_on)))
    return items


def _breakdowns(connection: duckdb.DuckDBPyConnection, asked: Request, row: IndicatorResult) -> tuple[Breakdown, ...]:
    """Return the splits of an indicator that the report shows; a comparison with residents shows the same numbers."""
    if row.indicator in asked.returned:
        return ()
    indicator = in_force(asked.indicators[row.indicator], asked.period)
    compared = asked.report.equality_groups if row.indicator in asked.report.disproportionality else ()
    wanted = [d for d in asked.report.breakdowns if d in indicator.splits and d not in compared]
    found = (breakdown(connection, indicator, row, dimension) for dimension in wanted)
    return tuple(split for split in found if split.members)


def _disproportions(
    connection: duckdb.DuckDBPyConnection, asked: Request
) -> tuple[tuple[str, tuple[Disproportion, ...]], ...]:
    report = asked.report
    counted = disproportions(connection, report.disproportionality, asked.period, report.equality_groups)
    found = [one.as_shown() for one in counted]
    by_code = {
        code: tuple(one for one in found if one.indicator == code)
        for code in report.disproportionality
        if any(one.indicator == code for one in found)
    }
    titles_of = {code: describe(code, asked.period, asked.indicators, asked.returned).title for code in by_code}
    return tuple((titles_of[code], ones) for code, ones in by_code.items())


def _quality(connection: duckdb.DuckDBPyConnection, asked: Request) -> tuple[QualityLine, ...]:
    months = [str(month) for month in asked.period.months]
    rows = connection.execute(
        "WITH found AS (SELECT extract, count(*) AS findings FROM mart.finding WHERE list_contains($months, month) "
        "AND severity <> 'note' GROUP BY extract) "
        "SELECT d.extract, count(*), sum(rows_in), sum(loaded), sum(quarantined), sum(duplicates), "
        "coalesce(any_value(f.findings), 0) "
        "FROM mart.delivery d LEFT JOIN found f USING (extract) WHERE list_contains($months, d.month) GROUP BY "
        "d.extract ORDER BY d.extract",
        {"months": months},
    ).fetchall()
    return tuple(QualityLine(asked.extracts[row[0]].title, *(int(number) for number in row[1:])) for row in rows)


def _findings(connection: duckdb.DuckDBPyConnection, asked: Request) -> tuple[FindingLine, ...]:
    rows = connection.execute(
        'SELECT rule, message, extract, severity, CAST(max("rows") AS BIGINT) AS most FROM mart.finding '
        "WHERE list_contains($months, month) AND severity <> 'note' GROUP BY rule, message, extract, severity "
        "ORDER BY severity <> 'block', severity <> 'reject_row', most DESC, rule, message LIMIT $shown",
        {"months": [str(month) for month in asked.period.months], "shown": FINDINGS_SHOWN},
    ).fetchall()
    return tuple(
        FindingLine(rule, message, asked.extracts[extract].title, severity, most)
        for rule, message, extract, severity, most in rows
    )


def _restatements(figures: Figures, rows: Iterable[IndicatorResult], asked: Request) -> tuple[Restatement, ...]:
    """List every figure shown, in the table or a trend, of which an earlier publication printed another."""
    found = []
    for row in rows:
        period = asked.period
        for _ in range(PERIODS_SHOWN):
            now = figures.get(row.indicator, period)
            value = now.value if now else None
            said = asked.published_before.get((row.indicator, str(period)), ())
            before = (
                next((s for s in said if s.value != value), None) if period == asked.period else next(iter(said), None)
            )
            if before is not None and before.value != value:
                now_printed = _print(value, row.decimals, row.unit)
                reason = "rows delivered or corrected after it was published"
                found.append(Restatement(row.title, short_name(period), before.printed, now_printed, reason))
            period = period.previous()
    return tuple(found)


def _sources(connection: duckdb.DuckDBPyConnection, asked: Request) -> tuple[str, ...]:
    about = connection.execute("SELECT build_id FROM mart.about").fetchone()
    counted = connection.execute(
        "SELECT count(*), count(DISTINCT extract) FROM mart.delivery WHERE list_contains($months, month)",
        {"months": [str(month) for month in asked.period.months]},
    ).fetchone()
    deliveries, kinds = counted or (0, 0)
    return (
        f"{deliveries} deliveries of {kinds} extracts for {asked.period.label}",
        f"warehouse build {about[0] if about else 'unknown'}",
    )
