"""Figures that a council published, as expected values."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

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
