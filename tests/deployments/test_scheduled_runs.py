"""Scheduled runs, with a real Prefect server and a real worker: registered once, run from anywhere."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.deployments.conftest import Shell
from tests.tasks import small_council

pytestmark = pytest.mark.slow

_WITHIN = 60


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A store with landed files, a Prefect server, a worker, and a shell that knows them."""
    folder = tmp_path_factory.mktemp("scheduled")
    small_council.make(folder / "outturn-home")
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    shell = Shell(folder, {"PREFECT_API_URL": f"http://127.0.0.1:{port}/api"})
    # What these two print is read when a test fails.
    with (folder / "server.log").open("w") as log:
        process = started(shell, log, "server", "start", "--host", "127.0.0.1", "--port", str(port))
        try:
            until(lambda: answers(shell), "the server answers")
            shell.outturn("deploy", small_council.CODE)
            worker = started(shell, log, "worker", "start", "--pool", "outturn")
            try:
                yield shell
            finally:
                stopped(worker)
        finally:
            stopped(process)


def started(shell: Shell, log: Any, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*shell.program, "prefect", *words], cwd=shell.folder, env=shell.environment, stdout=log, stderr=log
    )


def stopped(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end. Prefect's worker sometimes hangs on the way out, and would be waited for for ever."""
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def answers(shell: Shell) -> bool:
    try:
        return httpx.get(f"{shell.extra['PREFECT_API_URL']}/health", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _WITHIN
    while not holds():
        assert time.monotonic() < deadline, f"not within {_WITHIN} s: {what}"
        time.sleep(0.2)


def asked(shell: Shell, place: str, body: dict[str, Any] | None = None) -> Any:
    return (
        httpx.post(f"{shell.extra['PREFECT_API_URL']}/{place}", json=body or {}, timeout=30).raise_for_status().json()
    )


def test_each_flow_is_registered_once_with_its_schedule_in_london(server: Shell) -> None:
    server.outturn("deploy", small_council.CODE)
    found = {deployment["entrypoint"]: deployment for deployment in asked(server, "deployments/filter")}
    assert sorted(found) == ["flows.backfill.backfill", "flows.monthly.monthly", "flows.quarterly.quarterly"]
    schedules = {
        entrypoint: [(line["schedule"]["cron"], line["schedule"]["timezone"]) for line in deployment["schedules"]]
        for entrypoint, deployment in found.items()
    }
    assert schedules == {
        "flows.monthly.monthly": [("0 6 5 * *", "Europe/London")],
        "flows.quarterly.quarterly": [("0 7 15 1,4,7,10 *", "Europe/London")],
        "flows.backfill.backfill": [],
    }
    for deployment in found.values():
        assert deployment["name"] == small_council.CODE
        assert deployment["work_pool_name"] == "outturn"
        assert deployment["parameters"] == {"council": small_council.CODE}
        assert deployment["global_concurrency_limit"]["limit"] == 1
        assert deployment["job_variables"]["env"]["DO_NOT_TRACK"] == "1"


def test_the_server_plans_runs_at_six_in_london_summer_and_winter(server: Shell) -> None:
    """The scheduler really makes runs. With SQLAlchemy 2.1 it failed every five seconds and made none."""
    until(lambda: len(scheduled(server)) >= 3, "runs are scheduled")
    for run in scheduled(server):
        assert run["parameters"] == {"council": small_council.CODE}
        assert run["state_name"] == "Scheduled"
    from datetime import datetime
    from zoneinfo import ZoneInfo

    times = [
        datetime.fromisoformat(run["expected_start_time"]).astimezone(ZoneInfo("Europe/London"))
        for run in scheduled(server)
    ]
    assert {(at.day, at.hour) for at in times} <= {(5, 6), (15, 7)}
    assert "Traceback" not in (server.folder / "server.log").read_text()


def scheduled(shell: Shell) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = asked(
        shell, "flow_runs/filter", {"flow_runs": {"state": {"name": {"any_": ["Scheduled"]}}}}
    )
    return [run for run in found if run["auto_scheduled"]]


def test_a_worker_runs_a_deployment_and_the_store_holds_its_work(server: Shell) -> None:
    elsewhere = server.folder / "elsewhere"
    elsewhere.mkdir()
    said = Shell(elsewhere, server.extra | {"OUTTURN_HOME": str(server.folder / "outturn-home")}).outturn(
        "prefect", "deployment", "run", f"monthly/{small_council.CODE}", "-p", "months=2020-07..2020-09", "--watch"
    )
    assert "Completed" in said.out
    status = json.loads(server.outturn("status", "--json").out)[0]
    assert status["rows_in"] > 0
    assert re.fullmatch(r"[0-9a-f]+", status["build"])
    run = next(r for r in asked(server, "flow_runs/filter") if r["state_name"] == "Completed")
    assert run["name"] == f"{small_council.CODE} 2020-07..2020-09"
    until(lambda: any("rows_quarantined=" in line for line in logged(server, run["id"])), "its log has arrived")
    kept = json.dumps(asked(server, "logs/filter")) + json.dumps(asked(server, "artifacts/filter"))
    assert "70000" not in kept
    assert "Madeupname" not in kept


def test_a_run_without_a_month_takes_the_one_before_its_scheduled_day(server: Shell) -> None:
    """A run that the server planned for 5 October and that starts only now still means September."""
    deployment = next(d for d in asked(server, "deployments/filter") if d["entrypoint"] == "flows.monthly.monthly")
    planned = {"state": {"type": "SCHEDULED", "state_details": {"scheduled_time": "2020-10-05T05:00:00Z"}}}
    run = asked(server, f"deployments/{deployment['id']}/create_flow_run", planned)
    place = f"{server.extra['PREFECT_API_URL']}/flow_runs/{run['id']}"
    until(lambda: httpx.get(place, timeout=30).json()["state_type"] in ("COMPLETED", "FAILED", "CRASHED"), "it has run")
    assert httpx.get(place, timeout=30).json()["state_type"] == "COMPLETED"
    until(lambda: any("September 2020" in line for line in logged(server, run["id"])), "its log has arrived")
    assert not any("July 2020" in line for line in logged(server, run["id"]))


def logged(shell: Shell, run_id: str) -> list[str]:
    found = asked(shell, "logs/filter", {"logs": {"flow_run_id": {"any_": [run_id]}}})
    return [line["message"] for line in found]
