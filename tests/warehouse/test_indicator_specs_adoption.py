"""Adoption and special guardianship, by example, mostly of April to September 2020."""

from __future__ import annotations

import pytest

from tests.warehouse.conftest import Measure

Q2 = "2020-21-Q2"
EPISODE = "child_id | started_on | ended_on | legal_status_code | reason_ended_code\n"
REASONS = (
    "E11", "E12", "E43", "E44", "E45", "E46", "E47", "E48",
    "E2", "E3", "E41", "E4A", "E13", "E17", "",
)  # fmt: skip
EVERY_REASON = EPISODE + "\n".join(f"C{n} | 2018-01-01 | 2020-07-01 | C2 | {r}" for n, r in enumerate(REASONS))


# How care ended


def test_the_reason_of_the_last_episode_says_how_care_ended(measure: Measure) -> None:
    adopted = measure("ADP-CEASE-ADOPT", Q2, lac_episodes=EVERY_REASON)
    guarded = measure("ADP-CEASE-SGO", Q2, lac_episodes=EVERY_REASON)
    both = measure("ADP-CEASE-PERM", Q2, lac_episodes=EVERY_REASON)
    assert (adopted.counts, guarded.counts, both.counts) == ((2, 15), (6, 15), (8, 15))
    assert adopted.unknown == guarded.unknown == both.unknown == 1


def test_endings_count_from_april_to_the_end_of_the_period(measure: Measure) -> None:
    # A was adopted on the last day of the year before, B on the first of this one, C on the last day of the quarter.
    episodes = EPISODE + "\n".join(
        f"{child} | 2018-01-01 | {day} | E1 | {reason}"
        for child, day, reason in [
            ("A", "2020-03-31", "E12"),
            ("B", "2020-04-01", "E12"),
            ("C", "2020-09-30", "E45"),
            ("D", "2020-10-01", "E45"),
        ]
    )
    assert measure("ADP-CEASE-ADOPT", Q2, lac_episodes=episodes).counts == (1, 2)
    assert measure("ADP-CEASE-SGO", Q2, lac_episodes=episodes).counts == (1, 2)
    assert measure("ADP-CEASE-PERM", Q2, lac_episodes=episodes).counts == (2, 2)


def test_a_child_counts_once_for_each_ending_and_not_for_each_episode(measure: Measure) -> None:
    # A was placed and adopted: one ending of two episodes. B's guardianship failed and it left again, home.
    # C's X1 is not an ending. D's breaks are left out.
    episodes = (
        EPISODE
        + """
        A | 2018-01-01 | 2020-05-01 | E1 | X1
        A | 2020-05-01 | 2020-07-01 | E1 | E12
        B | 2018-01-01 | 2020-05-01 | C2 | E45
        B | 2020-06-01 | 2020-08-01 | V2 | E4A
        C | 2018-01-01 | 2020-08-01 | C2 | X1
        D | 2018-01-01 | 2020-08-01 | V4 | E45
        """
    )
    assert measure("ADP-CEASE-ADOPT", Q2, lac_episodes=episodes).counts == (1, 3)
    assert measure("ADP-CEASE-SGO", Q2, lac_episodes=episodes).counts == (1, 3)
    assert measure("ADP-CEASE-PERM", Q2, lac_episodes=episodes).excluded == {
        "the last episode says that another follows (X1)": 1,
        "left a series of short breaks (V3, V4)": 1,
    }


def test_4_and_8_of_111_are_what_the_council_published(measure: Measure) -> None:
    reasons = ["E12"] * 4 + ["E45"] * 8 + ["E4A"] * 99
    episodes = EPISODE + "\n".join(f"C{n} | 2018-01-01 | 2020-07-01 | C2 | {r}" for n, r in enumerate(reasons))
    values = {
        "3.6": measure("ADP-CEASE-ADOPT", "2020-21-Q4", lac_episodes=episodes),
        "7.2": measure("ADP-CEASE-SGO", "2020-21-Q4", lac_episodes=episodes),
        "10.8": measure("ADP-CEASE-PERM", "2020-21-Q4", lac_episodes=episodes),
    }
    for printed, found in values.items():
        assert float(100 * found.numerator / found.denominator) == pytest.approx(float(printed), abs=0.05)
