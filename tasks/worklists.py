"""Fixing lists: for each team, what to correct in the case system, child by child.

Called by: the command `worklist`.
Promises:  every row-level finding of the month stands in one list, but those of rows that were rejected and of rules
           that are waived; the same
           findings give the same bytes. Lists lie in the store's protected folder, readable by their owner only.
Never:     returns or raises with a child's number; a team names a file only where loaded rows know it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from expectations import extracts as declared
from expectations.errors import UsageProblem
from expectations.waivers import Waived
from tasks import keeping, quarantine
from tasks.councils import Council
from tasks.own_numbers import own_numbers
from tasks.store import Store, write_bytes
from tasks.worklist_files import FIXING_LIST, Line, csv_bytes, in_order, workbook_bytes
from warehouse.deliveries import effective
from warehouse.periods import Month
from warehouse.row_findings import sql_known_teams

NO_TEAM = "no team"
"""The list of rows that name no team, or one that no loaded row names."""

_SEVERITIES = {"reject_row": "row left out", "warn": "warning", "query": "query"}


@dataclass(frozen=True, slots=True)
class FixingList:
    """What one team has to correct; lines hold children's numbers, so they are not shown."""

    team: str
    csv: Path
    workbook: Path
    rows: int
    children: int
    lines: tuple[Line, ...] = field(repr=False)


def lists(store: Store, council: Council, month: Month, waived: Waived | None = None) -> tuple[list[FixingList], int]:
    """Return the fixing list of each team for a month, by team, and how many findings are left out as waived.

    waived: warnings and queries that are nobody's to correct for now. Refuses a month in which nothing was taken in.
    """
    if all(delivery.month != str(month) for delivery in keeping.deliveries(store, council)):
        raise keeping.nothing_taken_in(council, month)
    everything = _found(store, council, month)
    found = [
        row for row in everything if row[8] == "reject_row" or not (waived and waived.covers(row[3], row[7], row[1]))
    ]
    headers = {
        (extract.name, column.name): column.header for extract in declared.load().values() for column in extract.columns
    }
    children = own_numbers(store, council, "child", {row[1] for row in found if row[1]})
    by_team: dict[str, list[Line]] = {}
    for known, token, team, extract, source, row, column, rule, severity, message in found:
        where = (declared.load()[extract].title, source, row, headers.get((extract, column), ""))
        line = (team, children.get(token, ""), *where, rule, _SEVERITIES[severity], message)
        by_team.setdefault(known or NO_TEAM, []).append(line)
    names = file_names(sorted(by_team))
    folder = store.worklists(council.code, str(month))
    made = [_list(team, folder / names[team], by_team[team]) for team in sorted(by_team)]
    return made, len(everything) - len(found)


def of_team(found: Sequence[FixingList], team: str, month: Month) -> list[FixingList]:
    """Return the list of one team; refuses a team that has none."""
    chosen = [one for one in found if one.team.casefold() == team.casefold()]
    if not chosen:
        teams = ", ".join(one.team for one in found) or "no team: nothing is left to correct"
        raise UsageProblem(f"{month.label} has no fixing list of a team of this name", "--team", f"there is: {teams}")
    return chosen


def write(store: Store, council: Council, month: Month, chosen: Sequence[FixingList], *, are_all: bool) -> None:
    """Write the lists; where they are all of the month, those of an earlier time that are over are removed."""
    written = set()
    for one in chosen:
        write_bytes(one.csv, csv_bytes(FIXING_LIST, one.lines))
        written.add(one.csv)
        if (content := workbook_bytes(FIXING_LIST, one.lines)) is not None:
            write_bytes(one.workbook, content)
            written.add(one.workbook)
    folder = store.worklists(council.code, str(month))
    for path in sorted(folder.glob("*")) if are_all else []:
        if path.is_file() and path not in written:
            path.unlink()


def _found(store: Store, council: Council, month: Month) -> list[tuple[str, ...]]:
    """Return (known team, child's token, team, extract, file, row, column, rule, severity, message) of each finding."""
    build = store.current_build(council.code)
    if build is None or not build.exists():
        raise UsageProblem(
            "nothing has been checked yet", council.code, f"first: outturn run monthly {council.code} {month}"
        )
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{str(build).replace(chr(39), 2 * chr(39))}' AS built (READ_ONLY)")
        connection.execute("CREATE TABLE settled (extract VARCHAR, row_number INTEGER)")
        if settled := _settled(store, council, month):
            connection.executemany("INSERT INTO settled VALUES (?, ?)", settled)
        connection.execute(f"CREATE TABLE known AS {sql_known_teams(connection, 'built')}")
        return connection.execute(
            'WITH told AS (SELECT extract, rule, "column" AS column_name, min(message) AS message '
            "FROM built.mart.finding WHERE month = $month GROUP BY ALL) "
            "SELECT known.team, f.child_id, coalesce(f.team, ''), f.extract, f.source, f.row_number, f.column_name, "
            "f.rule, f.severity, coalesce(told.message, '') FROM built.mart.row_finding f "
            "LEFT JOIN told USING (extract, rule, column_name) LEFT JOIN known ON known.folded = lower(f.team) "
            "ANTI JOIN settled ON settled.extract = f.extract AND settled.row_number = f.row_number "
            "WHERE f.month = $month ORDER BY known.team, f.child_id, f.extract, f.row_number, f.column_name, f.rule",
            {"month": str(month)},
        ).fetchall()


def _settled(store: Store, council: Council, month: Month) -> list[tuple[str, int]]:
    """Return (extract, row number) of the rows of which somebody has decided that they stay out."""
    rejected = quarantine.rejected(store, council)
    of_month = [d for d in effective(keeping.deliveries(store, council)) if d.month == str(month)]
    return [(d.extract, number) for d in of_month for number in rejected.get(d.file, ())]


def file_names(teams: Sequence[str]) -> dict[str, str]:
    """Return a file name for each team: its letters and digits, and what tells it apart where two are alike."""
    names = {team: re.sub(r"[^a-z0-9]+", "-", team.casefold()).strip("-")[:60] for team in teams}
    often = Counter(names.values())
    return {
        team: name if name and often[name] == 1 else f"{name or 'team'}-{hashlib.sha256(team.encode()).hexdigest()[:6]}"
        for team, name in names.items()
    }


def _list(team: str, path: Path, lines: Sequence[Line]) -> FixingList:
    ordered = sorted(lines, key=lambda line: in_order(line[1:]))
    return FixingList(
        team=team,
        csv=path.with_name(f"{path.name}.csv"),
        workbook=path.with_name(f"{path.name}.xlsx"),
        rows=len({line[2:5] for line in ordered}),
        children=len({line[1] for line in ordered if line[1]}),
        lines=tuple(ordered),
    )
