"""Children missing, and interviews after their return, by example, in September 2020 unless said otherwise."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.warehouse.conftest import Measure
from warehouse.periods import FinancialYear

SEPTEMBER = "2020-09"
Q2 = "2020-21-Q2"
GONE = "missing_id | child_id | missing_type_code | missing_from_code | started_at | ended_at | team\n"
ABSENCES = (
    GONE
    + """
    G1 | A | M | CARE | 2020-09-01 10:00 | 2020-09-02 10:00 | exactly 24 hours
    G2 | B | M | CARE | 2020-09-01 10:00 | 2020-09-02 10:01 | a minute more
    G3 | C | A | CARE | 2020-09-01 10:00 | 2020-09-05 10:00 | away
    G4 | D |   | CARE | 2020-09-01 10:00 |                  | never returned, kind not said
    G5 | E | M | HOME | 2020-09-01 10:00 | 2020-09-03 10:00 | from home
    G6 | F | M |      | 2020-09-01 10:00 | 2020-09-03 10:00 | from nobody knows where
    G7 | B | M | CARE | 2020-09-10 10:00 | 2020-09-20 10:00 | a minute more
    G8 | B | M | HOME | 2020-09-25 10:00 | 2020-09-25 12:00 | from home
"""
)


def test_children_missing_from_care_and_home_count_once_in_a_month(measure: Measure) -> None:
    # B went twice from care and once, for two hours, from home.
    long_from_care = measure("MISS-CARE", SEPTEMBER, missing_episodes=ABSENCES)
    assert (long_from_care.numerator, long_from_care.unknown) == (2, 1)
    long_from_home = measure("MISS-HOME", SEPTEMBER, missing_episodes=ABSENCES)
    assert (long_from_home.numerator, long_from_home.unknown) == (1, 1)
    assert measure("MISS-CARE-ALL", SEPTEMBER, missing_episodes=ABSENCES).numerator == 3
    assert measure("MISS-HOME-ALL", SEPTEMBER, missing_episodes=ABSENCES).numerator == 2


def test_absences_count_each_and_those_away_without_leave_do_not(measure: Measure) -> None:
    from_care = measure("MISS-CARE-EP", SEPTEMBER, missing_episodes=ABSENCES)
    away = {"away without authorisation, not missing": 1}
    assert (from_care.numerator, from_care.unknown, from_care.excluded) == (4, 1, away)
    from_home = measure("MISS-HOME-EP", SEPTEMBER, missing_episodes=ABSENCES)
    assert (from_home.numerator, from_home.unknown, from_home.excluded) == (2, 1, away)


@pytest.mark.parametrize(
    ("spell", "expected"),
    [
        pytest.param("2020-07-30 20:00 | 2020-08-02 20:00", ((1, 1), (1, 1), (2, 2)), id="long by the month's end"),
        pytest.param("2020-07-31 20:00 | 2020-08-02 20:00", ((0, 1), (1, 1), (1, 2)), id="long in the next month only"),
        pytest.param("2020-07-31 00:00 | 2020-08-01 00:00", ((0, 1), (0, 1), (0, 2)), id="a day and no hours"),
        pytest.param("2020-07-29 00:00 | 2020-07-31 23:59", ((1, 1), (0, 0), (1, 1)), id="back in the last minute"),
    ],
)
def test_a_child_missing_over_a_months_end_stands_in_both_months(
    measure: Measure, spell: str, expected: tuple[tuple[int, int], ...]
) -> None:
    # Long absences and all, in July, in August and in the quarter; the same of one from care and one from home.
    care = GONE + f"G1 | A | M | CARE | {spell}"
    home = GONE + f"G1 | A | M | HOME | {spell}"
    for period, (over_24_hours, any_length) in zip(("2020-07", "2020-08", Q2), expected, strict=True):
        assert measure("MISS-CARE", period, missing_episodes=care).numerator == over_24_hours
        assert measure("MISS-CARE-ALL", period, missing_episodes=care).numerator == any_length
        assert measure("MISS-HOME", period, missing_episodes=home).numerator == over_24_hours
        assert measure("MISS-HOME-ALL", period, missing_episodes=home).numerator == any_length


def test_ten_a_month_and_75_in_a_year_are_the_10_and_6_25_that_the_council_published(measure: Measure) -> None:
    # Ten children from care in each month of 2020/21; from home six, and one more in each month of the last quarter.
    rows = []
    for month in FinancialYear("2020-21").months:
        from_home = 6 + (month.number <= 3)
        for place, children in (("CARE", 10), ("HOME", from_home)):
            spell = f"{month}-03 10:00 | {month}-05 10:00"
            rows += [f"{month} {place} {n} | {place} {n} | M | {place} | {spell} | North" for n in range(children)]
    absences = GONE + "\n".join(rows)
    for code, in_december, in_quarter, in_year in (
        ("MISS-CARE", (10, 1), (30, 3), (120, 12)),
        ("MISS-HOME", (6, 1), (21, 3), (75, 12)),
    ):
        for period, expected in (("2020-12", in_december), ("2020-21-Q4", in_quarter), ("2020-21", in_year)):
            assert measure(code, period, missing_episodes=absences).counts == expected
    assert Fraction(75, 12) == Fraction("6.25")
    assert measure("MISS-CARE", "2020-21", missing_episodes=absences).teams == {"North": (120, 12)}
    for code, in_year in (("MISS-CARE-ALL", (120, 12)), ("MISS-HOME-ALL", (75, 12))):
        assert measure(code, "2020-21", missing_episodes=absences).counts == in_year
    assert measure("MISS-CARE-EP", "2020-21", missing_episodes=absences).numerator == 120, "absences add up"


def test_an_absence_counts_in_the_month_in_which_it_began(measure: Measure) -> None:
    rows = (
        GONE
        + """
        G1 | A | M | CARE | 2020-08-31 23:59 | 2020-09-02 10:00
        G2 | B | M | CARE | 2020-09-30 23:59 |
        G3 | C | M | HOME | 2020-10-01 00:00 |
    """
    )
    assert measure("MISS-CARE-EP", SEPTEMBER, missing_episodes=rows).numerator == 1
    assert measure("MISS-HOME-EP", SEPTEMBER, missing_episodes=rows).numerator == 0
    assert measure("MISS-HOME-EP", "2020-10", missing_episodes=rows).numerator == 1


def test_two_numbers_of_one_child_are_one_child_and_two_absences(measure: Measure) -> None:
    merged = "old_child_id | new_child_id | merged_on\nB | A | 2020-09-10"
    for place in ("CARE", "HOME"):
        rows = GONE + "\n".join(
            f"G{n} | {child} | M | {place} | 2020-09-0{n} 10:00 | 2020-09-0{n + 2} 10:00"
            for n, child in enumerate("AB", 1)
        )
        tables = {"missing_episodes": rows, "merged_ids": merged}
        assert measure("MISS-CARE", SEPTEMBER, **tables).numerator == int(place == "CARE")
        assert measure("MISS-HOME", SEPTEMBER, **tables).numerator == int(place == "HOME")
        assert measure("MISS-CARE-ALL", SEPTEMBER, **tables).numerator == int(place == "CARE")
        assert measure("MISS-HOME-ALL", SEPTEMBER, **tables).numerator == int(place == "HOME")
        assert measure("MISS-CARE-EP", SEPTEMBER, **tables).numerator == 2 * (place == "CARE")
        assert measure("MISS-HOME-EP", SEPTEMBER, **tables).numerator == 2 * (place == "HOME")


# Interviews

BACK = (
    "missing_id | child_id | missing_type_code | started_at | ended_at | rhi_offered_code | rhi_offered_at | "
    "rhi_completed_at | team\n"
)
OFFERS = {
    "exactly 72 hours": ("2020-09-10 10:00 | Y | 2020-09-13 10:00", True),
    "a minute more": ("2020-09-10 10:00 | Y | 2020-09-13 10:01", False),
    "at once": ("2020-09-10 10:00 | Y | 2020-09-10 10:00", True),
    "before the return": ("2020-09-10 10:00 | Y | 2020-09-10 09:59", False),
    "three days, no hour of the offer": ("2020-09-10 10:00 | Y | 2020-09-13 00:00", True),
    "three days, no hour of the return": ("2020-09-10 00:00 | Y | 2020-09-13 18:00", True),
    "four days, no hours": ("2020-09-10 00:00 | Y | 2020-09-14 00:00", False),
    "the day before, no hours": ("2020-09-10 00:00 | Y | 2020-09-09 00:00", False),
    "offered, nobody said whether": ("2020-09-10 10:00 |   | 2020-09-11 10:00", True),
    "not offered": ("2020-09-10 10:00 | N |", False),
    "not offered, with a date": ("2020-09-10 10:00 | N | 2020-09-11 10:00", False),
    "offered, nobody said when": ("2020-09-10 10:00 | Y |", False),
    "nothing said": ("2020-09-10 10:00 |  |", False),
}


def test_an_offer_within_72_hours_of_the_return_counts_by_the_hour_or_by_days(measure: Measure) -> None:
    rows = [f"{name} | {name} | M | 2020-09-08 | {offer} | | {name}" for name, (offer, _) in OFFERS.items()]
    in_time = measure("MISS-RHI72", SEPTEMBER, missing_episodes=BACK + "\n".join(rows))
    assert in_time.met == {name: is_met for name, (_, is_met) in OFFERS.items()}
    assert in_time.unknown == 2
    offered = measure("RHI-OFFERED", SEPTEMBER, missing_episodes=BACK + "\n".join(rows))
    refused = ("not offered", "not offered, with a date", "nothing said")
    assert offered.met == {name: name not in refused for name in OFFERS}
    assert offered.unknown == 1


def test_an_interview_within_72_hours_counts_the_same_way_and_any_later_one_was_held(measure: Measure) -> None:
    held = {name: offer.split("|") for name, (offer, _) in OFFERS.items() if name.startswith(("a", "exactly", "three"))}
    rows = [f"{name} | {name} | M | 2020-09-08 | {back} | Y | | {at} | {name}" for name, (back, _, at) in held.items()]
    rows.append("early | early | M | 2020-09-08 | 2020-09-10 10:00 | Y | | 2020-09-09 23:59 | early")
    rows.append("the same day | the same day | M | 2020-09-08 | 2020-09-10 10:00 | Y | | 2020-09-10 | the same day")
    rows.append("never | never | M | 2020-09-08 | 2020-09-10 10:00 | Y | | | never")
    soon = measure("RHI-DONE72", SEPTEMBER, missing_episodes=BACK + "\n".join(rows))
    late = {"a minute more", "early", "never"}
    assert soon.met == {name: name not in late for name in (*held, "early", "the same day", "never")}
    done = measure("RHI-DONE", SEPTEMBER, missing_episodes=BACK + "\n".join(rows))
    assert done.met == {name: name not in ("early", "never") for name in soon.met}


RETURNS = (
    BACK
    + """
    G1 | A | M | 2020-08-20 | 2020-09-01 00:00 | Y  | 2020-09-01 | 2020-09-02
    G2 | B | M | 2020-08-20 | 2020-08-31 23:59 | Y  | 2020-09-01 | 2020-09-02
    G3 | C | M | 2020-08-20 | 2020-09-30 23:59 | Y  | 2020-10-01 | 2020-10-02
    G4 | D | M | 2020-08-20 |                  | Y  | 2020-09-01 | 2020-09-02
    G5 | E | A | 2020-08-20 | 2020-09-10 10:00 | Y  | 2020-09-10 | 2020-09-11
    G6 | F | M | 2020-08-20 | 2020-09-10 10:00 | NA |            |
    G7 | G | M | 2020-08-20 | 2020-09-10 10:00 | N  |            |
"""
)
LEFT_OUT = {"away without authorisation, not missing": 1, "no interview was due": 1}


def test_returns_of_the_month_count_and_those_still_missing_do_not(measure: Measure) -> None:
    # A and C were back on the month's first and last day, B the day before. D is not back.
    found = [
        measure("MISS-RHI72", SEPTEMBER, missing_episodes=RETURNS),
        measure("RHI-OFFERED", SEPTEMBER, missing_episodes=RETURNS),
        measure("RHI-DONE", SEPTEMBER, missing_episodes=RETURNS),
        measure("RHI-DONE72", SEPTEMBER, missing_episodes=RETURNS),
    ]
    assert {figure.counts for figure in found} == {(2, 3)}
    assert all(figure.excluded == LEFT_OUT for figure in found)


def test_no_figure_of_interviews_without_the_list_of_absences(measure: Measure) -> None:
    without = ("missing_episodes",)
    assert measure("MISS-RHI72", SEPTEMBER, not_delivered=without).missing == "missing_episodes"
    assert measure("RHI-OFFERED", SEPTEMBER, not_delivered=without).missing == "missing_episodes"
    assert measure("RHI-DONE", SEPTEMBER, not_delivered=without).missing == "missing_episodes"
    assert measure("RHI-DONE72", SEPTEMBER, not_delivered=without).missing == "missing_episodes"
