"""The command `indicators`: what is measured, as a list, one by one, or as a book to hand round.

Called by: deployments.cli.
Promises:  answers in under a second, from the declarations alone; needs no store.
Never:     shows a figure: that is `outturn explain`.
"""

from __future__ import annotations

import argparse
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json
from deployments.cli.output import Output, table
from expectations.errors import UsageProblem
from warehouse import indicators as declared
from warehouse.indicator import Indicator


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add(
        "indicators",
        run,
        "Show what is measured: every indicator, or one with its definition; or write all of them as a book (HTML).",
        "outturn indicators\n  outturn indicators FD-CONT-EH\n  outturn indicators --book indicator-book.html",
    )
    parser.add_argument("code", metavar="CODE", nargs="?", help="one indicator, such as FD-CONT-EH (default: all)")
    parser.add_argument("--book", type=Path, metavar="FILE", help="write the indicator book to this file")
    add_dry_run(parser)
    add_json(parser)


def run(request: argparse.Namespace, out: Output) -> int:
    """List the indicators, show one, or write the book."""
    known = declared.load()
    if request.book:
        return _book(request.book, out, writes=not request.dry_run)
    if request.code and request.code.upper() not in known:
        near = get_close_matches(request.code.upper(), known, n=1)
        meant = f"did you mean {near[0]}? " if near else ""
        raise UsageProblem(
            f"there is no indicator {request.code!r}", "CODE", f"{meant}see outturn indicators for all of them"
        )
    chosen = [known[request.code.upper()]] if request.code else list(known.values())
    data = [_told(one) for versions in chosen for one in (versions if request.code else versions[-1:])]
    if request.code:
        return out.result(data, [line for one in data for line in (*_lines(one), "")][:-1])
    rows = [
        (one["code"], one["service_area"], one["measure"].replace("_", " "), one["over"], one["title"]) for one in data
    ]
    return out.result(data, table(("code", "service area", "kind", "time", "title"), rows, folded=4))


def _book(file: Path, out: Output, writes: bool) -> int:
    from expectations.extracts import load
    from tasks.reports.book_page import render_book
    from tasks.store import write_bytes

    known = declared.load()
    page = render_book(known, load()).encode()
    if writes:
        write_bytes(file, page)
    did = stores.shown(file) if writes else f"dry run: {stores.shown(file)} was not written"
    return out.result({"book": str(file), "indicators": len(known)}, [f"{len(known)} indicators", did])


def _told(one: Indicator) -> dict[str, Any]:
    return {"code": one.code, "version": one.version, "from_quarter": one.from_quarter, "title": one.title,
            "service_area": one.service_area, "measure": one.measure, "unit": one.unit, "over": one.over,
            "better": one.better, "definition": one.definition, "why": one.why, "needs": one.needs,
            "left_out": [exclusion.reason for exclusion in one.exclusions], "source": one.source,
            "evidence": one.evidence, "owner": one.owner}  # fmt: skip


def _lines(told: dict[str, Any]) -> list[str]:
    since = f", from {told['from_quarter']}" if told["from_quarter"] else ""
    lines = [f"{told['code']}  {told['title']}  (version {told['version']}{since})"]
    for name in ("definition", "why", "measure", "over", "better", "left_out", "needs", "source", "owner"):
        said = told[name]
        lines.append(f"  {name.replace('_', ' '):10}  {', '.join(said) if isinstance(said, tuple | list) else said}")
    return lines
