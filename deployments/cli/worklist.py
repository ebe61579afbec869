"""The command `worklist`: for each team, what to correct in the case system.

Called by: deployments.cli.
Promises:  the lists stay in the store's protected folder; what is printed are teams, counts and paths.
Never:     prints a child's number or a cell.
"""

from __future__ import annotations

import argparse

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json
from deployments.cli.output import Output, table
from warehouse.periods import Month


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add(
        "worklist",
        run_worklist,
        "Write fixing lists: for each team, which child's record is to be corrected, and why.\n\n"
        "They name children, so they lie in the store and are for the case system's own users. "
        "Row numbers count from the first row below the header of the file.",
        "outturn worklist sample-borough 2020-09 --dry-run",
    )
    parser.add_argument("council", metavar="COUNCIL")
    parser.add_argument("month", metavar="MONTH", help="such as 2020-09")
    parser.add_argument("--team", metavar="TEAM", default="", help="the list of this team only")
    add_dry_run(parser)
    add_json(parser)


def run_worklist(request: argparse.Namespace, out: Output) -> int:
    """Write the lists, or say which would be written."""
    from expectations.waivers import Waived
    from tasks import clock, councils, worklists

    store = stores.to_read(request)
    council, month = councils.load(store, request.council), Month(request.month)
    today = clock.today()
    found, left_out = worklists.lists(store, council, month, Waived(council.waivers, today))
    chosen = worklists.of_team(found, request.team, month) if request.team else found
    if not request.dry_run:
        worklists.write(store, council, month, chosen, are_all=not request.team)
    head = ("team", "findings", "rows", "children", "csv", "xlsx")
    lines = []
    for one in chosen:
        workbook = stores.shown(one.workbook) if request.dry_run or one.workbook.exists() else ""
        lines.append((one.team, len(one.lines), one.rows, one.children, stores.shown(one.csv), workbook))
    expired = [one.label for one in council.waivers if one.state(today) == "expired"]
    ending = [f"{one.label} on {one.until:%d/%m/%Y}" for one in council.waivers if one.ends_soon(today)]
    notes = [f"{left_out} findings are waived and stand in no list"] if left_out else []
    notes += [f"waivers that have expired: {', '.join(expired)}"] if expired else []
    notes += [f"waivers that end within 30 days: {', '.join(ending)}"] if ending else []
    data = {"written": not request.dry_run, "waived": left_out, "expired": expired, "ending": ending}
    data["lists"] = [dict(zip(head, line, strict=True)) for line in lines]
    if not lines:
        return out.result(data, [f"{month.label}: no row of {council.code} is to be corrected", *notes])
    verb = "would be written" if request.dry_run else "written; they name children, so keep them where they are"
    shown = [line[:-1] for line in lines]
    return out.result(data, [f"{month.label}: fixing lists {verb}", *table(head[:-1], shown, (1, 2, 3)), *notes])
