"""What a file is by its first bytes, where it is no table: said by name, so that its sender knows what to do.

Called by: expectations.formats.sheet, before anything is read.
Promises:  text is let through; what is known to be something else is refused as what it is.
Never:     goes by the file's name.
"""

from __future__ import annotations

import re
from pathlib import Path

from expectations import refusals
from expectations.formats.sheet import UnreadableFile

LARGEST_TEXT_BYTES = 1024 * 1024 * 1024

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
_LARGEST_LISTED_BYTES = 50 * 1024 * 1024
_OTHERS = {
    b"%PDF-": "a PDF",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"BZh": "a compressed file (bzip2)",
    b"\xfd7zXZ\x00": "a compressed file (xz)",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"PK\x05\x06": "an empty zip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "a text document (RTF)",
    b"%!PS": "a print file",
    b"PAR1": "a Parquet file",
    b"SQLite format 3\x00": "a database",
    b"\x00\x01\x00\x00Standard ": "an Access database",
    b"\x7fELF": "a program",
    b"MZ\x90\x00": "a program",
}
_JSON = re.compile(rb"\{\s*(\"|\}|$)|\[\s*(\{|\[|\]|\")")


def refuse_other_kinds(path: Path, start: bytes) -> None:
    """Raise UnreadableFile where a file that is not a workbook cannot be a table of text either."""
    name = path.name
    if start.startswith(_OLD_OFFICE):
        raise _old_office(path)
    if what := next((what for mark, what in _OTHERS.items() if start.startswith(mark)), ""):
        raise UnreadableFile(refusals.OTHER_KIND, f"the file is {what}, whatever its name says", name)
    text = start.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").removeprefix(b"\xff\xfe").lstrip()
    if text.startswith(b"<"):
        raise UnreadableFile(
            refusals.WEB_PAGE,
            "the file is a web page or XML, whatever its name says",
            name,
            "open it in Excel and save it as .xlsx, or as CSV UTF-8",
        )
    if _JSON.match(text):
        raise UnreadableFile(refusals.JSON, "the file is JSON, not a table", name)
    if path.stat().st_size > LARGEST_TEXT_BYTES:
        raise UnreadableFile(refusals.TOO_BIG, "the file is larger than 1 GB", name)


def _old_office(path: Path) -> UnreadableFile:
    """Tell a protected workbook from one of Excel before 2007: both are kept in the same kind of container."""
    with path.open("rb") as file:
        is_encrypted = _ENCRYPTED_PART in file.read(_LARGEST_LISTED_BYTES)
    if is_encrypted:
        return UnreadableFile(
            refusals.PASSWORD,
            "the workbook is password-protected",
            path.name,
            "open it in Excel and save it as .xlsx without a password, or as CSV UTF-8",
        )
    return UnreadableFile(
        refusals.OLD_EXCEL,
        "the file is an old Excel file (.xls), whatever its name says, which cannot be read",
        path.name,
        "open it in Excel and save it as .xlsx, or as CSV UTF-8",
    )
