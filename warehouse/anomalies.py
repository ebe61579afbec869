"""What is unlike the last twelve months: rows, blanks, codes and teams of each month's file.

Called by: warehouse.build, once mart.profile is there; the monthly report reads mart.anomaly.
Promises:  a month is judged by files up to that month only, so nothing that arrives later changes a verdict.
Never:     rejects a row or blocks anything.

A count is judged as rows, a blank or a code as its share of the rows. Where rows carry a date, those dated in the
month are judged apart from the whole file: in a list that goes on for a year, what is new in it would be lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import duckdb

from expectations.contract import Extract
from expectations.findings import FindingSeverity
from warehouse.bands import WINDOW, Band, Point, band, counted, share
from warehouse.controls import Controls
from warehouse.periods import Month

NO_ROWS_LEFT, ROW_COUNT, TEAM_ROWS, RECENT_ROWS = "A4Z", "G1a", "G1b", "G1c"
BLANK_SHARE, CODE_SHARE, SET_ASIDE_SHARE = "M1", "M2", "M3"

_RULES = {
    "rows": ROW_COUNT,
    "team": TEAM_ROWS,
    "recent": RECENT_ROWS,
    "blank": BLANK_SHARE,
    "recent_blank": BLANK_SHARE,
    "code": CODE_SHARE,
    "recent_code": CODE_SHARE,
    "set_aside": SET_ASIDE_SHARE,
}
_COUNTED = ("rows", "team", "recent")
_ONLY_MORE = ("blank", "recent_blank", "set_aside")
"""Fewer blanks and fewer rows set aside are no reason to look."""

_SET_ASIDE_POINTS = 1
"""Rows set aside are few in any good month, so one in a hundred more is not small."""

_PPM = 1_000_000

Number = tuple[int, int]
"""Rows, and the rows that they are of."""


@dataclass(frozen=True, slots=True)
class Series:
    """One number of each month's file: of a column, or of a code or team in it."""

    measure: str
    column: str
    category: str
    numbers: Mapping[str, Number]

    @property
    def is_recent(self) -> bool:
        """Whether it is of the rows dated in the month, not of the whole file."""
        return self.measure.startswith("recent")

    @property
    def is_count(self) -> bool:
        """Whether it is judged as a number of rows, not as a share."""
        return self.measure in _COUNTED


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One number of one file that is not as expected.

    month: in which it is told; judged_month: of which it is told, earlier where detection is delayed.
    low, high: what was to be expected: rows, or millionths of of_rows where that is not 0.
    since: the first month of the unbroken run.
    """

    extract: str
    month: str
    judged_month: str
    measure: str
    rule: str
    severity: FindingSeverity
    column: str
    category: str
    rows: int
    of_rows: int
    low: int
    high: int
    since: str

    @property
    def is_more(self) -> bool:
        """Whether there is more than expected, not less."""
        return (_PPM * self.rows // self.of_rows if self.of_rows else self.rows) > self.high

    @property
    def rows_concerned(self) -> int:
        """The rows by which the file differs from the nearest number that was to be expected."""
        low, high = self.low, self.high
        if self.of_rows:
            low, high = -(-low * self.of_rows // _PPM), high * self.of_rows // _PPM
        return max(low - self.rows, self.rows - high, 0)

    @property
    def order(self) -> tuple[str, str, bool, str, str, int, str, str]:
        """Emptied files first, then by rule and column; in a column what concerns most rows first."""
        return (
            self.extract,
            self.month,
            self.severity != "warn",
            self.rule,
            self.column,
            -self.rows_concerned,
            self.measure,
            self.category,
        )


def find_anomalies(
    connection: duckdb.DuckDBPyConnection, extracts: Mapping[str, Extract], controls: Mapping[str, Controls]
) -> list[Anomaly]:
    """Judge every file of a warehouse that has mart.profile against the twelve before it."""
    rows = connection.execute(
        "SELECT extract, measure, column_name, category, month, rows, of_rows FROM mart.profile "
        "WHERE measure <> 'excused' UNION ALL SELECT extract, 'set_aside', '', '', month, of_rows - rows, of_rows "
        "FROM mart.profile WHERE measure = 'rows' ORDER BY ALL"
    ).fetchall()
    found: list[Anomaly] = []
    for name, lines in groupby(rows, key=lambda row: row[0]):
        if name in extracts:
            found += judge(extracts[name], series_of(line[1:] for line in lines), controls.get(name, Controls()))
    return found


def series_of(lines: Iterable[tuple[str, str, str, str, int, int]]) -> list[Series]:
    """Return the series of one extract from measure, column, category, month, rows and rows they are of, in order.

    A code that a file does not hold has no line there; where the file holds other codes of the column, it is 0.
    """
    found: dict[tuple[str, str, str], dict[str, Number]] = {}
    filled: dict[tuple[str, str], dict[str, Number]] = {}
    for measure, column, category, month, rows, of_rows in lines:
        found.setdefault((measure, column, category), {})[month] = (int(rows), int(of_rows))
        filled.setdefault((measure, column), {})[month] = (0, int(of_rows))
    return [Series(*key, {**filled[key[:2]], **numbers}) for key, numbers in found.items()]


def judge(extract: Extract, series: Sequence[Series], controls: Controls) -> list[Anomaly]:
    """Return what is unusual in each month of one extract's files, in order."""
    files = next((one.numbers for one in series if one.measure == "rows"), {})
    if not files:
        return []
    months = [str(month) for month in Month.range(Month(min(files)), Month(max(files)))]
    found = _emptied(months, files) if controls.fail_on_zero else []
    for one in series:
        restarts = extract.kind == "events" and not one.is_recent
        if _may_stand_out(one, controls):
            found += _told(one, months, _unusual(one, months, restarts, controls), controls)
    return sorted((replace(anomaly, extract=extract.name) for anomaly in found), key=lambda anomaly: anomaly.order)


def _emptied(months: Sequence[str], files: Mapping[str, Number]) -> list[Anomaly]:
    """Find files without a usable row where one of the twelve files before had some."""
    found: list[Anomaly] = []
    since = ""
    for n, month in enumerate(months):
        before = [files[earlier][0] for earlier in months[max(n - WINDOW, 0) : n] if earlier in files]
        is_empty = month in files and not files[month][0] and any(before)
        since = (since or month) if is_empty else ""
        if is_empty:
            least = min(rows for rows in before if rows)
            found.append(
                Anomaly("", month, month, "rows", NO_ROWS_LEFT, "warn", "", "", 0, 0, least, max(before), since)
            )
    return found


def _may_stand_out(series: Series, controls: Controls) -> bool:
    """Whether a number moves enough to be looked at: most codes are rare and most columns always filled."""
    if series.is_count:
        return len({rows for rows, _ in series.numbers.values()}) > 1
    shares = [_PPM * rows // of_rows for rows, of_rows in series.numbers.values() if of_rows]
    return bool(shares) and max(shares) - min(shares) > _smallest(series, controls)


def _smallest(series: Series, controls: Controls) -> int:
    """Return by how much a share must differ at the least, in millionths."""
    points = controls.ignore_small_changes.share_points
    return (min(points, _SET_ASIDE_POINTS) if series.measure == "set_aside" else points) * _PPM // 100


def _unusual(series: Series, months: Sequence[str], restarts: bool, controls: Controls) -> dict[str, Band]:
    """Return the band of each month whose number lies outside it.

    restarts: the list may start again each April. Until one April is known, another cannot be told from a loss.
    """
    points = [_point(series, month) for month in months]
    small = controls.ignore_small_changes
    found = {}
    for n, (month, point) in enumerate(zip(months, points, strict=True)):
        if point is None or (restarts and month.endswith("-04") and not _has_seen_april(points[:n])):
            continue
        floor = 0 if series.is_count else _smallest(series, controls)
        usual = band(points[max(n - 2 * WINDOW, 0) : n], point, floor)
        if usual is None or usual.holds(point.value):
            continue
        is_more = point.value > usual.middle
        pct = small.spike_pct if is_more else small.drop_pct
        if series.is_count and 100 * abs(point.value - usual.middle) <= pct * abs(usual.middle):
            continue
        if is_more or series.measure not in _ONLY_MORE:
            found[month] = usual
    return found


def _has_seen_april(points: Sequence[Point | None]) -> bool:
    """Whether the months before an April tell how the list went from the March to the April a year ago."""
    return len(points) > WINDOW and None not in points[-WINDOW - 1 : -WINDOW + 1]


def _point(series: Series, month: str) -> Point | None:
    number = series.numbers.get(month)
    if number is None:
        return None
    return counted(number[0]) if series.is_count else share(*number)


def _told(series: Series, months: Sequence[str], unusual: Mapping[str, Band], controls: Controls) -> Iterator[Anomaly]:
    """Give each unusual month the month in which it is told and the first month of its run."""
    delay = controls.detection_delay
    since = ""
    for month in months:
        usual = unusual.get(month)
        if usual is None:
            # A month without a file neither ends a run nor begins one.
            since = since if month not in series.numbers else ""
            continue
        since = since or month
        # Recent rows are already those of the month that is judged, in the file of the month in which it is told.
        told = Month(month) if series.is_recent else Month(month).plus(delay)
        rows, of_rows = series.numbers[month]
        unit = 1000 if series.is_count else 1
        low, high = -(-(usual.middle - usual.width) // unit), (usual.middle + usual.width) // unit
        if str(told) <= months[-1]:
            yield Anomaly(
                extract="",
                month=str(told),
                judged_month=str(told.plus(-delay)),
                measure=series.measure,
                rule=_RULES[series.measure],
                severity="query",
                column=series.column,
                category=series.category,
                rows=rows,
                of_rows=0 if series.is_count else of_rows,
                low=max(low, 0),
                high=high if series.is_count else min(high, _PPM),
                since=str(Month(since).plus(-delay)) if series.is_recent else since,
            )
