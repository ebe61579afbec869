"""Judge a batch of files of one extract: contract, row rules, rules within a child, rules of a file.

Called by: tasks.intake, once per extract and batch of months.
Promises:  rows in = loaded + quarantined + duplicates, for every file, or it raises; the same file
           gives the same findings in the same order, whatever else is in the batch. A rule that cannot be
           evaluated refuses the files in which it cannot, by its code; all else is judged as ever.
Never:     returns a cell value. Verdicts come from Great Expectations and are compared with the
           counts that drive quarantine; if the two differ, nothing is loaded.

Leaves the temporary table `checked`: typed columns, `is_rejected`, `rules_broken` (list of codes), and
`row_findings`: which row broke what.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import duckdb

from expectations.alike import names_alike
from expectations.assertions import (
    EXACT_DUPLICATE,
    HEADER_ROW,
    NAMES_ALIKE,
    NO_COLUMN,
    NO_ROWS,
    NOT_YET_ASKED,
    RAGGED,
    STANDS_FOR,
    TOTALS_ROW,
    UNKNOWN_HEADER,
    Assertion,
    assertions_of,
)
from expectations.contract import Extract, Rule
from expectations.conversions import conversions
from expectations.file_rules import judge_files
from expectations.findings import Finding, FindingSeverity
from expectations.formats.sheet import LoadedRows
from expectations.headers import Recognition, shown
from expectations.misdirected import Refusal, misdirected
from expectations.released import create_released, notes_of, with_released
from expectations.row_findings import CountsDiffer, create_row_findings
from expectations.staging import Incoming, stage
from expectations.suites import CheckResult, run_suite
from expectations.tokens import Tokeniser
from expectations.unjudged import RULE_FAULTS, UnjudgedIn, held_back, merged, unjudged_rows

_ROW_KEY = ("delivery_no", "row_number")
_MOST_HEADERS = 20
_ROWS_TO_JUDGE = (
    "SELECT typed.*, coalesce(r.is_repeated_key, false) AS is_repeated_key "
    "FROM typed LEFT JOIN repeats r USING (delivery_no, row_number) WHERE NOT coalesce(r.is_duplicate, false)"
)
_FIT = "coalesce(j.is_fit, true)"
_RAGGED = "Row has more or fewer cells than the header: a footer, or a separator or quotation mark inside a cell"


class Problem(NamedTuple):
    """One kind of problem of one file, before it is known whose."""

    rule: str
    severity: FindingSeverity
    message: str
    column: str
    rows: int


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
    numbers = [item.number for item in batch]
    assertions, unjudged_here = _judge_rows(connection, extract, batch)
    broken = _rows_broken(connection, assertions, numbers)
    judged = run_suite(connection, "checked", extract.name, [a.check for a in assertions], _ROW_KEY, with_keys=False)
    _refuse_different(judged, assertions, broken)
    create_row_findings(connection, assertions, broken)
    broken_files, unjudged_whole = judge_files(connection, extract, numbers)
    found: dict[int, list[Problem]] = {number: [] for number in numbers}
    of_rows, of_files = _broken(assertions, broken), _files_broken(broken_files)
    for problems in (of_rows, of_files, _alike(connection, extract), _notes(connection, extract)):
        for number, listed in problems.items():
            found[number] += listed
    counts = _counts(connection)
    unjudged = merged(unjudged_here, unjudged_whole)
    refusals = misdirected(connection, extract, batch, loaded, la_codes, unjudged)
    verdicts = {}
    for item in batch:
        kept, rejected, duplicates = counts.get(item.number, (0, 0, 0))
        ragged = loaded[item.number].ragged_row_numbers
        rows_in = loaded[item.number].rows + len(ragged)
        problems_found = _of_file(item, loaded[item.number], duplicates) + found[item.number]
        verdicts[item.number] = Verdict(
            Accounting(rows_in, kept, rejected + len(ragged), duplicates),
            tuple(
                Finding(extract.name, item.month, p.rule, p.severity, p.message, p.rows, p.column, item.source)
                for p in problems_found
            ),
            ragged,
            refusals.get(item.number),
        )
    return verdicts


def _judge_rows(
    connection: duckdb.DuckDBPyConnection, extract: Extract, batch: Sequence[Incoming]
) -> tuple[list[Assertion], UnjudgedIn]:
    """Judge every row by every rule that can be evaluated; returns what was asserted, and what could not be.

    One query judges all rules. Where it fails, each rule is tried alone, and passed over in the files where it fails.
    """
    assertions = with_released(assertions_of(extract), create_released(connection, extract, batch))
    _create_repeats(connection, extract)
    try:
        _create_checked(connection, extract, assertions)
    except RULE_FAULTS:
        unjudged = unjudged_rows(connection, _ROWS_TO_JUDGE, _child_rows(extract), assertions)
        assertions = held_back(assertions, unjudged, [item.number for item in batch])
    else:
        return assertions, {}
    _create_checked(connection, extract, assertions)
    return assertions, unjudged


def _create_checked(connection: duckdb.DuckDBPyConnection, extract: Extract, assertions: Sequence[Assertion]) -> None:
    """Set aside exact duplicates, judge rows, then judge within a child the rows that are left.

    What was asserted of a row is written down only where it is not so; the wide rows are not written again. A row of
    which nothing is written down has no marks, and no mark counts as passed.
    """
    rows = [a for a in assertions if a.scope == "row"]
    within = [a for a in assertions if a.scope == "child"]
    _create_broken(connection, "judged", rows, f"({_ROWS_TO_JUDGE})")
    fit = f"SELECT r.* FROM ({_ROWS_TO_JUDGE}) r LEFT JOIN judged j USING (delivery_no, row_number) WHERE {_FIT}"
    _create_broken(connection, "broken_within", within, f"({fit}) WINDOW child_rows AS ({_child_rows(extract)})")
    flags = "".join(f", j.{a.flag}" for a in rows) + "".join(f", b.{a.flag}" for a in within)
    rejecting = [a for a in assertions if a.severity == "reject_row"]
    cases = ", ".join(f"CASE WHEN NOT {a.flag} THEN '{a.rule}' END" for a in rejecting)
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW checked AS SELECT *, "
        f"list_distinct(list_filter([{cases}], lambda code: code IS NOT NULL)) AS rules_broken FROM "
        f"(SELECT r.*{flags}, NOT ({_FIT} AND coalesce(b.is_fit, true)) AS is_rejected FROM ({_ROWS_TO_JUDGE}) r "
        "LEFT JOIN judged j USING (delivery_no, row_number) LEFT JOIN broken_within b USING (delivery_no, row_number))"
    )


def _create_broken(
    connection: duckdb.DuckDBPyConnection, table: str, assertions: Sequence[Assertion], source: str
) -> None:
    """Write down, for the rows that something asserted is not true of, each answer and whether the row may stay."""
    flags = "".join(f", ({_asked_of_records(a)}) AS {a.flag}" for a in assertions)
    passed = " AND ".join(a.flag for a in assertions) or "true"
    fit = " AND ".join(a.flag for a in assertions if a.severity == "reject_row") or "true"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT *, ({fit}) AS is_fit FROM "
        f"(SELECT delivery_no, row_number{flags} FROM {source}) WHERE NOT ({passed})"
    )


def _asked_of_records(assertion: Assertion) -> str:
    """Return what is asserted of a row that is a record: a totals or header row breaks that it is one, and no more.

    Both come first among what is asserted, so that their answers are there for the others.
    """
    if assertion.rule in {TOTALS_ROW, HEADER_ROW} or assertion.scope != "row":
        return assertion.passes_when
    return f"NOT ok_{TOTALS_ROW} OR NOT ok_{HEADER_ROW} OR ({assertion.passes_when})"


def _child_rows(extract: Extract) -> str:
    return f"PARTITION BY delivery_no, child_id ORDER BY {extract.sequence}, row_number"


def _create_repeats(connection: duckdb.DuckDBPyConnection, extract: Extract) -> None:
    """Find rows whose key stands more than once in a file: exact copies, and copies that differ."""
    keys = ", ".join(("delivery_no", *extract.key))
    # A cell that could not be understood is blank by now; two such rows may have said different things.
    unclear = " OR ".join(f"bad_{column.name}" for column in extract.columns if column.has_flag) or "false"
    alone = f"CASE WHEN {unclear} THEN row_number END"
    values = ", ".join(("delivery_no", *(column.name for column in extract.columns), alone))
    known = " AND ".join(f"{name} IS NOT NULL" for name in extract.key)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE repeats AS "
        f"WITH shared AS (SELECT {keys} FROM typed WHERE {known} GROUP BY ALL HAVING count(*) > 1), "
        f"copies AS (SELECT typed.* FROM typed JOIN shared USING ({keys})), "
        f"numbered AS (SELECT *, row_number() OVER (PARTITION BY {values} ORDER BY row_number) AS copy FROM copies) "
        "SELECT delivery_no, row_number, copy > 1 AS is_duplicate, "
        f"count(*) FILTER (copy = 1) OVER (PARTITION BY {keys}) > 1 AS is_repeated_key FROM numbered"
    )


def _rows_broken(
    connection: duckdb.DuckDBPyConnection, assertions: Sequence[Assertion], numbers: Sequence[int]
) -> dict[int, tuple[int, ...]]:
    """Count, for each file and assertion, the rows written down for it; those that none is written for count none."""
    found = {number: [0] * len(assertions) for number in numbers}
    for table, scope in (("judged", "row"), ("broken_within", "child")):
        places = [place for place, assertion in enumerate(assertions) if assertion.scope == scope]
        if not places:
            continue
        counts = ", ".join(f"count(*) FILTER (NOT {assertions[place].flag})" for place in places)
        for number, *rows in connection.execute(f"SELECT delivery_no, {counts} FROM {table} GROUP BY ALL").fetchall():
            for place, count in zip(places, rows, strict=True):
                found[number][place] = count
    return {number: tuple(counts) for number, counts in found.items()}


def _refuse_different(
    results: Sequence[CheckResult], assertions: Sequence[Assertion], broken: Mapping[int, Sequence[int]]
) -> None:
    for position, (assertion, result) in enumerate(zip(assertions, results, strict=True)):
        if result.rows_failed != sum(counts[position] for counts in broken.values()):
            raise CountsDiffer(f"rule {assertion.rule}: Great Expectations and the quarantine count differ")


def _broken(assertions: Sequence[Assertion], broken: Mapping[int, Sequence[int]]) -> dict[int, list[Problem]]:
    return {
        number: [
            Problem(a.rule, a.severity, a.message, a.column, rows)
            for a, rows in zip(assertions, counts, strict=True)
            if rows
        ]
        for number, counts in broken.items()
    }


def _files_broken(broken: Mapping[int, Sequence[Rule]]) -> dict[int, list[Problem]]:
    return {
        number: [Problem(rule.code, rule.severity, rule.message, "", 0) for rule in rules]
        for number, rules in broken.items()
    }


def _alike(connection: duckdb.DuckDBPyConnection, extract: Extract) -> dict[int, list[Problem]]:
    """List the names that a file spells in several ways: each spelling is counted as a team of its own."""
    return {
        number: [Problem(NAMES_ALIKE, "query", told, column.name, 0) for column, told in columns]
        for number, columns in names_alike(connection, extract).items()
    }


def _notes(connection: duckdb.DuckDBPyConnection, extract: Extract) -> dict[int, list[Problem]]:
    return {
        number: [Problem(rule, "note", told, column, rows) for rule, told, column, rows in listed]
        for number, listed in conversions(connection, extract).items()
    }


def _of_file(item: Incoming, loaded: LoadedRows, duplicates: int) -> list[Problem]:
    found = [*_of_header(item.recognition), *_too_early(item)]
    found += [Problem(note.rule, "note", note.message, "", note.rows) for note in (*item.notes, *notes_of(item))]
    if loaded.ragged_row_numbers:
        found.append(Problem(RAGGED, "reject_row", _RAGGED, "", len(loaded.ragged_row_numbers)))
    if duplicates:
        found.append(Problem(EXACT_DUPLICATE, "note", "Exact copies of another row, counted once", "", duplicates))
    if not loaded.rows and not loaded.ragged_row_numbers:
        found.append(Problem(NO_ROWS, "warn", "The file has a header but no rows", "", 0))
    return found


def _of_header(seen: Recognition) -> list[Problem]:
    """List the headers that were not read and the columns that no header feeds."""
    found = []
    unknown = [repr(shown(header)) for header in seen.unknown if header]
    if unknown:
        what = f"{_number(unknown, 'header')} not part of the extract, so nothing was read under it: "
        found.append(Problem(UNKNOWN_HEADER, "note", what + ", ".join(unknown[:_MOST_HEADERS]), "", 0))
    if seen.missing_optional:
        headers = [repr(seen.extract.column(name).header) for name in seen.missing_optional]
        what = f"{_number(headers, 'column')} not in the file, which is read as blank: "
        found.append(Problem(NO_COLUMN, "note", what + ", ".join(headers), "", 0))
    if seen.variant:
        header = {name: seen.extract.column(name).header for name in (*seen.taken, *seen.variant.takes.values())}
        found += [
            Problem(STANDS_FOR, "note", f"{header[seen.variant.takes[n]]!r} is taken for {header[n]!r}", n, 0)
            for n in seen.taken
        ]
    return found


def _too_early(item: Incoming) -> list[Problem]:
    """Note a file of a return for a month in which that return did not ask for it."""
    variant = item.recognition.variant
    if not variant or item.month >= variant.since:
        return []
    return [Problem(NOT_YET_ASKED, "note", f"{variant.name} is asked for from {variant.since} only", "", 0)]


def _number(things: Sequence[str], what: str) -> str:
    return f"1 {what} is" if len(things) == 1 else f"{len(things)} {what}s are"


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[int, tuple[int, int, int]]:
    found = connection.execute(
        "SELECT delivery_no, count(*) FILTER (NOT is_rejected), count(*) FILTER (is_rejected), "
        "(SELECT count(*) FROM repeats r WHERE r.is_duplicate AND r.delivery_no = checked.delivery_no) "
        "FROM checked GROUP BY delivery_no"
    ).fetchall()
    return {row[0]: (row[1], row[2], row[3]) for row in found}
