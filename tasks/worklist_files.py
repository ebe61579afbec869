"""A fixing list as a file: CSV or Excel, the same bytes every time, in which no cell can act as a formula.

Called by: tasks.worklists.
Promises:  whatever stands in a cell is shown and never run; an Excel file keeps the leading noughts of a number.
Never:     writes to disk.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime

HEADERS = ("Team", "Child ID", "Extract", "File", "Row", "Column", "Rule", "Severity", "What is wrong")
_WIDTHS = (20, 16, 24, 30, 8, 24, 8, 14, 80)
_ROW = HEADERS.index("Row")

Line = Sequence[str]
"""The cells of a line of the list, in the order of HEADERS."""

_MOST_LINES_OF_A_SHEET = 1_048_575
_STARTS_A_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
_CREATED = datetime(2020, 1, 1, tzinfo=UTC)


def csv_bytes(lines: Sequence[Line]) -> bytes:
    """Return the list as CSV that Excel reads as UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADERS)
    writer.writerows([harmless(cell) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def workbook_bytes(lines: Sequence[Line]) -> bytes | None:
    """Return the list as a workbook; None where it is longer than a sheet of Excel can be."""
    if len(lines) > _MOST_LINES_OF_A_SHEET:
        return None
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"title": "Fixing list", "created": _CREATED})
        page = workbook.add_worksheet("Fixing list")
        bold = workbook.add_format({"bold": True})
        for position, (header, width) in enumerate(zip(HEADERS, _WIDTHS, strict=True)):
            page.set_column(position, position, width)
            page.write_string(0, position, header, bold)
        for number, line in enumerate(lines, start=1):
            for position, cell in enumerate(line):
                if position == _ROW:
                    page.write_number(number, position, int(cell))
                elif cell:
                    page.write_string(number, position, cell)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, len(lines), len(HEADERS) - 1)
    return content.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet shows and does not run: what could begin a formula gets an apostrophe."""
    return f"'{cell}" if cell.lstrip().startswith(_STARTS_A_FORMULA) or cell[:1] in ("\t", "\r", "\n") else cell
