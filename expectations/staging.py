"""From text to typed rows: every cell of a batch of files of one extract, set-based.

Called by: expectations.checking.
Promises:  identifiers are tokens in everything this module leaves behind; a value that cannot be
           understood becomes a blank that is counted, never a guess; row numbers are kept.
Never:     reads a column that the contract does not declare.

Tables, all temporary: `incoming` (one row a file), `raw` (text), `typed` (values, bad_<column> flags).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from expectations.contract import Column, Extract
from expectations.formats.sheet import LoadedRows, Sheet
from expectations.headers import Recognition
from expectations.tokens import Tokeniser
from expectations.values import BLANKS, LONGEST_IDENTIFIER, Reader, Understood

DATE_FORMATS = (
    "%d/%m/%Y", "%Y-%m-%d", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
    "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%Y-%b-%d %H:%M:%S",
)  # fmt: skip
"""How dates are written, day first. Two-digit years are not accepted: 01/02/19 may be a birth of 1919."""

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
_EXCEL_DAY_ZERO = "DATE '1899-12-30'"


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
    _create_incoming(connection, batch)
    loaded = _load_raw(connection, extract, batch)
    for column in extract.columns:
        if column.is_mapped:
            _map_values(connection, column, tokeniser)
    _create_typed(connection, extract)
    return loaded


def drop_staging(connection: duckdb.DuckDBPyConnection, extract: Extract) -> None:
    """Free what a batch held in memory."""
    tables = ["incoming", "raw", "typed", *(f"map_{column.name}" for column in extract.columns)]
    for table in tables:
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def sql_clean(expression: str) -> str:
    """Return SQL for the text of a cell with its ends trimmed, NULL where the cell says nothing."""
    blanks = ", ".join(f"'{blank}'" for blank in sorted(BLANKS) if blank)
    text = f"trim(replace({expression}, chr(160), ' '))"
    return f"(CASE WHEN {text} = '' OR upper({text}) IN ({blanks}) THEN NULL ELSE {text} END)"


def _create_incoming(connection: duckdb.DuckDBPyConnection, batch: Sequence[Incoming]) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE incoming "
        "(delivery_no INTEGER, month VARCHAR, month_starts_on DATE, month_ends_on DATE)"
    )
    rows = [(item.number, item.month, item.month_starts_on, item.month_ends_on) for item in batch]
    connection.executemany("INSERT INTO incoming VALUES (?, ?, ?, ?)", rows)


def _load_raw(
    connection: duckdb.DuckDBPyConnection, extract: Extract, batch: Sequence[Incoming]
) -> dict[int, LoadedRows]:
    columns = "".join(f", {column.name} VARCHAR" for column in extract.columns)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE raw (delivery_no INTEGER, row_number BIGINT, first_cell VARCHAR, "
        f"envelope_la VARCHAR, envelope_as_at VARCHAR{columns})"
    )
    loaded = {}
    for item in batch:
        seen = item.recognition
        loaded[item.number] = item.sheet.load(connection, "loaded_rows", seen.header_row, len(seen.headers))
        places = {**{f"envelope_{role}": place for role, place in seen.envelope.items()}, **seen.positions}
        names = list(places)
        selected = "".join(f", c{places[name]}" for name in names)
        connection.execute(
            f"INSERT INTO raw (delivery_no, row_number, first_cell{''.join(f', {name}' for name in names)}) "
            f"SELECT {item.number}, row_number, c0{selected} FROM loaded_rows"
        )
    connection.execute("DROP TABLE IF EXISTS loaded_rows")
    return loaded


def _map_values(connection: duckdb.DuckDBPyConnection, column: Column, tokeniser: Tokeniser) -> None:
    """Understand each distinct written value of a column once, into the table map_<column>."""
    import pyarrow as pa

    found = connection.execute(f"SELECT DISTINCT {column.name} FROM raw WHERE {column.name} IS NOT NULL").fetchall()
    written = [value for (value,) in found]
    understood = _understand(column, written)
    values: list[str | None] = [meaning.value for meaning in understood]
    if column.identifies:
        known = [(n, value) for n, value in enumerate(values) if value is not None]
        tokens = tokeniser.tokens(column.identifies, [value for _, value in known])
        for (n, _), token in zip(known, tokens, strict=True):
            values[n] = token
    mapping = pa.table(
        {
            "written": pa.array(written, pa.string()),
            "value": pa.array(values, pa.string()),
            "is_usable": pa.array([meaning.is_usable for meaning in understood], pa.bool_()),
            "is_converted": pa.array([meaning.is_converted for meaning in understood], pa.bool_()),
        }
    )
    connection.register("mapping", mapping)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE map_{column.name} AS SELECT * FROM mapping")
    connection.unregister("mapping")


def _understand(column: Column, written: Sequence[str]) -> list[Understood]:
    reader = Reader(column)
    if not column.identifies:
        return [reader.understand(value) for value in written]
    # Event keys are as many as rows: the common plain shape is decided without the full treatment.
    return [
        Understood(value)
        if len(value) <= LONGEST_IDENTIFIER and value.isascii() and value.isalnum() and value.upper() not in BLANKS
        and "E+" not in value.upper()
        else reader.understand(value)
        for value in written
    ]  # fmt: skip


def _create_typed(connection: duckdb.DuckDBPyConnection, extract: Extract) -> None:
    """Make `typed` in three steps, so that no expression is written out twice: clean, value, flag."""
    cleaned, values, selected, joins = [], [], [], []
    for column in extract.columns:
        name = column.name
        if column.is_mapped:
            cleaned.append(name)
            joins.append(f"LEFT JOIN map_{name} ON map_{name}.written = valued.{name}")
            selected.append(f"CAST(map_{name}.value AS {column.stored_type}) AS {name}")
            selected.append(f"NOT coalesce(map_{name}.is_usable, true) AS bad_{name}")
            selected.append(f"coalesce(map_{name}.is_converted, false) AS converted_{name}")
            continue
        cleaned.append(f"{sql_clean(name)} AS {name}")
        if not column.has_flag:
            selected.append(f"valued.{name}")
            continue
        values.append(f"{_sql_value(column, name)} AS value_{name}")
        selected.append(f"value_{name} AS {name}, (valued.{name} IS NOT NULL AND value_{name} IS NULL) AS bad_{name}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE typed AS "
        f"WITH cleaned AS (SELECT delivery_no, row_number, first_cell, {', '.join(cleaned)} FROM raw), "
        f"valued AS ({', '.join(['SELECT *', *values])} FROM cleaned) "
        "SELECT valued.delivery_no, valued.row_number, month, month_starts_on, month_ends_on, "
        "coalesce(regexp_matches(valued.first_cell, '^\\s*(grand\\s+)?totals?\\b', 'i'), false) AS is_totals_row, "
        f"{', '.join(selected)} FROM valued JOIN incoming USING (delivery_no) {' '.join(joins)} "
        "ORDER BY valued.delivery_no, valued.row_number"
    )


def sql_day(text: str) -> str:
    """Return SQL for the day that a cleaned text means, NULL where it means none."""
    formats = "[" + ", ".join(f"'{format_}'" for format_ in DATE_FORMATS) + "]"
    days = f"CAST(floor(CAST({text} AS DOUBLE)) AS INTEGER)"
    serial = f"CASE WHEN regexp_full_match({text}, '[2-7]\\d{{4}}(\\.0+)?') THEN {_EXCEL_DAY_ZERO} + {days} END"
    day = f"coalesce(CAST(try_strptime({text}, {formats}) AS DATE), {serial})"
    return f"list_filter([{day}], lambda d: year(d) BETWEEN {EARLIEST_YEAR} AND {LATEST_YEAR})[1]"


def _sql_value(column: Column, text: str) -> str:
    if column.type == "DATE":
        return sql_day(text)
    if column.type == "INTEGER":
        return f"TRY_CAST(regexp_replace(replace({text}, ',', ''), '\\.0+$', '') AS INTEGER)"
    if column.type == "DECIMAL":
        return f"TRY_CAST(regexp_replace({text}, '[,%£\\s]', '', 'g') AS DECIMAL(18,6))"
    if column.type == "TIMESTAMP":
        return f"TRY_CAST({text} AS TIMESTAMP)"
    return text
