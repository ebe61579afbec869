"""What a dropped file is called wherever people read of it: a file's name may hold a child's.

Called by: tasks.landing.
Promises:  a word is shown only if it is one that exports carry: of an extract's name, a month, a few words of office;
           every other word, and every number that may be a case's, is shown as "…", with the start of the file's
           fingerprint so that the file can still be told from others.
Never:     shows a control character, or text that runs from right to left.
"""

from __future__ import annotations

import re
from functools import cache

_OFFICE = frozenset({
    "a", "accepted", "acs", "all", "amended", "and", "annex", "apr", "april", "as", "asc", "assisted", "at", "aug",
    "august", "bak", "broken", "by", "cc", "ch", "children", "childrens", "cin", "cla", "cleaned", "combined",
    "complete", "copy", "correct", "corrected", "correction", "corrections", "council", "cp", "crdownload", "csv",
    "cv", "data", "date", "dec", "december", "dfe", "download", "draft", "dump", "early", "end", "episodes", "error",
    "errors", "export", "extract", "extracts", "fake", "feb", "february", "file", "filepart", "files", "final",
    "first", "fix", "fixed", "for", "from", "full", "header", "i", "ii", "iii", "in", "input", "jan", "january", "jul",
    "july", "jun", "june", "la", "lac", "latest", "liquidlogic", "list", "local", "mar", "march", "may", "month",
    "monthly", "more", "mosaic", "new", "note", "notes", "nov", "november", "oct", "october", "of", "ofsted", "old",
    "on", "output", "pack", "part", "partial", "permanence", "previous", "q", "quarter", "quarterly", "raw", "readme",
    "redo", "report", "resend", "resent", "resubmission", "return", "returns", "revised", "scp", "scpch", "second",
    "sep", "sept", "september", "services", "sheet", "snapshot", "social", "ssd", "ssda", "statutory", "sw", "system",
    "team", "teams", "template", "test", "testing", "the", "third", "tmp", "to", "uasc", "update", "updated", "upload",
    "v", "ver", "version", "week", "weekly", "with", "work", "workbook", "working", "xlsx", "year", "yearly",
})  # fmt: skip
_ENDINGS = frozenset({
    "csv", "doc", "docx", "gz", "htm", "html", "json", "ods", "pdf", "tsv", "txt", "xls", "xlsb", "xlsm", "xlsx",
    "xml", "zip",
})  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+|\d+")
_NUMBER_OF_A_PERSON = re.compile(r"(?<!\d)\d{3}[ ._-]\d{3}[ ._-]\d{4}(?!\d)")
_STAMP = re.compile(
    r"\d{1,4}|(19|20)\d{4}|(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])(\d{4}|\d{6})?"
    r"|([0-2]\d|3[01])(0[1-9]|1[0-2])(19|20)\d{2}"
)
_HIDDEN = "…"
_LONGEST = 80


def shown_name(name: str, fingerprint: str = "") -> str:
    """Return a file's name with what may be about a person hidden.

    'contacts_2020-09_v2.csv' is shown as it is, 'contacts for Mary Smith.csv' as 'contacts for … ….csv [3f9c2a1b]'.
    """
    stem, point, ending = name.rpartition(".")
    if not stem or ending.casefold() not in _ENDINGS:
        stem, point, ending = name, "", ""
    known = _known_words()

    def word(match: re.Match[str]) -> str:
        text = match[0]
        is_shown = _STAMP.fullmatch(text) if text.isdigit() else len(text) == 1 or text.casefold() in known
        return text if is_shown and text.isascii() else _HIDDEN

    safe = _WORD.sub(word, _NUMBER_OF_A_PERSON.sub(_HIDDEN, stem))
    safe = "".join(sign if sign == _HIDDEN or (sign.isascii() and sign.isprintable()) else _HIDDEN for sign in safe)
    safe = re.sub(f"{_HIDDEN}{{2,}}", _HIDDEN, safe)
    if len(safe) > _LONGEST:
        safe = safe[:_LONGEST].rstrip() + _HIDDEN
    shown = f"{safe}{point}{ending}"
    return f"{shown} [{fingerprint[:8]}]" if fingerprint and _HIDDEN in safe else shown


@cache
def _known_words() -> frozenset[str]:
    """Return the words that a file's name may show: those of office, and of the extracts' own names."""
    from expectations.extracts import load

    titles = " ".join(f"{extract.name} {extract.title}" for extract in load().values())
    return _OFFICE | frozenset(word.casefold() for word in _WORD.findall(titles))
