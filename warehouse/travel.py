"""Direction of travel: is a figure better, worse or the same as an earlier one, and which arrow says so.

Called by: warehouse.results for each comparison of a row, warehouse.rating for "improved on last year".
Promises:  compares unrounded values; where there is no direction there is a reason, and no arrow.
Never:     depends on the rating, which may be green and falling or red and rising.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from warehouse.display import exact

Better = Literal["higher", "lower"]
DIRECTIONS: Mapping[str, Better] = {"higher": "higher", "lower": "lower"}
"""What a figure that is printed says of its direction, which is nothing where neither way is better."""
Direction = Literal["better", "worse", "same"]
Convention = Literal["performance", "value"]

_ARROWS = {1: "↑", -1: "↓", 0: "→"}
_WORDS: dict[Convention, dict[int, str]] = {
    "performance": {1: "better", -1: "worse", 0: "the same"},
    "value": {1: "up", -1: "down", 0: "no change"},
}
_LEGENDS: dict[Convention, tuple[str, ...]] = {
    "performance": (
        "↑ performance is better than in the period compared with",
        "↓ performance is worse",
        "→ performance is the same",
        "N/A there is nothing to compare with, or the two figures cannot be compared",
    ),
    "value": (
        "↑ the figure is higher than in the period compared with, whether or not that is good",
        "↓ the figure is lower, whether or not that is good",
        "→ the figure is the same",
        "N/A there is nothing to compare with, or the two figures cannot be compared",
    ),
}


@dataclass(frozen=True, slots=True)
class Travel:
    """How a figure moved. `direction` is about performance, `change` about the number: value less comparator.

    Where a direction is None, `reason` says why. `change` is None when the two figures may not be compared.
    """

    direction: Direction | None
    change: Fraction | None
    reason: str = ""


def travel(
    value: Fraction | None,
    comparator: Fraction | None,
    better: Better | None,
    not_comparable_reason: str = "",
    same_within: Fraction = Fraction(0),
) -> Travel:
    """Return how `value` stands to `comparator`, the figure of an earlier period.

    `not_comparable_reason` is for what the figures cannot show: a changed definition or basis, a new
    indicator, a year-to-date figure against an earlier one of the same year. It suppresses the direction
    even where both figures exist.
    Unit:   `change` and `same_within` are in the indicator's own unit.
    Source: scrutiny reports 2020/21 and 2012/13; requirements D01 to D13.
    Trap:   two figures that print alike are still not "the same" unless they are equal or `same_within`,
            whose limit is inclusive, says so.
    """
    check_better(better)
    if value is None:
        return Travel(None, None, "no figure for this period")
    if not_comparable_reason:
        return Travel(None, None, not_comparable_reason)
    if comparator is None:
        return Travel(None, None, "no figure to compare with")
    change = exact(value) - exact(comparator)
    if abs(change) <= exact(same_within):
        return Travel("same", change)
    if better is None:
        return Travel(None, change, "neither a higher nor a lower figure is agreed to be better")
    return Travel("better" if (change > 0) == (better == "higher") else "worse", change)


def arrow(travelled: Travel, convention: Convention) -> str:
    """Return the arrow of a report: ↑, ↓ or →, or nothing where there is no direction.

    Trap: under "performance" ↑ means better, so fewer missing children point up; under "value" they point down.
    """
    sign = _sign(travelled, convention)
    return "" if sign is None else _ARROWS[sign]


def words(travelled: Travel, convention: Convention) -> str:
    """Return what the arrow says in words, for readers who do not see it; N/A where there is no direction."""
    sign = _sign(travelled, convention)
    return "N/A" if sign is None else _WORDS[convention][sign]


def legend(convention: Convention) -> tuple[str, ...]:
    """Return the lines that explain a report's arrows."""
    _check_convention(convention)
    return _LEGENDS[convention]


def check_better(better: str | None) -> None:
    """Refuse a polarity other than higher, lower or none."""
    if better is not None and better not in get_args(Better):
        raise ValueError(f"better is {better!r}. Write 'higher' or 'lower', or leave it out.")


def _check_convention(convention: str) -> None:
    if convention not in _LEGENDS:
        raise ValueError(f"unknown arrow convention {convention!r}. Write 'performance' or 'value'.")


def _sign(travelled: Travel, convention: Convention) -> int | None:
    _check_convention(convention)
    if travelled.direction == "same":
        return 0
    if convention == "performance":
        return {"better": 1, "worse": -1}.get(travelled.direction or "")
    if travelled.change is None:
        return None
    return 1 if travelled.change > 0 else -1
