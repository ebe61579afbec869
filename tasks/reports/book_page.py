"""The indicator book: what every figure means, as one page that needs nothing else.

Called by: the command `indicators`.
Promises:  made from the declarations alone, so that it cannot say anything else than what is counted; the same
           declarations give equal bytes.
Never:     holds a figure, or anything of a council.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from expectations.contract import Extract
from tasks.reports.templating import render
from warehouse.indicator import Average, Indicator, Rate

_MEASURES = {
    "proportion": "a share, in per cent",
    "count": "a number",
    "monthly_count": "a number in each month, of a longer period their mean",
    "average": "a mean",
    "rate": "a rate",
}
_EVIDENCE = {
    "published": "a published definition",
    "local": "a local definition: no national one was found, so do not compare it with other councils unseen",
}
_BETTER = {"higher": "higher is better", "lower": "lower is better", None: "neither higher nor lower is better"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator of the book.

    facts:   name and what is to be said, in order.
    changes: of each version after the first, from when it applies and what it says.
    """

    code: str
    title: str
    definition: str
    why: str
    facts: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str], ...]


def render_book(indicators: Mapping[str, tuple[Indicator, ...]], extracts: Mapping[str, Extract]) -> str:
    """Return the book as a page: a chapter for each service area, an entry for each indicator."""
    chapters: dict[str, list[Entry]] = {}
    for versions in indicators.values():
        chapters.setdefault(versions[-1].service_area, []).append(_entry(versions, extracts))
    return render("book.html", chapters=chapters, number=len(indicators))


def _entry(versions: Sequence[Indicator], extracts: Mapping[str, Extract]) -> Entry:
    now = versions[-1]
    facts = [
        ("Kind", f"{_measure(now)}; {_BETTER[now.better]}"),
        ("Time", now.over_text),
        ("Left out", "; ".join(one.reason for one in now.exclusions) or "nothing"),
        ("Needs", ", ".join(extracts[name].title.lower() for name in now.needs)),
        ("Split by", ", ".join(one.title.lower() for one in now.dimensions.values())),
        ("Source", f"{now.source}; {_EVIDENCE[now.evidence]}"),
        ("Owner", f"{now.owner}; last reviewed {now.reviewed_on:%d/%m/%Y}"),
    ]
    changes = [
        (f"Version {one.version}, from {one.from_quarter}" if one.from_quarter else "Version 1", one.definition)
        for one in versions
        if len(versions) > 1
    ]
    return Entry(now.code, now.title, now.definition, now.why, tuple(facts), tuple(changes))


def _measure(indicator: Indicator) -> str:
    said = _MEASURES[indicator.measure]
    if isinstance(indicator, Rate):
        return f"{said} per {indicator.per:,} {indicator.people or f'residents aged {indicator.residents}'}"
    if isinstance(indicator, Average):
        return f"{said}, in {indicator.unit.replace('_', ' ')}"
    return said
