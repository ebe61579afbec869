"""Which row of which file broke which rule, whose child it is about and whose team held it.

Called by: warehouse.build, after the rules across files were judged.
Promises:  mart.row_finding has a line for every row and rule of the effective deliveries, those in quarantine and
           those that broke a rule across files included; child_id is the token, as delivered; row_key is the same
           number for the same key in every month's file, so that a record can be followed until it is put right.
Never:     names an extract, or holds any other cell.

The view rests on two tables, so that codes and names are written once and not a million times:
mart.row_finding_kind (extract, month, source, rule, severity, column_name) and mart.row_finding_row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from expectations.cells import sql_said, sql_single_spaced
from expectations.contract import Extract
from warehouse.periods import Month
from warehouse.tables import DeliveredFile

_SHOWN = {"child_id": "child_id", "team": sql_said(sql_single_spaced("team"))}
"""What is told of a row beside its number, where its extract has it: a quarantined row's team is as it was written."""


def create_row_findings(
    connection: duckdb.DuckDBPyConnection, extracts: Mapping[str, Extract], files: Sequence[DeliveredFile]
) -> None:
    """Make mart.row_finding from what each delivery's check listed and from the table `rows_across`."""
    connection.execute(
        "CREATE TABLE mart.row_finding_kind (kind_no INTEGER, extract VARCHAR, month VARCHAR, source VARCHAR, "
        "rule VARCHAR, severity VARCHAR, column_name VARCHAR)"
    )
    connection.execute(
        "CREATE TABLE mart.row_finding_row (kind_no INTEGER, row_number INTEGER, child_id VARCHAR, team VARCHAR, "
        "row_key UBIGINT)"
    )
    connection.execute(
        "CREATE VIEW mart.row_finding AS SELECT extract, month, source, rule, severity, column_name, row_number, "
        "child_id, team, row_key FROM mart.row_finding_kind JOIN mart.row_finding_row USING (kind_no)"
    )
    for name, extract in extracts.items():
        chosen = [file for file in files if file.delivery.extract == name]
        if chosen:
            _add(connection, extract, chosen)


def _add(connection: duckdb.DuckDBPyConnection, extract: Extract, files: Sequence[DeliveredFile]) -> None:
    _list_files(connection, files)
    found = [
        "SELECT f.month_ends_on, f.month, f.source, r.rule, r.severity, '' AS column_name, r.row_number "
        "FROM rows_across r JOIN found_file f USING (month) WHERE r.extract = $extract"
    ]
    bound: dict[str, object] = {"extract": extract.name}
    listed = [str(file.row_findings) for file in files if file.row_findings]
    if listed:
        found.append(
            "SELECT f.month_ends_on, f.month, f.source, r.rule, r.severity, r.column_name, r.row_number "
            "FROM read_parquet($listed, filename='listed') r JOIN found_file f USING (listed)"
        )
        bound["listed"] = listed
    connection.execute(f"CREATE OR REPLACE TEMP TABLE found AS {' UNION ALL BY NAME '.join(found)}", bound)
    connection.execute(
        "INSERT INTO mart.row_finding_kind SELECT (SELECT count(*) FROM mart.row_finding_kind) + row_number() OVER "
        "(ORDER BY month, rule, column_name, severity), $extract, month, source, rule, severity, column_name "
        "FROM (SELECT DISTINCT month, source, rule, severity, column_name FROM found)",
        {"extract": extract.name},
    )
    connection.execute(
        "INSERT INTO mart.row_finding_row SELECT kind_no, found.row_number, about.child_id, about.team, about.row_key "
        "FROM found "
        "JOIN mart.row_finding_kind k ON k.extract = $extract AND (k.month, k.rule, k.severity, k.column_name) = "
        "(found.month, found.rule, found.severity, found.column_name) "
        f"LEFT JOIN ({_about(extract, files)}) about ON about.month_ends_on = found.month_ends_on "
        "AND about.row_number = found.row_number",
        {"extract": extract.name} | _quarantined(files),
    )
    for table in ("found", "found_file"):
        connection.execute(f"DROP TABLE {table}")


def _list_files(connection: duckdb.DuckDBPyConnection, files: Sequence[DeliveredFile]) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE found_file "
        "(month VARCHAR, month_ends_on DATE, source VARCHAR, listed VARCHAR, set_aside VARCHAR)"
    )
    rows = []
    for file in files:
        month = Month(file.delivery.month)
        paths = [str(path) if path else None for path in (file.row_findings, file.quarantine)]
        rows.append([str(month), month.ends_on, file.delivery.source, *paths])
    connection.executemany("INSERT INTO found_file VALUES (?, ?, ?, ?, ?)", rows)


def _quarantined(files: Sequence[DeliveredFile]) -> dict[str, object]:
    paths = [str(file.quarantine) for file in files if file.quarantine]
    return {"set_aside": paths} if paths else {}


def _about(extract: Extract, files: Sequence[DeliveredFile]) -> str:
    """Return SQL for (month_ends_on, row_number, child_id, team, row_key) of every row, loaded or set aside."""
    names = {column.name for column in extract.columns}
    loaded = ", ".join(f"{name if name in names else 'CAST(NULL AS VARCHAR)'} AS {name}" for name in _SHOWN)
    query = f"SELECT month_ends_on, row_number, {loaded}, {_row_key(extract)} FROM delivered.{extract.name}"
    if _quarantined(files):
        aside = ", ".join(f"{sql if name in names else 'NULL'} AS {name}" for name, sql in _SHOWN.items())
        query += (
            f" UNION ALL BY NAME SELECT f.month_ends_on, CAST(row_number AS INTEGER) AS row_number, {aside}, "
            f"{_row_key(extract)} "
            "FROM read_parquet($set_aside, union_by_name=true, filename='set_aside') "
            "JOIN found_file f USING (set_aside)"
        )
    return query


def _row_key(extract: Extract) -> str:
    """Return SQL for a number that stands for the row's key; none where a part of the key is missing."""
    parts = [f"CAST({name} AS VARCHAR)" for name in extract.key]
    missing = " OR ".join(f"{name} IS NULL" for name in extract.key)
    return f"CASE WHEN {missing} THEN NULL ELSE hash([{', '.join(parts)}]) END AS row_key"


def sql_known_teams(connection: duckdb.DuckDBPyConnection, database: str) -> str:
    """Return SQL for (folded, team): the teams of rows that were loaded, however their capitals are written.

    Trap: a quarantined row's team is as it was written, which may be anything; show only a team that stands here.
    """
    tables = connection.execute(
        "SELECT table_name FROM duckdb_columns() WHERE database_name = $database AND schema_name = 'silver' "
        "AND column_name = 'team' ORDER BY table_name",
        {"database": database},
    ).fetchall()
    rows = [f'SELECT team FROM "{database}".silver.{name}' for (name,) in tables] or ["SELECT NULL AS team"]
    teams = " UNION ALL ".join(rows)
    return f"SELECT lower(team) AS folded, min(team) AS team FROM ({teams}) WHERE team IS NOT NULL GROUP BY folded"
