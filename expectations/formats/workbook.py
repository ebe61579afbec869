"""Excel workbooks: the sheet that holds an extract, wherever its header row stands.

Called by: expectations.formats.sheet.
Promises:  cells are read as what they hold, so a date is a date; formulas are never run; an
           archive that would unpack to an unreasonable size is refused before it is unpacked.
Trap:      the reader gives whole numbers as floats; identifiers are turned back to digits here.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb

from expectations.formats.sheet import LONGEST_PREAMBLE_ROWS, LoadedRows, UnreadableFile, column_names
from expectations.headers import normalised

LARGEST_UNPACKED_BYTES = 300 * 1024 * 1024
MOST_ENTRIES = 2_000


class Workbook:
    """The one sheet of a workbook whose rows hold the most known headers."""

    def __init__(self, path: Path, known_headers: frozenset[str]) -> None:
        """Open the workbook and choose its sheet."""
        self._name = path.name
        _refuse_unreasonable(path)
        self._rows = max(_sheets(path), key=lambda rows: _most_known(rows, known_headers), default=[])

    @property
    def first_rows(self) -> Sequence[Sequence[str]]:
        """The first rows as text, report titles and header row included."""
        return self._rows[:LONGEST_PREAMBLE_ROWS]

    def load(self, connection: duckdb.DuckDBPyConnection, table: str, header_row: int, width: int) -> LoadedRows:
        """Create `table` with columns row_number, c0, c1, ... holding every row below the header row."""
        import pyarrow as pa

        below = self._rows[header_row:]
        numbered = [(n, row[:width]) for n, row in enumerate(below, start=1) if any(row)]
        ragged = tuple(n for n, row in enumerate(below, start=1) if any(row[width:]))
        numbered = [(n, row) for n, row in numbered if n not in set(ragged)]
        arrays = [pa.array([n for n, _ in numbered], pa.int64())]
        for position in range(width):
            cells = [row[position] if position < len(row) else "" for _, row in numbered]
            arrays.append(pa.array(cells, pa.string()))
        loaded = pa.table(arrays, names=["row_number", *column_names(width)])
        connection.register("loaded_sheet", loaded)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM loaded_sheet")
        connection.unregister("loaded_sheet")
        return LoadedRows(len(numbered), ragged)


def _refuse_unreasonable(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError):
        raise _broken(path.name) from None
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED_BYTES:
        raise UnreadableFile(
            "the workbook would unpack to more than 300 MB, far more than a month of one extract",
            path.name,
            "export the extract as CSV, or remove the other sheets and save it again",
        )


def _sheets(path: Path) -> list[list[list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            return [
                [[_as_text(cell) for cell in row] for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)]
                for name in workbook.sheet_names
            ]
    except (CalamineError, OSError, ValueError):
        raise _broken(path.name) from None


def _broken(name: str) -> UnreadableFile:
    return UnreadableFile(
        "the workbook is not complete: it was cut off or damaged on the way",
        name,
        "send the file again; if it opens in Excel, save it there once more as .xlsx",
    )


def _as_text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell).strip()


def _most_known(rows: Sequence[Sequence[str]], known_headers: frozenset[str]) -> int:
    first = rows[:LONGEST_PREAMBLE_ROWS]
    return max((sum(normalised(cell) in known_headers for cell in row) for row in first), default=0)
