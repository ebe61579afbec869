"""Rebuild a council's warehouse whole, beside the live one, and swap it in.

Called by: every flow that may have changed what is known.
Promises:  readers find the previous warehouse or the new one, never a mixture; the same inputs are
           not built twice.
Never:     opens the live file for writing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from expectations import extracts as declared
from expectations.cross_checks import check_across
from expectations.findings import Finding
from tasks import keeping
from tasks.councils import Council, configuration_files
from tasks.store import Store, put_in_place, write_bytes
from warehouse import indicators
from warehouse.blocking import blocking_findings
from warehouse.build import BuildInput, build, build_id
from warehouse.deliveries import effective
from warehouse.replacements import unmarked

BUILDS_KEPT = 3
"""Earlier builds stay for readers that hold them open and for a way back."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a rebuild made; is_new is False where the current warehouse already was that build.

    blocking: the rules that could not be judged over what the warehouse holds, whichever run built it.
    """

    build_id: str
    is_new: bool
    rows: dict[str, int]
    seconds: float
    findings: tuple[Finding, ...]
    blocking: tuple[Finding, ...] = ()


def rebuild(store: Store, council: Council, progress: Callable[[str], None]) -> BuildReport:
    """Build the warehouse from everything delivered so far and make it the current one."""
    started = time.perf_counter()
    given = build_input(store, council)
    name = build_id(given)
    current = store.current_build(council.code)
    if current is not None and current.stem == name and current.exists():
        progress("the warehouse is up to date")
        return BuildReport(name, False, _rows(current), time.perf_counter() - started, (), _blocking(current))
    with store.scratch(council.code) as scratch:
        beside = scratch / f"{name}.duckdb"
        findings = build(beside, given, check_across, progress)
        rows = _rows(beside)
        folder = store.warehouse(council.code)
        put_in_place(beside, folder / beside.name)
        write_bytes(folder / "CURRENT", f"{name}\n".encode())
    _prune(folder, name)
    blocking = tuple(finding for finding in findings if finding.severity == "block")
    return BuildReport(name, True, rows, time.perf_counter() - started, tuple(findings), blocking)


def build_as_known_at(store: Store, council: Council, as_known_at: datetime, file: Path) -> None:
    """Write to `file` the warehouse as it would have been built at an earlier moment."""
    build(file, build_input(store, council, as_known_at), check_across, lambda _line: None)


def build_input(store: Store, council: Council, as_known_at: datetime | None = None) -> BuildInput:
    """Gather everything that the council's warehouse is made from."""
    delivered = [d for d in keeping.deliveries(store, council) if as_known_at is None or d.received_at <= as_known_at]
    return BuildInput(
        council=council.code,
        extracts=declared.load(),
        indicators=indicators.load(),
        files=[keeping.delivered_file(store, delivery) for delivery in effective(delivered)],
        returned=tuple(sorted(council.returned)),
        controls=council.controls,
        configuration=configuration_files(council),
        known=unmarked(delivered),
        places=council.places,
    )


def _rows(file: Path) -> dict[str, int]:
    with duckdb.connect(str(file), read_only=True) as connection:
        found = connection.execute(
            "SELECT schema_name || '.' || table_name, estimated_size FROM duckdb_tables() "
            "WHERE database_name = current_database() ORDER BY ALL"
        ).fetchall()
    return {name: int(size) for name, size in found}


def _blocking(file: Path) -> tuple[Finding, ...]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return blocking_findings(connection)


def _prune(folder: Path, current: str) -> None:
    """Remove all but the latest builds, by when they were put in place."""
    builds = sorted(folder.glob("*.duckdb"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in [path for path in builds if path.stem != current][BUILDS_KEPT - 1 :]:
        path.unlink()
