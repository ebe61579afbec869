"""The command `sample`: Sample Borough's extracts, made up from a seed.

Called by: deployments.cli; the demo uses `write`.
Promises:  the same seed gives the same bytes; says that the council is synthetic.
Never:     writes outside the store's landing folder.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json
from deployments.cli.output import Output
from tasks.store import Store
from warehouse.periods import Month

if TYPE_CHECKING:
    from tasks.sample import SampleReport

COUNCIL = "sample-borough"
SEED = 2020
FIRST, LAST = Month("2019-04"), Month("2021-06")


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add(
        "sample",
        run,
        "Write the extracts of Sample Borough, a made-up council, into the store's landing folder.\n\n"
        "27 monthly deliveries, April 2019 to June 2021, with the mess that real ones have. Every person\n"
        "and case in them is synthetic.",
        "outturn sample\n  outturn sample --arrived-by 2020-09 --seed 7",
    )
    parser.add_argument(
        "--seed", type=int, default=SEED, metavar="N", help=f"what the story is drawn from (default: {SEED})"
    )
    parser.add_argument(
        "--arrived-by",
        default=str(LAST),
        metavar="MONTH",
        help=f"only what had arrived by the end of it (default: {LAST})",
    )
    add_dry_run(parser)
    add_json(parser)


def run(request: argparse.Namespace, out: Output) -> int:
    """Write the sample, or say what would be written."""
    store = stores.to_plan(request)
    arrived_by = Month(request.arrived_by)
    landing = store.root / "landing"
    if request.dry_run:
        months = Month.range(FIRST, min(arrived_by, LAST))
        line = f"{len(months)} months of extracts, {months[0]} to {months[-1]}, in {stores.shown(landing / COUNCIL)}"
        return out.result({"would": [line]}, [line, "dry run: nothing was written"])
    with out.progress() as progress:
        progress(f"writing the extracts of Sample Borough (synthetic) that had arrived by {arrived_by.label}")
        report = write(store, request.seed, arrived_by)
    folder = stores.shown(landing / COUNCIL)
    lines = [
        f"{len(report.files)} files in {folder}, {report.written} of them new. {report.notice}",
        f"next: outturn run monthly {COUNCIL} {FIRST}..{min(arrived_by, LAST)}",
    ]
    data = {
        "folder": folder,
        "files": len(report.files),
        "written": report.written,
        "synthetic": report.is_synthetic,
        "planted_faults": [asdict(planted) for planted in report.planted],
    }
    return out.result(data, lines)


def write(store: Store, seed: int, arrived_by: Month) -> SampleReport:
    """Write what had arrived by the end of a month."""
    from tasks.sample import write_sample

    return write_sample(store.root / "landing", seed, str(arrived_by))
