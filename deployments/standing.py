"""Where things stand in a store: what has arrived, was built, published, refused, and waits to be sent.

Called by: the commands `status` and `publications`.
Promises:  reads manifests, receipts and file names only, so it answers at once and at any moment of a run.
Never:     opens a warehouse, imports a heavy library or writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from expectations.assertions import COLUMN_COSTS
from tasks import councils, keeping
from tasks.store import Store
from warehouse.deliveries import Delivery, Receipt, effective, from_manifest
from warehouse.periods import Month


@dataclass(frozen=True, slots=True)
class Published:
    """One publication, as its folder tells it."""

    council: str
    period: str
    report: str
    version: int
    folder: Path


@dataclass(frozen=True, slots=True)
class Costly:
    """A column that files lack although figures are counted from it, and the months of those files."""

    extract: str
    what: str
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaiverState:
    """A waiver that nobody has ended: what is waived, until when, and whether it still holds."""

    label: str
    until: str
    state: str
    ends_soon: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one council stands.

    arrived: for each extract the number of accepted files of each month.
    expected: for each extract the months in which one should have arrived, from the first month with a file on.
    """

    council: str
    name: str
    months: tuple[str, ...]
    arrived: dict[str, dict[str, int]]
    expected: dict[str, frozenset[str]]
    rows_in: int
    loaded: int
    quarantined: int
    duplicates: int
    refused: tuple[Receipt, ...]
    costly: tuple[Costly, ...]
    waived: tuple[WaiverState, ...]
    build: str
    published: tuple[Published, ...]
    mails_waiting: int

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """Return month and extract of every file that should be there and is not."""
        return tuple(
            (month, extract)
            for month in self.months
            for extract in sorted(self.expected)
            if month in self.expected[extract] and not self.arrived.get(extract, {}).get(month)
        )


def of(store: Store, code: str, today: date) -> Standing:
    """Read where a council stands on a day."""
    council = councils.load(store, code)
    deliveries = [from_manifest(content) for content in _json_files(store.deliveries(code), "*/*/*.json")]
    months = _months(deliveries)
    return Standing(
        council=code,
        name=council.name,
        months=tuple(map(str, months)),
        arrived=_counted(deliveries),
        expected={
            extract: frozenset(str(month) for month in months if extract in council.expected_in(month))
            for extract in council.expected
        },
        rows_in=sum(delivery.rows_in for delivery in deliveries),
        loaded=sum(delivery.loaded for delivery in deliveries),
        quarantined=sum(delivery.quarantined for delivery in deliveries),
        duplicates=sum(delivery.duplicates for delivery in deliveries),
        refused=tuple(keeping.refused_still(store, council)),
        costly=_costly(deliveries),
        waived=tuple(
            WaiverState(one.label, str(one.until), one.state(today), one.ends_soon(today))
            for one in council.waivers
            if not one.ended
        ),
        build=build.stem if (build := store.current_build(code)) else "",
        published=tuple(publications(store, code)),
        mails_waiting=len(list(store.outbox(code).glob("*.eml"))),
    )


def publications(store: Store, code: str) -> Iterator[Published]:
    """Yield every publication of a council by period, report and version."""
    for folder in sorted(store.published(code).glob("*/*/v*"), key=lambda f: (f.parts[-3:-1], len(f.name), f.name)):
        if folder.name[1:].isdigit() and (folder / "manifest.json").is_file():
            yield Published(code, folder.parts[-3], folder.parts[-2], int(folder.name[1:]), folder)


def _months(deliveries: list[Delivery]) -> tuple[Month, ...]:
    arrived = sorted(Month(delivery.month) for delivery in deliveries)
    return Month.range(arrived[0], arrived[-1]) if arrived else ()


def _counted(deliveries: list[Delivery]) -> dict[str, dict[str, int]]:
    counted: dict[str, dict[str, int]] = {}
    for delivery in deliveries:
        months = counted.setdefault(delivery.extract, {})
        months[delivery.month] = months.get(delivery.month, 0) + 1
    return counted


def _costly(deliveries: list[Delivery]) -> tuple[Costly, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for delivery in effective(deliveries):
        for finding in delivery.findings:
            if finding.rule == COLUMN_COSTS:
                found.setdefault((finding.extract, finding.message), []).append(finding.month)
    return tuple(Costly(extract, what, tuple(months)) for (extract, what), months in sorted(found.items()))


def _json_files(folder: Path, pattern: str) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob(pattern)):
        if not path.name.startswith("."):
            yield json.loads(path.read_bytes())
