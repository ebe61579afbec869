"""Somebody agrees to lines of a year's targets: who and when is written, and nothing else of the file changes."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deployments import cli
from tasks import councils
from tasks.store import Store
from tests.tasks import dropped, trees
from warehouse.approval import Agreement, approve, waiting
from warehouse.periods import FinancialYear

YEAR = FinancialYear("2020-21")
TARGETS = """# What members agreed.
financial_year = "2020-21"
approved_by = ""

# The front door.
[targets.FD-CONT-EH]     # contacts
annual = 30
approved = false         # copied
tolerance_pct = 5

[targets."FD-REF-ASMT"]
annual = "to be set"
reason = "[targets.FD-ASMT-45] waits; approved = false" # of both

# Assessments.
[ targets . FD-ASMT-45 ]
annual = 85
approved=false
approved_by = 'nobody yet'

[targets.SEN-EHC20]
annual = 72
approved_by = "Scrutiny"
approved_on = 2020-03-18
"""
BOARD = ("--by", 'The "Board"', "--on", "2020-03-20")
AGREED = 'approved = true\napproved_by = "The \\"Board\\""\napproved_on = 2020-03-20\n'


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = dropped.council(tmp_path / "home")
    (store.councils() / dropped.CODE / "targets").mkdir()
    place(store).write_text(TARGETS)
    return store


def place(store: Store) -> Path:
    return store.councils() / dropped.CODE / "targets" / "year.toml"


@pytest.fixture
def ask(store: Store, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any, str]]:
    def asked(*words: str) -> tuple[int, Any, str]:
        status = cli.main(["--home", str(store.root), "policy", "approve", dropped.CODE, "2020-21", *words, "--json"])
        said = capsys.readouterr()
        return status, json.loads(said.out or "null"), said.err

    return asked


def changed(codes: tuple[str, ...], text: str = TARGETS) -> str:
    new, _, faults = approve(text, Agreement(codes, 'The "Board"', date(2020, 3, 20)))
    assert faults == []
    return new


def test_without_codes_it_lists_what_waits_and_writes_nothing(ask: Any, store: Store) -> None:
    before = trees.contents(store.root)
    status, told, _ = ask()
    assert status == 0
    assert [(line["indicator"], line["numbers"]) for line in told["waiting"]] == [
        ("FD-CONT-EH", "annual 30, tolerance_pct 5"),
        ("FD-REF-ASMT", "annual to be set"),
        ("FD-ASMT-45", "annual 85"),
    ]
    assert trees.contents(store.root) == before


def test_only_the_settings_of_the_lines_named_change(ask: Any, store: Store) -> None:
    status, told, _ = ask("FD-CONT-EH", "FD-ASMT-45", *BOARD)
    assert (status, told["waiting"], told["written"]) == (0, 1, True)
    assert [(line["before"], line["after"]) for line in told["approved"]] == [
        ("not approved", 'approved by The "Board" on 20/03/2020')
    ] * 2
    by, on = AGREED.splitlines()[1:]
    expected = TARGETS.replace("approved = false         # copied", "approved = true         # copied")
    expected = expected.replace("tolerance_pct = 5\n", f"tolerance_pct = 5\n{by}\n{on}\n")
    expected = expected.replace("approved=false\napproved_by = 'nobody yet'\n", f"approved=true\n{by}\n{on}\n")
    assert place(store).read_text() == expected
    target = councils.load(store, dropped.CODE).target("FD-CONT-EH", YEAR)
    assert (target.is_approved, target.approved_by, target.approved_on) == (True, 'The "Board"', date(2020, 3, 20))


def test_a_line_without_a_number_is_agreed_to_by_name_too(store: Store) -> None:
    text = changed(("FD-REF-ASMT",))
    assert text == TARGETS.replace("# of both\n", f"# of both\n{AGREED}")


def test_all_agrees_to_what_waits_and_to_nothing_else(ask: Any, store: Store) -> None:
    assert ask("--all", *BOARD)[1]["waiting"] == 0
    assert ask()[1]["waiting"] == []
    assert councils.load(store, dropped.CODE).target("SEN-EHC20", YEAR).approved_by == "Scrutiny"
    once = place(store).read_bytes()
    assert ask("--all", *BOARD)[1]["approved"] == []
    assert ask("FD-CONT-EH", *BOARD)[0] == 0
    assert place(store).read_bytes() == once


def test_a_dry_run_says_the_same_and_writes_nothing(ask: Any, store: Store) -> None:
    before = trees.contents(store.root)
    planned = ask("--all", *BOARD, "--dry-run")[1]
    assert trees.contents(store.root) == before
    done = ask("--all", *BOARD)[1]
    assert planned.pop("written") is not done.pop("written") is True
    assert planned == done


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(
            ("fd-cont-eh", *BOARD), ("fd-cont-eh is not in the file (did you mean FD-CONT-EH?)",), id="small letters"
        ),
        pytest.param(
            ("FD-CONT-EX", "SEN-EHC20", "FD-CONT-EH", *BOARD),
            ("FD-CONT-EX is not in the file (did you mean FD-CONT-EH?)", "SEN-EHC20 is approved by Scrutiny on 18/03"),
            id="a code that is not there and a line that others agreed to",
        ),
        pytest.param(("FD-CONT-EH", "--all"), ("--by NAME", "--on DATE", "one of the two"), id="nobody, no day"),
        pytest.param(("--all", "--by", " ", "--on", "2999-01-01"), ("--by NAME", "yet to come"), id="a day to come"),
    ],
)
def test_everything_that_stands_in_the_way_is_named_and_nothing_is_written(
    ask: Any, store: Store, words: tuple[str, ...], said: tuple[str, ...]
) -> None:
    status, _, problem = ask(*words)
    assert status == 2
    assert all(part in " ".join(problem.split()) for part in said)
    assert place(store).read_text() == TARGETS


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('financial_year = "2020-21"\n[targets]\nA = {annual = 3, approved = false}\n', id="in one line"),
        pytest.param('financial_year = "2020-21"\n[targets]\nA.annual = 3\nA.approved = false\n', id="with dots"),
        pytest.param('financial_year = "2020-21"\n[targets.A]\nannual = 3\n"approved" = false\n', id="in quotes"),
    ],
)
def test_a_layout_that_a_line_cannot_be_added_to_is_refused(text: str) -> None:
    new, _, faults = approve(text, Agreement(("A",), "B", date(2020, 3, 20)))
    assert new == text
    assert faults == ["A has no heading [targets.A] that lines can be added under; write it by hand"]


def test_line_ends_and_a_missing_last_one_are_kept_as_they_are() -> None:
    windows = TARGETS.replace("\n", "\r\n")
    assert changed(("FD-CONT-EH", "FD-REF-ASMT"), windows) == changed(("FD-CONT-EH", "FD-REF-ASMT")).replace(
        "\n", "\r\n"
    )
    bare = "[targets.A]\nannual = 3\napproved = false"
    assert (
        changed(("A",), bare)
        == "[targets.A]\nannual = 3\napproved = true\n" + "\n".join(AGREED.splitlines()[1:]) + "\n"
    )


_WORDS = st.text("a1 \"'#[]=\\.é", max_size=12)


@settings(deadline=None)
@given(st.lists(st.tuples(_WORDS, _WORDS, st.booleans()), min_size=1, max_size=5), st.data())
def test_whatever_texts_stand_in_it_the_file_reads_as_before_but_for_the_lines(
    lines: list[tuple[str, str, bool]], data: st.DataObject
) -> None:
    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    text = 'financial_year = "2020-21"\n' + "".join(
        f"# {comment}\n[targets.{quoted(f'{n} {reason}')}] # {comment}\nannual = {n}\n"
        f'reason = """{quoted(reason)[1:-1]}\n[targets.X]\napproved = false\n"""\n'
        + ("approved = false\n" if is_marked else "")
        for n, (comment, reason, is_marked) in enumerate(lines)
    )
    content = tomllib.loads(text, parse_float=Decimal)
    assert {line.indicator for line in waiting(content)} == set(content["targets"])
    codes = data.draw(st.lists(st.sampled_from(sorted(content["targets"])), unique=True))
    found = tomllib.loads(changed(tuple(codes), text), parse_float=Decimal)
    for code in codes:
        content["targets"][code] |= {"approved": True, "approved_by": 'The "Board"', "approved_on": date(2020, 3, 20)}
    assert found == content


def test_a_council_that_came_with_the_program_and_one_in_use_are_not_written_to(
    ask: Any, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    with store.lock(dropped.CODE):
        assert ask("--all", *BOARD)[0] == 3
    assert place(store).read_text() == TARGETS
    shipped = ["policy", "approve", "sample-borough", "2020-21", "--all", *BOARD]
    assert cli.main(["--home", str(store.root), *shipped]) == 2
    assert "came with the program" in capsys.readouterr().err
