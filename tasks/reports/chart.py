"""A trend as a small line chart that scales, prints and can be read aloud.

Called by: tasks.reports.page, once per indicator.
Promises:  the same points give the same markup; a period without a figure is a gap in the line, never a zero.
Never:     fetches anything, runs a script or shows a value without the words for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape
from itertools import pairwise

from tasks.reports.axes import (
    BOTTOM,
    HEIGHT,
    LABEL_ROOM,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Scale,
    Spot,
    at,
    grid,
    last_figure,
    line,
    periods,
    scale_of,
    spots_of,
)
from warehouse.display import printed
from warehouse.pack import Point

_MOST_GAPS_NAMED = 4


def trend_svg(points: Sequence[Point], target: Fraction | None, title: str, unit: str, better: str) -> str:
    """Draw the trend of one indicator against its target, as SVG markup.

    Unit: `target` and the points' values in `unit`.
    Trap: the vertical axis need not start at nought; its labels say where it does.
    """
    alternative = escape(f"Line chart. {title}. {describe(points, target, unit, better)}", quote=True)
    opening = f'<svg class="chart" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" aria-label="{alternative}">'
    values = [point.value for point in points if point.value is not None]
    if not values:
        message = f'<text class="ch-none" x="{WIDTH // 2}" y="{HEIGHT // 2}">No figures yet</text>'
        return f"{opening}{message}</svg>"
    scale = scale_of([*values, *([] if target is None else [target])], unit)
    spots = spots_of(points, scale)
    parts = [
        *_target_shade(target, scale, better),
        *grid(scale, unit),
        *periods(points),
        *_target_line(target, scale, unit),
        *line(spots),
        *_markers(spots),
        *_labels(spots),
    ]
    return f"{opening}{''.join(parts)}</svg>"


def describe(points: Sequence[Point], target: Fraction | None, unit: str, better: str) -> str:
    """Return in words what the chart shows: the latest figure, the extremes and the gaps."""
    known = [(point, point.value) for point in points if point.value is not None]
    if not known:
        return "No figures yet."
    last, value = known[-1]
    highest, lowest = max(known, key=lambda pair: pair[1])[0], min(known, key=lambda pair: pair[1])[0]
    sentences = [f"{points[0].label} to {points[-1].label}; {better or 'neither higher nor lower'} is better."]
    sentences.append(f"Latest figure {last.printed} in {last.label}{_beside_target(value, target, unit)}.")
    if len(known) > 1:
        sentences.append(
            f"Highest {highest.printed} in {highest.label}, lowest {lowest.printed} in {lowest.label}."
            if lowest.value != highest.value
            else f"All {len(known)} figures are {last.printed}."
        )
    missing = [point.label for point in points if point.value is None]
    if missing:
        named = ", ".join(missing) if len(missing) <= _MOST_GAPS_NAMED else f"{len(missing)} of {len(points)} periods"
        sentences.append(f"No figure for {named}.")
    return " ".join(sentences)


def _beside_target(value: Fraction, target: Fraction | None, unit: str) -> str:
    if target is None:
        return ", with no target"
    goal = printed(target, 2, unit)
    if value == target:
        return f", on the target of {goal}"
    return f", {'above' if value > target else 'below'} the target of {goal}"


def _target_shade(target: Fraction | None, scale: Scale, better: str) -> list[str]:
    if target is None or better not in ("higher", "lower"):
        return []
    edge = scale.y(target)
    top, bottom = (Fraction(TOP), edge) if better == "higher" else (edge, Fraction(BOTTOM))
    place = f'x="{LEFT}" y="{at(top)}" width="{RIGHT - LEFT}" height="{at(bottom - top)}"'
    return [f'<rect class="ch-good" {place}/>']


def _target_line(target: Fraction | None, scale: Scale, unit: str) -> list[str]:
    if target is None:
        return []
    y = scale.y(target)
    return [
        f'<path class="ch-target" d="M{LEFT} {at(y)}H{RIGHT}"/>',
        f'<text class="ch-goal" x="{RIGHT + 5}" y="{at(y - 2)}">Target</text>',
        f'<text class="ch-goal" x="{RIGHT + 5}" y="{at(y + 13)}">{escape(printed(target, 2, unit))}</text>',
    ]


def _markers(spots: Sequence[Spot]) -> list[str]:
    last = spots[-1]
    small = [f'<circle class="ch-dot" cx="{at(spot.x)}" cy="{at(spot.y)}" r="3"/>' for spot in spots[:-1]]
    return [*small, f'<circle class="ch-last" cx="{at(last.x)}" cy="{at(last.y)}" r="5"/>']


def _labels(spots: Sequence[Spot]) -> list[str]:
    """Print values beside their points: all where there is room, else the latest, the highest and the lowest."""
    wanted = [spots[-1], min(spots, key=lambda spot: spot.y), max(spots, key=lambda spot: spot.y)]
    if all(after.x - before.x >= LABEL_ROOM for before, after in pairwise(spots)):
        wanted = list(reversed(spots))
    shown: list[Spot] = []
    for spot in wanted:
        if all(abs(spot.x - other.x) >= LABEL_ROOM for other in shown):
            shown.append(spot)
    parts = []
    for spot in sorted(shown, key=lambda spot: spot.index):
        near = [other.y for other in spots if 0 < abs(other.index - spot.index) <= 1]
        is_dip = bool(near) and all(spot.y >= y for y in near)
        y = spot.y + 19 if is_dip and spot.y + 22 <= BOTTOM else spot.y - 10
        words = f'<text class="ch-value" x="{at(spot.x)}" y="{at(y)}">{escape(spot.text)}</text>'
        parts.append(last_figure(spot, y) if spot is spots[-1] else words)
    return parts
