"""Files of one extract and month of which the later one does not say by its name that it replaces the earlier one.

Called by: tasks.building, which hands what is found to the build.
Promises:  decided by the files' names and their order only: 'contacts_v2', 'contacts (1)', 'contacts_corrected' and
           a later day in the name are marks; 'contacts north' beside 'contacts south' has none, and may be a half.
Never:     changes which of them counts: that is the last, in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby, pairwise

from expectations.findings import Finding
from warehouse.deliveries import Delivery

UNMARKED = "G10"

_MARKS = re.compile(
    r"\bv(er|ersion)?[ .]*\d+\b|\(\d+\)|\b(amended|correct(ed|ion|ions)?|final|fix(ed)?|latest|redo|resen[dt]|"
    r"resubmission|revised|updated?)\b"
)
_STAMP = re.compile(r"\d{6,14}|\d{4}[ .-]\d{2}[ .-]\d{2}|\d{2}[ .-]\d{2}[ .-]\d{4}")
_MESSAGE = (
    "The file takes the place of another of this month, with {rows}, and its name does not say so: "
    "where both are parts of the whole, send them as one"
)


def unmarked(deliveries: Iterable[Delivery]) -> list[Finding]:
    """Return a finding for each delivery that silently takes another's place, and how many rows it takes out."""
    sent = sorted((d for d in deliveries if not d.is_derived), key=lambda d: (d.extract, d.month, d.sequence))
    found = []
    for _, of_month in groupby(sent, key=lambda d: (d.extract, d.month)):
        for earlier, later in pairwise(of_month):
            if not _is_marked(_name(earlier), _name(later)):
                place = (later.extract, later.month)
                rows = "1 row" if earlier.loaded == 1 else f"{earlier.loaded:,} rows"
                found.append(Finding(*place, UNMARKED, "warn", _MESSAGE.format(rows=rows), 0, "", later.source))
    return found


def _is_marked(earlier: str, later: str) -> bool:
    """Whether a name says that its file replaces the other: in so many words, or by the same name or a later day."""
    # Of two names with hidden words nobody can tell whether they are the same.
    is_same = "\u2026" not in later and _STAMP.sub("", earlier) == _STAMP.sub("", later)
    return bool(_MARKS.search(later)) or is_same


def _name(delivery: Delivery) -> str:
    """Return the file's name in lower case with spaces between words, without the table in it and the ending."""
    name = delivery.source.split(", ")[0].casefold().replace("_", " ")
    return re.sub(r"(\.[a-z]{2,4})?( \[[0-9a-f]{8}\])?$", "", name)
