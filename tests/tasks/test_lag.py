"""How far figures moved is measured from the deliveries, once a month, and told where a figure may still move."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest

from deployments import cli
from tasks import councils, publishing, vintages
from tasks.store import Store
from tests.tasks import small_council, trees
from warehouse.periods import Month, Quarter

CODE = small_council.CODE
MONTHS = Month.range(Month("2020-07"), Month("2021-01"))
SETTLED = MONTHS[:3]
"""Months that ended four or more months before the last."""

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Seven months in which every file tells an authorisation that is still to come as of the month's last day."""
    store = small_council.make(tmp_path_factory.mktemp("once") / "home", MONTHS)
    for path in store.landing(CODE).rglob("*"):
        if path.is_file() and "assessments" not in path.name and "referrals" not in path.name:
            path.unlink()
    small_council.run_monthly(store, MONTHS)
    return store


@pytest.fixture
def store(built: Store, tmp_path: Path) -> Store:
    return Store(shutil.copytree(built.root, tmp_path / "home"))


@pytest.fixture(scope="module")
def measured(built: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(shutil.copytree(built.root, tmp_path_factory.mktemp("measured") / "home"))
    assert cli.main(["--home", str(store.root), "lag", CODE]) == 0
    return store


def made(store: Store) -> dict[str, str]:
    return trees.contents(store.vintages(CODE))


def ask(store: Store, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert cli.main(["--home", str(store.root), *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def authorised_in(store: Store, file: Month, period: tuple[Month, ...]) -> int:
    """Count in one landed file the assessments authorised in some months, as somebody with the file would."""
    (path,) = store.landing(CODE, str(file)).glob("assessments*")
    days = [line["authorisation_date"] for line in csv.DictReader(path.open(newline=""))]
    return sum(f"{day[6:]}-{day[3:5]}" in {str(month) for month in period} for day in days)


def test_the_moves_are_those_of_the_landed_files(measured: Store, capsys: pytest.CaptureFixture[str]) -> None:
    found = {(one["indicator"], one["period"]): one["ages"] for one in ask(measured, capsys, "lag", CODE)["moves"]}
    for age, told in enumerate(found["FD-ASMT-VOL", "month"]):
        moves = sorted(
            abs(authorised_in(measured, MONTHS[-1], (month,)) - authorised_in(measured, month.plus(age), (month,)))
            for month in SETTLED
        )
        most, usual = (f"{size:,}" for size in (moves[-1], moves[1]))
        assert told == {
            "age_months": age, "figures": 3, "until": "2020-09", "largest_move": most, "median_move": usual
        }  # fmt: skip
    assert found["FD-ASMT-VOL", "month"][0]["largest_move"] != "0", "the files tell of no move, so nothing is tested"
    assert found["FD-ASMT-VOL", "quarter"][0] == {
        "age_months": 0, "figures": 1, "until": "2020-09", "largest_move": None, "median_move": None
    }  # fmt: skip
    assert found["FD-REF-ASMT", "month"][0]["largest_move"] == "0 percentage points"


def test_a_figure_that_may_still_move_says_how_far_others_of_its_age_did(
    measured: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ask(measured, capsys, "explain", "FD-ASMT-VOL", "2021-01")
    most = told["recording_lag"]["largest_move"]
    cli.main(["--home", str(measured.root), "explain", "fd-asmt-vol", "2021-01"])
    said = capsys.readouterr().out
    assert f"Recording lag\n  At this age the figure moved by up to {most} afterwards, over the 12 months" in said
    cli.main(["--home", str(measured.root), "explain", "FD-REF-ASMT", "2021-01"])
    assert "At this age the figure did not move afterwards" in capsys.readouterr().out
    cli.main(["--home", str(measured.root), "explain", "FD-ASMT-VOL", "2020-21-Q3"])
    assert "Recording lag" not in capsys.readouterr().out, "of a final figure, too little is no news"
    assert ask(measured, capsys, "explain", "FD-ASMT-VOL", "2020-09")["recording_lag"] is None, "it is settled"


def test_a_pack_says_it_beside_the_status(measured: Store, tmp_path: Path) -> None:
    store = Store(shutil.copytree(measured.root, tmp_path / "home"))
    report = store.councils() / CODE / "reports" / "main.toml"
    text = report.read_text().replace("main = true", 'main = true\ncadence = "monthly"')
    report.write_text(text.replace("FD-ASMT-45", "FD-ASMT-10"))
    council = councils.load(store, CODE)
    (publication,) = publishing.publish(store, council, [MONTHS[-1]], small_council.RUN_ON, lambda _line: None)
    page = (publication.folder / "pack.html").read_text()
    row = next(row for row in publication.pack.rows if row.indicator == "FD-ASMT-10")
    assert row.movement is not None
    assert row.still_moves.startswith("At this age the figure moved by up to ")
    assert row.still_moves.endswith("percentage points or less")
    assert f"<dt>Status</dt><dd>Provisional. {row.still_moves}." in page


def test_without_the_measure_explain_says_how_to_have_it(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--home", str(store.root), "explain", "FD-ASMT-VOL", "2021-01"]) == 0
    assert f"has not been measured; to have it measured: outturn lag {CODE}" in capsys.readouterr().out
    assert vintages.keep_up(store, councils.load(store, CODE), lambda _line: None) == ()
    assert not store.vintages(CODE).exists()


def test_a_dry_run_names_the_months_and_writes_nothing(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    before = trees.contents(store.root)
    assert ask(store, capsys, "lag", CODE, "--dry-run") == {"would_count": [month.label for month in MONTHS]}
    assert trees.contents(store.root) == before


def test_what_is_kept_is_not_counted_again(measured: Store, capsys: pytest.CaptureFixture[str]) -> None:
    stamps = {path: path.stat().st_mtime_ns for path in measured.vintages(CODE).iterdir()}
    assert len(stamps) == len(MONTHS)
    first = ask(measured, capsys, "lag", CODE)
    assert ask(measured, capsys, "lag", CODE) == first
    assert {path: path.stat().st_mtime_ns for path in measured.vintages(CODE).iterdir()} == stamps


def test_kept_month_by_month_they_are_the_same_as_counted_afterwards(store: Store, measured: Store) -> None:
    council, aside = councils.load(store, CODE), store.root / "aside"
    shutil.move(store.deliveries(CODE), aside)
    store.vintages(CODE).mkdir(parents=True)
    for month in MONTHS:
        for place in aside.glob(f"*/{month}"):
            target = store.deliveries(CODE) / place.relative_to(aside)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(place, target)
        assert vintages.keep_up(store, council, lambda _line: None) == (month,)
    assert made(store) == made(measured)


def test_what_was_counted_by_other_definitions_is_not_read_and_gives_way(
    measured: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(shutil.copytree(measured.root, tmp_path / "home"))
    council = councils.load(store, CODE)
    assert len(vintages.kept(store, council, ["FD-ASMT-VOL"])) > 10
    monkeypatch.setattr(vintages, "definitions_fingerprint", lambda: "others")
    assert vintages.kept(store, council) == ()
    assert vintages.missing(store, council) == MONTHS
    monkeypatch.setattr(vintages, "count", lambda *_asked: [])
    assert vintages.make(store, council, lambda _line: None) == MONTHS
    assert len(made(store)) == len(MONTHS)
    assert not set(made(store)) & set(made(measured))


def test_what_is_kept_is_figures_and_nothing_of_a_child(measured: Store) -> None:
    paths = [str(path) for path in measured.vintages(CODE).iterdir()]
    with duckdb.connect() as connection:
        columns = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [paths]).fetchall()
        values = connection.execute("SELECT DISTINCT value FROM read_parquet(?)", [paths]).fetchall()
    assert [name for name, *_ in columns] == ["known_with", "indicator", "kind", "period", "version", "value"]
    assert all(Fraction(value) >= 0 for (value,) in values if value is not None)
    assert {path.stat().st_mode & 0o777 for path in measured.vintages(CODE).iterdir()} == {0o600}


def test_a_quarter_is_a_kind_of_its_own(measured: Store) -> None:
    found = vintages.kept(measured, councils.load(measured, CODE), ["FD-ASMT-VOL"])
    of_quarter = {(one.period, one.age): one.value for one in found if one.kind == "quarter"}
    quarter = Quarter("2020-21-Q2")
    for age in range(4):
        expected = authorised_in(measured, quarter.months[-1].plus(age), quarter.months)
        assert of_quarter[str(quarter), age] == expected
