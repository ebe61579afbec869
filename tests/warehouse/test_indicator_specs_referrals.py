"""Contacts and referrals, by example: how many, how soon decided, how many come back."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Measure

Q2 = "2020-21-Q2"
SEPTEMBER = "2020-09"


@pytest.mark.parametrize(
    ("earlier_on", "now_on", "is_again"),
    [
        pytest.param("2019-09-15", "2020-09-15", True, id="exactly twelve months before is within"),
        pytest.param("2019-09-14", "2020-09-15", False, id="a day longer ago is not"),
        pytest.param("2020-09-14", "2020-09-15", True, id="the day before"),
        pytest.param("2020-09-16", "2020-09-15", False, id="the one after is no earlier one"),
        pytest.param("2019-02-28", "2020-02-29", True, id="twelve months before 29 February is 28 February"),
        pytest.param("2019-02-27", "2020-02-29", False, id="27 February is longer ago"),
        pytest.param("2020-02-29", "2021-02-28", True, id="29 February lies within the year to 28 February"),
        pytest.param("2020-02-29", "2021-03-01", False, id="and not within the year to 1 March"),
    ],
)
def test_a_referral_is_a_repeat_up_to_twelve_months_after_the_last(
    measure: Measure, earlier_on: str, now_on: str, is_again: bool
) -> None:
    found = measure("FD-REREF-12M", now_on[:7], referrals=f"""
        referral_id | child_id | referral_on  | team
        R1          | A        | {earlier_on} | then
        R2          | A        | {now_on}     | now
        R3          | B        | {now_on}     | another child
    """)  # fmt: skip
    assert found.teams["now"] == (is_again, 1)
    assert found.teams["another child"] == (0, 1)


def test_every_repeat_counts_over_the_twelve_months_to_the_end_of_the_period(measure: Measure) -> None:
    # A came three times: two repeats, of which the first follows one from before the twelve months. B's lies on
    # their last day, C's on the day before the first and D's on the day after the last.
    found = measure("FD-REREF-12M", Q2, referrals="""
        referral_id | child_id | referral_on
        R1          | A        | 2019-09-30
        R2          | A        | 2019-10-01
        R3          | A        | 2020-09-01
        R4          | B        | 2020-09-30
        R5          | C        | 2019-09-30
        R6          | D        | 2020-10-01
    """)  # fmt: skip
    assert found.counts == (2, 3)


def test_referrals_without_further_action_count_on_both_sides_and_those_of_a_day_are_one(measure: Measure) -> None:
    # A's first came to nothing and still makes the second a repeat. B's two of one day are one, and no repeat.
    # C's two of one day are one repeat, for the team that took the first by number.
    found = measure("FD-REREF-12M", SEPTEMBER, referrals="""
        referral_id | child_id | referral_on | is_nfa | team
        R1          | A        | 2020-07-01  | true   | North
        R2          | A        | 2020-09-01  | true   | North
        R3          | B        | 2020-09-02  | false  | North
        R4          | B        | 2020-09-02  | false  | South
        R5          | C        | 2020-08-01  | false  | South
        R7          | C        | 2020-09-03  | false  | North
        R6          | C        | 2020-09-03  | false  | South
    """)  # fmt: skip
    assert (found.counts, found.excluded) == ((2, 5), {"another referral of the child on the same day": 2})
    assert found.teams == {"North": (1, 3), "South": (1, 2)}


def test_a_referral_under_a_number_that_was_merged_is_the_child_s_own(measure: Measure) -> None:
    # A was B and B had been C. D died, E is not yet born: both are children referred.
    found = measure(
        "FD-REREF-12M",
        SEPTEMBER,
        referrals="""
        referral_id | child_id | referral_on
        R1          | C        | 2020-02-01
        R2          | A        | 2020-09-01
        R3          | D        | 2020-09-01
        R4          | E        | 2020-08-01
        R5          | E        | 2020-09-01
        """,
        merged_ids="""
        old_child_id | new_child_id | merged_on
        C            | B            | 2020-03-01
        B            | A            | 2020-04-01
        """,
        persons="""
        child_id | born_on    | expected_born_on | died_on
        D        | 2010-01-01 |                  | 2020-09-05
        E        |            | 2021-01-01       |
        """,
    )
    assert found.counts == (2, 5)


DECISIONS = {
    # Friday 28 August 2020; Monday 31 August was a bank holiday.
    "the same day": ("2020-08-27", "2020-08-27", True),
    "the next working day": ("2020-08-27", "2020-08-28", True),
    "the second working day": ("2020-08-26", "2020-08-28", False),
    "Tuesday after the bank holiday": ("2020-08-28", "2020-09-01", True),
    "Wednesday after the bank holiday": ("2020-08-28", "2020-09-02", False),
    "received on Saturday, Tuesday": ("2020-08-29", "2020-09-01", True),
    "before it was received": ("2020-08-27", "2020-08-26", False),
    "not decided": ("2020-08-27", "", False),
}


def test_a_contact_is_decided_in_time_up_to_the_end_of_the_next_working_day(measure: Measure) -> None:
    rows = [f"{story} | {story} | {day} | {decided} | {story}" for story, (day, decided, _) in DECISIONS.items()]
    header = "contact_id | child_id | contact_on | outcome_on | team\n"
    found = measure("FD-CONT-1D", Q2, contacts=header + "\n".join(rows))
    assert found.met == {story: is_met for story, (_, _, is_met) in DECISIONS.items()}
    assert found.unknown == 2


def test_a_referral_is_decided_in_time_up_to_the_end_of_the_next_working_day(measure: Measure) -> None:
    rows = [f"{story} | {story} | {day} | {decided} | {story}" for story, (day, decided, _) in DECISIONS.items()]
    header = "referral_id | child_id | referral_on | decision_on | team\n"
    found = measure("FD-REF-1D", Q2, referrals=header + "\n".join(rows))
    assert found.met == {story: is_met for story, (_, _, is_met) in DECISIONS.items()}
    assert found.unknown == 2


CHRISTMAS = """
    {number}_id | child_id | {day}      | {decided}
    1           | A        | 2020-12-24 | 2020-12-29
    2           | B        | 2020-12-24 | 2020-12-30
    3           | C        | 2020-12-31 | 2021-01-04
    4           | D        | 2020-12-31 | 2021-01-05
"""


def test_decisions_wait_for_nobody_over_christmas_but_the_days_do_not_count(measure: Measure) -> None:
    # 25 and 28 December (for Boxing Day) and 1 January are off; the decisions of January arrive in its file.
    contacts = CHRISTMAS.format(number="contact", day="contact_on", decided="outcome_on")
    referrals = CHRISTMAS.format(number="referral", day="referral_on", decided="decision_on")
    assert measure("FD-CONT-1D", "2020-12", contacts=contacts).counts == (2, 4)
    assert measure("FD-REF-1D", "2020-12", referrals=referrals).counts == (2, 4)


def test_only_the_period_s_own_are_asked_for_a_decision_and_a_referral_of_the_day_once(measure: Measure) -> None:
    # 1 came the day before, 4 the day after. 3 is the child's second of the day, and undecided.
    rows = """
        {number}_id | child_id | {day}      | {decided}
        1           | A        | 2020-06-30 | 2020-06-30
        2           | A        | 2020-07-01 | 2020-07-01
        3           | A        | 2020-07-01 |
        4           | A        | 2020-10-01 | 2020-10-01
    """
    contacts = rows.format(number="contact", day="contact_on", decided="outcome_on")
    referrals = rows.format(number="referral", day="referral_on", decided="decision_on")
    assert measure("FD-CONT-1D", Q2, contacts=contacts).counts == (1, 2)
    found = measure("FD-REF-1D", Q2, referrals=referrals)
    assert (found.counts, sum(found.excluded.values())) == ((1, 1), 1)


VOLUMES = """
    {number}_id | child_id | {day}
    1           | A        | 2019-09-30
    2           | A        | 2019-10-01
    3           | B        | 2020-06-30
    4           | B        | 2020-07-01
    5           | C        | 2020-08-31
    6           | C        | 2020-08-31
    7           | D        | 2020-09-30
    8           | D        | 2020-10-01
"""


def test_contacts_and_referrals_are_counted_in_the_period_they_came(measure: Measure) -> None:
    # Of 5 and 6, both of C on one day, there are two contacts and one referral.
    contacts = VOLUMES.format(number="contact", day="contact_on")
    referrals = VOLUMES.format(number="referral", day="referral_on")
    assert measure("FD-CONT-VOL", Q2, contacts=contacts).numerator == 4
    assert measure("FD-CONT-VOL", "2020-08", contacts=contacts).numerator == 2
    assert measure("FD-REF-VOL", Q2, referrals=referrals).numerator == 3
    assert measure("FD-REF-VOL", "2020-08", referrals=referrals).numerator == 1


def test_a_rate_of_referrals_counts_those_of_twelve_months(measure: Measure) -> None:
    # From 1 October 2019: 2, 3, 4, 5 and 7. Who lives in the area is not known here, so there is nothing to divide by.
    referrals = VOLUMES.format(number="referral", day="referral_on")
    found = measure("FD-REF-RATE", Q2, referrals=referrals)
    assert (found.counts, sum(found.excluded.values())) == ((5, 0), 1)
    assert measure("FD-REF-RATE", "2020-02", referrals=referrals).numerator == 2


def test_contacts_and_referrals_of_no_month_are_0_and_without_a_file_there_is_no_figure(measure: Measure) -> None:
    contacts = VOLUMES.format(number="contact", day="contact_on")
    referrals = VOLUMES.format(number="referral", day="referral_on")
    assert measure("FD-CONT-VOL", "2020-05", contacts=contacts).numerator == 0
    assert measure("FD-REF-VOL", "2020-05", referrals=referrals).numerator == 0
    assert measure("FD-CONT-VOL", Q2, not_delivered=("contacts",)).missing == "contacts"
    assert measure("FD-REF-VOL", Q2, not_delivered=("referrals",)).missing == "referrals"
    assert measure("FD-REF-RATE", Q2, not_delivered=("referrals",)).missing == "referrals"


def test_what_came_to_nothing_and_who_is_not_born_count_as_contacts_and_referrals(measure: Measure) -> None:
    contacts = (
        "contact_id | child_id | contact_on | contact_outcome_code\nK1 | U | 2020-09-01 | NFA\nK2 | U | 2020-09-01 |"
    )
    referrals = "referral_id | child_id | referral_on | is_nfa\nR1 | U | 2020-09-01 | true\nR2 | V | 2020-09-01 | false"
    persons = "child_id | born_on | expected_born_on | died_on\nU | | 2021-01-01 |\nV | 2010-01-01 | | 2020-09-02"
    assert measure("FD-CONT-VOL", SEPTEMBER, contacts=contacts, persons=persons).numerator == 2
    assert measure("FD-REF-VOL", SEPTEMBER, referrals=referrals, persons=persons).numerator == 2
    assert measure("FD-REF-RATE", SEPTEMBER, referrals=referrals, persons=persons).numerator == 2
