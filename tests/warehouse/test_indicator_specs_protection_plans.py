"""Child protection plans in force, new, reviewed, visited and ended, by example: a small table, and the figure."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Measure
from tests.warehouse.warehouse_builder import build, files_of
from warehouse.indicators import load

Q2 = "2020-21-Q2"


@pytest.mark.parametrize(
    ("started_on", "ended_on", "bands"),
    [
        pytest.param("2020-05-15", "2020-08-14", {"CP-END-3M"}, id="a day less than three months"),
        pytest.param("2020-05-15", "2020-08-15", {"CP-END-3M"}, id="exactly three months"),
        pytest.param("2020-05-15", "2020-08-16", {"CP-END-3-6M"}, id="a day more than three months"),
        pytest.param("2020-02-15", "2020-08-15", {"CP-END-3-6M"}, id="exactly six months"),
        pytest.param("2020-02-15", "2020-08-16", set(), id="a day more than six months"),
        pytest.param("2018-08-15", "2020-08-14", set(), id="a day less than two years"),
        pytest.param("2018-08-15", "2020-08-15", {"CP-END-24M"}, id="exactly two years"),
        pytest.param("2019-11-30", "2020-02-29", {"CP-END-3M"}, id="three months from 30 November end on 29 February"),
        pytest.param("2019-11-30", "2020-03-01", {"CP-END-3-6M"}, id="1 March is more"),
        pytest.param("2019-08-31", "2020-02-29", {"CP-END-3-6M"}, id="six months from 31 August end on 29 February"),
        pytest.param("2020-02-29", "2022-02-27", set(), id="two years from 29 February have not passed on 27"),
        pytest.param("2020-02-29", "2022-02-28", {"CP-END-24M"}, id="they end on 28 February"),
        pytest.param("2020-08-15", "2020-08-15", {"CP-END-3M"}, id="ended the day it started"),
    ],
)
def test_a_plan_that_ended_lies_in_the_band_of_how_long_it_lasted(
    measure: Measure, started_on: str, ended_on: str, bands: set[str]
) -> None:
    plans = f"cp_plan_id | child_id | started_on | ended_on\nP1 | A | {started_on} | {ended_on}"
    month = ended_on[:7]
    found = {
        "CP-END-3M": measure("CP-END-3M", month, cp_plans=plans),
        "CP-END-3-6M": measure("CP-END-3-6M", month, cp_plans=plans),
        "CP-END-24M": measure("CP-END-24M", month, cp_plans=plans),
    }
    assert {code for code, figure in found.items() if figure.counts == (1, 1)} == bands
    assert all(figure.denominator == 1 for figure in found.values())


PLANS_OF_A_YEAR = """
    cp_plan_id | child_id | started_on | ended_on   | is_other_council_plan | team
    P1         | A        | 2020-03-01 | 2020-04-01 |                       | North
    P2         | B        | 2020-03-01 | 2020-07-02 | false                 | North
    P3         | C        | 2018-01-01 | 2020-09-30 |                       | South
    P4         | D        | 2020-02-01 | 2020-03-31 |                       | South
    P5         | E        | 2020-08-01 | 2020-10-01 |                       | South
    P6         | F        | 2020-08-01 |            |                       | South
    P7         | G        | 2020-08-01 | 2020-09-01 | true                  | South
"""


def test_plans_that_ended_since_april_are_the_whole_of_each_band(measure: Measure) -> None:
    # P4 ended in the old year, P5 after the quarter, P6 is open, P7 is not ours.
    not_ours = {"plan of another council": 1}
    found = measure("CP-END-3M", Q2, cp_plans=PLANS_OF_A_YEAR)
    assert (found.counts, found.excluded, found.teams) == ((1, 3), not_ours, {"North": (1, 2), "South": (0, 1)})
    found = measure("CP-END-3-6M", Q2, cp_plans=PLANS_OF_A_YEAR)
    assert (found.counts, found.excluded, found.teams) == ((1, 3), not_ours, {"North": (1, 2), "South": (0, 1)})
    found = measure("CP-END-24M", Q2, cp_plans=PLANS_OF_A_YEAR)
    assert (found.counts, found.excluded, found.teams) == ((1, 3), not_ours, {"North": (0, 2), "South": (1, 1)})


def test_without_the_last_month_s_plans_nothing_is_said_of_them(measure: Measure) -> None:
    absent = ("cp_plans",)
    assert measure("CP-END-3M", Q2, not_delivered=absent).missing == "cp_plans"
    assert measure("CP-END-3-6M", Q2, not_delivered=absent).missing == "cp_plans"
    assert measure("CP-END-24M", Q2, not_delivered=absent).missing == "cp_plans"
    assert measure("CP-NEW-PM", Q2, not_delivered=absent).missing == "cp_plans"
    assert measure("CP-STOCK-RATE", Q2, not_delivered=absent).missing == "cp_plans"
    assert measure("CP-REV-TIME", Q2, not_delivered=("cp_conferences",)).missing == "cp_conferences"
    assert measure("CP-VISIT-10D", Q2, not_delivered=("visits",)).missing == "visits"


def test_a_plan_is_a_second_one_however_long_ago_the_first_was(measure: Measure) -> None:
    # The files of this council go back to a plan that ended in 2008 (C). D's earlier plan is another council's, E's
    # had not ended, F's came to an end that very day. G's row says nothing, and nobody else does.
    header = "cp_plan_id|child_id|started_on|ended_on|previous_plans|previous_plan_ended_on|is_other_council_plan|team"
    found = measure("CP-RPT-EVER", Q2, cp_plans=header + """
        P1 | A | 2020-08-01 |            | 1 |            |      | one by the row
        P2 | B | 2020-08-01 |            |   | 2001-01-01 |      | an end by the row
        P3 | C | 2008-01-01 | 2008-02-01 |   |            |      |
        P4 | C | 2020-08-01 |            | 0 |            |      | own history
        P5 | D | 2019-01-01 | 2019-02-01 |   |            | true |
        P6 | D | 2020-08-01 |            | 0 |            |      | not ours
        P7 | E | 2019-01-01 | 2020-09-01 |   |            |      |
        P8 | E | 2020-08-01 |            | 0 |            |      | not ended
        P9 | F | 2019-01-01 | 2020-08-01 |   |            |      |
        Q1 | F | 2020-08-01 |            | 0 |            |      | ended that day
        Q2 | G | 2020-08-01 |            |   |            |      | nobody says
        Q3 | H | 2020-08-01 |            | 0 | 2020-08-02 |      | an end yet to come
    """)  # fmt: skip
    again = {team for team, is_met in found.met.items() if is_met}
    assert again == {"one by the row", "an end by the row", "own history", "ended that day"}
    assert (found.counts, found.unknown) == ((4, 8), 1)


def test_a_first_plan_under_a_merged_number_makes_the_next_one_a_second(measure: Measure) -> None:
    found = measure(
        "CP-RPT-EVER",
        Q2,
        cp_plans="""
        cp_plan_id | child_id | started_on | ended_on   | previous_plans | is_other_council_plan
        P1         | C        | 2009-01-01 | 2009-06-01 | 0              |
        P2         | A        | 2020-08-01 |            | 0              |
        P3         | D        | 2020-08-01 |            | 0              |
        P4         | E        | 2020-08-01 |            | 2              | true
        """,
        merged_ids="""
        old_child_id | new_child_id | merged_on
        C            | B            | 2009-07-01
        B            | A            | 2009-08-01
        """,
    )
    assert (found.counts, found.excluded) == ((1, 2), {"plan of another council": 1})


def test_plans_that_started_are_counted_by_the_month_and_as_second_ones_since_april(measure: Measure) -> None:
    plans = """
        cp_plan_id | child_id | started_on | previous_plans | is_other_council_plan
        P1         | A        | 2020-03-31 | 1              |
        P2         | B        | 2020-04-01 | 1              |
        P3         | C        | 2020-06-30 | 0              |
        P4         | D        | 2020-07-01 | 1              |
        P5         | E        | 2020-07-31 | 0              |
        P6         | F        | 2020-07-31 | 0              | true
        P7         | G        | 2020-08-01 | 0              |
    """
    assert measure("CP-RPT-EVER", "2020-07", cp_plans=plans).counts == (2, 4)
    found = measure("CP-NEW-PM", "2020-07", cp_plans=plans)
    assert (found.numerator, found.excluded) == (2, {"plan of another council": 1})
    assert measure("CP-NEW-PM", Q2, cp_plans=plans).numerator == 3
    assert measure("CP-NEW-PM", "2020-05", cp_plans=plans).numerator == 0


def test_a_plan_that_comes_in_a_later_file_is_new_in_the_month_it_started(measure: Measure) -> None:
    plans = """
        cp_plan_id | child_id | started_on | ended_on   | delivered_in
        P1         | A        | 2020-08-31 |            | 2020-10
        P2         | U        | 2020-08-31 |            | 2020-08
        P2         | U        | 2020-09-01 | 2020-09-30 | 2020-09
    """
    assert measure("CP-NEW-PM", "2020-08", cp_plans=plans).numerator == 1
    assert measure("CP-STOCK", "2020-08", cp_plans=plans).numerator == 1
    assert measure("CP-STOCK-RATE", "2020-09", cp_plans=plans).numerator == 1


def test_a_plan_is_in_force_from_its_first_day_to_the_day_before_it_ends(measure: Measure) -> None:
    # In force on 30 September: B's, which ends the day after, C's, which started that day, and D's.
    # A's ended that day, E's only starts in October, F's is another council's.
    plans = """
        cp_plan_id | child_id | started_on | ended_on   | is_other_council_plan | team
        P1         | A        | 2020-01-01 | 2020-09-30 |                       | North
        P2         | B        | 2020-01-01 | 2020-10-01 |                       | North
        P3         | C        | 2020-09-30 |            |                       | South
        P4         | D        | 2020-01-01 |            | false                 | South
        P5         | E        | 2020-10-01 |            |                       | South
        P6         | F        | 2020-01-01 |            | true                  | South
    """
    found = measure("CP-STOCK", Q2, cp_plans=plans)
    assert (found.numerator, found.excluded) == (3, {"plan of another council": 1})
    found = measure("CP-STOCK-RATE", Q2, cp_plans=plans)
    assert (found.counts, found.excluded) == ((3, 0), {"plan of another council": 1})
    assert measure("CP-STOCK", "2020-08", cp_plans=plans).numerator == 3


def test_a_child_with_several_plans_counts_once_by_ours_and_by_the_earliest(measure: Measure) -> None:
    # A has two of ours: the one of 2018 says how long. B's older one is another council's. C was merged into A.
    # U is not born yet, D has died and nobody has ended the plan: both are still counted.
    tables = {
        "cp_plans": """
        cp_plan_id | child_id | started_on | is_other_council_plan
        P1         | A        | 2020-09-01 |
        P2         | C        | 2018-01-01 |
        P3         | B        | 2017-01-01 | true
        P4         | B        | 2020-09-01 |
        P5         | U        | 2020-09-01 |
        P6         | D        | 2020-09-01 |
        """,
        "merged_ids": "old_child_id | new_child_id | merged_on\nC | A | 2020-09-02",
        "persons": """
        child_id | born_on    | expected_born_on | died_on
        U        |            | 2020-12-01       |
        D        | 2010-01-01 |                  | 2020-09-20
        """,
    }
    found = measure("CP-STOCK", Q2, **tables)
    assert (found.numerator, found.excluded) == (4, {})
    assert measure("CP-STOCK-RATE", Q2, **tables).numerator == 4
    assert measure("CP-GT15M", Q2, **tables).numerator == 1
    assert measure("CP-GT24M-NOW", Q2, **tables).numerator == 1


@pytest.mark.parametrize(
    ("month", "started_on", "is_over_15_months"),
    [
        pytest.param("2020-09", "2019-06-30", False, id="exactly fifteen months"),
        pytest.param("2020-09", "2019-06-29", True, id="a day more"),
        pytest.param("2021-02", "2019-11-30", False, id="fifteen months from 30 November end on 28 February"),
        pytest.param("2021-02", "2019-11-27", True, id="those from 27 November have passed"),
    ],
)
def test_a_plan_has_been_open_for_more_than_15_months(
    measure: Measure, month: str, started_on: str, is_over_15_months: bool
) -> None:
    plans = f"cp_plan_id | child_id | started_on\nP1 | A | {started_on}\nP2 | B | 2020-08-01"
    assert measure("CP-GT15M", month, cp_plans=plans).numerator == is_over_15_months


@pytest.mark.parametrize(
    ("month", "started_on", "is_2_years"),
    [
        pytest.param("2020-09", "2018-09-30", True, id="exactly two years"),
        pytest.param("2020-09", "2018-10-01", False, id="a day less"),
        pytest.param("2022-02", "2020-02-29", True, id="two years from 29 February end on 28 February"),
        pytest.param("2022-02", "2020-03-01", False, id="those from 1 March do not"),
    ],
)
def test_a_plan_has_been_open_for_2_years(measure: Measure, month: str, started_on: str, is_2_years: bool) -> None:
    plans = f"cp_plan_id | child_id | started_on\nP1 | A | {started_on}\nP2 | B | 2020-08-01"
    assert measure("CP-GT24M-NOW", month, cp_plans=plans).numerator == is_2_years


def test_long_plans_are_told_as_they_stood_and_another_council_s_are_left_out(measure: Measure) -> None:
    # P1 ended in October: at the end of September it was still in force, and long.
    plans = """
        cp_plan_id | child_id | started_on | ended_on   | is_other_council_plan | delivered_in
        P1         | A        | 2018-01-01 |            |                       | 2020-09
        P1         | A        | 2018-01-01 | 2020-10-05 |                       | 2020-10
        P2         | B        | 2018-01-01 |            | true                  | 2020-09
        P3         | C        | 2018-01-01 | 2020-09-30 |                       | 2020-09
    """
    not_ours = {"plan of another council": 1}
    found = measure("CP-GT15M", Q2, cp_plans=plans)
    assert (found.numerator, found.excluded) == (1, not_ours)
    found = measure("CP-GT24M-NOW", Q2, cp_plans=plans)
    assert (found.numerator, found.excluded) == (1, not_ours)
    assert measure("CP-GT24M-NOW", "2020-10", cp_plans=plans).numerator == 0


DURATIONS = {
    "3 months or less": ("2020-09-30", "2020-06-30"),
    "More than 3 and up to 6 months": ("2020-06-29", "2020-03-30"),
    "More than 6 months and less than 1 year": ("2020-03-29", "2019-10-01"),
    "1 year and less than 2": ("2019-09-30", "2018-10-01"),
    "2 years or more": ("2018-09-30", "2010-01-01"),
}


def test_plans_in_force_are_split_by_how_long_they_have_been_and_by_category() -> None:
    # The first and the last day of each band on 30 September 2020; the band of six months as of plans that ended.
    rows = [f"{day} | {day} | {day} | NEG" for days in DURATIONS.values() for day in days]
    plans = "cp_plan_id | child_id | started_on | latest_category_code\n" + "\n".join(rows)
    warehouse = build(files_of(Q2, {"cp_plans": plans}))
    found = warehouse.rows(
        "SELECT dimension, member, CAST(numerator AS INTEGER) FROM mart.indicator_result "
        "WHERE indicator = 'CP-STOCK' AND period = '2020-09' AND dimension IN ('duration', 'category')"
    )
    warehouse.connection.close()
    titles = load()["CP-STOCK"][0].by["duration"].members
    assert {titles[member]: n for dimension, member, n in found if dimension == "duration"} == dict.fromkeys(
        DURATIONS, 2
    )
    assert [(member, n) for dimension, member, n in found if dimension == "category"] == [("NEG", 10)]


REVIEWS = {
    # story: start of the plan, days of its reviews, whether all were in time on 30 September 2020
    "first on the day it was due": ("2020-04-15", "2020-07-15", True),
    "first a day late": ("2020-04-15", "2020-07-16", False),
    "first not held": ("2020-04-15", "", False),
    "first due on the last day and held": ("2020-06-30", "2020-09-30", True),
    "first due on the last day and not held": ("2020-06-30", "", False),
    "second on the day it was due": ("2019-12-20", "2020-03-20 2020-09-20", True),
    "second a day late": ("2019-12-20", "2020-03-20 2020-09-21", False),
    "second due on the last day and not held": ("2019-12-30", "2020-03-30", False),
    "second overdue": ("2019-12-20", "2020-03-20", False),
    "late more than a year ago": ("2019-06-01", "2019-09-20 2020-03-20 2020-09-20", True),
    "due a year and no day ago, late": ("2019-06-30", "2019-10-01 2020-04-01", True),
    "due a year less a day ago, late": ("2019-07-01", "2019-10-02 2020-04-01", False),
    "early reviews bring the next one forward": ("2020-01-01", "2020-02-01 2020-08-02", False),
}


def test_reviews_are_in_time_3_months_after_the_start_and_then_every_6(measure: Measure) -> None:
    plans = [f"{story} | {story} | {started} | {story}" for story, (started, _, _) in REVIEWS.items()]
    held = [f"{story} | REVIEW | {day}" for story, (_, days, _) in REVIEWS.items() for day in days.split()]
    found = measure(
        "CP-REV-TIME",
        Q2,
        cp_plans="cp_plan_id | child_id | started_on | team\n" + "\n".join(plans),
        cp_conferences="child_id | conference_type_code | held_on\n" + "\n".join(held),
    )
    assert found.met == {story: is_met for story, (_, _, is_met) in REVIEWS.items()}


def test_only_plans_of_three_months_and_only_reviews_of_the_plan_count(measure: Measure) -> None:
    # A's plan is three months old on 30 September, B's a day less; C's is another council's. Of D's conferences the
    # initial one is no review, one was of an earlier plan, one was only planned and one is held in October.
    found = measure(
        "CP-REV-TIME",
        Q2,
        cp_plans="""
        cp_plan_id | child_id | started_on | is_other_council_plan | team
        P1         | A        | 2020-06-30 |                       | A
        P2         | B        | 2020-07-01 |                       | B
        P3         | C        | 2020-01-01 | true                  | C
        P4         | D        | 2020-06-01 |                       | D
        """,
        cp_conferences="""
        conference_id | child_id | conference_type_code | held_on
        F1            | A        | REVIEW               | 2020-09-30
        F2            | D        | INITIAL              | 2020-08-01
        F3            | D        | REVIEW               | 2020-06-01
        F4            | D        | REVIEW               |
        F5            | D        | REVIEW               | 2020-10-01
        """,
    )
    assert found.met == {"A": True, "D": False}
    assert found.excluded == {"plan of another council": 1, "plan in force for less than three months": 1}


VISITS = {
    # 30 September 2020 was a Wednesday: ten working days back is Wednesday 16.
    "ten working days ago": ("CP", "2020-09-16", "true", True),
    "eleven": ("CP", "2020-09-15", "true", False),
    "on the last day": ("CP", "2020-09-30", "true", True),
    "the day after": ("CP", "2020-10-01", "true", False),
    "not seen": ("CP", "2020-09-29", "false", False),
    "not said whether seen": ("CP", "2020-09-29", "", True),
    "under another plan": ("CIN", "2020-09-29", "true", False),
}


def test_a_child_was_seen_in_the_last_10_working_days(measure: Measure) -> None:
    plans = [f"{story} | {story} | 2020-01-01 | {story}" for story in VISITS]
    visits = [f"{story} | {story} | {kind} | {day} | {seen}" for story, (kind, day, seen, _) in VISITS.items()]
    found = measure(
        "CP-VISIT-10D",
        Q2,
        cp_plans="cp_plan_id | child_id | started_on | team\n" + "\n".join(plans),
        visits="visit_id | child_id | plan_type_code | visited_on | is_child_seen\n" + "\n".join(visits),
    )
    assert found.met == {story: is_met for story, (*_, is_met) in VISITS.items()}


def test_the_days_over_christmas_ask_for_no_visit_and_new_plans_not_yet(measure: Measure) -> None:
    # To 31 December 2020 ten working days go back to 15 December: 25 and 28 were holidays.
    found = measure(
        "CP-VISIT-10D",
        "2020-12",
        cp_plans="""
        cp_plan_id | child_id | started_on | is_other_council_plan | team
        P1         | A        | 2020-12-15 |                       | A
        P2         | B        | 2020-12-16 |                       | B
        P3         | C        | 2020-01-01 |                       | C
        P4         | D        | 2020-01-01 | true                  | D
        """,
        visits="""
        visit_id | child_id | plan_type_code | visited_on | is_child_seen
        X1       | A        | CP             | 2020-12-15 | true
        X2       | C        | CP             | 2020-12-14 | true
        """,
    )
    assert found.met == {"A": True, "C": False}
    assert found.excluded == {"plan of another council": 1, "plan in force for less than 10 working days": 1}
