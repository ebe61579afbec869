"""What makes a row of care leavers at their birthday wrong, with an example of each.

Called by: expectations.extracts.oc3.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
"""

from __future__ import annotations

from expectations.contract import Rule
from expectations.rules.care_all_year import ALL_YEAR, IN_CARE_ALL_YEAR, LONG, NOT_ALL_YEAR, SHORT, rows_of
from expectations.rules.shared import born_as_listed, child_is_listed

_ANSWERED = "list_count([t.in_touch_code, t.activity_code, t.accommodation_code])"
_NONE = "coalesce({0}, '0') = '0'"

RULES: tuple[Rule, ...] = (
    Rule(
        "E21c",
        "In touch, but home or occupation at the birthday is not recorded",
        "warn",
        f"in_touch_code = 'YES' AND ({_NONE.format('accommodation_code')} OR {_NONE.format('activity_code')})",
        "The young person is left out of the shares in suitable homes and in education, employment or training.",
        source="903 153, 345",
        breaks=[
            {"in_touch_code": "YES", "activity_code": "F1"},
            {"in_touch_code": "YES", "activity_code": "0", "accommodation_code": "U1"},
        ],
        passes=[
            {"in_touch_code": "YES", "activity_code": "F1", "accommodation_code": "U1"},
            {"in_touch_code": "NO"},
        ],
    ),
    Rule(
        "E21d",
        "Died or went home, but home or occupation at the birthday is recorded",
        "warn",
        "in_touch_code IN ('DIED', 'RHOM')"
        " AND (coalesce(accommodation_code, '0') <> '0' OR coalesce(activity_code, '0') <> '0')",
        "Someone who should be left out of care leaver figures may be counted.",
        source="903 344",
        breaks=[
            {"in_touch_code": "DIED", "activity_code": "F1"},
            {"in_touch_code": "RHOM", "accommodation_code": "U1"},
        ],
        passes=[
            {"in_touch_code": "DIED", "activity_code": "0", "accommodation_code": "0"},
            {"in_touch_code": "RHOM"},
            {"in_touch_code": "YES", "activity_code": "F1", "accommodation_code": "U1"},
        ],
    ),
    Rule(
        "E22c",
        "Young person was not 17 to 21 in the year to the end of the month",
        "warn",
        "born_on > month_ends_on - INTERVAL 17 YEAR OR born_on <= month_ends_on - INTERVAL 22 YEAR",
        "The return asks for those of 17 to 21 only; others move every share.",
        source="903 391",
        breaks=[{"born_on": "2003-10-01"}, {"born_on": "1998-09-30"}],
        passes=[{"born_on": "2003-09-30"}, {"born_on": "1998-10-01"}],
    ),
    Rule(
        "E24b",
        "Under 18 in a foyer or with a former foster carer",
        "warn",
        "born_on > month_ends_on - INTERVAL 18 YEAR AND left(accommodation_code, 1) IN ('T', 'Z')",
        "Staying with a former foster carer begins at 18; the staying put figure may be too high.",
        source="903 347, 3001",
        breaks=[{"born_on": "2002-10-01", "accommodation_code": "Z1"}],
        passes=[
            {"born_on": "2002-09-30", "accommodation_code": "Z1"},
            {"born_on": "2002-10-01", "accommodation_code": "U1"},
        ],
    ),
    Rule(
        "E23d",
        "Care ended by death or by another council taking over",
        "warn",
        "EXISTS (SELECT 1 FROM silver.lac_episodes e WHERE e.child_id = t.child_id"
        " AND e.reason_ended_code IN ('E2', 'E3'))",
        "Nobody, or another council, reports on this young person.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 1001, 1010, 1011",
        breaks={"oc3": [{"child_id": "A"}], "lac_episodes": [{"child_id": "A", "reason_ended_code": "E3"}]},
        passes={
            "oc3": [{"child_id": "A"}],
            "lac_episodes": [
                {"child_id": "A", "reason_ended_code": "E8"},
                {"child_id": "B", "reason_ended_code": "E2"},
            ],
        },
    ),
    Rule(
        "E25b",
        "Recorded as having died in an earlier month's file",
        "query",
        "t.in_touch_code <> 'DIED' AND before.in_touch_code = 'DIED'",
        "One of the two months counts the young person wrongly.",
        scope="cross_period",
        source="903 348",
        breaks={
            "before": [
                {"child_id": "A", "in_touch_code": "DIED"},
                {"child_id": "C", "in_touch_code": "DIED", "month_ends_on": "2020-07-31"},
            ],
            "now": [{"child_id": "A", "in_touch_code": "YES"}, {"child_id": "C", "in_touch_code": "YES"}],
        },
        passes={
            "before": [
                {"child_id": "A", "in_touch_code": "DIED"},
                {"child_id": "B", "in_touch_code": "YES"},
                {"child_id": "C", "in_touch_code": "DIED", "month_ends_on": "2020-07-31"},
                {"child_id": "C", "in_touch_code": "YES"},
            ],
            "now": [
                {"child_id": "A", "in_touch_code": "DIED"},
                {"child_id": "B", "in_touch_code": "YES"},
                {"child_id": "C", "in_touch_code": "YES"},
            ],
        },
    ),
    Rule(
        "D36p",
        "Looked after for the whole year, but also among care leavers",
        "warn",
        f"{IN_CARE_ALL_YEAR} AND {_ANSWERED} > 0",
        "Nobody is both: one of the two sets of figures counts the young person wrongly.",
        scope="cross_file",
        needs=("lac_episodes",),
        source="903 187",
        breaks={
            "oc3": rows_of(LONG, {"in_touch_code": "YES"}),
            "lac_episodes": [*ALL_YEAR, *NOT_ALL_YEAR],
        },
        passes={
            "oc3": [*rows_of(SHORT, {"in_touch_code": "YES"}), *rows_of(LONG, {})],
            "lac_episodes": [*ALL_YEAR, *NOT_ALL_YEAR],
        },
    ),
    child_is_listed("B13r", "oc3"),
    born_as_listed("B14r", "oc3"),
)
