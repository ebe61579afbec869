"""The monthly report on data quality as a workbook: a sheet for each table, in full.

Called by: tasks.quality, for each month whose figures are new.
Promises:  equal reports give equal bytes; text is text, never a formula or a link; numbers can be worked with.
Never:     writes to disk.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from tasks.quality_model import Cell, Head, Part, QualityReport
from tasks.reports.quality_parts import parts
from tasks.reports.quality_words import formula, percent, rounded

_CREATED = datetime(2020, 1, 1, tzinfo=UTC)
_WIDTHS = {"text": 26, "beneath": 60, "code": 9, "number": 13, "percent": 13}
_FIRST_WIDTH = 44
_MOST_ROWS_OF_A_SHEET = 1_048_000


def workbook_bytes(report: QualityReport) -> bytes:
    """Return report.xlsx."""
    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": f"Data quality, {report.figures.month.label}", "created": _CREATED})
        looks = _Looks(book)
        _write_summary(book, looks, report)
        for part in parts(report):
            _write_part(book, looks, part)
    return content.getvalue()


class _Looks:
    """The formats of a workbook."""

    def __init__(self, book: Any) -> None:
        """Declare each once."""
        self.bold = book.add_format({"bold": True})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.number = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.percent = book.add_format({"num_format": "0.00", "valign": "top"})


def _write_summary(book: Any, looks: _Looks, report: QualityReport) -> None:
    page = book.add_worksheet("Summary")
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 90)
    score = report.score
    in_words, in_numbers = formula(score)
    lines: list[tuple[str, str | int]] = [
        ("Council", report.council_name),
        ("Month", report.figures.month.label),
        ("Data", "Synthetic: an invented council" if report.is_synthetic else "As delivered"),
        ("Score", percent(score.value)),
        ("How it is made", in_words),
        ("With this month's numbers", in_numbers),
        ("Rows that came in", score.rows),
        ("Rows set aside", score.set_aside),
        ("Rows with a warning", score.warned),
        ("Rows with a query only", score.queried),
        ("Files refused", len(report.refused)),
        ("Extracts missing", ", ".join(report.missing) or "none"),
        ("Small numbers", "Shown as they are: rows and findings are counted, not children. Keep this inside."),
    ]
    page.write_string(0, 0, "Data quality", looks.title)
    for number, (name, said) in enumerate(lines, start=2):
        page.write_string(number, 0, name, looks.bold)
        if isinstance(said, int):
            page.write_number(number, 1, said, book.add_format({"num_format": "#,##0", "align": "left"}))
        else:
            page.write_string(number, 1, said, looks.text)


def _write_part(book: Any, looks: _Looks, part: Part) -> None:
    page = book.add_worksheet(part.title)
    top = 0
    for text in (part.title, *part.intro):
        page.write_string(top, 0, text, looks.title if not top else None)
        top += 1
    top += 1
    for position, head in enumerate(part.heads):
        page.set_column(position, position, _width(head, position))
        page.write_string(top, position, f"{head.label} (%)" if head.kind == "percent" else head.label, looks.head)
    listed = part.rows[:_MOST_ROWS_OF_A_SHEET]
    for number, cells in enumerate((*listed, *((part.total,) if part.total else ())), start=top + 1):
        for position, cell in enumerate(cells):
            _write_cell(page, (number, position), cell, looks)
    if listed:
        page.autofilter(top, 0, top + len(listed), len(part.heads) - 1)
    else:
        page.write_string(top + 1, 0, part.empty)
    page.freeze_panes(top + 1, 1)


def _write_cell(page: Any, place: tuple[int, int], cell: Cell, looks: _Looks) -> None:
    if isinstance(cell, Fraction):
        page.write_number(*place, float(rounded(cell)), looks.percent)
    elif isinstance(cell, int):
        page.write_number(*place, cell, looks.number)
    elif cell:
        page.write_string(*place, cell, looks.text)


def _width(head: Head, position: int) -> int:
    return _FIRST_WIDTH if not position and head.kind == "text" else _WIDTHS[head.kind]
