"""The front door's rows: contacts, early help, referrals, assessments and enquiries.

Called by: tasks.sample.front_door.
Promises:  one row for each child, in the columns of the extract contracts.
Never:     decides what happens: see tasks.sample.front_door and tasks.sample.cases.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tasks.sample.cases import Case
from tasks.sample.people import Person
from tasks.sample.tables import Row
from tasks.sample.workdays import add_working_days
from tasks.sample.workers import worker_of

_NEEDS = (*(["N1"] * 11), *(["N5"] * 4), *(["N4"] * 3), "N2", "N3", "N6", "N8")
_FACTORS_TAKEN_APART_ON = date(2021, 4, 1)
_FACTORS = (
    "3A",
    "3B",
    "4A",
    "4B",
    "2B",
    "1B",
    "16A",
    "17A",
    "18C",
    "19C",
    "14A",
    "15A",
    "7A",
    "13A",
    "11A",
    "6A",
    "20",
)
_HELP_REASONS = ("PARENTING", "BEHAVIOUR", "SCHOOL", "MENTAL_HEALTH", "DOMESTIC_ABUSE", "HOUSING", "DISABILITY")
_HELP_ENDS = (*(["MET"] * 11), *(["DISENGAGED"] * 4), "STEP_UP", "MOVED", "NFA", "OTHER")
_ENQUIRY_OUTCOMES = ("MONITOR", "CONTINUE", "CONTINUE", "S17", "S17", "NFA", "NFA", "LEGAL")
_ORGANISATIONS = ("Sample Borough Early Help", "Example Primary School", "Example Academy", "Example Health Trust")
_HELP_TEAMS = ("Early Help North", "Early Help South")


def contact_row(contact_id: str, person: Person, on: date, outcome: tuple[str, date], rng: Random) -> Row:
    """Return a contact with its outcome and the day of that."""
    team = "Emergency Duty Team" if rng.random() < 0.08 else "MASH"
    return {
        "contact_id": contact_id,
        "child_id": person.child_id,
        "contact_on": on,
        "contact_source_code": None,
        "contact_outcome_code": outcome[0],
        "outcome_on": outcome[1],
        "team": team,
        "linked_eh_episode_id": None,
        "linked_referral_id": None,
        "worker_id": worker_of(team, person.child_id),
    }


def early_help_row(episode_id: str, person: Person, family_id: str, decided: date, rng: Random) -> Row:
    """Return the early help that followed a contact."""
    begun = decided + timedelta(days=rng.randint(0, 14))
    completed = begun + timedelta(days=rng.randint(10, 40))
    ended = completed + timedelta(days=rng.randint(30, 170))
    team = _HELP_TEAMS[int(family_id[1:]) % 2]
    return {
        "eh_episode_id": episode_id,
        "child_id": person.child_id,
        "family_id": family_id,
        "assessment_started_on": begun,
        "assessment_completed_on": completed,
        "started_on": begun,
        "ended_on": ended,
        "reason_code": rng.choice(_HELP_REASONS),
        "end_reason_code": rng.choice(_HELP_ENDS),
        "organisation": _ORGANISATIONS[int(family_id[1:]) % 7 % 4],
        "team": team,
        "worker_id": worker_of(team, family_id),
    }


def referral_row(case: Case, position: int, referrals_before: int, rng: Random) -> Row:
    """Return one child's referral."""
    person = case.family[position]
    return {
        "referral_id": case.referral_ids[position],
        "child_id": person.child_id,
        "referral_on": case.referral_on,
        "referral_source_code": case.source,
        "primary_need_code": None if case.is_nfa and rng.random() < 0.5 else rng.choice(_NEEDS),
        "is_nfa": case.is_nfa,
        "referral_outcome_code": case.outcome,
        "decision_on": case.referral_on,
        "closed_on": case.closed_on,
        "closure_reason_code": case.closure_reason,
        "referrals_last_12m": referrals_before,
        "team": case.team,
        "worker_id": worker_of(case.team, person.child_id),
    }


def _of_its_time(factor: str, day: date) -> str:
    """Return the code that was in use for a factor: who did it has been asked since April 2021 only."""
    return f"{factor[:-1]}A" if factor in ("18C", "19C") and day < _FACTORS_TAKEN_APART_ON else factor


def assessment_row(assessment_id: str, case: Case, position: int, rng: Random) -> Row:
    """Return one child's assessment; a few do not name their referral, which must then be found by the child."""
    person = case.family[position]
    started, authorised = case.assessed_from, case.authorised_on
    if started is None or authorised is None:
        raise ValueError("the case is not assessed")
    reviewed = add_working_days(started, 10)
    factors = (
        "21"
        if case.finding == "NFA" and rng.random() < 0.3
        else ",".join(sorted(_of_its_time(code, authorised) for code in rng.sample(_FACTORS, rng.randint(1, 3))))
    )
    return {
        "assessment_id": assessment_id,
        "child_id": person.child_id,
        "referral_id": case.referral_ids[position] if rng.random() < 0.97 else None,
        "started_on": started,
        "internal_review_on": reviewed if reviewed < authorised else None,
        "authorised_on": authorised,
        "is_child_seen": True if rng.random() < 0.93 else rng.choice((False, None)),
        "factor_codes": factors,
        "outcome_code": case.finding,
        "needs_social_care": case.finding in ("CIN_PLAN", "STRATEGY", "LOOKED_AFTER"),
        "team": case.team,
        "worker_id": worker_of(case.team, person.child_id),
    }


def enquiry_row(enquiry_id: str, case: Case, position: int, outcome: str) -> Row:
    """Return one child's section 47 enquiry that led to no conference."""
    person = case.family[position]
    return {
        "s47_id": enquiry_id,
        "child_id": person.child_id,
        "referral_id": case.referral_ids[position],
        "strategy_discussion_on": case.enquired_from,
        "started_on": case.enquired_from,
        "ended_on": case.enquired_until,
        "is_icpc_not_required": True,
        "icpc_target_on": add_working_days(case.enquired_from, 15) if case.enquired_from else None,
        "outcome_code": outcome,
        "team": case.team,
        "worker_id": worker_of(case.team, person.child_id),
    }


def enquiry_outcome(rng: Random) -> str:
    """Return what came of an enquiry that led to no conference."""
    return rng.choice(_ENQUIRY_OUTCOMES)
