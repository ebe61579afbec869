"""Rows that were set aside are let in through the same gate, and every later check of the file agrees."""

from __future__ import annotations

import json
import shutil
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from deployments import cli
from tasks.store import Store
from tests.tasks import dropped, trees
from tests.tasks.dropped import ROWS, contacts, drop, take_in, take_in_again

BROKEN = (
    "C5,P5,05/09/2020,6,NFA,04/09/2020,MASH",
    "C6,P6,06/09/2020,6,NFA,04/09/2020,MASH",
    "C7,,07/09/2020,6,NFA,04/09/2020,MASH",
    "C8,P8,Canary,6,NFA,,MASH",
)
"""Two rows with an outcome before the contact (G13), one without a child besides (A5), one without a day (A5)."""

RELEASE = ("quarantine", "release", dropped.CODE, "contacts", "2020-09")
WHY = ("--by", "J Smith", "--reason", "decided at night")


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


def loaded(store: Store) -> list[int]:
    return [number for (number,) in dropped.loaded_rows(store, "contacts", "row_number")]  # type: ignore[misc]


def findings(store: Store) -> dict[str, int]:
    (delivery,) = [d for d in dropped.deliveries(store) if d.extract == "contacts"]
    assert delivery.rows_in == delivery.loaded + delivery.quarantined + delivery.duplicates
    return {finding.rule: finding.rows for finding in delivery.findings}


def test_rows_are_released_from_one_rule_and_judged_by_all_others(store: Store, asked: Any) -> None:
    assert (loaded(store), findings(store)["G13"]) == ([1, 2, 3, 4], 3)
    told = asked(*RELEASE, "--rule", "G13", *WHY)
    assert (told["rows"], told["loaded"], told["stays"]) == ([5, 6, 7], [5, 6], {"7": ["A5"]})
    assert told["after"] == {"rows_in": 8, "loaded": 6, "quarantined": 2, "duplicates": 0}
    assert loaded(store) == [1, 2, 3, 4, 5, 6]
    assert "G13" not in findings(store)
    assert findings(store)["Q1"] == 3
    assert [(line["rules"], line["rows"]) for line in asked("quarantine", "list")] == [("A5", 2)]
    dropped.assert_whole(store)


def test_every_later_check_of_the_file_follows_the_decision(store: Store, asked: Any) -> None:
    asked(*RELEASE, "--rule", "G13", *WHY)
    after = trees.contents(store.root)
    take_in_again(store)
    assert trees.contents(store.root) == after
    for place in ("deliveries", "quarantine", "row_findings", "receipts"):
        shutil.rmtree(store.root / place)
    take_in(store)
    assert loaded(store) == [1, 2, 3, 4, 5, 6]


def test_the_decision_says_who_when_why_and_from_which_rule_and_asking_again_changes_nothing(
    store: Store, asked: Any
) -> None:
    asked(*RELEASE, "--rule", "G13", *WHY)
    (path,) = store.decisions(dropped.CODE).iterdir()
    written = json.loads(path.read_bytes())
    assert (written["action"], written["rule"], written["rows"]) == ("release", "G13", [5, 6, 7])
    assert (written["by"], written["reason"]) == ("J Smith", "decided at night")
    assert written["when"]
    before = trees.contents(store.root)
    told = asked(*RELEASE, "--rule", "G13", *WHY)
    assert (told["rows"], told["written"]) == ([], False)
    assert trees.contents(store.root) == before


def test_a_corrected_file_begins_anew(store: Store, asked: Any) -> None:
    asked(*RELEASE, "--rule", "G13", *WHY)
    drop(store, "contacts_v2.csv", contacts([*ROWS, *BROKEN, "C9,P9,05/09/2020,6,NFA,,"]))
    take_in(store)
    assert loaded(store) == [1, 2, 3, 4, 9]


def test_without_a_rule_rows_are_judged_by_todays_contract(store: Store, asked: Any) -> None:
    headers = dropped.HEADERS.replace("Date of Contact", "Entered").replace("Team Name", "Happened")
    rows = [f"C{n},P{n},{'' if n > 2 else '01/09/2020'},6,NFA,,0{n}/09/2020" for n in range(1, 5)]
    drop(store, "contacts_v2.csv", contacts(rows, headers))
    own = store.councils() / dropped.CODE / "headers.toml"
    own.write_text('[contacts]\n"Entered" = "contact_on"\n')
    take_in(store)
    assert loaded(store) == [1, 2]
    own.write_text('[contacts]\n"Happened" = "contact_on"\n')
    assert asked(*RELEASE, *WHY)["loaded"] == [3, 4]
    assert loaded(store) == [1, 2, 3, 4]


def test_a_row_that_was_rejected_is_not_released(store: Store, asked: Any) -> None:
    asked("quarantine", "reject", dropped.CODE, "contacts", "2020-09", "--rows", "5", *WHY)
    assert asked(*RELEASE, "--rule", "G13", *WHY)["loaded"] == [6]
    assert loaded(store) == [1, 2, 3, 4, 6]


def test_rows_that_stay_after_a_release_are_open_and_can_be_rejected(store: Store, asked: Any) -> None:
    asked(*RELEASE, "--rule", "G13", *WHY)
    assert asked("quarantine", "reject", dropped.CODE, "contacts", "2020-09", "--rule", "A5", *WHY)["rows"] == [7, 8]
    assert asked("quarantine", "list") == []


def test_a_dry_run_says_what_would_become_of_them_and_writes_nothing(store: Store, asked: Any) -> None:
    before = trees.contents(store.root)
    told = asked(*RELEASE, "--rule", "G13", *WHY, "--dry-run")
    assert (told["loaded"], told["after"]["loaded"], told["written"]) == ([5, 6], 6, False)
    assert trees.contents(store.root) == before


def test_a_file_that_would_be_refused_now_releases_nothing(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    drop(store, "contacts_v2.csv", contacts([*ROWS * 12, *BROKEN]))
    take_in(store)
    with (store.councils() / dropped.CODE / "council.toml").open("a") as file:
        file.write("[extracts.most_set_aside_pct]\ncontacts = 1\n")
    before = trees.contents(store.root)
    assert cli.main(["--home", str(store.root), *RELEASE, "--rule", "G13", *WHY]) == 4
    assert "at most 1 % may be" in capsys.readouterr().err
    assert trees.contents(store.root) == before


def test_a_run_that_ends_just_before_a_release_is_not_undone_by_it(
    store: Store, asked: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = Store.lock

    def lock_after_a_run(self: Store, council: str) -> AbstractContextManager[None]:
        drop(store, "a.csv", contacts(ROWS))
        take_in(store)
        return lock(self, council)

    monkeypatch.setattr(Store, "lock", lock_after_a_run)
    asked(*RELEASE, "--rule", "G13", *WHY)
    numbered = {d.sequence: d.source for d in dropped.deliveries(store) if d.extract == "contacts"}
    assert numbered == {1: "a.csv", 2: "contacts.csv"}
    assert loaded(store) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param((*RELEASE, "--rule", "A5", *WHY), "cannot be released from A5", id="a value that a row needs"),
        pytest.param((*RELEASE, "--rule", "A7", *WHY), "cannot be released from A7", id="one of two different rows"),
        pytest.param((*RELEASE, "--rule", "A2T", *WHY), "no open row broke rule A2T", id="a rule that no row broke"),
        pytest.param((*RELEASE, "--rule", "G13", "--by", "x", "--reason", " "), "reason is empty", id="no reason"),
        pytest.param((*RELEASE[:3], "persons", "2020-09", *WHY), "no open row", id="nothing in quarantine"),
        pytest.param((*RELEASE[:3], "referrals", "2020-09", *WHY), "nothing of it was loaded", id="not delivered"),
        pytest.param((*RELEASE[:3], "kontakte", "2020-09", *WHY), "no extract called", id="no such extract"),
    ],
)
def test_what_cannot_be_released_is_refused_and_nothing_is_written(
    store: Store, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert cli.main(["--home", str(store.root), *words]) == 2
    assert said in capsys.readouterr().err
    assert not store.decisions(dropped.CODE).exists()


def test_a_file_that_was_taken_out_of_landing_cannot_be_judged_anew(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    (store.landing(dropped.CODE, "2020-09") / "contacts.csv").unlink()
    assert cli.main(["--home", str(store.root), *RELEASE, "--rule", "G13", *WHY]) == 2
    assert "no longer lies in landing" in capsys.readouterr().err
    assert not store.decisions(dropped.CODE).exists()


def test_nothing_that_is_printed_or_kept_of_a_release_holds_a_cell(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--home", str(store.root), *RELEASE, "--rule", "G13", *WHY]) == 0
    (path,) = store.decisions(dropped.CODE).iterdir()
    said = capsys.readouterr().out + path.read_text()
    assert "row 7 stays: A5" in said
    assert not any(cell in said for cell in ("Canary", "P5", "C5", "P8"))
