"""Whether the children in care are as many as the story says, at the ends of the periods that were reported.

Called by: tasks.sample.world, which throws the dice again until they are.
Promises:  names what is not as told.
Never:     changes anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from tasks.sample import story
from tasks.sample.moves import is_in_place
from tasks.sample.stays import Stay
from warehouse.periods import FinancialYear, Month, months_before

QUARTER_ENDS = tuple(Month(text) for text in ("2019-09", "2020-06", "2020-09", "2021-03", "2021-06"))
_SINCE_PATHWAY_PLANS = tuple(Month(text) for text in ("2020-06", "2020-09"))
_YEAR = FinancialYear("2020-21")


def untold(stays: Sequence[Stay]) -> list[str]:
    """Return what is not as the story tells; nothing where everything is."""
    checked = [*_at_quarter_ends(stays), *_over_the_year(stays)]
    return [f"{what}: {count}, not {wanted}" for what, count, wanted in checked if count != wanted]


def _at_quarter_ends(stays: Sequence[Stay]) -> Iterator[tuple[str, int, int]]:
    wanted: dict[Month, dict[str, Mapping[str, int]]]
    wanted = {month: {"settled": story.SETTLED, "in place": story.SETTLED_IN_PLACE} for month in QUARTER_ENDS}
    for month in _SINCE_PATHWAY_PLANS:
        wanted[month] |= {"16 or over": story.AGED_16, "three months": story.IN_CARE_3_MONTHS}
    for month, asked in wanted.items():
        counts = _counts(stays, month.ends_on)
        for what, points in asked.items():
            yield f"{month} {what}", counts[what], story.path(points)[month]
    for text, count in story.LOOKED_AFTER.items():
        yield f"{text} looked after", sum(stay.is_in_care(Month(text).ends_on) for stay in stays), count


def _over_the_year(stays: Sequence[Stay]) -> Iterator[tuple[str, int, int]]:
    """Count those who left care in the year by how old they were and how they left."""
    ended = [stay for stay in stays if stay.has_ended(_YEAR.starts_on, _YEAR.ends_on)]
    by_quarter = {"adult": story.TURNED_18, "early": story.LEFT_AT_16}
    for leaves_as, counts in by_quarter.items():
        told = sum(counts[str(quarter)] for quarter in _YEAR.quarters)
        yield f"{_YEAR} {leaves_as}", sum(stay.leaves_as == leaves_as for stay in ended), told
    yield f"{_YEAR} under 16", sum(stay.age_at_end() < 16 for stay in ended), story.LEFT_UNDER_16[str(_YEAR)]


def _counts(stays: Sequence[Stay], day: date) -> dict[str, int]:
    in_care = [stay for stay in stays if stay.is_in_care(day)]
    settled = [stay for stay in in_care if stay.is_settled(day)]
    return {
        "settled": len(settled),
        "in place": sum(is_in_place(stay, day) for stay in settled),
        "16 or over": sum(stay.person.age(day) >= 16 for stay in in_care),
        "three months": sum(stay.started_on <= months_before(day, 3) for stay in in_care),
    }
