"""Children in need: open cases and plans at a month's end, and visits under the plans."""

from dataclasses import replace
from datetime import date

from expectations.codes.front_door import PRIMARY_NEED
from warehouse.dimensions import Dimension
from warehouse.indicator import Count, Exclusion, Proportion, Rate

_OWNER = "Head of Service, Family Support and Child Protection"
_REVIEWED_ON = date(2026, 11, 27)

_STOCK = Count(
    code="CIN-STOCK",
    title="Children in need",
    service_area="Children in need",
    definition="Children with an episode of need open on the last day of the period: a referral received by then that "
    "did not end in no further action and closed, if at all, on a later day. Children with a protection plan and "
    "looked after children are among them, as in the national figure. A child counts once, by the latest referral.",
    why="How many children the council works with.",
    population="child_in_need_at",
    dated_by="as_at",
    over="as_at",
    needs=("referrals",),
    better=None,
    by={"need": Dimension("need", "Primary need", "r.primary_need_code", PRIMARY_NEED.codes)},
    source="Children in need statistics: children in need at 31 March",
    evidence="published",
    owner=_OWNER,
    reviewed_on=_REVIEWED_ON,
)

INDICATORS = (
    _STOCK,
    Rate(
        code="CIN-STOCK-RATE",
        title="Children in need per 10,000 children",
        service_area="Children in need",
        definition="Children with an episode of need open on the last day of the period, for every 10,000 children "
        "aged 0 to 17 who live in the area; counted as children in need are.",
        why="Lets a council be held against others and against earlier years.",
        population="child_in_need_at",
        dated_by="as_at",
        over="as_at",
        needs=("referrals",),
        better=None,
        source="Children in need statistics: children in need at 31 March per 10,000 children",
        evidence="published",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
    replace(
        _STOCK,
        code="CIN-PLAN",
        title="Children with a child in need plan",
        definition="Children with a child in need plan in force on the last day of the period: one that had started by "
        "then and ended, if at all, on a later day. A child with two counts once. This is the narrower reading of "
        "children in need, without those who have a protection plan or are looked after.",
        why="How many children have a plan that is neither protection nor care.",
        population="child_in_need_plan_at",
        needs=("cin_plans",),
        by={},
        source="Local reading; the census collects the dates of plans",
        evidence="local",
    ),
    Proportion(
        code="CIN-VISIT-20D",
        title="% of children with a child in need plan who were seen in the last 20 working days",
        service_area="Children in need",
        definition="Children with a child in need plan in force on the last day of the period for at least 20 working "
        "days who were visited under it within the 20 working days to that day, of all children with a plan in force "
        "for at least 20 working days. A visit at which the child was not seen is none; where that is not recorded it "
        "is one.",
        why="A plan helps nobody whom no one sees.",
        population="child_in_need_plan_at",
        dated_by="as_at",
        over="as_at",
        numerator="working_days_since_visit <= 20",
        exclusions=(Exclusion("plan in force for less than 20 working days", "working_days_in_force < 20"),),
        needs=("cin_plans", "visits"),
        better="higher",
        source="Local standard of 20 working days; there is no national one",
        evidence="local",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
)
