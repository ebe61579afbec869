"""The commands `waivers list`, `add` and `end`: findings that a council has decided to live with for a time.

Called by: deployments.cli.
Promises:  every waiver is shown with its state and how many rows it is about; one that is over is told.
Never:     removes a finding or a record.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json, day, words
from deployments.cli.output import Output, table
from expectations.errors import UsageProblem


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = commands.group("waivers", "List, add or end waivers of warnings and queries.")
    listing = group.add(
        "list",
        run_list,
        "List the council's waivers, whether each holds today, and how many rows it is about.",
        "outturn waivers list sample-borough",
    )
    adding = group.add(
        "add",
        run_add,
        "Waive a warning or query of one extract until a day. Its findings leave the fixing lists and stay counted.\n\n"
        "With --keys-file it is waived for the children whose numbers that file lists, one a line. What is written\n"
        "are tokens under the council's key; delete the file afterwards.",
        "outturn waivers add sample-borough contacts A6 --until 2021-03-31 \\\n"
        '                      --by "J Smith" --reason "the new codes come in April" --dry-run\n'
        "  outturn waivers add sample-borough persons B7 --until 2021-03-31 --keys-file children.txt \\\n"
        '                      --by "J Smith" --reason "families were asked, and did not say" --dry-run',
    )
    ending = group.add(
        "end",
        run_end,
        "End the waivers of a rule before their day; their record stays.",
        'outturn waivers end sample-borough contacts A6 --by "J Smith" --reason "codes are there" --dry-run',
    )
    for parser in (listing, adding, ending):
        parser.add_argument("council", metavar="COUNCIL")
        add_json(parser)
    for parser in (adding, ending):
        parser.add_argument("extract", metavar="EXTRACT", help="such as contacts")
        parser.add_argument("rule", metavar="RULE", help="such as A6; see: outturn rules")
        parser.add_argument(
            "--reason", metavar="TEXT", type=words, required=True, help="why; never a child's name or number"
        )
        parser.add_argument("--by", metavar="NAME", type=words, required=True, help="who decides")
        add_dry_run(parser)
    adding.add_argument("--until", metavar="DATE", type=day, required=True, help="its last day, yyyy-mm-dd")
    adding.add_argument(
        "--keys-file", metavar="FILE", type=Path, help="children's numbers, one a line (default: all rows)"
    )


def run_list(request: argparse.Namespace, out: Output) -> int:
    """Print each waiver with its state and the rows that it is about."""
    from tasks import clock, councils, waivers

    store = stores.to_read(request)
    council, today = councils.load(store, request.council), clock.today()
    head = ("extract", "rule", "children", "state", "until", "rows", "by", "reason")
    lines = [
        (w.extract, w.rule, len(w.keys) or "all", w.state(today), str(w.until), rows, w.by, w.reason)
        for w, rows in zip(council.waivers, waivers.rows_waived(store, council), strict=True)
    ]
    ending = [w for w in council.waivers if w.ends_soon(today)]
    data = [
        dict(zip(head, line, strict=True)) | {"ends_soon": waiver in ending}
        for waiver, line in zip(council.waivers, lines, strict=True)
    ]
    notes = [f"ends within 30 days: {waiver.label} on {waiver.until:%d/%m/%Y}" for waiver in ending]
    shown = [*table(head, lines, (5,), 7), *notes] if lines else [f"{council.code} has no waivers"]
    return out.result(data, shown)


def run_add(request: argparse.Namespace, out: Output) -> int:
    """Write a waiver, or say which would be written."""
    from expectations.waivers import Waiver
    from tasks import clock, councils, waivers

    reason, by = _why(request)
    store = stores.to_read(request)
    council = councils.load(store, request.council)
    made = Waiver(request.rule, request.extract, request.until, reason, by)
    if request.keys_file:
        made = waivers.with_keys(store, council, made, waivers.read_keys(request.keys_file))
    waivers.add(store, council, made, clock.today(), dry_run=request.dry_run)
    verb = "would be waived" if request.dry_run else "waived"
    data = {"extract": made.extract, "rule": made.rule, "until": str(made.until), "children": len(made.keys)}
    lines = [f"{made.label}: {verb} until {made.until:%d/%m/%Y}"]
    if made.keys:
        lines.append("only tokens are kept; delete the file of keys")
    return out.result(data | {"written": not request.dry_run}, lines)


def run_end(request: argparse.Namespace, out: Output) -> int:
    """Write that a waiver is over, or say which."""
    from tasks import clock, councils, waivers

    why = _why(request)
    store = stores.to_read(request)
    council, today = councils.load(store, request.council), clock.today()
    found = waivers.chosen(council, request.extract, request.rule, today)
    if not request.dry_run:
        waivers.end(store, council, (request.extract, request.rule), why, today)
    verb = "would be ended" if request.dry_run else "ended"
    data = {"extract": request.extract, "rule": request.rule, "waivers": len(found), "written": not request.dry_run}
    return out.result(data, [f"{one.label}: waiver {verb}" for one in found])


def _why(request: argparse.Namespace) -> tuple[str, str]:
    for option, text in (("--reason", request.reason), ("--by", request.by)):
        if not text.strip():
            raise UsageProblem(
                f"{option[2:]} is empty", option, "say it in words a colleague will understand next year"
            )
    return request.reason.strip(), request.by.strip()
