"""From text to typed rows: every cell of a batch of files of one extract, set-based.

Called by: expectations.checking.
Promises:  identifiers are tokens in everything this module leaves behind; a value that cannot be
           understood becomes a blank that is counted, never a guess; row numbers are kept.
Never:     keeps a cell of a column that the contract does not declare.

Tables, all temporary: `incoming` (one row a file), `raw` (text, identifiers left out), `typed` (values,
bad_<column> flags).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb

from expectations.cells import sql_is_bad, sql_said, sql_single_spaced, sql_value
from expectations.contract import Column, Extract
from expectations.formats.sheet import Layout, LoadedRows, Sheet, UnreadableFile
from expectations.headers import Recognition
from expectations.tokens import Tokeniser
from expectations.values import LONGEST_IDENTIFIER, Reader

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 250_000
"""So many rows are turned from text to values in one go, so that memory stays bounded."""

_PER_FILE = ("delivery_no", "month", "month_starts_on", "month_ends_on")
# A digit tells it from a word, such as "unknown"; a point would have to be looked at: 123.0 means 123.
_PLAIN_IDENTIFIER = "^([0-9]|[A-Za-z][A-Za-z/_-]*[0-9])[A-Za-z0-9/_-]*$"
_TOTALS = r"^\s*(grand\s+)?totals?\b"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One recognised file on its way in: which delivery of the batch it is, and for which month."""

    number: int
    month: str
    month_starts_on: date
    month_ends_on: date
    source: str
    recognition: Recognition
    sheet: Sheet


def stage(
    connection: duckdb.DuckDBPyConnection, extract: Extract, batch: Sequence[Incoming], tokeniser: Tokeniser
) -> dict[int, LoadedRows]:
    """Load a batch of files of one extract into the table `typed`.

    Returns, for each delivery number, how many rows were read and which had a wrong number of cells.
    """
    import pyarrow as pa

    _create_incoming(connection, batch)
    loaded, tables = {}, []
    for item in batch:
        loaded[item.number], rows = _load(connection, extract, item)
        tables.append(rows)
    raw = pa.concat_tables(tables)
    _fill_typed(connection, extract, raw, tokeniser)
    # Registered for quarantine, which shows what was written; identifiers stand there as tokens only.
    identifiers = [column.name for column in extract.columns if column.identifies]
    connection.register("raw", raw.drop_columns(identifiers))
    return loaded


def drop_staging(connection: duckdb.DuckDBPyConnection) -> None:
    """Free what a batch held in memory."""
    connection.unregister("raw")
    connection.execute("DROP TABLE IF EXISTS incoming; DROP TABLE IF EXISTS typed")


def _create_incoming(connection: duckdb.DuckDBPyConnection, batch: Sequence[Incoming]) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE incoming "
        "(delivery_no INTEGER, month VARCHAR, month_starts_on DATE, month_ends_on DATE)"
    )
    rows = [(item.number, item.month, item.month_starts_on, item.month_ends_on) for item in batch]
    connection.executemany("INSERT INTO incoming VALUES (?, ?, ?, ?)", rows)


def _load(connection: duckdb.DuckDBPyConnection, extract: Extract, item: Incoming) -> tuple[LoadedRows, pa.Table]:
    """Return what became of a file's rows, and the rows as text with every column that the batch may have."""
    import pyarrow as pa

    seen = item.recognition
    envelope = {f"envelope_{role}": place for role, place in seen.envelope.items()}
    layout = Layout(seen.header_row, len(seen.headers), {"first_cell": 0, **envelope, **seen.positions})
    names = ["first_cell", "envelope_la", "envelope_as_at", *(column.name for column in extract.columns)]
    schema = pa.schema([("delivery_no", pa.int32()), ("row_number", pa.int64()), *((n, pa.string()) for n in names)])
    try:
        loaded, rows = item.sheet.load(connection, layout)
    except UnreadableFile as fault:
        return LoadedRows(0, unreadable=fault), schema.empty_table()
    rows = rows.append_column("delivery_no", pa.repeat(pa.scalar(item.number, pa.int32()), len(rows)))
    for name in set(names).difference(rows.column_names):
        rows = rows.append_column(name, pa.nulls(len(rows), pa.string()))
    return loaded, rows.select(schema.names).cast(schema)


def _fill_typed(connection: duckdb.DuckDBPyConnection, extract: Extract, raw: pa.Table, tokeniser: Tokeniser) -> None:
    """Turn rows of text into typed ones, a slice at a time.

    Trap: DuckDB does not keep the order of rows that it reads from Arrow; go by row_number.
    """
    readers = {column.name: Reader(column) for column in extract.columns if column.is_mapped}
    for first in range(0, max(len(raw), 1), ROWS_AT_ONCE):
        rows = raw.slice(first, ROWS_AT_ONCE)
        for column in extract.columns:
            if column.is_mapped:
                rows = _with_meanings(rows, column, readers[column.name], tokeniser)
        connection.register("slice", rows)
        into = "INSERT INTO typed" if first else "CREATE OR REPLACE TEMP TABLE typed AS"
        connection.execute(f"{into} {_typed_query(extract)}")
        connection.unregister("slice")


def _with_meanings(rows: pa.Table, column: Column, reader: Reader, tokeniser: Tokeniser) -> pa.Table:
    """Put what a column's cells mean in place of what was written; each distinct text is understood once."""
    import numpy as np
    import pyarrow as pa

    written = rows.column(column.name).combine_chunks()
    if isinstance(written, pa.ChunkedArray):
        written = pa.concat_arrays(written.chunks) if written.num_chunks else pa.array([], pa.string())
    distinct = written.dictionary_encode()
    values, unusable, converted = _understood(distinct.dictionary, column, reader)
    meanings: Any = pa.array(values, pa.string())
    if column.identifies:
        meanings = pa.array(tokeniser.sealed(column.identifies, values), pa.binary())
    rows = rows.set_column(rows.schema.get_field_index(column.name), column.name, meanings.take(distinct.indices))
    for name, places in ((f"bad_{column.name}", unusable), (f"converted_{column.name}", converted)):
        flags = np.zeros(len(values), dtype=bool)
        flags[places] = True
        rows = rows.append_column(name, pa.array(flags, pa.bool_()).take(distinct.indices))
    return rows


def _understood(distinct: pa.Array, column: Column, reader: Reader) -> tuple[list[str | None], list[int], list[int]]:
    """Return what each text means, and the places of those that are unusable or were converted."""
    values: list[str | None] = distinct.to_pylist()
    unusable, converted = [], []
    for place in _not_plain(distinct) if column.identifies else range(len(values)):
        meaning = reader.understand(str(values[place]))
        values[place] = meaning.value
        if not meaning.is_usable:
            unusable.append(place)
        if meaning.is_converted:
            converted.append(place)
    return values, unusable, converted


def _not_plain(distinct: pa.Array) -> list[int]:
    """Return the places of identifiers that need a closer look: event keys are as many as rows, and most do not."""
    import pyarrow.compute as pc

    is_short = pc.less_equal(pc.binary_length(distinct), LONGEST_IDENTIFIER)
    plain = pc.and_(is_short, pc.match_substring_regex(distinct, _PLAIN_IDENTIFIER))
    return [int(place) for place in pc.indices_nonzero(pc.invert(plain)).to_pylist()]


def _typed_query(extract: Extract) -> str:
    """Return SQL for typed rows, in two steps so that no expression is worked out twice: value, flag."""
    values, selected = [], []
    for column in extract.columns:
        name = column.name
        if column.is_mapped:
            values.append(f"{name}, bad_{name}, converted_{name}")
            value = f"base64({name})" if column.identifies else f"CAST({name} AS {column.stored_type})"
            selected.append(
                f"{value} AS {name}, coalesce(bad_{name}, false) AS bad_{name}, "
                f"coalesce(converted_{name}, false) AS converted_{name}"
            )
        elif column.has_flag:
            values.append(f"{name} AS written_{name}, {sql_value(column, name)} AS {name}")
            selected.append(f"{name}, {sql_is_bad(f'written_{name}', name)} AS bad_{name}")
        else:
            values.append(f"{sql_single_spaced(name)} AS {name}")
            selected.append(f"{sql_said(name)} AS {name}")
    return (
        f"SELECT {', '.join(_PER_FILE)}, row_number, "
        f"coalesce(regexp_matches(first_cell, '{_TOTALS}', 'i'), false) AS is_totals_row, "
        f"{', '.join(selected)} FROM (SELECT delivery_no, row_number, first_cell, {', '.join(values)} FROM slice) "
        "JOIN incoming USING (delivery_no)"
    )
