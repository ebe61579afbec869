"""What was written in another way than it is kept: counted for each file and column, by the kind of the column.

Called by: expectations.checking, on the typed rows of a batch.
Promises:  every value of a date, number, code, answer or identifier that is not kept as it was written is counted once.
Never:     returns what was written. Spaces and case are no other way.
"""

from __future__ import annotations

import duckdb

from expectations.assertions import BLANK_WORD, RESPELT
from expectations.contract import Column, Extract

_UNDERSTOOD = {
    "DATE": "a date in another form than 30/09/2020 or 2020-09-30, or Excel's number of a day, was understood",
    "TIMESTAMP": "a date and time in another form than 30/09/2020 14:30 was understood",
    "INTEGER": "a number with commas or a decimal zero was understood",
    "DECIMAL": "a number with commas, a pound or per cent sign, or a power of ten was understood",
    "BOOLEAN": "an answer in other words than yes and no was understood",
    "code": "a code in another spelling, or told by its label, was understood",
    "identifier": "an identifier that a spreadsheet had made a number or a formula of was understood",
}
_SAYS_NOTHING = "a word or sign that says nothing, such as 'N/A' or '-', was read as blank"


def conversions(connection: duckdb.DuckDBPyConnection, extract: Extract) -> dict[int, list[tuple[str, str, str, int]]]:
    """Return, for each delivery number, the code, the sentence, the column and the number of values of each kind."""
    read = [column for column in extract.columns if column.has_flag]
    kinds = [(column, RESPELT, _UNDERSTOOD[_kind(column)], "NOT NULL") for column in read]
    kinds += [(column, BLANK_WORD, _SAYS_NOTHING, "NULL") for column in read]
    if not kinds:
        return {}
    counts = ", ".join(f"count(*) FILTER (converted_{c.name} AND {c.name} IS {value})" for c, _, _, value in kinds)
    rows = connection.execute(f"SELECT delivery_no, {counts} FROM typed GROUP BY delivery_no").fetchall()
    return {
        row[0]: [
            (rule, f"{column.header}: {told}", column.name, count)
            for (column, rule, told, _), count in zip(kinds, row[1:], strict=True)
            if count
        ]
        for row in rows
    }


def _kind(column: Column) -> str:
    return "code" if column.codes else "identifier" if column.identifies else column.type
