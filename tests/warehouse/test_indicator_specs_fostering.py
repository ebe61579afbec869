"""The council's own foster care, by example, as at 30 September 2020."""

from __future__ import annotations

from tests.warehouse.conftest import Measure
from tests.warehouse.warehouse_builder import shown_by_child

Q2 = "2020-21-Q2"
PLACED = "child_id | started_on | placement_code | provider_code | legal_status_code | ended_on\n"


# Children in the council's own foster homes


def test_own_foster_care_is_a_foster_placement_that_the_council_provides(measure: Measure) -> None:
    homes = {
        **{f"own {code}": (f"{code} | PR1", True) for code in ("U1", "U2", "U3", "U4", "U5", "U6")},
        "agency": ("U6 | PR4", False),
        "another council": ("U6 | PR2", False),
        "own children's home": ("K2 | PR1", False),
        "placed for adoption": ("A6 | PR1", False),
        "with parents": ("P1 | PR0", False),
    }
    rows = "\n".join(f"{child} | 2019-01-01 | {home}" for child, (home, _) in homes.items())
    found = measure("FOS-INHOUSE-PCT", Q2, lac_episodes=PLACED + rows, sw_allocations=shown_by_child(homes))
    assert found.met == {child: is_own for child, (_, is_own) in homes.items()}
    assert measure("FOS-INHOUSE-FOSTERED", Q2, lac_episodes=PLACED + rows).counts == (6, 8)


def test_an_unsaid_provider_of_a_foster_home_is_unknown(measure: Measure) -> None:
    # A's provider is not said; B's placement is not. C lives in a children's home, whoever runs it.
    rows = PLACED + "A | 2019-01-01 | U6 |\nB | 2019-01-01 | | PR1\nC | 2019-01-01 | K2 |"
    every = measure("FOS-INHOUSE-PCT", Q2, lac_episodes=rows)
    fostered = measure("FOS-INHOUSE-FOSTERED", Q2, lac_episodes=rows)
    assert (every.counts, every.unknown) == ((0, 3), 2)
    assert (fostered.counts, fostered.unknown, fostered.excluded) == ((0, 1), 1, {"not in a foster placement": 2})


def test_a_night_in_hospital_does_not_end_a_foster_placement(measure: Measure) -> None:
    # A is in hospital. B moved to an agency on the day, C the day after. D has short breaks.
    rows = (
        PLACED
        + """
        A | 2019-01-01 | U6 | PR1 | C2 | 2020-09-29
        A | 2020-09-29 | T1 | PR3 | C2 |
        B | 2019-01-01 | U6 | PR1 | C2 | 2020-09-30
        B | 2020-09-30 | U6 | PR4 | C2 |
        C | 2019-01-01 | U6 | PR1 | C2 | 2020-10-01
        C | 2020-10-01 | U6 | PR4 | C2 |
        D | 2019-01-01 | U6 | PR1 | V4 |
        """
    )
    assert measure("FOS-INHOUSE-PCT", Q2, lac_episodes=rows).counts == (2, 3)
    assert measure("FOS-INHOUSE-FOSTERED", Q2, lac_episodes=rows).counts == (2, 3)


# Households

HOUSEHOLD = "household_id | approved_on | approval_ended_on | status_code | approval_type_code | is_in_house\n"


def test_a_household_fosters_from_its_approval_to_the_day_before_it_ends(measure: Measure) -> None:
    # 1 is approved on the day, 2 the day after. 3 ended that day, 4 the day after. 5 is on hold, 6 is said to have
    # ended, 7 has no status.
    found = measure(
        "FOS-CARERS",
        Q2,
        foster_carers=HOUSEHOLD
        + """
        1 | 2020-09-30 |            | APPROVED | MAINSTREAM | true
        2 | 2020-10-01 |            | APPROVED | MAINSTREAM | true
        3 | 2015-01-01 | 2020-09-30 | APPROVED | MAINSTREAM | true
        4 | 2015-01-01 | 2020-10-01 | APPROVED | MAINSTREAM | true
        5 | 2015-01-01 |            | ON_HOLD  | MAINSTREAM | true
        6 | 2015-01-01 |            | ENDED    | MAINSTREAM | true
        7 | 2015-01-01 |            |          |            | true
        """,
    )
    assert (found.numerator, found.excluded) == (4, {"not approved on the day": 3})


OURS = (
    HOUSEHOLD
    + """
    1 | 2020-04-01 | 2020-05-01 | | MAINSTREAM  | true
    2 | 2020-04-01 | 2020-05-01 | | CONNECTED   | true
    3 | 2020-04-01 | 2020-05-01 | | SHORT_BREAK |
    4 | 2020-04-01 | 2020-05-01 | | LODGINGS    | true
    5 | 2020-04-01 | 2020-05-01 | | MAINSTREAM  | false
    6 | 2020-04-01 | 2020-05-01 | |             | true
    """
)


def test_lodgings_and_other_agencies_do_not_count_and_an_unsaid_owner_is_unknown(measure: Measure) -> None:
    on_the_day = measure("FOS-CARERS", "2020-04", foster_carers=OURS)
    new = measure("FOS-NEW", "2020-04", foster_carers=OURS)
    ended = measure("FOS-DEREG", "2020-05", foster_carers=OURS)
    for found in (on_the_day, new, ended):
        assert (found.numerator, found.unknown) == (4, 1)
        assert found.excluded == {
            "approved by another agency": 1,
            "supported lodgings, which are not fostering": 1,
        }


def test_approvals_and_endings_count_from_april_to_the_end_of_the_period(measure: Measure) -> None:
    days = ("2020-03-31", "2020-04-01", "2020-09-30", "2020-10-01")
    approved = HOUSEHOLD + "\n".join(f"{n} | {day} | | | | true" for n, day in enumerate(days))
    ended = HOUSEHOLD + "\n".join(f"{n} | 2015-01-01 | {day} | | | true" for n, day in enumerate(days))
    assert measure("FOS-NEW", Q2, foster_carers=approved).numerator == 2
    assert measure("FOS-DEREG", Q2, foster_carers=ended).numerator == 2
    assert measure("FOS-NEW", "2020-04", foster_carers=approved).numerator == 1


def test_a_household_is_new_once_and_as_the_last_list_says(measure: Measure) -> None:
    # 1 is on every list. 2's approval was dated May first and then March. 3 is on April's list only.
    lists = """
        household_id | approved_on | approval_ended_on | delivered_in
        1            | 2020-04-02  |                   | 2020-04
        2            | 2020-05-02  | 2020-06-01        | 2020-08
        3            | 2020-04-02  | 2020-04-20        | 2020-04
        1            | 2020-04-02  |                   | 2020-09
        2            | 2020-03-02  | 2020-06-02        | 2020-09
    """
    assert measure("FOS-NEW", Q2, foster_carers=lists).numerator == 2
    assert measure("FOS-DEREG", Q2, foster_carers=lists).numerator == 2
    assert measure("FOS-CARERS", Q2, foster_carers=lists).numerator == 1


def test_there_are_no_carers_without_the_list_of_the_month(measure: Measure) -> None:
    assert measure("FOS-CARERS", Q2, not_delivered=("foster_carers",)).missing == "foster_carers"
    assert measure("FOS-NEW", Q2, not_delivered=("foster_carers",)).missing == "foster_carers"
    assert measure("FOS-DEREG", Q2, not_delivered=("foster_carers",)).missing == "foster_carers"
