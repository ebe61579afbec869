"""Direction of travel: by polarity, on unrounded values, with a reason where there is none."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.travel import Travel, arrow, legend, travel, words

fractions = st.fractions(-1_000, 1_000, max_denominator=500)
polarities = st.sampled_from(["higher", "lower"])
OTHER = {"higher": "lower", "lower": "higher", "better": "worse", "worse": "better", "same": "same"}


@pytest.mark.parametrize(
    ("value", "before", "better", "direction", "performance", "literal"),
    [
        pytest.param("71.8", "66.1", "higher", "better", "↑", "↑", id="more in education"),
        pytest.param("28.15", "30.4", "higher", "worse", "↓", "↓", id="fewer contacts to early help"),
        pytest.param("11.7", "13.2", "lower", "better", "↑", "↓", id="fewer moves are better though the figure fell"),
        pytest.param("10", "8", "lower", "worse", "↓", "↑", id="more missing are worse though the figure rose"),
        pytest.param("98.4", "98.4", "higher", "same", "→", "→", id="exactly the same"),
        pytest.param("98.41", "98.4", "higher", "better", "↑", "↑", id="a hair more, though both print 98.4"),
        pytest.param("0", "1.5", "lower", "better", "↑", "↓", id="down to nought"),
    ],
)
def test_the_arrow_follows_performance_or_the_figure_as_the_report_asks(  # noqa: PLR0917 - one row, one story
    value, before, better, direction, performance, literal
):
    travelled = travel(Fraction(value), Fraction(before), better)
    assert (travelled.direction, travelled.change) == (direction, Fraction(value) - Fraction(before))
    assert (arrow(travelled, "performance"), arrow(travelled, "value")) == (performance, literal)
    assert travelled.reason == ""


@pytest.mark.parametrize(("direction", "change", "performance", "literal"), [
    ("better", -1, "better", "down"),
    ("worse", 1, "worse", "up"),
    ("same", 0, "the same", "no change"),
    (None, None, "N/A", "N/A"),
])  # fmt: skip
def test_every_arrow_can_be_said_in_words(direction, change, performance, literal):
    travelled = Travel(direction, None if change is None else Fraction(change))
    assert (words(travelled, "performance"), words(travelled, "value")) == (performance, literal)


@pytest.mark.parametrize(
    ("value", "before", "why_not", "reason"),
    [
        pytest.param(None, "60", "", "no figure for this period", id="nothing reported yet"),
        pytest.param("72.7", None, "", "no figure to compare with", id="a new indicator"),
        pytest.param("72.7", None, "new in 2020/21", "new in 2020/21", id="a new indicator with its story"),
        pytest.param("4.4", "5.1", "definition changed", "definition changed", id="both figures, another definition"),
        pytest.param("7.9", "4.7", "adds up within the year", "adds up within the year", id="cumulative in the year"),
    ],
)
def test_without_a_comparator_there_is_no_arrow_but_a_reason(value, before, why_not, reason):
    figures = [None if figure is None else Fraction(figure) for figure in (value, before)]
    travelled = travel(*figures, "higher", why_not)
    assert travelled == Travel(None, None, reason)
    assert (arrow(travelled, "performance"), arrow(travelled, "value")) == ("", "")


def test_without_a_polarity_the_figure_still_moves_but_performance_does_not():
    travelled = travel(Fraction(5), Fraction(4), None)
    assert (travelled.direction, travelled.change) == (None, 1)
    assert "agreed to be better" in travelled.reason
    assert (arrow(travelled, "performance"), arrow(travelled, "value")) == ("", "↑")
    assert travel(Fraction(4), Fraction(4), None).direction == "same"


@pytest.mark.parametrize(
    ("value", "direction"), [("57.5", "same"), ("57.4", "worse"), ("61.5", "same"), ("61.6", "better")]
)
def test_a_report_may_call_a_small_change_no_change_with_its_limit_included(value, direction):
    travelled = travel(Fraction(value), Fraction("59.5"), "higher", same_within=Fraction(2))
    assert travelled.direction == direction
    assert (arrow(travelled, "value") == "→") == (direction == "same")
    assert travelled.change == Fraction(value) - Fraction("59.5")


def test_the_published_arrows_are_reproduced(published):
    rows = [row for row in published("q2_2020_21") if row["row_type"] == "main"]
    for row in rows:
        for term in ("short", "long"):
            before = row[f"{term}_dot_value"]
            travelled = travel(Fraction(row["value"]), Fraction(before) if before else None, row["polarity"])
            printed = row[f"{term}_dot_arrow"]
            assert arrow(travelled, "performance") == (printed if printed != "N/A" else ""), row["indicator_id"]
            assert arrow(travelled, "performance") == row[f"{term}_dot_computed"], row["indicator_id"]


@given(value=fractions, before=fractions, better=polarities)
def test_looking_back_turns_the_direction_round(value, before, better):
    there, back = travel(value, before, better), travel(before, value, better)
    assert (back.direction, back.change) == (OTHER[there.direction], -there.change)


@given(value=fractions, before=fractions, better=polarities)
def test_the_other_polarity_turns_the_direction_but_not_the_figure(value, before, better):
    one, other = travel(value, before, better), travel(value, before, OTHER[better])
    assert (other.direction, other.change) == (OTHER[one.direction], one.change)
    assert arrow(one, "value") == arrow(other, "value")


@given(value=fractions, before=fractions, better=polarities, scale=st.fractions("0.01", 100))
def test_the_unit_makes_no_difference(value, before, better, scale):
    assert travel(value * scale, before * scale, better).direction == travel(value, before, better).direction


@given(value=fractions, before=fractions)
def test_where_higher_is_better_both_conventions_show_the_same(value, before):
    travelled = travel(value, before, "higher")
    assert arrow(travelled, "performance") == arrow(travelled, "value")


@pytest.mark.parametrize(("figures", "better"), [((1.5, Fraction(1)), "higher"), ((Fraction(1), 1.5), "lower")])
def test_floats_are_refused(figures, better):
    with pytest.raises(TypeError, match="exact"):
        travel(*figures, better)
    with pytest.raises(TypeError, match="exact"):
        travel(Fraction(1), Fraction(2), better, same_within=0.5)


def test_words_that_mean_nothing_are_refused():
    with pytest.raises(ValueError, match="'bigger'"):
        travel(Fraction(1), Fraction(2), "bigger")
    for function in (arrow, words):
        with pytest.raises(ValueError, match="convention 'sideways'"):
            function(Travel("same", Fraction(0)), "sideways")
    with pytest.raises(ValueError, match="convention 'sideways'"):
        legend("sideways")


@pytest.mark.parametrize("convention", ["performance", "value"])
def test_the_legend_explains_every_arrow(convention):
    assert [line.split()[0] for line in legend(convention)] == ["↑", "↓", "→", "N/A"]
