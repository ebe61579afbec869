"""The command `lag`: how far figures moved after they were first known.

Called by: deployments.cli.
Promises:  what was counted once is not counted again; the same deliveries and definitions print the same.
Never:     changes a figure or a publication.
"""

from __future__ import annotations

import argparse
from typing import Any

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json
from deployments.cli.output import Output, table


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add(
        "lag",
        run,
        "Measure how far figures moved after they were first known, by months since the end of their period.\n\n"
        "Counts each of the last 16 months again from the files that were known then, once; a monthly run keeps it up\n"
        "from then on. Packs and explain then say of a figure that may still move how far others of its age did.",
        "outturn lag sample-borough --dry-run\n  outturn lag sample-borough",
    )
    parser.add_argument("council", metavar="COUNCIL")
    add_dry_run(parser)
    add_json(parser)


def run(request: argparse.Namespace, out: Output) -> int:
    """Measure and print, or say which months would be counted again."""
    from tasks import councils, lag, vintages

    store = stores.to_read(request)
    council = councils.load(store, request.council)
    if request.dry_run:
        months = [month.label for month in vintages.missing(store, council)]
        said = f"{len(months)} {'month' if len(months) == 1 else 'months'} would be counted again"
        said += f": {', '.join(months)}" if months else ""
        return out.result({"would_count": months}, [said, "dry run: nothing was written"])
    with store.lock(council.code), out.progress() as progress:
        vintages.make(store, council, progress)
    measured = lag.measured(store, council)
    return out.result({"moves": [one.facts for one in measured]}, _lines(measured))


def _lines(measured: Any) -> list[str]:
    """Return the indicators of which some figure moved, and how many did not."""
    known = [one for one in measured if any(moved.is_known for moved in one.moved)]
    moving = [one for one in known if any(moved.is_known and moved.largest for moved in one.moved)]
    head = ("indicator", "of a", "in", *(f"at {moved.age} months" for moved in measured[0].moved)) if measured else ()
    lines = table(head, [one.line for one in moving], ()) if moving else []
    until = measured[0].moved[0].until.label if measured else ""
    note = (
        [f"Largest move from that age on, median in brackets, of figures of the 12 months to {until}"] if moving else []
    )
    still = f"{len(known) - len(moving)} did not move at all, of {len(measured) - len(known)} too little is known"
    return [*note, *lines, f"{len(moving)} figures moved, {still}"]
