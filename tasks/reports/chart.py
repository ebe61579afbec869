"""A trend as a small line chart that scales, prints and can be read aloud.

Called by: tasks.reports.page, once per indicator.
Promises:  the same points give the same markup; a period without a figure is a gap in the line, never a zero.
Never:     fetches anything, runs a script or shows a value without the words for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from itertools import pairwise

from warehouse.display import printed
from warehouse.pack import Point

_WIDTH, _HEIGHT = 440, 236
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 380, 26, 190
_LABEL_ROOM = 58
"""Least distance between two value labels; years under the axis need a little more."""
_NICE_STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))
_MOST_GAPS_NAMED = 4


@dataclass(frozen=True, slots=True)
class _Scale:
    """The vertical axis: its ends, and the distance between its lines."""

    low: Fraction
    high: Fraction
    step: Fraction

    def y(self, value: Fraction) -> Fraction:
        return _BOTTOM - (value - self.low) / (self.high - self.low) * (_BOTTOM - _TOP)

    @property
    def ticks(self) -> list[Fraction]:
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * n for n in range(count + 1)]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A point that has a figure, with its place on the chart."""

    index: int
    x: Fraction
    y: Fraction
    text: str


def trend_svg(points: Sequence[Point], target: Fraction | None, title: str, unit: str, better: str) -> str:
    """Draw the trend of one indicator against its target, as SVG markup.

    Unit: `target` and the points' values in `unit`.
    Trap: the vertical axis need not start at nought; its labels say where it does.
    """
    alternative = escape(f"Line chart. {title}. {describe(points, target, unit, better)}", quote=True)
    opening = f'<svg class="chart" role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-label="{alternative}">'
    values = [point.value for point in points if point.value is not None]
    if not values:
        message = f'<text class="ch-none" x="{_WIDTH // 2}" y="{_HEIGHT // 2}">No figures yet</text>'
        return f"{opening}{message}</svg>"
    scale = _scale([*values, *([] if target is None else [target])], unit)
    spots = _spots(points, scale)
    parts = [
        *_target_shade(target, scale, better),
        *_grid(scale, unit),
        *_periods(points),
        *_target_line(target, scale, unit),
        *_line(spots),
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
    sentences = [f"{points[0].label} to {points[-1].label}; {better} is better."]
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


def _scale(values: Sequence[Fraction], unit: str) -> _Scale:
    """Return an axis with three to six lines at round numbers that holds every value."""
    lowest, highest = min(values), max(values)
    span = highest - lowest or max(abs(highest) / 5, Fraction(1))
    step = _nice_step(span * Fraction(3, 10))
    if unit == "count":
        step = max(step, Fraction(1))
    elif unit == "percent":
        step = max(step, Fraction(1, 100))
    low = (lowest - span / 12) // step * step
    high = -(-(highest + span / 12) // step) * step
    if lowest >= 0:
        low = max(low, Fraction(0))
    if unit == "percent" and highest <= 100:
        high = min(high, Fraction(100))
    if high - low < step:
        low -= step
    # Clamped ends may leave the height no whole number of steps.
    return _Scale(high - -(-(high - low) // step) * step, high, step)


def _nice_step(least: Fraction) -> Fraction:
    power = Fraction(1)
    while power > least:
        power /= 10
    while power * 10 <= least:
        power *= 10
    return next(power * step for step in _NICE_STEPS if power * step >= least)


def _x(index: int, count: int) -> Fraction:
    inset = 20
    if count == 1:
        return Fraction(_LEFT + _RIGHT, 2)
    return _LEFT + inset + Fraction(index * (_RIGHT - _LEFT - 2 * inset), count - 1)


def _spots(points: Sequence[Point], scale: _Scale) -> list[_Spot]:
    return [
        _Spot(index, _x(index, len(points)), scale.y(point.value), point.printed)
        for index, point in enumerate(points)
        if point.value is not None
    ]


def _target_shade(target: Fraction | None, scale: _Scale, better: str) -> list[str]:
    if target is None or better not in ("higher", "lower"):
        return []
    edge = scale.y(target)
    top, bottom = (Fraction(_TOP), edge) if better == "higher" else (edge, Fraction(_BOTTOM))
    place = f'x="{_LEFT}" y="{_at(top)}" width="{_RIGHT - _LEFT}" height="{_at(bottom - top)}"'
    return [f'<rect class="ch-good" {place}/>']


def _grid(scale: _Scale, unit: str) -> list[str]:
    parts = []
    for tick in scale.ticks:
        y = scale.y(tick)
        parts.append(f'<path class="ch-grid" d="M{_LEFT} {_at(y)}H{_RIGHT}"/>')
        parts.append(f'<text class="ch-tick" x="{_LEFT - 7}" y="{_at(y + 4)}">{escape(printed(tick, 4, unit))}</text>')
    return parts


def _target_line(target: Fraction | None, scale: _Scale, unit: str) -> list[str]:
    if target is None:
        return []
    y = scale.y(target)
    return [
        f'<path class="ch-target" d="M{_LEFT} {_at(y)}H{_RIGHT}"/>',
        f'<text class="ch-goal" x="{_RIGHT + 5}" y="{_at(y - 2)}">Target</text>',
        f'<text class="ch-goal" x="{_RIGHT + 5}" y="{_at(y + 13)}">{escape(printed(target, 2, unit))}</text>',
    ]


def _periods(points: Sequence[Point]) -> list[str]:
    """Label the horizontal axis: quarter or month under its point, the year once under its first."""
    count = len(points)
    room = 34
    spacing = _x(1, count) - _x(0, count) if count > 1 else Fraction(room)
    every = -(-Fraction(room) // spacing)
    parts, starts = [], []
    for index, point in enumerate(points):
        name, _, year = point.label.rpartition(" ")
        if (count - 1 - index) % every == 0:
            shown = escape(name[:3] if len(name) > 3 and name.isalpha() else name or year)
            parts.append(f'<text class="ch-period" x="{_at(_x(index, count))}" y="{_BOTTOM + 19}">{shown}</text>')
        if name and (not index or year != points[index - 1].label.rpartition(" ")[2]):
            starts.append((_x(index, count), year))
    for (x, year), (next_x, _) in pairwise([*starts, (Fraction(10 * _WIDTH), "")]):
        if next_x - x >= _LABEL_ROOM:
            parts.append(f'<text class="ch-period" x="{_at(x)}" y="{_BOTTOM + 36}">{escape(year)}</text>')
    return parts


def _line(spots: Sequence[_Spot]) -> list[str]:
    """Join neighbouring figures; where a period has none the line stops and starts again."""
    joins = [
        f"{'M' if not before or spot.index != before.index + 1 else 'L'}{_at(spot.x)} {_at(spot.y)}"
        for before, spot in zip([None, *spots], spots, strict=False)
    ]
    return [f'<path class="ch-line" d="{"".join(joins)}"/>']


def _markers(spots: Sequence[_Spot]) -> list[str]:
    last = spots[-1]
    small = [f'<circle class="ch-dot" cx="{_at(spot.x)}" cy="{_at(spot.y)}" r="3"/>' for spot in spots[:-1]]
    return [*small, f'<circle class="ch-last" cx="{_at(last.x)}" cy="{_at(last.y)}" r="5"/>']


def _labels(spots: Sequence[_Spot]) -> list[str]:
    """Print values beside their points: all where there is room, else the latest, the highest and the lowest."""
    wanted = [spots[-1], min(spots, key=lambda spot: spot.y), max(spots, key=lambda spot: spot.y)]
    if all(after.x - before.x >= _LABEL_ROOM for before, after in pairwise(spots)):
        wanted = list(reversed(spots))
    shown: list[_Spot] = []
    for spot in wanted:
        if all(abs(spot.x - other.x) >= _LABEL_ROOM for other in shown):
            shown.append(spot)
    parts = []
    for spot in sorted(shown, key=lambda spot: spot.index):
        near = [other.y for other in spots if 0 < abs(other.index - spot.index) <= 1]
        is_dip = bool(near) and all(spot.y >= y for y in near)
        y = spot.y + 19 if is_dip and spot.y + 22 <= _BOTTOM else spot.y - 10
        kind = "ch-value ch-latest" if spot is spots[-1] else "ch-value"
        parts.append(f'<text class="{kind}" x="{_at(spot.x)}" y="{_at(y)}">{escape(spot.text)}</text>')
    return parts


def _at(place: Fraction | int) -> str:
    """Print a coordinate to one place, the same on every machine."""
    tenths = (Fraction(place) * 20 + 1) // 2
    whole, rest = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}{f'.{rest}' if rest else ''}"
