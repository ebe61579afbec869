"""Sample Borough's reports: the monthly one shows everything that is measured, the yearly one what was published."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from tasks import councils
from tasks.councils import Council
from tasks.store import Store
from warehouse import indicators
from warehouse.periods import FinancialYear

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "published" / "year_end_2020_21_appendix2.csv"
YEAR = FinancialYear("2020-21")
NOT_IN_THE_MONTHLY_REPORT: dict[str, str] = {}
"""Indicator -> why Sample Borough's monthly report does not show it."""


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Council:
    return councils.load(Store.open(tmp_path_factory.mktemp("store")), "sample-borough")


@pytest.fixture(scope="module")
def published() -> list[dict[str, str]]:
    if not PUBLISHED.exists():
        pytest.skip("the published figures are not beside the project")
    with PUBLISHED.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_monthly_report_shows_every_indicator_under_a_heading(council: Council) -> None:
    report = council.reports["monthly"]
    shown = report.indicators(YEAR)
    measured = set(indicators.load()) - set(NOT_IN_THE_MONTHLY_REPORT)
    assert set(shown) == measured, "whoever adds an indicator adds it here, or says above why not"
    assert report.cadence == "monthly"
    assert all(report.goal(code, YEAR) for code in shown)


def test_indicators_of_one_service_area_stand_under_headings_of_their_own(council: Council) -> None:
    report = council.reports["monthly"]
    headings = [report.goal(code, YEAR) for code in report.indicators(YEAR)]
    assert headings == sorted(headings, key=headings.index), "a heading stands once"
    assert max(headings.count(heading) for heading in set(headings)) <= 16


def test_the_yearly_report_has_the_published_indicators_in_their_order(
    council: Council, published: list[dict[str, str]]
) -> None:
    report = council.reports["year_end"]
    assert report.indicators(YEAR) == tuple(row["indicator_id"] for row in published)
    assert (report.cadence, report.compares, report.arrows) == ("yearly", ("year_before",), "value")


def test_targets_and_tolerances_of_2020_21_are_the_published_ones(
    council: Council, published: list[dict[str, str]]
) -> None:
    for row in published:
        target = council.target(row["indicator_id"], YEAR)
        assert target.annual == Fraction(row["annual_target"]), row["indicator_id"]
        agreed = Fraction(row["tolerance_pct"]) if row["tolerance_pct"] else None
        assert (target.tolerance_pct, target.tolerance) == (agreed, None), row["indicator_id"]
