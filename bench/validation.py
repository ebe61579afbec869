"""Time what it costs to judge rows, beside the same predicates as plain DuckDB SQL on the same table.

usage: python -m bench.validation [--rows 200000] [--runs 3] [--json FILE]

Judging is the product's own: duplicates and repeated keys are found, every row is marked by every rule, Great
Expectations runs its suite over the marks, its counts are compared with a second count, files are judged, findings
are made. Reading the files and exchanging identifiers (staging) is left out of both. Plain SQL counts, for each
extract, the rows that break each predicate and the keys that stand twice, and keeps nothing: no mark on a row, no
second count, no finding. Both happen in turn in one process. The unit is a million rows judged by one rule. The
ratio of processor time is steadier where other programs run; the ratio of time favours plain SQL on idle cores,
because Great Expectations works on one.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from bench import monthly_run
from expectations import checking, staging
from expectations import extracts as declared
from expectations.assertions import Assertion, assertions_of
from expectations.contract import Extract
from expectations.formats.sheet import read_tables
from expectations.headers import Recogniser
from expectations.staging import Incoming
from expectations.tokens import Tokeniser
from warehouse.periods import Month


class Timing(NamedTuple):
    """Seconds for one extract, and what was judged in them."""

    judged: float
    plain: float
    judged_cpu: float
    plain_cpu: float
    rows: int
    rules: int

    @property
    def million_rows_and_rules(self) -> float:
        """How much was judged, in the unit that costs are given in."""
        return self.rows * self.rules / 1_000_000


def main() -> int:
    """Write the files once, judge each extract in both ways in turn, and print medians and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="outturn-bench-") as folder:
        landing = Path(folder) / "landing"
        monthly_run.write_files(landing, asked.rows)
        monthly_run.warm_up()
        rounds = [[_one_extract(landing, name) for name in monthly_run.EXTRACTS] for _ in range(asked.runs)]
    report = _summary(rounds)
    print("\n".join(f"{name:<52}{value}" for name, value in report.items()))
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(report, indent=1) + "\n")
    return 0


def _one_extract(landing: Path, name: str) -> Timing:
    extract = declared.load()[name]
    path = landing / f"{name}.csv"
    recogniser = Recogniser(declared.load(), {})
    (sheet,) = read_tables(path, landing, recogniser.known_headers).sheets
    seen = recogniser.find(sheet.first_rows, path.name)
    if seen is None:
        raise SystemExit(f"{name} was not recognised")
    month = Month("2020-09")
    incoming = Incoming(1, str(month), month.starts_on, month.ends_on, path.name, seen, sheet)
    assertions = assertions_of(extract)
    rules = len(assertions) + len(extract.rules_of("file"))
    with duckdb.connect() as connection:
        staged = staging.stage(connection, extract, [incoming], Tokeniser(bytes(range(64))))
        original = checking.stage
        checking.stage = lambda *_: staged
        try:
            started, cpu = time.perf_counter(), time.process_time()
            verdicts = checking.check_batch(connection, extract, [incoming], Tokeniser(bytes(64)), frozenset())
            judged, judged_cpu = time.perf_counter() - started, time.process_time() - cpu
        finally:
            checking.stage = original
        plain, plain_cpu = _plain(connection, extract, assertions)
    return Timing(judged, plain, judged_cpu, plain_cpu, verdicts[1].accounting.rows_in, rules)


def _plain(
    connection: duckdb.DuckDBPyConnection, extract: Extract, assertions: Sequence[Assertion]
) -> tuple[float, float]:
    """Count what breaks each predicate, with one query for rows and one for rows beside the child's others."""
    of_rows = [a.passes_when for a in assertions if a.scope == "row" and "is_repeated_key" not in a.passes_when]
    within = [a.passes_when for a in assertions if a.scope == "child"]
    keys = ", ".join(extract.key)
    window = f"WINDOW child_rows AS (PARTITION BY child_id ORDER BY {extract.sequence}, row_number)"
    queries = [
        f"SELECT {_counts(of_rows)} FROM typed",
        f"SELECT count(*) FROM (SELECT {keys} FROM typed GROUP BY ALL HAVING count(*) > 1)",
    ]
    if within:
        flags = ", ".join(f"({passes}) AS f{n}" for n, passes in enumerate(within))
        counted = _counts([f"f{n}" for n in range(len(within))])
        queries.append(f"SELECT {counted} FROM (SELECT {flags} FROM typed {window})")
    whole = ", ".join(f"({rule.fails_when})" for rule in extract.rules_of("file"))
    if whole:
        queries.append(f"SELECT {whole} FROM typed")
    started, cpu = time.perf_counter(), time.process_time()
    for query in queries:
        connection.execute(query).fetchall()
    return time.perf_counter() - started, time.process_time() - cpu


def _counts(predicates: Sequence[str]) -> str:
    return ", ".join(f"count(*) FILTER (NOT ({predicate}))" for predicate in predicates)


def _summary(rounds: Sequence[Sequence[Timing]]) -> dict[str, Any]:
    judged = statistics.median(sum(t.judged for t in timings) for timings in rounds)
    plain = statistics.median(sum(t.plain for t in timings) for timings in rounds)
    ratio = statistics.median(sum(t.judged for t in ts) / sum(t.plain for t in ts) for ts in rounds)
    ratio_cpu = statistics.median(sum(t.judged_cpu for t in ts) / sum(t.plain_cpu for t in ts) for ts in rounds)
    amount = sum(t.million_rows_and_rules for t in rounds[0])
    return {
        "rows x rules": f"{sum(t.rows for t in rounds[0]):,} x {sum(t.rules for t in rounds[0]) / len(rounds[0]):.1f}",
        "judged (s)": round(judged, 2),
        "plain SQL (s)": round(plain, 2),
        "judged, a million rows and a rule (ms)": round(1000 * judged / amount, 2),
        "plain SQL, a million rows and a rule (ms)": round(1000 * plain / amount, 2),
        "judged / plain SQL": round(ratio, 2),
        "judged / plain SQL, processor time": round(ratio_cpu, 2),
        "rounds": len(rounds),
    }


if __name__ == "__main__":
    sys.exit(main())
