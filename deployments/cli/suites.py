"""The commands `suites export`, `check` and `docs`: what is checked, as Great Expectations suites and pages.

Called by: deployments.cli; `make suites` calls the first.
Promises:  the export is the same bytes for the same contracts; check says which rules differ and ends with status 1.
Never:     writes a row, a key or a value of a council; export and check need no store.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json
from deployments.cli.output import Output
from expectations.errors import OutturnError, UsageProblem
from warehouse.periods import Month

DEFAULT_FOLDER = Path("docs") / "suites"


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = commands.group("suites", "Export the Great Expectations suites for auditors, or compare an export.")
    export = group.add(
        "export",
        run_export,
        "Write the suites of every extract as JSON, one file each: each check with its code, message,\n"
        "severity, scope, reason and SQL.",
        "outturn suites export --to docs/suites",
    )
    export.add_argument("--to", type=Path, metavar="FOLDER", default=DEFAULT_FOLDER, help="default: docs/suites")
    add_dry_run(export)
    check = group.add(
        "check",
        run_check,
        "Compare an export with what is checked today, and name every check that differs.",
        "outturn suites check --in docs/suites",
    )
    check.add_argument(
        "--in", dest="folder", type=Path, metavar="FOLDER", default=DEFAULT_FOLDER, help="default: docs/suites"
    )
    docs = group.add(
        "docs",
        run_docs,
        "Write Data Docs of a council's month for the team: a static site that says what is checked and\n"
        "how many rows did not pass. It holds counts and names of checks only, and needs nothing from elsewhere.",
        "outturn suites docs sample-borough 2020-09 --to data-docs",
    )
    docs.add_argument("council", metavar="COUNCIL")
    docs.add_argument("month", metavar="MONTH", help="such as 2020-09")
    docs.add_argument("--to", type=Path, metavar="FOLDER", required=True, help="a new folder, or one of these sites")
    add_dry_run(docs)
    for parser in (export, check, docs):
        add_json(parser)


def run_export(request: argparse.Namespace, out: Output) -> int:
    """Write the files that have changed, or list them."""
    # Great Expectations is imported behind this.
    from expectations.extracts import load
    from expectations.suite_export import export_of
    from tasks.store import write_bytes

    folder: Path = request.to
    files = export_of(load())
    changed = [name for name, content in files.items() if _content(folder / name) != content]
    if not request.dry_run:
        for name in changed:
            write_bytes(folder / name, files[name])
    left = sorted(path.name for path in folder.glob("*.json") if path.name not in files)
    lines = [stores.shown(folder / name) for name in changed]
    lines += [f"{stores.shown(folder / name)}: no extract has that name, remove the file" for name in left]
    wrote = "dry run: nothing was written" if request.dry_run else f"{len(changed)} of {len(files)} files written"
    return out.result({"folder": str(folder), "changed": changed, "left_over": left}, [*lines, wrote])


def run_check(request: argparse.Namespace, out: Output) -> int:
    """Say whether the export is what is checked today."""
    from expectations.extracts import load
    from expectations.suite_export import drift

    folder: Path = request.folder
    if not folder.is_dir():
        raise UsageProblem(
            "there is no export here", str(folder), "name its folder with --in, or: outturn suites export"
        )
    found = {path.name: path.read_bytes() for path in sorted(folder.glob("*.json"))}
    differing = drift(load(), found)
    if differing:
        raise OutturnError(
            f"{len(differing)} files of the export are not what is checked today:\n" + "\n".join(differing),
            str(folder),
            "make suites, or: outturn suites export",
        )
    return out.result({"folder": str(folder), "files": len(found), "differing": []}, [f"{len(found)} files agree"])


def run_docs(request: argparse.Namespace, out: Output) -> int:
    """Write the site, or say which pages it would have."""
    # Great Expectations is imported behind this.
    from tasks import councils, data_docs

    folder: Path = request.to
    store, month = stores.to_read(request), Month(request.month)
    data_docs.refuse_other_folder(folder)
    pages = data_docs.pages(store, councils.load(store, request.council), month)
    if not request.dry_run:
        data_docs.write(folder, pages)
    files = sum(place.startswith("validations/") for place in pages)
    told = f"{len(pages)} pages, of {files} files of {month.label}"
    last = "dry run: nothing was written" if request.dry_run else f"open {stores.shown(folder / 'index.html')}"
    data = {"folder": str(folder), "pages": list(pages), "written": not request.dry_run}
    return out.result(data, [told, last])


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
