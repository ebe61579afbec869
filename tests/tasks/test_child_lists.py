"""The list behind a figure names children, adds up to what was printed, and stays where only its owner can read it."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from deployments import cli
from tasks.store import Store
from tests.tasks import small_council, trees
from tests.test_docs import pasted

FIGURE = ("explain", "FD-CONT-EH", "2020-21-Q2", "--list")
CHILD = re.compile(r"\b700\d{3}\b")
TOKEN = re.compile(r"[A-Za-z0-9+/]{30,}={0,2}")

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = small_council.make(tmp_path_factory.mktemp("once") / "home")
    small_council.run_monthly(store)
    return store


@pytest.fixture
def store(built: Store, tmp_path: Path) -> Store:
    return Store(shutil.copytree(built.root, tmp_path / "home"))


@pytest.fixture
def asked(store: Store, capsys: pytest.CaptureFixture[str]) -> Ask:
    def ask(*words: str) -> Any:
        assert cli.main(["--home", str(store.root), *words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


def lines(path: str | Path) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(Path(path).read_bytes().decode("utf-8-sig"), newline=""))]


@pytest.mark.parametrize("code", ["FD-CONT-EH", "FD-CONT-VOL", "FD-REF-ASMT", "FD-ASMT-45", "CP-END-LT3M", "CP-STOCK"])
@pytest.mark.parametrize("period", ["2020-09", "2020-21-Q2"])
def test_what_counts_in_the_file_is_the_printed_figure(code: str, period: str, asked: Ask) -> None:
    printed, told = asked("explain", code, period), asked("explain", code, period, "--list")
    rows = lines(told["csv"])
    counting = [row for row in rows if row["Counts"] == "yes"]
    found = (sum(row["In the numerator"] == "yes" for row in counting), len(counting))
    assert found == (told["numerator"], told["counting"]), "what is told of the file is what is in it"
    assert f"{found[0]:,}" == printed["numerator"]
    assert printed["denominator"] in (f"{found[1]:,}", None)
    assert sum(row["Unknown"] == "yes" for row in rows) == printed["unknown"]
    assert sum(bool(row["Left out because"]) for row in rows) == sum(printed["excluded"].values())
    assert len(rows) == told["rows"] > 0


def test_a_line_has_the_numbers_of_the_case_system_and_the_row_of_the_file_that_it_stands_in(
    store: Store, asked: Ask
) -> None:
    found = {row["Contact ID"]: row for row in lines(asked(*FIGURE)["csv"])}
    assert found["C3"] == {
        "Child ID": "700003", "Contact ID": "C3", "Team": "MASH", "Counts": "yes", "In the numerator": "yes",
        "Unknown": "", "Left out because": "", "Date of Contact": "04/07/2020", "Contact Outcome": "EARLY_HELP",
        "File": "Contacts 2020-09.csv", "Row": found["C3"]["Row"],
    }  # fmt: skip
    (landed,) = store.landing(small_council.CODE, "2020-09").glob("Contacts*")
    said = landed.read_text().splitlines()[int(found["C3"]["Row"])]  # row 1 is the first below the header
    assert said.startswith("C3,700003,04/07/2020")


def test_the_workbook_says_the_same_with_days_that_sort_as_days(asked: Ask) -> None:
    told = asked(*FIGURE)
    header, *rows = openpyxl.load_workbook(told["xlsx"]).worksheets[0].iter_rows(values_only=True)
    shown = [[f"{cell:%d/%m/%Y}" if isinstance(cell, datetime) else str(cell or "") for cell in row] for row in rows]
    assert [dict(zip(header, row, strict=True)) for row in shown] == lines(told["csv"])
    assert isinstance(rows[0][header.index("Date of Contact")], datetime)


def test_nothing_but_the_list_changes_and_nothing_else_in_the_store_names_a_child(store: Store, asked: Ask) -> None:
    before = trees.contents(store.root)
    told = asked(*FIGURE)
    assert CHILD.search(Path(told["csv"]).read_text("utf-8-sig"))
    assert not TOKEN.search(Path(told["csv"]).read_text("utf-8-sig")), "a token was not turned back"
    folder = store.child_lists(small_council.CODE, "2020-21-Q2")
    made = {str(path.relative_to(store.root)) for path in folder.iterdir()}
    after = trees.contents(store.root)
    assert {place for place in after if after[place] != before.get(place)} == made
    for path in store.root.rglob("*"):
        place = path.relative_to(store.root)
        if path.is_file() and place.parts[0] != "landing" and str(place) not in made:
            assert not CHILD.search(path.read_bytes().decode("latin-1")), place


def test_what_is_printed_are_counts_and_a_path(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (FIGURE, (*FIGURE, "--json"), (*FIGURE, "--team", "x"), (*FIGURE, "--team", "MASH")):
        cli.main(["--home", str(store.root), *words])
        printed = capsys.readouterr()
        assert not CHILD.search(printed.out + printed.err)
        assert not TOKEN.search(re.sub(r"\S*/worklists/\S*", "", printed.out + printed.err))
    assert "rows that count" in printed.out


def test_a_list_is_readable_by_its_owner_only(store: Store, asked: Ask) -> None:
    asked(*FIGURE)
    folder = store.child_lists(small_council.CODE, "2020-21-Q2")
    assert folder.stat().st_mode & 0o777 == folder.parent.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == dict.fromkeys(
        ("fd-cont-eh.csv", "fd-cont-eh.xlsx"), 0o600
    )


def test_the_same_warehouse_gives_the_same_bytes_and_a_dry_run_none(store: Store, asked: Ask) -> None:
    before = trees.contents(store.root)
    planned = asked(*FIGURE, "--dry-run")
    assert planned["written"] is False
    assert trees.contents(store.root) == before
    told = asked(*FIGURE)
    assert told == planned | {"written": True}
    first = trees.contents(store.root)
    asked(*FIGURE)
    assert trees.contents(store.root) == first


def test_a_teams_part_is_a_list_of_its_own(asked: Ask) -> None:
    whole, part = asked(*FIGURE), asked(*FIGURE, "--team", "mash")
    assert Path(part["csv"]).name == "fd-cont-eh-team-mash.csv"
    assert (part["rows"], part["counting"]) == (whole["rows"], whole["counting"]), "MASH has all contacts"


def test_a_list_of_one_group_is_of_its_rows_only(asked: Ask) -> None:
    split = {one["member"]: one for one in asked("explain", *FIGURE[1:3], "--by", "sex")["breakdown"]["members"]}
    told = asked(*FIGURE, "--by", "sex", "--member", "female")
    assert Path(told["csv"]).name == "fd-cont-eh-sex-female.csv"
    assert 0 < told["counting"] < asked(*FIGURE)["counting"]
    assert (told["numerator"], told["counting"]) == (split["F"]["numerator"], split["F"]["denominator"])


@pytest.mark.parametrize(
    ("key", "says"), [(None, "restore the key from your backup"), (bytes(64), "restore that key from your backup")]
)
def test_without_the_councils_key_there_is_one_message_and_no_list(
    key: bytes | None, says: str, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    path = store.key_file(small_council.CODE)
    path.unlink()
    if key is not None:
        path.write_bytes(key)
    assert cli.main(["--home", str(store.root), *FIGURE]) == 5
    assert says in capsys.readouterr().err
    assert not store.child_lists(small_council.CODE, "2020-21-Q2").exists()
    assert path.exists() is (key is not None), "no key is made in the place of the lost one"


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        ("explain FD-CONT-EX 2020-09 --list", 2, "did you mean FD-CONT-EH"),
        ("explain FD-CONT-EH 2020-09 --list --team West", 2, "there is: MASH"),
        ("explain SUP-LAC 2020-09 --list", 4, "there is no delivery of lac_episodes"),
        ("explain FD-CONT-EH 2020-09 --list --by sex", 2, "add --member"),
        ("explain FD-CONT-EH 2020-09 --list --by colour --member red", 2, "it is split by: team, service"),
        ("explain FD-CONT-EH 2020-09 --dry-run", 2, "it is for --list"),
    ],
)
def test_what_cannot_be_listed_is_told(
    words: str, status: int, says: str, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--home", str(store.root), *words.split()]) == status
    assert says in capsys.readouterr().err


def test_fixing_lists_that_are_written_again_leave_the_lists_of_figures(asked: Ask) -> None:
    told = asked("explain", "FD-CONT-EH", "2020-09", "--list")
    asked("worklist", small_council.CODE, "2020-09")
    asked("worklist", small_council.CODE, "2020-09")
    assert Path(told["csv"]).exists()


def test_the_operators_notes_can_be_followed(store: Store) -> None:
    said = [line for page, line in pasted() if page == "operators.md" and "--list" in line]
    assert len(said) == 4
    for line in said:
        words = shlex.split(line.replace("exampleshire", small_council.CODE).replace("Assessment North", "MASH"))
        assert cli.main(["--home", str(store.root), *words[1:]]) == 0
