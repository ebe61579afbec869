"""The command `explain`: where a figure comes from and why it is rated as it is.

Called by: deployments.cli.
Promises:  answers in under a second; the figure is the one that the pack prints.
Never:     writes, or shows a row of an extract.
"""

from __future__ import annotations

import argparse

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_json
from deployments.cli.output import Output
from expectations.errors import UsageProblem
from tasks import councils
from warehouse.periods import FinancialYear, Month, Quarter, parse_period


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add(
        "explain",
        run,
        "Explain a figure: definition, numerator, denominator, who is left out, target, tolerance,\n"
        "why this colour and why these arrows, whether the latest month is more than chance, where the year will end.",
        "outturn explain FD-CONT-EH 2020-21-Q2\n  outturn explain FD-CONT-EH 2020-09 --team MASH",
    )
    parser.add_argument("indicator", metavar="INDICATOR", help="its code, such as FD-CONT-EH")
    parser.add_argument("period", metavar="PERIOD", help="a quarter or a month: 2020-21-Q2 or 2020-09")
    parser.add_argument("--council", metavar="COUNCIL", help="whose (default: the only one in the store)")
    parser.add_argument("--team", metavar="TEAM", default="", help="one team's part of it")
    add_json(parser)


def run(request: argparse.Namespace, out: Output) -> int:
    """Print where a figure comes from."""
    # DuckDB is imported behind this.
    from tasks.explaining import explanation

    store = stores.to_read(request)
    council = councils.load(store, stores.council_meant(store, request.council))
    found = explanation(store, council, request.indicator, _period(request.period), request.team)
    return out.result(dict(found.facts), found.lines)


def _period(text: str) -> Month | Quarter:
    period = parse_period(text)
    if isinstance(period, FinancialYear):
        raise UsageProblem(f"{text!r} is a year", "PERIOD", "figures are for a quarter or a month: 2020-21-Q2, 2020-09")
    return period
