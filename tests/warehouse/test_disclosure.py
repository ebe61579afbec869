"""What a table may not show: small numbers, and whatever would give one away."""

from __future__ import annotations

import itertools
from random import Random

import pytest

from warehouse.disclosure import MOST_SMALL, withheld


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        pytest.param([20, 30, 6], set(), id="nothing is small"),
        pytest.param([20, 30, 0], set(), id="a true nought is shown"),
        pytest.param([20, 30, 5], {0, 2}, id="one small number takes the smallest other with it"),
        pytest.param([20, 30, 0, 5], {0, 3}, id="a nought beside it would hide nothing"),
        pytest.param([20, 30, 6, 1], {2, 3}, id="six beside one leaves a reader guessing"),
        pytest.param([20, 30, 1, 1], {0, 2, 3}, id="two that can only be ones are told by their total"),
        pytest.param([20, 5, 5], {1, 2}, id="two fives are not"),
        pytest.param([20, 4, 2], {0, 1, 2}, id="a four and a two take a third with them"),
        pytest.param([3, 0, 0], {0, 1, 2}, id="the only number would be told by the total"),
        pytest.param([3], {0}, id="a table of one"),
        pytest.param([], set(), id="an empty table"),
    ],
)
def test_a_small_number_and_what_would_give_it_away_are_withheld(numbers: list[int], hidden: set[int]) -> None:
    assert withheld([(number,) for number in numbers]) == hidden


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        pytest.param([(10, 40), (12, 30)], set(), id="neither those who meet nor the others are few"),
        pytest.param([(10, 0), (12, 0)], set(), id="all of them meet it"),
        pytest.param([(10, 3), (12, 30), (9, 20)], {0, 2}, id="the few who do not meet it are children too"),
        pytest.param([(0, 3), (0, 30), (9, 20)], {0, 2}, id="the smaller of the others goes with it"),
    ],
)
def test_a_share_gives_away_both_its_parts(rows: list[tuple[int, int]], hidden: set[int]) -> None:
    assert withheld(rows) == hidden


@pytest.mark.parametrize("seed", range(300))
def test_who_knows_all_totals_cannot_tell_a_small_number(seed: int) -> None:
    # Readers know that no withheld number is nought, and what the withheld ones have together.
    rng = Random(seed)
    numbers = [rng.choice((0, 1, 2, 3, 5, 6, 7, 9, 14)) for _ in range(rng.randint(2, 5))]
    hidden = sorted(withheld([(number,) for number in numbers]))
    shown = [number for place, number in enumerate(numbers) if place not in hidden]
    assert not any(0 < number <= MOST_SMALL for number in shown)
    together = sum(numbers) - sum(shown)
    if not any(shown):
        return
    unknown = [place for place in hidden if numbers[place]]
    possible = [
        guess for guess in itertools.product(range(1, together + 1), repeat=len(unknown)) if sum(guess) == together
    ]
    for column in zip(*possible, strict=True):
        assert max(column) - min(column) >= MOST_SMALL


@pytest.mark.parametrize(
    ("numbers", "not_recorded", "hidden"),
    [
        pytest.param([20, 3, 9], 2, {1, 2}, id="few of whom nothing is recorded are no secret"),
        pytest.param([3], 10, {0, 1}, id="the total less those not recorded would be the small number"),
        pytest.param([3, 0, 0], 10, {0, 3}, id="before rows of nought"),
        pytest.param([20, 3], 10, {0, 1}, id="after all other rows"),
        pytest.param([20, 9], 3, set(), id="nothing is small"),
    ],
)
def test_those_not_recorded_are_withheld_where_nothing_else_is_left(
    numbers: list[int], not_recorded: int, hidden: set[int]
) -> None:
    assert withheld([(number,) for number in numbers], (not_recorded,)) == hidden


def test_the_same_table_loses_the_same_rows() -> None:
    assert withheld([(7,), (7,), (2,)]) == withheld([(7,), (7,), (2,)]) == {0, 2}
