"""Where looked after children live and under which legal status, as SSDA903 codes.

Called by: tasks.sample.episodes.
Promises:  codes go together: provider with placement, age with kind of home, legal status with the way care ends.
Never:     names a real home, agency or carer; register numbers are made up (SC99....).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

from tasks.sample import story
from tasks.sample.stays import Stay
from tasks.sample.wishes import Wish, Wishes
from warehouse.periods import Month

OWN_AGENCY = "SC990001"
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


class Housing:
    """Finds homes for children; connected persons come forward one in two months at most once the files begin."""

    def __init__(self, seed: str) -> None:
        """Start with every month free."""
        self._rng = Random(f"{seed}:homes")
        self._connected: set[Month] = set()

    def homes_of(self, stay: Stay, wishes: Wishes) -> list[Home]:
        """Return the placements of a period of care, one for each move and one to begin with."""
        rng, homes = self._rng, list[Home]()
        for number, started_on in enumerate([stay.started_on, *sorted(stay.moves)]):
            homes.append(self._home(stay, started_on, homes[-1] if homes else None, wishes.get(number)))
        if stay.adopters_from:
            homes.append(_adopters(stay.adopters_from, wishes.get(len(homes)), rng))
        for home, following in pairwise(homes):
            home.ended_on = following.started_on
            home.change_reason = "PLACE" if following.begins_with == "T" else rng.choice(_CHANGE_REASONS)
            if following.placement_code.startswith("A"):
                home.change_reason = "CARPL"
        homes[-1].ended_on = stay.ended_on
        return homes

    def _home(self, stay: Stay, started_on: date, before: Home | None, wish: Wish | None) -> Home:
        rng = self._rng
        if wish is None and before and before.placement_code == "U6" and not stay.stays_long and rng.random() < 0.12:
            return replace(before, started_on=started_on, begins_with="T", placement_code="U4", change_reason=None)
        placement, provider, urn = self._kind_of_home(stay, started_on, wish)
        if before and urn == before.urn and placement == "K2":
            urn = "SC992050"
        is_own = provider == "PR1"
        is_outside, distance = _place(stay, is_own, wish, rng)
        return Home(
            started_on=started_on,
            ended_on=None,
            begins_with="P" if before else "S",
            placement_code=placement,
            provider_code=provider,
            urn=urn,
            household_id=f"AG{rng.randrange(1000, 9999)}" if placement.startswith("U") and not is_own else None,
            distance_miles=distance,
            is_outside=is_outside,
        )

    def _kind_of_home(self, stay: Stay, started_on: date, wish: Wish | None) -> tuple[str, str, str | None]:
        """Return placement, provider and register number of a home that suits the child's age and what it must be."""
        rng, age = self._rng, stay.person.age(started_on)
        kind, chance = wish.kind if wish else "", rng.random()
        foster = "U4" if stay.stays_long and rng.random() < 0.5 else "U6"
        agency = foster, "PR4", f"SC9910{rng.randrange(10, 22)}"
        if kind in ("", "own") and chance < 0.14 and self._comes_forward(started_on):
            return ("U1" if stay.stays_long else "U3"), "PR1", OWN_AGENCY
        if kind in ("own", "agency"):
            return (foster, "PR1", OWN_AGENCY) if kind == "own" else agency
        if age >= 16 and (kind == "not fostered" or chance < 0.45):
            return ("P2" if age >= 17 and chance < 0.1 else "H5"), "PR4", None
        if kind == "not fostered" or (age >= 8 and chance > (0.86 if kind == "" else 0.7)):
            return "K2", "PR4", f"SC9920{rng.randrange(10, 40)}"
        return (foster, "PR1", OWN_AGENCY) if kind == "" and rng.random() < 0.52 else agency

    def _comes_forward(self, started_on: date) -> bool:
        """Tell whether a relative or friend can be found; of those who come forward in the files' months, few."""
        month = Month.of(started_on)
        if month < story.FIRST_MONTH:
            return True
        if month.number % 2 or month in self._connected:
            return False
        self._connected.add(month)
        return True


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
        return "E17" if stay.stays_put else rng.choice(_ADULT_LEAVERS)
    if stay.leaves_as == "adopted":
        return "E12" if rng.random() < 0.8 else "E11"
    if stay.leaves_as == "guardian":
        return "E46" if last.is_foster_care and rng.random() < 0.3 else rng.choice(("E47", "E47", "E48"))
    if stay.leaves_as == "early":
        return rng.choice(_EARLY_LEAVERS)
    return rng.choice(("E4A", "E4B", "E13") if stay.leaves_as == "brief" else _HOME_LEAVERS)


def _place(stay: Stay, is_own: bool, wish: Wish | None, rng: Random) -> tuple[bool, Decimal]:
    """Return whether a home lies outside the boundary, and how many miles from where the child came from."""
    is_outside = rng.random() < (0.15 if is_own else 0.7)
    distance = Decimal(rng.randint(3, 95) if is_own else rng.randint(20, 620)) / 10
    if wish is None or wish.is_far is None:
        return is_outside, distance
    if wish.is_far:
        return True, Decimal(rng.randint(201, 620)) / 10
    near = Decimal(rng.randint(3, 95) if is_own else rng.randint(20, 200)) / 10
    return is_outside and not stay.person.is_uasc, near


def _adopters(placed_on: date, wish: Wish | None, rng: Random) -> Home:
    is_far = wish.is_far if wish else None
    distance = Decimal(rng.randint(50, 900) if is_far is None else rng.randint(*((201, 900) if is_far else (50, 200))))
    return Home(placed_on, None, "P", "A6", "PR1", OWN_AGENCY, f"AH{rng.randrange(1000, 9999)}", distance / 10, True)


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
