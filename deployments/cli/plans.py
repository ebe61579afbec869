"""What a run would do, without doing it.

Called by: deployments.cli.runs, for --dry-run and before a backfill is agreed to.
Promises:  writes nothing and starts no server.
Never:     imports Prefect or Great Expectations.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flows import scope
from tasks import clock, councils
from tasks.store import Store


def of_months(store: Store, council: str, months: str | None, today: date | None) -> Sequence[str]:
    """Return a line for each file that a monthly run would look at."""
    from tasks import intake

    chosen = scope.months_meant(months, today or clock.today())
    lines = intake.plan_in(store, councils.load(store, council), chosen)
    return lines or [f"nothing has landed for {council} from {chosen[0]} to {chosen[-1]}"]


def of_backfill(store: Store, council: str, first: str, last: str) -> Sequence[str]:
    """Return what a backfill would read, rebuild and leave alone."""
    months = scope.landed_months(store, council, first, last)
    found = councils.load(store, council)
    lines = [f"check and load again: {found.name}, {months[0].label} to {months[-1].label}"]
    files = 0
    for month in months:
        names = sorted(path.name for path in store.landing(council, str(month)).iterdir() if path.is_file())
        files += len(names)
        lines.append(f"  {month}  {len(names):3} files")
    lines.append(f"then rebuild the warehouse once ({files} files in all)")
    kept = _published(
        store, council, {str(p) for month in months for p in (month, month.quarter, month.financial_year)}
    )
    if kept:
        lines.append(f"left as published: {', '.join(kept)}")
        lines.append(f"  a change in them becomes a new version with: outturn run quarterly {council} QUARTER")
    return lines


def of_quarters(store: Store, council: str, quarters: str | None, today: date | None) -> Sequence[str]:
    """Return a line for each publication that a quarterly run would look at."""
    found = councils.load(store, council)
    lines = ["rebuild the warehouse, then"]
    for period in scope.with_their_years(scope.quarters_meant(quarters, today or clock.today())):
        for name, report in found.reports.items():
            if not (report.comes_out_for(period) and report.indicators(period.financial_year)):
                continue
            versions = _versions(store, council, str(period), name)
            then = f"v{versions[-1]} stands; a new version only if a figure has changed" if versions else "publish v1"
            lines.append(f"  {period}  {name}: {then}")
    return lines


def _published(store: Store, council: str, periods: set[str]) -> list[str]:
    return [
        f"{period} {folder.name}"
        for period in sorted(periods)
        if store.published(council, period).is_dir()
        for folder in sorted(store.published(council, period).iterdir())
    ]


def _versions(store: Store, council: str, period: str, report: str) -> list[int]:
    folder = store.published(council, period) / report
    return sorted(int(path.name[1:]) for path in folder.glob("v*")) if folder.is_dir() else []
