"""Which months, quarters and years a run is for.

Called by: the flows, and the command line for its plans.
Promises:  what was not said is the last complete period before the day of the run; a range is never widened.
Never:     imports Prefect, asks what day it is, or writes anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from expectations.errors import UsageProblem
from tasks.store import Store
from warehouse.periods import Month, PeriodError, Quarter, Reported, parse_range


def months_meant(text: str | None, day: date) -> tuple[Month, ...]:
    """Return the months written as "2020-09" or "2019-04..2021-06"; by default the month before `day`."""
    return _range(text, "months") if text else (Month.of(day).previous(),)


def quarters_meant(text: str | None, day: date) -> tuple[Quarter, ...]:
    """Return the quarters written as "2020-21-Q2" or "2019-20-Q1..2020-21-Q2"; by default the last one before `day`."""
    if not text:
        return (Quarter.of(day).previous(),)
    months = _range(text, "quarters")
    quarters = tuple(dict.fromkeys(month.quarter for month in months))
    if len(quarters) * 3 != len(months):
        raise UsageProblem(
            f"{text!r} is not made of whole quarters", "the quarters asked for", "write them as 2020-21-Q2"
        )
    return quarters


def with_their_years(quarters: Sequence[Quarter]) -> tuple[Reported, ...]:
    """Return quarters, each fourth one followed by the financial year that it ends."""
    found: list[Reported] = []
    for quarter in quarters:
        found += [quarter, quarter.financial_year] if quarter.number == 4 else [quarter]
    return tuple(found)


def landed_months(store: Store, council: str, first: str, last: str) -> tuple[Month, ...]:
    """Return the months of a range, or refuse it with a list of those in which nothing has landed."""
    months = _range(f"{first}..{last}", "months")
    missing = [str(month) for month in months if not _has_files(store, council, month)]
    if missing:
        raise UsageProblem(
            what=f"nothing has landed in {len(missing)} of the {len(months)} months: {', '.join(missing)}",
            where=f"landing/{council}",
            fix="choose a range in which every month has files, or put the files there first",
        )
    return months


def _range(text: str, what: str) -> tuple[Month, ...]:
    try:
        return parse_range(text)
    except PeriodError as problem:
        raise UsageProblem(problem.what, f"the {what} asked for", problem.fix) from None


def _has_files(store: Store, council: str, month: Month) -> bool:
    folder = store.landing(council, str(month))
    return folder.is_dir() and any(folder.iterdir())
