"""What readers are told about a pack beyond its figures: what comes first, how far off, since when, who acts.

Called by: tasks.reports.page and tasks.alerting, so that a page and a mail say the same.
Promises:  derives words and order from a pack only; equal packs give equal words.
Never:     knows HTML, and never changes a figure, a rating or a direction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import takewhile

from warehouse.counts import Summary, progress
from warehouse.display import printed
from warehouse.monthly import outlook_lines
from warehouse.pack import CommentaryItem, Pack, Point, QualityLine
from warehouse.periods import Month
from warehouse.results import Comparison, IndicatorResult
from warehouse.travel import DIRECTIONS, travel

NO_ACTION = "No action recorded"
NO_OWNER = "No owner recorded"
NO_DUE_DATE = "No date recorded"
MOST_SHOWN_APART = 6
"""So many indicators without an action are shown each by itself; more of them make one list."""
NO_HIGHLIGHTS = "No highlights were recorded for this period."

_SEVERITIES = {
    "refuse_file": "File refused",
    "block": "Not judged, blocks publication",
    "reject_row": "Rows set aside",
    "warn": "Warning, rows kept",
    "query": "To be checked, rows kept",
    "note": "For information",
}
_URGENCY = {"red": 0, "amber": 1, None: 2, "green": 3}


@dataclass(frozen=True, slots=True)
class Action:
    """What is being done about an indicator that is not Green, with the gaps said in words."""

    text: str
    corrective_action: str
    owner: str
    due: str


def long_date(day: date) -> str:
    """Return a day as printed: 6 November 2020."""
    return f"{day.day} {Month.of(day).label}"


def dates_of(starts_on: date, ends_on: date) -> str:
    """Return the days that a figure covers."""
    return long_date(ends_on) if starts_on == ends_on else f"{long_date(starts_on)} to {long_date(ends_on)}"


def opening(text: str) -> str:
    """Return words with a capital at their beginning and the rest as it was."""
    trimmed = text.strip()
    return trimmed[:1].upper() + trimmed[1:]


def sentence(text: str) -> str:
    """Return a reason as a sentence of its own, with a capital and a full stop."""
    opened = opening(text)
    return opened + ("" if not opened or opened[-1] in ".!?" else ".")


def amount(value: Fraction | int | None) -> str:
    """Return a count as printed, 2,501; a dash where it is not known."""
    return "–" if value is None else printed(value, 2)


def made_of(row: IndicatorResult) -> str:
    """Return what a figure is made of: 704 of 2,501; 75 in 12 months; a number by itself."""
    if row.numerator is None and row.denominator is None:
        return "Not stated"
    if row.measure == "monthly_count" and row.denominator is not None:
        return f"{amount(row.numerator)} in {counted(int(row.denominator), 'month', 'months')}"
    return amount(row.numerator) if row.measure == "count" else f"{amount(row.numerator)} of {amount(row.denominator)}"


def share(value: Fraction) -> str:
    """Return a share as printed: 57.3%."""
    return printed(value, 1, "percent")


def rate_of(value: Fraction) -> str:
    """Return a number of so many children as printed."""
    return printed(value, 1, "rate")


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun: 1 row, 2 rows."""
    return f"{number:,} {one if number == 1 else many}"


def severity_word(severity: str) -> str:
    """Return what a finding's severity means for the data."""
    return _SEVERITIES.get(severity, severity)


def shares(summary: Summary) -> list[tuple[str, int, int]]:
    """Return name, count and whole percentage of each colour, in the order in which reports give them."""
    counts = (summary.green, summary.amber, summary.red)
    return list(zip(("green", "amber", "red"), counts, summary.percentages, strict=True))


def common_label(labels: Sequence[str]) -> str:
    """Return the one period that all rows are compared with, or nothing if they differ."""
    present = {label for label in labels if label}
    return present.pop() if len(present) == 1 else ""


def by_urgency(rows: Sequence[IndicatorResult]) -> list[IndicatorResult]:
    """Return rows with Red first, then Amber, not rated and Green, each in the report's own order."""
    return sorted(rows, key=lambda row: _URGENCY[row.rating.colour])


def off_target_rows(pack: Pack) -> list[IndicatorResult]:
    """Return the Red rows, then the Amber ones."""
    return [row for row in by_urgency(pack.rows) if row.rating.colour in ("red", "amber")]


def gap(row: IndicatorResult) -> str:
    """Return how far a figure is from its target: 13.4 percentage points below target. Empty without both."""
    if row.value is None or row.period_target is None:
        return ""
    distance = row.value - row.period_target
    if not distance:
        return "on target"
    unit = "percentage_points" if row.unit == "percent" else row.unit
    size = printed(abs(distance), row.decimals, unit)
    if size.startswith("0") and not any(digit in size for digit in "123456789"):
        size = "marginally"
    return f"{size} {'above' if distance > 0 else 'below'} target"


def moving(row: IndicatorResult, pack: Pack) -> Comparison:
    """Return the comparison that a report makes first: with the period before, or else with the year before."""
    return row.short if pack.shows_previous else row.long


def signal(row: IndicatorResult) -> str:
    """Return whether the latest month is more than noise, and why: Worsening: March 2021 (28.6%) is below ..."""
    return "" if row.reading is None else f"{row.reading.signal.word}: {row.reading.reason}"


def headline(pack: Pack) -> str:
    """Return how much of a year's report is Green or better than the year before; "" for other reports."""
    if not pack.shows_year_before or any(row.period_kind != "year" for row in pack.rows):
        return ""
    return progress((row.rating, row.long.travel.direction) for row in _chosen(pack)).sentence


def outlook(row: IndicatorResult) -> str:
    """Return where the year will end, or why that cannot be told."""
    return "" if row.reading is None else outlook_lines(row.reading, row, row.annual_target)[0]


def off_target_since(row: IndicatorResult, history: Mapping[str, Sequence[Point]]) -> str:
    """Return the first period of the unbroken run in which the figure missed its present target.

    Trap: earlier periods are held against the present target, not the one they were rated by; a period
          without a figure ends the run.
    """
    target = row.period_target
    better = DIRECTIONS.get(row.better)
    if target is None or better is None:
        return ""
    points = history.get(row.indicator, ())
    run = list(takewhile(lambda point: travel(point.value, target, better).direction == "worse", reversed(points)))
    return run[-1].label if run else ""


def actions_for(row: IndicatorResult, items: Sequence[CommentaryItem]) -> list[Action]:
    """Return what is recorded as being done about an indicator; one entry that says so if nothing is."""
    found = [action_of(item) for item in items if row.indicator in item.indicators]
    return found or [Action("", NO_ACTION, NO_OWNER, NO_DUE_DATE)]


def action_of(item: CommentaryItem) -> Action:
    """Return a commentary item as an action, naming what was left blank."""
    return Action(
        text=item.text,
        corrective_action=item.corrective_action.strip() or NO_ACTION,
        owner=item.owner.strip() or NO_OWNER,
        due=long_date(item.due_on) if item.due_on else NO_DUE_DATE,
    )


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the performance table: its place among them, and how many indicators under it are how rated.

    counts: Red, Amber, Green, not rated.
    """

    place: int
    title: str
    all: int
    counts: tuple[int, int, int, int]


def sections(groups: Sequence[tuple[str, Sequence[IndicatorResult]]]) -> list[Section]:
    """Return the headings of a table that has several, with their counts."""
    found = []
    for place, (title, rows) in enumerate(groups, 1):
        colours = [row.rating.colour for row in rows]
        red, amber, green, none = (colours.count(colour) for colour in ("red", "amber", "green", None))
        found.append(Section(place, title, len(rows), (red, amber, green, none)))
    return found if len(found) > 1 and all(section.title for section in found) else []


def not_rated(pack: Pack) -> list[tuple[str, int]]:
    """Return why indicators have no colour and how many for each reason, the commonest first."""
    reasons = [row.rating.reason.partition(":")[0] for row in _chosen(pack) if row.rating.colour is None]
    return sorted(Counter(reasons).items(), key=lambda said: (-said[1], said[0]))


def _chosen(pack: Pack) -> list[IndicatorResult]:
    """Return the rows that the summary counts: what is only proposed is none of them."""
    return [row for row in pack.rows if row.indicator not in pack.proposed]


def without_action(pack: Pack) -> list[IndicatorResult]:
    """Return the Red and Amber rows that no improvement item mentions."""
    mentioned = {indicator for item in pack.improvements for indicator in item.indicators}
    return [row for row in off_target_rows(pack) if row.indicator not in mentioned]


def footnote_numbers(rows: Sequence[IndicatorResult]) -> dict[str, int]:
    """Number the different footnotes in the order of the table; rows that share a text share a number."""
    numbers: dict[str, int] = {}
    for row in rows:
        if row.footnote:
            numbers.setdefault(row.footnote, len(numbers) + 1)
    return numbers


def paragraphs(text: str) -> list[str]:
    """Split free text where its writer left a blank line or started a new one."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def unexplained(line: QualityLine) -> int:
    """Return the rows of an extract that are neither loaded, in quarantine nor duplicates; it should be 0."""
    return line.rows_in - line.loaded - line.quarantined - line.duplicates
