"""How many people live in a council's area, from the file in which it says so; what rates are held against.

Called by: tasks.councils, which reads the file; warehouse.marts, which puts it beside the counts.
Promises:  every fault of the file is named at once, with its line.
Never:     fills in a year or a group that is not there: a rate without residents has no value.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

from warehouse.dimensions import DIMENSIONS, WHOLE

COLUMNS = ("year", "ages", "dimension", "member", "number")


@dataclass(frozen=True, slots=True)
class Residents:
    """How many people of certain ages lived in the area in the middle of a year.

    ages:      first and last completed year, as "0-17".
    dimension: "" for all of them; otherwise what they are split by, and `member` which of them.
    """

    year: int
    ages: str
    dimension: str
    member: str
    number: int


def parse_residents(text: str) -> tuple[tuple[Residents, ...], list[str]]:
    """Read the file's text; return what it says and what is wrong with it, in words.

    It has one line for each number, under the headers of COLUMNS; dimension and member are blank for all residents.
    """
    lines = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    if not lines.fieldnames or set(lines.fieldnames) != set(COLUMNS):
        return (), [f"the headers must be {', '.join(COLUMNS)}"]
    found, faults = [], []
    for number, line in enumerate(lines, 2):
        cells = {name: (line[name] or "").strip() for name in COLUMNS}
        wrong = _faults(cells)
        if wrong:
            faults += [f"line {number}: {fault}" for fault in wrong]
            continue
        found.append(Residents(int(cells["year"]), cells["ages"], cells["dimension"], cells["member"],
                               int(cells["number"].replace(",", ""))))  # fmt: skip
    said = Counter((r.year, r.ages, r.dimension, r.member) for r in found)
    faults += [
        f"{year} {ages} {member or 'all'} is said {times} times"
        for (year, ages, _, member), times in said.items()
        if times > 1
    ]
    return tuple(found), faults


def _faults(cells: dict[str, str]) -> list[str]:
    faults = []
    if not (cells["year"].isdigit() and len(cells["year"]) == len("2020")):
        faults.append("year must be a year such as 2020")
    first, dash, last = cells["ages"].partition("-")
    if not (dash and first.isdigit() and last.isdigit() and int(first) <= int(last)):
        faults.append("ages must be a first and a last age such as 0-17")
    if not cells["number"].replace(",", "").isdigit() or not int(cells["number"].replace(",", "")):
        faults.append("number must be a whole number above 0")
    if cells["dimension"] == WHOLE:
        if cells["member"]:
            faults.append("member is given without a dimension")
    elif cells["dimension"] not in DIMENSIONS:
        faults.append(f"dimension must be blank or one of {', '.join(DIMENSIONS)}")
    elif DIMENSIONS[cells["dimension"]].members and cells["member"] not in DIMENSIONS[cells["dimension"]].members:
        faults.append(f"member must be one of {', '.join(DIMENSIONS[cells['dimension']].members)}")
    return faults
