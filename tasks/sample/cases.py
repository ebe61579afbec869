"""What becomes of a family that is referred: assessed or not, found to need what, closed when.

Called by: tasks.sample.front_door.
Promises:  a case closes after everything in it; a case that is not assessed closes at once.
Never:     makes a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tasks.sample import story
from tasks.sample.needs import Need, assessment_team
from tasks.sample.people import Person
from tasks.sample.timeliness import Timeliness
from tasks.sample.workdays import add_working_days, workday_on_or_after
from warehouse.periods import Month

_FINDINGS = (*(["NFA"] * 24), *(["EARLY_HELP"] * 6), *(["CIN_PLAN"] * 17), *(["OTHER"] * 1))
_SOURCES = (
    *(["6"] * 9),
    *(["2A"] * 7),
    *(["3A"] * 2),
    *(["1A"] * 3),
    "3B",
    "3E",
    "3F",
    "4",
    "5A",
    "5B",
    "5C",
    "7",
    "8",
    "9",
    "1C",
)
_SHARE_ENQUIRED = 0.15


@dataclass(slots=True)
class Case:
    """One family's referral and all that came of it; siblings share it."""

    family: list[Person]
    referral_ids: list[str]
    referral_on: date
    source: str
    team: str
    outcome: str
    is_nfa: bool = False
    assessed_from: date | None = None
    authorised_on: date | None = None
    finding: str = ""
    enquired_from: date | None = None
    enquired_until: date | None = None
    closed_on: date | None = None
    closure_reason: str | None = None


def source_of(rng: Random) -> str:
    """Return who made a contact."""
    return rng.choice(_SOURCES)


def needed_case(needs: list[Need], timeliness: Timeliness, rng: Random) -> Case:
    """Return the case that later events need: always assessed, open as long as they ask for."""
    first = needs[0]
    case = Case(
        [need.person for need in needs],
        [need.referral_id for need in needs],
        first.referral_on,
        source_of(rng),
        first.team,
        "ASSESSMENT",
    )
    _assess(case, first.outcome, timeliness, rng)
    case.outcome = "STRATEGY" if first.outcome == "STRATEGY" else "ASSESSMENT"
    if first.closes_on and case.authorised_on:
        case.closed_on = max(first.closes_on, case.authorised_on + timedelta(days=1))
        case.closure_reason = "RC7"
    return case


def assessed_case(family: list[Person], ids: list[str], on: date, timeliness: Timeliness, rng: Random) -> Case:
    """Return a case that is assessed and then closes, at once or after some months of support."""
    case = Case(family, ids, on, source_of(rng), assessment_team(family), "ASSESSMENT")
    _assess(case, rng.choice(_FINDINGS), timeliness, rng)
    if case.authorised_on is None:
        raise ValueError("an assessed case has been authorised")
    if rng.random() < _SHARE_ENQUIRED:
        case.outcome = "STRATEGY"
        case.enquired_from = workday_on_or_after(on + timedelta(days=rng.randint(0, 4)))
        case.enquired_until = min(add_working_days(case.enquired_from, rng.randint(5, 14)), case.authorised_on)
        case.enquired_from = min(case.enquired_from, case.enquired_until)
    soon = case.finding in ("NFA", "EARLY_HELP")
    case.closed_on = case.authorised_on + timedelta(days=rng.randint(1, 10) if soon else rng.randint(30, 260))
    case.closure_reason = {"NFA": "RC8", "EARLY_HELP": "RC9"}.get(
        case.finding, rng.choice(("RC7", "RC7", "RC7", "RC5"))
    )
    return case


def unassessed_case(family: list[Person], ids: list[str], on: date, rng: Random) -> Case:
    """Return a case that closes without an assessment; most are marked no further action."""
    is_nfa = rng.random() < 0.8
    outcome = rng.choice(("NFA", "NFA", "ADVICE", "EARLY_HELP")) if is_nfa else "OTHER"
    case = Case(family, ids, on, source_of(rng), assessment_team(family), outcome, is_nfa=is_nfa)
    case.closed_on, case.closure_reason = on + timedelta(days=rng.randint(0, 6)), "RC7"
    return case


def _assess(case: Case, finding: str, timeliness: Timeliness, rng: Random) -> None:
    soon = case.referral_on + timedelta(days=rng.choice((0, 0, 1, 2)))
    # A referral counts as assessed in the month in which it comes.
    is_same_month = Month.of(soon) == Month.of(case.referral_on)
    case.assessed_from = workday_on_or_after(soon if is_same_month else case.referral_on)
    days = timeliness.working_days(case.assessed_from, len(case.family), rng)
    case.authorised_on = add_working_days(case.assessed_from, days)
    case.finding = finding


def is_in_story(day: date) -> bool:
    """Tell whether a day lies in the months for which there are files of events."""
    return day >= story.FIRST_MONTH.starts_on
