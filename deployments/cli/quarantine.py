"""The commands `quarantine list`, `show`, `release`, `reject` and `accept`: rows that were set aside.

Called by: deployments.cli.
Promises:  no cell is printed: keys are tokens, the rest are row numbers and rules.
Never:     removes a row from quarantine by hand: only a row that passes is loaded; a decision is written beside it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from deployments.cli import store as stores
from deployments.cli.commands import Commands, add_dry_run, add_json, words
from deployments.cli.output import Output, table
from expectations.errors import UsageProblem
from warehouse.periods import Month

if TYPE_CHECKING:
    from tasks.quarantine import SetAside


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = commands.group("quarantine", "List, show or decide on rows that were set aside.")
    listing = group.add(
        "list",
        run_list,
        "Count the rows in quarantine on which nobody has decided, by extract, month and rule.",
        "outturn quarantine list sample-borough",
    )
    listing.add_argument("council", metavar="COUNCIL", nargs="?", help="default: the only one in the store")
    listing.add_argument("--all", dest="everything", action="store_true", help="with the rows that were rejected")
    showing = group.add(
        "show",
        run_show,
        "List the rows of one extract and month in quarantine: row number, rules, keys as tokens.\n\n"
        "Row numbers count from the first row below the header of the file.",
        "outturn quarantine show sample-borough contacts 2020-09",
    )
    releasing = group.add(
        "release",
        run_release,
        "Judge rows in quarantine anew, by today's contract, and load those that pass.\n\n"
        "With --rule only rows that broke it, and that rule is not asked of them. The file is checked as on arrival.",
        'outturn quarantine release sample-borough contacts 2020-09 --rule G13 --by "J Smith" \\\n'
        '                           --reason "recorded at night, dated the day before" --dry-run',
    )
    rejecting = group.add(
        "reject",
        run_reject,
        "Decide that rows stay out for good. They leave the open list, and are kept.\n\n"
        "The decision is about the file as it was sent: a corrected file is judged anew.",
        'outturn quarantine reject sample-borough contacts 2020-09 --rule A5 --by "J Smith" \\\n'
        '                          --reason "test records of the supplier" --dry-run',
    )
    accepting = group.add(
        "accept",
        run_accept,
        "Let a file through of which too many rows are set aside; the next run loads the others.\n\n"
        "The decision is about the file as it was sent: a corrected file is judged anew.",
        'outturn quarantine accept sample-borough contacts 2020-09 --by "J Smith" \\\n'
        '                          --reason "the old system has no dates" --dry-run',
    )
    for parser in (showing, releasing, rejecting, accepting):
        parser.add_argument("council", metavar="COUNCIL")
        parser.add_argument("extract", metavar="EXTRACT", help="as quarantine list names it, such as contacts")
        parser.add_argument("month", metavar="MONTH", help="such as 2020-09")
    which = rejecting.add_mutually_exclusive_group(required=True)
    which.add_argument("--rows", metavar="NUMBERS", default="", help="row numbers, with commas between: 8,58")
    which.add_argument("--rule", metavar="CODE", default="", help="every open row that broke this rule")
    releasing.add_argument("--rule", metavar="CODE", default="", help="release from this rule, such as G13")
    for parser in (releasing, rejecting, accepting):
        parser.add_argument(
            "--reason", metavar="TEXT", type=words, required=True, help="why; never a child's name or number"
        )
        parser.add_argument("--by", metavar="NAME", type=words, required=True, help="who decides")
        add_dry_run(parser)
    for parser in (listing, showing, releasing, rejecting, accepting):
        add_json(parser)


def run_list(request: argparse.Namespace, out: Output) -> int:
    """Print how many rows wait, by extract, month and rule."""
    from tasks import councils, quarantine

    store = stores.to_read(request)
    council = councils.load(store, stores.council_meant(store, request.council))
    rows = quarantine.rows_set_aside(store, council)
    meant = [row for row in rows if request.everything or row.decision is None]
    counts = Counter((row.extract, row.month, " ".join(row.rules), _state(row)) for row in meant)
    lines = [(*place, count) for place, count in sorted(counts.items())]
    keys = ("extract", "month", "rules", "state", "rows")
    none = f"no row of {council.code} waits in quarantine"
    return out.result(
        [dict(zip(keys, line, strict=True)) for line in lines], table(keys, lines, (4,)) if lines else [none]
    )


def run_show(request: argparse.Namespace, out: Output) -> int:
    """Print the rows of one extract and month."""
    rows = _asked_for(request)
    data = [
        {"row": row.row_number, "rules": row.rules, "state": _state(row), "keys": row.keys, "source": row.source}
        for row in rows
    ]
    lines = [
        (row.row_number, " ".join(row.rules), _state(row), " ".join(f"{k}={v}" for k, v in row.keys.items()))
        for row in rows
    ]
    head = [f"{rows[0].source}: {len(rows)} rows in quarantine"] if rows else ["no row of it is in quarantine"]
    return out.result(data, head + (table(("row", "rules", "state", "keys, as tokens"), lines, (0,)) if lines else []))


def run_release(request: argparse.Namespace, out: Output) -> int:
    """Judge the rows anew, or say what would become of them."""
    from tasks import clock, councils, releasing

    reason, by = _why(request)
    _refuse_unknown(request)
    store, asked = stores.to_read(request), releasing.Asked(request.extract, Month(request.month), request.rule)
    council = councils.load(store, request.council)
    done = releasing.release(store, council, asked, (reason, by, clock.now()), dry_run=request.dry_run)
    data = {
        "extract": asked.extract,
        "month": str(asked.month),
        "rows": done.rows,
        "loaded": done.loaded,
        "stays": done.stays,
        "before": asdict(done.before),
        "after": asdict(done.after),
        "written": bool(done.rows) and not request.dry_run,
    }
    if not done.rows:
        return out.result(data, [f"{asked.where}: what was meant is released already"])
    would = "would be " if request.dry_run else ""
    lines = [f"{len(done.rows)} rows of {asked.where} judged anew: {len(done.loaded)} {would}loaded"]
    lines += [f"  row {number} stays: {' '.join(rules)}" for number, rules in done.stays.items()]
    after = done.after
    lines.append(
        f"rows    {after.rows_in} in = {after.loaded} loaded + {after.quarantined} quarantined"
        f" + {after.duplicates} duplicates; {done.before.loaded} were loaded before"
    )
    if not request.dry_run:
        lines.append(f"next: {stores.program(store)} run monthly {council.code} {asked.month}")
    return out.result(data, lines)


def run_reject(request: argparse.Namespace, out: Output) -> int:
    """Write the decision that rows stay out, or say which it would be about."""
    from tasks import clock, councils, quarantine

    why = _why(request)
    where = f"{request.extract} {request.month}"
    rows = quarantine.chosen(_asked_for(request), _numbers(request.rows), request.rule, where)
    numbers = [row.row_number for row in rows]
    data = {"extract": rows[0].extract, "month": rows[0].month, "rows": numbers, "written": not request.dry_run}
    if not request.dry_run:
        store = stores.to_read(request)
        council = councils.load(store, request.council)
        quarantine.reject(store, council, rows, why, clock.now())
    verb = "would be rejected" if request.dry_run else "rejected"
    return out.result(data, [f"{len(rows)} rows of {where} {verb}: {', '.join(map(str, numbers))}"])


def run_accept(request: argparse.Namespace, out: Output) -> int:
    """Write the decision that a file is loaded, or say which it would be about."""
    from tasks import clock, councils, quarantine

    why = _why(request)
    _refuse_unknown(request)
    store, month = stores.to_read(request), Month(request.month)
    council = councils.load(store, request.council)
    files = quarantine.held_up(store, council, request.extract, month)
    for file in [] if request.dry_run else files:
        quarantine.accept(store, council, file, why, clock.now())
    names = [file.source for file in files]
    data = {"extract": request.extract, "month": str(month), "files": names, "written": not request.dry_run}
    verb = "would be let through" if request.dry_run else "let through"
    then = f"next: {stores.program(store)} run monthly {council.code} {month}"
    return out.result(data, [f"{', '.join(names)}: {verb}", then])


def _why(request: argparse.Namespace) -> tuple[str, str]:
    for option, text in (("--reason", request.reason), ("--by", request.by)):
        if not text.strip():
            raise UsageProblem(
                f"{option[2:]} is empty", option, "say it in words a colleague will understand next year"
            )
    return request.reason.strip(), request.by.strip()


def _asked_for(request: argparse.Namespace) -> list[SetAside]:
    from tasks import councils, quarantine

    _refuse_unknown(request)
    store = stores.to_read(request)
    council = councils.load(store, request.council)
    return quarantine.rows_set_aside(store, council, request.extract, Month(request.month))


def _refuse_unknown(request: argparse.Namespace) -> None:
    from expectations import extracts as declared

    if request.extract not in declared.load():
        known = ", ".join(sorted(declared.load()))
        raise UsageProblem(f"there is no extract called {request.extract!r}", "EXTRACT", f"use one of: {known}")


def _numbers(text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isdecimal() for part in parts):
        raise UsageProblem("these are not row numbers", "--rows", "write them as 8,58; see: outturn quarantine show")
    return [int(part) for part in parts]


def _state(row: SetAside) -> str:
    return "rejected" if row.decision else "open"
