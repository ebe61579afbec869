"""Build a council's warehouse: a pure function of deliveries, definitions and configuration.

Called by: tasks.building, which puts the finished file in place.
Promises:  the same inputs give the same tables, whatever runs came before; the file is whole when
           this returns.
Never:     touches a delivery, a clock or a live warehouse.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from expectations.contract import Extract
from expectations.cross_checks import create_rows_across
from expectations.findings import Finding
from warehouse.controls import Controls
from warehouse.deliveries import Delivery
from warehouse.indicator import Indicator
from warehouse.marts import create_marts, periods_covered, unused_returns
from warehouse.odd_months import find_odd_months
from warehouse.periods import Month
from warehouse.row_findings import create_row_findings
from warehouse.tables import DeliveredFile, create_delivered, create_silver
from warehouse.teams import TeamPlace

UNUSED_RETURN = "R1"

CrossChecks = Callable[[duckdb.DuckDBPyConnection, Mapping[str, Extract]], list[Finding]]


@dataclass(frozen=True, slots=True)
class BuildInput:
    """Everything that a warehouse is made from.

    known: findings about the deliveries themselves, those included that no longer count.
    """

    council: str
    extracts: Mapping[str, Extract]
    indicators: Mapping[str, tuple[Indicator, ...]]
    files: Sequence[DeliveredFile]
    returned: tuple[str, ...] = ()
    controls: Mapping[str, Controls] = field(default_factory=dict)
    configuration: tuple[Path, ...] = field(default=())
    known: Sequence[Finding] = ()
    places: tuple[TeamPlace, ...] = ()

    @property
    def delivered(self) -> dict[str, list[str]]:
        """Extract -> the months for which it was delivered."""
        found: dict[str, list[str]] = {name: [] for name in self.extracts}
        for file in self.files:
            found.setdefault(file.delivery.extract, []).append(file.delivery.month)
        return found

    @property
    def extracts_delivered(self) -> dict[str, Extract]:
        """The contracts of the extracts of which there is a delivery."""
        return {name: extract for name, extract in self.extracts.items() if self.delivered[name]}

    @property
    def month_ends(self) -> list[date]:
        """The last day of every month covered."""
        months = [month for found in self.delivered.values() for month in found]
        return [period.ends_on for period in periods_covered(months) if isinstance(period, Month)]


def build_id(given: BuildInput) -> str:
    """Return the name of the warehouse that these inputs make: another input, another name."""
    digest = hashlib.sha256(definitions_fingerprint().encode())
    for path in given.configuration:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for file in given.files:
        digest.update(_identity(file.delivery))
    for finding in given.known:
        digest.update(f"{finding}\n".encode())
    return digest.hexdigest()[:16]


def vintage_id(given: BuildInput, definitions: str) -> str:
    """Return the name of what was known with these deliveries; targets and reports do not change it.

    definitions: definitions_fingerprint(), handed in so that many are named at the price of one.
    """
    digest = hashlib.sha256(definitions.encode() + repr(sorted(given.returned)).encode())
    for file in given.files:
        digest.update(_identity(file.delivery))
    return digest.hexdigest()[:16]


def _identity(d: Delivery) -> bytes:
    kept = f"{d.fingerprint} {d.content} {d.row_findings}"
    return f"{d.extract} {d.month} {d.sequence} {kept} {d.received_at}\n".encode()


def definitions_fingerprint() -> str:
    """Return a fingerprint of the code that decides figures: contracts, rules, indicators, SQL."""
    root = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for package in ("expectations", "warehouse"):
        for path in sorted((root / package).rglob("*")):
            if path.suffix in (".py", ".sql"):
                digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def build(file: Path, given: BuildInput, cross_checks: CrossChecks, progress: Callable[[str], None]) -> list[Finding]:
    """Write a whole warehouse to `file` and return what its cross-file and cross-period checks found."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(file.parent),
        "memory_limit": "1200MB",
    }
    with duckdb.connect(str(file), config=settings) as connection:
        # Tokens do not compress: trying costs two thirds of the time and saves a quarter of the space.
        connection.execute("SET force_compression = 'uncompressed'")
        create_delivered(connection, given.extracts, given.files)
        progress(f"{len(given.files)} deliveries read")
        create_silver(connection, given.extracts, given.month_ends)
        progress("one row a key, merged identifiers followed")
        create_rows_across(connection)
        findings = cross_checks(connection, given.extracts)
        across = sum(len(extract.rules_of("cross_file", "cross_period")) for extract in given.extracts.values())
        progress(f"{across} rules across files judged")
        create_marts(connection, given.indicators, given.delivered, given.returned, given.places)
        findings += [*given.known, *_returned_in_vain(connection, given)]
        _create_deliveries(connection, [file.delivery for file in given.files])
        findings += find_odd_months(connection, given.extracts_delivered, given.controls)
        _create_findings(connection, [file.delivery for file in given.files], findings)
        create_row_findings(connection, given.extracts, given.files)
        _create_about(connection, given)
        connection.execute("DETACH delivered")
    return findings


def _returned_in_vain(connection: duckdb.DuckDBPyConnection, given: BuildInput) -> list[Finding]:
    """Say which submitted figures reach no page, rather than losing them without a word."""
    returns = [name for name, extract in given.extracts.items() if extract.is_return and given.delivered.get(name)]
    return [
        Finding(returns[-1], max(given.delivered[returns[-1]]), UNUSED_RETURN, "warn", why, rows)
        for why, rows in unused_returns(connection, given.returned).items()
        if returns
    ]


def _create_deliveries(connection: duckdb.DuckDBPyConnection, deliveries: Sequence[Delivery]) -> None:
    """Keep the accounting of each effective delivery beside the figures."""
    connection.execute(
        "CREATE TABLE mart.delivery (extract VARCHAR, month VARCHAR, sequence INTEGER, source VARCHAR, fingerprint "
        "VARCHAR, "
        "received_at TIMESTAMPTZ, rows_in BIGINT, loaded BIGINT, quarantined BIGINT, duplicates BIGINT)"
    )
    lines = [
        (
            d.extract,
            d.month,
            d.sequence,
            d.source,
            d.fingerprint,
            d.received_at,
            d.rows_in,
            d.loaded,
            d.quarantined,
            d.duplicates,
        )
        for d in deliveries
    ]
    if lines:
        connection.executemany(f"INSERT INTO mart.delivery VALUES ({', '.join('?' * 10)})", lines)


def _create_findings(
    connection: duckdb.DuckDBPyConnection, deliveries: Sequence[Delivery], built: Iterable[Finding]
) -> None:
    """Keep every finding, of deliveries and of the build, beside the figures."""
    connection.execute(
        "CREATE TABLE mart.finding (extract VARCHAR, month VARCHAR, rule VARCHAR, severity VARCHAR, message VARCHAR, "
        '"rows" BIGINT, "column" VARCHAR, source VARCHAR)'
    )
    findings = sorted([*(finding for d in deliveries for finding in d.findings), *built])
    rows = [(f.extract, f.month, f.rule, f.severity, f.message, f.rows, f.column, f.source) for f in findings]
    if rows:
        _insert(connection, "mart.finding", rows)


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    import pyarrow as pa

    columns = list(zip(*rows, strict=True))
    connection.register(
        "inserted", pa.table([pa.array(column) for column in columns], names=[f"c{n}" for n in range(len(columns))])
    )
    connection.execute(f"INSERT INTO {table} SELECT * FROM inserted")
    connection.unregister("inserted")


def _create_about(connection: duckdb.DuckDBPyConnection, given: BuildInput) -> None:
    connection.execute("CREATE TABLE mart.about (council VARCHAR, build_id VARCHAR, definitions VARCHAR)")
    connection.execute(
        "INSERT INTO mart.about VALUES (?, ?, ?)", [given.council, build_id(given), definitions_fingerprint()]
    )
