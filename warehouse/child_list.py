"""The rows behind a figure, one by one: which count, which are met, which nobody can tell, and why one is left out.

Called by: tasks.child_lists, which turns tokens back and writes the list into the protected store.
Promises:  every row is counted by itself by the query that made the figure, and what they add up to is the figure of
           the mart; a list that would say otherwise is refused. The same warehouse gives the same list.
Never:     turns a token back, writes, or logs a cell.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from expectations.contract import Extract
from expectations.errors import BlockedByData, UsageProblem
from warehouse.breakdowns import label_of
from warehouse.column_use import Used, columns_used
from warehouse.dimensions import PLACE_OF_TEAM, PLACES, TEAM
from warehouse.indicator import Average, Indicator
from warehouse.periods import Period

WHOLE = ("", "")
"""A figure that is not split."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What rows add up to.    counting: of a share or mean the denominator; of a count or rate the rows looked at."""

    numerator: int
    counting: int
    excluded: int
    unknown: int


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of a list.    identifies: the kind of thing whose token its cells are; "" where they are none."""

    header: str
    sql: str
    identifies: str = ""


@dataclass(frozen=True, slots=True)
class ChildList:
    """The rows behind a figure; cells may be tokens of children, so they are not shown.

    without_source: the rows are put together from several extracts, so none of them has one place in a file.
    part, parts:    what the member is called whose rows these are, and what all members are; "" for the whole.
    """

    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[Any, ...], ...] = field(repr=False)
    counted: Counted
    without_source: bool
    part: str = ""
    parts: tuple[str, ...] = ()


def child_list(
    connection: duckdb.DuckDBPyConnection,
    indicators: Mapping[str, Sequence[Indicator]],
    extracts: Mapping[str, Extract],
    asked: tuple[str, Period],
    split: tuple[str, str] = WHOLE,
) -> ChildList:
    """Return every row behind an indicator's figure for a period, or one member's part of them.

    asked: the indicator's code and the period. split: a dimension and one member of it, by its code or its name.
    Raises UsageProblem where the figure is not counted from rows, BlockedByData where there is none.
    """
    code, period = asked
    indicator, first = _counted_by(connection, indicators, code, period)
    used = columns_used(extracts, {code: (indicator,)})[code, indicator.version]
    part = _part(connection, indicator, period, split)
    source = _source(connection, indicator, extracts)
    columns = _columns(connection, indicator, extracts, used, source)
    listed = connection.execute(
        f"SELECT l.exclusion IS NULL, l.row_counted, l.row_met, l.row_unknown, {', '.join(c.sql for c in columns)} "
        f"FROM ({indicator.rows_sql()}) l {source} {part.joins} WHERE {part.condition} ORDER BY ALL",
        {"first": first, "last": period.ends_on, "members": part.members},
    ).fetchall()
    counted = _added(row[:4] for row in listed)
    _refuse_another_figure(connection, indicator, period, part, counted)
    return ChildList(
        columns, tuple(row[4:] for row in listed), counted, without_source=not source, part=part.label, parts=part.all
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """Whose rows are listed: SQL over `l`, a row, and the members of a dimension as the mart has them."""

    dimension: str
    members: list[str]
    label: str
    all: tuple[str, ...]

    @property
    def joins(self) -> str:
        """Where the row's team stood at the end of the month, for a split by that."""
        return PLACE_OF_TEAM.format(team="l.in_team", day="l.month_ends_on") if self.dimension in PLACES else ""

    @property
    def condition(self) -> str:
        """Whether a row is of these members; blank stands for those of whom it is not recorded."""
        member = f"t.{self.dimension}" if self.dimension in PLACES else f"l.in_{self.dimension}"
        return f"list_contains($members, coalesce({member}, ''))" if self.dimension else "$members IS NOT NULL"


def _part(connection: duckdb.DuckDBPyConnection, indicator: Indicator, period: Period, split: tuple[str, str]) -> _Part:
    """Return the part that is asked for; refuses a split or member that the figure does not have."""
    dimension, asked_for = split
    if not dimension:
        return _Part("", [], "", ())
    if dimension not in indicator.splits:
        fix = f"it is split by: {', '.join(indicator.splits)}"
        raise UsageProblem(f"{indicator.code} is not split by {dimension!r}", "--by", fix)
    found = connection.execute(
        "SELECT DISTINCT coalesce(member, '') AS member FROM mart.indicator_result "
        "WHERE indicator = ? AND kind = ? AND period = ? AND dimension = ? ORDER BY member",
        [indicator.code, period.kind, str(period), dimension],
    ).fetchall()
    labels = {member: label_of(indicator, dimension, member) for (member,) in found}
    meant = [m for m, label in labels.items() if asked_for.casefold() in ({m.casefold(), label.casefold()} - {""})]
    if not meant:
        there_is = f"there is: {', '.join(sorted(labels.values())) or 'none'}"
        raise UsageProblem(f"{indicator.code} has no row of a {dimension} of this name", "the command line", there_is)
    return _Part(dimension, meant, labels[meant[0]], tuple(labels.values()))


def _counted_by(
    connection: duckdb.DuckDBPyConnection, indicators: Mapping[str, Sequence[Indicator]], code: str, period: Period
) -> tuple[Indicator, Any]:
    """Return the version by which a period's figure is counted and the first day of what is counted."""
    found = connection.execute(
        "SELECT version, counted_from, missing FROM mart.availability WHERE indicator = ? AND kind = ? AND period = ?",
        [code, period.kind, str(period)],
    ).fetchone()
    if found is None:
        why = "its service submits the figure" if code in indicators else "nobody declares it"
        why = why if _is_covered(connection, period) else f"nothing was delivered for {period.label}"
        raise UsageProblem(f"{code} has no rows to list: {why}", f"{code}, {period}", f"see: outturn explain {code}")
    version, first, missing = found
    if missing:
        raise BlockedByData(
            f"{code} has no figure for {period.label}: there is no delivery of {missing} for its last month",
            f"{code}, {period}",
            "take the missing files in, then run this again",
        )
    return next(one for one in indicators[code] if one.version == version), first


def _is_covered(connection: duckdb.DuckDBPyConnection, period: Period) -> bool:
    found = connection.execute("SELECT 1 FROM mart.period WHERE kind = ? AND period = ?", [period.kind, str(period)])
    return found.fetchone() is not None


def _columns(
    connection: duckdb.DuckDBPyConnection,
    indicator: Indicator,
    extracts: Mapping[str, Extract],
    used: Used,
    source: str,
) -> tuple[ListColumn, ...]:
    """Return the columns of an indicator's list: who, how it counts, what decided, where it stands."""
    population = _column_names(connection, indicator.population)
    headers = _headers(indicator, extracts, used)
    kinds = {c.name: c.identifies for extract in extracts.values() for c in extract.columns if c.identifies}
    told_by = [name for name in population if name in kinds and (not indicator.child or f"s.{name} " in source)]
    named = _named(connection, indicator)
    read = {name for _, name in used}
    deciding = [
        name for name in population if name in named | read and name not in kinds and name != indicator.dated_by
    ]
    dated = "As at" if indicator.dated_by == "as_at" else headers(indicator.dated_by)
    is_mean = isinstance(indicator, Average)
    met = "row_met" if is_mean else "CASE WHEN row_met = 1 THEN 'yes' ELSE 'no' END"
    return (
        *([ListColumn("Child ID", f"l.{indicator.child}", "child")] if indicator.child else []),
        *(ListColumn(headers(name), f"l.{name}", kinds[name]) for name in told_by if name != indicator.child),
        ListColumn("Team", f"coalesce(l.in_team, '{label_of(indicator, TEAM, '')}')"),
        ListColumn("Counts", "CASE WHEN l.exclusion IS NULL AND row_counted = 1 THEN 'yes' ELSE 'no' END"),
        ListColumn(
            "Amount" if is_mean else "In the numerator",
            f"CASE WHEN l.exclusion IS NULL AND row_counted = 1 THEN CAST({met} AS VARCHAR) END",
        ),
        ListColumn("Unknown", "CASE WHEN l.exclusion IS NULL AND row_unknown = 1 THEN 'yes' END"),
        ListColumn("Left out because", "l.exclusion"),
        ListColumn(dated, f"CAST(l.{indicator.dated_by} AS DATE)"),
        *(ListColumn(headers(name), f"l.{name}") for name in deciding),
        *([ListColumn("File", "d.source"), ListColumn("Row", "s.row_number")] if source else []),
    )


def _headers(indicator: Indicator, extracts: Mapping[str, Extract], used: Used) -> Callable[[str], str]:
    """Return what to call a column of the population: as the file writes that it is read from, else its own name."""
    known: dict[str, str] = {}
    for is_read in (True, False):
        for extract in (extracts[name] for name in indicator.needs):
            for column in extract.columns:
                if ((extract.name, column.name) in used) == is_read:
                    known.setdefault(column.name, column.header)
    return lambda name: known.get(name, name.replace("_", " ").capitalize())


def _named(connection: duckdb.DuckDBPyConnection, indicator: Indicator) -> set[str]:
    """Return the columns of the population that the definition names in its conditions and amounts."""
    said = [getattr(indicator, name, "") for name in ("numerator", "amount")]
    said += [indicator.unknown_when, *(exclusion.when for exclusion in indicator.exclusions)]
    text = "SELECT " + ", ".join(f"({condition})" for condition in said if condition)
    [(parsed,)] = connection.execute("SELECT json_serialize_sql(?)", [text]).fetchall()
    return set(_column_references(json.loads(parsed)))


def _column_references(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        if tree.get("class") == "COLUMN_REF":
            yield tree["column_names"][-1]
        tree = list(tree.values())
    for part in tree if isinstance(tree, list) else ():
        yield from _column_references(part)


def _source(connection: duckdb.DuckDBPyConnection, indicator: Indicator, extracts: Mapping[str, Extract]) -> str:
    """Return joins to the delivered row that each row is, as `s`, and its file, as `d`; "" where it is several.

    It is the row of the first extract that the indicator needs whose key the population has. The persons file's row of
    the same child says who the child is, not what is counted.
    """
    names = _column_names(connection, indicator.population)
    for extract in (extracts[name] for name in indicator.needs):
        is_about_the_child = extract.kind == "events" and extract.key == (indicator.child,)
        month = "as_at" if extract.kind == "snapshot" else "last_delivered_on"
        key = (*extract.key, "as_at") if extract.kind == "snapshot" else extract.key
        if not set(key) <= set(names) or (is_about_the_child and extract.name != indicator.population):
            continue
        same = " AND ".join(f"s.{name} = l.{name}" for name in key)
        return (
            f"LEFT JOIN silver.{extract.name} s ON {same} LEFT JOIN mart.delivery d "
            f"ON d.extract = '{extract.name}' AND d.month = strftime(s.{month}, '%Y-%m')"
        )
    return ""


def _column_names(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    found = connection.execute(f"DESCRIBE silver.{table}").fetchall()
    return [str(name) for name, *_ in found]


def _added(rows: Iterator[tuple[Any, ...]]) -> Counted:
    listed = list(rows)
    numerator, counting, unknown = (sum(int(row[n]) for row in listed if row[0]) for n in (2, 1, 3))
    return Counted(numerator, counting, sum(int(row[1]) for row in listed if not row[0]), unknown)


def _refuse_another_figure(
    connection: duckdb.DuckDBPyConnection, indicator: Indicator, period: Period, part: _Part, listed: Counted
) -> None:
    """Refuse a list that does not add up to the printed figure: the warehouse is of other definitions."""
    found = connection.execute(
        "SELECT coalesce(sum(numerator), 0), sum(denominator), coalesce(sum(excluded), 0), coalesce(sum(unknown), 0) "
        "FROM mart.indicator_result WHERE indicator = ? AND kind = ? AND period = ? AND dimension = ? "
        "AND (dimension = '' OR list_contains(?, coalesce(member, '')))",
        [indicator.code, period.kind, str(period), part.dimension, part.members],
    ).fetchone()
    assert found is not None
    numerator, denominator, excluded, unknown = found
    rows = denominator or 0 if indicator.is_of_rows else listed.counting
    if listed != Counted(int(numerator), int(rows), int(excluded), int(unknown)):
        raise BlockedByData(
            f"the rows of {indicator.code} do not add up to its figure for {period.label}",
            f"{indicator.code}, {period}",
            "the warehouse was built by other definitions; run the month again: outturn run monthly COUNCIL MONTH",
        )
