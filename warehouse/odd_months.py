"""The anomalies of a warehouse as a table and as findings that a mail can carry.

Called by: warehouse.build, after mart.delivery is there.
Promises:  a message tells a column, a code and shares; of fewer than five children no share is shown.
Never:     tells a cell value: a code is told by the name that its code list declares, a team not at all.

Makes mart.profile, mart.recording and mart.anomaly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple

import duckdb

from expectations.contract import Extract
from expectations.findings import Finding
from warehouse.anomalies import Anomaly, find_anomalies
from warehouse.controls import Controls
from warehouse.profile import create_profile, create_recording

FEWEST_SHOWN = 5
"""A share that rests on fewer children is not shown, here or on the report."""

_PPM = 1_000_000


def find_odd_months(
    connection: duckdb.DuckDBPyConnection, extracts: Mapping[str, Extract], controls: Mapping[str, Controls]
) -> list[Finding]:
    """Make the tables from the delivered rows and return each anomaly as a finding of the month in which it is told."""
    create_profile(connection, extracts, {name: chosen.detection_delay for name, chosen in controls.items()})
    create_recording(connection, extracts)
    anomalies = find_anomalies(connection, extracts, controls)
    connection.execute(
        "CREATE TABLE mart.anomaly (extract VARCHAR, month VARCHAR, judged_month VARCHAR, measure VARCHAR, "
        'rule VARCHAR, severity VARCHAR, column_name VARCHAR, category VARCHAR, "rows" BIGINT, of_rows BIGINT, '
        "low BIGINT, high BIGINT, since VARCHAR, message VARCHAR)"
    )
    lines = [
        (*astuple(a), told(a, extracts[a.extract], _children(connection, a, extracts[a.extract]))) for a in anomalies
    ]
    if lines:
        connection.executemany(f"INSERT INTO mart.anomaly VALUES ({', '.join('?' * 14)})", lines)
    return [
        Finding(a.extract, a.month, a.rule, a.severity, line[-1], a.rows_concerned, a.column)
        for a, line in zip(anomalies, lines, strict=True)
    ]


def _children(connection: duckdb.DuckDBPyConnection, anomaly: Anomaly, extract: Extract) -> int:
    """Return how many children a code's rows are about; the rows themselves where the list is not of children."""
    child = next((column.name for column in extract.columns if column.identifies == "child"), None)
    if child is None or not anomaly.measure.endswith("code"):
        return anomaly.rows
    holds = f"list_contains(string_split(CAST({anomaly.column} AS VARCHAR), ','), $code)"
    found = connection.execute(
        f"SELECT count(DISTINCT {child}) FROM delivered.{extract.name} "
        f"WHERE strftime(month_ends_on, '%Y-%m') = $month AND {holds}",
        {"code": anomaly.category, "month": anomaly.judged_month},
    ).fetchone()
    return min(anomaly.rows, int(found[0])) if found else 0


def told(anomaly: Anomaly, extract: Extract, children: int) -> str:
    """Say in one sentence what is unlike the months before, without the month."""
    more, low, high = "more" if anomaly.is_more else "fewer", anomaly.low, anomaly.high
    if anomaly.measure == "rows" and not anomaly.rows:
        return "No usable row, where files of the last 12 months had some; see whether the export was cut off"
    counted = {
        "rows": f"The file has {more} rows than the last 12 months lead to expect: {anomaly.rows}, not {low} to {high}",
        "recent": f"{more.capitalize()} rows are dated in the month than expected: {anomaly.rows}, not {low} to {high}",
        "team": f"One team has {more} rows than the last 12 months lead to expect",
    }
    if anomaly.measure in counted:
        return counted[anomaly.measure]
    share = _share_told(anomaly, children)
    if anomaly.measure == "set_aside":
        return f"More rows than usual were set aside{share}"
    of = " among rows dated in the month" if anomaly.measure.startswith("recent") else ""
    title = extract.column(anomaly.column).header
    if anomaly.measure.endswith("blank"):
        return f"{title} is blank more often than in the last 12 months{of}{share}"
    name = code_name(extract, anomaly.column, anomaly.category)
    return f"{title}: {name} is {'more' if anomaly.is_more else 'less'} common than usual{of}{share}"


def code_name(extract: Extract, column: str, category: str) -> str:
    """Return what a code list calls a code; a cell that no list declares is never told."""
    codes = extract.column(column).codes
    if codes is not None and category in codes.codes:
        return f"'{codes.codes[category]}'"
    return {"true": "'yes'", "false": "'no'"}.get(category, "a code")


def _share_told(anomaly: Anomaly, children: int) -> str:
    """Return the share and what was expected, unless it rests on too few."""
    if children < FEWEST_SHOWN or anomaly.of_rows - anomaly.rows < FEWEST_SHOWN:
        return ""
    # The share is rounded away from what was expected, so that the two never print alike.
    if anomaly.is_more:
        share, low, high = -(-100 * anomaly.rows // anomaly.of_rows), 100 * anomaly.low, 100 * anomaly.high
        return f": {share} %, not {low // _PPM} to {high // _PPM} %"
    share, low, high = 100 * anomaly.rows // anomaly.of_rows, -100 * anomaly.low, -100 * anomaly.high
    return f": {share} %, not {-(low // _PPM)} to {-(high // _PPM)} %"
