"""Early help, by example: a small table, and the figure that it must give."""

from __future__ import annotations

from tests.warehouse.conftest import Measure

Q2 = "2020-21-Q2"

EPISODES = """
    eh_episode_id | child_id | assessment_completed_on | started_on | ended_on   | end_reason_code | team
    H1            | A        | 2020-06-30              | 2020-06-30 | 2020-07-01 | MET             | North
    H2            | B        | 2020-07-01              | 2020-07-01 | 2020-09-30 | MET             | North
    H3            | C        | 2020-09-30              | 2020-09-30 |            |                 | North
    H4            | D        |                         | 2020-08-31 | 2020-10-01 | STEP_UP         | South
    H5            | E        | 2020-10-01              | 2020-08-01 | 2020-09-01 |                 | South
    H6            | F        | 2020-09-01              | 2020-10-01 |            |                 | South
    H7            | G        | 2020-02-01              | 2020-02-01 | 2020-04-01 | NFA             | South
    H8            | G        | 2020-02-01              | 2020-02-01 | 2020-03-31 | MET             | South
"""


def test_assessments_and_episodes_are_counted_in_the_period_they_came_about(measure: Measure) -> None:
    # Assessments: of H2, H3 and H6. Episodes: H2, H3, H4 and H5.
    assert measure("EH-CAF-N", Q2, early_help=EPISODES).numerator == 3
    assert measure("EH-START", Q2, early_help=EPISODES).numerator == 4
    assert measure("EH-CAF-N", "2020-09", early_help=EPISODES).numerator == 2
    assert measure("EH-START", "2020-09", early_help=EPISODES).numerator == 1


def test_needs_were_met_in_some_of_the_episodes_that_ended_since_april(measure: Measure) -> None:
    # H1 and H2 ended with needs met, H7 did not, nobody says of H5; H8 ended in March, H4 ends in October.
    found = measure("EH-CAF-MET", Q2, early_help=EPISODES)
    assert (found.counts, found.unknown) == ((2, 4), 1)
    assert found.teams == {"North": (2, 2), "South": (0, 2)}
    assert measure("EH-CAF-MET", "2020-04", early_help=EPISODES).counts == (0, 1)
    assert measure("EH-CAF-MET", "2020-03", early_help=EPISODES).counts == (1, 1)


def test_a_child_is_helped_from_the_start_to_the_day_before_the_end(measure: Measure) -> None:
    # On 30 September C, from that day, and D, to the day after. B's ended that day, F's begins in October.
    assert measure("EH-OPEN", Q2, early_help=EPISODES).numerator == 2
    assert measure("EH-OPEN", "2020-10", early_help=EPISODES).numerator == 2
    assert measure("EH-OPEN", "2020-06", early_help=EPISODES).numerator == 1


def test_a_child_with_two_episodes_counts_once_and_each_of_a_family_counts(measure: Measure) -> None:
    # B was merged into A. C and D are of one family; D is not born yet.
    tables = {
        "early_help": """
        eh_episode_id | child_id | family_id | assessment_completed_on | started_on
        H1            | A        | X         | 2020-09-01              | 2020-09-01
        H2            | B        | X         | 2020-09-02              | 2020-09-02
        H3            | C        | Y         | 2020-09-03              | 2020-09-03
        H4            | D        | Y         | 2020-09-03              | 2020-09-03
        """,
        "merged_ids": "old_child_id | new_child_id | merged_on\nB | A | 2020-09-05",
        "persons": "child_id | born_on | expected_born_on\nD | | 2021-01-01",
    }
    assert measure("EH-OPEN", Q2, **tables).numerator == 3
    assert measure("EH-START", Q2, **tables).numerator == 4
    assert measure("EH-CAF-N", Q2, **tables).numerator == 4


def test_the_last_word_on_an_episode_wins_and_help_that_ended_later_was_going_on(measure: Measure) -> None:
    episodes = """
        eh_episode_id | child_id | started_on | ended_on   | end_reason_code | delivered_in
        H1            | A        | 2020-08-01 | 2020-09-20 | NFA             | 2020-09
        H1            | A        | 2020-08-01 | 2020-10-02 | MET             | 2020-10
    """
    assert measure("EH-OPEN", "2020-09", early_help=episodes).numerator == 1
    assert measure("EH-CAF-MET", "2020-09", early_help=episodes).counts == (0, 0)
    assert measure("EH-CAF-MET", "2020-10", early_help=episodes).counts == (1, 1)


def test_without_the_last_month_s_file_there_is_no_figure(measure: Measure) -> None:
    absent = ("early_help",)
    assert measure("EH-CAF-N", Q2, not_delivered=absent).missing == "early_help"
    assert measure("EH-START", Q2, not_delivered=absent).missing == "early_help"
    assert measure("EH-CAF-MET", Q2, not_delivered=absent).missing == "early_help"
