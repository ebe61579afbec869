"""Summaries: counts that nest, percentages that add to 100, sentences that can be quoted."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.counts import Progress, Summary, progress, summarise, whole_percentages
from warehouse.rating import Rating

some_counts = st.lists(st.integers(0, 500), min_size=1, max_size=8)
colours = st.sampled_from(["green", "amber", "red", None])


@pytest.mark.parametrize(
    ("counts", "percentages"),
    [
        pytest.param([5, 1, 1], [72, 14, 14], id="the minutes of Quarter 1 2021/22"),
        pytest.param([2, 1, 3], [33, 17, 50], id="the deck of Quarter 2 2020/21"),
        pytest.param([31, 6, 5], [74, 14, 12], id="the year 2012/13"),
        pytest.param([3, 0, 3], [50, 0, 50], id="nothing left to share out"),
        pytest.param([1, 1, 1], [34, 33, 33], id="of equals the first takes the point"),
        pytest.param([1, 1, 1, 1, 1, 1], [17, 17, 17, 17, 16, 16], id="and the next, and the next"),
        pytest.param([1, 5, 2], [12, 63, 25], id="of equal remainders the larger count takes it"),
        pytest.param([0, 0, 7], [0, 0, 100], id="all in one"),
        pytest.param([0, 0, 0], [0, 0, 0], id="nothing to share"),
        pytest.param([], [], id="nobody to share with"),
    ],
)
def test_percentages_add_up_by_largest_remainder(counts, percentages):
    assert whole_percentages(counts) == percentages


@given(counts=some_counts)
def test_percentages_add_to_a_hundred_and_stay_within_one_of_the_exact_share(counts):
    shares, total = whole_percentages(counts), sum(counts)
    assert sum(shares) == (100 if total else 0)
    assert all(abs(share - Fraction(100 * count, total or 1)) < 1 for share, count in zip(shares, counts, strict=True))


@given(counts=some_counts)
def test_a_larger_count_never_gets_a_smaller_percentage(counts):
    pairs = sorted(zip(counts, whole_percentages(counts), strict=True))
    assert [share for _, share in pairs] == sorted(share for _, share in pairs)


@given(counts=some_counts, times=st.integers(1, 50))
def test_percentages_depend_on_proportions_only(counts, times):
    assert whole_percentages([count * times for count in counts]) == whole_percentages(counts)


@given(counts=st.lists(st.integers(0, 500), min_size=2, max_size=6, unique=True), place=st.randoms())
def test_the_order_of_unequal_counts_makes_no_difference(counts, place):
    shuffled = place.sample(counts, len(counts))
    before = dict(zip(counts, whole_percentages(counts), strict=True))
    assert dict(zip(shuffled, whole_percentages(shuffled), strict=True)) == before


@pytest.mark.parametrize("counts", [[1.0, 2], [True, 1], [Fraction(1), 2], ["1"]])
def test_only_whole_numbers_are_counted(counts):
    with pytest.raises(TypeError, match="whole numbers"):
        whole_percentages(counts)


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        whole_percentages([3, -1])


def test_the_published_summaries_are_reproduced(published):
    rows = [row for row in published("summary_counts") if row["kind"] == "rag_summary"]
    for row in rows:
        green, amber, red = (int(count) for count in row["counts"].split("|"))
        rated, selected = int(row["indicators_with_rag"]), int(row["indicators_total"])
        with_data = int(row["indicators_available"] or rated)
        summary = Summary(selected, with_data, rated, green, amber, red)
        assert "|".join(map(str, summary.percentages)) == row["pct_printed"], row["summary_id"]
    assert [row["summary_id"] for row in rows] == ["S01", "S06"]


def test_what_has_no_figure_and_what_has_no_colour_stay_in_the_selected():
    rows = [
        (Rating("green", "on target"), True),
        (Rating("red", "outside"), True),
        (Rating(None, "tolerance not agreed"), True),
        (Rating(None, "no data"), False),
    ]
    assert summarise(iter(rows)) == Summary(selected=4, with_data=3, rated=2, green=1, amber=0, red=1)


@given(rows=st.lists(st.tuples(colours, st.booleans()), max_size=40))
def test_a_summary_counts_every_row_once(rows):
    ratings = [(Rating(colour, "story"), colour is not None or has_data) for colour, has_data in rows]
    summary = summarise(ratings)
    assert summary.selected == len(rows)
    assert summary.rated == summary.green + summary.amber + summary.red <= summary.with_data <= summary.selected
    assert (summary.green_pct, summary.amber_pct, summary.red_pct) == summary.percentages
    assert sum(summary.percentages) == (100 if summary.rated else 0)


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param((6, 6, 6, 2, 1, 2), id="colours that do not add up"),
        pytest.param((6, 5, 6, 2, 1, 3), id="more rated than have data"),
        pytest.param((5, 6, 6, 2, 1, 3), id="more with data than selected"),
        pytest.param((6, 6, 2, 3, -1, 0), id="fewer than none"),
    ],
)
def test_a_summary_that_contradicts_itself_is_refused(counts):
    with pytest.raises(ValueError, match="Summary"):
        Summary(*counts)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        pytest.param(
            (6, 6, 6, 2, 1, 3),
            "Of the 6 indicators selected, 6 have data and 6 are rated: "
            "2 (33%) are Green, 1 (17%) is Amber and 3 (50%) are Red.",
            id="Quarter 2 2020/21",
        ),
        pytest.param(
            (13, 9, 7, 5, 1, 1),
            "Of the 13 indicators selected, 9 have data and 7 are rated: "
            "5 (72%) are Green, 1 (14%) is Amber and 1 (14%) is Red.",
            id="fewer rated than selected",
        ),
        pytest.param(
            (1, 1, 1, 0, 0, 1),
            "Of the 1 indicator selected, 1 has data and 1 is rated: "
            "0 (0%) are Green, 0 (0%) are Amber and 1 (100%) is Red.",
            id="only one",
        ),
        pytest.param(
            (6, 2, 0, 0, 0, 0), "Of the 6 indicators selected, 2 have data and none is rated.", id="none rated"
        ),
    ],
)
def test_the_sentence_of_a_report_can_be_quoted(counts, sentence):
    assert Summary(*counts).sentence == sentence


@pytest.mark.parametrize(
    ("green", "amber", "red", "words"),
    [
        pytest.param(2, 1, 3, "two rated Green, one rated Amber and three rated Red", id="as minutes put it"),
        pytest.param(3, 0, 3, "three rated Green and three rated Red", id="a colour nobody has is left out"),
        pytest.param(0, 10, 0, "ten rated Amber", id="up to ten in words"),
        pytest.param(31, 6, 5, "31 rated Green, 6 rated Amber and 5 rated Red", id="all digits beside a larger one"),
        pytest.param(0, 0, 11, "11 rated Red", id="from eleven in digits"),
        pytest.param(0, 0, 0, "none rated", id="nothing to say"),
    ],
)
def test_the_counts_in_words_can_be_put_into_minutes(green, amber, red, words):
    rated = green + amber + red
    assert Summary(rated, rated, rated, green, amber, red).in_words == words


def test_numbers_up_to_ten_have_their_words():
    found = [Summary(count, count, count, count, 0, 0).in_words.split()[0] for count in range(1, 12)]
    assert found == ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "11"]


# Green, better than the year before, or both


def judged(colour: str | None, moved: str | None, times: int = 1) -> list[tuple[Rating, str | None]]:
    return [(Rating(colour, "because"), moved)] * times  # type: ignore[arg-type]


def test_the_headline_of_2012_13_is_forty_of_forty_seven() -> None:
    # 51 measured, 42 rated as 31, 6 and 5; Amber is by its rule better than the year before, and Red is not.
    rows = [*judged("green", "worse", 31), *judged("amber", "better", 6), *judged("red", "worse", 5)]
    rows += [*judged(None, "better", 3), *judged(None, "worse", 2), *judged(None, None, 4)]
    found = progress(rows)  # type: ignore[arg-type]
    assert (len(rows), found.achieved, found.told) == (51, 40, 47)
    assert found.sentence == (
        "Of 47 indicators with a rating or a direction of travel, 40 (85%) are Green, better than the year before, "
        "or both."
    )


@pytest.mark.parametrize(
    ("colour", "moved", "counts"),
    [
        pytest.param("green", "worse", (1, 1), id="green and worse"),
        pytest.param("green", None, (1, 1), id="green and new"),
        pytest.param("red", "better", (1, 1), id="red and better"),
        pytest.param("red", "same", (0, 1), id="red and the same"),
        pytest.param("amber", None, (0, 1), id="amber and new"),
        pytest.param(None, "better", (1, 1), id="not rated and better"),
        pytest.param(None, "same", (0, 1), id="not rated and the same"),
        pytest.param(None, None, (0, 0), id="nothing can be told"),
    ],
)
def test_an_indicator_counts_by_what_can_be_told_of_it(
    colour: str | None, moved: str | None, counts: tuple[int, int]
) -> None:
    found = progress(judged(colour, moved))  # type: ignore[arg-type]
    assert (found.achieved, found.told) == counts


def test_one_and_none_are_said_as_such() -> None:
    assert Progress(1, 1).sentence.startswith(
        "Of 1 indicator with a rating or a direction of travel, 1 (100%) is Green"
    )
    assert Progress(0, 0).sentence == ""
