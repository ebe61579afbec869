"""The performance pack as one page that needs nothing else: no network, no script, no other file.

Called by: tasks.publishing, once per publication.
Promises:  equal packs give equal bytes; the page can be read on paper, on a phone and by ear.
Never:     rounds, rates or compares: every figure is printed as the pack gives it.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from tasks.reports import view
from tasks.reports.bars import share_bars
from tasks.reports.chart import trend_svg
from tasks.reports.control_chart import MonthShown, caption, control_svg, months_shown
from tasks.reports.templating import render
from warehouse.disclosure import LEGEND, MARK
from warehouse.disproportionality import FEWEST
from warehouse.pack import Pack
from warehouse.results import IndicatorResult

_MANY_ROWS = 12
"""From here on a performance table is divided by service area."""


def render_pack(pack: Pack) -> str:
    """Return pack.html: cover, summary, table, commentary, one panel per indicator, data quality, sources."""
    groups = _groups(pack)
    return render(
        "pack.html",
        pack=pack,
        period=pack.period_short_label,
        year=pack.year_label,
        short_label=view.common_label([row.short.label for row in pack.rows]),
        long_label=view.common_label([row.long.label for row in pack.rows]),
        groups=groups,
        sections=view.sections(groups),
        not_rated=view.not_rated(pack),
        urgent=view.off_target_rows(pack),
        without_action=view.without_action(pack),
        footnotes=view.footnote_numbers(pack.rows),
        bars={
            (one.indicator, one.dimension): Markup(share_bars(one, title))
            for title, found in pack.disproportions
            for one in found
        },
        withheld=MARK,
        legend=LEGEND,
        fewest=FEWEST,
        charts={row.indicator: _chart(row, pack) for row in pack.rows if not _shows_again(row, pack)},
        controls={row.indicator: control for row in pack.rows if (control := _control(row))},
    )


def _shows_again(row: IndicatorResult, pack: Pack) -> bool:
    """Whether the trend of a month's report is what the control chart draws anyway: its months by themselves."""
    by_itself = {} if row.reading is None else {point.month.label: point.value for point in row.reading.points}
    points = pack.history.get(row.indicator, ())
    return bool(points and by_itself) and all(by_itself.get(point.label) == point.value for point in points)


def _chart(row: IndicatorResult, pack: Pack) -> Markup:
    points = pack.history.get(row.indicator, ())
    # Drawn and escaped by our own code, so it is markup already.
    return Markup(trend_svg(points, row.period_target, row.title, row.unit, row.better))


@dataclass(frozen=True, slots=True)
class Control:
    """A control chart with what its lines stand for and its months as a table."""

    drawn: Markup
    caption: tuple[str, ...]
    months: tuple[MonthShown, ...]


def _control(row: IndicatorResult) -> Control | None:
    if row.reading is None or not row.reading.points:
        return None
    drawn = Markup(control_svg(row.reading, row))
    return Control(drawn, tuple(caption(row.reading, row)), tuple(months_shown(row.reading, row)))


def _groups(pack: Pack) -> list[tuple[str, list[IndicatorResult]]]:
    """Return the rows of the table under their headings: the report's own, or service areas where it is long."""
    shown = {row.indicator: row for row in pack.rows}
    found: list[tuple[str, list[IndicatorResult]]] = []
    for heading, codes in pack.groups or (("", tuple(shown)),):
        rows = [shown[code] for code in codes]
        if heading or len(rows) <= _MANY_ROWS:
            found.append((heading, rows))
            continue
        areas: dict[str, list[IndicatorResult]] = {}
        for row in rows:
            areas.setdefault(row.service_area, []).append(row)
        found += areas.items()
    return found
