"""What makes a row of looked after episodes wrong, with an example of each: what the row alone shows.

Called by: expectations.extracts.lac_episodes.
Promises:  each rule has its reason, its source and two examples that a test holds it to. RULES holds all rules of
           the extract: these, then those of the neighbouring modules of the same subject.
"""

from __future__ import annotations

from datetime import date, timedelta

from expectations.contract import Cell, Rule
from expectations.rules.lac_episode_ages import AGES
from expectations.rules.lac_episode_changes import CHANGES
from expectations.rules.lac_episode_order import ORDER
from expectations.rules.lac_moves import MOVES
from expectations.rules.lac_placement_ages import PLACEMENT_AGES
from expectations.rules.lac_providers import PROVIDERS
from expectations.rules.lac_settings import SETTINGS
from expectations.rules.lac_short_breaks import SHORT_BREAK_RULES
from expectations.rules.lac_temporary import TEMPORARY_PLACEMENTS
from expectations.rules.lac_whereabouts import WHEREABOUTS
from expectations.rules.shared import child_is_listed, ends_before_it_begins, not_after_month_end
from expectations.rules.sw_continuity import WHOLE_YEAR

MONTH_ENDS_ON = date(2020, 9, 30)
"""Of the month in which examples are delivered."""

WRONG_STATUS = "The legal status has probably changed and was not entered; breakdowns by legal status are wrong."
WRONG_PLACEMENT = "A lasting move is left out of the 'three or more placements' figure."


def _outlasts(code: str, where: tuple[str, str, str], days: int, what: str, source: str) -> Rule:
    """An episode of one legal status or kind of placement goes on for longer than that kind may.

    where:  column, the code that is limited and one that is not.
    Unit:   days, the day the episode began not counted.
    Trap:   each episode is judged alone, so a stay that was split into two episodes is not added up.
    """
    column, limited, unlimited = where
    why = WRONG_STATUS if column == "legal_status_code" else WRONG_PLACEMENT

    def lasting(value: str, days: int, is_open: bool) -> dict[str, Cell]:
        starts_on = MONTH_ENDS_ON - timedelta(days=days) if is_open else date(2020, 1, 1)
        ends_on = None if is_open else str(starts_on + timedelta(days=days))
        return {column: value, "started_on": str(starts_on), "ended_on": ends_on}

    return Rule(
        code,
        what,
        "warn",
        f"{column} = '{limited}' AND coalesce(ended_on, month_ends_on) - started_on > {days}",
        why,
        source=source,
        breaks=[lasting(limited, days + 1, is_open=False), lasting(limited, days + 1, is_open=True)],
        passes=[
            lasting(limited, days, is_open=False),
            lasting(limited, days, is_open=True),
            lasting(unlimited, days + 1, is_open=False),
        ],
    )


_OF_A_ROW: tuple[Rule, ...] = (
    not_after_month_end("D13a", "started_on", "Start of the episode", source="903 354"),
    Rule(
        "D13b",
        "Episode ends after the end of the month",
        "reject_row",
        "ended_on > month_ends_on",
        "A child who is still looked after would count as having left care.",
        source="903 385",
        breaks=[{"child_id": "A", "ended_on": "2020-10-01"}],
        passes=[{"child_id": "A", "ended_on": "2020-09-30"}],
    ),
    Rule(
        "D13c",
        "Episode begins before 14 October 1991, when the law it is held under began",
        "reject_row",
        "started_on < DATE '1991-10-14'",
        "A default date gives a period of care of many years and spoils every figure by length.",
        source="903 353",
        breaks=[{"child_id": "A", "started_on": "1991-10-13"}],
        passes=[{"child_id": "A", "started_on": "1991-10-14"}],
    ),
    Rule(
        "D3a",
        "Episode has ended but no reason is given",
        "warn",
        "ended_on IS NOT NULL AND reason_ended_code IS NULL",
        "Whether the child left care, and how, is unknown: adoption and leaving-care shares move.",
        source="903 148",
        breaks=[{"ended_on": "2020-09-01"}],
        passes=[{"ended_on": "2020-09-01", "reason_ended_code": "E8"}, {}],
    ),
    Rule(
        "D3b",
        "A reason for ending is given but no end date",
        "warn",
        "ended_on IS NULL AND reason_ended_code IS NOT NULL",
        "The child still counts as looked after, though the episode seems to have ended.",
        source="903 148",
        breaks=[{"reason_ended_code": "E8"}],
        passes=[{"ended_on": "2020-09-01", "reason_ended_code": "E8"}, {}],
    ),
    ends_before_it_begins(
        "D4a",
        "Episode",
        "The episode would have a negative length and disturb the order of the child's placements.",
        "903 356",
    ),
    Rule(
        "D4b",
        "Episode ends on the day it began",
        "warn",
        "ended_on = started_on",
        "No night was spent there: the episode adds a placement to the child's count without a day of care.",
        source="903 355",
        breaks=[{"started_on": "2020-09-02", "ended_on": "2020-09-02"}],
        passes=[{"started_on": "2020-09-02", "ended_on": "2020-09-03"}, {"started_on": "2020-09-02"}],
    ),
    _outlasts("D17a", ("legal_status_code", "L1", "C2"), 3, "Police protection lasts more than 72 hours", "903 361"),
    _outlasts(
        "D17b", ("legal_status_code", "L2", "C2"), 21, "Emergency protection order lasts more than 21 days", "903 362"
    ),
    _outlasts("D17c", ("legal_status_code", "L3", "C2"), 7, "Child assessment order lasts more than 7 days", "903 363"),
    _outlasts("D17d", ("legal_status_code", "J2", "C2"), 21, "Detention under PACE lasts over 21 days", "903 364"),
    _outlasts("D18a", ("placement_code", "T1", "U6"), 42, "Temporary stay in hospital exceeds six weeks", "903 375"),
    _outlasts("D18c", ("placement_code", "T3", "U6"), 21, "Stay during a carer's holiday exceeds 3 weeks", "903 376"),
    _outlasts("D18d", ("placement_code", "T4", "U6"), 7, "Other temporary stay exceeds seven days", "903 379"),
    Rule(
        "D23a",
        "Placement has no provider",
        "warn",
        "provider_code IS NULL"
        " AND placement_code NOT IN ('T0', 'T1', 'T2', 'T3', 'T4', 'Z1', 'Z11', 'Z12', 'Z13', 'Z14')",
        "The share of children in the council's own foster care leaves the child out.",
        source="903 526",
        breaks=[{"placement_code": "U6"}],
        passes=[{"placement_code": "U6", "provider_code": "PR1"}, {"placement_code": "T1"}],
    ),
    Rule(
        "D23b",
        "Provider 'parents' goes with a placement with own parents, and only with it",
        "warn",
        "(provider_code = 'PR0') <> (placement_code = 'P1')",
        "The child counts under the wrong provider or placement.",
        source="903 527-531, 550",
        breaks=[{"placement_code": "U6", "provider_code": "PR0"}, {"placement_code": "P1", "provider_code": "PR1"}],
        passes=[{"placement_code": "P1", "provider_code": "PR0"}, {"placement_code": "U6", "provider_code": "PR1"}],
    ),
    Rule(
        "D23c",
        "Temporary or other placement has a provider, of which it has none",
        "warn",
        "provider_code IS NOT NULL AND placement_code IN ('T0', 'T1', 'T2', 'T3', 'T4', 'Z11', 'Z12', 'Z13', 'Z14')",
        "The stay counts among the placements of a provider who did not make it.",
        source="903 213",
        breaks=[{"placement_code": "T1", "provider_code": "PR1"}],
        passes=[{"placement_code": "T1"}, {"placement_code": "U6", "provider_code": "PR1"}],
    ),
    Rule(
        "D23d",
        "Provider cannot run a placement of that kind",
        "warn",
        "provider_code IN ('PR1', 'PR2') AND placement_code IN ('R2', 'R5') OR provider_code = 'PR3'"
        " AND placement_code IN ('A3', 'A4', 'A5', 'A6', 'K1', 'K2', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6')",
        "No council runs a prison or a hospital, and no other public body fosters: one of the two codes is wrong.",
        source="903 527-529",
        breaks=[{"placement_code": "R5", "provider_code": "PR1"}, {"placement_code": "U6", "provider_code": "PR3"}],
        passes=[
            {"placement_code": "R5", "provider_code": "PR3"},
            {"placement_code": "U6", "provider_code": "PR1"},
            {"placement_code": "R5", "provider_code": "PR4"},
            {"placement_code": "U6", "provider_code": "PR4"},
        ],
    ),
    Rule(
        "D28a",
        "Distance is negative or over 999.9 miles",
        "warn",
        "distance_miles < 0 OR distance_miles > 999.9",
        "Wrongly counts, or fails to count, among children placed more than 20 miles away.",
        source="903 164",
        breaks=[{"distance_miles": "-0.1"}, {"distance_miles": "1000"}],
        passes=[{"distance_miles": "0"}, {"distance_miles": "999.9"}, {}],
    ),
    Rule(
        "D28b",
        "Distance is over 350 miles",
        "warn",
        "distance_miles > 350 AND distance_miles <> 999.9",
        "No two places in England lie so far apart: a postcode or the distance is wrong.",
        source="903 454",
        breaks=[{"distance_miles": "350.1"}],
        passes=[{"distance_miles": "350"}, {"distance_miles": "999.9"}, {}],
    ),
)

RULES: tuple[Rule, ...] = (
    *_OF_A_ROW,
    *ORDER,
    child_is_listed("B13c", "lac_episodes"),
    *AGES,
    *CHANGES,
    *PLACEMENT_AGES,
    *TEMPORARY_PLACEMENTS,
    *SHORT_BREAK_RULES,
    *MOVES,
    *SETTINGS,
    *PROVIDERS,
    *WHEREABOUTS,
    *WHOLE_YEAR,
)
