"""What makes a row of reference data wrong, with an example of each.

Called by: expectations.extracts, for terms, residents and pupils.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.codes.residents import GROUPS
from expectations.contract import Rule
from expectations.rules.shared import ends_before_it_begins

SCHOOL_TERMS: tuple[Rule, ...] = (
    ends_before_it_begins(
        "G56", "Term", "No day would lie in the term, and its figures would be empty.", "own", ("starts_on", "ends_on")
    ),
    Rule(
        "G57",
        "Half term does not lie within the term",
        "warn",
        "half_term_starts_on <= starts_on OR half_term_ends_on >= ends_on OR half_term_ends_on < half_term_starts_on",
        "Days of school would be counted wrongly.",
        source="own",
        breaks=[
            {"starts_on": "2020-09-02", "half_term_starts_on": "2020-09-02"},
            {"ends_on": "2020-12-18", "half_term_ends_on": "2020-12-18"},
            {"half_term_starts_on": "2020-10-26", "half_term_ends_on": "2020-10-25"},
        ],
        passes=[
            {
                "starts_on": "2020-09-02",
                "half_term_starts_on": "2020-09-03",
                "half_term_ends_on": "2020-12-17",
                "ends_on": "2020-12-18",
            },
            {"half_term_starts_on": "2020-10-26", "half_term_ends_on": "2020-10-26"},
            {"starts_on": "2020-09-02", "ends_on": "2020-12-18"},
        ],
    ),
)

_GROUP_OF_ITS_KIND = " OR ".join(
    f"(dimension = '{kind}' AND member IN ({', '.join(repr(group) for group in groups)}))"
    for kind, groups in GROUPS.items()
)

POPULATION: tuple[Rule, ...] = (
    Rule(
        "G58",
        "Age band ends below the age it begins with, or nobody is in it",
        "reject_row",
        "age_to < age_from OR people <= 0",
        "Rates per 10,000 children would be divided by nothing.",
        source="own",
        breaks=[{"age_from": 1, "age_to": 0, "people": 1}, {"age_from": 0, "age_to": 0, "people": 0}],
        passes=[{"age_from": 0, "age_to": 0, "people": 1}, {"age_from": 0, "age_to": 17, "people": 50000}],
    ),
    Rule(
        "G60",
        "The group is not one of its kind",
        "reject_row",
        f"NOT ({_GROUP_OF_ITS_KIND})",
        "No rate would ever be held against the number, or the wrong one would.",
        source="own",
        breaks=[
            {"dimension": kind, "member": group}
            for kind in GROUPS
            for other, groups in GROUPS.items()
            for group in groups
            if kind != other
        ],
        passes=[{"dimension": kind, "member": group} for kind, groups in GROUPS.items() for group in groups],
    ),
    Rule(
        "G61",
        "Year of an estimate is not one of 1900 to 2100",
        "reject_row",
        "year NOT BETWEEN 1900 AND 2100",
        "A year written short or mistyped passes for one of long ago, or is the year of no rate.",
        source="own",
        breaks=[{"year": 20}, {"year": 202}, {"year": 1899}, {"year": 2101}],
        passes=[{"year": 1900}, {"year": 2100}],
    ),
)

PUPILS_ON_ROLL: tuple[Rule, ...] = (
    Rule(
        "G59",
        "No pupil is on roll",
        "reject_row",
        "pupils <= 0",
        "Rates by pupil would be divided by nothing.",
        source="own",
        breaks=[{"pupils": 0}],
        passes=[{"pupils": 1}],
    ),
)
