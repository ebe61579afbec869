"""Several tables of one file that are parts of one extract, read as one.

Called by: tasks.recognising, where an extract's contract says that it comes in parts.
Promises:  every part is read by its own header; rows are numbered on from part to part.
Never:     reads a file itself: the parts do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from expectations.formats.sheet import Layout, LoadedRows, Note, Sheet


class Joined:
    """Tables that stand for one, in the file's order."""

    is_derived = False

    def __init__(self, parts: Sequence[tuple[Sheet, Layout]]) -> None:
        """Take the parts, each with where its cells stand."""
        self._parts = parts
        self._sheets = [sheet for sheet, _ in parts]
        self.name = " and ".join(sheet.name for sheet in self._sheets)

    @property
    def first_rows(self) -> Sequence[Sequence[str]]:
        """The first rows of the first part."""
        return self._sheets[0].first_rows

    @property
    def size(self) -> int:
        """How many bytes the text of all parts takes."""
        return sum(sheet.size for sheet in self._sheets)

    @property
    def lacks_identifiers(self) -> bool:
        """Whether the file is of a kind that has no identifiers of events."""
        return any(sheet.lacks_identifiers for sheet in self._sheets)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is to be said about any part."""
        return tuple(note for sheet in self._sheets for note in sheet.notes)

    def load(
        self, connection: duckdb.DuckDBPyConnection, table: str, layout: Layout, fixed: Mapping[str, object]
    ) -> LoadedRows:
        """Append the records of every part to `table`; each has its own layout, so the one given is not used."""
        rows, ragged, through = 0, [], 0
        for sheet, own in self._parts:
            [(last,)] = connection.execute(f"SELECT coalesce(max(rowid), -1) FROM {table}").fetchall()
            loaded = sheet.load(connection, table, own, fixed)
            connection.execute(f"UPDATE {table} SET row_number = row_number + ? WHERE rowid > ?", [through, last])
            ragged += [through + number for number in loaded.ragged_row_numbers]
            [(end,)] = connection.execute(
                f"SELECT coalesce(max(row_number), 0) FROM {table} WHERE rowid > ?", [last]
            ).fetchall()
            rows, through = rows + loaded.rows, max(through, end, *ragged)
        return LoadedRows(rows, tuple(ragged))
