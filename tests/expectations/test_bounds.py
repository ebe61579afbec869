"""A code is out of use after it was withdrawn, judged by the row's own day, and before its collection began."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from expectations.bounds import sql_out_of_use
from expectations.codes.assessing import FACTORS
from expectations.codes.looked_after import PLACEMENT_CHANGE, REASON_ENDED
from expectations.contract import Column, Extract
from expectations.extracts import load
from tests.expectations.whole_files import check


@pytest.mark.parametrize(
    ("codes", "code", "used_on", "told_on", "out_of_use"),
    [
        (REASON_ENDED, "E43", "2019-03-31", "2026-09-30", False),
        (REASON_ENDED, "E43", "2019-04-01", "2026-09-30", True),
        (REASON_ENDED, "E45", "2017-05-01", "2018-03-31", True),
        (REASON_ENDED, "E45", "2017-05-01", "2018-04-30", False),
        (REASON_ENDED, "E8", "1995-01-01", "1995-01-01", False),
        (PLACEMENT_CHANGE, "CUSTOD", "2018-03-31", "2018-03-31", True),
        (PLACEMENT_CHANGE, "CUSTOD", "2018-04-01", "2018-04-30", False),
    ],
)
def test_a_code_is_judged_by_the_day_it_was_used_and_the_month_it_was_told(codes, code, used_on, told_on, out_of_use):
    bounds = sql_out_of_use(codes, "code", "used_on", "told_on")
    row = f"(SELECT '{code}' AS code, DATE '{used_on}' AS used_on, DATE '{told_on}' AS told_on)"
    assert duckdb.sql(f"SELECT {bounds} FROM {row}").fetchall() == [(out_of_use,)]


@pytest.mark.parametrize(
    ("codes", "used_on", "out_of_use"),
    [
        ("1A,18A", "2022-03-31", False),
        ("1A,18A", "2022-04-01", True),
        ("18B,2C", "2021-03-31", True),
        ("18B,2C", "2021-04-01", False),
        ("8A", "2030-01-01", False),
        ("", "2030-01-01", False),
    ],
)
def test_each_code_of_several_is_judged(codes, used_on, out_of_use):
    bounds = sql_out_of_use(FACTORS, "codes", "used_on", is_list=True)
    row = f"(SELECT '{codes}' AS codes, DATE '{used_on}' AS used_on)"
    assert duckdb.sql(f"SELECT {bounds} FROM {row}").fetchall() == [(out_of_use,)]


# Code, last month of it or first month of it: what has changed in the returns since they have been read.
DRIFTS = {
    "persons.sex_code": ("1 <2024-03", "2 <2024-03", "0 <2024-03", "9 <2024-03"),
    "adopters.sex_code": ("1 <2024-03", "2 <2024-03"),
    "lac_episodes.placement_code": (
        "H5 <2024-03", "P2 <2024-03", "K3 >2024-04", "Z1 <2025-03", "Z11 >2025-04", "Z12 >2025-04", "Z13 >2025-04",
        "Z14 >2025-04",
    ),
    "lac_episodes.reason_ended_code": (
        "E43 <2019-03", "E44 <2019-03", "E45 >2018-04", "E46 >2018-04", "E47 >2018-04", "E48 >2018-04",
    ),
    "lac_episodes.placement_change_code": ("CUSTOD >2018-04",),
    "care_leavers.activity_code": (
        "F3 <2019-03", "P3 <2019-03", "F4 >2018-04", "F5 >2018-04", "P4 >2018-04", "P5 >2018-04",
    ),
    "assessments.factor_codes": (
        "18A <2022-03", "19A <2022-03", "18B >2021-04", "18C >2021-04", "19B >2021-04", "19C >2021-04",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "drift"), [(name, drift) for name, drifts in DRIFTS.items() for drift in drifts], ids=str
)
def test_what_the_returns_changed_is_a_finding_on_the_wrong_side_of_its_month_only(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path, name: str, drift: str
) -> None:
    """A file with nothing in it but the code, for the months on both sides: kept in both, told in one."""
    of, called = name.split(".")
    extract, column = load()[of], load()[of].column(called)
    written, side, month = drift.partition("<") if "<" in drift else drift.partition(">")
    year, number = map(int, month.split("-"))
    after = f"{year + number // 12}-{number % 12 + 1:02}"
    before = f"{year - (number == 1)}-{number - 1 or 12:02}"
    right, wrong = (month, after) if side == "<" else (month, before)
    assert told(connection, tmp_path, extract, column, (written.strip(), right)) == (True, False)
    assert told(connection, tmp_path, extract, column, (written.strip(), wrong)) == (True, True)


def told(
    connection: duckdb.DuckDBPyConnection, folder: Path, extract: Extract, column: Column, given: tuple[str, str]
) -> tuple[bool, bool]:
    """Tell whether the code of a row of that month is kept, and whether it is a finding that it is out of use."""
    code, month = given
    needed = [c for c in extract.columns if c.required or c.expected or c.name in extract.told_by]
    cells = {c.header: "P1" if c.identifies else f"{month}-03" if c.type == "DATE" else "" for c in needed}
    cells |= {c.header: next(iter(c.codes.codes)) for c in needed if c.codes and c.name != column.name}
    cells |= {column.header: code}
    text = f"{','.join(cells)}\n{','.join(cells.values())}\n"
    (verdict,) = check(connection, extract, folder, [text], month=month)
    [(kept,)] = connection.execute(f"SELECT {column.name} IS NOT NULL FROM checked").fetchall()
    return kept, "A6V" in {finding.rule for finding in verdict.findings if finding.column == column.name}
