"""Files as councils send them, good and bad, and what is to become of each."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import xlsxwriter

from tests.tasks.dropped import HEADERS, ROWS, contacts, table, with_column, workbook

Content = bytes | str | Callable[[], bytes | str]


@dataclass(frozen=True)
class Taken:
    """A file that is accepted: what became of its rows, and rules that must be among its findings."""

    loaded: int = 4
    quarantined: int = 0
    duplicates: int = 0
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """A file that is refused: with which codes, and words that the message about it must hold."""

    codes: str
    words: tuple[str, ...]


Case = tuple[str, Content, Taken | Refused]
"""What it is, its bytes, and what is to become of it."""


def refused(codes: str, *words: str) -> Refused:
    return Refused(codes, words)


def row(number: int, **changes: str) -> str:
    """Return a contacts row with some cells changed, by header."""
    cells = dict(zip(HEADERS.split(","), f"C{number},P{number},05/09/2020,6,NFA,05/09/2020,T".split(","), strict=True))
    return ",".join((cells | {name.replace("_", " "): text for name, text in changes.items()}).values())


def plus(*rows: str) -> str:
    """Return the good rows with more below them."""
    return contacts((*ROWS, *rows))


TEXT = contacts()
LATIN = TEXT.replace("Canary Team", "Team ‘Ä’ – €5")
NO_SENSE = random.Random(7).randbytes(3000)

ENCODINGS = [
    ("UTF-8 with a byte order mark", "\ufeff" + TEXT, Taken()),
    ("UTF-16 with a byte order mark", TEXT.encode("utf-16"), Taken()),
    ("UTF-16 little-endian without one", TEXT.encode("utf-16-le"), Taken()),
    ("UTF-16 big-endian without one", TEXT.encode("utf-16-be"), Taken()),
    ("windows-1252 with curly quotes", LATIN.encode("windows-1252"), Taken()),
    (
        "UTF-16 cut off in a character",
        TEXT.encode("utf-16")[:-1],
        refused("F12", "UTF-16", "cut off", "send the file again"),
    ),
    ("bytes that are no text", NO_SENSE, refused("F10", "encodings", "UTF-8", "save it as")),
    ("NUL characters", TEXT.replace("Canary", "Ca\0nary"), refused("F11", "NUL", "damaged", "export the file again")),
    ("a web page", "<html><table><tr><td>Contact ID</td></tr></table></html>", refused("F06", "web page", ".xlsx")),
]

SHAPES = [
    ("nothing, 0 bytes", b"", refused("F01", "empty (0 bytes)", "export it again")),
    ("blank lines only", "\r\n\r\n", refused("F30", "no row", "header", "headers.toml")),
    ("header only", contacts([]), refused("F52", "header but no rows", "every month", "filter")),
    ("header only, no line end", HEADERS, refused("F52", "header but no rows")),
    (
        "no header",
        "".join(f"{line}\r\n" for line in ROWS),
        refused("F30", "no row", "looks like the header", "outturn headers accept testshire EXTRACT"),
    ),
    ("semicolons", TEXT.replace(",", ";"), Taken()),
    ("tabs", TEXT.replace(",", "\t"), Taken()),
    ("bars", TEXT.replace(",", "|"), Taken()),
    ("Excel's sep= line", "sep=;\r\n" + TEXT.replace(",", ";"), Taken()),
    ("carets", TEXT.replace(",", "^"), Taken()),
    ("titles and a blank line above the header", f"Contacts\r\nSeptember 2020\r\n\r\n{TEXT}", Taken()),
    ("a title over two lines", f'"Contacts\r\nSeptember"\r\n{TEXT}', Taken()),
    ("a title with a stray quotation mark", f'Contacts 5" report\r\n{TEXT}', Taken()),
    ("a header over two lines", TEXT.replace("Date of Contact", '"Date of\nContact"'), Taken()),
    ("every header quoted", TEXT.replace(HEADERS, '"' + HEADERS.replace(",", '","') + '"'), Taken()),
    ("a separator at the end of every line", TEXT.replace("\r\n", ",\r\n"), Taken()),
    (
        "a separator at the end of the header only",
        TEXT.replace("Name\r\n", "Name,\r\n"),
        refused("F51", "none of the 4 rows", "cells"),
    ),
    ("a totals row", plus("Total,4,,,,,"), Taken(quarantined=1, rules=("A2T",))),
    ("a footer", plus("Report run 03/10/2020 by Canary Smith"), Taken(quarantined=1, rules=("A2",))),
    ("a footer over two lines", plus('"Report run\n03/10/2020"'), Taken(quarantined=1, rules=("A2",))),
    ("blank lines and rows of separators", TEXT.replace("\r\n", "\r\n\r\n,,,,,,\r\n"), Taken()),
    ("too few and too many cells", plus(row(5)[:-2], row(6), row(7) + ",x"), Taken(5, 2, rules=("A2",))),
    ("line ends of old Macs", TEXT.replace("\r\n", "\r"), Taken()),
    ("line ends of two kinds", TEXT.replace("\r\n", "\n", 2), Taken()),
    (
        "line ends of two kinds, and quotes",
        TEXT.replace("\r\n", "\n", 2).replace("Canary Team", '"Canary, Team"'),
        Taken(),
    ),
    ("line ends of three kinds", TEXT.replace("\r\n", "\n", 2).replace("\r\n", "\r", 1), Taken()),
    ("no line end after the last row", TEXT.rstrip(), Taken()),
]

QUOTES = [
    ("line breaks inside cells", TEXT.replace("Canary Team", '"Canary\r\nTeam"'), Taken()),
    ("Excel's line breaks inside cells", TEXT.replace("Canary Team", '"Canary\nTeam"'), Taken()),
    ("quotation marks doubled", TEXT.replace("Canary Team", '"Canary ""A"" Team"'), Taken()),
    ("quotation marks inside an unquoted cell", TEXT.replace("Canary Team", 'Canary 5" Team'), Taken()),
    (
        "a quotation mark never closed",
        TEXT.replace("C2,", 'C2,"'),
        refused("F13", "line 3", "quotation mark", "not closed", "export"),
    ),
    ("one never closed in the last row", plus(row(5, Team_Name='"T')), Taken(quarantined=1, rules=("A2",))),
    ("text after a closing quotation mark", plus(row(5, Team_Name='"T" x')), Taken(quarantined=1, rules=("A2",))),
    ("a cell of a million characters", TEXT.replace("Canary Team", "x" * 1_000_000, 1), Taken()),
    ("a quoted cell of a million characters", TEXT.replace("Canary Team", f'"{"x" * 1_000_000}"', 1), Taken()),
    (
        "a line of 17 million characters",
        lambda: TEXT.replace("Canary Team", "x" * 17_000_000, 1),
        refused("F14", "line 2", "16 MB"),
    ),
]

HEADER_ROWS = [
    (
        "a needed column missing",
        TEXT.replace("Date of Contact", "Datum"),
        refused(
            "F31",
            "1 column that is needed was not found",
            "'Date of Contact'",
            "nothing similar",
            "headers.toml",
            'outturn headers accept testshire contacts "HEADER" contact_on --by "NAME"',
        ),
    ),
    (
        "one misspelt",
        TEXT.replace("Date of Contact", "Dat of Contct"),
        refused(
            "F31",
            "'Date of Contact': nearest header in the file is 'Dat of Contct'",
            "outturn headers accept testshire contacts 'Dat of Contct' contact_on --by \"NAME\"",
        ),
    ),
    (
        "two missing at once",
        TEXT.replace("Date of Contact", "Datum").replace("Child Unique ID", "Kind"),
        refused("F31", "2 columns that are needed were not found", "'Date of Contact'", "'Child Unique ID'"),
    ),
    (
        "missing and doubled at once",
        TEXT.replace("Date of Contact", "Datum")
        .replace("Team Name", "Allocated Team")
        .replace("Contact Outcome Date", "Team Name"),
        refused("F31 F32", "not found", "two headers feed one column", "'Allocated Team'"),
    ),
    ("an unknown column", with_column("TEST_COLUMN", "Canary"), Taken(rules=("A1H",))),
    ("a column without a header", TEXT.replace("Team Name", ""), Taken(rules=("A1C",))),
    (
        "the same header twice",
        TEXT.replace("Team Name", "Date of Contact"),
        refused("F32", "two headers", "contact_on", "keep one"),
    ),
    (
        "two headers for one column",
        TEXT.replace("Team Name", "Contact Date"),
        refused("F32", "'Date of Contact' and 'Contact Date' both stand for contact_on"),
    ),
    ("the council's own word", TEXT.replace("Contact ID", "Ereignis"), Taken()),
    ("another case, spaces and underscores", TEXT.replace("Date of Contact", " DATE_OF-contact "), Taken()),
    ("SQL in a header", TEXT.replace("Team Name", "x'); DROP TABLE raw; --"), Taken(rules=("A1H",))),
    (
        "a quotation mark opened in the header",
        TEXT.replace("Contact Source", '"Contact Source').replace("02/09/2020,6,NFA,02", '02/09/2020",6,NFA,02'),
        refused("F33", "header row holds whole rows", "quotation mark"),
    ),
    ("a thousand empty columns", TEXT.replace("Team Name", "Team Name" + "," * 1_000), refused("F15", "1007 cells")),
    ("a header of a million characters", TEXT.replace("Team Name", "T" * 200_000), Taken(rules=("A1H",))),
]

WRONG_PLACE = [
    (
        "last month's file",
        TEXT.replace("/09/2020", "/08/2020"),
        refused("F41", "not for 2020-09", "lies in 2020-08", "move it"),
    ),
    (
        "last month's with one date far ahead",
        contacts([r.replace("/09/2020", "/08/2020") for r in ROWS[:3]] + [row(4, Date_of_Contact="01/01/2031")]),
        refused("F41", "not for 2020-09", "lies in 2020-08"),
    ),
    (
        "next month's file",
        TEXT.replace("/09/2020", "/10/2020"),
        refused("F41", "not for 2020-09", "after the month's end"),
    ),
    (
        "one row ahead",
        plus(row(5, Date_of_Contact="05/10/2020", Contact_Outcome_Date="06/10/2020")),
        Taken(quarantined=1, rules=("C1a",)),
    ),
    (
        "it says that it is another month's",
        with_column("As At", "31/08/2020"),
        refused("F41", "says that it is for 2020-08", "move it"),
    ),
    (
        "it says so in words",
        with_column("Reporting Month", "August 2020"),
        refused("F41", "says that it is for 2020-08"),
    ),
    ("it says that it is this month's", with_column("Reporting Month", "2020-09"), Taken()),
    ("it was made in the month after", with_column("Extract Date", "03/10/2020"), Taken(rules=("A1H",))),
    (
        "another council's code in a column",
        with_column("LA", "998"),
        refused("F40", "4 rows carry another council's code (998)", "delete the file", "la_codes"),
    ),
    ("this council's code in a column", with_column("LA", "E06000999"), Taken()),
    (
        "a person in the column of the council",
        with_column("Council", "Canary Smith"),
        refused("F40", "4 rows carry another council's code"),
    ),
    (
        "another council's and another month's",
        with_column("LA", "998").replace("/09/2020", "/08/2020"),
        refused("F40 F41", "another council's code (998)", "lies in 2020-08"),
    ),
]

CELL_VALUES = [
    (
        "31 February where a date is needed",
        plus(row(5, Date_of_Contact="31/02/2020")),
        Taken(quarantined=1, rules=("A5",)),
    ),
    ("31 February where it is not", plus(row(5, Contact_Outcome_Date="31/02/2020")), Taken(5, rules=("A6",))),
    ("dates as Excel counts them", plus(row(5, Date_of_Contact="44079", Contact_Outcome_Date="44079.75")), Taken(5)),
    ("dates as a database writes them", plus(row(5, Date_of_Contact="2020-09-05 00:00:00.000")), Taken(5)),
    ("a year of two digits", plus(row(5, Date_of_Contact="05/09/20")), Taken(quarantined=1, rules=("A5",))),
    (
        "a date in American order and none that must be British",
        plus(row(5, Date_of_Contact="09/15/2020")),
        refused("F54", "Date of Contact (1 against none)", "English (UK)"),
    ),
    (
        "a date in American order beside one that must be British",
        plus(row(5, Date_of_Contact="09/15/2020"), row(6, Date_of_Contact="15/08/2020")),
        Taken(5, 1, rules=("A5",)),
    ),
    (
        "more dates in American order than must be British",
        plus(
            row(5, Date_of_Contact="09/15/2020"),
            row(6, Date_of_Contact="09/16/2020 10:00:00"),
            row(7, Date_of_Contact="15/08/2020"),
        ),
        refused("F54", "Date of Contact (2 against 1)"),
    ),
    (
        "American order in a column that may be blank",
        plus(row(5, Contact_Outcome_Date="9/25/2020"), row(6, Contact_Outcome_Date="2020-09-25")),
        refused("F54", "Contact Outcome Date (1 against none)"),
    ),
    (
        "days first and ISO dates mixed",
        plus(row(5, Date_of_Contact="2020-09-05"), row(6, Date_of_Contact="04/09/2020")),
        Taken(6),
    ),
    (
        "every date in American order",
        contacts([row(n, Date_of_Contact=f"09/1{n}/2020") for n in range(3, 7)]),
        refused("F50 F54", "none of the 4 rows has a Date of Contact", "(4 against none)", "30/09/2020"),
    ),
    (
        "an identifier that lost its digits",
        plus(row(5, Child_Unique_ID="9.21204E+06")),
        Taken(quarantined=1, rules=("A5",)),
    ),
    (
        "all identifiers have",
        contacts([row(n, Child_Unique_ID="9.2E+06") for n in range(4)]),
        refused("F50", "none of the 4 rows has a Child Unique ID", "export Child Unique ID as text"),
    ),
    ("an identifier that became a number", plus(row(5, Child_Unique_ID="9212044.0")), Taken(5, rules=("A6N",))),
    ("no identifier: #N/A", plus(row(5, Child_Unique_ID="#N/A")), Taken(quarantined=1, rules=("A5",))),
    ("no identifier: Unknown", plus(row(5, Child_Unique_ID="Unknown")), Taken(quarantined=1, rules=("A5",))),
    ("spaces that do not break", TEXT.replace("P1", "\u00a0P1\u00a0").replace("01/09", "\u00a001/09"), Taken()),
    ("a code nobody knows", plus(row(5, Contact_Outcome="Canary")), Taken(5, rules=("A6",))),
    ("one key with different values", plus(row(1)), Taken(3, 2, rules=("A7",))),
    ("rows that stand there twice", plus(*ROWS[:2]), Taken(duplicates=2, rules=("A7D",))),
]


def good_book() -> bytes:
    return workbook(table("Contacts"))


def formulas(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Contacts")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for position, header in enumerate(HEADERS.split(",")):
        sheet.write(0, position, header)
    for number in range(1, 5):
        sheet.write_number(number, 0, 9_212_000 + number)
        sheet.write_formula(number, 1, "=A2*2", None, 18_424_000 + number)
        sheet.write_datetime(number, 2, datetime.fromisoformat(f"2020-09-0{number}"), day)
        sheet.write_number(number, 3, 6)
        sheet.write_formula(number, 4, "=VLOOKUP(A2,B:B,1)", None, "#N/A")
        sheet.write_datetime(number, 5, datetime.fromisoformat(f"2020-09-0{number} 14:30"), day)


def merged_title(book: xlsxwriter.Workbook) -> None:
    table("Contacts", top=4)(book)
    sheet = book.get_worksheet_by_name("Contacts")
    sheet.merge_range(0, 0, 1, 6, "Contacts, September 2020")
    sheet.write_string(9, 0, "Total")
    sheet.write_string(11, 0, "Report run 03/10/2020")


def with_entry(name: str, content: bytes) -> bytes:
    """Return the good workbook with one of its entries replaced."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(good_book())) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == name else old.read(entry))
    return result.getvalue()


def shared_bomb() -> bytes:
    """Return a workbook that is small packed and unpacked, but repeats one long text in a hundred thousand cells."""
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 100_000))
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    long = b"<sst %s><si><t>%s</t></si></sst>" % (space, b"A" * 100_000)
    sheet = b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (space, cells)
    result = BytesIO(with_entry("xl/worksheets/sheet1.xml", sheet))
    with (
        zipfile.ZipFile(BytesIO(result.getvalue())) as old,
        zipfile.ZipFile(result := BytesIO(), "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, long if entry.filename == "xl/sharedStrings.xml" else old.read(entry))
    return result.getvalue()


def zipped_csv() -> bytes:
    result = BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        archive.writestr("contacts.csv", TEXT)
    return result.getvalue()


WORKBOOKS = [
    ("a workbook", good_book, Taken()),
    ("numbers, dates and formulas", lambda: workbook(formulas), Taken()),
    ("dates counted from 1904", lambda: workbook(formulas, date_1904=True), Taken()),
    ("merged titles, totals and a footer", lambda: workbook(merged_title), Taken(quarantined=2, rules=("A2T",))),
    (
        "a cover sheet and a hidden copy",
        lambda: workbook(
            lambda book: book.add_worksheet("Cover").write(0, 0, "Contacts"),
            table("Contacts"),
            table("old", hidden=True),
        ),
        Taken(),
    ),
    (
        "two sheets that are one extract",
        lambda: workbook(table("Contacts"), table("August")),
        refused("F35", "2 sheets", "same extract", "'Contacts' and 'August'", "file of its own"),
    ),
    (
        "hidden sheets only",
        lambda: workbook(
            lambda book: book.add_worksheet("Cover").write(0, 0, "Contacts"), table("Contacts", hidden=True)
        ),
        refused("F30", "no row", "header"),
    ),
    (
        "an empty workbook",
        lambda: workbook(lambda book: book.add_worksheet()),
        refused("F29", "no visible sheet", "save"),
    ),
    (
        "a workbook cut off in the middle",
        lambda: good_book()[:3000],
        refused("F20", "not complete", "cut off", "send the file again"),
    ),
    ("a workbook without its last bytes", lambda: good_book()[:-30], refused("F20", "not complete", "cut off")),
    (
        "a workbook with damage inside",
        lambda: with_entry("xl/worksheets/sheet1.xml", b"<worksheet"),
        refused("F20", "not complete"),
    ),
    ("an archive of CSV files", zipped_csv, refused("F21", "zip archive", "unpack it")),
    ("a bomb of one repeated text", shared_bomb, refused("F22", "memory or time", "CSV")),
]

CASES: list[Case] = [*ENCODINGS, *SHAPES, *QUOTES, *HEADER_ROWS, *WRONG_PLACE, *CELL_VALUES, *WORKBOOKS]
