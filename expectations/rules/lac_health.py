"""What makes a row of health checks wrong, with an example of each.

Called by: expectations.extracts.lac_health.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import child_is_listed

RULES: tuple[Rule, ...] = (
    Rule(
        "D36n",
        "Check is completed, but has no date or one after the end of the month",
        "warn",
        "status_code = 'COMPLETED' AND (checked_on IS NULL OR checked_on > month_ends_on)",
        "Whether the child's checks are up to date would be judged on a check that was not held.",
        source="own",
        breaks=[{"status_code": "COMPLETED"}, {"status_code": "COMPLETED", "checked_on": "2020-10-01"}],
        passes=[
            {"status_code": "COMPLETED", "checked_on": "2020-09-30"},
            {"status_code": "PLANNED", "checked_on": "2020-10-01"},
            {"status_code": "REFUSED"},
        ],
    ),
    Rule(
        "D36o",
        "Check is still planned for a day that is past",
        "query",
        "status_code = 'PLANNED' AND checked_on < month_starts_on",
        "It was probably held or missed, and nobody has recorded which.",
        source="own",
        breaks=[{"status_code": "PLANNED", "checked_on": "2020-08-31"}],
        passes=[
            {"status_code": "PLANNED", "checked_on": "2020-09-01"},
            {"status_code": "COMPLETED", "checked_on": "2020-08-31"},
        ],
    ),
    child_is_listed("B13x", "lac_health"),
)
