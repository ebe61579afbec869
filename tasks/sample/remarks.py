"""What managers wrote about the figures, quarter by quarter.

Called by: tasks.sample.world.
Promises:  a quarter's remarks are delivered with its last month.
Never:     names a person: owners are posts.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from tasks.sample.tables import Row
from warehouse.periods import Month, Quarter


@cache
def _remarks() -> list[dict[str, Any]]:
    remarks: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["remarks"]
    return remarks


def remarks_of(month: Month) -> list[Row]:
    """Return the remarks delivered with a month: those of the quarter that it ends, if it ends one."""
    quarter = Quarter.of(month)
    if quarter.months[-1] != month:
        return []
    return [
        {
            "indicator_codes": remark["indicators"],
            "period": remark["period"],
            "kind_code": remark["kind"],
            "text": remark["text"],
            "corrective_action": remark.get("corrective_action"),
            "owner": remark.get("owner"),
            "due_on": remark.get("due_on"),
        }
        for remark in _remarks()
        if remark["period"] == str(quarter)
    ]
