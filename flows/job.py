"""What every flow begins with: the store, the council and the day.

Called by: the flows, first thing.
Promises:  a day given by hand stands for the whole run, so that a run can be repeated exactly.
Never:     writes anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from prefect.runtime import flow_run

from tasks import clock, councils
from tasks.councils import Council
from tasks.store import Store


@dataclass(frozen=True, slots=True)
class Job:
    """One run: where, for whom, and as of which day.

    meant_on: the day that decides which period is meant where none was named. It is the scheduled day, so that
              a run which starts late still means the period it was scheduled for.
    """

    store: Store
    council: Council
    today: date
    meant_on: date
    received_at: datetime


def start(council: str, today: date | None) -> Job:
    """Open the store and load the council."""
    store = Store.open()
    if today:
        return Job(store, councils.load(store, council), today, today, datetime.combine(today, time(9), UTC))
    scheduled = flow_run.scheduled_start_time.astimezone(clock.LONDON).date()
    return Job(store, councils.load(store, council), clock.today(), scheduled, clock.now())


def run_name() -> str:
    """Name a run in Prefect by whom and what it is for, e.g. "sample-borough 2020-09"."""
    given = flow_run.parameters
    if "first" in given:
        return f"{given['council']} {given['first']}..{given['last']}"
    return f"{given['council']} {given.get('months') or given.get('quarters') or ''}".strip()
