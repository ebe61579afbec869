"""What makes a row of children who sought asylum alone wrong, with an example of each.

Called by: expectations.extracts.uasc.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import born_as_listed, child_has_episodes, child_is_listed, in_order

RULES: tuple[Rule, ...] = (
    Rule(
        "B9u",
        "Status ends after the 18th birthday",
        "warn",
        "status_ceased_on > born_on + INTERVAL 18 YEAR",
        "A grown-up counts among unaccompanied children.",
        source="903 304",
        breaks=[{"born_on": "2002-09-01", "status_ceased_on": "2020-09-02"}],
        passes=[{"born_on": "2002-09-01", "status_ceased_on": "2020-09-01"}, {"status_ceased_on": "2020-09-01"}],
    ),
    in_order(
        "B8u",
        ("born_on", "status_ceased_on"),
        "Status ended before the birth",
        "One of the two dates is wrong, so age or status is.",
        "own",
    ),
    child_is_listed("B13y", "uasc"),
    child_has_episodes("D34c", "uasc"),
    born_as_listed("B14y", "uasc"),
)
