"""The command `status`: where things stand, at a glance.

Called by: deployments.cli.
Promises:  answers in under a second; what needs somebody to act stands last, where the eye is.
Never:     writes.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from deployments import standing
from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_json
from deployments.cli.output import Output, styled
from deployments.standing import Standing
from expectations.errors import UsageProblem
from tasks import clock

_GAP_SHOWN = 12


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add(
        "status",
        run,
        "Show what has arrived, was built, published and refused, and which mails wait.\n\n"
        "The grid has a row for each extract and a column for each month:\n"
        "  1 a file, 2 a file and its correction, - expected and missing, . not expected",
        "outturn status\n  outturn status sample-borough --json",
    )
    parser.add_argument(
        "council", metavar="COUNCIL", nargs="?", help="one council (default: all that are in the store)"
    )
    add_json(parser)


def run(request: argparse.Namespace, out: Output) -> int:
    """Print where each council stands."""
    store = stores.to_read(request)
    codes = stores.councils_asked(store, request.council)
    if not codes:
        raise UsageProblem(
            "the store is empty", stores.shown(store.root), "drop files into landing/COUNCIL/yyyy-mm, or: outturn demo"
        )
    found = [standing.of(store, code, clock.today()) for code in codes]
    lines = [line for council in found for line in (*_lines(council), "")]
    return out.result([_data(council) for council in found], lines[:-1])


def _data(council: Standing) -> dict[str, Any]:
    data = asdict(council)
    data["missing"] = [{"month": month, "extract": extract} for month, extract in council.missing]
    data["expected"] = {extract: sorted(months) for extract, months in council.expected.items()}
    for publication in data["published"]:
        publication["folder"] = stores.shown(publication["folder"])
    return data


def _lines(council: Standing) -> list[str]:
    lines = [styled(f"{council.name} ({council.council})", "bold")]
    lines += _grid(council) if council.months else ["  nothing has been taken in yet"]
    lines += [
        f"  rows       {council.rows_in:,} in = {council.loaded:,} loaded + {council.quarantined:,} quarantined"
        f" + {council.duplicates:,} duplicates",
        f"  build      {council.build or 'none yet'}",
        f"  published  {_published(council)}",
        f"  mails      {council.mails_waiting} waiting to be sent",
    ]
    if council.missing:
        lines.append(f"  missing    {_some([f'{extract} {month}' for month, extract in council.missing])}")
    lines += _waivers(council)
    for column in council.costly:
        lines.append(f"  column     {column.extract} {_months(column.months)}: {column.what}")
    if council.costly:
        accept = f'outturn headers accept {council.council} EXTRACT "HEADER" COLUMN --by "NAME"'
        lines.append(f"             fix: ask for it; where it is in the file under another header: {accept}")
    for receipt in council.refused:
        named = " ".join(filter(None, (receipt.month, receipt.code, receipt.source)))
        lines += [f"  refused    {named}: {receipt.what}", f"             fix: {receipt.fix}"]
    return lines


def _grid(council: Standing) -> list[str]:
    width = max(len(extract) for extract in {*council.arrived, *council.expected})
    heads = (
        _year_head(council.months),
        "".join(month[5] for month in council.months),
        "".join(m[6] for m in council.months),
    )
    lines = [f"  {'':{width}}  {head}" for head in heads]
    for extract in sorted({*council.arrived, *council.expected}):
        cells = "".join(_cell(council, extract, month) for month in council.months)
        lines.append(f"  {extract:{width}}  {cells}")
    return lines


def _year_head(months: Sequence[str]) -> str:
    """Write each year above its first month, where there is room for it."""
    head = ""
    for n, month in enumerate(months):
        if (n == 0 or month.endswith("-01")) and len(head) <= n:
            head = head.ljust(n) + month[:4] + " "
    return head.rstrip()


def _cell(council: Standing, extract: str, month: str) -> str:
    files = council.arrived.get(extract, {}).get(month, 0)
    if files:
        return str(min(files, 9))
    return "-" if month in council.expected.get(extract, ()) else "."


def _published(council: Standing) -> str:
    if not council.published:
        return "nothing yet"
    last = council.published[-1]
    return f"{len(council.published)} publications, the latest period {last.period} ({last.report} v{last.version})"


def _waivers(council: Standing) -> list[str]:
    """Say how many waivers hold, and name those that are over or will be soon."""
    if not council.waived:
        return []
    named = [(one, f"{one.label} {'on' if one.ends_soon else 'since'} {one.until}") for one in council.waived]
    ending = [name for one, name in named if one.ends_soon]
    expired = [name for one, name in named if one.state == "expired"]
    line = f"  waivers    {len(council.waived) - len(expired)} in force"
    line += f"; {len(ending)} of them end within 30 days: {_some(ending)}" if ending else ""
    return [line + (f"; {len(expired)} expired: {_some(expired)}" if expired else "")]


def _months(months: Sequence[str]) -> str:
    return months[0] if len(months) == 1 else f"{months[0]} to {months[-1]} ({len(months)} files)"


def _some(items: Sequence[str]) -> str:
    shown = ", ".join(items[:_GAP_SHOWN])
    return f"{shown} and {len(items) - _GAP_SHOWN} more" if len(items) > _GAP_SHOWN else shown
