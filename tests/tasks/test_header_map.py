"""A near miss of a header is suggested, and accepted once by somebody, in a file that stays what it was."""

from __future__ import annotations

import json
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest

from deployments import cli
from tasks import councils
from tasks.header_map import with_line
from tasks.store import Store
from tests.tasks import dropped, trees
from tests.tasks.dropped import contacts, drop, receipt_of, take_in

MISSPELT = contacts(headers=dropped.HEADERS.replace("Date of Contact", "Dt of Cont'act"))
SHORT = contacts(
    [f"C{n},P{n},0{n}/09/2020,6" for n in range(1, 5)], "Contact ID,Child Unique ID,Dt of Cont'act,Contact Source"
)
ACCEPT = ("headers", "accept", dropped.CODE, "contacts", "Dt of Cont'act", "contact_on", "--by", "J Smith")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return dropped.council(tmp_path / "home")


@pytest.fixture
def asked(store: Store, capsys: pytest.CaptureFixture[str]) -> Any:
    def ask(*words: str) -> Any:
        assert cli.main(["--home", str(store.root), *words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


def headers_toml(store: Store) -> Path:
    return store.councils() / dropped.CODE / "headers.toml"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param("contacts.csv", MISSPELT, "F31", id="told by its other headers"),
        pytest.param("x.csv", SHORT, "F30", id="told by nothing"),
    ],
)
def test_the_command_that_a_refusal_prints_is_the_one_that_mends_it(
    store: Store, asked: Any, name: str, content: str, code: str
) -> None:
    path = drop(store, name, content)
    take_in(store)
    told = receipt_of(store, path)
    assert told.code == code
    words = shlex.split(told.fix[told.fix.index("outturn headers accept") :])[1:]
    assert words == [*ACCEPT[:-1], "NAME"]
    asked(*words)
    assert take_in(store).loaded == 4


def test_a_near_miss_is_suggested_with_the_files_it_stands_in_and_changes_nothing(store: Store, asked: Any) -> None:
    drop(store, "contacts.csv", contacts(headers=dropped.HEADERS.replace("Contact Source", "Contct Sorce")))
    drop(store, "contacts_v2.csv", contacts(headers=dropped.HEADERS.replace("Contact Source", "Contct Sorce"), rows=()))
    drop(store, "notes.pdf", b"%PDF-1.7 no table")
    before = trees.contents(store.root)
    (one,) = asked("headers", "suggest", dropped.CODE)
    assert (one["extract"], one["header"], one["column"]) == ("contacts", "Contct Sorce", "contact_source_code")
    assert one["files"] == ["2020-09 contacts.csv", "2020-09 contacts_v2.csv"]
    assert asked("headers", "suggest", dropped.CODE, "contacts_v2.csv")[0]["files"] == ["2020-09 contacts_v2.csv"]
    assert trees.contents(store.root) == before


def test_a_row_of_data_is_never_read_out(store: Store, asked: Any) -> None:
    drop(
        store, "contacts.csv", contacts(headers="Contact Sorce,Child Unique Idd,Dat of Contact,,,,", rows=dropped.ROWS)
    )
    assert asked("headers", "suggest", dropped.CODE) == []


def test_what_is_accepted_is_one_line_more_and_accepting_it_again_changes_nothing(store: Store, asked: Any) -> None:
    path = headers_toml(store)
    path.write_text('# ours\n[contacts]\n"Ereignis"  = "contact_id" # old\n\n# next\n[persons]\n"Kind" = "child_id"\n')
    first = path.read_text()
    assert not asked(*ACCEPT, "--dry-run")["written"]
    assert path.read_text() == first
    assert asked(*ACCEPT)["written"]
    lines = path.read_text().splitlines()
    (added,) = [n for n, line in enumerate(lines) if line not in first.splitlines()]
    assert added == 3
    assert lines[added].startswith('"Dt of Cont\'act" = "contact_on"  # accepted by J Smith, 20')
    assert [line for n, line in enumerate(lines) if n != added] == first.splitlines()
    again = path.read_bytes()
    assert not asked(*ACCEPT)["written"]
    assert path.read_bytes() == again


def test_months_that_were_loaded_without_the_column_are_named(store: Store, asked: Any) -> None:
    drop(store, "contacts.csv", contacts(headers=dropped.HEADERS.replace("Contact Source", "Contct Sorce")))
    take_in(store)
    words = ("headers", "accept", dropped.CODE, "contacts", "Contct Sorce", "contact_source_code", "--by", "J Smith")
    assert asked(*words)["months"] == ["2020-09"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("", "[b]\nx\n", id="no file"),
        pytest.param("[b]", "[b]\nx\n", id="no line end"),
        pytest.param("[a]\nc = 1\n", "[a]\nc = 1\n\n[b]\nx\n", id="another table"),
        pytest.param("[b]\nc = 1\n\n# of a\n[a]\n", "[b]\nc = 1\nx\n\n# of a\n[a]\n", id="a table below"),
        pytest.param('[ "b" ] # ours\r\nc = 1\r\n', '[ "b" ] # ours\r\nc = 1\r\nx\r\n', id="other line ends"),
        pytest.param("[b]\n# none yet\n", "[b]\nx\n# none yet\n", id="an empty table"),
    ],
)
def test_a_line_goes_to_the_end_of_its_table(text: str, written: str) -> None:
    assert with_line(text, "b", "x") == written


@pytest.mark.parametrize(
    ("place", "said"),
    [
        pytest.param(("kontakte", "Datum", "contact_on"), "no extract called", id="no such extract"),
        pytest.param(("contacts", "Datum", "contact_day"), "no column 'contact_day'", id="no such column"),
        pytest.param(("contacts", "Contact Source", "contact_on"), "stands for contact_source_code", id="declared"),
        pytest.param(("contacts", "Ereignis", "contact_on"), "stands for contact_id", id="accepted for another"),
        pytest.param(("contacts", "Local Authority", "team"), "whose file it is", id="whose file it is"),
        pytest.param(("contacts", "\u65e5\u4ed8", "contact_on"), "no letter", id="nothing to compare"),
        pytest.param(("contacts", "a\nb", "contact_on"), "cannot be printed", id="two lines"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(
    store: Store, capsys: pytest.CaptureFixture[str], place: tuple[str, str, str], said: str
) -> None:
    before = headers_toml(store).read_bytes()
    assert cli.main(["--home", str(store.root), "headers", "accept", dropped.CODE, *place, "--by", "J Smith"]) == 2
    assert said in capsys.readouterr().err
    assert headers_toml(store).read_bytes() == before


def test_a_file_that_is_laid_out_otherwise_is_left_to_be_edited_by_hand(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    headers_toml(store).write_text('contacts = {"Ereignis" = "contact_id"}\n')
    assert cli.main(["--home", str(store.root), *ACCEPT]) == 2
    assert '"contact_on"' in capsys.readouterr().err
    assert tomllib.loads(headers_toml(store).read_text()) == {"contacts": {"Ereignis": "contact_id"}}
    assert councils.load(store, dropped.CODE).headers["contacts"] == {"Ereignis": "contact_id"}


def test_a_file_with_a_byte_order_mark_is_added_to(store: Store, asked: Any) -> None:
    path = headers_toml(store)
    before = tomllib.loads(path.read_text(encoding="utf-8"))
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    asked(*ACCEPT)
    after = tomllib.loads(path.read_text(encoding="utf-8"))
    assert after.pop("contacts") == before.pop("contacts", {}) | {"Dt of Cont'act": "contact_on"}
    assert after == before


def test_a_header_is_accepted_by_one_at_a_time(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    before = headers_toml(store).read_bytes()
    with store.lock(dropped.CODE):
        assert cli.main(["--home", str(store.root), *ACCEPT]) == 3
        assert "another run has hold" in capsys.readouterr().err
    assert headers_toml(store).read_bytes() == before
