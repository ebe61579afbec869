"""Figures that a council published, as expected values; small warehouses measured from tables in a test."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from tests.warehouse.warehouse_builder import Measured, Warehouse, build, delivered_for, files_of
from warehouse import indicators

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "published"


@pytest.fixture(scope="session")
def published() -> Callable[[str], list[dict[str, str]]]:
    """Return a reader of one published table, row by row; the test is skipped where the tables are not to hand."""
    if not PUBLISHED.is_dir():
        pytest.skip("the published figures are not beside the project")

    def read(name: str) -> list[dict[str, str]]:
        with (PUBLISHED / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    return read


class Measure(Protocol):
    """Count one indicator for one period from tables in a test."""

    def __call__(self, code: str, period: str, *, not_delivered: tuple[str, ...] = (), **tables: str) -> Measured:
        """Return the figure; each table is an extract, its rows in the file of the period's last month."""
        ...


@pytest.fixture
def measure() -> Iterator[Measure]:
    """Build a warehouse of a test's tables and return what it says of an indicator."""
    opened: list[Warehouse] = []

    def count(code: str, period: str, *, not_delivered: tuple[str, ...] = (), **tables: str) -> Measured:
        files = files_of(period, tables)
        only = {code: indicators.load()[code]}
        opened.append(build(files, delivered_for(period, files, not_delivered), measured_by=only))
        return opened[-1].measured(code, period)

    yield count
    for warehouse in opened:
        warehouse.connection.close()
