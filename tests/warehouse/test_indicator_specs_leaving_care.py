"""Care leavers by example, mostly as at 30 September 2020: open cases, and those around their birthday."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Measure

Q2 = "2020-21-Q2"
LEAVERS = "child_id | born_on | eligibility_code | in_touch_code | activity_code | accommodation_code | team\n"
RELEVANT = "FORMER_RELEVANT | YES | F1 | U1"
MERGED = "old_child_id | new_child_id | merged_on\nB | A | 2020-02-01"


# Who counts


def test_open_cases_of_19_to_21_who_are_former_relevant_and_alive_count(measure: Measure) -> None:
    # On 30 September 2020: A is 19 that day, B the day after. C is 21 still, D is 22 that day.
    # E is qualifying, F has no category, G has died, H has no date of birth anywhere, I has one in persons only.
    leavers = (
        LEAVERS
        + f"""
        A | 2001-09-30 | {RELEVANT}                 | North
        B | 2001-10-01 | {RELEVANT}                 | North
        C | 1998-10-01 | FORMER_RELEVANT | NO | G4 | U2 | North
        D | 1998-09-30 | {RELEVANT}                 | North
        E | 2000-01-01 | QUALIFYING | YES | F1 | U1 | North
        F | 2000-01-01 |            | YES | F1 | U1 | North
        G | 2000-01-01 | FORMER_RELEVANT | DIED | F1 | U1 | North
        H |            | {RELEVANT}                 | North
        I |            | {RELEVANT}                 |
    """
    )
    tables = {"care_leavers": leavers, "persons": "child_id | born_on\nI | 2000-01-01"}
    found = {
        "EET": measure("LC-EET-OPEN", Q2, **tables),
        "NEET": measure("LC-NEET-OPEN", Q2, **tables),
        "HE": measure("LC-HE", Q2, **tables),
        "home": measure("LC-SUITACC", Q2, **tables),
        "touch": measure("LC-TOUCH-1921", Q2, **tables),
    }
    assert {name: figure.counts for name, figure in found.items()} == {
        "EET": (2, 3), "NEET": (1, 3), "HE": (2, 3), "home": (2, 3), "touch": (2, 3),
    }  # fmt: skip
    for figure in found.values():
        assert figure.excluded == {
            "not aged 19 to 21": 2,
            "not former relevant": 2,
            "died": 1,
            "date of birth not known": 1,
        }
        assert figure.teams.keys() == {"North", None}


def test_open_cases_of_17_and_18_are_those_no_longer_looked_after(measure: Measure) -> None:
    # On 30 September 2020: A is 17 that day, B the day after. C is 18 still, D is 19 that day. E is still looked after.
    leavers = (
        LEAVERS
        + """
        A | 2003-09-30 | RELEVANT        | YES | F2 | B1
        B | 2003-10-01 | RELEVANT        | YES | F2 | B1
        C | 2001-10-01 | FORMER_RELEVANT | NO  | G5 | X2
        D | 2001-09-30 | FORMER_RELEVANT | YES | F2 | B1
        E | 2003-01-01 | ELIGIBLE        | YES | F2 | B1
        F | 2003-01-01 | RELEVANT        | DIED | F2 | B1
        G |            | RELEVANT        | YES | F2 | B1
    """
    )
    found = [
        measure("LC-EET-1718", Q2, care_leavers=leavers),
        measure("LC-SUITACC-1718", Q2, care_leavers=leavers),
        measure("LC-TOUCH-1718", Q2, care_leavers=leavers),
    ]
    for figure in found:
        assert figure.counts == (1, 2)
        assert figure.excluded == {
            "not aged 17 or 18": 2,
            "neither relevant nor former relevant": 1,
            "died": 1,
            "date of birth not known": 1,
        }


def test_a_birthday_on_29_february_is_had_on_1_march(measure: Measure) -> None:
    # Born on 29 February 2000: 18 still at the end of February 2019, 19 in March. 17 years old for the younger group
    # if born in 2004, on 1 March 2021.
    old = LEAVERS + f"A | 2000-02-29 | {RELEVANT}"
    assert measure("LC-EET-OPEN", "2019-02", care_leavers=old).excluded == {"not aged 19 to 21": 1}
    assert measure("LC-NEET-OPEN", "2019-03", care_leavers=old).counts == (0, 1)
    assert measure("LC-HE", "2019-03", care_leavers=old).counts == (1, 1)
    assert measure("LC-SUITACC", "2019-03", care_leavers=old).counts == (1, 1)
    assert measure("LC-TOUCH-1921", "2019-02", care_leavers=old).counts == (0, 0)
    young = LEAVERS + "A | 2004-02-29 | RELEVANT | YES | F1 | U1"
    assert measure("LC-EET-1718", "2021-02", care_leavers=young).counts == (0, 0)
    assert measure("LC-SUITACC-1718", "2021-03", care_leavers=young).counts == (1, 1)
    assert measure("LC-TOUCH-1718", "2021-03", care_leavers=young).counts == (1, 1)


def test_a_young_person_under_two_numbers_counts_once_under_the_one_that_goes_on(measure: Measure) -> None:
    leavers = LEAVERS + f"A | 2000-01-01 | {RELEVANT}\nB | 2000-01-01 | FORMER_RELEVANT | NO | G4 | X2"
    assert measure("LC-EET-OPEN", Q2, care_leavers=leavers, merged_ids=MERGED).counts == (1, 1)
    assert measure("LC-NEET-OPEN", Q2, care_leavers=leavers, merged_ids=MERGED).counts == (0, 1)
    assert measure("LC-HE", Q2, care_leavers=leavers, merged_ids=MERGED).counts == (1, 1)
    assert measure("LC-SUITACC", Q2, care_leavers=leavers, merged_ids=MERGED).counts == (1, 1)
    assert measure("LC-TOUCH-1921", Q2, care_leavers=leavers, merged_ids=MERGED).counts == (1, 1)


# What they do, where they live, whether they are heard of

ACTIVITIES = ("F1", "P1", "F2", "P2", "F3", "P3", "F4", "P4", "F5", "P5", "G4", "G5", "G6", "0", "")


def test_each_activity_is_one_thing_or_not_known(measure: Measure) -> None:
    # One young person for each activity, in a team of that name.
    rows = [f"{n} | 2000-01-01 | FORMER_RELEVANT | YES | {code} | U1 | {code}" for n, code in enumerate(ACTIVITIES)]
    leavers = LEAVERS + "\n".join(rows)
    found = {
        "EET": measure("LC-EET-OPEN", Q2, care_leavers=leavers),
        "NEET": measure("LC-NEET-OPEN", Q2, care_leavers=leavers),
        "HE": measure("LC-HE", Q2, care_leavers=leavers),
    }
    assert {name: {code for code, is_met in figure.met.items() if is_met} for name, figure in found.items()} == {
        "EET": {"F1", "P1", "F2", "P2", "F3", "P3", "F4", "P4", "F5", "P5"},
        "NEET": {"G4", "G5", "G6"},
        "HE": {"F1", "P1"},
    }
    assert {figure.unknown for figure in found.values()} == {2}
    assert {figure.denominator for figure in found.values()} == {15}


def test_the_digit_of_the_home_is_the_verdict_and_then_the_column_beside_it(measure: Measure) -> None:
    homes = {
        "judged suitable": ("U1", "", True),
        "judged unsuitable": ("X2", "", False),
        "the digit goes before the column": ("X2", "1", False),
        "the column tells": ("U", "1", True),
        "the column tells against": ("Z", "2", False),
        "no home recorded, yet a verdict": ("0", "1", True),
        "neither": ("U", "", None),
        "nothing": ("", "", None),
    }
    rows = [
        f"{name} | 2000-01-01 | FORMER_RELEVANT | {code} | {verdict} | {name}"
        for name, (code, verdict, _) in homes.items()
    ]
    header = "child_id | born_on | eligibility_code | accommodation_code | suitability_code | team\n"
    found = measure("LC-SUITACC", Q2, care_leavers=header + "\n".join(rows))
    assert found.met == {name: bool(is_met) for name, (*_, is_met) in homes.items()}
    assert found.unknown == 2
    young = header + "\n".join(rows).replace("2000-01-01", "2003-01-01")
    assert measure("LC-SUITACC-1718", Q2, care_leavers=young).met == found.met


def test_those_who_refuse_contact_are_not_in_touch_and_stay_in_the_denominator(measure: Measure) -> None:
    words = ("YES", "NO", "REFU", "NREQ", "RHOM", "")
    rows = [f"{word} | 2000-01-01 | FORMER_RELEVANT | {word} | F1 | U1 | {word}" for word in words]
    found = measure("LC-TOUCH-1921", Q2, care_leavers=LEAVERS + "\n".join(rows))
    assert found.met == {word or None: word == "YES" for word in words}
    assert found.unknown == 1
    young = LEAVERS + "\n".join(rows).replace("2000-01-01", "2003-01-01")
    assert measure("LC-TOUCH-1718", Q2, care_leavers=young).met == found.met


def test_the_younger_ones_activity_that_is_not_known_stays_in_the_denominator(measure: Measure) -> None:
    rows = "A | 2003-01-01 | RELEVANT | YES | 0 |\nB | 2003-01-01 | RELEVANT | YES | P5 |"
    found = measure("LC-EET-1718", Q2, care_leavers=LEAVERS + rows)
    assert (found.counts, found.unknown) == ((1, 2), 1)


# Pathway plans

PLANNED = "child_id | born_on | eligibility_code | in_touch_code | pathway_plan_on | team\n"


def test_a_plan_on_the_list_is_up_to_date_for_six_months(measure: Measure) -> None:
    days = {
        "exactly six months before": ("2020-03-30", True),
        "a day earlier": ("2020-03-29", False),
        "on the day": ("2020-09-30", True),
        "the day after": ("2020-10-01", False),
        "none": ("", False),
    }
    rows = [f"{name} | 2000-01-01 | FORMER_RELEVANT | YES | {day} | {name}" for name, (day, _) in days.items()]
    leavers = PLANNED + "\n".join(rows)
    met = {name: is_met for name, (_, is_met) in days.items()}
    assert measure("LC-PPLAN", Q2, care_leavers=leavers).met == met
    by_list = measure("LC-PPLAN-LIST", Q2, care_leavers=leavers)
    assert by_list.met == met
    assert by_list.unknown == 2


def test_the_later_of_list_and_plans_counts(measure: Measure) -> None:
    # A's list is late and the plan is not; B's the other way round; C has a plan only, D a draft only.
    leavers = (
        PLANNED
        + """
        A | 2000-01-01 | FORMER_RELEVANT | YES | 2019-01-01 | A
        B | 2000-01-01 | FORMER_RELEVANT | YES | 2020-08-01 | B
        C | 2000-01-01 | FORMER_RELEVANT | YES |            | C
        D | 2000-01-01 | FORMER_RELEVANT | YES |            | D
    """
    )
    plans = """
        plan_id | child_id | started_on | reviewed_on | status_code
        W1      | A        | 2018-01-01 | 2020-07-01  | CURRENT
        W2      | B        | 2018-01-01 |             | CURRENT
        W3      | C        | 2020-07-01 |             | CURRENT
        W4      | D        | 2020-07-01 |             | DRAFT
    """
    both = measure("LC-PPLAN", Q2, care_leavers=leavers, pathway_plans=plans)
    assert both.met == {"A": True, "B": True, "C": True, "D": False}
    by_list = measure("LC-PPLAN-LIST", Q2, care_leavers=leavers, pathway_plans=plans)
    assert by_list.met == {"A": False, "B": True, "C": False, "D": False}


def test_plans_are_asked_of_those_of_18_and_over_who_want_support(measure: Measure) -> None:
    # On 30 September 2020: A is 18 that day, B the day after. C is 21 that day and wants nothing, D is not yet 21.
    # E is 24 and wants support. F died. G has no date of birth. H is qualifying only.
    leavers = (
        PLANNED
        + """
        A | 2002-09-30 | FORMER_RELEVANT | YES  | 2020-09-01
        B | 2002-10-01 | FORMER_RELEVANT | YES  | 2020-09-01
        C | 1999-09-30 | FORMER_RELEVANT | NREQ | 2020-09-01
        D | 1999-10-01 | FORMER_RELEVANT | NREQ | 2020-09-01
        E | 1996-01-01 | FORMER_RELEVANT | YES  |
        F | 2000-01-01 | FORMER_RELEVANT | DIED | 2020-09-01
        G |            | FORMER_RELEVANT | YES  | 2020-09-01
        H | 2000-01-01 | QUALIFYING      | YES  | 2020-09-01
    """
    )
    reasons = {
        "under 18": 1,
        "21 or over and no longer needs the service": 1,
        "died": 1,
        "date of birth not known": 1,
        "not former relevant": 1,
    }
    both = measure("LC-PPLAN", Q2, care_leavers=leavers)
    assert (both.counts, both.excluded) == ((2, 3), reasons)
    by_list = measure("LC-PPLAN-LIST", Q2, care_leavers=leavers)
    assert (by_list.counts, by_list.excluded) == ((2, 3), reasons)


def test_without_an_extract_of_plans_only_the_list_speaks(measure: Measure) -> None:
    leavers = PLANNED + "A | 2000-01-01 | FORMER_RELEVANT | YES | 2020-09-01"
    missing = measure("LC-PPLAN", Q2, not_delivered=("pathway_plans",), care_leavers=leavers)
    assert (missing.counts, missing.missing) == ((0, 0), "pathway_plans")
    found = measure("LC-PPLAN-LIST", Q2, not_delivered=("pathway_plans",), care_leavers=leavers)
    assert (found.counts, found.missing) == ((1, 1), "")


# Around the birthday

OC3 = "child_id | born_on | in_touch_code | activity_code | accommodation_code\n"


def test_the_return_asks_for_those_who_turned_19_20_or_21_in_the_year_so_far(measure: Measure) -> None:
    # Up to 30 September 2020: A turned 19 on 1 April, B on 31 March, the last day of the year before. C turns 19 on
    # 1 October, D turned 21 on the last day, E turned 22, F turned 18. G died, H went home, I has no date of birth.
    oc3 = (
        OC3
        + """
        A | 2001-04-01 | YES  | F1 | U1
        B | 2001-03-31 | YES  | F1 | U1
        C | 2001-10-01 | YES  | F1 | U1
        D | 1999-09-30 | NO   | G4 | X2
        E | 1998-06-01 | YES  | F1 | U1
        F | 2002-06-01 | YES  | F1 | U1
        G | 2000-06-01 | DIED | F1 | U1
        H | 2000-06-01 | RHOM | F1 | U1
        I |            | YES  | F1 | U1
        J | 2000-06-01 | YES  |    |
    """
    )
    found = {
        "EET": measure("LC-EET-903", Q2, oc3=oc3),
        "NEET": measure("LC-NEET-903", Q2, oc3=oc3),
        "home": measure("LC-SUITACC-903", Q2, oc3=oc3),
        "touch": measure("LC-TOUCH-903", Q2, oc3=oc3),
    }
    assert {name: figure.counts for name, figure in found.items()} == {
        "EET": (1, 3), "NEET": (1, 3), "home": (1, 3), "touch": (2, 3),
    }  # fmt: skip
    assert {name: figure.unknown for name, figure in found.items()} == {"EET": 1, "NEET": 1, "home": 1, "touch": 0}
    for figure in found.values():
        assert figure.excluded == {
            "no birthday in the year so far": 2,
            "turned another age than 19 to 21": 2,
            "died": 1,
            "went home for six months or more": 1,
            "date of birth not known": 1,
        }


@pytest.mark.parametrize(
    ("born_on", "period", "is_in"),
    [
        pytest.param("2000-02-29", "2019-02", False, id="29 February: not yet 19 at the end of February"),
        pytest.param("2000-02-29", "2019-03", True, id="29 February: 19 on 1 March"),
        pytest.param("2000-04-01", "2019-04", True, id="1 April is the first day of the year"),
        pytest.param("2000-03-31", "2019-04", False, id="31 March was the last day of the year before"),
        pytest.param("2000-03-31", "2019-03", True, id="31 March is the last day of the year"),
    ],
)
def test_birthdays_at_the_ends_of_the_year(measure: Measure, born_on: str, period: str, is_in: bool) -> None:
    oc3 = OC3 + f"A | {born_on} | YES | F5 | U1"
    assert measure("LC-EET-903", period, oc3=oc3).counts == (int(is_in), int(is_in))
    assert measure("LC-NEET-903", period, oc3=oc3).counts == (0, int(is_in))
    assert measure("LC-SUITACC-903", period, oc3=oc3).counts == (int(is_in), int(is_in))
    assert measure("LC-TOUCH-903", period, oc3=oc3).counts == (int(is_in), int(is_in))


def test_one_young_person_under_two_numbers_is_one_of_the_return(measure: Measure) -> None:
    oc3 = OC3 + "A |  | YES | F2 | R\nB | 2000-06-01 | NO | G6 | X2"
    tables = {"oc3": oc3, "merged_ids": MERGED, "persons": "child_id | born_on\nA | 2000-06-01"}
    assert measure("LC-EET-903", Q2, **tables).counts == (1, 1)
    assert measure("LC-NEET-903", Q2, **tables).counts == (0, 1)
    home = measure("LC-SUITACC-903", Q2, **tables)
    assert (home.counts, home.unknown) == ((0, 1), 1)
    assert measure("LC-TOUCH-903", Q2, **tables).counts == (1, 1)


# Staying put

LEFT = (
    "child_id | started_on | ended_on | placement_code | reason_ended_code | legal_status_code | reason_started_code\n"
)
LISTED = "child_id | accommodation_code | delivered_in\n"


def test_staying_put_is_asked_of_those_who_left_foster_care_at_18(measure: Measure) -> None:
    # A left on the 18th birthday, B the day before it. C lived in a children's home, D died, E went to another
    # council, F had short breaks, G has no date of birth, H left before 1 April, I in October. J was in hospital when
    # care ended. K's last episode says that another follows.
    found = measure(
        "LC-STAYPUT",
        Q2,
        lac_episodes=LEFT
        + """
        A | 2015-01-01 | 2020-09-10 | U4 | E17 | C2 | S
        B | 2015-01-01 | 2020-09-10 | U4 | E17 | C2 | S
        C | 2015-01-01 | 2020-09-10 | K2 | E17 | C2 | S
        D | 2015-01-01 | 2020-09-10 | U4 | E2  | C2 | S
        E | 2015-01-01 | 2020-09-10 | U4 | E3  | C2 | S
        F | 2015-01-01 | 2020-09-10 | U4 | E17 | V4 | S
        G | 2015-01-01 | 2020-09-10 | U4 | E17 | C2 | S
        H | 2015-01-01 | 2020-03-31 | U4 | E17 | C2 | S
        I | 2015-01-01 | 2020-10-01 | U4 | E17 | C2 | S
        J | 2015-01-01 | 2020-09-01 | U1 | X1  | C2 | S
        J | 2020-09-01 | 2020-09-10 | T1 | E17 | C2 | P
        K | 2015-01-01 | 2020-09-10 | U4 | X1  | C2 | S
        """,
        persons="child_id | born_on\n"
        + "\n".join(f"{c} | 2002-09-1{int(c == 'B')}" for c in "ABCDEFIJK")
        + "\nH | 2002-03-31\nG |",
        care_leavers="child_id | accommodation_code\n" + "\n".join(f"{child} | Z1" for child in "ABCDEFGHIJK"),
    )
    assert found.counts == (2, 2)
    assert found.excluded == {
        "under 18": 1,
        "not from a foster placement": 1,
        "died (E2)": 1,
        "care taken over by another council (E3)": 1,
        "left a series of short breaks (V3, V4)": 1,
        "date of birth not known": 1,
        "the last episode says that another follows (X1)": 1,
    }


@pytest.mark.parametrize(
    ("lists", "met", "unknown"),
    [
        pytest.param("A | Z1 | 2020-07", 1, 0, id="with the former carers, suitable"),
        pytest.param("A | Z2 | 2020-07", 1, 0, id="with the former carers, not suitable"),
        pytest.param("A | U1 | 2020-07", 0, 0, id="on their own"),
        pytest.param("A | Z1 | 2020-06", 0, 1, id="the list before care ended does not count"),
        pytest.param("A | U1 | 2020-07\nA | Z1 | 2020-09", 1, 0, id="the later list is believed"),
        pytest.param("A | Z1 | 2020-07\nA | U1 | 2020-09", 0, 0, id="also where it says that they moved on"),
        pytest.param("A | Z1 | 2020-09\nA | U1 | 2020-10", 1, 0, id="a list of more than three months after is late"),
        pytest.param("A | 0 | 2020-07", 0, 1, id="no home recorded"),
        pytest.param("A | R | 2020-07", 0, 1, id="home not known"),
        pytest.param("B | Z1 | 2020-07", 0, 1, id="on no list"),
    ],
)
def test_where_they_live_is_what_the_lists_of_three_months_say(
    measure: Measure, lists: str, met: int, unknown: int
) -> None:
    # Care ended on 30 July: the list of 31 October is a day late.
    found = measure(
        "LC-STAYPUT",
        "2020-21-Q3",
        lac_episodes=LEFT + "A | 2015-01-01 | 2020-07-30 | U4 | E17 | C2 | S",
        persons="child_id | born_on\nA | 2002-07-30",
        care_leavers=LISTED + lists,
    )
    assert (found.counts, found.unknown) == ((met, 1), unknown)


def test_staying_put_of_a_merged_number_is_found_and_needs_the_list(measure: Measure) -> None:
    tables = {
        "lac_episodes": LEFT + "A | 2015-01-01 | 2020-07-30 | U4 | E17 | C2 | S",
        "persons": "child_id | born_on\nA | 2002-07-30",
        "care_leavers": "child_id | accommodation_code\nB | Z",
        "merged_ids": MERGED,
    }
    assert measure("LC-STAYPUT", Q2, **tables).counts == (1, 1)
    assert measure("LC-STAYPUT", Q2, not_delivered=("care_leavers",), **tables).missing == "care_leavers"
