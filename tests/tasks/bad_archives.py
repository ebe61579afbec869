"""Workbooks made to do harm, and archives that are no workbooks, each with the code that it ends in."""

from __future__ import annotations

import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

from tests.tasks.bad_files import Case, Taken, good_book, refused, with_entry

SHEET, STRINGS, RELATIONS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"
_SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_MEGABYTE = 1024 * 1024


def plus(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return the good workbook with more entries in it."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(good_book())) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a name that is there already: that is the point
            for name, content in entries:
                new.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return result.getvalue()


def archive(**entries: bytes) -> bytes:
    """Return a zip archive; two underscores in a name stand for a slash, one for a point."""
    result = BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in entries.items():
            new.writestr(name.replace("__", "/").replace("_", "."), content)
    return result.getvalue()


def sheet(cells: bytes) -> bytes:
    return b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (_SPACE, cells)


def repeated(entry: str, once: bytes, times: int) -> bytes:
    """Return the good workbook with an entry that unpacks to the same bytes over and over; each time packed alike."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(once) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * times + packer.flush(zlib.Z_FINISH)
    book = BytesIO()
    with zipfile.ZipFile(BytesIO(good_book())) as old, zipfile.ZipFile(book, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, packed if info.filename == entry else old.read(info))
    return patched(book.getvalue(), entry, method=zipfile.ZIP_DEFLATED, size=len(once) * times)


def zeros() -> bytes:
    """Return a workbook of some hundred kilobytes whose sheet is 310 MB of nothing."""
    return repeated(SHEET, bytes(_MEGABYTE), 310)


def plausible_rows() -> bytes:
    """Return a workbook of 6 MB whose sheet is 471 MB of ordinary rows, which pack 74 to 1."""
    cells = b"".join(b'<c r="%c1" s="1" t="s"><v>0</v></c>' % column for column in b"BCDEFGHIJKLM")
    numbers = random.Random(74)
    rows = b"".join(
        b'<row r="1"><c r="A1" s="1"><v>%d</v></c>%s</row>' % (numbers.randrange(10**6), cells) for _ in range(20_000)
    )
    return repeated(SHEET, rows, 471 * _MEGABYTE // len(rows))


def patched(content: bytes, entry: str, **fields: int) -> bytes:
    """Return an archive in which an entry says something else of itself, in both places where it says it."""
    places = {"flags": (6, 8), "method": (8, 10), "checksum": (14, 16), "size": (22, 24), "offset": (None, 42)}
    with zipfile.ZipFile(BytesIO(content)) as opened:
        info = opened.getinfo(entry)
        listed = opened.start_dir
    data = bytearray(content)
    while data[listed + 46 : listed + 46 + len(entry)] != entry.encode():
        listed += 46 + sum(struct.unpack("<HHH", data[listed + 28 : listed + 34]))
    for field, value in fields.items():
        local, central = places[field]
        form = "<H" if field in {"flags", "method"} else "<I"
        struct.pack_into(form, data, listed + central, value)
        if local is not None:
            struct.pack_into(form, data, info.header_offset + local, value)
    return bytes(data)


def lying_bomb() -> bytes:
    """Return a workbook whose sheet says that it unpacks to a kilobyte, and unpacks to 310 MB."""
    return patched(zeros(), SHEET, size=1024)


def overlapping() -> bytes:
    """Return a workbook with two entries that are the same bytes."""
    book = plus(("xl/a.xml", b"<a/>"), ("xl/b.xml", b"<a/>"))
    with zipfile.ZipFile(BytesIO(book)) as opened:
        offset = opened.getinfo("xl/a.xml").header_offset
    return patched(book, "xl/b.xml", offset=offset)


def many_listed() -> bytes:
    """Return an archive whose list alone would take hundreds of megabytes to hold."""
    listed = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0)
    names = b"".join(listed + b"xl/%02x" % (n % 256) for n in range(400_000))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_535, 65_535, len(names), 30, 0)
    return b"PK\x03\x04" + bytes(26) + names + end


def nested_bomb() -> bytes:
    """Return a workbook with a zip of a zip of a gigabyte of nothing in it."""
    inner = repeated(SHEET, bytes(_MEGABYTE), 1024)
    return plus(("xl/media/image1.png", archive(a_zip=inner)))


def sparse() -> bytes:
    """Return a workbook with one cell in its first corner and one in its last."""
    first = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    return with_entry(SHEET, sheet(first + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def damaged_byte() -> bytes:
    """Return a workbook in which one byte of the stored text of a sheet is another."""
    with zipfile.ZipFile(BytesIO(good_book())) as opened:
        text = opened.read(STRINGS)
    book = BytesIO()
    with zipfile.ZipFile(BytesIO(good_book())) as old, zipfile.ZipFile(book, "w", zipfile.ZIP_STORED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
    return book.getvalue().replace(text, text.replace(b"NFA", b"NFB"))


def link(target: bytes, kind: bytes) -> bytes:
    """Return the relations of the good workbook with one that leads out of it."""
    with zipfile.ZipFile(BytesIO(good_book())) as opened:
        text = opened.read(RELATIONS)
    relation = b'<Relationship Id="rId99" Type="http://x/relationships/%s" Target="%s" TargetMode="External"/>'
    return text.replace(b"</Relationships>", relation % (kind, target) + b"</Relationships>")


def symbolic_link() -> bytes:
    entry = zipfile.ZipInfo("xl/media/link")
    entry.external_attr = 0o120777 << 16
    result = BytesIO(good_book())
    with zipfile.ZipFile(result, "a") as book:
        book.writestr(entry, "/etc/passwd")
    return result.getvalue()


def too_large_packed() -> bytes:
    noise = b"".join(zlib.crc32(b"%d" % n).to_bytes(4, "little") for n in range(200_000))
    return plus(("xl/media/image1.png", noise * 70), method=zipfile.ZIP_STORED)


LAUGHS = b'<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
DTD_SHEET = b'<?xml version="1.0"?><!DOCTYPE worksheet SYSTEM "http://attacker.invalid/x.dtd">' + sheet(b"")

ATTACKS: list[Case] = [
    ("a bomb of 310 MB", zeros, refused("F22", "more than 300 MB", "CSV")),
    ("a bomb of 74 to 1", plausible_rows, refused("F22", "more than 300 MB")),
    ("a bomb that lies about its size", lying_bomb, refused("F22", "more than 300 MB")),
    ("a bomb inside an archive inside an archive", nested_bomb, refused("F26", "another archive inside")),
    ("a list of entries that is a bomb itself", many_listed, refused("F23", "more than 2,000 entries")),
    ("one cell in the last corner", sparse, refused("F22", "memory or time", "CSV")),
    ("packed, larger than 50 MB", too_large_packed, refused("F22", "larger than 50 MB")),
    ("a size that is not so", lambda: patched(good_book(), SHEET, size=77), refused("F20", "not complete")),
    ("two entries that are the same bytes", overlapping, refused("F20", "not complete")),
    ("a byte that is another", damaged_byte, refused("F20", "not complete")),
    (
        "a way of packing that Excel has not",
        lambda: plus(("xl/a.xml", b"<a/>"), method=zipfile.ZIP_BZIP2),
        refused("F20", "not complete"),
    ),
    (
        "two thousand and one entries",
        lambda: plus(*((f"xl/media/{n}", b"") for n in range(2_001))),
        refused("F23", "more than 2,000 entries"),
    ),
    ("a name that climbs", lambda: plus(("../../evil.xml", b"")), refused("F23", "lead out of it")),
    ("a name that climbs inside", lambda: plus(("xl/../../evil.xml", b"")), refused("F23", "lead out of it")),
    ("a name from the root", lambda: plus(("/etc/evil.xml", b"")), refused("F23", "lead out of it")),
    ("a name on a drive", lambda: plus(("C:/evil.xml", b"")), refused("F23", "lead out of it")),
    ("a name with backslashes", lambda: plus(("xl\\..\\..\\evil.xml", b"")), refused("F23", "lead out of it")),
    (
        "a name with a NUL",
        lambda: plus(("xl/evil.xml#x", b"")).replace(b"xl/evil.xml#", b"xl/evil.xml\0"),
        refused("F23", "lead out of it"),
    ),
    ("one name twice", lambda: plus((SHEET, sheet(b""))), refused("F23", "two entries of one name")),
    ("one name twice, in capitals", lambda: plus((SHEET.upper(), b"")), refused("F23", "two entries of one name")),
    ("a symbolic link", symbolic_link, refused("F23", "link")),
    ("an encrypted entry", lambda: patched(good_book(), SHEET, flags=1), refused("F08", "encrypted", "password")),
    ("macros", lambda: plus(("xl/vbaProject.bin", b"\xd0\xcf")), refused("F24", "macros", ".xlsx")),
    ("macros of Excel 4", lambda: plus(("xl/macrosheets/sheet1.xml", b"<a/>")), refused("F24", "macros")),
    ("controls", lambda: plus(("xl/activeX/activeX1.bin", b"")), refused("F24", "macros or controls")),
    (
        "links to another workbook",
        lambda: plus(("xl/externalLinks/externalLink1.xml", b"<externalLink/>")),
        refused("F25", "linked to other files", "break link"),
    ),
    (
        "an object on another machine",
        lambda: with_entry(RELATIONS, link(b"file:////attacker.invalid/x", b"oleObject")),
        refused("F25", "linked to other files"),
    ),
    ("a plain hyperlink", lambda: with_entry(RELATIONS, link(b"mailto:a@b.invalid", b"hyperlink")), Taken()),
    (
        "a workbook inside the workbook",
        lambda: plus(("xl/embeddings/Microsoft_Excel_Sheet1.xlsx", good_book())),
        refused("F26", "other files embedded"),
    ),
    ("a document type in a sheet", lambda: with_entry(SHEET, DTD_SHEET), refused("F27", "document type")),
    (
        "a billion laughs",
        lambda: with_entry(STRINGS, LAUGHS + b"<sst %s><si><t>&b;</t></si></sst>" % _SPACE),
        refused("F27", "entities"),
    ),
    (
        "a document type in UTF-16",
        lambda: with_entry("xl/workbook.xml", LAUGHS.decode().encode("utf-16")),
        refused("F27", "entities"),
    ),
    (
        "a document type across two blocks",
        lambda: with_entry(SHEET, b" " * (256 * 1024 - 5) + DTD_SHEET),
        refused("F27", "document type"),
    ),
    (
        "a workbook of Excel's binary kind",
        lambda: plus(("xl/workbook.bin", b"\x83\x01")),
        refused("F21", "not an Excel workbook (.xlsx)", ".xlsx"),
    ),
    (
        "a workbook of another program",
        lambda: archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_xml=b"<a/>"),
        refused("F21", "not an Excel workbook"),
    ),
    (
        "a text document of another office",
        lambda: archive(word__document_xml=b"<w/>"),
        refused("F21", "not an Excel workbook"),
    ),
]

MEMORY: Mapping[str, Callable[[], bytes]] = {
    name: content
    for name, content, _ in ATTACKS
    if callable(content) and ("bomb" in name or "corner" in name or "laughs" in name)
}  # type: ignore[assignment]
"""Attacks on memory: each must be turned away before any process has taken 100 MB."""
