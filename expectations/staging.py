"""From text to typed rows: every cell of a batch of files of one extract, set-based.

Called by: expectations.checking.
Promises:  identifiers are tokens in everything this module leaves behind; a value that cannot be
           understood becomes a blank that is counted, never a guess; row numbers are kept.
Never:     keeps a cell of a column that the contract does not declare.

Tables, all temporary: `incoming` (one row a file), `raw` (text), `typed` (values, bad_<column> flags).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb

from expectations.cells import (
    sql_is_bad,
    sql_is_blank_word,
    sql_is_converted,
    sql_said,
    sql_single_spaced,
    sql_trimmed,
    sql_value,
)
from expectations.contract import Column, Extract
from expectations.formats.sheet import Layout, LoadedRows, Note, Sheet, UnreadableFile
from expectations.forms import FORMS, Form
from expectations.headers import Recognition
from expectations.tokens import Tokeniser
from expectations.values import BLANKS, LONGEST_IDENTIFIER, NO_ANSWERS, Reader

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 250_000
"""So many rows are turned from text to values in one go, so that memory stays bounded."""

_PER_FILE = {
    "delivery_no": "INTEGER", "month": "VARCHAR", "month_starts_on": "DATE", "month_ends_on": "DATE",
    "received_on": "DATE",
}  # fmt: skip
_TOTALS = r"^\s*(grand\s+)?totals?\b"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One recognised table on its way in: which delivery of the batch it is, and for which month.

    source:      the file's name, and the table's where the file holds several.
    released:    row numbers that somebody has released from a rule, by the rule's code.
    received_on: the day on which the file was first seen.
    """

    number: int
    month: str
    month_starts_on: date
    month_ends_on: date
    source: str
    recognition: Recognition
    sheet: Sheet
    notes: tuple[Note, ...] = ()
    released: Mapping[str, frozenset[int]] = field(default_factory=dict)
    received_on: date | None = None


def stage(
    connection: duckdb.DuckDBPyConnection, extract: Extract, batch: Sequence[Incoming], tokeniser: Tokeniser
) -> dict[int, LoadedRows]:
    """Load a batch of files of one extract into the table `typed`.

    Returns, for each delivery number, how many rows were read and which had a wrong number of cells.
    """
    _create_tables(connection, extract, batch)
    loaded = {item.number: _load(connection, item) for item in batch}
    _fill_typed(connection, extract, tokeniser)
    return loaded


def layout_of(seen: Recognition) -> Layout:
    """Return where the records of a table stand, and which of their cells are wanted."""
    envelope = {f"envelope_{role}": place for role, place in seen.envelope.items()}
    return Layout(seen.header_row, len(seen.headers), {"first_cell": 0, **envelope, **seen.positions})


def drop_staging(connection: duckdb.DuckDBPyConnection) -> None:
    """Free what a batch held in memory."""
    for table in ("incoming", "raw", "typed"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def _create_tables(connection: duckdb.DuckDBPyConnection, extract: Extract, batch: Sequence[Incoming]) -> None:
    per_file = ", ".join(f"{name} {type_}" for name, type_ in _PER_FILE.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE incoming ({per_file})")
    connection.executemany(
        "INSERT INTO incoming VALUES (?, ?, ?, ?, ?)", [list(_fixed(item).values()) for item in batch]
    )
    columns = "".join(f", {column.name} VARCHAR" for column in extract.columns)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE raw ({per_file}, row_number BIGINT, is_blank BOOLEAN, is_header_row BOOLEAN, "
        "first_cell VARCHAR, "
        f"envelope_la VARCHAR, envelope_as_at VARCHAR{columns})"
    )


def _fixed(item: Incoming) -> dict[str, object]:
    values = (item.number, item.month, item.month_starts_on, item.month_ends_on, item.received_on)
    return dict(zip(_PER_FILE, values, strict=True))


def _load(connection: duckdb.DuckDBPyConnection, item: Incoming) -> LoadedRows:
    seen = item.recognition
    try:
        loaded = item.sheet.load(connection, "raw", layout_of(seen), _fixed(item))
    except UnreadableFile as fault:
        connection.execute("DELETE FROM raw WHERE delivery_no = ?", [item.number])
        return LoadedRows(0, unreadable=fault)
    _mark_header_rows(connection, item)
    for name, value in seen.given.items():
        connection.execute(f"UPDATE raw SET {name} = ? WHERE delivery_no = ?", [value, item.number])
    for name in seen.made:
        _make_identifier(connection, item.number, seen.extract.column(name))
    return loaded


def _mark_header_rows(connection: duckdb.DuckDBPyConnection, item: Incoming) -> None:
    """Mark the rows that say what the header says: files put together below one another have several header rows."""
    seen = item.recognition
    same = " AND ".join(f"{sql_trimmed(name)} = ?" for name in seen.positions)
    headers = [seen.headers[position].strip() for position in seen.positions.values()]
    connection.execute(f"UPDATE raw SET is_header_row = true WHERE delivery_no = ? AND {same}", [item.number, *headers])


def _make_identifier(connection: duckdb.DuckDBPyConnection, number: int, column: Column) -> None:
    """Fill an identifier that the file does not have: the same words in the columns it is made from, the same one."""
    words = ", ".join(f"lower(coalesce({sql_trimmed(name)}, ''))" for name in column.made_from)
    connection.execute(
        f"UPDATE raw SET {column.name} = 'M' || substr(sha256(concat_ws('|', {words})), 1, {LONGEST_IDENTIFIER - 1}) "
        "WHERE delivery_no = ?",
        [number],
    )


def _fill_typed(connection: duckdb.DuckDBPyConnection, extract: Extract, tokeniser: Tokeniser) -> None:
    """Turn raw rows into typed ones, a slice at a time.

    Trap: DuckDB does not keep the order of rows that it reads from Arrow; go by row_number.
    """
    readers = {column.name: Reader(column) for column in extract.columns if column.is_mapped}
    [(end,)] = connection.execute("SELECT coalesce(max(rowid) + 1, 1) FROM raw").fetchall()
    for first in range(0, end, ROWS_AT_ONCE):
        rows = connection.sql(
            "SELECT * EXCLUDE (is_blank, envelope_la, envelope_as_at) FROM raw "
            f"WHERE rowid >= {first} AND rowid < {first + ROWS_AT_ONCE}"
        ).to_arrow_table()
        for column in extract.columns:
            if column.is_mapped:
                rows = _with_meanings(rows, column, readers[column.name], tokeniser)
            elif column.has_flag:
                rows = _with_values(connection, rows, column)
        connection.register("slice", rows)
        into = "INSERT INTO typed" if first else "CREATE OR REPLACE TEMP TABLE typed AS"
        connection.execute(f"{into} {_typed_query(extract)}")
        connection.unregister("slice")


def _with_meanings(rows: pa.Table, column: Column, reader: Reader, tokeniser: Tokeniser) -> pa.Table:
    """Put what a column's cells mean in place of what was written; each distinct text is understood once."""
    import numpy as np
    import pyarrow as pa

    distinct = _distinct(rows, column)
    values, unusable, converted = _understood(distinct.dictionary, column, reader)
    meanings: Any = pa.array(values, pa.string())
    if column.identifies:
        if column.form:
            ill_formed = _ill_formed(meanings, FORMS[column.form])
            rows = rows.append_column(f"ill_formed_{column.name}", ill_formed.take(distinct.indices))
        meanings = tokeniser.sealed(column.identifies, meanings)
    rows = rows.set_column(rows.schema.get_field_index(column.name), column.name, meanings.take(distinct.indices))
    if column.codes and column.codes.spelt_until:
        months = [None if text is None else reader.last_month(text) for text in distinct.dictionary.to_pylist()]
        rows = rows.append_column(f"spelt_until_{column.name}", pa.array(months, pa.string()).take(distinct.indices))
    for name, places in ((f"bad_{column.name}", unusable), (f"converted_{column.name}", converted)):
        flags = np.zeros(len(values), dtype=bool)
        flags[places] = True
        rows = rows.append_column(name, pa.array(flags, pa.bool_()).take(distinct.indices))
    return rows


def _with_values(connection: duckdb.DuckDBPyConnection, rows: pa.Table, column: Column) -> pa.Table:
    """Put the dates or numbers that a column's cells mean in place of the text; each distinct text is read once."""
    import pyarrow as pa

    distinct = _distinct(rows, column)
    texts = pa.table({"place": pa.array(range(len(distinct.dictionary)), pa.int32()), "text": distinct.dictionary})
    connection.register("texts", texts)
    read = connection.sql(
        f"SELECT value, bad, {sql_is_converted(column, 'text', 'value')} "
        f"OR {sql_is_blank_word('text', 'value', 'bad')} AS converted "
        f"FROM (SELECT *, {sql_is_bad('text', 'value')} AS bad FROM "
        f"(SELECT place, text, {sql_value(column, 'text')} AS value FROM texts)) ORDER BY place"
    ).to_arrow_table()
    connection.unregister("texts")
    place = rows.schema.get_field_index(column.name)
    rows = rows.set_column(place, column.name, read.column("value").take(distinct.indices))
    for flag in ("bad", "converted"):
        rows = rows.append_column(f"{flag}_{column.name}", read.column(flag).take(distinct.indices))
    return rows


def _distinct(rows: pa.Table, column: Column) -> pa.DictionaryArray:
    """Return a column's texts, each distinct one once, with which of them stands in each row."""
    import pyarrow as pa

    written = rows.column(column.name).combine_chunks()
    if isinstance(written, pa.ChunkedArray):
        written = pa.concat_arrays(written.chunks) if written.num_chunks else pa.array([], pa.string())
    return written.dictionary_encode()


def _understood(distinct: pa.Array, column: Column, reader: Reader) -> tuple[list[str | None], list[int], list[int]]:
    """Return what each text means, and the places of those that are unusable or were converted."""
    values: list[str | None] = distinct.to_pylist()
    unusable, converted = [], []
    is_plain_mostly = column.identifies and not (column.form and FORMS[column.form].is_spaced)
    for place in _not_plain(distinct) if is_plain_mostly else range(len(values)):
        meaning = reader.understand(str(values[place]))
        values[place] = meaning.value
        if not meaning.is_usable:
            unusable.append(place)
        if meaning.is_converted:
            converted.append(place)
    return values, unusable, converted


def _ill_formed(identifiers: pa.Array, form: Form) -> pa.Array:
    """Tell of each identifier whether it is written otherwise than its form asks; a blank one is not."""
    import pyarrow as pa
    import pyarrow.compute as pc

    has_shape = pc.match_substring_regex(identifiers, f"^({form.pattern})$")
    if form.is_right is not None:
        shapely = zip(identifiers.to_pylist(), has_shape.to_pylist(), strict=True)
        has_shape = pa.array([bool(is_shapely) and form.is_right(text) for text, is_shapely in shapely], pa.bool_())
    return pc.and_(pc.is_valid(identifiers), pc.invert(has_shape))


def _not_plain(distinct: pa.Array) -> list[int]:
    """Return the places of identifiers that need a closer look: event keys are as many as rows, and most do not."""
    import pyarrow as pa
    import pyarrow.compute as pc

    shape = pc.match_substring_regex(distinct, f"^[A-Za-z0-9]{{1,{LONGEST_IDENTIFIER}}}$")
    is_word = pc.is_in(pc.ascii_upper(distinct), value_set=pa.array(sorted(BLANKS | NO_ANSWERS)))
    plain = pc.and_not(shape, is_word)
    return [int(place) for place in pc.indices_nonzero(pc.invert(plain)).to_pylist()]


def _typed_query(extract: Extract) -> str:
    """Return SQL for typed rows, in two steps so that no expression is worked out twice: text, what it says."""
    values, selected = [], []
    for column in extract.columns:
        name = column.name
        if column.is_mapped:
            values.append(f"{name}, bad_{name}, converted_{name}")
            if column.codes and column.codes.spelt_until:
                values.append(f"spelt_until_{name}")
                selected.append(f"spelt_until_{name}")
            value = f"base64({name})" if column.identifies else f"CAST({name} AS {column.stored_type})"
            if column.form:
                values.append(f"ill_formed_{name}")
                selected.append(f"coalesce(ill_formed_{name}, false) AS ill_formed_{name}")
            selected.append(
                f"{value} AS {name}, coalesce(bad_{name}, false) AS bad_{name}, "
                f"coalesce(converted_{name}, false) AS converted_{name}"
            )
        elif column.has_flag:
            values.append(f"{name}, bad_{name}, converted_{name}")
            flags = (f"coalesce({flag}_{name}, false) AS {flag}_{name}" for flag in ("bad", "converted"))
            selected.append(f"CAST({name} AS {column.stored_type}) AS {name}, {', '.join(flags)}")
        else:
            values.append(f"{sql_single_spaced(name)} AS {name}")
            selected.append(f"{sql_said(name)} AS {name}")
    per_file = ", ".join((*_PER_FILE, "row_number"))
    return (
        f"SELECT {per_file}, coalesce(regexp_matches(first_cell, '{_TOTALS}', 'i'), false) AS is_totals_row, "
        "coalesce(is_header_row, false) AS is_header_row, "
        f"{', '.join(selected)} FROM (SELECT {per_file}, first_cell, is_header_row, {', '.join(values)} FROM slice)"
    )
