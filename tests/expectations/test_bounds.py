"""A code is out of use after it was withdrawn, judged by the row's own day, and before its collection began."""

from __future__ import annotations

import duckdb
import pytest

from expectations.bounds import sql_out_of_use
from expectations.codes.looked_after import PLACEMENT_CHANGE, REASON_ENDED


@pytest.mark.parametrize(
    ("codes", "code", "used_on", "told_on", "out_of_use"),
    [
        (REASON_ENDED, "E43", "2019-03-31", "2026-09-30", False),
        (REASON_ENDED, "E43", "2019-04-01", "2026-09-30", True),
        (REASON_ENDED, "E45", "2017-05-01", "2018-03-31", True),
        (REASON_ENDED, "E45", "2017-05-01", "2018-04-30", False),
        (REASON_ENDED, "E8", "1995-01-01", "1995-01-01", False),
        (PLACEMENT_CHANGE, "CUSTOD", "2018-03-31", "2018-03-31", True),
        (PLACEMENT_CHANGE, "CUSTOD", "2018-04-01", "2018-04-30", False),
    ],
)
def test_a_code_is_judged_by_the_day_it_was_used_and_the_month_it_was_told(codes, code, used_on, told_on, out_of_use):
    bounds = sql_out_of_use(codes, "code", "used_on", "told_on")
    row = f"(SELECT '{code}' AS code, DATE '{used_on}' AS used_on, DATE '{told_on}' AS told_on)"
    assert duckdb.sql(f"SELECT {bounds} FROM {row}").fetchall() == [(out_of_use,)]
