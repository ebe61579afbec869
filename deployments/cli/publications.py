"""The command `publications`: what has been published, and where it is.

Called by: deployments.cli.
Promises:  lists every version, the newest of each period last.
Never:     writes.
"""

from __future__ import annotations

import argparse

from deployments import standing
from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_json
from deployments.cli.output import Output, table


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add(
        "publications",
        run,
        "List what has been published, with the page to open.",
        "outturn publications sample-borough",
    )
    parser.add_argument(
        "council", metavar="COUNCIL", nargs="?", help="one council (default: all that are in the store)"
    )
    add_json(parser)


def run(request: argparse.Namespace, out: Output) -> int:
    """Print the publications of the councils in the store."""
    store = stores.to_read(request)
    codes = stores.councils_asked(store, request.council)
    found = [publication for code in codes for publication in standing.publications(store, code)]
    rows = [(p.council, p.period, p.report, f"v{p.version}", stores.shown(p.folder / "pack.html")) for p in found]
    data = [
        {
            "council": p.council,
            "period": p.period,
            "report": p.report,
            "version": p.version,
            "folder": stores.shown(p.folder),
        }
        for p in found
    ]
    return out.result(data, table(("council", "period", "report", "version", "page"), rows) if rows else ["none yet"])
