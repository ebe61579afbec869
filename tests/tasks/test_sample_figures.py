"""Sample Borough's story: the published figures come out of its rows, and the rows agree with each other."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest

from tasks.sample.world import build_world
from tests.tasks.plain_measures import (
    Held,
    assessments_in_time,
    care_leavers_busy,
    conferences_in_time,
    contacts_to_early_help,
    held,
    leavers_at_birthday,
    looked_after,
    open_cases_of_leavers,
    periods_in_care,
    plans_ended,
    plans_in_twenty_weeks,
    plans_repeated,
    referrals_assessed,
    settled_in_place,
    supervised,
    three_placements,
    two_worker_changes,
    with_pathway_plan,
)
from warehouse.periods import FinancialYear, Month, Quarter

COMMITTEE = [
    (
        contacts_to_early_help,
        "quarter",
        {"2020-21-Q2": (704, 2501), "2020-21-Q1": (760, 2500), "2019-20-Q2": (925, 2500)},
    ),
    (settled_in_place, "day", {"2020-21-Q2": (43, 76), "2020-21-Q1": (44, 76), "2019-20-Q2": (52, 71)}),
    (care_leavers_busy, "month", {"2020-21-Q2": (84, 117), "2020-21-Q1": (78, 118), "2019-20-Q2": (56, 115)}),
    (with_pathway_plan, "day", {"2020-21-Q2": (40, 55), "2020-21-Q1": (33, 55)}),
    (supervised, "day", {"2020-21-Q2": (198, 206), "2020-21-Q1": (190, 205)}),
    (plans_in_twenty_weeks, "quarter", {"2020-21-Q2": (36, 75), "2020-21-Q1": (51, 75)}),
]


def committee(h, quarter):
    """Return the committee's six figures of a quarter."""
    windows = {"quarter": Quarter(quarter), "day": Quarter(quarter).ends_on, "month": Quarter(quarter).months[-1]}
    return {count.__name__: count(h, windows[window]) for count, window, wanted in COMMITTEE if quarter in wanted}


def told(quarter):
    return {count.__name__: wanted[quarter] for count, _, wanted in COMMITTEE if quarter in wanted}


@pytest.mark.parametrize("quarter", ["2019-20-Q2", "2020-21-Q1", "2020-21-Q2"])
@pytest.mark.parametrize("known_at", ["then", "2021-06"])
def test_the_committees_figures_come_out_then_and_ever_after(quarter, known_at):
    last = str(Quarter(quarter).months[-1]) if known_at == "then" else known_at
    assert committee(held(last), quarter) == told(quarter)


def test_the_committees_figures_do_not_depend_on_the_seed():
    this_year = Held(Month("2020-09"), seed=1, first=Month("2020-04"))
    assert committee(this_year, "2020-21-Q2") == told("2020-21-Q2")


@pytest.mark.parametrize("seed", [1, 2])
def test_the_care_leavers_of_the_year_end_do_not_depend_on_the_seed(seed):
    march = Month("2021-03")
    h = Held(march, seed=seed, first=march)
    assert care_leavers_busy(h, march) == (126, 206)
    assert open_cases_of_leavers(h, march) == (88, 46, 130, 8, 141)
    assert leavers_at_birthday(h, march) == (85, 50, 159)


def test_the_year_end_of_2020_21_lies_near_the_published_outturn():
    h, year = held("2021-06"), FinancialYear("2020-21")
    assert plans_ended(h, year, year.ends_on) == (14, 0, 133)
    assert plans_repeated(h, year, year.ends_on) == (8, 195)
    exactly = {contacts_to_early_help(h, year): "28.5", referrals_assessed(h, year): "93.0"}
    exactly |= {assessments_in_time(h, year): "85.0", conferences_in_time(h, year): "85.0"}
    assert {figure: f"{100 * figure[0] / figure[1]:.1f}" for figure in exactly} == exactly
    near = {
        three_placements(h, year.ends_on): 11.7,
        two_worker_changes(h, year.ends_on): 13,
        settled_in_place(h, year.ends_on): 57.5,
        care_leavers_busy(h, year.months[-1]): 61.2,
        supervised(h, year.ends_on): 100,
        with_pathway_plan(h, year.ends_on): 66.3,
    }
    assert {figure: 100 * figure[0] / figure[1] for figure in near} == pytest.approx(near, abs=1)


def test_supervision_stays_plausible_under_the_two_month_standard():
    hits, total = supervised(held("2021-06"), Month("2021-06").ends_on, months=2)
    assert 0.93 < hits / total < 0.97


def test_every_quarter_is_plausible():
    h = held("2021-06")
    for year in ("2019-20", "2020-21"):
        for quarter in FinancialYear(year).quarters:
            hits, total = settled_in_place(h, quarter.ends_on)
            assert 65 < total < 80 and 0.5 < hits / total < 0.75
            assert 0.09 < three_placements(h, quarter.ends_on)[0] / len(looked_after(h, quarter.ends_on)) < 0.13
            assert 0.25 < contacts_to_early_help(h, quarter)[0] / contacts_to_early_help(h, quarter)[1] < 0.38


def test_the_correction_moves_assessments_in_time_and_no_committee_figure():
    world, month, quarter = build_world(2020), Month("2020-09"), Quarter("2020-21-Q2")
    before = held("2020-09")
    after = Held(month)
    after.rows["assessments"] |= {
        (row["assessment_id"],): row for row in world.export("assessments", month, is_corrected=True)
    }
    (hits, total), (more_hits, same_total) = assessments_in_time(before, quarter), assessments_in_time(after, quarter)
    assert (more_hits - hits, same_total) == (25, total)
    assert committee(after, "2020-21-Q2") == told("2020-21-Q2")


def test_plans_of_a_child_do_not_overlap_and_begin_on_the_day_of_their_conference():
    h = held("2021-06")
    held_on = {row["conference_id"]: row["held_on"] for row in h.all("cp_conferences")}
    by_child = defaultdict(list)
    for row in h.all("cp_plans"):
        by_child[row["child_id"]].append(row)
        assert row["conference_id"] is None or held_on[row["conference_id"]] == row["started_on"]
        assert row["ended_on"] is None or row["ended_on"] > row["started_on"]
    for rows in by_child.values():
        for before, after in pairwise(sorted(rows, key=lambda row: row["started_on"])):
            assert before["ended_on"] is not None and before["ended_on"] < after["started_on"]
            assert after["previous_plans"] > before["previous_plans"]


def test_episodes_of_a_period_of_care_join_and_agree_with_the_reasons_given():
    for period in periods_in_care(held("2021-06")):
        assert period[0]["reason_started_code"] == "S"
        for before, after in pairwise(period):
            assert before["ended_on"] == after["started_on"] and before["reason_ended_code"] == "X1"
            changed = before["legal_status_code"] != after["legal_status_code"]
            assert changed == (after["reason_started_code"] in "LB")
        assert (period[-1]["ended_on"] is None) == (period[-1]["reason_ended_code"] is None)


def test_a_chain_of_records_is_about_one_child():
    h = held("2021-06")
    referred = {row["referral_id"]: row for row in h.all("referrals")}
    for name, day in (("assessments", "started_on"), ("s47_enquiries", "started_on"), ("cp_plans", "started_on")):
        linked = [row for row in h.all(name) if row["referral_id"] in referred]
        assert len(linked) > 0.6 * len(h.all(name))
        for row in linked:
            referral = referred[row["referral_id"]]
            assert referral["child_id"] == row["child_id"] and referral["referral_on"] <= row[day]
            assert not referral["is_nfa"] and (referral["closed_on"] is None or referral["closed_on"] >= row[day])


def test_every_open_case_has_one_social_worker():
    h, day = held("2021-06"), Month("2021-06").ends_on
    holders = defaultdict(set)
    for row in h.all("sw_allocations"):
        if row["worker_role_code"] == "SOCIAL_WORKER" and row["ended_on"] is None:
            holders[row["child_id"]].add(row["worker_id"])
    children = {period[0]["child_id"] for period in looked_after(h, day)}
    children |= {row["child_id"] for row in h.all("cp_plans") if row["ended_on"] is None}
    assert {len(holders[child]) for child in children} == {1}
