"""Sample Borough's monthly report has a figure for everything that is measured; its year end is the published one."""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tests.demo.conftest import Demo
from warehouse import indicators
from warehouse.periods import Month

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "published" / "year_end_2020_21_appendix2.csv"
MOST_BYTES = 2_000_000

NOT_AS_PUBLISHED = {
    "LAC-PPLAN": "no number of young people near 54 gives 66.3%, and the deck of the second quarter has 55",
    "WF-SW2": "no number of 206 children gives 13.0%, and no other number gives the other shares of children in care",
}
"""Indicator -> why Sample Borough's year is not what was printed for it."""


def results(demo: Demo, period: str, report: str) -> dict[str, dict[str, str]]:
    """Return the rows of a publication's latest version, by indicator."""
    versions = sorted((demo.home / "published" / "sample-borough" / period / report).glob("v*"))
    with (versions[-1] / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["indicator"]: row for row in csv.DictReader(file)}


def test_a_monthly_report_came_out_for_every_month(demo: Demo) -> None:
    published = {path.parent.name for path in (demo.home / "published" / "sample-borough").glob("*/monthly")}
    assert published == {str(month) for month in Month.range(Month("2019-04"), Month("2021-06"))}


def test_the_monthly_report_has_a_figure_for_every_indicator_that_rows_can_give(demo: Demo) -> None:
    found = results(demo, "2021-03", "monthly")
    assert set(found) == set(indicators.load())
    assert not {code: row["no_data_reason"] for code, row in found.items() if not row["value"]}


def test_a_monthly_pack_of_all_indicators_stays_small_enough_to_be_sent(demo: Demo) -> None:
    packs = list((demo.home / "published" / "sample-borough").glob("*/monthly/v*/pack.html"))
    assert max(path.stat().st_size for path in packs) <= MOST_BYTES


def test_years_come_out_with_their_fourth_quarter_and_no_report_of_another_cadence(demo: Demo) -> None:
    folders = (demo.home / "published" / "sample-borough").glob("*/year_end")
    assert {path.parent.name for path in folders} == {"2019-20", "2020-21"}


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published figures are not beside the project")
def test_the_year_of_the_sample_is_the_published_one(demo: Demo) -> None:
    with PUBLISHED.open(encoding="utf-8") as file:
        published = {row["indicator_id"]: row["value_printed"].rstrip("%") for row in csv.DictReader(file)}
    found = results(demo, "2020-21", "year_end")
    assert list(found) == list(published)
    other = {
        code: (said, row["value"])
        for (code, said), row in zip(published.items(), found.values(), strict=True)
        if not row["value"] or _rounded_like(row["value"], said) != Decimal(said)
    }
    assert set(other) == set(NOT_AS_PUBLISHED), other


def _rounded_like(value: str, said: str) -> Decimal:
    """Round a value half up to as many decimals as a printed figure has."""
    return Decimal(value).quantize(Decimal(1).scaleb(-len(said.partition(".")[2])), ROUND_HALF_UP)
