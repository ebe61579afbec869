"""The commands `policy new-year` and `policy approve`: last year's targets and lists, copied, and agreed to again.

Called by: deployments.cli.
Promises:  lists every line that somebody has to agree to; --dry-run lists the same and writes nothing.
Never:     approves a target that was not named, or without a name and a day.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json, day, words
from deployments.cli.output import Output, table
from expectations.errors import UsageProblem

if TYPE_CHECKING:
    from warehouse.periods import FinancialYear


def add(commands: Commands) -> None:
    """Declare the command."""
    group = commands.group("policy", "Begin a new year of targets and reports, or approve its lines.")
    parser = group.add(
        "new-year",
        run_new_year,
        "Copy last year's targets file and each report's list of indicators, and list what must be approved again.\n\n"
        "Every copied number is marked approved = false in the new file; it is shown and rates nothing until somebody\n"
        "agrees to it: policy approve. Nothing else of a report's file changes.",
        "outturn policy new-year exampleshire 2021-22 --dry-run",
    )
    approving = group.add(
        "approve",
        run_approve,
        "List the lines of a year's targets that nobody has agreed to, or write who agreed to lines and when.\n\n"
        "Only approved, approved_by and approved_on of the lines named change; comments and layout stay. Where\n"
        "anything stands in the way, all of it is named and nothing is written.",
        "outturn policy approve exampleshire 2021-22\n"
        '  outturn policy approve exampleshire 2021-22 --all --by "Performance Board" --on 2021-03-17 --dry-run',
    )
    approving.add_argument("--all", action="store_true", help="every line that waits")
    approving.add_argument("--by", metavar="NAME", type=words, default="", help="who agreed")
    approving.add_argument("--on", metavar="DATE", type=day, help="on which day, yyyy-mm-dd")
    for one, year in ((parser, "the new financial year, such as 2021-22"), (approving, "such as 2021-22")):
        one.add_argument("council", metavar="COUNCIL")
        one.add_argument("year", metavar="YEAR", help=year)
        add_dry_run(one)
        add_json(one)
    approving.add_argument("codes", metavar="CODE", nargs="*", help="indicators whose lines are agreed to")


def run_new_year(request: argparse.Namespace, out: Output) -> int:
    """Write the new year, or say what would be written."""
    from tasks import councils, policy_years

    store = stores.to_plan(request)
    council = councils.load(store, request.council)
    year = _year(request.year)
    done = policy_years.plan(council, year) if request.dry_run else policy_years.begin(store, council, year)
    rows = [(line.indicator, line.numbers, line.reason) for line in done.to_approve]
    lines = [
        f"to be approved for {year.label}:",
        *table(("indicator", "last year", "reason then"), rows),
        *(f"report  {name}: {what}" for name, what in done.reports.items()),
        *(f"{'would write' if request.dry_run else 'written'}  {stores.shown(council.folder / p)}" for p in done.files),
        "dry run: nothing was written"
        if request.dry_run
        else f"next: agree to each line: {stores.program(store)} policy approve {council.code} {year}",
    ]
    data = {
        "year": str(year),
        "to_approve": [{"indicator": i, "last_year": n, "reason": r} for i, n, r in rows],
        "reports": done.reports,
        "files": list(done.files),
        "written": not request.dry_run,
    }
    return out.result(data, lines)


def run_approve(request: argparse.Namespace, out: Output) -> int:
    """Write who agreed to lines, say what would be written, or list what waits."""
    from tasks import councils, policy_years
    from warehouse.approval import Agreement

    store = stores.to_plan(request)
    council = councils.load(store, request.council)
    year = _year(request.year)
    waits = policy_years.waiting(council, year)
    if not request.codes and not request.all:
        return _list(year, [(line.indicator, line.numbers, line.reason) for line in waits], out)
    _refuse_unclear(request)
    codes = [line.indicator for line in waits] if request.all else request.codes
    agreed = Agreement(codes, request.by.strip(), request.on)
    path, done = policy_years.approve(store, council, year, agreed, dry_run=request.dry_run)
    head = ("indicator", "numbers", "before", "after")
    rows = [(one.indicator, one.numbers, one.before, one.after) for one in done]
    named = {one.indicator for one in done}
    left = sum(line.indicator not in named for line in waits)
    verb = "would be changed" if request.dry_run else "written"
    lines = [
        *(table(head, rows, folded=1) if rows else ["nothing waits"]),
        f"{verb}: {stores.shown(path)}; {left} {'line waits' if left == 1 else 'lines wait'} still",
        *(["dry run: nothing was written"] if request.dry_run else []),
    ]
    data = {
        "year": str(year),
        "approved": [dict(zip(head, row, strict=True)) for row in rows],
        "waiting": left,
        "written": not request.dry_run,
    }
    return out.result(data, lines)


def _list(year: FinancialYear, waits: list[tuple[str, str, str]], out: Output) -> int:
    head = ("indicator", "numbers", "reason")
    lines = [f"not approved for {year.label}:", *table(head, waits, folded=2)] if waits else [
        f"every line for {year.label} is approved"
    ]  # fmt: skip
    data = {"year": str(year), "waiting": [dict(zip(head, line, strict=True)) for line in waits]}
    return out.result(data, lines)


def _refuse_unclear(request: argparse.Namespace) -> None:
    """Refuse a request that does not say who, when or what, or says what twice."""
    from tasks import clock

    faults = [] if request.by.strip() else ["who agreed is not said: --by NAME"]
    faults += [] if request.on else ["the day is not said: --on DATE"]
    faults += ["the day is yet to come: --on DATE"] if request.on and request.on > clock.today() else []
    faults += ["codes are named and --all asked for; one of the two"] if request.codes and request.all else []
    if faults:
        raise UsageProblem("; ".join(faults), "on the command line", "see: outturn policy approve --help")


def _year(text: str) -> FinancialYear:
    from warehouse.periods import FinancialYear, PeriodError

    try:
        return FinancialYear(text)
    except PeriodError as fault:
        raise UsageProblem(fault.what, "YEAR", fault.fix) from None
