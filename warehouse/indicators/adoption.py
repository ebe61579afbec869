"""Permanence: adoption and special guardianship."""

from dataclasses import replace
from datetime import date

from warehouse.indicator import Proportion
from warehouse.indicators.care_population import LEFT_AFTER_BREAKS, NOT_THE_END

_REVIEWED_ON = date(2026, 11, 27)
_ADOPTED = "'E11', 'E12'"
_GUARDED = "'E43', 'E44', 'E45', 'E46', 'E47', 'E48'"
_CEASED = (
    ", of all who ceased to be looked after in that time, once for each ending. The last episode of a period of care "
    "says how it ended. Those who left a series of short breaks are left out."
)

_CEASE_ADOPT = Proportion(
    code="ADP-CEASE-ADOPT",
    title="% of children ceasing to be looked after who were adopted",
    service_area="Fostering and adoption",
    definition="Children who were adopted (E11, E12) between 1 April and the end of the period" + _CEASED,
    why="A permanent family is the best way out of care for many children.",
    population="care_period_about",
    dated_by="ended_on",
    over="year_to_date",
    numerator=f"reason_ended_code IN ({_ADOPTED})",
    exclusions=(LEFT_AFTER_BREAKS, NOT_THE_END),
    unknown_when="reason_ended_code IS NULL",
    needs=("lac_episodes",),
    better="higher",
    team="team_at_end",
    source="Looked after children statistics: children ceasing to be looked after, by reason",
    evidence="published",
    owner="Adopt London East",
    reviewed_on=_REVIEWED_ON,
)

INDICATORS = (
    _CEASE_ADOPT,
    replace(
        _CEASE_ADOPT,
        code="ADP-CEASE-SGO",
        title="% of children ceasing to be looked after through a special guardianship order",
        definition="Children for whom a special guardianship order was made (E43 to E48) between 1 April and the end "
        "of the period" + _CEASED,
        why="Special guardians give a permanent home, most often within the family.",
        numerator=f"reason_ended_code IN ({_GUARDED})",
        owner="SGO team",
    ),
    replace(
        _CEASE_ADOPT,
        code="ADP-CEASE-PERM",
        title="% of children ceasing to be looked after through adoption or special guardianship",
        definition="Children who were adopted (E11, E12) or for whom a special guardianship order was made (E43 to "
        "E48) between 1 April and the end of the period" + _CEASED,
        why="Both give a child a family for good.",
        numerator=f"reason_ended_code IN ({_ADOPTED}, {_GUARDED})",
        source="Sum of two published reasons of ceasing",
        owner="Adopt London East; SGO team",
    ),
)
