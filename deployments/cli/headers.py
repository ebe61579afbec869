"""The commands `headers suggest` and `headers accept`: what a council calls its headers.

Called by: deployments.cli.
Promises:  suggest only reads; accept writes one line of headers.toml, and the same line twice is one line.
Never:     accepts what nobody has said.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json, words
from deployments.cli.output import Output
from expectations.errors import UsageProblem


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = commands.group("headers", "Suggest or accept what a council calls its headers.")
    suggesting = group.add(
        "suggest",
        run_suggest,
        "List headers of landed files that look like a column which the file lacks, with the command that\n"
        "accepts each. None is accepted by itself.",
        "outturn headers suggest sample-borough\n  outturn headers suggest sample-borough contacts_2020-09.csv",
    )
    accepting = group.add(
        "accept",
        run_accept,
        "Accept a header for a column of an extract; it is written to the council's headers.toml.",
        'outturn headers accept sample-borough contacts "Contact Rcvd" contact_on --by "J Smith" --dry-run',
    )
    for parser in (suggesting, accepting):
        parser.add_argument("council", metavar="COUNCIL")
        add_json(parser)
    suggesting.add_argument("files", metavar="FILE", nargs="*", help="files in landing (default: all of them)")
    accepting.add_argument("extract", metavar="EXTRACT", help="such as contacts")
    accepting.add_argument("header", metavar="HEADER", help="the header as it stands in the file")
    accepting.add_argument("column", metavar="COLUMN", help="such as contact_on; see: outturn extracts EXTRACT")
    accepting.add_argument(
        "--by", metavar="NAME", type=words, required=True, help="who says so; written beside the line"
    )
    add_dry_run(accepting)


def run_suggest(request: argparse.Namespace, out: Output) -> int:
    """Print each near miss with where it stands and what accepts it."""
    from tasks import councils, header_map

    store = stores.to_read(request)
    council = councils.load(store, request.council)
    found = header_map.suggest(store, council, request.files)
    lines = []
    for one in found:
        others = f" and {len(one.files) - 1} more" if len(one.files) > 1 else ""
        lines += [f"{one.extract}: {one.header!r} looks like {one.meant!r}, in {one.files[0]}{others}"]
        lines += [f"  {one.command}"]
    return out.result([asdict(one) for one in found], lines or ["no header looks like a column that its file lacks"])


def run_accept(request: argparse.Namespace, out: Output) -> int:
    """Write the line, or say which would be written, and what is to be done next."""
    from tasks import clock, councils, header_map

    if not request.by.strip():
        raise UsageProblem("by is empty", "--by", "name who says so, for a colleague who asks next year")
    store = stores.to_read(request)
    council = councils.load(store, request.council)
    place = (request.extract, request.header.strip(), request.column)
    done = header_map.accept(store, council, place, (request.by.strip(), clock.today()), dry_run=request.dry_run)
    data = asdict(done) | {"written": done.is_new and not request.dry_run}
    if not done.is_new:
        return out.result(data, [f"{request.header!r} is accepted for {request.column} already"])
    verb = "would be written" if request.dry_run else "written"
    lines = [f"{done.place} [{request.extract}], {verb}: {done.line}"]
    again = f"{stores.program(store)} run monthly {council.code} MONTH"
    lines.append(f"next, where a file was refused: {again}")
    if done.months:
        backfill = f"backfill {council.code} --from {done.months[0]} --to {done.months[-1]} --reason TEXT"
        lines.append(f"{len(done.months)} months were loaded without it; to read it there: "
                     f"{stores.program(store)} {backfill}")  # fmt: skip
    return out.result(data, lines)
