"""What makes a row of persons wrong, with an example of each.

Called by: expectations.extracts.persons.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "A12",
        "Child's number is longer than 20 characters, or holds more than letters and digits",
        "warn",
        "ill_formed_child_id",
        "Statutory returns refuse such a number, and another file may write it differently, so the child counts twice.",
        source="CIN 1570, 1580",
        breaks=[{"child_id": "A", "ill_formed_child_id": True}],
        passes=[{"child_id": "A", "ill_formed_child_id": False}],
    ),
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
        "B4",
        "Expected date of birth is more than nine months ahead, or more than a month past with no birth recorded",
        "query",
        "born_on IS NULL AND expected_born_on NOT BETWEEN month_ends_on - INTERVAL 1 MONTH"
        " AND month_ends_on + INTERVAL 9 MONTH",
        "The date is wrong, or the child has been born and still counts as unborn.",
        source="CIN 8530Q",
        breaks=[{"expected_born_on": "2020-08-29"}, {"expected_born_on": "2021-07-01"}],
        passes=[
            {"expected_born_on": "2020-08-30"},
            {"expected_born_on": "2021-06-30"},
            {"expected_born_on": "2020-05-01", "born_on": "2020-05-03"},
        ],
    ),
    Rule(
        "B5",
        "Child is not born yet, but a sex is recorded",
        "warn",
        "born_on IS NULL AND expected_born_on IS NOT NULL AND sex_code <> 'U'",
        "Either the birth was not entered, and the child has no age, or the sex was guessed.",
        source="CIN 8750",
        breaks=[{"expected_born_on": "2020-12-09", "sex_code": "F"}],
        passes=[
            {"expected_born_on": "2020-12-09", "sex_code": "U"},
            {"expected_born_on": "2020-05-09", "born_on": "2020-05-03", "sex_code": "F"},
            {"sex_code": "F"},
        ],
    ),
    Rule(
        "B10",
        "Pupil number is not a possible one: its form, its authority or its check letter is wrong",
        "warn",
        "ill_formed_upn",
        "School data cannot be matched, and the same child may stand under another number.",
        source="CIN 1510, 1530, 1540, 1550",
        breaks=[{"upn": "1", "ill_formed_upn": True}],
        passes=[{"upn": "1", "ill_formed_upn": False}],
    ),
    Rule(
        "B12a",
        "Child of school age is said to have no pupil number because of not being of school age",
        "warn",
        "upn_unknown_code = 'UN1' AND born_on > month_ends_on - INTERVAL 16 YEAR"
        " AND born_on <= month_ends_on - INTERVAL 6 YEAR",
        "School figures leave the child out.",
        source="903 209; CIN 8770Q",
        breaks=[
            {"upn_unknown_code": "UN1", "born_on": "2014-09-30"},
            {"upn_unknown_code": "UN1", "born_on": "2004-10-01"},
        ],
        passes=[
            {"upn_unknown_code": "UN1", "born_on": "2014-10-01"},
            {"upn_unknown_code": "UN1", "born_on": "2004-09-30"},
            {"upn_unknown_code": "UN3", "born_on": "2012-09-30"},
        ],
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
        "B12b",
        "Fewer than half of the children of school age have a pupil number or a reason for having none",
        "query",
        "2 * count(*) FILTER (WHERE (upn IS NOT NULL OR upn_unknown_code IS NOT NULL)"
        " AND born_on BETWEEN month_ends_on - INTERVAL 16 YEAR AND month_ends_on - INTERVAL 6 YEAR)"
        " < count(*) FILTER (WHERE born_on BETWEEN month_ends_on - INTERVAL 16 YEAR"
        " AND month_ends_on - INTERVAL 6 YEAR)",
        "Children cannot be matched with school data, nor one child under two numbers be found.",
        scope="file",
        source="903 442; CIN 8770Q",
        breaks={
            "one of three": [
                {"born_on": "2014-09-30", "upn": "1"},
                {"born_on": "2004-09-30"},
                {"born_on": "2010-09-30"},
            ],
            "an older one has a number": [
                {"born_on": "2010-09-30", "upn": "1"},
                {"born_on": "2010-09-30"},
                {"born_on": "2010-09-30"},
                {"born_on": "2004-09-29", "upn": "2"},
            ],
            "a younger one has a number": [
                {"born_on": "2010-09-30", "upn": "1"},
                {"born_on": "2010-09-30"},
                {"born_on": "2010-09-30"},
                {"born_on": "2014-10-01", "upn": "2"},
            ],
        },
        passes={
            "just half, and an older one": [
                {"born_on": "2014-09-30", "upn": "1"},
                {"born_on": "2004-09-30"},
                {"born_on": "2004-09-29"},
            ],
            "just half, and a younger one": [
                {"born_on": "2004-09-30", "upn_unknown_code": "UN3"},
                {"born_on": "2014-09-30"},
                {"born_on": "2014-10-01"},
            ],
        },
    ),
    Rule(
        "B17b",
        "No child has more than one disability recorded, though a hundred have one",
        "query",
        "count(*) FILTER (WHERE disability_codes <> 'NONE') >= 100"
        " AND count(*) FILTER (WHERE contains(disability_codes, ',')) = 0",
        "The export probably keeps one disability of each child, so breakdowns by disability are too low.",
        scope="file",
        source="CIN 2888Q",
        breaks=[{"disability_codes": "LD"}] * 100,
        passes={
            "one with two": [{"disability_codes": "LD"}] * 100 + [{"disability_codes": "AUT,LD"}],
            "few": [{"disability_codes": "LD"}] * 99 + [{"disability_codes": "NONE"}],
        },
    ),
    Rule(
        "B12c",
        "Child looked after for more than a week is still said to have no pupil number as newly looked after",
        "warn",
        "t.upn_unknown_code = 'UN4' AND EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
        " GROUP BY e.child_id HAVING max(coalesce(e.ended_on, e.started_on)) > min(e.started_on) + INTERVAL 7 DAY)",
        "Attainment and absence of looked after children leave the child out.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 210",
        breaks={
            "persons": [{"child_id": "A", "upn_unknown_code": "UN4"}],
            "lac_episodes": [{"child_id": "A", "started_on": "2020-09-01", "ended_on": "2020-09-09"}],
        },
        passes={
            "persons": [{"child_id": "A", "upn_unknown_code": "UN4"}, {"child_id": "B", "upn_unknown_code": "UN3"}],
            "lac_episodes": [
                {"child_id": "A", "started_on": "2020-09-01", "ended_on": "2020-09-08"},
                {"child_id": "B", "started_on": "2020-01-01", "ended_on": "2020-09-08"},
            ],
        },
    ),
    Rule(
        "C12",
        "Child is in the persons file but in no file of work with children",
        "query",
        "NOT EXISTS (SELECT 1 FROM silver.contacts o WHERE o.child_id = t.child_id)"
        " AND NOT EXISTS (SELECT 1 FROM silver.early_help o WHERE o.child_id = t.child_id)"
        " AND NOT EXISTS (SELECT 1 FROM silver.referrals o WHERE o.child_id = t.child_id)"
        " AND NOT EXISTS (SELECT 1 FROM silver.cp_plans o WHERE o.child_id = t.child_id)"
        " AND NOT EXISTS (SELECT 1 FROM silver.lac_episodes o WHERE o.child_id = t.child_id)"
        " AND NOT EXISTS (SELECT 1 FROM silver.sw_allocations o WHERE o.child_id = t.child_id)"
        " AND NOT EXISTS (SELECT 1 FROM silver.care_leavers o WHERE o.child_id = t.child_id)"
        " AND NOT EXISTS (SELECT 1 FROM silver.ehc o WHERE o.child_id = t.child_id)",
        "A file may be missing rows, or the child stands under another number in it.",
        scope="cross_file",
        needs=(
            "contacts",
            "early_help",
            "referrals",
            "cp_plans",
            "lac_episodes",
            "sw_allocations",
            "care_leavers",
            "ehc",
        ),
        source="CIN 8590",
        breaks={"persons": [{"child_id": "A"}], "contacts": [{"child_id": "B"}]},
        passes={
            "persons": [{"child_id": child} for child in "ABCDEFGH"],
            "contacts": [{"child_id": "A"}],
            "early_help": [{"child_id": "B"}],
            "referrals": [{"child_id": "C"}],
            "lac_episodes": [{"child_id": "D"}],
            "care_leavers": [{"child_id": "E"}],
            "ehc": [{"child_id": "F"}],
            "cp_plans": [{"child_id": "G"}],
            "sw_allocations": [{"child_id": "H"}],
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
        "Date of birth differs from an earlier month's file",
        "warn",
        "before.born_on <> t.born_on",
        "Ages move, and with them figures already published by age.",
        scope="cross_period",
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
                {"child_id": "A5", "born_on": "2015-05-01"},
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
        "Sex or ethnicity differs from an earlier month's file",
        "warn",
        "before.sex_code <> t.sex_code AND before.sex_code <> 'U'"
        " OR before.ethnicity_code <> t.ethnicity_code AND before.ethnicity_code NOT IN ('NOBT', 'REFU')",
        "Breakdowns already published by sex or ethnicity change.",
        scope="cross_period",
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
