"""Rules that mean the same in several extracts, declared once.

Called by: the other modules of expectations.rules.
Promises:  one message, one reason and one predicate for each, wherever it stands.
Never:     decides for which extract a rule makes sense.
"""

from __future__ import annotations

from expectations.contract import Rule


def child_is_listed(code: str, extract: str) -> Rule:
    """Every child in a subject file stands in the persons file too.

    Source: SSDA903 INT01 to INT09.
    Trap:   a merged identifier is followed before this is judged, so it does not raise a false alarm.
    """
    return Rule(
        code,
        "Child is not in the persons file",
        "warn",
        "NOT EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id)",
        "Age, sex and ethnicity are unknown, so the child is missing from every breakdown and age-limited figure.",
        scope="cross_file",
        needs=("persons",),
        source="903 INT01-INT09",
        breaks={extract: [{"child_id": "A"}], "persons": [{"child_id": "B"}]},
        passes={extract: [{"child_id": "B"}], "persons": [{"child_id": "B"}]},
    )


def period_is_readable(code: str, why: str) -> Rule:
    """A returned row says which period it is for, in one of the two ways that are understood.

    Trap: a whole year is not one of them; 2011-12 would be read as December 2011.
    """
    return Rule(
        code,
        "Period is neither a month (2020-09) nor a quarter (2020-21-Q2)",
        "reject_row",
        "NOT regexp_full_match(period, '[0-9][0-9][0-9][0-9]-(0[1-9]|1[0-2]|[0-9][0-9]-Q[1-4])')",
        why,
        source="own",
        breaks=[{"period": "2020-13"}, {"period": "Q2 2020/21"}, {"period": "2020-21-Q5"}, {"period": "2020-21"}],
        passes=[{"period": "2020-09"}, {"period": "2020-21-Q2"}],
    )


def not_after_month_end(code: str, column: str, what: str, source: str = "CIN 8600") -> Rule:
    """The date that places a row in time does not lie after the month the file is for.

    Trap: where the date is part of the key, a corrected date arrives as a new row beside the wrong one.
    """
    return Rule(
        code,
        f"{what} is dated after the end of the month",
        "reject_row",
        f"{column} > month_ends_on",
        "Something that has not happened yet would be counted, now or in a later month.",
        source=source,
        breaks=[{column: "2020-10-01"}],
        passes=[{column: "2020-09-30"}],
    )
