"""No row is lost or made up, in a thousand files of every extract there is.

The files are made from the contracts alone, some rows well written and some not, so that a new extract is held to
this on the day it is declared. What happens to a row in particular is held by the test of conservation beside this one.
"""

from __future__ import annotations

import csv
import io
import os
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from expectations.checking import check_batch
from expectations.contract import Column, Extract
from expectations.extracts import load
from expectations.formats.sheet import read_tables
from expectations.headers import Recogniser
from expectations.staging import Incoming
from expectations.tokens import Tokeniser

EXTRACTS = load()
FILES = int(os.environ.get("OUTTURN_FILES", "1000"))
FILES_OF_EACH = -(-FILES // len(EXTRACTS))
TOKENISER = Tokeniser(bytes(range(64)))
RECOGNISER = Recogniser(EXTRACTS, {})
MONTH_STARTS_ON, MONTH_ENDS_ON = date(2020, 9, 1), date(2020, 9, 30)
NOISE = (
    "",
    " ",
    "N/A",
    "soon",
    "31/02/2020",
    "-1",
    "two words",
    "=1+1",
    "Ärzte – 5",
    "two\nlines",
    'a "b" c',
    "x" * 300,
)
AMONG_ROWS = 12  # a record in so many is not a row of the table


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def test_there_are_as_many_files_as_promised() -> None:
    assert FILES_OF_EACH * len(EXTRACTS) >= FILES


@pytest.mark.parametrize("extract", EXTRACTS.values(), ids=lambda extract: extract.name)
def test_every_row_of_a_file_of_any_extract_is_loaded_set_aside_or_a_copy(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, extract: Extract
) -> None:
    chance = random.Random(f"rows of {extract.name}")
    batch, written = [], []
    for number in range(FILES_OF_EACH):
        path = tmp_path / f"{extract.name}_{number}.csv"
        path.write_bytes(_file(chance, extract))
        (sheet,) = read_tables(path, tmp_path, RECOGNISER.known_headers).sheets
        seen = RECOGNISER.find(sheet.first_rows, path.name)
        assert seen is not None
        assert seen.extract.name == extract.name
        batch.append(Incoming(number, "2020-09", MONTH_STARTS_ON, MONTH_ENDS_ON, path.name, seen, sheet))
        written.append(_rows_in(path))
    verdicts = check_batch(connection, extract, batch, TOKENISER, frozenset({"testshire"}))
    fates = {number: (set(kept), set(rejected)) for number, kept, rejected in _fates(connection)}
    for number, rows_in in enumerate(written):
        verdict = verdicts[number]
        kept, rejected = fates.get(number, (set(), set()))
        ragged = set(verdict.ragged_row_numbers)
        accounting = verdict.accounting
        assert accounting.rows_in == rows_in
        assert (accounting.loaded, accounting.quarantined) == (len(kept), len(rejected) + len(ragged))
        assert accounting.loaded + accounting.quarantined + accounting.duplicates == rows_in
        assert not kept & rejected | kept & ragged | rejected & ragged, "a row has two fates"
    found = [verdict.accounting for verdict in verdicts.values()]
    assert sum(a.loaded for a in found), "no row was fit: the files show nothing"
    assert sum(a.quarantined for a in found), "no row was set aside: the files show nothing"
    assert sum(a.duplicates for a in found), "no row was a copy: the files show nothing"


def _fates(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, list[int], list[int]]]:
    return connection.execute(
        "SELECT delivery_no, coalesce(list(row_number) FILTER (WHERE NOT is_rejected), []),"
        " coalesce(list(row_number) FILTER (WHERE is_rejected), []) FROM checked GROUP BY delivery_no"
    ).fetchall()


def _file(chance: random.Random, extract: Extract) -> bytes:
    """Make a file as some system may have written it; every record has something in it."""
    columns = [column for column in extract.columns if column.required or chance.random() < 0.9]
    chance.shuffle(columns)
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, delimiter=chance.choice(",;\t|"), lineterminator=chance.choice(["\n", "\r\n"]), quoting=csv.QUOTE_ALL
    )
    writer.writerow([column.header for column in columns])
    records = [_record(chance, columns) for _ in range(chance.randrange(60))]
    records += chance.choices(records, k=chance.randrange(6)) if records else []
    writer.writerows(records)
    return text.getvalue().encode(chance.choice(["utf-8", "utf-8-sig", "utf-16", "windows-1252"]))


def _record(chance: random.Random, columns: list[Column]) -> list[str]:
    if chance.randrange(AMONG_ROWS) == 0:
        return chance.choice([["Total", "61"], ["x"] * (len(columns) + 2), ["Report run 03/10/2020"]])
    noise = chance.choice([0, 0, 0, 0.1, 0.6])
    cells = [chance.choice(NOISE) if chance.random() < noise else _cell(chance, column) for column in columns]
    return cells if any(cell.strip() for cell in cells) else ["x", *cells[1:]]


def _cell(chance: random.Random, column: Column) -> str:
    """A well-written value of the column, in one of the ways of writing it."""
    if column.codes:
        return chance.choice([*column.codes.codes, *column.codes.spellings])
    if column.identifies:
        return str(chance.randrange(1, 400))
    if column.name == "year":
        return str(chance.randrange(2015, 2022))
    day = MONTH_STARTS_ON + timedelta(days=chance.randrange(-900, 30))
    ways = {
        "DATE": [day.isoformat(), day.strftime("%d/%m/%Y")],
        "TIMESTAMP": [f"{day.isoformat()} 10:30:00", day.strftime("%d/%m/%Y %H:%M")],
        "INTEGER": [str(chance.randrange(30))],
        "DECIMAL": ["12.5", "7"],
        "BOOLEAN": ["Y", "N", "1", "0", "true", "No"],
    }
    return chance.choice(ways.get(column.type, ["North", "O'Brien & Co", "2020-09", "2020-21-Q2"]))


def _rows_in(path: Path) -> int:
    """Count records the plain way: Python's reader, and every record but the header."""
    content = path.read_bytes()
    for encoding in ("utf-16", "utf-8-sig", "windows-1252"):
        if encoding != "utf-16" or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            try:
                text = content.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    delimiter = next(sign for sign in text.splitlines()[0].replace('"', "") + "," if sign in ",;\t|")
    return sum(1 for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if record) - 1
