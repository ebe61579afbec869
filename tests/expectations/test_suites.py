"""Great Expectations run for real over DuckDB: right counts, right keys, no cell value, nothing passed unseen."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from expectations.suites import Check, CheckResult, SuiteError, run_suite, suite_json

CANARY = "CANARY"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.fixture
def contacts(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    # Rows 2 and 4 break the date rule. Row 3 cannot be judged. Rows 1 and 5 are one contact sent twice,
    # rows 3 and 4 have no contact number to compare. Nobody recorded whether the child was seen.
    connection.execute("""
        CREATE TABLE contacts AS
        SELECT * FROM (VALUES
            (1, 'C1', DATE '2025-04-03', TRUE,  TRUE, CAST(NULL AS BOOLEAN), 'CANARY Ann'),
            (2, 'C2', DATE '2025-04-03', FALSE, TRUE, NULL, 'CANARY Bo'),
            (3, NULL, DATE '2025-04-04', NULL,  TRUE, NULL, 'CANARY Cy'),
            (4, NULL, DATE '2025-04-04', FALSE, TRUE, NULL, 'CANARY Di'),
            (5, 'C1', DATE '2025-04-03', TRUE,  TRUE, NULL, 'CANARY Ed')
        ) AS t (row_number, contact_id, received_on, dates_in_order, outcome_known, child_seen, child_name)
    """)
    return connection


ROW_KEY = ("row_number",)


@pytest.mark.parametrize(
    ("kind", "columns", "failing"),
    [
        pytest.param("holds", ("outcome_known",), [], id="every row is TRUE"),
        pytest.param("holds", ("dates_in_order",), [2, 4], id="FALSE fails, NULL passes"),
        pytest.param("holds", ("child_seen",), [], id="NULL in every row passes"),
        pytest.param("not_null", ("received_on",), [], id="always filled"),
        pytest.param("not_null", ("contact_id",), [3, 4], id="blank in two rows"),
        pytest.param("not_null", ("child_seen",), [1, 2, 3, 4, 5], id="blank in every row"),
        pytest.param("unique", ("row_number",), [], id="one column, no repeat"),
        pytest.param("unique", ("contact_id",), [1, 5], id="every row of a repeated key fails, blanks do not"),
        pytest.param("unique", ("contact_id", "received_on"), [1, 5], id="compound key repeated"),
        pytest.param("unique", ("contact_id", "row_number"), [], id="compound key that differs in one part"),
        pytest.param("unique", ("child_seen", "received_on"), [], id="compound key with a blank part passes"),
    ],
)
def test_a_check_fails_the_rows_that_break_it_and_no_others(contacts, kind, columns, failing):
    check = Check("CON-001", kind, columns)
    expected = CheckResult("CON-001", 5, len(failing), tuple((row,) for row in failing))
    assert run_suite(contacts, "contacts", "contacts", [check], ROW_KEY) == [expected]


CHECKS = (
    Check("CON-009", "holds", ("outcome_known",), "Outcome is known"),
    Check("CON-003", "holds", ("dates_in_order",), "Decision is not dated before the contact"),
    Check("CON-001", "unique", ("contact_id",), "Each contact is sent once"),
    Check("CON-002", "not_null", ("contact_id",), "Every contact has a number"),
    Check("CON-008", "holds", ("dates_in_order",), "The same column under a second code"),
)


def test_results_come_in_the_order_of_the_checks(contacts):
    results = run_suite(contacts, "contacts", "contacts", CHECKS, ROW_KEY)
    assert [(r.code, r.rows_failed) for r in results] == [
        ("CON-009", 0), ("CON-003", 2), ("CON-001", 2), ("CON-002", 2), ("CON-008", 2),
    ]  # fmt: skip


def test_the_same_table_gives_the_same_results_in_the_same_order(connection):
    # Enough rows for DuckDB to share them among its threads, stored in no order.
    connection.execute("""
        CREATE TABLE shuffled AS
        SELECT i AS row_number, i // 2 AS pair, i % 3 <> 0 AS holds FROM range(300000) AS g(i) ORDER BY hash(i)
    """)
    checks = [Check("A", "unique", ("pair",)), Check("B", "holds", ("holds",))]
    first, second = (run_suite(connection, "shuffled", "s", checks, ROW_KEY) for _ in range(2))
    assert first == second
    assert [result.rows_failed for result in first] == [300_000, 100_000]
    assert all(list(result.failed_keys) == sorted(result.failed_keys) for result in first)


def test_the_list_of_keys_is_whole(connection):
    # Great Expectations shortens its own lists to 20 and to 200; quarantine needs every row.
    connection.execute("CREATE TABLE t AS SELECT i AS row_number, FALSE AS holds FROM range(5000) AS g(i)")
    (result,) = run_suite(connection, "t", "s", [Check("A", "holds", ("holds",))], ROW_KEY)
    assert result.failed_keys == tuple((i,) for i in range(5000))


def test_a_compound_row_key_keeps_its_parts_and_their_types(contacts):
    (result,) = run_suite(contacts, "contacts", "s", [CHECKS[1]], ("received_on", "row_number"))
    assert result.failed_keys == ((date(2025, 4, 3), 2), (date(2025, 4, 4), 4))


def test_keys_stay_behind_unless_asked_for(contacts):
    results = run_suite(contacts, "contacts", "s", CHECKS, ROW_KEY, with_keys=False)
    assert [result.rows_failed for result in results] == [0, 2, 2, 2, 2]
    assert all(result.failed_keys == () for result in results)


def test_an_empty_table_passes_every_check(contacts):
    contacts.execute("DELETE FROM contacts")
    results = run_suite(contacts, "contacts", "s", CHECKS, ROW_KEY)
    assert results == [CheckResult(check.code, 0, 0, ()) for check in CHECKS]


def test_no_checks_give_no_results(contacts):
    assert run_suite(contacts, "contacts", "s", [], ROW_KEY) == []


def test_neither_results_nor_logs_hold_a_cell_value(contacts, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    results = run_suite(contacts, "contacts", "contacts", CHECKS, ROW_KEY)
    out, err = capfd.readouterr()
    for text in (*map(repr, results), caplog.text, out, err):
        assert CANARY not in text
        assert "C1" not in text
    assert [record for record in caplog.records if record.name.startswith("great_expectations")] == []


@pytest.mark.parametrize(
    ("check", "cause"),
    [
        pytest.param(Check("BAD", "holds", ("absent",)), "BinderException", id="column is not in the table"),
        pytest.param(Check("BAD", "unique", ("contact_id", "absent")), "BinderException", id="key column is not there"),
        pytest.param(Check("BAD", "holds", ("unreadable",)), "ConversionException", id="column cannot be computed"),
    ],
)
def test_a_check_that_cannot_be_evaluated_stops_the_run_and_quotes_no_cell(contacts, caplog, check, cause):
    # DuckDB's own message would be: Could not convert string 'CANARY Ann' to BOOL.
    contacts.execute("CREATE VIEW v AS SELECT *, CAST(child_name AS BOOLEAN) AS unreadable FROM contacts")
    caplog.set_level(logging.DEBUG)
    with pytest.raises(SuiteError) as caught:
        run_suite(contacts, "v", "contacts", [*CHECKS, check], ROW_KEY)
    assert "1 of 6 checks" in caught.value.what
    assert "BAD: MetricResolutionError" in caught.value.what
    assert cause in caught.value.what
    assert caught.value.where == "suite contacts, table v"
    assert caught.value.__context__ is None
    assert CANARY not in str(caught.value) + caplog.text


def test_a_cell_that_looks_like_an_error_is_not_named(connection):
    connection.execute("CREATE TABLE t AS SELECT 1 AS row_number, E'x\nCANARYError: y' AS name")
    connection.execute("CREATE VIEW v AS SELECT *, CAST(name AS BOOLEAN) AS unreadable FROM t")
    with pytest.raises(SuiteError) as caught:
        run_suite(connection, "v", "s", [Check("BAD", "holds", ("unreadable",))], ROW_KEY)
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    ("table", "row_key"),
    [
        pytest.param("absent", ROW_KEY, id="table is not there"),
        pytest.param("contacts", ("absent",), id="row key is not in the table"),
    ],
)
def test_a_wrong_table_or_row_key_is_refused(contacts, table, row_key):
    with pytest.raises(SuiteError, match=r"(?s)could not be evaluated.*CON-003"):
        run_suite(contacts, table, "contacts", CHECKS, row_key)


def test_a_closed_connection_is_refused(connection):
    connection.close()
    with pytest.raises(SuiteError):
        run_suite(connection, "contacts", "contacts", CHECKS, ROW_KEY)


def test_a_failed_run_does_not_spoil_the_next(contacts):
    with pytest.raises(SuiteError):
        run_suite(contacts, "contacts", "contacts", [Check("BAD", "holds", ("absent",))], ROW_KEY)
    assert run_suite(contacts, "contacts", "contacts", CHECKS[:1], ROW_KEY)[0].rows_failed == 0


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        pytest.param("holds", ("a", "b"), id="holds over two columns"),
        pytest.param("not_null", (), id="not_null over none"),
        pytest.param("unique", (), id="unique over none"),
    ],
)
def test_a_check_with_the_wrong_number_of_columns_cannot_be_made(kind, columns):
    with pytest.raises(SuiteError, match="CON-001"):
        Check("CON-001", kind, columns)


def test_two_checks_with_one_code_are_refused(contacts):
    with pytest.raises(SuiteError, match="CON-003"):
        run_suite(contacts, "contacts", "contacts", [CHECKS[1], CHECKS[1]], ROW_KEY)


@pytest.mark.parametrize(
    ("create", "table"),
    [
        pytest.param("CREATE TEMP TABLE staged AS FROM contacts", "staged", id="temporary table"),
        pytest.param("CREATE TEMP VIEW staged AS FROM contacts", "staged", id="temporary view"),
        pytest.param(
            "CREATE SCHEMA staging; CREATE TABLE staging.contacts AS FROM contacts", "staging.contacts", id="schema"
        ),
        pytest.param(
            "ATTACH ':memory:' AS other; CREATE TABLE other.main.t AS FROM contacts", "other.main.t", id="database"
        ),
        pytest.param('CREATE TABLE "Con ""tacts" AS FROM contacts', 'Con "tacts', id="name that needs quotes"),
    ],
)
def test_any_table_the_connection_knows_can_be_checked(contacts, create, table):
    contacts.execute(create)
    (result,) = run_suite(contacts, table, "s", [CHECKS[1]], ROW_KEY)
    assert result.failed_keys == ((2,), (4,))


def test_a_column_name_that_needs_quotes_can_be_checked(connection):
    connection.execute("""CREATE TABLE t AS SELECT 1 AS "Row: No", FALSE AS "order" """)
    (result,) = run_suite(connection, "t", "s", [Check("A", "holds", ("order",))], ("Row: No",))
    assert result.failed_keys == ((1,),)


def test_one_connection_after_another_each_sees_its_own_table():
    for size in (3, 7):
        with duckdb.connect() as opened:
            opened.execute(f"CREATE TABLE t AS SELECT i AS row_number, i > 0 AS holds FROM range({size}) AS g(i)")
            (result,) = run_suite(opened, "t", "s", [Check("A", "holds", ("holds",))], ROW_KEY)
        assert (result.rows_checked, result.rows_failed) == (size, 1)


def test_the_transaction_of_the_caller_stays_the_callers(contacts):
    contacts.execute("BEGIN")
    contacts.execute("INSERT INTO contacts SELECT * REPLACE (6 AS row_number) FROM contacts WHERE row_number = 4")
    (result,) = run_suite(contacts, "contacts", "s", [CHECKS[1]], ROW_KEY)
    assert result.failed_keys == ((2,), (4,), (6,))
    contacts.execute("ROLLBACK")
    assert contacts.execute("SELECT count(*) FROM contacts").fetchall() == [(5,)]


def test_a_read_only_file_can_be_checked(tmp_path):
    file = tmp_path / "staged.duckdb"
    with duckdb.connect(str(file)) as opened:
        opened.execute("CREATE TABLE t AS SELECT 1 AS row_number, FALSE AS holds")
    with duckdb.connect(str(file), read_only=True) as opened:
        (result,) = run_suite(opened, "t", "s", [Check("A", "holds", ("holds",))], ROW_KEY)
    assert result.failed_keys == ((1,),)
    assert [path.name for path in tmp_path.iterdir()] == ["staged.duckdb"]


def test_the_suite_for_auditors_is_the_same_every_time():
    first, second = (json.dumps(suite_json("contacts", CHECKS)) for _ in range(2))
    assert first == second


def test_the_suite_for_auditors_says_what_is_checked_in_plain_english():
    suite = suite_json("contacts", CHECKS)
    assert suite["name"] == "contacts"
    assert [e["type"] for e in suite["expectations"]] == [
        "expect_rule_to_hold",
        "expect_rule_to_hold",
        "expect_key_to_be_unique",
        "expect_column_to_be_filled",
        "expect_rule_to_hold",
    ]
    decision = suite["expectations"][1]
    assert decision["kwargs"] == {"columns": ["dates_in_order"]}
    assert decision["meta"] == {"code": "CON-003"}
    assert decision["notes"] == "Decision is not dated before the contact"


@pytest.mark.slow
def test_great_expectations_is_loaded_late_and_works_offline_in_silence(tmp_path):
    # A fresh process, because the import happens once: no socket may open, no file may appear, no line be printed.
    script = textwrap.dedent("""
        import socket, sys, warnings, duckdb
        def refuse(*args, **kwargs): raise AssertionError("network")
        socket.socket.connect = socket.getaddrinfo = refuse
        showwarning = warnings.showwarning
        from expectations.suites import Check, run_suite
        assert "great_expectations" not in sys.modules and "sqlalchemy" not in sys.modules
        connection = duckdb.connect()
        connection.execute("CREATE TABLE t AS SELECT 1 AS row_number, FALSE AS holds")
        result = run_suite(connection, "t", "s", [Check("A", "holds", ("holds",))], ("row_number",))
        assert result[0].failed_keys == ((1,),)
        assert warnings.showwarning is showwarning
        connection.close()
    """)
    environment = {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.rglob("*")) == []
