"""The server that a run brings with it: there when needed, gone afterwards, silent to the outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.deployments.conftest import Shell

pytestmark = pytest.mark.slow

_HOLDS_A_SERVER = """
import json, pathlib, sys, time
from deployments import prefect_settings
from deployments.prefect_server import OwnServer
home = pathlib.Path(sys.argv[1])
prefect_settings.apply(prefect_settings.for_store(home))
with OwnServer(home) as server:
    server.wait()
    print(server.api_url, server._child.pid if server._child else 0, flush=True)
    time.sleep(120)
"""


def holder_of_a_server(shell: Shell) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _HOLDS_A_SERVER, str(shell.folder / "outturn-home")],
        cwd=shell.folder,
        env=shell.environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(holder: subprocess.Popen[str]) -> tuple[str, int]:
    assert holder.stdout is not None
    url, pid = holder.stdout.readline().split()
    return url, int(pid)


def is_gone(pid: int, within: float) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.1)
    return False


def settings_of(url: str) -> dict[str, object]:
    import httpx

    found: dict[str, object] = httpx.get(f"{url}/admin/settings", timeout=30).json()
    return found


def test_it_reports_to_nobody_listens_here_only_and_dies_with_its_parent(shell: Shell) -> None:
    holder = holder_of_a_server(shell)
    try:
        url, pid = said(holder)
        assert url.startswith("http://127.0.0.1:")
        server = settings_of(url)["server"]
        assert isinstance(server, dict)
        assert server["analytics_enabled"] is False
        environment = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
        assert "DO_NOT_TRACK=1" in environment
        assert listening_addresses(pid) <= {"0100007F"}
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert is_gone(pid, within=20)


def test_two_that_start_at_once_share_one_new_database(shell: Shell) -> None:
    holders = [holder_of_a_server(shell) for _ in range(2)]
    try:
        urls = {said(holder)[0] for holder in holders}
        assert len(urls) == 2
        for url in urls:
            settings_of(url)
    finally:
        for holder in holders:
            holder.terminate()
            holder.wait()


def test_a_server_that_is_named_is_used_and_none_is_started(shell: Shell) -> None:
    shell.extra["PREFECT_API_URL"] = "http://127.0.0.1:9/api"
    holder = holder_of_a_server(shell)
    try:
        assert said(holder) == ("http://127.0.0.1:9/api", 0)
    finally:
        holder.kill()
        holder.wait()


def listening_addresses(pid: int) -> set[str]:
    """Return the addresses, as the kernel writes them, on which a process listens."""
    sockets = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed between listing and looking
            sockets.add(os.readlink(entry))
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            cells = line.split()
            if cells[3] == "0A" and f"socket:[{cells[9]}]" in sockets:
                found.add(cells[1].split(":")[0])
    return found
