"""The commands that run flows: `run monthly`, `run quarterly`, `backfill`.

Called by: deployments.cli.
Promises:  the flow that runs is the one that is scheduled; status 4 where a file was refused or a rule not judged.
Never:     imports Prefect before there is something to run.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from deployments import runner
from deployments.cli import plans
from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json, add_today, words
from deployments.cli.output import Output, table
from expectations.errors import BlockedByData, UsageProblem

if TYPE_CHECKING:
    from flows.monthly import MonthlyRun
    from flows.quarterly import QuarterlyRun
    from tasks.intake import IntakeReport

_REFUSED = BlockedByData.exit_code


def add(commands: Commands) -> None:
    """Declare the commands."""
    run = commands.group("run", "Run a flow now: monthly or quarterly.")
    monthly = run.add(
        "monthly",
        run_monthly,
        "Check and keep what has landed for a council, and rebuild its warehouse.\n\n"
        "Several months are one batch. Run again, it changes nothing.",
        "outturn run monthly sample-borough 2020-09\n  outturn run monthly sample-borough 2019-04..2021-06 --dry-run",
    )
    monthly.add_argument("council", metavar="COUNCIL")
    monthly.add_argument(
        "months", metavar="MONTHS", nargs="?", help="2020-09 or 2019-04..2021-06 (default: last month)"
    )
    quarterly = run.add(
        "quarterly",
        run_quarterly,
        "Rate and publish a council's quarters, and the year with its fourth quarter.\n\n"
        "What was published stays as it was; figures that have changed since become a new version.",
        "outturn run quarterly sample-borough 2020-21-Q2",
    )
    quarterly.add_argument("council", metavar="COUNCIL")
    quarterly.add_argument(
        "quarters", metavar="QUARTERS", nargs="?", help="2020-21-Q2 or 2019-20-Q1..2020-21-Q2 (default: last quarter)"
    )
    backfill = commands.add(
        "backfill",
        run_backfill,
        "Check and load again every landed file in a range of months, then rebuild once.\n\n"
        "Months in which nothing has landed are listed, and the range is refused. Published quarters\n"
        "are not overwritten: a change in them becomes a new version when they are next published.",
        "outturn backfill sample-borough --from 2019-04 --to 2020-03 \\\n"
        '                  --reason "CON-003 corrected, see #42" --dry-run',
    )
    backfill.add_argument("council", metavar="COUNCIL")
    backfill.add_argument("--from", dest="first", metavar="MONTH", required=True, help="first month, such as 2019-04")
    backfill.add_argument("--to", dest="last", metavar="MONTH", required=True, help="last month, such as 2020-03")
    backfill.add_argument(
        "--reason", metavar="TEXT", type=words, required=True, help="why; kept with the run, never a name or a case"
    )
    backfill.add_argument("--yes", action="store_true", help="do not ask on a terminal")
    for parser in (monthly, quarterly, backfill):
        add_today(parser)
        add_dry_run(parser)
        add_json(parser)


def run_monthly(request: argparse.Namespace, out: Output) -> int:
    """Run the monthly flow, or list what it would take in."""
    store = stores.to_plan(request)
    if request.dry_run:
        return _plan(out, plans.of_months(store, request.council, request.months, request.today))
    with out.progress() as progress, runner.ready(store.root, progress):
        from flows.monthly import monthly

        run = monthly(request.council, request.months, request.today)
    return tell_monthly(run, out)


def run_quarterly(request: argparse.Namespace, out: Output) -> int:
    """Run the quarterly flow, or list what it would publish."""
    store = stores.to_plan(request)
    if request.dry_run:
        return _plan(out, plans.of_quarters(store, request.council, request.quarters, request.today))
    with out.progress() as progress, runner.ready(store.root, progress):
        from flows.quarterly import quarterly

        run = quarterly(request.council, request.quarters, request.today)
    return tell_quarterly(run, out)


def run_backfill(request: argparse.Namespace, out: Output) -> int:
    """Run the backfill flow once its plan is agreed to."""
    store = stores.to_plan(request)
    if not request.reason.strip():
        raise UsageProblem("the reason is empty", "--reason", "say why, in words a colleague will understand next year")
    plan = plans.of_backfill(store, request.council, request.first, request.last)
    if request.dry_run:
        return _plan(out, plan)
    if not request.yes and sys.stdin.isatty() and sys.stderr.isatty():
        print("\n".join(plan), file=sys.stderr)
        if input("Do this? [y/N] ").strip().lower() not in ("y", "yes"):
            raise UsageProblem("not agreed to", "", "nothing was done; --yes skips the question")
    with out.progress() as progress, runner.ready(store.root, progress):
        from flows.backfill import backfill

        run = backfill(request.council, request.first, request.last, request.reason, request.today)
    return tell_monthly(run, out)


def tell_monthly(run: MonthlyRun, out: Output) -> int:
    """Print what a monthly run or a backfill did; status 4 where a file was refused or a rule not judged."""
    from expectations.unjudged import how_to_mend

    intake, build = run.intake, run.build
    lines = [
        _files(intake),
        f"rows    {intake.rows_in} in = {intake.loaded} loaded + {intake.quarantined} quarantined"
        f" + {intake.duplicates} duplicates",
        f"build   {build.build_id} ({'new' if build.is_new else 'nothing has changed'}), {build.seconds:.1f} s",
        f"quality {len(run.quality)} new or changed reports on data quality",
        f"mails   {len(run.mails)} new in the outbox",
    ]
    is_refused = bool(intake.files_refused + intake.files_refused_in_part)
    if not (intake.files_accepted or intake.files_already_loaded or is_refused):
        lines.append("landed  nothing: no file lies in the landing folder of these months; see outturn status")
    for finding in intake.refused:
        lines += [f"refused {finding.month} {finding.source}", f"        {finding.rule}: {finding.message}"]
    for finding in build.blocking:
        lines += [f"blocked {finding.month} {finding.extract}: figures that rest on it are not published"]
        lines += [f"        {finding.message}; {how_to_mend([finding.rule])}"]
    for published in run.publications:
        state = "new" if published.is_new else "unchanged"
        lines.append(f"report  {published.period} {published.report} v{published.version} ({state})")
    data = {
        "files_accepted": intake.files_accepted,
        "files_refused": intake.files_refused,
        "files_refused_in_part": intake.files_refused_in_part,
        "files_already_loaded": intake.files_already_loaded,
        "extracts_accepted": intake.extracts_accepted,
        "rows_in": intake.rows_in,
        "rows_loaded": intake.loaded,
        "rows_quarantined": intake.quarantined,
        "rows_duplicate": intake.duplicates,
        "build": build.build_id,
        "build_is_new": build.is_new,
        "quality": [str(month) for month in run.quality],
        "mails": run.mails,
        "refused": [asdict(finding) for finding in intake.refused],
        "findings": [asdict(finding) for finding in intake.findings],
        "blocking": [asdict(finding) for finding in build.blocking],
        "publications": [[p.period, p.report, p.version, p.is_new] for p in run.publications],
    }
    out.result(data, lines)
    return _REFUSED if is_refused or build.blocking else 0


def _files(intake: IntakeReport) -> str:
    """Say what became of the files; a file may hold several extracts, and part of it may be refused."""
    line = f"files   {intake.files_accepted} accepted, {intake.files_refused} refused, "
    if intake.files_refused_in_part:
        line += f"{intake.files_refused_in_part} refused in part, "
    line += f"{intake.files_already_loaded} already loaded"
    several = intake.extracts_accepted > intake.files_accepted
    return f"{line}; {intake.extracts_accepted} extracts taken in" if several else line


def tell_quarterly(run: QuarterlyRun, out: Output) -> int:
    """Print what a quarterly run did."""
    rows = [
        (p.period, p.report, f"v{p.version}", "new" if p.is_new else "unchanged", stores.shown(p.folder))
        for p in run.publications
    ]
    lines = table(("period", "report", "version", "", "folder"), rows) if rows else ["nothing to publish"]
    data = {
        "build": run.build.build_id,
        "publications": [
            {"period": p.period, "report": p.report, "version": p.version, "is_new": p.is_new, "folder": p.folder}
            for p in run.publications
        ],
        "mails": run.mails,
    }
    return out.result(data, [*lines, f"mails: {len(run.mails)} new in the outbox"])


def _plan(out: Output, lines: Sequence[str]) -> int:
    return out.result({"would": lines}, [*lines, "dry run: nothing was written"])
