"""Excel workbooks: every visible sheet is a table, wherever its header row stands.

Called by: expectations.formats.sheet.
Promises:  a workbook is unpacked by another process with little memory; one that would unpack to an
           unreasonable size is refused, by what it says of itself and by what it then takes.
Never:     reads a hidden sheet.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from expectations import refusals
from expectations.formats import unpacking
from expectations.formats.annex_a import derived_tables
from expectations.formats.archive import broken, bytes_unpacked, too_large
from expectations.formats.delimited import Delimited, WrittenOut
from expectations.formats.sheet import Content, UnreadableFile

_ANNEX_LIST = re.compile(r"list[ _-]?\d{1,2}\b.*", re.IGNORECASE)
"""What the lists of Ofsted's Annex A are called: they have no identifiers of events."""
_FEWEST_LISTS = 3
_MEMORY = "the workbook would take far more memory or time than its size allows"


def read_workbook(path: Path, scratch: Path, known_headers: frozenset[str]) -> Content:
    """Unpack a workbook and return its visible sheets.

    Raises UnreadableFile where it is damaged, too large, or has no visible sheet with cells.
    """
    memory = unpacking.memory_for(bytes_unpacked(path))
    folder = Path(tempfile.mkdtemp(dir=scratch))
    files = _unpacked(path, folder, memory)
    is_annex = sum(bool(_ANNEX_LIST.fullmatch(name.strip())) for name in files) >= _FEWEST_LISTS
    tables = [(WrittenOut(path.name, name, lacks_identifiers=is_annex), file) for name, file in files.items()]
    if is_annex:
        derived = derived_tables([*files.values()], folder)
        tables += [(WrittenOut(path.name, n, is_derived=True, lacks_identifiers=True), f) for n, f in derived.items()]
    sheets = tuple(Delimited(file, scratch, known_headers, out_of=about) for about, file in tables)
    if not sheets:
        raise UnreadableFile(
            refusals.NO_SHEET,
            "the workbook has no visible sheet with cells",
            path.name,
            "show the sheet and save the workbook again",
        )
    return Content(sheets)


def _unpacked(path: Path, folder: Path, memory: int) -> dict[str, Path]:
    """Return the visible sheets with something in them, as CSV files, in the workbook's order."""
    program = [sys.executable, "-I", unpacking.__file__, str(path), str(folder), str(memory)]
    try:
        done = subprocess.run(
            program, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=2 * unpacking.SECONDS
        )
    except subprocess.TimeoutExpired:
        raise too_large(path, _MEMORY) from None
    # Less than 0: stopped by the system, because it asked for more memory or time than it may have.
    if done.returncode == unpacking.TOO_LARGE or done.returncode < 0:
        raise too_large(path, _MEMORY)
    if done.returncode:
        raise broken(path)
    files = {sheet["name"]: folder / sheet["file"] for sheet in json.loads(done.stdout)}
    return {name: file for name, file in files.items() if file.stat().st_size}
