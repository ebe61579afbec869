"""Children in care: how many there are, how many come, how many leave."""

from dataclasses import replace
from datetime import date

from expectations.codes.front_door import LAC_NEED
from expectations.codes.looked_after import LEGAL_STATUS, PLACEMENT, REASON_ENDED
from warehouse.dimensions import Dimension
from warehouse.indicator import Count, Exclusion, Proportion, Rate

_OWNER = "Head of Service, Intervention and Support"
_REVIEWED_ON = date(2026, 11, 27)
_SHORT_BREAKS = Exclusion("looked after under a series of short breaks (V3, V4)", "is_short_breaks")
_CAME_FOR_BREAKS = Exclusion("came for a series of short breaks (V3, V4)", "began_as_short_breaks")
_NEED = Dimension("need", "Category of need", "r.need_code", LAC_NEED.codes)

LEFT_AFTER_BREAKS = Exclusion("left a series of short breaks (V3, V4)", "ended_as_short_breaks")
NOT_THE_END = Exclusion("the last episode says that another follows (X1)", "coalesce(reason_ended_code = 'X1', false)")

_STOCK = Count(
    code="LAC-STOCK",
    title="Children looked after",
    service_area="Looked after children",
    definition="Children looked after on the last day of the period, whoever cares for them. A child whose care ended "
    "on that day is not among them. Children in a series of short breaks are left out.",
    why="Everything else that is said of children in care is said of these.",
    population="looked_after_at",
    dated_by="as_at",
    over="as_at",
    exclusions=(_SHORT_BREAKS,),
    needs=("lac_episodes",),
    better=None,
    by={
        "need": _NEED,
        "placement": Dimension("placement", "Placement", "r.placement_code", PLACEMENT.codes),
        "legal_status": Dimension("legal_status", "Legal status", "r.legal_status_code", LEGAL_STATUS.codes),
    },
    source="Looked after children statistics: children looked after on the day, without series of short breaks",
    evidence="published",
    owner=_OWNER,
    reviewed_on=_REVIEWED_ON,
)

_NEW = Count(
    code="LAC-NEW",
    title="Children who started to be looked after",
    service_area="Looked after children",
    definition="Times that a child came into care in the period: the first day of a period of care lies in it. A child "
    "who comes twice counts twice; a move or a new legal status is no start. Those who came for a series of short "
    "breaks are left out.",
    why="More children coming in is felt months later in every other figure.",
    population="care_period_about",
    dated_by="started_on",
    over="period",
    exclusions=(_CAME_FOR_BREAKS,),
    needs=("lac_episodes",),
    better=None,
    by={"need": _NEED},
    team="team_at_start",
    source="Local count; national statistics count each child once a year",
    evidence="local",
    owner=_OWNER,
    reviewed_on=_REVIEWED_ON,
)

INDICATORS = (
    _STOCK,
    Rate(
        code="LAC-RATE",
        title="Children looked after per 10,000 children",
        service_area="Looked after children",
        definition="Children looked after on the last day of the period for every 10,000 children aged 0 to 17 who "
        "live in the area. Children in a series of short breaks are left out.",
        why="Lets a council be held against others and against its own earlier years.",
        population="looked_after_at",
        dated_by="as_at",
        over="as_at",
        exclusions=(_SHORT_BREAKS,),
        needs=("lac_episodes",),
        better=None,
        source="Looked after children statistics: rate per 10,000 children under 18",
        evidence="published",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
    _NEW,
    replace(
        _NEW,
        code="LAC-ENTRY16",
        title="Young people who started to be looked after at 16 or over",
        definition="Times that a young person came into care in the period aged 16 or over on the first day, "
        "unaccompanied young people among them. One whose date of birth is not known is not counted. Those who came "
        "for a series of short breaks are left out.",
        why="Young people who come late need other homes and other help.",
        numerator="age_at_start >= 16",
        unknown_when="age_at_start IS NULL",
        needs=("lac_episodes", "persons"),
        source="Local definition",
    ),
    replace(
        _NEW,
        code="LAC-CEASED",
        title="Children who ceased to be looked after",
        definition="Times that a child left care in the period: a period of care ended in it, and the last episode "
        "does not say that another follows. A child who leaves twice counts twice. Those who left a series of short "
        "breaks are left out.",
        why="With those who came, it explains how the number of children in care moved.",
        dated_by="ended_on",
        exclusions=(LEFT_AFTER_BREAKS, NOT_THE_END),
        by={"reason": Dimension("reason", "Why care ended", "r.reason_ended_code", REASON_ENDED.codes)},
        team="team_at_end",
    ),
    Proportion(
        code="LC-REM18",
        title="% of young people leaving care at 16 or over who stayed looked after until 18",
        service_area="Leaving care",
        definition="Young people whose care ended between 1 April and the end of the period on or after their 18th "
        "birthday, of all whose care ended in that time at 16 or over. Once for each ending. Those who died, whose "
        "care another council took over, or who left a series of short breaks are left out.",
        why="Young people who leave before 18 are less often ready for it.",
        population="care_period_about",
        dated_by="ended_on",
        over="year_to_date",
        numerator="age_at_end >= 18",
        exclusions=(
            LEFT_AFTER_BREAKS,
            NOT_THE_END,
            Exclusion("died (E2)", "coalesce(reason_ended_code = 'E2', false)"),
            Exclusion("care taken over by another council (E3)", "coalesce(reason_ended_code = 'E3', false)"),
            Exclusion("date of birth not known", "age_at_end IS NULL"),
            Exclusion("under 16", "age_at_end < 16"),
        ),
        needs=("lac_episodes", "persons"),
        better="higher",
        team="team_at_end",
        source="Local definition; the last day of care of one who turns 18 is the birthday, as in SSDA903",
        evidence="local",
        owner="Head of Service, Leaving Care",
        reviewed_on=_REVIEWED_ON,
    ),
)
