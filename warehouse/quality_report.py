"""A month's report on data quality: the counts of one month together, its score, and the twelve months before it.

Called by: tasks.quality, which writes it; tasks.reports, which print it.
Promises:  the same warehouse gives the same report; figures are whole numbers and fractions until they are printed.
Never:     rounds, holds a cell, or knows a council.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

import duckdb

from expectations.contract import Extract
from warehouse import quality
from warehouse.periods import Month
from warehouse.quality import (
    AgeLine,
    ColumnLine,
    EqualityLine,
    FileLine,
    KindLine,
    OddLine,
    RecordingLine,
    TeamLine,
)

TREND_MONTHS = 12

_WHOLE, _WARNED, _QUERIED = 4, 2, 1
"""What a row costs, in quarters of a row: set aside, with a warning, with a query and nothing worse."""


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the rows that came in are as they should be, each counted once, by the worst found in it.

    rows: those that came in, exact duplicates apart. A row set aside costs a whole row, one with a warning half a row,
    one with a query and nothing worse a quarter: a query may turn out to be right.
    Unit:   per cent of the rows; 100 means that nothing was found.
    Trap:   rules across files are left out: what they find moves from month to month with a record's last delivery.
            A waiver does not raise the score.
    """

    rows: int = 0
    set_aside: int = 0
    warned: int = 0
    queried: int = 0

    @property
    def value(self) -> Fraction | None:
        """The score; None where no row came in."""
        if not self.rows:
            return None
        whole = _WHOLE * self.rows
        return Fraction(100 * (whole - self.lost), whole)

    @property
    def lost(self) -> int:
        """What the rows cost, in quarters of a row."""
        return _WHOLE * self.set_aside + _WARNED * self.warned + _QUERIED * self.queried

    @property
    def to_look_at(self) -> int:
        """Rows that somebody has to look at."""
        return self.set_aside + self.warned + self.queried

    @classmethod
    def of(cls, lines: Iterable[FileLine]) -> Score:
        """Return the score of some files together."""
        parts = [(f.rows_in - f.duplicates, f.set_aside, f.warned, f.queried) for f in lines]
        return cls(*(sum(part) for part in zip(*parts, strict=True))) if parts else cls()


@dataclass(frozen=True, slots=True)
class TrendMonth:
    """One month of the trend: the score of all files and of each extract's, and the rows that came late."""

    month: Month
    files: int
    score: Score
    by_extract: Mapping[str, Score]
    judged: int
    late: int


@dataclass(frozen=True, slots=True)
class Unfixed:
    """Records that break a rule and were first seen doing so in an earlier month.

    since:   the month since which the oldest of them are there; `oldest` of them, `records` of any age.
    months:  how many months that is, this one included.
    """

    extract: str
    rule: str
    severity: str
    column: str
    since: Month
    months: int
    oldest: int
    records: int


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late an extract's rows came: those that this month's file shows first, and those of twelve months."""

    extract: str
    recorded: int
    judged: int
    late: int
    late_days: int | None
    median_days: int | None
    p90_days: int | None
    judged_in_year: int
    late_in_year: int


@dataclass(frozen=True, slots=True)
class QualityMonth:
    """All that a month's report counts; new_records and old_records are records with a finding, by age."""

    month: Month
    score: Score
    files: tuple[FileLine, ...]
    kinds: tuple[KindLine, ...]
    teams: tuple[TeamLine, ...]
    columns: tuple[ColumnLine, ...]
    new_records: int
    old_records: int
    unfixed: tuple[Unfixed, ...]
    lateness: tuple[Lateness, ...]
    equality: tuple[EqualityLine, ...]
    odd: tuple[OddLine, ...]
    trend: tuple[TrendMonth, ...]

    @property
    def before(self) -> TrendMonth | None:
        """The month before, where anything was delivered for it."""
        found = [one for one in self.trend if one.month == self.month.previous() and one.files]
        return found[0] if found else None


def read(connection: duckdb.DuckDBPyConnection, extracts: Mapping[str, Extract]) -> dict[Month, QualityMonth]:
    """Return the report of every month for which something was delivered, in order."""
    across = quality.across_files(extracts)
    files = _by_month(quality.files(connection, across))
    kinds = _by_month(quality.kinds(connection))
    teams = _by_month(quality.teams(connection))
    columns = _by_month(quality.columns(connection))
    ages = _by_month(quality.ages(connection, across))
    recording = _by_month(quality.recording(connection))
    equality = _by_month(quality.equality(connection, extracts))
    odd = _by_month(quality.odd(connection))
    found = {}
    for month in files:
        trend = tuple(
            _trend_month(one, files.get(one, ()), recording.get(one, ()))
            for one in Month.range(month.plus(1 - TREND_MONTHS), month)
        )
        year = [line for one in trend for line in recording.get(one.month, ())]
        found[month] = QualityMonth(
            month=month,
            score=Score.of(files[month]),
            files=files[month],
            kinds=kinds.get(month, ()),
            teams=teams.get(month, ()),
            columns=columns.get(month, ()),
            new_records=sum(line.records for line in ages.get(month, ()) if line.since == line.month),
            old_records=sum(line.records for line in ages.get(month, ()) if line.since < line.month),
            unfixed=tuple(_unfixed(month, ages.get(month, ()))),
            lateness=tuple(_lateness(line, year) for line in recording.get(month, ())),
            equality=equality.get(month, ()),
            odd=odd.get(month, ()),
            trend=trend,
        )
    return found


def _by_month(lines: Sequence[Any]) -> dict[Month, tuple[Any, ...]]:
    ordered = sorted(lines, key=lambda line: str(line.month))
    return {Month(month): tuple(of_month) for month, of_month in groupby(ordered, key=lambda line: str(line.month))}


def _trend_month(month: Month, files: Sequence[FileLine], recording: Sequence[RecordingLine]) -> TrendMonth:
    return TrendMonth(
        month=month,
        files=len(files),
        score=Score.of(files),
        by_extract={file.extract: Score.of([file]) for file in files},
        judged=sum(line.judged for line in recording),
        late=sum(line.late for line in recording),
    )


def _unfixed(month: Month, ages: Sequence[AgeLine]) -> list[Unfixed]:
    """Return what is not new, the oldest first and of those what most records have."""
    found = []
    for (extract, rule, severity, column), same in groupby(
        ages, key=lambda line: (line.extract, line.rule, line.severity, line.column)
    ):
        listed = list(same)
        oldest = min(listed, key=lambda line: line.since)
        since = Month(oldest.since)
        if since < month:
            records = sum(line.records for line in listed)
            months = len(Month.range(since, month))
            found.append(Unfixed(extract, rule, severity, column, since, months, oldest.records, records))
    return sorted(found, key=lambda u: (str(u.since), -u.records, u.extract, u.rule, u.column, u.severity))


def _lateness(line: RecordingLine, year: Sequence[RecordingLine]) -> Lateness:
    same = [one for one in year if one.extract == line.extract]
    return Lateness(
        line.extract,
        line.recorded,
        line.judged,
        line.late,
        line.late_days,
        line.median_days,
        line.p90_days,
        sum(one.judged for one in same),
        sum(one.late for one in same),
    )
