"""Bytes of a text file, whatever wrote them, as UTF-8 with one kind of line end.

Called by: expectations.formats.delimited.
Promises:  bytes that need no change are given back as they are; nothing is replaced or dropped.
Never:     guesses beyond UTF-8, UTF-16 and windows-1252.
"""

from __future__ import annotations

from expectations import refusals
from expectations.formats.sheet import UnreadableFile

_LOOKED_AT_BYTES = 2000


def as_utf8(content: bytes, name: str) -> bytes:
    """Return the content as UTF-8 whose lines all end alike.

    Raises UnreadableFile where it is no text, or text that is damaged.
    """
    text = content if _is_utf8(content) else _decoded(content, name).encode()
    if b"\x00" in text:
        raise UnreadableFile(
            refusals.DAMAGED_TEXT,
            "the text holds NUL characters, which a damaged or half-copied file has",
            name,
            "export the file again and drop the new one beside this one",
        )
    return _one_kind_of_line_end(text)


def _is_utf8(content: bytes) -> bool:
    # A UTF-16 file without its mark is valid UTF-8 too, but full of NUL characters.
    if b"\x00" in content[:_LOOKED_AT_BYTES]:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise UnreadableFile(
            refusals.ENCODING,
            "the text is in UTF-32, which is not one of the encodings that are understood",
            name,
            "save it as 'CSV UTF-8 (comma delimited)' and drop the new file",
        )
    encoding = _other_encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        pass
    if encoding == "windows-1252":
        raise UnreadableFile(
            refusals.ENCODING,
            "the text is in none of the encodings that are understood (UTF-8, UTF-16, windows-1252)",
            name,
            "save it as 'CSV UTF-8 (comma delimited)' and drop the new file",
        )
    raise UnreadableFile(
        refusals.CUT_OFF_TEXT,
        "the file is UTF-16 text that breaks off in the middle of a character: it was cut off or damaged on the way",
        name,
        "send the file again, or save it as 'CSV UTF-8 (comma delimited)'",
    )


def _other_encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    looked_at = content[:_LOOKED_AT_BYTES]
    if looked_at.count(b"\x00") > len(looked_at) // 4:
        return "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    # NUL is no character of a text in windows-1252; the caller says so.
    return "windows-1252"


def _one_kind_of_line_end(text: bytes) -> bytes:
    """Mend files pasted together from two systems, and those of old Macs: DuckDB refuses mixed line ends."""
    returns, feeds = text.count(b"\r"), text.count(b"\n")
    if returns == 0 or (returns == feeds and text.count(b"\r\n") == feeds):
        return text
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
