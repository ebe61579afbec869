"""A sheet as bytes: delimited text or an Excel workbook, the same bytes every time.

Called by: tasks.sample.writing, tasks.sample.mess.
Promises:  the same sheet gives the same bytes on every machine and at every hour.
Never:     writes to disk.
"""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF16_LE
from datetime import UTC, date, datetime

from tasks.sample.sheets import Cell, Sheet
from warehouse.periods import Month

_CREATED = datetime(2020, 1, 1, tzinfo=UTC)


def sheet_bytes(sheet: Sheet, month: Month) -> bytes:
    """Return a file's content."""
    lines = [*_title(sheet, month), list[Cell](sheet.headings), *sheet.rows]
    if sheet.dress.totals:
        lines.append(["Total", str(len(sheet.rows)), *[""] * (len(sheet.columns) - 2)])
    if sheet.dress.footer:
        run = date(month.next().year, month.next().number, 5)
        lines.append([f"Report run {run:%d/%m/%Y} 08:14 by PERFORMANCE (synthetic)"])
    return _workbook(sheet, lines) if sheet.dress.is_workbook else _text(sheet, lines)


def _title(sheet: Sheet, month: Month) -> list[list[Cell]]:
    if not sheet.dress.title:
        return []
    name = sheet.extract.replace("_", " ").capitalize()
    return [[f"Sample Borough (synthetic) - {name}"], [f"As at {month.ends_on:%d/%m/%Y}"], []]


def _text(sheet: Sheet, lines: list[list[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sheet.dress.delimiter).writerows(lines)
    if sheet.dress.encoding == "utf-16":
        return BOM_UTF16_LE + text.getvalue().encode("utf-16-le")
    return text.getvalue().encode(sheet.dress.encoding)


def _workbook(sheet: Sheet, lines: list[list[Cell]]) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        workbook.set_properties({"title": "Sample Borough (synthetic)", "created": _CREATED})
        days = workbook.add_format({"num_format": "dd/mm/yyyy"})
        page = workbook.add_worksheet(sheet.extract[:31])
        for number, line in enumerate(lines):
            for position, cell in enumerate(line):
                if isinstance(cell, date):
                    page.write_datetime(number, position, cell, days)
                elif cell:
                    page.write_string(number, position, cell)
    return content.getvalue()
