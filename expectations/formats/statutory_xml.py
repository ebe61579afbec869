"""Statutory returns in XML, the CIN census and SSDA903, as the tables that the contracts know.

Called by: expectations.formats.sheet.
Promises:  one row for each record of a child; the return's own council and day stand in every row, so that a file
           of another council or month is found; memory for one child at a time.
Never:     follows a document type, an entity or anything outside the file.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, Protocol
from xml.parsers import expat

from expectations import refusals
from expectations.formats.delimited import Delimited, WrittenOut
from expectations.formats.sheet import Content, UnreadableFile
from expectations.formats.statutory_tables import RETURNS, Table

_DEEPEST = 24
_MOST_NODES = 50_000
_LONGEST_TEXT = 1_000_000
_BLOCK = 64 * 1024
_COUNCIL = ("LEA", "LA", "LACode")
_AS_AT = ("ReferenceDate",)


@dataclass(slots=True)
class _Element:
    name: str
    text: list[str] = field(default_factory=list)
    children: list[_Element] = field(default_factory=list)

    @property
    def value(self) -> str:
        return " ".join("".join(self.text).split())


class _Writer(Protocol):
    def writerow(self, row: Iterable[str], /) -> object:
        """Write one row."""


class _Stop(Exception):
    """The file is not read any further."""


def read_statutory_xml(path: Path, scratch: Path, known_headers: frozenset[str]) -> Content:
    """Return the tables of a return.    Raises UnreadableFile where it is none, is damaged or is not safe."""
    folder = Path(tempfile.mkdtemp(dir=scratch))
    with ExitStack() as open_files:
        tables = _Tables(folder, open_files)
        try:
            with path.open("rb") as file:
                _Reader(tables).read(iter(lambda: file.read(_BLOCK), b""))
        except (_Stop, expat.ExpatError, LookupError, UnicodeError) as fault:
            raise _refused(path, tables.is_return, str(fault) if isinstance(fault, _Stop) else "") from None
    if not tables.files:
        raise _refused(path, tables.is_return, "it holds no child")
    return Content(
        tuple(
            Delimited(file, scratch, known_headers, out_of=WrittenOut(path.name, name, lacks_identifiers=True))
            for name, file in tables.files.items()
        ),
        part="table",
    )


def _refused(path: Path, is_return: bool, why: str) -> UnreadableFile:
    if not is_return:
        return UnreadableFile(
            refusals.WEB_PAGE,
            "the file is a web page or XML, whatever its name says",
            path.name,
            "open it in Excel and save it as .xlsx, or as CSV UTF-8",
        )
    what = f"the XML of the return cannot be taken: {why or 'it breaks off or is not well formed'}"
    return UnreadableFile(refusals.DAMAGED_XML, what, path.name)


class _Tables:
    """The tables of one return, filled child by child."""

    def __init__(self, folder: Path, open_files: ExitStack) -> None:
        self.files: dict[str, Path] = {}
        self.is_return = False
        self._folder, self._open_files = folder, open_files
        self._writers: dict[str, _Writer] = {}
        self._headers: dict[str, tuple[str, ...]] = {}
        self._said: dict[str, str] = {}

    def say(self, name: str, value: str) -> None:
        """Note what the head of the return says of itself."""
        self._said[name] = value

    def add(self, child: _Element) -> None:
        """Write every record of a child."""
        is_cin = child.name == "Child"
        for table in RETURNS["CIN" if is_cin else "SSDA903"]:
            for fields in _records(child, table.record):
                if not table.needs or any(fields.get(name) for name in table.needs):
                    self._write(table, fields)

    def _write(self, table: Table, fields: Mapping[str, str]) -> None:
        cells = dict(table.fixed)
        for header, names in table.columns.items():
            cells[header] = next((fields[name] for name in names if fields.get(name)), "")
        cells["LA Code"] = next((self._said[name] for name in _COUNCIL if name in self._said), "")
        cells["As At Date"] = next((self._said[name] for name in _AS_AT if name in self._said), "")
        if table.name not in self._writers:
            file = self._folder / f"{len(self.files)}.csv"
            # Of two kinds of record in one table, the first may have more columns: a later one leaves them blank.
            named = [t for r in RETURNS.values() for t in r if t.name == table.name]
            self._headers[table.name] = tuple(
                dict.fromkeys([*(h for t in named for h in (*t.columns, *t.fixed)), "LA Code", "As At Date"])
            )
            opened = self._open_files.enter_context(file.open("w", encoding="utf-8", newline=""))
            self._writers[table.name] = csv.writer(opened, lineterminator="\n")
            self._writers[table.name].writerow(self._headers[table.name])
            self.files[table.name] = file
        self._writers[table.name].writerow(cells.get(header, "") for header in self._headers[table.name])


def _records(child: _Element, record: str) -> Iterator[dict[str, str]]:
    """Yield the fields of every record of that name, with those of the elements around it."""
    above = _fields(child, record)
    if not record:
        yield above
        return

    def inside(element: _Element, outer: Mapping[str, str]) -> Iterator[dict[str, str]]:
        for part in element.children:
            fields = {**outer, **_fields(part, record)}
            if part.name == record:
                yield fields
            elif part.children:
                yield from inside(part, fields)

    yield from inside(child, above)


_GROUPS = frozenset({"ChildIdentifiers", "ChildCharacteristics", "Disabilities", "FactorsIdentifiedAtAssessment"})
_SINGLE = frozenset({"OC2", "OC3", "UASC", "AD1", "PERMANENCE", "HEADER"})


def _fields(element: _Element, record: str) -> dict[str, str]:
    """Return the texts directly in an element and in its groups; one that is repeated as a list."""
    found: dict[str, list[str]] = {}
    for part in element.children:
        if part.children and (part.name in _GROUPS or (not record and part.name in _SINGLE)):
            for name, value in _fields(part, record).items():
                found.setdefault(name, []).append(value)
        elif not part.children and part.value:
            found.setdefault(part.name, []).append(part.value)
    return {name: ", ".join(values) for name, values in found.items()}


class _Reader:
    """Reads the XML, giving each child to the tables and forgetting it."""

    def __init__(self, tables: _Tables) -> None:
        self._tables = tables
        self._stack: list[_Element] = []
        self._child_at = 0
        self._nodes = self._letters = 0

    def read(self, blocks: Iterator[bytes]) -> None:
        """Read it to the end.    Raises _Stop or an error of the parser."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = _refuse
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        for block in blocks:
            parser.Parse(block, False)
        parser.Parse(b"", True)

    def _start(self, name: str, _attributes: object) -> None:
        element = _Element(name.rpartition("}")[2])
        self._bounded(element)
        self._tables.is_return = True
        if self._child_at:
            self._stack[-1].children.append(element)
        elif self._stack and element.name in {"Child", "CHILD"}:
            self._child_at = len(self._stack)
        self._stack.append(element)

    def _bounded(self, element: _Element) -> None:
        self._nodes += 1
        if not self._stack and element.name.casefold() not in {"message", "ssda903", "cin"}:
            raise _Stop("it is no return that is known")
        if len(self._stack) >= _DEEPEST:
            raise _Stop(f"its elements stand more than {_DEEPEST} deep")
        if self._nodes > _MOST_NODES:
            raise _Stop("one child has more records than anybody could have")

    def _end(self, _name: str) -> None:
        element = self._stack.pop()
        if self._child_at and len(self._stack) == self._child_at:
            self._child_at = 0
            self._tables.add(element)
        elif not self._child_at and element.value:
            self._tables.say(element.name, element.value)
        if not self._child_at:
            self._nodes = self._letters = 0

    def _text(self, data: str) -> None:
        self._letters += len(data)
        if self._letters > _LONGEST_TEXT:
            raise _Stop("a text in it is longer than anything a return holds")
        self._stack[-1].text.append(data)


def _refuse(*_args: object) -> NoReturn:
    raise _Stop("it declares a document type or entities, which no return needs")
