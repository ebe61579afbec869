"""The control chart a second time: whole numbers only, and one walk along the points with counters.

Promises:  nothing of warehouse.signal is used or imitated; every comparison is multiplied out, so no fraction is left.
"""

from __future__ import annotations

from collections.abc import Sequence

FIRST = 12


def walk(values: Sequence[int]) -> list[set[tuple[str, int]]]:
    """Return, for each point, the rules that it sets off and on which side; the limits come from the first twelve."""
    total = sum(values[:FIRST])
    moved = sum(abs(values[n] - values[n - 1]) for n in range(1, FIRST))
    # Everything times 12 x 11 x 100 x 3: the mean is 3300 sums, a limit 9576 moves away, two thirds of that 6384.
    heights = [39600 * value - 3300 * total for value in values]
    streak, climbing = {1: 0, -1: 0}, {1: 1, -1: 1}
    near = {1: [0, 0], -1: [0, 0]}
    found = []
    for place, height in enumerate(heights):
        rung: set[tuple[str, int]] = set()
        for side in (1, -1):
            tall = height * side
            streak[side] = streak[side] + 1 if tall > 0 else 0
            rises = place > 0 and (height - heights[place - 1]) * side > 0
            climbing[side] = climbing[side] + 1 if rises else 1
            close = int(tall > 6384 * moved)
            if tall > 9576 * moved:
                rung.add(("beyond a limit", side))
            if close and sum(near[side][-2:]) > 0:
                rung.add(("two of three near a limit", side))
            if streak[side] > 6:
                rung.add(("one side of the mean", side))
            if climbing[side] > 6:
                rung.add(("trend", side))
            near[side].append(close)
        found.append(rung)
    return found


def word(rung: set[tuple[str, int]], better: str | None) -> str:
    """Return what a point says, its strongest rule deciding."""
    for rule in ("beyond a limit", "two of three near a limit", "one side of the mean", "trend"):
        for up in (True, False):
            if (rule, 1 if up else -1) in rung:
                named = {"higher": ("Worsening", "Improving"), "lower": ("Improving", "Worsening")}
                return named.get(better or "", ("Lower", "Higher"))[up]
    return "No significant change"


def assurance(values: Sequence[int], better: str, target: int) -> str:
    """Return whether chance alone can carry a point across the target."""
    total = sum(values[:FIRST])
    moved = sum(abs(values[n] - values[n - 1]) for n in range(1, FIRST))
    away = 39600 * target - 3300 * total
    if abs(away) <= 9576 * moved:
        return "hit and miss"
    met = away < 0 if better == "higher" else away > 0
    return "consistently passing" if met else "consistently failing"
