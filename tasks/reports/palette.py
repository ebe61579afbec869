"""How a rating and a direction look: never by colour alone, always letter, word, shape and colour.

Called by: tasks.reports.page and tasks.alerting.
Promises:  every pair of text and background reaches the contrast of WCAG 2.2 AA (4.5 to 1), measured in the tests.
Never:     decides a rating or a direction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from warehouse.rating import Rating
from warehouse.travel import Travel


@dataclass(frozen=True, slots=True)
class RatingLook:
    """The look of one rating.

    name:     part of a style's name, e.g. "red".
    outline:  the shape as SVG markup on a field of 20 by 20, without a colour of its own.
    letter_y: where the letter stands in the shape.
    symbol:   the shape as a character, for mail programs that cannot draw.
    """

    name: str
    letter: str
    word: str
    background: str
    ink: str
    outline: str
    letter_y: str
    symbol: str


@dataclass(frozen=True, slots=True)
class DirectionLook:
    """The look of one direction of travel; the word is about performance whichever way the arrow points."""

    name: str
    word: str
    ink: str


LOOKS: Mapping[str | None, RatingLook] = MappingProxyType(
    {
        "green": RatingLook(
            "green", "G", "Green", "#00703c", "#ffffff", '<circle cx="10" cy="10" r="9.5"/>', "14.3", "●"
        ),
        "amber": RatingLook(
            "amber", "A", "Amber", "#f47738", "#000000", '<path d="M10 0.5L19.8 19H0.2Z"/>', "16.6", "▲"
        ),
        "red": RatingLook(
            "red", "R", "Red", "#d4351c", "#ffffff", '<rect x="1" y="1" width="18" height="18"/>', "14.3", "■"
        ),
        None: RatingLook(
            "none", "–", "Not rated", "#ffffff", "#4a5560", '<path d="M10 0.5L19.5 10L10 19.5L0.5 10Z"/>', "14", "◇"
        ),
    }
)
"""Government colours: red and green under white, amber under black; shapes differ for those who see no colour."""

_DIRECTIONS: Mapping[str | None, DirectionLook] = MappingProxyType(
    {
        "better": DirectionLook("better", "Better", "#00703c"),
        "worse": DirectionLook("worse", "Worse", "#d4351c"),
        "same": DirectionLook("same", "Same", "#14202b"),
        None: DirectionLook("none", "N/A", "#4a5560"),
    }
)


def rating_look(rating: Rating) -> RatingLook:
    """Return how a rating is shown; what is not rated has a look of its own."""
    return LOOKS[rating.colour]


def direction_look(travel: Travel) -> DirectionLook:
    """Return how a direction of travel is shown."""
    return _DIRECTIONS[travel.direction]
