"""Rules across months look through all that was ever delivered, not only at last month's file."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from expectations.cross_checks import check_across
from expectations.extracts import load
from tests.expectations.judging import insert, with_empty_tables

PERSONS = {"persons": load()["persons"]}
MONTHS = ("2020-06-30", "2020-07-31", "2020-08-31", "2020-09-30")


def findings_of(rule: str, births: Sequence[str | None]) -> list[str]:
    """The months in which the rule finds something; births: what each month's file says of one child, None for nothing.

    Another child is in every file, so that every month has one.
    """
    with with_empty_tables() as connection:
        for table in ("silver.persons", "delivered.persons"):
            connection.execute(f"ALTER TABLE {table} ADD COLUMN row_number INTEGER")
        insert(connection, "silver.persons", [{"child_id": "A"}])
        for month, before, born_on in zip(MONTHS, (None, *MONTHS), births, strict=False):
            rows = [{"child_id": "B", "born_on": "2011-01-01"}]
            rows += [{"child_id": "A", "born_on": born_on}] if born_on else []
            for number, row in enumerate(rows):
                period = {"month_ends_on": month, "previous_month_ends_on": before, "row_number": number}
                insert(connection, "delivered.persons", [row | period])
        return [finding.month for finding in check_across(connection, PERSONS) if finding.rule == rule]


@pytest.mark.parametrize(
    ("births", "found"),
    [
        (("2010-01-01", "2010-01-02"), ["2020-07"]),
        (("2010-01-01", "2010-01-01", "2010-01-02"), ["2020-08"]),
        (("2010-01-01", None, "2010-01-02"), ["2020-08"]),
        (("2010-01-01", None, None, "2010-01-02"), ["2020-09"]),
        (("2010-01-01", "2010-01-02", None, "2010-01-02"), ["2020-07"]),
        (("2010-01-01", "2010-01-02", "2010-01-01"), ["2020-07", "2020-08"]),
        ((None, "2010-01-01"), []),
        (("2010-01-01",), []),
    ],
    ids=str,
)
def test_a_row_is_compared_with_what_was_last_said_of_it_however_long_ago(births, found):
    assert findings_of("B15a", births) == found
