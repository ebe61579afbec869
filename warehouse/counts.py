"""How many indicators are Green, Amber and Red, as counts, as percentages that add up and as a sentence.

Called by: whatever summarises a report: packs, mails, minutes.
Promises:  of N selected M have data and K are rated; percentages are of K, whole, and add to exactly 100.
Never:     leaves an indicator out of N because its figure is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from warehouse.display import printed
from warehouse.rating import Rating
from warehouse.travel import Direction

_NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of one report: selected, with data, rated; and the rated ones by colour."""

    selected: int
    with_data: int
    rated: int
    green: int
    amber: int
    red: int

    def __post_init__(self) -> None:
        """Refuse counts that do not nest, so that no summary can contradict its own table."""
        if self.green + self.amber + self.red != self.rated:
            raise ValueError(f"{self}: green, amber and red must add up to rated")
        if not 0 <= self.rated <= self.with_data <= self.selected or min(self.green, self.amber, self.red) < 0:
            raise ValueError(f"{self}: rated are among those with data, and those among the selected")

    @property
    def percentages(self) -> tuple[int, int, int]:
        """Green, amber and red in whole per cent of the rated; they add to 100, or are 0 if none is rated."""
        green, amber, red = whole_percentages((self.green, self.amber, self.red))
        return green, amber, red

    @property
    def green_pct(self) -> int:
        """Green in whole per cent of the rated."""
        return self.percentages[0]

    @property
    def amber_pct(self) -> int:
        """Amber in whole per cent of the rated."""
        return self.percentages[1]

    @property
    def red_pct(self) -> int:
        """Red in whole per cent of the rated."""
        return self.percentages[2]

    @property
    def sentence(self) -> str:
        """The summary for a report, with figures and percentages, ready to be quoted."""
        start = f"{_of_the_selected(self.selected)}, {self.with_data} {_has(self.with_data)} data"
        if not self.rated:
            return f"{start} and none is rated."
        shares = [
            f"{count} ({percentage}%) {_is(count)} {colour}"
            for count, percentage, colour in zip(
                (self.green, self.amber, self.red), self.percentages, ("Green", "Amber", "Red"), strict=True
            )
        ]
        return f"{start} and {self.rated} {_is(self.rated)} rated: {_listed(shares)}."

    @property
    def in_words(self) -> str:
        """The colours as minutes put them: two rated Green, one rated Amber and three rated Red.

        Numbers are words up to ten, and all of them digits if one is larger. A colour without indicators
        is left out.
        """
        colours = (("Green", self.green), ("Amber", self.amber), ("Red", self.red))
        as_digits = max(count for _, count in colours) >= len(_NUMBER_WORDS)
        parts = [f"{count if as_digits else _NUMBER_WORDS[count]} rated {colour}" for colour, count in colours if count]
        return _listed(parts) or "none rated"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many indicators are Green, better than the year before, or both, of those of which either can be told."""

    achieved: int
    told: int

    @property
    def sentence(self) -> str:
        """The headline of a year's report; "" where nothing can be told."""
        if not self.told:
            return ""
        share = printed(Fraction(100 * self.achieved, self.told), 0, "percent")
        of = "1 indicator" if self.told == 1 else f"{self.told} indicators"
        return (
            f"Of {of} with a rating or a direction of travel, {self.achieved} ({share}) {_is(self.achieved)} Green, "
            "better than the year before, or both."
        )


def progress(rows: Iterable[tuple[Rating, Direction | None]]) -> Progress:
    """Count a year's rows, each given as its rating and its direction against the year before.

    Source: the corporate report for 2012/13, whose 85% is 40 of 47; requirement E04.
    Trap:   an indicator without a rating counts by its direction alone, and the other way round.
    """
    told = [(rating.colour, moved) for rating, moved in rows if rating.colour or moved]
    return Progress(sum(colour == "green" or moved == "better" for colour, moved in told), len(told))


def summarise(rows: Iterable[tuple[Rating, bool]]) -> Summary:
    """Count a report's rows, each given as its rating and whether it has a figure."""
    listed = list(rows)
    colours = [rating.colour for rating, _ in listed]
    return Summary(
        selected=len(listed),
        with_data=sum(has_data for _, has_data in listed),
        rated=len(colours) - colours.count(None),
        green=colours.count("green"),
        amber=colours.count("amber"),
        red=colours.count("red"),
    )


def whole_percentages(counts: Sequence[int]) -> list[int]:
    """Return counts as whole percentages of their total that add to exactly 100 (5, 1, 1 give 72, 14, 14).

    Every share is rounded down; the points left over go to the largest remainders, of equal remainders to the
    larger count, of equal counts to the earlier one. All zeros give zeros.
    Unit:   per cent.
    Source: minutes of Quarter 1 2021/22, where 5 of 7 is 72%; reproduces every published summary.
    Trap:   equal counts may print one apart (1, 1, 1 give 34, 33, 33). For rating summaries only: a
            distribution table is rounded plainly.
    """
    if any(type(count) is not int for count in counts):
        raise TypeError("counts are whole numbers (int)")
    if any(count < 0 for count in counts):
        raise ValueError("a count cannot be negative")
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    shares = [100 * count // total for count in counts]
    by_claim = sorted(range(len(counts)), key=lambda place: (-(100 * counts[place] % total), -counts[place]))
    for place in by_claim[: 100 - sum(shares)]:
        shares[place] += 1
    return shares


def _of_the_selected(count: int) -> str:
    return "Of the 1 indicator selected" if count == 1 else f"Of the {count} indicators selected"


def _has(count: int) -> str:
    return "has" if count == 1 else "have"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _listed(parts: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)
