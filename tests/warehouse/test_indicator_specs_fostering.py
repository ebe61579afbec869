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
