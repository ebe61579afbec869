"""From delivered files to one row a key: what counts, what wins, what follows a merged identifier."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from expectations import extracts as declared
from tests.warehouse.random_council import random_councils
from tests.warehouse.warehouse_builder import Files, build, delivery, files_of, parquet_files, table
from warehouse.deliveries import effective, from_manifest, to_manifest
from warehouse.periods import Month, holidays, working_days_between
from warehouse.tables import create_delivered, create_silver, merged_kinds, silver_statements


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def contacts(*rows: str) -> Files:
    """Return files of contacts from rows of: month of the file, contact, child, day, team."""
    header = "delivered_in | contact_id | child_id | contact_on | team\n"
    return files_of("2020-09", {"contacts": header + "\n".join(rows)})


# Delivered


def test_every_declared_extract_has_its_tables_when_nothing_was_delivered(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    create_delivered(connection, declared.load(), [])
    create_silver(connection, declared.load(), [])
    for name, extract in declared.load().items():
        for layer, month in (("delivered", "month_ends_on"), ("silver", "last_delivered_on")):
            described = connection.execute(f"DESCRIBE {layer}.{name}").fetchall()
            expected = [(column.name, column.stored_type) for column in extract.columns]
            assert [(row[0], row[1]) for row in described[: len(expected)]] == expected
            position = "as_at" if layer == "silver" and extract.kind == "snapshot" else month
            assert position in {row[0] for row in described}


def test_delivered_rows_know_their_month_and_the_one_delivered_before(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    # No file came for August: the month before September's is July.
    rows = "2020-07|C1|A|2020-07-01|North", "2020-09|C1|A|2020-07-01|South", "2020-09|C2|B|2020-09-02|"
    files = parquet_files(tmp_path, contacts(*rows))
    create_delivered(connection, declared.load(), files)
    found = connection.execute(
        "SELECT contact_id, team, month_starts_on, month_ends_on, previous_month_ends_on FROM delivered.contacts "
        "ORDER BY ALL"
    ).fetchall()
    july, september = date(2020, 7, 31), date(2020, 9, 30)
    assert found == [
        ("C1", "North", date(2020, 7, 1), july, None),
        ("C1", "South", date(2020, 9, 1), september, july),
        ("C2", None, date(2020, 9, 1), september, july),
    ]


def test_a_file_of_before_a_column_was_declared_has_none_of_it(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    (tmp_path / "old").mkdir()
    old = parquet_files(
        tmp_path / "old", contacts("2020-07|C1|A|2020-07-01|North"), {"contacts": "contact_id, child_id, contact_on"}
    )
    new = parquet_files(tmp_path, contacts("2020-08|C2|A|2020-08-01|North"))
    create_delivered(connection, declared.load(), [*old, *new])
    assert connection.execute("SELECT contact_id, team FROM delivered.contacts ORDER BY 1").fetchall() == [
        ("C1", None),
        ("C2", "North"),
    ]


# Which deliveries count


def test_a_correction_takes_the_place_of_the_file_it_corrects(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    # The first file of August had C1 and C2; the corrected one has C1 only. C2 is gone, not left over.
    (tmp_path / "first").mkdir()
    first = parquet_files(tmp_path / "first", contacts("2020-08|C1|A|2020-08-01|", "2020-08|C2|A|2020-08-02|"))[0]
    second = parquet_files(tmp_path, contacts("2020-08|C1|A|2020-08-09|"))[0]
    known = {
        file.delivery.fingerprint: file
        for file in (
            replace(first, delivery=delivery("contacts", "2020-08", sequence=1, received_on="2020-09-02")),
            replace(second, delivery=delivery("contacts", "2020-08", sequence=2, received_on="2020-09-20")),
        )
    }

    def contacts_known_at(moment: datetime | None) -> list[tuple]:
        chosen = effective([file.delivery for file in known.values()], moment)
        with duckdb.connect() as inner:
            create_delivered(inner, declared.load(), [known[d.fingerprint] for d in chosen])
            create_silver(inner, declared.load(), [])
            return inner.execute("SELECT contact_id, contact_on FROM silver.contacts ORDER BY 1").fetchall()

    assert contacts_known_at(None) == [("C1", date(2020, 8, 9))]
    assert contacts_known_at(datetime(2020, 9, 10, tzinfo=UTC)) == [("C1", date(2020, 8, 1)), ("C2", date(2020, 8, 2))]
    assert contacts_known_at(datetime(2020, 9, 1, tzinfo=UTC)) == []


def test_what_counts_does_not_depend_on_the_order_of_runs() -> None:
    chance = random.Random(1)
    deliveries = [
        delivery(extract, month, sequence=sequence, received_on=f"2020-10-{10 * sequence:02}")
        for extract in ("contacts", "persons")
        for month in ("2020-07", "2020-08")
        for sequence in (1, 2)
    ]
    expected = effective(deliveries)
    assert [(d.extract, d.month, d.sequence) for d in expected] == [
        (extract, month, 2) for extract in ("contacts", "persons") for month in ("2020-07", "2020-08")
    ]
    for _ in range(10):
        chance.shuffle(deliveries)
        assert effective(deliveries) == expected


def test_a_manifest_gives_back_the_delivery_that_it_was_made_of() -> None:
    given = delivery("contacts", "2020-08", rows=7, sequence=2)
    assert from_manifest(to_manifest(given)) == given


# One row a key


def test_the_latest_delivery_of_a_key_wins_and_a_row_that_is_no_longer_sent_stays() -> None:
    # C1 came three times, C2 only in July.
    july = "2020-07|C1|A|2020-07-01|x", "2020-07|C2|A|2020-07-02|y"
    warehouse = build(contacts(*july, "2020-08|C1|A|2020-07-01|z", "2020-09|C1|A|2020-07-03|"))
    rows = warehouse.rows("SELECT contact_id, contact_on, team, last_delivered_on FROM silver.contacts ORDER BY 1")
    assert rows == [
        ("C1", date(2020, 7, 3), None, date(2020, 9, 30)),
        ("C2", date(2020, 7, 2), "y", date(2020, 7, 31)),
    ]


def test_a_snapshot_keeps_every_month() -> None:
    files: Files = {
        "care_leavers": {
            "2020-07": table("child_id | activity_code\nA | F1\nB | F1"),
            "2020-08": table("child_id | activity_code\nA | G4"),
        }
    }
    rows = build(files).rows("SELECT as_at, child_id, activity_code FROM silver.care_leavers ORDER BY ALL")
    july, august = date(2020, 7, 31), date(2020, 8, 31)
    assert rows == [(july, "A", "F1"), (july, "B", "F1"), (august, "A", "G4")]


# Merged identifiers

PERSONS = "child_id | born_on | merged_into_child_id\n"


def merged(links: str, persons: str = "", months: tuple[str, ...] = ("2020-09",)) -> list[tuple]:
    """Return which identifier each old one goes on under, from links like "A>B C>D"."""
    rows = "\n".join(link.replace(">", "|") + "|2020-08-01" for link in links.split())
    files = {"merged_ids": {month: table("old_child_id|new_child_id|merged_on\n" + rows) for month in months}}
    if persons:
        files["persons"] = {"2020-09": table(PERSONS + persons)}
    return build(files).rows("SELECT old_id, new_id FROM silver.merged_child ORDER BY 1")


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        pytest.param("A>B", {"A": "B"}, id="one link"),
        pytest.param("A>B B>C C>D", {"A": "D", "B": "D", "C": "D"}, id="a chain"),
        pytest.param("A>C B>C", {"A": "C", "B": "C"}, id="two into one"),
        pytest.param("A>A", {}, id="into itself"),
        pytest.param("A>B B>A", {}, id="a circle of two: they stay apart"),
        pytest.param("A>B B>C C>A", {}, id="a circle of three"),
        pytest.param("D>A A>B B>A", {"D": "A"}, id="a path into a circle ends where it meets it"),
        pytest.param("E>D D>A A>B B>A X>Y", {"D": "A", "E": "A", "X": "Y"}, id="a longer path, and one elsewhere"),
    ],
)
def test_merged_identifiers_are_followed_to_the_end(links: str, expected: dict[str, str]) -> None:
    assert dict(merged(links)) == expected


def test_two_extracts_may_say_who_was_merged_and_the_later_word_counts() -> None:
    # merged_ids of August sends B to A; persons of September says C.
    assert merged("B>A", "B | | C", months=("2020-08",)) == [("B", "C")]


def test_only_declared_kinds_are_followed() -> None:
    assert merged_kinds(declared.load()) == {"child"}


def test_history_follows_and_what_the_merge_list_says_stays_as_written() -> None:
    warehouse = build(
        {
            "merged_ids": {"2020-09": table("old_child_id|new_child_id|merged_on\nB|A|2020-09-01")},
            "contacts": {"2020-07": table("contact_id|child_id|contact_on\nC1|B|2020-07-01")},
            "care_leavers": {"2020-07": table("child_id|activity_code\nB|F1")},
        }
    )
    assert warehouse.rows("SELECT child_id FROM silver.contacts") == [("A",)]
    assert warehouse.rows("SELECT child_id FROM silver.care_leavers") == [("A",)]
    assert warehouse.rows("SELECT old_child_id, new_child_id FROM silver.merged_ids") == [("B", "A")]


@pytest.mark.parametrize(
    ("months", "born_on"),
    [
        pytest.param({"2020-09": "A|2010-01-01|\nB|2011-11-11|A"}, date(2010, 1, 1), id="in one file, its own record"),
        pytest.param({"2020-09": "B|2011-11-11|A\nA|2010-01-01|"}, date(2010, 1, 1), id="in whatever order"),
        pytest.param(
            {"2020-08": "A|2010-01-01|", "2020-09": "B|2011-11-11|A"}, date(2011, 11, 11), id="the later file"
        ),
        pytest.param({"2020-09": "B|2011-11-11|A"}, date(2011, 11, 11), id="the only record there is"),
    ],
)
def test_of_two_records_made_one_the_later_wins_and_in_one_file_the_one_that_goes_on(
    months: dict[str, str], born_on: date
) -> None:
    warehouse = build({"persons": {month: table(PERSONS + rows) for month, rows in months.items()}})
    assert warehouse.rows("SELECT child_id, born_on FROM silver.persons") == [("A", born_on)]


def test_episodes_of_two_records_with_one_start_are_one_episode() -> None:
    warehouse = build(
        {
            "merged_ids": {"2020-09": table("old_child_id|new_child_id|merged_on\nB|A|2020-09-01")},
            "lac_episodes": {
                "2020-09": table(
                    "child_id|started_on|placement_code\nB|2020-01-01|K2\nA|2020-01-01|U4\nB|2020-02-01|U6"
                )
            },
        }
    )
    assert warehouse.rows("SELECT child_id, started_on, placement_code FROM silver.lac_episodes ORDER BY 2") == [
        ("A", date(2020, 1, 1), "U4"),
        ("A", date(2020, 2, 1), "U6"),
    ]


# Calendar and determinism


def test_the_calendar_counts_working_days_as_the_periods_module_does() -> None:
    numbers = dict(build({}, {}).rows("SELECT day, working_day_number FROM silver.calendar"))
    assert (min(numbers), max(numbers)) == (date(2000, 1, 1), date(2040, 12, 31))
    bank_holidays = holidays(2000, 2040)
    chance = random.Random(3)
    for _ in range(300):
        start = date(2005, 1, 1) + timedelta(chance.randrange(11_000))
        end = start + timedelta(chance.randrange(400))
        assert numbers[end] - numbers[start] == working_days_between(start, end, bank_holidays)


def test_the_same_rows_give_the_same_tables_on_one_thread_or_several(tmp_path: Path) -> None:
    batch = random_councils(7, 5)
    files = parquet_files(tmp_path, batch.files)
    ends = [Month(month).ends_on for month in sorted({file.delivery.month for file in files})]

    def silver(threads: int) -> dict[str, list[tuple]]:
        with duckdb.connect(config={"threads": threads}) as inner:
            create_delivered(inner, declared.load(), files)
            create_silver(inner, declared.load(), ends)
            names = inner.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'silver'").fetchall()
            return {name: inner.execute(f"FROM silver.{name} ORDER BY ALL").fetchall() for (name,) in names}

    assert silver(1) == silver(4)


def test_silver_tables_are_made_in_the_order_of_their_files() -> None:
    names = [name for name, _ in silver_statements()]
    assert names == sorted(names) and len(names) > 10
    for name, statement in silver_statements():
        assert f"CREATE TABLE silver.{name[3:-4]} AS" in statement, name
