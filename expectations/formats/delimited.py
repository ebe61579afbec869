"""Delimited text: comma, semicolon, tab or bar; UTF-8, UTF-16 or windows-1252.

Called by: expectations.formats.sheet.
Promises:  every record is loaded or counted as ragged, checked against a second, independent count.
Trap:      DuckDB's own detection drops rows of messy files without a word, so everything is explicit.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from expectations.formats.sheet import LONGEST_PREAMBLE_ROWS, LoadedRows, UnreadableFile, column_names
from expectations.headers import normalised

_DELIMITERS = (",", ";", "\t", "|")
_SNIFFED_BYTES = 256 * 1024


class Delimited:
    """One delimited text file."""

    def __init__(self, path: Path, scratch: Path, known_headers: frozenset[str]) -> None:
        """Read the file once, make sure that it is text, and find its delimiter."""
        self._name = path.name
        content = path.read_bytes()
        self._content = _one_kind_of_line_end(content.decode(_encoding(content, path.name)).encode())
        self._path = path if self._content == content else _utf8_copy(self._content, scratch)
        head = self._content[:_SNIFFED_BYTES].decode("utf-8", errors="ignore").lstrip("\ufeff")
        self._delimiter = _delimiter(head, known_headers)
        self._first_rows = _rows(head, self._delimiter)

    @property
    def first_rows(self) -> Sequence[Sequence[str]]:
        """The first rows as text, report titles and header row included."""
        return self._first_rows

    def load(self, connection: duckdb.DuckDBPyConnection, table: str, header_row: int, width: int) -> LoadedRows:
        """Create `table` with columns row_number, c0, c1, ... holding every record below the header row."""
        names = column_names(width)
        options = (
            "auto_detect=false, header=false, delim=$delimiter, quote='\"', escape='\"', skip=$skip, "
            "null_padding=false, store_rejects=true, rejects_limit=0, max_line_size=16777216, "
            f"columns={{{', '.join(f'{name!r}: {chr(39)}VARCHAR{chr(39)}' for name in names)}}}"
        )
        selected = ", ".join(names)
        try:
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {table} AS "
                f"SELECT row_number() OVER () AS row_number, {selected} FROM read_csv($path, {options})",
                {"path": str(self._path), "delimiter": self._delimiter, "skip": header_row},
            )
        except duckdb.Error as error:
            raise UnreadableFile(
                f"the text cannot be read as a table ({type(error).__name__})",
                self._name,
                "look for quotation marks that are never closed or line ends of two kinds, then export the file again",
            ) from None
        loaded = _count(connection, f"SELECT count(*) FROM {table}")
        ragged_rows = self._ragged(connection, header_row)
        self._same_count(loaded + len(ragged_rows), header_row)
        connection.execute(f"DELETE FROM {table} WHERE {' AND '.join(f'{name} IS NULL' for name in names)}")
        return LoadedRows(_count(connection, f"SELECT count(*) FROM {table}"), ragged_rows)

    def _ragged(self, connection: duckdb.DuckDBPyConnection, header_row: int) -> tuple[int, ...]:
        """Return the row numbers whose count of cells is wrong; any other fault refuses the file."""
        rejected = connection.execute("SELECT DISTINCT line, error_type FROM reject_errors ORDER BY line").fetchall()
        connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
        for line, fault in rejected:
            if fault not in ("MISSING COLUMNS", "TOO MANY COLUMNS"):
                raise UnreadableFile(
                    f"the text breaks off at line {line} ({str(fault).lower()})",
                    self._name,
                    "look near that line for a quotation mark that is never closed, then export the file again",
                )
        return tuple(sorted({int(line) - header_row for line, _ in rejected}))

    def _same_count(self, found: int, header_row: int) -> None:
        """Compare with a count that does not depend on the reader; a difference would be a lost row."""
        expected = _records(self._content, self._delimiter, header_row)
        if found != expected:
            raise UnreadableFile(
                f"{expected} records were counted in the file, but {found} could be read",
                self._name,
                "look for a quotation mark that is never closed, then export the file again",
            )


def _encoding(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if b"\x00" not in content:
            return "utf-8"
    if content[:2000].count(b"\x00") > len(content[:2000]) // 4:
        return "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    try:
        text = content.decode("windows-1252")
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text:
        raise UnreadableFile(
            "the text is in none of the encodings that are understood (UTF-8, UTF-16, windows-1252)",
            name,
            "save it as 'CSV UTF-8 (comma delimited)' and drop the new file",
        )
    return "windows-1252"


def _one_kind_of_line_end(content: bytes) -> bytes:
    """Mend files pasted together from two systems: DuckDB refuses mixed line ends."""
    if 0 < content.count(b"\r\n") < content.count(b"\n") and b'"' not in content:
        return content.replace(b"\r\n", b"\n")
    return content


def _utf8_copy(content: bytes, scratch: Path) -> Path:
    handle, name = tempfile.mkstemp(suffix=".csv", dir=scratch)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return Path(name)


def _rows(head: str, delimiter: str) -> list[list[str]]:
    rows = []
    for row in csv.reader(io.StringIO(head, newline=None), delimiter=delimiter):
        rows.append([cell.strip() for cell in row])
        if len(rows) >= LONGEST_PREAMBLE_ROWS:
            break
    return rows


def _delimiter(head: str, known_headers: frozenset[str]) -> str:
    """Return the delimiter under which some row holds the most known headers."""

    def most_known(delimiter: str) -> tuple[int, int]:
        rows = _rows(head, delimiter)
        known = max((sum(normalised(cell) in known_headers for cell in row) for row in rows), default=0)
        return known, max((len(row) for row in rows), default=0)

    return max(_DELIMITERS, key=most_known)


def _records(content: bytes, delimiter: str, header_row: int) -> int:
    """Count the records below the header row that are not blank lines."""
    parts = re.split(rb"\r\n|\r|\n", content, maxsplit=header_row) if header_row else [content]
    below = parts[header_row] if len(parts) > header_row else b""
    if b'"' in below:
        return sum(1 for row in csv.reader(io.StringIO(below.decode(), newline=""), delimiter=delimiter) if row)
    return len(re.findall(rb"[^\r\n]+", below))


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
