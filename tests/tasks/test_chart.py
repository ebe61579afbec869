"""The trend chart: true to its figures, honest about gaps, readable without being seen."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.reports.chart import describe, trend_svg
from tests.tasks.markup import Element, parse
from tests.tasks.pack_variants import series
from warehouse.pack import Point


def chart(
    values: list[str | None], target: str | None = None, unit: str = "percent", better: str = "higher", **more: bool
) -> Element:
    goal = None if target is None else Fraction(target)
    return parse(trend_svg(series(values, unit, **more), goal, "Contacts", unit, better)).one("svg")


def ticks(drawn: Element) -> list[str]:
    return [text.text for text in drawn.all("text", class_="ch-tick")]


def labels(drawn: Element) -> list[str]:
    return [text.text for text in drawn.all("text", class_="ch-value")]


def heights(drawn: Element) -> list[float]:
    return [float(dot.attributes["cy"]) for dot in drawn.all("circle")]


def test_higher_figures_stand_higher() -> None:
    low, middle, high = heights(chart(["10", "20", "30"]))
    assert low > middle > high
    assert low - middle == pytest.approx(middle - high, abs=0.2)


def test_a_period_without_a_figure_breaks_the_line_and_is_no_zero() -> None:
    drawn = chart(["37", None, None, "30.4", "28.15"], "30")
    line = drawn.one("path", class_="ch-line").attributes["d"]
    assert line.count("M") == 2
    assert line.count("L") == 1
    assert len(drawn.all("circle")) == 3
    assert ticks(drawn)[0] == "25%"


def test_the_target_is_a_line_with_a_name_and_its_good_side_is_shaded() -> None:
    higher, lower = chart(["10", "20"], "15", better="higher"), chart(["10", "20"], "15", better="lower")
    for drawn in (higher, lower):
        assert [text.text for text in drawn.all("text", class_="ch-goal")] == ["Target", "15%"]
    line = float(re.findall(r"[\d.]+", higher.one("path", class_="ch-target").attributes["d"])[1])
    above, below = (drawn.one("rect").attributes for drawn in (higher, lower))
    assert float(above["y"]) + float(above["height"]) == pytest.approx(line, abs=0.1)
    assert float(below["y"]) == pytest.approx(line, abs=0.1)


def test_without_a_target_or_a_better_side_nothing_is_shaded() -> None:
    assert not chart(["10", "20"]).all("rect", "path", class_="ch-target")
    assert not chart(["10", "20"], "15", better="").all("rect")


@pytest.mark.parametrize(
    ("values", "unit", "expected"),
    [
        pytest.param(["96.1", "92.7"], "percent", ["92%", "94%", "96%", "98%"], id="no more room than needed"),
        pytest.param(["99", "100"], "percent", "100%", id="per cent end at 100"),
        pytest.param(["0", "3"], "percent", "0%", id="and start at 0"),
        pytest.param(["50", "50"], "percent", "50%", id="a flat line has an axis"),
        pytest.param(["1", "2"], "count", ["0", "1", "2", "3"], id="counts are whole"),
        pytest.param(["1000", "30000"], "count", "10,000", id="thousands are set apart"),
        pytest.param(["120"], "percent", "120%", id="more than a hundred per cent"),
    ],
)
def test_the_axis_has_round_numbers(values: list[str | None], unit: str, expected: list[str] | str) -> None:
    found = ticks(chart(values, unit=unit))
    assert found == expected if isinstance(expected, list) else expected in found
    assert 2 <= len(found) <= 7


def test_few_points_are_all_labelled_and_many_only_where_it_matters() -> None:
    assert labels(chart(["37", "35", "30.4", "28.15"])) == ["37%", "35%", "30.4%", "28.2%"]
    many = labels(chart([str(50 + n % 9) for n in range(36)], months=True))
    assert 2 <= len(many) <= 3
    assert many[-1] == "58%"


def test_years_are_printed_once_and_months_in_short() -> None:
    drawn = chart([str(n) for n in range(24)], unit="count", months=True)
    shown = [text.text for text in drawn.all("text", class_="ch-period")]
    assert [text for text in shown if text.isdigit()] == ["2019", "2020"]
    assert "Sep" in shown
    assert not [text for text in shown if len(text) > 4]


def test_a_chart_without_figures_says_so() -> None:
    for points in ((), series([None, None])):
        drawn = parse(trend_svg(points, Fraction(30), "Contacts", "percent", "higher")).one("svg")
        assert drawn.text == "No figures yet"
        assert drawn.attributes["aria-label"] == "Line chart. Contacts. No figures yet."


def test_the_words_tell_latest_extremes_target_and_gaps() -> None:
    words = describe(series(["37", None, None, "30.4", "28.1"]), Fraction(30), "percent", "higher")
    assert words == (
        "Q2 2019/20 to Q2 2020/21; higher is better. Latest figure 28.1% in Q2 2020/21, below the target of 30%. "
        "Highest 37% in Q2 2019/20, lowest 28.1% in Q2 2020/21. No figure for Q3 2019/20, Q4 2019/20."
    )


def test_the_words_for_special_cases() -> None:
    flat = describe(series(["5", "5"]), Fraction(5), "percent", "lower")
    assert "on the target of 5%" in flat
    assert "All 2 figures are 5%." in flat
    holes = describe(series(["5", None, None, None, None, None]), None, "percent", "lower")
    assert "No figure for 5 of 6 periods." in holes
    assert "with no target" in holes


def test_titles_and_labels_are_text_not_markup() -> None:
    points = (Point("<b>Q1</b> <i>x</i>", Fraction(1), "<u>1</u>"), Point("Q2 2020/21", Fraction(2), "2"))
    drawn = parse(trend_svg(points, None, '"><script>alert(1)</script>', "count", "higher"))
    assert {element.tag for element in drawn} == {"document", "svg", "path", "text", "circle"}
    assert drawn.one("svg").attributes["aria-label"].startswith('Line chart. "><script>alert(1)</script>.')


_VALUES = st.one_of(st.none(), st.fractions(min_value=-1000, max_value=100_000, max_denominator=997))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(_VALUES, min_size=1, max_size=60),
    st.one_of(st.none(), st.fractions(min_value=-1000, max_value=100_000, max_denominator=97)),
    st.sampled_from(["percent", "count", "days"]),
    st.sampled_from(["higher", "lower", ""]),
)
def test_whatever_the_figures_everything_is_drawn_inside_and_the_same_each_time(
    values: list[Fraction | None], target: Fraction | None, unit: str, better: str
) -> None:
    points = tuple(
        Point(f"Q{n % 4 + 1} {2000 + n // 4}/{n // 4 % 100:02}", value, "x") for n, value in enumerate(values)
    )
    markup = trend_svg(points, target, "Contacts", unit, better)
    assert markup == trend_svg(points, target, "Contacts", unit, better)
    drawn = parse(markup).one("svg")
    for element in drawn:
        for name, limit in (("x", 440), ("cx", 440), ("y", 236), ("cy", 236)):
            assert 0 <= float(element.attributes.get(name, 0)) <= limit
    if any(value is not None for value in values):
        assert 2 <= len(ticks(drawn)) <= 7
        assert len(drawn.all("circle")) == sum(value is not None for value in values)
        for dot in drawn.all("circle"):
            assert 26 <= float(dot.attributes["cy"]) <= 190
