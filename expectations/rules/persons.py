"""What makes a row of persons wrong, with an example of each.

Called by: expectations.extracts.persons.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "B2",
        "Date of birth is after the end of the month",
        "reject_row",
        "born_on > month_ends_on",
        "The child's age would be negative, and every age-limited figure wrong; use the expected date of birth.",
        source="903 301; CIN 8520",
        breaks=[{"child_id": "A", "born_on": "2020-10-01"}],
        passes=[{"child_id": "A", "born_on": "2020-09-30"}],
    ),
    Rule(
        "B3",
        "Give the date of birth or the expected date of birth: one of them, not both",
        "warn",
        "(born_on IS NULL) = (expected_born_on IS NULL)",
        "Without exactly one of them the age is unknown or in doubt, and the child leaves age-limited figures.",
        source="CIN 8525Q",
        breaks=[{"child_id": "A"}, {"child_id": "B", "born_on": "2020-05-01", "expected_born_on": "2020-05-09"}],
        passes=[{"child_id": "A", "born_on": "2020-05-01"}, {"child_id": "B", "expected_born_on": "2020-12-09"}],
    ),
    Rule(
        "B8",
        "Date of death is before birth or after the end of the month",
        "query",
        "died_on < born_on OR died_on > month_ends_on",
        "A child taken for dead drops out of open-case figures.",
        source="CIN 8535Q, 8545Q",
        breaks=[{"born_on": "2015-05-01", "died_on": "2015-04-30"}, {"died_on": "2020-10-01"}],
        passes=[{"born_on": "2015-05-01", "died_on": "2015-05-01"}, {"died_on": "2020-09-30"}],
    ),
    Rule(
        "B16",
        "'No disability' is recorded beside a disability",
        "warn",
        "contains(disability_codes, 'NONE') AND disability_codes <> 'NONE'",
        "The child counts as disabled and as not disabled.",
        source="CIN 8790",
        breaks=[{"disability_codes": "LD,NONE"}],
        passes=[{"disability_codes": "NONE"}, {"disability_codes": "HEAR,LD"}, {"disability_codes": None}],
    ),
    Rule(
        "B17",
        "More than 2 in 100 children who are born have no sex recorded",
        "query",
        "50 * count(*) FILTER (WHERE born_on IS NOT NULL AND coalesce(sex_code, 'U') = 'U')"
        " > count(*) FILTER (WHERE born_on IS NOT NULL)",
        "Breakdowns by sex rest on an incomplete file.",
        scope="file",
        source="CIN 2886Q",
        breaks={
            "said to be unknown": [{"born_on": "2015-05-01", "sex_code": "M"}] * 48
            + [{"born_on": "2015-05-01", "sex_code": "U"}],
            "blank": [{"born_on": "2015-05-01", "sex_code": "M"}] * 48 + [{"born_on": "2015-05-01"}],
        },
        passes={
            "just 2 in 100": [{"born_on": "2015-05-01", "sex_code": "M"}] * 49
            + [{"born_on": "2015-05-01", "sex_code": "U"}],
            "not yet born": [{"born_on": "2015-05-01", "sex_code": "M"}] * 9
            + [{"expected_born_on": "2020-12-09", "sex_code": "U"}],
        },
    ),
    Rule(
        "B11",
        "The same pupil number stands on another child",
        "warn",
        "t.merged_into_child_id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM silver.merged_ids m WHERE m.old_child_id = t.child_id)"
        " AND EXISTS (SELECT 1 FROM silver.persons o WHERE o.upn = t.upn AND o.child_id <> t.child_id"
        " AND o.merged_into_child_id IS NULL"
        " AND o.child_id NOT IN (SELECT m.old_child_id FROM silver.merged_ids m))",
        "Probably one child under two numbers: counted twice, and the history split in two.",
        scope="cross_file",
        needs=("persons",),
        source="CIN 1520; 903 444",
        breaks={"persons": [{"child_id": "A", "upn": "1"}, {"child_id": "B", "upn": "1"}]},
        passes={
            "persons": [
                {"child_id": "A", "upn": "1"},
                {"child_id": "B", "upn": "1", "merged_into_child_id": "A"},
                {"child_id": "C", "upn": "1"},
                {"child_id": "A2"},
                {"child_id": "B2"},
            ],
            "merged_ids": [{"old_child_id": "C", "new_child_id": "A"}],
        },
    ),
    Rule(
        "B15a",
        "Date of birth differs from last month's file",
        "warn",
        "EXISTS (SELECT 1 FROM delivered.persons o WHERE o.child_id = t.child_id"
        " AND o.month_ends_on = t.previous_month_ends_on AND o.born_on <> t.born_on)",
        "Ages move, and with them figures already published by age.",
        scope="cross_period",
        needs=("persons",),
        source="903 203",
        breaks={
            "before": [
                {"child_id": "A", "born_on": "2015-05-01"},
                {"child_id": "A3", "born_on": "2015-05-01"},
                {"child_id": "A4", "born_on": "2015-05-01", "month_ends_on": "2020-07-31"},
            ],
            "now": [
                {"child_id": "A", "born_on": "2015-05-02"},
                {"child_id": "A3", "born_on": "2020-08-02"},
                {"child_id": "A3", "born_on": "2015-05-01"},
            ],
        },
        passes={
            "before": [
                {"child_id": "A", "born_on": "2015-05-01"},
                {"child_id": "A5", "born_on": "2015-05-02", "month_ends_on": "2020-07-31"},
                {"child_id": "A6", "born_on": "2010-05-01"},
                {"born_on": "2015-05-01"},
            ],
            "now": [
                {"child_id": "A", "born_on": "2015-05-01"},
                {"child_id": "A6", "born_on": "2010-05-01"},
                {"child_id": "A5", "born_on": "2015-05-01"},
                {"born_on": "2015-05-02"},
            ],
        },
    ),
    Rule(
        "B15b",
        "Sex or ethnicity differs from last month's file",
        "warn",
        "EXISTS (SELECT 1 FROM delivered.persons o WHERE o.child_id = t.child_id"
        " AND o.month_ends_on = t.previous_month_ends_on"
        " AND (o.sex_code <> t.sex_code AND o.sex_code <> 'U'"
        " OR o.ethnicity_code <> t.ethnicity_code AND o.ethnicity_code NOT IN ('NOBT', 'REFU')))",
        "Breakdowns already published by sex or ethnicity change.",
        scope="cross_period",
        needs=("persons",),
        source="903 202, 204",
        breaks={
            "before": [
                {"child_id": "A", "sex_code": "F", "ethnicity_code": "WBRI"},
                {"child_id": "A3", "ethnicity_code": "U"},
            ],
            "now": [
                {"child_id": "A", "sex_code": "M", "ethnicity_code": "WBRI"},
                {"child_id": "A3", "ethnicity_code": "WBRI"},
            ],
        },
        passes={
            "before": [
                {"child_id": "A", "sex_code": "U", "ethnicity_code": "NOBT"},
                {"child_id": "A2", "sex_code": "M"},
                {"child_id": "A4", "ethnicity_code": "WBRI"},
                {"sex_code": "F"},
                {},
            ],
            "now": [
                {"child_id": "A", "sex_code": "M", "ethnicity_code": "WBRI"},
                {"child_id": "A2"},
                {"child_id": "A4"},
                {"sex_code": "M"},
                {"child_id": "A6", "sex_code": "REFU"},
                {"child_id": "A6", "sex_code": "M"},
            ],
        },
    ),
)
