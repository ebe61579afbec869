"""A row that is older than it may be kept is listed; what has not ended is not, and nothing is set aside for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from expectations.assertions import assertions_of
from expectations.contract import Column, ContractError, Extract
from expectations.extracts import load
from tests.expectations.whole_files import check

STAYS = Extract(
    "stays", "Stays", "events", ("stay_id",),
    (
        Column("stay_id", "VARCHAR", "Stay", "X.", required=True, identifies="stay"),
        Column("began_on", "DATE", "Began", "X."),
        Column("ended_at", "TIMESTAMP", "Ended", "X."),
    ),
    dated_by="began_on", kept_from="ended_at", retention_years=6,
)  # fmt: skip
BY_START = replace(STAYS, kept_from=None)
LISTS = replace(STAYS, kind="snapshot", kept_from=None, dated_by=None)
RECEIVED_ON = date(2020, 10, 5)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


@pytest.mark.parametrize(
    ("extract", "row", "received_on", "past"),
    [
        pytest.param(STAYS, "01/01/2005,04/10/2014 23:59", RECEIVED_ON, 1, id="ended a day too long ago"),
        pytest.param(STAYS, "01/01/2005,05/10/2014 00:00", RECEIVED_ON, 0, id="ended on the last day that is kept"),
        pytest.param(STAYS, "01/01/2005,", RECEIVED_ON, 0, id="not ended"),
        pytest.param(BY_START, "04/10/2014,", RECEIVED_ON, 1, id="nothing ends, begun a day too long ago"),
        pytest.param(BY_START, "05/10/2014,", RECEIVED_ON, 0, id="nothing ends, begun on the last day that is kept"),
        pytest.param(BY_START, ",01/01/2005", RECEIVED_ON, 0, id="no day to count from"),
        pytest.param(LISTS, "01/01/2005,", date(2026, 9, 30), 0, id="list of a month that is kept until today"),
        pytest.param(LISTS, "01/01/2005,", date(2026, 10, 1), 1, id="list of a month that was kept until yesterday"),
    ],
)  # fmt: skip
def test_a_row_is_too_old_from_the_day_after_its_last(  # noqa: PLR0917 - one row, one story
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, extract: Extract, row: str, received_on: date, past: int
) -> None:
    text = f"Stay,Began,Ended\nS1,{row}\n"
    (verdict,) = check(connection, extract, tmp_path, [text], received_on)
    found = [(f.rows, f.severity, f.message) for f in verdict.findings if f.rule == "A9"]
    assert found == [(past, "warn", "Older than such rows are to be kept: 6 years")] * past
    assert verdict.accounting.loaded == 1


def test_every_extract_says_how_long_its_rows_are_kept() -> None:
    for extract in load().values():
        (asserted,) = [a for a in assertions_of(extract) if a.rule == "A9"]
        assert f"INTERVAL {extract.retention_years} YEAR" in asserted.passes_when


def test_a_contract_keeps_rows_for_a_year_or_more_from_a_day_that_it_has() -> None:
    with pytest.raises(
        ContractError, match=r"kept_from names unknown column left_on; retention_years must be 1 or more"
    ):
        replace(STAYS, kept_from="left_on", retention_years=0)
