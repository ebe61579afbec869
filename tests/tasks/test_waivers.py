"""A waiver takes a warning off the fixing lists until a day, and nothing is hidden by it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from deployments import cli
from tasks import building, councils
from tasks.store import Store
from tests.tasks import dropped, trees
from tests.tasks.dropped import ROWS, contacts, drop, take_in

ADD = ("waivers", "add", dropped.CODE, "contacts", "A6", "--until", "2999-03-31")
END = ("waivers", "end", dropped.CODE, "contacts", "A6")
WHY = ("--by", "J Smith", "--reason", 'they say "new codes" in April')
BROKEN = ("C5,P5,05/09/2020,Q,NFA,05/09/2020,MASH", "C6,P6,,6,NFA,,MASH")


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


def write(store: Store, text: str) -> None:
    (store.councils() / dropped.CODE / "waivers.toml").write_text(text, encoding="utf-8")


def findings(asked: Any) -> tuple[int, int]:
    told = asked("worklist", dropped.CODE, "2020-09", "--dry-run")
    return sum(one["findings"] for one in told["lists"]), told["waived"]


def test_a_waived_finding_leaves_the_fixing_list_and_is_counted_as_waived(asked: Any) -> None:
    assert findings(asked) == (2, 0)
    asked(*ADD, *WHY)
    assert findings(asked) == (1, 1)
    (listed,) = asked("waivers", "list", dropped.CODE)
    assert listed == {
        "extract": "contacts", "rule": "A6", "state": "in force", "until": "2999-03-31", "rows": 1, "by": "J Smith",
        "reason": 'they say "new codes" in April',
    }  # fmt: skip


def test_a_waiver_that_has_expired_holds_no_longer_and_is_told(store: Store, asked: Any) -> None:
    write(store, '[[waiver]]\nrule = "A6"\nextract = "contacts"\nuntil = 2020-12-31\nreason = "r"\nby = "b"\n')
    told = asked("worklist", dropped.CODE, "2020-09", "--dry-run")
    assert (told["waived"], told["expired"]) == (0, ["contacts A6"])
    assert [one["state"] for one in asked("waivers", "list", dropped.CODE)] == ["expired"]


def test_ending_a_waiver_leaves_its_record_and_it_can_be_made_again(store: Store, asked: Any) -> None:
    asked(*ADD, *WHY)
    before = (store.councils() / dropped.CODE / "waivers.toml").read_text()
    asked(*END, *WHY)
    assert findings(asked) == (2, 0)
    assert (store.councils() / dropped.CODE / "waivers.toml").read_text().startswith(before)
    asked(*ADD, *WHY)
    assert [one["state"] for one in asked("waivers", "list", dropped.CODE)] == ["ended", "in force"]


def test_a_waiver_changes_no_figure_so_the_warehouse_stays_the_same_build(store: Store, asked: Any) -> None:
    asked(*ADD, *WHY)
    assert not building.rebuild(store, councils.load(store, dropped.CODE), lambda _line: None).is_new


def test_a_dry_run_writes_nothing(store: Store, asked: Any) -> None:
    before = trees.contents(store.root)
    asked(*ADD, *WHY, "--dry-run")
    assert trees.contents(store.root) == before
    asked(*ADD, *WHY)
    before = trees.contents(store.root)
    asked(*END, *WHY, "--dry-run")
    assert trees.contents(store.root) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param((*ADD[:4], "A7", *ADD[5:], *WHY), "sets rows aside", id="a rule that sets rows aside"),
        pytest.param((*ADD[:4], "Z9", *ADD[5:], *WHY), "no rule 'Z9'", id="no such rule"),
        pytest.param((*ADD[:3], "kontakte", *ADD[4:], *WHY), "no extract called", id="no such extract"),
        pytest.param((*ADD[:-1], "2020-01-01", *WHY), "over", id="a day that is over"),
        pytest.param((*ADD, "--by", " ", "--reason", "r"), "by is empty", id="nobody's"),
        pytest.param((*END, *WHY), "no waiver of it", id="nothing to end"),
    ],
)
def test_what_cannot_be_waived_is_refused_and_nothing_is_written(
    store: Store, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert cli.main(["--home", str(store.root), *words]) == 2
    assert said in capsys.readouterr().err
    assert not (store.councils() / dropped.CODE / "waivers.toml").exists()


@pytest.mark.parametrize(
    "text",
    [
        '[[waiver]]\nrule = "A6"\nextract = "contacts"\nreason = "r"\nby = "b"\n',
        '[[waiver]]\nrule = "A6"\nextract = "contacts"\nuntil = "soon"\nreason = "r"\nby = "b"\n',
        '[[waiver]]\nrule = "A6"\nextract = "contacts"\nuntil = 2030-01-01\nreason = "r"\nby = "b"\nchild = "P1"\n',
        "[[waver]]\n",
        '[waiver]\nrule = "A6"\n',
        "rule = \n",
    ],
    ids=["no end", "no day", "a child", "misspelt", "one bracket", "no TOML"],
)
def test_a_file_that_says_what_nobody_can_mean_is_refused(
    store: Store, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    write(store, text)
    assert cli.main(["--home", str(store.root), "waivers", "list", dropped.CODE]) == 2
    assert "waivers.toml" in capsys.readouterr().err
