"""The frame of a line chart: its axes, where a point stands on them, and the line through the points.

Called by: tasks.reports.chart and tasks.reports.control_chart.
Promises:  the same points give the same markup; a period without a figure is a gap in the line, never a zero.
Never:     draws what lies outside the frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from itertools import pairwise

from warehouse.display import printed
from warehouse.pack import Point

WIDTH, HEIGHT = 440, 236
LEFT, RIGHT, TOP, BOTTOM = 50, 380, 26, 190
LABEL_ROOM = 58
"""Least distance between two value labels; years under the axis need a little more."""
_SHORT = 4
_NICE_STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5), Fraction(10))


@dataclass(frozen=True, slots=True)
class Scale:
    """The vertical axis: its ends, and the distance between its lines."""

    low: Fraction
    high: Fraction
    step: Fraction

    def y(self, value: Fraction) -> Fraction:
        """Return how far down a value stands."""
        return BOTTOM - (value - self.low) / (self.high - self.low) * (BOTTOM - TOP)

    @property
    def ticks(self) -> list[Fraction]:
        """Return the values at which the axis has a line, upwards."""
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * n for n in range(count + 1)]


@dataclass(frozen=True, slots=True)
class Spot:
    """A point that has a figure, with its place on the chart."""

    index: int
    x: Fraction
    y: Fraction
    text: str


def scale_of(values: Sequence[Fraction], unit: str) -> Scale:
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
    return Scale(high - -(-(high - low) // step) * step, high, step)


def spots_of(points: Sequence[Point], scale: Scale) -> list[Spot]:
    """Place each point that has a figure."""
    return [
        Spot(index, place(index, len(points)), scale.y(point.value), point.printed)
        for index, point in enumerate(points)
        if point.value is not None
    ]


def grid(scale: Scale, unit: str) -> list[str]:
    """Draw the lines of the vertical axis with their numbers."""
    parts = []
    for tick in scale.ticks:
        y = scale.y(tick)
        parts.append(f'<path class="ch-grid" d="M{LEFT} {at(y)}H{RIGHT}"/>')
        parts.append(f'<text class="ch-tick" x="{LEFT - 7}" y="{at(y + 4)}">{escape(printed(tick, 4, unit))}</text>')
    return parts


def periods(points: Sequence[Point]) -> list[str]:
    """Label the horizontal axis: quarter or month under its point, the year once under its first."""
    count = len(points)
    room = 34
    spacing = place(1, count) - place(0, count) if count > 1 else Fraction(room)
    every = -(-Fraction(room) // spacing)
    parts, starts = [], []
    for index, point in enumerate(points):
        name, _, year = point.label.rpartition(" ")
        if (count - 1 - index) % every == 0:
            shown = escape(name[:3] if len(name) > 3 and name.isalpha() else name or year)
            parts.append(f'<text class="ch-period" x="{at(place(index, count))}" y="{BOTTOM + 19}">{shown}</text>')
        if name and (not index or year != points[index - 1].label.rpartition(" ")[2]):
            starts.append((place(index, count), year))
    for (x, year), (next_x, _) in pairwise([*starts, (Fraction(10 * WIDTH), "")]):
        if next_x - x >= LABEL_ROOM:
            parts.append(f'<text class="ch-period" x="{at(x)}" y="{BOTTOM + 36}">{escape(year)}</text>')
    return parts


def line(spots: Sequence[Spot]) -> list[str]:
    """Join neighbouring figures; where a period has none the line stops and starts again."""
    joins = [
        f"{'M' if not before or spot.index != before.index + 1 else 'L'}{at(spot.x)} {at(spot.y)}"
        for before, spot in zip([None, *spots], spots, strict=False)
    ]
    return [f'<path class="ch-line" d="{"".join(joins)}"/>']


def last_figure(spot: Spot, y: Fraction) -> str:
    """Print the latest figure, so that a long one does not lie over the names of the lines beside the frame."""
    kind, x = ("", spot.x) if len(spot.text) <= _SHORT else (" ch-ends", Fraction(RIGHT))
    return f'<text class="ch-value ch-latest{kind}" x="{at(x)}" y="{at(y)}">{escape(spot.text)}</text>'


def place(index: int, count: int) -> Fraction:
    """Return how far to the right the point of a number among so many stands."""
    inset = 20
    if count == 1:
        return Fraction(LEFT + RIGHT, 2)
    return LEFT + inset + Fraction(index * (RIGHT - LEFT - 2 * inset), count - 1)


def at(place: Fraction | int) -> str:
    """Print a coordinate to one place, the same on every machine."""
    tenths = (place.numerator * 20 + place.denominator) // (2 * place.denominator)
    whole, rest = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}{f'.{rest}' if rest else ''}"


def _nice_step(least: Fraction) -> Fraction:
    power = Fraction(1)
    while power > least:
        power /= 10
    while power * 10 <= least:
        power *= 10
    return next(power * step for step in _NICE_STEPS if power * step >= least)
