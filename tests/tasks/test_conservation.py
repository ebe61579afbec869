"""No row is lost or made up: whatever mess a file holds, what is loaded is what plain Python would load.

Files are made at random and taken through the real checks several at a time. An independent reading with
Python's csv module and a few lines of plain Python say what must come out. There are at least 200 files;
OUTTURN_EXAMPLES=1000 makes at least so many.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.checking import check_batch
from expectations.contract import CodeList, Column, Extract, Rule
from expectations.formats.sheet import read_tables
from expectations.headers import Recogniser
from expectations.staging import Incoming
from expectations.tokens import Tokeniser

FILES = int(os.environ.get("OUTTURN_EXAMPLES", "200"))
FILES_AT_ONCE = 4
TOKENISER = Tokeniser(bytes(range(64)))

VISITS = Extract(
    name="visits",
    title="Visits",
    kind="events",
    key=("visit_id",),
    sequence="visited_on",
    columns=(
        Column("visit_id", "VARCHAR", "Visit", "Number of the visit.", required=True, identifies="visit"),
        Column("child_id", "VARCHAR", "Child", "Number of the child.", required=True, identifies="child"),
        Column("visited_on", "DATE", "Visited", "Day of the visit.", required=True),
        Column("recorded_on", "DATE", "Recorded", "Day of writing.", expected=True),
        Column("kind_code", "VARCHAR", "Kind", "Kind.", codes=CodeList("kind", {"A": "Alone", "B": "Both parents"})),
        Column("is_seen", "BOOLEAN", "Seen", "Whether the child was seen."),
        Column("minutes", "INTEGER", "Minutes", "How long."),
        Column("team", "VARCHAR", "Team", "Who went."),
    ),
    rules=(
        Rule("V1", "Recorded before it happened", "reject_row", "recorded_on < visited_on", "Cannot be."),
        Rule("V2", "Long visit", "warn", "minutes > 60", "Worth a look."),
        Rule("V3", "Two visits on a day", "reject_row", "visited_on = previous.visited_on", "Once.", scope="child"),
    ),
)
HEADERS = [column.header for column in VISITS.columns]
RECOGNISER = Recogniser({"visits": VISITS}, {})

# What may stand in a cell, and what it means; UNUSABLE where something is written that means nothing.
UNUSABLE = object()
IDENTIFIERS = {"": None, "7": "7", "08": "08", "8": "8", " 7 ": "7", "7.0": "7", "9.2E+06": UNUSABLE, "N/A": None,
               "A-1": "A-1", "two words": UNUSABLE, "10": "10", "11": "11", "12": "12"}  # fmt: skip
_DAY = date(2020, 9, 10)
DAYS = {"10/09/2020": _DAY, "2020-09-10": _DAY, "44084": _DAY, "11/09/2020": _DAY + timedelta(days=1), " 12.09.2020":
        _DAY + timedelta(days=2), "31/02/2020": UNUSABLE, "09/15/2020": UNUSABLE, "": None, "-": None, "soon": UNUSABLE,
        "01/08/2020": date(2020, 8, 1)}  # fmt: skip
KINDS = {"A": "A", "a": "A", "A - Alone": "A", "b) B": "B", "Both  parents": "B", "C": UNUSABLE, "": None, "#N/A": None}
FLAGS = {"Y": True, "b) No": False, "0": False, "": None, "unknown": None, "perhaps": UNUSABLE}
NUMBERS = {"5": 5, "1,000": 1000, "90.0": 90, "": None, "x": UNUSABLE, "2.5": UNUSABLE}
TEAMS = {"North": "North", " North  East": "North East", 'The "A" team': 'The "A" team', "East, West": "East, West",
         "two\nlines": "two\nlines", "": None, "Ärzte – 5": "Ärzte – 5"}  # fmt: skip
MEANINGS = [IDENTIFIERS, IDENTIFIERS, DAYS, DAYS, KINDS, FLAGS, NUMBERS, TEAMS]


class Row(NamedTuple):
    """What a row means, in the order of the contract's columns."""

    visit: object
    child: object
    visited: object
    recorded: object
    kind: object
    seen: object
    minutes: object
    team: object


@dataclass(frozen=True)
class Expected:
    """What plain Python makes of a file: rows by their number, and what became of the others."""

    rows_in: int
    loaded: dict[int, Row]
    quarantined: set[int]
    duplicates: int


def expected_of(records: Sequence[Sequence[str]], places: Sequence[int]) -> Expected:
    """Work out what must come of the records below a header, the slow and plain way."""
    rows: dict[int, Row] = {}
    unclear, quarantined, count = set(), set(), 0
    for number, record in enumerate((r for r in records if r), start=1):
        if not any(record) and len(record) >= len(places):
            continue
        count += 1
        if len(record) < len(places) or any(record[len(places) :]):
            quarantined.add(number)
            continue
        cells = [meaning[record[places.index(n)]] for n, meaning in enumerate(MEANINGS)]
        if UNUSABLE in cells:
            unclear.add(number)
        rows[number] = Row(*(None if cell is UNUSABLE else cell for cell in cells))
    copies = set()
    different: dict[object, dict[object, int]] = {}
    for number, row in rows.items():
        if row.visit is None:
            continue
        same = different.setdefault(row.visit, {})
        if same.setdefault((row, number if number in unclear else 0), number) != number:
            copies.add(number)
    repeated = {number for same in different.values() if len(same) > 1 for number in same.values()}
    fit = {n: r for n, r in rows.items() if n not in copies and n not in repeated and is_fit(r)}
    fit = {n: r for n, r in fit.items() if n not in second_on_a_day(fit)}
    return Expected(count, fit, quarantined | (rows.keys() - copies - fit.keys()), len(copies))


def is_fit(row: Row) -> bool:
    """Tell whether a row passes the contract and the rule that looks at it alone."""
    if None in (row.visit, row.child, row.visited):
        return False
    return row.recorded is None or row.recorded >= row.visited  # type: ignore[operator]


def second_on_a_day(rows: dict[int, Row]) -> set[int]:
    """Return the rows whose child has an earlier row of the same day."""
    order = sorted(rows, key=lambda n: (str(rows[n].child), str(rows[n].visited), n))
    return {
        second
        for first, second in pairwise(order)
        if (rows[first].child, rows[first].visited) == (rows[second].child, rows[second].visited)
    }


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, Expected]:
    """Make a file as bytes, with some mess, and what must come of it."""
    extra = draw(st.sampled_from([0, 0, 1, 2]))
    places = draw(st.permutations(range(len(HEADERS) + extra)))
    headers = [*HEADERS, "Locality", "Note"]
    row = st.tuples(*(st.sampled_from(sorted(meaning)) for meaning in MEANINGS), st.just("x"), st.just("y, z"))
    good = row.map(lambda cells: [cells[n] for n in places])
    odd = st.sampled_from([["Report run 03/10/2020"], ["7", "8"], [""] * len(places), ["7"] * (len(places) + 1), []])
    records = draw(st.lists(st.one_of(good, good, good, odd), max_size=25))
    records += draw(st.lists(st.sampled_from(records or [[]]), max_size=4))
    above = draw(st.sampled_from(["", "Visits\n", "Visits\nSeptember, all\n\n", '"Visits\nof the month"\n']))
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=draw(st.sampled_from(",;\t|")),
        lineterminator=draw(st.sampled_from(["\n", "\r\n"])),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
    )
    writer.writerow([headers[n] for n in places])
    writer.writerows(records)
    body = text.getvalue() if draw(st.booleans()) else text.getvalue().rstrip("\r\n")
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "windows-1252"]))
    return (above + body).encode(encoding), expected_of(records, places)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@settings(
    deadline=None,
    max_examples=FILES // FILES_AT_ONCE,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(made=st.lists(files(), min_size=FILES_AT_ONCE, max_size=FILES_AT_ONCE + 2))
def test_every_row_is_loaded_set_aside_or_a_copy(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, made: list[tuple[bytes, Expected]]
) -> None:
    batch = []
    for number, (content, _) in enumerate(made):
        path = tmp_path / f"visits_{number}.csv"
        path.write_bytes(content)
        (sheet,) = read_tables(path, tmp_path, RECOGNISER.known_headers).sheets
        seen = RECOGNISER.find(sheet.first_rows, path.name)
        assert seen is not None
        batch.append(Incoming(number, "2020-09", date(2020, 9, 1), date(2020, 9, 30), path.name, seen, sheet))
    verdicts = check_batch(connection, VISITS, batch, TOKENISER, frozenset({"testshire"}))
    for number, (_, expected) in enumerate(made):
        accounting = verdicts[number].accounting
        ragged = set(verdicts[number].ragged_row_numbers)
        assert accounting.rows_in == expected.rows_in
        assert accounting.duplicates == expected.duplicates
        assert set_aside(connection, number) | ragged == expected.quarantined
        assert accounting.quarantined == len(expected.quarantined)
        assert loaded(connection, number) == expected.loaded


def set_aside(connection: duckdb.DuckDBPyConnection, number: int) -> set[int]:
    found = connection.execute("SELECT row_number FROM checked WHERE delivery_no = ? AND is_rejected", [number])
    return {row_number for (row_number,) in found.fetchall()}


def loaded(connection: duckdb.DuckDBPyConnection, number: int) -> dict[int, Row]:
    """Return the rows that are fit to load, with identifiers instead of tokens, by row number."""
    columns = ", ".join(column.name for column in VISITS.columns)
    query = f"SELECT row_number, {columns} FROM checked WHERE delivery_no = ? AND NOT is_rejected"
    rows = connection.execute(query, [number]).fetchall()
    visits = TOKENISER.identifiers("visit", [row[1] for row in rows])
    children = TOKENISER.identifiers("child", [row[2] for row in rows])
    return {row[0]: Row(visit, child, *row[3:]) for row, visit, child in zip(rows, visits, children, strict=True)}
