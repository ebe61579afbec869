"""The small job of the peers, written as an Outturn council: 15 CSV extracts, 10 checks, 10 indicators, a rating.

usage: python -m bench.small_job [--rows 50000] [--runs 3] [--json FILE]

Three months of five authorities' case lists (about 50,000 rows, windows-1252, with planted faults) come
as fifteen councils' files. Outturn does more than the peers do with them: quarantine, tokens, findings with
counts, accounting of every row, frozen manifests. The same job in plain pandas, by the script a data analyst
would write, runs in turn in the same process and over the same files. Start-up is timed apart for both.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from bench.monthly_run import warm_up
from expectations.checking import check_batch
from expectations.contract import CodeList, Column, Extract, Rule
from expectations.formats.sheet import read_tables
from expectations.headers import Recogniser
from expectations.staging import Incoming
from expectations.tokens import Tokeniser, new_key
from tasks.store import Store
from warehouse.periods import Month
from warehouse.rating import RatingInput, rate

AUTHORITIES = tuple(f"E{n:08d}" for n in range(1, 6))
MONTHS = tuple(Month(f"2025-0{n}") for n in (1, 2, 3))
_DECISION = CodeList("decision", {"Y": "Yes", "N": "No", "P": "Part"})
_TYPE = CodeList("case type", {name: name.title() for name in ("ASSESS", "PLAN", "REVIEW", "APPEAL", "TRANSFER")})

CASES = Extract(
    name="cases",
    title="Cases",
    kind="events",
    key=("case_id",),
    dated_by="opened_on",
    columns=(
        Column("case_id", "VARCHAR", "case_id", "The case.", required=True, identifies="case"),
        Column(
            "authority_code", "VARCHAR", "authority_code", "Whose case.", required=True, aliases=("authority name",)
        ),
        Column("case_type_code", "VARCHAR", "case_type", "What kind.", required=True, codes=_TYPE),
        Column("opened_on", "DATE", "opened", "Day opened.", required=True),
        Column("closed_on", "DATE", "closed", "Day closed, blank while open."),
        Column("due_on", "DATE", "due", "Day due.", required=True),
        Column("decision_code", "VARCHAR", "decision", "Decision.", codes=_DECISION),
        Column("cost", "DECIMAL", "cost", "Cost in pounds.", required=True),
    ),
    rules=(
        Rule("S1", "Closed before it was opened", "reject_row", "closed_on < opened_on", "Negative durations."),
        Rule("S2", "Cost out of range", "reject_row", "cost NOT BETWEEN 0 AND 100000", "Totals."),
        Rule(
            "S3",
            "Authority is not a code",
            "reject_row",
            "NOT regexp_full_match(authority_code, 'E\\d{8}')",
            "Whose case.",
        ),
    ),
)
_INDICATORS = """
SELECT authority_code, quarter(opened_on) AS quarter, count(*) AS opened, count(closed_on) AS closed,
       count(*) - count(closed_on) AS open_now, median(closed_on - opened_on) AS median_days,
       quantile_cont(closed_on - opened_on, 0.9) AS p90_days,
       count(*) FILTER (WHERE closed_on <= due_on) AS on_time,
       count(*) FILTER (WHERE decision_code = 'Y') AS decided_yes,
       count(*) FILTER (WHERE case_type_code = 'APPEAL') AS appeals,
       sum(cost) AS cost_total, sum(cost) / count(*) AS cost_mean
FROM read_parquet($paths) GROUP BY ALL ORDER BY ALL
"""


def main() -> int:
    """Write the files once, then run both jobs in turn and print medians and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="outturn-bench-") as folder:
        landing = write_files(Path(folder) / "landing", asked.rows)
        start_up = warm_up()
        began = time.perf_counter()
        import pandas  # noqa: F401 - its import is the other job's start-up

        pandas_start_up = time.perf_counter() - began
        ours, theirs, counts = [], [], {}
        for number in range(asked.runs):
            seconds, counts = timed(outturn_job, landing, Path(folder) / f"store-{number}")
            ours.append(seconds)
            theirs.append(timed(pandas_job, landing, Path(folder) / f"plain-{number}")[0])
    report = {
        "rows in / loaded / quarantined": " / ".join(f"{counts[k]:,}" for k in ("rows_in", "loaded", "quarantined")),
        "indicator rows, rated": counts["rated"],
        "start-up, apart (s)": round(start_up, 2),
        "job (s)": round(statistics.median(ours), 2),
        "plain pandas: start-up, apart (s)": round(pandas_start_up, 2),
        "plain pandas: job (s)": round(statistics.median(theirs), 2),
        "job / plain pandas": round(statistics.median(a / b for a, b in zip(ours, theirs, strict=True)), 2),
        "peak memory of both (MB)": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
        "rounds": asked.runs,
    }
    print("\n".join(f"{name:<36}{value}" for name, value in report.items()))
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(report, indent=1) + "\n")
    return 0


def timed(job: Any, landing: Path, out: Path) -> tuple[float, dict[str, int]]:
    """Return how long a job took and what it counted."""
    out.mkdir()
    started = time.perf_counter()
    counts = job(landing, out)
    return time.perf_counter() - started, counts


def write_files(landing: Path, rows: int) -> Path:
    """Write fifteen windows-1252 CSV files with planted faults, the same on every run."""
    chance = random.Random(42)
    landing.mkdir()
    for n in range(15):
        authority, month = AUTHORITIES[n % 5], MONTHS[n // 5]
        with (landing / f"{authority}_{month}.csv").open("w", newline="", encoding="cp1252") as file:
            writer = csv.writer(file)
            writer.writerow([column.header for column in CASES.columns])
            writer.writerows(_case(chance, authority, month, (n, i)) for i in range(rows // 15))
    return landing


def _case(chance: random.Random, authority: str, month: Month, place: tuple[int, int]) -> list[str]:
    file, line = place
    opened = month.starts_on + timedelta(days=chance.randrange(28))
    closed = opened + timedelta(days=chance.randrange(1, 200)) if chance.random() < 0.7 else None
    row = [
        f"{authority[-2:]}{file:02d}{line:07d}", authority, chance.choice(list(_TYPE.codes)), _day(opened),
        _day(closed),
        _day(opened + timedelta(days=140)), chance.choice("YNP") if closed else "", f"{chance.uniform(0, 20000):.2f}",
    ]  # fmt: skip
    fault = chance.random()
    if fault < 0.001:
        row[2] = "unknowné"
    elif fault < 0.002:
        row[3] = "31/02/2025"
    elif fault < 0.003:
        row[7] = "-1"
    elif fault < 0.004 and closed:
        row[4] = "01/01/2024"
    elif fault < 0.005 and line:
        row[0] = f"{authority[-2:]}{file:02d}{0:07d}"
    return row


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def outturn_job(landing: Path, out: Path) -> dict[str, int]:
    """Recognise, check, keep and measure, with the product's own functions and this bench's contract."""
    recogniser = Recogniser({"cases": CASES}, {})
    counts = {"rows_in": 0, "loaded": 0, "quarantined": 0}
    with Store.open(out).scratch("bench") as scratch, duckdb.connect() as connection:
        incoming = []
        for number, path in enumerate(sorted(landing.glob("*.csv"))):
            month = Month(path.stem[-7:])
            (sheet,) = read_tables(path, scratch, recogniser.known_headers).sheets
            found = recogniser.find(sheet.first_rows, path.name)
            if found is None:
                raise AssertionError(f"{path.name} was not recognised")
            incoming.append(Incoming(number, str(month), month.starts_on, month.ends_on, path.name, found, sheet))
        verdicts = check_batch(
            connection, CASES, incoming, Tokeniser(new_key()), frozenset(a.casefold() for a in AUTHORITIES)
        )
        columns = ", ".join(column.name for column in CASES.columns)
        for number, verdict in verdicts.items():
            for name in counts:
                counts[name] += getattr(verdict.accounting, name)
            connection.execute(
                f"COPY (SELECT row_number, {columns} FROM checked WHERE delivery_no = {number} AND NOT is_rejected) "
                f"TO '{out / str(number)}.parquet' (FORMAT parquet, COMPRESSION zstd)"
            )
        paths = [str(path) for path in sorted(out.glob("*.parquet"))]
        rows = connection.execute(_INDICATORS, {"paths": paths}).fetchall()
    ratings = [_rated(row[7], row[3]) for row in rows]
    (out / "indicators.csv").write_text(
        "\n".join(",".join(map(str, row)) + f",{r}" for row, r in zip(rows, ratings, strict=True))
    )
    return counts | {"rated": len(ratings)}


def _rated(on_time: int, closed: int) -> str:
    given = RatingInput(Fraction(100 * on_time, closed), Fraction(80), Fraction(25), "higher", unit="percent")
    return rate("target_tolerance", given).colour or ""


def pandas_job(landing: Path, out: Path) -> Mapping[str, int]:
    """The same checks and indicators as a data analyst would write them: no quarantine, tokens or findings."""
    import pandas as pd

    frames = [
        pd.read_csv(path, encoding="cp1252", dtype=str).assign(file=path.name) for path in sorted(landing.glob("*.csv"))
    ]
    cases = pd.concat(frames, ignore_index=True)
    days = {
        name: pd.to_datetime(cases[name], format="%d/%m/%Y", errors="coerce") for name in ("opened", "closed", "due")
    }
    cost = pd.to_numeric(cases["cost"], errors="coerce")
    broken = pd.DataFrame(
        {
            "case_id_missing": cases.case_id.isna(),
            "case_id_repeated": cases.case_id.duplicated(keep="first"),
            "type_unknown": ~cases.case_type.isin(list(_TYPE.codes)),
            "opened_invalid": days["opened"].isna(),
            "closed_invalid": cases.closed.notna() & days["closed"].isna(),
            "closed_first": days["closed"] < days["opened"],
            "decision_unknown": cases.decision.notna() & ~cases.decision.isin(["Y", "N", "P"]),
            "cost_range": ~cost.between(0, 100000),
            "authority_format": ~cases.authority_code.str.fullmatch(r"E\d{8}"),
            "due_missing": days["due"].isna(),
        }
    )
    found = [cases.loc[flags, ["file", "case_id"]].assign(rule=name) for name, flags in broken.items()]
    pd.concat(found).to_csv(out / "exceptions.csv", index=False)
    kept = cases.assign(
        days=(days["closed"] - days["opened"]).dt.days, on_time=days["closed"] <= days["due"], cost_n=cost
    )
    kept = kept.assign(quarter=days["opened"].dt.quarter, closed_day=days["closed"])[~broken.any(axis=1)]
    groups = kept.groupby(["authority_code", "quarter"])
    result = pd.DataFrame(
        {
            "opened": groups.size(),
            "closed": groups.closed_day.count(),
            "median_days": groups.days.median(),
            "p90_days": groups.days.quantile(0.9),
            "pct_on_time": groups.on_time.sum() / groups.closed_day.count(),
            "decided_yes": groups.decision.apply(lambda s: (s == "Y").sum()),
            "appeals": groups.case_type.apply(lambda s: (s == "APPEAL").sum()),
            "cost_total": groups.cost_n.sum(),
            "cost_mean": groups.cost_n.mean(),
        }
    )
    result["rag"] = pd.cut(result.pct_on_time, [-1, 0.6, 0.8, 2], labels=["RED", "AMBER", "GREEN"], right=False)
    result.to_csv(out / "indicators.csv")
    return {}


if __name__ == "__main__":
    sys.exit(main())
