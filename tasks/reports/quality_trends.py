"""The parts of the report on data quality about time: the trend, late recording, what is unlike the months before.

Called by: tasks.reports.quality_parts.
Promises:  a month without a file has no figure, not a figure of nothing.
Never:     counts: every number is one that the report holds.
"""

from __future__ import annotations

from tasks.quality_model import Cell, Head, Part, QualityReport
from tasks.reports import view
from tasks.reports.quality_words import Words, numbers, share
from warehouse.periods import Month


def trend(report: QualityReport) -> Part:
    """Return the twelve months up to this one."""
    rows: list[tuple[Cell, ...]] = []
    for one in report.figures.trend:
        score = one.score
        counts = (score.rows, score.set_aside, score.warned, score.queried) if one.files else (None,) * 4
        rows.append((one.month.label, one.files, *counts, score.value, share(one.late, one.judged)))
    return Part(
        "trend",
        "Twelve months",
        (
            "Rules across files are left out here and in the score: what they find moves to the month of a record's "
            "last file, so it tells nothing of how things went.",
        ),
        (
            Head("Month"), *numbers("Files", "Rows", "Set aside", "With a warning", "With a query only"),
            Head("Score", "percent"), Head("Recorded late", "percent"),
        ),
        tuple(rows),
        "",
    )  # fmt: skip


def trend_of_extracts(report: QualityReport, words: Words) -> Part:
    """Return the score of each extract in each of the twelve months."""
    trend = report.figures.trend
    names = sorted({name for one in trend for name in one.by_extract}, key=words.title)
    rows = [
        (words.title(name), *(one.by_extract[name].value if name in one.by_extract else None for one in trend))
        for name in names
    ]
    return Part(
        "scores",
        "Score of each extract",
        (),
        (Head("Extract"), *(Head(one.month.label, "percent") for one in trend)),
        tuple(rows),
        "",
    )


def lateness(report: QualityReport, words: Words) -> Part:
    """Return how late the rows came that this month shows first, the latest extract first."""
    listed = sorted(report.figures.lateness, key=lambda one: (-(share(one.late, one.judged) or 0), one.extract))
    return Part(
        "late",
        "Recorded late",
        (
            "The rows that this month's file is the first to show. A row is late where the file of its own month, or "
            "the next one that came, should have shown it. An extract's first file shows all that went before, so its "
            "rows are not judged, nor are rows without a date.",
            "Days late: from the end of the month whose file should have shown a late row to the end of the month "
            "whose file does; half of the late rows took no longer. Days to the file: from the event to the end of the "
            "file's month, up to 30 without any delay; half of the rows took no longer, and nine in ten.",
        ),
        (
            Head("Extract"), *numbers("Shown first", "Judged", "Late"), Head("Share late", "percent"),
            *numbers("Days late, median", "Days to the file, median", "Days to the file, 9 in 10"),
            Head("Share late, 12 months", "percent"),
        ),
        tuple(
            (words.title(one.extract), one.recorded, one.judged, one.late, share(one.late, one.judged), one.late_days,
             one.median_days, one.p90_days, share(one.late_in_year, one.judged_in_year))
            for one in listed
        ),
        "No extract of this month has rows with a date.",
    )  # fmt: skip


def equality(report: QualityReport, words: Words) -> Part:
    """Return how often each characteristic of the equality duty is known."""
    return Part(
        "equality",
        "Equality characteristics",
        (
            "How often the characteristics that the equality duty is about are told. Not known: a code says that it is "
            "not known, was refused or is not yet obtained.",
        ),
        (
            Head("Characteristic"), Head("Extract"), *numbers("Rows", "Known", "Not known", "Blank"),
            Head("Known, share", "percent"),
        ),
        tuple(
            (words.header(e.extract, e.column), words.title(e.extract), e.rows, e.known, e.not_known, e.blank,
             share(e.known, e.rows))
            for e in sorted(report.figures.equality, key=lambda e: (words.title(e.extract), e.column))
        ),
        "No extract of this month tells such a characteristic.",
    )  # fmt: skip


def odd(report: QualityReport, words: Words) -> Part:
    """Return what is unlike the months before."""
    return Part(
        "unusual",
        "Unlike the months before",
        (
            "Row counts, blanks, codes and teams that lie outside what the last 12 months lead to expect. Nothing is "
            "stopped by it; something may have happened, or an export may have changed.",
        ),
        (Head("What is unusual"), Head("Extract"), Head("Column"), Head("Rule", "code"), Head("Since")),
        tuple(
            (
                view.sentence(o.message),
                words.title(o.extract),
                words.header(o.extract, o.column),
                o.rule,
                Month(o.since).label,
            )
            for o in report.figures.odd
        ),
        "Nothing is unlike the months before.",
    )
