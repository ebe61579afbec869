"""What makes a row of contacts wrong, with an example of each.

Called by: expectations.extracts.contacts.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("C1a", "contact_on", "Contact"),
    Rule(
        "G13",
        "Outcome is dated before the contact",
        "reject_row",
        "outcome_on < contact_on",
        "Time to decision would be negative and count as decided within a day.",
        source="own",
        breaks=[{"contact_on": "2020-09-02", "outcome_on": "2020-09-01"}],
        passes=[{"contact_on": "2020-09-02", "outcome_on": "2020-09-02"}, {"contact_on": "2020-09-02"}],
    ),
    Rule(
        "G14",
        "Outcome has a date but does not say what was decided",
        "warn",
        "outcome_on IS NOT NULL AND contact_outcome_code IS NULL",
        "A decided contact counts as not having gone to early help or referral.",
        source="own",
        breaks=[{"outcome_on": "2020-09-02"}],
        passes=[{"outcome_on": "2020-09-02", "contact_outcome_code": "NFA"}, {"contact_on": "2020-09-02"}],
    ),
    Rule(
        "G15",
        "Same child, same day, same source as another contact",
        "query",
        "contact_on = previous.contact_on AND contact_source_code = previous.contact_source_code",
        "If it is one contact entered twice, the number of contacts is too high and every share of it too low.",
        scope="child",
        source="own",
        breaks=[
            {"child_id": "A", "contact_on": "2020-09-02", "contact_source_code": "6"},
            {"child_id": "A", "contact_on": "2020-09-02", "contact_source_code": "6"},
        ],
        passes=[
            {"child_id": "A", "contact_on": "2020-09-02", "contact_source_code": "6"},
            {"child_id": "A", "contact_on": "2020-09-03", "contact_source_code": "6"},
            {"child_id": "A2", "contact_on": "2020-09-02"},
            {"child_id": "A2", "contact_on": "2020-09-02"},
        ],
    ),
    Rule(
        "G16",
        "More than half of the contacts have no outcome",
        "query",
        "count(*) >= 20 AND 2 * count(*) FILTER (WHERE contact_outcome_code IS NULL) > count(*)",
        "The share of contacts going to early help is measured on undecided contacts.",
        scope="file",
        source="own",
        breaks=[{"contact_outcome_code": None}] * 11 + [{"contact_outcome_code": "NFA"}] * 9,
        passes={
            "just half": [{"contact_outcome_code": None}] * 10 + [{"contact_outcome_code": "NFA"}] * 10,
            "too few to say": [{"contact_outcome_code": None}] * 19,
        },
    ),
    Rule(
        "G17",
        "Contact went to early help, but no early help began within 30 days",
        "warn",
        "t.contact_outcome_code = 'EARLY_HELP'"
        " AND t.contact_on < (SELECT max(c.contact_on) FROM silver.contacts c) - INTERVAL 30 DAY"
        " AND NOT EXISTS (SELECT 1 FROM silver.early_help e WHERE e.child_id = t.child_id"
        " AND coalesce(e.assessment_started_on, e.started_on) >= t.contact_on"
        " AND coalesce(e.assessment_started_on, e.started_on) <= t.contact_on + INTERVAL 30 DAY)",
        "The share of contacts progressing to early help says more than families received.",
        scope="cross_file",
        needs=("contacts", "early_help"),
        source="own",
        breaks={
            "contacts": [
                {"child_id": "A", "contact_on": "2020-07-01", "contact_outcome_code": "EARLY_HELP"},
                {"child_id": "B", "contact_on": "2020-09-01"},
                {"contact_on": "2020-07-01", "contact_outcome_code": "EARLY_HELP"},
                {"contact_on": "2020-09-01"},
                {"child_id": "A5", "contact_on": "2020-08-01", "contact_outcome_code": "EARLY_HELP"},
                {"contact_on": "2020-09-01"},
            ],
            "early_help": [
                {"child_id": "A", "started_on": "2020-08-01"},
                {"started_on": "2020-07-31"},
                {"child_id": "A5", "started_on": "2020-07-31"},
            ],
        },
        passes={
            "contacts": [
                {"child_id": "A", "contact_on": "2020-07-01", "contact_outcome_code": "EARLY_HELP"},
                {"child_id": "B", "contact_on": "2020-09-01", "contact_outcome_code": "EARLY_HELP"},
                {"contact_on": "2020-10-01"},
                {"contact_on": "2020-09-01", "contact_outcome_code": "EARLY_HELP"},
                {"child_id": "A4", "contact_on": "2020-07-31", "contact_outcome_code": "EARLY_HELP"},
                {"contact_on": "2020-09-01"},
                {"contact_on": "2020-07-01"},
                {"contact_on": "2020-09-01"},
            ],
            "early_help": [
                {"child_id": "A", "started_on": "2020-07-31"},
                {},
                {"child_id": "A4", "started_on": "2020-07-31"},
                {},
            ],
        },
    ),
)
