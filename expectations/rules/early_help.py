"""What makes a row of early help wrong, with an example of each.

Called by: expectations.extracts.early_help.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import ends_before_it_begins, not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("C1b", "started_on", "Start of early help"),
    ends_before_it_begins(
        "G18", "Early help", "The episode would have a negative length and never count as open.", "own"
    ),
    Rule(
        "G19",
        "Early help has ended but no reason is given",
        "warn",
        "ended_on IS NOT NULL AND end_reason_code IS NULL",
        "Families whose needs were met are undercounted.",
        source="own",
        breaks=[{"ended_on": "2020-09-02"}],
        passes=[{"ended_on": "2020-09-02", "end_reason_code": "MET"}, {}],
    ),
    Rule(
        "G20",
        "Early help begins while an earlier episode of the child is still open",
        "query",
        "started_on < previous.ended_on OR (previous.started_on IS NOT NULL AND previous.ended_on IS NULL)",
        "The child counts twice among open early help cases.",
        scope="child",
        source="own",
        breaks=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": None},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None},
            {"child_id": "A3", "started_on": "2020-06-01", "ended_on": "2020-07-02"},
            {"child_id": "A3", "started_on": "2020-07-01"},
        ],
        passes=[
            {"child_id": "A", "started_on": "2020-06-01", "ended_on": "2020-07-01"},
            {"child_id": "A", "started_on": "2020-07-01", "ended_on": None},
            {"child_id": "A2", "started_on": "2020-06-01", "ended_on": "2020-06-30"},
            {"child_id": "A2", "started_on": "2020-07-01"},
        ],
    ),
)
