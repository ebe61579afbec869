"""Register a council's flows with a Prefect server: what runs, when, and with which worker.

Called by: `outturn deploy`.
Promises:  one deployment for each flow of a council; registering again brings it up to date and adds none;
           flows are found by module, so a worker may start from any folder.
Never:     starts a run, a worker or a server.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from expectations.errors import EnvironmentProblem
from flows import QUIET

WORK_POOL = "outturn"
TIME_ZONE = "Europe/London"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a flow runs by itself; cron is in London time, empty for what people start."""

    flow: str
    cron: str
    meaning: str


SCHEDULES = (
    Schedule("monthly", "0 6 5 * *", "06:00 on the 5th, for the month before"),
    Schedule("quarterly", "0 7 15 1,4,7,10 *", "07:00 on 15 January, April, July and October, for the quarter before"),
    Schedule("backfill", "", "when somebody starts it, with a reason"),
)


@dataclass(frozen=True, slots=True)
class Registration:
    """One deployment: how Prefect calls it and when it runs."""

    name: str
    entrypoint: str
    cron: str
    meaning: str


def planned(council: str) -> tuple[Registration, ...]:
    """Return the deployments that a council has or will have."""
    return tuple(
        Registration(
            f"{schedule.flow}/{council}", f"flows.{schedule.flow}.{schedule.flow}", schedule.cron, schedule.meaning
        )
        for schedule in SCHEDULES
    )


def register(council: str) -> tuple[Registration, ...]:
    """Register a council's deployments with the server that PREFECT_API_URL names."""
    import httpx
    from prefect.exceptions import PrefectHTTPStatusError

    try:
        _ensure_work_pool()
        for schedule in SCHEDULES:
            _register_one(schedule, council)
    except (httpx.HTTPError, PrefectHTTPStatusError, RuntimeError) as fault:
        raise EnvironmentProblem(
            f"the Prefect server did not do as asked ({type(fault).__name__})",
            "the server that PREFECT_API_URL names",
            "check that it runs: outturn prefect server start",
        ) from fault
    return planned(council)


def _ensure_work_pool() -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import WorkPoolCreate
    from prefect.exceptions import ObjectNotFound
    from prefect.workers.process import ProcessWorker

    with get_client(sync_client=True) as client:
        try:
            client.read_work_pool(WORK_POOL)
        except ObjectNotFound:
            template = ProcessWorker.get_default_base_job_template()
            client.create_work_pool(WorkPoolCreate(name=WORK_POOL, type="process", base_job_template=template))


def _register_one(schedule: Schedule, council: str) -> None:
    from prefect import Flow
    from prefect.deployments.runner import RunnerDeployment
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows.backfill import backfill
    from flows.monthly import monthly
    from flows.quarterly import quarterly

    flows: dict[str, Flow[..., Any]] = {"monthly": monthly, "quarterly": quarterly, "backfill": backfill}
    deployment = RunnerDeployment.from_flow(
        flows[schedule.flow],
        name=council,
        schedule=Cron(schedule.cron, timezone=TIME_ZONE) if schedule.cron else None,
        parameters={"council": council},
        concurrency_limit=1,
        work_pool_name=WORK_POOL,
        job_variables={"env": dict(QUIET)},
        entrypoint_type=EntrypointType.MODULE_PATH,
        tags=["outturn", council],
    )
    deployment.apply()
