"""The command `quality`: the report on the data quality of a month, written and shown in short.

Called by: deployments.cli.
Promises:  the same report that a monthly run writes; what is printed are counts, declared names and paths.
Never:     prints anything of one child.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json
from deployments.cli.output import Output, table
from warehouse.periods import Month

if TYPE_CHECKING:
    from tasks.quality_model import Cell, Part

_COUNTED = ("rules", "unfixed", "unusual", "waived", "refused")


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add(
        "quality",
        run_quality,
        "Write the report on the data quality of a month, as a page and a workbook, and show it in short.\n\n"
        "A monthly run writes it too. It counts rows and findings and names no child; the fixing lists do\n"
        "(outturn worklist). With --json every table of the report is printed.",
        "outturn quality sample-borough 2020-09 --dry-run",
    )
    parser.add_argument("council", metavar="COUNCIL")
    parser.add_argument("month", metavar="MONTH", help="such as 2020-09")
    add_dry_run(parser)
    add_json(parser)


def run_quality(request: argparse.Namespace, out: Output) -> int:
    """Write the report, or only show it."""
    from tasks import councils, quality
    from tasks.reports.quality_parts import parts
    from tasks.reports.quality_words import formula

    store = stores.to_read(request)
    council, month = councils.load(store, request.council), Month(request.month)
    report = quality.report(store, council, month)
    if not request.dry_run:
        quality.write(store, council, report)
    page, workbook = (stores.shown(path) for path in quality.files_of(store, council.code, month))
    found = parts(report)
    extracts = next(part for part in found if part.key == "extracts")
    lines = [
        f"{month.label}: data quality of {report.council_name}",
        *_table(extracts),
        "",
        *formula(report.score),
        *(f"{part.title.lower()}: {len(part.rows)}" for part in found if part.key in _COUNTED),
        *((f"expected and not there: {', '.join(report.missing)}",) if report.missing else ()),
        *(f"{'would be written' if request.dry_run else 'written'}: {path}" for path in (page, workbook)),
    ]
    data: dict[str, Any] = {
        "council": report.council,
        "month": str(month),
        "written": not request.dry_run,
        "page": page,
        "workbook": workbook,
        "score": _plain(report.score.value),
        "formula": formula(report.score),
        "missing": report.missing,
        **{part.key: [_named(part, row) for row in part.rows] for part in found},
    }
    return out.result(data, lines)


def _table(part: Part) -> list[str]:
    from tasks.reports.quality_words import percent

    heads = [head.label for head in part.heads]
    is_share = [head.kind == "percent" for head in part.heads]
    rows = [
        [percent(cell) if share and not isinstance(cell, str | int) else cell
         for cell, share in zip(row, is_share, strict=True)]
        for row in (*part.rows, part.total)
    ]  # fmt: skip
    return table(heads, rows, range(1, len(heads)))


def _named(part: Part, row: Sequence[Cell]) -> dict[str, object]:
    """Return a row of a part by the heads of its columns."""
    return {head.label: _plain(cell) for head, cell in zip(part.heads, row, strict=True)}


def _plain(cell: Cell) -> object:
    """Return a percentage as a number of two places, anything else as it is."""
    from tasks.reports.quality_words import rounded

    return float(rounded(cell)) if isinstance(cell, Fraction) else cell
