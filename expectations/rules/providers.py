"""What makes a row of registered settings wrong, with an example of each.

Called by: expectations.extracts.providers.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import in_order

RULES: tuple[Rule, ...] = (
    in_order(
        "D26f",
        ("registered_on", "closed_on"),
        "Setting closed before it was registered",
        "Placements in it would all look as if it were closed.",
        "own",
    ),
    Rule(
        "D26g",
        "Setting is closed without a day on which it closed, or open with one that is past",
        "query",
        "status_code = 'CLOSED' AND closed_on IS NULL OR status_code = 'ACTIVE' AND closed_on <= month_ends_on",
        "Whether children may live there cannot be told.",
        source="own",
        breaks=[{"status_code": "CLOSED"}, {"status_code": "ACTIVE", "closed_on": "2020-09-30"}],
        passes=[
            {"status_code": "CLOSED", "closed_on": "2020-09-30"},
            {"status_code": "ACTIVE", "closed_on": "2020-10-01"},
            {"status_code": "ACTIVE"},
            {"closed_on": "2020-09-30"},
            {},
        ],
    ),
)
