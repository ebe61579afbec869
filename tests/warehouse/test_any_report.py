"""Any report of a council can be rated from its figures, by either rule, with counts that add up.

Reports made up by chance, of every kind of indicator: met and missed, on a limit, without target, tolerance, figure or
year before, provisional, of a partner, set by hand. Each colour is worked out a second time by a plain reading of the
published words. OUTTURN_REPORTS=10000 makes that many; every run makes the same ones.
"""

from __future__ import annotations

import os
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from warehouse.counts import Summary, summarise, whole_percentages
from warehouse.rating import RULES, Override, Rating, RatingInput, rate
from warehouse.travel import arrow, travel, words

REPORTS = int(os.environ.get("OUTTURN_REPORTS", "500"))
BATCHES = 10
LARGEST = 70
"""Indicators of one report; the largest that was published had 61."""


def made_up(chance: random.Random) -> RatingInput:
    """Return one indicator's figure and what the council decided about it."""
    places = chance.choice((1, 10, 100))
    target = chance.choice((Fraction(0), Fraction(chance.randint(1, 150 * places), places)))
    tolerance_pct = chance.choice((None, Fraction(0), Fraction(5), Fraction(10), Fraction(chance.randint(1, 60), 2)))
    width = abs(target) * (tolerance_pct or 0) / 100
    near = (target, target - width, target + width, target * Fraction(19, 20), target * Fraction("1.0525"))
    value = chance.choice((*near, None, Fraction(chance.randint(0, 150 * places), places)))
    return RatingInput(
        value=value,
        target=chance.choice((target, target, target, None)),
        tolerance_pct=tolerance_pct,
        better=chance.choice(("higher", "lower", "higher", "lower", None)),
        last_year=chance.choice((None, value, Fraction(chance.randint(0, 150)), target)),
        is_provisional=chance.random() < 0.2,
        is_partnership=chance.random() < 0.1,
        cases=chance.choice((None, 3, 5, 200)),
        minimum_cases=chance.choice((0, 5)),
        withheld_reason=chance.choice(("", "", "", "", "target not approved")),
        tolerance=chance.choice((None, None, None, Fraction(chance.randint(0, 4)))),
        unit=chance.choice(("percent", "count", "days")),
        decimals=chance.randint(0, 2),
    )


def reports(batch: int) -> list[list[RatingInput]]:
    """Return one batch of reports, each a list of indicators, some of them empty."""
    chance = random.Random(f"reports {batch}")
    return [
        [made_up(chance) for _ in range(chance.choice((0, 1, 6, 13, chance.randint(1, LARGEST))))]
        for _ in range(REPORTS // BATCHES)
    ]


def by_the_published_words(rule: str, given: RatingInput) -> str | None:
    """Say the colour as the reports explain it to their readers, without the product's code."""
    lacking = given.value is None or given.target is None or given.better is None
    too_few = given.cases is not None and given.cases < given.minimum_cases
    early = given.is_provisional and rule == "annual_five_pct"
    if lacking or too_few or early or given.is_partnership or given.withheld_reason:
        return None
    sign = 1 if given.better == "lower" else -1
    off = sign * (given.value - given.target)
    if off <= 0:
        return "green"
    if rule == "target_tolerance":
        share = None if given.tolerance_pct is None else given.target * given.tolerance_pct / 100
        allowed = share if given.tolerance is None else given.tolerance
        return None if allowed is None else "amber" if off <= allowed else "red"
    # Half per cents, rounded half up: 5.25 % off is 5.5 %, 5.24 % is 5 %.
    if given.target and int(off / given.target * 200 + Fraction(1, 2)) <= 10:
        return "green"
    if given.last_year is None:
        return None
    return "amber" if sign * (given.value - given.last_year) < 0 else "red"


@pytest.mark.parametrize("rule", sorted(RULES))
@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_report_is_rated_as_its_words_say_and_its_counts_add_up(rule: str, batch: int) -> None:
    for report in reports(batch):
        ratings = [rate(rule, given) for given in report]
        assert [rating.colour for rating in ratings] == [by_the_published_words(rule, given) for given in report]
        assert all(rating.reason for rating in ratings)
        summary = summarise((rating, given.value is not None) for rating, given in zip(ratings, report, strict=True))
        adds_up(summary, ratings)


def adds_up(summary: Summary, ratings: list[Rating]) -> None:
    counted = {name: sum(rating.colour == name for rating in ratings) for name in ("green", "amber", "red")}
    assert (summary.green, summary.amber, summary.red) == tuple(counted.values())
    assert summary.selected == len(ratings)
    assert summary.rated == sum(counted.values()) <= summary.with_data <= summary.selected
    assert sum(summary.percentages) == (100 if summary.rated else 0)
    for count, share in zip(counted.values(), summary.percentages, strict=True):
        assert abs(share * summary.rated - 100 * count) < max(summary.rated, 1), "a share is less than a point off"
        assert (share == 0) or count, "what nobody has is no share"
    assert f"{summary.rated} " in summary.sentence or not summary.rated


@pytest.mark.parametrize("batch", range(BATCHES))
def test_who_rates_by_hand_changes_the_one_row_and_the_counts_still_add_up(batch: int) -> None:
    chance = random.Random(f"by hand {batch}")
    for report in reports(batch):
        if not report:
            continue
        place, colour = chance.randrange(len(report)), chance.choice(("green", "amber", "red", None))
        given = replace(report[place], override=Override(colour, "Agreed at the board", "A. Name"))
        ratings = [rate("target_tolerance", one) for one in report]
        by_hand = [*ratings[:place], rate("target_tolerance", given), *ratings[place + 1 :]]
        assert by_hand[place].colour == (None if given.value is None else colour)
        adds_up(summarise((r, one.value is not None) for r, one in zip(by_hand, report, strict=True)), by_hand)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_arrows_say_the_same_of_a_figure_by_either_convention(batch: int) -> None:
    for report in reports(batch):
        for given in report:
            moved = travel(given.value, given.last_year, given.better)
            value, performance = arrow(moved, "value"), arrow(moved, "performance")
            if given.value is None or given.last_year is None:
                assert (value, performance) == ("", "")
                assert moved.reason
            elif given.value == given.last_year:
                assert (value, performance, words(moved, "performance")) == ("→", "→", "the same")
            else:
                rose = given.value > given.last_year
                assert value == ("↑" if rose else "↓")
                good = {None: "", "higher": "↑" if rose else "↓", "lower": "↓" if rose else "↑"}
                assert performance == good[given.better]


@pytest.mark.parametrize("batch", range(BATCHES))
def test_whole_shares_of_any_counts_add_to_100_and_keep_their_order(batch: int) -> None:
    chance = random.Random(f"shares {batch}")
    for _ in range(REPORTS):
        counts = [
            chance.choice((0, chance.randint(0, 9), chance.randint(0, 5000))) for _ in range(chance.randint(1, 9))
        ]
        shares = whole_percentages(counts)
        assert sum(shares) == (100 if sum(counts) else 0)
        pairs = sorted(zip(counts, shares, strict=True))
        assert [share for _, share in pairs] == sorted(share for _, share in pairs), "more is never a smaller share"
