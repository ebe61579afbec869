"""The review of the leaving care list: who was taken on, and how things stood when it ended with the year.

Called by: tasks.sample.leavers.
Promises:  at the year end of 2020/21 there are as many former relevant young people of 19 to 21 as
           tasks.sample.story says, as many of them in work or learning, in neither, in higher education and in
           suitable homes; and as many of all have an up-to-date pathway plan.
Never:     changes anything in a month before the review.

Whoever is taken on has no pathway plan until one is written with them; some still wait at the year end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from tasks.sample import story
from tasks.sample.counting import divided, to_change
from tasks.sample.leaver import STUDIES, Leaver, born_for, new_leaver
from tasks.sample.people import People
from tasks.sample.workdays import day_between
from warehouse.periods import Month

_NOT_SUITABLE = ("W2", "X2", "S2", "U2")
_FIRST, _LAST = Month("2020-10"), story.YEAR_END
_OLDER = (date(1996, 8, 1), date(1998, 9, 20))
"""Born so that they are 22 when the review begins, and 24 when the story ends."""


def taken_on(leavers: Sequence[Leaver], people: People, seed: str) -> list[Leaver]:
    """Return the young people whom the review found, by how many the list lacks of each age at the year end."""
    rng = Random(f"{seed}:taken on")
    found = story.path(story.TAKEN_ON)[_LAST]
    aged_19_to_21 = story.OPEN_CASES.listed - _counted(leavers, story.AGED_19_TO_21)
    older = story.LEAVERS_WITH_PLAN[1] - _counted(leavers, range(18, 25)) - found
    births = [born_for(rng.choice(story.AGED_19_TO_21), rng) for _ in range(aged_19_to_21)]
    births += [day_between(date(2002, 4, 1), date(2002, 9, 20), rng) for _ in range(found - aged_19_to_21)]
    rng.shuffle(births)
    came = [(born, _listed_from(position)) for position, born in enumerate(births)]
    months = Month.range(_FIRST, _LAST)
    came += [(day_between(*_OLDER, rng), months[position % len(months)]) for position in range(older)]
    newcomers = [new_leaver(people.new(born), month, "FORMER_RELEVANT", rng) for born, month in came]
    _plan(newcomers, rng)
    return newcomers


def settle(leavers: Sequence[Leaver], seed: str) -> None:
    """Let as many of those aged 19 to 21 study, live in suitable homes or be lost sight of as the year end says.

    How many work or learn has been settled before.
    """
    rng = Random(f"{seed}:leavers at the year end")
    wanted = story.OPEN_CASES
    aged = [leaver for leaver in leavers if leaver.is_counted(_LAST, story.AGED_19_TO_21)]
    busy, idle = divided(aged, lambda leaver: leaver.is_busy)
    lost, found = to_change(idle, lambda leaver: leaver.is_known, wanted.in_neither, rng)
    for leaver in lost:
        leaver.in_touch_code = "NO"
    for leaver in found:
        leaver.in_touch_code = "YES"
    left, begun = to_change(busy, lambda leaver: leaver.activity_code in STUDIES, wanted.in_higher_education, rng)
    for leaver in left:
        leaver.activity_code = rng.choice(("F5", "F5", "P5", "F4"))
    for leaver in begun:
        leaver.activity_code = "F1"
    known = [leaver for leaver in aged if leaver.is_known]
    left, housed = to_change(known, lambda leaver: leaver.accommodation_code[-1] == "1", wanted.suitably_housed, rng)
    for leaver in left:
        leaver.accommodation_code = rng.choice(_NOT_SUITABLE)
    for leaver in housed:
        leaver.accommodation_code = rng.choice(("D1", "K1", "U1"))


def _counted(leavers: Sequence[Leaver], ages: range) -> int:
    return sum(leaver.is_counted(_LAST, ages) for leaver in leavers)


def _listed_from(position: int) -> Month:
    """Return the month in which the next young person was taken on."""
    return next(month for month, found in story.path(story.TAKEN_ON).items() if found > position)


def _plan(newcomers: Sequence[Leaver], rng: Random) -> None:
    """Let most have a plan written within a month; as many as the year end says wait until after it."""
    with_plan, all_leavers = story.LEAVERS_WITH_PLAN
    waiting = {id(leaver) for leaver in rng.sample(newcomers, all_leavers - with_plan)}
    for leaver in newcomers:
        leaver.planned_on = None
        soon = min(leaver.listed_from.plus(rng.randint(0, 1)), _LAST)
        leaver.planned_in = _LAST.plus(rng.randint(1, 3)) if id(leaver) in waiting else soon
