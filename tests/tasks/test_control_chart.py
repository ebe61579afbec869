"""The control chart: limits where they belong, words for every line, and nothing told by colour alone."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.reports.control_chart import MONTHS_SHOWN, caption, control_svg, months_shown
from tasks.reports.page import render_pack
from tests.tasks.markup import Element, parse
from tests.tasks.pack_builder import deck
from tests.tasks.pack_variants import STEADY, reading, readings
from warehouse.monthly import Reading
from warehouse.periods import Month
from warehouse.signal import Rebase

ROW = replace(deck().rows[0], decimals=1)
ANEW = Rebase(Month("2020-01"), "a second team opened.")


def chart(found: Reading) -> Element:
    return parse(control_svg(found, ROW)).one("svg")


def height(path: Element) -> float:
    return float(re.findall(r"[\d.]+", path.attributes["d"])[1])


def value_at(drawn: Element, y: float) -> float:
    """Return the figure that stands at a height, by the numbers at the axis."""
    ticks = [(float(t.attributes["y"]) - 4, float(t.text.rstrip("%"))) for t in drawn.all("text", class_="ch-tick")]
    (low_y, low), (high_y, high) = ticks[0], ticks[-1]
    return low + (low_y - y) * (high - low) / (low_y - high_y)


def test_mean_and_limits_stand_where_the_signal_has_them() -> None:
    found = reading((*STEADY, 31, 29))
    limits = found.signal.limits
    assert limits is not None
    drawn = chart(found)
    upper, lower = drawn.all("path", class_="ch-limit")
    for path, number in (
        (upper, limits.upper),
        (drawn.one("path", class_="ch-mean"), limits.mean),
        (lower, limits.lower),
    ):
        assert value_at(drawn, height(path)) == pytest.approx(float(number), abs=0.1)
    assert [text.text for text in drawn.all("text", class_="ch-goal")] == ["Upper", "Mean", "Lower"]


@pytest.mark.parametrize(
    ("values", "better", "word", "shape"),
    [
        pytest.param((*STEADY, 42), "higher", "Improving, September 2020", "path", id="better than chance"),
        pytest.param((*STEADY, 42), "lower", "Worsening, September 2020", "path", id="worse than chance"),
        pytest.param((*STEADY, 42), None, "Higher, September 2020", "path", id="neither is better"),
        pytest.param((*STEADY, 20), None, "Lower, September 2020", "path", id="neither is better, down"),
        pytest.param((*STEADY, 31), "higher", "No significant change, September 2020", "circle", id="chance"),
        pytest.param(STEADY[:11], "higher", "Too few data", "circle", id="eleven months"),
    ],
)
def test_the_word_is_written_and_a_signal_has_a_shape_of_its_own(
    values: tuple[int, ...], better: str, word: str, shape: str
) -> None:
    drawn = chart(reading(values, better))  # type: ignore[arg-type]
    assert drawn.one("text", class_="ch-word").text == word
    assert drawn.one("path", "circle", class_="ch-now").tag == shape
    assert f". {word.split(',', maxsplit=1)[0]}: " in drawn.attributes["aria-label"]


def test_without_limits_there_are_none_and_it_is_said_why() -> None:
    found = reading(STEADY[:11], goal=Fraction(40))
    drawn = chart(found)
    assert not drawn.all("path", class_="ch-limit") + drawn.all("path", class_="ch-mean")
    assert [text.text for text in drawn.all("text", class_="ch-goal")] == ["Target"]
    assert caption(found, ROW)[1] == "No limits are drawn: 11 monthly points, 12 are needed"


def test_a_rebase_is_marked_with_its_reason_and_both_stretches_have_their_limits() -> None:
    found = reading((*(n + 20 for n in STEADY), *STEADY[:9]), rebases=[ANEW])
    drawn = chart(found)
    assert [text.text for text in drawn.all("text", class_="ch-mark")] == ["R"]
    assert len(drawn.all("path", class_="ch-rebase")) == 1
    assert len(drawn.all("path", class_="ch-mean")) == 1, "nine points after it draw no limits yet"
    assert caption(found, ROW)[1:] == [
        "No limits are drawn: 9 monthly points since January 2020, 12 are needed",
        "R: limits begin anew with January 2020, a second team opened",
    ]
    twice = reading((*(n + 20 for n in STEADY),) * 2 + STEADY, rebases=[replace(ANEW, month=Month("2019-10")), ANEW])
    assert [text.text for text in chart(twice).all("text", class_="ch-mark")] == ["R1", "R2"]


def test_each_month_is_held_against_the_limits_of_its_own_stretch() -> None:
    found = reading((*(n + 20 for n in STEADY), *STEADY), rebases=[replace(ANEW, month=Month("2019-10"))])
    means = {line.mean for line in months_shown(found, ROW)[:12]}, {line.mean for line in months_shown(found, ROW)[12:]}
    assert means == ({"50.8%"}, {"30.8%"})


def test_what_is_drawn_is_said() -> None:
    found = reading((*STEADY, 31, None, 29), goal=Fraction(28), rebases=[replace(ANEW, month=Month("2019-07"))])
    drawn = chart(found)
    said = drawn.attributes["aria-label"]
    assert said.startswith(f"Control chart. {ROW.title}. {found.signal.word}: {found.reason}. ")
    for sentence in caption(found, ROW):
        assert f"{sentence}." in said
    for part in (
        "mean 30.8%",
        "limits 23.1% to 38.6%",
        "target 28%",
        "No figure for August 2020",
        "July 2019, a second",
    ):
        assert part in said


def test_of_many_months_the_latest_are_shown() -> None:
    found = reading(STEADY * 4)
    assert len(months_shown(found, ROW)) == MONTHS_SHOWN
    assert len(chart(found).all("circle")) == MONTHS_SHOWN
    assert "from October 2016 to September 2017" in " ".join(caption(found, ROW))


def test_a_twelfth_of_the_year_is_called_that() -> None:
    found = replace(reading(STEADY, goal=Fraction(10)), measured="count")
    row = replace(ROW, unit="count", annual_target=Fraction(120))
    assert caption(found, row)[-1] == "Dashed line: target 10, a twelfth of the year"


def test_the_page_has_the_chart_its_caption_and_its_months_as_a_table() -> None:
    pack = readings()
    page = parse(render_pack(pack))
    figures = page.all("figure", class_="months")
    assert len(figures) == len(pack.rows)
    for row, figure in zip(pack.rows, figures, strict=True):
        assert row.reading is not None
        assert figure.one("svg").attributes["role"] == "img"
        shown = [line.text for line in figure.one("tbody").all("th")]
        assert shown == [line.label for line in months_shown(row.reading, row)]
        assert "Each month by itself." in figure.one("figcaption").text
    assert not parse(render_pack(deck())).all("figure", class_="months")


_VALUES = st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=1, max_size=60).filter(
    lambda values: values[-1] is not None and values[0] is not None
)


@settings(max_examples=150, deadline=None)
@given(_VALUES, st.one_of(st.none(), st.integers(0, 100)), st.lists(st.integers(0, 59), max_size=3, unique=True))
def test_whatever_the_months_everything_is_inside_and_names_do_not_lie_over_each_other(
    values: list[int | None], goal: int | None, back: list[int]
) -> None:
    begun = [Rebase(Month("2020-09").plus(-n), "something moved") for n in back]
    found = reading(values, goal=None if goal is None else Fraction(goal), rebases=begun)
    markup = control_svg(found, ROW)
    assert markup == control_svg(found, ROW)
    drawn = parse(markup).one("svg")
    for element in drawn:
        for name, least, most in (("x", 0, 440), ("cx", 50, 380), ("y", -26, 236), ("cy", 26, 190)):
            assert least <= float(element.attributes.get(name, least)) <= most
    for path in drawn.all("path", class_="ch-limit") + drawn.all("path", class_="ch-mean"):
        assert 26 <= height(path) <= 190
    names = sorted(float(text.attributes["y"]) for text in drawn.all("text", class_="ch-goal"))
    assert all(below - above >= 16.9 for above, below in pairwise(names))
    last = found.stretches[-1]
    assert last.limits == found.signal.limits, "the limits that are drawn are those that the latest month is judged by"
