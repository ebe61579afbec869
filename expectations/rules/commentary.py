"""What makes a row of commentary wrong, with an example of each.

Called by: expectations.extracts.commentary.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import period_is_readable

RULES: tuple[Rule, ...] = (
    period_is_readable("G41", "The comment cannot be printed beside any figure."),
    Rule(
        "G42",
        "Improvement has no corrective action, owner or due date",
        "warn",
        "kind_code = 'improvement' AND (corrective_action IS NULL OR owner IS NULL OR due_on IS NULL)",
        "The pack prints 'no action recorded' beside an Amber or Red figure.",
        source="own",
        breaks=[
            {"kind_code": "improvement", "corrective_action": "Weekly panel", "owner": "Head of Service"},
            {"kind_code": "improvement", "owner": "Head of Service", "due_on": "2020-12-31"},
            {"kind_code": "improvement", "corrective_action": "Weekly panel", "due_on": "2020-12-31"},
        ],
        passes=[
            {
                "kind_code": "improvement",
                "corrective_action": "Weekly panel",
                "owner": "Head of Service",
                "due_on": "2020-12-31",
            },
            {"kind_code": "highlight"},
        ],
    ),
)
