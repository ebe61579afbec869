"""Numbers in and numbers out: exact while they are worked with, rounded once when they are printed.

Called by: rating and travel, for numbers and reasons; whatever renders a report, a pack or a mail.
Promises:  a number is rounded once, from its exact value, half away from zero, and prints the same everywhere.
Never:     accepts a float, nor hands a rounded number back to be calculated with.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

UNITS = {
    "": "",
    "percent": "%",
    "percentage_points": " percentage points",
    "count": "",
    "rate": "",
    "days": "",
    "working_days": "",
}
"""What follows a printed number; days stand bare because the indicator's title names them."""

_FINEST_DECIMALS = 30


def exact(number: Fraction | Decimal | int) -> Fraction:
    """Return a number as an exact fraction.

    Trap: floats are refused, because the float nearest 28.15 is not 28.15 and a limit would be missed by a hair.
          Read settings with `parse_float=Decimal`, counts as integers.
    """
    if isinstance(number, bool) or not isinstance(number, Fraction | Decimal | int):
        raise TypeError(f"numbers are exact (Fraction, Decimal or int), not {type(number).__name__}")
    return number if type(number) is Fraction else Fraction(number)


def printed(value: Fraction | Decimal | int, decimals: int, unit: str = "") -> str:
    """Return a figure as people read it, with at most `decimals` places: 60%, 72.7%, 28.15%, 3,073.

    Unit: one of UNITS.
    Trap: a half rounds away from zero, 0.5 to 1 and -0.5 to -1, unlike Python's own rounding. Trailing zeros
          are dropped, so 60.0 prints as 60 and a figure may be finer than it looks.
    """
    if unit not in UNITS:
        raise ValueError(f"unknown unit {unit!r}. Use one of {sorted(UNITS)}, or add it to warehouse/display.py.")
    if decimals < 0:
        raise ValueError(f"decimals cannot be negative ({decimals}). Give the places after the point.")
    number = exact(value)
    # Whole numbers, for it is done thousands of times a report: half away from zero, as (2n + d) // 2d is.
    scaled = (abs(number.numerator) * 10**decimals * 2 + number.denominator) // (2 * number.denominator)
    whole, places = divmod(scaled, 10**decimals)
    digits = f"{places:0{decimals}}".rstrip("0") if decimals else ""
    sign = "-" if number < 0 and scaled else ""
    return f"{sign}{whole:,}{'.' if digits else ''}{digits}{UNITS[unit]}"


def printed_apart(
    value: Fraction, limit: Fraction, decimals: int, unit: str = "", limit_decimals: int | None = None
) -> tuple[str, str]:
    """Return a figure and what it is held against, both printed, with more places where unequal ones look equal.

    Without it a reader is told that 28.5 falls short of 28.5. A target or a limit is set, not measured: give
    it `limit_decimals` of its own, or half a point of it disappears from figures that print whole.
    """
    for extra in range(_FINEST_DECIMALS):
        limit_places = decimals if limit_decimals is None else limit_decimals
        texts = printed(value, decimals + extra, unit), printed(limit, max(limit_places, decimals + extra), unit)
        if value == limit or texts[0] != texts[1]:
            break
    return texts
