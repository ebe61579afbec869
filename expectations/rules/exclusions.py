"""What makes a row of exclusions wrong, with an example of each.

Called by: expectations.extracts.exclusions.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.shared import not_after_month_end

RULES: tuple[Rule, ...] = (
    not_after_month_end("C1x", "started_on", "Exclusion", source="own"),
    Rule(
        "G50",
        "Suspension of no session, or of more than a school year allows",
        "warn",
        "category_code <> 'PERM' AND (sessions <= 0 OR sessions > 90)",
        "Days of school lost would be wrong: 45 days a year are the most.",
        source="own",
        breaks=[
            {"category_code": "LNCH", "sessions": 0},
            {"category_code": "FIXD", "sessions": 91},
        ],
        passes=[
            {"category_code": "FIXD", "sessions": 1},
            {"category_code": "FIXD", "sessions": 90},
            {"category_code": "PERM", "sessions": 91},
            {"category_code": "PERM", "sessions": 0},
            {"category_code": "PERM"},
        ],
    ),
    Rule(
        "G51",
        "Pupil was excluded for good more than once",
        "query",
        "count(*) FILTER (WHERE category_code = 'PERM')"
        " > count(DISTINCT pupil_id) FILTER (WHERE category_code = 'PERM')",
        "An exclusion that was taken back, or a suspension entered as permanent, counts as permanent.",
        scope="file",
        source="own",
        breaks=[
            {"pupil_id": "A", "category_code": "PERM"},
            {"pupil_id": "A", "category_code": "PERM"},
            {"pupil_id": "B", "category_code": "FIXD"},
        ],
        passes=[
            {"pupil_id": "A", "category_code": "PERM"},
            {"pupil_id": "A", "category_code": "FIXD"},
            {"pupil_id": "B", "category_code": "PERM"},
        ],
    ),
)
