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
from dataclasses import dataclass
from pathlib import Path

from expectations.errors import OutturnError
from expectations.formats.sheet import Sheet, UnreadableFile, read_sheet
from expectations.headers import Recogniser, Recognition, nearest_headers
from tasks.councils import Council
from tasks.store import Store
from warehouse.periods import Month

_UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart")
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Landed:
    """One file as dropped."""

    path: Path
    month: Month
    fingerprint: str

    @property
    def source(self) -> str:
        """The file's name, as its sender gave it."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class Recognised:
    """A landed file that is one of the extracts and has what it needs."""

    landed: Landed
    sheet: Sheet
    recognition: Recognition


class RefusedFile(OutturnError):
    """A file that is not taken: it stays in landing, untouched."""

    exit_code = 4


def collect(store: Store, council: Council, month: Month) -> list[Landed]:
    """Return the files dropped for a month, in the order in which corrections follow originals."""
    folder = store.landing(council.code, str(month))
    if not folder.is_dir():
        return []
    inside = folder.resolve()
    found = [
        path
        for path in folder.iterdir()
        if path.is_file()
        and not path.name.startswith((".", "~$"))
        and not path.name.endswith(_UNFINISHED)
        and path.resolve().parent == inside
    ]
    landed = [Landed(path, month, _fingerprint(path)) for path in sorted(found, key=_by_name)]
    return list({file.fingerprint: file for file in reversed(landed)}.values())[::-1]


def recognise(landed: Landed, recogniser: Recogniser, council: Council, scratch: Path) -> Recognised:
    """Open a file and tell which extract it is.

    Raises RefusedFile with every fault found: not a table, not recognised, columns missing or claimed twice.
    """
    try:
        sheet = read_sheet(landed.path, scratch, recogniser.known_headers)
    except UnreadableFile as fault:
        raise RefusedFile(fault.what, fault.where, fault.fix) from None
    _refuse_other_council(landed, sheet.first_rows, council)
    best = recogniser.find(sheet.first_rows, landed.source)
    if best is None:
        raise RefusedFile(
            "no row of the file looks like the header of any extract that is known",
            landed.source,
            "check that it is one of the agreed extracts; if its headers are new, add them to headers.toml",
        )
    _refuse_bad_header(landed, best, council)
    return Recognised(landed, sheet, best)


def _refuse_bad_header(landed: Landed, fit: Recognition, council: Council) -> None:
    where = f"{landed.source}, header row {fit.header_row}, taken for {fit.extract.title}"
    if fit.missing_required:
        suggestions = []
        for name in fit.missing_required:
            near = nearest_headers(name, fit.extract, fit.unknown)
            header = fit.extract.column(name).header
            suggestions.append(
                f"{header!r}: " + (f"nearest header in the file is {near!r}" if near else "nothing similar found")
            )
        count = len(fit.missing_required)
        raise RefusedFile(
            f"{count} column{'s' if count > 1 else ''} that {'are' if count > 1 else 'is'} needed "
            f"{'were' if count > 1 else 'was'} not found",
            where,
            f"rename in the file, or map in councils/{council.code}/headers.toml under [{fit.extract.name}]: "
            + "; ".join(suggestions),
        )
    if fit.clashes:
        clashes = "; ".join(
            f"{' and '.join(map(repr, headers))} both stand for {name}" for name, headers in fit.clashes.items()
        )
        raise RefusedFile(f"two headers feed one column: {clashes}", where, "keep one of them and send the file again")


def _refuse_other_council(landed: Landed, first_rows: Sequence[Sequence[str]], council: Council) -> None:
    """Refuse a file whose name says that it is another council's (the rows are looked at later)."""
    match = re.search(r"(?:^|[^A-Za-z0-9])(E0[6-9]\d{6}|LA[ _-]?\d{3})(?:[^A-Za-z0-9]|$)", landed.source, re.IGNORECASE)
    if not match:
        return
    code = re.sub(r"^LA[ _-]?", "", match[1], flags=re.IGNORECASE).casefold()
    if code not in council.la_codes:
        raise RefusedFile(
            f"the file's name carries another council's code ({match[1]})",
            landed.source,
            f"if it is {council.name}'s, rename it or add the code to la_codes in council.toml; otherwise delete it "
            f"from landing",
        )


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _by_name(path: Path) -> tuple[tuple[tuple[int, int | str], ...], str]:
    """Order names so that "_v2" follows "_v1" and "contacts_corrected" follows "contacts"."""
    parts = _DIGITS.split(path.stem.casefold())
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in parts), path.suffix
