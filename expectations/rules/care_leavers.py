"""What makes a row of care leavers wrong, with an example of each.

Called by: expectations.extracts.care_leavers.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "E20",
        "Suitability does not agree with the digit of the accommodation code",
        "warn",
        "right(accommodation_code, 1) IN ('1', '2') AND suitability_code <> right(accommodation_code, 1)",
        "The share in suitable accommodation depends on which of the two is read.",
        source="903 133",
        breaks=[{"accommodation_code": "U1", "suitability_code": "2"}],
        passes=[
            {"accommodation_code": "U1", "suitability_code": "1"},
            {"accommodation_code": "U", "suitability_code": "2"},
            {"accommodation_code": "0", "suitability_code": "2"},
        ],
    ),
    Rule(
        "E21a",
        "In touch, but accommodation or activity is not recorded",
        "warn",
        "in_touch_code = 'YES' AND (coalesce(accommodation_code, '0') = '0' OR coalesce(activity_code, '0') = '0')",
        "The young person counts as not suitably housed, or as not in education, employment or training.",
        source="903 153, 345",
        breaks=[
            {"in_touch_code": "YES", "accommodation_code": "U1"},
            {"in_touch_code": "YES", "accommodation_code": "0", "activity_code": "F1"},
        ],
        passes=[{"in_touch_code": "YES", "accommodation_code": "U1", "activity_code": "F1"}, {"in_touch_code": "NO"}],
    ),
    Rule(
        "E21b",
        "Died or went home, but accommodation or activity is recorded",
        "warn",
        "in_touch_code IN ('DIED', 'RHOM') AND (coalesce(accommodation_code, '0') <> '0'"
        " OR coalesce(activity_code, '0') <> '0')",
        "Someone who should be left out of care leaver figures may be counted.",
        source="903 344",
        breaks=[
            {"in_touch_code": "DIED", "activity_code": "F1"},
            {"in_touch_code": "DIED", "accommodation_code": "DIED"},
        ],
        passes=[{"in_touch_code": "DIED", "activity_code": "0"}, {"in_touch_code": "RHOM"}, {"activity_code": "F1"}],
    ),
    Rule(
        "E23a",
        "Category does not fit the age: former relevant under 18, or relevant or eligible at 18 or over",
        "warn",
        "eligibility_code = 'FORMER_RELEVANT' AND born_on > month_ends_on - INTERVAL 18 YEAR"
        " OR eligibility_code IN ('RELEVANT', 'ELIGIBLE') AND born_on <= month_ends_on - INTERVAL 18 YEAR",
        "Figures on former relevant young people count the wrong ones.",
        source="903 1000",
        breaks=[
            {"eligibility_code": "FORMER_RELEVANT", "born_on": "2002-10-01"},
            {"eligibility_code": "RELEVANT", "born_on": "2002-09-30"},
        ],
        passes=[
            {"eligibility_code": "FORMER_RELEVANT", "born_on": "2002-09-30"},
            {"eligibility_code": "RELEVANT", "born_on": "2002-10-01"},
        ],
    ),
    Rule(
        "E24",
        "Under 18 in a foyer or with a former foster carer",
        "warn",
        "born_on > month_ends_on - INTERVAL 18 YEAR AND left(accommodation_code, 1) IN ('T', 'Z')",
        "Staying with a former foster carer begins at 18; the staying put figure may be too high.",
        source="903 347, 3001",
        breaks=[{"born_on": "2002-10-01", "accommodation_code": "Z1"}],
        passes=[
            {"born_on": "2002-09-30", "accommodation_code": "Z1"},
            {"born_on": "2002-10-01", "accommodation_code": "U1"},
        ],
    ),
    Rule(
        "G27",
        "Latest contact or pathway plan is dated after the end of the month",
        "warn",
        "latest_contact_on > month_ends_on OR pathway_plan_on > month_ends_on",
        "A planned date stands in place of the last one, so plans look up to date that are not.",
        source="own",
        breaks=[{"latest_contact_on": "2020-10-01"}, {"pathway_plan_on": "2020-10-01"}],
        passes=[{"latest_contact_on": "2020-09-30", "pathway_plan_on": "2020-09-30"}],
    ),
    Rule(
        "G28",
        "More than half of the young people have no activity recorded",
        "query",
        "count(*) >= 20 AND 2 * count(*) FILTER (WHERE coalesce(activity_code, '0') = '0') > count(*)",
        "The share in education, employment or training rests on an incomplete file.",
        scope="file",
        source="own",
        breaks=[{"activity_code": "0"}] * 6 + [{"activity_code": None}] * 5 + [{"activity_code": "F1"}] * 9,
        passes={
            "just half": [{"activity_code": "0"}] * 10 + [{"activity_code": "F1"}] * 10,
            "too few to say": [{"activity_code": "0"}] * 19,
        },
    ),
    Rule(
        "B14",
        "Date of birth differs from the persons file",
        "warn",
        "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id AND p.born_on <> t.born_on)",
        "The young person is in a different age group depending on the file.",
        scope="cross_file",
        needs=("persons",),
        source="903 INT13",
        breaks={
            "care_leavers": [{"child_id": "A", "born_on": "2002-01-01"}],
            "persons": [{"child_id": "A", "born_on": "2002-01-02"}],
        },
        passes={
            "care_leavers": [{"child_id": "A", "born_on": "2002-01-01"}, {"born_on": "2002-01-01"}],
            "persons": [{"child_id": "A", "born_on": "2002-01-01"}, {"born_on": "2002-01-02"}],
        },
    ),
    Rule(
        "E22b",
        "Recorded as having left care, but still looked after",
        "warn",
        "t.eligibility_code IN ('FORMER_RELEVANT', 'RELEVANT') AND EXISTS (SELECT 1 FROM silver.lac_episodes e"
        " WHERE e.child_id = t.child_id AND e.ended_on IS NULL)",
        "Counts among care leavers and among looked after children; an episode was probably never ended.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 1007, 1016",
        breaks={
            "care_leavers": [{"child_id": "A", "eligibility_code": "FORMER_RELEVANT"}],
            "lac_episodes": [{"child_id": "A", "started_on": "2019-01-01"}],
        },
        passes={
            "care_leavers": [
                {"child_id": "A", "eligibility_code": "FORMER_RELEVANT"},
                {"eligibility_code": "FORMER_RELEVANT"},
                {"child_id": "A3"},
            ],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-08-31"},
                {},
                {"child_id": "A3"},
            ],
        },
    ),
    Rule(
        "E25",
        "Recorded as having died in an earlier month's file",
        "query",
        "t.in_touch_code <> 'DIED' AND before.in_touch_code = 'DIED'",
        "One of the two months counts the young person wrongly.",
        scope="cross_period",
        source="903 348",
        breaks={
            "before": [{"child_id": "A", "in_touch_code": "DIED"}],
            "now": [{"child_id": "A", "in_touch_code": "YES"}],
        },
        passes={
            "before": [{"child_id": "A", "in_touch_code": "DIED"}, {"in_touch_code": "DIED"}, {"child_id": "A3"}, {}],
            "now": [
                {"child_id": "A", "in_touch_code": "DIED"},
                {"in_touch_code": "YES"},
                {"child_id": "A3", "in_touch_code": "YES"},
                {"child_id": "B4", "in_touch_code": "DIED"},
                {"child_id": "B4", "in_touch_code": "YES"},
            ],
        },
    ),
    Rule(
        "E23c",
        "Category was former relevant in an earlier month's file and is an earlier one now",
        "query",
        "t.eligibility_code IN ('RELEVANT', 'ELIGIBLE') AND before.eligibility_code = 'FORMER_RELEVANT'",
        "Figures on former relevant young people lose one without a reason.",
        scope="cross_period",
        source="903 1010",
        breaks={
            "before": [{"child_id": "A", "eligibility_code": "FORMER_RELEVANT"}],
            "now": [{"child_id": "A", "eligibility_code": "RELEVANT"}],
        },
        passes={
            "before": [
                {"child_id": "A", "eligibility_code": "FORMER_RELEVANT"},
                {"eligibility_code": "FORMER_RELEVANT"},
                {"child_id": "A3"},
                {},
            ],
            "now": [
                {"child_id": "A", "eligibility_code": "FORMER_RELEVANT"},
                {"eligibility_code": "RELEVANT"},
                {"child_id": "A3", "eligibility_code": "RELEVANT"},
                {"child_id": "A4", "eligibility_code": "FORMER_RELEVANT"},
                {"child_id": "A4", "eligibility_code": "RELEVANT"},
            ],
        },
    ),
)
