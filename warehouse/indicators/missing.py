"""Missing: children missing from care and from home, and the interview that they are offered when they are back."""

from dataclasses import replace
from datetime import date

from warehouse.dimensions import Dimension
from warehouse.indicator import Count, Exclusion, MonthlyCount, Proportion

_OWNER = "Head of Service, Intervention and Support"
_REVIEWED_ON = date(2026, 11, 27)
_AWAY = Exclusion("away without authorisation, not missing", "missing_type_code = 'A'")
_LONG = (
    "for more than 24 hours: those of an absence that had lasted longer by the return or the month's end, whichever "
    "was earlier. A child counts once in each month, one missing over a month's end in both; a quarter or a year is "
    "the mean of its months. Away without authorisation is not missing."
)

_MISSING_FROM_CARE = MonthlyCount(
    code="MISS-CARE",
    title="Children missing from care for more than 24 hours",
    service_area="Missing",
    definition=f"Children missing from care in the month {_LONG}",
    why="A child who is missing for long is in danger of being exploited.",
    population="missing_in_month",
    dated_by="as_at",
    over="period",
    numerator="missing_from_code = 'CARE' AND is_over_24_hours",
    unknown_when="missing_from_code IS NULL",
    needs=("missing_episodes",),
    better="lower",
    source="Local definition: over 24 hours, counted again in the next month",
    evidence="local",
    owner=_OWNER,
    reviewed_on=_REVIEWED_ON,
)
_ANY_LENGTH_FROM_CARE = replace(
    _MISSING_FROM_CARE,
    code="MISS-CARE-ALL",
    title="Children missing from care, however long",
    definition="Children missing from care at any time of the month, however long. A child counts once in each month, "
    "one missing over a month's end in both; a quarter or a year is the mean of its months. Away without "
    "authorisation is not missing.",
    numerator="missing_from_code = 'CARE'",
    source="Local definition: any length, counted again in the next month",
)
_EPISODES_FROM_CARE = Count(
    code="MISS-CARE-EP",
    title="Episodes of going missing from care",
    definition="Absences from care that began in the period and are recorded as missing, however long they lasted. "
    "Away without authorisation is left out.",
    service_area="Missing",
    why=_MISSING_FROM_CARE.why,
    population="missing_timed",
    dated_by="started_on",
    over="period",
    numerator="missing_from_code = 'CARE'",
    exclusions=(_AWAY,),
    unknown_when="missing_from_code IS NULL",
    needs=("missing_episodes",),
    better="lower",
    source="SSDA903 file of missing episodes: any length counts",
    evidence="local",
    owner=_OWNER,
    reviewed_on=_REVIEWED_ON,
)
_RETURNED = (
    "of all absences recorded as missing, from care and from home, that ended with a return in the period, however "
    "long they lasted. Where no interview was due, and where the child was away without authorisation, the absence is "
    "left out."
)
_IN_HOURS = (
    "Where no time of day is held, three days stand for 72 hours. An offer or interview dated before the return does "
    "not count."
)
_OFFERED_IN_TIME = Proportion(
    code="MISS-RHI72",
    title="% of return home interviews offered within 72 hours",
    service_area="Missing",
    definition=f"Interviews offered within 72 hours of the return, {_RETURNED} {_IN_HOURS}",
    why="What happened is told soon or not at all.",
    population="missing_timed",
    dated_by="returned_on",
    over="period",
    numerator="is_offered AND is_offered_in_time",
    exclusions=(_AWAY, Exclusion("no interview was due", "rhi_offered_code = 'NA'")),
    unknown_when="(rhi_offered_code IS NULL AND rhi_offered_at IS NULL) OR (is_offered AND rhi_offered_at IS NULL)",
    needs=("missing_episodes",),
    better="higher",
    source="Statutory guidance on children who run away or go missing: an interview is offered within 72 hours",
    evidence="published",
    owner=_OWNER,
    reviewed_on=_REVIEWED_ON,
    by={
        "clock": Dimension(
            "clock",
            "How the 72 hours are counted",
            "CASE WHEN r.is_counted_in_days THEN 'DAYS' ELSE 'HOURS' END",
            {"HOURS": "By the hour", "DAYS": "By days: no time of day is held"},
            of_child=False,
        )
    },
)
_DONE = replace(
    _OFFERED_IN_TIME,
    code="RHI-DONE",
    title="% of returns followed by a return home interview",
    definition=f"Interviews that took place on or after the day of the return, {_RETURNED}",
    numerator="is_completed",
    unknown_when="false",
    source="Local: interviews completed, of those due",
    evidence="local",
    by={},
)

INDICATORS = (
    _MISSING_FROM_CARE,
    replace(
        _MISSING_FROM_CARE,
        code="MISS-HOME",
        title="Children missing from home for more than 24 hours",
        definition=f"Children missing from home in the month {_LONG}",
        numerator="missing_from_code = 'HOME' AND is_over_24_hours",
    ),
    _ANY_LENGTH_FROM_CARE,
    replace(
        _ANY_LENGTH_FROM_CARE,
        code="MISS-HOME-ALL",
        title="Children missing from home, however long",
        definition=_ANY_LENGTH_FROM_CARE.definition.replace("from care", "from home"),
        numerator="missing_from_code = 'HOME'",
    ),
    _EPISODES_FROM_CARE,
    replace(
        _EPISODES_FROM_CARE,
        code="MISS-HOME-EP",
        title="Episodes of going missing from home",
        definition=_EPISODES_FROM_CARE.definition.replace("from care", "from home"),
        numerator="missing_from_code = 'HOME'",
    ),
    _OFFERED_IN_TIME,
    replace(
        _OFFERED_IN_TIME,
        code="RHI-OFFERED",
        title="% of returns after which a return home interview was offered",
        definition=f"Interviews offered, whenever, {_RETURNED} A refused offer is an offer.",
        numerator="is_offered",
        unknown_when="rhi_offered_code IS NULL AND rhi_offered_at IS NULL",
        source="Local: interviews offered, of those due",
        evidence="local",
        by={},
    ),
    _DONE,
    replace(
        _DONE,
        code="RHI-DONE72",
        title="% of return home interviews completed within 72 hours",
        definition=f"Interviews that took place within 72 hours of the return, {_RETURNED} {_IN_HOURS}",
        numerator="is_completed_in_time",
        source="Local: interviews completed within the time in which they should be offered",
    ),
)
