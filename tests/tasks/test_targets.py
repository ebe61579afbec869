"""A council's targets: one file a year, no tolerance below nothing, and no number where no direction was agreed.

What others achieved, in its comparators.csv, is refused as loudly.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tasks import councils
from tasks.councils import CouncilError
from tasks.publishing import identity, result_line
from tasks.store import Store
from tests.tasks import dropped, pack_builder

WATCHED = 'unit = "days"\ntitle = "Days waited"\n'
OURS = "financial_year = '2020-21'\n[targets.LOC-WAIT]\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = dropped.council(tmp_path / "home")
    (store.councils() / dropped.CODE / "targets").mkdir()
    return store


def faults(store: Store, direction: str, **targets: str) -> str:
    """Load the council with a returned indicator and some files of targets; what is refused, "" where nothing is."""
    folder = store.councils() / dropped.CODE
    (folder / "indicators.toml").write_text(f"[indicators.LOC-WAIT]\n{WATCHED}{direction}")
    for name, text in targets.items():
        (folder / "targets" / f"{name}.toml").write_text(text)
    try:
        councils.load(store, dropped.CODE)
    except CouncilError as fault:
        return str(fault)
    return ""


@pytest.mark.parametrize(
    ("direction", "target", "refused"),
    [
        pytest.param("better = 'lower'\n", "annual = 10\ntolerance_pct = 0\n", False, id="a number and a direction"),
        pytest.param("", "annual = 10\n", True, id="a number for the year, no direction"),
        pytest.param("", "annual = 'none'\nq2 = 10\n", True, id="a number for a quarter, no direction"),
        pytest.param("", "annual = 'none'\n", False, id="no number, no direction"),
    ],
)
def test_a_number_to_be_reached_needs_a_direction(store: Store, direction: str, target: str, refused: bool) -> None:
    told = faults(store, direction, of_2020=OURS + target)
    assert ("LOC-WAIT has a target for 2020/21, but whether higher or lower is better is not said" in told) is refused
    assert bool(told) is refused


def test_a_year_has_one_file_of_targets(store: Store) -> None:
    told = faults(store, "better = 'lower'\n", a=OURS + "annual = 10\n", b=OURS + "annual = 12\n")
    assert "another file has the targets for 2020-21 already" in told
    assert "testshire/targets/b.toml" in told


def test_an_indicator_stands_once_in_a_file(store: Store) -> None:
    twice = OURS + "annual = 10\n[targets.LOC-WAIT]\nannual = 12\n"
    assert "not valid TOML" in faults(store, "better = 'lower'\n", a=twice)


def test_a_fault_of_the_comparators_stops_the_council_from_loading(store: Store) -> None:
    path = store.councils() / dropped.CODE / "comparators.csv"
    head = "indicator,group,authority,period,value,definition,source,informal\n"
    path.write_text(f"{head}LOC-WAIT,Mars,,2020-21,67,same,DfE,\nLOC-WAIT,London,,2020-21,67,same,,\n")
    told = faults(store, "better = 'lower'\n")
    assert "line 2: group must be one of" in told
    assert "line 3: source is blank" in told
    assert "testshire/comparators.csv" in told
    path.write_text(f"{head}LOC-WAITS,London,,2020-21,67,same,DfE,\n")
    assert "comparators.csv: 'LOC-WAITS' (did you mean 'LOC-WAIT'?)" in faults(store, "better = 'lower'\n")
    path.write_text(f"{head}LOC-WAIT,London,,2020-21,67,same,DfE,\n")
    assert faults(store, "better = 'lower'\n") == ""


def test_a_tolerance_in_the_indicator_s_own_unit_is_part_of_what_was_published() -> None:
    pack = pack_builder.deck()
    row = replace(pack.rows[0], tolerance=pack.rows[0].tolerance_pct)
    assert identity(replace(pack, rows=(row, *pack.rows[1:]))) != identity(pack)
    assert result_line(replace(row, tolerance=Fraction(3, 2)))["tolerance"] == "1.5"
    assert result_line(pack.rows[0])["tolerance"] == ""
