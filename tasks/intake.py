"""Take in what a council has dropped: recognise, check, keep - a range of months as one batch.

Called by: the monthly and backfill flows.
Promises:  rows in = loaded + quarantined + duplicates for every file; a delivery is there whole or not
           at all (its manifest is written last); taking in the same files again changes nothing.
Never:     stops at a bad file: it gets one clear message, stays in landing, and the others go on.
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
from expectations.staging import Incoming, drop_staging
from expectations.tokens import Tokeniser
from tasks import councils, keeping, landing
from tasks.councils import Council
from tasks.keeping import Checked
from tasks.landing import Landed, Recognised, RefusedFile
from tasks.store import Store
from warehouse.deliveries import Delivery, Receipt
from warehouse.periods import Month

Progress = Callable[[str], None]

LARGEST_BATCH_BYTES = 256 * 1024 * 1024
"""More than this of one extract is checked in several batches, so that memory stays bounded."""


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What one run took in; the row counts add up: rows_in = loaded + quarantined + duplicates."""

    files_accepted: int
    files_refused: int
    files_already_loaded: int
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
    known = {delivery.fingerprint for delivery in keeping.deliveries(store, council)}
    return [
        f"{month}  {file.source}  {'already loaded' if file.fingerprint in known else 'new'}"
        for month in months
        for file in landing.collect(store, council, month)
    ]


def in_words(what: str, fix: str) -> str:
    """Return what is wrong and how to put it right as sentences."""
    return f"{what}. {fix[:1].upper()}{fix[1:]}" if fix else what


def _take_in(
    store: Store, council: Council, months: Sequence[Month], when: tuple[datetime, Progress], *, again: bool
) -> IntakeReport:
    known = {(d.extract, d.month, d.fingerprint): d for d in keeping.deliveries(store, council)}
    tokeniser = councils.tokeniser(store, council)
    with store.scratch(council.code) as scratch:
        run = _Run(store, council, when[0], tokeniser, scratch, when[1])
        recognised, refused, already = _recognise(run, months, known, again)
        taken: list[Delivery] = []
        for extract, batch in _batches(recognised):
            accepted, turned_away = _check_and_keep(run, extract, batch, known)
            taken += accepted
            refused += turned_away
    keeping.put_in_order(store, council, months)
    return IntakeReport(
        files_accepted=len(taken),
        files_refused=len(refused),
        files_already_loaded=already,
        rows_in=sum(d.rows_in for d in taken),
        loaded=sum(d.loaded for d in taken),
        quarantined=sum(d.quarantined for d in taken),
        duplicates=sum(d.duplicates for d in taken),
        findings=tuple(sorted(finding for d in taken for finding in d.findings)),
        refused=tuple(sorted(refused)),
    )


def _recognise(
    run: _Run, months: Sequence[Month], known: Mapping[tuple[str, str, str], Delivery], again: bool
) -> tuple[list[Recognised], list[Finding], int]:
    """Open what is new in each month; a file refused here never reaches the checks."""
    recogniser = Recogniser(declared.load(), run.council.headers)
    recognised: list[Recognised] = []
    refused: list[Finding] = []
    already = 0
    taken = set() if again else {key[1:] for key in known}
    for month in months:
        files = landing.collect(run.store, run.council, month)
        run.progress(f"{month.label}: {len(files)} files")
        for line in landing.left_out(run.store, run.council, month):
            run.progress(f"{month.label}: {line}")
        for file in files:
            for copy in file.copies:
                already += 1
                run.progress(f"{month.label}: {copy} is the same file as {file.source}")
            if (str(month), file.fingerprint) in taken:
                already += 1
                continue
            try:
                recognised.append(landing.recognise(file, recogniser, run.council, run.scratch))
            except RefusedFile as fault:
                refused.append(_refuse(run, known, file, fault))
    return recognised, refused, already


def _batches(recognised: Sequence[Recognised]) -> Iterator[tuple[Extract, list[Recognised]]]:
    """Give the files of each extract together, in batches that fit in memory."""
    by_extract: dict[str, list[Recognised]] = {}
    for item in recognised:
        by_extract.setdefault(item.recognition.extract.name, []).append(item)
    for name in sorted(by_extract):
        batch: list[Recognised] = []
        size = 0
        for item in by_extract[name]:
            length = item.landed.path.stat().st_size
            if batch and size + length > LARGEST_BATCH_BYTES:
                yield batch[0].recognition.extract, batch
                batch, size = [], 0
            batch.append(item)
            size += length
        yield batch[0].recognition.extract, batch


def _check_and_keep(
    run: _Run, extract: Extract, batch: Sequence[Recognised], known: dict[tuple[str, str, str], Delivery]
) -> tuple[list[Delivery], list[Finding]]:
    incoming = [
        Incoming(n, str(item.landed.month), item.landed.month.starts_on, item.landed.month.ends_on,
                 item.landed.source, item.recognition, item.sheet)
        for n, item in enumerate(batch)
    ]  # fmt: skip
    with duckdb.connect(config={"temp_directory": str(run.scratch), "memory_limit": "1GB"}) as connection:
        verdicts = check_batch(connection, extract, incoming, run.tokeniser, run.council.la_codes)
        accepted, refused = [], []
        for item, entry in zip(batch, incoming, strict=True):
            verdict = verdicts[entry.number]
            if not item.landed.is_unchanged:
                refused.append(_refuse(run, known, item.landed, landing.still_changing(item.landed)))
                continue
            if verdict.refusal:
                refused.append(_refuse(run, known, item.landed, RefusedFile(*verdict.refusal)))
                continue
            delivery = _delivery(run, item, verdict, known)
            for stale in _under_another_extract(known, delivery):
                keeping.withdraw(run.store, stale)
            # Before the delivery: a file that has one is not looked at again, and would stay without its receipt.
            _accept(run, item.landed, delivery)
            delivery = keeping.keep(
                run.store, run.scratch, delivery, Checked(connection, extract, entry.number, verdict)
            )
            known[delivery.extract, delivery.month, delivery.fingerprint] = delivery
            accepted.append(delivery)
        drop_staging(connection)
    rows = sum(delivery.rows_in for delivery in accepted)
    run.progress(f"{extract.title}: {len(accepted)} files, {rows:,} rows checked and kept")
    return accepted, refused


def _delivery(run: _Run, item: Recognised, verdict: Verdict, known: dict[tuple[str, str, str], Delivery]) -> Delivery:
    extract, month = item.recognition.extract.name, str(item.landed.month)
    before = known.get((extract, month, item.landed.fingerprint))
    taken = [delivery.sequence for place, delivery in known.items() if place[:2] == (extract, month)]
    return Delivery(
        council=run.council.code,
        extract=extract,
        month=month,
        sequence=before.sequence if before else max(taken, default=0) + 1,
        fingerprint=item.landed.fingerprint,
        source=item.landed.source,
        received_at=before.received_at if before else run.received_at,
        rows_in=verdict.accounting.rows_in,
        loaded=verdict.accounting.loaded,
        quarantined=verdict.accounting.quarantined,
        duplicates=verdict.accounting.duplicates,
        missing_columns=item.recognition.missing_optional,
        findings=verdict.findings,
    )


def _refuse(run: _Run, known: Mapping[tuple[str, str, str], Delivery], file: Landed, fault: RefusedFile) -> Finding:
    """Refuse a file, and take back what an earlier check had accepted of it."""
    month = str(file.month)
    for delivery in known.values():
        if (delivery.month, delivery.fingerprint) == (month, file.fingerprint):
            keeping.withdraw(run.store, delivery)
    receipt = Receipt(
        month, file.source, file.fingerprint, "refused", "", fault.what, fault.where, fault.fix, code=fault.codes
    )
    _give_receipt(run, file, receipt)
    return Finding("", month, fault.codes, "refuse_file", in_words(fault.what, fault.fix), 0, "", file.source)


def _accept(run: _Run, file: Landed, delivery: Delivery) -> None:
    receipt = Receipt(delivery.month, delivery.source, delivery.fingerprint, "accepted", delivery.extract)
    _give_receipt(run, file, receipt)


def _under_another_extract(known: Mapping[tuple[str, str, str], Delivery], delivery: Delivery) -> list[Delivery]:
    return [
        other
        for other in known.values()
        if (other.month, other.fingerprint) == (delivery.month, delivery.fingerprint)
        and other.extract != delivery.extract
    ]


def _give_receipt(run: _Run, file: Landed, receipt: Receipt) -> None:
    keeping.give_receipt(run.store, run.council, file, replace(receipt, received_at=run.received_at.isoformat()))
