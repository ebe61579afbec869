"""The settings under which this project runs Prefect, set before Prefect is imported.

Called by: deployments.prefect_server and deployments.cli, first thing; `outturn deploy` hands them to the worker.
Promises:  a setting that is already in the environment is left alone; Prefect's own files stay inside the store.
Never:     imports Prefect.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from flows import QUIET

RUN_BY_HAND = {
    # What goes wrong is printed by the command line, once, as what, where and fix.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    # What a run logs must reach Prefect's record of it, or say nothing.
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
}
"""Further settings for runs that a person watches; a worker's runs keep Prefect's own logging."""


def for_store(home: Path) -> dict[str, str]:
    """Return the environment of a run whose store is `home`."""
    return {**QUIET, "OUTTURN_HOME": str(home), "PREFECT_HOME": str(home / "prefect")}


def apply(settings: Mapping[str, str]) -> None:
    """Put settings into the environment where it does not hold them yet."""
    for name, value in settings.items():
        os.environ.setdefault(name, value)
