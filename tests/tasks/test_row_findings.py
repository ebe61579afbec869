"""Which row broke what is kept: every rule, every row, no cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tasks import building, councils, keeping
from tasks.store import Store
from tests.tasks import dropped, small_council
from tests.tasks.dropped import ROWS, contacts, drop, take_in
from warehouse.periods import Month

_MONTHS = ["2020-07", "2020-08", "2020-09"]
COLUMNS = ["row_number", "rule", "severity", "column_name"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = small_council.make(tmp_path_factory.mktemp("small"))
    small_council.run_monthly(store)
    return store


@pytest.fixture(scope="module")
def warehouse(small: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    built = small.current_build(small_council.CODE)
    assert built
    with duckdb.connect(str(built), read_only=True) as connection:
        yield connection


def test_as_many_rows_are_listed_for_a_rule_as_are_counted_for_it(warehouse: duckdb.DuckDBPyConnection) -> None:
    counted = warehouse.execute(
        'SELECT extract, month, rule, severity, "column", "rows" FROM mart.finding '
        "WHERE severity IN ('warn', 'query', 'reject_row') AND \"rows\" > 0 ORDER BY ALL"
    ).fetchall()
    listed = warehouse.execute(
        "SELECT extract, month, rule, severity, column_name, count(*) FROM mart.row_finding GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    assert listed == counted
    assert {row[2] for row in listed} > {"A5"}


def test_a_finding_leads_to_the_row_of_the_file_the_child_and_the_team(
    small: Store, warehouse: duckdb.DuckDBPyConnection
) -> None:
    tokeniser = councils.tokeniser(small, councils.load(small, small_council.CODE))
    found = warehouse.execute(
        "SELECT source, row_number, child_id, team FROM mart.row_finding "
        "WHERE (extract, month, rule, column_name) = ('contacts', '2020-07', 'A5', 'contact_on') ORDER BY row_number"
    ).fetchall()
    children = tokeniser.identifiers("child", [row[2] for row in found])
    # The seventh contact and every fiftieth after it has no day; rows are counted from the first below the header.
    assert [(*row[:2], child, row[3]) for row, child in zip(found, children, strict=True)] == [
        ("Contacts 2020-07.csv", 8, "700007", "MASH"),
        ("Contacts 2020-07.csv", 58, "700057", "MASH"),
    ]


def test_a_record_is_known_again_in_the_files_of_later_months(warehouse: duckdb.DuckDBPyConnection) -> None:
    found = warehouse.execute(
        "SELECT list(month ORDER BY month), count(DISTINCT child_id) FROM mart.row_finding "
        "WHERE (extract, rule, column_name) = ('contacts', 'A5', 'contact_on') GROUP BY row_key ORDER BY ALL"
    ).fetchall()
    # Lists go on: what was wrong in July is still there in September, and each month has two more.
    assert found == [(list(months), 1) for months in (_MONTHS, _MONTHS, _MONTHS[1:], _MONTHS[1:], *(_MONTHS[2:],) * 2)]


def test_rows_set_aside_and_rows_loaded_are_known_by_the_same_key_and_a_cut_off_row_by_none(tmp_path: Path) -> None:
    store = dropped.council(tmp_path / "home")
    broken = ("C5,P5,05/09/2020,Q,NFA,05/09/2020,MASH", "C6,P6,Canary")
    drop(store, "contacts.csv", contacts([*ROWS, *broken]))
    mended = contacts([*ROWS, "C5,P5,,6,NFA,05/10/2020,MASH"])
    drop(store, "contacts.csv", mended.replace("/09/", "/10/"), Month("2020-10"))
    take_in(store, Month("2020-09"), Month("2020-10"))
    query = "SELECT month, rule, row_key FROM mart.row_finding WHERE row_number >= 5 ORDER BY month, row_number"
    (loaded, cut_off, set_aside) = rows_found(store, query)
    assert (loaded[:2], cut_off[:2], set_aside[:2]) == (("2020-09", "A6"), ("2020-09", "A2"), ("2020-10", "A5"))
    assert loaded[2] == set_aside[2] is not None
    assert cut_off[2] is None


def test_a_rule_across_files_leads_to_the_row_that_it_was_judged_on(tmp_path: Path) -> None:
    store = dropped.council(tmp_path / "home")
    rows = [f"R{n},P{n},0{n}/09/2020,1A,No,MASH\r\n" for n in (1, 2, 3, 4)]
    drop(
        store,
        "referrals.csv",
        "referral_id,child_id,referral_date,referral_source_code,referral_nfa,team\r\n" + "".join(rows),
    )
    drop(store, "persons.csv", dropped.PERSONS)
    take_in(store)
    query = "SELECT extract, source, row_number, team FROM mart.row_finding WHERE rule = 'B13a' ORDER BY ALL"
    assert rows_found(store, query) == [("referrals", "referrals.csv", n, "MASH") for n in (3, 4)]


def test_the_list_of_a_delivery_holds_numbers_and_codes_and_no_cell(tmp_path: Path) -> None:
    store = dropped.council(tmp_path / "home")
    drop(store, "contacts.csv", contacts([*ROWS, "C5,P5,Canary,6,NFA,,", "C6,P6,Canary"]))
    take_in(store)
    (delivery,) = dropped.deliveries(store)
    path = keeping.row_findings_file(store, delivery)
    with duckdb.connect() as connection:
        listed = connection.execute("SELECT * FROM read_parquet(?) ORDER BY ALL", [str(path)])
        assert [column[0] for column in listed.description or ()] == COLUMNS
        assert (5, "A5", "reject_row", "contact_on") in (rows := listed.fetchall())
        assert (6, "A2", "reject_row", "") in rows
    assert path.stat().st_mode & 0o777 == 0o600
    assert not any(cell.encode() in path.read_bytes() for cell in dropped.CELLS)


def test_a_file_in_which_nothing_is_wrong_has_no_list(tmp_path: Path) -> None:
    store = dropped.council(tmp_path / "home")
    drop(store, "persons.csv", dropped.PERSONS)
    take_in(store)
    (delivery,) = dropped.deliveries(store)
    kept = keeping.delivered_file(store, delivery)
    assert (delivery.row_findings, kept.row_findings, kept.quarantine) == ("", None, None)
    assert not store.row_findings(dropped.CODE).exists()


def rows_found(store: Store, query: str) -> list[tuple[Any, ...]]:
    building.rebuild(store, councils.load(store, dropped.CODE), lambda _line: None)
    built = store.current_build(dropped.CODE)
    assert built
    with duckdb.connect(str(built), read_only=True) as connection:
        return connection.execute(query).fetchall()
