"""An accepted delivery: one table of a file, of one extract for one month, as its manifest tells it.

Called by: tasks.intake, which writes manifests; warehouse.build, which chooses what counts.
Promises:  which deliveries count is decided by their months, sequence and time of receipt only, never
           by the order in which runs happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from expectations.findings import Finding


@dataclass(frozen=True, slots=True)
class Delivery:
    """One accepted file, or one accepted table of a file that holds several extracts.

    sequence:    1 for the first file of an extract and month; a later one corrects it and takes its place.
    received_at: when the file was first seen, UTC.
    fingerprint: SHA-256 of the file as dropped; content: SHA-256 of the rows as kept.
    is_derived:  put together from other tables of its file, so anything that was sent takes its place.
    row_findings: SHA-256 of the list of which row broke what; "" where none did.
    """

    council: str
    extract: str
    month: str
    sequence: int
    fingerprint: str
    source: str
    received_at: datetime
    rows_in: int
    loaded: int
    quarantined: int
    duplicates: int
    content: str = ""
    row_findings: str = ""
    missing_columns: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_derived: bool = False

    @property
    def file(self) -> tuple[str, str, str]:
        """Which table of which file it is: extract, month, fingerprint."""
        return self.extract, self.month, self.fingerprint

    @property
    def manifest_name(self) -> str:
        """The name of the delivery's manifest; it is there once everything else is."""
        return f"{self.fingerprint[:16]}.json"

    @property
    def rows_name(self) -> str:
        """The name of the files that hold the delivery's rows: other rows, another name."""
        return f"{self.fingerprint[:16]}-{self.content[:8]}.parquet"

    @property
    def row_findings_name(self) -> str:
        """The name of the file that lists which row broke what."""
        return f"{self.fingerprint[:16]}-{self.row_findings[:8]}.parquet"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one landed file, or of one extract in it; extract is "" where a whole file is refused.

    code: why it was refused, as expectations.refusals names it; several with a space between.
    """

    month: str
    source: str
    fingerprint: str
    outcome: str
    extract: str = ""
    what: str = ""
    where: str = ""
    fix: str = ""
    received_at: str = ""
    code: str = ""


def effective(deliveries: Iterable[Delivery], as_known_at: datetime | None = None) -> list[Delivery]:
    """Return the deliveries that count: for each extract and month the last one received by then.

    Ordered by extract and month, so that whatever is built from them is always built alike.
    """
    latest: dict[tuple[str, str], Delivery] = {}
    for delivery in deliveries:
        if as_known_at is not None and delivery.received_at > as_known_at:
            continue
        place = (delivery.extract, delivery.month)
        if place not in latest or latest[place].sequence < delivery.sequence:
            latest[place] = delivery
    return [latest[place] for place in sorted(latest)]


def known_with(deliveries: Iterable[Delivery], month: str) -> list[Delivery]:
    """Return the deliveries that were known once a month's files had come, in the order given.

    The first file of an extract and month counts from its own month on, however late it came or was taken in. A
    correction counts from the first month whose own file of the extract was received no earlier than it.
    Trap: of a correction that was taken in together with the file that it corrects, as in a backfill, nobody can tell
          that it came later, so it counts from the same month.
    """
    listed = [delivery for delivery in deliveries if delivery.month <= month]
    first: dict[tuple[str, str], Delivery] = {}
    for delivery in listed:
        place = (delivery.extract, delivery.month)
        if place not in first or delivery.sequence < first[place].sequence:
            first[place] = delivery
    # From the last month back: a correction may have come before the file of any later month.
    closed: dict[tuple[str, str], datetime] = {}
    latest: dict[str, datetime] = {}
    for extract, of in sorted(first, reverse=True):
        came = first[extract, of].received_at
        closed[extract, of] = latest[extract] = max(came, latest.get(extract, came))
    return [d for d in listed if first[d.extract, d.month] is d or d.received_at <= closed[d.extract, d.month]]


def to_manifest(delivery: Delivery) -> dict[str, Any]:
    """Return the manifest of a delivery, ready for JSON."""
    return asdict(delivery) | {"received_at": delivery.received_at.isoformat()}


def from_manifest(content: Mapping[str, Any]) -> Delivery:
    """Read a delivery back from its manifest."""
    return Delivery(
        **{
            **content,
            "received_at": datetime.fromisoformat(content["received_at"]),
            "missing_columns": tuple(content["missing_columns"]),
            "findings": tuple(Finding(**finding) for finding in content["findings"]),
        }
    )
