"""Private fostering, by example: a small table, and the figure that it must give."""

from __future__ import annotations

from tests.warehouse.conftest import Measure

Q2 = "2020-21-Q2"

ARRANGEMENTS = """
    arrangement_id | child_id | kind_code | notified_on | started_on | ended_on   | first_visited_on | team
    F1             | A        | 8B        | 2020-06-30  | 2020-07-01 | 2020-09-30 | 2020-07-08       | North
    F2             | B        | 8D        | 2020-07-01  | 2020-07-01 | 2020-10-01 | 2020-07-10       | North
    F3             | C        | 8D        | 2020-09-30  | 2020-09-30 |            | 2020-10-12       | North
    F4             | D        | 8F        | 2020-09-30  | 2020-10-01 |            |                  | South
    F5             | E        |           | 2020-08-28  | 2020-08-20 |            | 2020-09-09       | South
    F6             | F        |           | 2020-10-01  |            |            | 2020-09-29       | South
    F7             | G        | 8B        | 2020-03-31  | 2020-04-01 | 2020-04-02 | 2020-04-01       | South
"""
BORN = "child_id | born_on\n" + "\n".join(f"{child} | 2010-01-01" for child in "ABCDEFG")


def test_a_child_is_privately_fostered_from_the_start_to_the_day_before_the_end(measure: Measure) -> None:
    # On 30 September B, whose ends the day after, C, whose began that day, and E. D's begins in October; nobody says
    # when F's is to begin.
    found = measure("PF-OPEN", Q2, private_fostering=ARRANGEMENTS, persons=BORN)
    assert (found.numerator, found.excluded, found.unknown) == (3, {}, 0)
    assert measure("PF-OPEN", "2020-10", private_fostering=ARRANGEMENTS, persons=BORN).numerator == 3
    assert measure("PF-OPEN", "2020-08", private_fostering=ARRANGEMENTS, persons=BORN).numerator == 3


def test_private_fostering_ends_at_16_and_for_disabled_young_people_at_18(measure: Measure) -> None:
    # A is 15 and B 16; C is 17 and disabled, D is 18 and disabled; of E no disability is recorded, of F no birthday.
    rows = "\n".join(f"F{n} | {child} | 2020-06-01 | 2020-06-01" for n, child in enumerate("ABCDEF"))
    persons = """
        child_id | born_on    | disability_codes
        A        | 2004-10-01 | NONE
        B        | 2004-09-30 | NONE
        C        | 2002-10-01 | MOB
        D        | 2002-09-30 | MOB
        E        | 2004-09-30 |
        F        |            |
    """
    arrangements = "arrangement_id | child_id | notified_on | started_on\n" + rows
    found = measure("PF-OPEN", Q2, private_fostering=arrangements, persons=persons)
    assert (found.numerator, found.unknown) == (3, 1)
    assert found.excluded == {"16 or over and not disabled": 2, "18 or over": 1}


def test_an_arrangement_of_less_than_28_days_counts_once_it_has_lasted_them(measure: Measure) -> None:
    # A's is meant for 27 days, B's for 28; C's was meant for 27 and has lasted 28; D's has no end set.
    arrangements = """
        arrangement_id | child_id | notified_on | started_on | expected_ended_on
        F1             | A        | 2020-09-10  | 2020-09-10 | 2020-10-07
        F2             | B        | 2020-09-10  | 2020-09-10 | 2020-10-08
        F3             | C        | 2020-09-02  | 2020-09-02 | 2020-09-29
        F4             | D        | 2020-09-10  | 2020-09-10 |
    """
    found = measure("PF-OPEN", Q2, private_fostering=arrangements, persons=BORN)
    assert (found.numerator, found.excluded) == (3, {"meant to last less than 28 days": 1})


def test_a_child_with_two_arrangements_counts_once_and_both_were_notified(measure: Measure) -> None:
    # B was merged into A.
    tables = {
        "private_fostering": """
        arrangement_id | child_id | notified_on | started_on
        F1             | A        | 2020-09-01  | 2020-09-01
        F2             | B        | 2020-09-02  | 2020-09-02
        """,
        "merged_ids": "old_child_id | new_child_id | merged_on\nB | A | 2020-09-05",
        "persons": BORN,
    }
    assert measure("PF-OPEN", Q2, **tables).numerator == 1
    assert measure("PF-NOTIF", Q2, **tables).numerator == 2


def test_notifications_are_counted_in_the_period_in_which_the_council_was_told(measure: Measure) -> None:
    # F2, F3, F4 and F5; F1 was told in June, F6 in October.
    assert measure("PF-NOTIF", Q2, private_fostering=ARRANGEMENTS).numerator == 4
    assert measure("PF-NOTIF", "2020-09", private_fostering=ARRANGEMENTS).numerator == 2
    assert measure("PF-NOTIF", "2020-10", private_fostering=ARRANGEMENTS).numerator == 1


def test_a_first_visit_within_seven_working_days_is_in_time(measure: Measure) -> None:
    # F1: 6 working days. F2: 7. F3: 8. F4 waits. F5: 7, as a bank holiday lies between. F7 was told in March.
    found = measure("PF-VISIT7", Q2, private_fostering=ARRANGEMENTS)
    assert (found.counts, found.unknown) == ((3, 5), 1)
    assert found.teams == {"North": (2, 3), "South": (1, 2)}
    # F6's visit is dated before the notification.
    found = measure("PF-VISIT7", "2020-10", private_fostering=ARRANGEMENTS)
    assert (found.counts, found.unknown) == ((3, 6), 2)
    assert measure("PF-VISIT7", "2020-03", private_fostering=ARRANGEMENTS).counts == (1, 1)


def test_a_visit_on_the_day_is_in_time(measure: Measure) -> None:
    arrangements = "arrangement_id | child_id | notified_on | first_visited_on\nF1 | A | 2020-09-05 | 2020-09-05"
    assert measure("PF-VISIT7", Q2, private_fostering=arrangements).counts == (1, 1)


def test_without_the_last_month_s_file_there_is_no_figure(measure: Measure) -> None:
    absent = ("private_fostering",)
    assert measure("PF-OPEN", Q2, not_delivered=absent).missing == "private_fostering"
    assert measure("PF-NOTIF", Q2, not_delivered=absent).missing == "private_fostering"
    assert measure("PF-VISIT7", Q2, not_delivered=absent).missing == "private_fostering"
