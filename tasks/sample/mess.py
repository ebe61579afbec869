"""The faults of Sample Borough's files, each planted on purpose and none of them in a committee figure.

Called by: tasks.sample.writing.
Promises:  every fault is listed with the month, the extract and what should become of it.
Never:     changes a row that a committee figure counts: rows that must be set aside are copies with a new key.

docs/sample-borough.md tells the same list to readers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from expectations.extracts import load
from tasks.sample.dress import Dress, usual_dress
from tasks.sample.sheets import Sheet
from warehouse.periods import Month

Plant = Callable[[Sheet], None]
READ = "read as if nothing were wrong"
IMPOSSIBLE_DAY = "31/02/2020"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with one month's file of an extract.

    expected: what should become of it.
    changes:  what differs in how the file is written.
    plant:    what is done to its cells.
    """

    month: str
    extract: str
    what: str
    expected: str = READ
    changes: Mapping[str, Any] = field(default_factory=dict)
    plant: Plant | None = None


def _repeat(rows: int) -> Plant:
    """Write some rows twice."""

    def plant(sheet: Sheet) -> None:
        sheet.rows += [list(row) for row in sheet.rows[10 : 10 + rows]]

    return plant


def _conflict(pairs: int, column: str) -> Plant:
    """Add pairs of rows with one new key and two different values."""

    def plant(sheet: Sheet) -> None:
        key = load()[sheet.extract].key[0]
        for number in range(pairs):
            new = {key: f"A9990{number}"}
            sheet.rows.append(sheet.copy_of_row(20 + number, **new))
            sheet.rows.append(sheet.copy_of_row(20 + number, **new, **{column: "Assessment 9"}))

    return plant


def _added(key: str, rows: int, **cells: str) -> Plant:
    """Add copies of rows with new keys and impossible values."""

    def plant(sheet: Sheet) -> None:
        name = load()[sheet.extract].key[0]
        for number in range(rows):
            sheet.rows.append(sheet.copy_of_row(30 + number, **{name: f"{key}{number}"}, **cells))

    return plant


def _overwritten(column: str, value: str, rows: int) -> Plant:
    """Overwrite an optional value in some rows."""

    def plant(sheet: Sheet) -> None:
        for row in sheet.rows[40 : 40 + rows]:
            row[sheet.position(column)] = value

    return plant


def _further_action_wording(sheet: Sheet) -> None:
    """Write the answer to "no further action?" as NFA and FA."""
    position = sheet.position("is_nfa")
    for row in sheet.rows:
        row[position] = {"Y": "NFA", "N": "FA"}[str(row[position])]


def _sex_in_numbers(sheet: Sheet) -> None:
    """Write the sex as 1 and 2, as older returns do."""
    position = sheet.position("sex_code")
    for row in sheet.rows:
        row[position] = {"M": "1", "F": "2"}.get(str(row[position]), "0")


def _options(column: str) -> Plant:
    """Write yes and no as the options of a form."""

    def plant(sheet: Sheet) -> None:
        position = sheet.position(column)
        for row in sheet.rows:
            row[position] = {"Y": "a) Yes", "N": "b) No"}.get(str(row[position]), "Unknown")

    return plant


def _test_column(sheet: Sheet) -> None:
    sheet.columns.append("+test")
    sheet.headings.append("TEST_COLUMN")
    for row in sheet.rows:
        row.append("x")


def _line_breaks(sheet: Sheet) -> None:
    """Let notes run over two lines."""
    position = sheet.position("+notes")
    for row in sheet.rows[::9]:
        row[position] = f'{row[position]}\nSecond line, "quoted".'


_WORKBOOK = {"is_workbook": True, "title": True}
_ISO = {"dates": "%Y-%m-%d"}
_BOTH = {"codes": "both"}
FAULTS: tuple[Fault, ...] = (
    Fault("2019-05", "early_help", "dates written 2019-05-03", changes=_ISO),
    Fault("2019-06", "referrals", "4 rows stand twice", "4 duplicates set aside", plant=_repeat(4)),
    Fault("2019-06", "persons", "sex written 1 and 2, 0 for unborn", plant=_sex_in_numbers),
    Fault("2019-07", "contacts", "UTF-8 with a byte order mark", changes={"encoding": "utf-8-sig"}),
    Fault("2019-08", "referrals", "UTF-16, tab between cells", changes={"encoding": "utf-16", "delimiter": "\t"}),
    Fault("2019-09", "persons", "windows-1252, accents and curly quotes in names", changes={"encoding": "cp1252"}),
    Fault("2019-09", "lac_episodes", "codes with their labels: 'C1 - Interim care order'", changes=_BOTH),
    Fault("2019-10", "contacts", "no-break spaces after some teams and keys", changes={"padding": "\u00a0"}),
    Fault("2019-11", "cp_plans", "an extra column TEST_COLUMN", "column ignored and listed", plant=_test_column),
    Fault("2019-12", "placements", "tab between cells", changes={"delimiter": "\t"}),
    Fault("2019-12", "care_leavers", "Excel workbook, title above the header, real dates", changes=_WORKBOOK),
    Fault(
        "2020-01", "assessments", "2 keys stand twice with different teams", "4 rows quarantined",
        plant=_conflict(2, "team"),
    ),
    Fault("2020-01", "sw_allocations", "dates written 2020-01-31", changes=_ISO),
    Fault(
        "2020-02", "referrals", f"decision date {IMPOSSIBLE_DAY} in 3 rows", "3 blanks and a finding",
        plant=_overwritten("decision_on", IMPOSSIBLE_DAY, 3),
    ),
    Fault(
        "2020-02", "early_help", f"start {IMPOSSIBLE_DAY} in 2 rows", "2 rows quarantined",
        plant=_added("EH9990", 2, started_on=IMPOSSIBLE_DAY),
    ),
    Fault("2020-03", "early_help", "semicolon between cells", changes={"delimiter": ";"}),
    Fault(
        "2020-05", "s47_enquiries", "an enquiry that ends before it begins", "1 row quarantined",
        plant=_added("S479990", 1, started_on="04/05/2020", ended_on="20/04/2020", strategy_discussion_on="04/05/2020"),
    ),
    Fault(
        "2020-06", "lac_episodes", "report title above the header, 'Report run' below", "footer quarantined",
        changes={"title": True, "footer": True},
    ),
    Fault("2020-06", "supervision", "3 rows stand twice", "3 duplicates set aside", plant=_repeat(3)),
    Fault("2020-06", "care_leavers", "Excel workbook, title above the header, real dates", changes=_WORKBOOK),
    Fault("2020-07", "referrals", "notes with line breaks and quotation marks", plant=_line_breaks),
    Fault("2020-07", "ehc", "Excel workbook, '#N/A' for blank", changes=_WORKBOOK | {"blank": "#N/A"}),
    Fault("2020-08", "contacts", "5 rows stand twice", "5 duplicates set aside", plant=_repeat(5)),
    Fault("2020-08", "pathway_plans", "dates written 2020-08-03, semicolon", changes=_ISO | {"delimiter": ";"}),
    Fault(
        "2020-09", "contacts", "a totals row and 'Report run ...' below", "both set aside",
        changes={"totals": True, "footer": True},
    ),
    Fault("2020-09", "care_leavers", "Excel workbook, title above the header, real dates", changes=_WORKBOOK),
    Fault("2020-09", "ehc", "Excel workbook, title above the header, real dates", changes=_WORKBOOK),
    Fault("2020-09", "supervision", "spaces after some teams and keys", changes={"padding": "  "}),
    Fault("2020-10", "persons", "windows-1252, accents and curly quotes in names", changes={"encoding": "cp1252"}),
    Fault(
        "2020-11", "sw_allocations", "an allocation that ends before it begins", "1 row quarantined",
        plant=_added("AL99990", 1, started_on="09/11/2020", ended_on="02/11/2020"),
    ),
    Fault("2020-12", "care_leavers", "Excel workbook, title above the header, real dates", changes=_WORKBOOK),
    Fault("2021-01", "referrals", "'#N/A' for blank", changes={"blank": "#N/A"}),
    Fault("2021-01", "assessments", "yes and no as 'a) Yes', 'b) No', 'Unknown'", plant=_options("is_child_seen")),
    Fault("2021-02", "contacts", "windows-1252, curly quotes in notes", changes={"encoding": "cp1252"}),
    Fault("2021-03", "lac_episodes", "codes with their labels, '#N/A' for blank", changes=_BOTH | {"blank": "#N/A"}),
    Fault("2021-03", "care_leavers", "Excel workbook, title above the header, real dates", changes=_WORKBOOK),
    Fault("2021-04", "referrals", "'NFA' and 'FA' for yes and no", plant=_further_action_wording),
    Fault("2021-05", "cp_plans", "a totals row below", "set aside", changes={"totals": True}),
)  # fmt: skip


def dress_of(extract: str, month: Month) -> Dress:
    """Return how a month's file of an extract is written."""
    dress = usual_dress(extract)
    for fault in _faults(extract, month):
        dress = replace(dress, **fault.changes)
    return dress


def plant_faults(sheet: Sheet, month: Month) -> None:
    """Plant what is wrong with the cells of a month's file."""
    for fault in _faults(sheet.extract, month):
        if fault.plant:
            fault.plant(sheet)


def _faults(extract: str, month: Month) -> list[Fault]:
    return [fault for fault in FAULTS if fault.extract == extract and fault.month == str(month)]
