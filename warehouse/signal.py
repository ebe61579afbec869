"""Is the latest month more than noise? Statistical process control on monthly points.

Called by: warehouse.monthly, for each indicator of a report.
Promises:  the four rules and the assurance of the NHS guide "Making Data Count", in exact arithmetic; the judgement
           is of the latest point; where there is none, what is missing.
Never:     draws limits from points before a re-base, nor re-bases without a reason.

The chart is an XmR chart. Its limits stand 2.66 average moving ranges from the mean and are locked on the first twelve
points, so that a slow change cannot widen them. How often the rules speak up where nothing has changed: docs/signal.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from warehouse.display import exact, printed, printed_apart
from warehouse.periods import Month
from warehouse.travel import Better, check_better

Word = Literal["Improving", "Worsening", "Higher", "Lower", "No significant change", "Too few data"]
Rule = Literal["beyond a limit", "two of three near a limit", "one side of the mean", "trend"]
Assurance = Literal["consistently passing", "hit and miss", "consistently failing", ""]

LOCKED_ON = 12
"""Points from which the limits are drawn, and the fewest that are judged."""
FEWEST_CASES = 2
"""A month, on average over those points: below it a stable series sets off the rules too often."""
IN_A_ROW = 7
_MOVING_RANGES = Fraction(266, 100)
_NEAR = Fraction(2, 3)


@dataclass(frozen=True, slots=True)
class MonthlyPoint:
    """One month by itself; months without a figure have no point.

    cases: how many cases decide it, of a share the fewer of those that meet the condition and those that do not; None
           where nobody can tell.
    """

    month: Month
    value: Fraction
    cases: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Rebase:
    """Limits begin anew with a month, because something is known to have changed then."""

    month: Month
    reason: str

    def __post_init__(self) -> None:
        """Refuse a re-base that nobody could defend."""
        if not self.reason.strip():
            raise ValueError(f"limits are not drawn anew from {self.month} without a reason")


@dataclass(frozen=True, slots=True)
class Limits:
    """Mean and limits, from the points of `first` to `last`."""

    mean: Fraction
    lower: Fraction
    upper: Fraction
    first: Month
    last: Month
    rebased: str = ""

    def nearly(self, side: int) -> Fraction:
        """Return what lies two thirds of the way from the mean to the upper (1) or lower (-1) limit."""
        return self.mean + side * (self.upper - self.mean) * _NEAR


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months that are held against the same limits.

    first, last: the first and the last month of it that has a point.
    limits:      drawn from its first points; None where they cannot be, as `why_none` says.
    rebased:     why limits begin anew with it, "" for the first.
    """

    first: Month
    last: Month
    limits: Limits | None
    rebased: str = ""
    why_none: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """A rule that the latest point sets off; `side` is 1 for high or rising, -1 for low or falling."""

    rule: Rule
    side: int


@dataclass(frozen=True, slots=True)
class Signal:
    """What the points say. `causes` begins with the one that decided; `why_none` is said with "Too few data"."""

    word: Word
    latest: MonthlyPoint | None
    limits: Limits | None = None
    causes: tuple[Cause, ...] = ()
    assurance: Assurance = ""
    why_none: str = ""


def judge(
    points: Sequence[MonthlyPoint],
    better: Better | None,
    target: Fraction | None = None,
    rebases: Iterable[Rebase] = (),
) -> Signal:
    """Return what the latest of some monthly points says, and whether the target can be relied on.

    points: oldest first; a month without one is passed over, so that "7 in a row" means 7 figures in a row.
    Unit:   `target` in that of the points.
    Source: NHS England, Making Data Count; quality level U-10.
    Trap:   a point on a limit, on two thirds of the way or on the mean is not beyond it; a target on a limit can be
            missed by chance, so it is hit and miss.
    """
    check_better(better)
    latest = points[-1] if points else None
    based = max((r for r in rebases if latest and r.month <= latest.month), key=lambda r: r.month, default=None)
    kept = [p for p in points if based is None or p.month >= based.month]
    limits, reason = _drawn(kept, based)
    if limits is None:
        return Signal("Too few data", latest, why_none=reason)
    causes = causes_of([exact(p.value) for p in kept], limits)
    return Signal(_word(causes, better), latest, limits, causes, assured(limits, better, target))


def stretches(points: Sequence[MonthlyPoint], rebases: Iterable[Rebase] = ()) -> tuple[Stretch, ...]:
    """Return the months from each re-base to the next with the limits that they draw, oldest first.

    The limits of the last are those that `judge` holds the latest point against.
    """
    begun: dict[Month, Rebase] = {}
    for one in rebases:
        begun.setdefault(one.month, one)
    bases = [None, *(begun[month] for month in sorted(begun))]
    found = []
    for based, following in zip(bases, [*bases[1:], None], strict=True):
        kept = [p for p in points if (based is None or p.month >= based.month)
                and (following is None or p.month < following.month)]  # fmt: skip
        if kept:
            limits, reason = _drawn(kept, based)
            found.append(Stretch(kept[0].month, kept[-1].month, limits, based.reason if based else "", reason))
    return tuple(found)


def limits_of(first: Sequence[MonthlyPoint], rebased: str = "") -> Limits:
    """Return the limits that some points draw."""
    values = [exact(p.value) for p in first]
    mean = sum(values, Fraction(0)) / len(values)
    moving = sum((abs(b - a) for a, b in pairwise(values)), Fraction(0)) / (len(values) - 1)
    reach = _MOVING_RANGES * moving
    return Limits(mean, mean - reach, mean + reach, first[0].month, first[-1].month, rebased)


def causes_of(values: Sequence[Fraction], limits: Limits) -> tuple[Cause, ...]:
    """Return each rule that the last of some values sets off, the strongest first."""
    tests: tuple[tuple[Rule, Callable[[Sequence[Fraction], Limits, int], bool]], ...] = (
        ("beyond a limit", _is_beyond),
        ("two of three near a limit", _is_two_of_three),
        ("one side of the mean", _is_one_sided),
        ("trend", _is_trend),
    )
    return tuple(Cause(rule, side) for rule, holds in tests for side in (1, -1) if holds(values, limits, side))


def assured(limits: Limits, better: Better | None, target: Fraction | None) -> Assurance:
    """Return what chance alone does to a target: always met, always missed, or now one and now the other."""
    if target is None or better is None:
        return ""
    goal = exact(target)
    if limits.lower <= goal <= limits.upper:
        return "hit and miss"
    return "consistently passing" if (goal < limits.lower) == (better == "higher") else "consistently failing"


def because(signal: Signal, unit: str, decimals: int) -> str:
    """Return the reason for a signal's word in one sentence, without its full stop."""
    if signal.limits is None or signal.latest is None:
        return signal.why_none
    limits, latest = signal.limits, signal.latest
    if not signal.causes:
        named = f"{latest.month.label} ({printed(latest.value, decimals, unit)})"
        return f"{named} and the months before it vary no more than they did at first"
    cause = signal.causes[0]
    limit = limits.upper if cause.side > 0 else limits.lower
    against = {"one side of the mean": limits.mean, "two of three near a limit": limits.nearly(cause.side)}
    value, bound = printed_apart(latest.value, against.get(cause.rule, limit), decimals, unit)
    named, side = f"{latest.month.label} ({value})", "above" if cause.side > 0 else "below"
    return {
        "beyond a limit": f"{named} is {side} the {'upper' if cause.side > 0 else 'lower'} limit of {bound}",
        "two of three near a limit": f"{named} and one of the two points before it are {side} {bound}, "
        f"two thirds of the way from the mean to the limit of {printed(limit, decimals, unit)}",
        "one side of the mean": f"the last {IN_A_ROW} points, to {named}, are all {side} the mean of {bound}",
        "trend": f"each of the last {IN_A_ROW} points, to {named}, is {'higher' if cause.side > 0 else 'lower'} "
        "than the one before",
    }[cause.rule]


def possible(limits: Limits, unit: str) -> tuple[Fraction, Fraction]:
    """Return the lower and the upper limit as far as a figure can be: not below nought, no share above the whole."""
    most = min(limits.upper, Fraction(100)) if unit == "percent" else limits.upper
    return max(limits.lower, Fraction(0)), most


def limits_text(limits: Limits, unit: str, decimals: int) -> str:
    """Return mean and limits as people read them: what no figure can be is not printed."""
    least, most = possible(limits, unit)
    span = f"{limits.first.label} to {limits.last.label}"
    since = f"; drawn anew from {limits.first.label}: {limits.rebased}" if limits.rebased else ""
    mean, low, high = (printed(number, decimals, unit) for number in (limits.mean, least, most))
    return f"mean {mean}, limits {low} to {high}, from {span}{since}"


def _drawn(kept: Sequence[MonthlyPoint], based: Rebase | None) -> tuple[Limits | None, str]:
    """Return the limits that the first of some points draw, or why they draw none."""
    reason = _too_few(kept[:LOCKED_ON], based)
    return (None, reason) if reason else (limits_of(kept[:LOCKED_ON], based.reason if based else ""), "")


def _too_few(first: Sequence[MonthlyPoint], based: Rebase | None) -> str:
    """Say why no limits can be drawn, "" where they can."""
    if len(first) < LOCKED_ON:
        since = f" since {based.month.label}" if based else ""
        return f"{len(first)} monthly point{'' if len(first) == 1 else 's'}{since}, {LOCKED_ON} are needed"
    cases = [p.cases for p in first if p.cases is not None]
    if len(cases) == LOCKED_ON and sum(cases) < FEWEST_CASES * LOCKED_ON:
        return f"fewer than {FEWEST_CASES} cases a month decide the first {LOCKED_ON} points"
    if len({p.value for p in first}) == 1:
        return f"the first {LOCKED_ON} points are all alike, so they do not show how far chance reaches"
    return ""


def _word(causes: Sequence[Cause], better: Better | None) -> Word:
    if not causes:
        return "No significant change"
    is_high = causes[0].side > 0
    if better is None:
        return "Higher" if is_high else "Lower"
    return "Improving" if is_high == (better == "higher") else "Worsening"


def _is_beyond(values: Sequence[Fraction], limits: Limits, side: int) -> bool:
    return values[-1] > limits.upper if side > 0 else values[-1] < limits.lower


def _is_two_of_three(values: Sequence[Fraction], limits: Limits, side: int) -> bool:
    start = limits.nearly(side)
    near = [value > start if side > 0 else value < start for value in values[-3:]]
    return near[-1] and sum(near) >= 2


def _is_one_sided(values: Sequence[Fraction], limits: Limits, side: int) -> bool:
    last = values[-IN_A_ROW:]
    return len(last) == IN_A_ROW and all(value > limits.mean if side > 0 else value < limits.mean for value in last)


def _is_trend(values: Sequence[Fraction], _limits: Limits, side: int) -> bool:
    last = values[-IN_A_ROW:]
    return len(last) == IN_A_ROW and all(b > a if side > 0 else b < a for a, b in pairwise(last))
