"""Sample Borough's plans for children in need, visits and supervision: what the warehouse counts month by month."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest

from tasks.sample import story
from tasks.sample.world import build_world
from tests.tasks.sample_warehouse import warehouse_at
from tests.warehouse.warehouse_builder import Warehouse
from warehouse.periods import Month, months_before

MONTHS = Month.range(story.FIRST_PRACTICE_MONTH, story.LAST_MONTH)
VISITS = ("CIN-VISIT-20D", "CP-VISIT-10D", "LAC-VISIT-6W")
SUPERVISION = {"SUP-CP": story.PROTECTED_NOT_SUPERVISED, "SUP-CIN": story.IN_NEED_NOT_SUPERVISED}
CODES = (*VISITS, *SUPERVISION, "CIN-PLAN", "WF-ALLOC")
MARCH, ANOTHER_SEED = "2021-03", 1


@pytest.fixture(scope="module")
def june() -> Warehouse:
    """The warehouse as of the last month of the sample."""
    return warehouse_at(str(story.LAST_MONTH), CODES)


@pytest.mark.parametrize("code", VISITS)
def test_most_children_are_visited_in_time_in_every_month_and_some_are_not(june: Warehouse, code: str) -> None:
    counts = [june.measured(code, str(month)).counts for month in MONTHS]
    shares = [100 * hits / total for hits, total in counts]
    assert min(shares) > 80 and max(shares) < 98
    assert max(shares) - min(shares) > 2, "real figures move from month to month"


@pytest.mark.parametrize("code", SUPERVISION)
def test_as_many_cases_go_without_supervision_as_the_story_says(june: Warehouse, code: str) -> None:
    for month, missed in story.path(SUPERVISION[code]).items():
        hits, total = june.measured(code, str(month)).counts
        assert total - hits == missed


def test_few_cases_wait_for_a_social_worker_and_none_in_care_or_under_protection(june: Warehouse) -> None:
    waiting = june.rows("SELECT DISTINCT case_status_code FROM silver.open_case_at WHERE NOT has_social_worker AND "
                        f"as_at >= DATE '{story.FIRST_PRACTICE_MONTH.starts_on}'")  # fmt: skip
    assert waiting == [("CIN",)]
    shares = [hits / total for hits, total in (june.measured("WF-ALLOC", str(month)).counts for month in MONTHS)]
    assert 0.98 < min(shares) < 1


def test_a_plan_for_a_child_in_need_lies_beside_no_other_plan_and_within_its_case(june: Warehouse) -> None:
    plans = june.rows("SELECT child_id, started_on, ended_on, referral_id, 'CIN' FROM silver.cin_plans")
    found = june.rows("SELECT referral_id, referral_on, closed_on FROM silver.referrals")
    referrals = {referral_id: (opened, closed) for referral_id, opened, closed in found}
    assert len(plans) > 900
    for _, started, ended, referral_id, _ in plans:
        opened, closed = referrals[referral_id]
        assert opened <= started and (closed is None or (ended is not None and ended <= closed))
    protection = june.rows("SELECT child_id, started_on, ended_on, referral_id, 'CP' FROM silver.cp_plans")
    by_child = defaultdict(list)
    for child_id, started, ended, _, kind in (*plans, *protection):
        by_child[child_id].append((started, ended, kind))
    in_a_row = [pair for held in by_child.values() for pair in pairwise(sorted(held))]
    assert all(before[1] is not None and before[1] <= after[0] for before, after in in_a_row)
    assert any((before[2], after[2]) == ("CP", "CIN") for before, after in in_a_row), "some step down"


def test_every_visit_lies_within_what_it_was_due_under(june: Warehouse) -> None:
    lost = june.rows(
        "SELECT v.visit_id FROM silver.visits v WHERE NOT EXISTS (SELECT 1 FROM (SELECT child_id, 'CIN' AS kind, "
        "started_on, ended_on FROM silver.cin_plans UNION ALL SELECT child_id, 'CP', started_on, ended_on FROM "
        "silver.cp_plans UNION ALL SELECT child_id, 'LAC', started_on, ended_on FROM silver.lac_episodes) p WHERE "
        "p.child_id = v.child_id AND p.kind = v.plan_type_code AND v.visited_on BETWEEN p.started_on AND "
        "coalesce(p.ended_on, v.visited_on))"
    )
    assert lost == []


def test_a_child_who_is_not_born_is_visited_and_not_seen() -> None:
    world = build_world(2020)
    born = {person.child_id: person.born_on for person in world.people.values()}
    before_birth = [row for row in world.tables["visits"].rows if row["visited_on"] < born[row["child_id"]]]
    assert before_birth and {row["is_child_seen"] for row in before_birth} == {None}


def test_the_year_end_does_not_depend_on_the_seed() -> None:
    year = "2020-21"
    whole_year = {"FD-CONT-EH": "28.5", "FD-REF-ASMT": "93.0", "FD-ASMT-45": "85.0", "CP-ICPC-15": "85.0"}
    at_the_end = {"SUP-CP": (172, 174), "SUP-CIN": (132, 147), "CP-RPT-24M": (8, 195)}
    march = warehouse_at(MARCH, (*whole_year, *at_the_end), ANOTHER_SEED)
    for code, printed in whole_year.items():
        hits, total = march.measured(code, year).counts
        assert f"{100 * hits / total:.1f}" == printed
    assert {code: march.measured(code, MARCH).counts for code in at_the_end} == at_the_end


def test_a_files_visits_go_back_two_months() -> None:
    for month in (MONTHS[0], MONTHS[-1]):
        days = [row["visited_on"] for row in build_world(2020).month(month)["visits"]]
        assert 0 <= (min(days) - months_before(month.ends_on, 2)).days < 5
        assert 0 <= (month.ends_on - max(days)).days < 5
