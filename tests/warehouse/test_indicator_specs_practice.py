"""Pathway plans, supervision, social workers and care leavers, by example, as at 30 September 2020."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Measure
from tests.warehouse.warehouse_builder import shown_by_child

Q2 = "2020-21-Q2"
SHORT_BREAKS = "looked after under a series of short breaks (V3, V4)"
IN_CARE = "child_id | started_on | legal_status_code\n"
A_IN_CARE = IN_CARE + "A | 2015-01-01 | C2"


# Pathway plans


def test_a_pathway_plan_is_up_to_date_for_six_months(measure: Measure) -> None:
    plans = {
        "begun exactly six months before": ("2020-03-30 | | CURRENT", True),
        "begun a day earlier": ("2020-03-29 | | CURRENT", False),
        "reviewed exactly six months before": ("2019-01-01 | 2020-03-30 | CURRENT", True),
        "reviewed a day earlier": ("2019-01-01 | 2020-03-29 | CURRENT", False),
        "begun on the day": ("2020-09-30 | | CURRENT", True),
        "begun the day after": ("2020-10-01 | | CURRENT", False),
        "reviewed before it began": ("2020-08-01 | 2019-08-01 | CURRENT", True),
        "status not recorded": ("2020-08-01 | |", True),
        "a draft": ("2020-08-01 | | DRAFT", False),
        "ended": ("2020-08-01 | | ENDED", False),
    }
    rows = [f"{child} | {child} | {plan}" for child, (plan, _) in plans.items()]
    found = measure(
        "LAC-PPLAN",
        Q2,
        lac_episodes=IN_CARE + "\n".join(f"{child} | 2015-01-01 | C2" for child in plans),
        persons="child_id | born_on\n" + "\n".join(f"{child} | 2004-01-01" for child in plans),
        pathway_plans="plan_id | child_id | started_on | reviewed_on | status_code\n" + "\n".join(rows),
        sw_allocations=shown_by_child(plans),
    )
    assert found.met == {child: is_met for child, (_, is_met) in plans.items()}


def test_pathway_plans_are_asked_of_looked_after_young_people_of_16_and_over(measure: Measure) -> None:
    # A is 16 on the day, B the day after. C has short breaks, D no date of birth. E left care. F has no plan.
    found = measure(
        "LAC-PPLAN",
        Q2,
        lac_episodes="""
        child_id | started_on | legal_status_code | ended_on   | reason_ended_code
        A        | 2015-01-01 | C2                |            |
        B        | 2015-01-01 | C2                |            |
        C        | 2015-01-01 | V4                |            |
        D        | 2015-01-01 | C2                |            |
        E        | 2015-01-01 | C2                | 2020-09-01 | E5
        F        | 2015-01-01 | C2                |            |
        """,
        persons="""
        child_id | born_on
        A        | 2004-09-30
        B        | 2004-10-01
        C        | 2004-01-01
        D        |
        E        | 2004-01-01
        F        | 2002-09-30
        """,
        pathway_plans="plan_id | child_id | started_on\nW1 | A | 2020-08-01\nW2 | B | 2020-08-01\nW3 | E | 2020-08-01",
    )
    assert found.counts == (1, 2)
    assert found.excluded == {SHORT_BREAKS: 1, "under 16": 1, "date of birth not known": 1}


def test_a_later_review_does_not_rob_an_earlier_month_of_the_one_before(measure: Measure) -> None:
    # The file of October holds the October review only; June's file still had the one of May.
    plans = """
        plan_id | child_id | started_on | reviewed_on | status_code | delivered_in
        W1      | A        | 2019-01-01 | 2020-05-10  | CURRENT     | 2020-06
        W1      | A        | 2019-01-01 | 2020-10-10  | CURRENT     | 2020-10
    """
    tables = {"lac_episodes": A_IN_CARE, "persons": "child_id | born_on\nA | 2004-01-01", "pathway_plans": plans}
    assert measure("LAC-PPLAN", Q2, **tables).counts == (1, 1)
    assert measure("LAC-PPLAN", "2020-06", **tables).counts == (1, 1)


def test_a_plan_that_ended_counts_before_the_file_that_says_so_and_not_after(measure: Measure) -> None:
    plans = """
        plan_id | child_id | started_on | status_code | delivered_in
        W1      | A        | 2020-07-10 | CURRENT     | 2020-07
        W1      | A        | 2020-07-10 | ENDED       | 2020-08
    """
    tables = {"lac_episodes": A_IN_CARE, "persons": "child_id | born_on\nA | 2004-01-01", "pathway_plans": plans}
    assert measure("LAC-PPLAN", "2020-07", **tables).counts == (1, 1)
    assert measure("LAC-PPLAN", "2020-08", **tables).counts == (0, 1)
    assert measure("LAC-PPLAN", Q2, **tables).counts == (0, 1)


def test_a_review_date_that_is_corrected_away_no_longer_counts(measure: Measure) -> None:
    # August's file had a review of 1 August; September's says it was 1 February.
    found = measure(
        "LAC-PPLAN",
        Q2,
        lac_episodes=A_IN_CARE,
        persons="child_id | born_on\nA | 2004-01-01",
        pathway_plans="""
        plan_id | child_id | started_on | reviewed_on | delivered_in
        W1      | A        | 2019-01-01 | 2020-08-01  | 2020-08
        W1      | A        | 2019-01-01 | 2020-02-01  | 2020-09
        """,
    )
    assert found.counts == (0, 1)


def test_no_pathway_figure_where_the_plans_were_not_delivered(measure: Measure) -> None:
    assert measure("LAC-PPLAN", Q2, not_delivered=("pathway_plans",)).missing == "pathway_plans"


# Supervision


def test_supervision_counts_within_three_months(measure: Measure) -> None:
    talks = {
        "a day less than three months ago": ("2020-07-01 | FORMAL", True),
        "exactly three months ago": ("2020-06-30 | FORMAL", False),
        "on the day": ("2020-09-30 | FORMAL", True),
        "the day after": ("2020-10-01 | FORMAL", False),
        "ad hoc": ("2020-09-01 | ADHOC", False),
        "nobody said whether it was planned": ("2020-09-01 |", False),
    }
    rows = [f"{child} | {child} | {talk}" for child, (talk, _) in talks.items()]
    found = measure(
        "SUP-LAC",
        Q2,
        lac_episodes=IN_CARE + "\n".join(f"{child} | 2015-01-01 | C2" for child in talks),
        supervision="supervision_id | child_id | supervised_on | supervision_type_code\n" + "\n".join(rows),
        sw_allocations=shown_by_child(talks),
    )
    assert found.met == {child: is_met for child, (_, is_met) in talks.items()}
    assert found.version == 1


def test_an_ad_hoc_talk_after_a_planned_one_takes_nothing_away(measure: Measure) -> None:
    found = measure(
        "SUP-LAC",
        Q2,
        lac_episodes=A_IN_CARE,
        supervision="""
        supervision_id | child_id | supervised_on | supervision_type_code
        V1             | A        | 2020-08-01    | FORMAL
        V2             | A        | 2020-09-01    | ADHOC
        V3             | A        | 2020-10-05    | FORMAL
        """,
    )
    assert found.counts == (1, 1)


def test_a_child_new_to_care_is_not_yet_expected_to_be_supervised(measure: Measure) -> None:
    # A came exactly three months ago, B a day later. C has short breaks.
    found = measure(
        "SUP-LAC", Q2, lac_episodes=IN_CARE + "A | 2020-06-30 | C2\nB | 2020-07-01 | C2\nC | 2015-01-01 | V4"
    )
    assert found.counts == (0, 1)
    assert found.excluded == {SHORT_BREAKS: 1, "looked after for less than three months": 1}


@pytest.mark.parametrize(
    ("period", "supervised_on", "is_met", "version"),
    [
        pytest.param("2021-03", "2021-01-20", True, 1, id="March 2021: three months"),
        pytest.param("2020-21-Q4", "2021-01-20", True, 1, id="the last quarter of the old standard"),
        pytest.param("2021-04", "2021-02-20", False, 2, id="April 2021: two months"),
        pytest.param("2021-22-Q1", "2021-04-21", False, 2, id="the first quarter of the new standard"),
    ],
)
def test_the_standard_is_two_months_from_april_2021(
    measure: Measure, period: str, supervised_on: str, is_met: bool, version: int
) -> None:
    # Ten weeks ago was soon enough until March 2021.
    found = measure(
        "SUP-LAC",
        period,
        lac_episodes=A_IN_CARE,
        supervision=f"supervision_id | child_id | supervised_on | supervision_type_code\nV1|A|{supervised_on}|FORMAL",
    )
    assert (found.counts, found.version) == ((int(is_met), 1), version)


def test_under_the_new_standard_two_months_of_care_are_enough_to_be_asked(measure: Measure) -> None:
    # On 30 June 2021: A came exactly two months before, B a day later; A was supervised a day inside two months.
    found = measure(
        "SUP-LAC",
        "2021-22-Q1",
        lac_episodes=IN_CARE + "A | 2021-04-30 | C2\nB | 2021-05-01 | C2",
        supervision="supervision_id | child_id | supervised_on | supervision_type_code\nV1 | A | 2021-05-01 | FORMAL",
    )
    assert (found.counts, found.excluded) == ((1, 1), {"looked after for less than two months": 1})


def test_no_supervision_figure_before_the_extract_is_first_delivered(measure: Measure) -> None:
    found = measure("SUP-LAC", "2019-20-Q2", not_delivered=("supervision",), lac_episodes=A_IN_CARE)
    assert (found.counts, found.missing) == ((0, 0), "supervision")


# Changes of social worker

WORKERS = "allocation_id | child_id | worker_id | worker_role_code | started_on | ended_on | team\n"
ROLES = {"SW": "SOCIAL_WORKER", "PA": "PERSONAL_ADVISER"}


def workers(measure: Measure, cases: dict[str, list[str]]) -> dict[str | None, bool]:
    """Measure children given as name -> spells of a worker, role, start and end ("-" while open)."""
    rows = []
    for child, spells in cases.items():
        for number, spell in enumerate(spells):
            worker, short, start, end = spell.split()
            role = ROLES.get(short, short)
            rows.append(f"{child} {number}|{child}|{worker}|{role}|{start}|{end.strip('-')}|{child}")
    episodes = IN_CARE + "\n".join(f"{child} | 2015-01-01 | C2" for child in cases)
    return measure("WF-SW2", Q2, lac_episodes=episodes, sw_allocations=WORKERS + "\n".join(rows)).met


def test_a_change_is_another_social_worker_than_the_one_before(measure: Measure) -> None:
    a_then = "w1 SW 2019-01-01 2020-01-01"
    cases = {
        "A, B, A": ([a_then, "w2 SW 2020-01-01 2020-05-01", "w1 SW 2020-05-01 -"], True),
        "A, B": ([a_then, "w2 SW 2020-01-01 -"], False),
        "A, A, B": ([a_then, "w1 SW 2020-01-01 2020-05-01", "w2 SW 2020-05-01 -"], False),
        "B for no day": ([a_then, "w2 SW 2020-01-01 2020-01-01", "w1 SW 2020-01-01 -"], False),
        "B on duty": ([a_then, "w2 DUTY 2020-01-01 2020-02-01", "w1 SW 2020-02-01 -"], False),
        "other roles": (["w1 SW 2019-01-01 -", "w2 IRO 2020-01-01 -", "w3 PA 2020-02-01 -"], False),
        "the first worker": (["w1 SW 2020-01-01 2020-03-01", "w2 SW 2020-03-01 -"], False),
        "gaps between": ([a_then, "w2 SW 2020-02-01 2020-04-01", "w3 SW 2020-06-01 -"], True),
    }
    found = workers(measure, {child: spells for child, (spells, _) in cases.items()})
    assert found == {child: is_met for child, (_, is_met) in cases.items()}


def test_changes_count_within_twelve_months(measure: Measure) -> None:
    # One change in March 2020, and another:
    cases = {
        "exactly twelve months before": (["2019-09-30", "2020-03-01"], False),
        "a day later": (["2019-10-01", "2020-03-01"], True),
        "on the day": (["2020-03-01", "2020-09-30"], True),
        "the day after": (["2020-03-01", "2020-10-01"], False),
    }
    spells = {
        child: [f"w1 SW 2018-01-01 {days[0]}", f"w2 SW {days[0]} {days[1]}", f"w3 SW {days[1]} -"]
        for child, (days, _) in cases.items()
    }
    assert workers(measure, spells) == {child: is_met for child, (_, is_met) in cases.items()}


def test_a_child_without_a_social_worker_stays_in_the_denominator_as_unknown(measure: Measure) -> None:
    # A has nobody, B a worker without a team. C has short breaks.
    found = measure(
        "WF-SW2",
        Q2,
        lac_episodes=IN_CARE + "A | 2015-01-01 | C2\nB | 2015-01-01 | C2\nC | 2015-01-01 | V3",
        sw_allocations=WORKERS + "L1 | B | w1 | SOCIAL_WORKER | 2018-01-01 |",
    )
    assert (found.counts, found.unknown, found.excluded) == ((0, 2), 1, {SHORT_BREAKS: 1})


def test_workers_of_a_merged_number_are_the_child_s(measure: Measure) -> None:
    found = measure(
        "WF-SW2",
        Q2,
        lac_episodes=A_IN_CARE,
        sw_allocations=WORKERS
        + """
        L1 | B | w1 | SOCIAL_WORKER | 2019-11-01 | 2020-01-01
        L2 | A | w2 | SOCIAL_WORKER | 2020-01-01 | 2020-02-01
        L3 | A | w3 | SOCIAL_WORKER | 2020-02-01 |
        """,
        merged_ids="old_child_id | new_child_id | merged_on\nB | A | 2020-02-01",
    )
    assert found.counts == (1, 1)


# Care leavers

LEAVERS = "child_id | born_on | eligibility_code | in_touch_code | activity_code | team\n"


def test_care_leavers_of_18_to_21_who_are_former_relevant_and_alive_count(measure: Measure) -> None:
    # On 30 September 2020: A is 18 that day, B the day after. C is 21 still, D is 22 that day.
    # E is qualifying, F has no category, G has died, H has no date of birth anywhere, I has one in persons only.
    found = measure(
        "LC-EET-1821",
        Q2,
        care_leavers=LEAVERS
        + """
        A | 2002-09-30 | FORMER_RELEVANT | YES  | F1 | Leaving care
        B | 2002-10-01 | FORMER_RELEVANT | YES  | F1 | Leaving care
        C | 1998-10-01 | FORMER_RELEVANT | NO   | G4 | Leaving care
        D | 1998-09-30 | FORMER_RELEVANT | YES  | F1 | Leaving care
        E | 2001-01-01 | QUALIFYING      | YES  | F1 | Leaving care
        F | 2001-01-01 |                 | YES  | F1 | Leaving care
        G | 2001-01-01 | FORMER_RELEVANT | DIED | F1 | Leaving care
        H |            | FORMER_RELEVANT | YES  | F1 | Leaving care
        I |            | FORMER_RELEVANT | YES  | F1 |
        """,
        persons="child_id | born_on\nI | 2001-01-01",
    )
    assert found.counts == (2, 3)
    assert found.excluded == {
        "not aged 18 to 21": 2,
        "not former relevant": 2,
        "died": 1,
        "date of birth not known": 1,
    }
    assert found.teams == {"Leaving care": (1, 2), None: (1, 1)}


def test_full_and_part_time_study_training_and_work_count(measure: Measure) -> None:
    # One young person for each activity, in a team of that name; G4 to G6 are neither, 0 and blank are not known.
    counting = [f"{kind}{number}" for kind in "FP" for number in range(1, 6)]
    activities = [*counting, "G4", "G5", "G6", "0", ""]
    rows = [f"{n} | 2001-01-01 | FORMER_RELEVANT | YES | {code} | {code}" for n, code in enumerate(activities)]
    found = measure("LC-EET-1821", Q2, care_leavers=LEAVERS + "\n".join(rows))
    assert found.teams == {code or None: (int(code in counting), 1) for code in activities}
    assert (found.counts, found.unknown) == ((10, 15), 2)


def test_each_month_s_list_stands_for_itself(measure: Measure) -> None:
    # A was at college in July and is not in September; B was only on July's list; a quarter is its last month.
    leavers = """
        child_id | born_on    | eligibility_code | activity_code | delivered_in
        A        | 2001-01-01 | FORMER_RELEVANT  | F1            | 2020-07
        B        | 2001-01-01 | FORMER_RELEVANT  | F1            | 2020-07
        A        | 2001-01-01 | FORMER_RELEVANT  | G4            | 2020-09
    """
    assert measure("LC-EET-1821", "2020-07", care_leavers=leavers).counts == (2, 2)
    assert measure("LC-EET-1821", "2020-08", care_leavers=leavers).counts == (0, 0)
    assert measure("LC-EET-1821", Q2, care_leavers=leavers).counts == (0, 1)


def test_a_young_person_listed_under_two_numbers_counts_once_under_the_one_that_goes_on(measure: Measure) -> None:
    found = measure(
        "LC-EET-1821",
        Q2,
        care_leavers=LEAVERS
        + "A | 2001-01-01 | FORMER_RELEVANT | YES | F1\nB | 2001-01-01 | FORMER_RELEVANT | YES | G4",
        merged_ids="old_child_id | new_child_id | merged_on\nB | A | 2020-02-01",
    )
    assert found.counts == (1, 1)


def test_a_birthday_on_29_february_is_had_on_1_march(measure: Measure) -> None:
    # 18 years after 29 February 2000 is 28 February 2018: A is 17 then, and would be 18 on 1 March.
    found = measure("LC-EET-1821", "2018-02", care_leavers=LEAVERS + "A | 2000-02-29 | FORMER_RELEVANT | YES | F1")
    assert found.excluded == {"not aged 18 to 21": 1}


def test_no_care_leaver_figure_for_a_month_without_a_list(measure: Measure) -> None:
    found = measure("LC-EET-1821", "2020-09", not_delivered=("care_leavers",))
    assert found.missing == "care_leavers"
