"""A list that names children as a file: CSV or Excel, the same bytes every time, in which no cell acts as a formula.

Called by: tasks.worklists, tasks.child_lists.
Promises:  whatever stands in a cell is shown and never run; an Excel file keeps the leading noughts of a number.
Never:     writes to disk.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

Cell = str | int | date
Line = Sequence[Cell]
"""The cells of a line, in the order of the sheet's headers."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a list is called, what stands over its columns, and how wide those are that are not of the usual width."""

    title: str
    headers: tuple[str, ...]
    widths: Mapping[str, int] = field(default_factory=dict)


FIXING_LIST = Sheet(
    "Fixing list",
    ("Team", "Child ID", "Extract", "File", "Row", "Column", "Rule", "Severity", "What is wrong"),
    {"Team": 20, "Extract": 24, "File": 30, "Row": 8, "Column": 24, "Rule": 8, "Severity": 14, "What is wrong": 80},
)

_USUAL_WIDTH = 16
_MOST_LINES_OF_A_SHEET = 1_048_575
_STARTS_A_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
_CREATED = datetime(2020, 1, 1, tzinfo=UTC)


def in_order(line: Line) -> list[tuple[int, str]]:
    """Return what lines are sorted by: their cells from the first on, numbers as numbers and days as days."""
    return [(cell, "") if isinstance(cell, int) else (0, str(cell)) for cell in line]


def csv_bytes(sheet: Sheet, lines: Sequence[Line]) -> bytes:
    """Return the list as CSV that Excel reads as UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.headers)
    writer.writerows([_text(cell) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def workbook_bytes(sheet: Sheet, lines: Sequence[Line]) -> bytes | None:
    """Return the list as a workbook; None where it is longer than a sheet of Excel can be."""
    if len(lines) > _MOST_LINES_OF_A_SHEET:
        return None
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"title": sheet.title, "created": _CREATED})
        page = workbook.add_worksheet(sheet.title)
        bold = workbook.add_format({"bold": True})
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        for position, header in enumerate(sheet.headers):
            page.set_column(position, position, sheet.widths.get(header, _USUAL_WIDTH))
            page.write_string(0, position, header, bold)
        for number, line in enumerate(lines, start=1):
            for position, cell in enumerate(line):
                if isinstance(cell, date):
                    page.write_datetime(number, position, cell, day)
                elif isinstance(cell, int):
                    page.write_number(number, position, cell)
                elif cell:
                    page.write_string(number, position, cell)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, len(lines), len(sheet.headers) - 1)
    return content.getvalue()


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return harmless(cell) if isinstance(cell, str) else str(cell)


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet shows and does not run: what could begin a formula gets an apostrophe."""
    return f"'{cell}" if cell.lstrip().startswith(_STARTS_A_FORMULA) or cell[:1] in ("\t", "\r", "\n") else cell
