"""Where looked after children live and under which legal status, as SSDA903 codes.

Called by: tasks.sample.episodes.
Promises:  codes go together: provider with placement, age with kind of home, legal status with the way care ends.
Never:     names a real home, agency or carer; register numbers are made up (SC99....).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

from tasks.sample.stays import Stay

_OWN_AGENCY = "SC990001"
_CHANGE_REASONS = (*(["CARPL"] * 6), *(["CREQB"] * 4), *(["CHILD"] * 2), "CREQO", "LAREQ", "STAND", "CLOSE", "OTHER")
_ADULT_LEAVERS = ("E5", "E5", "E5", "E6", "E7", "E8")
_HOME_LEAVERS = ("E4A", "E4A", "E4A", "E4A", "E4B", "E13", "E41", "E41", "E8")
_EARLY_LEAVERS = ("E4A", "E8", "E5", "E6", "E13", "E9")


@dataclass(slots=True)
class Home:
    """One placement: where a child lives from one move to the next."""

    started_on: date
    ended_on: date | None
    begins_with: str
    placement_code: str
    provider_code: str
    urn: str | None
    household_id: str | None
    distance_miles: Decimal
    is_outside: bool
    change_reason: str | None = None

    @property
    def is_foster_care(self) -> bool:
        """Tell whether the child lives with foster carers."""
        return self.placement_code.startswith("U")


def homes_of(stay: Stay, rng: Random) -> list[Home]:
    """Return the placements of a period of care, one for each move and one to begin with."""
    starts = [stay.started_on, *sorted(stay.moves)]
    homes: list[Home] = []
    for started_on in starts:
        homes.append(_home(stay, started_on, homes[-1] if homes else None, rng))
    if stay.adopters_from:
        homes.append(_adopters(stay.adopters_from, rng))
    for home, following in pairwise(homes):
        home.ended_on = following.started_on
        home.change_reason = "PLACE" if following.begins_with == "T" else rng.choice(_CHANGE_REASONS)
        if following.placement_code.startswith("A"):
            home.change_reason = "CARPL"
    homes[-1].ended_on = stay.ended_on
    return homes


def legal_statuses(stay: Stay, rng: Random) -> list[tuple[date, str]]:
    """Return the legal statuses of a period of care with the day each began."""
    first, steps = _legal_path(stay, rng)
    statuses = [(stay.started_on, first)]
    for on, code in steps:
        # The court's days are told in the list of adoption too; others may fall together with a move.
        near = stay.moves if stay.adoption is None else ()
        day = next((move for move in near if abs((move - on).days) < 12), on)
        if statuses[-1][0] < day and (stay.ended_on is None or day < stay.ended_on - timedelta(days=3)):
            statuses.append((day, code))
    return statuses


def reason_ended(stay: Stay, last: Home, rng: Random) -> str:
    """Return the reason that a period of care ended, as it must be for the way the child left."""
    if stay.leaves_as == "adult":
        return "E17" if last.is_foster_care and rng.random() < 0.6 else rng.choice(_ADULT_LEAVERS)
    if stay.leaves_as == "adopted":
        return "E12" if rng.random() < 0.8 else "E11"
    if stay.leaves_as == "guardian":
        return "E46" if last.is_foster_care and rng.random() < 0.3 else rng.choice(("E47", "E47", "E48"))
    if stay.leaves_as == "early":
        return rng.choice(_EARLY_LEAVERS)
    return rng.choice(("E4A", "E4B", "E13") if stay.leaves_as == "brief" else _HOME_LEAVERS)


def _home(stay: Stay, started_on: date, before: Home | None, rng: Random) -> Home:
    if before and before.placement_code == "U6" and not stay.stays_long and rng.random() < 0.12:
        return Home(
            started_on, None, "T", "U4", before.provider_code, before.urn, before.household_id,
            before.distance_miles, before.is_outside,
        )  # fmt: skip
    placement, provider, urn = _kind_of_home(stay.person.age(started_on), stay.stays_long, rng)
    if before and urn == before.urn and placement == "K2":
        urn = "SC992050"
    is_own = provider == "PR1"
    distance = Decimal(rng.randint(3, 95) if is_own else rng.randint(20, 620)) / 10
    return Home(
        started_on=started_on,
        ended_on=None,
        begins_with="P" if before else "S",
        placement_code=placement,
        provider_code=provider,
        urn=urn,
        household_id=f"FH{rng.randrange(1000, 9999)}" if placement.startswith("U") else None,
        distance_miles=distance,
        is_outside=rng.random() < (0.15 if is_own else 0.7),
    )


def _kind_of_home(age: int, stays_long: bool, rng: Random) -> tuple[str, str, str | None]:
    """Return placement, provider and register number of a home that suits the child's age."""
    chance = rng.random()
    if age >= 16 and chance < 0.45:
        return ("P2" if age >= 17 and chance < 0.1 else "H5"), "PR4", None
    if age >= 8 and chance > 0.86:
        return "K2", "PR4", f"SC9920{rng.randrange(10, 40)}"
    if chance < 0.14:
        return ("U1" if stays_long else "U3"), "PR1", _OWN_AGENCY
    foster = "U4" if stays_long and chance < 0.5 else "U6"
    if rng.random() < 0.52:
        return foster, "PR1", _OWN_AGENCY
    return foster, "PR4", f"SC9910{rng.randrange(10, 22)}"


def _adopters(placed_on: date, rng: Random) -> Home:
    distance = Decimal(rng.randint(50, 900)) / 10
    return Home(placed_on, None, "P", "A6", "PR1", _OWN_AGENCY, f"AH{rng.randrange(1000, 9999)}", distance, True)


def _legal_path(stay: Stay, rng: Random) -> tuple[str, list[tuple[date, str]]]:
    """Return the first legal status and the changes to come."""
    begun = stay.started_on
    if stay.adoption:
        granted, given_up = stay.adoption.placement_order_on, stay.adoption.reversed_on
        return "C1", [(day, code) for day, code in ((granted, "E1"), (given_up, "C2")) if day]
    if stay.person.is_uasc or stay.leaves_as == "brief" or stay.person.age(begun) >= 16:
        return "V2", []
    chance = rng.random()
    if chance < 0.2 and not stay.stays_long:
        return "V2", []
    interim = begun + timedelta(days=rng.randint(20, 140))
    full = (interim if chance < 0.7 else begun) + timedelta(days=rng.randint(190, 330))
    if chance < 0.7:
        return "V2", [(interim, "C1"), (full, "C2")]
    return "C1", [(full, "C2")]
