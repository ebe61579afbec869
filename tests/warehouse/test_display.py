"""Printing: one rounding, half away from zero, with Python's decimal module as witness."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.display import UNITS, exact, printed, printed_apart

fractions = st.fractions(-10_000, 10_000, max_denominator=5_000)
places = st.integers(0, 6)


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "text"),
    [
        pytest.param(Fraction(60), 1, "percent", "60%", id="trailing zeros are dropped"),
        pytest.param(Fraction("72.7"), 1, "percent", "72.7%", id="one place"),
        pytest.param(Fraction("28.15"), 2, "percent", "28.15%", id="two places where the report asks for them"),
        pytest.param(Fraction(100 * 14, 133), 1, "percent", "10.5%", id="14 of 133 plans"),
        pytest.param(Fraction(100 * 51, 71), 0, "percent", "72%", id="51 of 71 leavers"),
        pytest.param(Fraction("28.15"), 1, "percent", "28.2%", id="half goes up, not to the even digit"),
        pytest.param(Fraction("28.25"), 1, "percent", "28.3%", id="and up from an even digit too"),
        pytest.param(Fraction("-0.5"), 0, "percentage_points", "-1 percentage points", id="half goes away from nought"),
        pytest.param(Fraction("-0.04"), 1, "percent", "0%", id="no minus before nought"),
        pytest.param(Fraction("0.05"), 2, "percent", "0.05%", id="zeros after the point stay"),
        pytest.param(Fraction("99.96"), 1, "percent", "100%", id="rounding carries"),
        pytest.param(Fraction("6.25"), 2, "count", "6.25", id="a monthly average of a count"),
        pytest.param(108, 0, "days", "108", id="days stand bare"),
        pytest.param(45, 0, "working_days", "45", id="working days too"),
        pytest.param(Fraction("61.3"), 1, "rate", "61.3", id="and rates"),
        pytest.param(Decimal("24358"), 0, "count", "24,358", id="thousands are parted"),
        pytest.param(Fraction(3073, 10), 1, "", "307.3", id="no unit"),
    ],
)
def test_a_figure_prints_as_people_read_it(value, decimals, unit, text):
    assert printed(value, decimals, unit) == text


def test_the_published_quarter_prints_as_it_was_published(published):
    rows = published("q2_2020_21")
    decimals = {row["indicator_id"]: 2 if row["value"] == "28.15" else 1 for row in reversed(rows)}
    found = {
        row["value_printed"]: printed(Fraction(row["value"]), decimals[row["indicator_id"]], row["unit"])
        for row in rows
    }
    # The deck leaves the sign off this one figure of all its percentages.
    assert found.pop("28.15") == "28.15%"
    assert len(found) > len(decimals)
    assert {text: text for text in found} == found


@given(number=st.decimals(-10_000, 10_000, places=7), decimals=places)
def test_the_decimal_module_rounds_alike(number, decimals):
    rounded = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert Decimal(printed(number, decimals).replace(",", "")) == rounded


@given(value=fractions, decimals=places, unit=st.sampled_from(sorted(UNITS)))
def test_what_is_printed_is_within_half_a_last_place(value, decimals, unit):
    number = printed(value, decimals, unit).removesuffix(UNITS[unit]).replace(",", "")
    assert abs(Fraction(number) - value) <= Fraction(1, 2 * 10**decimals)
    assert len(number.partition(".")[2]) <= decimals
    assert "." not in number or number[-1] not in "0."


@given(value=fractions, decimals=places)
def test_a_fall_prints_as_the_rise_of_the_same_size_with_a_minus(value, decimals):
    rise, fall = printed(abs(value), decimals), printed(-abs(value), decimals)
    assert fall == (rise if rise == "0" else f"-{rise}")


@given(value=fractions, limit=fractions, decimals=places)
def test_unequal_figures_never_print_alike_and_equal_ones_always_do(value, limit, decimals):
    one, two = printed_apart(value, limit, decimals, "percent")
    assert (one == two) == (value == limit)


@pytest.mark.parametrize(
    ("value", "limit", "decimals", "limit_decimals", "texts"),
    [
        pytest.param("28.4999", "28.5", 1, None, ("28.4999", "28.5"), id="as many places as it takes"),
        pytest.param("28.15", "28.5", 1, None, ("28.2", "28.5"), id="and no more"),
        pytest.param("28.5", "28.50001", 1, None, ("28.5", "28.50001"), id="on the limit's side too"),
        pytest.param("28", "28.5", 0, 4, ("28", "28.5"), id="a limit keeps its own places"),
        pytest.param("29", "28.5", 0, 4, ("29", "28.5"), id="on either side"),
        pytest.param("28.5", "28.5", 0, None, ("29", "29"), id="equal figures look equal"),
        pytest.param("1", "1." + "0" * 28 + "1", 0, None, ("1", "1." + "0" * 28 + "1"), id="apart in the 29th place"),
        pytest.param("1", "1." + "0" * 29 + "1", 0, None, ("1", "1"), id="and no further than that"),
    ],
)
def test_a_figure_and_its_limit_can_be_told_apart(value, limit, decimals, limit_decimals, texts):
    assert printed_apart(Fraction(value), Fraction(limit), decimals, "", limit_decimals) == texts


@pytest.mark.parametrize("number", [28.15, float("nan"), True, "28.15", None, 1j])
def test_only_exact_numbers_are_taken(number):
    with pytest.raises(TypeError, match="exact"):
        exact(number)
    with pytest.raises(TypeError, match="exact"):
        printed(number, 1, "percent")


@pytest.mark.parametrize("number", [Fraction("28.15"), Decimal("28.15"), 28])
def test_exact_numbers_stay_what_they_are(number):
    assert exact(number) == number
    assert isinstance(exact(number), Fraction)


def test_an_unknown_unit_or_a_negative_place_is_refused():
    with pytest.raises(ValueError, match="unknown unit 'per cent'"):
        printed(Fraction(1), 1, "per cent")
    with pytest.raises(ValueError, match="decimals"):
        printed(Fraction(1), -1, "percent")
