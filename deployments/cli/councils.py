"""The command `init`: a new council's folder, to be filled in.

Called by: deployments.cli.
Promises:  what it writes is valid and loads; nothing that exists is overwritten.
Never:     invents a target, an address or a team.
"""

from __future__ import annotations

import argparse
import json
from importlib import resources
from importlib.resources.abc import Traversable

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json
from deployments.cli.output import Output
from expectations.errors import UsageProblem
from tasks import councils
from tasks.store import write_bytes


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add(
        "init",
        run,
        "Write the folder of a new council: who it is, what it calls things, its targets, its reports.\n\n"
        "The folder is OUTTURN_HOME/councils/COUNCIL. Every file in it says what to fill in. Keep it in git.",
        'outturn init exampleshire --name "Exampleshire County Council"',
    )
    parser.add_argument("council", metavar="COUNCIL", help="short name for folders: lower-case letters, digits, dashes")
    parser.add_argument("--name", metavar="TEXT", help="the name as printed (default: from COUNCIL)")
    add_dry_run(parser)
    add_json(parser)


def run(request: argparse.Namespace, out: Output) -> int:
    """Write the folder, or list its files."""
    code: str = request.council
    if not councils.CODE.fullmatch(code):
        raise UsageProblem(
            f"{code!r} cannot be a council's code", "COUNCIL", "use lower-case letters, digits and dashes"
        )
    store = stores.to_plan(request)
    if code in councils.all_codes(store):
        raise UsageProblem(f"there is a council {code} already", "councils", "choose another code, or edit its files")
    name = request.name or code.replace("-", " ").title()
    template = resources.files("deployments") / "new_council"
    files = dict(sorted(_filled(template, code, name).items()))
    folder = store.councils() / code
    if not request.dry_run:
        for place, content in files.items():
            write_bytes(folder / place, content)
        councils.load(store, code)
    shown = [stores.shown(folder / place) for place in files]
    last = (
        "dry run: nothing was written"
        if request.dry_run
        else f"next: fill them in, then drop files into landing/{code}/yyyy-mm"
    )
    return out.result({"council": code, "files": shown}, [*shown, last])


def _filled(folder: Traversable, code: str, name: str, place: str = "") -> dict[str, bytes]:
    """Return the template's files with the council's code and name put in."""
    found: dict[str, bytes] = {}
    for item in folder.iterdir():
        if item.is_dir():
            found |= _filled(item, code, name, f"{place}{item.name}/")
        elif item.name.endswith((".toml", ".csv")):
            quoted = json.dumps(name, ensure_ascii=False)
            text = item.read_text(encoding="utf-8").replace('"{name}"', quoted).replace("{code}", code)
            found[place + item.name] = text.encode()
    return found
