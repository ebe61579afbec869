"""A file of which too many rows are set aside is not loaded, unless somebody says that it shall be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deployments import cli
from expectations.errors import UsageProblem
from tasks import councils
from tasks.store import Store
from tests.tasks import dropped
from tests.tasks.dropped import contacts, drop, receipt_of, take_in, take_in_again

ACCEPT = ("quarantine", "accept", dropped.CODE, "contacts", "2020-09", "--by", "J Smith", "--reason", "no dates kept")


def rows(good: int, without_a_day: int) -> str:
    lines = [f"C{n},P{n},01/09/2020,6,NFA,01/09/2020,Canary Team" for n in range(good)]
    return contacts(lines + [f"D{n},P{n},Canary,6,NFA,,Canary Team" for n in range(without_a_day)])


def limit(store: Store, text: str) -> None:
    with (store.councils() / dropped.CODE / "council.toml").open("a", encoding="utf-8") as file:
        file.write(f"[extracts.most_set_aside_pct]\n{text}\n")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return dropped.council(tmp_path / "home")


@pytest.mark.parametrize(
    ("good", "bad", "own_limit", "is_loaded"),
    [
        pytest.param(30, 30, "", True, id="exactly half"),
        pytest.param(29, 31, "", False, id="over half"),
        pytest.param(9, 40, "", True, id="over half of a small file"),
        pytest.param(29, 31, "contacts = 52", True, id="the council allows more"),
        pytest.param(55, 5, "contacts = 5", False, id="the council allows less"),
        pytest.param(29, 31, "referrals = 90", False, id="the council allows more of another extract"),
    ],
)
def test_a_file_of_which_more_than_the_limit_is_set_aside_is_not_loaded(
    store: Store, good: int, bad: int, own_limit: str, is_loaded: bool
) -> None:
    if own_limit:
        limit(store, own_limit)
    path = drop(store, "contacts.csv", rows(good, bad))
    report = take_in(store)
    assert (report.loaded, report.quarantined) == ((good, bad) if is_loaded else (0, 0))
    assert receipt_of(store, path).code == ("" if is_loaded else "F53")


def test_the_refusal_names_share_limit_rules_and_what_lets_the_file_through_and_no_cell(store: Store) -> None:
    path = drop(store, "contacts.csv", rows(29, 31))
    take_in(store)
    told = receipt_of(store, path)
    assert "31 of 60 rows would be set aside (51.7 %), and at most 50 % may be" in told.what
    assert "A5 in 31 rows (Date of Contact is blank or cannot be understood)" in told.what
    assert f"outturn quarantine accept {dropped.CODE} contacts 2020-09 --by" in told.fix
    assert not any(cell in told.what + told.fix for cell in ("Canary", "P1", "C1"))


def test_a_file_that_is_let_through_is_loaded_by_the_next_run_and_by_every_later_one(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    drop(store, "contacts.csv", rows(29, 31))
    take_in(store)
    assert cli.main(["--home", str(store.root), *ACCEPT, "--dry-run"]) == 0
    assert not store.decisions(dropped.CODE).exists()
    assert cli.main(["--home", str(store.root), *ACCEPT, "--json"]) == 0
    assert "run monthly" in capsys.readouterr().out
    report = take_in(store)
    assert (report.loaded, report.quarantined, report.refused) == (29, 31, ())
    assert take_in_again(store).loaded == 29
    (path,) = store.decisions(dropped.CODE).iterdir()
    written = json.loads(path.read_bytes())
    assert (written["action"], written["by"], written["reason"]) == ("accept", "J Smith", "no dates kept")


def test_a_corrected_file_is_judged_anew(store: Store) -> None:
    drop(store, "contacts.csv", rows(29, 31))
    take_in(store)
    assert cli.main(["--home", str(store.root), *ACCEPT]) == 0
    drop(store, "contacts_v2.csv", rows(29, 32))
    assert [(finding.rule, finding.source) for finding in take_in(store).refused] == [("F53", "contacts_v2.csv")]


def test_only_a_file_that_waits_for_it_can_be_let_through(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    drop(store, "contacts.csv", rows(60, 0))
    take_in(store)
    assert cli.main(["--home", str(store.root), *ACCEPT]) == 2
    assert "no file waits" in capsys.readouterr().err
    assert not store.decisions(dropped.CODE).exists()


@pytest.mark.parametrize(
    "text", ["contacts = 101", "contacts = -1", 'contacts = "half"', "contacts = true", "kontakte = 5"]
)
def test_a_limit_that_means_nothing_is_refused_before_any_work(store: Store, text: str) -> None:
    limit(store, text)
    with pytest.raises(UsageProblem):
        councils.load(store, dropped.CODE)
