"""Count every indicator for every month and quarter, whole and by team.

Called by: warehouse.build, on a silver layer.
Promises:  a period has a figure only if everything it needs was delivered for its last month; what
           was excluded is counted by reason; a definition's version is the one in force.
Never:     a float: numerators and denominators are whole numbers, or the decimals that were returned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import duckdb

from warehouse.indicator import Proportion
from warehouse.indicators import in_force
from warehouse.periods import Month, Period, PeriodError, Quarter

_WINDOW = {
    "period": "c.month_ends_on BETWEEN p.starts_on AND p.ends_on",
    "year_to_date": "c.month_ends_on BETWEEN p.year_starts_on AND p.ends_on",
    "as_at": "c.month_ends_on = p.ends_on",
}


def periods_covered(months: Sequence[str]) -> list[Month | Quarter]:
    """Return every month from the first delivered to the last, and every quarter whose last month is among them."""
    if not months:
        return []
    covered = Month.range(Month(min(months)), Month(max(months)))
    quarters = [month.quarter for month in covered if month == month.quarter.months[-1]]
    return [*covered, *quarters]


def create_marts(
    connection: duckdb.DuckDBPyConnection,
    indicators: Mapping[str, tuple[Proportion, ...]],
    delivered: Mapping[str, Iterable[str]],
    returned: Iterable[str] = (),
) -> None:
    """Make the mart schema: periods, indicator results, exclusions.

    delivered: extract -> the months ("2020-09") for which it was delivered.
    returned:  codes that the council submits; they take the place of a computed indicator of the same code.
    """
    returned = sorted(set(returned))
    months = sorted({month for found in delivered.values() for month in found})
    periods = periods_covered(months)
    connection.execute("CREATE SCHEMA mart")
    _create_periods(connection, periods)
    _create_availability(
        connection, {code: v for code, v in indicators.items() if code not in returned}, delivered, periods
    )
    _count(connection, [i for code, versions in indicators.items() for i in versions if code not in returned])
    _create_results(connection)
    _add_returned(connection, returned)


def _create_periods(connection: duckdb.DuckDBPyConnection, periods: Sequence[Period]) -> None:
    connection.execute(
        "CREATE TABLE mart.period (kind VARCHAR, period VARCHAR, starts_on DATE, ends_on DATE, year_starts_on DATE)"
    )
    rows: list[tuple[str, str, date, date, date]] = [
        (_kind(p), str(p), p.starts_on, p.ends_on, Month.of(p.ends_on).financial_year.starts_on) for p in periods
    ]
    if rows:
        connection.executemany("INSERT INTO mart.period VALUES (?, ?, ?, ?, ?)", rows)


def _create_availability(
    connection: duckdb.DuckDBPyConnection,
    indicators: Mapping[str, tuple[Proportion, ...]],
    delivered: Mapping[str, Iterable[str]],
    periods: Sequence[Period],
) -> None:
    """Say of each indicator and period which version applies, over what time, and what is missing."""
    arrived = {extract: set(months) for extract, months in delivered.items()}
    connection.execute(
        "CREATE TABLE mart.availability (indicator VARCHAR, version INTEGER, over_time VARCHAR, kind VARCHAR, "
        "period VARCHAR, missing VARCHAR)"
    )
    rows = []
    for code, versions in indicators.items():
        for period in periods:
            indicator = in_force(versions, period)
            last_month = str(Month.of(period.ends_on))
            missing = ", ".join(name for name in indicator.needs if last_month not in arrived.get(name, ()))
            rows.append((code, indicator.version, indicator.over, _kind(period), str(period), missing))
    if rows:
        import pyarrow as pa

        columns = list(zip(*rows, strict=True))
        names = ["indicator", "version", "over_time", "kind", "period", "missing"]
        connection.register("available", pa.table([pa.array(column) for column in columns], names=names))
        connection.execute("INSERT INTO mart.availability SELECT * FROM available")
        connection.unregister("available")


def _count(connection: duckdb.DuckDBPyConnection, indicators: Sequence[Proportion]) -> None:
    connection.execute(
        "CREATE TABLE mart.counted (indicator VARCHAR, version INTEGER, month_ends_on DATE, team VARCHAR, "
        "exclusion VARCHAR, counted BIGINT, met BIGINT, unknown BIGINT)"
    )
    for indicator in indicators:
        connection.execute(
            f"INSERT INTO mart.counted SELECT '{indicator.code}', {indicator.version}, * FROM ({indicator.sql()})"
        )


def _create_results(connection: duckdb.DuckDBPyConnection) -> None:
    window = " OR ".join(f"(a.over_time = '{over}' AND {condition})" for over, condition in _WINDOW.items())
    joined = (
        "mart.availability a JOIN mart.period p USING (kind, period) LEFT JOIN mart.counted c "
        f"ON c.indicator = a.indicator AND c.version = a.version AND a.missing = '' AND ({window})"
    )
    connection.execute(
        "CREATE TABLE mart.indicator_result AS "
        "SELECT a.indicator, a.version, a.over_time, a.kind, a.period, p.starts_on, p.ends_on, c.team, a.missing, "
        "grouping(c.team) = 1 AS is_whole, "
        "CAST(coalesce(sum(c.met) FILTER (WHERE c.exclusion IS NULL), 0) AS DECIMAL(18,6)) AS numerator, "
        "CAST(coalesce(sum(c.counted) FILTER (WHERE c.exclusion IS NULL), 0) AS DECIMAL(18,6)) AS denominator, "
        "CAST(coalesce(sum(c.counted) FILTER (WHERE c.exclusion IS NOT NULL), 0) AS BIGINT) AS excluded, "
        "CAST(coalesce(sum(c.unknown) FILTER (WHERE c.exclusion IS NULL), 0) AS BIGINT) AS unknown, "
        "CAST(NULL AS DECIMAL(18,6)) AS returned_value, '' AS status "
        f"FROM {joined} GROUP BY GROUPING SETS "
        "((a.indicator, a.version, a.over_time, a.kind, a.period, p.starts_on, p.ends_on, a.missing), "
        "(a.indicator, a.version, a.over_time, a.kind, a.period, p.starts_on, p.ends_on, a.missing, c.team)) "
        "HAVING grouping(c.team) = 1 OR count(c.indicator) > 0 ORDER BY ALL"
    )
    connection.execute(
        "CREATE TABLE mart.indicator_exclusion AS "
        "SELECT a.indicator, a.kind, a.period, c.exclusion AS reason, CAST(sum(c.counted) AS BIGINT) AS rows "
        f"FROM {joined} WHERE c.exclusion IS NOT NULL GROUP BY ALL ORDER BY ALL"
    )


def _add_returned(connection: duckdb.DuckDBPyConnection, returned: Sequence[str]) -> None:
    """Add the figures that the council submits, for whatever periods they were submitted."""
    found = connection.execute(
        "SELECT indicator_code, version, period, value, numerator, denominator, status_code FROM "
        "silver.returned_figure "
        "WHERE list_contains($codes, indicator_code) ORDER BY ALL",
        {"codes": list(returned)},
    ).fetchall()
    for code, version, text, value, numerator, denominator, status in found:
        period = _period(text)
        if period is None:
            continue
        connection.execute(
            "INSERT INTO mart.indicator_result VALUES (?, ?, 'returned', ?, ?, ?, ?, NULL, '', true, ?, ?, 0, 0, ?, ?)",
            [
                code,
                version,
                _kind(period),
                text,
                period.starts_on,
                period.ends_on,
                numerator,
                denominator,
                value,
                status,
            ],
        )


def _period(text: str) -> Month | Quarter | None:
    """Read the period of a returned figure; None where the calendar has no such one ("2020-22-Q1")."""
    try:
        return Quarter(text) if "Q" in text else Month(text)
    except PeriodError:
        return None


def unused_returns(connection: duckdb.DuckDBPyConnection, declared: Iterable[str]) -> dict[str, int]:
    """Count the returned figures that reach no page, by why: nobody declares their code, or their period is none."""
    found = connection.execute("SELECT indicator_code, period FROM silver.returned_figure").fetchall()
    codes = set(declared)
    undeclared = sum(code not in codes for code, _ in found)
    timeless = sum(code in codes and _period(text) is None for code, text in found)
    counts = {
        "figure returned for an indicator that the council's indicators.toml does not declare": undeclared,
        "figure returned for a period that is neither a month nor a quarter": timeless,
    }
    return {why: count for why, count in counts.items() if count}


def _kind(period: Period) -> str:
    return "month" if isinstance(period, Month) else "quarter"
