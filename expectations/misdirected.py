"""Files of which nothing is taken: unreadable, another council's or month's, unusable throughout, not judged whole.

Called by: expectations.checking, on a batch that has been judged row by row.
Promises:  a refusal names its evidence: counts, months, headers, a council's code.
Never:     judges by a file's name alone, or shows a cell that could be about a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import duckdb

from expectations import refusals
from expectations.cells import sql_month, sql_order, sql_trimmed
from expectations.contract import Column, Extract
from expectations.formats.sheet import LoadedRows
from expectations.refusals import RefusalKind
from expectations.staging import Incoming
from expectations.unjudged import UnjudgedIn, how_to_mend, in_words

_COUNCIL_CODE = "([0-9]{3}|[A-Za-z][0-9]{8})"
_ANOTHER_MONTH = "move it to the folder of its own month, and ask for the file that is missing here"


class Refusal(NamedTuple):
    """Why a whole file is not taken: the codes of its reasons, and of rules not judged, then the reasons in words."""

    codes: str
    what: str
    where: str
    fix: str


class Reason(NamedTuple):
    """One reason to refuse a file."""

    kind: RefusalKind
    what: str
    fix: str


def misdirected(  # noqa: PLR0913, PLR0917 - all that a file can be refused for is looked at in one place
    connection: duckdb.DuckDBPyConnection,
    extract: Extract,
    batch: Sequence[Incoming],
    loaded: Mapping[int, LoadedRows],
    la_codes: frozenset[str],
    unjudged: UnjudgedIn,
) -> dict[int, Refusal]:
    """Return the refusal of each file of the batch that is not to be taken, with all its reasons."""
    found: dict[int, list[Reason]] = {item.number: [] for item in batch}
    for reasons in (
        _unreadable(loaded),
        _wrong_council(connection, la_codes),
        _said_month(connection),
        _month_of_rows(connection, extract, batch),
        _unusable(connection, extract, loaded),
        _month_first(connection, extract),
    ):
        for number, reason in reasons.items():
            found[number].append(reason)
    for number, culprits in unjudged.items():
        fix = how_to_mend([culprit.rule for culprit in culprits])
        found[number] += [Reason(refusals.RULE_FAILED, in_words(c.rule, c.message, c.error), fix) for c in culprits]
    rules = {number: dict.fromkeys(culprit.rule for culprit in culprits) for number, culprits in unjudged.items()}
    return {
        item.number: Refusal(
            " ".join((refusals.codes_of([reason.kind for reason in found[item.number]]), *rules.get(item.number, ()))),
            "; ".join(reason.what for reason in found[item.number]),
            item.source,
            "; ".join(dict.fromkeys(_as_part(reason.fix) for reason in found[item.number])),
        )
        for item in batch
        if found[item.number]
    }


def _as_part(fix: str) -> str:
    """Return what helps as a part of a sentence, the other parts of which may be about other reasons."""
    return f"{fix[:1].lower()}{fix[1:].rstrip('.')}"


def _unreadable(loaded: Mapping[int, LoadedRows]) -> dict[int, Reason]:
    return {
        number: Reason(fault.kind, fault.what, fault.fix)
        for number, rows in loaded.items()
        if (fault := rows.unreadable)
    }


def _wrong_council(connection: duckdb.DuckDBPyConnection, la_codes: frozenset[str]) -> dict[int, Reason]:
    la = sql_trimmed("envelope_la")
    rows = connection.execute(
        f"SELECT delivery_no, count(*), coalesce(' (' || min({la}) FILTER (regexp_full_match({la}, "
        f"'{_COUNCIL_CODE}')) || ')', '') FROM raw WHERE {la} <> '' AND lower({la}) NOT IN "
        f"({', '.join('?' for _ in la_codes)}) GROUP BY delivery_no",
        sorted(la_codes),
    ).fetchall()
    fix = (
        "delete the file from landing and ask for this council's own; if the code is this council's, add it to "
        "la_codes in council.toml; if the column does not say whose file it is, give it another header"
    )
    return {
        number: Reason(refusals.OTHER_COUNCIL, f"{count} rows carry another council's code{code}", fix)
        for number, count, code in rows
    }


def _said_month(connection: duckdb.DuckDBPyConnection) -> dict[int, Reason]:
    """Find files that say themselves that they are for another month."""
    said = sql_month("envelope_as_at")
    rows = connection.execute(
        "SELECT delivery_no, any_value(month), min(said) FROM "
        f"(SELECT delivery_no, month, {said} AS said FROM "
        "(SELECT DISTINCT delivery_no, month, envelope_as_at FROM raw WHERE envelope_as_at IS NOT NULL)) "
        "WHERE said <> month GROUP BY delivery_no"
    ).fetchall()
    return {
        number: _another_month(f"the file is not for {month}: it says that it is for {other}")
        for number, month, other in rows
    }


def _month_of_rows(
    connection: duckdb.DuckDBPyConnection, extract: Extract, batch: Sequence[Incoming]
) -> dict[int, Reason]:
    """Find files whose rows stop before their month, or lie mostly after it.

    A list of a return that holds what ended lately does not tell its month so, unless it is a council's own export.
    Trap: one mistyped date far ahead must not make last month's file look like this month's.
    """
    if not (extract.moves_monthly and extract.dated_by):
        return {}
    day, header = f"CAST({extract.dated_by} AS DATE)", extract.column(extract.dated_by).header
    rows = connection.execute(
        f"SELECT delivery_no, any_value(month), 2 * count(*) FILTER ({day} > month_ends_on) > count({day}), "
        f"strftime(max({day}) FILTER ({day} <= month_ends_on), '%Y-%m') "
        f"FROM typed GROUP BY delivery_no HAVING count({day}) > 0"
    ).fetchall()
    timeless = {i.number for i in batch if i.recognition.made and (v := i.recognition.variant) and v.lists_by_end}
    found = {}
    for number, month, is_ahead, newest in rows:
        if number in timeless:
            continue
        if is_ahead:
            found[number] = f"the file is not for {month}: most of its rows have a {header} after the month's end"
        elif newest < month:
            found[number] = f"the file is not for {month}: its newest {header} lies in {newest}"
    return {number: _another_month(what) for number, what in found.items()}


def _another_month(what: str) -> Reason:
    return Reason(refusals.OTHER_MONTH, what, _ANOTHER_MONTH)


def _unusable(
    connection: duckdb.DuckDBPyConnection, extract: Extract, loaded: Mapping[int, LoadedRows]
) -> dict[int, Reason]:
    """Find files in which no row can be used because of one fault of the whole file."""
    needed = [column for column in extract.columns if column.required]
    filled = ", ".join(f"count({column.name})" for column in needed)
    rows = connection.execute(f"SELECT delivery_no, count(*), {filled} FROM typed GROUP BY delivery_no").fetchall()
    found = {}
    for number, count, *usable in rows:
        empty = [column for column, cells in zip(needed, usable, strict=True) if not cells]
        if empty:
            headers = " nor ".join(column.header for column in empty)
            what = f"none of the {count} rows has a {headers} that can be understood"
            found[number] = Reason(refusals.COLUMN_UNUSABLE, what, "; ".join(dict.fromkeys(map(_how_to_write, empty))))
    for number, sheet in loaded.items():
        if sheet.unreadable or sheet.rows:
            continue
        if sheet.ragged_row_numbers:
            what = f"none of the {len(sheet.ragged_row_numbers)} rows can be cut into as many cells as the header has"
            fix = "export it again with one cell under each header, and none with stray quotation marks"
            found[number] = Reason(refusals.NO_ROW_FITS, what, fix)
        elif extract.moves_monthly:
            what = f"the file has a header but no rows, and {extract.title} have some in every month"
            fix = "look at the filter of the report, then export the file again"
            found[number] = Reason(refusals.NO_ROWS, what, fix)
    return found


def _month_first(connection: duckdb.DuckDBPyConnection, extract: Extract) -> dict[int, Reason]:
    """Find files with a column in which more dates can only be month before day than day before month."""
    found: dict[int, list[str]] = {}
    for column in _not_all_understood(connection, extract):
        rows = connection.execute(
            "SELECT delivery_no, contrary, agreeing FROM (SELECT delivery_no, "
            "count(*) FILTER (way = 'month first') AS contrary, count(*) FILTER (way = 'day first') AS agreeing "
            f"FROM (SELECT delivery_no, {sql_order(column.name)} AS way FROM raw) GROUP BY delivery_no) "
            "WHERE contrary > agreeing"
        ).fetchall()
        for number, contrary, agreeing in rows:
            found.setdefault(number, []).append(f"{column.header} ({contrary} against {agreeing or 'none'})")
    return {
        number: Reason(
            refusals.MONTH_FIRST,
            "dates that can only be month before day outnumber those that can only be day before month in "
            + " and ".join(columns),
            refusals.MONTH_FIRST.fix,
        )
        for number, columns in found.items()
    }


def _not_all_understood(connection: duckdb.DuckDBPyConnection, extract: Extract) -> list[Column]:
    """Return the columns of dates with a cell that is none: where all are understood, none contradicts day first."""
    dates = [column for column in extract.columns if column.type in ("DATE", "TIMESTAMP")]
    if not dates:
        return []
    flags = ", ".join(f"coalesce(bool_or(bad_{column.name}), false)" for column in dates)
    [any_bad] = connection.execute(f"SELECT {flags} FROM typed").fetchall()
    return [column for column, is_bad in zip(dates, any_bad, strict=True) if is_bad]


def _how_to_write(column: Column) -> str:
    if column.identifies:
        return f"export {column.header} as text: numbers like 9.2E+06 have lost their digits"
    if column.type == "DATE":
        return f"write {column.header} as 30/09/2020 or 2020-09-30"
    return f"fill in {column.header} in one of the ways that the extract's description names"
