"""What runs and in what order: the monthly, the quarterly and the backfill flow.

Called by: deployments (command line, schedules) and by Prefect workers, which import flows by module path.
Promises:  no library that this project uses reports its use to anybody, however a flow was started.
Never:     holds a rule, a measure or a council's name.

The defaults below are the one thing in the project that happens on import: a worker that imports a flow
passes through here and nowhere else before Prefect and Great Expectations read their settings.
"""

from __future__ import annotations

import os

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "GX_ANALYTICS_ENABLED": "false",
}
"""Environment that switches off telemetry and analytics; whoever wants them sets another value beforehand."""

for _name, _value in QUIET.items():
    os.environ.setdefault(_name, _value)
