"""Take in what a council has dropped: recognise, check, keep - a range of months as one batch.

Called by: the monthly and backfill flows.
Promises:  rows in = loaded + quarantined + duplicates for every table of every file; a delivery is there whole or
           not at all (its manifest is written last); taking in the same files again changes nothing.
Never:     stops at a bad file: it gets one clear message, stays in landing, and the others go on. So do the other
           tables of a file of which one is bad.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from expectations import extracts as declared
from expectations.checking import Verdict, check_batch
from expectations.contract import Extract
from expectations.findings import Finding
from expectations.headers import Recogniser
from expectations.set_aside import too_many_set_aside
from expectations.staging import Incoming, drop_staging
from expectations.tokens import Tokeniser
from tasks import councils, keeping, landing, quarantine
from tasks.column_costs import costs, said
from tasks.councils import Council
from tasks.keeping import Checked
from tasks.landing import Landed, RefusedFile
from tasks.ledger import Known, Ledger, is_done
from tasks.quarantine import File
from tasks.recognising import Recognised, recognise
from tasks.store import Store
from warehouse.deliveries import Delivery
from warehouse.periods import Month

Progress = Callable[[str], None]

LARGEST_BATCH_BYTES = 256 * 1024 * 1024
"""More than this of one extract is checked in several batches, so that memory stays bounded."""


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What one run took in; the row counts add up: rows_in = loaded + quarantined + duplicates.

    files_refused: nothing of them was taken; files_refused_in_part: some of the extracts in them were not.
    """

    files_accepted: int
    files_refused: int
    files_refused_in_part: int
    files_already_loaded: int
    extracts_accepted: int
    rows_in: int
    loaded: int
    quarantined: int
    duplicates: int
    findings: tuple[Finding, ...]
    refused: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """What every step of one intake shares."""

    store: Store
    council: Council
    received_at: datetime
    tokeniser: Tokeniser
    scratch: Path
    progress: Progress
    known: Known
    ledger: Ledger
    let_through: frozenset[File]
    released: Mapping[File, Mapping[str, frozenset[int]]]


def take_in(
    store: Store, council: Council, months: Sequence[Month], received_at: datetime, progress: Progress
) -> IntakeReport:
    """Take in every file of these months that has not been taken in yet."""
    return _take_in(store, council, months, (received_at, progress), again=False)


def take_in_again(
    store: Store, council: Council, months: Sequence[Month], received_at: datetime, progress: Progress
) -> IntakeReport:
    """Check and keep every file of these months afresh, under today's contracts and configuration."""
    return _take_in(store, council, months, (received_at, progress), again=True)


def plan_in(store: Store, council: Council, months: Sequence[Month]) -> list[str]:
    """Return, without writing anything, a line for each landed file: what a run would do with it."""
    known = _known(store, council)
    headers = Recogniser(declared.load(), council.headers).fingerprint
    return [
        f"{month}  {file.source}  {_planned(store, council, file, (known, headers))}"
        for month in months
        for file in landing.collect(store, council, month)
    ]


def _planned(store: Store, council: Council, file: Landed, against: tuple[Known, str]) -> str:
    given = keeping.file_receipt(store, council, file)
    if is_done(given, *against):
        return "already loaded"
    taken = sum(receipt.outcome == "accepted" for receipt in given.receipts)
    if taken:
        return f"looked at again: {taken} of {len(given.receipts)} extracts in it are already loaded"
    return "refused before, looked at again" if given.receipts else "new"


def _take_in(
    store: Store, council: Council, months: Sequence[Month], when: tuple[datetime, Progress], *, again: bool
) -> IntakeReport:
    received_at, progress = when
    tokeniser = councils.tokeniser(store, council)
    ledger = Ledger(store, council, received_at)
    with store.scratch(council.code) as scratch:
        decided = (quarantine.let_through(store, council), quarantine.released(store, council))
        run = _Run(store, council, received_at, tokeniser, scratch, progress, _known(store, council), ledger, *decided)
        recognised, already = _recognise(run, months, again)
        taken = [d for extract, batch in _batches(recognised) for d in _check_and_keep(run, extract, batch)]
    keeping.put_in_order(store, council, months)
    return IntakeReport(
        files_accepted=ledger.count("accepted", has_new=True),
        files_refused=ledger.count("refused"),
        files_refused_in_part=ledger.count("refused in part"),
        files_already_loaded=already + ledger.count("accepted", has_new=False),
        extracts_accepted=len(taken),
        rows_in=sum(d.rows_in for d in taken),
        loaded=sum(d.loaded for d in taken),
        quarantined=sum(d.quarantined for d in taken),
        duplicates=sum(d.duplicates for d in taken),
        findings=tuple(sorted(finding for d in taken for finding in d.findings)),
        refused=tuple(sorted(ledger.refused)),
    )


def _known(store: Store, council: Council) -> Known:
    return {(d.extract, d.month, d.fingerprint): d for d in keeping.deliveries(store, council)}


def _recognise(run: _Run, months: Sequence[Month], again: bool) -> tuple[list[Recognised], int]:
    """Open what is new in each month; what is refused here never reaches the checks."""
    recogniser = Recogniser(declared.load(), run.council.headers)
    recognised: list[Recognised] = []
    already = 0
    for month in months:
        files = landing.collect(run.store, run.council, month)
        run.progress(f"{month.label}: {len(files)} files")
        for line in landing.left_out(run.store, run.council, month):
            run.progress(f"{month.label}: {line}")
        for file in files:
            for copy in file.copies:
                already += 1
                run.progress(f"{month.label}: {copy} is the same file as {file.source}")
            given = keeping.file_receipt(run.store, run.council, file)
            if not again and is_done(given, run.known, recogniser.fingerprint):
                already += 1
            else:
                recognised += _open(run, file, recogniser, again)
    return recognised, already


def _open(run: _Run, file: Landed, recogniser: Recogniser, again: bool) -> list[Recognised]:
    """Return the tables of a file that are to be checked; what an earlier run took of it and still holds is left."""
    try:
        opened = recognise(file, recogniser, run.council, run.scratch)
    except RefusedFile as fault:
        _withdraw(run, file, lambda _name: True)
        run.ledger.refuse_file(file, fault)
        return []
    found = {item.extract.name for item in opened.recognised}
    _withdraw(run, file, lambda name: name not in found)
    unread_with = recogniser.fingerprint if opened.unread else ""
    run.ledger.open(file, len(opened.recognised) + len(opened.refused), unread_with)
    for table in opened.refused:
        run.ledger.refuse(file, table.source, table.extract.name, table.fault)
    to_check = []
    for item in opened.recognised:
        if not again and (item.extract.name, str(file.month), file.fingerprint) in run.known:
            before = run.known[item.extract.name, str(file.month), file.fingerprint]
            run.ledger.accept(file, item.source, item.extract.name, said(before.findings), is_new=False)
        else:
            to_check.append(item)
    return to_check


def _withdraw(run: _Run, file: Landed, is_meant: Callable[[str], bool]) -> None:
    """Take back what an earlier check had accepted of a file and what is now refused or no longer found in it."""
    for extract, month, fingerprint in [*run.known]:
        if (month, fingerprint) == (str(file.month), file.fingerprint) and is_meant(extract):
            keeping.withdraw(run.store, run.known.pop((extract, month, fingerprint)))


def _batches(recognised: Sequence[Recognised]) -> Iterator[tuple[Extract, list[Recognised]]]:
    """Give the tables of each extract together, in batches that fit in memory."""
    by_extract: dict[str, list[Recognised]] = {}
    for item in recognised:
        by_extract.setdefault(item.extract.name, []).append(item)
    for name in sorted(by_extract):
        batch: list[Recognised] = []
        size = 0
        for item in by_extract[name]:
            if batch and size + item.sheet.size > LARGEST_BATCH_BYTES:
                yield batch[0].extract, batch
                batch, size = [], 0
            batch.append(item)
            size += item.sheet.size
        yield batch[0].extract, batch


def _check_and_keep(run: _Run, extract: Extract, batch: Sequence[Recognised]) -> list[Delivery]:
    incoming = [
        replace(incoming_of(n, item, run.released), received_on=_received_at(run, item).date())
        for n, item in enumerate(batch)
    ]
    accepted = []
    with duckdb.connect(config={"temp_directory": str(run.scratch), "memory_limit": "1GB"}) as connection:
        verdicts = check_batch(connection, extract, incoming, run.tokeniser, run.council.la_codes)
        for item, entry in zip(batch, incoming, strict=True):
            verdict = verdicts[entry.number]
            if fault := why_refused(run.council, item, entry, verdict, run.let_through):
                _withdraw(run, item.landed, lambda name: name == extract.name)
                run.ledger.refuse(item.landed, item.source, extract.name, fault)
                continue
            delivery = keeping.keep(
                run.store,
                run.scratch,
                _delivery(run, item, verdict),
                Checked(connection, extract, entry.number, verdict),
            )
            run.known[delivery.extract, delivery.month, delivery.fingerprint] = delivery
            run.ledger.accept(item.landed, item.source, extract.name, said(delivery.findings))
            accepted.append(delivery)
        drop_staging(connection)
    rows = sum(delivery.rows_in for delivery in accepted)
    run.progress(f"{extract.title}: {len(accepted)} files, {rows:,} rows checked and kept")
    return accepted


def _received_at(run: _Run, item: Recognised) -> datetime:
    before = run.known.get((item.extract.name, str(item.landed.month), item.landed.fingerprint))
    return before.received_at if before else run.received_at


def incoming_of(number: int, item: Recognised, released: Mapping[File, Mapping[str, frozenset[int]]]) -> Incoming:
    """Return a recognised table as it goes into the check, with the rows that somebody has released."""
    month = item.landed.month
    file = (item.extract.name, str(month), item.landed.fingerprint)
    return Incoming(
        number,
        str(month),
        month.starts_on,
        month.ends_on,
        item.source,
        item.recognition,
        item.sheet,
        item.notes,
        released.get(file, {}),
    )


def why_refused(
    council: Council, item: Recognised, entry: Incoming, verdict: Verdict, let_through: frozenset[File]
) -> RefusedFile | None:
    """Return why a table that was checked is not kept, None where it is."""
    if not item.landed.is_unchanged:
        return landing.still_changing(item.landed)
    if verdict.refusal:
        return RefusedFile(*verdict.refusal)
    extract = item.extract
    if (extract.name, entry.month, item.landed.fingerprint) in let_through:
        return None
    most = council.most_set_aside_pct.get(extract.name, extract.most_set_aside_pct)
    refusal = too_many_set_aside(entry, verdict, most, council.code)
    return RefusedFile(*refusal) if refusal else None


def _delivery(run: _Run, item: Recognised, verdict: Verdict) -> Delivery:
    extract, month = item.extract.name, str(item.landed.month)
    before = run.known.get((extract, month, item.landed.fingerprint))
    taken = [delivery.sequence for place, delivery in run.known.items() if place[:2] == (extract, month)]
    return Delivery(
        council=run.council.code,
        extract=extract,
        month=month,
        sequence=before.sequence if before else max(taken, default=0) + 1,
        fingerprint=item.landed.fingerprint,
        source=item.source,
        received_at=_received_at(run, item),
        rows_in=verdict.accounting.rows_in,
        loaded=verdict.accounting.loaded,
        quarantined=verdict.accounting.quarantined,
        duplicates=verdict.accounting.duplicates,
        missing_columns=item.recognition.missing_optional,
        findings=verdict.findings + costs(run.council, item.recognition, item.landed.month, item.source),
        is_derived=item.sheet.is_derived,
    )
