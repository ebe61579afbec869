"""What the months of an indicator say by themselves: is the latest one more than noise, and where will the year end.

Called by: warehouse.publication, for each row of a report; warehouse.explain, for its words.
Promises:  months are counted by themselves, however the printed figure adds up; limits and projections do not reach
           across a change of definition.
Never:     reads a month after the period asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, Protocol

from warehouse.basis import BASES
from warehouse.display import printed
from warehouse.figures import Described, Figure, Figures
from warehouse.outlook import YEAR, Goal, Measured, MonthCounted, Needed, Outlook, outlook
from warehouse.periods import Month, Period
from warehouse.signal import MonthlyPoint, Rebase, Signal, Stretch, because, judge, limits_text, stretches
from warehouse.targets import Target
from warehouse.travel import Better

_ASSURED = {
    "consistently passing": "for chance alone does not carry a month across it",
    "consistently failing": "for chance alone does not carry a month as far as that; something has to change",
    "hit and miss": "for chance alone decides whether a month meets it",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Signal and outlook of one indicator at the end of one period.

    reason:   for the signal's word, in one sentence.
    measured: how its months make a year.
    year:     the year that the outlook is for, in words.
    points:   the months by themselves, oldest first.
    stretches: which of them are held against which limits.
    goal:     what one month is held against: the target, or a twelfth of it where events add up.
    """

    signal: Signal
    reason: str
    outlook: Outlook
    measured: Measured | None
    year: str
    points: tuple[MonthlyPoint, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    goal: Fraction | None = None


def read(figures: Figures, about: Described, period: Period, target: Target, rebases: Iterable[Rebase] = ()) -> Reading:
    """Return what the months up to the end of a period say; a target that nobody has agreed to yet is none.

    Trap: a month's events are held against a twelfth of the year's target, its share or monthly count against the
          whole of it.
    """
    target = target if target.is_approved else Target()
    last = Month.of(period.ends_on)
    known = [(month, figures.by_itself(about.code, month)) for month in figures.months if month <= last]
    latest = known[-1][1] if known and known[-1][0] == last else None
    measured = _measured(latest)
    changed = _changed(known)
    goal = target.for_period(period)
    if measured == "count" and latest and latest.measure != "monthly_count":
        goal = None if target.annual is None else target.annual / YEAR
    points, begun = _points(known), [*rebases, *changed]
    signal = _signal(points, last, about.better, goal, begun)
    history = [figure if not changed or month >= changed[-1].month else None for month, figure in known]
    first = (
        BASES[latest.over].starts_on(last) if latest and BASES[latest.over].adds_up else last.financial_year.starts_on
    )
    return Reading(
        signal=signal,
        reason=because(signal, about.unit, about.decimals),
        outlook=_outlook(history, latest, len(Month.range(Month.of(first), last)), _goal(about, target)),
        measured=measured,
        year=_year(Month.of(first)),
        points=tuple(points),
        stretches=stretches(points, begun),
        goal=goal,
    )


class Shown(Protocol):
    """Whatever says how a figure is printed and which way it improves: a row of a report, a definition."""

    @property
    def unit(self) -> str:
        """One of display.UNITS."""

    @property
    def decimals(self) -> int:
        """Places after the point."""

    @property
    def better(self) -> str | None:
        """Higher, lower, or neither."""


def signal_lines(reading: Reading, about: Shown) -> list[str]:
    """Return a signal as lines: the word with its reason, the limits, what they make of the target."""
    signal = reading.signal
    lines = [f"{signal.word}, because {reading.reason}"]
    if signal.limits is not None:
        lines.append(f"Months by themselves: {limits_text(signal.limits, about.unit, about.decimals)}")
    if signal.assurance:
        lines.append(f"Target: {signal.assurance}, {_ASSURED[signal.assurance]}")
    return lines


def outlook_lines(reading: Reading, about: Shown, target: Fraction | None) -> list[str]:
    """Return an outlook as lines: the outturn with its interval, the chance of the target, what it still asks for."""
    ahead = reading.outlook
    if ahead.projected is None or ahead.low is None or ahead.high is None:
        return [f"Too few data to project {reading.year}: {ahead.why_none}"]
    outturn, low, high = (printed(x, about.decimals, about.unit) for x in (ahead.projected, ahead.low, ahead.high))
    if not ahead.months_left:
        return [f"{_opening(reading.year)} ended at {outturn}"]
    lines = [
        f"{_opening(reading.year)} is projected to end at {outturn}, four times in five between {low} and {high}",
        f"{_months(ahead.months_left)} to come, by {ahead.method}",
    ]
    if target is not None and ahead.chance is not None and ahead.needed is not None:
        goal = printed(target, 2, about.unit)
        lines.append(f"Chance of ending on the target of {goal} or better: {printed(100 * ahead.chance, 0, 'percent')}")
        lines.append(_needed_line(ahead.needed, reading, about, goal))
    return lines


def reading_facts(reading: Reading, about: Shown) -> dict[str, Any]:
    """Return signal and outlook for machines; figures as the printed one is rounded."""
    signal, ahead, limits = reading.signal, reading.outlook, reading.signal.limits

    def said(number: Fraction | None) -> str | None:
        return None if number is None else printed(number, about.decimals, about.unit)

    return {
        "signal": {
            "word": signal.word,
            "reason": reading.reason,
            "rules": [cause.rule for cause in signal.causes],
            "mean": said(limits.mean if limits else None),
            "lower_limit": said(limits.lower if limits else None),
            "upper_limit": said(limits.upper if limits else None),
            "limits_from": [str(limits.first), str(limits.last)] if limits else [],
            "rebased": limits.rebased if limits else "",
            "assurance": signal.assurance,
        },
        "outlook": {
            "year": reading.year,
            "projected": said(ahead.projected),
            "low": said(ahead.low),
            "high": said(ahead.high),
            "months_left": ahead.months_left,
            "chance_pct": None if ahead.chance is None else printed(100 * ahead.chance, 0),
            "needed_a_month": None if ahead.needed is None else printed(ahead.needed.a_month, about.decimals + 1),
            "method": ahead.method,
            "no_outlook_reason": ahead.why_none,
        },
    }


def _needed_line(needed: Needed, reading: Reading, about: Shown, goal: str) -> str:
    if not needed.feasible:
        return f"No month to come can bring it to {goal} any more"
    if reading.measured in ("level", "share"):
        unit = "percentage_points" if about.unit == "percent" else about.unit
        way = "rise" if needed.a_month > 0 else "fall"
        return f"To end on it, the figure may {way} by {printed(abs(needed.a_month), about.decimals + 1, unit)} a month"
    if needed.a_month <= 0 and about.better == "higher":
        return f"{goal} is reached whatever the months to come bring"
    bound = "at least" if about.better == "higher" else "at most"
    is_count = reading.measured == "count"
    size = printed(needed.a_month, 1 if is_count else about.decimals, "" if is_count else about.unit)
    return f"To end on it, each month to come must average {bound} {size}{' cases' if is_count else ''}"


def _signal(
    points: Sequence[MonthlyPoint], last: Month, better: Better | None, goal: Fraction | None, rebases: Iterable[Rebase]
) -> Signal:
    """Judge the last month; one without a figure of its own is not judged by an older one."""
    if points and points[-1].month != last:
        return Signal("Too few data", None, why_none=f"{last.label} by itself has no figure")
    return judge(points, better, goal, rebases)


def _points(known: Sequence[tuple[Month, Figure | None]]) -> list[MonthlyPoint]:
    return [
        MonthlyPoint(month, figure.value, _cases(figure))
        for month, figure in known
        if figure and figure.value is not None
    ]


def _cases(figure: Figure) -> Fraction | None:
    """Return how many cases decide a month's figure; None where only the figure is known."""
    if figure.numerator is None:
        return None
    if figure.measure == "average":
        return figure.denominator
    if figure.measure in ("count", "monthly_count", "rate") or figure.denominator is None:
        return figure.numerator
    return min(figure.numerator, figure.denominator - figure.numerator)


def _changed(known: Sequence[tuple[Month, Figure | None]]) -> list[Rebase]:
    """Return a re-base for the month from which the present definition counts, if there was another before."""
    versions = [(month, figure.version) for month, figure in known if figure]
    for (_, before), (month, version) in reversed(list(pairwise(versions))):
        if before != version:
            return [Rebase(month, "the definition changed")]
    return []


def _measured(figure: Figure | None) -> Measured | None:
    """Return how months make a year; None where only whoever submitted the figure could tell."""
    if figure is None or figure.over == "returned":
        return None
    if figure.over == "as_at":
        return "share" if figure.measure == "proportion" else "level"
    return {"proportion": "proportion", "average": "average"}.get(figure.measure, "count")  # type: ignore[return-value]


def _outlook(history: Sequence[Figure | None], latest: Figure | None, done: int, goal: Goal | None) -> Outlook:
    if latest is None or latest.missing:
        return Outlook(None, why_none="the last month by itself has no figure")
    measured = _measured(latest)
    if measured is None:
        return Outlook(None, why_none="how submitted figures add up to a year is not known")
    scale = Fraction(latest.scale)
    if latest.measure == "rate":
        if not latest.denominator:
            return Outlook(None, why_none="how many people it is held against is not known")
        scale /= latest.denominator
    elif latest.measure == "monthly_count":
        scale /= YEAR
    months = [_counted(figure, measured) for figure in history]
    return outlook(months, done, measured, scale, goal)


def _counted(figure: Figure | None, measured: Measured) -> MonthCounted | None:
    if figure is None or figure.numerator is None:
        return None
    bottom = 1 if figure.measure in ("count", "monthly_count", "rate") else int(figure.denominator or 0)
    # A position among no cases is none; a month of events among no cases just adds nothing.
    return None if measured in ("level", "share") and not bottom else MonthCounted(int(figure.numerator), bottom)


def _goal(about: Described, target: Target) -> Goal | None:
    return None if target.annual is None or about.better is None else Goal(target.annual, about.better)


def _year(first: Month) -> str:
    if first.number == 4:
        return first.financial_year.label
    return f"the year to {first.plus(YEAR - 1).label}"


def _months(number: int) -> str:
    return "1 month" if number == 1 else f"{number} months"


def _opening(words: str) -> str:
    return words[:1].upper() + words[1:]
