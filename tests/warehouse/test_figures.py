"""Reading figures out of a warehouse: exact, or with the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from expectations import extracts as declared
from tests.warehouse.warehouse_builder import Warehouse, build, table
from warehouse import indicators
from warehouse.figures import Figures, describe, why_none
from warehouse.periods import Month, Quarter
from warehouse.returned import ReturnedIndicator

Q1, Q2 = Quarter("2020-21-Q1"), Quarter("2020-21-Q2")
DAYS = ReturnedIndicator("LOCAL-05", "Days to match", "Adoption", "days", "lower", 0, "Days, of children matched.")
LOCAL = ReturnedIndicator("LOCAL-01", "Carers asked", "Fostering", "percent", None, 0, "As asked.", True)


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    # A third of September's contacts went to early help. Plans are asked for from July on.
    contacts = table("""
        contact_id | child_id | contact_on | contact_outcome_code
        C1         | A        | 2020-09-01 | EARLY_HELP
        C2         | A        | 2020-09-01 | NFA
        C3         | A        | 2020-09-01 |
    """)
    returns = table("""
        indicator_code | period     | value | numerator | denominator | status_code
        LOCAL-01       | 2020-21-Q2 | 28.15 | 704       | 2501        | final
        LOCAL-02       | 2020-21-Q2 |       | 1         | 3           | provisional
        LOCAL-03       | 2020-21-Q2 |       |           |             | final
        LOCAL-04       | 2020-21-Q2 |       | 0         | 0           | final
        LOCAL-05       | 2020-21-Q2 |       | 701       | 2           | final
    """)
    months = [f"2020-{month:02}" for month in range(6, 11)]
    delivered = {name: months for name in declared.load()}
    delivered |= {"pathway_plans": ["2020-09", "2020-10"], "persons": ["2020-09", "2020-10"]}
    built = build(
        {"contacts": {"2020-09": contacts}, "indicator_returns": {"2020-09": returns}},
        delivered,
        ("LOCAL-01", "LOCAL-02", "LOCAL-03", "LOCAL-04", "LOCAL-05"),
    )
    yield built
    built.connection.close()


@pytest.fixture(scope="module")
def figures(warehouse: Warehouse) -> Figures:
    return Figures(warehouse.connection, {"LOCAL-01": LOCAL, "LOCAL-05": DAYS})


def test_a_third_is_a_third(figures: Figures) -> None:
    found = figures.get("FD-CONT-EH", Q2)
    assert found is not None
    assert (found.value, found.numerator, found.denominator) == (Fraction(100, 3), 1, 3)
    assert (found.unknown, found.excluded, found.over, found.version) == (1, 0, "period", 1)


def test_a_returned_value_stands_as_it_was_returned(figures: Figures) -> None:
    # 704 of 2,501 is 28.1487...: what was submitted is what is printed.
    found = figures.get("LOCAL-01", Q2)
    assert found is not None
    assert (found.value, found.numerator, found.denominator) == (Fraction("28.15"), 704, 2501)


def test_a_returned_share_may_be_given_by_its_two_numbers_alone(figures: Figures) -> None:
    found = figures.get("LOCAL-02", Q2)
    assert found is not None and found.value == Fraction(100, 3)


def test_an_average_given_by_its_two_numbers_is_not_a_percentage(figures: Figures) -> None:
    # 701 days for 2 children are 350.5 days, not 35,050 %.
    found = figures.get("LOCAL-05", Q2)
    assert found is not None and found.value == Fraction(701, 2)


@pytest.mark.parametrize(
    ("code", "period", "reason"),
    [
        pytest.param("FD-CONT-EH", Q2, "", id="there is one"),
        pytest.param("FD-CONT-EH", Q1, "no cases in the period", id="no cases"),
        pytest.param(
            "FD-CONT-EH",
            Quarter("2030-31-Q1"),
            "no figure was delivered or submitted for Q1 2030/31",
            id="never heard of",
        ),
        pytest.param(
            "LAC-PPLAN",
            Month("2020-08"),
            "no delivery of persons and pathway plans for August 2020",
            id="two missing",
        ),
        pytest.param("LAC-STAB2Y", Q1, "no delivery of persons for June 2020", id="a quarter lacks its last month"),
        pytest.param("LOCAL-03", Q2, "the service submitted no value", id="returned blank"),
        pytest.param("LOCAL-04", Q2, "no cases in the period", id="returned 0 of 0"),
    ],
)
def test_why_there_is_no_figure(figures: Figures, code: str, period: Month | Quarter, reason: str) -> None:
    assert why_none(figures.get(code, period), period, declared.load()) == reason


def test_a_figure_that_lacks_a_delivery_has_no_number_at_all(figures: Figures) -> None:
    found = figures.get("LAC-PPLAN", Month("2020-08"))
    assert found is not None
    assert (found.value, found.numerator, found.denominator) == (None, None, None)
    assert found.missing == ("persons", "pathway_plans")


@pytest.mark.parametrize(
    ("code", "period", "is_provisional"),
    [
        pytest.param("FD-CONT-EH", Q2, False, id="a month later than the quarter has been delivered"),
        pytest.param("FD-CONT-EH", Month("2020-10"), True, id="nothing later yet"),
        pytest.param("LOCAL-01", Q2, False, id="its service says final"),
        pytest.param("LOCAL-02", Q2, True, id="its service says provisional"),
        pytest.param("FD-CONT-EH", Quarter("2020-21-Q3"), True, id="not even begun"),
    ],
)
def test_a_figure_may_still_move_until_a_later_month_is_there(
    figures: Figures, code: str, period: Month | Quarter, is_provisional: bool
) -> None:
    assert figures.is_provisional(code, period) is is_provisional


def test_everything_is_provisional_in_an_empty_warehouse() -> None:
    warehouse = build({}, {})
    assert Figures(warehouse.connection).is_provisional("FD-CONT-EH", Q2)
    warehouse.connection.close()


def test_readers_are_told_what_the_version_in_force_measures() -> None:
    before = describe("SUP-LAC", Quarter("2020-21-Q4"), indicators.load(), {})
    after = describe("SUP-LAC", Quarter("2021-22-Q1"), indicators.load(), {})
    assert ("three months" in before.title, "two months" in after.title) == (True, True)
    assert before.over_text == "the position on the last day of the period"


def test_a_council_s_own_words_come_before_the_declared_ones() -> None:
    own = {"FD-CONT-EH": LOCAL}
    found = describe("FD-CONT-EH", Q2, indicators.load(), own)
    assert (found.title, found.over_text, found.is_partnership) == ("Carers asked", "as submitted by the service", True)
    with pytest.raises(KeyError):
        describe("LOCAL-99", Q2, indicators.load(), own)
