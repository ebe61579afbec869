"""Rows in quarantine can be listed and decided on, without a cell ever being shown."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deployments import cli
from tasks.store import Store
from tests.tasks import dropped, trees
from tests.tasks.dropped import ROWS, contacts, drop, take_in

BROKEN = ("C5,P5,Canary,6,NFA,,", "C6,P6", "C7,P7,,6,NFA,,")
REJECT = ("quarantine", "reject", dropped.CODE, "contacts", "2020-09")
WHY = ("--by", "J Smith", "--reason", "the supplier's test records")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = dropped.council(tmp_path / "home")
    drop(store, "contacts.csv", contacts([*ROWS, *BROKEN]))
    drop(store, "persons.csv", dropped.PERSONS)
    take_in(store)
    return store


@pytest.fixture
def asked(store: Store, capsys: pytest.CaptureFixture[str]) -> Any:
    def ask(*words: str) -> Any:
        assert cli.main(["--home", str(store.root), *words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


def test_the_list_counts_open_rows_by_extract_month_and_rule(asked: Any) -> None:
    assert [(line["extract"], line["rules"], line["rows"]) for line in asked("quarantine", "list")] == [
        ("contacts", "A2", 1),
        ("contacts", "A5", 2),
    ]


def test_the_rows_are_shown_by_number_rules_and_tokens_and_no_cell(
    store: Store, asked: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = asked("quarantine", "show", dropped.CODE, "contacts", "2020-09")
    assert [(row["row"], row["rules"]) for row in shown] == [(5, ["A5"]), (6, ["A2"]), (7, ["A5"])]
    assert set(shown[0]["keys"]) == {"contact_id", "child_id"}
    assert cli.main(["--home", str(store.root), "quarantine", "show", dropped.CODE, "contacts", "2020-09"]) == 0
    said = capsys.readouterr().out + json.dumps(shown)
    assert not any(cell in said for cell in ("Canary", '"P5"', "=P5", '"C5"', "=C5"))


def test_rejected_rows_leave_the_open_list_and_stay_kept(store: Store, asked: Any) -> None:
    before = dropped.quarantined_rows(store, "contacts")
    assert asked(*REJECT, "--rows", "5,7", *WHY)["rows"] == [5, 7]
    assert [line["rules"] for line in asked("quarantine", "list")] == ["A2"]
    assert [line["state"] for line in asked("quarantine", "list", "--all")] == ["open", "rejected"]
    assert dropped.quarantined_rows(store, "contacts") == before


def test_a_decision_says_who_when_and_why_and_is_never_changed(store: Store, asked: Any) -> None:
    asked(*REJECT, "--rows", "5", *WHY)
    (path,) = store.decisions(dropped.CODE).iterdir()
    first = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    written = json.loads(first)
    assert (written["by"], written["reason"], written["rows"]) == ("J Smith", "the supplier's test records", [5])
    assert written["when"]
    asked(*REJECT, "--rule", "A5", *WHY)
    assert path.read_bytes() == first
    assert len([*store.decisions(dropped.CODE).iterdir()]) == 2


def test_a_corrected_file_is_judged_anew(store: Store, asked: Any) -> None:
    asked(*REJECT, "--rule", "A5", *WHY)
    drop(store, "contacts_v2.csv", contacts([*ROWS, *BROKEN, "C8,P8,05/09/2020,6,NFA,,"]))
    take_in(store)
    assert [line["rows"] for line in asked("quarantine", "list")] == [1, 2]


def test_a_dry_run_says_which_rows_and_writes_nothing(store: Store, asked: Any) -> None:
    before = trees.contents(store.root)
    assert asked(*REJECT, "--rule", "A5", *WHY, "--dry-run") == {
        "extract": "contacts", "month": "2020-09", "rows": [5, 7], "written": False,
    }  # fmt: skip
    assert trees.contents(store.root) == before


@pytest.mark.parametrize(
    "words",
    [
        pytest.param((*REJECT, "--rows", "1", *WHY), id="a row that was loaded"),
        pytest.param((*REJECT, "--rows", "five", *WHY), id="no number"),
        pytest.param((*REJECT, "--rule", "Z9", *WHY), id="a rule that no row broke"),
        pytest.param((*REJECT, "--rows", "5", "--by", " ", "--reason", "why"), id="nobody's decision"),
        pytest.param((*REJECT, "--rows", "5", "--by", "J Smith", "--reason", ""), id="no reason"),
        pytest.param(("quarantine", "show", dropped.CODE, "kontakte", "2020-09"), id="no such extract"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_is_written(
    store: Store, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert cli.main(["--home", str(store.root), *words]) == 2
    assert "fix" in capsys.readouterr().err
    assert not store.decisions(dropped.CODE).exists()


def test_the_list_needs_neither_prefect_nor_great_expectations(store: Store) -> None:
    code = (
        "import sys; from deployments import cli; "
        f"cli.main(['--home', {str(store.root)!r}, 'quarantine', 'list']); "
        "sys.exit(bool({'prefect', 'great_expectations', 'pandas'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
