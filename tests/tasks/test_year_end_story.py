"""Sample Borough's year end of 2020/21 is the published one: counted from its rows by the warehouse itself.

One row a code: what is counted, of how many, and how the published report prints it. A row comes into STORY when the
sample tells it; BESIDE holds the figures that its rows cannot tell exactly, with the reason.
"""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.tasks.sample_warehouse import warehouse_at
from tests.warehouse.warehouse_builder import Warehouse
from warehouse import indicators
from warehouse.indicator import Proportion

MARCH, YEAR = "2021-03", "2020-21"
PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "published" / "year_end_2020_21_appendix2.csv"

# code: (numerator, denominator, as printed); of a count the denominator is 0, of an average it is the cases.
STORY: dict[str, tuple[int, int, str]] = {
    # front door
    # child protection
    "CP-END-LT3M": (14, 133, "10.5"),
    "CP-END-GT24M": (0, 133, "0.0"),
    "CP-RPT-24M": (8, 195, "4.1"),
    # looked after children
    "LAC-PLAC3": (24, 206, "11.7"),
    "LAC-STAB2Y": (42, 73, "57.5"),
    "LAC-20MI": (33, 206, "16.0"),
    "LAC-VIEWS": (186, 189, "98.4"),
    # health and education of looked after children
    "LAC-PEP": (144, 144, "100.0"),
    "LAC-MED-SA": (175, 185, "95"),
    "LAC-MED-U5": (21, 21, "100.0"),
    "LAC-MED-ALL": (196, 206, "95.1"),
    # fostering and adoption
    "ADP-MATCH-DAYS": (432, 4, "108"),
    "ADP-14M": (3, 8, "37.5"),
    "ADP-ENTRY-DAYS": (1564, 4, "391"),
    "ADP-CEASE-ADOPT": (4, 111, "3.6"),
    "ADP-CEASE-SGO": (8, 111, "7.2"),
    "ADP-CEASE-PERM": (12, 111, "10.8"),
    "FOS-INHOUSE-PCT": (85, 206, "41.3"),
    "FOS-CARERS": (81, 0, "81"),
    "FOS-NEW": (13, 0, "13"),
    # leaving care
    "LC-SUITACC": (130, 141, "92.2"),
    "LC-HE": (8, 141, "5.7"),
    "LC-EET-903": (85, 159, "53.5"),
    "LC-EET-OPEN": (88, 141, "62.4"),
    "LC-NEET-903": (50, 159, "31.4"),
    "LC-NEET-OPEN": (46, 141, "32.6"),
    "LC-EET-1821": (126, 206, "61.2"),
    "LC-REM18": (51, 71, "71.8"),
    "LC-STAYPUT": (9, 19, "47.4"),
    # pathway plans
    "LC-PPLAN": (209, 245, "85.3"),
    # supervision
    "SUP-CP": (172, 174, "98.9"),
    "SUP-LAC": (184, 184, "100.0"),
    "SUP-CIN": (132, 147, "89.8"),
    # missing children
    "MISS-CARE": (10, 1, "10"),
    "MISS-RHI72": (20, 28, "71.4"),
    # workforce
    "WF-SW3": (9, 206, "4.4"),
}

# code: (numerator, denominator, as it prints, as published, why not that).
BESIDE: dict[str, tuple[int, int, str, str, str]] = {
    "WF-SW2": (
        27,
        206,
        "13.1",
        "13.0",
        "no number of 206 children gives 13.0, and no other number gives 16.0, 41.3, 4.4",
    ),
    "MISS-HOME": (6, 1, "6", "6.25", "published is the mean of the year's months, see OVER_THE_YEAR"),
    "LAC-PPLAN": (36, 54, "66.7", "66.3", "no number of young people near 54 gives 66.3, and the deck has 55"),
}

# code: what the published figure is over the year, where it is not of its last month alone.
OVER_THE_YEAR: dict[str, tuple[int, int, str]] = {
    "FD-CONT-EH": (2877, 10093, "28.5"),
    "FD-REF-ASMT": (3089, 3320, "93.0"),
    "CP-ICPC-15": (193, 227, "85.0"),
    "MISS-CARE": (120, 12, "10"),
    "MISS-HOME": (75, 12, "6.25"),
    "MISS-RHI72": (250, 350, "71.4"),
}
TO_THE_NEAREST = {"FD-ASMT-45": "85.0"}
"""How many assessments end in the year is left to the dice; the share of them in time is not."""

ROSE_OR_FELL = (
    *("LAC-PLAC3", "LAC-STAB2Y", "LAC-20MI", "ADP-CEASE-ADOPT", "ADP-CEASE-SGO", "ADP-CEASE-PERM"),
    *("FOS-INHOUSE-PCT", "LC-REM18", "LC-STAYPUT", "WF-SW3"),
)
"""Codes whose figure of the year before comes out of the rows on the side that the printed arrow says."""


@pytest.fixture(scope="module")
def march() -> Warehouse:
    """The warehouse as of the end of March 2021."""
    return warehouse_at(MARCH, tuple({**STORY, **BESIDE, **OVER_THE_YEAR, **TO_THE_NEAREST}))


@pytest.mark.parametrize("code", STORY)
def test_a_figure_of_the_year_end_comes_out_of_the_rows(march: Warehouse, code: str) -> None:
    numerator, denominator, printed = STORY[code]
    assert march.measured(code, MARCH).counts == (numerator, denominator)
    assert _printed(code, numerator, denominator, printed) == printed


@pytest.mark.parametrize("code", OVER_THE_YEAR)
def test_a_figure_of_all_the_year_comes_out_of_its_months(march: Warehouse, code: str) -> None:
    numerator, denominator, printed = OVER_THE_YEAR[code]
    assert march.measured(code, YEAR).counts == (numerator, denominator)
    assert _printed(code, numerator, denominator, printed) == printed


@pytest.mark.parametrize("code", TO_THE_NEAREST)
def test_a_share_of_the_year_comes_out_of_however_many_rows_there_are(march: Warehouse, code: str) -> None:
    counts = march.measured(code, YEAR).counts
    assert _printed(code, *counts, TO_THE_NEAREST[code]) == TO_THE_NEAREST[code]


@pytest.mark.parametrize("code", BESIDE)
def test_a_figure_that_the_rows_cannot_tell_exactly_stays_where_it_is(march: Warehouse, code: str) -> None:
    numerator, denominator, printed, published, why = BESIDE[code]
    assert why and printed != published
    assert march.measured(code, MARCH).counts == (numerator, denominator)
    assert _printed(code, numerator, denominator, printed) == printed


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published figures are not beside the project")
def test_what_is_told_is_what_was_published() -> None:
    with PUBLISHED.open(encoding="utf-8") as file:
        published = {row["indicator_id"]: row["value_printed"].rstrip("%") for row in csv.DictReader(file)}
    told = {code: printed for code, (_, _, printed) in STORY.items()}
    assert all(printed == published[code] for code, (_, _, printed) in OVER_THE_YEAR.items())
    told |= TO_THE_NEAREST
    told |= {code: printed for code, (_, _, _, printed, _) in BESIDE.items()}
    assert told == {code: published[code] for code in told}


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published figures are not beside the project")
def test_figures_rose_and_fell_since_the_year_before_as_was_published(march: Warehouse) -> None:
    with PUBLISHED.open(encoding="utf-8") as file:
        arrows = {row["indicator_id"]: row["long_dot_arrow"] for row in csv.DictReader(file)}
    shares = {
        code: [Fraction(*march.measured(code, month).counts) for month in ("2020-03", MARCH)] for code in ROSE_OR_FELL
    }
    moved = {code: "↑" if now > before else "↓" for code, (before, now) in shares.items() if now != before}
    assert moved == {code: arrows[code] for code in ROSE_OR_FELL}


def _printed(code: str, numerator: int, denominator: int, like: str) -> str:
    """Print a figure with as many decimals as the published one has; a half is rounded up."""
    measure = indicators.load()[code][-1]
    scale = 100 if isinstance(measure, Proportion) else 1
    value = Fraction(numerator * scale, denominator or 1)
    places = Decimal(1).scaleb(-len(like.partition(".")[2]))
    return str((Decimal(value.numerator) / Decimal(value.denominator)).quantize(places, ROUND_HALF_UP))
