"""A report of the council that has no rows, published from the figures that its services return."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from tasks import building, councils, intake, publishing
from tasks.publishing import Publication
from tasks.store import Store
from warehouse.pack import Pack
from warehouse.periods import Month, Reported

CODE = "havering"
Returned = tuple[str, object, str, str, int]
"""Indicator, period, value as it is written, status, version of the definition."""


def publish(root: Path, figures: Iterable[Returned], periods: Iterable[Reported]) -> tuple[Publication, ...]:
    """Take in the figures as the file of the last month of these periods, and publish what comes out for them."""
    chosen = list(periods)
    store, month = Store.open(root), max(Month.of(period.ends_on) for period in chosen)
    landing = store.landing(CODE, str(month))
    landing.mkdir(parents=True)
    lines = [(code, period, value, "", "", status, version) for code, period, value, status, version in figures]
    with (landing / f"indicator_returns_{month}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["indicator_code", "period", "value", "numerator", "denominator", "status", "definition_version"]
        )
        writer.writerows(lines)
    council = councils.load(store, CODE)
    day = month.ends_on + timedelta(days=7)
    taken = intake.take_in(store, council, [month], datetime.combine(day, time(9), UTC), lambda _line: None)
    assert (taken.files_accepted, taken.loaded, taken.quarantined) == (1, len(lines), 0)
    building.rebuild(store, council, lambda _line: None)
    return publishing.publish(store, council, chosen, day + timedelta(days=5), lambda _line: None)


def pack(root: Path, figures: Iterable[Returned], period: Reported, report: str) -> Pack:
    """Return one report for one period."""
    return next(one.pack for one in publish(root, figures, [period]) if one.report == report)
