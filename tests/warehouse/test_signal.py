"""Is the latest month more than noise? The four rules, each at its very limit, and how often they cry wolf."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from tests.warehouse import plain_signal
from tests.warehouse.stable_series import RARE, STABLE, rules_set_off, series
from warehouse.periods import Month
from warehouse.signal import (
    Limits,
    MonthlyPoint,
    Rebase,
    Signal,
    assured,
    because,
    causes_of,
    judge,
    limits_of,
    limits_text,
    possible,
    stretches,
)

# Twelve points around 50 that move by 10 each month: mean 50, limits 50 - 26.6 and 50 + 26.6.
FIRST = (45, 55) * 6
UPPER, LOWER = Fraction("76.6"), Fraction("23.4")
NEAR_UPPER, NEAR_LOWER = 50 + Fraction("26.6") * 2 / 3, 50 - Fraction("26.6") * 2 / 3
HAIR = Fraction(1, 10**9)
SERIES_EVERY_DAY = 200
HIGHEST_FALSE_RATE = 0.08


def points(*values: Fraction | int, cases: int | None = None) -> list[MonthlyPoint]:
    """Return points of successive months from April 2019."""
    start = Month("2019-04")
    share = None if cases is None else Fraction(cases)
    return [MonthlyPoint(start.plus(n), Fraction(value), share) for n, value in enumerate(values)]


def rules(*later: Fraction | int) -> set[tuple[str, int]]:
    return {(cause.rule, cause.side) for cause in judge(points(*FIRST, *later), "higher").causes}


def test_limits_stand_two_point_six_six_moving_ranges_from_the_mean_of_the_first_twelve() -> None:
    found = judge(points(*FIRST, 50, 50), "higher").limits
    assert found == Limits(Fraction(50), LOWER, UPPER, Month("2019-04"), Month("2020-03"))
    assert (found.nearly(1), found.nearly(-1)) == (NEAR_UPPER, NEAR_LOWER)


def test_later_points_do_not_move_the_limits() -> None:
    assert judge(points(*FIRST, 500, 0, 500), "higher").limits == judge(points(*FIRST), "higher").limits


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param((UPPER,), set(), id="on the upper limit"),
        pytest.param((UPPER + HAIR,), {("beyond a limit", 1)}, id="a hair above the upper limit"),
        pytest.param((LOWER,), set(), id="on the lower limit"),
        pytest.param((LOWER - HAIR,), {("beyond a limit", -1)}, id="a hair below the lower limit"),
        pytest.param((UPPER + HAIR, 50), set(), id="beyond a limit, but a month ago"),
        pytest.param((NEAR_UPPER + HAIR, NEAR_UPPER), set(), id="the second of three just on two thirds"),
        pytest.param((NEAR_LOWER, NEAR_LOWER - HAIR), set(), id="the first of them on two thirds, below"),
        pytest.param(
            (NEAR_UPPER + HAIR, NEAR_UPPER + HAIR), {("two of three near a limit", 1)}, id="two after each other"
        ),
        pytest.param(
            (NEAR_LOWER - HAIR, 50, NEAR_LOWER - HAIR), {("two of three near a limit", -1)}, id="first and third"
        ),
        pytest.param((NEAR_LOWER - HAIR, 50, 50, NEAR_LOWER - HAIR), set(), id="first and fourth"),
        pytest.param((NEAR_UPPER + HAIR, NEAR_LOWER - HAIR), set(), id="one on either side"),
        pytest.param((NEAR_UPPER + HAIR, NEAR_UPPER + HAIR, 49), set(), id="two of three, but not the latest"),
        pytest.param((49, *(51, 52) * 3), set(), id="six above the mean"),
        pytest.param((49, *(51, 52) * 3, 51), {("one side of the mean", 1)}, id="seven above the mean"),
        pytest.param((51, *(49, 48) * 3, 49), {("one side of the mean", -1)}, id="seven below the mean"),
        pytest.param((51, 52, 51, 50, 51, 52, 51, 52), set(), id="one of eight on the mean"),
        pytest.param((48, 49, 50, 51, 52, 53), set(), id="seven points with five rises between the last six"),
        pytest.param((46, 47, 48, 49, 50, 51, 52), {("trend", 1)}, id="seven points, each above the one before"),
        pytest.param((46, 47, 48, 48, 49, 50, 51, 52), set(), id="a rise that rests for a month"),
        pytest.param((54, 53, 52, 51, 50, 49, 48), {("trend", -1)}, id="seven points, each below the one before"),
    ],
)
def test_a_rule_speaks_beyond_its_limit_and_not_on_it(later: tuple[Fraction, ...], expected: set) -> None:
    assert rules(*later) == expected


@pytest.mark.parametrize(
    ("better", "up", "down"),
    [("higher", "Improving", "Worsening"), ("lower", "Worsening", "Improving"), (None, "Higher", "Lower")],
)
def test_words_follow_the_polarity(better: str | None, up: str, down: str) -> None:
    words = {value: judge(points(*FIRST, value), better).word for value in (77, 50, 23)}  # type: ignore[arg-type]
    assert words == {77: up, 50: "No significant change", 23: down}


def test_the_strongest_rule_decides_where_two_disagree() -> None:
    # Seven months above the mean, each lower than the one before: still high, by the longer memory.
    found = judge(points(*FIRST, 60, 59, 58, 57, 56, 55, 54), "higher")
    assert [(c.rule, c.side) for c in found.causes] == [("one side of the mean", 1), ("trend", -1)]
    assert found.word == "Improving"
    assert because(found, "count", 0) == "the last 7 points, to October 2020 (54), are all above the mean of 50"


# Too few data


@pytest.mark.parametrize(("number", "word"), [(11, "Too few data"), (12, "No significant change")])
def test_twelve_points_are_needed(number: int, word: str) -> None:
    found = judge(points(*FIRST[:number]), "higher")
    assert found.word == word
    assert found.why_none == ("" if number == 12 else "11 monthly points, 12 are needed")


def test_no_point_at_all_is_too_few() -> None:
    found = judge([], "higher", Fraction(50))
    assert (found.word, found.why_none, found.assurance) == ("Too few data", "0 monthly points, 12 are needed", "")
    assert judge(points(1), "higher").why_none == "1 monthly point, 12 are needed"


@pytest.mark.parametrize(("cases", "word"), [(1, "Too few data"), (2, "No significant change")])
def test_months_decided_by_a_case_or_two_are_not_judged(cases: int, word: str) -> None:
    found = judge(points(*FIRST, cases=cases), "higher")
    assert found.word == word
    assert found.why_none == ("" if cases == 2 else "fewer than 2 cases a month decide the first 12 points")


def test_cases_that_nobody_can_tell_hold_no_judgement_back() -> None:
    assert judge([*points(*FIRST[:-1], cases=0), *points(55)], "higher").limits is not None


def test_points_that_are_all_alike_show_no_variation_to_judge_by() -> None:
    found = judge(points(*[100] * 12, 40), "higher")
    assert found.word == "Too few data"
    assert found.why_none == "the first 12 points are all alike, so they do not show how far chance reaches"


# Re-basing


def test_limits_begin_anew_from_a_named_month_with_a_reason() -> None:
    rebase = Rebase(Month("2020-04"), "a second team opened")
    found = judge(points(*FIRST, *(95, 105) * 6), "higher", rebases=[rebase])
    assert (found.limits.mean, found.limits.first, found.word) == (100, Month("2020-04"), "No significant change")
    assert limits_text(found.limits, "count", 0) == (
        "mean 100, limits 73 to 127, from April 2020 to March 2021; drawn anew from April 2020: a second team opened"
    )


def test_after_a_rebase_twelve_points_are_needed_again() -> None:
    found = judge(points(*FIRST, 95, 105), "higher", rebases=[Rebase(Month("2020-04"), "a second team opened")])
    assert found.why_none == "2 monthly points since April 2020, 12 are needed"


def test_a_rebase_counts_from_its_own_month_on() -> None:
    found = judge(points(*FIRST, 95), "higher", rebases=[Rebase(Month("2020-04"), "a second team opened")])
    assert found.why_none == "1 monthly point since April 2020, 12 are needed"


def test_the_latest_rebase_that_has_come_is_used() -> None:
    moved = points(*FIRST, *(95, 105) * 6, *(195, 205) * 6)
    rebases = [Rebase(Month(text), "it moved") for text in ("2021-04", "2020-04", "2023-01")]
    assert judge(moved, "higher", rebases=rebases).limits.mean == 200
    assert judge(moved[:24], "higher", rebases=rebases).limits.mean == 100


def test_the_months_from_one_rebase_to_the_next_have_limits_of_their_own() -> None:
    moved = points(*FIRST, *(95, 105) * 6, 195, 205)
    rebases = [Rebase(Month(text), f"it moved in {text}") for text in ("2021-04", "2020-04", "2023-01")]
    found = stretches(moved, rebases)
    assert [(str(one.first), str(one.last), one.rebased) for one in found] == [
        ("2019-04", "2020-03", ""),
        ("2020-04", "2021-03", "it moved in 2020-04"),
        ("2021-04", "2021-05", "it moved in 2021-04"),
    ]
    assert [one.limits and one.limits.mean for one in found] == [50, 100, None]
    assert [one.why_none for one in found] == ["", "", "2 monthly points since April 2021, 12 are needed"]
    assert found[-1].why_none == judge(moved, "higher", rebases=rebases).why_none
    assert found[1].limits == judge(moved[:24], "higher", rebases=rebases).limits


def test_a_stretch_begins_and_ends_with_a_point_and_one_without_any_is_none() -> None:
    gaps = [one for one in points(*FIRST, *FIRST, *FIRST) if not "2020-03" <= str(one.month) <= "2021-04"]
    found = stretches(gaps, [Rebase(Month(text), "it moved") for text in ("2020-04", "2021-03")])
    assert [(str(one.first), str(one.last)) for one in found] == [("2019-04", "2020-02"), ("2021-05", "2022-03")]
    assert stretches([], [Rebase(Month("2020-04"), "it moved")]) == ()
    assert len(stretches(points(*FIRST))) == 1


def test_of_two_rebases_of_one_month_the_first_given_is_told_as_it_is_judged() -> None:
    twice = [Rebase(Month("2020-04"), "a second team opened"), Rebase(Month("2020-04"), "the definition changed")]
    moved = points(*FIRST, *(95, 105) * 6)
    (_, found) = stretches(moved, twice)
    assert found.rebased == "a second team opened"
    assert found.limits == judge(moved, "higher", rebases=twice).limits


@pytest.mark.parametrize(
    ("lower", "upper", "unit", "expected"),
    [
        pytest.param(-5, 104, "percent", (0, 100), id="a share is between nought and the whole"),
        pytest.param(-5, 104, "count", (0, 104), id="a count has no whole"),
        pytest.param(5, 94, "percent", (5, 94), id="within, nothing is cut"),
    ],
)
def test_a_limit_reaches_as_far_as_a_figure_can(lower: int, upper: int, unit: str, expected: tuple[int, int]) -> None:
    limits = Limits(Fraction(50), Fraction(lower), Fraction(upper), Month("2019-04"), Month("2020-03"))
    assert possible(limits, unit) == expected


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_rebase_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(ValueError, match="without a reason"):
        Rebase(Month("2020-04"), reason)


# Assurance


@pytest.mark.parametrize(
    ("target", "higher", "lower"),
    [
        (UPPER + HAIR, "consistently failing", "consistently passing"),
        (UPPER, "hit and miss", "hit and miss"),
        (LOWER, "hit and miss", "hit and miss"),
        (LOWER - HAIR, "consistently passing", "consistently failing"),
    ],
)
def test_a_target_beyond_the_limits_is_always_or_never_met(target: Fraction, higher: str, lower: str) -> None:
    assert judge(points(*FIRST), "higher", target).assurance == higher
    assert judge(points(*FIRST), "lower", target).assurance == lower


def test_without_a_target_or_a_direction_there_is_no_assurance() -> None:
    assert judge(points(*FIRST), "higher").assurance == ""
    assert judge(points(*FIRST), None, Fraction(50)).assurance == ""


# Words


@pytest.mark.parametrize(
    ("later", "sentence"),
    [
        ((80,), "April 2020 (80%) is above the upper limit of 76.6%"),
        ((UPPER + Fraction(1, 50),), "April 2020 (76.62%) is above the upper limit of 76.6%"),
        ((20,), "April 2020 (20%) is below the lower limit of 23.4%"),
        (
            (70, 71),
            "May 2020 (71%) and one of the two points before it are above 67.7%, two thirds of the way from the mean "
            "to the limit of 76.6%",
        ),
        ((49, *(51, 52) * 3, 51), "the last 7 points, to November 2020 (51%), are all above the mean of 50%"),
        (
            (46, 47, 48, 49, 50, 51, 52),
            "each of the last 7 points, to October 2020 (52%), is higher than the one before",
        ),
        (
            (54, 53, 52, 51, 50, 49, 48),
            "each of the last 7 points, to October 2020 (48%), is lower than the one before",
        ),
        ((50,), "April 2020 (50%) and the months before it vary no more than they did at first"),
    ],
)
def test_the_reason_is_one_sentence_with_its_figures(later: tuple[int, ...], sentence: str) -> None:
    assert because(judge(points(*FIRST, *later), "higher"), "percent", 1) == sentence


def test_the_reason_for_too_few_data_is_what_is_missing() -> None:
    assert because(judge(points(1), None), "count", 0) == "1 monthly point, 12 are needed"


def test_limits_that_no_figure_can_reach_are_not_printed() -> None:
    wide = Limits(Fraction(50), Fraction(-20), Fraction(120), Month("2019-04"), Month("2020-03"))
    assert limits_text(wide, "percent", 1) == "mean 50%, limits 0% to 100%, from April 2019 to March 2020"
    assert limits_text(wide, "count", 0) == "mean 50, limits 0 to 120, from April 2019 to March 2020"


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError, match="not float"):
        judge([MonthlyPoint(p.month, float(p.value)) for p in points(*FIRST)], "higher")  # type: ignore[arg-type]


def test_an_unknown_polarity_is_refused() -> None:
    with pytest.raises(ValueError, match="better is 'up'"):
        judge(points(*FIRST), "up")  # type: ignore[arg-type]


# Against a second implementation


def test_ten_thousand_series_are_judged_as_by_a_second_implementation() -> None:
    chance = random.Random(1924)
    seen: set[str] = set()
    for number in range(10_000):
        values = _any_series(chance)
        better = ("higher", "lower", None)[number % 3]
        target = chance.randint(min(values) - 20, max(values) + 20)
        found = judge(points(*values), better, Fraction(target))
        if len({*values[:12]}) == 1:
            assert found.word == "Too few data"
            continue
        rung = plain_signal.walk(values)[-1]
        assert {(cause.rule, cause.side) for cause in found.causes} == rung, values
        assert found.word == plain_signal.word(rung, better), values
        assert found.assurance == (plain_signal.assurance(values, better, target) if better else ""), values
        seen |= {rule for rule, _ in rung} | {found.word, found.assurance}
    assert len(seen) == 4 + 5 + 4, "a rule, a word or an assurance never came up"


def _any_series(chance: random.Random) -> list[int]:
    """Return 12 to 40 whole numbers: steady, stepping, drifting or drawn from so few that ties are common."""
    length, spread = chance.randint(12, 40), chance.choice((1, 3, 10, 200))
    step, drift = chance.choice((0, 0, spread)), chance.choice((0, 0, 0, 1, -1))
    after = chance.randint(0, length)
    return [500 + chance.randint(-spread, spread) + step * (n > after) + drift * n for n in range(length)]


# False signals


@pytest.mark.parametrize("kind", STABLE)
def test_stable_series_set_off_no_more_than_eight_points_in_a_hundred(kind: str) -> None:
    judged = [found for found in map(rules_set_off, series(STABLE[kind], 7, SERIES_EVERY_DAY)) if found is not None]
    assert len(judged) > SERIES_EVERY_DAY * 0.99
    rate = sum(bool(rung) for found in judged for rung in found) / sum(map(len, judged))
    assert 0.02 < rate <= HIGHEST_FALSE_RATE


@pytest.mark.parametrize("kind", RARE)
def test_rare_cases_signal_no_more_often_because_they_are_not_judged(kind: str) -> None:
    found = [rules_set_off(points) or [] for points in series(RARE[kind], 7, SERIES_EVERY_DAY)]
    assert sum(bool(rung) for judged in found for rung in judged) / (25 * SERIES_EVERY_DAY) <= HIGHEST_FALSE_RATE


def test_a_large_step_is_found_within_its_first_months() -> None:
    # Three standard deviations; a signal that never speaks would pass every test of false signals.
    found = 0
    for stable in series(STABLE["counts of about 200 a month"], 11, 200):
        stepped = [MonthlyPoint(p.month, p.value + 43 * (n >= 18), p.cases) for n, p in enumerate(stable)]
        found += any(judge(stepped[:n], "lower").word == "Worsening" for n in (19, 20, 21))
    assert found >= 160


def test_limits_and_causes_can_be_asked_for_apart() -> None:
    limits = limits_of(points(*FIRST))
    assert causes_of([Fraction(77)], limits)[0].rule == "beyond a limit"
    assert assured(limits, "higher", Fraction(77)) == "consistently failing"
    assert Signal("Too few data", None).limits is None
