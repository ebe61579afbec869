"""The command line: `outturn COMMAND ...`, one module per group of commands.

Called by: the console script `outturn`, `python -m deployments.cli`.
Promises:  exit status 0 done, 1 failed, 2 cannot be met as asked, 3 busy, 4 blocked by data, 5 environment;
           an error is printed as what, where and fix; help, status and explain import no heavy library.
Never:     decides a figure or touches data itself.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from deployments.cli import (
    contracts,
    councils,
    deliveries,
    demo,
    deploy,
    headers,
    indicators,
    lag,
    mail,
    policy,
    publications,
    quality,
    quarantine,
    runs,
    sample,
    status,
    suites,
    waivers,
    worklist,
)
from deployments.cli import explain as explain_command
from deployments.cli.commands import Commands, add_json, run_version
from deployments.cli.output import Output
from expectations.errors import EnvironmentProblem, OutturnError
from flows.faults import ProgramFault
from warehouse.periods import PeriodError

_GROUPS = (
    demo,
    sample,
    runs,
    status,
    publications,
    explain_command,
    deliveries,
    headers,
    quality,
    lag,
    quarantine,
    waivers,
    worklist,
    mail,
    councils,
    policy,
    contracts,
    indicators,
    suites,
    deploy,
)
_STOPPED_BY_HAND = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    commands = Commands()
    for group in _GROUPS:
        group.add(commands)
    add_json(commands.add("version", run_version, "Print the version.", "outturn version"))
    request = commands.read(sys.argv[1:] if argv is None else argv)
    if request.debug:
        os.environ["OUTTURN_DEBUG"] = "1"
    out = Output(as_json=request.as_json)
    try:
        exit_status: int = request.run(request, out)
        return exit_status
    except OutturnError as problem:
        return _tell(out, problem, request.debug)
    except PeriodError as problem:
        return _tell(out, OutturnError(problem.what, "the period on the command line", problem.fix), request.debug, 2)
    except KeyboardInterrupt:
        out.problem("stopped by hand", "", "run the same command again; nothing half-written is left to be seen")
        return _STOPPED_BY_HAND
    except BrokenPipeError:
        return 0
    except Exception as fault:
        if request.debug:
            traceback.print_exc()
        return _tell(out, _of_file(fault) or ProgramFault.of(fault), debug=False)


def _of_file(fault: Exception) -> OutturnError | None:
    """Tell of a file or folder that the machine does not give: by its folder, for a file's name may hold a child's."""
    if not isinstance(fault, OSError) or not isinstance(fault.filename, str | Path):
        return None
    return EnvironmentProblem(
        f"a file or folder cannot be used: {os.strerror(fault.errno or 0)}",
        f"in {Path(fault.filename).parent}",
        "see that it is there, that this account may write to it, and that the disk has room; then run this again",
    )


def _tell(out: Output, problem: OutturnError, debug: bool, exit_code: int | None = None) -> int:
    if debug:
        traceback.print_exception(problem)
    out.problem(problem.what, problem.where, problem.fix)
    return exit_code if exit_code is not None else problem.exit_code
