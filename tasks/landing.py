"""What lies in landing: found, fingerprinted, recognised - and never changed.

Called by: tasks.intake.
Promises:  a file is opened only inside the council's own landing folder; one that cannot be used is
           refused with what, where and fix, and the others go on.
Never:     writes to landing, follows a link out of it, or reads a file that is still being written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from expectations import refusals
from expectations.errors import OutturnError
from expectations.formats.sheet import Sheet, UnreadableFile, read_sheet
from expectations.headers import Recogniser, Recognition, nearest_headers, shown
from tasks.councils import Council
from tasks.store import Store
from warehouse.periods import Month

_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
_NOT_DROPPED = ("thumbs.db", "desktop.ini")
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Landed:
    """One file as dropped."""

    path: Path
    month: Month
    fingerprint: str
    copies: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """The file's name, as its sender gave it, without what could not be printed."""
        return shown(self.path.name)

    @property
    def is_unchanged(self) -> bool:
        """Whether the file still is what its fingerprint says: a slow copy may be going on."""
        return _fingerprint(self.path) == self.fingerprint


@dataclass(frozen=True, slots=True)
class Recognised:
    """A landed file that is one of the extracts and has what it needs."""

    landed: Landed
    sheet: Sheet
    recognition: Recognition


class RefusedFile(OutturnError):
    """A file that is not taken: it stays in landing, untouched.

    codes: the kinds of refusal, as expectations.refusals names them, with a space between several.
    """

    exit_code = 4

    def __init__(self, codes: str, what: str, where: str, fix: str) -> None:
        """Keep the codes beside the message."""
        super().__init__(what, where, fix)
        self.codes = codes


def collect(store: Store, council: Council, month: Month) -> list[Landed]:
    """Return the files dropped for a month, in the order in which corrections follow originals.

    A file that lies there under two names is one file, and takes the place of the later name.
    """
    found = [path for path in _inside(store, council, month) if not _reason_to_leave(path)]
    landed = [Landed(path, month, _fingerprint(path)) for path in sorted(found, key=_by_name)]
    names: dict[str, list[Landed]] = {}
    for file in landed:
        names.setdefault(file.fingerprint, []).append(file)
    last_first = dict.fromkeys(file.fingerprint for file in reversed(landed))
    return [
        replace(names[fingerprint][0], copies=tuple(copy.source for copy in names[fingerprint][1:]))
        for fingerprint in reversed(last_first)
    ]


def left_out(store: Store, council: Council, month: Month) -> list[str]:
    """Return a line for everything in a month's folder that is not taken for a file to read, with the reason."""
    reasons = {path: _reason_to_leave(path) for path in sorted(_inside(store, council, month))}
    return [f"{shown(path.name)} was left: {reason}" for path, reason in reasons.items() if reason.strip()]


def _inside(store: Store, council: Council, month: Month) -> list[Path]:
    folder = store.landing(council.code, str(month))
    # The whole of a council's landing may be mounted from elsewhere; a month that leads elsewhere is a trap.
    if not folder.is_dir() or folder.resolve().parent != store.landing(council.code).resolve():
        return []
    return list(folder.iterdir())


def _reason_to_leave(path: Path) -> str:
    """Return why something in landing is not read, "" for a file that is, " " where nobody wants to hear of it."""
    name = path.name.casefold()
    if name.startswith((".", "~$")) or name in _NOT_DROPPED:
        return " "
    if name.endswith(_UNFINISHED):
        return "its name says that it is still being written"
    if path.is_dir():
        return "it is a folder; files are looked for in the month's own folder only"
    if path.resolve().parent != path.parent.resolve():
        return "it is a link that leads out of landing"
    return "" if path.is_file() else "it is not a file"


def recognise(landed: Landed, recogniser: Recogniser, council: Council, scratch: Path) -> Recognised:
    """Open a file and tell which extract it is.

    Raises RefusedFile with every fault found: not a table, not recognised, columns missing or claimed twice.
    """
    try:
        sheet = read_sheet(landed.path, scratch, recogniser.known_headers)
    except UnreadableFile as fault:
        raise RefusedFile(fault.kind.code, fault.what, landed.source, fault.fix) from None
    _refuse_other_council(landed, sheet.first_rows, council)
    best = recogniser.find(sheet.first_rows, landed.source)
    if best is None:
        raise RefusedFile(
            refusals.NO_HEADER.code,
            "no row of the file looks like the header of any extract that is known",
            landed.source,
            "check that it is one of the agreed extracts; if its headers are new, add them to headers.toml",
        )
    _refuse_bad_header(landed, best, council)
    _refuse_second_sheet(landed, sheet, recogniser)
    return Recognised(landed, sheet, best)


def still_changing(landed: Landed) -> RefusedFile:
    """Return the refusal of a file that was written to while it was read."""
    return RefusedFile(
        refusals.CHANGING.code,
        "the file was changed or taken away while it was being read",
        landed.source,
        "wait until it is there whole, then run this again; copy to a name ending in .part, and rename it at the end",
    )


def _refuse_bad_header(landed: Landed, fit: Recognition, council: Council) -> None:
    """Refuse a header row that lacks needed columns or feeds one column twice, naming all its faults."""
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
        suggestions = "; ".join(_nearest(name, fit) for name in fit.missing_required)
        fix.append(
            f"rename in the file, or map in councils/{council.code}/headers.toml under [{fit.extract.name}]: "
            f"{suggestions}"
        )
    if fit.clashes:
        kinds.append(refusals.HEADER_TWICE)
        clashes = [
            f"{' and '.join(repr(shown(header)) for header in headers)} both stand for {name}"
            for name, headers in fit.clashes.items()
        ]
        what.append(f"two headers feed one column: {'; '.join(clashes)}")
        fix.append("keep one header for each column and send the file again")
    if what:
        where = f"{landed.source}, header row {fit.header_row}, taken for {fit.extract.title}"
        raise RefusedFile(refusals.codes_of(kinds), "; ".join(what), where, "; ".join(fix))


def _holds_rows(headers: Sequence[str]) -> bool:
    """Tell whether a header has swallowed rows: a later line of it has as many separators as a row needs."""
    return any(
        line.count(mark) >= max(3, position)
        for position, header in enumerate(headers)
        for line in header.splitlines()[1:]
        for mark in ",;\t|"
    )


def _nearest(column: str, fit: Recognition) -> str:
    near = nearest_headers(column, fit.extract, fit.unknown)
    found = f"nearest header in the file is {shown(near)!r}" if near else "nothing similar found"
    return f"{fit.extract.column(column).header!r}: {found}"


def _refuse_second_sheet(landed: Landed, sheet: Sheet, recogniser: Recogniser) -> None:
    """Refuse a workbook with more than one extract: all but one of them would be lost without a word."""
    also = [
        f"{shown(name)!r} looks like {fit.extract.title}"
        for name, rows in sheet.other_sheets.items()
        if (fit := recogniser.find(rows, name)) and not fit.missing_required
    ]
    if also:
        raise RefusedFile(
            refusals.SEVERAL_EXTRACTS.code,
            f"the workbook holds more than one extract: beside the sheet that was read, {'; '.join(also)}",
            landed.source,
            "save each sheet as a file of its own, or hide the sheets that are not to be read",
        )


def _refuse_other_council(landed: Landed, first_rows: Sequence[Sequence[str]], council: Council) -> None:
    """Refuse a file whose name says that it is another council's (the rows are looked at later)."""
    match = re.search(
        r"(?:^|[^A-Za-z0-9])(E(?:0[6-9]|10)\d{6}|LA[ _-]?\d{3})(?:[^A-Za-z0-9]|$)", landed.source, re.IGNORECASE
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


def _fingerprint(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        # It is refused when it is opened; until then it needs a name of its own.
        return hashlib.sha256(f"cannot be opened: {path.name}".encode(errors="replace")).hexdigest()


def _by_name(path: Path) -> tuple[tuple[tuple[int, int | str], ...], str]:
    """Order names so that "_v2" follows "_v1" and "contacts_corrected" follows "contacts"."""
    parts = _DIGITS.split(path.stem.casefold())
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts), path.suffix
