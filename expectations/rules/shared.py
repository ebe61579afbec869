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


def child_has_episodes(code: str, extract: str) -> Rule:
    """A child of whom a file of looked after children speaks has an episode of care, at whatever time.

    Source: SSDA903 EPI and 1012.
    Trap:   an episode that was set aside counts as none; it is the episode that has to be put right.
    """
    return Rule(
        code,
        "Child has no episode of care",
        "warn",
        "NOT EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id)",
        "An episode is missing, so looked after figures are too low, or the row is on the wrong child.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 EPI, 1012",
        breaks={extract: [{"child_id": "A"}], "lac_episodes": [{"child_id": "B"}]},
        passes={extract: [{"child_id": "B"}], "lac_episodes": [{"child_id": "B"}]},
    )


def period_is_readable(code: str, why: str) -> Rule:
    """A returned row says which period it is for, in one of the ways that are understood.

    Trap: 2011-12 is read as December 2011; the year is 2011/12.
    """
    return Rule(
        code,
        "Period is neither a month (2020-09), a quarter (2020-21-Q2) nor a financial year (2020/21)",
        "reject_row",
        "NOT regexp_full_match(period, '[0-9][0-9][0-9][0-9]-(0[1-9]|1[0-2]|[0-9][0-9]-Q[1-4])') AND NOT ("
        "regexp_full_match(period, '[0-9][0-9][0-9][0-9][-/][0-9][0-9]') AND TRY_CAST(right(period, 2) AS INTEGER) = "
        "mod(TRY_CAST(substr(period, 3, 2) AS INTEGER) + 1, 100))",
        why,
        source="own",
        breaks=[{"period": p} for p in ("2020-13", "Q2 2020/21", "2020-21-Q5", "2020-22", "2020/09", "2020/19")],
        passes=[{"period": p} for p in ("2020-09", "2020-21-Q2", "2020-21", "2020/21", "2099/00")],
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


def born_as_listed(code: str, extract: str) -> Rule:
    """A date of birth that a file repeats is the one in the persons file.

    Source: SSDA903 INT11 to INT18.
    Trap:   a blank date of birth, here or there, contradicts nothing.
    """
    return Rule(
        code,
        "Date of birth differs from the persons file",
        "warn",
        "EXISTS (SELECT 1 FROM silver.persons p WHERE p.child_id = t.child_id AND p.born_on <> t.born_on)",
        "The row may be on the wrong child; if not, the child is in a different age group depending on the file.",
        scope="cross_file",
        needs=("persons",),
        source="903 INT11-INT18",
        breaks={
            extract: [{"child_id": "A", "born_on": "2012-01-01"}],
            "persons": [{"child_id": "A", "born_on": "2012-01-02"}],
        },
        passes={
            extract: [{"child_id": "A", "born_on": "2012-01-01"}, {"child_id": "B", "born_on": "2012-01-02"}],
            "persons": [{"child_id": "A", "born_on": "2012-01-01"}, {"child_id": "B"}],
        },
    )


def not_both_or_neither(code: str, pair: tuple[str, str], message: str, why: str, source: str) -> Rule:
    """Of two things that belong together one is written and the other is not."""
    first, second = pair
    return Rule(
        code,
        message,
        "warn",
        f"({first} IS NULL) <> ({second} IS NULL)",
        why,
        source=source,
        breaks=[{first: None, second: "2020-09-01"}, {first: "2020-09-01", second: None}],
        passes=[{first: "2020-09-01", second: "2020-09-01"}, {first: None, second: None}],
    )


def in_order(code: str, days: tuple[str, str], message: str, why: str, source: str) -> Rule:
    """Of two days the second does not lie before the first; the same day is in order."""
    earlier, later = days
    return Rule(
        code,
        message,
        "warn",
        f"{later} < {earlier}",
        why,
        source=source,
        breaks=[{earlier: "2020-09-02", later: "2020-09-01"}],
        passes=[{earlier: "2020-09-02", later: "2020-09-02"}, {earlier: "2020-09-02"}, {later: "2020-09-01"}],
    )


def ends_before_it_begins(
    code: str, what: str, why: str, source: str, days: tuple[str, str] = ("started_on", "ended_on")
) -> Rule:
    """Nothing that lasts ends on a day before its first; the same day is in order, and so is no end yet.

    Trap: the row is set aside, for a negative length would disturb every average, order and count of open ones.
    """
    first, last = days
    return Rule(
        code,
        f"{what} ends before it begins",
        "reject_row",
        f"{last} < {first}",
        why,
        source=source,
        breaks=[{first: "2020-09-02", last: "2020-09-01"}],
        passes=[
            {first: "2020-09-02", last: "2020-09-02"},
            {first: "2020-09-02", last: "2020-09-03"},
            {first: "2020-09-02"},
        ],
    )
