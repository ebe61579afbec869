"""Turn the sheets of a workbook into CSV files: a program of its own, with little memory and time.

Called by: expectations.formats.workbook, in a process of its own.
Promises:  cells are read as what they hold, so a date is a date; formulas are never run; a workbook made
           to exhaust memory ends this process and nothing else.
Trap:      the reader gives whole numbers as floats; identifiers are turned back to digits here. From
           16 digits on a float has lost some, so it is written in a form that no identifier has.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

LEAST_MEMORY_BYTES, MOST_MEMORY_BYTES = 64 * 1024 * 1024, 1024 * 1024 * 1024
MEMORY_A_BYTE = 6
"""Ordinary workbooks take two to three bytes of memory for each byte that they unpack to."""

SECONDS = 60
MOST_CELLS = 20_000_000
MOST_WRITTEN_CHARACTERS = 512 * 1024 * 1024
LARGEST_EXACT = 10**15
DAMAGED, TOO_LARGE = 3, 4


def memory_for(unpacked_bytes: int) -> int:
    """Return how much memory a workbook may take: in proportion, so that a small one cannot take much."""
    return min(LEAST_MEMORY_BYTES + MEMORY_A_BYTE * unpacked_bytes, MOST_MEMORY_BYTES)


def unpack(workbook: Path, folder: Path, most_written: int = MOST_WRITTEN_CHARACTERS) -> list[dict[str, str]]:
    """Write every visible worksheet into the folder; return the name and the file of each.

    Raises MemoryError as soon as more cells or characters are written than a month of any extract needs.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    sheets, cells, written = [], 0, 0
    with workbook.open("rb") as file, CalamineWorkbook.from_filelike(file) as opened:
        for number, about in enumerate(opened.sheets_metadata):
            if about.visible != SheetVisibleEnum.Visible or about.typ != SheetTypeEnum.WorkSheet:
                continue
            destination = folder / f"{number}.csv"
            with destination.open("w", encoding="utf-8", newline="") as target:
                writer = csv.writer(target, lineterminator="\n")
                for row in opened.get_sheet_by_name(about.name).iter_rows():
                    cells += len(row)
                    written += writer.writerow([as_text(cell) for cell in row])
                    if cells > MOST_CELLS or written > most_written:
                        raise MemoryError
            sheets.append({"name": about.name, "file": destination.name})
    return sheets


def as_text(cell: Any) -> str:
    """Return what a cell holds, as text: dates as 2020-09-30, whole numbers without a point."""
    if isinstance(cell, str):
        # A NUL would be taken for a damaged file later on; line ends inside a cell are kept as one kind.
        is_plain = "\r" not in cell and "\x00" not in cell
        return (cell if is_plain else cell.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")).strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell)) if abs(cell) < LARGEST_EXACT else f"{cell:.14e}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def main() -> int:
    """Unpack the workbook that the first argument names into the folder of the second, in the memory of the third."""
    memory = int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * MOST_WRITTEN_CHARACTERS, 4 * MOST_WRITTEN_CHARACTERS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineError

    try:
        sheets = unpack(Path(sys.argv[1]), Path(sys.argv[2]))
    except (CalamineError, OSError, ValueError):
        return DAMAGED
    except MemoryError:
        return TOO_LARGE
    sys.stdout.write(json.dumps(sheets))
    return 0


if __name__ == "__main__":
    sys.exit(main())
