"""Files that are no table at all, and tables that are put together wrongly, each with what is to become of it."""

from __future__ import annotations

import gzip
import json

from tests.tasks.bad_files import Case, Taken, plus, refused, row
from tests.tasks.dropped import HEADERS, ROWS, contacts

TEXT = contacts()
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_JSON = [dict(zip(HEADERS.split(","), line.split(","), strict=True)) for line in ROWS]
_TABLE = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split(','))}</tr>" for line in (HEADERS, *ROWS))
_EXCEL_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)

OTHER_KINDS: list[Case] = [
    ("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", refused("F05", "a PDF", "CSV UTF-8 or .xlsx")),
    ("a gzipped CSV", lambda: gzip.compress(TEXT.encode(), mtime=0), refused("F05", "gzip", "unpack")),
    ("an xz file", b"\xfd7zXZ\x00\x00\x04\xe6\xd6", refused("F05", "compressed file (xz)")),
    ("a bzip2 file", b"BZh91AY&SY\x00", refused("F05", "compressed file (bzip2)")),
    ("a 7-Zip archive", b"7z\xbc\xaf\x27\x1c\x00\x04", refused("F05", "7-Zip")),
    ("a RAR archive", b"Rar!\x1a\x07\x01\x00", refused("F05", "RAR")),
    ("an empty zip archive", b"PK\x05\x06" + bytes(18), refused("F05", "empty zip archive")),
    ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", refused("F05", "a picture")),
    ("a photograph", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", refused("F05", "a picture")),
    ("a Parquet file", b"PAR1\x15\x04\x15\x10", refused("F05", "Parquet")),
    ("a SQLite database", b"SQLite format 3\x00\x10\x00", refused("F05", "a database")),
    ("an Access database", b"\x00\x01\x00\x00Standard ACE DB\x00", refused("F05", "Access")),
    ("a program", b"\x7fELF\x02\x01\x01\x00", refused("F05", "a program")),
    ("a program of Windows", b"MZ\x90\x00\x03\x00", refused("F05", "a program")),
    ("a text document in RTF", b"{\\rtf1\\ansi Contact ID}", refused("F05", "RTF")),
    (
        "a web page named .xls by its report",
        f"<html><body><table>{_TABLE}</table>",
        refused("F06", "web page", ".xlsx"),
    ),
    ("a web page in UTF-16", f"<html><table>{_TABLE}".encode("utf-16"), refused("F06", "web page")),
    ("a workbook of Excel 2003 in XML", _EXCEL_2003, refused("F06", "XML", ".xlsx")),
    ("XML that nobody knows", "<contacts><contact/></contacts>", refused("F06", "XML")),
    ("a return in XML, cut off", "<Message><Header><CollectionDetails><Coll", refused("F16", "breaks off")),
    ("XML that declares entities", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', refused("F06", "XML")),
    ("an old workbook", _OLE + bytes(3000), refused("F07", "old Excel", ".xlsx")),
    ("an old workbook renamed .csv", _OLE + b"\x01" * 3000, refused("F07", "whatever its name says")),
    (
        "a workbook with a password",
        _OLE + bytes(2000) + "EncryptedPackage".encode("utf-16-le") + bytes(500),
        refused("F08", "password-protected", "without a password"),
    ),
    ("JSON", json.dumps(_AS_JSON), refused("F09", "JSON", "CSV UTF-8")),
    ("one JSON object", json.dumps({"contacts": _AS_JSON}, indent=1), refused("F09", "JSON")),
    ("a line of JSON for each row", "\n".join(map(json.dumps, _AS_JSON)), refused("F09", "JSON")),
    ("UTF-32 with its mark", TEXT.encode("utf-32"), refused("F10", "UTF-32", "CSV UTF-8")),
    ("UTF-32 without its mark", TEXT.encode("utf-32-le"), refused("F11", "NUL")),
    ("a mainframe's letters", TEXT.encode("cp500"), refused("F10", "encodings")),
    (
        "a mail with a table in it",
        "From: a@b.invalid\r\nSubject: contacts\r\n\r\nplease find below",
        refused("F30", "no row"),
    ),
    ("a script", "SELECT * FROM contacts;\nDROP TABLE raw;\n", refused("F30", "no row")),
]

PUT_TOGETHER_WRONGLY: list[Case] = [
    ("seventy thousand columns", TEXT.replace("Team Name", "Team Name" + "," * 70_000), refused("F15", "70007 cells")),
    ("a line of headings above the header", f"Contact,,,Outcome,,,Team\r\n{TEXT}", Taken()),
    ("ten thousand columns", TEXT.replace("Team Name", "Team Name" + ",x" * 10_000), refused("F15", "10007 cells")),
    ("the header twice", contacts((HEADERS, *ROWS)), Taken(quarantined=1, rules=("A2H",))),
    ("the header again half way", contacts((*ROWS[:2], HEADERS, *ROWS[2:])), Taken(quarantined=1, rules=("A2H",))),
    ("a formula that failed", plus(row(5, Contact_Outcome="#REF!")), Taken(5, rules=("A5N",))),
    ("decided before it came", plus(row(5, Contact_Outcome_Date="04/09/2020")), Taken(quarantined=1, rules=("G13",))),
    ("an empty header row", contacts(headers=",,,,,,"), refused("F30", "no row", "header")),
    ("a header below the thirtieth row", "Report\r\n" * 31 + TEXT, refused("F30", "no row", "header")),
    (
        "every cell one place to the right",
        contacts([f"1,{line}".rsplit(",", 1)[0] for line in ROWS]),
        refused("F50", "none of the 4 rows has a Date of Contact"),
    ),
    (
        "every cell one place to the left",
        contacts([f"{line.split(',', 1)[1]}," for line in ROWS]),
        refused("F50", "Date of Contact"),
    ),
    (
        "semicolons below a header with commas",
        contacts([r.replace(",", ";") for r in ROWS]),
        refused("F51", "cut into"),
    ),
    (
        "half the rows with semicolons",
        contacts([*ROWS[:2], *(r.replace(",", ";") for r in ROWS[2:])]),
        Taken(2, 2, rules=("A2",)),
    ),
    ("two tables one below the other", TEXT + "\r\n" + TEXT.replace("C", "D"), Taken(8, 1)),
    ("a footer of five lines", plus("", "Filters", "Team: all", "From: 01/09/2020", "End of report"), Taken(4, 4)),
    ("totals at the top", contacts(("Grand total,4,,,,,", *ROWS)), Taken(quarantined=1, rules=("A2T",))),
    ("formulas in a CSV", plus(row(5, Team_Name="=HYPERLINK(0)", Contact_ID='="C5"')), Taken(5)),
    ("a formula where an identifier is needed", plus(row(5, Contact_ID="=cmd|'/c calc'!A0")), Taken(quarantined=1)),
    ("markup in a cell", plus(row(5, Team_Name="<script>alert(1)</script>")), Taken(5)),
    ("SQL in a cell", plus(row(5, Team_Name="x'); DROP TABLE raw; --")), Taken(5)),
    ("a cell that is only spaces that do not break", plus(row(5, Contact_Outcome="\u00a0\u00a0")), Taken(5)),
    ("letters written from right to left", plus(row(5, Team_Name="\u202etxt.exe")), Taken(5)),
    ("a byte order mark inside", TEXT.replace("C2,", "\ufeffC2,"), Taken()),
    ("a byte order mark before every line", TEXT.replace("\r\n", "\r\n\ufeff")[:-1], Taken()),
    ("a lone surrogate", TEXT.replace("Canary Team", "T\ud800").encode("utf-8", "surrogatepass"), Taken()),
]
