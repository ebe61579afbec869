"""A Prefect server of our own for runs that find none: started beside the imports, gone with its parent.

Called by: deployments.runner; its child process through `python -m deployments.prefect_server`.
Promises:  listens on the loopback address only, on a port that the system chooses; ends when the process that
           started it ends, even by kill -9; of two that start at once, one prepares the database at a time.
Never:     is started where PREFECT_API_URL names a server.

Prefect can start such a server itself. That one outlives a killed parent, makes the parent import the whole
server, and is waited for; this one starts while the parent imports Great Expectations.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from expectations.errors import EnvironmentProblem

_SECONDS_TO_START = 120
_SECONDS_TO_STOP = 10


class OwnServer:
    """The server that a run speaks to: the one that PREFECT_API_URL names, or else a child of this process."""

    def __init__(self, home: Path) -> None:
        """Start the child, where one is needed, and return before it answers."""
        self._log = home / "prefect" / "server.log"
        self._has_answered = False
        self._child = None if os.environ.get("PREFECT_API_URL") else self._start()
        self.api_url = os.environ["PREFECT_API_URL"]

    def _start(self) -> subprocess.Popen[str]:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("w", encoding="utf-8") as log:
            # Its own session, so that Ctrl-C reaches the run first and the run can still record its end.
            child = subprocess.Popen(
                [sys.executable, "-m", "deployments.prefect_server"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        assert child.stdout is not None
        port = child.stdout.readline().strip()
        if not port:
            raise self._problem("ended as it started")
        os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
        return child

    def wait(self) -> None:
        """Return once the child answers; say where its log is if it does not."""
        deadline = time.monotonic() + _SECONDS_TO_START
        opener = build_opener(ProxyHandler({}))  # a proxy meant for the internet cannot reach our loopback
        while self._child:
            if self._child.poll() is not None:
                raise self._problem("ended as it started")
            if time.monotonic() > deadline:
                raise self._problem(f"did not answer within {_SECONDS_TO_START} s")
            try:
                with opener.open(f"{self.api_url}/health", timeout=_SECONDS_TO_START):
                    self._has_answered = True
                    return
            except (URLError, OSError):
                time.sleep(0.1)

    def _problem(self, what: str) -> EnvironmentProblem:
        return EnvironmentProblem(
            what=f"The Prefect server for this run {what}",
            where=f"{self._log.parent.parent.name}/prefect/{self._log.name}",
            fix="Read that log. If the database beside it is damaged, remove the prefect folder: it holds run\n"
            "       history only, no data. Or name a running server in PREFECT_API_URL.",
        )

    def __enter__(self) -> OwnServer:
        """Use the server inside a `with`."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Tell the child to end, if there is one: closing its standard input is the sign."""
        if not self._child:
            return
        os.environ.pop("PREFECT_API_URL", None)
        assert self._child.stdin is not None
        self._child.stdin.close()
        if not self._has_answered:
            return  # it is preparing its database and must not be cut off in that; it ends by itself
        try:
            self._child.wait(timeout=_SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def serve() -> None:
    """Be the child: say the port, serve until standard input closes."""
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    parent_gone = threading.Event()
    threading.Thread(target=_watch_parent, args=(parent_gone,), daemon=True).start()

    import uvicorn
    from filelock import FileLock
    from prefect.server.api.server import create_app

    with FileLock(Path(os.environ["PREFECT_HOME"]) / "server.lock") as preparing:

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                preparing.release()

        app = create_app(ephemeral=True, final=True)
        server = Server(uvicorn.Config(app, lifespan="on", log_level="error"))
        threading.Thread(target=_stop_after, args=(parent_gone, server), daemon=True).start()
        server.run(sockets=[listener])


def _watch_parent(parent_gone: threading.Event) -> None:
    sys.stdin.read()
    parent_gone.set()


def _stop_after(parent_gone: threading.Event, server: object) -> None:
    parent_gone.wait()
    server.should_exit = True  # type: ignore[attr-defined]
    time.sleep(_SECONDS_TO_STOP)
    os._exit(1)  # it hangs; the database stands a sudden end


if __name__ == "__main__":
    serve()
