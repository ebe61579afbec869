"""A team that a file spells in several ways is listed once, with the rows that count apart; other teams are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import pytest

from expectations.extracts import load
from expectations.findings import Finding
from tests.expectations.whole_files import check

CONTACTS = load()["contacts"]


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def alike(connection: duckdb.DuckDBPyConnection, folder: Path, names: Sequence[str]) -> list[Finding]:
    rows = [f"C{n},P{n},05/09/2020,6,NFA,{name}" for n, name in enumerate(names)]
    header = "Contact ID,Child Unique ID,Date of Contact,Contact Source,Contact Outcome,Contact Team"
    (verdict,) = check(connection, CONTACTS, folder, ["\n".join([header, *rows])])
    return [finding for finding in verdict.findings if finding.rule == "G12"]


@pytest.mark.parametrize(
    "names",
    [
        ("North East", "NORTH EAST"),
        ("North East", "North-East"),
        ("North East", "North\u00a0 East ", "north/east"),
        ("Fostering & Adoption", "Fostering and Adoption"),
        ("MASH", "Mash Team"),
        ("The Willows", "Willows team"),
        ("D\u00e9part", "D\u00c9PART"),
    ],
)
def test_one_team_in_several_spellings_is_listed(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, names: tuple[str, ...]
) -> None:
    (finding,) = alike(connection, tmp_path, [names[0], *names])
    assert finding.message.startswith(
        "Contact Team: 1 name is written in more than one way, so that 1 row counts apart"
    )
    assert (finding.severity, finding.column) == ("query", "team")
    assert not any(name in finding.message for name in names)


@pytest.mark.parametrize(
    "names",
    [
        ("Assessment 1", "Assessment 2"),
        ("North East", "North West"),
        ("North  East", " North\u00a0East"),
        ("Team", "The"),
        ("", "-"),
    ],
    ids=lambda names: names[0],
)
def test_several_teams_or_one_that_is_tidied_are_not(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, names: tuple[str, ...]
) -> None:
    assert alike(connection, tmp_path, names) == []


def test_rows_that_count_apart_are_those_of_the_rarer_spellings(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    names = ["MASH"] * 5 + ["Mash"] * 3 + ["mash"] * 2 + ["South"] * 2 + ["SOUTH"] + ["East"]
    (finding,) = alike(connection, tmp_path, names)
    assert finding.message == "Contact Team: 2 names are written in more than one way, so that 6 rows count apart"
