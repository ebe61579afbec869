"""Which extracts a landed file holds: every table of it is told by its content, names are only a hint.

Called by: tasks.intake.
Promises:  a table that cannot be used is refused alone, with what, where and fix, and the file's other tables go
           on; two tables that are one extract are refused together; a table that is no extract is named in a note.
Never:     reads past the header row of a table.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from expectations import refusals
from expectations.assertions import NOT_READ
from expectations.contract import Extract
from expectations.formats.joined import Joined
from expectations.formats.sheet import Content, Note, Sheet, UnreadableFile, read_tables
from expectations.headers import Recogniser, Recognition, near_misses, shown
from expectations.staging import layout_of
from tasks.councils import Council
from tasks.landing import Landed, RefusedFile

_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table of a landed file that is one of the extracts and has what it needs.

    table: its name, where the file holds more than one extract.
    """

    landed: Landed
    sheet: Sheet
    recognition: Recognition
    table: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def extract(self) -> Extract:
        """The extract that it is."""
        return self.recognition.extract

    @property
    def source(self) -> str:
        """What it is called wherever it is spoken of: the file's name, and its own where there are others."""
        return _source(self.landed, self.table)


@dataclass(frozen=True, slots=True)
class RefusedTable:
    """A table of a landed file that is an extract, but cannot be used."""

    extract: Extract
    source: str
    fault: RefusedFile


@dataclass(frozen=True, slots=True)
class Opened:
    """What a landed file turned out to hold.    unread: names of its tables that are no extract."""

    recognised: tuple[Recognised, ...]
    refused: tuple[RefusedTable, ...]
    unread: tuple[str, ...]


@dataclass(slots=True)
class _Found:
    """The tables of a file that are one extract: those that have what it needs, and the nearest that does not."""

    whole: list[tuple[Sheet, Recognition]] = field(default_factory=list)
    near: list[tuple[Sheet, Recognition]] = field(default_factory=list)

    @property
    def chosen(self) -> tuple[Sheet, Recognition]:
        """The table that stands for the extract; the first, where there are several."""
        return max(self.near, key=lambda table: len(table[1].positions)) if not self.whole else self.whole[0]


def recognise(landed: Landed, recogniser: Recogniser, council: Council, scratch: Path) -> Opened:
    """Open a file and tell which extracts it holds.

    Raises RefusedFile where nothing can be taken of it: not a table, another council's, or nothing recognised.
    """
    _refuse_other_council(landed, council)
    try:
        content = read_tables(landed.path, scratch, recogniser.known_headers)
    except UnreadableFile as fault:
        raise RefusedFile(fault.kind.code, fault.what, landed.source, fault.fix) from None
    found = _found(content, recogniser, landed.path.name)
    if not found:
        raise _nothing_known(landed, content, recogniser, council)
    used = {id(sheet) for extract in found.values() for sheet, _ in (*extract.whole, extract.chosen)}
    unread = tuple(shown(s.name) for s in content.sheets if id(s) not in used and not s.is_derived)
    notes = content.notes + _said_of(unread, content.part)
    recognised: list[Recognised] = []
    refused: list[RefusedTable] = []
    for extract in found.values():
        extract.whole = _joined(extract.whole)
        sheet, fit = extract.chosen
        said = sheet.notes if recognised or refused else (*notes, *sheet.notes)
        item = Recognised(landed, sheet, fit, _table(extract) if len(found) > 1 else "", said)
        reason = _clash(item, extract, content.part) or _bad_header(item, council, len(content.sheets) > 1)
        if reason:
            refused.append(RefusedTable(fit.extract, item.source, reason))
        else:
            recognised.append(item)
    return Opened(tuple(recognised), tuple(refused), unread)


def _found(content: Content, recogniser: Recogniser, file_name: str) -> dict[str, _Found]:
    """Set every table against the contracts; the extracts found, in the order of the file's tables.

    Of several tables the file's name says nothing, unless none of them is an extract by itself.
    """
    names = {id(sheet): f"{file_name} {sheet.name}".strip() for sheet in content.sheets}
    if len(content.sheets) > 1:
        found = _set_against(content.sheets, recogniser, {id(sheet): sheet.name for sheet in content.sheets})
        if any(extract.whole for extract in found.values()):
            return found
    return _set_against(content.sheets, recogniser, names)


def _set_against(sheets: Sequence[Sheet], recogniser: Recogniser, hints: dict[int, str]) -> dict[str, _Found]:
    found: dict[str, _Found] = {}
    for sheet in sheets:
        fit = recogniser.find(sheet.first_rows, hints[id(sheet)], makes_identifiers=sheet.lacks_identifiers)
        if fit is None:
            continue
        of_extract = found.setdefault(fit.extract.name, _Found())
        (of_extract.near if fit.missing_required else of_extract.whole).append((sheet, fit))
    for of_extract in found.values():
        sent = [(sheet, fit) for sheet, fit in of_extract.whole if not sheet.is_derived]
        of_extract.whole = sent or of_extract.whole
    return found


def _joined(tables: list[tuple[Sheet, Recognition]]) -> list[tuple[Sheet, Recognition]]:
    """Bring tables that are parts of one extract together; what any of them has, the whole is said to have."""
    if len(tables) < 2 or not tables[0][1].extract.comes_in_parts:
        return tables
    fits = [fit for _, fit in tables]
    most = max(fits, key=lambda fit: len(fit.positions))
    missing = tuple(name for name in most.missing_optional if all(name in fit.missing_optional for fit in fits))
    unknown = tuple(dict.fromkeys(header for fit in fits for header in fit.unknown))
    clashes = {name: headers for fit in fits for name, headers in fit.clashes.items()}
    whole = Joined([(sheet, layout_of(fit)) for sheet, fit in tables])
    return [(whole, replace(most, missing_optional=missing, unknown=unknown, clashes=clashes))]


def _table(found: _Found) -> str:
    return " and ".join(shown(sheet.name) for sheet, _ in found.whole or [found.chosen])


def _source(landed: Landed, table: str) -> str:
    return f"{landed.source}, {table}" if table else landed.source


def _said_of(unread: Sequence[str], part: str) -> tuple[Note, ...]:
    if not unread:
        return ()
    count = f"1 {part} is" if len(unread) == 1 else f"{len(unread)} {part}s are"
    return (Note(NOT_READ, f"{count} no extract that is known, so nothing was read there: {_listed(unread)}"),)


def _listed(names: Sequence[str]) -> str:
    listed = ", ".join(repr(name) for name in names[:_MOST_NAMES])
    return f"{listed} and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else listed


def header_rows(landed: Landed, recogniser: Recogniser, scratch: Path) -> list[Recognition]:
    """Return the header rows of a file, each set against the extract that it is or comes nearest to.

    Raises UnreadableFile where the file is no table.
    """
    content = read_tables(landed.path, scratch, recogniser.known_headers)
    found = _found(content, recogniser, landed.path.name)
    if found:
        return [fit for extract in found.values() for _, fit in (extract.whole or extract.near)]
    near = [recogniser.nearest(sheet.first_rows, f"{landed.path.name} {sheet.name}") for sheet in content.sheets]
    return [fit for fit in near if fit]


def accept_command(council: str, fit: Recognition, column: str, header: str) -> str:
    """Return the command that makes a header stand for a column from now on, to be pasted."""
    asked = shlex.quote(shown(header)) if header else '"HEADER"'
    return f'outturn headers accept {council} {fit.extract.name} {asked} {column} --by "NAME"'


def _nothing_known(landed: Landed, content: Content, recogniser: Recogniser, council: Council) -> RefusedFile:
    names = [shown(sheet.name) for sheet in content.sheets if sheet.name]
    looked_at = f" (looked at: {_listed(names)})" if names else ""
    fix = f"check that it is one of the agreed extracts; {_if_new(landed, content, recogniser, council)}"
    return RefusedFile(
        refusals.NO_HEADER.code,
        f"no row of the file looks like the header of any extract that is known{looked_at}",
        landed.source,
        fix,
    )


def _if_new(landed: Landed, content: Content, recogniser: Recogniser, council: Council) -> str:
    """Say how headers that are new are accepted: the commands themselves, where it is clear which they are."""
    for sheet in content.sheets:
        fit = recogniser.nearest(sheet.first_rows, f"{landed.path.name} {sheet.name}")
        if fit:
            near = near_misses(fit)
            needed = [c.name for c in fit.extract.columns if c.name in near and (c.required or c.expected)]
            wanted = [accept_command(council.code, fit, name, near[name]) for name in needed]
            return f"if it is {fit.extract.title} under new headers, accept them: {'; '.join(wanted)}"
    return (
        "if its headers are new, name the column that each stands for: "
        f'outturn headers accept {council.code} EXTRACT "HEADER" COLUMN --by "NAME" (it writes headers.toml)'
    )


def _clash(item: Recognised, found: _Found, part: str) -> RefusedFile | None:
    """Refuse tables that are the same extract: which of them counts is not for us to guess."""
    if len(found.whole) < 2:
        return None
    names = " and ".join(repr(shown(sheet.name)) for sheet, _ in found.whole)
    return RefusedFile(
        refusals.EXTRACT_TWICE.code,
        f"{len(found.whole)} {part}s of the file are the same extract, {item.extract.title}: {names}",
        item.source,
        f"keep one of them, or hide the {part} that is not to be read, or send each as a file of its own",
    )


def _bad_header(item: Recognised, council: Council, has_several: bool) -> RefusedFile | None:
    """Refuse a header row that lacks needed columns or feeds one column twice, naming all its faults."""
    fit = item.recognition
    kinds, what, fix = [], [], []
    if _holds_rows(fit.headers):
        kinds.append(refusals.HEADER_SWALLOWS)
        what.append("a cell of the header row holds whole rows")
        fix.append("look there for a quotation mark that is never closed, then export the file again")
    if fit.missing_required:
        kinds.append(refusals.COLUMN_MISSING)
        count = len(fit.missing_required)
        what.append("1 column that is needed was" if count == 1 else f"{count} columns that are needed were")
        what[-1] += " not found"
        near = near_misses(fit)
        suggestions = "; ".join(_nearest(council, fit, name, near.get(name, "")) for name in fit.missing_required)
        fix.append(f"rename in the file, or accept what stands for it (it is written to headers.toml): {suggestions}")
    if fit.clashes:
        kinds.append(refusals.HEADER_TWICE)
        clashes = [
            f"{' and '.join(repr(shown(header)) for header in headers)} both stand for {name}"
            for name, headers in fit.clashes.items()
        ]
        what.append(f"two headers feed one column: {'; '.join(clashes)}")
        fix.append("keep one header for each column and send the file again")
    if not what:
        return None
    source = _source(item.landed, shown(item.sheet.name)) if has_several else item.source
    where = f"{source}, header row {fit.header_row}, taken for {fit.extract.title}"
    return RefusedFile(refusals.codes_of(kinds), "; ".join(what), where, "; ".join(fix))


def _holds_rows(headers: Sequence[str]) -> bool:
    """Tell whether a header has swallowed rows: a later line of it has as many separators as a row needs."""
    return any(
        line.count(mark) >= max(3, position)
        for position, header in enumerate(headers)
        for line in header.splitlines()[1:]
        for mark in ",;\t|"
    )


def _nearest(council: Council, fit: Recognition, column: str, near: str) -> str:
    found = f"nearest header in the file is {shown(near)!r}" if near else "nothing similar found"
    command = accept_command(council.code, fit, column, near)
    return f"{fit.extract.column(column).header!r}: {found}, {command}"


def _refuse_other_council(landed: Landed, council: Council) -> None:
    """Refuse a file whose name says that it is another council's (the rows are looked at later)."""
    match = re.search(
        r"(?:^|[^A-Za-z0-9])(E(?:0[6-9]|10)\d{6}|LA[ _-]?\d{3})(?:[^A-Za-z0-9]|$)", landed.path.name, re.IGNORECASE
    )
    if not match:
        return
    code = re.sub(r"^LA[ _-]?", "", match[1], flags=re.IGNORECASE).casefold()
    if code not in council.la_codes:
        raise RefusedFile(
            refusals.OTHER_COUNCIL.code,
            f"the file's name carries another council's code ({match[1]})",
            landed.source,
            f"if it is {council.name}'s, rename it or add the code to la_codes in council.toml; otherwise delete it "
            f"from landing",
        )
