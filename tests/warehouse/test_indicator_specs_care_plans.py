"""Reviews, visits, health checks and education plans of children in care, by example, as at 30 September 2020."""

from __future__ import annotations

from tests.warehouse.conftest import Measure
from tests.warehouse.warehouse_builder import shown_by_child

Q2 = "2020-21-Q2"
IN_CARE = "child_id | started_on | legal_status_code | ended_on | reason_ended_code\n"
REVIEW = "child_id | reviewed_on | participation_code | is_cancelled\n"
SHORT_BREAKS = "looked after under a series of short breaks (V3, V4)"


def in_care(children: object, since: str = "2015-01-01") -> str:
    """Return episodes of children in care since one day."""
    return IN_CARE + "\n".join(f"{child} | {since} | C2" for child in children)  # type: ignore[attr-defined]


def born(children: object, day: str) -> str:
    """Return persons born on one day."""
    return "child_id | born_on\n" + "\n".join(f"{child} | {day}" for child in children)  # type: ignore[attr-defined]


# Views


def test_views_are_those_that_came_from_the_child(measure: Measure) -> None:
    codes = {"PN1": True, "PN2": True, "PN3": True, "PN4": False, "PN5": True, "PN6": True, "PN7": False}
    tables = {
        "lac_episodes": in_care(codes),
        "persons": born(codes, "2010-01-01"),
        "lac_reviews": REVIEW + "\n".join(f"{code} | 2020-09-01 | {code}" for code in codes),
    }
    found = measure("LAC-VIEWS", Q2, sw_allocations=shown_by_child(codes), **tables)
    assert found.met == codes
    assert measure("LAC-VIEWS-REV", Q2, **tables).counts == (5, 7)


def test_views_are_asked_from_the_fourth_birthday(measure: Measure) -> None:
    # A is four on the day of the review, B a day later. C's review says under four, D's says nothing.
    # E was reviewed at three, is four by now, and was not reviewed since.
    tables = {
        "lac_episodes": in_care("ABCDE"),
        "persons": "child_id | born_on\nA | 2016-09-10\nB | 2016-09-11\nC |\nD |\nE | 2016-09-12",
        "lac_reviews": REVIEW
        + "A | 2020-09-10 | PN1\nB | 2020-09-10 | PN1\nC | 2020-09-10 | PN0\nD | 2020-09-10 |\nE | 2020-09-10 | PN1",
    }
    on_the_day, in_year = measure("LAC-VIEWS", Q2, **tables), measure("LAC-VIEWS-REV", Q2, **tables)
    assert (on_the_day.counts, on_the_day.unknown) == (in_year.counts, in_year.unknown) == ((1, 2), 1)
    assert on_the_day.excluded == in_year.excluded == {"under four at the review": 3}


def test_the_last_review_held_in_this_period_of_care_speaks_for_the_child(measure: Measure) -> None:
    # A spoke in May, and in September sent nothing; the one of the 20th was cancelled, that of October is to come.
    # B's review was before B went home and came back. C has short breaks.
    tables = {
        "lac_episodes": IN_CARE
        + """
        A | 2015-01-01 | C2 |            |
        B | 2015-01-01 | V2 | 2020-06-01 | E4A
        B | 2020-08-01 | V2 |            |
        C | 2015-01-01 | V4 |            |
        """,
        "persons": born("ABC", "2010-01-01"),
        "lac_reviews": REVIEW
        + """
        A | 2020-05-01 | PN1 |
        A | 2020-09-01 | PN7 | false
        A | 2020-09-20 | PN1 | true
        A | 2020-10-02 | PN1 |
        B | 2020-05-01 | PN1 |
        C | 2020-09-01 | PN1 |
        """,
    }
    found = measure("LAC-VIEWS", Q2, **tables)
    assert (found.counts, found.excluded) == ((0, 1), {SHORT_BREAKS: 1, "not reviewed in this period of care": 1})
    found = measure("LAC-VIEWS-REV", Q2, **tables)
    assert (found.counts, found.excluded) == ((2, 3), {SHORT_BREAKS: 1})


# Reviews in time


def test_the_first_review_is_due_within_twenty_working_days(measure: Measure) -> None:
    # From Tuesday 4 August 2020, with the bank holiday of the 31st, the 20th working day is Wednesday 2 September.
    tables = {
        "lac_episodes": in_care("ABC", "2020-08-04"),
        "lac_reviews": REVIEW + "A | 2020-09-02\nB | 2020-09-03",
    }
    assert measure("LAC-REV-TIME", Q2, **tables).counts == (1, 2)
    # On 30 September, C has not been reviewed.
    assert measure("LAC-REV-CURRENT", Q2, **tables).counts == (2, 3)


def test_who_came_twenty_working_days_ago_is_not_overdue_yet(measure: Measure) -> None:
    # 30 September is the 20th working day after 2 September, and the 21st after the 1st.
    found = measure("LAC-REV-CURRENT", Q2, lac_episodes=IN_CARE + "A | 2020-09-02 | C2\nB | 2020-09-01 | C2")
    assert (found.counts, found.excluded) == ((0, 1), {"came within 20 working days and not reviewed yet": 1})


def test_the_second_review_is_due_in_three_months_and_later_ones_in_six(measure: Measure) -> None:
    # Each child's reviews, the first in time. A on the last day of three months, B a day later; C of six, D later.
    reviews = {
        "A": ("2020-04-20", "2020-07-20"),
        "B": ("2020-04-20", "2020-07-21"),
        "C": ("2019-12-30", "2020-02-28", "2020-08-28"),
        "D": ("2019-12-30", "2020-02-28", "2020-08-29"),
    }
    since = {"A": "2020-04-01", "B": "2020-04-01", "C": "2019-12-10", "D": "2019-12-10"}
    tables = {
        "lac_episodes": IN_CARE + "\n".join(f"{child} | {day} | C2" for child, day in since.items()),
        "lac_reviews": REVIEW + "\n".join(f"{child} | {day}" for child, days in reviews.items() for day in days),
    }
    # From 1 April: A's and B's first, and four more.
    assert measure("LAC-REV-TIME", Q2, **tables).counts == (4, 6)


def test_a_review_is_overdue_the_day_after_its_last_day(measure: Measure) -> None:
    # One review: three months to the day, a day more. Two: six months to the day, a day more.
    reviews = {
        "A": ("2020-06-30",),
        "B": ("2020-06-29",),
        "C": ("2020-01-01", "2020-03-30"),
        "D": ("2020-01-01", "2020-03-29"),
    }
    found = measure(
        "LAC-REV-CURRENT",
        Q2,
        lac_episodes=in_care("ABCD"),
        lac_reviews=REVIEW + "\n".join(f"{child} | {day}" for child, days in reviews.items() for day in days),
        sw_allocations=shown_by_child("ABCD"),
    )
    assert found.met == {"A": True, "B": False, "C": True, "D": False}


def test_a_cancelled_review_is_neither_late_nor_a_review(measure: Measure) -> None:
    tables = {
        "lac_episodes": IN_CARE + "A | 2020-06-01 | C2\nB | 2020-06-01 | V3",
        "lac_reviews": REVIEW + "A | 2020-06-10 | | true\nA | 2020-08-10 | | false\nB | 2020-06-10 | |",
    }
    found = measure("LAC-REV-TIME", Q2, **tables)
    assert (found.counts, found.excluded) == ((0, 1), {SHORT_BREAKS: 1})
    assert measure("LAC-REV-CURRENT", Q2, **tables).counts == (1, 1)


# Visits

VISIT = "visit_id | child_id | plan_type_code | visited_on | is_child_seen\n"


def test_a_visit_counts_for_six_weeks_if_the_child_was_seen(measure: Measure) -> None:
    visits = {
        "six weeks before": ("LAC | 2020-08-19 | true", True),
        "a day earlier": ("LAC | 2020-08-18 | true", False),
        "on the day": ("LAC | 2020-09-30 | true", True),
        "the day after": ("LAC | 2020-10-01 | true", False),
        "not seen": ("LAC | 2020-09-01 | false", False),
        "not said": ("LAC | 2020-09-01 |", False),
        "under another plan": ("CP | 2020-09-01 | true", False),
    }
    rows = [f"{child} | {child} | {visit}" for child, (visit, _) in visits.items()]
    found = measure(
        "LAC-VISIT-6W",
        Q2,
        lac_episodes=in_care(visits),
        visits=VISIT + "\n".join(rows),
        sw_allocations=shown_by_child(visits),
    )
    assert found.met == {child: is_met for child, (_, is_met) in visits.items()}
    assert found.unknown == 1


def test_visits_are_asked_after_six_weeks_of_care(measure: Measure) -> None:
    # A came six weeks before the day, B a day later. C was seen at home, before coming back into care.
    found = measure(
        "LAC-VISIT-6W",
        Q2,
        lac_episodes=IN_CARE + "A | 2020-08-19 | C2\nB | 2020-08-20 | C2\nC | 2020-08-19 | V4",
        visits=VISIT + "V1 | A | LAC | 2020-08-18 | true",
    )
    assert found.counts == (0, 1)
    assert found.excluded == {SHORT_BREAKS: 1, "looked after for less than six weeks": 1}


def test_a_visit_that_was_not_seen_takes_nothing_from_one_that_was(measure: Measure) -> None:
    rows = "V1 | A | LAC | 2020-09-01 | true\nV2 | A | LAC | 2020-09-20 | false\nV3 | A | LAC | 2020-09-25 |"
    found = measure("LAC-VISIT-6W", Q2, lac_episodes=in_care("A"), visits=VISIT + rows)
    assert (found.counts, found.unknown) == ((1, 1), 0)


# Health

CHECK = "child_id | check_type_code | checked_on | status_code\n"


def test_a_health_assessment_of_a_child_of_five_is_good_for_twelve_months(measure: Measure) -> None:
    checks = {
        "twelve months before": ("REVIEW | 2019-09-30 | COMPLETED", True),
        "a day earlier": ("REVIEW | 2019-09-29 | COMPLETED", False),
        "on the day": ("REVIEW | 2020-09-30 | COMPLETED", True),
        "the day after": ("REVIEW | 2020-10-01 | COMPLETED", False),
        "the initial one": ("INITIAL | 2020-03-01 | COMPLETED", True),
        "refused": ("REVIEW | 2020-03-01 | REFUSED", False),
        "planned": ("REVIEW | 2020-03-01 | PLANNED", False),
        "teeth": ("DENTAL | 2020-03-01 | COMPLETED", False),
    }
    tables = {
        "lac_episodes": in_care(checks),
        "persons": born(checks, "2010-01-01"),
        "lac_health": CHECK + "\n".join(f"{child} | {check}" for child, (check, _) in checks.items()),
        "sw_allocations": shown_by_child(checks),
    }
    expected = {child: is_met for child, (_, is_met) in checks.items()}
    assert measure("LAC-MED-SA", Q2, **tables).met == expected
    assert measure("LAC-MED-ALL", Q2, **tables).met == expected
    assert measure("LAC-MED-12M", Q2, **tables).met == expected
    assert measure("LAC-MED-U5", Q2, **tables).excluded == {"five or over": len(checks)}


def test_a_health_assessment_of_a_child_under_five_is_good_for_six_months(measure: Measure) -> None:
    # A six months before the day, B a day earlier. Both are four.
    tables = {
        "lac_episodes": in_care("AB"),
        "persons": born("AB", "2016-01-01"),
        "lac_health": CHECK + "A | REVIEW | 2020-03-30 | COMPLETED\nB | REVIEW | 2020-03-29 | COMPLETED",
        "sw_allocations": shown_by_child("AB"),
    }
    expected = {"A": True, "B": False}
    assert measure("LAC-MED-U5", Q2, **tables).met == expected
    assert measure("LAC-MED-ALL", Q2, **tables).met == expected
    assert measure("LAC-MED-12M", Q2, **tables).met == expected
    assert measure("LAC-MED-SA", Q2, **tables).excluded == {"under five": 2}


def test_who_turned_five_has_the_interval_of_the_age_when_the_next_one_is_due(measure: Measure) -> None:
    # Assessed on 1 January 2020, six months are over on 1 July. A was five that day, B the day after and so was due.
    # C turns five on the day of the figure, D the day after it.
    tables = {
        "lac_episodes": in_care("ABCD"),
        "persons": "child_id | born_on\nA | 2015-07-01\nB | 2015-07-02\nC | 2015-09-30\nD | 2015-10-01",
        "lac_health": CHECK + "\n".join(f"{child} | REVIEW | 2020-01-01 | COMPLETED" for child in "ABCD"),
        "sw_allocations": shown_by_child("ABCD"),
    }
    assert measure("LAC-MED-ALL", Q2, **tables).met == {"A": True, "B": False, "C": False, "D": False}
    assert measure("LAC-MED-SA", Q2, **tables).met == {"A": True, "B": False, "C": False}
    assert measure("LAC-MED-U5", Q2, **tables).met == {"D": False}


def test_health_is_asked_after_twenty_working_days_or_a_year_of_care(measure: Measure) -> None:
    # A came 20 working days before the day, B 19; C a year before, D a day later. E has short breaks, F no birth.
    # G's assessment and teeth are of before it came back.
    tables = {
        "lac_episodes": IN_CARE
        + """
        A | 2020-09-02 | C2
        B | 2020-09-03 | C2
        C | 2019-09-30 | C2
        D | 2019-10-01 | C2
        E | 2015-01-01 | V3
        F | 2015-01-01 | C2
        G | 2019-09-01 | C2
        """,
        "persons": "child_id | born_on\nA | 2010-01-01\nB | 2010-01-01\nC | 2010-01-01\nD | 2010-01-01\n"
        "E | 2010-01-01\nF |\nG | 2010-01-01",
        "lac_health": CHECK + "G | REVIEW | 2019-08-31 | COMPLETED\nG | DENTAL | 2019-08-31 | COMPLETED",
    }
    every, year, teeth = (
        measure("LAC-MED-ALL", Q2, **tables),
        measure("LAC-MED-12M", Q2, **tables),
        measure("LAC-DENTAL", Q2, **tables),
    )
    assert (every.counts, year.counts, teeth.counts) == ((0, 4), (0, 2), (0, 3))
    assert every.excluded == {
        SHORT_BREAKS: 1, "date of birth not known": 1, "looked after for less than 20 working days": 1,
    }  # fmt: skip
    assert year.excluded["looked after for less than twelve months"] == 3


def test_teeth_are_checked_within_twelve_months(measure: Measure) -> None:
    checks = {
        "twelve months before": ("DENTAL | 2019-09-30 | COMPLETED", True),
        "a day earlier": ("DENTAL | 2019-09-29 | COMPLETED", False),
        "cancelled": ("DENTAL | 2020-03-01 | CANCELLED", False),
        "health": ("REVIEW | 2020-03-01 | COMPLETED", False),
    }
    tables = {
        "lac_episodes": in_care(checks),
        "lac_health": CHECK + "\n".join(f"{child} | {check}" for child, (check, _) in checks.items()),
        "sw_allocations": shown_by_child(checks),
    }
    assert measure("LAC-DENTAL", Q2, **tables).met == {child: is_met for child, (_, is_met) in checks.items()}


def test_there_is_no_health_figure_without_the_checks(measure: Measure) -> None:
    assert measure("LAC-MED-U5", Q2, not_delivered=("lac_health",)).missing == "lac_health"
    assert measure("LAC-DENTAL", Q2, not_delivered=("lac_health",)).missing == "lac_health"


# Education plans

TERMS = """
    academic_year | term_code | starts_on  | ends_on    | delivered_in
    2019/20       | SPRING    | 2020-01-06 | 2020-04-03 | 2020-01
    2019/20       | SUMMER    | 2020-04-20 | 2020-07-21 | 2020-01
    2020/21       | AUTUMN    | 2020-09-02 | 2020-12-18 | 2020-01
"""
PEP = "child_id | held_on | status_code\n"


def test_a_plan_of_the_term_before_counts_while_the_term_runs(measure: Measure) -> None:
    # On 30 September the autumn term runs: from the first day of the summer term. On 31 August summer is the last.
    plans = {
        "first day of summer": ("2020-04-20 | COMPLETED", True),
        "the day before it": ("2020-04-19 | COMPLETED", False),
        "on the day": ("2020-09-30 | COMPLETED", True),
        "planned": ("2020-09-01 | PLANNED", False),
        "after the day": ("2020-10-01 | COMPLETED", False),
    }
    tables = {
        "lac_episodes": in_care(plans),
        "persons": born(plans, "2010-01-01"),
        "peps": PEP + "\n".join(f"{child} | {plan}" for child, (plan, _) in plans.items()),
        "school_terms": TERMS,
        "sw_allocations": shown_by_child(plans),
    }
    assert measure("LAC-PEP", Q2, **tables).met == {child: is_met for child, (_, is_met) in plans.items()}


def test_in_the_holidays_the_term_just_over_is_the_current_one(measure: Measure) -> None:
    # At the end of July the summer term is over: a plan of the spring term no longer counts. At the end of June it did.
    tables = {
        "lac_episodes": in_care("AB"),
        "persons": born("AB", "2010-01-01"),
        "peps": PEP + "A | 2020-03-01 | COMPLETED\nB | 2020-05-01 | COMPLETED",
        "school_terms": TERMS,
    }
    assert measure("LAC-PEP", "2020-07", **tables).counts == (1, 2)
    assert measure("LAC-PEP", "2020-06", **tables).counts == (2, 2)


def test_plans_are_asked_of_reception_to_year_eleven(measure: Measure) -> None:
    # Four on 31 August is reception, a day later is not; fifteen that day is year 11, sixteen is not.
    children = {"A": "2016-08-31", "B": "2016-09-01", "C": "2004-09-01", "D": "2004-08-31"}
    found = measure(
        "LAC-PEP",
        Q2,
        lac_episodes=in_care(children),
        persons="child_id | born_on\n" + "\n".join(f"{child} | {day}" for child, day in children.items()),
        school_terms=TERMS,
    )
    assert (found.counts, found.excluded) == ((0, 2), {"not of school age": 2})


def test_without_school_terms_nobody_can_tell(measure: Measure) -> None:
    # The first known term still runs in February: of the one before, nothing is known.
    tables = {"lac_episodes": in_care("A"), "persons": born("A", "2010-01-01")}
    reason = {"no school term is known by which to tell": 1}
    assert measure("LAC-PEP", Q2, **tables).excluded == reason
    assert measure("LAC-PEP", "2020-02", school_terms=TERMS, **tables).excluded == reason
