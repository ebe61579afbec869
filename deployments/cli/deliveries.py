"""The commands `deliveries list` and `deliveries diff`: what is kept of an extract's month, what a correction changed.

Called by: deployments.cli.
Promises:  counts, names of columns and names of files as they may be shown.
Never:     prints a cell or a key.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_json
from deployments.cli.output import Output, table
from expectations import extracts as declared
from expectations.errors import UsageProblem
from warehouse.periods import Month

if TYPE_CHECKING:
    from tasks.store import Store
    from warehouse.deliveries import Delivery


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = commands.group("deliveries", "List the deliveries of an extract's month, or compare two of them.")
    listing = group.add(
        "list",
        run_list,
        "List the deliveries of an extract and month that are kept, with their rows; the last one counts.",
        "outturn deliveries list sample-borough contacts 2020-09",
    )
    comparing = group.add(
        "diff",
        run_diff,
        "Count what a corrected delivery changed against the one before it.\n\n"
        "Rows are the same, changed (in which columns), new, gone or duplicates. A row is found again by its key,\n"
        "or by what the contract of the extract knows it by where the key may be what was corrected.",
        "outturn deliveries diff sample-borough contacts 2020-09",
    )
    for parser in (listing, comparing):
        parser.add_argument("council", metavar="COUNCIL")
        parser.add_argument("extract", metavar="EXTRACT", help="such as contacts")
        parser.add_argument("month", metavar="MONTH", help="such as 2020-09")
        add_json(parser)
    comparing.add_argument(
        "--older", metavar="NUMBER", type=int, help="as deliveries list counts them (default: the one before)"
    )
    comparing.add_argument("--newer", metavar="NUMBER", type=int, help="(default: the last)")


def run_list(request: argparse.Namespace, out: Output) -> int:
    """Print the deliveries of an extract and month, the one that counts last."""
    _, found = _asked_for(request)
    lines = [
        (d.sequence, d.source, d.received_at.date(), d.rows_in, d.loaded, d.quarantined, d.duplicates) for d in found
    ]
    keys = ("number", "file", "received", "rows in", "loaded", "quarantined", "duplicates")
    data = [{key.replace(" ", "_"): value for key, value in zip(keys, line, strict=True)} for line in lines]
    none = f"no delivery of {request.extract} {request.month} is kept"
    return out.result(data, table(keys, lines, (0, 3, 4, 5, 6)) if lines else [none])


def run_diff(request: argparse.Namespace, out: Output) -> int:
    """Print what the newer of two deliveries changed."""
    from tasks import comparing

    store, found = _asked_for(request)
    where = f"{request.council}, {request.extract} {request.month}"
    older, newer = comparing.pair(found, request.older, request.newer, where)
    seen = comparing.compare(store, older, newer)
    rows = {
        "same": seen.same,
        "changed": seen.changed,
        "new": seen.new,
        "gone": seen.gone,
        "duplicates": seen.duplicates,
        "duplicates_before": seen.duplicates_before,
        "set_aside": newer.quarantined,
        "set_aside_before": older.quarantined,
    }
    data = {"extract": newer.extract, "month": newer.month, "older": _told(older), "newer": _told(newer),
            "rows": rows, "changed_columns": seen.changed_columns}  # fmt: skip
    lines = [
        f"{newer.extract} {newer.month}: delivery {newer.sequence}, {newer.source} ({newer.rows_in} rows),",
        f"against delivery {older.sequence}, {older.source} ({older.rows_in} rows)",
        *table(("rows", "count"), [(name.replace("_", " "), count) for name, count in rows.items()], (1,)),
    ]
    if seen.changed_columns:
        lines += ["", *table(("changed column", "rows"), [*seen.changed_columns.items()], (1,))]
    return out.result(data, lines)


def _told(delivery: Delivery) -> dict[str, object]:
    kept = asdict(delivery)
    return {"number": delivery.sequence, "file": delivery.source} | {name: kept[name] for name in ("rows_in", "loaded")}


def _asked_for(request: argparse.Namespace) -> tuple[Store, list[Delivery]]:
    from tasks import comparing, councils

    if request.extract not in declared.load():
        known = ", ".join(sorted(declared.load()))
        raise UsageProblem(f"there is no extract called {request.extract!r}", "EXTRACT", f"use one of: {known}")
    store, month = stores.to_read(request), Month(request.month)
    return store, comparing.of_month(store, councils.load(store, request.council), request.extract, month)
