"""The command `policy new-year`: last year's targets and lists of indicators, copied to be approved again.

Called by: deployments.cli.
Promises:  lists every line that somebody has to agree to; --dry-run lists the same and writes nothing.
Never:     approves a target.
"""

from __future__ import annotations

import argparse

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json
from deployments.cli.output import Output, table
from expectations.errors import UsageProblem


def add(commands: Commands) -> None:
    """Declare the command."""
    group = commands.group("policy", "Begin a new year of targets and reports.")
    parser = group.add(
        "new-year",
        run_new_year,
        "Copy last year's targets file and each report's list of indicators, and list what must be approved again.\n\n"
        "Every copied number is marked approved = false in the new file; it is shown and rates nothing until somebody\n"
        "takes that line out. Nothing else of a report's file changes.",
        "outturn policy new-year exampleshire 2021-22 --dry-run",
    )
    parser.add_argument("council", metavar="COUNCIL")
    parser.add_argument("year", metavar="YEAR", help="the new financial year, such as 2021-22")
    add_dry_run(parser)
    add_json(parser)


def run_new_year(request: argparse.Namespace, out: Output) -> int:
    """Write the new year, or say what would be written."""
    from tasks import councils, policy_years
    from warehouse.periods import FinancialYear, PeriodError

    store = stores.to_plan(request)
    council = councils.load(store, request.council)
    try:
        year = FinancialYear(request.year)
    except PeriodError as fault:
        raise UsageProblem(fault.what, "YEAR", fault.fix) from None
    done = policy_years.plan(council, year) if request.dry_run else policy_years.begin(store, council, year)
    rows = [(line.indicator, line.numbers, line.reason) for line in done.to_approve]
    lines = [
        f"to be approved for {year.label}:",
        *table(("indicator", "last year", "reason then"), rows),
        *(f"report  {name}: {what}" for name, what in done.reports.items()),
        *(f"{'would write' if request.dry_run else 'written'}  {stores.shown(council.folder / p)}" for p in done.files),
        "dry run: nothing was written"
        if request.dry_run
        else "next: agree to each line, then take approved = false out",
    ]
    data = {
        "year": str(year),
        "to_approve": [{"indicator": i, "last_year": n, "reason": r} for i, n, r in rows],
        "reports": done.reports,
        "files": list(done.files),
        "written": not request.dry_run,
    }
    return out.result(data, lines)
