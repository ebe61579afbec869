"""Statutory reviews of looked after children, and who contributed views to them.

Called by: tasks.sample.episodes.
Promises:  at the ends of the years of tasks.sample.story so many had not contributed to their latest review.
Never:     lets a child under four take part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.stays import Stay
from tasks.sample.tables import Row
from tasks.sample.workdays import add_working_days, workday_on_or_before
from warehouse.periods import Month

_SPOKE = (*(["PN1"] * 14), "PN2", "PN3", "PN5", *(["PN6"] * 4))
_SILENT = ("PN4", "PN7", "PN7")
_FIRST_DAY = date(2019, 3, 1)


def reviews_of(stay: Stay, ids: Row, rng: Random) -> Iterator[Row]:
    """Return the reviews: within 20 working days, three months after that, then every six months."""
    due = add_working_days(stay.started_on, 20)
    waits = iter((91, 183))
    while due <= story.LAST_MONTH.ends_on + timedelta(days=40):
        reviewed = workday_on_or_before(due - timedelta(days=rng.randint(0, 9)))
        if stay.ended_on and reviewed >= stay.ended_on:
            break
        if reviewed >= _FIRST_DAY:
            is_young = stay.person.age(reviewed) < 4
            said = rng.choice(_SPOKE) if rng.random() < 0.97 else rng.choice(_SILENT)
            times: Row = {"due_on": due, "reviewed_on": reviewed}
            yield ids | times | {"participation_code": "PN0" if is_young else said, "is_cancelled": False}
        due = reviewed + timedelta(days=next(waits, 183))


def hear(rows: Sequence[Row], stays: Sequence[Stay], seed: str) -> None:
    """Let as many have contributed no views to their latest review at the end of a year as told."""
    rng = Random(f"{seed}:views")
    for text, silent in story.REVIEWED_WITHOUT_VIEWS.items():
        day = Month(text).ends_on
        in_care = {stay.person.child_id for stay in stays if stay.is_in_care(day)}
        latest: dict[str, Row] = {}
        for row in rows:
            if isinstance(on := row["reviewed_on"], date) and on <= day and row["child_id"] in in_care:
                latest[str(row["child_id"])] = row
        asked = [row for row in latest.values() if row["participation_code"] != "PN0"]
        chosen = rng.sample(range(len(asked)), silent)
        for number, row in enumerate(asked):
            if number in chosen:
                row["participation_code"] = rng.choice(_SILENT)
            elif row["participation_code"] in _SILENT:
                row["participation_code"] = rng.choice(_SPOKE)
