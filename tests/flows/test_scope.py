"""Which periods a run is for, when they are named and when they are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from expectations.errors import UsageProblem
from flows.scope import landed_months, months_meant, quarters_meant, with_their_years
from tests.tasks import small_council


@pytest.mark.parametrize(
    ("day", "month"),
    [
        pytest.param(date(2020, 10, 5), "2020-09", id="the month before"),
        pytest.param(date(2021, 1, 5), "2020-12", id="across the turn of the year"),
        pytest.param(date(2020, 10, 31), "2020-09", id="a run that comes late in the month"),
        pytest.param(date(2021, 4, 1), "2021-03", id="on the first day"),
    ],
)
def test_a_month_that_is_not_named_is_the_last_complete_one(day: date, month: str) -> None:
    assert [str(found) for found in months_meant(None, day)] == [month]


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        pytest.param(date(2020, 10, 15), "2020-21-Q2", id="October means July to September"),
        pytest.param(date(2021, 4, 15), "2020-21-Q4", id="April means the last quarter of the year before"),
        pytest.param(date(2021, 3, 31), "2020-21-Q3", id="the quarter that is running is not complete"),
    ],
)
def test_a_quarter_that_is_not_named_is_the_last_complete_one(day: date, quarter: str) -> None:
    assert [str(found) for found in quarters_meant("", day)] == [quarter]


def test_a_range_holds_both_its_ends() -> None:
    assert len(months_meant("2019-04..2021-06", date(2000, 1, 1))) == 27
    assert [str(q) for q in quarters_meant("2019-20-Q4..2020-21-Q2", date(2000, 1, 1))] == [
        "2019-20-Q4",
        "2020-21-Q1",
        "2020-21-Q2",
    ]


def test_a_fourth_quarter_brings_its_year() -> None:
    quarters = quarters_meant("2019-20-Q3..2020-21-Q1", date(2000, 1, 1))
    assert [str(period) for period in with_their_years(quarters)] == [
        "2019-20-Q3",
        "2019-20-Q4",
        "2019-20",
        "2020-21-Q1",
    ]


@pytest.mark.parametrize("text", ["2020-09", "2020-08..2020-21-Q2", "2020-07..2020-10"])
def test_part_of_a_quarter_is_refused_not_widened(text: str) -> None:
    with pytest.raises(UsageProblem, match="whole quarters"):
        quarters_meant(text, date(2020, 1, 1))


def test_a_backfill_names_every_month_without_files(tmp_path: Path) -> None:
    store = small_council.make(tmp_path)
    (store.landing(small_council.CODE, "2020-10")).mkdir()
    with pytest.raises(UsageProblem, match=r"2 of the 5 months: 2020-06, 2020-10"):
        landed_months(store, small_council.CODE, "2020-06", "2020-10")
