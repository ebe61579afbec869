"""Rows that vanished into a cell: a quotation mark opened by accident takes in all lines up to the next one.

Called by: expectations.formats.delimited, with where each record of a file starts.
Promises:  a record that goes over several lines, one of which is as wide as a record of its own, is found.
Trap:      both ways of counting records read quotation marks alike, so counting alone finds nothing wrong.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NARROWEST_WIDTH = 4
"""Below so many columns a line of free text is too easily as wide as a record."""


def swallowing_record(path: Path, starts: NDArray[np.int64], delimiter: str, width: int) -> int | None:
    """Return the number, from 1, of the first record that has swallowed other rows; None where none has."""
    import numpy as np

    content = path.read_bytes()
    if width < NARROWEST_WIDTH or not len(starts) or b'"' not in content:
        return None
    line_ends = np.flatnonzero(np.frombuffer(content, np.uint8) == ord("\n"))
    ends = np.append(starts[1:], len(content))
    # The last line end of a record closes it; any before it is inside a cell.
    inside = np.searchsorted(line_ends, ends - 1) - np.searchsorted(line_ends, starts)
    mark = delimiter.encode()
    for number in np.flatnonzero(inside > 0):
        _, *rest = content[starts[number] : ends[number]].rstrip(b"\r\n").split(b"\n")
        # What follows the mark that closes the cell belongs to the record itself.
        if any(line.split(b'"')[0].count(mark) == width - 1 for line in rest):
            return int(number) + 1
    return None
