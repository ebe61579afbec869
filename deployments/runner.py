"""Make this process ready to run flows: settings, a server beside it, no heartbeat, someone who listens.

Called by: the commands `run`, `backfill` and `demo`.
Promises:  Prefect, Great Expectations and pandas are imported inside `ready` and not before.
Never:     needs a server that is already running, a worker or a registered deployment.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deployments import prefect_settings
from deployments.prefect_server import OwnServer

_SECONDS_TO_SEND = 10


@contextmanager
def ready(home: Path, listener: Callable[[str], None], meanwhile: Callable[[], None] | None = None) -> Iterator[float]:
    """Let flows be imported and called inside the `with`; their progress lines go to `listener`.

    Gives the seconds that getting ready took, without those of `meanwhile`: work that needs no flow and is done
    while the server starts.
    """
    prefect_settings.apply(prefect_settings.for_store(home))
    prefect_settings.apply(prefect_settings.RUN_BY_HAND)
    with OwnServer(home) as server:
        if meanwhile:
            meanwhile()
        listener("getting ready (Prefect, Great Expectations)")
        started = time.monotonic()
        _import_what_flows_need()
        from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

        from flows.narration import heard_by

        server.wait()
        # The heartbeat would add a second to every flow; nobody waits for news of a run that they watch.
        settings = {PREFECT_API_URL: server.api_url, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
        with temporary_settings(settings), heard_by(listener):
            try:
                yield time.monotonic() - started
            finally:
                _send_what_is_left()


def _import_what_flows_need() -> None:
    """Import Prefect and Great Expectations, which takes about as long as the server takes to start."""
    import flows.monthly
    import flows.quarterly  # noqa: F401 - for its imports
    from expectations.suites import suite_json

    suite_json("nothing yet", ())


def _send_what_is_left() -> None:
    """Hand the server the log lines and task states that Prefect still holds back, while it is there to take them."""
    from prefect._internal.concurrency.threads import wait_for_global_loop_exit
    from prefect.events.worker import EventsWorker

    EventsWorker.drain_all(timeout=_SECONDS_TO_SEND)
    for handler in logging.getLogger("prefect.flow_runs").handlers:
        handler.flush()
    # A loop that still runs when the interpreter ends keeps results alive, which DuckDB's binding reports as
    # leaks on sixty lines of standard error.
    wait_for_global_loop_exit(_SECONDS_TO_SEND)
