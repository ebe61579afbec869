"""What makes a row of children's health (OC2) wrong, with an example of each.

Called by: expectations.extracts.oc2.
Promises:  each rule has its reason, its source and two examples that a test holds it to.
Trap:      ages are those at the beginning or end of the year that ends with the month.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from expectations.contract import Rule
from expectations.rules.care_all_year import ALL_YEAR, IN_CARE_ALL_YEAR, LONG, NOT_ALL_YEAR, SHORT, Cells, rows_of
from expectations.rules.shared import born_as_listed, child_has_episodes, child_is_listed

_FOUR = ("is_immunised", "is_dentally_checked", "is_health_assessed", "has_substance_misuse")
_OTHERS = ("is_convicted", "is_development_checked", *_FOUR, "has_received_intervention", "is_intervention_offered")
_ANSWERED = f"list_count([{', '.join(_FOUR)}])"
_ALL_FOUR = dict.fromkeys(_FOUR, False)
_EVERY_EPISODE = [*ALL_YEAR, *NOT_ALL_YEAR]
_ASKED_FOR_NOTHING = "The answer is counted among children of whom it is asked, and moves the share."
_LEFT_OUT = "The child is missing from a figure on the health of looked after children."


def _of_row(columns: Sequence[str]) -> str:
    return f"list_count([{', '.join(f't.{name}' for name in columns)}])"


_ROW_RULES = (
    Rule(
        "D36a",
        "Both a score and a reason why there is none",
        "warn",
        "sdq_score IS NOT NULL AND sdq_reason_code IS NOT NULL",
        "Whether the child counts among those with a score cannot be told.",
        source="903 197a",
        breaks=[{"sdq_score": 12, "sdq_reason_code": "SDQ4"}],
        passes=[{"sdq_score": 12}, {"sdq_reason_code": "SDQ4"}],
    ),
    Rule(
        "D36b",
        "Under 4 at the end of the year, but has a score or a reason for none",
        "warn",
        "born_on > month_ends_on - INTERVAL 4 YEAR AND (sdq_score IS NOT NULL OR sdq_reason_code IS NOT NULL)",
        _ASKED_FOR_NOTHING,
        source="903 188",
        breaks=[
            {"born_on": "2016-10-01", "sdq_score": 12},
            {"born_on": "2016-10-01", "sdq_reason_code": "SDQ1"},
        ],
        passes=[
            {"born_on": "2016-09-30", "sdq_score": 12, "sdq_reason_code": "SDQ1"},
            {"born_on": "2016-10-01"},
        ],
    ),
    Rule(
        "D36c",
        "Aged 17 or over at the beginning of the year, but has a score or a reason for none",
        "warn",
        "born_on <= month_ends_on + INTERVAL 1 DAY - INTERVAL 18 YEAR"
        " AND (sdq_score IS NOT NULL OR sdq_reason_code IS NOT NULL)",
        _ASKED_FOR_NOTHING,
        source="903 189",
        breaks=[
            {"born_on": "2002-10-01", "sdq_score": 12},
            {"born_on": "2002-10-01", "sdq_reason_code": "SDQ1"},
        ],
        passes=[
            {"born_on": "2002-10-02", "sdq_score": 12, "sdq_reason_code": "SDQ1"},
            {"born_on": "2002-10-01"},
        ],
    ),
    Rule(
        "D36d",
        "Aged 5 or over at the end of the year, but development checks are answered",
        "warn",
        "born_on <= month_ends_on - INTERVAL 5 YEAR AND is_development_checked IS NOT NULL",
        _ASKED_FOR_NOTHING,
        source="903 546",
        breaks=[{"born_on": "2015-09-30", "is_development_checked": False}],
        passes=[{"born_on": "2015-10-01", "is_development_checked": False}, {"born_on": "2015-09-30"}],
    ),
    Rule(
        "D36e",
        "Convicted, but not all of the other answers on health are there",
        "warn",
        f"is_convicted AND {_ANSWERED} < 4",
        _LEFT_OUT,
        source="903 544",
        breaks=[{"is_convicted": True, **_ALL_FOUR, name: None} for name in _FOUR],
        passes=[{"is_convicted": True, **_ALL_FOUR}, {"is_convicted": False}],
    ),
    Rule(
        "D36f",
        "Development checks are up to date, but not all of the other answers on health are there",
        "warn",
        f"is_development_checked AND {_ANSWERED} < 4",
        _LEFT_OUT,
        source="903 547",
        breaks=[{"is_development_checked": True, **_ALL_FOUR, name: None} for name in _FOUR],
        passes=[{"is_development_checked": True, **_ALL_FOUR}, {"is_development_checked": False}],
    ),
    Rule(
        "D36g",
        "Score is not between 0 and 40",
        "warn",
        "sdq_score NOT BETWEEN 0 AND 40",
        "The questionnaire gives no such score; the average would be wrong.",
        source="own",
        breaks=[{"sdq_score": -1}, {"sdq_score": 41}],
        passes=[{"sdq_score": 0}, {"sdq_score": 40}],
    ),
    Rule(
        "D37a",
        "Some of the answers on immunisations, teeth, assessment and substances are there, and some are not",
        "warn",
        f"{_ANSWERED} BETWEEN 1 AND 3",
        "The child counts in one figure on health and not in the other.",
        source="903 182",
        breaks=[*({name: True} for name in _FOUR), *({**_ALL_FOUR, name: None} for name in _FOUR)],
        passes=[_ALL_FOUR, {}],
    ),
    Rule(
        "D37b",
        "Help for the misuse was received, but it is also said whether it was offered",
        "warn",
        "has_received_intervention AND is_intervention_offered IS NOT NULL",
        "Whether it was offered is asked only where none was received; the child would count twice.",
        source="903 158",
        breaks=[{"has_received_intervention": True, "is_intervention_offered": False}],
        passes=[
            {"has_received_intervention": True},
            {"has_received_intervention": False, "is_intervention_offered": False},
        ],
    ),
    Rule(
        "D37c",
        "Help for the misuse was not received, and it is not said whether it was offered",
        "warn",
        "NOT has_received_intervention AND is_intervention_offered IS NULL",
        "Children who refused help cannot be told from those who were offered none.",
        source="903 159",
        breaks=[{"has_received_intervention": False}],
        passes=[
            {"has_received_intervention": False, "is_intervention_offered": True},
            {"has_received_intervention": True},
        ],
    ),
    Rule(
        "D37d",
        "A substance is misused, but it is not said whether help was received",
        "warn",
        "has_substance_misuse AND has_received_intervention IS NULL",
        "The share who received help leaves the child out.",
        source="903 192",
        breaks=[{"has_substance_misuse": True}],
        passes=[
            {"has_substance_misuse": True, "has_received_intervention": False},
            {"has_substance_misuse": False},
        ],
    ),
    Rule(
        "D37e",
        "No substance is misused, but it is said whether help was received or offered",
        "warn",
        "NOT coalesce(has_substance_misuse, false)"
        " AND (has_received_intervention IS NOT NULL OR is_intervention_offered IS NOT NULL)",
        "The child would count among those who need help.",
        source="903 193",
        breaks=[
            {"has_substance_misuse": False, "has_received_intervention": False},
            {"is_intervention_offered": False},
        ],
        passes=[
            {"has_substance_misuse": True, "has_received_intervention": False, "is_intervention_offered": False},
            {"has_substance_misuse": False},
        ],
    ),
)


def _of_those(about: Sequence[str], wrong: Sequence[Cells], right: Sequence[Cells]) -> dict[str, Any]:
    """What rules on children who were in care all year, or were not, share: `wrong` cells break them for those."""
    others = LONG if about is SHORT else SHORT
    return {
        "scope": "cross_file",
        "needs": ("lac_episodes",),
        "breaks": {"oc2": [row for cells in wrong for row in rows_of(about, cells)], "lac_episodes": _EVERY_EPISODE},
        "passes": {
            "oc2": [*rows_of(others, wrong[0]), *({"child_id": about[0], **cells} for cells in right)],
            "lac_episodes": _EVERY_EPISODE,
        },
    }


RULES: tuple[Rule, ...] = (
    *_ROW_RULES,
    Rule(
        "D36h",
        "Has a score, but was not looked after for the whole year",
        "warn",
        f"NOT {IN_CARE_ALL_YEAR} AND t.sdq_score IS NOT NULL",
        _ASKED_FOR_NOTHING,
        source="903 185",
        **_of_those(SHORT, [{"sdq_score": 12}], [{}]),
    ),
    Rule(
        "D36i",
        "Questions on health are answered, but the child was not looked after for the whole year",
        "warn",
        f"NOT {IN_CARE_ALL_YEAR} AND {_of_row(_OTHERS)} > 0",
        _ASKED_FOR_NOTHING,
        source="903 190",
        **_of_those(SHORT, [{"is_convicted": False}], [{}]),
    ),
    Rule(
        "D36j",
        "Between 4 and 16 and looked after for the whole year, but has neither a score nor a reason for none",
        "warn",
        f"{IN_CARE_ALL_YEAR} AND t.born_on <= t.as_at - INTERVAL 4 YEAR"
        " AND t.born_on > t.as_at + INTERVAL 1 DAY - INTERVAL 18 YEAR"
        " AND t.sdq_score IS NULL AND t.sdq_reason_code IS NULL",
        _LEFT_OUT,
        source="903 186, 197b",
        **_of_those(
            LONG,
            [{"born_on": "2016-09-30"}, {"born_on": "2002-10-02"}],
            [
                {"born_on": "2016-10-01"},
                {"born_on": "2002-10-01"},
                {"born_on": "2010-01-01", "sdq_score": 12},
                {"born_on": "2010-01-01", "sdq_reason_code": "SDQ2"},
            ],
        ),
    ),
    Rule(
        "D36k",
        "Looked after for the whole year, but not all questions on health are answered",
        "warn",
        f"{IN_CARE_ALL_YEAR} AND {_of_row(_FOUR)} < 4",
        _LEFT_OUT,
        source="903 191",
        **_of_those(LONG, [{**_ALL_FOUR, name: None} for name in _FOUR], [_ALL_FOUR]),
    ),
    Rule(
        "D36l",
        "Aged 10 or over and looked after for the whole year, but convictions are not answered",
        "warn",
        f"{IN_CARE_ALL_YEAR} AND t.born_on <= t.as_at - INTERVAL 10 YEAR AND t.is_convicted IS NULL",
        _LEFT_OUT,
        source="903 543",
        **_of_those(
            LONG,
            [{"born_on": "2010-09-30"}],
            [{"born_on": "2010-10-01"}, {"born_on": "2010-09-30", "is_convicted": False}],
        ),
    ),
    Rule(
        "D36m",
        "Under 5 and looked after for the whole year, but development checks are not answered",
        "warn",
        f"{IN_CARE_ALL_YEAR} AND t.born_on > t.as_at - INTERVAL 5 YEAR AND t.is_development_checked IS NULL",
        _LEFT_OUT,
        source="903 545",
        **_of_those(
            LONG,
            [{"born_on": "2015-10-01"}],
            [{"born_on": "2015-09-30"}, {"born_on": "2015-10-01", "is_development_checked": False}],
        ),
    ),
    child_is_listed("B13w", "oc2"),
    child_has_episodes("D34b", "oc2"),
    born_as_listed("B14w", "oc2"),
)
