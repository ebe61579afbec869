"""Files that landed in the wrong place: another council's, or another month's.

Called by: expectations.checking, on a batch that has been typed.
Promises:  a refusal names its evidence, counts and dates of months only.
Never:     judges by a file's name alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import duckdb

from expectations.contract import Extract
from expectations.staging import Incoming, sql_clean, sql_day


class Refusal(NamedTuple):
    """Why a whole file is not taken."""

    what: str
    where: str
    fix: str


def misdirected(
    connection: duckdb.DuckDBPyConnection, extract: Extract, batch: Sequence[Incoming], la_codes: frozenset[str]
) -> dict[int, Refusal]:
    """Return the refusal of each file of the batch that is another council's or another month's."""
    sources = {item.number: item for item in batch}
    found = _wrong_month(connection, extract, sources)
    return found | _wrong_council(connection, sources, la_codes)


def _wrong_council(
    connection: duckdb.DuckDBPyConnection, sources: dict[int, Incoming], la_codes: frozenset[str]
) -> dict[int, Refusal]:
    la = sql_clean("envelope_la")
    rows = connection.execute(
        f"SELECT delivery_no, count(*), min({la}) FROM raw WHERE {la} IS NOT NULL AND lower({la}) NOT IN "
        f"({', '.join('?' for _ in la_codes)}) GROUP BY delivery_no",
        sorted(la_codes),
    ).fetchall()
    return {
        number: Refusal(
            f"{count} rows carry another council's code ({code})",
            sources[number].source,
            "delete the file from landing and ask for this council's own; if the code is right, add it to la_codes "
            "in council.toml",
        )
        for number, count, code in rows
    }


def _wrong_month(
    connection: duckdb.DuckDBPyConnection, extract: Extract, sources: dict[int, Incoming]
) -> dict[int, Refusal]:
    as_at = sql_day(sql_clean("envelope_as_at"))
    rows = connection.execute(
        f"SELECT delivery_no, strftime(min({as_at}), '%Y-%m') FROM raw JOIN incoming USING (delivery_no) "
        f"WHERE {as_at} IS NOT NULL AND strftime({as_at}, '%Y-%m') <> month GROUP BY delivery_no"
    ).fetchall()
    found = {n: _refusal(sources[n], f"the file says that it is for {month}") for n, month in rows}
    if not (extract.moves_monthly and extract.dated_by):
        return found
    header = extract.column(extract.dated_by).header
    spread = connection.execute(
        f"SELECT delivery_no, strftime(max({extract.dated_by}), '%Y-%m'), "
        f"max({extract.dated_by}) < any_value(month_starts_on), "
        f"2 * count(*) FILTER ({extract.dated_by} > month_ends_on) > count({extract.dated_by}) "
        f"FROM typed GROUP BY delivery_no HAVING count({extract.dated_by}) > 0"
    ).fetchall()
    for number, newest, is_stale, is_ahead in spread:
        if is_stale:
            found[number] = _refusal(sources[number], f"its newest {header} lies in {newest}")
        elif is_ahead:
            found[number] = _refusal(sources[number], f"most of its rows have a {header} after the month's end")
    return found


def _refusal(item: Incoming, evidence: str) -> Refusal:
    return Refusal(
        f"the file is not for {item.month}: {evidence}",
        item.source,
        "move it to the folder of its own month, and ask for the file that is missing here",
    )
