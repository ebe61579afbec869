"""Shares of a figure beside shares of those who live in the area, as pairs of bars that are told apart without colour.

Called by: tasks.reports.page, once per figure and kind of group.
Promises:  the same groups give the same markup; a filled bar is the figure, an open one the area; a withheld share has
           no bar; all of it can be read aloud.
Never:     fetches anything or runs a script.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape

from warehouse.disclosure import MARK
from warehouse.display import printed
from warehouse.disproportionality import Disproportion, Group

_WIDTH, _LONGEST = 440, 350
_KEY, _BLOCK, _BAR = 30, 58, 13
_IN_FIGURE, _IN_AREA = "of the cases", "of the children in the area"


def share_bars(found: Disproportion, title: str) -> str:
    """Draw the shares of one figure's groups, as SVG markup."""
    height = _KEY + _BLOCK * len(found.groups)
    alternative = escape(f"Bar chart. {title} by {found.title.lower()}. {describe(found.groups)}", quote=True)
    longest = max(
        (max(_shown(group) or Fraction(0), group.share_of_residents) for group in found.groups), default=Fraction(1)
    )
    parts = [*_key(), *(part for n, group in enumerate(found.groups) for part in _pair(group, n, longest))]
    opening = f'<svg class="chart" role="img" viewBox="0 0 {_WIDTH} {height}" aria-label="{alternative}">'
    return f"{opening}{''.join(parts)}</svg>"


def describe(groups: Sequence[Group]) -> str:
    """Return in words what the chart shows."""
    return " ".join(
        f"{group.label}: {_percent(share) if (share := _shown(group)) is not None else 'withheld'} {_IN_FIGURE}, "
        f"{_percent(group.share_of_residents)} {_IN_AREA}."
        for group in groups
    )


def _key() -> Iterator[str]:
    for x, look, words in ((1, "solid", _IN_FIGURE), (150, "open", _IN_AREA)):
        yield f'<rect class="ch-{look}" x="{x}" y="4" width="{_BAR}" height="{_BAR}"/>'
        yield f'<text x="{x + 20}" y="15">{words.capitalize()}</text>'


def _pair(group: Group, number: int, longest: Fraction) -> Iterator[str]:
    top = _KEY + _BLOCK * number
    yield f'<text class="ch-group" x="0" y="{top + 14}">{escape(group.label)}</text>'
    share = _shown(group)
    yield from _bar("solid", share, _percent(share) if share is not None else MARK, top + 20, longest)
    yield from _bar("open", group.share_of_residents, _percent(group.share_of_residents), top + 36, longest)


def _bar(look: str, share: Fraction | None, words: str, y: int, longest: Fraction) -> Iterator[str]:
    width = int(_LONGEST * share / longest) if share else 0
    if width:
        yield f'<rect class="ch-{look}" x="1" y="{y}" width="{width}" height="{_BAR}"/>'
    yield f'<text class="ch-value ch-start" x="{width + 7}" y="{y + 11}">{words}</text>'


def _shown(group: Group) -> Fraction | None:
    return None if group.is_withheld else group.share


def _percent(share: Fraction) -> str:
    return printed(share, 1, "percent")
