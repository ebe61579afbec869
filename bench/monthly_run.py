"""Time a monthly run over 12 extracts of 200,000 rows each, beside DuckDB alone on the same files.

usage: python -m bench.monthly_run [--rows 200000] [--runs 3] [--json FILE]

The run is the product's own: landed files are recognised, checked through Great Expectations, kept as
Parquet with tokens for identifiers, and the warehouse is rebuilt. Start-up (imports of Python libraries,
Great Expectations' first use) is timed apart. DuckDB alone reads the same files as text and writes Parquet:
no types, no checks, no tokens. Both happen in the same process, in turn, so that the ratio can be trusted
even where absolute times cannot. Memory is the peak of the whole process.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from expectations import extracts as declared
from expectations.contract import Column, Extract
from tasks import building, councils, intake
from tasks.store import Store
from warehouse.periods import Month

MONTH = Month("2020-09")
COUNCIL = "bench"
EXTRACTS = (
    "contacts", "early_help", "referrals", "assessments", "s47_enquiries", "cp_conferences", "cp_plans",
    "lac_episodes", "lac_reviews", "placements", "supervision", "sw_allocations",
)  # fmt: skip
COLUMNS_A_FILE = 14


def main() -> int:
    """Write the files once, then time both jobs in turn and print medians and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="outturn-bench-") as folder:
        home = Path(folder)
        megabytes = write_files(home / "landing" / COUNCIL / str(MONTH), asked.rows)
        start_up = warm_up()
        timings = [one_round(home, number) for number in range(asked.runs)]
    report = summary(timings, start_up, asked.rows, megabytes)
    print("\n".join(f"{name:<34}{value}" for name, value in report.items()))
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(report, indent=1) + "\n")
    return 0


def write_files(landing: Path, rows: int) -> float:
    """Write one plausible CSV for each extract, from its contract; returns megabytes written."""
    landing.mkdir(parents=True)
    with duckdb.connect() as connection:
        for name in EXTRACTS:
            extract = declared.load()[name]
            columns = [
                f'{sql_cell(extract, column, n)} AS "{column.header}"' for n, column in enumerate(extract.columns)
            ]
            columns = columns[:COLUMNS_A_FILE]
            padding = COLUMNS_A_FILE - len(columns)
            columns += [f"'Not declared' AS \"Notes {n}\"" for n in range(padding)]
            connection.execute(
                f"COPY (SELECT {', '.join(columns)} FROM range({rows}) t(i)) TO '{landing / name}.csv' (HEADER, "
                f"DELIMITER ',')"
            )
    return sum(path.stat().st_size for path in landing.iterdir()) / 1e6


def sql_cell(extract: Extract, column: Column, position: int) -> str:  # noqa: PLR0911 - one line a type reads best
    """Return SQL for a cell that its contract accepts; later dates of a row follow earlier ones."""
    if column.name in extract.key and column.name != "child_id" and column.identifies:
        return f"'{extract.name[:2].upper()}' || (1000000 + i)"
    if column.identifies:
        return f"'{column.identifies[:2].upper()}' || (1000000 + (i * 7919) % 60000)"
    if column.type == "DATE":
        # A child's rows lie a month apart, so that keys of child and day stay unique.
        day = f"DATE '2020-09-30' - CAST((i // 60000) * 30 + i % 20 + {COLUMNS_A_FILE - position} AS INTEGER)"
        text = f"strftime({day}, '%d/%m/%Y')"
        return text if column.required else f"CASE WHEN i % 9 < 8 THEN {text} ELSE '' END"
    if column.codes:
        codes = [
            code for code in column.codes.codes if code not in column.codes.until and code not in column.codes.since
        ]
        listed = ", ".join(f"'{code}'" for code in codes)
        return f"([{listed}])[1 + i % {len(codes)}]"
    if column.type == "BOOLEAN":
        return "CASE WHEN i % 3 = 0 THEN 'Yes' ELSE 'No' END"
    if column.type in ("INTEGER", "DECIMAL"):
        return "CAST(i % 5 AS VARCHAR)"
    return "'Team ' || (i % 12)"


def warm_up() -> float:
    """Load what every run needs once: libraries, contracts, Great Expectations."""
    started = time.perf_counter()
    from expectations.suites import Check, run_suite

    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT 1 AS k, true AS ok")
        run_suite(connection, "t", "warm up", [Check("W1", "holds", ("ok",))], ("k",))
    return time.perf_counter() - started


def one_round(home: Path, number: int) -> dict[str, float]:
    """Time DuckDB alone, then the product, each into folders of their own."""
    bare = home / f"bare-{number}"
    bare.mkdir()
    started = time.perf_counter()
    with duckdb.connect() as connection:
        for path in sorted((home / "landing" / COUNCIL / str(MONTH)).glob("*.csv")):
            connection.execute(
                f"COPY (SELECT * FROM read_csv('{path}', all_varchar=true, header=true, delim=',')) "
                f"TO '{bare / path.stem}.parquet' (FORMAT parquet)"
            )
    bare_seconds = time.perf_counter() - started
    store = _store(home, number)
    council = councils.load(store, COUNCIL)
    started = time.perf_counter()
    taken = intake.take_in(store, council, [MONTH], datetime(2020, 10, 7, tzinfo=UTC), lambda _line: None)
    intake_seconds = time.perf_counter() - started
    built = building.rebuild(store, council, lambda _line: None)
    return {
        "bare": bare_seconds,
        "intake": intake_seconds,
        "rebuild": built.seconds,
        "rows": taken.rows_in,
        "loaded": taken.loaded,
        "quarantined": taken.quarantined,
        "files": taken.files_accepted,
    }


def _store(home: Path, number: int) -> Store:
    root = home / f"store-{number}"
    council = root / "councils" / COUNCIL
    council.mkdir(parents=True)
    (council / "council.toml").write_text('name = "Bench"\n')
    landing = root / "landing"
    landing.symlink_to(home / "landing", target_is_directory=True)
    return Store.open(root)


def summary(timings: list[dict[str, float]], start_up: float, rows: int, megabytes: float) -> dict[str, Any]:
    """Return what was measured, medians of the rounds."""

    def median(name: str) -> float:
        return statistics.median(timing[name] for timing in timings)

    job = statistics.median(timing["intake"] + timing["rebuild"] for timing in timings)
    ratio = statistics.median((timing["intake"] + timing["rebuild"]) / timing["bare"] for timing in timings)
    landing_ratio = statistics.median(timing["intake"] / timing["bare"] for timing in timings)
    return {
        "files x rows": f"{len(EXTRACTS)} x {rows:,} ({megabytes:.0f} MB)",
        "rows in": f"{timings[0]['rows']:,.0f}",
        "loaded / quarantined": f"{timings[0]['loaded']:,.0f} / {timings[0]['quarantined']:,.0f}",
        "start-up, apart (s)": round(start_up, 2),
        "DuckDB alone to Parquet (s)": round(median("bare"), 2),
        "take in: check and keep (s)": round(median("intake"), 2),
        "rebuild the warehouse (s)": round(median("rebuild"), 2),
        "job (s)": round(job, 2),
        "rows a second": f"{timings[0]['rows'] / job:,.0f}",
        "take in / DuckDB alone": round(landing_ratio, 1),
        "job / DuckDB alone": round(ratio, 1),
        "peak memory (MB)": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
        "rounds": len(timings),
    }


if __name__ == "__main__":
    sys.exit(main())
