"""The months of an indicator by themselves, with mean and limits, and the word for the latest: a control chart.

Called by: tasks.reports.page, once per indicator that has a reading.
Promises:  the word, the lines and the re-bases that are drawn are all said in the alternative text and the caption;
           no meaning is told by colour alone; the same reading gives the same markup.
Never:     judges: mean, limits and word are those of the reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from tasks.reports.axes import (
    BOTTOM,
    HEIGHT,
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
    place,
    scale_of,
    spots_of,
)
from tasks.reports.chart import describe
from warehouse.display import printed
from warehouse.monthly import Reading
from warehouse.pack import Point
from warehouse.periods import Month
from warehouse.results import IndicatorResult
from warehouse.signal import Limits, Stretch, possible

MONTHS_SHOWN = 36
"""The latest months; what limits were drawn from may lie before them, and the caption says when that was."""

_ROOM_FOR_WORD = 26
_APART = 17
_LOOKS = {
    "Improving": "improving",
    "Worsening": "worsening",
    "Higher": "moved",
    "Lower": "moved",
    "No significant change": "steady",
    "Too few data": "unread",
}
"""How the latest month looks; a signal is a diamond, no signal a disc, what is not judged a ring."""


@dataclass(frozen=True, slots=True)
class MonthShown:
    """One month in the table below the chart; limits are "" where none are drawn."""

    label: str
    printed: str
    mean: str
    limits: str


def control_svg(reading: Reading, row: IndicatorResult) -> str:
    """Draw the months with the limits that each is held against, as SVG markup; "" where there is no month."""
    months = _months(reading)
    if not months:
        return ""
    points = _points(reading, row, months)
    drawn = [(one, possible(one.limits, row.unit)) for one in _shown(reading, months) if one.limits]
    extremes = [number for one, ends in drawn if one.limits for number in (*ends, one.limits.mean)]
    goal = [] if reading.goal is None else [reading.goal]
    scale = scale_of([p.value for p in points if p.value is not None] + extremes + goal, row.unit)
    spots = spots_of(points, scale)
    word = reading.signal.word
    told = word if word == "Too few data" else f"{word}, {months[-1].label}"
    opening = (
        f'<svg class="chart control" role="img" viewBox="0 {-_ROOM_FOR_WORD} {WIDTH} {HEIGHT + _ROOM_FOR_WORD}" '
        f'aria-label="{escape(_alternative(reading, row, points), quote=True)}">'
    )
    parts = [
        f'<text class="ch-word ch-{_LOOKS[word]}" x="{LEFT}" y="-7">{escape(told)}</text>',
        *grid(scale, row.unit),
        *periods(points),
        *(part for one, ends in drawn if one.limits for part in _limits(one.limits, ends, _span(one, months), scale)),
        *_goal(reading.goal, scale),
        *_rebases(reading, months),
        *line(spots),
        *_markers(spots, word),
        *_names(reading, row, scale),
        _value(spots),
    ]
    return f"{opening}{''.join(parts)}</svg>"


def caption(reading: Reading, row: IndicatorResult) -> list[str]:
    """Return what the lines of the chart stand for, as sentences without full stops."""
    said = ["Each month by itself"]
    latest = reading.stretches[-1] if reading.stretches else None
    if latest and latest.limits:
        low, high = (printed(number, row.decimals, row.unit) for number in possible(latest.limits, row.unit))
        said.append(f"Solid line: mean {printed(latest.limits.mean, row.decimals, row.unit)}")
        said.append(
            f"Dotted lines: limits {low} to {high}, within which chance alone moves a month, "
            f"from {latest.limits.first.label} to {latest.limits.last.label}"
        )
    elif latest:
        said.append(f"No limits are drawn: {latest.why_none}")
    if reading.goal is not None:
        is_part = reading.measured == "count" and row.measure != "monthly_count" and row.annual_target is not None
        goal = printed(reading.goal, row.decimals + 1, row.unit)
        said.append(f"Dashed line: target {goal}{', a twelfth of the year' if is_part else ''}")
    months = _months(reading)
    return [*said, *(f"{mark}: {text}" for mark, text in _rebase_words(reading, months))]


def months_shown(reading: Reading, row: IndicatorResult) -> list[MonthShown]:
    """Return the months of the chart as rows of a table, oldest first."""
    months = _months(reading)
    lines = [(one.first, one.last, _lines(one.limits, row)) for one in reading.stretches]
    found = []
    for month, point in zip(months, _points(reading, row, months), strict=True):
        mean, limits = next((said for first, last, said in lines if first <= month <= last), ("", ""))
        found.append(MonthShown(month.label, point.printed, mean, limits))
    return found


def _lines(limits: Limits | None, row: IndicatorResult) -> tuple[str, str]:
    """Return mean and limits as printed, "" where there are none."""
    if limits is None:
        return "", ""
    low, high = (printed(number, row.decimals, row.unit) for number in possible(limits, row.unit))
    return printed(limits.mean, row.decimals, row.unit), f"{low} to {high}"


def _alternative(reading: Reading, row: IndicatorResult, points: Sequence[Point]) -> str:
    lines = [f"Control chart. {row.title}", f"{reading.signal.word}: {reading.reason}"]
    lines.append(describe(points, reading.goal, row.unit, row.better).rstrip("."))
    return ". ".join([*lines, *caption(reading, row)]) + "."


def _months(reading: Reading) -> tuple[Month, ...]:
    """Return the months that are shown, those without a point between them too."""
    if not reading.points:
        return ()
    return Month.range(reading.points[0].month, reading.points[-1].month)[-MONTHS_SHOWN:]


def _points(reading: Reading, row: IndicatorResult, months: Sequence[Month]) -> list[Point]:
    known = {point.month: point.value for point in reading.points}
    return [
        Point(month.label, known.get(month), printed(known[month], row.decimals, row.unit) if month in known else "N/A")
        for month in months
    ]


def _shown(reading: Reading, months: Sequence[Month]) -> list[Stretch]:
    return [one for one in reading.stretches if one.last >= months[0]]


def _span(one: Stretch, months: Sequence[Month]) -> tuple[Fraction, Fraction]:
    """Return from where to where the lines of a stretch are drawn: half a month beyond its first and last point."""
    count = len(months)
    half = (place(1, count) - place(0, count)) / 2 if count > 1 else Fraction(20)
    first = place(months.index(max(one.first, months[0])), count) - half
    last = place(months.index(one.last), count) + half
    return max(first, Fraction(LEFT)), min(last, Fraction(RIGHT))


def _limits(
    limits: Limits, ends: tuple[Fraction, Fraction], span: tuple[Fraction, Fraction], scale: Scale
) -> list[str]:
    start, stop = span
    return [
        f'<path class="{name}" d="M{at(start)} {at(scale.y(number))}H{at(stop)}"/>'
        for name, number in (("ch-limit", ends[1]), ("ch-mean", limits.mean), ("ch-limit", ends[0]))
    ]


def _goal(goal: Fraction | None, scale: Scale) -> list[str]:
    return [] if goal is None else [f'<path class="ch-target" d="M{LEFT} {at(scale.y(goal))}H{RIGHT}"/>']


def _rebase_words(reading: Reading, months: Sequence[Month]) -> list[tuple[str, str]]:
    """Return the mark and the words of each re-base that is shown."""
    begun = [one for one in reading.stretches if one.rebased and months and one.first >= months[0]]
    numbers = [""] if len(begun) == 1 else [str(n) for n in range(1, len(begun) + 1)]
    return [
        (f"R{number}", f"limits begin anew with {one.first.label}, {one.rebased.rstrip('.')}")
        for number, one in zip(numbers, begun, strict=True)
    ]


def _rebases(reading: Reading, months: Sequence[Month]) -> list[str]:
    begun = [one for one in reading.stretches if one.rebased and one.first >= months[0]]
    parts = []
    for (mark, _), one in zip(_rebase_words(reading, months), begun, strict=True):
        x = _span(one, months)[0]
        parts.append(f'<path class="ch-rebase" d="M{at(x)} {TOP - 8}V{BOTTOM}"/>')
        parts.append(f'<text class="ch-mark" x="{at(x)}" y="{TOP - 11}">{mark}</text>')
    return parts


def _markers(spots: Sequence[Spot], word: str) -> list[str]:
    last, look = spots[-1], _LOOKS[word]
    small = [f'<circle class="ch-dot" cx="{at(spot.x)}" cy="{at(spot.y)}" r="2.5"/>' for spot in spots[:-1]]
    x, y = at(last.x), at(last.y)
    if look in ("steady", "unread"):
        return [*small, f'<circle class="ch-now ch-{look}" cx="{x}" cy="{y}" r="5"/>']
    return [*small, f'<path class="ch-now ch-{look}" d="M{x} {at(last.y - 7)}l7 7l-7 7l-7 -7z"/>']


def _value(spots: Sequence[Spot]) -> str:
    """Print the latest figure above its point, or below it where the line comes from above and there is room."""
    last = spots[-1]
    is_below = len(spots) > 1 and spots[-2].y < last.y and last.y + 24 <= BOTTOM
    y = last.y + 22 if is_below else last.y - 11
    return last_figure(last, y)


def _names(reading: Reading, row: IndicatorResult, scale: Scale) -> list[str]:
    """Name the lines at their right end, each beside its own as far as there is room for all."""
    named = [] if reading.goal is None else [(scale.y(reading.goal), "Target")]
    latest = reading.stretches[-1].limits if reading.stretches else None
    if latest:
        low, high = possible(latest, row.unit)
        named += [(scale.y(high), "Upper"), (scale.y(latest.mean), "Mean"), (scale.y(low), "Lower")]
    placed: list[tuple[Fraction, str]] = []
    for y, name in sorted(named):
        placed.append((max(y, placed[-1][0] + _APART) if placed else y, name))
    # What was pushed down beyond the frame pushes those above it up again.
    floor = Fraction(BOTTOM)
    for n in range(len(placed) - 1, -1, -1):
        placed[n] = (min(placed[n][0], floor), placed[n][1])
        floor = placed[n][0] - _APART
    return [f'<text class="ch-goal" x="{RIGHT + 5}" y="{at(y + 4)}">{name}</text>' for y, name in placed]
