"""Foster households: who is approved to foster, for how many children, and who lives with them.

Called by: tasks.sample.world.
Promises:  households approved by the council and newly approved in a year are those of tasks.sample.permanence; the
           placements file names the household, and no household has more children than places.
Never:     names a carer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tasks.sample import permanence, story
from tasks.sample.homes import OWN_AGENCY, Home
from tasks.sample.people import Counter
from tasks.sample.tables import Row
from tasks.sample.workdays import day_between, workday_in
from warehouse.periods import FinancialYear, Month, months_before

_YEAR = FinancialYear("2020-21")
_PLACES = (1, 1, 2, 2, 2, 3)
_MOST_PLACES = 3
_RESIGN_IN = ("2019-07", "2019-12", "2020-06", "2020-09", "2020-12", "2021-02", "2021-05")
_ON_HOLD, _LODGINGS = 3, 2
_SHOWN_MONTHS = 12


@dataclass(slots=True)
class Household:
    """One foster household and the days on which children came and went; None while they are there."""

    approved_on: date
    kind: str = "MAINSTREAM"
    places: int = 1
    ended_on: date | None = None
    is_on_hold: bool = False
    children: list[tuple[date, date | None]] = field(default_factory=list)
    household_id: str = ""

    def is_approved(self, day: date) -> bool:
        """Tell whether the household is approved at the end of a day."""
        return self.approved_on <= day and (self.ended_on is None or self.ended_on > day)

    def occupied(self, day: date) -> int:
        """Return how many children live there at the end of a day."""
        return sum(came <= day and (left is None or left > day) for came, left in self.children)

    def can_take(self, came: date, left: date | None) -> bool:
        """Tell whether the household is approved for as long as a child would be there."""
        lasts = self.ended_on is None or (left is not None and left <= self.ended_on)
        return self.approved_on <= came and lasts and not self.is_on_hold


def foster_households(homes_of: Sequence[Sequence[Home]], seed: str) -> dict[Month, list[Row]]:
    """Say in which household each child in the council's own foster care lives, and return every month's list."""
    rng = Random(f"{seed}:fostering")
    connected = [_connected(home) for homes in homes_of for home in homes if home.placement_code in ("U1", "U3")]
    households = _approved(connected, rng)
    for run in sorted(_runs(homes_of), key=lambda run: (run[0].started_on, run[-1].ended_on or date.max)):
        household = _household_for(run[0].started_on, run[-1].ended_on, households, rng)
        household.children.append((run[0].started_on, run[-1].ended_on))
        for home in run:
            home.household_id = household.household_id
    listed = [*(household for _, household in connected), *households]
    months = Month.range(story.FIRST_PRACTICE_MONTH, story.LAST_MONTH)
    return {month: [_row(h, month.ends_on) for h in listed if _is_shown(h, month)] for month in months}


def _connected(home: Home) -> tuple[Home, Household]:
    """Return the household of a relative or friend, approved for one child and for as long as it is there."""
    household = Household(home.started_on, "CONNECTED", 1, home.ended_on)
    household.children.append((home.started_on, home.ended_on))
    return home, household


def _approved(connected: Sequence[tuple[Home, Household]], rng: Random) -> list[Household]:
    """Return the other households: as many as, with those of connected persons, make the numbers of the story."""
    numbers = Counter("FH", 2000)
    for home, household in connected:
        home.household_id = household.household_id = numbers.new()
    relatives = [household for _, household in connected]
    new: list[Household] = []
    for year, count in permanence.APPROVED_TO_FOSTER.items():
        first, last = FinancialYear(year).starts_on, FinancialYear(year).ends_on
        lacking = count - sum(first <= household.approved_on <= last for household in relatives)
        new += [Household(workday_in(Month.of(day_between(first, last, rng)), rng)) for _ in range(lacking)]
    resigning = [Household(_long_ago(rng), ended_on=workday_in(Month(text), rng)) for text in _RESIGN_IN]
    found = [*new, *resigning]
    day = _YEAR.ends_on
    lacking = permanence.FOSTER_HOUSEHOLDS - sum(household.is_approved(day) for household in (*relatives, *found))
    found += [Household(_long_ago(rng), is_on_hold=position < _ON_HOLD) for position in range(lacking)]
    found += [Household(_long_ago(rng), "LODGINGS") for _ in range(_LODGINGS)]
    for household in found:
        household.household_id, household.places = numbers.new(), rng.choice(_PLACES)
    return found


def _long_ago(rng: Random) -> date:
    """Return a day of approval; every second household has fostered since before the children of today came."""
    return day_between(date(2002, 1, 7), date(2007, 12, 20) if rng.random() < 0.5 else date(2018, 12, 20), rng)


def _runs(homes_of: Sequence[Sequence[Home]]) -> Iterator[list[Home]]:
    """Return the homes with one household of the council's own, those that only changed their status together."""
    for homes in homes_of:
        run: list[Home] = []
        for home in homes:
            is_own = home.provider_code == "PR1" and home.placement_code in ("U4", "U6")
            if run and not (is_own and home.begins_with == "T"):
                yield run
                run = []
            if is_own:
                run.append(home)
        if run:
            yield run


def _household_for(came: date, left: date | None, households: Sequence[Household], rng: Random) -> Household:
    """Return a household with a free place, or one that is approved for another child."""
    able = [h for h in households if h.kind == "MAINSTREAM" and h.can_take(came, left)]
    able = [h for h in able if all(gone != came for _, gone in h.children)]
    free = [h for h in able if h.occupied(came) < h.places]
    if not free:
        free = [h for h in able if h.places < _MOST_PLACES]
    if not free:
        raise RuntimeError("no foster household of the council's own can take another child; let the story have more")
    chosen = rng.choice(free)
    chosen.places = max(chosen.places, chosen.occupied(came) + 1)
    return chosen


def _is_shown(household: Household, month: Month) -> bool:
    """Tell whether a month's list has the household: once approved, and for a year after its approval ended."""
    since = months_before(month.ends_on, _SHOWN_MONTHS)
    return household.approved_on <= month.ends_on and (household.ended_on is None or household.ended_on > since)


def _row(household: Household, day: date) -> Row:
    is_approved = household.is_approved(day)
    return {
        "household_id": household.household_id,
        "approved_on": household.approved_on,
        "approval_ended_on": None if is_approved else household.ended_on,
        "approval_type_code": household.kind,
        "approved_places": household.places,
        "is_in_house": True,
        "urn": OWN_AGENCY,
        "status_code": "ENDED" if not is_approved else "ON_HOLD" if household.is_on_hold else "APPROVED",
        "reviewed_on": _reviewed(household.approved_on, day if is_approved else household.ended_on or day),
        "occupied_places": household.occupied(day),
    }


def _reviewed(approved_on: date, day: date) -> date | None:
    """Return the latest annual review by a day: some days before the anniversary of the approval."""
    due = date(day.year, approved_on.month, min(approved_on.day, 27)) - timedelta(days=approved_on.day % 9)
    latest = due if due <= day else date(due.year - 1, due.month, due.day)
    return latest if (latest - approved_on).days > 300 else None
