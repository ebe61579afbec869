"""How often the 80 % interval of the outlook held the real year, by months left; and what its chances were worth.

usage: python -m bench.outlook [--indicators 100] [--json FILE]

The indicators are simulated with seasons, half of them with a slow drift: counts, shares of cases, positions and shares
that are positions, a quarter each, three years before the year that is foretold. The level to keep is 70 to 90 in 100.
The chance of a target is tried with targets between a tenth below and a tenth above what the year came to: of all
targets that were given one chance in five to be met, about one in five should have been.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.warehouse.seasonal_years import foretold, indicators, scale_of
from warehouse.outlook import Goal, outlook

SEED = 2_026
LEAST_PCT, MOST_PCT = 70, 90
_TENTHS = [Fraction(tenth, 100) for tenth in range(90, 111, 4)]


def main() -> int:
    """Print coverage by months left and by kind; fails where all together are outside the level."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--indicators", type=int, default=100)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    held: dict[Any, list[bool]] = defaultdict(list)
    chances: dict[int, list[bool]] = defaultdict(list)
    for measured, months in indicators(SEED, asked.indicators // 4):
        for left in range(1, 12):
            said, was = foretold(measured, months, left)
            if said.low is None or said.high is None or was is None:
                continue
            inside = said.low <= was <= said.high
            for group in (left, measured, "all"):
                held[group].append(inside)
            goal = Goal(was * _TENTHS[(left + len(held["all"])) % len(_TENTHS)], "higher")
            chance = outlook(months[: len(months) - left], 12 - left, measured, scale_of(measured), goal).chance
            chances[int((chance or 0) * 5)].append(was >= goal.target)
    coverage = {str(group): 100 * sum(found) / len(found) for group, found in held.items()}
    print("Real years within the 80 % interval, in 100")
    for group, share in coverage.items():
        name = f"{group} month{'' if group == '1' else 's'} left" if group.isdigit() else group
        print(f"{name:<20}{share:>6.1f}  of {len(held[int(group) if group.isdigit() else group])}")
    print("Targets met, by the chance that they were given")
    for fifth, met in sorted(chances.items()):
        given = f"{20 * fifth} to {20 * fifth + 20} %" if fifth < 5 else "certain"
        print(f"{given:<20}{100 * sum(met) / len(met):>6.1f}  of {len(met)}")
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps(coverage, indent=1) + "\n")
    return int(not LEAST_PCT <= coverage["all"] <= MOST_PCT)


if __name__ == "__main__":
    sys.exit(main())
