"""Texts of files taken through the checks of an extract as one batch, all of one month."""

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
from warehouse.periods import Month

RECEIVED_ON = date(2020, 10, 5)
KEY = bytes(range(64))


def check(  # noqa: PLR0917 - all that a batch of a test may differ in
    connection: duckdb.DuckDBPyConnection,
    extract: Extract,
    folder: Path,
    files: Sequence[str | bytes],
    received_on: date = RECEIVED_ON,
    month: str = "2020-09",
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
        days = (Month(month).starts_on, Month(month).ends_on)
        batch.append(Incoming(number, month, *days, path.name, seen, sheet, received_on=received_on))
    verdicts = check_batch(connection, extract, batch, Tokeniser(KEY), frozenset())
    return [verdicts[number] for number in range(len(files))]
