"""A month's export as cells: headings and rows, every value written the way its file writes it.

Called by: tasks.sample.mess, which plants faults in sheets; tasks.sample.writing.
Promises:  one cell for each heading; a workbook's dates stay dates.
Never:     decides what the rows are: see tasks.sample.world.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from expectations.contract import Column
from expectations.extracts import load
from tasks.sample import headings as head
from tasks.sample import story
from tasks.sample.dress import Dress
from tasks.sample.people import FORENAMES, SURNAMES, Person
from tasks.sample.tables import Row, Value
from warehouse.periods import Month

Cell = str | date
NOTE_MARK = "Note (synthetic):"
_NOTES = (
    f"{NOTE_MARK} spoke to {{name}}’s mother; she is happy for school to be told.",
    f'{NOTE_MARK} {{name}} says "things are better at home", see record.',
    f"{NOTE_MARK} professionals’ meeting, actions agreed, {{name}} to be seen again.",
    *("",) * 4,
)
_PLAIN_CODE = re.compile(r"[A-Za-z0-9]+")
_PADDED_EVERY = 7


@dataclass(slots=True)
class Sheet:
    """One file before it is bytes."""

    extract: str
    columns: list[str]
    headings: list[str]
    rows: list[list[Cell]]
    dress: Dress

    def position(self, column: str) -> int:
        """Return where a column stands."""
        return self.columns.index(column)

    def copy_of_row(self, number: int, **changed: Cell) -> list[Cell]:
        """Return a copy of a row with some cells changed."""
        row = list(self.rows[number])
        for column, value in changed.items():
            row[self.position(column)] = value
        return row


class _Spelt(dict[Value, Cell]):
    """How each value of a column is written, worked out once for each distinct value."""

    def __init__(self, spell: Callable[[Value], Cell]) -> None:
        super().__init__()
        self._spell = spell

    def __missing__(self, value: Value) -> Cell:
        cell = self._spell(value)
        self[value] = cell
        return cell


def make_sheet(extract: str, rows: Sequence[Row], month: Month, dress: Dress, people: Mapping[str, Person]) -> Sheet:
    """Return the sheet of a month's rows."""
    contract = load()[extract]
    # A column that contracts get later is one that this council does not record.
    recorded = rows[0].keys() if rows else {column.name for column in contract.columns}
    found = [(h, name) for h, name in head.headings_of(contract, month) if name.startswith("+") or name in recorded]
    cells: list[list[Cell]] = []
    for _, column in found:
        if column.startswith("+"):
            cells.append(_private_column(column, rows, month.ends_on, dress, people))
        else:
            cells.append(_spelt_column(contract.column(column), rows, dress))
        if dress.padding and column in ("team", *contract.key):
            cells[-1] = [cell if n % _PADDED_EVERY else f"{cell}{dress.padding}" for n, cell in enumerate(cells[-1])]
    columns = [column for _, column in found]
    return Sheet(
        extract, columns, [heading for heading, _ in found], [list(row) for row in zip(*cells, strict=True)], dress
    )


def _spelt_column(column: Column, rows: Sequence[Row], dress: Dress) -> list[Cell]:
    if column.type == "VARCHAR" and not column.codes:
        blank = "" if column.required or column.expected else dress.blank
        return [blank if row[column.name] is None else str(row[column.name]) for row in rows]
    spelt = _Spelt(_speller(column, dress))
    return [spelt[row[column.name]] for row in rows]


def _speller(column: Column, dress: Dress) -> Callable[[Value], Cell]:
    """Return how the values of a column are written."""
    codes = column.codes.codes if column.codes and column.type == "VARCHAR" else {}
    blank = "" if column.required or column.expected else dress.blank

    def spell(value: Value) -> Cell:
        if value is None:
            return blank
        if isinstance(value, bool):
            return dress.yes_no[0] if value else dress.yes_no[1]
        if isinstance(value, date):
            return _spelt_day(value, dress)
        text = str(value)
        if text in codes and dress.codes == "label":
            return codes[text]
        if text in codes and dress.codes == "both" and _PLAIN_CODE.fullmatch(text):
            return f"{text} - {codes[text]}"
        return text

    return spell


def _spelt_day(day: date, dress: Dress) -> Cell:
    """Return a day as it is written; midnight is a time that nobody gave."""
    if dress.is_workbook:
        return day
    has_time = isinstance(day, datetime) and day.time() != time()
    return _day_text(day, f"{dress.dates} %H:%M" if has_time else dress.dates)


@cache
def _day_text(day: date, form: str) -> str:
    return day.strftime(form)


def _private_column(key: str, rows: Sequence[Row], day: date, dress: Dress, people: Mapping[str, Person]) -> list[Cell]:
    """Return a column that nobody asked for."""
    always = {head.COUNCIL: story.COUNCIL_NAME, head.COUNCIL_CODE: "000", head.AS_AT: _spelt_day(day, dress)}
    if key in always:
        return [always[key]] * len(rows)
    numbered = {head.WORKER: "worker_id", head.CARER: "household_id"}
    if key in numbered:
        return [_name_for(str(row[numbered[key]])) for row in rows]
    children = [people[str(row["child_id"])] for row in rows]
    if key == head.BIRTH:
        return [_spelt_day(child.born_on, dress) if child.born_on <= day else "" for child in children]
    of_person = _OF_PERSON[key]
    return [of_person(child) for child in children]


def _note(person: Person) -> str:
    return _NOTES[int(person.child_id) % len(_NOTES)].format(name=person.forename)


def _postcode(person: Person) -> str:
    number = int(person.child_id)
    return f"ZZ{number % 20 + 1} {number % 9 + 1}AA"


@cache
def _name_for(number_in_system: str) -> str:
    """Return the name of the worker or carer with a number."""
    number = int(number_in_system[2:])
    return f"{FORENAMES[number % len(FORENAMES)]} {SURNAMES[number * 7 % len(SURNAMES)]}"


_OF_PERSON: Mapping[str, Callable[[Person], str]] = {
    head.NAME: lambda person: person.forename,
    head.SURNAME: lambda person: person.surname,
    head.FULL_NAME: lambda person: f"{person.surname}, {person.forename}",
    head.NOTES: _note,
    head.POSTCODE: _postcode,
}
