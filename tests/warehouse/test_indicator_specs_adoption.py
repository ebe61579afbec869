"""Adoption and special guardianship, by example, mostly of April to September 2020."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Measure

Q2 = "2020-21-Q2"
EPISODE = "child_id | started_on | ended_on | legal_status_code | reason_ended_code\n"
REASONS = (
    "E11", "E12", "E43", "E44", "E45", "E46", "E47", "E48",
    "E2", "E3", "E41", "E4A", "E13", "E17", "",
)  # fmt: skip
EVERY_REASON = EPISODE + "\n".join(f"C{n} | 2018-01-01 | 2020-07-01 | C2 | {r}" for n, r in enumerate(REASONS))


# How care ended


def test_the_reason_of_the_last_episode_says_how_care_ended(measure: Measure) -> None:
    adopted = measure("ADP-CEASE-ADOPT", Q2, lac_episodes=EVERY_REASON)
    guarded = measure("ADP-CEASE-SGO", Q2, lac_episodes=EVERY_REASON)
    both = measure("ADP-CEASE-PERM", Q2, lac_episodes=EVERY_REASON)
    assert (adopted.counts, guarded.counts, both.counts) == ((2, 15), (6, 15), (8, 15))
    assert adopted.unknown == guarded.unknown == both.unknown == 1


def test_endings_count_from_april_to_the_end_of_the_period(measure: Measure) -> None:
    # A was adopted on the last day of the year before, B on the first of this one, C on the last day of the quarter.
    episodes = EPISODE + "\n".join(
        f"{child} | 2018-01-01 | {day} | E1 | {reason}"
        for child, day, reason in [
            ("A", "2020-03-31", "E12"),
            ("B", "2020-04-01", "E12"),
            ("C", "2020-09-30", "E45"),
            ("D", "2020-10-01", "E45"),
        ]
    )
    assert measure("ADP-CEASE-ADOPT", Q2, lac_episodes=episodes).counts == (1, 2)
    assert measure("ADP-CEASE-SGO", Q2, lac_episodes=episodes).counts == (1, 2)
    assert measure("ADP-CEASE-PERM", Q2, lac_episodes=episodes).counts == (2, 2)


def test_a_child_counts_once_for_each_ending_and_not_for_each_episode(measure: Measure) -> None:
    # A was placed and adopted: one ending of two episodes. B's guardianship failed and it left again, home.
    # C's X1 is not an ending. D's breaks are left out.
    episodes = (
        EPISODE
        + """
        A | 2018-01-01 | 2020-05-01 | E1 | X1
        A | 2020-05-01 | 2020-07-01 | E1 | E12
        B | 2018-01-01 | 2020-05-01 | C2 | E45
        B | 2020-06-01 | 2020-08-01 | V2 | E4A
        C | 2018-01-01 | 2020-08-01 | C2 | X1
        D | 2018-01-01 | 2020-08-01 | V4 | E45
        """
    )
    assert measure("ADP-CEASE-ADOPT", Q2, lac_episodes=episodes).counts == (1, 3)
    assert measure("ADP-CEASE-SGO", Q2, lac_episodes=episodes).counts == (1, 3)
    assert measure("ADP-CEASE-PERM", Q2, lac_episodes=episodes).excluded == {
        "the last episode says that another follows (X1)": 1,
        "left a series of short breaks (V3, V4)": 1,
    }


def test_4_and_8_of_111_are_what_the_council_published(measure: Measure) -> None:
    reasons = ["E12"] * 4 + ["E45"] * 8 + ["E4A"] * 99
    episodes = EPISODE + "\n".join(f"C{n} | 2018-01-01 | 2020-07-01 | C2 | {r}" for n, r in enumerate(reasons))
    values = {
        "3.6": measure("ADP-CEASE-ADOPT", "2020-21-Q4", lac_episodes=episodes),
        "7.2": measure("ADP-CEASE-SGO", "2020-21-Q4", lac_episodes=episodes),
        "10.8": measure("ADP-CEASE-PERM", "2020-21-Q4", lac_episodes=episodes),
    }
    for printed, found in values.items():
        assert float(100 * found.numerator / found.denominator) == pytest.approx(float(printed), abs=0.05)


# Children with a plan of adoption

PLAN = "child_id | decided_on | entered_care_on | placement_order_on | matched_on | placed_on | order_on\n"


def test_days_run_from_entering_care_to_the_placement_for_adoption(measure: Measure) -> None:
    # A waited 366 days, over a leap day; B none. C's care is dated after its placement, D's and E's days are blank.
    plans = (
        PLAN
        + """
        A | 2019-06-01 | 2019-03-01 | | | 2020-03-01 | 2020-08-01
        B | 2019-06-01 | 2020-03-01 | | | 2020-03-01 | 2020-08-01
        C | 2019-06-01 | 2020-03-02 | | | 2020-03-01 | 2020-08-01
        D | 2019-06-01 |            | | | 2020-03-01 | 2020-08-01
        E | 2019-06-01 | 2019-03-01 | | |            | 2020-08-01
        """
    )
    found = measure("ADP-ENTRY-DAYS", Q2, adoption_children=plans)
    assert (found.counts, found.unknown) == ((366, 2), 3)
    found = measure("ADP-A10-DAYS", Q2, adoption_children=plans)
    assert (found.counts, found.unknown) == ((366, 2), 3)


def test_the_year_of_an_adoption_is_that_of_its_order(measure: Measure) -> None:
    # Of four children, two had their order from 1 April to 30 September. All had waited 100 days.
    orders = {"A": "2020-03-31", "B": "2020-04-01", "C": "2020-09-30", "D": "2020-10-01"}
    plans = PLAN + "\n".join(
        f"{child} | 2019-06-01 | 2019-09-01 | 2019-10-01 | 2019-10-11 | 2019-12-10 | {day}"
        for child, day in orders.items()
    )
    assert measure("ADP-ENTRY-DAYS", Q2, adoption_children=plans).counts == (200, 2)
    assert measure("ADP-A10-DAYS", Q2, adoption_children=plans).counts == (200, 2)
    assert measure("ADP-MATCH-DAYS", Q2, adoption_children=plans).counts == (20, 2)
    assert measure("ADP-14M-ADOPTED", Q2, adoption_children=plans).counts == (2, 2)
    assert measure("ADP-ORDERS", Q2, adoption_children=plans).numerator == 2


def test_an_order_is_one_though_two_decisions_have_it_and_other_orders_are_none(measure: Measure) -> None:
    # A's first plan was given up, yet its order stands beside both decisions. B became a special guardian's child.
    # C's order is of no said kind. D and E are one child under two numbers.
    plans = (
        PLAN.rstrip()
        + """ | order_type_code
        A | 2018-01-01 | 2018-01-01 | 2019-01-01 | 2019-02-01 | 2019-03-01 | 2020-08-01 | ADOPTION
        A | 2019-01-01 | 2018-01-01 | 2019-01-01 | 2019-02-01 | 2019-03-01 | 2020-08-01 | ADOPTION
        B | 2019-01-01 | 2018-01-01 | 2019-01-01 | 2019-02-01 | 2019-03-01 | 2020-08-01 | SGO
        C | 2019-01-01 | 2018-01-01 | 2019-01-01 | 2019-02-01 | 2019-03-01 | 2020-08-01 |
        D | 2019-01-01 | 2018-01-01 | 2019-01-01 | 2019-02-01 | 2019-03-01 | 2020-08-01 | ADOPTION
        E | 2019-01-01 | 2018-01-01 | 2019-01-01 | 2019-02-01 | 2019-03-01 | 2020-08-01 | ADOPTION
        """
    )
    merged = "old_child_id | new_child_id | merged_on\nD | E | 2020-01-01"
    found = measure("ADP-ORDERS", Q2, adoption_children=plans, merged_ids=merged)
    assert found.numerator == 3
    assert sum(found.excluded.values()) == 2
    assert measure("ADP-ENTRY-DAYS", Q2, adoption_children=plans, merged_ids=merged).denominator == 3
    assert measure("ADP-A10-DAYS", Q2, adoption_children=plans, merged_ids=merged).denominator == 3
    assert measure("ADP-MATCH-DAYS", Q2, adoption_children=plans, merged_ids=merged).counts == (93, 3)
    assert measure("ADP-14M-ADOPTED", Q2, adoption_children=plans, merged_ids=merged).counts == (0, 3)


def test_adopters_who_fostered_first_stop_the_clock_when_they_began(measure: Measure) -> None:
    # All came on 1 January 2019 and were placed for adoption on 1 January 2020. A had fostered since 1 March 2019,
    # B since 1 April under fostering for adoption, C is adopted by others. Of D's foster placement nothing is held.
    plans = """
        child_id | decided_on | entered_care_on | placed_on  | order_on   | is_adopted_by_carer | early_placed_on
        A        | 2019-06-01 | 2019-01-01      | 2020-01-01 | 2020-08-01 | true                |
        B        | 2019-06-01 | 2019-01-01      | 2020-01-01 | 2020-08-01 | true                | 2019-04-01
        C        | 2019-06-01 | 2019-01-01      | 2020-01-01 | 2020-08-01 | false               |
        D        | 2019-06-01 | 2019-01-01      | 2020-01-01 | 2020-08-01 | true                |
    """
    episodes = """
        child_id | started_on | ended_on   | reason_started_code | placement_code | reason_ended_code
        A        | 2019-01-01 | 2019-03-01 | S                   | U6             | X1
        A        | 2019-03-01 | 2020-01-01 | P                   | U5             | X1
        A        | 2020-01-01 | 2020-08-01 | T                   | A5             | E12
        C        | 2019-01-01 | 2020-01-01 | S                   | U6             | X1
        C        | 2020-01-01 | 2020-08-01 | P                   | A6             | E12
    """
    found = measure("ADP-A10-DAYS", Q2, adoption_children=plans, lac_episodes=episodes)
    assert (found.counts, found.unknown) == ((59 + 90 + 365, 3), 1)
    assert measure("ADP-ENTRY-DAYS", Q2, adoption_children=plans, lac_episodes=episodes).counts == (4 * 365, 4)


def test_a_match_before_the_courts_order_took_no_days(measure: Measure) -> None:
    # A 30 days, B on the day, C before it: 30 days over three children. D is not matched by any day that is known.
    found = measure(
        "ADP-MATCH-DAYS",
        Q2,
        adoption_children=PLAN
        + """
        A | 2019-01-01 | 2018-01-01 | 2019-06-01 | 2019-07-01 | 2019-08-01 | 2020-08-01
        B | 2019-01-01 | 2018-01-01 | 2019-06-01 | 2019-06-01 | 2019-08-01 | 2020-08-01
        C | 2019-01-01 | 2018-01-01 | 2019-06-01 | 2019-05-01 | 2019-08-01 | 2020-08-01
        D | 2019-01-01 | 2018-01-01 | 2019-06-01 |            | 2019-08-01 | 2020-08-01
        """,
    )
    assert (found.counts, found.unknown) == ((30, 3), 1)


def test_who_was_not_placed_before_the_order_or_had_no_courts_order_has_no_wait_for_a_match(measure: Measure) -> None:
    found = measure(
        "ADP-MATCH-DAYS",
        Q2,
        adoption_children=PLAN
        + """
        A | 2019-01-01 | 2018-01-01 | 2019-06-01 | 2019-07-01 |            | 2020-08-01
        B | 2019-01-01 | 2018-01-01 | 2019-06-01 | 2019-07-01 | 2020-08-01 | 2020-08-01
        C | 2019-01-01 | 2018-01-01 |            | 2019-07-01 | 2019-08-01 | 2020-08-01
        D | 2019-01-01 | 2018-01-01 | 2019-06-01 | 2019-07-01 | 2020-07-31 | 2020-08-01
        """,
    )
    assert found.counts == (30, 1)
    assert found.excluded == {"not placed before the adoption order": 2, "no placement order": 1}


WAITS = (
    PLAN
    + """
    A | 2019-06-01 | 2019-05-31 | | | 2020-07-31 | 2020-09-01
    B | 2019-06-01 | 2019-05-31 | | | 2020-07-30 | 2020-09-01
    C | 2019-06-01 | 2018-10-10 | | | 2020-07-10 | 2020-09-01
    D | 2019-06-01 | 2018-10-10 | | | 2020-07-09 | 2020-09-01
    E | 2019-06-01 |            | | | 2020-07-09 | 2020-09-01
    F | 2019-06-01 | 2020-07-10 | | | 2020-07-09 | 2020-09-01
    """
)


def test_exactly_so_many_months_is_not_less(measure: Measure) -> None:
    # A waited 14 months to the day, B a day less; C 21 months, D a day less. E and F cannot be told.
    less_than_14 = measure("ADP-14M", Q2, adoption_children=WAITS)
    less_than_21 = measure("ADP-21M", Q2, adoption_children=WAITS)
    assert (less_than_14.counts, less_than_14.unknown) == ((1, 6), 2)
    assert (less_than_21.counts, less_than_21.unknown) == ((3, 6), 2)
    found = measure("ADP-14M-ADOPTED", Q2, adoption_children=WAITS)
    assert (found.counts, found.unknown) == ((1, 6), 2)


def test_fourteen_months_after_the_last_of_december_end_with_february(measure: Measure) -> None:
    # 31 December 2018 and 14 months is 29 February 2020, 2019 and 14 months 28 February 2021.
    plans = PLAN + "A | 2019-06-01 | 2018-12-31 | | | 2020-02-28 |\nB | 2019-06-01 | 2018-12-31 | | | 2020-02-29 |"
    assert measure("ADP-14M", "2019-20-Q4", adoption_children=plans).counts == (1, 2)
    assert measure("ADP-21M", "2019-20-Q4", adoption_children=plans).counts == (2, 2)
    plans = PLAN + "A | 2020-06-01 | 2019-12-31 | | | 2021-02-27 |\nB | 2020-06-01 | 2019-12-31 | | | 2021-02-28 |"
    assert measure("ADP-14M", "2020-21-Q4", adoption_children=plans).counts == (1, 2)


def test_a_placement_is_one_though_two_decisions_have_it(measure: Measure) -> None:
    # The year is that of the placement: C's was on 31 March. Adopted or not is not asked.
    plans = PLAN + (
        "A | 2019-06-01 | 2019-05-31 | | | 2020-04-01 |\nA | 2019-07-01 | 2019-05-31 | | | 2020-04-01 |\n"
        "B | 2019-06-01 | 2019-05-31 | | | 2020-09-30 |\nC | 2019-06-01 | 2019-05-31 | | | 2020-03-31 |"
    )
    assert measure("ADP-14M", Q2, adoption_children=plans).counts == (1, 2)
    assert measure("ADP-21M", Q2, adoption_children=plans).counts == (2, 2)


def test_3_of_8_are_printed_as_37_5_per_cent(measure: Measure) -> None:
    plans = PLAN + "\n".join(
        f"C{n} | 2019-06-01 | {'2019-10-01' if n < 3 else '2018-01-01'} | | | 2020-10-01 | 2021-03-01" for n in range(8)
    )
    assert measure("ADP-14M", "2020-21-Q4", adoption_children=plans).counts == (3, 8)
    assert measure("ADP-14M-ADOPTED", "2020-21-Q4", adoption_children=plans).counts == (3, 8)


def test_placement_orders_are_counted_by_their_day_and_once(measure: Measure) -> None:
    # A's stands beside two decisions; D's plan was given up later, and the order was made all the same.
    plans = """
        child_id | decided_on | placement_order_on | reversed_on
        A        | 2019-01-01 | 2020-04-01         |
        A        | 2020-01-01 | 2020-04-01         |
        B        | 2019-01-01 | 2020-03-31         |
        C        | 2019-01-01 | 2020-10-01         |
        D        | 2019-01-01 | 2020-09-30         | 2020-09-30
    """
    found = measure("ADP-PO-NUM", Q2, adoption_children=plans)
    assert (found.numerator, sum(found.excluded.values())) == (2, 1)


def test_two_orders_of_a_child_on_two_days_are_two(measure: Measure) -> None:
    plans = PLAN + "A | 2019-01-01 | | 2020-04-10\nA | 2020-05-01 | | 2020-06-10"
    assert measure("ADP-PO-NUM", Q2, adoption_children=plans).numerator == 2
    assert measure("ADP-PO-NUM", "2020-05", adoption_children=plans).numerator == 1


def test_no_orders_is_a_figure_and_no_list_is_none(measure: Measure) -> None:
    assert measure("ADP-ORDERS", Q2).numerator == 0
    assert measure("ADP-ORDERS", Q2, not_delivered=("adoption_children",)).missing == "adoption_children"
    assert measure("ADP-PO-NUM", Q2, not_delivered=("adoption_children",)).missing == "adoption_children"
    assert measure("ADP-PLACED", Q2, not_delivered=("adoption_children",)).missing == "adoption_children"


def test_waiting_for_the_order_begins_with_the_placement_and_ends_with_the_order(measure: Measure) -> None:
    # A is placed on the day, B the day after. C's order is of the day, D's of the day after. E's plan was given up
    # that day, F's the day after.
    plans = """
        child_id | decided_on | placed_on  | order_on   | reversed_on
        A        | 2019-01-01 | 2020-09-30 |            |
        B        | 2019-01-01 | 2020-10-01 |            |
        C        | 2019-01-01 | 2020-01-01 | 2020-09-30 |
        D        | 2019-01-01 | 2020-01-01 | 2020-10-01 |
        E        | 2019-01-01 | 2020-01-01 |            | 2020-09-30
        F        | 2019-01-01 | 2020-01-01 |            | 2020-10-01
    """
    assert measure("ADP-PLACED", Q2, adoption_children=plans).numerator == 3


def test_a_child_with_two_decisions_or_two_numbers_waits_once(measure: Measure) -> None:
    plans = (
        PLAN + "A | 2018-01-01 | | | | 2020-05-01\nA | 2019-01-01 | | | | 2020-05-01\nB | 2019-02-01 | | | | 2020-05-01"
    )
    merged = "old_child_id | new_child_id | merged_on\nB | A | 2020-01-01"
    assert measure("ADP-PLACED", Q2, adoption_children=plans, merged_ids=merged).numerator == 1


# Over three years


def test_three_years_end_with_the_period_and_begin_with_their_first_day(measure: Measure) -> None:
    # Of orders of 30 September 2017, 1 October 2017, 30 September and 1 October 2020, two are of the three years.
    orders = {"A": "2017-09-30", "B": "2017-10-01", "C": "2020-09-30", "D": "2020-10-01"}
    plans = PLAN + "\n".join(
        f"{child} | 2016-06-01 | 2016-09-01 | 2016-10-01 | 2016-10-11 | 2016-12-10 | {day}"
        for child, day in orders.items()
    )
    assert measure("ADP-ENTRY-DAYS-3Y", Q2, adoption_children=plans).counts == (200, 2)
    assert measure("ADP-A10-DAYS-3Y", Q2, adoption_children=plans).counts == (200, 2)
    assert measure("ADP-MATCH-DAYS-3Y", Q2, adoption_children=plans).counts == (20, 2)


def test_three_years_to_the_end_of_february_begin_on_1_march(measure: Measure) -> None:
    plans = PLAN + "\n".join(
        f"{child} | 2016-01-01 | 2016-01-01 | 2016-02-01 | 2016-02-02 | 2016-03-01 | {day}"
        for child, day in {"A": "2017-02-28", "B": "2017-03-01", "C": "2020-02-29", "D": "2020-03-01"}.items()
    )
    assert measure("ADP-ENTRY-DAYS-3Y", "2020-02", adoption_children=plans).counts == (120, 2)
    assert measure("ADP-A10-DAYS-3Y", "2020-02", adoption_children=plans).counts == (120, 2)
    assert measure("ADP-MATCH-DAYS-3Y", "2020-02", adoption_children=plans).counts == (2, 2)


def test_what_cannot_be_averaged_cannot_in_three_years_either(measure: Measure) -> None:
    plans = PLAN + "A | 2016-01-01 | | 2016-02-01 | | 2016-03-01 | 2018-05-01\nB | 2016-01-01 | | | | | 2018-05-01"
    for found in (
        measure("ADP-ENTRY-DAYS-3Y", Q2, adoption_children=plans),
        measure("ADP-A10-DAYS-3Y", Q2, adoption_children=plans),
    ):
        assert (found.counts, found.unknown) == ((0, 0), 2)
    found = measure("ADP-MATCH-DAYS-3Y", Q2, adoption_children=plans)
    assert (found.counts, found.unknown, found.excluded) == ((0, 0), 1, {"not placed before the adoption order": 1})
