"""The monthly report on data quality as one page that needs nothing else: no network, no script, no other file.

Called by: tasks.quality, for each month whose figures are new.
Promises:  equal reports give equal bytes; every table of the report is on the page, a long one to its first rows.
Never:     counts, or shows anything that the workbook does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from markupsafe import Markup

from tasks.quality_model import Cell, QualityReport
from tasks.reports import view
from tasks.reports.chart import trend_svg
from tasks.reports.quality_parts import parts
from tasks.reports.quality_words import formula, percent
from tasks.reports.templating import render
from warehouse.pack import Point
from warehouse.quality_report import Score, TrendMonth


def render_quality(report: QualityReport) -> str:
    """Return report.html: the score and how it is made, the trend, each table, how to read it."""
    found = {part.key: part for part in parts(report)}
    return render(
        "data_quality.html",
        report=report,
        month=report.figures.month.label,
        parts=found,
        listed=[part for key, part in found.items() if key not in ("extracts", "trend", "scores", "notes")],
        formula=formula(report.score),
        tiles=_tiles(report),
        lead=_lead(report),
        charts=_charts(report.figures.trend),
        printed=printed,
        percent=percent,
    )


def printed(cell: Cell) -> str:
    """Return a cell as it stands on the page."""
    if isinstance(cell, Fraction):
        return percent(cell)
    if cell is None or isinstance(cell, int):
        return view.amount(cell)
    return cell


def _tiles(report: QualityReport) -> list[tuple[str, str]]:
    """Return what is told at a glance: a name and a number each."""
    score = report.score
    before = report.figures.before
    earlier = f"score (month before: {percent(before.score.value)})" if before else "score"
    return [
        (earlier, percent(score.value)),
        ("rows set aside", f"{score.set_aside:,}"),
        ("rows with a warning", f"{score.warned:,}"),
        ("rows with a query only", f"{score.queried:,}"),
        ("files refused", f"{len(report.refused):,}"),
        ("extracts missing", f"{len(report.missing):,}"),
    ]


def _lead(report: QualityReport) -> str:
    """Return the month in a sentence or two."""
    score, figures = report.score, report.figures
    files = view.counted(len(figures.files), "file", "files")
    right = score.rows - score.to_look_at
    told = f"{view.counted(score.rows, 'row', 'rows')} came in {files}; in {right:,} of them nothing was found."
    if figures.unfixed:
        oldest = figures.unfixed[0]
        told += f" The oldest finding that is still there was first seen in {oldest.since.label}."
    return told


def _charts(trend: tuple[TrendMonth, ...]) -> Mapping[str, Markup]:
    scores = [(one.month.label, one.score.value) for one in trend]
    found = [(label, _per_thousand(one.score)) for (label, _), one in zip(scores, trend, strict=True)]
    # Drawn and escaped by our own code, so it is markup already.
    return {
        "score": Markup(
            trend_svg(
                [Point(label, value, percent(value)) for label, value in scores],
                None,
                "Score of all files",
                "percent",
                "higher",
            )
        ),
        "rows": Markup(
            trend_svg(
                [Point(label, value, view.amount(value)) for label, value in found],
                None,
                "Rows with a finding, of a thousand",
                "rate",
                "lower",
            )
        ),
    }


def _per_thousand(score: Score) -> Fraction | None:
    return Fraction(1000 * score.to_look_at, score.rows) if score.rows else None
