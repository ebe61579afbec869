"""Properties that every indicator has, and the same figures counted a second time in another way."""

from __future__ import annotations

import ast
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.warehouse.plain import MEASURES, plain
from tests.warehouse.plain.books import Books, Tally
from tests.warehouse.random_council import random_councils
from tests.warehouse.warehouse_builder import Measured, Warehouse, build
from warehouse import indicators
from warehouse.indicator import Exclusion, Proportion
from warehouse.marts import periods_covered
from warehouse.periods import Month, Quarter

DATASETS = int(os.environ.get("OUTTURN_RANDOM_DATASETS", "100"))
BATCH = 25
SPECS_WANTED = 3


@pytest.fixture(scope="module")
def empty_warehouse() -> Iterator[Warehouse]:
    months = [str(month) for month in Quarter("2020-21-Q2").months]
    warehouse = build({}, {"persons": months})
    yield warehouse
    warehouse.connection.close()


EVERY_VERSION = [version for versions in indicators.load().values() for version in versions]


@pytest.mark.parametrize("indicator", EVERY_VERSION, ids=lambda i: f"{i.code} version {i.version}")
def test_a_definition_fits_the_warehouse(indicator: Proportion, empty_warehouse: Warehouse) -> None:
    # A column that does not exist is named here by DuckDB, before any run.
    empty_warehouse.connection.execute("EXPLAIN " + indicator.sql())


def test_every_indicator_has_spec_tests() -> None:
    measured = Counter(
        code for path in Path(__file__).parent.glob("test_indicator_specs_*.py") for code in _codes(path)
    )
    assert set(measured) == set(indicators.load())
    assert min(measured.values()) >= SPECS_WANTED, measured


def _codes(path: Path) -> list[str]:
    """Return the indicators that a module measures, once for each test."""
    found: list[str] = []
    for function in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(function, ast.FunctionDef):
            found += sorted(
                {
                    node.args[0].value
                    for node in ast.walk(function)
                    if isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id == "measure"
                    and isinstance(node.args[0], ast.Constant)
                }
            )
    return found


def test_both_ways_of_counting_know_the_same_indicators() -> None:
    assert set(MEASURES) == set(indicators.load())


NOT_OF_A_CHILD = {
    "worker_caseload_at": "worker_id",
    "exclusion_in_year": "pupil_id",
}  # The others without a child are of foster households.
BY_COUNCIL = {
    code: tuple(
        replace(v, team=f"split_part({v.child or NOT_OF_A_CHILD.get(v.population, 'household_id')}, '-', 1)")
        for v in versions
    )
    for code, versions in indicators.load().items()
}


@pytest.mark.parametrize("seed", range(-(-DATASETS // BATCH)), ids=lambda seed: f"{BATCH} councils of seed {seed}")
def test_a_second_implementation_counts_the_same(seed: int) -> None:
    # The councils share a warehouse; instead of by team, their figures are counted by council.
    batch = random_councils(seed, BATCH)
    warehouse = build(batch.files, batch.delivered, measured_by=BY_COUNCIL)
    found = _by_council(warehouse)
    cases: Counter[str] = Counter()
    for council, files in batch.councils.items():
        books = Books(files)
        for period in periods_covered([month for months in batch.delivered.values() for month in months]):
            for code in MEASURES:
                theirs = plain(books, batch.delivered, code, period.starts_on, period.ends_on) or Tally()
                ours = found.get((code, str(period), council), (0, 0, 0, 0))
                counted = theirs.denominator if has_denominator(code) else 0
                assert ours == (theirs.numerator, counted, theirs.excluded.total(), theirs.unknown), (
                    f"{code} {period} of council {council}: {files}"
                )
                cases[code] += theirs.denominator
    warehouse.connection.close()
    assert set(cases) == set(MEASURES)


def _by_council(warehouse: Warehouse) -> dict[tuple[str, str, str], tuple[int, ...]]:
    rows = warehouse.rows(
        "SELECT indicator, period, member, numerator, denominator, excluded, unknown FROM mart.indicator_result "
        "WHERE dimension = 'team'"
    )
    return {(code, period, council): tuple(int(n or 0) for n in counts) for code, period, council, *counts in rows}


def has_denominator(code: str) -> bool:
    """Whether the denominator can be counted: a number has none, a rate is held against residents."""
    return indicators.load()[code][0].measure in ("proportion", "average", "monthly_count")


@pytest.mark.parametrize("seed", range(1_000, 1_008), ids=lambda seed: f"council of seed {seed}")
def test_teams_reasons_and_gaps_agree_too_and_add_up(seed: int) -> None:
    batch = random_councils(seed, 1)
    books = Books(batch.files)
    warehouse = build(batch.files, batch.delivered)
    for period in periods_covered([month for months in batch.delivered.values() for month in months]):
        for code in MEASURES:
            ours = warehouse.measured(code, period)
            theirs = plain(books, batch.delivered, code, period.starts_on, period.ends_on)
            assert bool(ours.missing) == (theirs is None)
            tally = theirs or Tally()
            assert sorted(ours.excluded.values()) == sorted(tally.excluded.values()), f"{code} {period}"
            if indicators.load()[code][0].is_of_rows:
                assert ours.teams == tally.teams, f"{code} {period}"
            if indicators.load()[code][0].measure == "proportion":
                _assert_adds_up(ours)
    warehouse.connection.close()


def _assert_adds_up(found: Measured) -> None:
    """Nothing is counted in the numerator only, and the teams are the whole."""
    assert 0 <= found.numerator <= found.denominator
    assert 0 <= found.unknown <= found.denominator
    assert all(0 <= met <= counted for met, counted in found.teams.values())
    assert sum(met for met, _ in found.teams.values()) == found.numerator
    assert sum(counted for _, counted in found.teams.values()) == found.denominator


# Declarations

SOUND = indicators.load()["FD-CONT-EH"][0]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param({"title": ""}, "title is empty", id="no title"),
        pytest.param({"needs": ()}, "needs is empty", id="needs nothing"),
        pytest.param({"better": ""}, "better must be higher or lower", id="no direction"),
        pytest.param({"over": "as_at"}, "a position is dated by as_at", id="a position dated by an event"),
        pytest.param({"from_quarter": "2021-Q1"}, "is not a quarter", id="from a quarter that does not exist"),
    ],
)
def test_a_definition_that_cannot_be_explained_is_refused(change: dict, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        replace(SOUND, **change)


def test_all_faults_of_a_definition_are_named_at_once() -> None:
    with pytest.raises(ValueError, match=r"indicator FD-CONT-EH: title is empty; why is empty; owner is empty"):
        replace(SOUND, title="", why="", owner="")


def test_a_reason_with_an_apostrophe_is_a_reason_like_any_other(empty_warehouse: Warehouse) -> None:
    indicator = replace(SOUND, exclusions=(Exclusion("another council's child", "team = 'x'"),))
    empty_warehouse.connection.execute("EXPLAIN " + indicator.sql())


def test_the_first_exclusion_that_applies_takes_the_row_out() -> None:
    # One row to which both apply, one to which the second applies, one to which neither does.
    indicator = replace(SOUND, exclusions=(Exclusion("first", "team = 'a'"), Exclusion("second", "team <> 'c'")))
    warehouse = build(
        {"contacts": {"2020-09": [{"contact_on": date(2020, 9, 1), "team": team} for team in ("a", "b", "c")]}}
    )
    rows = warehouse.rows(indicator.sql())
    teams = [(member, reason) for _, dimension, member, reason, *_ in rows if dimension == "team"]
    assert sorted(teams) == [("a", "first"), ("b", "second"), ("c", None)]
    warehouse.connection.close()


@pytest.mark.parametrize(
    ("period", "version"),
    [
        pytest.param(Month("2021-03"), 1, id="the month before"),
        pytest.param(Month("2021-04"), 2, id="the first month"),
        pytest.param(Quarter("2020-21-Q4"), 1, id="the quarter before"),
        pytest.param(Quarter("2021-22-Q1"), 2, id="the first quarter"),
        pytest.param(Quarter("2030-31-Q1"), 2, id="ever after"),
    ],
)
def test_a_version_is_in_force_from_its_quarter_on(period: Month | Quarter, version: int) -> None:
    assert indicators.in_force(indicators.load()["SUP-LAC"], period).version == version


def test_versions_follow_one_another_without_a_gap() -> None:
    for code, versions in indicators.load().items():
        numbers: Sequence[int] = [version.version for version in versions]
        assert numbers == list(range(1, len(numbers) + 1)), code
        assert not versions[0].from_quarter, f"{code} has no definition before {versions[0].from_quarter}"
