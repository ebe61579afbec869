"""Texts of files taken through the checks of an extract as one batch, for September 2020."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from expectations.checking import Verdict, check_batch
from expectations.contract import Extract
from expectations.formats.sheet import read_tables
from expectations.headers import Recogniser
from expectations.staging import Incoming
from expectations.tokens import Tokeniser

RECEIVED_ON = date(2020, 10, 5)


def check(
    connection: duckdb.DuckDBPyConnection,
    extract: Extract,
    folder: Path,
    files: Sequence[str | bytes],
    received_on: date = RECEIVED_ON,
) -> list[Verdict]:
    """Check the files, received on a day; the table `checked` of the connection holds their rows."""
    recogniser = Recogniser({extract.name: extract}, {})
    batch = []
    for number, content in enumerate(files):
        path = folder / f"{extract.name}_{number}.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        (sheet,) = read_tables(path, folder, recogniser.known_headers).sheets
        seen = recogniser.find(sheet.first_rows, path.name)
        assert seen is not None
        september = ("2020-09", date(2020, 9, 1), date(2020, 9, 30))
        batch.append(Incoming(number, *september, path.name, seen, sheet, received_on=received_on))
    verdicts = check_batch(connection, extract, batch, Tokeniser(bytes(range(64))), frozenset())
    return [verdicts[number] for number in range(len(files))]
