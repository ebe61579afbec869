"""The published Quarter 2 2020/21 deck comes out of case-level rows, and out of returned figures alike."""

from __future__ import annotations

import csv
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tasks import councils, publishing
from tasks.store import Store
from tests.demo import returns
from tests.demo.conftest import Demo
from warehouse.counts import summarise
from warehouse.pack import Pack
from warehouse.periods import Quarter

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "published" / "q2_2020_21.csv"
QUARTER = Quarter("2020-21-Q2")
PERIODS = {"Q2 2020/21": "2020-21-Q2", "Q1 2020/21": "2020-21-Q1", "Q2 2019/20": "2019-20-Q2"}
DECK = ("FD-CONT-EH", "LAC-STAB2Y", "LC-EET-1821", "LAC-PPLAN", "SUP-LAC", "SEN-EHC20")
# Colour, short-term arrow and long-term arrow as the deck shows them; "" where it prints N/A.
SHOWN = {
    "FD-CONT-EH": ("red", "↓", "↓"),
    "LAC-STAB2Y": ("red", "↓", "↓"),
    "LC-EET-1821": ("amber", "↑", "↑"),
    "LAC-PPLAN": ("green", "↑", ""),
    "SUP-LAC": ("green", "↑", ""),
    "SEN-EHC20": ("red", "↓", ""),
}

pytestmark = pytest.mark.skipif(not PUBLISHED.exists(), reason="the published figures are not beside the project")


def published(row_type: str) -> list[dict[str, str]]:
    with PUBLISHED.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["row_type"] == row_type]


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The deck from indicator returns alone, for a council configured from published facts."""
    figures: list[returns.Returned] = [
        (row["indicator_id"], PERIODS[row["period_label"]], row["value_printed"], "final", 1)
        for row in published("main") + published("comparator")
    ]
    assert len(figures) == 15
    return returns.pack(tmp_path_factory.mktemp("returned"), figures, QUARTER, "scrutiny")


@pytest.fixture(scope="module")
def sampled(demo: Demo) -> Pack:
    """The deck from Sample Borough's case-level rows, as the demo published it."""
    store = Store(demo.home)
    council = councils.load(store, "sample-borough")
    found = publishing.publish(store, council, [QUARTER], date(2020, 10, 12), lambda _line: None)
    (publication,) = [p for p in found if p.report == "scrutiny"]
    assert not publication.is_new, "the demo left the deck unpublished"
    return publication.pack


@pytest.fixture(params=["sampled", "returned"])
def pack(request: pytest.FixtureRequest) -> Pack:
    chosen: Pack = request.getfixturevalue(request.param)
    return chosen


def test_six_values_equal_the_deck_to_the_printed_decimal(pack: Pack) -> None:
    assert tuple(row.indicator for row in pack.rows) == DECK
    for row in published("main"):
        ours = next(found for found in pack.rows if found.indicator == row["indicator_id"])
        assert ours.value is not None
        assert _rounded_like(ours.value, row["value_printed"]) == row["value_printed"].rstrip("%")


def test_comparators_equal_the_deck_and_are_missing_where_it_prints_na(pack: Pack) -> None:
    printed = {
        (row["indicator_id"], PERIODS[row["period_label"]]): row["value_printed"] for row in published("comparator")
    }
    for row in pack.rows:
        for compared in (row.short, row.long):
            expected = printed.get((row.indicator, compared.period))
            if expected is None:
                assert (compared.printed, compared.arrow) == ("N/A", "")
                assert compared.travel.reason, "a reader is owed the reason for an N/A"
            else:
                assert compared.value is not None
                assert _rounded_like(compared.value, expected) == expected.rstrip("%")


def test_colours_and_arrows_equal_the_deck(pack: Pack) -> None:
    assert {row.indicator: (row.rating.colour, row.short.arrow, row.long.arrow) for row in pack.rows} == SHOWN


def test_targets_and_tolerances_are_the_published_ones(pack: Pack) -> None:
    for row in published("main"):
        ours = next(found for found in pack.rows if found.indicator == row["indicator_id"])
        assert (ours.annual_target, ours.period_target) == (
            Decimal(row["annual_target"]),
            Decimal(row["period_target"]),
        )
        assert ours.tolerance_pct == Decimal(row["tolerance_pct"])


def test_the_counts_are_two_green_one_amber_three_red_and_add_to_100(pack: Pack) -> None:
    summary = summarise((row.rating, row.value is not None) for row in pack.rows)
    assert (summary.selected, summary.with_data, summary.rated) == (6, 6, 6)
    assert (summary.green, summary.amber, summary.red) == (2, 1, 3)
    assert summary.percentages == (33, 17, 50)


def test_the_demo_ends_by_printing_the_rated_table_and_what_to_open(demo: Demo) -> None:
    for text in ("28.15%", "56.6%", "71.8%", "72.7%", "96.1%", "48%", "N/A", "pack.html", "results.csv"):
        assert text in demo.printed


def _rounded_like(value: object, printed: str) -> str:
    """Round a value half up to as many decimals as a printed figure has."""
    text = printed.rstrip("%")
    places = Decimal(1).scaleb(-len(text.partition(".")[2]))
    numerator, denominator = value.as_integer_ratio()  # type: ignore[attr-defined]
    return str((Decimal(numerator) / Decimal(denominator)).quantize(places, ROUND_HALF_UP))
