"""What makes a row of earlier permanent homes wrong, with an example of each.

Called by: expectations.extracts.previous_permanence.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import born_as_listed, child_has_episodes, child_is_listed

RULES: tuple[Rule, ...] = (
    Rule(
        "D38b",
        "There was no earlier permanent home, but a council or a date is given",
        "warn",
        "permanence_code = 'Z1' AND (permanence_council IS NOT NULL OR permanence_date IS NOT NULL)",
        "Whether the child had been placed for good before cannot be told.",
        source="own",
        breaks=[
            {"permanence_code": "Z1", "permanence_council": "999"},
            {"permanence_code": "Z1", "permanence_date": "ZZ/ZZ/2015"},
        ],
        passes=[
            {"permanence_code": "P1", "permanence_council": "999", "permanence_date": "ZZ/ZZ/2015"},
            {"permanence_code": "Z1"},
        ],
    ),
    Rule(
        "D38c",
        "There was an earlier permanent home, but the council or the date is missing",
        "warn",
        "permanence_code <> 'Z1' AND (permanence_council IS NULL OR permanence_date IS NULL)",
        "How long the earlier home held cannot be told.",
        source="own",
        breaks=[
            {"permanence_code": "P1", "permanence_council": "999"},
            {"permanence_code": "P1", "permanence_date": "ZZ/ZZ/2015"},
        ],
        passes=[
            {"permanence_code": "P1", "permanence_council": "999", "permanence_date": "ZZ/ZZ/2015"},
            {"permanence_code": "Z1"},
        ],
    ),
    Rule(
        "D38d",
        "Date of the earlier permanent home is neither a date nor one with ZZ for what is not known",
        "warn",
        "NOT regexp_full_match(permanence_date,"
        " '([0-3][0-9]|[zZ][zZ])/([01][0-9]|[zZ][zZ])/([12][0-9][0-9][0-9]|[zZ][zZ][zZ][zZ])"
        "|[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')",
        "When the earlier home began cannot be told.",
        source="903 632",
        breaks=[{"permanence_date": "2015"}, {"permanence_date": "1/2/2015"}, {"permanence_date": "ZZ/ZZ/15"}],
        passes=[
            {"permanence_date": "01/02/2015"},
            {"permanence_date": "ZZ/02/2015"},
            {"permanence_date": "zz/zz/zzzz"},
            {"permanence_date": "2015-02-01"},
        ],
    ),
    child_is_listed("B13z", "previous_permanence"),
    child_has_episodes("D34d", "previous_permanence"),
    born_as_listed("B14z", "previous_permanence"),
)
