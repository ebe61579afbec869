"""What a corrected delivery changed against the one before it, in counts.

Called by: the commands `deliveries ...`.
Promises:  every row of both files is counted once: rows in = same + changed + new or gone + duplicates + set aside.
Never:     returns a cell or a key; which columns changed is told by their names and how often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from expectations import extracts as declared
from expectations.contract import Extract
from expectations.errors import UsageProblem
from tasks import keeping
from tasks.councils import Council
from tasks.store import Store
from warehouse.deliveries import Delivery
from warehouse.periods import Month


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the newer of two deliveries of an extract and month says otherwise than the older.

    same, changed: rows of both.    new, gone: rows of the newer alone, of the older alone.
    duplicates:    rows of the newer that say again what an earlier row of it stands for.
    duplicates_before: such rows of the older.    changed_columns: column -> rows in which it differs.
    """

    older: Delivery
    newer: Delivery
    same: int
    changed: int
    new: int
    gone: int
    duplicates: int
    duplicates_before: int
    changed_columns: dict[str, int]


def of_month(store: Store, council: Council, extract: str, month: Month) -> list[Delivery]:
    """Return the deliveries of an extract and month that are kept, the one that counts last."""
    found = [d for d in keeping.deliveries(store, council) if (d.extract, d.month) == (extract, str(month))]
    return sorted(found, key=lambda delivery: delivery.sequence)


def pair(found: Sequence[Delivery], older: int | None, newer: int | None, where: str) -> tuple[Delivery, Delivery]:
    """Return the two deliveries of these numbers; where none are given, the last and the one before it."""
    by_number = {delivery.sequence: delivery for delivery in found}
    numbers = sorted(by_number)
    last = newer if newer is not None else max(numbers, default=0)
    first = older if older is not None else max((n for n in numbers if n < last), default=0)
    missing = [number for number in (first, last) if number not in by_number]
    if missing or first == last:
        kept = ", ".join(map(str, numbers)) or "none"
        raise UsageProblem(
            "there are no two deliveries to compare",
            where,
            f"kept are: {kept}; see: outturn deliveries list",
        )
    return by_number[first], by_number[last]


def compare(store: Store, older: Delivery, newer: Delivery) -> Comparison:
    """Set the rows of two deliveries against each other.

    A row is found again by what the contract knows it by. The first row of each stands for it; what follows is a
    duplicate. Identifiers are compared as delivered: merged records are not followed.
    """
    extract = declared.load()[newer.extract]
    paths = [keeping.delivery_file(store, delivery) for delivery in (older, newer)]
    with duckdb.connect() as connection:
        shared = _columns_of_both(connection, extract, paths)
        for name, path in zip(("older", "newer"), paths, strict=True):
            _number_rows(connection, name, path, extract)
        known_by = extract.known_by or extract.key
        again = " AND ".join(f"o.{name} IS NOT DISTINCT FROM n.{name}" for name in known_by)
        connection.execute(
            "CREATE TEMP TABLE met AS SELECT o.place IS NOT NULL AS was, n.place IS NOT NULL AS is_now"
            + "".join(f", o.{name} IS DISTINCT FROM n.{name} AS {name}" for name in shared)
            + " FROM (SELECT * FROM older WHERE place = 1) o FULL JOIN (SELECT * FROM newer WHERE place = 1) n "
            f"ON {again}"
        )
        differs = " OR ".join(shared)
        counts = ", ".join(f"count(*) FILTER (was AND is_now AND {name})" for name in shared)
        ((same, changed, new, gone, *by_column),) = connection.execute(
            f"SELECT count(*) FILTER (was AND is_now AND NOT ({differs})), "
            f"count(*) FILTER (was AND is_now AND ({differs})), "
            f"count(*) FILTER (NOT was), count(*) FILTER (NOT is_now), {counts} FROM met"
        ).fetchall()
        ((again_before,), (again_now,)) = connection.execute(
            "SELECT count(*) FROM older WHERE place > 1 UNION ALL SELECT count(*) FROM newer WHERE place > 1"
        ).fetchall()
    columns = {name: rows for name, rows in zip(shared, by_column, strict=True) if rows}
    return Comparison(
        older,
        newer,
        same,
        changed,
        new,
        gone,
        duplicates=newer.duplicates + again_now,
        duplicates_before=older.duplicates + again_before,
        changed_columns=columns,
    )


def _columns_of_both(connection: duckdb.DuckDBPyConnection, extract: Extract, paths: Sequence[Path]) -> list[str]:
    """Return the columns that both files have: one kept before a column was declared has none of it."""
    stored = []
    for path in paths:
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        stored.append({row[0] for row in described})
    return [column.name for column in extract.columns if all(column.name in names for names in stored)]


def _number_rows(connection: duckdb.DuckDBPyConnection, table: str, path: Path, extract: Extract) -> None:
    """Load a delivery with the place of each row among those that are known by the same."""
    known_by = ", ".join(extract.known_by or extract.key)
    connection.execute(
        f"CREATE TEMP TABLE {table} AS SELECT *, row_number() OVER (PARTITION BY {known_by} ORDER BY row_number) "
        "AS place FROM read_parquet(?)",
        [str(path)],
    )
