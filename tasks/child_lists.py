"""The rows behind a figure as a list that names children, in the store's protected folder.

Called by: the command `explain --list`.
Promises:  every row of the figure's population stands in it once, under the child's own number, and what counts in it
           adds up to the printed figure; readable by its owner only; the same warehouse gives the same bytes.
Never:     returns or raises with a child's number, or writes anywhere but beside the fixing lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from expectations import extracts as declared
from expectations.errors import BlockedByData
from tasks.councils import Council
from tasks.own_numbers import own_numbers
from tasks.store import Store, write_bytes
from tasks.worklist_files import Cell, Line, Sheet, csv_bytes, in_order, workbook_bytes
from tasks.worklists import file_names
from warehouse import indicators
from warehouse.child_list import WHOLE, ChildList, Counted, ListColumn, child_list
from warehouse.periods import Period

_WIDTHS = {"Team": 20, "Left out because": 40, "File": 30, "Row": 8}


@dataclass(frozen=True, slots=True)
class WrittenList:
    """A list of the rows behind a figure; lines hold children's numbers, so they are not shown."""

    csv: Path
    workbook: Path
    counted: Counted
    rows: int
    children: int
    without_source: bool
    part: str
    sheet: Sheet = field(repr=False)
    lines: tuple[Line, ...] = field(repr=False)


def made(store: Store, council: Council, code: str, period: Period, split: tuple[str, str] = WHOLE) -> WrittenList:
    """Return the list of an indicator and period, or of one member of a split, such as one team.

    Raises BlockedByData before the first build, EnvironmentProblem without the council's key.
    """
    build = store.current_build(council.code)
    if build is None:
        first = f"run first: outturn run monthly {council.code} MONTH"
        raise BlockedByData(f"{council.name} has no warehouse yet", council.code, first)
    with duckdb.connect(str(build), read_only=True) as connection:
        found = child_list(connection, indicators.load(), declared.load(), (code, period), split)
    folder = store.child_lists(council.code, str(period))
    name = "-".join([code.casefold(), *([split[0], file_names(found.parts)[found.part]] if found.part else [])])
    headers = tuple(column.header for column in found.columns)
    return WrittenList(
        csv=folder / f"{name}.csv",
        workbook=folder / f"{name}.xlsx",
        counted=found.counted,
        rows=len(found.rows),
        children=_children(found),
        without_source=found.without_source,
        part=found.part,
        sheet=Sheet("Rows behind the figure", headers, _WIDTHS),
        lines=_lines(store, council, found),
    )


def write(one: WrittenList) -> None:
    """Write the list in both kinds; one that is too long for Excel is CSV only."""
    write_bytes(one.csv, csv_bytes(one.sheet, one.lines))
    if (content := workbook_bytes(one.sheet, one.lines)) is not None:
        write_bytes(one.workbook, content)
    else:
        one.workbook.unlink(missing_ok=True)


def _children(found: ChildList) -> int:
    places = [place for place, column in enumerate(found.columns) if column.identifies == "child"]
    return len({row[places[0]] for row in found.rows if row[places[0]]}) if places else 0


def _lines(store: Store, council: Council, found: ChildList) -> tuple[Line, ...]:
    """Return the rows as people read them, by team, then in order of all that stands in them."""
    cells = [_cells(store, council, column, [row[n] for row in found.rows]) for n, column in enumerate(found.columns)]
    team = next(n for n, column in enumerate(found.columns) if column.header == "Team")
    lines = zip(*cells, strict=True)
    return tuple(sorted(lines, key=lambda line: in_order([line[team], *line])))


def _cells(store: Store, council: Council, column: ListColumn, values: Sequence[Any]) -> list[Cell]:
    if column.identifies:
        numbers = own_numbers(store, council, column.identifies, (value for value in values if value))
        return [numbers.get(value, "") for value in values]
    return [_cell(value) for value in values]


def _cell(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    return value if isinstance(value, (int, date)) else str(value)
