"""How a well-formed identifier is written: pupil numbers, postcodes, worker numbers, children's case numbers.

Called by: expectations.contract, which knows the names; expectations.staging, which asks before identifiers are sealed.
Promises:  tells only whether a text has the form; a token no longer shows that.
Never:     turns a value away: what an odd form means is for a rule to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_AUTHORITIES = frozenset(
    number
    for first, last in (
        (201, 213), (301, 320), (330, 336), (340, 344), (350, 359), (370, 373), (380, 384), (390, 394),
        (420, 420), (800, 896), (901, 946),
    )
    for number in range(first, last + 1)
)  # fmt: skip
"""Ranges in which England's authorities have been numbered since pupil numbers began."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing an identifier.

    pattern: what the whole text matches (RE2 syntax).    is_right: a further test of a text that matches.
    is_spaced: spaces and case mean nothing, so they are taken out before the identifier is sealed.
    """

    pattern: str
    is_right: Callable[[str], bool] | None = None
    is_spaced: bool = False


def is_upn(text: str) -> bool:
    """Return whether a text of a pupil number's shape has a known authority and the right check letter.

    Source: the Department for Education's guidance on unique pupil numbers.
    Trap:   a temporary number ends in a letter, which counts by its place among the 23 letters in use.
    """
    values = [int(character) if character.isdigit() else _UPN_LETTERS.index(character) for character in text[1:]]
    total = sum(value * weight for weight, value in enumerate(values, start=2))
    return text[0] == _UPN_LETTERS[total % len(_UPN_LETTERS)] and int(text[1:4]) in _AUTHORITIES


FORMS: Mapping[str, Form] = {
    "case_number": Form("[A-Za-z0-9]{1,20}"),
    "upn": Form("[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]", is_upn),
    "postcode": Form("(GIR0AA|[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][ABD-HJLNP-UW-Z]{2})", is_spaced=True),
    "worker": Form("(SW|XX)[A-Za-z0-9]{2,}"),
}
