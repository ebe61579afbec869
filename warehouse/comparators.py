"""What others achieved: statistical neighbours, London, England, a named borough, each with its own period and source.

Called by: tasks.councils, which reads the file; warehouse.publication and warehouse.explain, which show them.
Promises:  every fault of the file is named at once, with its line; a figure of another period, by another definition
           or from informal benchmarking says so wherever it is shown.
Never:     says better or worse of figures that follow different definitions, nor ranks with fewer than LEAST_RANKED.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from warehouse.display import printed
from warehouse.periods import Period, PeriodError, parse_period
from warehouse.travel import Better, travel

COLUMNS = ("indicator", "group", "authority", "period", "value", "definition", "source", "informal")
GROUPS = ("statistical neighbours", "London", "Outer London", "England", "named authority")
SAME = "same"
"""What the column definition holds where others count as we do; otherwise it says how they count."""
LEAST_RANKED = 4
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_QUARTILES = ("best", "second", "third", "last")


@dataclass(frozen=True, slots=True)
class Comparator:
    """One figure of somebody else.

    group:      one of GROUPS; a line without an authority is the group's own figure, as published.
    definition: "" where it is ours, else how theirs differs.
    """

    indicator: str
    group: str
    authority: str
    period: Period
    value: Fraction
    definition: str
    source: str
    is_informal: bool

    @property
    def name(self) -> str:
        """Whose figure it is, as printed."""
        return self.authority or self.group[:1].upper() + self.group[1:]


@dataclass(frozen=True, slots=True)
class Beside:
    """A comparator as it stands beside our figure: whose, of when, what, how ours stands to it, and what to know."""

    name: str
    period_label: str
    printed: str
    ours_is: str
    notes: str
    source: str


@dataclass(frozen=True, slots=True)
class Others:
    """All comparators of one indicator of a report, and where ours ranks among those that can be ranked."""

    lines: tuple[Beside, ...] = ()
    ranks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ours:
    """Our own figure, as it is to be held against others."""

    indicator: str
    period: Period
    value: Fraction | None
    better: Better | None
    unit: str
    decimals: int


def parse_comparators(text: str) -> tuple[tuple[Comparator, ...], list[str]]:
    """Read the file's text; return what it says and what is wrong with it, in words.

    It has one line for each figure, under the headers of COLUMNS; authority is blank for a group's own figure,
    definition is "same" or says how others count, informal is "yes" for benchmarking that nobody published.
    """
    lines = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    if not lines.fieldnames or set(lines.fieldnames) != set(COLUMNS):
        return (), [f"the headers must be {', '.join(COLUMNS)}"]
    found, faults = [], []
    for number, line in enumerate(lines, 2):
        cells = {name: (line[name] or "").strip() for name in COLUMNS}
        wrong = _faults(cells)
        faults += [f"line {number}: {fault}" for fault in wrong]
        if not wrong:
            found.append(_comparator(cells))
    said = Counter((c.indicator, c.name, c.group, c.period.label, c.definition) for c in found)
    faults += [
        f"{code} of {name} for {period} is said {times} times"
        for (code, name, _, period, _), times in said.items()
        if times > 1
    ]
    return tuple(found), faults


def others(comparators: Iterable[Comparator], ours: Ours) -> Others:
    """Return the latest figure of each group and authority up to the end of our period, beside ours, with ranks.

    Trap: theirs may be of an earlier year than ours, so each line gives its period; a later one is not shown.
    """
    latest: dict[tuple[str, str, str], Comparator] = {}
    for one in comparators:
        if one.indicator != ours.indicator or one.period.ends_on > ours.period.ends_on:
            continue
        key = (one.group, one.authority, one.definition)
        if key not in latest or one.period.ends_on > latest[key].period.ends_on:
            latest[key] = one
    shown = sorted(latest.values(), key=lambda c: (GROUPS.index(c.group), bool(c.authority), c.authority, c.definition))
    ranks = (_rank(group, [c for c in shown if c.group == group], ours) for group in GROUPS[:-1])
    return Others(tuple(_beside(one, ours) for one in shown), tuple(rank for rank in ranks if rank))


def lines_of(found: Others) -> list[str]:
    """Return comparators and ranks as lines of text."""
    lines = []
    for one in found.lines:
        said = "; ".join(part for part in (one.ours_is, one.notes) if part)
        lines.append(f"{one.name}, {one.period_label}: {one.printed}{f'; {said}' if said else ''} ({one.source})")
    return [*lines, *found.ranks]


def _beside(one: Comparator, ours: Ours) -> Beside:
    notes = [f"another definition: {one.definition}"] if one.definition else []
    notes += ["informal benchmarking"] if one.is_informal else []
    notes += [f"ours is for {ours.period.label}"] if one.period.ends_on != ours.period.ends_on else []
    text = printed(one.value, ours.decimals, ours.unit)
    return Beside(one.name, one.period.label, text, _ours_is(one, ours), "; ".join(notes), one.source)


def _ours_is(one: Comparator, ours: Ours) -> str:
    """Say how ours stands to another's figure; nothing is said of figures that count different things."""
    if one.definition or ours.value is None:
        return ""
    moved = travel(ours.value, one.value, ours.better)
    change = moved.change or Fraction(0)
    if not change:
        return "ours is the same"
    size = printed(abs(change), max(ours.decimals, 1), "percentage_points" if ours.unit == "percent" else ours.unit)
    way = "higher" if change > 0 else "lower"
    return f"ours is {size} {way}" + (f", which is {moved.direction}" if moved.direction else "")


def _rank(group: str, held: Sequence[Comparator], ours: Ours) -> str:
    """Say where ours stands among the authorities of a group that count as we do, for the latest period they share."""
    named = [one for one in held if one.authority and not one.definition]
    if ours.value is None or ours.better is None or not named:
        return ""
    latest = max(named, key=lambda one: one.period.ends_on).period
    named = [one for one in named if one.period == latest]
    if len(named) < LEAST_RANKED:
        return ""
    better = sum(travel(one.value, ours.value, ours.better).direction == "better" for one in named)
    equal = sum(one.value == ours.value for one in named)
    place, of = better + 1, len(named) + 1
    quartile = _QUARTILES[min(4 * better // of, 3)]
    informal = ", informal benchmarking among them" if any(one.is_informal for one in named) else ""
    when = latest.label if latest.ends_on == ours.period.ends_on else f"their figures for {latest.label}"
    joint = "joint " if equal else ""
    name = group[:1].upper() + group[1:]
    return f"{name}: {joint}{_ordinal(place)} of {of} with ours, {quartile} quartile ({when}{informal})"


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _comparator(cells: dict[str, str]) -> Comparator:
    return Comparator(
        indicator=cells["indicator"],
        group=cells["group"],
        authority=cells["authority"],
        period=parse_period(cells["period"]),
        value=Fraction(cells["value"]),
        definition="" if cells["definition"] == SAME else cells["definition"],
        source=cells["source"],
        is_informal=cells["informal"] == "yes",
    )


def _faults(cells: dict[str, str]) -> list[str]:
    faults = [f"{name} is blank" for name in ("indicator", "source") if not cells[name]]
    if cells["group"] not in GROUPS:
        faults.append(f"group must be one of {', '.join(GROUPS)}")
    if cells["group"] == GROUPS[-1] and not cells["authority"]:
        faults.append("authority must be named")
    try:
        parse_period(cells["period"])
    except PeriodError as fault:
        faults.append(f"period: {fault}")
    if not _NUMBER.fullmatch(cells["value"]):
        faults.append("value must be a number such as 67 or 10.5, in the indicator's unit, without a sign for it")
    if not cells["definition"]:
        faults.append(f"definition must be {SAME!r}, or say how others count")
    if cells["informal"] not in ("yes", "no", ""):
        faults.append("informal must be yes or no")
    return faults
