"""Names that one file writes in more than one way: 'North East', 'NORTH-EAST' and 'North East Team ' are one team.

Called by: expectations.checking, on the rows of a batch that are fit to load.
Promises:  tells how many names and how many rows, for each file and column whose cells are names.
Never:     joins what it finds, which is for whoever looks after the case system, or returns a name.
"""

from __future__ import annotations

import duckdb

from expectations.contract import Column, Extract

# Spaces of every kind are one space by now; what is left are case, signs, "and" and the word "team" itself.
_PLAIN = (
    r"regexp_replace(regexp_replace(replace(lower({name}), '&', ' and '), '\b(the|team)\b', '', 'g'), "
    r"'[^\p{{L}}\p{{N}}]', '', 'g')"
)


def names_alike(connection: duckdb.DuckDBPyConnection, extract: Extract) -> dict[int, list[tuple[Column, str]]]:
    """Return, for each delivery number, the columns in which names differ by their spelling only, each in words."""
    found: dict[int, list[tuple[Column, str]]] = {}
    for column in extract.columns:
        if not column.is_name:
            continue
        rows = connection.execute(
            f"WITH spelt AS (SELECT delivery_no, {column.name} AS name, count(*) AS held FROM checked "
            f"WHERE NOT is_rejected AND {column.name} IS NOT NULL GROUP BY ALL), "
            f"alike AS (SELECT delivery_no, sum(held) - max(held) AS rarer FROM spelt "
            f"GROUP BY delivery_no, coalesce(nullif({_PLAIN.format(name='name')}, ''), name) HAVING count(*) > 1) "
            "SELECT delivery_no, count(*), sum(rarer) FROM alike GROUP BY delivery_no ORDER BY delivery_no"
        ).fetchall()
        for number, names, rarer in rows:
            found.setdefault(number, []).append((column, _told(column, int(names), int(rarer))))
    return found


def _told(column: Column, names: int, rarer: int) -> str:
    """Say it with the rows under the rarer spellings, which are counted as if they were of another."""
    written = "1 name is" if names == 1 else f"{names} names are"
    apart = "1 row counts" if rarer == 1 else f"{rarer:,} rows count"
    return f"{column.header}: {written} written in more than one way, so that {apart} apart"
