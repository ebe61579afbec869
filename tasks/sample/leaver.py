"""A young person on the leaving care list, and how things stand with them.

Called by: the modules of tasks.sample that make the leaving care list and the SSDA903 list of birthdays.
Promises:  somebody who works or learns is in touch; of the others some are lost sight of.
Never:     decides how many there are of anything: see tasks.sample.leavers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.people import Person
from tasks.sample.workdays import day_between
from warehouse.periods import Month

EET = (*(["F2"] * 10), *(["F5"] * 9), *(["P5"] * 4), *(["F1"] * 5), *(["P2"] * 3), *(["F4"] * 3), "P4", "P1")
NOT_EET = (*(["G5"] * 8), *(["G4"] * 4), *(["G6"] * 3))
STUDIES = ("F1", "P1")
"""Higher education, full or part time."""
HOMES = (
    *(["U1"] * 14),
    *(["D1"] * 9),
    *(["Z1"] * 9),
    *(["B1"] * 6),
    *(["K1"] * 4),
    "E1",
    "T1",
    "W2",
    "X2",
    "S2",
    "U2",
)


@dataclass(slots=True)
class Leaver:
    """A young person on the leaving care list and how things stand with them.

    planned_on: when the pathway plan was begun or last reviewed; None before there is one.
    stays_put:  lives with the former foster carers, so that nobody loses sight of them.
    planned_in: the month in which a first plan is made for somebody who came onto the list without one.
    """

    person: Person
    listed_from: Month
    eligibility_code: str
    activity_code: str
    accommodation_code: str
    in_touch_code: str
    adviser_id: str
    planned_on: date | None
    planned_in: Month | None = None
    died_in: Month | None = None
    stays_put: bool = False
    leaves_list: Month | None = None

    def is_counted(self, month: Month, ages: range = range(18, 22)) -> bool:
        """Tell whether the young person is former relevant, alive and of an age at the end of a month."""
        is_of_age = self.person.age(month.ends_on) in ages and not self.is_dead(month)
        return self.is_listed(month) and is_of_age and self.standing(month) == "FORMER_RELEVANT"

    def is_listed(self, month: Month) -> bool:
        """Tell whether the young person is on the list of a month."""
        return self.listed_from <= month and (self.leaves_list is None or month < self.leaves_list)

    def standing(self, month: Month) -> str:
        """Return the eligibility at the end of a month: relevant at 16 and 17, former relevant from 18."""
        turned_18 = self.person.birthday(18) <= month.ends_on
        return "FORMER_RELEVANT" if self.eligibility_code == "RELEVANT" and turned_18 else self.eligibility_code

    def change_activity(self, activity_code: str, rng: Random) -> None:
        """Start or stop working or learning; some of those who stop are lost sight of."""
        self.activity_code = activity_code
        is_lost = activity_code in NOT_EET and rng.random() < 0.15 and not self.stays_put
        self.in_touch_code = "NO" if is_lost else "YES"

    def is_dead(self, month: Month) -> bool:
        """Tell whether the young person had died by the end of a month."""
        return self.died_in is not None and self.died_in <= month

    @property
    def is_busy(self) -> bool:
        """Tell whether the young person is in education, employment or training."""
        return self.activity_code in EET

    @property
    def is_known(self) -> bool:
        """Tell whether anything is known of the young person's days and home; whoever works or learns is known."""
        return self.in_touch_code == "YES" or self.is_busy


def new_leaver(person: Person, listed_from: Month, eligibility: str, rng: Random) -> Leaver:
    """Return somebody who comes onto the list in a month, with a plan of the months before."""
    chance = rng.random()
    return Leaver(
        person=person,
        listed_from=listed_from,
        eligibility_code=eligibility,
        activity_code=rng.choice(EET if chance < 0.55 else NOT_EET),
        accommodation_code="B1" if eligibility == "RELEVANT" else rng.choice(HOMES),
        in_touch_code="NO" if rng.random() < 0.05 else "YES",
        adviser_id="",
        planned_on=listed_from.starts_on - timedelta(days=rng.randint(5, 170)),
    )


def born_for(age: int, rng: Random) -> date:
    """Return the day of birth of somebody who is of an age at the year end."""
    last = story.YEAR_END.ends_on
    return day_between(date(last.year - age - 1, 4, 1), date(last.year - age, 3, 27), rng)
