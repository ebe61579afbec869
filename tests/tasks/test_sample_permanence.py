"""Sample Borough's fostering and adoption: the files agree with each other, month by month and whatever the seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from tasks.sample.world import build_world
from warehouse.periods import FinancialYear, Month

YEAR = FinancialYear("2020-21")
MARCH = YEAR.months[-1]
STEPS = ("placement_order_on", "matched_on", "placed_on", "order_on", "reversed_on")
Rows = list[Mapping[str, Any]]


def rows_of(extract: str, month: Month, seed: int = 2020) -> Rows:
    return [*build_world(seed).month(month)[extract]]


def test_an_adopted_child_has_the_same_dates_in_the_episodes_and_in_the_list_of_adoption() -> None:
    episodes: dict[str, Rows] = {}
    for row in rows_of("lac_episodes", MARCH):
        episodes.setdefault(row["child_id"], []).append(row)
    listed = [row for row in rows_of("adoption_children", MARCH) if row["child_id"] in episodes]
    adopted = [row for row in listed if row["order_on"]]
    assert len(adopted) == 4 and len(listed) > len(adopted)
    for row in listed:
        mine = episodes[row["child_id"]]
        assert min(episode["started_on"] for episode in mine) == row["entered_care_on"]
        begun = {
            "placement_order_on": [e["started_on"] for e in mine if e["legal_status_code"] == "E1"],
            "placed_on": [e["started_on"] for e in mine if e["placement_code"] == "A6"],
            "order_on": [e["ended_on"] for e in mine if e["reason_ended_code"] in ("E11", "E12")],
        }
        assert {step: min(days, default=None) for step, days in begun.items()} == {step: row[step] for step in begun}
    ended = {child for child, mine in episodes.items() for e in mine if e["reason_ended_code"] in ("E11", "E12")}
    assert ended == {row["child_id"] for row in adopted}


@pytest.mark.parametrize("month", [YEAR.months[0], MARCH], ids=str)
def test_no_step_to_adoption_shows_before_it_is_taken(month: Month) -> None:
    for row in rows_of("adoption_children", month):
        taken = [row[step] for step in STEPS if row[step]]
        assert all(row["decided_on"] < day <= month.ends_on for day in taken)
        assert (row["order_type_code"] is None) == (row["order_on"] is None)
        assert (row["reversal_reason_code"] is None) == (row["reversed_on"] is None)


@pytest.mark.parametrize("month", [YEAR.months[0], Month("2020-11"), MARCH], ids=str)
def test_every_child_in_own_foster_care_lives_with_a_listed_household_that_has_a_place(month: Month) -> None:
    households = {row["household_id"]: row for row in rows_of("foster_carers", month)}
    fostered = [
        row
        for row in rows_of("placements", month)
        if row["provider_code"] == "PR1" and row["placement_code"][0] == "U" and row["ended_on"] is None
    ]
    living = Counter(row["household_id"] for row in fostered)
    assert len(fostered) > 80
    for household_id, row in households.items():
        is_approved = row["approval_ended_on"] is None
        assert row["occupied_places"] == living[household_id] <= (row["approved_places"] if is_approved else 0)
        assert is_approved == (row["status_code"] != "ENDED")
    assert living.keys() <= households.keys()


@pytest.mark.parametrize("seed", [2020, 1])
def test_the_year_end_of_fostering_and_adoption_does_not_depend_on_the_seed(seed: int) -> None:
    households = [row for row in rows_of("foster_carers", MARCH, seed) if row["approval_type_code"] != "LODGINGS"]
    assert sum(row["approval_ended_on"] is None for row in households) == 81
    assert sum(row["approved_on"] >= YEAR.starts_on for row in households) == 13
    children = rows_of("adoption_children", MARCH, seed)
    adopted = [row for row in children if row["order_on"] and row["order_on"] >= YEAR.starts_on]
    assert sum((row["placed_on"] - row["entered_care_on"]).days for row in adopted) == 1564
    assert sum((row["matched_on"] - row["placement_order_on"]).days for row in adopted) == 432
    assert sum(bool(row["placed_on"]) and row["placed_on"] >= YEAR.starts_on for row in children) == 8
    here = [row for row in rows_of("lac_episodes", MARCH, seed) if row["ended_on"] is None]
    here = [row for row in here if row["legal_status_code"] != "V4"]
    own = [row for row in here if row["provider_code"] == "PR1" and row["placement_code"][0] == "U"]
    far = [row for row in here if row["is_outside_boundary"] and (row["distance_miles"] or 0) > 20]
    assert (len(here), len(own), len(far)) == (206, 85, 33)
