"""What Sample Borough's figures are: the counts that the rows are made to add up to.

Called by: the other modules of tasks.sample, which make rows until these counts are met.
Promises:  the six committee indicators of Quarter 2 2020/21, of the quarter before and of the same quarter a
           year earlier are the published ones, numerator over denominator.
Never:     describes a real person. Every row made from this story is synthetic.

A path gives a count for some month ends; the months between are filled in evenly. Where children in care live, and for
whom adoption is the plan, stands in tasks.sample.permanence.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from warehouse.periods import Month, Quarter

COUNCIL = "sample-borough"
COUNCIL_NAME = "Sample Borough"
OTHER_COUNCIL_NAME = "Elsewhere"
SYNTHETIC = "Sample Borough does not exist. Every person, case and figure in these files is synthetic."

FIRST_MONTH = Month("2019-04")
LAST_MONTH = Month("2021-06")
FIRST_PRACTICE_MONTH = Month("2020-04")
"""Since then what the practice of the service needs can be exported: see tasks.sample.world.SINCE_PRACTICE."""
YEAR_END = Month("2021-03")
"""The year's end whose outturn was published."""

TEAM_RENAMED_ON = date(2020, 10, 1)
OLD_TEAM_NAME, NEW_TEAM_NAME = "Intervention and Support 4", "Families Together"
ASSESSMENT_TEAMS = ("Assessment 1", "Assessment 2", "Assessment 3")
SUPPORT_TEAMS = (*(f"Intervention and Support {n}" for n in (1, 2, 3)), OLD_TEAM_NAME)
LEAVING_CARE_TEAM = "Leaving Care"
SEND_TEAM = "SEND Assessment and Review"

# Front door, by quarter: contacts and those that went to early help, referrals and those that were assessed.
CONTACTS: Mapping[str, tuple[int, int]] = {
    "2019-20-Q1": (2480, 880),
    "2019-20-Q2": (2500, 925),
    "2019-20-Q3": (2540, 790),
    "2019-20-Q4": (2585, 672),
    "2020-21-Q1": (2500, 760),
    "2020-21-Q2": (2501, 704),
    "2020-21-Q3": (2520, 700),
    "2020-21-Q4": (2572, 713),
    "2021-22-Q1": (2610, 770),
}
REFERRALS: Mapping[str, tuple[int, int]] = {
    "2019-20-Q1": (680, 585),
    "2019-20-Q2": (690, 597),
    "2019-20-Q3": (700, 606),
    "2019-20-Q4": (690, 600),
    "2020-21-Q1": (800, 741),
    "2020-21-Q2": (830, 772),
    "2020-21-Q3": (840, 782),
    "2020-21-Q4": (850, 794),
    "2021-22-Q1": (840, 779),
}
ASSESSMENTS_IN_TIME: Mapping[str, int] = {"2018-19": 82, "2019-20": 82, "2020-21": 85, "2021-22": 87}
"""Per cent of assessments that take no more than 45 working days, by the year in which they are authorised."""

# Education, health and care plans issued by quarter, and those within twenty weeks.
EHC_PLANS: Mapping[str, tuple[int, int]] = {
    "2019-20-Q1": (62, 38),
    "2019-20-Q2": (58, 27),
    "2019-20-Q3": (66, 42),
    "2019-20-Q4": (70, 46),
    "2020-21-Q1": (75, 51),
    "2020-21-Q2": (75, 36),
    "2020-21-Q3": (80, 44),
    "2020-21-Q4": (77, 37),
    "2021-22-Q1": (78, 49),
}

# Private fostering arrangements by the quarter of the notification, and those visited within seven working days.
PRIVATE_FOSTERING: Mapping[str, tuple[int, int]] = {
    "2019-20-Q1": (5, 3),
    "2019-20-Q2": (7, 5),
    "2019-20-Q3": (4, 3),
    "2019-20-Q4": (4, 3),
    "2020-21-Q1": (3, 2),
    "2020-21-Q2": (5, 4),
    "2020-21-Q3": (4, 3),
    "2020-21-Q4": (4, 4),
    "2021-22-Q1": (5, 4),
}

# Child protection, by financial year: children at initial conferences and those of them whose conference was late,
# children who moved here under a plan; plans started, repeated within two years, ended, of them under three months
# and over two years.
CONFERENCES: Mapping[str, tuple[int, int]] = {"2019-20": (188, 38), "2020-21": (227, 34), "2021-22": (53, 6)}
MOVED_HERE: Mapping[str, int] = {
    **{"2019-05": 1, "2019-08": 2, "2020-01": 1},
    **{"2020-05": 1, "2020-08": 2, "2021-01": 1},
    **{"2021-05": 1},
}
WITHOUT_PLAN = (2, 1)
"""Families of which each month a conference decides that no plan is needed, by their children."""
PLANS_STARTED: Mapping[str, int] = {"2019-20": 156, "2020-21": 195, "2021-22": 45}
PLANS_REPEATED: Mapping[str, tuple[tuple[str, int], ...]] = {
    "2019-20": (("2019-06", 3), ("2019-10", 2), ("2020-01", 3), ("2020-03", 1)),
    "2020-21": (("2020-06", 3), ("2020-11", 3), ("2021-02", 2)),
    "2021-22": (("2021-05", 2),),
}
PLANS_ENDED: Mapping[str, int] = {"2019-20": 148, "2020-21": 133, "2021-22": 54}
PLANS_SHORT: Mapping[str, int] = {"2019-20": 18, "2020-21": 14, "2021-22": 4}
PLANS_LONG = ("2019-05", "2019-09", "2019-12", "2020-02", "2021-05")
"""Months in which one plan ends that lasted more than two years."""

# Looked after children: counts at month ends.
SETTLED: Mapping[str, int] = {
    "2019-03": 70,
    "2019-08": 72,
    "2019-09": 71,
    "2020-05": 77,
    "2020-06": 76,
    "2020-08": 77,
    "2020-09": 76,
    "2021-03": 73,
    "2021-06": 74,
}
"""Under 16 and looked after for at least 30 months."""
SETTLED_IN_PLACE: Mapping[str, int] = {
    "2019-03": 52,
    "2019-08": 53,
    "2019-09": 52,
    "2020-05": 45,
    "2020-06": 44,
    "2020-08": 44,
    "2020-09": 43,
    "2021-02": 44,
    "2021-03": 42,
    "2021-04": 48,
    "2021-06": 48,
}
"""Of them, in the same placement for at least two years, adoptive placements counted with the one before."""
AGED_16: Mapping[str, int] = {"2019-03": 53, "2020-06": 55, "2020-09": 55, "2021-03": 54, "2021-06": 52}
IN_CARE_3_MONTHS: Mapping[str, int] = {
    "2019-03": 201,
    "2020-05": 206,
    "2020-06": 205,
    "2020-09": 206,
    "2021-03": 184,
    "2021-06": 184,
}
"""Paths come down to the committee's quarter ends, because a count can always be brought down to fit."""
LOOKED_AFTER: Mapping[str, int] = {"2021-03": 206}
ENTERED_UNDER_16: Mapping[str, int] = {
    "2019-20-Q1": 16,
    "2019-20-Q2": 15,
    "2019-20-Q3": 14,
    "2019-20-Q4": 18,
    "2020-21-Q1": 11,
    "2020-21-Q2": 5,
    "2021-22-Q1": 9,
}
"""From October 2020 to March 2021 so many come as lead to the number at the end of the year."""
LEFT_UNDER_16: Mapping[str, int] = {"2020-21": 40}
TURNED_18: Mapping[str, int] = {
    "2020-21-Q1": 11,
    "2020-21-Q2": 10,
    "2020-21-Q3": 15,
    "2020-21-Q4": 15,
    "2021-22-Q1": 10,
}
LEFT_AT_16: Mapping[str, int] = {
    "2019-20-Q1": 2,
    "2019-20-Q2": 3,
    "2019-20-Q3": 2,
    "2019-20-Q4": 2,
    "2020-21-Q1": 3,
    "2020-21-Q2": 4,
    "2020-21-Q3": 6,
    "2020-21-Q4": 7,
    "2021-22-Q1": 5,
}
"""Left care at 16 or 17, before the 18th birthday."""
GUARDED: Mapping[str, int] = {"2018-19": 5, "2019-20": 6, "2020-21": 8, "2021-22": 2}
"""Left care because somebody became their special guardian."""

REVIEWED_WITHOUT_VIEWS: Mapping[str, int] = {"2020-03": 3, "2021-03": 3}
"""Of four and over at their latest review, and did not contribute their views to it."""
THREE_PLACEMENTS: Mapping[str, int] = {"2018-05": 2, "2019-03": 26, "2020-03": 28, "2021-03": 24, "2021-06": 23}
THREE_WORKER_CHANGES: Mapping[str, int] = {"2018-11": 1, "2019-09": 11, "2020-03": 11, "2021-03": 9, "2021-06": 7}
TWO_WORKER_CHANGES: Mapping[str, int] = {"2018-05": 3, "2019-03": 30, "2020-03": 29, "2021-03": 27, "2021-06": 15}
WITH_PATHWAY_PLAN: Mapping[str, int] = {
    "2019-11": 4,
    "2020-04": 27,
    "2020-06": 33,
    "2020-09": 40,
    "2020-12": 39,
    "2021-03": 36,
    "2021-06": 38,
}
NOT_SUPERVISED: Mapping[str, int] = {
    "2020-04": 19,
    "2020-06": 15,
    "2020-09": 8,
    "2021-02": 3,
    "2021-03": 0,
    "2021-04": 11,
    "2021-06": 9,
}
"""Looked after for three months and without formal supervision within the standard of the time."""
PROTECTED_NOT_SUPERVISED: Mapping[str, int] = {
    "2020-04": 13,
    "2020-06": 11,
    "2020-09": 7,
    "2020-12": 5,
    "2021-02": 3,
    "2021-03": 2,
    "2021-04": 17,
    "2021-06": 13,
}
"""Protected for three months and without; 174 have been protected for so long at the end of March 2021."""
IN_NEED_NOT_SUPERVISED: Mapping[str, int] = {
    "2020-04": 23,
    "2020-09": 19,
    "2021-02": 16,
    "2021-03": 15,
    "2021-04": 21,
    "2021-06": 17,
}
"""In need under a plan for three months and without."""
IN_NEED_THREE_MONTHS: Mapping[str, int] = {"2021-03": 147}
"""In need under a plan for three months."""

# Former relevant young people aged 18 to 21, and those in education, employment or training.
CARE_LEAVERS: Mapping[str, int] = {
    "2019-03": 114,
    "2019-09": 115,
    "2020-06": 118,
    "2020-09": 117,
    "2021-03": 116,
    "2021-06": 117,
}
IN_WORK_OR_LEARNING: Mapping[str, int] = {
    "2019-03": 58,
    "2019-09": 56,
    "2020-03": 70,
    "2020-06": 78,
    "2020-09": 84,
    "2020-12": 77,
    "2021-03": 71,
    "2021-06": 77,
}


YEAR_END = Month("2021-03")
TAKEN_ON: Mapping[str, int] = {"2020-09": 0, "2021-03": 90}
"""Former relevant young people of 18 to 21 who come on top of those above.

From October 2020 the leaving care service compared its list with the SSDA903 list of birthdays, which had always
been longer, and took on whom it had lost sight of. No smaller list of those of 19 to 21 gives the four published
figures at once: 88, 46, 130 and 8 of 141.
"""


class OpenCases(NamedTuple):
    """How things stood with former relevant young people on the leaving care list: those of whom it is known."""

    listed: int
    in_work_or_learning: int
    in_neither: int
    suitably_housed: int
    in_higher_education: int


class AtBirthday(NamedTuple):
    """How things stood around the birthday with those who reached an age in the year, closed cases as well."""

    listed: int
    in_work_or_learning: int
    in_neither: int


AGED_19_TO_21 = range(19, 22)
OPEN_CASES = OpenCases(141, 88, 46, 130, 8)
"""Former relevant young people of 19 to 21 at the year end."""
AT_BIRTHDAY = AtBirthday(159, 85, 50)
"""Young people who turned 19, 20 or 21 in the year 2020/21."""
LEAVERS_WITH_PLAN = (209, 245)
"""Former relevant young people of 18 or over at the year end: those with an up-to-date pathway plan, and all."""


def path(points: Mapping[str, int]) -> dict[Month, int]:
    """Return the count of every month from the first point to the last, evenly filled in between."""
    counts: dict[Month, int] = {}
    known = [(Month(text), count) for text, count in points.items()]
    for (first, start), (last, end) in pairwise(known):
        months = Month.range(first, last)
        for passed, month in enumerate(months):
            counts[month] = start + (end - start) * passed // (len(months) - 1)
    return counts


def share(total: int, parts: int, position: int) -> int:
    """Return the part that falls to one of several equal positions, so that all of them add up to the total."""
    return total * (position + 1) // parts - total * position // parts


def of_month(month: Month, by_quarter: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """Return a month's share of the two counts of its quarter; months before the first quarter follow that one."""
    quarter = Quarter.of(month)
    first, second = by_quarter.get(str(quarter), next(iter(by_quarter.values())))
    position = quarter.months.index(month)
    return share(first, 3, position), share(second, 3, position)


def of_quarter(month: Month, by_quarter: Mapping[str, int]) -> int:
    """Return a month's share of its quarter's count, 0 in quarters of which nothing is told."""
    quarter = Quarter.of(month)
    return share(by_quarter.get(str(quarter), 0), 3, quarter.months.index(month))


def team_on(team: str, day: date) -> str:
    """Return what a team was called on a day; one was renamed on 1 October 2020."""
    return NEW_TEAM_NAME if team == OLD_TEAM_NAME and day >= TEAM_RENAMED_ON else team
