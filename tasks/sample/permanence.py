"""What Sample Borough's figures of fostering and adoption are: the counts that the rows are made to add up to.

Called by: tasks.sample.adoption, tasks.sample.wishes, tasks.sample.fostering.
Promises:  at the year end of 2020/21 the figures are the published ones, numerator over denominator.
Never:     describes a real child or carer.
"""

from __future__ import annotations

from collections.abc import Mapping

# Where looked after children live.
OWN_FOSTER_CARE: Mapping[str, int] = {"2020-03": 101, "2021-03": 85}
"""In a foster placement that the council itself provides."""
FAR_FROM_HOME: Mapping[str, int] = {"2020-03": 39, "2021-03": 33}
"""Outside the boundary and more than 20 miles from home."""
LEFT_FOSTER_CARE_AT_18: Mapping[str, tuple[int, int]] = {
    "2019-20": (9, 5),
    "2020-21": (19, 9),
    "2021-22": (4, 2),
}
"""Left foster care at 18, and of them those who stayed with their carers."""
FOSTER_HOUSEHOLDS = 81
"""Approved by the council at the end of 2020/21, those on hold and connected persons among them."""
APPROVED_TO_FOSTER: Mapping[str, int] = {"2019-20": 10, "2020-21": 13, "2021-22": 3}
"""Households approved in the year; connected persons count, supported lodgings do not."""

# Children with a plan of adoption: placed with adopters in which month, how many days after coming into care, days
# from placement order to match, month of the adoption order. 2020/21: 4 orders, 1,564 and 432 days; 8 placed, 3 of
# them within 14 months.
ADOPTIONS: tuple[tuple[str, int, int, str], ...] = (
    ("2018-01", 498, 150, "2018-06"),
    ("2018-02", 455, 131, "2018-08"),
    ("2018-04", 402, 98, "2018-09"),
    ("2018-05", 566, 201, "2018-11"),
    ("2018-07", 377, 90, "2019-01"),
    ("2018-08", 489, 122, "2019-03"),
    ("2018-10", 431, 118, "2019-05"),
    ("2018-12", 508, 160, "2019-06"),
    ("2019-01", 362, 84, "2019-07"),
    ("2019-02", 547, 187, "2019-08"),
    ("2019-04", 605, 210, "2019-10"),
    ("2019-05", 398, 102, "2019-11"),
    ("2019-07", 455, 139, "2019-12"),
    ("2019-09", 519, 171, "2020-02"),
    ("2020-04", 251, 52, "2020-10"),
    ("2020-05", 296, 87, "2020-11"),
    ("2020-06", 338, 101, "2021-01"),
    ("2020-07", 679, 192, "2021-02"),
    ("2020-09", 452, 117, "2021-04"),
    ("2020-11", 488, 140, "2021-06"),
    ("2021-01", 530, 158, ""),
    ("2021-02", 611, 203, ""),
    ("2021-05", 401, 96, ""),
    ("2021-06", 377, 81, ""),
)
WAITING_FOR_ADOPTERS = ("2020-12", "2021-02", "2021-05")
"""Months of the decision for children who have no adopters yet."""
GIVEN_UP = (("2019-11", "2020-08"), ("2020-10", "2021-02"))
"""Months of the decision, and of the decision that adoption is no longer the plan."""
