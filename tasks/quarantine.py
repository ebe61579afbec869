"""Rows that were set aside: which they are, what they broke, and what somebody has decided about them.

Called by: the commands `quarantine ...`, tasks.intake, tasks.releasing, tasks.worklists.
Promises:  every row in quarantine of the deliveries that count is listed once; a decision is a file of its own that is
           never changed, about rows of one file as it was sent, so a corrected file begins anew.
Never:     returns a cell: keys are tokens, the rest are numbers and codes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

import duckdb

from expectations import extracts as declared
from expectations import refusals
from expectations.errors import UsageProblem
from tasks import keeping
from tasks.councils import Council
from tasks.store import Store, json_bytes, read_json, write_bytes
from warehouse.deliveries import Delivery, Receipt, effective
from warehouse.periods import Month

File = tuple[str, str, str]
"""One table of one file as it was sent: (extract, month, fingerprint)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody has decided about one file or rows of it: who, when and why.

    action: "reject" those rows stay out; "release" they are judged anew, and `rule`, where it is given, is not asked
            of them; "accept" the file is loaded however many of its rows are set aside.
    """

    extract: str
    month: str
    fingerprint: str
    rows: tuple[int, ...]
    action: str
    reason: str
    by: str
    when: str
    rule: str = ""

    @property
    def file(self) -> File:
        """What it is about."""
        return self.extract, self.month, self.fingerprint


@dataclass(frozen=True, slots=True)
class SetAside:
    """One row in quarantine; keys: the tokens of its identifiers, by column."""

    extract: str
    month: str
    source: str
    row_number: int
    rules: tuple[str, ...]
    keys: dict[str, str] = field(default_factory=dict)
    decision: Decision | None = None


def rows_set_aside(store: Store, council: Council, extract: str = "", month: Month | None = None) -> list[SetAside]:
    """Return the rows in quarantine, of all that counts or of one extract or month, in the order of the files."""
    wanted = [
        delivery
        for delivery in effective(keeping.deliveries(store, council))
        if delivery.quarantined and extract in ("", delivery.extract) and str(month or delivery.month) == delivery.month
    ]
    decided = rejected(store, council)
    with duckdb.connect() as connection:
        return [
            replace(row, decision=decided.get(delivery.file, {}).get(row.row_number))
            for delivery in wanted
            for row in _rows(connection, store, delivery)
        ]


def decisions(store: Store, council: Council) -> list[Decision]:
    """Return every decision, the oldest first."""
    found = [read_json(path) for path in sorted(store.decisions(council.code).glob("*.json"))]
    made = [Decision(**{**content, "rows": tuple(content["rows"])}) for content in found]
    return sorted(made, key=lambda decision: (decision.when, decision.extract, decision.month, decision.rows))


def let_through(store: Store, council: Council) -> frozenset[tuple[str, str, str]]:
    """Return (extract, month, fingerprint) of the files that are loaded however many of their rows are set aside."""
    made = decisions(store, council)
    return frozenset((d.extract, d.month, d.fingerprint) for d in made if d.action == "accept")


def rejected(store: Store, council: Council) -> dict[File, dict[int, Decision]]:
    """Return the rows of each file that are to stay out, with the decision that says so: the last word on a row."""
    found: dict[File, dict[int, Decision]] = {}
    for made in decisions(store, council):
        for number in made.rows:
            if made.action == "reject":
                found.setdefault(made.file, {})[number] = made
            else:
                found.get(made.file, {}).pop(number, None)
    return found


def released(store: Store, council: Council, further: Sequence[Decision] = ()) -> dict[File, dict[str, frozenset[int]]]:
    """Return the rows of each file that are released from a rule, by rule; rejecting a row takes that back.

    further: decisions that are not written yet.
    """
    found: dict[File, dict[str, frozenset[int]]] = {}
    for made in (*decisions(store, council), *further):
        rules = found.setdefault(made.file, {})
        if made.action == "release" and made.rule:
            rules[made.rule] = rules.get(made.rule, frozenset()) | {*made.rows}
        elif made.action == "reject":
            rules.update({rule: numbers - {*made.rows} for rule, numbers in rules.items()})
    return found


def held_up(store: Store, council: Council, extract: str, month: Month) -> list[Receipt]:
    """Return the files that lie in landing and were refused for the share of their rows that would be set aside."""
    passed, code = let_through(store, council), refusals.TOO_MANY_SET_ASIDE.code
    found = [r for r in keeping.refused_still(store, council, (month,)) if r.code == code and r.extract == extract]
    waiting = [r for r in found if (r.extract, r.month, r.fingerprint) not in passed]
    if not waiting:
        raise UsageProblem(
            "no file waits to be let through" if not found else "it is let through already: run the month again",
            f"{extract} {month}",
            f"see: outturn status {council.code}",
        )
    return waiting


def accept(store: Store, council: Council, file: Receipt, why: tuple[str, str], when: datetime) -> Decision:
    """Write that a file is loaded although many of its rows are set aside, why and who says so; the decision."""
    reason, by = why
    return decide(
        store,
        council,
        Decision(file.extract, file.month, file.fingerprint, (), "accept", reason, by, when.isoformat()),
    )


def chosen(rows: Sequence[SetAside], numbers: Collection[int], rule: str, where: str) -> list[SetAside]:
    """Return the open rows of those numbers, or those that broke one rule; refuses where there are none such."""
    still_open = {row.row_number: row for row in rows if row.decision is None}
    unknown = sorted(set(numbers) - {row.row_number for row in rows})
    if unknown:
        listed = ", ".join(map(str, unknown))
        raise UsageProblem(f"no row with this number is in quarantine: {listed}", where, _SEE)
    found = [row for row in still_open.values() if row.row_number in numbers or rule in row.rules]
    if not found:
        what = f"no open row broke rule {rule}" if rule else "these rows are decided already"
        raise UsageProblem(what, where, _SEE)
    return found


def reject(store: Store, council: Council, rows: Sequence[SetAside], why: tuple[str, str], when: datetime) -> Decision:
    """Write that rows of one file stay out for good, why and who says so (`why` holds both); returns the decision."""
    first = rows[0]
    (delivery,) = [
        d for d in effective(keeping.deliveries(store, council)) if (d.extract, d.month) == (first.extract, first.month)
    ]
    numbers = tuple(sorted(row.row_number for row in rows))
    reason, by = why
    made = Decision(
        delivery.extract, delivery.month, delivery.fingerprint, numbers, "reject", reason, by, when.isoformat()
    )
    return decide(store, council, made)


def decide(store: Store, council: Council, made: Decision) -> Decision:
    """Write a decision; returns it."""
    content = json_bytes(asdict(made))
    name = f"{made.extract}-{made.month}-{hashlib.sha256(content).hexdigest()[:12]}.json"
    write_bytes(store.decisions(council.code) / name, content)
    return made


_SEE = "see: outturn quarantine show"


def _rows(connection: duckdb.DuckDBPyConnection, store: Store, delivery: Delivery) -> list[SetAside]:
    contract = declared.load()[delivery.extract]
    shown = dict.fromkeys((*contract.key, "child_id"))
    path = str(keeping.quarantine_file(store, delivery))
    read = connection.execute("SELECT * FROM read_parquet(?) LIMIT 0", [path])
    stored = {column[0] for column in read.description or ()}
    # Whatever is no identifier stands in quarantine as it was written, and is nobody's to see here.
    named = [c.name for c in contract.columns if c.name in shown and c.identifies and c.name in stored]
    found = connection.execute(
        f"SELECT {', '.join(('row_number', 'rules_broken', *named))} FROM read_parquet(?) ORDER BY row_number", [path]
    ).fetchall()
    return [
        SetAside(
            delivery.extract,
            delivery.month,
            delivery.source,
            int(number),
            tuple(rules.split()),
            {name: token for name, token in zip(named, tokens, strict=True) if token},
        )
        for number, rules, *tokens in found
    ]
