"""What the command line prints: results, tables, progress and problems; plain, JSON or for a terminal.

Called by: every command.
Promises:  results go to standard output, progress and problems to standard error, so that --json can be piped;
           colour and moving parts only on a terminal, colour never where NO_COLOR is set.
Never:     shows a meaning by colour alone.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from typing import Any, TextIO

Listener = Callable[[str], None]

_COLOURS = {"green": "32", "amber": "33", "red": "31", "bold": "1", "dim": "2"}
_NARROWEST = 24
_RATED = {"green": "G Green ●", "amber": "A Amber ▲", "red": "R Red ■"}


class Output:
    """Where a command's words go."""

    def __init__(self, as_json: bool = False) -> None:
        """Decide once between JSON and text."""
        self.as_json = as_json

    def result(self, data: Any, lines: Sequence[str]) -> int:
        """Print a command's result, as JSON or as lines; return status 0."""
        if self.as_json:
            print(json.dumps(data, indent=2, ensure_ascii=False, default=str))
        else:
            print("\n".join(lines))
        return 0

    def problem(self, what: str, where: str, fix: str) -> None:
        """Print what is wrong, where, and how to put it right, to standard error."""
        print(styled("error: ", "bold", sys.stderr) + what, file=sys.stderr)
        if where:
            print(f"  where: {_indented(where)}", file=sys.stderr)
        if fix:
            print(f"  fix:   {_indented(fix)}", file=sys.stderr)

    @contextmanager
    def progress(self, stages: int = 0) -> Iterator[Progress]:
        """Show progress while work goes on: a bar on a terminal, else one line per step."""
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            with _bar(stages) as progress:
                yield progress
        else:
            yield Progress(_line_printer(), lambda _title: None)


class Progress:
    """Takes progress lines; call it with a line, and `stage` at the start of each stage."""

    def __init__(self, line: Listener, stage: Listener) -> None:
        """Keep what shows a line and what shows a stage."""
        self._line, self._stage = line, stage

    def __call__(self, line: str) -> None:
        """Show one line."""
        self._line(line)

    def stage(self, title: str) -> None:
        """Begin the next stage."""
        self._stage(title)
        self._line(title)


def styled(text: str, style: str, stream: TextIO | None = None) -> str:
    """Return the text in a style where the stream is a terminal that takes one."""
    stream = stream or sys.stdout
    if not stream.isatty() or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb":
        return text
    return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m"


def rated(colour: str | None) -> str:
    """Return a rating as letter, word and shape."""
    return _RATED[colour] if colour else "not rated"


def table(
    head: Sequence[str], rows: Sequence[Sequence[object]], right: Sequence[int] = (), folded: int | None = None
) -> list[str]:
    """Return the lines of a table.

    right:  numbers of the columns that are set to the right.
    folded: number of the column that gives way where the screen is too narrow.
    """
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(head))]
    if folded is not None:
        others = sum(widths) - widths[folded] + 2 * (len(widths) - 1)
        widths[folded] = max(_NARROWEST, min(widths[folded], shutil.get_terminal_size((120, 24)).columns - others))
    lines = []
    for row in cells:
        parts = [textwrap.wrap(cell, widths[n]) or [""] if n == folded else [cell] for n, cell in enumerate(row)]
        for line in zip_longest(*parts, fillvalue=""):
            placed = (c.rjust(widths[n]) if n in right else c.ljust(widths[n]) for n, c in enumerate(line))
            lines.append("  ".join(placed).rstrip())
    return [styled(lines[0], "bold"), *lines[1:]]


def _line_printer() -> Listener:
    started = time.monotonic()

    def show(line: str) -> None:
        print(f"{time.monotonic() - started:6.1f} s  {line}", file=sys.stderr, flush=True)

    return show


@contextmanager
def _bar(stages: int) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    columns = [
        SpinnerColumn(),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    ]
    if stages:
        columns.insert(2, MofNCompleteColumn())
    with RichProgress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=stages or None)
        seen = 0

        def stage(_title: str) -> None:
            nonlocal seen
            bar.update(task, completed=seen)
            seen += 1

        yield Progress(lambda line: bar.update(task, description=line), stage)
        bar.update(task, completed=stages or 1, total=stages or 1, description="done")


def _indented(text: str) -> str:
    return text.replace("\n", "\n         ")
