"""Fixing lists name the child and the row, and stay where only their owner can read them."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from deployments import cli
from tasks import building, councils
from tasks.store import Store
from tasks.worklist_files import FIXING_LIST, csv_bytes, harmless
from tests.tasks import dropped, trees
from tests.tasks.dropped import ROWS, contacts, drop, take_in

WORKLIST = ("worklist", dropped.CODE, "2020-09")
BROKEN = (
    "C5,007,Canary,6,NFA,,mash",  # no date that can be understood; the team is known by other capitals
    "C6,P6,,6,NFA,,=Canary of 1 Made-up Road",  # a team that no loaded row names
    "C7,P7,07/09/2020,Q,NFA,07/09/2020,MASH",  # a source that nobody knows: loaded, with a warning
    "C8,P8",  # cut off
)


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = dropped.council(tmp_path_factory.mktemp("once") / "home")
    drop(store, "contacts.csv", contacts([*ROWS, *BROKEN]))
    drop(store, "persons.csv", dropped.PERSONS)
    take_in(store)
    building.rebuild(store, councils.load(store, dropped.CODE), lambda _line: None)
    return store


@pytest.fixture
def store(taken_in: Store, tmp_path: Path) -> Store:
    return Store(shutil.copytree(taken_in.root, tmp_path / "home"))


@pytest.fixture
def asked(store: Store, capsys: pytest.CaptureFixture[str]) -> Any:
    def ask(*words: str) -> Any:
        assert cli.main(["--home", str(store.root), *words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


def lines(store: Store, name: str) -> list[dict[str, str]]:
    path = store.worklists(dropped.CODE, "2020-09") / f"{name}.csv"
    return [*csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))]


def test_each_team_is_told_which_childs_record_to_correct_and_why(store: Store, asked: Any) -> None:
    told = asked(*WORKLIST)
    assert [(one["team"], one["findings"], one["children"]) for one in told["lists"]] == [
        ("MASH", 2, 2),
        ("no team", len(lines(store, "no-team")), 1),
    ]
    first, second = lines(store, "mash")
    assert first == {
        "Team": "mash", "Child ID": "007", "Extract": "Contacts", "File": "contacts.csv", "Row": "5",
        "Column": "Date of Contact", "Rule": "A5", "Severity": "row left out",
        "What is wrong": "Date of Contact is blank or cannot be understood",
    }  # fmt: skip
    assert (second["Child ID"], second["Column"], second["Severity"]) == ("P7", "Contact Source", "warning")
    assert ("", "A2", "8") in [(line["Child ID"], line["Rule"], line["Row"]) for line in lines(store, "no-team")]


def test_what_is_printed_are_teams_counts_and_paths(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (WORKLIST, (*WORKLIST, "--json"), (*WORKLIST, "--team", "x")):
        cli.main(["--home", str(store.root), *words])
        printed = capsys.readouterr()
        assert not any(cell in printed.out + printed.err for cell in ("Canary of", "Made-up", "007", "P6", "P7"))


def test_the_lists_are_readable_by_their_owner_only(store: Store, asked: Any) -> None:
    asked(*WORKLIST)
    folder = store.worklists(dropped.CODE, "2020-09")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == dict.fromkeys(
        ("mash.csv", "mash.xlsx", "no-team.csv", "no-team.xlsx"), 0o600
    )


def test_the_same_findings_give_the_same_bytes(store: Store, asked: Any) -> None:
    asked(*WORKLIST)
    first = trees.contents(store.root)
    asked(*WORKLIST)
    assert trees.contents(store.root) == first


def test_a_dry_run_writes_nothing(store: Store, asked: Any) -> None:
    before = trees.contents(store.root)
    told = asked(*WORKLIST, "--dry-run")
    assert told["written"] is False
    assert len(told["lists"]) == 2
    assert trees.contents(store.root) == before


def test_one_team_can_be_asked_for_and_the_others_lists_stay(store: Store, asked: Any) -> None:
    asked(*WORKLIST)
    before = trees.contents(store.root)
    assert [one["team"] for one in asked(*WORKLIST, "--team", "mash")["lists"]] == ["MASH"]
    assert trees.contents(store.root) == before
    assert cli.main(["--home", str(store.root), *WORKLIST, "--team", "MISH"]) == 2


def test_rows_that_were_rejected_are_nobodys_to_correct_and_a_list_that_is_over_goes(store: Store, asked: Any) -> None:
    asked(*WORKLIST)
    why = ("--by", "J Smith", "--reason", "test records")
    asked("quarantine", "reject", dropped.CODE, "contacts", "2020-09", "--rows", "6,8", *why)
    assert [one["team"] for one in asked(*WORKLIST)["lists"]] == ["MASH"]
    assert not (store.worklists(dropped.CODE, "2020-09") / "no-team.csv").exists()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\t", "\r", "\uff1d"])
def test_no_cell_can_act_as_a_formula(start: str) -> None:
    assert harmless(f"{start}HYPERLINK(1)").startswith("'")
    content = csv_bytes(FIXING_LIST, [(f"{start}HYPERLINK(1)",) * len(FIXING_LIST.headers)]).decode("utf-8-sig")
    assert set(next(iter([*csv.reader(io.StringIO(content, newline=""))][1:]))) == {f"'{start}HYPERLINK(1)"}


def test_what_looks_like_a_formula_is_text_in_the_workbook_and_noughts_are_kept(store: Store, asked: Any) -> None:
    asked(*WORKLIST)
    cells = {}
    for name in ("mash", "no-team"):
        book = openpyxl.load_workbook(store.worklists(dropped.CODE, "2020-09") / f"{name}.xlsx")
        cells |= {cell.value: cell.data_type for row in book.worksheets[0].iter_rows(min_row=2) for cell in row[:2]}
    assert (cells["007"], cells["=Canary of 1 Made-up Road"]) == ("s", "s")
    assert "'=Canary of 1 Made-up Road" in [line["Team"] for line in lines(store, "no-team")]


def test_a_month_in_which_nothing_was_taken_in_is_refused(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--home", str(store.root), "worklist", dropped.CODE, "2030-01"]) == 2
    assert "nothing was taken in for January 2030" in capsys.readouterr().err


def test_another_key_cannot_open_a_list_and_no_number_is_told(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    store.key_file(dropped.CODE).write_bytes(bytes(64))
    assert cli.main(["--home", str(store.root), *WORKLIST]) == 5
    assert "backup" in capsys.readouterr().err
    assert not store.worklists(dropped.CODE, "2020-09").exists()
