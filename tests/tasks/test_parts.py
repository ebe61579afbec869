"""An extract that comes in parts: several sheets of a workbook are one list, and each is read by its own header."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.store import Store
from tests.tasks import dropped
from tests.tasks.dropped import drop, sheet, take_in, workbook

OPEN = [
    "Settings that are registered",
    "URN,Provider type,Sector,Registration status,Registration date,Placement code,Setting address postcode",
    "SC000001,Children's home,Private,Active,01/04/2015,K2,ZZ1 1ZZ",
    "SC000002,Canary Home,Voluntary",
    "SC000003,Children's home,Private,Active,01/05/2016,K2,ZZ1 1ZZ",
]
CLOSED = [
    "Sector,URN,Registration status,Deregistration date,Setting name",
    "Private,SC000004,Closed,01/08/2020,Canary House",
    "Private,,Closed,01/08/2020,Canary House",
    "Private,SC000001,Closed,01/08/2020,Canary House",
]
CONDITIONS = ["Local authority,URN,Setting name,Conditions", "Canary,SC000001,Canary House,None"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = dropped.council(tmp_path / "home")
    sheets = {"Open": OPEN, "Conditions": CONDITIONS, "Closed": CLOSED}
    drop(store, "settings.xlsx", workbook(*(sheet(name, rows) for name, rows in sheets.items())))
    assert take_in(store).files_accepted == 1
    return store


def test_the_parts_are_one_delivery_and_every_row_is_accounted_for(store: Store) -> None:
    (delivery,) = dropped.deliveries(store)
    assert (delivery.extract, delivery.rows_in, delivery.loaded, delivery.quarantined) == ("providers", 6, 3, 3)
    assert delivery.missing_columns.count("closed_on") == delivery.missing_columns.count("registered_on") == 0


def test_rows_are_numbered_on_from_part_to_part(store: Store) -> None:
    columns = "row_number, urn, status_code, CAST(coalesce(registered_on, closed_on) AS VARCHAR)"
    assert dropped.loaded_rows(store, "providers", columns) == [
        (2, "SC000002", None, None),
        (3, "SC000003", "ACTIVE", "2016-05-01"),
        (4, "SC000004", "CLOSED", "2020-08-01"),
    ]
    set_aside = dropped.quarantined_rows(store, "providers", "row_number, rules_broken")
    # A setting that stands in two parts with different words is in neither.
    assert set_aside == [(1, "A7"), (5, "A5"), (6, "A7")]


def test_a_sheet_that_is_no_part_is_named(store: Store) -> None:
    (delivery,) = dropped.deliveries(store)
    (note,) = [finding.message for finding in delivery.findings if finding.rule == "A1S"]
    assert "'Conditions'" in note


def test_nothing_of_the_names_is_kept(store: Store) -> None:
    kept = str(dropped.loaded_rows(store, "providers"))
    assert "Canary House" not in kept
    assert "ZZ1" not in kept
