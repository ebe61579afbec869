"""Sample Borough's health checks, education plans, absences and exclusions: the story's figures, month by month.

Counted by the warehouse from the sample's rows; the rows themselves are held to what the case system would allow.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from tasks.sample import story, upkeep
from tasks.sample.schooling import school_days
from tasks.sample.world import build_world
from tests.tasks.sample_warehouse import files_until
from tests.warehouse.warehouse_builder import Warehouse, build
from warehouse import indicators
from warehouse.periods import Month

FIRST, LAST = story.FIRST_PRACTICE_MONTH, story.LAST_MONTH
MONTHS = Month.range(FIRST, LAST)
YEAR = [month for month in MONTHS if month <= story.YEAR_END]
SHARES = {"LAC-MED-ALL": upkeep.HEALTH_ASSESSED, "LAC-MED-U5": upkeep.UNDER_5_ASSESSED}
MISSING = {"MISS-CARE": upkeep.MISSING_FROM_CARE, "MISS-HOME": upkeep.MISSING_FROM_HOME}
BETWEEN = {
    "LAC-MED-SA": (85, 96), "LAC-MED-12M": (85, 97), "LAC-DENTAL": (45, 90), "LAC-PEP": (85, 100),
    "RHI-OFFERED": (75, 100), "RHI-DONE": (40, 80), "RHI-DONE72": (15, 60),
    "MISS-CARE-ALL": (10, 30), "MISS-HOME-ALL": (5, 20), "MISS-CARE-EP": (10, 30), "MISS-HOME-EP": (5, 20),
}  # fmt: skip
"""Per cent, or children and absences, between which every month lies; a month has fewer than 30 returns."""
EXCLUDED = ("EDU-EXCL-FIX", "EDU-EXCL-PERM", "EDU-EXCL-FIX-RATE", "EDU-EXCL-PERM-RATE", "EDU-EXCL-FIX1")
CODES = (*SHARES, *MISSING, *BETWEEN, *EXCLUDED, "MISS-RHI72")


@pytest.fixture(scope="module")
def warehouse() -> Warehouse:
    files = files_until(LAST, first=FIRST)
    delivered = {extract: tuple(by_month) for extract, by_month in files.items()}
    return build(files, delivered, measured_by={code: indicators.load()[code] for code in CODES})


def rows_of(extract: str) -> list[dict]:
    """Return an extract's rows as they finally stand."""
    return build_world(2020).tables[extract].rows


@pytest.mark.parametrize("code", SHARES)
def test_health_assessments_are_up_to_date_for_the_share_of_the_story(warehouse: Warehouse, code: str) -> None:
    for month in MONTHS:
        done, children = warehouse.measured(code, str(month)).counts
        assert children > 10
        assert children - done == upkeep.without(children, SHARES[code], month)


def test_education_plans_and_dental_checks_follow_the_story(warehouse: Warehouse) -> None:
    for month in MONTHS:
        planned, pupils = warehouse.measured("LAC-PEP", str(month)).counts
        seen, children = warehouse.measured("LAC-DENTAL", str(month)).counts
        # A share can fall no faster than checks and plans grow old.
        assert 0 <= upkeep.without(children, upkeep.DENTAL_CHECKED, month) - (children - seen) <= 0.03 * children
        if school_days(month):
            assert 0 <= upkeep.without(pupils, upkeep.WITH_EDUCATION_PLAN, month) - (pupils - planned) <= 0.02 * pupils
    planned, pupils = warehouse.measured("LAC-PEP", str(story.YEAR_END)).counts
    assert planned == pupils > 120


@pytest.mark.parametrize(("code", "in_the_year"), [("MISS-CARE", 120), ("MISS-HOME", 75)])
def test_children_missing_over_24_hours_are_those_of_the_story(
    warehouse: Warehouse, code: str, in_the_year: int
) -> None:
    found = {month: warehouse.measured(code, str(month)).counts[0] for month in MONTHS}
    assert found == {month: MISSING[code][str(month)] for month in MONTHS}
    assert sum(found[month] for month in YEAR) == in_the_year


def test_interviews_offered_within_72_hours_are_those_of_the_story(warehouse: Warehouse) -> None:
    found = {month: warehouse.measured("MISS-RHI72", str(month)).counts for month in MONTHS}
    told = {month: story.of_month(month, upkeep.RETURNED_FROM_MISSING) for month in MONTHS}
    assert found == {month: (in_time, due) for month, (due, in_time) in told.items()}
    in_time, due = (sum(found[month][part] for month in YEAR) for part in (0, 1))
    assert (in_time, due) == (250, 350)


def test_every_month_is_plausible(warehouse: Warehouse) -> None:
    for code, (lowest, highest) in BETWEEN.items():
        for month in MONTHS:
            hits, total = warehouse.measured(code, str(month)).counts
            figure = 100 * hits / total if "%" in indicators.load()[code][-1].title else hits
            assert lowest <= figure <= highest, (code, str(month), figure)


def test_exclusions_add_up_from_september(warehouse: Warehouse) -> None:
    suspended = for_good = 0
    for month in Month.range(Month("2019-09"), LAST):
        suspended, for_good = (0, 0) if month.number == 9 else (suspended, for_good)
        more, more_for_good = upkeep.EXCLUSIONS.get(str(month), (0, 0))
        suspended, for_good = suspended + more, for_good + more_for_good
        if month >= FIRST:
            assert warehouse.measured("EDU-EXCL-FIX", str(month)).counts[0] == suspended
            assert warehouse.measured("EDU-EXCL-PERM", str(month)).counts[0] == for_good
            on_roll = 42_600 if month >= Month("2021-04") else 42_500
            assert warehouse.measured("EDU-EXCL-FIX-RATE", str(month)).counts == (suspended, on_roll)
            assert warehouse.measured("EDU-EXCL-PERM-RATE", str(month)).counts == (for_good, on_roll)
            pupils = warehouse.measured("EDU-EXCL-FIX1", str(month)).counts
            assert 0.5 * suspended < pupils[0] < suspended and pupils[1] == on_roll


def test_an_appointment_is_planned_until_its_day_and_then_has_an_outcome() -> None:
    world = build_world(2020)
    for extract, day in (("lac_health", "checked_on"), ("peps", "held_on")):
        planned = 0
        for month in (FIRST, Month("2020-09"), LAST):
            for row in world.month(month)[extract]:
                assert (row["status_code"] == "PLANNED") == (row[day] > month.ends_on)
                planned += row["status_code"] == "PLANNED"
        assert planned > 10


def test_a_child_is_never_missing_twice_at_once_and_an_interview_comes_after_the_return() -> None:
    by_child = defaultdict(list)
    for row in rows_of("missing_episodes"):
        by_child[row["child_id"]].append(row)
        offered, returned = row["rhi_offered_at"], row["ended_at"]
        assert row["started_at"] < returned
        assert row["rhi_accepted_code"] != "Y" or row["rhi_completed_at"] >= offered or row["rhi_offered_code"] == "Y"
        if offered:
            assert offered >= returned and Month.of(offered) == Month.of(returned)
    for rows in by_child.values():
        for before, after in pairwise(sorted(rows, key=lambda row: row["started_at"])):
            assert before["ended_at"] < after["started_at"]
    assert any(len(rows) > 3 for rows in by_child.values()), "some go missing again and again"


def test_some_absences_last_over_a_months_end_and_some_have_no_time_of_return() -> None:
    rows = rows_of("missing_episodes")
    over = [row for row in rows if Month.of(row["started_at"]) != Month.of(row["ended_at"])]
    assert {row["missing_from_code"] for row in over} == {"CARE", "HOME"}
    assert all(row["ended_at"] - row["started_at"] > timedelta(hours=24) for row in over)
    days_only = [row for row in rows if row["ended_at"].time() == datetime.min.time()]
    assert 5 < len(days_only) < 0.15 * len(rows)


def test_exclusions_are_on_school_days_and_nobody_is_excluded_for_good_twice() -> None:
    for_good: set[str] = set()
    for row in rows_of("exclusions"):
        assert row["started_on"] in school_days(Month.of(row["started_on"]))
        assert (row["sessions"] is None) == (row["category_code"] == "PERM")
        if row["category_code"] == "PERM":
            assert row["pupil_id"] not in for_good
            for_good.add(row["pupil_id"])
    assert for_good
