"""Time the commands that people type and wait for, as whole processes, on the demo's store.

usage: python -m bench.commands [--home outturn-home] [--runs 5] [--json FILE]

Run `make demo` first: status and explain read what it made. The median of several runs is printed; none of
these commands imports Prefect, Great Expectations or pandas, which a test protects.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

COMMANDS = ("--help", "status", "explain FD-CONT-EH 2020-21-Q2")


def main() -> int:
    """Time each command and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", default="outturn-home")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    if not Path(asked.home).is_dir():
        print(f"there is no store at {asked.home}; run first: make demo", file=sys.stderr)
        return 2
    report = {f"outturn {words} (s)": median_seconds(asked.home, words, asked.runs) for words in COMMANDS}
    print("\n".join(f"{name:<46}{value}" for name, value in report.items()))
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(report, indent=1) + "\n")
    return 0


def median_seconds(home: str, words: str, runs: int) -> float:
    """Return the median of several whole runs, after one that does not count."""
    command = [sys.executable, "-m", "deployments.cli", "--home", home, *words.split()]
    taken = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - started)
    return round(statistics.median(taken[1:]), 2)


if __name__ == "__main__":
    sys.exit(main())
