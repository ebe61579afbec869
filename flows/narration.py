"""Where a run's progress lines go: to whoever started it, or else into Prefect's log of the run.

Called by: flows.steps, which hand `tell` to the tasks; the command line, which listens.
Promises:  a listener hears every line of the runs started inside its `with`, and only those.
Never:     passes on anything but lines of counts and declared names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from prefect.logging import get_run_logger

_listener: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)


@contextmanager
def heard_by(listener: Callable[[str], None]) -> Iterator[None]:
    """Send the progress lines of runs inside the `with` to `listener`."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(line: str) -> None:
    """Pass on one line of progress."""
    listener = _listener.get()
    if listener:
        listener(line)
    else:
        get_run_logger().info(line)
