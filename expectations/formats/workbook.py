"""Excel workbooks: every visible sheet is a table, wherever its header row stands.

Called by: expectations.formats.sheet.
Promises:  a workbook is unpacked by another process with little memory; one that would unpack to an
           unreasonable size is refused, by what it says of itself and by what it then takes.
Never:     reads a hidden sheet.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from expectations import refusals
from expectations.formats import unpacking
from expectations.formats.delimited import Delimited, WrittenOut
from expectations.formats.sheet import Content, UnreadableFile

LARGEST_UNPACKED_BYTES = 300 * 1024 * 1024
MOST_ENTRIES = 2_000


def read_workbook(path: Path, scratch: Path, known_headers: frozenset[str]) -> Content:
    """Unpack a workbook and return its visible sheets.

    Raises UnreadableFile where it is damaged, too large, or has no visible sheet with cells.
    """
    _refuse_unreasonable(path)
    folder = Path(tempfile.mkdtemp(dir=scratch))
    sheets = tuple(
        Delimited(file, scratch, known_headers, out_of=WrittenOut(path.name, name))
        for name, file in _unpacked(path, folder).items()
    )
    if not sheets:
        raise UnreadableFile(
            refusals.NO_SHEET,
            "the workbook has no visible sheet with cells",
            path.name,
            "show the sheet and save the workbook again",
        )
    return Content(sheets)


def _refuse_unreasonable(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _broken(path.name) from None
    if not any(entry.filename.startswith("xl/") for entry in entries):
        raise UnreadableFile(
            refusals.OTHER_ARCHIVE,
            "the file is a zip archive, but not an Excel workbook (.xlsx)",
            path.name,
            "unpack it and drop the files that are in it; save a workbook of another program as .xlsx",
        )
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED_BYTES:
        raise _too_large(path.name)


def _unpacked(path: Path, folder: Path) -> dict[str, Path]:
    """Return the visible sheets with something in them, as CSV files, in the workbook's order."""
    program = [sys.executable, "-I", unpacking.__file__, str(path), str(folder)]
    try:
        done = subprocess.run(
            program, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=2 * unpacking.SECONDS
        )
    except subprocess.TimeoutExpired:
        raise _too_large(path.name) from None
    # Less than 0: stopped by the system, because it asked for more memory or time than it may have.
    if done.returncode == unpacking.TOO_LARGE or done.returncode < 0:
        raise _too_large(path.name)
    if done.returncode:
        raise _broken(path.name)
    files = {sheet["name"]: folder / sheet["file"] for sheet in json.loads(done.stdout)}
    return {name: file for name, file in files.items() if file.stat().st_size}


def _broken(name: str) -> UnreadableFile:
    return UnreadableFile(
        refusals.DAMAGED_WORKBOOK,
        "the workbook is not complete: it was cut off or damaged on the way",
        name,
        "send the file again; if it opens in Excel, save it there once more as .xlsx",
    )


def _too_large(name: str) -> UnreadableFile:
    return UnreadableFile(
        refusals.TOO_LARGE,
        "the workbook would unpack to more than 300 MB, far more than a month of one extract",
        name,
        "export the extract as CSV, or remove the other sheets and save it again",
    )
