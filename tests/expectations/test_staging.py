"""What the text of a cell is worth: dates day first, numbers as written, nothing guessed; and files that do not mix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from expectations import staging
from expectations.cells import sql_is_bad, sql_month, sql_order, sql_said, sql_single_spaced, sql_value
from expectations.contract import Column, ColumnType, Extract
from expectations.formats.sheet import read_tables
from expectations.headers import Recogniser
from expectations.staging import Incoming, stage
from expectations.tokens import Tokeniser

BAD = "bad"
SEPTEMBER_5 = date(2020, 9, 5)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def worth(connection: duckdb.DuckDBPyConnection, type_: ColumnType, written: str) -> object:
    """Return what a cell means in a column of that type: a value, None for a blank, "bad" for anything else."""
    column = Column("x", type_, "X", "X.")
    value = sql_value(column, "w")
    query = f"SELECT v, {sql_is_bad('w', 'v')} FROM (SELECT w, {value} AS v FROM (SELECT $w AS w))"
    [(found, is_bad)] = connection.execute(query, {"w": written}).fetchall()
    assert found is None or not is_bad
    return BAD if is_bad else found


@pytest.mark.parametrize(
    "written",
    [
        "05/09/2020", "5/9/2020", "2020-09-05", "2020-9-5", "05-09-2020", "05.09.2020", "2020/09/05",
        "5 September 2020", "05 Sep 2020", "05-Sep-2020", "05-SEP-2020", "2020-Sep-05 00:00:00", "20200905",
        "05/09/2020 00:00",
        "05/09/2020 23:59:59", "2020-09-05T10:00:00", "2020-09-05 00:00:00.000", "2020-09-05 00:00:00.0000000",
        "44079", "44079.0", "44079.75", "  05/09/2020 ", "\u00a005/09/2020\u00a0", "\ufeff05/09/2020", "05/09/2020\r",
    ],
)  # fmt: skip
def test_a_date_is_read_day_first(connection: duckdb.DuckDBPyConnection, written: str) -> None:
    assert worth(connection, "DATE", written) == SEPTEMBER_5


@pytest.mark.parametrize(
    "written",
    [
        "31/02/2020", "29/02/2019", "00/09/2020", "09/15/2020", "05/09/20", "05/09/020", "05/09/12020", "0202-09-05",
        "9999-12-31", "31/12/1899", "01/01/2101", "2020-09-05T23:00:00Z", "2020-09-05 00:00:00+01:00", "5th September",
        "September 2020", "2020-09", "8 months", "05/09/2020x", "x05/09/2020", "19999", "80000", "1e5", "5", "-44079",
        "20201305", "05092020", "\u0660\u0665/09/2020",
    ],
)  # fmt: skip
def test_what_is_no_date_for_certain_is_said_not_to_be(connection: duckdb.DuckDBPyConnection, written: str) -> None:
    assert worth(connection, "DATE", written) == BAD


@pytest.mark.parametrize(
    "written", ["", " ", "\u00a0", "-", "..", "#N/A", "N/A", "NULL", "nan", "Unknown", "<blank>", "\t"]
)
@pytest.mark.parametrize("type_", ["DATE", "INTEGER", "DECIMAL", "TIMESTAMP"])
def test_a_cell_that_says_nothing_is_blank(
    connection: duckdb.DuckDBPyConnection, type_: ColumnType, written: str
) -> None:
    assert worth(connection, type_, written) is None


@pytest.mark.parametrize(
    ("type_", "written", "value"),
    [
        ("INTEGER", "3", 3), ("INTEGER", " 3 ", 3), ("INTEGER", "3.0", 3), ("INTEGER", "1,234", 1234),
        ("INTEGER", "-2", -2),
        ("INTEGER", "1.5", BAD), ("INTEGER", "1,5", BAD), ("INTEGER", "12,34", BAD), ("INTEGER", "three", BAD),
        ("INTEGER", "99999999999", BAD), ("INTEGER", "1e3", BAD), ("INTEGER", "3 4", BAD),
        ("DECIMAL", "28.15", Decimal("28.15")), ("DECIMAL", "45%", Decimal(45)), ("DECIMAL", "45 %", Decimal(45)),
        ("DECIMAL", "£1,234.50", Decimal("1234.5")), ("DECIMAL", "-0.5", Decimal("-0.5")),
        ("DECIMAL", ".5", Decimal("0.5")),
        ("DECIMAL", "4.5e-05", Decimal("0.000045")), ("DECIMAL", "1,5", BAD), ("DECIMAL", "1.2.3", BAD),
        ("DECIMAL", "%", BAD), ("DECIMAL", "£", BAD), ("DECIMAL", "inf", BAD), ("DECIMAL", "8 months", BAD),
        ("DECIMAL", "9" * 13, BAD),
    ],
)  # fmt: skip
def test_a_number_is_what_was_written(
    connection: duckdb.DuckDBPyConnection, type_: ColumnType, written: str, value: object
) -> None:
    assert worth(connection, type_, written) == value


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("North  East", "North East"), (" North\u00a0East ", "North East"), ("\tNorth East\n", "North East"),
        ("North\nEast", "North\nEast"), ("Team -", "Team -"), ("-", None), ("", None), ("#N/A", None), ("N/A", "N/A"),
    ],
)  # fmt: skip
def test_text_is_kept_with_single_spaces(connection: duckdb.DuckDBPyConnection, written: str, text: str | None) -> None:
    query = f"SELECT {sql_said('t')} FROM (SELECT {sql_single_spaced('w')} AS t FROM (SELECT $w AS w))"
    assert connection.execute(query, {"w": written}).fetchall() == [(text,)]


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("30/09/2020", "2020-09"), ("2020-09", "2020-09"), ("September 2020", "2020-09"), ("Sep-2020", "2020-09"),
        ("09/2020", "2020-09"), (" Sep 2020 ", "2020-09"), ("44104", "2020-09"), ("Q2 2020", None), ("", None),
    ],
)  # fmt: skip
def test_a_month_is_read_as_people_write_it(
    connection: duckdb.DuckDBPyConnection, written: str, month: str | None
) -> None:
    assert connection.execute(f"SELECT {sql_month('w')} FROM (SELECT $w AS w)", {"w": written}).fetchall() == [(month,)]


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("03/25/2020", "month first"), ("3-25-2020", "month first"), (" 03.25.2020 10:00", "month first"),
        ("25/03/2020", "day first"), ("25.3.2020", "day first"), ("25/03/2020 10:00:00", "day first"),
        ("03/04/2020", None), ("2020-03-25", None), ("2020-25-03", None), ("25/25/2020", None), ("03/32/2020", None),
        ("25 March 2020", None), ("43915", None), ("", None), ("03/25/20", None), ("03/25/20201", None),
    ],
)  # fmt: skip
def test_an_order_is_said_only_where_a_date_has_one(
    connection: duckdb.DuckDBPyConnection, written: str, order: str | None
) -> None:
    assert connection.execute(f"SELECT {sql_order('w')} FROM (SELECT $w AS w)", {"w": written}).fetchall() == [(order,)]


THINGS = Extract(
    "things", "Things", "events", ("thing_id",),
    (
        Column("thing_id", "VARCHAR", "Thing", "X.", required=True, identifies="thing"),
        Column("child_id", "VARCHAR", "Child", "X.", required=True, identifies="child"),
        Column("other_child_id", "VARCHAR", "Other Child", "X.", identifies="child"),
        Column("seen_on", "DATE", "Seen", "X."),
        Column("team", "VARCHAR", "Team", "X."),
    ),
)  # fmt: skip
HEADER = "Thing,Child,Other Child,Seen,Team\n"


def staged(
    connection: duckdb.DuckDBPyConnection, folder: Path, files: Sequence[str]
) -> tuple[dict[int, tuple[int, tuple[int, ...], bool]], list[tuple[object, ...]]]:
    """Stage some files as one batch; returns what became of each, and the typed rows."""
    recogniser = Recogniser({"things": THINGS}, {})
    batch = []
    for number, text in enumerate(files):
        path = folder / f"things_{number}.csv"
        path.write_text(text, newline="")
        (sheet,) = read_tables(path, folder, recogniser.known_headers).sheets
        seen = recogniser.find(sheet.first_rows, path.name)
        assert seen is not None
        batch.append(Incoming(number, "2020-09", date(2020, 9, 1), date(2020, 9, 30), path.name, seen, sheet))
    loaded = stage(connection, THINGS, batch, Tokeniser(bytes(64)))
    rows = connection.execute("SELECT * FROM typed ORDER BY delivery_no, row_number").fetchall()
    return {n: (rows.rows, rows.ragged_row_numbers, bool(rows.unreadable)) for n, rows in loaded.items()}, rows


FILES = [
    HEADER + "T1,P1,P2,05/09/2020,A\nT2,P2,,x,B\nfooter\n\n,,,,\nT3,P1,9.2E+06,,\n",
    HEADER + 'T1,P1,P2,05/09/2020,"A\n' + "T2,P2,,,B\n" * 3,
    "Title\n" + HEADER + "T4,P2.0,P1,44079,A\n",
    HEADER,
]


def test_a_file_that_breaks_off_leaves_the_others_as_they_are(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    outcome, rows = staged(connection, tmp_path, FILES)
    assert outcome == {0: (3, (3,), False), 1: (0, (), True), 2: (1, (), False), 3: (0, (), False)}
    assert [row[0] for row in rows] == [0, 0, 0, 2]


def test_one_identifier_has_one_token_in_every_column_and_file(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    staged(connection, tmp_path, FILES)
    found = connection.execute("SELECT child_id, other_child_id FROM typed ORDER BY delivery_no, row_number").fetchall()
    (p1, p2), (_, blank), (again, unusable), (other, p1_in_other) = found
    assert p1 == again == p1_in_other
    assert p2 == found[1][0]
    assert (blank, unusable, other) == (None, None, Tokeniser(bytes(64)).tokens("child", ["P2.0"])[0])


@pytest.mark.parametrize("rows_at_once", [1, 2, 3, 1000])
def test_the_size_of_a_slice_changes_nothing(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_at_once: int
) -> None:
    expected = staged(connection, tmp_path, FILES)
    monkeypatch.setattr(staging, "ROWS_AT_ONCE", rows_at_once)
    assert staged(connection, tmp_path, FILES) == expected


def test_no_rows_at_all_are_staged_as_none(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    outcome, rows = staged(connection, tmp_path, [HEADER])
    assert (outcome, rows) == ({0: (0, (), False)}, [])
