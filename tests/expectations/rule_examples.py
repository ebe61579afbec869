"""For every rule a delivery that breaks it and one that does not, with only the columns that matter.

The month is September 2020 throughout. A row, child or file rule has a list of rows. A cross-file rule has a
list for each table. A cross-period rule has the rows delivered `now` and those delivered `before`, in August.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

Cell = str | int | bool | None
Row = Mapping[str, Cell]
Rows = Sequence[Row]
Delivery = Rows | Mapping[str, Rows]


class Example(NamedTuple):
    """What breaks a rule, and what comes close and does not."""

    breaks: Delivery
    passes: Delivery


def _dates(column: str, *days: str, **rest: Cell) -> list[Row]:
    return [{"child_id": "A", column: day, **rest} for day in days]


def _future(column: str) -> Example:
    return Example(_dates(column, "2020-10-01"), _dates(column, "2020-09-30"))


def _unlisted(extract: str) -> Example:
    person: Rows = [{"child_id": "B"}]
    return Example({extract: [{"child_id": "A"}], "persons": person}, {extract: person, "persons": person})


def _person(**known: Cell) -> Rows:
    return [{"child_id": "A", **known}]


def _referral(**known: Cell) -> Rows:
    return [{"child_id": "A", "referral_id": "R", "referral_on": "2020-09-01", "is_nfa": False, **known}]


def _work(table: str, **known: Cell) -> dict[str, Rows]:
    return {table: [{"child_id": "A", "referral_id": "R", "started_on": "2020-09-10", **known}]}


def _after_nfa(table: str) -> Example:
    return Example(
        _work(table) | {"referrals": _referral(is_nfa=True)},
        _work(table) | {"referrals": _referral()},
    )


def _before_referral(table: str) -> Example:
    return Example(
        _work(table) | {"referrals": _referral(referral_on="2020-09-11")},
        _work(table) | {"referrals": _referral(referral_on="2020-09-10")},
    )


def _spells(first: tuple[str, str | None], second: tuple[str, str | None], **rest: Cell) -> Rows:
    return [{"child_id": "A", "started_on": start, "ended_on": end, **rest} for start, end in (first, second)]


def _episodes(first: Row, second: Row) -> Rows:
    return [
        {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01", **first},
        {"child_id": "A", "started_on": "2020-07-01", **second},
    ]


def _one(table: str, **known: Cell) -> dict[str, Rows]:
    return {table: [{"child_id": "A", **known}]}


def _changed(before: Row, now: Row, **same: Cell) -> Example:
    """The first pair differs; in the second the row is as it was."""
    return Example(
        {"before": [{"child_id": "A", **same, **before}], "now": [{"child_id": "A", **same, **now}]},
        {"before": [{"child_id": "A", **same, **before}], "now": [{"child_id": "A", **same, **before}]},
    )


CARE = _one("lac_episodes", started_on="2020-06-01", ended_on="2020-08-31")
SW = {"worker_role_code": "SOCIAL_WORKER"}

PERSONS = {
    "B2": _future("born_on"),
    "B3": Example(
        [{"child_id": "A"}, {"child_id": "B", "born_on": "2020-05-01", "expected_born_on": "2020-05-09"}],
        [{"child_id": "A", "born_on": "2020-05-01"}, {"child_id": "B", "expected_born_on": "2020-12-09"}],
    ),
    "B8": Example(
        [{"born_on": "2015-05-01", "died_on": "2015-04-30"}, {"died_on": "2020-10-01"}],
        [{"born_on": "2015-05-01", "died_on": "2015-05-01"}],
    ),
    "B16": Example(
        [{"disability_codes": "LD,NONE"}],
        [{"disability_codes": "NONE"}, {"disability_codes": "HEAR,LD"}, {"disability_codes": None}],
    ),
    "B17": Example(
        [{"born_on": "2015-05-01", "sex_code": "M"}] * 9 + [{"born_on": "2015-05-01", "sex_code": "U"}],
        [{"born_on": "2015-05-01", "sex_code": "M"}] * 9 + [{"expected_born_on": "2020-12-09", "sex_code": "U"}],
    ),
    "B11": Example(
        {"persons": [{"child_id": "A", "upn": "1"}, {"child_id": "B", "upn": "1"}]},
        {
            "persons": [
                {"child_id": "A", "upn": "1"},
                {"child_id": "B", "upn": "1", "merged_into_child_id": "A"},
                {"child_id": "C", "upn": "1"},
            ],
            "merged_ids": [{"old_child_id": "C", "new_child_id": "A"}],
        },
    ),
    "B15a": _changed({"born_on": "2015-05-01"}, {"born_on": "2015-05-02"}),
    "B15b": Example(
        {
            "before": [{"child_id": "A", "sex_code": "F", "ethnicity_code": "WBRI"}],
            "now": [{"child_id": "A", "sex_code": "M", "ethnicity_code": "WBRI"}],
        },
        {
            "before": [{"child_id": "A", "sex_code": "U", "ethnicity_code": "NOBT"}],
            "now": [{"child_id": "A", "sex_code": "M", "ethnicity_code": "WBRI"}],
        },
    ),
}

FRONT_DOOR = {
    "C1a": _future("contact_on"),
    "G13": Example(
        [{"contact_on": "2020-09-02", "outcome_on": "2020-09-01"}],
        [{"contact_on": "2020-09-02", "outcome_on": "2020-09-02"}, {"contact_on": "2020-09-02"}],
    ),
    "G14": Example(
        [{"outcome_on": "2020-09-02"}],
        [{"outcome_on": "2020-09-02", "contact_outcome_code": "NFA"}, {"contact_on": "2020-09-02"}],
    ),
    "G15": Example(
        _dates("contact_on", "2020-09-02", "2020-09-02", contact_source_code="6"),
        _dates("contact_on", "2020-09-02", "2020-09-03", contact_source_code="6"),
    ),
    "G16": Example(
        [{"contact_outcome_code": None}] * 11 + [{"contact_outcome_code": "NFA"}] * 9,
        [{"contact_outcome_code": None}] * 10 + [{"contact_outcome_code": "NFA"}] * 10,
    ),
    "G17": Example(
        {
            "contacts": [
                {"child_id": "A", "contact_on": "2020-07-01", "contact_outcome_code": "EARLY_HELP"},
                {"child_id": "B", "contact_on": "2020-09-01"},
            ],
            "early_help": [{"child_id": "A", "started_on": "2020-08-01"}],
        },
        {
            "contacts": [
                {"child_id": "A", "contact_on": "2020-07-01", "contact_outcome_code": "EARLY_HELP"},
                {"child_id": "B", "contact_on": "2020-09-01", "contact_outcome_code": "EARLY_HELP"},
            ],
            "early_help": [{"child_id": "A", "started_on": "2020-07-31"}],
        },
    ),
    "C1b": _future("started_on"),
    "G18": Example(
        [{"started_on": "2020-09-02", "ended_on": "2020-09-01"}],
        [{"started_on": "2020-09-02", "ended_on": "2020-09-02"}, {"started_on": "2020-09-02"}],
    ),
    "G19": Example([{"ended_on": "2020-09-02"}], [{"ended_on": "2020-09-02", "end_reason_code": "MET"}, {}]),
    "G20": Example(
        _spells(("2020-06-01", None), ("2020-07-01", None)),
        _spells(("2020-06-01", "2020-07-01"), ("2020-07-01", None)),
    ),
    "C1c": _future("referral_on"),
    "C6": Example(
        [{"is_nfa": False}, {"is_nfa": False, "primary_need_code": "N0"}],
        [{"is_nfa": True}, {"is_nfa": False, "primary_need_code": "N1"}],
    ),
    "C8": Example(
        [{"referral_on": "2020-09-02", "closed_on": "2020-09-01"}],
        [{"referral_on": "2020-09-02", "closed_on": "2020-09-02"}, {"referral_on": "2020-09-02"}],
    ),
    "C9a": Example([{"closed_on": "2020-09-02"}], [{"closed_on": "2020-09-02", "closure_reason_code": "RC8"}, {}]),
    "G21": Example(
        [{"referral_on": "2020-09-02", "decision_on": "2020-09-01"}],
        [{"referral_on": "2020-09-02", "decision_on": "2020-09-02"}],
    ),
    "C10": Example(
        _dates("referral_on", "2020-06-01", "2020-07-01", is_nfa=False),
        _dates("referral_on", "2020-06-01", "2020-07-01", is_nfa=False, closed_on="2020-07-01"),
    ),
    "C5": Example(
        [{"is_nfa": True}] * 17 + [{"is_nfa": False}] * 3,
        [{"is_nfa": True}] * 16 + [{"is_nfa": False}] * 4,
    ),
    "B13a": _unlisted("referrals"),
    "C2": Example(
        {"referrals": _referral(), "persons": _person(expected_born_on="2021-06-09")},
        {"referrals": _referral(), "persons": _person(expected_born_on="2021-06-08")},
    ),
    "C3": Example(
        {"referrals": _referral(), "persons": _person(died_on="2020-08-31")},
        {"referrals": _referral(), "persons": _person(died_on="2020-09-01")},
    ),
    "C15": Example(
        {"referrals": _referral(closure_reason_code="RC8")} | _one("assessments", started_on="2020-08-31"),
        {"referrals": _referral(closure_reason_code="RC8")} | _one("assessments", started_on="2020-09-01"),
    ),
    "C22": Example(
        {"referrals": _referral(closed_on="2020-09-20")} | _work("assessments"),
        {"referrals": _referral(closed_on="2020-09-20")} | _work("assessments", authorised_on="2020-09-20"),
    ),
    "G22": Example(
        {"referrals": [*_referral(referrals_last_12m=0), *_referral(referral_id="Q", referral_on="2019-09-01")]},
        {"referrals": [*_referral(referrals_last_12m=0), *_referral(referral_id="Q", referral_on="2019-08-31")]},
    ),
    "G2a": _changed({"is_nfa": True}, {"is_nfa": False}, referral_id="R", referral_on="2020-07-01"),
    "C1d": _future("started_on"),
    "C17a": Example(
        [{"started_on": "2020-09-02", "authorised_on": "2020-09-01"}],
        [{"started_on": "2020-09-02", "authorised_on": "2020-09-02"}, {"started_on": "2020-09-02"}],
    ),
    "C17b": _future("authorised_on"),
    "C19": Example(
        _dates("started_on", "2020-07-21"),
        [{"started_on": "2020-07-22"}, {"started_on": "2020-01-01", "authorised_on": "2020-09-01"}],
    ),
    "C21a": Example([{"factor_codes": "16A"}], [{"factor_codes": "16A", "authorised_on": "2020-09-01"}, {}]),
    "C21c": Example(
        [{"factor_codes": "16A,21"}],
        [{"factor_codes": "21"}, {"factor_codes": "16A,22A"}, {"factor_codes": None}],
    ),
    "C18": Example(
        _dates("started_on", "2020-06-01", "2020-07-01"),
        _dates("started_on", "2020-06-01", "2020-07-01", authorised_on="2020-07-01"),
    ),
    "C13a": _after_nfa("assessments"),
    "C14": Example(
        _work("assessments") | {"referrals": _referral(closed_on="2020-09-09")},
        _work("assessments") | {"referrals": _referral(closed_on="2020-09-10")},
    ),
    "C16": _before_referral("assessments"),
    "G23": Example(
        _work("assessments", child_id="B") | {"referrals": _referral()},
        _work("assessments") | {"referrals": _referral()},
    ),
    "G2b": _changed({"authorised_on": "2020-08-01"}, {}, assessment_id="1", started_on="2020-07-01"),
}

PROTECTION = {
    "C1e": _future("started_on"),
    "C24a": Example(
        [{"strategy_discussion_on": "2020-09-02", "started_on": "2020-09-01"}],
        [{"strategy_discussion_on": "2020-09-01", "started_on": "2020-09-01"}],
    ),
    "C24b": Example(
        [{"started_on": "2020-09-02", "ended_on": "2020-09-01"}],
        [{"started_on": "2020-09-02", "ended_on": "2020-09-02"}],
    ),
    "C26": Example(
        _dates("started_on", "2020-09-01"),
        [{"started_on": "2020-09-02"}, {"started_on": "2020-08-01", "is_icpc_not_required": True}],
    ),
    "C27a": Example(_dates("icpc_target_on", "2020-09-05", "2020-09-06"), _dates("icpc_target_on", "2020-09-07")),
    "C25": Example(
        _spells(("2020-06-01", "2020-07-02"), ("2020-07-01", None)),
        _spells(("2020-06-01", "2020-07-01"), ("2020-07-01", None)),
    ),
    "C13b": _after_nfa("s47_enquiries"),
    "C23": _before_referral("s47_enquiries"),
    "C1f": _future("held_on"),
    "C27b": Example(_dates("held_on", "2020-09-05", "2020-09-06"), _dates("held_on", "2020-09-04", "2020-09-07")),
    "G24": Example(
        [{"conference_type_code": "INITIAL", "held_on": "2020-09-04"}],
        [
            {"conference_type_code": "INITIAL", "held_on": "2020-09-04", "has_plan_outcome": False},
            {"conference_type_code": "REVIEW", "held_on": "2020-09-04"},
            {"conference_type_code": "INITIAL", "due_on": "2020-10-04"},
        ],
    ),
    "C28": Example(
        _dates("held_on", "2020-09-01", "2020-09-28", conference_type_code="INITIAL"),
        _dates("held_on", "2020-08-01", "2020-08-29", conference_type_code="INITIAL"),
    ),
    "C24c": Example(
        _one("cp_conferences", s47_id="S", held_on="2020-09-01")
        | _one("s47_enquiries", s47_id="S", started_on="2020-09-02"),
        _one("cp_conferences", s47_id="S", held_on="2020-09-02")
        | _one("s47_enquiries", s47_id="S", started_on="2020-09-02"),
    ),
    "C31": Example(
        _one("cp_conferences", conference_type_code="INITIAL", has_plan_outcome=True, held_on="2020-09-01")
        | _one("cp_plans", started_on="2020-09-17"),
        _one("cp_conferences", conference_type_code="INITIAL", has_plan_outcome=True, held_on="2020-09-01")
        | _one("cp_plans", started_on="2020-09-16"),
    ),
    "C37": Example(
        _one("cp_conferences", conference_type_code="REVIEW", cp_plan_id="P", held_on="2020-09-01")
        | _one("cp_plans", cp_plan_id="P", started_on="2020-09-01"),
        _one("cp_conferences", conference_type_code="REVIEW", cp_plan_id="P", held_on="2020-09-02")
        | _one("cp_plans", cp_plan_id="P", started_on="2020-09-01"),
    ),
    "C1g": _future("started_on"),
    "C34a": Example(
        [{"started_on": "2020-09-02", "ended_on": "2020-09-01"}],
        [{"started_on": "2020-09-02", "ended_on": "2020-09-03"}],
    ),
    "C34b": Example(
        [{"started_on": "2020-09-02", "ended_on": "2020-09-02"}],
        [{"started_on": "2020-09-02", "ended_on": "2020-09-03"}, {"started_on": "2020-09-02"}],
    ),
    "C34c": _future("ended_on"),
    "C36a": Example(
        [{"started_on": "2020-09-02", "previous_plan_ended_on": "2020-09-03"}],
        [{"started_on": "2020-09-02", "previous_plan_ended_on": "2020-09-02"}, {"started_on": "2020-09-02"}],
    ),
    "C36b": Example(
        [{"previous_plans": 0, "previous_plan_ended_on": "2019-09-03"}],
        [{"previous_plans": 1, "previous_plan_ended_on": "2019-09-03"}, {"previous_plans": 0}],
    ),
    "C35a": Example(
        _spells(("2020-06-01", "2020-07-02"), ("2020-07-01", None)),
        _spells(("2020-06-01", "2020-07-02"), ("2020-07-01", None), is_other_council_plan=True),
    ),
    "C35b": Example(
        _spells(("2020-06-01", None), ("2020-07-01", None)),
        _spells(("2020-06-01", "2020-07-01"), ("2020-07-01", None)),
    ),
    "C36d": Example(
        [*_dates("started_on", "2018-06-01", previous_plans=1), *_dates("started_on", "2020-07-01", previous_plans=1)],
        [*_dates("started_on", "2018-06-01", previous_plans=1), *_dates("started_on", "2020-07-01", previous_plans=2)],
    ),
    "B13b": _unlisted("cp_plans"),
    "C32": Example(
        _work("cp_plans", conference_id="C") | _one("cp_conferences", conference_id="C", held_on="2020-09-09"),
        _work("cp_plans", conference_id="C") | _one("cp_conferences", conference_id="C", held_on="2020-09-10"),
    ),
    "C33": _before_referral("cp_plans"),
    "C38": Example(
        _work("cp_plans", ended_on="2020-09-20") | {"persons": _person(died_on="2020-09-19")},
        _work("cp_plans", ended_on="2020-09-20") | {"persons": _person(died_on="2020-09-20")},
    ),
    "G4a": Example(
        _work("cp_plans") | _one("sw_allocations", ended_on="2020-09-20", **SW),
        _work("cp_plans") | _one("sw_allocations", **SW),
    ),
    "G2c": _changed({"ended_on": "2020-08-01"}, {}, cp_plan_id="P", started_on="2020-01-01"),
}

LOOKED_AFTER = {
    "D13a": _future("started_on"),
    "D13b": _future("ended_on"),
    "D13c": Example(_dates("started_on", "1991-10-13"), _dates("started_on", "1991-10-14")),
    "D3a": Example([{"ended_on": "2020-09-01"}], [{"ended_on": "2020-09-01", "reason_ended_code": "E8"}, {}]),
    "D3b": Example([{"reason_ended_code": "E8"}], [{"ended_on": "2020-09-01", "reason_ended_code": "E8"}, {}]),
    "D4a": Example(
        [{"started_on": "2020-09-02", "ended_on": "2020-09-01"}],
        [{"started_on": "2020-09-02", "ended_on": "2020-09-02"}, {"started_on": "2020-09-02"}],
    ),
    "D17": Example(
        [
            {"legal_status_code": "L1", "started_on": "2020-09-01", "ended_on": "2020-09-05"},
            {"legal_status_code": "L2", "started_on": "2020-09-01"},
        ],
        [
            {"legal_status_code": "L1", "started_on": "2020-09-01", "ended_on": "2020-09-04"},
            {"legal_status_code": "C2", "started_on": "2019-09-01"},
        ],
    ),
    "D18a": Example(
        [{"placement_code": "T4", "started_on": "2020-09-01", "ended_on": "2020-09-09"}],
        [
            {"placement_code": "T4", "started_on": "2020-09-01", "ended_on": "2020-09-08"},
            {"placement_code": "U6", "started_on": "2019-09-01"},
        ],
    ),
    "D23a": Example(
        [{"placement_code": "U6"}], [{"placement_code": "U6", "provider_code": "PR1"}, {"placement_code": "T1"}]
    ),
    "D23b": Example(
        [{"placement_code": "U6", "provider_code": "PR0"}, {"placement_code": "P1", "provider_code": "PR1"}],
        [{"placement_code": "P1", "provider_code": "PR0"}, {"placement_code": "U6", "provider_code": "PR1"}],
    ),
    "D28": Example(
        [{"distance_miles": "350.1"}, {"distance_miles": "-1"}],
        [{"distance_miles": "350"}, {"distance_miles": "999.9"}, {"distance_miles": None}],
    ),
    "D5": Example(_episodes({"ended_on": None}, {}), _episodes({}, {})),
    "D6": Example(_episodes({"ended_on": "2020-07-02"}, {}), _episodes({}, {})),
    "D7": Example(
        _episodes({"reason_ended_code": "X1"}, {"started_on": "2020-07-02"}),
        _episodes({"reason_ended_code": "X1"}, {}),
    ),
    "D8": Example(
        _episodes({}, {"reason_started_code": "S"}),
        _episodes({}, {"reason_started_code": "S", "started_on": "2020-08-01"}),
    ),
    "D9": Example(
        _episodes({"reason_ended_code": "E8"}, {"reason_started_code": "P"}),
        _episodes({"reason_ended_code": "X1"}, {"reason_started_code": "P"}),
    ),
    "D10": Example(
        _episodes(
            {"reason_ended_code": "X1", "legal_status_code": "C1"},
            {"reason_started_code": "L", "legal_status_code": "C1"},
        ),
        _episodes(
            {"reason_ended_code": "X1", "legal_status_code": "C1"},
            {"reason_started_code": "L", "legal_status_code": "C2"},
        ),
    ),
    "D11": Example(_episodes({"reason_ended_code": "E2"}, {}), _episodes({"reason_ended_code": "E8"}, {})),
    "D14": Example(
        _episodes({"reason_started_code": "P"}, {"reason_started_code": "P"}),
        _episodes({"reason_started_code": "S"}, {"reason_started_code": "P"}),
    ),
    "B13c": _unlisted("lac_episodes"),
    "D12": Example(
        CARE | {"persons": _person(born_on="2002-06-01")},
        CARE | {"persons": _person(born_on="2002-06-02")},
    ),
    "D16": Example(
        _one("lac_episodes", ended_on="2020-08-31", reason_ended_code="E17")
        | {"persons": _person(born_on="2002-09-01")},
        _one("lac_episodes", ended_on="2020-08-31", reason_ended_code="E17")
        | {"persons": _person(born_on="2002-08-31")},
    ),
    "G4b": Example(
        _one("lac_episodes") | _one("sw_allocations", worker_role_code="DUTY"),
        _one("lac_episodes") | _one("sw_allocations", **SW),
    ),
    "D31a": Example(
        {"before": [{"child_id": "B"}], "now": _dates("started_on", "2020-08-31")},
        {"before": _dates("started_on", "2020-08-31"), "now": _dates("started_on", "2020-08-31", "2020-09-01")},
    ),
    "D31b": _changed({"ended_on": "2020-08-01"}, {}, started_on="2020-01-01"),
    "D32": _changed({"placement_code": "U6"}, {"placement_code": "K2"}, started_on="2020-01-01"),
    "D33": _changed({"distance_miles": "12"}, {"distance_miles": "21"}, started_on="2020-01-01"),
    "D38": Example(
        {
            "before": [
                {"child_id": "A", "started_on": "2019-01-01", "ended_on": "2020-08-01", "reason_ended_code": "E11"}
            ],
            "now": _dates("started_on", "2020-09-01"),
        },
        {
            "before": [
                {"child_id": "A", "started_on": "2019-01-01", "ended_on": "2020-08-01", "reason_ended_code": "E4A"}
            ],
            "now": _dates("started_on", "2020-09-01"),
        },
    ),
    "D35a": _future("reviewed_on"),
    "D35b": Example(
        [{"is_cancelled": True, "participation_code": "PN1"}],
        [{"is_cancelled": True}, {"is_cancelled": False, "participation_code": "PN1"}],
    ),
    "G25": Example(
        [{"participation_code": None}] * 3 + [{"participation_code": "PN1"}] * 17,
        [{"participation_code": None}] * 2 + [{"participation_code": "PN1"}] * 18,
    ),
    "D35c": Example(
        _one("lac_reviews", reviewed_on="2020-09-01", participation_code="PN0")
        | {"persons": _person(born_on="2016-09-01")},
        _one("lac_reviews", reviewed_on="2020-09-01", participation_code="PN0")
        | {"persons": _person(born_on="2016-09-02")},
    ),
    "D34": Example(
        _one("lac_reviews", reviewed_on="2020-09-01") | CARE,
        _one("lac_reviews", reviewed_on="2020-08-31") | CARE,
    ),
    "D13d": _future("started_on"),
    "D4c": Example(
        [{"started_on": "2020-09-02", "ended_on": "2020-09-01"}],
        [{"started_on": "2020-09-02", "ended_on": "2020-09-02"}],
    ),
    "D18b": Example(
        _dates("started_on", "2020-08-18", is_temporary=True),
        [*_dates("started_on", "2020-08-19", is_temporary=True), *_dates("started_on", "2019-08-19")],
    ),
    "D5b": Example(
        _spells(("2020-06-01", None), ("2020-07-01", None)),
        _spells(("2020-06-01", None), ("2020-07-01", None), is_temporary=True),
    ),
    "D6b": Example(
        _spells(("2020-06-01", "2020-07-02"), ("2020-07-01", None)),
        _spells(("2020-06-01", "2020-07-01"), ("2020-07-01", None)),
    ),
    "G26": Example(
        _spells(("2020-06-01", "2020-07-01"), ("2020-07-01", None), urn="1", placement_code="U6"),
        _spells(("2020-06-01", "2020-07-01"), ("2020-07-02", None), urn="1", placement_code="U6"),
    ),
    "G3a": Example(
        _one("placements", started_on="2020-09-01") | CARE, _one("placements", started_on="2020-08-31") | CARE
    ),
    "D26": Example(
        _one("placements", started_on="2020-09-01", placement_code="U6")
        | _one("lac_episodes", started_on="2020-09-01", placement_code="K2"),
        _one("placements", started_on="2020-09-01", placement_code="U6")
        | _one("lac_episodes", started_on="2020-09-01", placement_code="U6"),
    ),
}

LEAVING_CARE = {
    "E20": Example(
        [{"accommodation_code": "U1", "suitability_code": "2"}],
        [
            {"accommodation_code": "U1", "suitability_code": "1"},
            {"accommodation_code": "U", "suitability_code": "2"},
            {"accommodation_code": "0", "suitability_code": "2"},
        ],
    ),
    "E21a": Example(
        [
            {"in_touch_code": "YES", "accommodation_code": "U1"},
            {"in_touch_code": "YES", "accommodation_code": "0", "activity_code": "F1"},
        ],
        [{"in_touch_code": "YES", "accommodation_code": "U1", "activity_code": "F1"}, {"in_touch_code": "NO"}],
    ),
    "E21b": Example(
        [{"in_touch_code": "DIED", "activity_code": "F1"}],
        [{"in_touch_code": "DIED", "activity_code": "0"}, {"in_touch_code": "RHOM"}],
    ),
    "E23a": Example(
        [
            {"eligibility_code": "FORMER_RELEVANT", "born_on": "2002-10-01"},
            {"eligibility_code": "RELEVANT", "born_on": "2002-09-30"},
        ],
        [
            {"eligibility_code": "FORMER_RELEVANT", "born_on": "2002-09-30"},
            {"eligibility_code": "RELEVANT", "born_on": "2002-10-01"},
        ],
    ),
    "E24": Example(
        [{"born_on": "2002-10-01", "accommodation_code": "Z1"}],
        [{"born_on": "2002-09-30", "accommodation_code": "Z1"}, {"born_on": "2002-10-01", "accommodation_code": "U1"}],
    ),
    "G27": Example(
        [{"latest_contact_on": "2020-10-01"}, {"pathway_plan_on": "2020-10-01"}],
        [{"latest_contact_on": "2020-09-30", "pathway_plan_on": "2020-09-30"}],
    ),
    "G28": Example(
        [{"activity_code": "0"}] * 6 + [{"activity_code": None}] * 5 + [{"activity_code": "F1"}] * 9,
        [{"activity_code": "0"}] * 10 + [{"activity_code": "F1"}] * 10,
    ),
    "B14": Example(
        _one("care_leavers", born_on="2002-01-01") | {"persons": _person(born_on="2002-01-02")},
        _one("care_leavers", born_on="2002-01-01") | {"persons": _person(born_on="2002-01-01")},
    ),
    "E22b": Example(
        _one("care_leavers", eligibility_code="FORMER_RELEVANT") | _one("lac_episodes", started_on="2019-01-01"),
        _one("care_leavers", eligibility_code="FORMER_RELEVANT") | CARE,
    ),
    "E25": _changed({"in_touch_code": "DIED"}, {"in_touch_code": "YES"}),
    "E23c": _changed({"eligibility_code": "FORMER_RELEVANT"}, {"eligibility_code": "RELEVANT"}),
    "C1h": _future("started_on"),
    "G29": Example(
        [{"started_on": "2020-09-02", "reviewed_on": "2020-09-01"}, {"reviewed_on": "2020-10-01"}],
        [{"started_on": "2020-09-02", "reviewed_on": "2020-09-30"}, {"started_on": "2020-09-02"}],
    ),
    "G30": Example(
        [{"started_on": "2020-01-02", "reviewed_on": "2020-03-01", "review_due_on": "2020-09-02"}],
        [{"started_on": "2020-01-02", "reviewed_on": "2020-03-01", "review_due_on": "2020-09-01"}],
    ),
    "G31": Example(
        _dates("started_on", "2020-01-01", "2020-06-01", status_code="CURRENT"),
        [
            *_dates("started_on", "2020-01-01", status_code="ENDED"),
            *_dates("started_on", "2020-06-01", status_code="CURRENT"),
        ],
    ),
}

PRACTICE = {
    "G5a": _future("supervised_on"),
    "G5b": Example(
        [{"worker_id": "W", "supervisor_id": "W"}],
        [{"worker_id": "W", "supervisor_id": "V"}, {"worker_id": "W"}],
    ),
    "G5c": Example(
        _one("supervision", worker_id="W", supervised_on="2020-09-01")
        | _one("sw_allocations", worker_id="W", started_on="2020-09-02"),
        _one("supervision", worker_id="W", supervised_on="2020-09-02")
        | _one("sw_allocations", worker_id="W", started_on="2020-09-02"),
    ),
    "G5d": Example(
        _one("supervision", case_status_code="CP", supervised_on="2020-09-01")
        | _one("cp_plans", started_on="2020-06-01", ended_on="2020-08-31"),
        _one("supervision", case_status_code="CP", supervised_on="2020-08-31")
        | _one("cp_plans", started_on="2020-06-01", ended_on="2020-08-31"),
    ),
    "C1i": _future("started_on"),
    "E27a": Example(
        [{"started_on": "2020-09-02", "ended_on": "2020-09-01"}],
        [{"started_on": "2020-09-02", "ended_on": "2020-09-02"}],
    ),
    "E27c": Example(
        _spells(("2020-06-01", None), ("2020-07-01", None), **SW),
        _spells(("2020-06-01", "2020-07-01"), ("2020-07-01", None), **SW),
    ),
    "G32": Example(
        _spells(("2020-06-01", "2020-07-01"), ("2020-07-01", None), worker_id="W", **SW),
        _spells(("2020-06-01", "2020-07-01"), ("2020-07-02", None), worker_id="W", **SW),
    ),
    "G4c": Example(
        {"sw_allocations": [{"child_id": "A", "worker_id": worker, **SW} for worker in "WV"]},
        {"sw_allocations": [{"child_id": "A", "worker_id": worker, **SW} for worker in "WW"]},
    ),
    "G2d": _changed({"worker_id": "W"}, {"worker_id": "V"}, allocation_id="1", started_on="2020-01-01"),
    "C1j": _future("requested_on"),
    "G8a": Example(
        [{"requested_on": "2020-09-02", "plan_issued_on": "2020-09-01"}],
        [{"requested_on": "2020-09-02", "plan_issued_on": "2020-09-02"}, {"requested_on": "2020-09-02"}],
    ),
    "E31a": _future("plan_issued_on"),
    "G8b": Example(
        [{"plan_issued_on": "2020-09-02"}],
        [{"plan_issued_on": "2020-09-02", "has_exceptions": False}, {"has_exceptions": None}],
    ),
    "G33": Example(
        [{"plan_issued_on": "2020-09-02", "request_outcome_code": "N"}],
        [{"plan_issued_on": "2020-09-02", "request_outcome_code": "Y"}, {"request_outcome_code": "N"}],
    ),
    "G34": Example(
        _dates("requested_on", "2020-06-01", "2020-09-01"),
        _dates("requested_on", "2020-06-01", "2020-09-01", request_decided_on="2020-07-01"),
    ),
    "G35": Example(
        [{"plan_issued_on": "2020-09-02"}] * 10,
        [{"plan_issued_on": "2020-09-02"}] * 9 + [{"plan_issued_on": "2020-09-02", "has_exceptions": False}],
    ),
    "E30": Example(
        _one("ehc", requested_on="2020-09-01") | {"persons": _person(born_on="1994-09-01")},
        _one("ehc", requested_on="2020-09-01") | {"persons": _person(born_on="1994-09-02")},
    ),
    "G2e": _changed({"plan_issued_on": "2020-08-01"}, {}, request_id="1", requested_on="2020-01-01"),
    "G11a": Example([{"old_child_id": "A", "new_child_id": "A"}], [{"old_child_id": "A", "new_child_id": "B"}]),
    "G11b": Example(
        {"merged_ids": [{"old_child_id": "A", "new_child_id": "B"}, {"old_child_id": "B", "new_child_id": "A"}]},
        {"merged_ids": [{"old_child_id": "A", "new_child_id": "B"}, {"old_child_id": "B", "new_child_id": "C"}]},
    ),
    "G11c": Example(
        {
            "before": [{"old_child_id": "A", "new_child_id": "B"}],
            "now": [{"old_child_id": "A", "new_child_id": "C"}],
        },
        {
            "before": [{"old_child_id": "A", "new_child_id": "B"}],
            "now": [{"old_child_id": "A", "new_child_id": "B"}],
        },
    ),
}


def _periods() -> Example:
    unreadable = ("2020-13", "Q2 2020/21", "2020-21-Q5", "2020-21")
    return Example([{"period": text} for text in unreadable], [{"period": "2020-09"}, {"period": "2020-21-Q2"}])


RETURNS = {
    "G36": _periods(),
    "G37": Example([{"numerator": "3"}], [{"value": "30"}, {"numerator": "3", "denominator": "10"}]),
    "G38": Example(
        [{"numerator": "3", "denominator": "0"}, {"numerator": "-1", "denominator": "4"}],
        [{"numerator": "0", "denominator": "4"}, {"value": "30"}],
    ),
    "G39": Example(
        [{"value": "50", "numerator": "3", "denominator": "10"}],
        [
            {"value": "30", "numerator": "3", "denominator": "10"},
            {"value": "2.9", "numerator": "29", "denominator": "10"},
            {"value": "50"},
        ],
    ),
    "G40": Example(
        {
            "before": [{"indicator_code": "I", "period": "2020-07", "status_code": "final", "value": "30"}],
            "now": [{"indicator_code": "I", "period": "2020-07", "status_code": "final", "value": "31"}],
        },
        {
            "before": [{"indicator_code": "I", "period": "2020-07", "status_code": "provisional", "value": "30"}],
            "now": [{"indicator_code": "I", "period": "2020-07", "status_code": "final", "value": "31"}],
        },
    ),
    "G41": _periods(),
    "G42": Example(
        [{"kind_code": "improvement", "corrective_action": "Weekly panel", "owner": "Head of Service"}],
        [
            {
                "kind_code": "improvement",
                "corrective_action": "Weekly panel",
                "owner": "Head of Service",
                "due_on": "2020-12-31",
            },
            {"kind_code": "highlight"},
        ],
    ),
}

EXAMPLES: dict[str, Example] = {
    **PERSONS,
    **FRONT_DOOR,
    **PROTECTION,
    **LOOKED_AFTER,
    **LEAVING_CARE,
    **PRACTICE,
    **RETURNS,
}
