"""The commands `deploy` and `prefect`: scheduled runs.

Called by: deployments.cli.
Promises:  Prefect is only ever started with this project's settings.
Never:     needs Prefect's own command line to be known: the help has every line to paste.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import asdict

from deployments import prefect_settings, register
from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json
from deployments.cli.output import Output, table
from expectations.errors import EnvironmentProblem
from tasks import councils


def add(commands: Commands) -> None:
    """Declare the commands."""
    deploy = commands.add(
        "deploy",
        run_deploy,
        "Register a council's flows with a Prefect server, so that they run by themselves.\n\n"
        "It takes three terminals, or three services (see deployments/compose.yaml):\n"
        "  1  outturn prefect server start\n"
        "  2  export PREFECT_API_URL=http://127.0.0.1:4200/api\n"
        "     outturn deploy sample-borough\n"
        "  3  export PREFECT_API_URL=http://127.0.0.1:4200/api\n"
        "     outturn prefect worker start --pool outturn",
        "outturn deploy sample-borough --dry-run",
    )
    deploy.add_argument("council", metavar="COUNCIL")
    add_dry_run(deploy)
    add_json(deploy)
    prefect = commands.add(
        "prefect",
        run_prefect,
        "Start Prefect's own command line with this store's settings: no telemetry, its files in the store.",
        "outturn prefect server start\n  outturn prefect worker start --pool outturn\n"
        "  outturn prefect deployment run monthly/sample-borough -p months=2020-09 --watch",
    )
    prefect.add_argument("words", metavar="...", nargs=argparse.REMAINDER, help="what Prefect is asked to do")


def run_deploy(request: argparse.Namespace, out: Output) -> int:
    """Register the deployments, or list them."""
    store = stores.to_plan(request)
    council = councils.load(store, request.council)
    found = register.planned(council.code)
    if not request.dry_run:
        if not os.environ.get("PREFECT_API_URL"):
            raise EnvironmentProblem(
                "no Prefect server is named",
                "the environment variable PREFECT_API_URL",
                "outturn prefect server start   (in another terminal)\n"
                "export PREFECT_API_URL=http://127.0.0.1:4200/api",
            )
        prefect_settings.apply(prefect_settings.for_store(store.root))
        prefect_settings.apply(prefect_settings.RUN_BY_HAND)
        found = register.register(council.code)
    lines = table(("deployment", "runs (London time)"), [(line.name, line.meaning) for line in found])
    lines.append(
        f"work pool {register.WORK_POOL}; start a worker with: outturn prefect worker start --pool {register.WORK_POOL}"
    )
    if request.dry_run:
        lines.append("dry run: nothing was registered")
    return out.result([asdict(line) for line in found], lines)


def run_prefect(request: argparse.Namespace, _out: Output) -> int:
    """Become Prefect's command line."""
    store = stores.to_write(request)
    prefect_settings.apply(prefect_settings.for_store(store.root))
    os.execv(sys.executable, [sys.executable, "-m", "prefect", *request.words])
