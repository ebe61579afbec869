"""Keep what was known with each month's files, and count again what is not kept: for how far figures move.

Called by: the command `lag`, which begins it; the monthly flow, which keeps it up once it has begun; tasks.publishing.
Promises:  a file a month, named after all that it was counted from; written beside and renamed; the same deliveries and
           definitions give the same files, whenever and in whatever order they are made.
Never:     holds a row of an extract; reads a file that was counted by other definitions or from other deliveries.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import duckdb

from tasks import building, keeping
from tasks.councils import Council
from tasks.store import Store, put_in_place
from warehouse.build import BuildInput, definitions_fingerprint, vintage_id
from warehouse.deliveries import effective, known_with
from warehouse.periods import Month
from warehouse.recording_lag import MONTHS_LOOKED_AT, SETTLED_AFTER, Vintages, by_indicator
from warehouse.vintages import VintageFigure, count


def has_begun(store: Store, council: Council) -> bool:
    """Whether anybody has asked for a council's recording lag."""
    return store.vintages(council.code).is_dir()


def keep_up(store: Store, council: Council, progress: Callable[[str], None]) -> tuple[Month, ...]:
    """Count again, once they have been asked for, the months that are new or were counted from something else."""
    return make(store, council, progress) if has_begun(store, council) else ()


def missing(store: Store, council: Council) -> tuple[Month, ...]:
    """Return the months whose figures as known then are not kept, in order."""
    return tuple(month for month, _, path in _wanted(store, council) if not path.exists())


def make(store: Store, council: Council, progress: Callable[[str], None]) -> tuple[Month, ...]:
    """Count again every month that is looked at and not kept; return which."""
    made = []
    for month, given, path in _wanted(store, council):
        if path.exists():
            continue
        progress(f"figures as known with the files of {month.label}")
        _write(store, council, count(given, council.returned, month), path)
        made.append(month)
        for other in path.parent.glob(f"{month}-*.parquet"):
            if other != path:
                other.unlink()
    return tuple(made)


def kept(store: Store, council: Council, codes: Collection[str] | None = None) -> tuple[VintageFigure, ...]:
    """Return the figures as known earlier that are kept and still hold, of some indicators or all, in order."""
    if not has_begun(store, council):
        return ()
    paths = [str(path) for _, _, path in _wanted(store, council) if path.exists()]
    if not paths:
        return ()
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"SELECT {', '.join(VintageFigure._fields)} FROM read_parquet($paths) "
            "WHERE $codes IS NULL OR list_contains($codes, indicator) ORDER BY ALL",
            {"paths": paths, "codes": None if codes is None else sorted(codes)},
        ).fetchall()
    return tuple(VintageFigure._make((*row[:-1], None if row[-1] is None else Fraction(row[-1]))) for row in rows)


def known_earlier(store: Store, council: Council, codes: Collection[str] | None = None) -> Vintages | None:
    """Return figures as known earlier by indicator, None where nobody has asked for the recording lag."""
    return by_indicator(kept(store, council, codes)) if has_begun(store, council) else None


def _wanted(store: Store, council: Council) -> list[tuple[Month, BuildInput, Path]]:
    """Return each month that is looked at, with what was known then and the place where its figures are kept."""
    deliveries = keeping.deliveries(store, council)
    if not deliveries:
        return []
    covered = sorted({Month(delivery.month) for delivery in deliveries})
    first = max(covered[0], covered[-1].plus(1 - MONTHS_LOOKED_AT - SETTLED_AFTER))
    base = building.build_input(store, council)
    definitions = definitions_fingerprint()
    found = []
    for month in Month.range(first, covered[-1]):
        files = [keeping.delivered_file(store, one) for one in effective(known_with(deliveries, str(month)))]
        given = replace(base, files=files, known=())
        name = f"{month}-{vintage_id(given, definitions)}.parquet"
        found.append((month, given, store.vintages(council.code) / name))
    return found


def _write(store: Store, council: Council, figures: list[VintageFigure], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = dict.fromkeys(VintageFigure._fields, pa.string()) | {"version": pa.int32()}
    rows = [one._asdict() | {"value": None if one.value is None else str(one.value)} for one in figures]
    with store.scratch(council.code) as scratch:
        beside = scratch / path.name
        pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(types)), beside)
        put_in_place(beside, path)
