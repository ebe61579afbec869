"""The command line: help, errors, exit status, what it reads and what it leaves alone."""

from __future__ import annotations

import argparse
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from deployments import cli
from deployments.cli.commands import Commands
from tests.deployments.conftest import Shell
from tests.tasks import small_council, trees

HEAVY = ("prefect", "great_expectations", "pandas", "numpy", "pyarrow", "sqlalchemy", "rich", "fastapi")


def commands() -> Commands:
    made = Commands()
    for group in cli._GROUPS:
        group.add(made)
    return made


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield the parser of every command that does something."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                if child.epilog:
                    yield child
                yield from parsers(child)


EVERY = list(parsers(commands()._root))


def test_there_are_commands_to_test() -> None:
    assert {parser.prog.removeprefix("outturn ") for parser in EVERY} >= {
        "demo", "sample", "run monthly", "run quarterly", "backfill", "status", "explain", "publications", "lag",
        "mail list", "mail send", "init", "deploy", "prefect",
    }  # fmt: skip


@pytest.mark.parametrize("parser", EVERY, ids=lambda parser: parser.prog)
def test_every_command_has_an_example_that_it_can_read(parser: argparse.ArgumentParser) -> None:
    epilog = (parser.epilog or "").replace("\\\n", " ")
    examples = [line.strip() for line in epilog.splitlines() if line.startswith("  outturn ")]
    assert examples
    for example in examples:
        assert commands().read(shlex.split(example)[1:]).run == parser.get_default("run")


@pytest.mark.parametrize("parser", EVERY, ids=lambda parser: parser.prog)
def test_every_command_that_writes_can_say_what_it_would_do(parser: argparse.ArgumentParser) -> None:
    reads_only = {"status", "publications", "mail list", "prefect", "version"}
    reads_only |= {"quarantine list", "quarantine show", "waivers list", "extracts", "rules", "suites check"}
    reads_only |= {"deliveries list", "deliveries diff", "headers suggest"}
    options = {option for action in parser._actions for option in action.option_strings}
    name = parser.prog.removeprefix("outturn ")
    assert ("--dry-run" in options) is (name not in reads_only)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--help"], id="help"),
        pytest.param(["status"], id="status"),
        pytest.param(["explain", "FD-CONT-EH", "2020-21-Q2"], id="explain"),
        pytest.param(["publications"], id="publications"),
        pytest.param(["mail", "list"], id="mail list"),
        pytest.param(["backfill", "--help"], id="help of a command that runs a flow"),
    ],
)
def test_what_people_wait_for_imports_nothing_heavy(small: Shell, words: list[str]) -> None:
    program = f"""
import sys
from deployments.cli import main
try:
    main({words!r})
except SystemExit as end:
    assert not end.code
print("heavy:", sorted(set(sys.modules) & set({HEAVY!r})))
"""
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=small.folder,
        env=small.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "heavy: []"


def test_a_mistyped_command_gets_a_suggestion(shell: Shell) -> None:
    answer = shell.outturn("staus", status=2)
    assert "there is no command 'staus'" in answer.err
    assert "did you mean status?" in answer.err


def test_no_command_at_all_shows_the_help(shell: Shell) -> None:
    assert "outturn demo" in shell.outturn(status=2).out


@pytest.mark.parametrize("words", ["status", "explain FD-CONT-EH 2020-09", "publications", "mail send"])
def test_reading_where_there_is_no_store_says_so_and_makes_none(shell: Shell, words: str) -> None:
    answer = shell.outturn(*words.split(), status=5)
    assert "there is no store here" in answer.err
    assert "fix:" in answer.err
    assert list(shell.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        pytest.param("explain FD-CONT-EX 2020-09", 2, "did you mean FD-CONT-EH", id="unknown indicator"),
        pytest.param("explain FD-CONT-EH 2020-13", 2, "is not a period", id="impossible month"),
        pytest.param("explain FD-CONT-EH 2011-12", 2, "Write December 2011 or 2011/12", id="a month or a year"),
        pytest.param("run monthly nowhere 2020-09 --dry-run", 2, "no council called 'nowhere'", id="unknown council"),
        pytest.param("publications nowhere", 2, "no council called 'nowhere'", id="publications of nobody"),
        pytest.param("mail list nowhere", 2, "no council called 'nowhere'", id="mails of nobody"),
        pytest.param("indicators FD-CONTEH", 2, "did you mean FD-CONT-EH?", id="indicator misspelt"),
        pytest.param("headers suggest smallshire a.csv", 2, "not in landing: 1 of the 1", id="no such file"),
        pytest.param("explain FD-CONT-EH 2020-09 --member MASH", 2, "--team NAME", id="a member of no split"),
        pytest.param("run monthly smallshire soon --dry-run", 2, "is not a period", id="not a month"),
        pytest.param("run quarterly smallshire 2020-09 --dry-run", 2, "whole quarters", id="a month for a quarter"),
        pytest.param("run monthly smallshire 2020-09 --today 7/10/2020", 2, "is not a day", id="not a day"),
        pytest.param(
            "backfill smallshire --from 2020-05 --to 2020-09 --reason x",
            2,
            "2020-05, 2020-06",
            id="months without files",
        ),
        pytest.param("backfill smallshire --from 2020-07 --to 2020-09", 2, "--reason", id="no reason"),
        pytest.param("deploy smallshire", 5, "PREFECT_API_URL", id="no Prefect server"),
        pytest.param("mail send smallshire", 5, "no mail server is named", id="no mail server"),
        pytest.param("init Bad_Name", 2, "cannot be a council's code", id="bad code"),
        pytest.param("init smallshire", 2, "there is a council smallshire already", id="council exists"),
    ],
)
def test_an_error_says_what_where_and_fix(small: Shell, words: str, status: int, said: str) -> None:
    before = trees.contents(small.folder)
    answer = small.outturn(*shlex.split(words), status=status)
    assert said in answer.err
    assert re.search(r"^error: .+\n  where: .+\n  fix:   .+", answer.err)
    assert "Traceback" not in answer.err
    assert answer.out == ""
    assert trees.contents(small.folder) == before


def test_an_unforeseen_fault_is_told_without_its_words(
    small: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_args: object) -> None:
        raise ValueError("child 700001 was born on 01/02/2003")

    monkeypatch.setattr("deployments.standing.of", fail)
    monkeypatch.chdir(small.folder)
    assert cli.main(["status"]) == 1
    shown = capsys.readouterr().err
    assert "the program failed (ValueError)" in shown
    assert "700001" not in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    "words",
    [
        "run monthly smallshire 2020-07..2020-09",
        "run quarterly smallshire 2020-21-Q2",
        'backfill smallshire --from 2020-07 --to 2020-09 --reason "try it"',
        "mail send smallshire",
        "sample",
        "init elsewhere",
        "deploy smallshire",
        "demo",
    ],
)
def test_a_dry_run_says_something_and_writes_nothing(small: Shell, words: str) -> None:
    before = {path: path.stat().st_mtime_ns for path in small.folder.rglob("*")}
    answer = small.outturn(*shlex.split(words), "--dry-run")
    assert answer.out.strip()
    assert {path: path.stat().st_mtime_ns for path in small.folder.rglob("*")} == before


def test_a_place_that_cannot_be_written_to_is_told_by_its_folder_and_no_name_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "suites").write_text("a file stands where the folder should be")
    assert cli.main(["suites", "export", "--to", str(tmp_path / "suites" / "Jane Canary")]) == 5
    said = capsys.readouterr().err
    assert f"in {tmp_path / 'suites'}\n" in said
    assert "Not a directory" in said
    assert "Canary" not in said


def test_a_dry_run_makes_no_store(shell: Shell) -> None:
    for words in ("sample", "init exampleshire", "demo"):
        shell.outturn(*words.split(), "--dry-run")
    assert list(shell.folder.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        "status",
        "publications",
        "mail list",
        "explain FD-CONT-EH 2020-09",
        "version",
        "run monthly smallshire 2020-09 --dry-run",
        "deploy smallshire --dry-run",
    ],
)
def test_json_is_all_that_stands_on_standard_output(small: Shell, words: str) -> None:
    assert json.loads(small.outturn(*words.split(), "--json").out) is not None


def test_status_shows_gaps_refusals_and_what_waits(small: Shell) -> None:
    month = small_council.MONTHS[1]
    for path in (small.folder / "outturn-home" / "deliveries" / small_council.CODE / "cp_plans" / str(month)).iterdir():
        path.unlink()
    shown = small.outturn("status").out
    assert re.search(r"^  cp_plans +1-1$", shown, re.MULTILINE)
    assert re.search(r"^  contacts +111$", shown, re.MULTILINE)
    assert f"missing    cp_plans {month}" in shown
    assert "refused    2020-09 F30 notes.txt:" in shown
    assert re.search(r"rows .* in = .* loaded \+ .* quarantined \+ .* duplicates", shown)
    assert re.search(r"mails +1 waiting", shown)


def test_a_refused_file_that_was_taken_away_is_no_longer_shown(small: Shell) -> None:
    for month in small_council.MONTHS:
        (small.folder / "outturn-home" / "landing" / small_council.CODE / str(month) / "notes.txt").unlink()
    assert "refused" not in small.outturn("status").out


def test_options_stand_before_or_after_the_command(small: Shell, tmp_path: Path) -> None:
    home = str(small.folder / "outturn-home")
    elsewhere = Shell(tmp_path)
    before = elsewhere.outturn("--home", home, "status").out
    assert before == elsewhere.outturn("status", "--home", home).out
    assert "Smallshire" in before


@pytest.mark.parametrize(
    ("after", "before"),
    [
        ("policy approve smallshire 2020-21 --by Board --on 2020-03-18 FD-CONT-EH LAC-RATE",
         "policy approve smallshire 2020-21 FD-CONT-EH LAC-RATE --by Board --on 2020-03-18"),
        ("policy approve --dry-run smallshire --by Board 2020-21 FD-CONT-EH",
         "policy approve smallshire 2020-21 FD-CONT-EH --by Board --dry-run"),
        ("run monthly smallshire --today 2020-10-07 2020-09", "run monthly smallshire 2020-09 --today 2020-10-07"),
        ("publications --json smallshire", "publications smallshire --json"),
        ("headers suggest smallshire --json a.csv b.csv", "headers suggest smallshire a.csv b.csv --json"),
    ],
)  # fmt: skip
def test_what_may_be_left_out_stands_before_or_after_the_options(after: str, before: str) -> None:
    assert vars(commands().read(after.split())) == vars(commands().read(before.split()))


@pytest.mark.parametrize("words", ["FD-CONT-EH 2020-21-Q2 --by team", "fd-cont-eh 2020-21-q2 --by Team"])
def test_capitals_make_no_difference_to_what_is_explained(small: Shell, words: str) -> None:
    assert small.outturn("explain", *words.split()).out.startswith("FD-CONT-EH ")


def test_an_option_that_a_command_does_not_know_is_named(small: Shell) -> None:
    answer = small.outturn("policy", "approve", "smallshire", "2020-21", "--colour", "FD-CONT-EH", status=2)
    assert "unrecognized arguments: --colour" in answer.err


def test_init_writes_a_council_that_loads_and_says_what_to_fill_in(shell: Shell) -> None:
    shell.outturn("init", "exampleshire", "--name", 'Exampleshire "County" Council')
    folder = shell.folder / "outturn-home" / "councils" / "exampleshire"
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == {
        "council.toml", "headers.toml", "indicators.toml", "teams.csv",
        "targets/2020_21.toml", "reports/scrutiny.toml",
    }  # fmt: skip
    assert 'Exampleshire "County" Council' in shell.outturn("status", "exampleshire").out


def test_no_colour_and_no_moving_parts_in_a_pipe(small: Shell) -> None:
    small.extra.pop("NO_COLOR", None)
    assert "\x1b" not in small.outturn("status").out


def test_the_sample_that_help_speaks_of_is_the_one_that_is_written() -> None:
    from inspect import signature

    from deployments.cli import sample
    from tasks.sample import story, write_sample

    assert signature(write_sample).parameters["seed"].default == sample.SEED
    assert (sample.COUNCIL, sample.FIRST, sample.LAST) == (story.COUNCIL, story.FIRST_MONTH, story.LAST_MONTH)
