"""Why a file, or one table of it, is not taken: a stable code for each kind, with what it means and what helps.

Called by: everything that refuses a file; docs/refusals.md is written from it.
Promises:  a code keeps its meaning for ever; a kind that is no longer needed leaves its number unused.
Never:     says anything of one file: that is the message of the refusal itself.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RefusalKind:
    """One kind of refusal.

    line: the line of the catalogue of checks that it is part of ("A1": the header fits a known extract).
    """

    code: str
    title: str
    meaning: str
    fix: str
    line: str = "A1"

    @property
    def advice(self) -> str:
        """The fix as part of a message."""
        return f"{self.fix[:1].lower()}{self.fix[1:].removesuffix('.')}"


EMPTY = RefusalKind(
    "F01",
    "Empty file",
    "The file has no bytes: the export failed, or the copy was broken off before it began.",
    "Export it again and drop the new file.",
    "A4",
)
UNOPENABLE = RefusalKind(
    "F02",
    "Cannot be opened",
    "The account that runs the checks may not read the file, or the disk refused.",
    "Give the account the right to read it, then run the month again.",
)
CHANGING = RefusalKind(
    "F03",
    "Changed while it was read",
    "The file was written to, replaced or taken away during the run, so what was read may be half a file.",
    "Wait until the copy is complete and run again; copy under a name ending in .part and rename at the end.",
)
TOO_BIG = RefusalKind(
    "F04",
    "Too large",
    "A text file of more than 1 GB: far more than a month of any extract.",
    "Export the extract by itself and for this month only, then drop the new file.",
)
OTHER_KIND = RefusalKind(
    "F05",
    "Not a table",
    "The file is of another kind: a PDF, a picture, a database, a compressed file.",
    "Export the extract as CSV UTF-8 or .xlsx; unpack a compressed file and drop what is in it.",
)
WEB_PAGE = RefusalKind(
    "F06",
    "Web page or XML",
    "The file is a web page or XML. Some reports save a web page under a name ending in .xls.",
    "Open it in Excel and save it as .xlsx or as CSV UTF-8.",
)
OLD_EXCEL = RefusalKind(
    "F07",
    "Old Excel file",
    "The file is in the format of Excel before 2007 or of another old Office program, whatever its name says.",
    "Open it in Excel and save it as .xlsx, or as CSV UTF-8.",
)
PASSWORD = RefusalKind(
    "F08",
    "Password-protected",
    "The workbook, or a part of it, is encrypted and can be read with its password only.",
    "Save it without a password; the folder that it is dropped into is protected by itself.",
)
JSON = RefusalKind(
    "F09",
    "JSON",
    "The file is JSON, which is for programs; extracts come as tables.",
    "Export the extract as CSV UTF-8 or .xlsx.",
)
ENCODING = RefusalKind(
    "F10",
    "Unknown encoding",
    "The bytes are no text in UTF-8, UTF-16 or windows-1252; UTF-32 is not read either.",
    "Save it as 'CSV UTF-8 (comma delimited)'.",
)
DAMAGED_TEXT = RefusalKind(
    "F11",
    "Damaged text",
    "The text holds NUL characters, which a broken copy leaves behind.",
    "Export it again and drop the new file.",
)
CUT_OFF_TEXT = RefusalKind(
    "F12",
    "Text cut off",
    "The text ends in the middle of a character: part of the file is missing.",
    "Send the file again.",
)
UNCLOSED_QUOTE = RefusalKind(
    "F13",
    "Quotation mark never closed",
    "A quotation mark that is opened and not closed takes the rows after it into one cell.",
    "Look at the line that the message names for a stray quotation mark, then export the file again.",
)
LONG_LINE = RefusalKind(
    "F14",
    "Line too long",
    "One line is longer than 16 MB: the line ends are lost, or something that is no text was put into a cell.",
    "Look at the line that the message names, then export the file again.",
)
TOO_WIDE = RefusalKind(
    "F15",
    "Too many columns",
    "The header row has more cells than any extract could have.",
    "Delete the empty columns to the right of the table, then export it again.",
)
DAMAGED_XML = RefusalKind(
    "F16",
    "XML of a return that cannot be taken",
    "The XML is not well formed, breaks off, declares a document type or entities, or is made to take all memory.",
    "Write the return out of the case system again, and drop it as it is.",
    "A2",
)
DAMAGED_WORKBOOK = RefusalKind(
    "F20",
    "Damaged workbook",
    "The workbook is not complete or its parts cannot be read: it was cut off or damaged on the way.",
    "Send it again; if it opens in Excel, save it there once more as .xlsx.",
)
OTHER_ARCHIVE = RefusalKind(
    "F21",
    "Archive, not a workbook",
    "The file is a zip archive without an Excel workbook in it.",
    "Unpack it and drop the files that are in it; save a workbook of another program as .xlsx.",
)
TOO_LARGE = RefusalKind(
    "F22",
    "Workbook too large",
    "The workbook is larger than 50 MB, or would take far more memory than a month of any extract; some are made to.",
    "Export the extract as CSV, or remove the other sheets and save it again.",
)
ENTRIES = RefusalKind(
    "F23",
    "Not put together by Excel",
    "The workbook has parts that lead out of it, stand in it twice, or are far too many.",
    "Open it in Excel and save it once more as .xlsx; if nobody knows who made it, delete it.",
)
MACROS = RefusalKind(
    "F24",
    "Macros",
    "The workbook holds macros or controls, which may run when somebody opens it.",
    "Save it as .xlsx, which leaves macros out.",
)
LINKED = RefusalKind(
    "F25",
    "Linked to other files",
    "Cells of the workbook are fed from files that are not here, so what they show may be old.",
    "Choose Data, Edit Links, Break Link in Excel, or paste the values into a new workbook.",
)
EMBEDDED = RefusalKind(
    "F26",
    "Other files inside",
    "The workbook has other files embedded in it; they are not read and may hold anything.",
    "Remove them, or paste the table into a new workbook.",
)
DTD = RefusalKind(
    "F27",
    "Declares a document type",
    "A part of the file declares a document type or entities, which no export needs and attacks use.",
    "Open it in Excel and save it once more as .xlsx; if nobody knows who made it, delete it.",
)
NO_SHEET = RefusalKind(
    "F29",
    "No visible sheet",
    "Every sheet of the workbook is empty or hidden; hidden sheets are not read.",
    "Show the sheet and save the workbook again.",
    "A2",
)
NO_HEADER = RefusalKind(
    "F30",
    "No known header row",
    "None of the first 30 rows looks like the header of an extract that is known.",
    "Check that it is one of the agreed extracts; if its headers are new, outturn headers accept makes them known.",
    "A2",
)
COLUMN_MISSING = RefusalKind(
    "F31",
    "Needed column missing",
    "The file was recognised, but columns that no row can do without are not in it.",
    "Rename the header in the report, or accept the nearest one with the command that the message gives.",
)
HEADER_TWICE = RefusalKind(
    "F32",
    "Two headers for one column",
    "Two headers of the file mean the same column, so it cannot be told which one to read.",
    "Keep one header for each column and send the file again.",
    "A3",
)
HEADER_SWALLOWS = RefusalKind(
    "F33",
    "Header holds rows",
    "A quotation mark in the header row is not closed, so rows vanished into a header.",
    "Look at the header row for a stray quotation mark, then export the file again.",
)
EXTRACT_TWICE = RefusalKind(
    "F35",
    "One extract twice in a file",
    "Two tables of the file are the same extract, and which of them counts is not for the program to guess.",
    "Keep one of them, or hide the sheet that is not to be read, or send each as a file of its own.",
)
OTHER_COUNCIL = RefusalKind(
    "F40",
    "Another council's file",
    "The file's name or its rows carry the code of another council.",
    "Delete it from landing and ask for this council's own; if the code is this council's, add it to la_codes.",
    "A8",
)
OTHER_MONTH = RefusalKind(
    "F41",
    "Another month's file",
    "The file says that it is for another month, or its rows stop before the month or lie after it.",
    "Move it to the folder of its own month, and ask for the file that is missing here.",
    "A8",
)
COLUMN_UNUSABLE = RefusalKind(
    "F50",
    "A needed column cannot be used",
    "No row at all has a value of a needed column that can be understood: the column is shifted or spoilt.",
    "Write the column in one of the ways that the message names, then export the file again.",
    "A6",
)
NO_ROW_FITS = RefusalKind(
    "F51",
    "No row fits the header",
    "Every row has more or fewer cells than the header row.",
    "Export it again with one cell under each header, and none with stray quotation marks.",
    "A2",
)
NO_ROWS = RefusalKind(
    "F52",
    "Header but no rows",
    "The file has a header and nothing below it, and this extract has rows in every month.",
    "Look at the filter of the report, then export the file again.",
    "A4",
)
TOO_MANY_SET_ASIDE = RefusalKind(
    "F53",
    "Too many rows set aside",
    "So many rows break a rule that figures made of the rest would mislead: a column is wrong, or the export is.",
    "Correct what the message names and drop the new file, or let it through with outturn quarantine accept.",
    "A6",
)
MONTH_FIRST = RefusalKind(
    "F54",
    "Dates month first",
    "Dates of a column are written month before day (03/25/2020), so 04/05/2020 would be read as the wrong day.",
    "Set the language of the report to English (UK), or write dates as 30/09/2020 or 2020-09-30; export it again.",
    "A6",
)
RULE_FAILED = RefusalKind(
    "F60",
    "A rule could not be judged",
    "A rule met something in the file that it was not written for, so nobody can say whether its rows are right.",
    "Whoever looks after the rules must correct the rule whose code stands beside this one; then run the month again.",
    "A6",
)

KINDS: tuple[RefusalKind, ...] = tuple(kind for kind in [*globals().values()] if isinstance(kind, RefusalKind))
"""Every kind, in the order of their codes."""


def codes_of(kinds: list[RefusalKind]) -> str:
    """Return the codes of a refusal that has several reasons, each once, as they are printed: 'F40 F41'."""
    return " ".join(dict.fromkeys(kind.code for kind in kinds))
