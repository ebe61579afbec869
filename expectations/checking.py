"""Judge a batch of files of one extract: contract, row rules, rules within a child, rules of a file.

Called by: tasks.intake, once per extract and batch of months.
Promises:  rows in = loaded + quarantined + duplicates, for every file, or it raises; the same file
           gives the same findings in the same order, whatever else is in the batch.
Never:     returns a cell value. Verdicts come from Great Expectations and are compared with the
           counts that drive quarantine; if the two differ, nothing is loaded.

Leaves the temporary table `checked`: typed columns, `is_rejected`, `rules_broken` (list of codes).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from expectations.contract import Column, Extract, Rule
from expectations.findings import Finding, FindingSeverity
from expectations.formats.sheet import LoadedRows
from expectations.misdirected import Refusal, misdirected
from expectations.staging import Incoming, stage
from expectations.suites import Check, run_suite
from expectations.tokens import Tokeniser

RAGGED, TOTALS_ROW, REPEATED_KEY, EXACT_DUPLICATE = "A2", "A2T", "A7", "A7D"
BLANK, UNUSABLE, RESPELT, OUT_OF_DATE_CODE, NO_ROWS = "A5", "A6", "A6N", "A6V", "A4"

_ROW_KEY = ("delivery_no", "row_number")
_NEIGHBOUR = re.compile(r"\b(previous|following)\.(\w+)")


class CountsDiffer(RuntimeError):
    """Two independent counts of the same thing differ: a fault of the program, so nothing is loaded."""


@dataclass(frozen=True, slots=True)
class Accounting:
    """What became of every row of one file."""

    rows_in: int
    loaded: int
    quarantined: int
    duplicates: int

    def __post_init__(self) -> None:
        """Refuse to exist unless every row is accounted for."""
        if self.rows_in != self.loaded + self.quarantined + self.duplicates:
            raise CountsDiffer(
                f"{self.rows_in} rows in, but {self.loaded} loaded + {self.quarantined} quarantined "
                f"+ {self.duplicates} duplicates"
            )


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of checking one file: its accounting and its findings."""

    accounting: Accounting
    findings: tuple[Finding, ...]
    ragged_row_numbers: tuple[int, ...] = ()
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Assertion:
    """One thing asserted of every row, as a column of `checked` that is FALSE where it is broken."""

    flag: str
    rule: str
    severity: FindingSeverity
    message: str
    passes_when: str
    column: str = ""
    scope: str = "row"
    check: Check = field(init=False)

    def __post_init__(self) -> None:
        """Make the Great Expectations check that goes with the assertion."""
        object.__setattr__(
            self, "check", Check(f"{self.rule}:{self.column or self.flag}", "holds", (self.flag,), self.message)
        )


def check_batch(
    connection: duckdb.DuckDBPyConnection,
    extract: Extract,
    batch: Sequence[Incoming],
    tokeniser: Tokeniser,
    la_codes: frozenset[str],
) -> dict[int, Verdict]:
    """Check a batch of files of one extract; returns a verdict for each delivery number.

    la_codes: what a file may call its own council, in lower case; anything else is another council's file.
    Raises CountsDiffer where the accounting or the two counts of a rule do not agree.
    """
    loaded = stage(connection, extract, batch, tokeniser)
    assertions = assertions_of(extract)
    _create_checked(connection, extract, assertions)
    broken = _rows_broken(connection, assertions)
    _compare(run_suite(connection, "checked", extract.name, [a.check for a in assertions], _ROW_KEY, with_keys=False),
             assertions, broken)  # fmt: skip
    file_rules = extract.rules_of("file")
    failed_files = _files_broken(connection, extract, file_rules) if file_rules else {}
    notes = _notes(connection, extract)
    counts = _counts(connection)
    refusals = misdirected(connection, extract, batch, la_codes)
    return {
        item.number: _verdict(extract, item, loaded[item.number], counts.get(item.number, (0, 0, 0)),
                              [*_findings(assertions, broken.get(item.number, ())), *failed_files.get(item.number, ()),
                               *notes.get(item.number, ())], refusals.get(item.number))
        for item in batch
    }  # fmt: skip


def assertions_of(extract: Extract) -> list[Assertion]:
    """Return everything that is asserted of a row of an extract, from its contract, in a fixed order."""
    found: list[tuple[str, FindingSeverity, str, str, str, str]] = [
        (TOTALS_ROW, "reject_row", "is a totals row, not a record", "NOT is_totals_row", "", "row")
    ]
    for column in extract.columns:
        found += _column_assertions(column)
    key = ", ".join(extract.key)
    found.append((REPEATED_KEY, "reject_row", f"the same key ({key}) stands in the file with different values",
                  "NOT is_repeated_key", "", "row"))  # fmt: skip
    for rule in extract.rules_of("row", "child"):
        passes = f"NOT coalesce(({_with_neighbours(rule, extract)}), false)"
        found.append((rule.code, rule.severity, rule.message, passes, "", rule.scope))
    return [
        Assertion(f"ok_{n}", rule, severity, message, passes, column, scope)
        for n, (rule, severity, message, passes, column, scope) in enumerate(found)
    ]


def _column_assertions(column: Column) -> list[tuple[str, FindingSeverity, str, str, str, str]]:
    found: list[tuple[str, FindingSeverity, str, str, str, str]] = []
    name = column.name
    if column.required:
        found.append((BLANK, "reject_row", f"{column.header} is blank or cannot be understood",
                      f"{name} IS NOT NULL", name, "row"))  # fmt: skip
    elif column.has_flag:
        found.append((UNUSABLE, "warn", f"{column.header} holds a value that cannot be understood; it was left blank",
                      f"NOT bad_{name}", name, "row"))  # fmt: skip
    if column.expected:
        blank_passes = f"({name} IS NOT NULL OR bad_{name})" if column.has_flag else f"{name} IS NOT NULL"
        found.append((BLANK, "warn", f"{column.header} is blank", blank_passes, name, "row"))
    bounds = _code_bounds(column)
    if bounds:
        found.append((OUT_OF_DATE_CODE, "warn", f"{column.header} holds a code that was not in use in that month",
                      f"NOT coalesce(({bounds}), false)", name, "row"))  # fmt: skip
    return found


def _code_bounds(column: Column) -> str:
    if not column.codes or column.type == "CODES":
        return ""
    late = [f"({column.name} = '{code}' AND month > '{month}')" for code, month in column.codes.until.items()]
    early = [f"({column.name} = '{code}' AND month < '{month}')" for code, month in column.codes.since.items()]
    return " OR ".join(late + early)


def _with_neighbours(rule: Rule, extract: Extract) -> str:
    def window(match: re.Match[str]) -> str:
        function = "lag" if match[1] == "previous" else "lead"
        return f"{function}({match[2]}) OVER child_rows"

    return _NEIGHBOUR.sub(window, rule.fails_when)


def _create_checked(connection: duckdb.DuckDBPyConnection, extract: Extract, assertions: Sequence[Assertion]) -> None:
    """Set aside exact duplicates, judge rows, then judge within a child the rows that are left."""
    _create_repeats(connection, extract)
    rows = [a for a in assertions if a.scope == "row"]
    within = [a for a in assertions if a.scope == "child"]
    flags = ", ".join(f"({a.passes_when}) AS {a.flag}" for a in rows)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE judged AS "
        f"SELECT *, {flags} FROM (SELECT typed.*, coalesce(r.is_repeated_key, false) AS is_repeated_key "
        "FROM typed LEFT JOIN repeats r USING (delivery_no, row_number) WHERE NOT coalesce(r.is_duplicate, false))"
    )
    rejected = _broken_list([a for a in rows if a.severity == "reject_row"])
    source = f"SELECT *, {rejected} AS row_rules FROM judged"
    if within:
        child_flags = ", ".join(f"({a.passes_when}) AS {a.flag}" for a in within)
        window = f"WINDOW child_rows AS (PARTITION BY delivery_no, child_id ORDER BY {extract.sequence}, row_number)"
        source = (
            f"SELECT *, {child_flags} FROM ({source}) WHERE len(row_rules) = 0 {window} "
            f"UNION ALL BY NAME SELECT * FROM ({source}) WHERE len(row_rules) > 0"
        )
    broken = f"list_concat(row_rules, {_broken_list([a for a in within if a.severity == 'reject_row'])})"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE checked AS SELECT * EXCLUDE (row_rules), {broken} AS rules_broken, "
        f"len({broken}) > 0 AS is_rejected FROM ({source}) ORDER BY delivery_no, row_number"
    )


def _broken_list(assertions: Sequence[Assertion]) -> str:
    if not assertions:
        return "CAST([] AS VARCHAR[])"
    cases = ", ".join(f"CASE WHEN NOT {a.flag} THEN '{a.rule}' END" for a in assertions)
    return f"list_distinct(list_filter([{cases}], lambda code: code IS NOT NULL))"


def _create_repeats(connection: duckdb.DuckDBPyConnection, extract: Extract) -> None:
    """Find rows whose key stands more than once in a file: exact copies, and copies that differ."""
    keys = ", ".join(("delivery_no", *extract.key))
    values = ", ".join(("delivery_no", *(column.name for column in extract.columns)))
    known = " AND ".join(f"{name} IS NOT NULL" for name in extract.key)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE repeats AS "
        f"WITH shared AS (SELECT {keys} FROM typed WHERE {known} GROUP BY ALL HAVING count(*) > 1), "
        f"copies AS (SELECT typed.* FROM typed JOIN shared USING ({keys})), "
        f"numbered AS (SELECT *, row_number() OVER (PARTITION BY {values} ORDER BY row_number) AS copy FROM copies) "
        "SELECT delivery_no, row_number, copy > 1 AS is_duplicate, "
        f"count(*) FILTER (copy = 1) OVER (PARTITION BY {keys}) > 1 AS is_repeated_key FROM numbered"
    )


def _rows_broken(connection: duckdb.DuckDBPyConnection, assertions: Sequence[Assertion]) -> dict[int, tuple[int, ...]]:
    counts = ", ".join(f"count(*) FILTER (NOT {a.flag})" for a in assertions)
    found = connection.execute(f"SELECT delivery_no, {counts} FROM checked GROUP BY delivery_no").fetchall()
    return {row[0]: tuple(row[1:]) for row in found}


def _compare(results: Sequence[object], assertions: Sequence[Assertion], broken: dict[int, tuple[int, ...]]) -> None:
    for position, (assertion, result) in enumerate(zip(assertions, results, strict=True)):
        counted = sum(counts[position] for counts in broken.values())
        if result.rows_failed != counted:  # type: ignore[attr-defined]
            raise CountsDiffer(f"rule {assertion.rule}: Great Expectations and the quarantine count differ")


def _files_broken(
    connection: duckdb.DuckDBPyConnection, extract: Extract, rules: Sequence[Rule]
) -> dict[int, list[tuple[str, FindingSeverity, str, str, int]]]:
    """Judge rules of a whole file, each over the rows of that file that are fit to load."""
    flags = ", ".join(
        f"NOT coalesce((SELECT {rule.fails_when} FROM checked c WHERE c.delivery_no = incoming.delivery_no "
        f"AND NOT c.is_rejected), false) AS ok_{n}"
        for n, rule in enumerate(rules)
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE checked_files AS SELECT delivery_no, {flags} FROM incoming")
    checks = [Check(rule.code, "holds", (f"ok_{n}",), rule.message) for n, rule in enumerate(rules)]
    results = run_suite(connection, "checked_files", f"{extract.name} files", checks, ("delivery_no",))
    found: dict[int, list[tuple[str, FindingSeverity, str, str, int]]] = {}
    for rule, result in zip(rules, results, strict=True):
        for (number,) in result.failed_keys:
            found.setdefault(int(number), []).append((rule.code, rule.severity, rule.message, "", 0))
    return found


def _notes(
    connection: duckdb.DuckDBPyConnection, extract: Extract
) -> dict[int, list[tuple[str, FindingSeverity, str, str, int]]]:
    """Count the values that were understood although spelt in another way."""
    mapped = [column for column in extract.columns if column.is_mapped]
    if not mapped:
        return {}
    counts = ", ".join(f"count(*) FILTER (converted_{column.name})" for column in mapped)
    found = connection.execute(f"SELECT delivery_no, {counts} FROM typed GROUP BY delivery_no").fetchall()
    return {
        row[0]: [
            (RESPELT, "note", f"{column.header} was written in another way and understood", column.name, rows)
            for column, rows in zip(mapped, row[1:], strict=True)
            if rows
        ]
        for row in found
    }


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[int, tuple[int, int, int]]:
    found = connection.execute(
        "SELECT delivery_no, count(*) FILTER (NOT is_rejected), count(*) FILTER (is_rejected), "
        "(SELECT count(*) FROM repeats r WHERE r.is_duplicate AND r.delivery_no = checked.delivery_no) "
        "FROM checked GROUP BY delivery_no"
    ).fetchall()
    return {row[0]: (row[1], row[2], row[3]) for row in found}


def _findings(
    assertions: Sequence[Assertion], counts: Sequence[int]
) -> list[tuple[str, FindingSeverity, str, str, int]]:
    return [
        (a.rule, a.severity, a.message, a.column, rows)
        for a, rows in zip(assertions, counts, strict=False)
        if rows
    ]


def _verdict(
    extract: Extract,
    item: Incoming,
    loaded: LoadedRows,
    counts: tuple[int, int, int],
    found: Sequence[tuple[str, FindingSeverity, str, str, int]],
    refusal: Refusal | None,
) -> Verdict:
    kept, rejected, duplicates = counts
    ragged = len(loaded.ragged_row_numbers)
    lines = list(found)
    if ragged:
        lines.insert(0, (RAGGED, "reject_row", "has more or fewer cells than the header: a footer, or a separator inside a cell", "", ragged))
    if duplicates:
        lines.append((EXACT_DUPLICATE, "note", "exact copies of another row, counted once", "", duplicates))
    if not loaded.rows + ragged:
        lines.append((NO_ROWS, "warn", "the file has a header but no rows", "", 0))
    findings = tuple(
        Finding(extract.name, item.month, rule, severity, message, rows, column, item.source)
        for rule, severity, message, column, rows in lines
    )
    accounting = Accounting(loaded.rows + ragged, kept, rejected + ragged, duplicates)
    return Verdict(accounting, findings, loaded.ragged_row_numbers, refusal)
