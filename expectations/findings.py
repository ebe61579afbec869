"""A finding: one kind of problem in one file, with how many rows have it.

Called by: everything that checks, stores or reports what is wrong with data.
Promises:  holds counts, codes and declared names only.
Never:     holds a cell value, a child identifier, a name or a date of birth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FindingSeverity = Literal["refuse_file", "block", "reject_row", "warn", "query", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong, where, and in how many rows.

    severity: refuse_file (nothing of the file was taken), block (a rule could not be judged, so no figure that
              rests on it is published), reject_row (those rows are in quarantine),
              warn and query (rows kept, listed), note (handled, for information).
    """

    extract: str
    month: str
    rule: str
    severity: FindingSeverity
    message: str
    rows: int
    column: str = ""
    source: str = ""
