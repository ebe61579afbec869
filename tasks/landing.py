"""What lies in landing: found, fingerprinted - and never changed.

Called by: tasks.intake, tasks.keeping.
Promises:  a file is opened only inside the council's own landing folder; one that cannot be used is
           refused with what, where and fix, and the others go on.
Never:     writes to landing, follows a link out of it, or reads a file that is still being written.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from expectations import refusals
from expectations.errors import OutturnError
from tasks.councils import Council
from tasks.naming import shown_name
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
        """The file's name, without what may be about a person or could not be printed."""
        return shown_name(self.path.name, self.fingerprint)

    @property
    def is_unchanged(self) -> bool:
        """Whether the file still is what its fingerprint says: a slow copy may be going on."""
        return _fingerprint(self.path) == self.fingerprint


class RefusedFile(OutturnError):
    """A file, or a table of one, that is not taken: the file stays in landing, untouched.

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
    return [f"{shown_name(path.name)} was left: {reason}" for path, reason in reasons.items() if reason.strip()]


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
    if path.is_symlink() and not path.exists():
        return "it is a link that leads nowhere"
    if path.resolve().parent != path.parent.resolve():
        return "it is a link that leads out of landing"
    return "" if path.is_file() else "it is not a file"


def still_changing(landed: Landed) -> RefusedFile:
    """Return the refusal of a file that was written to while it was read."""
    return RefusedFile(
        refusals.CHANGING.code,
        "the file was changed or taken away while it was being read",
        landed.source,
        "wait until it is there whole, then run this again; copy to a name ending in .part, and rename it at the end",
    )


def _fingerprint(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        # It is refused when it is opened; until then it needs a name of its own.
        return hashlib.sha256(f"cannot be opened: {path.name}".encode(errors="replace")).hexdigest()


def _by_name(path: Path) -> tuple[tuple[tuple[int, int | str], ...], str, str]:
    """Order names so that "_v2" follows "_v1" and "contacts_corrected" follows "contacts".

    Trap: "_v01" and "_V1" are alike in all that; the order in which a folder lists them is not the same on every disk.
    """
    parts = _DIGITS.split(path.stem.casefold())
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts), path.suffix, path.name
