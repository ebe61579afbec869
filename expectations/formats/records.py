"""Where the records of a delimited file start, worked out without the reader that loads them.

Called by: expectations.formats.delimited, after loading.
Promises:  a count that does not depend on DuckDB: what it lost or made up would show as a difference.
Trap:      lines must end in LF or CRLF and the text must be UTF-8; delimited.py sees to both.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLOCK_BYTES = 8 * 1024 * 1024
_LF, _CR, _QUOTE = 10, 13, 34
LONGEST_LINE_BYTES = 16 * 1024 * 1024


def starts_by_quotes(path: Path, offset: int) -> NDArray[np.int64]:
    """Return the byte positions at which records start, from `offset` on; blank lines are none.

    A line end between an odd and an even quotation mark belongs to a cell.
    Trap: a quotation mark in the middle of an unquoted cell (5" pipe) misleads it; compare, then ask csv.
    """
    import numpy as np

    found = []
    begun, is_inside, previous = offset, False, 0
    position = offset
    for block in _blocks(path, offset):
        data = np.frombuffer(block, np.uint8)
        ends = np.flatnonzero(data == _LF)
        quotes = np.flatnonzero(data == _QUOTE)
        if is_inside or quotes.size:
            ends = ends[(np.searchsorted(quotes, ends) + is_inside) % 2 == 0]
        if ends.size:
            before = np.where(ends > 0, data[ends - 1], previous)
            starts = np.concatenate(([begun], ends[:-1] + position + 1))
            found.append(starts[ends + position - starts - (before == _CR) > 0])
            begun = int(ends[-1]) + position + 1
        is_inside ^= bool(quotes.size % 2)
        previous = block[-1]
        position += len(block)
    if begun < position:
        found.append(np.array([begun]))
    return np.concatenate(found) if found else np.array([], dtype=np.int64)


def starts_by_csv(path: Path, offset: int, delimiter: str) -> NDArray[np.int64]:
    """Return the same as `starts_by_quotes`, slowly, as Python's csv module cuts the text."""
    import numpy as np

    csv.field_size_limit(LONGEST_LINE_BYTES)
    line_starts = [offset]

    def lines() -> Iterator[str]:
        with path.open("rb") as file:
            file.seek(offset)
            for line in file:
                line_starts.append(line_starts[-1] + len(line))
                yield line.decode()

    found = []
    reader = csv.reader(lines(), delimiter=delimiter)
    lines_before = 0
    for record in reader:
        if record:
            found.append(line_starts[lines_before])
        lines_before = reader.line_num
    return np.array(found, dtype=np.int64)


def _blocks(path: Path, offset: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(offset)
        while block := file.read(_BLOCK_BYTES):
            yield block
