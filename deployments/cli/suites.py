"""The commands `suites export` and `suites check`: what is checked, as Great Expectations suites for an auditor.

Called by: deployments.cli; `make suites` calls the first.
Promises:  the export is the same bytes for the same contracts; check says which rules differ and ends with status 1.
Never:     needs a store, or writes anything of a council.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json
from deployments.cli.output import Output
from expectations.errors import OutturnError, UsageProblem

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
    for parser in (export, check):
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


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
