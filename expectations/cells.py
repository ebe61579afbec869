"""What the text of a cell is worth, as SQL: dates, numbers, text, and cells that say nothing.

Called by: expectations.staging, expectations.misdirected.
Promises:  a text that is no date or number of the accepted forms is NULL, never the nearest guess.
Never:     touches codes, yes and no, and identifiers; those are understood in expectations.values.
"""

from __future__ import annotations

from expectations.contract import Column
from expectations.values import BLANKS, NO_ANSWERS

DATE_FORMATS = (
    "%d/%m/%Y", "%Y-%m-%d", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
    "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%Y-%b-%d %H:%M:%S", "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S.%n", "%Y-%m-%dT%H:%M:%S.%n", "%d/%m/%Y %H:%M:%S.%n", "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M",
    "%d-%b-%Y %H:%M:%S", "%Y/%m/%d",
)  # fmt: skip
"""How dates are written, day first. Two-digit years are not accepted: 01/02/19 may be a birth of 1919.
Nor are times with an offset: 2020-06-30T23:00:00Z is the first of July in an English summer."""

# The first of January 1900 is what systems write where they have no date.
_EARLIEST, _LATEST = "DATE '1900-01-02'", "DATE '2100-12-31'"
_EXCEL_DAY_ZERO = "DATE '1899-12-30'"
_SPACES = "(' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8203) || chr(65279))"
_ODD_SPACES = r"[\t\n\r\x{A0}\x{200B}\x{FEFF}]|  "
_FORMATS = "[" + ", ".join(f"'{format_}'" for format_ in DATE_FORMATS) + "]"
_WHOLE = r"[-+]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.0+)?"
_FRACTION = r"[-+]?£?\s*([0-9]+|[0-9]{1,3}(,[0-9]{3})+)?(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?\s*%?"


def sql_trimmed(expression: str) -> str:
    """Return SQL for the text of a cell without the spaces at its ends, of whatever kind they are."""
    return f"trim({expression}, {_SPACES})"


def sql_single_spaced(expression: str) -> str:
    """Return SQL for the trimmed text of a cell with one plain space for several, or for odd ones.

    One team is one team, however many spaces stand in its name; line breaks in a text are kept.
    """
    single = sql_trimmed(f"regexp_replace({expression}, '[ \\t\\x{{A0}}]+', ' ', 'g')")
    # Few cells need it, and it costs five times as much as looking.
    return f"CASE WHEN regexp_matches({expression}, '{_ODD_SPACES}') THEN {single} ELSE trim({expression}) END"


def sql_said(text: str, words: frozenset[str] = BLANKS) -> str:
    """Return SQL for a trimmed text, NULL where it says nothing: '', '-', '#N/A' and their like."""
    blanks = ", ".join(f"'{blank}'" for blank in sorted(words))
    longest = max(map(len, words))
    return f"(CASE WHEN length({text}) <= {longest} AND upper({text}) IN ({blanks}) THEN NULL ELSE {text} END)"


def sql_is_bad(text: str, value: str) -> str:
    """Return SQL that is true where something was written, but means no date or number."""
    said = sql_said(sql_trimmed(text), BLANKS | NO_ANSWERS)
    # Only what has no value is looked at again: most cells have one.
    return f"(CASE WHEN {value} IS NULL THEN coalesce({said} IS NOT NULL, false) ELSE false END)"


def sql_is_blank_word(text: str, value: str, bad: str) -> str:
    """Return SQL that is true where a word such as 'N/A' was written that means a blank."""
    return f"(CASE WHEN {value} IS NULL AND NOT {bad} THEN coalesce({sql_trimmed(text)} <> '', false) ELSE false END)"


def sql_is_converted(column: Column, text: str, value: str) -> str:
    """Return SQL that is true where a date or number is written in another than the plain way.

    Plain are 30/09/2020 and 2020-09-30, with a time where one is meant, and digits with at most a sign and a point.
    """
    if column.type in ("DATE", "TIMESTAMP"):
        time = "( [0-9]{2}:[0-9]{2}(:[0-9]{2})?)?" if column.type == "TIMESTAMP" else ""
        plain = f"([0-9]{{2}}/[0-9]{{2}}/[0-9]{{4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}){time}"
    else:
        plain = "-?[0-9]+" if column.type == "INTEGER" else r"-?[0-9]+(\.[0-9]+)?"
    return f"({value} IS NOT NULL AND NOT regexp_full_match({sql_trimmed(text)}, '{plain}'))"


def sql_value(column: Column, text: str) -> str:
    """Return SQL for what a text means in a column of dates or numbers; NULL where it means nothing there."""
    if column.type == "DATE":
        return sql_day(text)
    text = sql_trimmed(text)
    if column.type == "TIMESTAMP":
        return f"CASE WHEN {sql_day(text)} IS NOT NULL THEN try_strptime({text}, {_FORMATS}) END"
    if column.type == "INTEGER":
        digits = f"regexp_replace(replace({text}, ',', ''), '\\.0+$', '')"
        return f"CASE WHEN regexp_full_match({text}, '{_WHOLE}') THEN TRY_CAST({digits} AS INTEGER) END"
    digits = f"regexp_replace({text}, '[,%£\\s]', '', 'g')"
    return f"CASE WHEN regexp_full_match({text}, '{_FRACTION}') THEN TRY_CAST({digits} AS {column.stored_type}) END"


def sql_day(text: str) -> str:
    """Return SQL for the day that a text means, NULL where it means none."""
    written, trimmed = f"try_strptime({text}, {_FORMATS})", sql_trimmed(text)
    serial = (
        f"CASE WHEN regexp_full_match({trimmed}, '[2-7][0-9]{{4}}(\\.[0-9]+)?') "
        f"THEN {_EXCEL_DAY_ZERO} + CAST(floor(CAST({trimmed} AS DOUBLE)) AS INTEGER) "
        f"WHEN regexp_full_match({trimmed}, '(19|20)[0-9]{{6}}') THEN CAST(try_strptime({trimmed}, '%Y%m%d') AS DATE) "
        f"ELSE CAST(try_strptime({trimmed}, {_FORMATS}) AS DATE) END"
    )
    bounded = f"list_filter([{serial}], lambda d: d BETWEEN {_EARLIEST} AND {_LATEST})[1]"
    # Nearly every cell is taken by the first branch, and costs a tenth of the second.
    return f"(CASE WHEN {written} BETWEEN {_EARLIEST} AND {_LATEST} THEN CAST({written} AS DATE) ELSE {bounded} END)"


def sql_order(text: str) -> str:
    """Return SQL for the order that a date surely has: 'day first', 'month first', or NULL where it could be both."""
    low, high, ends = "(0?[1-9]|1[0-2])", "(1[3-9]|2[0-9]|3[01])", "[0-9]{4}([^0-9]|$)"
    trimmed = sql_trimmed(text)
    return (
        f"CASE WHEN regexp_matches({trimmed}, '^{low}[-/.]{high}[-/.]{ends}') THEN 'month first' "
        f"WHEN regexp_matches({trimmed}, '^{high}[-/.]{low}[-/.]{ends}') THEN 'day first' END"
    )


def sql_month(text: str) -> str:
    """Return SQL for the month, as '2020-09', that a text means: a day, '2020-09' or 'September 2020'."""
    formats = "['%Y-%m', '%B %Y', '%b %Y', '%b-%Y', '%m/%Y']"
    spelt = f"try_strptime({sql_trimmed(text)}, {formats})"
    return f"coalesce(strftime({sql_day(text)}, '%Y-%m'), strftime({spelt}, '%Y-%m'))"
