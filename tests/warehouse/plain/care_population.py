"""Children in care: how many, who came, who left and how.

Each measure counts for a period from `first` to `last`. NEEDS: extracts without which there is no figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tests.warehouse.plain.books import Books, Measure, Tally, age, start_of_year
from tests.warehouse.plain.care import Stay, looked_after, stays

ADOPTION = ("E11", "E12")
GUARDIANSHIP = tuple(f"E{number}" for number in range(43, 49))


def in_care(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for cared in looked_after(books, last):
        if cared.is_short_break:
            tally.leave_out("short breaks")
        else:
            tally.count(True, cared.team)
    return tally


def came(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for stay in stays(books):
        day = stay.period.started_on
        if first <= day <= last:
            if stay.is_short_break_at_start:
                tally.leave_out("short breaks")
            else:
                tally.count(True, stay.team_on(books, day, is_last_day=False))
    return tally


def came_at_sixteen(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for stay in stays(books):
        day = stay.period.started_on
        if first <= day <= last:
            if stay.is_short_break_at_start:
                tally.leave_out("short breaks")
                continue
            born = stay.born_on
            is_met = born is not None and age(born, day) >= 16
            tally.count(is_met, stay.team_on(books, day, is_last_day=False), is_unknown=born is None)
    return tally


def endings(books: Books, first: date, last: date, tally: Tally) -> Iterator[tuple[Stay, date, str | None]]:
    """Each time care ended between two days, with the day and the team; short breaks and X1 are left out."""
    for stay in stays(books):
        day = stay.period.ended_on
        if day is None or not first <= day <= last:
            continue
        if stay.is_short_break_at_end:
            tally.leave_out("short breaks")
        elif stay.ended_because == "X1":
            tally.leave_out("another follows")
        else:
            yield stay, day, stay.team_on(books, day, is_last_day=True)


def left(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for _, _, team in endings(books, first, last, tally):
        tally.count(True, team)
    return tally


def left_through(*reasons: str) -> Measure:
    def measure(books: Books, first: date, last: date) -> Tally:
        tally = Tally()
        for stay, _, team in endings(books, start_of_year(last), last, tally):
            tally.count(stay.ended_because in reasons, team, is_unknown=stay.ended_because is None)
        return tally

    return measure


def stayed_until_eighteen(books: Books, first: date, last: date) -> Tally:
    tally = Tally()
    for stay, day, team in endings(books, start_of_year(last), last, tally):
        if stay.ended_because in ("E2", "E3"):
            tally.leave_out(stay.ended_because)
        elif stay.born_on is None:
            tally.leave_out("no date of birth")
        elif age(stay.born_on, day) < 16:
            tally.leave_out("under 16")
        else:
            tally.count(age(stay.born_on, day) >= 18, team)
    return tally


MEASURES: Mapping[str, Measure] = {
    "LAC-STOCK": in_care,
    "LAC-RATE": in_care,
    "LAC-NEW": came,
    "LAC-ENTRY16": came_at_sixteen,
    "LAC-CEASED": left,
    "LC-REM18": stayed_until_eighteen,
    "ADP-CEASE-ADOPT": left_through(*ADOPTION),
    "ADP-CEASE-SGO": left_through(*GUARDIANSHIP),
    "ADP-CEASE-PERM": left_through(*ADOPTION, *GUARDIANSHIP),
}
NEEDS = {
    "LAC-STOCK": ("lac_episodes",),
    "LAC-RATE": ("lac_episodes",),
    "LAC-NEW": ("lac_episodes",),
    "LAC-ENTRY16": ("lac_episodes", "persons"),
    "LAC-CEASED": ("lac_episodes",),
    "LC-REM18": ("lac_episodes", "persons"),
    "ADP-CEASE-ADOPT": ("lac_episodes",),
    "ADP-CEASE-SGO": ("lac_episodes",),
    "ADP-CEASE-PERM": ("lac_episodes",),
}
