"""Take in what a council has dropped: recognise, check, keep - a range of months as one batch.

Called by: the monthly and backfill flows.
Promises:  rows in = loaded + quarantined + duplicates for every file; a delivery is there whole or not
           at all (its manifest is written last); taking in the same files again changes nothing.
Never:     stops at a bad file: it gets one clear message, stays in landing, and the others go on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb

from expectations import extracts as declared
from expectations.checking import Verdict, check_batch
from expectations.contract import Extract
from expectations.findings import Finding
from expectations.headers import Recogniser
from expectations.staging import Incoming, drop_staging
from expectations.tokens import Tokeniser
from tasks import councils, landing
from tasks.councils import Council
from tasks.landing import Landed, Recognised, RefusedFile
from tasks.store import Store, json_bytes, put_in_place, read_json, write_bytes, write_json
from warehouse.deliveries import Delivery, Receipt, from_manifest, to_manifest
from warehouse.periods import Month

Progress = Callable[[str], None]

LARGEST_BATCH_BYTES = 256 * 1024 * 1024
"""More than this of one extract is checked in several batches, so that memory stays bounded."""

REFUSED = "A1"


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


def keep_reason(store: Store, council: Council, months: Sequence[Month], reason: str, asked_on: date) -> None:
    """Keep why a range was checked and loaded again; asking again for the same reason keeps the first day."""
    asked = {"council": council.code, "first": str(months[0]), "last": str(months[-1]), "reason": reason}
    name = hashlib.sha256(json_bytes(asked)).hexdigest()[:12]
    path = store.backfills(council.code) / f"{months[0]}_{months[-1]}_{name}.json"
    if not path.exists():
        write_json(path, asked | {"asked_on": asked_on.isoformat()})


def plan_in(store: Store, council: Council, months: Sequence[Month]) -> list[str]:
    """Return, without writing anything, a line for each landed file: what a run would do with it."""
    known = {delivery.fingerprint for delivery in deliveries(store, council)}
    return [
        f"{month}  {file.source}  {'already loaded' if file.fingerprint in known else 'new'}"
        for month in months
        for file in landing.collect(store, council, month)
    ]


def deliveries(store: Store, council: Council) -> list[Delivery]:
    """Return every accepted delivery of a council, in a fixed order."""
    manifests = sorted(store.deliveries(council.code).glob("*/*/*.json"))
    return [from_manifest(read_json(path)) for path in manifests]


def receipts(store: Store, council: Council) -> list[Receipt]:
    """Return what became of every file that a run has looked at, in a fixed order."""
    return [Receipt(**read_json(path)) for path in sorted(store.receipts(council.code).glob("*/*.json"))]


def delivery_file(store: Store, delivery: Delivery) -> Path:
    """Return the Parquet file of a delivery."""
    folder = store.deliveries(delivery.council) / delivery.extract / delivery.month
    return folder / f"{delivery.file_stem}.parquet"


def _take_in(
    store: Store, council: Council, months: Sequence[Month], when: tuple[datetime, Progress], *, again: bool
) -> IntakeReport:
    known = {(d.extract, d.month, d.fingerprint): d for d in deliveries(store, council)}
    tokeniser = councils.tokeniser(store, council)
    with store.scratch(council.code) as scratch:
        run = _Run(store, council, when[0], tokeniser, scratch, when[1])
        recognised, refused, already = _recognise(run, months, () if again else {key[1:] for key in known})
        taken: list[Delivery] = []
        for extract, batch in _batches(recognised):
            accepted, turned_away = _check_and_keep(run, extract, batch, known)
            taken += accepted
            refused += turned_away
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
    run: _Run, months: Sequence[Month], known: Iterable[tuple[str, str]]
) -> tuple[list[Recognised], list[Finding], int]:
    """Open what is new in each month; a file refused here never reaches the checks."""
    recogniser = Recogniser(declared.load(), run.council.headers)
    recognised: list[Recognised] = []
    refused: list[Finding] = []
    already, known = 0, set(known)
    for month in months:
        files = landing.collect(run.store, run.council, month)
        run.progress(f"{month.label}: {len(files)} files")
        for line in landing.left_out(run.store, run.council, month):
            run.progress(f"{month.label}: {line}")
        for file in files:
            for copy in file.copies:
                already += 1
                run.progress(f"{month.label}: {copy} is the same file as {file.source}")
            if (str(month), file.fingerprint) in known:
                already += 1
                continue
            try:
                recognised.append(landing.recognise(file, recogniser, run.council, run.scratch))
            except RefusedFile as fault:
                refused.append(_refuse(run, file, fault))
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
                refused.append(_refuse(run, item.landed, landing.still_changing(item.landed)))
                continue
            if verdict.refusal:
                refused.append(_refuse(run, item.landed, RefusedFile(*verdict.refusal)))
                continue
            delivery = _delivery(run, item, verdict, known)
            _keep(run, connection, (extract, entry.number), delivery, verdict)
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


def _keep(
    run: _Run,
    connection: duckdb.DuckDBPyConnection,
    what: tuple[Extract, int],
    delivery: Delivery,
    verdict: Verdict,
) -> None:
    """Write a delivery's rows, then its quarantine, then the manifest that makes it count."""
    extract, number = what
    destination = delivery_file(run.store, delivery)
    columns = ", ".join(column.name for column in extract.columns)
    _copy(connection, f"SELECT row_number, {columns} FROM checked WHERE delivery_no = {number} AND NOT is_rejected "
          "ORDER BY row_number", run.scratch, destination)  # fmt: skip
    if delivery.quarantined:
        quarantined = run.store.quarantine(delivery.council) / delivery.extract / delivery.month / destination.name
        _copy(connection, _quarantine_query(extract, number, verdict.ragged_row_numbers), run.scratch, quarantined)
    content = hashlib.sha256(destination.read_bytes()).hexdigest()
    write_json(destination.with_suffix(".json"), to_manifest(replace(delivery, content=content)))
    _give_receipt(run, Receipt(delivery.month, delivery.source, delivery.fingerprint, "accepted", delivery.extract))


def _quarantine_query(extract: Extract, number: int, ragged: Sequence[int]) -> str:
    """Select the rows set aside: tokens for identifiers, the text as written for the rest, the rules broken."""
    shown = ", ".join(f"c.{column.name}" if column.identifies else f"raw.{column.name}" for column in extract.columns)
    query = (
        f"SELECT c.row_number, array_to_string(c.rules_broken, ' ') AS rules_broken, {shown} FROM checked c "
        f"JOIN raw USING (delivery_no, row_number) WHERE c.delivery_no = {number} AND c.is_rejected"
    )
    if ragged:
        rows = ", ".join(f"({n}, 'A2')" for n in ragged)
        query += f" UNION ALL BY NAME SELECT * FROM (VALUES {rows}) AS v(row_number, rules_broken)"
    return f"SELECT * FROM ({query}) ORDER BY row_number"


def _copy(connection: duckdb.DuckDBPyConnection, query: str, scratch: Path, destination: Path) -> None:
    beside = scratch / destination.name
    # Tokens do not compress, so a higher level would take longer and gain nothing.
    options = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
    connection.execute(f"COPY ({query}) TO '{str(beside).replace(chr(39), 2 * chr(39))}' ({options})")
    put_in_place(beside, destination)


def _refuse(run: _Run, file: Landed, fault: RefusedFile) -> Finding:
    month = str(file.month)
    _give_receipt(run, Receipt(month, file.source, file.fingerprint, "refused", "", fault.what, fault.where, fault.fix))
    message = f"{fault.what}. {fault.fix[:1].upper()}{fault.fix[1:]}" if fault.fix else fault.what
    return Finding("", month, REFUSED, "refuse_file", message, 0, "", file.source)


def _give_receipt(run: _Run, receipt: Receipt) -> None:
    """Write what became of a file, unless the same is already written: then its first time stands."""
    path = run.store.receipts(run.council.code, receipt.month) / f"{receipt.fingerprint[:16]}.json"
    before = Receipt(**read_json(path)) if path.exists() else None
    first_seen = before.received_at if before else run.received_at.isoformat()
    content = json_bytes(asdict(replace(receipt, received_at=first_seen)))
    if before is None or path.read_bytes() != content:
        write_bytes(path, content)
