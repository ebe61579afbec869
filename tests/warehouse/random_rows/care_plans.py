"""Reviews, health checks and education plans of children in care, by chance; school terms as they were."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.warehouse.plain.books import Row, months_later

if TYPE_CHECKING:
    from tests.warehouse.random_council import Maker


def review(maker: Maker) -> Row:
    day, child = maker.day(12), maker.child()
    before = maker.earlier.setdefault("review", [])
    if before and maker.chance.random() < 0.5:
        other = maker.chance.choice(before)
        child = other["child_id"]
        day = months_later(other["reviewed_on"], maker.one(3, 6)) + timedelta(maker.one(-1, 0, 1))
    row = {
        "child_id": child,
        "reviewed_on": day,
        "participation_code": maker.one("PN0", "PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN7", None),
        "is_cancelled": maker.one(True, False, False, None, None),
    }
    before.append(row)
    return row


def health_check(maker: Maker) -> Row:
    return {
        "health_check_id": maker.number("H"),
        "child_id": maker.child(),
        "check_type_code": maker.one("INITIAL", "REVIEW", "REVIEW", "DENTAL", "DEVELOPMENT"),
        "checked_on": maker.sometimes(maker.day(13), 0.95),
        "status_code": maker.one("COMPLETED", "COMPLETED", "COMPLETED", "REFUSED", "PLANNED", None),
    }


def education_plan(maker: Maker) -> Row:
    _, _, starts_on, _ = maker.chance.choice(TERMS)
    return {
        "pep_id": maker.number("Q"),
        "child_id": maker.child(),
        "held_on": maker.one(maker.day(8), maker.day(8), starts_on + timedelta(maker.one(-1, 0, 1))),
        "status_code": maker.one("COMPLETED", "COMPLETED", "COMPLETED", "PLANNED", "CANCELLED", None),
    }


TERMS = (
    ("2019/20", "AUTUMN", date(2019, 9, 3), date(2019, 12, 20)),
    ("2019/20", "SPRING", date(2020, 1, 6), date(2020, 4, 3)),
    ("2019/20", "SUMMER", date(2020, 4, 20), date(2020, 7, 31)),
    ("2020/21", "AUTUMN", date(2020, 9, 1), date(2020, 12, 18)),
    ("2020/21", "SPRING", date(2021, 1, 4), date(2021, 3, 31)),
    ("2020/21", "SUMMER", date(2021, 4, 19), date(2021, 7, 20)),
    ("2021/22", "AUTUMN", date(2021, 9, 2), date(2021, 12, 17)),
)

MAKERS = {
    "lac_reviews": (9, review),
    "lac_health": (12, health_check),
    "peps": (9, education_plan),
}
SAME = {
    "school_terms": [
        dict(zip(("academic_year", "term_code", "starts_on", "ends_on"), term, strict=True)) for term in TERMS
    ]
}
