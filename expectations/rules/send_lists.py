"""What makes a row of the lists of pupils with special educational needs wrong, with an example of each.

Called by: expectations.extracts.ehc_current, expectations.extracts.sen_support.
Promises:  each rule has its reason, its source and two examples that a test holds it to; both lists have the same
           rules, those about plans only where there is one.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import in_order


def rules_of(extract: str, letters: str) -> tuple[Rule, ...]:
    """Return the rules of a list; the two letters end their codes, which are used once."""
    return (
        *_of_age_and_school(*letters),
        Rule(
            f"E32{letters[1]}",
            "Pupil number stands on the list more than once",
            "warn",
            f"EXISTS (SELECT 1 FROM silver.{extract} o WHERE o.upn = t.upn AND o.child_id <> t.child_id"
            " AND o.as_at = t.as_at)",
            "One pupil under two numbers counts twice, or two pupils share a number.",
            scope="cross_file",
            needs=(extract,),
            source="SEN 109, 209",
            breaks={extract: [{"child_id": "A", "upn": "U"}, {"child_id": "B", "upn": "U"}]},
            passes={
                extract: [
                    {"child_id": "A", "upn": "U"},
                    {"child_id": "A", "upn": "U", "as_at": "2020-08-31"},
                    {"child_id": "B", "upn": "V"},
                    {"child_id": "C", "upn": "V", "as_at": "2020-08-31"},
                    {"child_id": "D"},
                    {"child_id": "E"},
                ]
            },
        ),
        *(_OF_PLANS if extract == "ehc_current" else ()),
    )


def _of_age_and_school(letter: str, other: str) -> tuple[Rule, ...]:
    return (
        Rule(
            f"E30{letter}",
            "Older than 25 at the end of the month",
            "warn",
            "born_on <= month_ends_on - INTERVAL 26 YEAR",
            "Special educational needs end at 25; the person counts in every figure on the list.",
            source="SEN 102b, 202b",
            breaks=[{"born_on": "1994-09-30"}],
            passes=[{"born_on": "1994-10-01"}],
        ),
        Rule(
            f"E30{other}",
            "Aged 25 at the end of the month",
            "query",
            "born_on <= month_ends_on - INTERVAL 25 YEAR AND born_on > month_ends_on - INTERVAL 26 YEAR",
            "Few are still in education at that age.",
            source="SEN 102a, 202a",
            breaks=[{"born_on": "1995-09-30"}, {"born_on": "1994-10-01"}],
            passes=[{"born_on": "1995-10-01"}, {"born_on": "1994-09-30"}],
        ),
        Rule(
            f"E32{letter}",
            "Aged 6 or over, without a pupil number or a learner number",
            "warn",
            "born_on <= month_ends_on - INTERVAL 6 YEAR AND upn IS NULL AND uln IS NULL",
            "Attainment and attendance cannot be joined to the pupil.",
            source="SEN 107, 207",
            breaks=[{"born_on": "2014-09-30"}],
            passes=[
                {"born_on": "2014-10-01"},
                {"born_on": "2014-09-30", "upn": "U"},
                {"born_on": "2014-09-30", "uln": "L"},
            ],
        ),
        Rule(
            f"E33{letter}",
            "Of school age, but no school or setting is named",
            "query",
            "born_on <= month_ends_on - INTERVAL 5 YEAR AND born_on > month_ends_on - INTERVAL 16 YEAR"
            " AND urn IS NULL AND second_phase IS NULL",
            "The child may be missing education.",
            source="SEN 108a, 208a",
            breaks=[{"born_on": "2015-09-30"}, {"born_on": "2004-10-01"}],
            passes=[
                {"born_on": "2015-10-01"},
                {"born_on": "2004-09-30"},
                {"born_on": "2010-01-01", "urn": "1"},
                {"born_on": "2010-01-01", "second_phase": "P"},
            ],
        ),
        Rule(
            f"E33{other}",
            "Of school age and at a second school or setting, but no main one is named",
            "query",
            "born_on <= month_ends_on - INTERVAL 5 YEAR AND born_on > month_ends_on - INTERVAL 16 YEAR"
            " AND urn IS NULL AND second_phase IS NOT NULL",
            "Schools are counted by the main one, which leaves the child out.",
            source="SEN 108b, 208b",
            breaks=[
                {"born_on": "2015-09-30", "second_phase": "P"},
                {"born_on": "2004-10-01", "second_phase": "P"},
            ],
            passes=[
                {"born_on": "2015-10-01", "second_phase": "P"},
                {"born_on": "2004-09-30", "second_phase": "P"},
                {"born_on": "2010-01-01", "second_phase": "P", "urn": "1"},
                {"born_on": "2010-01-01"},
            ],
        ),
    )


_WRONG_DATE = "Whether the plan is up to date would be judged on a wrong date."
_OF_PLANS = (
    in_order(
        "E31e",
        ("plan_first_issued_on", "plan_updated_on"),
        "Plan was issued anew before it was first issued",
        _WRONG_DATE,
        "SEN 106a",
    ),
    in_order(
        "E31f",
        ("plan_first_issued_on", "plan_reviewed_on"),
        "Plan was reviewed before it was first issued",
        _WRONG_DATE,
        "SEN 106b",
    ),
    Rule(
        "E31g",
        "Plan was issued or reviewed after the end of the month",
        "warn",
        "plan_first_issued_on > month_ends_on OR plan_updated_on > month_ends_on OR plan_reviewed_on > month_ends_on",
        _WRONG_DATE,
        source="SEN 105a-105d",
        breaks=[
            {"plan_first_issued_on": "2020-10-01"},
            {"plan_updated_on": "2020-10-01"},
            {"plan_reviewed_on": "2020-10-01"},
        ],
        passes=[
            {
                "plan_first_issued_on": "2020-09-30",
                "plan_updated_on": "2020-09-30",
                "plan_reviewed_on": "2020-09-30",
            }
        ],
    ),
)
