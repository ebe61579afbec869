"""Time what it takes to count every indicator, with all its breakdowns, from a silver layer; and how it grows.

usage: python -m bench.indicators [--times 1 10 100] [--months 36] [--json FILE]

Sample Borough's deliveries are taken in once. Then each child, case and worker of them is there as often as asked for,
under other numbers, all in one council: the same story for so many more children. Silver is built of that, which is
timed too, and every indicator is counted for every month, quarter and year, whole and by every split. Where more
months are asked for than the sample has, those before it count as delivered: children who are known to have been there
have their figures, as after a first export with all its history. Peak memory is that of the whole process so far, so
the sizes are best asked for from small to large. The unit is a million delivered rows.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from expectations.contract import Extract
from tasks import building, councils, intake
from tasks.sample import write_sample
from tasks.store import Store
from warehouse.build import BuildInput
from warehouse.marts import create_marts, periods_covered
from warehouse.periods import Month
from warehouse.tables import create_delivered, create_silver

COUNCIL = "sample-borough"
COLUMNS = ("times", "delivered rows", "silver (s)", "indicators (s)", "a million rows (s)", "peak memory (MB)")


def main() -> int:
    """Take the sample in, then count it as often as asked for, and print a line each time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, nargs="+", default=[1, 3, 10])
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="outturn-bench-") as folder:
        given = _taken_in(Path(folder))
        delivered = _with_earlier(given.delivered, asked.months)
        found = [_one(given, delivered, Path(folder) / f"{times}.duckdb", times) for times in asked.times]
    print(f"{sum(len(v) for v in given.indicators.values())} definitions, {len(_month_ends(delivered))} months")
    print("  ".join(COLUMNS))
    for line in found:
        print("  ".join(f"{line[name]:>{len(name)},}" for name in COLUMNS))
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(found, indent=1) + "\n")
    return 0


def _taken_in(folder: Path) -> BuildInput:
    store = Store.open(folder / "store")
    write_sample(store.root / "landing")
    council = councils.load(store, COUNCIL)
    months = [Month(path.name) for path in sorted(store.landing(COUNCIL).iterdir()) if path.is_dir()]
    intake.take_in(store, council, months, datetime(2021, 7, 7, tzinfo=UTC), lambda _line: None)
    return building.build_input(store, council)


def _with_earlier(delivered: Mapping[str, Sequence[str]], months: int) -> dict[str, list[str]]:
    """Let every extract that was delivered have been delivered for so many months up to the last."""
    last = Month(max(month for found in delivered.values() for month in found))
    asked = {str(month) for month in Month.range(last.plus(1 - months), last)}
    return {name: sorted({*found, *asked}) if found else [] for name, found in delivered.items()}


def _month_ends(delivered: Mapping[str, Sequence[str]]) -> list[date]:
    covered = periods_covered([month for found in delivered.values() for month in found])
    return [period.ends_on for period in covered if isinstance(period, Month)]


def _one(given: BuildInput, delivered: Mapping[str, Sequence[str]], file: Path, times: int) -> dict[str, Any]:
    settings: dict[str, str | bool | int | float | list[str]] = {"temp_directory": str(file.parent)}
    with duckdb.connect(str(file), config=settings) as connection:
        create_delivered(connection, given.extracts, given.files)
        rows = sum(_repeat(connection, extract, times) for extract in given.extracts.values())
        started = time.perf_counter()
        create_silver(connection, given.extracts, _month_ends(delivered))
        silver = time.perf_counter() - started
        started = time.perf_counter()
        create_marts(connection, given.indicators, delivered, given.returned, given.places)
        counted = time.perf_counter() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    numbers: Sequence[Any] = (
        times,
        rows,
        round(silver, 2),
        round(counted, 2),
        round(counted * 1e6 / rows, 2),
        megabytes,
    )
    return dict(zip(COLUMNS, numbers, strict=True))


def _repeat(connection: duckdb.DuckDBPyConnection, extract: Extract, times: int) -> int:
    """Put every row there so many times, each time under other identifiers; returns how many there are then."""
    table = f"delivered.{extract.name}"
    named = [column.name for column in extract.columns if column.identifies]
    if named and times > 1:
        other = ", ".join(f"{name} || '-' || n AS {name}" for name in named)
        connection.execute(
            f"INSERT INTO {table} SELECT t.* REPLACE ({other}) FROM {table} t, range(1, {times}) copies(n)"
        )
    [(rows,)] = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
    return int(rows)


if __name__ == "__main__":
    sys.exit(main())
