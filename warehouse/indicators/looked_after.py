"""Children looked after: placements, workers, plans and supervision."""

from dataclasses import replace
from datetime import date

from warehouse.indicator import Count, Exclusion, Proportion

_SHORT_BREAKS = Exclusion("looked after under a series of short breaks (V3, V4)", "is_short_breaks")
_LATEST = date(2026, 11, 22)
_FAR = "(is_outside_boundary AND distance_miles > 20)"


def _supervised_within(months: int) -> str:
    return f"last_supervised_on > as_at - INTERVAL {months} MONTH"


_SUPERVISION = Proportion(
    code="SUP-LAC",
    title="% of looked after children's cases with supervision in the last three months",
    service_area="Supervision",
    definition="Children looked after on the last day for three months or more with a formal supervision in the "
    "three months to "
    "that day, of all children looked after on that day for three months or more.",
    why="Supervision is where drift and risk are noticed.",
    population="looked_after_at",
    dated_by="as_at",
    over="as_at",
    numerator=_supervised_within(3),
    exclusions=(
        _SHORT_BREAKS,
        Exclusion("looked after for less than three months", "looked_after_since > as_at - INTERVAL 3 MONTH"),
    ),
    needs=("lac_episodes", "supervision"),
    better="higher",
    source="Local standard: every three months until March 2021, every two months from April 2021",
    evidence="local",
    owner="Head of Service, Intervention and Support",
    reviewed_on=_LATEST,
)

_FAR_FROM_HOME = Proportion(
    code="LAC-20MI",
    title="% of looked after children placed outside the boundary and more than 20 miles from home",
    service_area="Looked after children",
    definition="Children looked after on the last day of the period whose placement lies outside the council's "
    "boundary and more than 20 miles in a straight line from the home they came from, of all children looked after on "
    "that day. Miles are rounded to a tenth first: 20.0 is not more than 20. A child of whom it is not known counts in "
    "the denominator and is told as unknown. A temporary stay elsewhere does not move the child.",
    why="Far from home, children lose their school, their friends and their social worker's visits.",
    population="looked_after_at",
    dated_by="as_at",
    over="as_at",
    numerator=_FAR,
    exclusions=(_SHORT_BREAKS,),
    unknown_when=f"{_FAR} IS NULL",
    needs=("lac_episodes",),
    better="lower",
    source="Looked after children statistics: outside boundary, over 20 miles",
    evidence="published",
    owner="Head of Service, Intervention and Support",
    reviewed_on=date(2026, 11, 27),
)

_WORKER_CHANGES = Proportion(
    code="WF-SW2",
    title="% of looked after children with two or more changes of social worker in the last 12 months",
    service_area="Workforce",
    definition="Children looked after on the last day whose social worker changed twice or more in the twelve "
    "months to that day, "
    "of all children looked after on that day. A return of an earlier worker is a change; cover and duty are not.",
    why="Children should not have to tell their story again and again.",
    population="looked_after_at",
    dated_by="as_at",
    over="as_at",
    numerator="worker_changes_12m >= 2",
    exclusions=(_SHORT_BREAKS,),
    unknown_when="NOT has_social_worker",
    needs=("lac_episodes", "sw_allocations"),
    better="lower",
    source="Local count of changes; the national measure counts different workers",
    evidence="local",
    owner="Head of Service, Intervention and Support",
    reviewed_on=_LATEST,
)

INDICATORS = (
    Proportion(
        code="LAC-PLAC3",
        title="% of looked after children with three or more placements in the year",
        service_area="Looked after children",
        definition="Children looked after on the last day who were in three or more placements in the twelve months "
        "to that day, of "
        "all children looked after on that day. Temporary stays and changes of legal status alone are not placements.",
        why="Moves disrupt attachment, school and friendships.",
        population="looked_after_at",
        dated_by="as_at",
        over="as_at",
        numerator="placements_12m >= 3",
        exclusions=(_SHORT_BREAKS,),
        unknown_when="placements_12m = 0",
        needs=("lac_episodes",),
        better="lower",
        source="Looked after children statistics: three or more placements during the year",
        evidence="published",
        owner="Head of Service, Intervention and Support",
        reviewed_on=_LATEST,
    ),
    Proportion(
        code="LAC-STAB2Y",
        title="% of looked after children under 16, looked after for at least 2.5 years, in the same placement for "
        "at least 2 years",
        service_area="Looked after children",
        definition="Children under 16 on the last day, looked after continuously for at least two and a half years, "
        "who have been in "
        "the same placement for at least two years, or are placed for adoption and their adoptive placement together "
        "with the "
        "one before it has lasted at least two years.",
        why="Long-term stability is what children say matters most.",
        population="looked_after_at",
        dated_by="as_at",
        over="as_at",
        numerator="placement_started_on <= as_at - INTERVAL 24 MONTH OR (placement_code IN ('A3', 'A4', 'A5', 'A6') "
        "AND previous_placement_started_on <= as_at - INTERVAL 24 MONTH)",
        exclusions=(
            _SHORT_BREAKS,
            Exclusion("date of birth not known", "age IS NULL"),
            Exclusion("aged 16 or over", "age >= 16"),
            Exclusion(
                "looked after for less than two and a half years", "looked_after_since > as_at - INTERVAL 30 MONTH"
            ),
        ),
        unknown_when="placement_started_on IS NULL",
        needs=("lac_episodes", "persons"),
        better="higher",
        source="Former national indicator 63, long-term stability of placements",
        evidence="published",
        owner="Head of Service, Intervention and Support",
        reviewed_on=_LATEST,
    ),
    Proportion(
        code="LAC-PPLAN",
        title="% of looked after young people with an up to date pathway plan",
        service_area="Pathway plans",
        definition="Young people looked after on the last day and aged 16 or over whose pathway plan was begun or "
        "reviewed in the six "
        "months to that day, of all looked after on that day and aged 16 or over.",
        why="Young people need a plan that is theirs before they leave care.",
        population="looked_after_at",
        dated_by="as_at",
        over="as_at",
        numerator="last_pathway_plan_on >= as_at - INTERVAL 6 MONTH",
        exclusions=(
            _SHORT_BREAKS,
            Exclusion("date of birth not known", "age IS NULL"),
            Exclusion("under 16", "age < 16"),
        ),
        needs=("lac_episodes", "persons", "pathway_plans"),
        better="higher",
        source="Local definition; six months as in the leaving care regulations",
        evidence="local",
        owner="Head of Service, Intervention and Support",
        reviewed_on=_LATEST,
    ),
    _SUPERVISION,
    replace(
        _SUPERVISION,
        version=2,
        from_quarter="2021-22-Q1",
        title="% of looked after children's cases with supervision in the last two months",
        definition="Children looked after on the last day for two months or more with a formal supervision in the "
        "two months to that "
        "day, of all children looked after on that day for two months or more.",
        numerator=_supervised_within(2),
        exclusions=(
            _SHORT_BREAKS,
            Exclusion("looked after for less than two months", "looked_after_since > as_at - INTERVAL 2 MONTH"),
        ),
    ),
    _WORKER_CHANGES,
    replace(
        _WORKER_CHANGES,
        code="WF-SW3",
        title="% of looked after children with three or more changes of social worker in the last 12 months",
        definition="Children looked after on the last day whose social worker changed three times or more in the "
        "twelve months to that day, of all children looked after on that day. A return of an earlier worker is a "
        "change; cover and duty are not.",
        numerator="worker_changes_12m >= 3",
        reviewed_on=date(2026, 11, 27),
    ),
    replace(
        _WORKER_CHANGES,
        code="WF-SW3-DIFF",
        title="% of looked after children with three or more different social workers in the last 12 months",
        definition="Children looked after on the last day whose case was held by three or more different social "
        "workers in the twelve months to that day, of all children looked after on that day. A worker who comes back "
        "is the same worker; cover, duty and a hold that ended the day it began do not count.",
        numerator="workers_12m >= 3",
        source="Looked after children statistics: social worker stability, three or more workers in the year",
        evidence="published",
        reviewed_on=date(2026, 11, 27),
    ),
    Count(
        code="LAC-NOSW",
        title="Looked after children without an allocated social worker",
        service_area="Workforce",
        definition="Children looked after on the last day of the period whose case no social worker held that day. "
        "Duty and cover workers do not hold a case. Children in a series of short breaks are left out.",
        why="Every child in care must have a social worker.",
        population="looked_after_at",
        dated_by="as_at",
        over="as_at",
        numerator="NOT has_social_worker",
        exclusions=(_SHORT_BREAKS,),
        needs=("lac_episodes", "sw_allocations"),
        better="lower",
        source="Local definition",
        evidence="local",
        owner="Head of Service, Intervention and Support",
        reviewed_on=date(2026, 11, 27),
    ),
    _FAR_FROM_HOME,
    replace(
        _FAR_FROM_HOME,
        code="LAC-20MI-KNOWN",
        title="% of looked after children placed outside the boundary and more than 20 miles from home, of those "
        "whose distance is known",
        definition="Children looked after on the last day of the period whose placement lies outside the council's "
        "boundary and more than 20 miles in a straight line from the home they came from, of all children looked after "
        "on that day of whom it is known whether it does. Miles are rounded to a tenth first.",
        exclusions=(_SHORT_BREAKS, Exclusion("not known whether more than 20 miles from home", f"{_FAR} IS NULL")),
        unknown_when="false",
    ),
)
