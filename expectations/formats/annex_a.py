"""What the lists of Ofsted's Annex A say in several places, or beside something else, as tables of their own.

Called by: expectations.formats.workbook, for a workbook that is an Annex A.
Promises:  each child once for every way in which the lists describe it: what one list leaves blank is filled where
           another says it and none contradicts; children of whom they say different things stand there twice, to be
           set aside as such. Conferences that stand in the list of enquiries become rows of their own.
Never:     looks at names of sheets: a list is known by its headers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from expectations.formats.sheet import LONGEST_PREAMBLE_ROWS
from expectations.headers import normalised


@dataclass(frozen=True, slots=True)
class Derived:
    """A table that is put together from lists.

    columns: its headers, as the lists write them; the first says whose row it is.    has: headers that a list must
    have to be read for it.    needs: the column without which a row of a list is none of it.    fixed: header -> what
    stands in every row.    is_told_once: rows of one child are brought together.
    """

    name: str
    columns: tuple[str, ...]
    has: tuple[str, ...]
    needs: str
    fixed: Mapping[str, str] = field(default_factory=dict)
    is_told_once: bool = False


_CHILD = "Child Unique ID"
_HELD = "Date of Initial Child Protection Conference"
_PLAN = "Did the Initial Child Protection Conference Result in a Child Protection Plan"

DERIVED = (
    Derived(
        "Persons of all lists",
        (_CHILD, "Gender", "Ethnicity", "Date of Birth"),
        has=(_CHILD, "Gender", "Ethnicity", "Date of Birth"),
        needs=_CHILD,
        is_told_once=True,
    ),
    Derived(
        "Conferences of the list of enquiries",
        (_CHILD, _HELD, _PLAN, "Allocated Team"),
        has=(_CHILD, _HELD),
        needs=_HELD,
        fixed={"Conference Type": "Initial"},
    ),
)


def derived_tables(lists: Sequence[Path], folder: Path) -> dict[str, Path]:
    """Write the tables that can be put together from lists, given as CSV files; name -> file."""
    written = {}
    for number, table in enumerate(DERIVED):
        rows = [row for path in lists for row in _rows(path, table)]
        if table.is_told_once:
            rows = _told_once(rows)
        if rows:
            written[table.name] = folder / f"derived_{number}.csv"
            with written[table.name].open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow((*table.columns, *table.fixed))
                writer.writerows((*row, *table.fixed.values()) for row in rows)
    return written


def _rows(path: Path, table: Derived) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each row of a list that are wanted, where the list is one to be read."""
    wanted, needed = [normalised(name) for name in table.columns], {normalised(name) for name in table.has}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        for header in islice(rows, LONGEST_PREAMBLE_ROWS):
            places = {normalised(cell): place for place, cell in enumerate(header)}
            if needed <= places.keys():
                break
        else:
            return
        must = places[normalised(table.needs)]
        for row in rows:
            if len(row) > must and row[must].strip():
                yield tuple(
                    row[places[name]].strip() if places.get(name, len(row)) < len(row) else "" for name in wanted
                )


def _told_once(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    said: dict[str, list[set[str]]] = {}
    for row in rows:
        for texts, text in zip(said.setdefault(row[0], [set() for _ in row]), row, strict=True):
            texts.update({text} - {""})
    filled = (
        tuple(
            text or (next(iter(texts)) if len(texts) == 1 else "")
            for text, texts in zip(row, said[row[0]], strict=True)
        )
        for row in rows
    )
    return [*dict.fromkeys(filled)]
