"""The command `sample`: Sample Borough's extracts, made up from a seed.

Called by: deployments.cli; the demo uses `write`.
Promises:  the same seed gives the same bytes; says that the council is synthetic.
Never:     writes outside the store's landing folder.
"""

from __future__ import annotations

import argparse

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json
from deployments.cli.output import Output
from tasks.store import Store
from warehouse.periods import Month

COUNCIL = "sample-borough"
SEED = 1
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
        files = write(store, request.seed, arrived_by)
    line = f"{files} files in {stores.shown(landing / COUNCIL)}; everything in them is synthetic"
    return out.result(
        {"files": files, "folder": stores.shown(landing / COUNCIL), "synthetic": True},
        [line, f"next: outturn run monthly {COUNCIL} {FIRST}..{min(arrived_by, LAST)}"],
    )


def write(store: Store, seed: int, arrived_by: Month) -> int:
    """Write what had arrived by the end of a month; returns how many files there are."""
    from tasks.sample import write_sample

    write_sample(store.root / "landing", seed, str(arrived_by))
    return sum(1 for path in store.landing(COUNCIL).rglob("*") if path.is_file())
