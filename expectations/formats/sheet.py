"""A file as it arrived, before anything is known of its meaning: a table of text under a header row.

Called by: expectations.formats.* make one; expectations.staging loads its rows.
Promises:  the file itself is not changed; every record below the header row is either loaded as text
           or counted as unreadable with its row number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb

from expectations.errors import BlockedByData

LONGEST_PREAMBLE_ROWS = 30
"""The header row is looked for in the first rows; report titles above it are rarely longer."""


class UnreadableFile(BlockedByData):
    """The bytes are not a table that can be read at all."""


@dataclass(frozen=True, slots=True)
class LoadedRows:
    """What came out of a sheet: rows loaded as text, and rows whose number of cells is wrong."""

    rows: int
    ragged_row_numbers: tuple[int, ...]


class Sheet(Protocol):
    """One table of a file: its first rows to recognise it by, and a way to load the rest."""

    @property
    def first_rows(self) -> Sequence[Sequence[str]]:
        """The first rows as text, report titles and header row included."""

    def load(self, connection: duckdb.DuckDBPyConnection, table: str, header_row: int, width: int) -> LoadedRows:
        """Create `table` with columns row_number, c0, c1, ... holding every record below the header row."""


def column_names(width: int) -> list[str]:
    """Return the names of the text columns of a loaded sheet."""
    return [f"c{n}" for n in range(width)]


def read_sheet(path: Path, scratch: Path, known_headers: frozenset[str]) -> Sheet:
    """Open a file by what it is, not by what its name says: a workbook or delimited text.

    scratch: a private folder on the store's own volume, for a UTF-8 copy where one is needed.
    Raises UnreadableFile with the reason and the fix.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise UnreadableFile(
            "the file is empty (0 bytes)", path.name, "export it again and drop the new file beside this one"
        )
    if start.startswith(b"PK"):
        from expectations.formats.workbook import Workbook

        return Workbook(path, known_headers)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(
            "the file is an old (.xls) or a password-protected Excel file, which cannot be read",
            path.name,
            "open it in Excel and save it as .xlsx without a password, or as CSV UTF-8",
        )
    from expectations.formats.delimited import Delimited

    return Delimited(path, scratch, known_headers)
