"""Files as bytes: every record is loaded or counted, whatever wrote the file, and under its own number."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations import refusals
from expectations.formats import records
from expectations.formats.delimited import MOST_COLUMNS, Delimited
from expectations.formats.encoding import as_utf8
from expectations.formats.kinds import LARGEST_TEXT_BYTES
from expectations.formats.sheet import Layout, LoadedRows, UnreadableFile, read_tables
from expectations.formats.unpacking import as_text, unpack

KNOWN = frozenset({"a", "b", "c"})
CELLS = st.text(alphabet='xy1 ,;|\t"\n€\u00a0', max_size=6)
SAME_FOLDER = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def load(
    connection: duckdb.DuckDBPyConnection, folder: Path, content: bytes, header_row: int = 1, width: int = 3
) -> tuple[LoadedRows, dict[int, tuple[str | None, ...]]]:
    """Return what became of a file's records, and the cells of those that were loaded by their number."""
    path = folder / "file.csv"
    path.write_bytes(content)
    sheet = Delimited(path, folder, KNOWN)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE t (n INTEGER, row_number BIGINT, is_blank BOOLEAN, a VARCHAR, c VARCHAR)"
    )
    connection.execute("INSERT INTO t VALUES (0, 99, false, 'of another file', '')")
    loaded = sheet.load(connection, "t", Layout(header_row, width, {"a": 0, "c": width - 1}), {"n": 7})
    rows = connection.execute("SELECT row_number, a, c FROM t WHERE n = 7").fetchall()
    assert len(rows) == loaded.rows
    assert connection.execute("SELECT row_number FROM t WHERE n = 0").fetchall() == [(99,)], "other files keep theirs"
    return loaded, {row[0]: row[1:] for row in rows}


def written(rows: list[list[str]], **options: object) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, **options).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue()


DIALECTS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(",;\t|"),
        "lineterminator": st.sampled_from(["\n", "\r\n"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    }
)


@SAME_FOLDER
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=12), dialect=DIALECTS)
def test_what_a_csv_writer_wrote_is_read_back(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, rows: list[list[str]], dialect: dict[str, object]
) -> None:
    text = written([["a", "b", "c"], *rows], **dialect)
    loaded, found = load(connection, tmp_path, text.encode())
    assert not loaded.ragged_row_numbers
    # DuckDB does not tell a blank from a quoted blank, and no one who reads an extract does.
    assert found == {n: (row[0] or None, row[2] or None) for n, row in enumerate(rows, start=1) if any(row)}


RECORDS = st.one_of(
    st.lists(st.sampled_from(["", "a", "two\nlines", "b"]), min_size=3, max_size=3),
    st.lists(st.sampled_from(["", "a", "b"]), min_size=1, max_size=5),
)


def is_ragged(record: list[str]) -> bool:
    """Tell whether a record has too few cells, or something in cells that no header stands over."""
    return len(record) < 3 or any(record[3:])


@SAME_FOLDER
@given(rows=st.lists(RECORDS, max_size=15))
def test_records_of_another_width_are_counted_under_their_number(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, rows: list[list[str]]
) -> None:
    text = written([["a", "b", "c"], *rows], lineterminator="\r\n")
    loaded, found = load(connection, tmp_path, text.encode())
    assert loaded.ragged_row_numbers == tuple(n for n, row in enumerate(rows, start=1) if is_ragged(row))
    assert set(found) == {n for n, row in enumerate(rows, start=1) if not is_ragged(row) and any(row)}


@SAME_FOLDER
@given(
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=10),
    line_end=st.sampled_from(["\n", "\r\n"]),
    block=st.integers(1, 9),
)
def test_both_counts_agree_with_the_csv_module(
    tmp_path: Path, rows: list[list[str]], line_end: str, block: int
) -> None:
    path = tmp_path / "file.csv"
    text = written(rows, lineterminator=line_end)
    path.write_bytes(text.encode())
    expected = sum(1 for row in csv.reader(io.StringIO(text, newline="")) if row)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "_BLOCK_BYTES", block)
        by_quotes = records.starts_by_quotes(path, 0).tolist()
    assert by_quotes == records.starts_by_csv(path, 0, ",").tolist()
    assert len(by_quotes) == expected


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", []),
        ("\n\r\n\n", []),
        ("a", [0]),
        ("a\n", [0]),
        ("\na\r\n\r\nb", [1, 6]),
        ('"a\nb"\nc\n', [0, 6]),
        ('""\n', [0]),
        ("\r\nx\r\n", [2]),
    ],
)
@pytest.mark.parametrize("block", [1, 2, 3, 100])
def test_where_records_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, starts: list[int], block: int
) -> None:
    monkeypatch.setattr(records, "_BLOCK_BYTES", block)
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode())
    assert records.starts_by_quotes(path, 0).tolist() == starts
    assert records.starts_by_csv(path, 0, ",").tolist() == starts


def test_a_row_that_the_reader_loses_refuses_the_file(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from expectations.formats import delimited

    lost = delimited._count
    monkeypatch.setattr(delimited, "_count", lambda *args: lost(*args) - ("INSERT" in args[1]))
    with pytest.raises(UnreadableFile, match="3 records were counted in the file, but 2 could be read"):
        load(connection, tmp_path, b"a,b,c\n1,2,3\n4,5,6\n7,8,9\n")


@pytest.mark.parametrize(
    ("above", "header_row"),
    [("", 1), ("Title\n\n", 3), ('"Title\nof two lines"\n', 2), ('5" wide\n', 2), ('"open, and shut"\n,,\n', 3)],
)
def test_what_stands_above_the_header_is_no_record(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, above: str, header_row: int
) -> None:
    _, found = load(connection, tmp_path, f'{above}a,"b\nof two lines",c\n1,2,3\n'.encode(), header_row)
    assert found == {1: ("1", "3")}


@pytest.mark.parametrize("lines_above", [0, 3])
def test_a_quotation_mark_never_closed_is_told_by_its_line(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, lines_above: int
) -> None:
    above = "Title\n" * (lines_above - 1) + ('"T\n"\n' if lines_above else "")
    rows = "".join(f"{n},2,3\r\n" for n in range(9))
    content = f'{above}a,b,c\n{rows}1,"2,3\n{rows}'.replace("\r\n", "\n").encode()
    header_row = 1 + len(list(csv.reader(io.StringIO(above))))
    line = content[: content.index(b'"2')].count(b"\n") + 1
    with pytest.raises(UnreadableFile, match=f"line {line}:"):
        load(connection, tmp_path, content, header_row)


def test_a_header_of_thousands_of_cells_is_refused(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="the header row has 1001 cells"):
        load(connection, tmp_path, b"a,b,c" + b"," * (MOST_COLUMNS - 2) + b"\n", width=MOST_COLUMNS + 1)


class TestEncoding:
    def test_text_that_needs_no_change_is_not_copied(self) -> None:
        for content in (b"a,b\r\n1,2\r\n", b"a,b\n1,2\n", "ä,b\n".encode(), b"\xef\xbb\xbfa,b\n", b""):
            assert as_utf8(content, "x.csv") is content

    @given(st.text(alphabet=st.characters(exclude_characters="\x00\r\ufeff", codec="utf-8"), min_size=8))
    def test_utf16_is_told_by_its_mark(self, text: str) -> None:
        assert as_utf8(text.encode("utf-16"), "x.csv").decode() == text

    @pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
    @given(parts=st.lists(st.sampled_from(["a,b", "\r\n", "\n", "\r"])))
    def test_lines_end_in_one_way(self, end: str, parts: list[str]) -> None:
        text = as_utf8(("x" + end + "".join(parts)).encode(), "x.csv")
        assert text.replace(b"\r\n", b"").count(b"\r") == 0
        assert text.count(b"\r\n") in (0, text.count(b"\n"))
        assert len(text.decode().splitlines()) == len(f"x{end}{''.join(parts)}".splitlines())

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"a,b\x81\n", "none of the encodings"),
            (b"a,b\n\x00\x00", "NUL"),
            ("a,b\n1,2\n".encode("utf-16")[:-1], "UTF-16"),
            (bytes(100), "NUL"),
        ],
    )
    def test_what_is_no_text_is_refused(self, content: bytes, words: str) -> None:
        with pytest.raises(UnreadableFile, match=words):
            as_utf8(content, "x.csv")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (9212044.0, "9212044"), (0.5, "0.5"), (-3.0, "-3"), (1e15, "1.00000000000000e+15"),
        (999999999999999.0, "9" * 15),
        (date(2020, 9, 30), "2020-09-30"), (datetime.fromisoformat("2020-09-30"), "2020-09-30"),
        (datetime.fromisoformat("2020-09-30 14:05:00"), "2020-09-30 14:05:00"), (time(14, 5), "14:05:00"),
        (timedelta(hours=30), "1 day, 6:00:00"), (True, "True"), ("  x\u00a0", "x"), ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b", "ab"), ("", ""),
    ],
)  # fmt: skip
def test_a_cell_of_a_workbook_as_text(cell: object, text: str) -> None:
    assert as_text(cell) == text


def test_a_file_is_opened_by_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "contacts.xlsx"
    path.write_text("a,b,c\nPK,2,3\n")
    (sheet,) = read_tables(path, tmp_path, KNOWN).sheets
    assert isinstance(sheet, Delimited)
    path.write_text("PK,b,c\n1,2,3\n")
    (sheet,) = read_tables(path, tmp_path, KNOWN).sheets
    assert sheet.first_rows[0] == ["PK", "b", "c"]


def test_a_text_file_of_more_than_a_gigabyte_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    with path.open("wb") as file:
        file.write(b"a,b,c\r\n1,2,3\r\n")
        file.truncate(LARGEST_TEXT_BYTES + 1)
    with pytest.raises(UnreadableFile, match="larger than 1 GB") as refused:
        read_tables(path, tmp_path, KNOWN)
    assert refused.value.kind is refusals.TOO_BIG


def test_the_text_made_from_a_workbook_is_bounded_while_it_is_written(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "contacts.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for row in range(2_000):
            page.write_string(row, 0, "the same text over and over")
    with pytest.raises(MemoryError):
        unpack(path, tmp_path, most_written=10_000)
    assert sum(file.stat().st_size for file in tmp_path.glob("*.csv")) < 20_000
    assert unpack(path, tmp_path) == [{"name": "Sheet1", "file": "0.csv"}]
