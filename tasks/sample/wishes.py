"""Where children must live on the days that count, so that the figures of fostering come out of their homes.

Called by: tasks.sample.world, before homes are made.
Promises:  on the days of tasks.sample.permanence so many live in the council's own foster care and so many far from
           home; so many leave foster care at 18, and so many of them stay with their carers.
Never:     makes a home: see tasks.sample.homes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from tasks.sample import permanence
from tasks.sample.stays import Stay
from warehouse.periods import FinancialYear, Month

_OLDER_OF = 7
"""One in so many of those in the council's own foster care is 16 or over."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one home must be.

    kind:   "own" (foster care of the council) | "agency" (foster care of others) | "not fostered" | "not own".
    is_far: outside the boundary and more than 20 miles from home; None where it does not matter.
    """

    kind: str
    is_far: bool | None = None

    @property
    def is_own(self) -> bool:
        """Tell whether it must be the council's own foster care."""
        return self.kind == "own"


Wishes = dict[int, Wish]
"""Number of the home in the period of care -> what it must be."""


def wishes_of(stays: Sequence[Stay], seed: str) -> list[Wishes]:
    """Return for each period of care what its homes must be, and say who stays with the carers at 18."""
    rng = Random(f"{seed}:wishes")
    found: list[Wishes] = [{} for _ in stays]
    for year, (fostered, staying) in permanence.LEFT_FOSTER_CARE_AT_18.items():
        _leave(stays, found, FinancialYear(year), (fostered, staying), rng)
    for month in sorted(permanence.OWN_FOSTER_CARE, reverse=True):
        _live(stays, found, Month(month), rng)
    return found


def home_on(stay: Stay, day: date) -> int:
    """Return the number of the home in which a child lives on a day, counted from 0."""
    starts = [*stay.moves, *([stay.adopters_from] if stay.adopters_from else [])]
    return sum(start <= day for start in starts)


def _leave(
    stays: Sequence[Stay], found: Sequence[Wishes], year: FinancialYear, counts: tuple[int, int], rng: Random
) -> None:
    """Say from what kind of home those who turn 18 in a year leave care, and who stays there."""
    fostered, staying = counts
    leaving = [
        n for n, stay in enumerate(stays) if stay.leaves_as == "adult" and stay.has_ended(year.starts_on, year.ends_on)
    ]
    chosen = rng.sample(leaving, fostered)
    for position in leaving:
        kind = "not fostered"
        if position in chosen:
            kind = "own" if chosen.index(position) < staying or rng.random() < 0.3 else "agency"
        stays[position].stays_put = position in chosen[:staying]
        found[position][len(stays[position].moves)] = Wish(kind)


def _live(stays: Sequence[Stay], found: Sequence[Wishes], month: Month, rng: Random) -> None:
    """Say for everyone in care at a month's end whether they live in own foster care, and whether far away."""
    day = month.ends_on
    homes = {n: home_on(stay, day) for n, stay in enumerate(stays) if stay.is_in_care(day)}
    known = {n: found[n][home] for n, home in homes.items() if home in found[n]}
    open_to_all = [n for n in homes if n not in known and stays[n].adopters_from is None]
    older = [n for n in open_to_all if stays[n].person.age(day) >= 16]
    younger = [n for n in open_to_all if n not in older]
    lacking = permanence.OWN_FOSTER_CARE[str(month)] - sum(wish.is_own for wish in known.values())
    own = {*rng.sample(older, lacking // _OLDER_OF), *rng.sample(younger, lacking - lacking // _OLDER_OF)}
    wishes = {n: known.get(n, Wish("own" if n in own else "not own")) for n in homes}
    able = [n for n, wish in wishes.items() if not wish.is_own and wish.is_far is None and not stays[n].person.is_uasc]
    lacking = permanence.FAR_FROM_HOME[str(month)] - sum(wish.is_far is True for wish in wishes.values())
    far = {*rng.sample(able, lacking)}
    for n, wish in wishes.items():
        is_far = wish.is_far if wish.is_far is not None else n in far
        found[n][homes[n]] = Wish(wish.kind, is_far)
