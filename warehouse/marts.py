"""Count every indicator for every month, quarter and financial year, whole and by team.

Called by: warehouse.build, on a silver layer.
Promises:  a period has a figure only if everything it needs was delivered for its last month; what
           was excluded is counted by reason; a definition's version is the one in force.
Never:     a float: numerators and denominators are whole numbers, or the decimals that were returned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple

import duckdb

from warehouse.basis import BASES
from warehouse.dimensions import AGE_BANDS, PLACE_OF_TEAM, PLACES
from warehouse.indicator import Indicator
from warehouse.indicators import in_force
from warehouse.periods import Month, Period, PeriodError, Reported, period_returned
from warehouse.teams import TeamPlace


def periods_covered(months: Sequence[str]) -> list[Reported]:
    """Return every month from the first delivered to the last, and the quarters and years whose last is among them."""
    if not months:
        return []
    covered = Month.range(Month(min(months)), Month(max(months)))
    quarters = [month.quarter for month in covered if month == month.quarter.months[-1]]
    years = [month.financial_year for month in covered if month == month.financial_year.months[-1]]
    return [*covered, *quarters, *years]


def create_marts(
    connection: duckdb.DuckDBPyConnection,
    indicators: Mapping[str, tuple[Indicator, ...]],
    delivered: Mapping[str, Iterable[str]],
    returned: Iterable[str] = (),
    places: Iterable[TeamPlace] = (),
) -> None:
    """Make the mart schema: periods, indicator results, exclusions.

    delivered: extract -> the months ("2020-09") for which it was delivered.
    returned:  codes that the council submits; they take the place of a computed indicator of the same code.
    places:    where the council's teams stand; without them services have no figures.
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
    _add_places(connection, places)
    _create_residents(connection, {v.held_against for versions in indicators.values() for v in versions})
    _create_results(connection)
    _add_returned(connection, returned)


def _create_periods(connection: duckdb.DuckDBPyConnection, periods: Sequence[Period]) -> None:
    connection.execute("CREATE TABLE mart.period (kind VARCHAR, period VARCHAR, starts_on DATE, ends_on DATE)")
    rows = [(p.kind, str(p), p.starts_on, p.ends_on) for p in periods]
    if rows:
        connection.executemany("INSERT INTO mart.period VALUES (?, ?, ?, ?)", rows)


def _create_availability(
    connection: duckdb.DuckDBPyConnection,
    indicators: Mapping[str, tuple[Indicator, ...]],
    delivered: Mapping[str, Iterable[str]],
    periods: Sequence[Period],
) -> None:
    """Say of each indicator and period which version applies, what it makes, over what time, and what is missing."""
    arrived = {extract: set(months) for extract, months in delivered.items()}
    names = ["indicator", "version", "measure", "scale", "residents", "rate_of", "over_time", "counted_from", "kind"]
    connection.execute(
        "CREATE TABLE mart.availability (indicator VARCHAR, version INTEGER, measure VARCHAR, scale INTEGER, "
        "residents VARCHAR, rate_of VARCHAR, over_time VARCHAR, counted_from DATE, kind VARCHAR, period VARCHAR, "
        "missing VARCHAR)"
    )
    rows = []
    for period in periods:
        last_month = str(Month.of(period.ends_on))
        counted_from = {over: basis.starts_on(period) for over, basis in BASES.items()}
        for code, versions in indicators.items():
            indicator = in_force(versions, period)
            missing = ", ".join(name for name in indicator.needs if last_month not in arrived.get(name, ()))
            what = (code, indicator.version, indicator.measure, indicator.scale)
            beside = (indicator.held_against, indicator.rate_of, indicator.over)
            rows.append((*what, *beside, counted_from[indicator.over], period.kind, str(period), missing))
    if rows:
        import pyarrow as pa

        columns = [pa.array(column) for column in zip(*rows, strict=True)]
        connection.register("available", pa.table(columns, names=[*names, "period", "missing"]))
        connection.execute("INSERT INTO mart.availability SELECT * FROM available")
        connection.unregister("available")


def _count(connection: duckdb.DuckDBPyConnection, indicators: Sequence[Indicator]) -> None:
    connection.execute(
        "CREATE TABLE mart.counted (indicator VARCHAR, version INTEGER, month_ends_on DATE, dimension VARCHAR, "
        "member VARCHAR, exclusion VARCHAR, counted BIGINT, met BIGINT, unknown BIGINT)"
    )
    # One commit for all: one for each of a hundred small inserts takes as long as counting does.
    connection.begin()
    for indicator in indicators:
        connection.execute(
            f"INSERT INTO mart.counted SELECT '{indicator.code}', {indicator.version}, * FROM ({indicator.sql()})"
        )
    connection.commit()


def _add_places(connection: duckdb.DuckDBPyConnection, places: Iterable[TeamPlace]) -> None:
    """Add up teams to services and pods, each month by where the teams stood on its last day."""
    connection.execute(
        "CREATE TABLE mart.team_place (team VARCHAR, service VARCHAR, pod VARCHAR, head_of_service VARCHAR, "
        "starts_on DATE, ends_on DATE)"
    )
    rows = [astuple(place) for place in places]
    if not rows:
        return
    connection.executemany("INSERT INTO mart.team_place VALUES (?, ?, ?, ?, ?, ?)", rows)
    for name in PLACES:
        connection.execute(
            f"INSERT INTO mart.counted SELECT indicator, version, month_ends_on, '{name}', nullif(t.{name}, ''), "
            "exclusion, sum(counted), sum(met), sum(unknown) FROM mart.counted c "
            f"{PLACE_OF_TEAM.format(team='c.member', day='c.month_ends_on')} WHERE c.dimension = 'team' GROUP BY ALL"
        )


def _create_residents(connection: duckdb.DuckDBPyConnection, asked_for: Iterable[str]) -> None:
    """Make mart.residents: how many people of the ages that rates are held against lived in the area, by group.

    asked_for: those ages, as "0-17"; "" is left out.
    An age band without a number of its own is the sum of its single years, where every one of them is known.
    In mart.living stands for each period the latest year known by the start of its financial year; there the people
    stand too who are counted beside the residents, by their name in the place of ages.
    """
    wanted = []
    for ages in sorted({*asked_for} - {""}):
        youngest, oldest = map(int, ages.split("-"))
        wanted.append((ages, "", youngest, oldest))
        within = [
            (band, max(first, youngest), oldest if last is None else min(last, oldest))
            for band, first, last in AGE_BANDS
        ]
        wanted += [(ages, band, first, last) for band, first, last in within if first <= last]
    connection.execute("CREATE TEMP TABLE wanted (ages VARCHAR, band VARCHAR, youngest INTEGER, oldest INTEGER)")
    if wanted:
        connection.executemany("INSERT INTO wanted VALUES (?, ?, ?, ?)", wanted)
    group = (
        "CASE band WHEN '' THEN r.dimension ELSE 'age' END AS dimension, CASE band WHEN '' THEN r.member ELSE band END"
    )
    connection.execute(
        f"CREATE TABLE mart.residents AS WITH found AS (SELECT r.year, w.ages, {group} AS member, "
        "CAST(coalesce(max(r.people) FILTER (WHERE r.age_from = w.youngest AND r.age_to = w.oldest), "
        "CASE count(*) FILTER (WHERE r.age_from = r.age_to) WHEN w.oldest - w.youngest + 1 "
        "THEN sum(r.people) FILTER (WHERE r.age_from = r.age_to) END) AS BIGINT) AS number "
        "FROM wanted w JOIN silver.resident r ON r.age_from >= w.youngest AND r.age_to <= w.oldest "
        "AND (w.band = '' OR r.dimension = '') GROUP BY r.year, w.ages, w.band, w.youngest, w.oldest, r.dimension, "
        "r.member) SELECT * FROM found WHERE number IS NOT NULL ORDER BY ALL"
    )
    connection.execute("DROP TABLE wanted")
    connection.execute(
        "CREATE TABLE mart.living AS SELECT p.kind, p.period, r.ages, r.dimension, r.member, "
        "arg_max(r.number, r.year) AS number, max(r.year) AS year FROM mart.period p JOIN (FROM mart.residents "
        "UNION ALL BY NAME SELECT year, name AS ages, '' AS dimension, '' AS member, people AS number "
        "FROM silver.people_counted) r "
        "ON r.year <= year(p.ends_on) - CAST(month(p.ends_on) < 4 AS INTEGER) GROUP BY ALL"
    )


def _create_results(connection: duckdb.DuckDBPyConnection) -> None:
    """Add up the months of each period: whole figures, of which there is one wherever there could be, and members.

    A rate is held against the people of its period (mart.living), a monthly count against the months of the period.
    """
    joined = (
        "mart.availability a JOIN mart.period p USING (kind, period) LEFT JOIN mart.counted c "
        "ON c.indicator = a.indicator AND c.version = a.version AND a.missing = '' "
        "AND c.month_ends_on BETWEEN a.counted_from AND p.ends_on"
    )
    summed = (
        "SELECT a.indicator, a.version, a.measure, a.scale, a.rate_of, a.over_time, a.kind, a.period, p.starts_on, "
        "p.ends_on, coalesce(c.dimension, '') AS dimension, c.member, a.missing, "
        "coalesce(sum(c.met) FILTER (WHERE c.exclusion IS NULL), 0) AS met, "
        "coalesce(sum(c.counted) FILTER (WHERE c.exclusion IS NULL), 0) AS counted, "
        "coalesce(sum(c.counted) FILTER (WHERE c.exclusion IS NOT NULL), 0) AS excluded, "
        f"coalesce(sum(c.unknown) FILTER (WHERE c.exclusion IS NULL), 0) AS unknown FROM {joined} GROUP BY ALL"
    )
    months = "date_diff('month', starts_on, ends_on) + 1"
    connection.execute(
        "CREATE TABLE mart.indicator_result AS "
        "SELECT indicator, version, measure, scale, over_time, s.kind, s.period, starts_on, ends_on, s.dimension, "
        "s.member, missing, CAST(met AS DECIMAL(18,6)) AS numerator, CAST(CASE measure WHEN 'count' THEN NULL "
        f"WHEN 'rate' THEN l.number WHEN 'monthly_count' THEN {months} ELSE counted END AS DECIMAL(18,6)) AS "
        "denominator, "
        "CAST(excluded AS BIGINT) AS excluded, CAST(unknown AS BIGINT) AS unknown, "
        f"CAST(NULL AS DECIMAL(18,6)) AS returned_value, '' AS status FROM ({summed}) s LEFT JOIN mart.living l "
        "ON l.kind = s.kind AND l.period = s.period AND l.ages = s.rate_of AND l.dimension = s.dimension "
        "AND l.member = coalesce(s.member, '') ORDER BY ALL"
    )
    connection.execute(
        "CREATE TABLE mart.indicator_exclusion AS "
        "SELECT a.indicator, a.kind, a.period, c.exclusion AS reason, CAST(sum(c.counted) AS BIGINT) AS rows "
        f"FROM {joined} WHERE c.exclusion IS NOT NULL AND c.dimension = '' GROUP BY ALL ORDER BY ALL"
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
            "INSERT INTO mart.indicator_result VALUES "
            "(?, ?, 'returned', 1, 'returned', ?, ?, ?, ?, '', NULL, '', ?, ?, 0, 0, ?, ?)",
            [
                code,
                version,
                period.kind,
                str(period),
                period.starts_on,
                period.ends_on,
                numerator,
                denominator,
                value,
                status,
            ],
        )


def _period(text: str) -> Reported | None:
    """Read the period of a returned figure; None where the calendar has no such one ("2020-22-Q1")."""
    try:
        return period_returned(text)
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
        "figure returned for a period that is neither a month, a quarter nor a financial year": timeless,
    }
    return {why: count for why, count in counts.items() if count}
