"""Release rows from quarantine: their file is judged anew, and what passes now is loaded.

Called by: the command `quarantine release`.
Promises:  the same gate as on arrival, under today's contract: only a rule that is named is not asked of the rows; rows
           in = loaded + quarantined + duplicates still holds; the decision is kept with who, when and why, and every
           later check of the same file follows it.
Never:     loads a row that breaks anything else, or a file that would be refused now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from expectations import extracts as declared
from expectations.checking import Accounting, check_batch
from expectations.errors import BlockedByData, UsageProblem
from expectations.headers import Recogniser
from expectations.released import releasable
from tasks import councils, keeping, landing, quarantine
from tasks.column_costs import costs
from tasks.councils import Council
from tasks.intake import incoming_of, why_refused
from tasks.keeping import Checked
from tasks.landing import Landed
from tasks.quarantine import Decision, SetAside
from tasks.recognising import Recognised, recognise
from tasks.store import Store
from warehouse.deliveries import Delivery, effective
from warehouse.periods import Month


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows are meant: those of one extract and month that wait, or of them those that broke a rule."""

    extract: str
    month: Month
    rule: str = ""

    @property
    def where(self) -> str:
        """The extract and month as they are printed."""
        return f"{self.extract} {self.month}"


@dataclass(frozen=True, slots=True)
class Released:
    """What became of the rows that were judged anew.

    stays: row number -> the rules that it still breaks.    before/after: the accounting of the whole file.
    """

    rows: tuple[int, ...]
    stays: dict[int, tuple[str, ...]]
    before: Accounting
    after: Accounting

    @property
    def loaded(self) -> tuple[int, ...]:
        """The rows that were let in."""
        return tuple(number for number in self.rows if number not in self.stays)


def release(store: Store, council: Council, asked: Asked, why: tuple[str, str, datetime], *, dry_run: bool) -> Released:
    """Judge rows in quarantine anew and load those that pass; `why` holds the reason, who says so, and when.

    Asking again for what was released is no error and changes nothing.
    """
    _refuse_unreleasable(asked)
    # What counts is looked up under the lock: a run that has just ended may have given the file another place.
    with store.lock(council.code):
        delivery = _delivery(store, council, asked)
        rows = quarantine.rows_set_aside(store, council, asked.extract, asked.month)
        numbers = _chosen(store, council, delivery, asked, rows)
        reason, by, when = why
        made = Decision(*delivery.file, numbers, "release", reason, by, when.isoformat(), asked.rule)
        if not numbers:
            return Released((), {}, _accounting(delivery), _accounting(delivery))
        return _judged_anew(store, council, delivery, made, dry_run)


def _judged_anew(store: Store, council: Council, delivery: Delivery, made: Decision, dry_run: bool) -> Released:
    released = quarantine.released(store, council, [made])
    with store.scratch(council.code) as scratch, duckdb.connect(config={"temp_directory": str(scratch)}) as connection:
        item = _recognised(store, council, delivery, scratch)
        entry = replace(incoming_of(0, item, released), received_on=delivery.received_at.date())
        tokeniser = councils.tokeniser(store, council)
        verdict = check_batch(connection, item.extract, [entry], tokeniser, council.la_codes)[0]
        fault = why_refused(council, item, entry, verdict, quarantine.let_through(store, council))
        if fault:
            raise BlockedByData(fault.what, fault.where, fault.fix)
        found = connection.execute("SELECT row_number, rules_broken FROM checked WHERE is_rejected").fetchall()
        stays = {int(number): tuple(rules) for number, rules in found}
        stays |= dict.fromkeys(verdict.ragged_row_numbers, ("A2",))
        if not dry_run:
            quarantine.decide(store, council, made)
            kept = replace(
                delivery,
                loaded=verdict.accounting.loaded,
                quarantined=verdict.accounting.quarantined,
                duplicates=verdict.accounting.duplicates,
                rows_in=verdict.accounting.rows_in,
                missing_columns=item.recognition.missing_optional,
                findings=verdict.findings + costs(council, item.recognition, item.landed.month, item.source),
            )
            keeping.keep(store, scratch, kept, Checked(connection, item.extract, entry.number, verdict))
    still = {number: stays[number] for number in made.rows if number in stays}
    return Released(made.rows, still, _accounting(delivery), verdict.accounting)


def _refuse_unreleasable(asked: Asked) -> None:
    rules = releasable(declared.load()[asked.extract])
    if asked.rule and asked.rule not in rules:
        raise UsageProblem(
            f"rows cannot be released from {asked.rule}",
            asked.where,
            f"release from one of: {', '.join(sorted(rules))}; what a row needs to be told and placed, it needs. "
            "Without --rule the rows are judged by today's contract",
        )


def _delivery(store: Store, council: Council, asked: Asked) -> Delivery:
    for delivery in effective(keeping.deliveries(store, council)):
        if (delivery.extract, delivery.month) == (asked.extract, str(asked.month)):
            return delivery
    raise UsageProblem("nothing of it was loaded", asked.where, f"see: outturn status {council.code}")


def _chosen(
    store: Store, council: Council, delivery: Delivery, asked: Asked, rows: Sequence[SetAside]
) -> tuple[int, ...]:
    """Return the numbers of the rows that wait and are meant; none where all that was meant is released already."""
    waiting = [row.row_number for row in rows if row.decision is None and (not asked.rule or asked.rule in row.rules)]
    before = [
        made
        for made in quarantine.decisions(store, council)
        if (made.file, made.action, made.rule) == (delivery.file, "release", asked.rule)
    ]
    if not waiting and not before:
        what = f"no open row broke rule {asked.rule}" if asked.rule else "no open row of it is in quarantine"
        raise UsageProblem(what, asked.where, "see: outturn quarantine show")
    return tuple(sorted(waiting))


def _recognised(store: Store, council: Council, delivery: Delivery, scratch: Path) -> Recognised:
    """Return the delivery's table as its file in landing holds it."""
    recogniser = Recogniser(declared.load(), council.headers)
    opened = recognise(_landed(store, council, delivery), recogniser, council, scratch)
    for item in opened.recognised:
        if item.extract.name == delivery.extract:
            return item
    refused = [table.fault for table in opened.refused if table.extract.name == delivery.extract]
    raise BlockedByData(
        refused[0].what if refused else f"the file is no longer recognised as {delivery.extract}",
        delivery.source,
        refused[0].fix if refused else f"see: outturn headers suggest {council.code}",
    )


def _landed(store: Store, council: Council, delivery: Delivery) -> Landed:
    for file in landing.collect(store, council, Month(delivery.month)):
        if file.fingerprint == delivery.fingerprint:
            return file
    raise UsageProblem(
        "the file no longer lies in landing, so its rows cannot be judged anew",
        f"landing/{council.code}/{delivery.month}, {delivery.source}",
        "put the same file back, then do this again",
    )


def _accounting(delivery: Delivery) -> Accounting:
    return Accounting(delivery.rows_in, delivery.loaded, delivery.quarantined, delivery.duplicates)
