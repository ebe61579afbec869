"""What was known with each month's files, and how far figures moved from then on: exact, and counted twice."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from expectations import extracts as declared
from tests.warehouse.random_council import random_councils
from tests.warehouse.warehouse_builder import build_whole, delivery, parquet_files
from warehouse import indicators
from warehouse.build import BuildInput, vintage_id
from warehouse.deliveries import Delivery, known_with
from warehouse.figures import Figure, Figures
from warehouse.periods import Month, Quarter, parse_period
from warehouse.recording_lag import Movement, movement, words
from warehouse.vintages import AGES, VintageFigure, age_of, count, figures_of

JULY, AUGUST, SEPTEMBER = "2020-07", "2020-08", "2020-09"


def received(month: str, day: str, sequence: int = 1, extract: str = "contacts") -> Delivery:
    return delivery(extract, month, sequence=sequence, received_on=day)


@pytest.mark.parametrize(
    ("late", "known"),
    [
        pytest.param(received(JULY, "2020-08-20", 2), {AUGUST, SEPTEMBER}, id="corrected before August's file came"),
        pytest.param(received(JULY, "2020-09-07", 2), {AUGUST, SEPTEMBER}, id="corrected together with August's file"),
        pytest.param(received(JULY, "2020-09-08", 2), {SEPTEMBER}, id="corrected the day after August's file came"),
        pytest.param(received(JULY, "2021-05-01", 2), set(), id="corrected after every file, known now only"),
        pytest.param(received(JULY, "2020-08-07", 2), {JULY, AUGUST, SEPTEMBER}, id="taken in with what it corrects"),
        pytest.param(received(AUGUST, "2020-09-20", 2), {SEPTEMBER}, id="not before its own month"),
        pytest.param(
            received(JULY, "2021-05-01", extract="referrals"), {JULY, AUGUST, SEPTEMBER}, id="the first of its month"
        ),
    ],
)
def test_a_correction_is_known_from_the_first_month_whose_own_file_came_no_earlier(
    late: Delivery, known: set[str]
) -> None:
    usual = [received(JULY, "2020-08-07"), received(AUGUST, "2020-09-07"), received(SEPTEMBER, "2020-10-07")]
    for given in ([*usual, late], [late, *usual]):
        assert {month for month in (JULY, AUGUST, SEPTEMBER) if late in known_with(given, month)} == known
    assert known_with(usual, AUGUST) == usual[:2]


@pytest.mark.parametrize(
    ("period", "known", "age"),
    [
        (Month("2020-09"), "2020-09", 0),
        (Month("2020-09"), "2021-01", 4),
        (Quarter("2020-21-Q2"), "2020-10", 1),
        (Quarter("2020-21-Q2"), "2020-07", -2),
    ],
)
def test_the_age_of_a_figure_is_counted_from_the_last_month_of_its_period(
    period: Month | Quarter, known: str, age: int
) -> None:
    assert age_of(period, Month(known)) == age


def test_what_was_known_then_is_what_a_whole_warehouse_of_those_files_says(tmp_path: Path) -> None:
    batch = random_councils(77, 10)
    months = sorted({month for by_month in batch.files.values() for month in by_month})
    for month in months[-2:]:
        then = {name: {m: rows for m, rows in by_month.items() if m <= month} for name, by_month in batch.files.items()}
        folder = tmp_path / month
        folder.mkdir()
        with build_whole(folder, then) as connection:
            whole = figures_of(connection, {}, Month(month))
        given = BuildInput("testshire", declared.load(), indicators.load(), parquet_files(folder, then))
        counted = count(given, {}, Month(month))
        assert counted == whole
        assert {one.age for one in counted} <= {*AGES}
        assert sum(one.value is not None for one in counted) > 50


def test_another_file_or_another_definition_is_another_name_and_targets_are_not(tmp_path: Path) -> None:
    rows = {"contacts": {SEPTEMBER: [{"contact_id": "K1", "child_id": "A", "contact_on": "2020-09-01"}]}}
    given = BuildInput("testshire", declared.load(), indicators.load(), parquet_files(tmp_path, rows))
    (file,) = given.files
    corrected = replace(given, files=[replace(file, delivery=replace(file.delivery, content="other"))])
    targets = replace(given, configuration=(tmp_path / "contacts_2020-09.parquet",))
    assert vintage_id(given, "a") == vintage_id(targets, "a")
    assert len({vintage_id(given, "a"), vintage_id(given, "b"), vintage_id(corrected, "a")}) == 3


def figure(value: Fraction | None, version: int = 1) -> Figure:
    return Figure(None, None, value, 0, 0, version, "period", (), "")


def plainly(vintages: list[VintageFigure], now: dict[str, Figure], age: int, known_now: str, kind: str) -> Any:
    """Return (how many, largest, median) as somebody with a pencil would work them out."""
    year, month = int(known_now[:4]), int(known_now[5:])
    ends = []
    for back in range(4, 16):
        ends.append(f"{year + (month - 1 - back) // 12}-{(month - 1 - back) % 12 + 1:02}")
    moves = []
    for one in vintages:
        if one.kind != kind:
            continue
        ended = one.period if kind == "month" else str(Quarter(one.period).months[2])
        months = 12 * (int(one.known_with[:4]) - int(ended[:4])) + int(one.known_with[5:]) - int(ended[5:])
        if ended in ends and months == age and one.value is not None:
            last = now.get(one.period)
            if last and last.value is not None and last.version == one.version:
                moves.append(max(one.value, last.value) - min(one.value, last.value))
    moves.sort()
    middle = moves[(len(moves) - 1) // 2 : len(moves) // 2 + 1]
    return len(moves), moves[-1] if moves else 0, sum(middle) / len(middle) if middle else 0


@pytest.mark.parametrize("seed", range(20))
def test_the_largest_and_the_median_move_are_those_of_a_plain_count(seed: int) -> None:
    chance = random.Random(seed)
    months = Month.range(Month("2019-01"), Month("2020-12"))
    known_now = chance.choice(months[8:])
    periods = [*months, *{month.quarter for month in months}]

    def some() -> Fraction | None:
        return chance.choice((None, Fraction(chance.randrange(100), chance.randrange(1, 9)), Fraction(50)))

    now = {str(period): figure(some(), chance.choice((1, 1, 1, 2))) for period in periods}
    vintages = [
        VintageFigure(str(month), "X", period.kind, str(period), 1, some())
        for month in months
        for period in periods
        if age_of(period, month) in AGES and month <= known_now and chance.random() < 0.9
    ]
    for kind in ("month", "quarter"):
        for age in AGES:
            found = movement(vintages, lambda _code, period: now.get(str(period)), age, known_now, kind)
            expected = plainly(vintages, now, age, str(known_now), kind)
            assert (found.periods, found.largest, found.median) == expected, (kind, age)
            assert found.until == known_now.plus(-4)


@pytest.mark.parametrize(
    ("periods", "largest", "median", "unit", "says"),
    [
        (12, Fraction(6, 5), Fraction(3, 10), "percent",
         "At this age the figure moved by up to 1.2 percentage points afterwards, over the 12 months to May 2020; half "
         "of the time by 0.3 percentage points or less"),
        (4, Fraction(3), Fraction(0), "count",
         "At this age the figure moved by up to 3 afterwards, over the 12 months to May 2020; half of the time it did "
         "not move"),
        (12, Fraction(1, 100), Fraction(1, 200), "percent",
         "At this age the figure moved by less than 0.1 percentage points afterwards, over the 12 months to May 2020; "
         "half of the time by less than 0.1 percentage points"),
        (3, Fraction(0), Fraction(0), "percent",
         "At this age the figure did not move afterwards, over the 12 months to May 2020"),
        (2, Fraction(9), Fraction(9), "percent",
         "Too little is known to say how far it may still move: 2 figures of this age to compare with"),
        (1, Fraction(9), Fraction(9), "percent",
         "Too little is known to say how far it may still move: 1 figure of this age to compare with"),
        (0, Fraction(0), Fraction(0), "percent",
         "Too little is known to say how far it may still move: no figure of this age to compare with"),
    ],
)  # fmt: skip
def test_a_movement_is_told_in_one_sentence(
    periods: int, largest: Fraction, median: Fraction, unit: str, says: str
) -> None:
    decimals = 0 if unit == "count" else 1
    assert words(Movement(0, periods, largest, median, Month("2020-05")), decimals, unit) == says


def test_every_figure_of_an_age_is_held_against_itself(tmp_path: Path) -> None:
    # July's contact is undecided in July's file and decided in August's.
    def contact(outcome: str | None) -> dict[str, Any]:
        return {
            "contact_id": "K1", "child_id": "A", "contact_on": "2020-07-01", "contact_outcome_code": outcome
        }  # fmt: skip

    files = {"contacts": {JULY: [contact(None)], AUGUST: [contact("EARLY_HELP")]}}
    given = BuildInput("testshire", declared.load(), indicators.load(), parquet_files(tmp_path, files))
    july = replace(given, files=[file for file in given.files if file.delivery.month == JULY])
    then = {one.period: one for one in count(july, {}, Month(JULY)) if one.indicator == "FD-CONT-EH"}
    with build_whole(tmp_path, files) as connection:
        now = Figures(connection).get("FD-CONT-EH", parse_period(JULY))
    assert (then[JULY].value, now and now.value) == (0, 100)
