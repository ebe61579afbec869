"""What a built warehouse says of the quality of what was delivered, month by month, in counts.

Called by: warehouse.quality_report, which puts the lines of a month together.
Promises:  each function is one query over all months, its lines in a fixed order; a month's lines do not depend on
           months after it, but for rules across files, which are judged on the last word on a record only.
Never:     returns a cell, a token or a row number: a team is told only where loaded rows know it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

import duckdb

from expectations.contract import Extract
from expectations.waivers import Waiver
from warehouse.row_findings import sql_known_teams

Connection = duckdb.DuckDBPyConnection
L = TypeVar("L")

NO_TEAM = ""
"""Rows that name no team, or one that no loaded row names."""

_BY_SEVERITY = ", ".join(
    f"CAST(coalesce(sum(n) FILTER (severity = '{severity}'), 0) AS BIGINT) AS {name}"
    for severity, name in (("reject_row", "set_aside"), ("warn", "warnings"), ("query", "queries"), ("note", "notes"))
)
_OF_FILE = "NOT list_contains($across, k.extract || ' ' || k.rule)"
_MONTH_BEFORE = "strftime(CAST({month} || '-01' AS DATE) - INTERVAL 1 MONTH, '%Y-%m')"


class FileLine(NamedTuple):
    """One extract's file of a month, each row that came in counted once, by the worst that was found in it.

    warned, queried: loaded rows with a warning; and those with nothing worse than a query.
    """

    extract: str
    month: str
    sequence: int
    rows_in: int
    loaded: int
    set_aside: int
    duplicates: int
    warned: int
    queried: int


class KindLine(NamedTuple):
    """One kind of finding in a month's file, and as many rows as had it in the month before."""

    extract: str
    month: str
    rule: str
    severity: str
    column: str
    message: str
    rows: int
    rows_before: int


class TeamLine(NamedTuple):
    """One team: the rows of it that were loaded, rows with findings, and findings by severity."""

    month: str
    team: str
    loaded: int
    rows: int
    set_aside: int
    warnings: int
    queries: int


class ColumnLine(NamedTuple):
    """One column of an extract, "" where a finding is of the row or the file: findings by severity."""

    extract: str
    month: str
    column: str
    set_aside: int
    warnings: int
    queries: int
    notes: int


class AgeLine(NamedTuple):
    """Records that break a rule in a month's file and have done so in every file of the extract since a month."""

    extract: str
    month: str
    rule: str
    severity: str
    column: str
    since: str
    records: int


class RecordingLine(NamedTuple):
    """How late the rows came that a month's file is the first to show (see warehouse.profile.create_recording)."""

    extract: str
    month: str
    recorded: int
    judged: int
    late: int
    late_days: int | None
    median_days: int | None
    p90_days: int | None


class EqualityLine(NamedTuple):
    """How often a characteristic is told in a month's file: rows = known + not_known + blank."""

    extract: str
    month: str
    column: str
    known: int
    not_known: int
    blank: int

    @property
    def rows(self) -> int:
        """All rows of the file that were loaded."""
        return self.known + self.not_known + self.blank


class OddLine(NamedTuple):
    """Something in which a month's file is unlike those before it."""

    extract: str
    month: str
    rule: str
    severity: str
    column: str
    message: str
    since: str


def across_files(extracts: Mapping[str, Extract]) -> list[str]:
    """Return "extract rule" of the rules that are judged on the last word on a record.

    Trap: a record that is delivered every month carries their findings in its last month only, so they tell nothing
          of how things went from month to month.
    """
    return sorted(
        f"{extract.name} {rule.code}"
        for extract in extracts.values()
        if extract.kind == "events"
        for rule in extract.rules_of("cross_file")
    )


def files(connection: Connection, across: list[str]) -> list[FileLine]:
    """Count each file's rows by what became of them and the worst that was found in them, rules across files apart."""
    return _lines(
        FileLine,
        connection,
        "WITH judged AS (SELECT k.extract, k.month, r.row_number, max(CASE k.severity WHEN 'reject_row' THEN 3 "
        "WHEN 'warn' THEN 2 ELSE 1 END) AS worst FROM mart.row_finding_kind k JOIN mart.row_finding_row r "
        f"USING (kind_no) WHERE {_OF_FILE} GROUP BY ALL), "
        "counted AS (SELECT extract, month, count(*) FILTER (worst = 2) AS warned, count(*) FILTER (worst = 1) "
        "AS queried FROM judged GROUP BY ALL) "
        "SELECT extract, month, sequence, rows_in, loaded, quarantined, duplicates, coalesce(warned, 0), "
        "coalesce(queried, 0) FROM mart.delivery LEFT JOIN counted USING (extract, month) ORDER BY ALL",
        across=across,
    )


def kinds(connection: Connection) -> list[KindLine]:
    """List each kind of finding with its rows; what makes a file unlike the ones before it is listed apart."""
    before = _MONTH_BEFORE.format(month="kind.month")
    return _lines(
        KindLine,
        connection,
        f"WITH {_KIND}, summed AS (SELECT extract, month, rule, severity, column_name, sum(n) AS n FROM kind "
        "GROUP BY ALL) SELECT kind.extract, kind.month, kind.rule, kind.severity, kind.column_name, kind.message, "
        "kind.n, CAST(coalesce(summed.n, 0) AS BIGINT) FROM kind LEFT JOIN summed ON "
        "(summed.extract, summed.rule, summed.severity, summed.column_name, summed.month) = "
        f"(kind.extract, kind.rule, kind.severity, kind.column_name, {before}) ORDER BY ALL",
    )


def teams(connection: Connection) -> list[TeamLine]:
    """Count each team's loaded rows and the findings in its rows, loaded or set aside."""
    (database,) = connection.execute("SELECT current_database()").fetchone() or ("",)
    return _lines(
        TeamLine,
        connection,
        f"WITH known AS ({sql_known_teams(connection, database)}), "
        "told AS (SELECT k.month, k.extract, r.row_number, k.severity, coalesce(known.team, $no_team) AS team "
        "FROM mart.row_finding_kind k JOIN mart.row_finding_row r USING (kind_no) "
        "LEFT JOIN known ON known.folded = lower(r.team)), "
        "counted AS (SELECT month, team, count(DISTINCT (extract, row_number)) AS found, "
        "count(*) FILTER (severity = 'reject_row') AS set_aside, count(*) FILTER (severity = 'warn') AS warnings, "
        "count(*) FILTER (severity = 'query') AS queries FROM told GROUP BY ALL), "
        'held AS (SELECT month, known.team, CAST(sum("rows") AS BIGINT) AS loaded FROM mart.profile '
        "JOIN known ON known.folded = lower(category) WHERE measure = 'team' GROUP BY ALL) "
        "SELECT month, team, coalesce(loaded, 0), coalesce(found, 0), coalesce(set_aside, 0), coalesce(warnings, 0), "
        "coalesce(queries, 0) FROM held FULL JOIN counted USING (month, team) ORDER BY ALL",
        no_team=NO_TEAM,
    )


def columns(connection: Connection) -> list[ColumnLine]:
    """Count the findings of each column."""
    return _lines(
        ColumnLine,
        connection,
        f"WITH {_KIND} SELECT extract, month, column_name, {_BY_SEVERITY} FROM kind GROUP BY extract, month, "
        "column_name HAVING max(n) > 0 ORDER BY ALL",
    )


def ages(connection: Connection, across: list[str]) -> list[AgeLine]:
    """Count the records that break a rule by the month since which every file of the extract shows them doing so.

    Trap: a month without a file of the extract neither ends nor begins anything. A record is known by its key, so a
          row without one is left out; rules across files are, too (see across_files).
    """
    return _lines(
        AgeLine,
        connection,
        "WITH file AS (SELECT extract, month, row_number() OVER (PARTITION BY extract ORDER BY month) AS place "
        "FROM (SELECT DISTINCT extract, month FROM mart.delivery)), "
        # Numbers instead of names: there may be millions of rows.
        "kind AS (SELECT k.*, place, dense_rank() OVER (ORDER BY extract, rule, severity, column_name) AS what "
        f"FROM mart.row_finding_kind k JOIN file USING (extract, month) WHERE {_OF_FILE}), "
        "found AS (SELECT DISTINCT what, place, row_key FROM kind JOIN mart.row_finding_row USING (kind_no) "
        "WHERE row_key IS NOT NULL), "
        # Files in a row that show the same have the same difference of places.
        "placed AS (SELECT what, place, row_key, place - row_number() OVER (PARTITION BY what, row_key ORDER BY place) "
        "AS run FROM found), "
        "aged AS (SELECT what, place, min(place) OVER (PARTITION BY what, row_key, run) AS since FROM placed), "
        "counted AS (SELECT what, place, since, count(*) AS records FROM aged GROUP BY ALL), "
        "named AS (SELECT DISTINCT what, place, extract, month, rule, severity, column_name FROM kind) "
        "SELECT named.extract, named.month, rule, severity, column_name, file.month, records "
        "FROM counted JOIN named USING (what, place) "
        "JOIN file ON file.extract = named.extract AND file.place = counted.since ORDER BY ALL",
        across=across,
    )


def recording(connection: Connection) -> list[RecordingLine]:
    """List how late rows came, for each extract and the month whose file shows them first."""
    return _lines(
        RecordingLine,
        connection,
        "SELECT extract, month, recorded, judged, late, late_days, median_days, p90_days FROM mart.recording "
        "ORDER BY ALL",
    )


def equality(connection: Connection, extracts: Mapping[str, Extract]) -> list[EqualityLine]:
    """Count how often each characteristic of the equality duty is known, said to be unknown, or blank."""
    told = [(extract.name, column) for extract in extracts.values() for column in extract.columns if column.is_equality]
    return _lines(
        EqualityLine,
        connection,
        "WITH named AS (SELECT extract, month, measure, column_name, extract || ' ' || column_name AS name, category, "
        '"rows" AS n, of_rows FROM mart.profile), '
        "unknown AS (SELECT extract, month, column_name, CAST(sum(n) AS BIGINT) AS not_known FROM named "
        "WHERE measure = 'code' AND list_contains($codes, name || ' ' || category) GROUP BY ALL) "
        "SELECT extract, month, column_name, of_rows - n - coalesce(not_known, 0), coalesce(not_known, 0), n "
        "FROM named LEFT JOIN unknown USING (extract, month, column_name) "
        "WHERE measure = 'blank' AND list_contains($told, name) ORDER BY ALL",
        told=[f"{name} {column.name}" for name, column in told],
        codes=[
            f"{name} {column.name} {code}" for name, column in told if column.codes for code in column.codes.not_known
        ],
    )


def odd(connection: Connection) -> list[OddLine]:
    """List in what files are unlike the ones before them, in the month in which it is told."""
    return _lines(
        OddLine,
        connection,
        "SELECT extract, month, rule, severity, column_name, message, min(since) FROM mart.anomaly "
        "GROUP BY ALL ORDER BY ALL",
    )


def waived(connection: Connection, waiver: Waiver) -> dict[str, int]:
    """Count, by month, the rows that a waiver is about, whether it was in force then or not."""
    found = connection.execute(
        "SELECT month, count(*) FROM mart.row_finding WHERE extract = $extract AND rule = $rule "
        "AND severity IN ('warn', 'query') AND (len($keys) = 0 OR list_contains($keys, child_id)) GROUP BY month",
        {"extract": waiver.extract, "rule": waiver.rule, "keys": list(waiver.keys)},
    )
    return {month: int(rows) for month, rows in found.fetchall()}


_KIND = (
    'kind AS (SELECT f.extract, f.month, f.rule, f.severity, f."column" AS column_name, f.message, '
    'CAST(sum(f."rows") AS BIGINT) AS n FROM mart.finding f ANTI JOIN mart.anomaly a '
    "ON (a.extract, a.month, a.rule, a.message) = (f.extract, f.month, f.rule, f.message) GROUP BY ALL)"
)


def _lines(line: Callable[..., L], connection: Connection, query: str, **bound: object) -> list[L]:
    return [line(*row) for row in connection.execute(query, bound).fetchall()]
