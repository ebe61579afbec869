"""Time what it takes to check an SSDA903 set of 2,675 children, beside plain reads of the same files.

usage: python -m bench.ssda903 [--set FOLDER] [--validator PYTHON] [--runs 5] [--json FILE]

The set is the one that comes with the field's own validator; it lies beside the checkout, or where --set says. A run is
the product's own: the files are recognised, judged by every rule, rows set aside, kept with tokens for identifiers, the
warehouse is rebuilt and the rules across files and months are judged in it; the rest of the rebuild, which makes the
figures, is given apart. Start-up (Python libraries, Great Expectations' first use) is timed apart too. pandas alone
reads the same files as text, DuckDB alone reads them and writes Parquet; neither checks anything. All happen in turn in
one process. Processor seconds are given beside, because they say more on a machine that others use.

The field's validator took 3.6 s for the same set on two cores (2.8 s for 253 rules, 0.8 s for its report), start-up
apart; it keeps nothing, and has no figures to build. Where it is installed in an environment of its own, give that
environment's Python with --validator: it is then timed in turn with the rest, its start-up apart too.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pandas as pd

from bench.monthly_run import warm_up
from expectations.extracts import load
from tasks import building, councils, intake
from tasks.store import Store
from warehouse.periods import Month

SET = Path(__file__).resolve().parents[2] / "shared/samples/data-to-insight__csc-validator-be-903/tests/fake_data"
MONTH, COUNCIL = Month("2018-03"), "bench"
RECEIVED_AT = datetime(2018, 4, 10, tzinfo=UTC)
FIELD_SECONDS = 3.6
FIELD_RUN = """
import contextlib, importlib, io, json, logging, sys, time, warnings
logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")
with contextlib.redirect_stdout(io.StringIO()):
    from lac_validator.lac_validator import LacValidator, create_issue_df
    from lac_validator.report import Report
    from lac_validator.utils import process_uploaded_files
    rules = importlib.import_module("lac_validator.rules.lac2025_26").registry
    clock, processor = time.perf_counter(), time.process_time()
    files = process_uploaded_files({"This year": sys.argv[1:]})
    about = {"collectionYear": "2018", "localAuthority": "E09000027"}
    checked = LacValidator(metadata=about, files=files, registry=rules)
    report = Report(checked.ds_results, rules)
    create_issue_df(report.report, report.error_report)
    spent = [time.perf_counter() - clock, time.process_time() - processor]
print(json.dumps(spent))
"""
"""Reads the files, runs all its rules, makes its report and its list of places. Of two files of one kind the last one
counts, as in ours."""


class Spent(NamedTuple):
    """Seconds by the clock and by the processor."""

    clock: float
    processor: float


def main() -> int:
    """Check the set several times, each in a store of its own, and print medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Path, default=SET)
    parser.add_argument("--validator", metavar="PYTHON")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    files = sorted(asked.set.glob("*.csv"))
    if not files:
        print(f"there are no CSV files in {asked.set}", file=sys.stderr)
        return 0 if asked.set == SET else 2
    start_up = spent(warm_up)
    with tempfile.TemporaryDirectory(prefix="outturn-bench-") as folder:
        rounds = [one_round(Path(folder) / str(number), files, asked.validator) for number in range(asked.runs)]
    report = summary(rounds, start_up, files)
    print("\n".join(f"{name:<50}{value}" for name, value in report.items()))
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(report, indent=1) + "\n")
    return 0


def one_round(home: Path, files: list[Path], validator: str | None) -> dict[str, Any]:
    """Read the files in two plain ways, then check them; returns what each took and how much was found."""
    home.mkdir()
    pandas_alone = spent(lambda: [pd.read_csv(path, dtype=str) for path in files])
    duckdb_alone = spent(lambda: _to_parquet(files, home))
    settings = home / "store/councils" / COUNCIL / "council.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('name = "Bench"\n')
    store = Store.open(home / "store")
    landing = store.landing(COUNCIL, str(MONTH))
    landing.mkdir(parents=True)
    for path in files:
        shutil.copyfile(path, landing / path.name)
    council = councils.load(store, COUNCIL)
    taken: list[intake.IntakeReport] = []
    took = spent(lambda: taken.append(intake.take_in(store, council, [MONTH], RECEIVED_AT, lambda _line: None)))
    across: list[Spent] = []
    judge = building.check_across
    building.check_across = lambda *given: _timed(judge, given, across)
    try:
        rebuilt = spent(lambda: building.rebuild(store, council, lambda _line: None))
    finally:
        building.check_across = judge
    build = store.current_build(COUNCIL)
    with duckdb.connect(str(build), read_only=True) as connection:
        (found,) = connection.execute('SELECT sum("rows") FROM mart.finding').fetchone() or (0,)
        extracts = [name for (name,) in connection.execute("SELECT DISTINCT extract FROM mart.delivery").fetchall()]
    return {
        **({"field": _by_the_field(validator, files)} if validator else {}),
        "pandas": pandas_alone,
        "duckdb": duckdb_alone,
        "taken in": took,
        "across": across[0],
        "figures": Spent(rebuilt.clock - across[0].clock, rebuilt.processor - across[0].processor),
        "rows": taken[0].rows_in,
        "files": taken[0].files_accepted,
        "found": found,
        "rules": sum(len(load()[name].rules) for name in extracts),
    }


def spent(job: Callable[[], object]) -> Spent:
    """Return what a job takes."""
    clock, processor = time.perf_counter(), time.process_time()
    job()
    return Spent(time.perf_counter() - clock, time.process_time() - processor)


def _timed(job: Callable[..., Any], given: tuple[object, ...], times: list[Spent]) -> Any:
    found: list[Any] = []
    times.append(spent(lambda: found.append(job(*given))))
    return found[0]


def _by_the_field(python: str, files: list[Path]) -> Spent:
    """Run the field's validator over the same files in its own environment."""
    run = subprocess.run([python, "-c", FIELD_RUN, *map(str, files)], check=True, capture_output=True, text=True)
    return Spent(*json.loads(run.stdout.splitlines()[-1]))


def _to_parquet(files: list[Path], home: Path) -> None:
    with duckdb.connect() as connection:
        for path in files:
            connection.execute(
                f"COPY (SELECT * FROM read_csv('{path}', all_varchar=true, header=true, delim=',')) "
                f"TO '{home / path.stem}.parquet' (FORMAT parquet)"
            )


def summary(rounds: list[dict[str, Any]], start_up: Spent, files: list[Path]) -> dict[str, Any]:
    """Return what was measured, medians of the rounds."""

    def median(part: str, *names: str) -> float:
        return statistics.median(sum(getattr(spent, part) for spent in map(one.get, names)) for one in rounds)

    def seconds(*names: str) -> str:
        return f"{median('clock', *names):.2f} ({median('processor', *names):.2f})"

    job = ("taken in", "across")
    first = rounds[0]
    here: dict[str, Any] = {}
    if "field" in first:
        ratio = statistics.median(sum(one[name].clock for name in job) / one["field"].clock for one in rounds)
        here = {
            "field's validator, here (s, processor s)": seconds("field"),
            "check / field's validator, here": round(ratio, 2),
        }
    return {
        "files in the set / taken": f"{len(files)} / {first['files']}",
        "rows in": f"{first['rows']:,}",
        "rules declared for them": first["rules"],
        "findings, in rows": f"{first['found']:,}",
        "start-up, apart (s, processor s)": f"{start_up.clock:.2f} ({start_up.processor:.2f})",
        "pandas alone, read (s, processor s)": seconds("pandas"),
        "DuckDB alone, to Parquet (s, processor s)": seconds("duckdb"),
        "take in: check and keep (s, processor s)": seconds("taken in"),
        "rules across files (s, processor s)": seconds("across"),
        "check, both (s, processor s)": seconds(*job),
        "the rest of the build: figures (s, processor s)": seconds("figures"),
        "fastest check of the rounds (s)": f"{min(sum(one[name].clock for name in job) for one in rounds):.2f}",
        "field's validator, published (s)": FIELD_SECONDS,
        "check / field's validator, published": round(median("clock", *job) / FIELD_SECONDS, 2),
        **here,
        "check / DuckDB alone": round(median("clock", *job) / median("clock", "duckdb"), 1),
        "peak memory (MB)": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
        "rounds": len(rounds),
    }


if __name__ == "__main__":
    sys.exit(main())
