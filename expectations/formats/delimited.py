"""Delimited text: comma, semicolon, tab, bar or caret; UTF-8, UTF-16 or windows-1252.

Called by: expectations.formats.sheet; expectations.formats.workbook for the sheets of a workbook.
Promises:  every record is loaded or counted as ragged, checked against a second, independent count.
Trap:      DuckDB's own detection drops rows of messy files without a word, so everything is explicit.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb

from expectations import refusals
from expectations.formats.encoding import as_utf8
from expectations.formats.records import LONGEST_LINE_BYTES, starts_by_csv, starts_by_quotes
from expectations.formats.sheet import LONGEST_PREAMBLE_ROWS, Layout, LoadedRows, Note, UnreadableFile
from expectations.formats.swallowed import swallowing_record
from expectations.headers import normalised

_DELIMITERS = (",", ";", "\t", "|", "^")
MOST_COLUMNS = 1_000
_FIRST_BYTES = 256 * 1024
_TOO_LONG = "the line is longer than 16 MB"
_ONE_ROW = frozenset({"MISSING COLUMNS", "TOO MANY COLUMNS", "UNQUOTED VALUE"})


class _Below(NamedTuple):
    """What to read: a file, the lines of it to skip, the byte at which its records begin."""

    path: Path
    skipped_lines: int
    offset: int
    lines_cut_off: int


@dataclass(frozen=True, slots=True)
class WrittenOut:
    """A table that was written out of a file of another kind, with commas, for this module to read."""

    file: str
    table: str
    notes: tuple[Note, ...] = ()
    is_derived: bool = False
    lacks_identifiers: bool = False


class Delimited:
    """One delimited text file, or a table of another file that was written out as one."""

    def __init__(
        self, path: Path, scratch: Path, known_headers: frozenset[str], *, out_of: WrittenOut | None = None
    ) -> None:
        """Make sure that the file is text, in UTF-8 with one kind of line end, and find its delimiter."""
        self._name = out_of.file if out_of else path.name
        self.name = out_of.table if out_of else ""
        self.notes = out_of.notes if out_of else ()
        self.is_derived = bool(out_of and out_of.is_derived)
        self.lacks_identifiers = bool(out_of and out_of.lacks_identifiers)
        self._scratch = scratch
        content = path.read_bytes()
        text = as_utf8(content, self._name)
        # DuckDB takes some characters of a path for patterns and cannot be given bytes that are not UTF-8.
        is_plain = text is content and path.name.isprintable() and "\\" not in path.name
        self._path = path if is_plain else _copy(text, scratch)
        self._start = text[:_FIRST_BYTES]
        start = self._start.decode("utf-8", errors="ignore").lstrip("\ufeff")
        self._delimiter = "," if out_of else _delimiter(start, known_headers)
        self.size = len(text)
        self._first_rows, self._lines_through = _rows(start, self._delimiter)

    @property
    def first_rows(self) -> Sequence[Sequence[str]]:
        """The first rows as text, report titles and header row included."""
        return self._first_rows

    def load(
        self, connection: duckdb.DuckDBPyConnection, table: str, layout: Layout, fixed: Mapping[str, object]
    ) -> LoadedRows:
        """Append every record below the header row to `table`, numbered from 1 in its column row_number."""
        if layout.width > MOST_COLUMNS:
            raise UnreadableFile(
                refusals.TOO_WIDE,
                f"the header row has {layout.width} cells, far more than any extract",
                self._name,
                "delete the empty columns to the right of the table, then export it again",
            )
        below = self._below(layout.header_row)
        last_row = _count(connection, f"SELECT coalesce(max(rowid), -1) FROM {table}")
        loaded = self._insert(connection, table, layout, fixed, below)
        rejected = self._rejected(connection, below, layout.width)
        starts = starts_by_quotes(below.path, below.offset)
        if len(starts) != loaded + len(rejected):
            starts = starts_by_csv(below.path, below.offset, self._delimiter)
        if len(starts) != loaded + len(rejected):
            raise UnreadableFile(
                refusals.UNCLOSED_QUOTE,
                f"{len(starts)} records were counted in the file, but {loaded + len(rejected)} could be read",
                self._name,
                "look for a quotation mark that is never closed, then export the file again",
            )
        if number := swallowing_record(below.path, starts, self._delimiter, layout.width):
            raise UnreadableFile(
                refusals.UNCLOSED_QUOTE,
                f"a cell of record {number} below the header row holds whole rows",
                self._name,
                "look there for a quotation mark that is never closed, then export the file again",
            )
        ragged = tuple(int(n) + 1 for n in starts.searchsorted(rejected))
        if ragged:
            _number_around(connection, table, last_row, ragged)
        blank = _count(connection, f"DELETE FROM {table} WHERE is_blank")
        return LoadedRows(loaded - blank, ragged)

    def _below(self, header_row: int) -> _Below:
        """Return what to read for the records below the header row.

        Where a title or header holds quotation marks that could mislead the count of lines, what stands
        above the records is cut off in a copy.
        """
        lines = self._lines_through[header_row - 1]
        offset = 0
        for _ in range(lines):
            offset = self._start.find(b"\n", offset) + 1 or len(self._start)
        above, _, header = self._start[:offset].rstrip(b"\r\n").rpartition(b"\n")
        if b'"' not in above and header.count(b'"') % 2 == 0 and lines == header_row:
            return _Below(self._path, lines, offset, 0)
        with self._path.open("rb") as file:
            file.seek(offset)
            return _Below(_copy(file.read(), self._scratch), 0, 0, lines)

    def _insert(
        self,
        connection: duckdb.DuckDBPyConnection,
        table: str,
        layout: Layout,
        fixed: Mapping[str, object],
        below: _Below,
    ) -> int:
        cells = [f"c{n}" for n in range(layout.width)]
        columns = ", ".join(f"'{cell}': 'VARCHAR'" for cell in cells)
        options = (
            "auto_detect=false, header=false, compression='none', delim=$delimiter, quote='\"', escape='\"', "
            "skip=$skip, null_padding=false, store_rejects=true, rejects_limit=0, "
            f"max_line_size={LONGEST_LINE_BYTES}, columns={{{columns}}}"
        )
        names = ["row_number", "is_blank", *fixed, *layout.places]
        values = [
            "row_number() OVER ()",
            " AND ".join(f"{cell} IS NULL" for cell in cells),
            *(f"$fixed_{n}" for n in range(len(fixed))),
            *(cells[place] for place in layout.places.values()),
        ]
        parameters = {f"fixed_{n}": value for n, value in enumerate(fixed.values())}
        try:
            return _count(
                connection,
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM read_csv($path, {options})",
                {"path": _literal(below.path), "delimiter": self._delimiter, "skip": below.skipped_lines} | parameters,
            )
        except duckdb.Error as error:
            raise UnreadableFile(
                refusals.UNCLOSED_QUOTE,
                f"the text cannot be read as a table ({type(error).__name__})",
                self._name,
                "look for quotation marks that are never closed, then export the file again",
            ) from None

    def _rejected(self, connection: duckdb.DuckDBPyConnection, below: _Below, width: int) -> list[int]:
        """Return where the records are that could not be cut into cells; one that swallows others refuses the file."""
        found = connection.execute(
            "SELECT line_byte_position - 1, any_value(csv_line), list_sort(list(DISTINCT error_type)) "
            "FROM reject_errors GROUP BY line_byte_position ORDER BY line_byte_position"
        ).fetchall()
        connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
        positions = []
        for reported, text, faults in found:
            record = str(text).lstrip("\r\n")
            positions.append(reported + len(text) - len(record))
            lines = record.rstrip("\r\n").split("\n")
            fault = ""
            if "LINE SIZE OVER MAXIMUM" in faults:
                fault = _TOO_LONG
            elif not _ONE_ROW.issuperset(faults):
                fault = str(faults[0]).lower()
            elif any(line.count(self._delimiter) >= width - 1 for line in lines[1:]):
                fault = "a quotation mark is opened there and not closed"
            if fault:
                raise self._breaks_off(below, positions[-1], fault)
        return positions

    def _breaks_off(self, below: _Below, position: int, fault: str) -> UnreadableFile:
        with below.path.open("rb") as file:
            line = file.read(position).count(b"\n") + 1 + below.lines_cut_off
        return UnreadableFile(
            refusals.LONG_LINE if fault == _TOO_LONG else refusals.UNCLOSED_QUOTE,
            f"the text breaks off at line {line}: {fault}",
            self._name,
            "look near that line for a quotation mark that is never closed, then export the file again",
        )


def _number_around(connection: duckdb.DuckDBPyConnection, table: str, last_row: int, ragged: Sequence[int]) -> None:
    """Leave the numbers of ragged rows out: until here the rows just loaded are numbered without a gap."""
    import pyarrow as pa

    # So many ragged rows stand before the rows whose number so far is greater than the key.
    ragged_before = {number - before: before for before, number in enumerate(ragged, start=1)}
    shifts = pa.table({"after": list(ragged_before), "shift": list(ragged_before.values())})
    connection.register("shifts", shifts)
    connection.execute(
        f"UPDATE {table} SET row_number = row_number + shift FROM (SELECT t.rowid AS place, shift FROM {table} t "
        f"ASOF JOIN shifts ON t.row_number > shifts.after WHERE t.rowid > ?) WHERE {table}.rowid = place",
        [last_row],
    )
    connection.unregister("shifts")


def _literal(path: Path) -> str:
    """Return the path as DuckDB takes it, with nothing in it read as a pattern."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def _copy(content: bytes, scratch: Path) -> Path:
    handle, name = tempfile.mkstemp(suffix=".csv", dir=scratch)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return Path(name)


def _rows(start: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    """Return the first rows, and for each the number of lines that it and what stands above it take."""
    csv.field_size_limit(LONGEST_LINE_BYTES)
    rows, lines_through = [], []
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
    for row in reader:
        rows.append([cell.strip() for cell in row])
        lines_through.append(reader.line_num)
        if len(rows) >= LONGEST_PREAMBLE_ROWS:
            break
    return rows, lines_through


def _delimiter(start: str, known_headers: frozenset[str]) -> str:
    """Return the delimiter under which some row holds the most known headers."""

    def most_known(delimiter: str) -> tuple[int, int]:
        rows, _ = _rows(start, delimiter)
        known = max((sum(normalised(cell) in known_headers for cell in row) for row in rows), default=0)
        return known, max((len(row) for row in rows), default=0)

    return max(_DELIMITERS, key=most_known)


def _count(connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None) -> int:
    """Return the one number that a query gives: rows counted, inserted or deleted."""
    [(count,)] = connection.execute(query, parameters).fetchall()
    return int(count)
