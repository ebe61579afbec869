"""Whether a workbook is what it should be, looked at before anything reads it: size, entries, names, what is in them.

Called by: expectations.formats.workbook.
Promises:  an archive made to exhaust memory or to reach outside is refused by its bytes, not by what it says of
           itself: every entry is unpacked into nothing, a block at a time, and counted.
Never:     writes an entry anywhere, or holds more than a block of one in memory.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from expectations import refusals
from expectations.formats.sheet import UnreadableFile
from expectations.refusals import RefusalKind

LARGEST_CONTAINER_BYTES = 50 * 1024 * 1024
LARGEST_UNPACKED_BYTES = 300 * 1024 * 1024
MOST_ENTRIES = 2_000

_BLOCK_BYTES = 256 * 1024
_OVERLAP = 4096
"""So much of a block is looked at again with the next one, so that nothing hides on the border."""

_LOCAL_HEADER, _LISTED = b"PK\x03\x04", b"PK\x01\x02"
_ENCRYPTED = 0x1
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_BAD_NAME = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\\|[\x00-\x1f\x7f]")
_DTD = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_LEADS_OUT = re.compile(rb"<[^<>]*TargetMode\s*=\s*[\"']External[\"'][^<>]*>", re.IGNORECASE)
_MACROS = re.compile(r"(^|/)(vbaproject\w*\.bin$|macrosheets/|vbadata\.xml$)|(^|/)activex/", re.IGNORECASE)
_OUTSIDE = re.compile(r"(^|/)externallinks/", re.IGNORECASE)
_EMBEDDED = re.compile(r"(^|/)embeddings/", re.IGNORECASE)


def bytes_unpacked(path: Path) -> int:
    """Return how much a workbook unpacks to; raises UnreadableFile unless it is one that may be unpacked."""
    if path.stat().st_size > LARGEST_CONTAINER_BYTES:
        raise _refusal(path, refusals.TOO_LARGE, "the workbook is larger than 50 MB")
    if _count(path, _LISTED) > MOST_ENTRIES:
        raise _refusal(path, refusals.ENTRIES, f"the workbook has more than {MOST_ENTRIES:,} entries")
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        raise broken(path) from None
    _refuse_by_list(path, entries)
    unpacked = 0
    with path.open("rb") as file:
        for entry in entries:
            for size in _looked_through(path, file, entry):
                unpacked += size
                if unpacked > LARGEST_UNPACKED_BYTES:
                    raise too_large(path)
    return unpacked


def broken(path: Path) -> UnreadableFile:
    """Return the refusal of a workbook of which a part is missing or damaged."""
    return UnreadableFile(
        refusals.DAMAGED_WORKBOOK,
        "the workbook is not complete: it was cut off or damaged on the way",
        path.name,
        "send the file again; if it opens in Excel, save it there once more as .xlsx",
    )


def too_large(path: Path, what: str = "the workbook would unpack to more than 300 MB") -> UnreadableFile:
    """Return the refusal of a workbook that would take too much memory."""
    return _refusal(path, refusals.TOO_LARGE, f"{what}, far more than a month of one extract")


def _refuse_by_list(path: Path, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse an archive by what its list of entries says."""
    names = [entry.orig_filename for entry in entries]
    if any(_BAD_NAME.search(name) for name in names):
        raise _refusal(path, refusals.ENTRIES, "the workbook has entries whose names lead out of it")
    if len({name.casefold() for name in names}) < len(names):
        raise _refusal(path, refusals.ENTRIES, "the workbook has two entries of one name")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise _refusal(path, refusals.PASSWORD, "entries of the workbook are encrypted")
    if any(stat.S_ISLNK(entry.external_attr >> 16) for entry in entries):
        raise _refusal(path, refusals.ENTRIES, "the workbook has an entry that is a link")
    lower = {name.casefold() for name in names}
    if not any(name.startswith("xl/") and name.endswith(".xml") for name in lower) or "xl/workbook.bin" in lower:
        raise _refusal(path, refusals.OTHER_ARCHIVE, "the file is a zip archive, but not an Excel workbook (.xlsx)")
    for pattern, kind, what in (
        (_MACROS, refusals.MACROS, "the workbook holds macros or controls"),
        (_OUTSIDE, refusals.LINKED, "the workbook is linked to other files"),
        (_EMBEDDED, refusals.EMBEDDED, "the workbook has other files embedded in it"),
    ):
        if any(pattern.search(name) for name in names):
            raise _refusal(path, kind, what)
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED_BYTES:
        raise too_large(path)
    _refuse_overlap(path, entries)


def _refuse_overlap(path: Path, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse entries that share bytes: one compressed block listed a thousand times unpacks a thousand times."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise broken(path)
        end = entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size


def _looked_through(path: Path, file: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[int]:
    """Unpack an entry into nothing; yields the size of each block, and refuses what does not belong in a workbook."""
    before, total, checksum = b"", 0, 0
    is_xml = entry.orig_filename.casefold().endswith((".xml", ".rels", ".vml"))
    is_links = entry.orig_filename.casefold().endswith(".rels")
    for block in _blocks(path, file, entry):
        if not total and block.startswith(_LOCAL_HEADER):
            raise _refusal(path, refusals.EMBEDDED, "the workbook has another archive inside it")
        total += len(block)
        checksum = zlib.crc32(block, checksum)
        yield len(block)
        seen = before + block
        # UTF-16 markup is the same letters with NUL between them.
        plain = seen.translate(None, b"\x00") if is_xml else b""
        if is_xml and _DTD.search(plain):
            raise _refusal(path, refusals.DTD, "the workbook declares a document type or entities")
        if is_links and any(b"/hyperlink" not in found[0] for found in _LEADS_OUT.finditer(plain)):
            raise _refusal(path, refusals.LINKED, "the workbook is linked to other files")
        before = seen[-_OVERLAP:]
    if (total, checksum) != (entry.file_size, entry.CRC):
        raise broken(path)


def _blocks(path: Path, file: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what an entry really unpacks to, whatever size it gives, a block at a time."""
    if entry.compress_type not in {_STORED, _DEFLATED}:
        raise broken(path)
    file.seek(entry.header_offset)
    header = file.read(30)
    if len(header) < 30 or not header.startswith(_LOCAL_HEADER):
        raise broken(path)
    file.seek(sum(struct.unpack("<HH", header[26:30])), 1)
    left, inflater = entry.compress_size, zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0:
        packed = file.read(min(_BLOCK_BYTES, left))
        if not packed:
            raise broken(path)
        left -= len(packed)
        if entry.compress_type == _STORED:
            yield packed
            continue
        try:
            while block := inflater.decompress(packed, _BLOCK_BYTES):
                yield block
                packed = inflater.unconsumed_tail
        except zlib.error:
            raise broken(path) from None


def _count(path: Path, mark: bytes) -> int:
    """Return how often a mark stands in a file: what any reader of the archive could take for an entry."""
    found, tail = 0, b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            found += (tail + block).count(mark)
            tail = block[-len(mark) + 1 :]
    return found


def _refusal(path: Path, kind: RefusalKind, what: str) -> UnreadableFile:
    return UnreadableFile(kind, what, path.name)
