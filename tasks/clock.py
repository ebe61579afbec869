"""What time it is: the only place in the project that asks.

Called by: flows.job, once per run, and the command line where no day was given.
Promises:  every other module is handed its day, so a run can be repeated as of any day.
Never:     called by anything that decides a figure.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
"""The time zone of councils, schedules and printed dates."""


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date in London."""
    return now().astimezone(LONDON).date()
