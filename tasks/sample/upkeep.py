"""What Sample Borough's figures are on health, schooling and absences: the counts that the rows are made to add up to.

Called by: tasks.sample.health, schooling, missing, exclusions and care.
Promises:  at the year end of 2020/21 the published figures on health checks, education plans and missing children.
Never:     describes a real person. Every row made from this story is synthetic.
"""

from __future__ import annotations

from collections.abc import Mapping

from tasks.sample.story import path
from warehouse.periods import Month

MOST_UNDER_5 = 22
"""More on 31 March 2021 would leave too few others for both published shares with an up to date health assessment."""

# Looked after for 20 working days: up to date health assessments of all in tenths of a per cent, of those under five
# and school-age children's education plans in per cent; of those in care for a year, dental checks in per cent.
HEALTH_ASSESSED: Mapping[str, int] = {
    "2019-04": 905,
    "2020-04": 888,
    "2020-07": 871,
    "2020-12": 926,
    "2021-03": 951,
    "2021-06": 937,
}
UNDER_5_ASSESSED: Mapping[str, int] = {"2019-04": 89, "2020-05": 79, "2020-09": 88, "2021-03": 100, "2021-06": 92}
DENTAL_CHECKED: Mapping[str, int] = {"2019-04": 88, "2020-03": 87, "2020-09": 70, "2021-02": 52, "2021-06": 66}
WITH_EDUCATION_PLAN: Mapping[str, int] = {
    "2020-01": 84,
    "2020-04": 88,
    "2020-07": 91,
    "2020-12": 97,
    "2021-03": 100,
    "2021-04": 100,
    "2021-06": 97,
}

# Children missing for more than 24 hours, month by month: 120 and 75 in the months of 2020/21; by quarter, returns
# after which an interview was due, and those after which it was offered within 72 hours.
MISSING_FROM_CARE: Mapping[str, int] = {
    "2020-04": 7, "2020-05": 8, "2020-06": 10, "2020-07": 12, "2020-08": 13, "2020-09": 11, "2020-10": 10,
    "2020-11": 9, "2020-12": 11, "2021-01": 9, "2021-02": 10, "2021-03": 10, "2021-04": 9, "2021-05": 11, "2021-06": 10,
}  # fmt: skip
MISSING_FROM_HOME: Mapping[str, int] = {
    "2020-04": 4, "2020-05": 5, "2020-06": 7, "2020-07": 8, "2020-08": 8, "2020-09": 7, "2020-10": 6,
    "2020-11": 6, "2020-12": 7, "2021-01": 5, "2021-02": 6, "2021-03": 6, "2021-04": 5, "2021-05": 7, "2021-06": 6,
}  # fmt: skip
RETURNED_FROM_MISSING: Mapping[str, tuple[int, int]] = {
    "2020-21-Q1": (77, 53),
    "2020-21-Q2": (98, 69),
    "2020-21-Q3": (91, 68),
    "2020-21-Q4": (84, 60),
    "2021-22-Q1": (87, 61),
}

# Suspensions and permanent exclusions by month; schools were closed to most pupils twice.
EXCLUSIONS: Mapping[str, tuple[int, int]] = {
    "2019-09": (104, 3), "2019-10": (96, 4), "2019-11": (151, 5), "2019-12": (88, 2), "2020-01": (122, 4),
    "2020-02": (83, 3), "2020-03": (71, 3), "2020-04": (1, 0), "2020-05": (3, 0), "2020-06": (16, 1),
    "2020-07": (19, 0), "2020-09": (82, 2), "2020-10": (86, 3), "2020-11": (128, 4), "2020-12": (63, 2),
    "2021-01": (7, 0), "2021-02": (5, 0), "2021-03": (74, 2), "2021-04": (58, 1), "2021-05": (92, 3),
    "2021-06": (117, 3),
}  # fmt: skip


def without(total: int, share_with: Mapping[str, int], month: Month) -> int:
    """Return how many of a number are left out of the share of a month, so that the share comes out as near as it can.

    share_with: a path in per cent, or in tenths of a per cent where it goes beyond 100.
    """
    whole = 1000 if max(share_with.values()) > 100 else 100
    return total - (2 * total * path(share_with)[month] + whole) // (2 * whole)
