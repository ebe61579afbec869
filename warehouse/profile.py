"""What each month's file looks like in counts: rows, blanks, codes, teams, and how late rows were recorded.

Called by: warehouse.build, while the delivered rows are at hand.
Promises:  counts only, by declared column, code and team; a month's counts rest on files up to that month, so
           what arrives later changes none of them.
Never:     names an extract, or keeps an identifier or a date.

Makes mart.profile (extract, month, measure, column_name, category, rows, of_rows). Measures:
rows (of the rows that came in), recent (rows dated in the month), blank and code (of all rows),
recent_blank and recent_code (of the recent ones), team, excused (blank for a declared reason).
Makes mart.recording (extract, month, recorded, judged, late, late_days, median_days, p90_days).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb

from expectations.columns import TEAM
from expectations.contract import Column, Extract
from warehouse.periods import sql_months_before


def create_profile(
    connection: duckdb.DuckDBPyConnection, extracts: Mapping[str, Extract], delays: Mapping[str, int]
) -> None:
    """Make mart.profile from the delivered rows and mart.delivery.

    delays: extract -> by how many months its rows are judged later; its recent rows are those of that month.
    """
    connection.execute(
        "CREATE TABLE mart.profile (extract VARCHAR, month VARCHAR, measure VARCHAR, column_name VARCHAR, "
        'category VARCHAR, "rows" BIGINT, of_rows BIGINT)'
    )
    connection.execute(
        "INSERT INTO mart.profile "
        "SELECT extract, month, 'rows', '', '', loaded, rows_in - duplicates FROM mart.delivery"
    )
    for extract in extracts.values():
        for query in _counts(extract, delays.get(extract.name, 0)):
            connection.execute(f"INSERT INTO mart.profile {query}")


def create_recording(connection: duckdb.DuckDBPyConnection, extracts: Mapping[str, Extract]) -> None:
    """Make mart.recording: for the rows that each month's file shows for the first time, how late they came.

    recorded: keys that the file is the first to show.
    judged:   those of them of which it can be told: a date is there, and the file is not the extract's first,
              which shows all that went before.
    late:     judged keys that an earlier file of their own month, or after it, should have shown.
    late_days: the median of the late ones, in days from the end of the month whose file should have shown them to the
              end of the month whose file does; none where none is late.
    Unit:     days from the event to the end of the file's month, so up to 30 without any delay; a median is
              the lower middle one, and 9 in 10 took no longer than p90.
    """
    connection.execute(
        "CREATE TABLE mart.recording (extract VARCHAR, month VARCHAR, recorded BIGINT, judged BIGINT, late BIGINT, "
        "late_days BIGINT, median_days BIGINT, p90_days BIGINT)"
    )
    for extract in extracts.values():
        if extract.kind == "events" and extract.dated_by:
            connection.execute(f"INSERT INTO mart.recording {_recording(extract)}")


def _counts(extract: Extract, delay: int) -> Iterator[str]:
    """Yield the queries that count one extract: recent rows and blanks in one reading, codes and teams in another."""
    source = f"(SELECT *, {_is_recent(extract, delay)} AS is_recent FROM delivered.{extract.name})"
    yield _blanks(extract, source)
    if any(_is_counted(column) for column in _beside_key(extract)):
        yield _shares(extract, source)
    yield from _excuses(extract)


def _beside_key(extract: Extract) -> list[Column]:
    return [column for column in extract.columns if column.name not in extract.key]


def _is_recent(extract: Extract, delay: int) -> str:
    """Return SQL for whether a row is dated in the month that is judged."""
    if not extract.dated_by:
        return "false"
    first = sql_months_before("month_starts_on", delay)
    return f"coalesce({extract.dated_by} BETWEEN {first} AND last_day({first}), false)"


def _month(extract: Extract) -> str:
    return f"'{extract.name}', strftime(month_ends_on, '%Y-%m')"


def _blanks(extract: Extract, source: str) -> str:
    """Return the query for blank cells of every column, and for recent rows where rows are dated."""
    named = ", ".join(f"'{column.name}': count(*) - count({column.name})" for column in _beside_key(extract))
    recent = f"UNION ALL SELECT {_month(extract)}, 'recent', '', '', of_recent, of_all FROM total"
    return (
        "WITH counted AS MATERIALIZED ("
        f"SELECT month_ends_on, is_recent, count(*) AS n, MAP {{{named}}} AS blanks FROM {source} GROUP BY ALL"
        "), total AS (SELECT month_ends_on, sum(n) AS of_all, coalesce(sum(n) FILTER (is_recent), 0) AS of_recent "
        "FROM counted GROUP BY ALL"
        "), each AS (SELECT month_ends_on, is_recent, unnest(map_entries(blanks)) AS entry FROM counted"
        "), summed AS (SELECT month_ends_on, entry.key AS column_name, sum(entry.value) AS n_all, "
        "coalesce(sum(entry.value) FILTER (is_recent), 0) AS n_recent FROM each GROUP BY ALL) "
        f"SELECT {_month(extract)}, 'blank', column_name, '', n_all, of_all "
        "FROM summed JOIN total USING (month_ends_on) "
        f"UNION ALL SELECT {_month(extract)}, 'recent_blank', column_name, '', n_recent, of_recent "
        "FROM summed JOIN total USING (month_ends_on) WHERE of_recent > 0 " + (recent if extract.dated_by else "")
    )


def _shares(extract: Extract, source: str) -> str:
    """Return the query for the rows of each code and each team, all columns in one reading."""
    columns = [column for column in _beside_key(extract) if _is_counted(column)]
    sets = ", ".join(f"(month_ends_on, is_recent, {column.name})" for column in columns)
    named = " ".join(f"WHEN grouping({column.name}) = 0 THEN '{column.name}'" for column in columns)
    value = " ".join(f"WHEN grouping({column.name}) = 0 THEN CAST({column.name} AS VARCHAR)" for column in columns)
    lists = ", ".join(f"'{column.name}'" for column in columns if column.type == "CODES") or "''"
    measure = f"CASE WHEN column_name = '{TEAM.name}' THEN 'team' ELSE 'code' END"
    return (
        "WITH counted AS MATERIALIZED ("
        f"SELECT month_ends_on, is_recent, CASE {named} END AS column_name, CASE {value} END AS value, count(*) AS n "
        f"FROM {source} GROUP BY GROUPING SETS ({sets})"
        # A share is of the cells that are filled, so that an emptied column is told once, as blank.
        "), total AS (SELECT month_ends_on, column_name, sum(n) AS of_all, "
        "coalesce(sum(n) FILTER (is_recent), 0) AS of_recent FROM counted WHERE value IS NOT NULL GROUP BY ALL"
        "), each AS (SELECT month_ends_on, is_recent, column_name, n, unnest(CASE WHEN column_name IN "
        f"({lists}) THEN string_split(value, ',') ELSE [value] END) AS category FROM counted WHERE value IS NOT NULL"
        "), summed AS MATERIALIZED (SELECT month_ends_on, column_name, category, sum(n) AS n_all, "
        "coalesce(sum(n) FILTER (is_recent), 0) AS n_recent, any_value(of_all) AS of_all, "
        "any_value(of_recent) AS of_recent FROM each JOIN total USING (month_ends_on, column_name) GROUP BY ALL) "
        f"SELECT {_month(extract)}, {measure}, column_name, category, n_all, of_all FROM summed "
        f"UNION ALL SELECT {_month(extract)}, 'recent_code', column_name, category, n_recent, of_recent "
        f"FROM summed WHERE n_recent > 0 AND column_name <> '{TEAM.name}'"
    )


def _is_counted(column: Column) -> bool:
    return bool(column.codes) or column.type == "BOOLEAN" or column.name == TEAM.name


def _excuses(extract: Extract) -> Iterator[str]:
    """Yield the queries that count cells that are blank because another column says why."""
    names = {column.name for column in extract.columns}
    for column, reason in EXCUSED_BY.items():
        if {column, reason} <= names:
            yield (
                f"SELECT {_month(extract)}, 'excused', '{column}', '', count(*), NULL FROM delivered.{extract.name} "
                f"WHERE {column} IS NULL AND {reason} IS NOT NULL GROUP BY ALL"
            )


EXCUSED_BY: Mapping[str, str] = {"born_on": "expected_born_on"}
"""A column that may be blank where another one is filled: a child not yet born has no date of birth."""


def _recording(extract: Extract) -> str:
    key, day = ", ".join(extract.key), f"CAST({extract.dated_by} AS DATE)"
    return (
        # The files of the extract, and for each key the first that shows it.
        f"WITH file AS (SELECT DISTINCT month_ends_on AS file_on FROM delivered.{extract.name}), "
        f"shown AS (SELECT min(month_ends_on) AS first_on, arg_min_null({day}, month_ends_on) AS event_on "
        f"FROM delivered.{extract.name} GROUP BY {key}), "
        # The file that should have shown it: the first of its month or after it.
        "due AS (SELECT first_on, event_on, file_on AS due_on, first_on - event_on AS days FROM shown "
        "ASOF LEFT JOIN file ON event_on <= file_on "
        "WHERE first_on > (SELECT min(file_on) FROM file) AND event_on <= first_on), "
        "placed AS (SELECT *, row_number() OVER (PARTITION BY first_on ORDER BY days) AS place, "
        "count(*) OVER (PARTITION BY first_on) AS n, due_on < first_on AS is_late, first_on - due_on AS days_late, "
        "row_number() OVER (PARTITION BY first_on, due_on < first_on ORDER BY due_on DESC) AS late_place, "
        "count(*) OVER (PARTITION BY first_on, due_on < first_on) AS n_late FROM due), "
        "judged AS (SELECT first_on, any_value(n) AS judged, count(*) FILTER (is_late) AS late, "
        "min(days_late) FILTER (is_late AND late_place = (n_late + 1) // 2) AS late_days, "
        # Nearest rank in whole numbers: of 10 values the 5th and the 9th.
        "min(days) FILTER (place = (n + 1) // 2) AS median_days, "
        "min(days) FILTER (place = (9 * n + 9) // 10) AS p90_days "
        "FROM placed GROUP BY first_on) "
        f"SELECT '{extract.name}', strftime(first_on, '%Y-%m'), count(*), coalesce(any_value(judged), 0), "
        "coalesce(any_value(late), 0), any_value(late_days), any_value(median_days), any_value(p90_days) "
        "FROM shown LEFT JOIN judged USING (first_on) GROUP BY first_on"
    )
