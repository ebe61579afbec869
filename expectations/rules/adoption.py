"""Rules that mean the same in every file about adoption, declared once.

Called by: the rules of adoption_children, ad1 and placed_for_adoption.
Promises:  one message, one reason and one predicate for each, wherever it stands.
Never:     decides for which extract a rule makes sense.
"""

from __future__ import annotations

from collections.abc import Sequence

from expectations.contract import Rule
from expectations.rules.shared import in_order, not_both_or_neither


def dates_are_real(code: str, columns: Sequence[str], what: str) -> Rule:
    """A date of the way to adoption that cannot be read is not taken for one that is not there yet."""
    return Rule(
        code,
        f"{what} is not a real date",
        "reject_row",
        " OR ".join(f"bad_{column}" for column in columns),
        "Read as blank, a step that was taken would count as still to come.",
        source="903 112, 113, 115, 116",
        breaks=[{f"bad_{column}": True} for column in columns],
        passes=[{}, {f"bad_{column}": False for column in columns}],
    )


def reversal_is_whole(code: str) -> Rule:
    """Source: SSDA903 119."""
    return not_both_or_neither(
        code,
        ("reversed_on", "reversal_reason_code"),
        "Decision was reversed without a reason, or a reason is given without a date",
        "Whether adoption is still the plan, and why not, is unclear.",
        "903 119, 120, 563",
    )


def reversal_after_decision(code: str) -> Rule:
    """Source: SSDA903 522."""
    return in_order(
        code,
        ("decided_on", "reversed_on"),
        "Decision was reversed before it was made",
        "The plan never counts as one of adoption.",
        "903 522",
    )


def one_decision_at_a_time(code: str) -> Rule:
    """A child for whom adoption is the plan is not decided upon again until that plan was given up."""
    return Rule(
        code,
        "Decision to place for adoption while an earlier one still stands",
        "warn",
        "previous.decided_on IS NOT NULL AND (previous.reversed_on IS NULL OR previous.reversed_on > decided_on)",
        "The child counts twice, and time from decision to placement runs from the wrong day.",
        scope="child",
        source="903 579, 583",
        breaks=[
            {"child_id": "A", "decided_on": "2019-01-01"},
            {"child_id": "A", "decided_on": "2019-06-01", "reversed_on": "2020-01-02"},
            {"child_id": "A", "decided_on": "2020-01-01"},
        ],
        passes=[
            {"child_id": "A", "decided_on": "2019-01-01", "reversed_on": "2020-01-01"},
            {"child_id": "A", "decided_on": "2020-01-01"},
        ],
    )


def decision_as_before(code: str, extract: str) -> Rule:
    """A decision keeps its date from month to month; a second decision stands beside the first."""
    here = f"SELECT 1 FROM delivered.{extract} n WHERE n.previous_month_ends_on = t.month_ends_on"
    return Rule(
        code,
        "Decision to place for adoption has another date in the next month's file",
        "warn",
        f"EXISTS ({here} AND n.child_id = t.child_id)"
        f" AND NOT EXISTS ({here} AND n.child_id = t.child_id AND n.decided_on = t.decided_on)",
        "Both decisions are kept, so the child counts twice: a restatement to be explained.",
        scope="cross_period",
        needs=(extract,),
        source="903 559, 560, 561, 584",
        breaks={
            "before": [{"child_id": "A", "decided_on": "2019-01-01", "previous_month_ends_on": "2020-07-31"}],
            "now": [{"child_id": "A", "decided_on": "2019-02-01"}, {"child_id": "B", "decided_on": "2019-01-01"}],
        },
        passes={
            "before": [
                {"child_id": "A", "decided_on": "2019-01-01", "previous_month_ends_on": "2020-07-31"},
                {"child_id": "B", "decided_on": "2019-01-01", "previous_month_ends_on": "2020-07-31"},
            ],
            "now": [{"child_id": "A", "decided_on": "2019-01-01"}, {"child_id": "A", "decided_on": "2020-09-01"}],
        },
    )


def adopters_agree(number_and_sex: str, sex_and_status: str) -> tuple[Rule, ...]:
    """Return the rules that hold number, sex and legal status of the adopters together.

    Trap: one of a couple may adopt alone, so one adopter is not always single.
    """
    return (
        Rule(
            number_and_sex,
            "Number of adopters does not agree with their sex",
            "warn",
            "adopters_number NOT IN (1, 2) OR adopters_number = 1 AND adopters_sex_code IN ('MM', 'FF', 'MF')"
            " OR adopters_number = 2 AND adopters_sex_code IN ('M1', 'F1')",
            "Figures on who adopts count a couple as one person, or one person as a couple.",
            source="903 511, 514",
            breaks=[
                {"adopters_number": 0},
                {"adopters_number": 3},
                {"adopters_number": 1, "adopters_sex_code": "MM"},
                {"adopters_number": 2, "adopters_sex_code": "F1"},
            ],
            passes=[
                {"adopters_number": 1, "adopters_sex_code": "M1"},
                {"adopters_number": 2, "adopters_sex_code": "MF"},
                {"adopters_number": 1},
                {"adopters_number": 2},
            ],
        ),
        Rule(
            sex_and_status,
            "Legal status of the adopters does not agree with their sex",
            "warn",
            "adopters_status_code = 'L0' AND adopters_sex_code IN ('MM', 'FF', 'MF')"
            " OR adopters_status_code IN ('L11', 'L3') AND adopters_sex_code IN ('MM', 'FF')"
            " OR adopters_status_code IN ('L12', 'L4') AND adopters_sex_code = 'MF'",
            "One of the two is wrong, so figures on who adopts are.",
            source="903 517-520, 524",
            breaks=[
                {"adopters_status_code": "L0", "adopters_sex_code": "MF"},
                {"adopters_status_code": "L11", "adopters_sex_code": "MM"},
                {"adopters_status_code": "L4", "adopters_sex_code": "MF"},
            ],
            passes=[
                {"adopters_status_code": "L0", "adopters_sex_code": "M1"},
                {"adopters_status_code": "L11", "adopters_sex_code": "MF"},
                {"adopters_status_code": "L12", "adopters_sex_code": "FF"},
                {"adopters_status_code": "L2", "adopters_sex_code": "MM"},
                {"adopters_status_code": "L2", "adopters_sex_code": "F1"},
            ],
        ),
    )
