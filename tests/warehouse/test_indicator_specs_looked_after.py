"""Distance from home and social workers of looked after children, by example, as at 30 September 2020."""

from __future__ import annotations

from tests.warehouse.conftest import Measure
from tests.warehouse.warehouse_builder import shown_by_child

Q2 = "2020-21-Q2"
AWAY = "child_id | started_on | is_outside_boundary | distance_miles | placement_code | ended_on\n"
HELD = "allocation_id | child_id | worker_id | worker_role_code | started_on | ended_on\n"
IN_CARE = "child_id | started_on | legal_status_code | ended_on\n"


# Far from home


def test_far_is_outside_the_boundary_and_more_than_twenty_miles(measure: Measure) -> None:
    # 20.04 is 20.0 to a tenth, 20.05 is 20.1.
    homes = {
        "exactly 20": ("true | 20", False),
        "20.04": ("true | 20.04", False),
        "20.05": ("true | 20.05", True),
        "20.1": ("true | 20.1", True),
        "inside the boundary": ("false | 35", False),
        "near and outside": ("true | 3", False),
    }
    rows = AWAY + "\n".join(f"{child} | 2019-01-01 | {home}" for child, (home, _) in homes.items())
    found = measure("LAC-20MI", Q2, lac_episodes=rows, sw_allocations=shown_by_child(homes))
    assert found.met == {child: is_far for child, (_, is_far) in homes.items()}
    assert found.unknown == 0
    assert measure("LAC-20MI-KNOWN", Q2, lac_episodes=rows).counts == (2, 6)


def test_an_unknown_distance_is_unknown_unless_the_rest_settles_it(measure: Measure) -> None:
    # A and B: miles not said, once as 999.9. C: boundary not said. D is inside, E within 20 miles: both not far.
    rows = (
        AWAY
        + """
        A | 2019-01-01 | true  |
        B | 2019-01-01 | true  | 999.9
        C | 2019-01-01 |       | 35
        D | 2019-01-01 | false | 999.9
        E | 2019-01-01 |       | 12
        F | 2019-01-01 | true  | 35
        """
    )
    every, known = measure("LAC-20MI", Q2, lac_episodes=rows), measure("LAC-20MI-KNOWN", Q2, lac_episodes=rows)
    assert (every.counts, every.unknown) == ((1, 6), 3)
    assert (known.counts, known.excluded) == ((1, 3), {"not known whether more than 20 miles from home": 3})


def test_the_placement_of_the_day_decides_and_a_holiday_does_not(measure: Measure) -> None:
    # A is on holiday far away. B moved far away on the day. C came back near on the day.
    rows = (
        AWAY
        + """
        A | 2019-01-01 | false | 2  | U6 | 2020-09-20
        A | 2020-09-20 | true  | 90 | T2 |
        B | 2019-01-01 | false | 2  | U6 | 2020-09-30
        B | 2020-09-30 | true  | 90 | K2 |
        C | 2019-01-01 | true  | 90 | K2 | 2020-09-30
        C | 2020-09-30 | false | 2  | U6 |
        """
    )
    assert measure("LAC-20MI", Q2, lac_episodes=rows).counts == (1, 3)
    assert measure("LAC-20MI-KNOWN", Q2, lac_episodes=rows).counts == (1, 3)


def test_33_far_of_206_are_16_per_cent(measure: Measure) -> None:
    # As the council printed at 31 March 2021: 33 children, 16.0 %.
    rows = AWAY + "\n".join(f"C{n} | 2019-01-01 | true | {35 if n < 33 else 5}" for n in range(206))
    assert measure("LAC-20MI", "2020-21-Q4", lac_episodes=rows).counts == (33, 206)


# Social workers


def test_three_changes_need_four_holds(measure: Measure) -> None:
    # A had w1, w2, w3, w4; B w1, w2, w1, w2: three changes each, four workers and two. C had three workers.
    holds = {"A": "1234", "B": "1212", "C": "1232", "D": "1123"}
    starts = ("2019-01-01", "2020-01-01", "2020-04-01", "2020-07-01", "")
    rows = [
        f"{child}{n} | {child} | w{worker} | SOCIAL_WORKER | {starts[n]} | {starts[n + 1]}"
        for child, workers in holds.items()
        for n, worker in enumerate(workers)
    ]
    tables = {
        "lac_episodes": IN_CARE + "\n".join(f"{child} | 2015-01-01" for child in holds),
        "sw_allocations": HELD + "\n".join(rows),
    }
    assert measure("WF-SW3", Q2, **tables).counts == (3, 4)
    assert measure("WF-SW3-DIFF", Q2, **tables).counts == (3, 4)
    assert measure("LAC-NOSW", Q2, **tables).numerator == 0


def test_a_change_counts_in_the_twelve_months_and_a_worker_as_long_as_held(measure: Measure) -> None:
    # A's first change was exactly 12 months before the day: outside. The worker of before gave up that day: not met.
    # B's was a day later: three changes, and four workers within the year.
    rows = [
        f"{child}{n} | {child} | w{n} | SOCIAL_WORKER | {start} | {end}"
        for child, first in {"A": "2019-09-30", "B": "2019-10-01"}.items()
        for n, (start, end) in enumerate(
            [("2019-01-01", first), (first, "2020-02-01"), ("2020-02-01", "2020-09-30"), ("2020-09-30", "")]
        )
    ]
    tables = {"lac_episodes": IN_CARE + "A | 2015-01-01\nB | 2015-01-01", "sw_allocations": HELD + "\n".join(rows)}
    assert measure("WF-SW3", Q2, **tables).counts == (1, 2)
    assert measure("WF-SW3-DIFF", Q2, **tables).counts == (2, 2)


def test_a_worker_who_left_twelve_months_ago_is_not_of_this_year(measure: Measure) -> None:
    # w1 left exactly twelve months before the day, of B a day later: two and three workers in the year.
    rows = [
        f"{child}{n} | {child} | w{n} | SOCIAL_WORKER | {start} | {end}"
        for child, first in {"A": "2019-09-30", "B": "2019-10-01"}.items()
        for n, (start, end) in enumerate([("2019-01-01", first), (first, "2020-02-01"), ("2020-02-01", "")])
    ]
    tables = {"lac_episodes": IN_CARE + "A | 2015-01-01\nB | 2015-01-01", "sw_allocations": HELD + "\n".join(rows)}
    assert measure("WF-SW3-DIFF", Q2, **tables).counts == (1, 2)


def test_duty_and_holds_of_less_than_a_day_make_no_worker_and_no_allocation(measure: Measure) -> None:
    # A has a duty worker only. B's allocation ended that day, C's ends the day after. D's worker comes tomorrow.
    tables = {
        "lac_episodes": IN_CARE
        + """
        A | 2015-01-01 | C2
        B | 2015-01-01 | C2
        C | 2015-01-01 | C2
        D | 2015-01-01 | C2
        E | 2015-01-01 | V3
        """,
        "sw_allocations": HELD
        + """
        L1 | A | w1 | DUTY          | 2020-01-01 |
        L2 | B | w1 | SOCIAL_WORKER | 2020-01-01 | 2020-09-30
        L3 | C | w1 | SOCIAL_WORKER | 2020-01-01 | 2020-10-01
        L4 | D | w1 | SOCIAL_WORKER | 2020-10-01 |
        L5 | C | w2 | SOCIAL_WORKER | 2020-05-01 | 2020-05-01
        L6 | C | w3 | SOCIAL_WORKER | 2020-05-02 | 2020-05-02
        """,
    }
    found = measure("LAC-NOSW", Q2, **tables)
    assert (found.numerator, sum(found.excluded.values())) == (3, 1)
    workers = measure("WF-SW3-DIFF", Q2, **tables)
    assert (workers.counts, workers.unknown) == ((0, 4), 3)
    changes = measure("WF-SW3", Q2, **tables)
    assert (changes.counts, changes.unknown) == ((0, 4), 3)


def test_nobody_is_without_a_worker_where_the_allocations_did_not_come(measure: Measure) -> None:
    assert measure("LAC-NOSW", Q2, not_delivered=("sw_allocations",)).missing == "sw_allocations"
