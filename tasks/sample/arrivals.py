"""Which files arrive for a month: the usual ones, and those that should not have come or came later.

Called by: tasks.sample.writing.
Promises:  every file that is wrong as a whole is listed as a fault.
Never:     writes to disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from tasks.sample import story
from tasks.sample.files import sheet_bytes
from tasks.sample.mess import dress_of, plant_faults
from tasks.sample.names import name_of
from tasks.sample.people import Person
from tasks.sample.sheets import Sheet, make_sheet
from tasks.sample.tables import Row
from tasks.sample.world import CORRECTED_MONTH, CORRECTION_ARRIVED, World
from warehouse.periods import Month

_LATE = ("referrals", Month("2019-11"), Month("2020-01"))
_TRUNCATED = ("care_leavers", Month("2020-12"))
_WRONG_MONTH, _RESENT, _ELSEWHERE, _EMPTY = Month("2019-12"), Month("2020-03"), Month("2020-02"), Month("2019-06")
_STRANGERS = 120


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file: its folder's month, its name, the month in which it came, and how its bytes are made.

    what, expected: the fault of the file as a whole and what should become of it; "" for a usual file.
    """

    month: Month
    extract: str
    name: str
    arrived: Month
    content: Callable[[], bytes]
    what: str = ""
    expected: str = ""


def arrivals(world: World, month: Month, held: Mapping[str, Sequence[Row]]) -> Iterator[Arrival]:
    """Return the files of a month's folder, those that came later included."""
    people = world.people_by_any_id
    for extract, rows in held.items():
        yield from _usual(extract, month, rows, people)
    yield from _unwanted(world, month, people)
    if month == CORRECTED_MONTH:
        rows = world.export("assessments", month, is_corrected=True)
        yield Arrival(
            month, "assessments", f"assessments_{month}_corrected.csv", CORRECTION_ARRIVED,
            partial(_bytes, "assessments", month, rows, people),
            f"the month sent again with {len(world.miskeyed)} dates of authorisation put right, two months later",
            "replaces the first file; FD-ASMT-45 is restated, no committee figure is",
        )  # fmt: skip


def _usual(extract: str, month: Month, rows: Sequence[Row], people: Mapping[str, Person]) -> Iterator[Arrival]:
    """Return a month's file of an extract: once, except where it came cut off first."""
    name = name_of(extract, month, dress_of(extract, month))
    content = partial(_bytes, extract, month, rows, people)
    if (extract, month) == _TRUNCATED:
        yield Arrival(
            month, extract, name.replace(".", " cut.", 1), month, lambda: content()[: len(content()) * 2 // 3],
            "an Excel workbook that was cut off on the way", "file refused; the good copy is read",
        )  # fmt: skip
        yield Arrival(month, extract, name, month, content)
    elif (extract, month) == _LATE[:2]:
        what, expected = "arrives two months late", "a gap until January, then as if it had come in time"
        yield Arrival(month, extract, name, _LATE[2], content, what, expected)
    else:
        yield Arrival(month, extract, name, month, content)


def _unwanted(world: World, month: Month, people: Mapping[str, Person]) -> Iterator[Arrival]:
    """Return the files that should not be in a month's folder."""
    before = month.previous()
    if month == _EMPTY:
        yield Arrival(
            month,
            "early_help",
            "Early help extract.csv",
            month,
            lambda: b"",
            "an empty file of 0 bytes",
            "file refused",
        )
    if month == _WRONG_MONTH:
        yield Arrival(
            month, "assessments", f"assessments_{month}_final.csv", month,
            partial(_bytes, "assessments", before, world.export("assessments", before), people, has_footer=True),
            "last month's rows under this month's name", "file refused as another month's",
        )  # fmt: skip
    if month == _RESENT:
        yield Arrival(
            month, "contacts", f"Contacts {month.label[:3]} {month.year} (copy).csv", month,
            partial(_bytes, "contacts", before, world.export("contacts", before), people),
            "last month's file, byte for byte, under a new name", "file refused as another month's or as a copy",
        )  # fmt: skip
    if month == _ELSEWHERE:
        yield Arrival(
            month, "referrals", f"{story.OTHER_COUNCIL_NAME}_referrals_{month}.csv", month,
            partial(_strangers, month, world.export("referrals", month)[-_STRANGERS:]),
            f"another council's file: its LA Code says {story.OTHER_COUNCIL_NAME!r}",
            "file refused as another council's",
        )  # fmt: skip


def _bytes(
    extract: str, month: Month, rows: Sequence[Row], people: Mapping[str, Person], has_footer: bool = False
) -> bytes:
    """Return the content of a month's file with the faults that are planted in its cells."""
    dress = dress_of(extract, month)
    if has_footer:
        dress = replace(dress, footer=True)
    sheet = make_sheet(extract, rows, month, dress, people)
    plant_faults(sheet, month)
    return sheet_bytes(sheet, month)


def _strangers(month: Month, rows: Sequence[Row]) -> bytes:
    """Return another council's referrals: the same shape, other children, another LA code in every row."""
    theirs = [
        row
        | {
            "child_id": f"E{number:07}",
            "referral_id": f"ELS{number:05}",
            "closed_on": None,
            "closure_reason_code": None,
        }
        for number, row in enumerate(rows, start=1)
    ]
    people = {str(row["child_id"]): _stranger(str(row["child_id"]), month) for row in theirs}
    sheet: Sheet = make_sheet("referrals", theirs, month, dress_of("referrals", month), people)
    sheet.headings.insert(0, "LA Code")
    sheet.columns.insert(0, "+council code")
    for cells in sheet.rows:
        cells.insert(0, story.OTHER_COUNCIL_NAME)
    return sheet_bytes(sheet, month)


def _stranger(child_id: str, month: Month) -> Person:
    born = month.plus(-100).starts_on
    return Person(child_id.replace("E", "9"), born, "U", "NOBT", "Nobody", "Otherplace", "NONE", None, "")
