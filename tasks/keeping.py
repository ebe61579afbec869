"""Keep what was accepted, and withdraw what no longer counts.

Called by: tasks.intake; everything that reads deliveries or receipts.
Promises:  a delivery counts once its manifest is there, and the manifest is written after all that it
           names; rows have their content in their name, so a manifest never names other rows.
Never:     touches landing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from expectations.checking import Verdict
from expectations.contract import Extract
from expectations.errors import UsageProblem
from expectations.row_findings import row_findings_query
from tasks.councils import Council
from tasks.landing import Landed, collect
from tasks.store import Store, json_bytes, put_in_place, read_json, write_bytes, write_json
from warehouse.deliveries import Delivery, Receipt, from_manifest, to_manifest
from warehouse.periods import Month
from warehouse.tables import DeliveredFile


@dataclass(frozen=True, slots=True)
class FileReceipt:
    """What became of one landed file: a receipt for each extract in it, or one for the file where it is refused.

    unread_with: which headers were known when a part of the file was not recognised, "" where all was.
    """

    receipts: tuple[Receipt, ...] = ()
    unread_with: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """Where the checked rows of one table are: in an open connection, under a delivery number."""

    connection: duckdb.DuckDBPyConnection
    extract: Extract
    number: int
    verdict: Verdict


def nothing_taken_in(council: Council, month: Month) -> UsageProblem:
    """Return the refusal of a month of which no file was taken in."""
    fix = f"first: outturn run monthly {council.code} {month}"
    return UsageProblem(f"nothing was taken in for {month.label}", council.code, fix)


def deliveries(store: Store, council: Council) -> list[Delivery]:
    """Return every accepted delivery of a council, in a fixed order."""
    manifests = sorted(store.deliveries(council.code).glob("*/*/*.json"))
    return [from_manifest(read_json(path)) for path in manifests]


def receipts(store: Store, council: Council) -> list[Receipt]:
    """Return what became of every file, and every extract in it, that a run has looked at, in a fixed order."""
    paths = sorted(store.receipts(council.code).glob("*/*.json"))
    return [receipt for path in paths for receipt in _file_receipt(path).receipts]


def file_receipt(store: Store, council: Council, file: Landed) -> FileReceipt:
    """Return what became of a landed file: no receipts, where no run has looked at it to the end."""
    return _file_receipt(_receipt_path(store, council, file))


def refused_still(store: Store, council: Council, months: Sequence[Month] | None = None) -> list[Receipt]:
    """Return the receipts of refused files that still lie in landing: what was put right is no news."""
    wanted = None if months is None else {str(month) for month in months}
    refused = [r for r in receipts(store, council) if r.outcome == "refused" and (wanted is None or r.month in wanted)]
    lying = {
        (month, file.fingerprint)
        for month in {receipt.month for receipt in refused}
        for file in collect(store, council, Month(month))
    }
    return [receipt for receipt in refused if (receipt.month, receipt.fingerprint) in lying]


def delivery_file(store: Store, delivery: Delivery) -> Path:
    """Return the Parquet file of a delivery."""
    return store.deliveries(delivery.council) / delivery.extract / delivery.month / delivery.rows_name


def quarantine_file(store: Store, delivery: Delivery) -> Path:
    """Return the Parquet file of a delivery's rows that were set aside; it is there if there are any."""
    return store.quarantine(delivery.council) / delivery.extract / delivery.month / delivery.rows_name


def row_findings_file(store: Store, delivery: Delivery) -> Path:
    """Return the Parquet file that lists which row of a delivery broke what; it is there if any did."""
    return store.row_findings(delivery.council) / delivery.extract / delivery.month / delivery.row_findings_name


def delivered_file(store: Store, delivery: Delivery) -> DeliveredFile:
    """Return a delivery with the files of it that there are."""
    return DeliveredFile(
        delivery,
        delivery_file(store, delivery),
        quarantine_file(store, delivery) if delivery.quarantined else None,
        row_findings_file(store, delivery) if delivery.row_findings else None,
    )


def keep(store: Store, scratch: Path, delivery: Delivery, checked: Checked) -> Delivery:
    """Write a delivery's rows, what is set aside, what broke, then the manifest that makes it count; as kept."""
    columns = ", ".join(column.name for column in checked.extract.columns)
    query = (
        f"SELECT row_number, {columns} FROM checked WHERE delivery_no = {checked.number} AND NOT is_rejected "
        "ORDER BY row_number"
    )
    rows = _written(checked.connection, query, scratch / "rows.parquet")
    broken = _row_findings(checked, scratch)
    kept = replace(delivery, content=_digest(rows), row_findings=_digest(broken) if broken else "")
    place, set_aside = delivery_file(store, kept), quarantine_file(store, kept)
    put_in_place(rows, place)
    if kept.quarantined:
        query = _quarantine_query(checked.extract, checked.number, checked.verdict.ragged_row_numbers)
        put_in_place(_written(checked.connection, query, scratch / "quarantine.parquet"), set_aside)
    if broken:
        put_in_place(broken, row_findings_file(store, kept))
    manifest = json_bytes(to_manifest(kept))
    destination = place.with_name(kept.manifest_name)
    if not destination.exists() or destination.read_bytes() != manifest:
        write_bytes(destination, manifest)
    _sweep(place, kept)
    _sweep(set_aside, kept, keep_named=bool(kept.quarantined))
    _sweep(row_findings_file(store, kept), kept, keep_named=bool(kept.row_findings))
    return kept


def withdraw(store: Store, delivery: Delivery) -> None:
    """Take back a delivery that is now refused or belongs to another extract: manifest first, then its rows."""
    place = delivery_file(store, delivery)
    place.with_name(delivery.manifest_name).unlink(missing_ok=True)
    for path in (place, quarantine_file(store, delivery), row_findings_file(store, delivery)):
        path.unlink(missing_ok=True)


def put_in_order(store: Store, council: Council, months: Sequence[Month]) -> None:
    """Number the deliveries of each extract and month as their files lie in landing, whenever each was taken in.

    A delivery whose file has been taken out of landing comes before those that lie there, and one that was put
    together from other tables before those that were sent.
    """
    known = deliveries(store, council)
    for month in months:
        places = {file.fingerprint: n for n, file in enumerate(collect(store, council, month))}
        of_month = [delivery for delivery in known if delivery.month == str(month)]
        for extract in sorted({delivery.extract for delivery in of_month}):
            found = [delivery for delivery in of_month if delivery.extract == extract]
            found.sort(key=lambda d: (not d.is_derived, places.get(d.fingerprint, -1), d.sequence))
            for sequence, delivery in enumerate(found, start=1):
                if delivery.sequence != sequence:
                    manifest = delivery_file(store, delivery).with_name(delivery.manifest_name)
                    write_json(manifest, to_manifest(replace(delivery, sequence=sequence)))


def give_receipt(store: Store, council: Council, file: Landed, given: FileReceipt) -> None:
    """Write what became of a file, unless the same is already written: the first time of each outcome stands."""
    path = _receipt_path(store, council, file)
    before = {replace(r, received_at=""): r.received_at for r in _file_receipt(path).receipts}
    seen = [replace(r, received_at=before.get(replace(r, received_at=""), r.received_at)) for r in given.receipts]
    content = json_bytes({"receipts": [asdict(receipt) for receipt in seen], "unread_with": given.unread_with})
    if not path.exists() or path.read_bytes() != content:
        write_bytes(path, content)


def _receipt_path(store: Store, council: Council, file: Landed) -> Path:
    return store.receipts(council.code, str(file.month)) / f"{file.fingerprint[:16]}.json"


def _file_receipt(path: Path) -> FileReceipt:
    content = read_json(path) if path.exists() else {"receipts": []}
    # Until version 0.1 a file was one extract, and its receipt stood by itself.
    listed = content.get("receipts", [content])
    return FileReceipt(tuple(Receipt(**receipt) for receipt in listed), content.get("unread_with", ""))


def keep_reason(store: Store, council: Council, months: Sequence[Month], reason: str, asked_on: date) -> None:
    """Keep why a range was checked and loaded again; asking again for the same reason keeps the first day."""
    asked = {"council": council.code, "first": str(months[0]), "last": str(months[-1]), "reason": reason}
    name = hashlib.sha256(json_bytes(asked)).hexdigest()[:12]
    path = store.backfills(council.code) / f"{months[0]}_{months[-1]}_{name}.json"
    if not path.exists():
        write_json(path, asked | {"asked_on": asked_on.isoformat()})


def _sweep(place: Path, kept: Delivery, *, keep_named: bool = True) -> None:
    """Remove rows of the same file that an earlier check had kept under another content."""
    for other in place.parent.glob(f"{kept.fingerprint[:16]}-*.parquet"):
        if other.name != place.name or not keep_named:
            other.unlink()


def _row_findings(checked: Checked, scratch: Path) -> Path | None:
    """Write which row of a delivery broke what, if any did."""
    if not any(finding.rows and finding.severity != "note" for finding in checked.verdict.findings):
        return None
    query = row_findings_query(checked.number, checked.verdict.ragged_row_numbers)
    return _written(checked.connection, query, scratch / "row_findings.parquet")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


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


def _written(connection: duckdb.DuckDBPyConnection, query: str, beside: Path) -> Path:
    # Tokens do not compress, so a higher level would take longer and gain nothing.
    options = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
    connection.execute(f"COPY ({query}) TO '{str(beside).replace(chr(39), 2 * chr(39))}' ({options})")
    return beside
