"""A file as it arrived, before anything is known of its meaning: one or more tables of text, each under a header row.

Called by: expectations.formats.* make them; tasks.recognising looks at them; expectations.staging loads their rows.
Promises:  the file itself is not changed; every record below a header row is either loaded as text
           or counted as unreadable with its row number; what is left out of a file is said in a note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb

from expectations import refusals
from expectations.errors import BlockedByData
from expectations.refusals import RefusalKind

LONGEST_PREAMBLE_ROWS = 30
"""The header row is looked for in the first rows; report titles above it are rarely longer."""

_LOOKED_AT_BYTES = 512


class UnreadableFile(BlockedByData):
    """The bytes are not a table that can be read at all."""

    def __init__(self, kind: RefusalKind, what: str, where: str, fix: str = "") -> None:
        """Say what is wrong with this file; the kind's own advice stands in where none is given."""
        super().__init__(what, where, fix or kind.advice)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the records stand, and which of their cells are wanted.

    places: column of the table that is loaded into -> position of the cell in the record. Cells that
            are not named here are looked at only to tell whether a record is blank.
    """

    header_row: int
    width: int
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LoadedRows:
    """What came out of a sheet: rows loaded as text, and rows that could not be cut into cells.

    unreadable: why nothing could be taken after all; the counts are then nil.
    """

    rows: int
    ragged_row_numbers: tuple[int, ...] = ()
    unreadable: UnreadableFile | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a file that its sender may want to know: it was handled, and no row is lost by it."""

    rule: str
    message: str
    rows: int = 0


class Sheet(Protocol):
    """One table of a file: its first rows to recognise it by, and a way to load the rest."""

    @property
    def name(self) -> str:
        """What the file calls the table, "" where the file is this one table."""

    @property
    def first_rows(self) -> Sequence[Sequence[str]]:
        """The first rows as text, report titles and header row included."""

    @property
    def size(self) -> int:
        """How many bytes its text takes, by which memory is reckoned."""

    @property
    def is_derived(self) -> bool:
        """Whether the table was put together from other tables of the file, and yields to one that was sent."""

    @property
    def lacks_identifiers(self) -> bool:
        """Whether the file is of a kind that has no identifiers of events, so that they have to be made."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is to be said about this table, whatever is in it."""

    def load(
        self, connection: duckdb.DuckDBPyConnection, table: str, layout: Layout, fixed: Mapping[str, object]
    ) -> LoadedRows:
        """Append every record below the header row to `table`, numbered from 1 in its column row_number.

        fixed: values of further columns of the table that are the same in every row.
        Raises UnreadableFile; rows that were appended until then are the caller's to remove.
        """


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: its tables, in its own order.

    notes: what is to be said about the file as a whole.    part: what one of its tables is called.
    """

    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()
    part: str = "sheet"


def read_tables(path: Path, scratch: Path, known_headers: frozenset[str]) -> Content:
    """Open a file by what it is, not by what its name says: a workbook, the XML of a return, or delimited text.

    scratch: a private folder on the store's own volume, for copies in UTF-8 where they are needed.
    Raises UnreadableFile with the reason and the fix.
    """
    start = _start(path)
    if not start:
        raise UnreadableFile(
            refusals.EMPTY,
            "the file is empty (0 bytes)",
            path.name,
            "export it again and drop the new file beside this one",
        )
    if start.startswith(b"PK\x03\x04"):
        from expectations.formats.workbook import read_workbook

        return read_workbook(path, scratch, known_headers)
    if start.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n").startswith(b"<"):
        from expectations.formats.statutory_xml import read_statutory_xml

        return read_statutory_xml(path, scratch, known_headers)
    from expectations.formats.kinds import refuse_other_kinds

    refuse_other_kinds(path, start)
    from expectations.formats.delimited import Delimited

    return Content((Delimited(path, scratch, known_headers),))


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LOOKED_AT_BYTES)
    except OSError as error:
        raise UnreadableFile(
            refusals.UNOPENABLE,
            f"the file cannot be opened ({type(error).__name__})",
            path.name,
            "give the account that runs this the right to read it",
        ) from None
