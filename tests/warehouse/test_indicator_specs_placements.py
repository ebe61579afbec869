"""Placements, stability and short breaks of looked after children, by example, as at 30 September 2020."""

from __future__ import annotations

from tests.warehouse.conftest import Measure
from tests.warehouse.warehouse_builder import Measured, shown_by_child

SEPTEMBER = "2020-09"
Q2 = "2020-21-Q2"
EPISODE = "child_id | started_on | ended_on | reason_started_code | placement_code | provider_code | urn\n"
SHORT_BREAKS = "looked after under a series of short breaks (V3, V4)"


# Who is looked after


def test_a_child_is_looked_after_up_to_the_day_before_care_ended(measure: Measure) -> None:
    # A came on the day itself, B a day late. C left on the day itself, D the day after. E is still there.
    found = measure("LAC-PLAC3", Q2, lac_episodes="""
        child_id | started_on | ended_on   | reason_ended_code
        A        | 2020-09-30 |            |
        B        | 2020-10-01 |            |
        C        | 2020-01-01 | 2020-09-30 | E4A
        D        | 2020-01-01 | 2020-10-01 | E4A
        E        | 2020-01-01 |            |
    """)  # fmt: skip
    assert found.denominator == 3


def test_a_child_between_two_periods_of_care_is_not_looked_after(measure: Measure) -> None:
    # A went home in August and came back in October.
    episodes = """
        child_id | started_on | ended_on   | reason_ended_code | reason_started_code
        A        | 2019-01-01 | 2020-08-15 | E4A               | S
        A        | 2020-10-15 |            |                   | S
    """
    assert measure("LAC-PLAC3", "2020-07", lac_episodes=episodes).denominator == 1
    assert measure("LAC-PLAC3", SEPTEMBER, lac_episodes=episodes).denominator == 0
    assert measure("LAC-PLAC3", "2020-10", lac_episodes=episodes).denominator == 1


def test_a_quarter_stands_as_it_did_on_its_last_day(measure: Measure) -> None:
    # Gone in August: July's figure has the child, the quarter's has not.
    episodes = """
        child_id | started_on | ended_on   | reason_ended_code
        A        | 2020-01-01 | 2020-08-15 | E4A
    """
    assert measure("LAC-PLAC3", "2020-07", lac_episodes=episodes).denominator == 1
    assert measure("LAC-PLAC3", Q2, lac_episodes=episodes).denominator == 0


def test_short_breaks_are_left_out_by_the_legal_status_of_the_day(measure: Measure) -> None:
    # A and B have short breaks now. C had; D will have. E's present status is blank, and not the V4 before it.
    found = measure("LAC-PLAC3", Q2, lac_episodes="""
        child_id | started_on | ended_on   | legal_status_code | reason_started_code
        A        | 2020-01-01 |            | V3                | S
        B        | 2020-01-01 |            | V4                | S
        C        | 2020-01-01 | 2020-09-30 | V4                | S
        C        | 2020-09-30 |            | C2                | L
        D        | 2020-01-01 | 2020-10-01 | C2                | S
        D        | 2020-10-01 |            | V4                | L
        E        | 2020-01-01 | 2020-05-01 | V4                | S
        E        | 2020-05-01 |            |                   | L
    """)  # fmt: skip
    assert (found.denominator, found.excluded) == (3, {SHORT_BREAKS: 2})


def test_a_child_under_two_numbers_is_looked_after_once(measure: Measure) -> None:
    # B is A, and its move of June is A's too: three placements, one child.
    found = measure(
        "LAC-PLAC3",
        Q2,
        lac_episodes="""
        child_id | started_on | ended_on   | reason_started_code | placement_code
        A        | 2020-01-01 | 2020-03-01 | S                   | U6
        A        | 2020-03-01 |            | P                   | U4
        B        | 2020-06-01 |            | P                   | K2
        """,
        merged_ids="""
        old_child_id | new_child_id | merged_on
        B            | A            | 2020-07-01
        """,
    )
    assert found.counts == (1, 1)


def test_numbers_merged_in_a_circle_stay_two_children(measure: Measure) -> None:
    # Each of A and B is said to be the other: nobody can tell, so both stay. C was merged into A and goes with it.
    found = measure(
        "LAC-PLAC3",
        Q2,
        lac_episodes="""
        child_id | started_on | ended_on | reason_started_code | placement_code
        A        | 2020-01-01 |          | S                   | U6
        B        | 2020-01-01 |          | S                   | U4
        C        | 2020-02-01 |          | P                   | K2
        C        | 2020-03-01 |          | P                   | U4
        """,
        merged_ids="""
        old_child_id | new_child_id | merged_on
        A            | B            | 2020-07-01
        B            | A            | 2020-07-01
        C            | A            | 2020-07-01
        """,
    )
    assert found.counts == (1, 2)


def test_a_merge_that_the_next_file_takes_back_is_undone(measure: Measure) -> None:
    # August's persons said that B was A; September's no longer do.
    found = measure(
        "LAC-PLAC3",
        Q2,
        lac_episodes="""
        child_id | started_on
        A        | 2020-01-01
        B        | 2020-02-01
        """,
        persons="""
        child_id | merged_into_child_id | delivered_in
        B        | A                    | 2020-08
        B        |                      | 2020-09
        """,
    )
    assert found.denominator == 2


def test_the_persons_file_may_say_who_was_merged(measure: Measure) -> None:
    found = measure(
        "LAC-PLAC3",
        Q2,
        lac_episodes="""
        child_id | started_on
        A        | 2020-01-01
        B        | 2020-02-01
        """,
        persons="""
        child_id | merged_into_child_id
        A        |
        B        | A
        """,
    )
    assert found.denominator == 1


# Placements


def test_three_runs_of_episodes_are_three_placements(measure: Measure) -> None:
    # Two placements each, and then:
    third = {
        "a third placement": ("P | U4 | PR1 | 7", True),
        "legal status only": ("L | K2 | PR1 | 5", False),
        "the same home, but said to be a move": ("P | K2 | PR1 | 5", True),
        "in hospital": ("P | T1 | PR3 |", False),
        "no reason given": (" | K2 | PR1 | 5", True),
    }
    rows = [
        f"{child} | 2019-12-01 | 2020-03-01 | S | U6 | PR1 | 4\n{child} | 2020-03-01 | 2020-06-01 | P | K2 | PR1 | 5\n"
        f"{child} | 2020-06-01 | | {last}"
        for child, (last, _) in third.items()
    ]
    found = measure("LAC-PLAC3", Q2, lac_episodes=EPISODE + "\n".join(rows), sw_allocations=shown_by_child(third))
    assert found.met == {child: is_met for child, (_, is_met) in third.items()}


def test_a_return_from_a_temporary_stay_is_not_a_move(measure: Measure) -> None:
    # One move; then hospital, then a carer's holiday; and then:
    back = {
        "back to the same home": ("K2 | PR1 | 5", False),
        "another home": ("K2 | PR1 | 6", True),
        "another provider": ("K2 | PR4 | 5", True),
        "another kind of placement": ("U6 | PR1 | 5", True),
        "a home that nobody named": ("K2 | PR1 |", True),
    }
    rows = [
        f"""
        {child} | 2019-12-01 | 2020-03-01 | S | U6 | PR1 | 4
        {child} | 2020-03-01 | 2020-06-01 | P | K2 | PR1 | 5
        {child} | 2020-06-01 | 2020-06-05 | P | T1 | PR3 |
        {child} | 2020-06-05 | 2020-06-20 | P | T3 | PR1 | 9
        {child} | 2020-06-20 |            | P | {home}
        """
        for child, (home, _) in back.items()
    ]
    found = measure("LAC-PLAC3", Q2, lac_episodes=EPISODE + "\n".join(rows), sw_allocations=shown_by_child(back))
    assert found.met == {child: is_move for child, (_, is_move) in back.items()}


def test_a_placement_counts_if_it_overlaps_the_twelve_months(measure: Measure) -> None:
    # A left the first of three placements exactly 12 months before the day, B a day later.
    found = measure(
        "LAC-PLAC3",
        Q2,
        lac_episodes="""
        child_id | started_on | ended_on   | reason_started_code | placement_code
        A        | 2018-01-01 | 2019-09-30 | S                   | U6
        A        | 2019-09-30 | 2020-06-01 | P                   | K2
        A        | 2020-06-01 |            | P                   | U4
        B        | 2018-01-01 | 2019-10-01 | S                   | U6
        B        | 2019-10-01 | 2020-06-01 | P                   | K2
        B        | 2020-06-01 |            | P                   | U4
        """,
        sw_allocations=shown_by_child("AB"),
    )
    assert found.met == {"A": False, "B": True}


def test_placements_of_an_earlier_period_of_care_in_the_year_count_too(measure: Measure) -> None:
    # A left in January and re-entered in March. The move of 1 October is after the day.
    found = measure("LAC-PLAC3", Q2, lac_episodes="""
        child_id | started_on | ended_on   | reason_started_code | placement_code | reason_ended_code
        A        | 2019-01-01 | 2020-01-10 | S                   | U6             | E4A
        A        | 2020-03-01 | 2020-06-01 | S                   | K2             | X1
        A        | 2020-06-01 | 2020-10-01 | P                   | U4             | X1
        A        | 2020-10-01 |            | P                   | H5             |
        B        | 2020-03-01 | 2020-06-01 | S                   | K2             | X1
        B        | 2020-06-01 | 2020-10-01 | P                   | U4             | X1
        B        | 2020-10-01 |            | P                   | H5             |
    """)  # fmt: skip
    assert found.counts == (1, 2)


def test_an_earlier_episode_left_open_ends_where_the_next_begins(measure: Measure) -> None:
    # Nobody closed the episode of 2019: the child is in one placement at a time, and was in two this year.
    found = measure("LAC-PLAC3", Q2, lac_episodes="""
        child_id | started_on | ended_on   | reason_started_code | placement_code
        A        | 2019-01-01 |            | S                   | U6
        A        | 2019-09-01 | 2020-06-01 | P                   | K2
        A        | 2020-06-01 |            | P                   | U4
    """)  # fmt: skip
    assert found.counts == (0, 1)


def test_an_episode_left_open_long_ago_does_not_keep_a_child_in_care(measure: Measure) -> None:
    found = measure("LAC-PLAC3", Q2, lac_episodes="""
        child_id | started_on | ended_on   | reason_started_code | reason_ended_code
        A        | 2019-01-01 |            | S                   |
        A        | 2019-09-01 | 2020-06-01 | P                   | E4A
    """)  # fmt: skip
    assert found.denominator == 0


def test_a_child_known_only_in_temporary_stays_has_no_placement_and_is_unknown(measure: Measure) -> None:
    found = measure("LAC-PLAC3", Q2, lac_episodes="""
        child_id | started_on | reason_started_code | placement_code
        A        | 2020-09-28 | S                   | T0
    """)  # fmt: skip
    assert (found.counts, found.unknown) == ((0, 1), 1)


def test_looked_after_children_are_shown_by_the_team_of_their_open_social_worker(measure: Measure) -> None:
    # A: South took over. B: the duty team's hold does not count. C: ended that day. D: two at once, the later one.
    found = measure(
        "LAC-PLAC3",
        Q2,
        lac_episodes="""
        child_id | started_on
        A        | 2020-01-01
        B        | 2020-01-01
        C        | 2020-01-01
        D        | 2020-01-01
        """,
        sw_allocations="""
        allocation_id | child_id | worker_id | worker_role_code | team  | started_on | ended_on
        L1            | A        | w1        | SOCIAL_WORKER    | North | 2020-01-01 | 2020-05-01
        L2            | A        | w2        | SOCIAL_WORKER    | South | 2020-05-01 |
        L3            | B        | w3        | DUTY             | Duty  | 2020-01-01 |
        L4            | C        | w1        | SOCIAL_WORKER    | North | 2020-01-01 | 2020-09-30
        L5            | D        | w1        | SOCIAL_WORKER    | North | 2020-01-01 |
        L6            | D        | w2        | SOCIAL_WORKER    | South | 2020-02-01 |
        """,
    )
    assert found.teams == {"South": (0, 2), None: (0, 2)}


def test_two_workers_of_one_day_give_the_same_team_in_every_build(measure: Measure) -> None:
    # Both start on one day; the later number decides, in whatever order the rows came.
    rows = [f"L{n:02} | A | w{n} | SOCIAL_WORKER | Team {n:02} | 2020-01-01" for n in range(12)]
    header = "allocation_id | child_id | worker_id | worker_role_code | team | started_on\n"
    for ordered in (rows, rows[::-1]):
        found = measure(
            "LAC-PLAC3",
            Q2,
            lac_episodes="child_id | started_on\nA | 2020-01-01",
            sw_allocations=header + "\n".join(ordered),
        )
        assert found.teams == {"Team 11": (0, 1)}


# Stability: under 16, looked after 2.5 years, same placement 2 years

BORN = "2008-01-01"


def stable(measure: Measure, cases: dict[str, tuple[str, ...]], born: dict[str, str] | None = None) -> Measured:
    """Measure stability on 30 September 2020 of children given as name -> episodes, each shown by its name."""
    episodes = [f"{child} | {episode}" for child, listed in cases.items() for episode in listed]
    births = [f"{child} | {(born or {}).get(child, BORN)}" for child in cases]
    return measure(
        "LAC-STAB2Y",
        Q2,
        lac_episodes=EPISODE + "\n".join(episodes),
        persons="child_id | born_on\n" + "\n".join(births),
        sw_allocations=shown_by_child(cases),
    )


def test_a_child_counts_from_two_and_a_half_years_of_care(measure: Measure) -> None:
    found = stable(measure, {"2.5 years": ("2018-03-30 | | S | U4",), "a day less": ("2018-03-31 | | S | U4",)})
    assert found.met == {"2.5 years": True}
    assert found.excluded == {"looked after for less than two and a half years": 1}


def test_two_years_in_the_same_placement_are_stable(measure: Measure) -> None:
    moved = {"two years": "2018-09-30", "a day less": "2018-10-01"}
    found = stable(measure, {c: (f"2017-01-01 | {day} | S | U6", f"{day} | | P | U4") for c, day in moved.items()})
    assert found.met == {"two years": True, "a day less": False}


def test_sixteen_on_the_day_is_not_under_sixteen(measure: Measure) -> None:
    born = {
        "16 on the day": "2004-09-30",
        "16 the day after": "2004-10-01",
        "born on 29 February 2004": "2004-02-29",
        "born after the day, if such a thing is recorded": "2020-10-05",
    }
    found = stable(measure, dict.fromkeys(born, ("2017-01-01 | | S | U4",)), born)
    assert found.met == {"16 the day after": True, "born after the day, if such a thing is recorded": True}
    assert found.excluded == {"aged 16 or over": 2}


def test_a_child_born_on_29_february_has_had_its_birthday_on_29_february(measure: Measure) -> None:
    # On 29 February 2020 A turns 16, and so does B, born on 28 February 2004, the day before. C, of 1 March, is 15.
    found = measure(
        "LAC-STAB2Y",
        "2020-02",
        lac_episodes=EPISODE + "A | 2015-01-01 | | S | U4\nB | 2015-01-01 | | S | U4\nC | 2015-01-01 | | S | U4",
        persons="child_id | born_on\nA | 2004-02-29\nB | 2004-02-28\nC | 2004-03-01",
    )
    assert (found.counts, found.excluded) == ((1, 1), {"aged 16 or over": 2})


def test_an_unborn_or_unknown_birth_is_left_out_and_counted_as_such(measure: Measure) -> None:
    # A has only an expected date of birth, B is not in the persons file.
    found = measure(
        "LAC-STAB2Y",
        Q2,
        lac_episodes=EPISODE + "A | 2017-01-01 | | S | U4\nB | 2017-01-01 | | S | U4",
        persons="child_id | born_on | expected_born_on\nA | | 2020-12-01",
    )
    assert (found.counts, found.excluded) == ((0, 0), {"date of birth not known": 2})


def test_an_adoptive_placement_is_taken_together_with_the_one_before_it(measure: Measure) -> None:
    moves = ("2017-01-01 | 2018-09-30 | S | U6", "2018-09-30 | 2019-06-01 | P | U5")
    found = stable(measure, {code: (*moves, f"2019-06-01 | | P | {code}") for code in ("A3", "A4", "A5", "A6", "U4")})
    assert found.met == {"A3": True, "A4": True, "A5": True, "A6": True, "U4": False}


def test_adoption_adds_only_the_placement_next_before_it_and_only_two_years_of_both(measure: Measure) -> None:
    # A: the two together a day short of two years. B: the long placement is not the one next before.
    # C: not an adoptive placement. D: came straight into the adoptive placement, which is long enough by itself.
    found = measure(
        "LAC-STAB2Y",
        Q2,
        lac_episodes=EPISODE
        + """
        A | 2017-01-01 | 2018-10-01 | S | U6
        A | 2018-10-01 | 2019-06-01 | P | U5
        A | 2019-06-01 |            | P | A5
        B | 2017-01-01 | 2019-01-01 | S | U6
        B | 2019-01-01 | 2019-06-01 | P | U5
        B | 2019-06-01 |            | P | A5
        C | 2017-01-01 | 2019-06-01 | S | U6
        C | 2019-06-01 |            | P | U5
        D | 2017-01-01 |            | S | A6
        """,
        persons="child_id | born_on\nA | 2010-01-01\nB | 2010-01-01\nC | 2010-01-01\nD | 2010-01-01",
    )
    assert found.counts == (1, 4)


def test_a_hospital_stay_does_not_end_an_adoptive_placement(measure: Measure) -> None:
    # On the day the child is in hospital; the placement is still the adoptive one.
    at_home = ("2017-01-01 | 2019-06-01 | S | U5", "2019-06-01 | 2020-09-25 | P | A5 | PR1 | 7")
    assert stable(measure, {"A": (*at_home, "2020-09-25 | | P | T1")}).met == {"A": True}


def test_a_change_of_legal_status_and_a_stay_away_keep_the_placement_going(measure: Measure) -> None:
    episodes = (
        "2017-01-01 | 2018-01-01 | S | U6 | PR1 | 3",
        "2018-01-01 | 2019-05-01 | P | U4 | PR1 | 7",
        "2019-05-01 | 2019-05-20 | P | T2",
        "2019-05-20 | 2019-12-01 | P | U4 | PR1 | 7",
        "2019-12-01 |            | L | U4 | PR1 | 7",
    )
    assert stable(measure, {"A": episodes}).met == {"A": True}


def test_re_entering_care_starts_the_clock_again(measure: Measure) -> None:
    # Home for two days in 2019: looked after since then only, in whatever home. A move the same day is no gap.
    home = "2015-01-01 | 2019-05-01 | S | U4 | PR1 | 7"
    found = stable(
        measure,
        {
            "two days at home": (home, "2019-05-03 | | S | U4 | PR1 | 7"),
            "moved": (home, "2019-05-01 | | P | U4 | PR1 | 8"),
        },
    )
    assert found.met == {"moved": False}
    assert found.excluded == {"looked after for less than two and a half years": 1}


def test_an_episode_that_only_a_new_one_ended_goes_on_over_a_gap_in_the_dates(measure: Measure) -> None:
    # X1 says that another episode follows the same day. It is dated three days late: the child never left care.
    found = measure(
        "LAC-STAB2Y",
        Q2,
        lac_episodes="""
        child_id | started_on | ended_on   | reason_ended_code | reason_started_code | placement_code
        A        | 2015-01-01 | 2019-05-01 | X1                | S                   | U4
        A        | 2019-05-04 |            |                   | L                   | U4
        B        | 2015-01-01 | 2019-05-01 | X1                | S                   | U4
        """,
        persons="child_id | born_on\nA | 2010-01-01\nB | 2010-01-01",
    )
    assert found.counts == (1, 1)


def test_stability_needs_persons_and_episodes(measure: Measure) -> None:
    assert measure("LAC-STAB2Y", Q2, not_delivered=("persons", "lac_episodes")).missing == "lac_episodes, persons"


def test_a_corrected_birth_moves_the_child_in_every_period(measure: Measure) -> None:
    # August's file had the child at 15, September's at 16: July's figure is as the last file says.
    found = measure(
        "LAC-STAB2Y",
        "2020-07",
        lac_episodes=EPISODE + "A | 2015-01-01 | | S | U4",
        persons="child_id | born_on | delivered_in\nA | 2006-01-01 | 2020-08\nA | 2004-01-01 | 2020-09",
    )
    assert found.excluded == {"aged 16 or over": 1}
