"""Who is in care, who comes and who leaves, by example, mostly of July to September 2020."""

from __future__ import annotations

from fractions import Fraction

from tests.warehouse.conftest import Measure
from tests.warehouse.warehouse_builder import build

Q2 = "2020-21-Q2"
EPISODE = "child_id | started_on | ended_on | legal_status_code | reason_ended_code\n"
# A comes on the last day, B the day after; C left on the last day, D the day after. E has short breaks.
ON_THE_EDGE = (
    EPISODE
    + """
    A | 2020-09-30 |            | C2 |
    B | 2020-10-01 |            | C2 |
    C | 2020-01-01 | 2020-09-30 | C2 | E4A
    D | 2020-01-01 | 2020-10-01 | C2 | E4A
    E | 2020-01-01 |            | V4 |
    """
)
# Two numbers of one child, in care since January and since June.
ONE_CHILD = (
    EPISODE
    + """
    A | 2020-01-01 | 2020-07-01 | C2 | X1
    B | 2020-07-01 |            | C2 |
    """
)
MERGED = "old_child_id | new_child_id | merged_on\nB | A | 2020-07-01"


# In care on the day


def test_the_stock_is_who_is_in_care_on_the_last_day(measure: Measure) -> None:
    stock, rate = (
        measure("LAC-STOCK", Q2, lac_episodes=ON_THE_EDGE),
        measure("LAC-RATE", Q2, lac_episodes=ON_THE_EDGE),
    )
    assert (stock.numerator, rate.numerator) == (2, 2)
    assert stock.excluded == rate.excluded == {"looked after under a series of short breaks (V3, V4)": 1}


def test_a_child_under_two_numbers_is_one_of_the_stock(measure: Measure) -> None:
    assert measure("LAC-STOCK", Q2, lac_episodes=ONE_CHILD, merged_ids=MERGED).numerator == 1
    assert measure("LAC-RATE", Q2, lac_episodes=ONE_CHILD, merged_ids=MERGED).numerator == 1
    assert measure("LAC-NEW", Q2, lac_episodes=ONE_CHILD, merged_ids=MERGED).numerator == 0


def test_there_is_no_stock_without_episodes(measure: Measure) -> None:
    assert measure("LAC-STOCK", Q2, not_delivered=("lac_episodes",)).missing == "lac_episodes"
    assert measure("LAC-RATE", Q2, not_delivered=("lac_episodes",)).missing == "lac_episodes"


# Coming into care


def test_a_child_is_new_in_the_period_of_its_first_day(measure: Measure) -> None:
    found = measure(
        "LAC-NEW", Q2, lac_episodes=EPISODE + "A | 2020-06-30\nB | 2020-07-01\nC | 2020-09-30\nD | 2020-10-01"
    )
    assert found.numerator == 2


def test_a_move_is_no_start_and_a_second_coming_is(measure: Measure) -> None:
    # A moves in July. B goes home in July and comes back in August. C's first status was short breaks, D's is now.
    found = measure(
        "LAC-NEW",
        Q2,
        lac_episodes=EPISODE
        + """
        A | 2020-01-01 | 2020-07-10 | C2 | X1
        A | 2020-07-10 |            | C2 |
        B | 2020-07-01 | 2020-07-20 | V2 | E4A
        B | 2020-08-01 |            | V2 |
        C | 2020-07-05 | 2020-08-01 | V4 | X1
        C | 2020-08-01 |            | C2 |
        D | 2020-07-05 | 2020-08-01 | C2 | X1
        D | 2020-08-01 |            | V4 |
        """,
    )
    assert (found.numerator, found.excluded) == (3, {"came for a series of short breaks (V3, V4)": 1})


def test_the_team_is_the_one_that_held_the_case_that_day() -> None:
    # South took over the day A came; North's hold ended that day. East gave the case up the day care ended.
    episodes = [{"child_id": "A", "started_on": "2020-07-10", "ended_on": "2020-08-20", "reason_ended_code": "E4A"}]
    holds = [("North", "2020-01-01", "2020-07-10"), ("South", "2020-07-10", "2020-08-01"),
             ("East", "2020-08-01", "2020-08-20"), ("West", "2020-08-21", None)]  # fmt: skip
    allocations = [
        {"child_id": "A", "worker_role_code": "SOCIAL_WORKER", "team": team, "started_on": start, "ended_on": end}
        for team, start, end in holds
    ]
    warehouse = build({"lac_episodes": {"2020-09": episodes}, "sw_allocations": {"2020-09": allocations}})
    rows = warehouse.rows("SELECT team_at_start, team_at_end FROM silver.care_period_about")
    assert rows == [("South", "East")]
    warehouse.connection.close()


def test_sixteen_on_the_first_day_is_an_entry_at_sixteen(measure: Measure) -> None:
    # A is 16 that day, B the day after. C was born on 29 February and is 16 on 1 March. D's birth is not known.
    found = measure(
        "LAC-ENTRY16",
        "2021-03",
        lac_episodes=EPISODE + "A | 2021-03-10\nB | 2021-03-10\nC | 2021-03-01\nD | 2021-03-10",
        persons="child_id | born_on\nA | 2005-03-10\nB | 2005-03-11\nC | 2004-02-29\nD |",
    )
    assert (found.numerator, found.unknown) == (2, 1)


def test_a_birthday_in_care_is_no_entry_at_sixteen(measure: Measure) -> None:
    found = measure(
        "LAC-ENTRY16",
        Q2,
        lac_episodes=EPISODE + "A | 2020-07-01\nB | 2020-07-01 | | V3",
        persons="child_id | born_on\nA | 2004-07-02\nB | 2000-01-01",
    )
    assert (found.numerator, found.excluded) == (0, {"came for a series of short breaks (V3, V4)": 1})


def test_entries_at_sixteen_need_dates_of_birth(measure: Measure) -> None:
    assert measure("LAC-ENTRY16", Q2, not_delivered=("persons",)).missing == "persons"


# Leaving care


def test_care_ends_with_an_end_that_nothing_follows(measure: Measure) -> None:
    # A went home, B moved within care, C's file says that another episode follows, and it never came.
    found = measure(
        "LAC-CEASED",
        Q2,
        lac_episodes=EPISODE
        + """
        A | 2020-01-01 | 2020-07-01 | C2 | E4A
        B | 2020-01-01 | 2020-08-01 | C2 | X1
        B | 2020-08-01 |            | C2 |
        C | 2020-01-01 | 2020-09-30 | C2 | X1
        """,
    )
    assert (found.numerator, found.excluded) == (1, {"the last episode says that another follows (X1)": 1})


def test_each_ending_counts_once_and_short_breaks_do_not(measure: Measure) -> None:
    # A leaves twice. B's breaks ended. C had breaks before and then a care order.
    found = measure(
        "LAC-CEASED",
        Q2,
        lac_episodes=EPISODE
        + """
        A | 2020-01-01 | 2020-07-01 | V2 | E4A
        A | 2020-08-01 | 2020-09-01 | V2 | E4A
        B | 2020-01-01 | 2020-09-01 | V4 | E4A
        C | 2020-01-01 | 2020-05-01 | V4 | X1
        C | 2020-05-01 | 2020-09-01 | C2 | E4B
        """,
    )
    assert (found.numerator, found.excluded) == (3, {"left a series of short breaks (V3, V4)": 1})


def test_an_ending_belongs_to_the_period_of_its_day(measure: Measure) -> None:
    ends = {"A": "2020-06-30", "B": "2020-07-01", "C": "2020-09-30", "D": "2020-10-01"}
    rows = [f"{child} | 2020-01-01 | {day} | C2 | E4A" for child, day in ends.items()]
    assert measure("LAC-CEASED", Q2, lac_episodes=EPISODE + "\n".join(rows)).numerator == 2


def leaving(ends: dict[str, str]) -> dict[str, str]:
    """Return tables of young people born on 10 July 2002, 18 in that month, as name -> day and reason of leaving."""
    born = "\n".join(f"{child} | 2002-07-10" for child in ends)
    return {
        "lac_episodes": EPISODE + "\n".join(f"{child} | 2018-01-01 | {end}" for child, end in ends.items()),
        "persons": "child_id | born_on\n" + born,
    }


def test_who_leaves_on_the_eighteenth_birthday_stayed_until_it(measure: Measure) -> None:
    ends = {
        "on the birthday": "2020-07-10 | C2 | E17",
        "a day before": "2020-07-09 | C2 | E6",
        "a day after": "2020-07-11 | C2 | E5",
        "nobody said why": "2020-07-10 | C2 |",
    }
    assert measure("LC-REM18", Q2, **leaving(ends)).counts == (3, 4)


def test_who_died_moved_council_or_had_breaks_is_left_out_of_staying_until_eighteen(measure: Measure) -> None:
    ends = {
        "died": "2020-07-09 | C2 | E2",
        "moved council": "2020-07-09 | C2 | E3",
        "breaks": "2020-07-10 | V3 | E17",
        "not the end": "2020-07-10 | C2 | X1",
        "home": "2020-07-09 | C2 | E4A",
    }
    found = measure("LC-REM18", Q2, **leaving(ends))
    assert (found.counts, sum(found.excluded.values())) == ((0, 1), 4)


def test_leaving_at_sixteen_is_asked_from_the_sixteenth_birthday(measure: Measure) -> None:
    # A leaves on the day, B the day before it. Of D the date of birth is not known.
    found = measure(
        "LC-REM18",
        "2020-09",
        lac_episodes=EPISODE
        + """
        A | 2018-01-01 | 2020-09-10 | C2 | E4A
        B | 2018-01-01 | 2020-09-10 | C2 | E4A
        D | 2018-01-01 | 2020-09-10 | C2 | E4A
        """,
        persons="child_id | born_on\nA | 2004-09-10\nB | 2004-09-11\nD |",
    )
    assert found.counts == (0, 1)
    assert found.excluded == {"under 16": 1, "date of birth not known": 1}


def test_one_born_on_29_february_is_eighteen_on_1_march(measure: Measure) -> None:
    # 2022 has no 29 February: A left on the 28th and was 17, B on 1 March and was 18. Both in the year 2021/22.
    found = measure(
        "LC-REM18",
        "2022-03",
        lac_episodes=EPISODE + "A | 2018-01-01 | 2022-02-28 | C2 | E17\nB | 2018-01-01 | 2022-03-01 | C2 | E17",
        persons="child_id | born_on\nA | 2004-02-29\nB | 2004-02-29",
    )
    assert found.counts == (1, 2)


def test_51_of_71_are_printed_as_71_8_per_cent(measure: Measure) -> None:
    # As the council published of 2020/21. The year starts on 1 April: whoever left on 31 March 2020 is another year's.
    ends = {f"S{n}": "2020-07-10 | C2 | E17" for n in range(51)} | {f"L{n}": "2020-05-01 | C2 | E4A" for n in range(20)}
    found = measure("LC-REM18", "2020-21-Q4", **leaving(ends | {"before": "2020-03-31 | C2 | E4A"}))
    assert round(100 * Fraction(*found.counts), 1) == Fraction("71.8")
    assert found.counts == (51, 71)
