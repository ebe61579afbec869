"""Everything that is asserted of a row of an extract, worked out from its contract.

Called by: expectations.checking, which judges rows by it; expectations.suites gets the same list.
Promises:  one list, in a fixed order, for quarantine and for Great Expectations alike.
Never:     looks at data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from expectations.bounds import sql_out_of_use
from expectations.contract import Column, Extract
from expectations.findings import FindingSeverity
from expectations.suites import Check

RAGGED, TOTALS_ROW, HEADER_ROW, REPEATED_KEY, EXACT_DUPLICATE = "A2", "A2T", "A2H", "A7", "A7D"
UNKNOWN_HEADER, NO_COLUMN, NOT_READ, NOT_YET_ASKED, STANDS_FOR = "A1H", "A1C", "A1S", "A1Y", "A1V"
COLUMN_COSTS = "A1F"
NO_ROWS, NOT_DELIVERED = "A4", "A4T"
BLANK, UNUSABLE, RESPELT, OUT_OF_DATE_CODE = "A5", "A6", "A6N", "A6V"
BLANK_WORD, PAST_RETENTION, NAMES_ALIKE = "A5N", "A9", "G12"

_NEIGHBOUR = re.compile(r"\b(previous|following)\.(\w+)")


@dataclass(frozen=True, slots=True)
class Assertion:
    """One thing asserted of every row.

    passes_when: SQL that is FALSE where the row breaks it.    flag: the column that will hold the answer.
    scope:       "row", or "child" where the child's neighbouring rows are looked at too.
    """

    flag: str
    rule: str
    severity: FindingSeverity
    message: str
    passes_when: str
    column: str = ""
    scope: str = "row"

    @property
    def check(self) -> Check:
        """The same assertion as a Great Expectations check."""
        return Check(f"{self.rule}:{self.column}" if self.column else self.rule, "holds", (self.flag,), self.message)


def assertions_of(extract: Extract) -> list[Assertion]:
    """Return everything asserted of a row: the contract of each column, the key, then the declared rules."""
    found = [Assertion("", TOTALS_ROW, "reject_row", "A totals row, not a record", "NOT is_totals_row")]
    again = "The header row again, in the middle of the rows: several exports were put together"
    found.append(Assertion("", HEADER_ROW, "reject_row", again, "NOT is_header_row"))
    for column in extract.columns:
        found += _of_column(column, extract.dated_by)
    found.append(_past_retention(extract))
    repeated = f"The same key ({', '.join(extract.key)}) stands in the file with different values"
    found.append(Assertion("", REPEATED_KEY, "reject_row", repeated, "NOT is_repeated_key"))
    for rule in extract.rules_of("row", "child"):
        passes = f"NOT coalesce(({_with_neighbours(rule.fails_when)}), false)"
        found.append(Assertion(rule.flag, rule.code, rule.severity, rule.message, passes, scope=rule.scope))
    # Named for the check and not numbered, so that a new rule leaves the names of the others as they were.
    return [a if a.flag else replace(a, flag="_".join(filter(None, ("ok", a.rule, a.column)))) for a in found]


def _of_column(column: Column, dated_by: str | None) -> list[Assertion]:
    name, header = column.name, column.header
    found = []
    if column.required:
        blank = f"{header} is blank or cannot be understood"
        found.append(Assertion("", BLANK, "reject_row", blank, f"{name} IS NOT NULL", name))
    elif column.has_flag:
        unusable = f"{header} holds a value that cannot be understood; it was left blank"
        found.append(Assertion("", UNUSABLE, "warn", unusable, f"NOT bad_{name}", name))
    if column.expected:
        given = f"({name} IS NOT NULL OR bad_{name})" if column.has_flag else f"{name} IS NOT NULL"
        found.append(Assertion("", BLANK, "warn", f"{header} is blank", given, name))
    if bounds := _out_of_date(column, dated_by):
        outdated = f"{header} holds a code that was not in use in that month"
        found.append(Assertion("", OUT_OF_DATE_CODE, "warn", outdated, f"NOT coalesce(({bounds}), false)", name))
    return found


def _out_of_date(column: Column, dated_by: str | None) -> str:
    """Return SQL that is true where a code was withdrawn before the row's own day, or is of a later collection."""
    if not column.codes:
        return ""
    day = f"coalesce(least({dated_by}, month_ends_on), month_ends_on)" if dated_by else "month_ends_on"
    bounds = sql_out_of_use(column.codes, column.name, day, "month_ends_on", is_list=column.type == "CODES")
    spelt = f"month > spelt_until_{column.name}" if column.codes.spelt_until else ""
    return " OR ".join(filter(None, (bounds, spelt)))


def _past_retention(extract: Extract) -> Assertion:
    """Assert that a row is not older than it may be kept; where the day that counts is blank, it is not over yet."""
    day = extract.kept_from or extract.dated_by or "month_ends_on"
    past = f"CAST({day} AS DATE) < received_on - INTERVAL {extract.retention_years} YEAR"
    kept = f"Older than such rows are to be kept: {extract.retention_years} years"
    return Assertion("", PAST_RETENTION, "warn", kept, f"NOT coalesce(({past}), false)")


def _with_neighbours(fails_when: str) -> str:
    def window(match: re.Match[str]) -> str:
        return f"{'lag' if match[1] == 'previous' else 'lead'}({match[2]}) OVER child_rows"

    return _NEIGHBOUR.sub(window, fails_when)
