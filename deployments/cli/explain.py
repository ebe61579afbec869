"""The command `explain`: where a figure comes from and why it is rated as it is.

Called by: deployments.cli.
Promises:  answers in under a second; the figure is the one that the pack prints. What --list writes stays in the
           store's protected folder; what is printed of it are its path and counts.
Never:     writes without --list, or shows a row of an extract.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json
from deployments.cli.output import Output
from expectations.errors import UsageProblem
from tasks import councils
from warehouse.periods import parse_period

if TYPE_CHECKING:
    from tasks.councils import Council
    from tasks.store import Store

_IN_WORDS = {
    "rows": "rows, each once",
    "children": "children",
    "counting": "rows that count",
    "numerator": "in the numerator",
    "excluded": "left out, with the reason",
    "unknown": "cannot be told",
}


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add(
        "explain",
        run,
        "Explain a figure: definition, numerator, denominator, who is left out, target, tolerance,\n"
        "why this colour and why these arrows, whether the latest month is more than chance, where the year will end."
        "\n\n"
        "With --list, the rows behind it are written into the store, child by child, with the council's key: which\n"
        "count, which are in the numerator, which nobody can tell, why one is left out, and in which file it stands.",
        "outturn explain FD-CONT-EH 2020-21-Q2\n  outturn explain FD-CONT-EH 2020-09 --team MASH\n"
        "  outturn explain FD-ASMT-45 2020-21\n"
        "  outturn explain LAC-RATE 2020-21-Q2 --by ethnicity\n"
        "  outturn explain FD-CONT-EH 2020-21-Q2 --list --dry-run",
    )
    parser.add_argument("indicator", metavar="INDICATOR", help="its code, such as FD-CONT-EH")
    parser.add_argument("period", metavar="PERIOD", help="a month, quarter or year: 2020-09, 2020-21-Q2, 2020-21")
    parser.add_argument("--council", metavar="COUNCIL", help="whose (default: the only one in the store)")
    parser.add_argument("--team", metavar="TEAM", default="", help="one team's part of it: --by team --member TEAM")
    parser.add_argument(
        "--by", metavar="DIMENSION", default="", help="split it: by team, service, ethnicity, ...; small numbers too"
    )
    parser.add_argument("--member", metavar="MEMBER", default="", help="one member of it, by its code or its name")
    parser.add_argument(
        "--list", dest="is_list", action="store_true", help="write the rows behind it; they name children"
    )
    add_dry_run(parser)
    add_json(parser)


def run(request: argparse.Namespace, out: Output) -> int:
    """Print where a figure comes from."""
    # DuckDB is imported behind this.
    from tasks.explaining import explanation

    store = stores.to_read(request)
    council = councils.load(store, stores.council_meant(store, request.council))
    if request.is_list:
        if request.by and not request.member:
            raise UsageProblem(
                "a list is of the whole figure or of one member", "--by", "leave it out, or add --member"
            )
        return _list(store, council, request, out)
    if request.dry_run:
        raise UsageProblem("explain writes nothing", "--dry-run", "it is for --list, which does")
    found = explanation(store, council, request.indicator, parse_period(request.period), _split(request))
    return out.result(dict(found.facts), found.lines)


def _list(store: Store, council: Council, request: argparse.Namespace, out: Output) -> int:
    """Write the rows behind a figure, or say what would be written: path and counts."""
    from tasks import child_lists
    from tasks.explaining import explanation

    period = parse_period(request.period)
    figure = explanation(store, council, request.indicator, period)
    found = child_lists.made(store, council, str(figure.facts["indicator"]), period, _split(request))
    if not request.dry_run:
        child_lists.write(found)
    has_workbook = request.dry_run or found.workbook.exists()
    files = {"csv": stores.shown(found.csv), "xlsx": stores.shown(found.workbook) if has_workbook else ""}
    counts = {"rows": found.rows, "children": found.children, **asdict(found.counted)}
    verb = "would be written" if request.dry_run else "written; it names children, so keep it where it is"
    lines = [*figure.lines[:2], *([f"Only: {found.part}"] if found.part else []), f"List {verb}: {files['csv']}"]
    lines += [f"{count:>9,}  {_IN_WORDS[name]}" for name, count in counts.items()]
    lines += ["Its rows are put together from several extracts, so none has one place in a file"] * found.without_source
    return out.result({"written": not request.dry_run, **files, **counts}, lines)


def _split(request: argparse.Namespace) -> tuple[str, str]:
    """Return by which dimension the figure is asked for, and which member of it."""
    if request.team and (request.by or request.member):
        raise UsageProblem(
            "a team and another split were asked for", "--team", "leave out --team, or --by and --member"
        )
    if request.member and not request.by:
        raise UsageProblem(
            "which split it is a member of is not said",
            "--member",
            "add --by, such as --by service; for a team: --team NAME",
        )
    return ("team", request.team) if request.team else (request.by.lower(), request.member)
