"""What a correction changed is counted row by row, and no cell of it is told."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from deployments import cli
from tasks.store import Store
from tests.tasks import dropped
from tests.tasks.dropped import ROWS, contacts, drop, take_in
from warehouse.periods import Month

SAMPLES = Path(__file__).resolve().parents[3] / "shared/samples/data-to-insight__csc-validator-be-903/tests/fake_data"
OF_CONTACTS = (dropped.CODE, "contacts", "2020-09")
OF_DECISIONS = (dropped.CODE, "placed_for_adoption", "2018-03")
CORRECTED = (
    ROWS[0],  # as it was
    "C2,P2,03/09/2020,6,,04/09/2020,Canary Team",  # three cells, one of them blank now
    "C3,P3,03/09/2020,6,NFA,04/09/2020,Canary Team",  # one cell
    "C5,P5,05/09/2020,6,NFA,05/09/2020,Canary Team",  # another instead of C4
    ROWS[0],  # said twice
    "C6,P6,,6,NFA,,",  # set aside
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = dropped.council(tmp_path / "home")
    for minute, (name, rows) in enumerate((("contacts.csv", ROWS), ("contacts_v2.csv", CORRECTED))):
        path = drop(store, name, contacts(rows))
        os.utime(path, (1_600_000_000 + 60 * minute,) * 2)
    take_in(store)
    return store


def asked(store: Store, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert cli.main(["--home", str(store.root), "deliveries", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_deliveries_of_a_month_are_listed_in_order(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    listed = asked(store, capsys, "list", *OF_CONTACTS)
    assert [(d["number"], d["file"], d["rows_in"], d["loaded"], d["quarantined"], d["duplicates"]) for d in listed] == [
        (1, "contacts.csv", 4, 4, 0, 0),
        (2, "contacts_v2.csv", 6, 4, 1, 1),
    ]


def test_a_correction_is_counted_row_by_row_and_column_by_column(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = asked(store, capsys, "diff", *OF_CONTACTS)
    assert (seen["older"]["number"], seen["newer"]["number"]) == (1, 2)
    assert seen["rows"] == {
        "same": 1, "changed": 2, "new": 1, "gone": 1, "duplicates": 1, "duplicates_before": 0,
        "set_aside": 1, "set_aside_before": 0,
    }  # fmt: skip
    assert seen["changed_columns"] == {"contact_on": 1, "contact_outcome_code": 1, "outcome_on": 2}


def test_either_way_round_every_row_of_both_files_is_counted_once(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    for older, newer in (("1", "2"), ("2", "1")):
        seen = asked(store, capsys, "diff", *OF_CONTACTS, "--older", older, "--newer", newer)
        rows = seen["rows"]
        both = rows["same"] + rows["changed"]
        assert seen["newer"]["rows_in"] == both + rows["new"] + rows["duplicates"] + rows["set_aside"]
        assert seen["older"]["rows_in"] == both + rows["gone"] + rows["duplicates_before"] + rows["set_aside_before"]


def test_no_cell_and_no_key_is_told(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.dumps(asked(store, capsys, "diff", *OF_CONTACTS))
    assert cli.main(["--home", str(store.root), "deliveries", "diff", *OF_CONTACTS]) == 0
    told += capsys.readouterr().out
    tokens = [str(cell) for row in dropped.loaded_rows(store, "contacts", "contact_id, child_id") for cell in row]
    assert not [cell for cell in ("Canary", "P2", "C2", "04/09", "2020-09-04", *tokens) if cell in told]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("diff", dropped.CODE, "contacts", "2020-08"), id="a month without deliveries"),
        pytest.param(("diff", *OF_CONTACTS, "--older", "3"), id="no such delivery"),
        pytest.param(("diff", *OF_CONTACTS, "--older", "2"), id="one against itself"),
        pytest.param(("list", dropped.CODE, "kontakte", "2020-09"), id="no such extract"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    store: Store, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert cli.main(["--home", str(store.root), "deliveries", *words]) == 2
    assert "fix" in capsys.readouterr().err


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the project")
def test_a_corrected_key_is_found_again_by_what_stayed_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # A correction that others published: every decision is a year later, and one child's old row stands there too.
    store = dropped.council(tmp_path / "home")
    for minute, name in enumerate(("placed_for_adoption.csv", "placed_for_adoption_errors.csv")):
        landed = store.landing(dropped.CODE, "2018-03") / name
        landed.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SAMPLES / name, landed)
        os.utime(landed, (1_600_000_000 + 60 * minute,) * 2)
    take_in(store, Month("2018-03"))
    assert [d["rows_in"] for d in asked(store, capsys, "list", *OF_DECISIONS)] == [29, 30]
    seen = asked(store, capsys, "diff", *OF_DECISIONS)
    counts = {name: count for name, count in seen["rows"].items() if count}
    assert counts == {"changed": 29, "duplicates": 1}
    assert seen["changed_columns"] == {"decided_on": 29}
