"""How often the signal speaks where nothing has changed: a rate for each rule, and for all together.

usage: python -m bench.signal [--series 20000] [--json FILE]

Each series has 36 months; limits are drawn from the first twelve, and the twelfth and every later point is judged as
the latest of its time. The level to keep is 8 in 100 points of stable series (quality level U-10). Two more tables are
for information: cases so rare that most series are not judged, and positions that keep a part of the last month's
distance, which are stable but not the independent points that the rules suppose.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from tests.warehouse.stable_series import LINGERING, MONTHS, RARE, STABLE, Draw, rules_set_off, series
from warehouse.signal import LOCKED_ON, Rule

HIGHEST_PCT = 8
SEED = 2_026


def main() -> int:
    """Print a line for each kind of series; fails where a stable kind is above the level."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=20_000)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    rules = get_args(Rule)
    report: dict[str, Any] = {"series of each kind": asked.series}
    for title, kinds in (("Stable", STABLE), ("Rare cases", RARE), ("Positions that linger", LINGERING)):
        heads = "".join(f"{rule:>27}" for rule in (*rules, "any"))
        print(f"\n{title}, false signals in 100 points\n{'':<42}{'judged':>8}{heads}")
        for kind, draw in kinds.items():
            report[kind] = line = rates(draw, asked.series)
            shares = "".join(f"{line[rule]:>27.2f}" for rule in rules)
            print(f"{kind:<42}{line['judged']:>7.1f}%{shares}{line['any']:>27.2f}", flush=True)
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(report, indent=1) + "\n")
    return int(any(report[kind]["any"] > HIGHEST_PCT for kind in STABLE))


def rates(draw: Draw, number: int) -> Mapping[str, float]:
    """Return the share of series that are judged, and of all their points those that set off each rule."""
    counts = dict.fromkeys((*get_args(Rule), "any"), 0)
    judged = 0
    for points in series(draw, SEED, number):
        found = rules_set_off(points)
        judged += found is not None
        for rung in found or ():
            counts["any"] += bool(rung)
            for rule in rung:
                counts[rule] += 1
    each = len(MONTHS) - LOCKED_ON + 1
    shares = {rule: 100 * count / (number * each) for rule, count in counts.items()}
    return {"judged": 100 * judged / number, **shares}


if __name__ == "__main__":
    sys.exit(main())
