"""What makes a row of the decisions to place for adoption wrong, with an example of each.

Called by: expectations.extracts.placed_for_adoption.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.adoption import (
    dates_are_real,
    decision_as_before,
    one_decision_at_a_time,
    reversal_after_decision,
    reversal_is_whole,
)
from expectations.rules.shared import born_as_listed, child_has_episodes, child_is_listed, not_after_month_end

RULES: tuple[Rule, ...] = (
    dates_are_real("E9b", ("reversed_on",), "Reversal of the decision"),
    not_after_month_end("E9d", "decided_on", "Decision to place for adoption", source="903 115"),
    reversal_is_whole("E12c"),
    reversal_after_decision("E12d"),
    one_decision_at_a_time("E15b"),
    Rule(
        "E11a",
        "Date of the decision differs from the adoptions file (AD1)",
        "warn",
        "t.reversed_on IS NULL AND EXISTS (SELECT 1 FROM silver.ad1 a WHERE a.child_id = t.child_id"
        " AND a.decided_on <> t.decided_on)",
        "Time from decision to placement depends on the file it is counted from.",
        scope="cross_file",
        needs=("ad1",),
        source="903 523",
        breaks={
            "placed_for_adoption": [{"child_id": "A", "decided_on": "2019-01-01"}],
            "ad1": [{"child_id": "A", "decided_on": "2019-01-02"}],
        },
        passes={
            "placed_for_adoption": [
                {"child_id": "A", "decided_on": "2019-01-01"},
                {"child_id": "A", "decided_on": "2018-01-01", "reversed_on": "2018-06-01"},
                {"child_id": "B", "decided_on": "2019-01-02"},
            ],
            "ad1": [{"child_id": "A", "decided_on": "2019-01-01"}],
        },
    ),
    decision_as_before("E14b", "placed_for_adoption"),
    child_is_listed("B13o", "placed_for_adoption"),
    child_has_episodes("D34e", "placed_for_adoption"),
    born_as_listed("B14o", "placed_for_adoption"),
)
