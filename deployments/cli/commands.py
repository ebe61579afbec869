"""How commands are declared and read: names, help with an example to paste, options that all of them share.

Called by: deployments.cli, once per start.
Promises:  every command has an example; a mistyped command or option gets a suggestion.
Never:     imports anything heavy.
"""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from deployments.cli.output import Output

Run = Callable[[argparse.Namespace, Output], int]

_EXIT_STATUS = (
    "exit status: 0 done, 1 failed, 2 cannot be met as asked, 3 another run has hold of the council,\n"
    "             4 blocked by data, 5 something is missing on this machine"
)


class Layout(argparse.RawDescriptionHelpFormatter):
    """Help as written, with room for the longest command."""

    def __init__(self, prog: str) -> None:
        """Set the column in which explanations begin."""
        super().__init__(prog, max_help_position=20)


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors say what, where and fix."""

    _is_mixing = False

    def error(self, message: str) -> NoReturn:
        """Print what cannot be read, with the nearest thing that can, and leave with status 2."""
        Output().problem(
            _plain(message), f"{self.prog}, on the command line", f"{_nearest(message)}see {self.prog} --help"
        )
        raise SystemExit(2)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Read what may be left out or repeated wherever it stands, after the options too."""
        may_mix = any(one.nargs in ("*", "?") and not one.option_strings for one in self._actions)
        if self._is_mixing or not may_mix:
            return super().parse_known_args(args, namespace)
        # What argparse offers for this calls this method again, once for options and once for the rest.
        self._is_mixing = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_mixing = False


class Commands:
    """The commands of `outturn`, in the order in which help lists them."""

    def __init__(self) -> None:
        """Begin with the options that stand before or after any command."""
        self._root = Parser(
            prog="outturn",
            description="Monthly extracts of a council's children's services become a rated quarter, a pack, an alert.",
            epilog="example:\n  outturn demo\n\n" + _EXIT_STATUS,
            formatter_class=Layout,
        )
        self._root.set_defaults(home=None, debug=False, as_json=False)
        self._root.add_argument("--version", action="store_true", help="print the version and stop")
        _add_shared(self._root)
        self._children = self._root.add_subparsers(metavar="COMMAND", title="commands", parser_class=Parser)

    def group(self, name: str, help: str) -> Group:
        """Add a word that further commands follow, such as `run`."""
        parser = self._children.add_parser(name, help=help, description=help)
        parser.set_defaults(run=lambda _request, _out: parser.error("a command is missing after it"))
        return Group(parser.add_subparsers(metavar="COMMAND", title="commands", parser_class=Parser))

    def add(self, name: str, run: Run, summary: str, example: str) -> argparse.ArgumentParser:
        """Add a command; its summary's first line stands in the list of commands."""
        return Group(self._children).add(name, run, summary, example)

    def read(self, argv: Sequence[str]) -> argparse.Namespace:
        """Return what is asked for, or print help or an error and leave."""
        request = self._root.parse_args(argv)
        if request.version:
            request.run = run_version
        elif not hasattr(request, "run"):
            self._root.print_help()
            raise SystemExit(2)
        return request


class Group:
    """Commands that follow one word."""

    def __init__(self, children: Any) -> None:
        """Wrap argparse's list of sub-commands."""
        self._children = children

    def add(self, name: str, run: Run, summary: str, example: str) -> argparse.ArgumentParser:
        """Add a command; its summary's first line stands in the list of commands."""
        parser: argparse.ArgumentParser = self._children.add_parser(
            name,
            help=summary.splitlines()[0],
            description=summary,
            epilog=f"example:\n  {example}\n\n{_EXIT_STATUS}",
            formatter_class=Layout,
        )
        parser.set_defaults(run=run)
        _add_shared(parser)
        return parser


def add_json(parser: argparse.ArgumentParser) -> None:
    """Let a command's result be printed as JSON."""
    parser.add_argument("--json", dest="as_json", action="store_true", help="print the result as JSON")


def add_dry_run(parser: argparse.ArgumentParser) -> None:
    """Let a command say what it would do."""
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")


def add_today(parser: argparse.ArgumentParser) -> None:
    """Let a run be made as of another day."""
    parser.add_argument("--today", type=day, metavar="DATE", help="as of which day, yyyy-mm-dd (default: today)")


def day(text: str) -> date:
    """Read a day of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2020-10-07") from None


def words(text: str) -> str:
    """Read what somebody says, as one line; it is kept in files and printed, so it must be text that can be."""
    line = " ".join(text.split())
    if not line.isprintable():
        raise argparse.ArgumentTypeError("it holds characters that cannot be kept; type it in plain words")
    return line


def _add_shared(parser: argparse.ArgumentParser) -> None:
    """Options that may stand before or after the command; the later one counts."""
    parser.add_argument(
        "--home",
        type=Path,
        metavar="FOLDER",
        default=argparse.SUPPRESS,
        help="the store (default: $OUTTURN_HOME, else ./outturn-home)",
    )
    parser.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help="show tracebacks, which may quote data"
    )


def run_version(_request: argparse.Namespace, out: Output) -> int:
    """Print the version."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version("outturn")
    except PackageNotFoundError:
        found = "not installed, run from its folder"
    return out.result({"version": found}, [f"outturn {found}"])


def _plain(message: str) -> str:
    """Shorten argparse's list of every choice, which the help shows better."""
    return re.sub(r"argument \S+: invalid choice: ('.*?') \(choose from .*\)", r"there is no command \1", message)


def _nearest(message: str) -> str:
    match = re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message)
    if not match:
        return ""
    near = difflib.get_close_matches(match[1], re.findall(r"'(.*?)'", match[2]), n=1)
    return f"did you mean {near[0]}? " if near else ""
