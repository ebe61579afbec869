"""Child protection plans: started, in force, reviewed and visited, ended."""

from dataclasses import replace
from datetime import date

from expectations.codes.protection import ABUSE_CATEGORY
from warehouse.dimensions import Dimension
from warehouse.indicator import Count, Exclusion, Proportion, Rate

_OWNER = "Head of Service, Safeguarding and Quality Assurance"
_REVIEWED_ON = date(2026, 11, 27)
_OURS = (Exclusion("plan of another council", "coalesce(is_other_council_plan, false)"),)
_CATEGORY = "Category of abuse"
_DURATION = Dimension(
    "duration",
    "How long the plan has been in force",
    "CASE WHEN r.as_at <= r.started_on + INTERVAL 3 MONTH THEN '0' "
    "WHEN r.as_at <= r.started_on + INTERVAL 6 MONTH THEN '3' WHEN r.as_at < r.started_on + INTERVAL 12 MONTH THEN '6' "
    "WHEN r.as_at < r.started_on + INTERVAL 24 MONTH THEN '12' ELSE '24' END",
    {
        "0": "3 months or less",
        "3": "More than 3 and up to 6 months",
        "6": "More than 6 months and less than 1 year",
        "12": "1 year and less than 2",
        "24": "2 years or more",
    },
)

_END_LT3M = Proportion(
    code="CP-END-LT3M",
    title="% of child protection plans ended that had lasted less than 3 months",
    service_area="Child protection",
    definition="Plans ended since 1 April that had lasted less than three calendar months, of all plans ended "
    "since 1 April. A "
    "plan of exactly three months is not under three months.",
    why="Plans that end very soon may have been unnecessary, or may have ended too early.",
    population="cp_plan_history",
    dated_by="ended_on",
    over="year_to_date",
    numerator="ended_on < started_on + INTERVAL 3 MONTH",
    exclusions=_OURS,
    needs=("cp_plans",),
    better="lower",
    source="Local wording 'less than 3 months'; the national band is '3 months or less'",
    evidence="local",
    owner=_OWNER,
    reviewed_on=date(2026, 11, 22),
)

_RPT_24M = Proportion(
    code="CP-RPT-24M",
    title="% of children becoming subject of a plan again within two years of an earlier one",
    service_area="Child protection",
    definition="Plans started since 1 April where an earlier plan of the child had ended in the 24 months "
    "before, of all plans "
    "started since 1 April.",
    why="A return to a plan may mean that the earlier one ended before change had lasted.",
    population="cp_plan_history",
    dated_by="started_on",
    over="year_to_date",
    numerator="latest_previous_ended_on <= started_on AND latest_previous_ended_on >= started_on - INTERVAL 24 MONTH",
    exclusions=_OURS,
    needs=("cp_plans",),
    better="lower",
    source="Local definition in common use; the national measure has no time limit",
    evidence="local",
    owner=_OWNER,
    reviewed_on=date(2026, 11, 22),
)

_STOCK = Count(
    code="CP-STOCK",
    title="Children with a child protection plan",
    service_area="Child protection",
    definition="Children with a plan in force on the last day of the period: one that had started by then and ended, "
    "if at all, on a later day. A child with two counts once. Plans of other councils are left out.",
    why="How many children are thought to be at risk of serious harm.",
    population="child_protected_at",
    dated_by="as_at",
    over="as_at",
    exclusions=_OURS,
    needs=("cp_plans",),
    better=None,
    by={
        "category": Dimension("category", _CATEGORY, "r.latest_category_code", ABUSE_CATEGORY.codes),
        "duration": _DURATION,
    },
    source="Children in need statistics: children with a plan at 31 March",
    evidence="published",
    owner=_OWNER,
    reviewed_on=_REVIEWED_ON,
)

INDICATORS = (
    _END_LT3M,
    replace(
        _END_LT3M,
        code="CP-END-3M",
        title="% of child protection plans ended that had lasted 3 months or less",
        definition="Plans ended since 1 April that had lasted three calendar months or less, of all plans ended since "
        "1 April. A plan of exactly three months counts, as in the national band.",
        numerator="ended_on <= started_on + INTERVAL 3 MONTH",
        source="Children in need statistics: plans ended, by duration; band '3 months or less'",
        evidence="published",
        reviewed_on=_REVIEWED_ON,
    ),
    replace(
        _END_LT3M,
        code="CP-END-3-6M",
        title="% of child protection plans ended that had lasted more than 3 and up to 6 months",
        definition="Plans ended since 1 April that had lasted longer than three calendar months and no longer than "
        "six, of all plans ended since 1 April. A plan of exactly six months counts, one of exactly three does not.",
        why="Beside the plans of three months or less: inspectors missed the measure at six months.",
        numerator="ended_on > started_on + INTERVAL 3 MONTH AND ended_on <= started_on + INTERVAL 6 MONTH",
        source="Local definition; the bounds are those of the national bands of durations",
        reviewed_on=_REVIEWED_ON,
    ),
    Proportion(
        code="CP-END-GT24M",
        title="% of child protection plans ended that had lasted more than 2 years",
        service_area="Child protection",
        definition="Plans ended since 1 April that had lasted more than 24 calendar months, of all plans ended since "
        "1 April.",
        why="Long plans may mean that a child's situation is drifting.",
        population="cp_plan_history",
        dated_by="ended_on",
        over="year_to_date",
        numerator="ended_on > started_on + INTERVAL 24 MONTH",
        exclusions=_OURS,
        needs=("cp_plans",),
        better="lower",
        source="Children in need statistics: duration of plans ended; local wording 'more than 2 years'",
        evidence="local",
        owner=_OWNER,
        reviewed_on=date(2026, 11, 22),
    ),
    replace(
        _END_LT3M,
        code="CP-END-24M",
        title="% of child protection plans ended that had lasted 2 years or more",
        definition="Plans ended since 1 April that had lasted 24 calendar months or more, of all plans ended since "
        "1 April. A plan of exactly two years counts, as in the national band.",
        why="Long plans may mean that a child's situation is drifting.",
        numerator="ended_on >= started_on + INTERVAL 24 MONTH",
        source="Children in need statistics: plans ended, by duration; band '2 years or more'",
        evidence="published",
        reviewed_on=_REVIEWED_ON,
    ),
    _RPT_24M,
    replace(
        _RPT_24M,
        code="CP-RPT-EVER",
        title="% of children becoming subject of a plan for a second or subsequent time",
        definition="Plans started since 1 April of a child who had been subject of a plan of this council before, "
        "however long ago, of all plans started since 1 April. Told by the number of earlier plans, by the day the "
        "last one ended, or by a plan of this council's own files that had ended by the day.",
        numerator="has_previous_plan",
        unknown_when="NOT has_previous_plan AND previous_plans IS NULL",
        source="Children in need statistics: plans that are the second or subsequent; formerly national indicator 65",
        evidence="published",
        reviewed_on=_REVIEWED_ON,
    ),
    Count(
        code="CP-NEW-PM",
        title="Child protection plans started",
        service_area="Child protection",
        definition="Plans that started in the period: in a month the new plans of that month, in a quarter those of "
        "its three months together. Plans of other councils are left out.",
        why="Whether more children are coming under protection.",
        population="cp_plan_history",
        dated_by="started_on",
        over="period",
        exclusions=_OURS,
        needs=("cp_plans",),
        better=None,
        by={"category": Dimension("category", _CATEGORY, "r.initial_category_code", ABUSE_CATEGORY.codes)},
        source="Children in need statistics: plans started",
        evidence="published",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
    _STOCK,
    Rate(
        code="CP-STOCK-RATE",
        title="Children with a child protection plan per 10,000 children",
        service_area="Child protection",
        definition="Children with a plan in force on the last day of the period for every 10,000 children aged 0 to 17 "
        "who live in the area. A child with two plans counts once. Plans of other councils are left out.",
        why="Lets a council be held against others and against earlier years.",
        population="child_protected_at",
        dated_by="as_at",
        over="as_at",
        exclusions=_OURS,
        needs=("cp_plans",),
        better=None,
        source="Children in need statistics: children with a plan at 31 March per 10,000 children",
        evidence="published",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
    replace(
        _STOCK,
        code="CP-GT15M",
        title="Children whose child protection plan has been open for more than 15 months",
        definition="Children with a plan in force on the last day of the period that had started more than 15 calendar "
        "months earlier. Of two plans in force the earlier one counts.",
        why="An alert: managers look at each of these children before two years have passed.",
        numerator="as_at > started_on + INTERVAL 15 MONTH",
        better="lower",
        source="Local definition; a panel of managers reviews these children",
        evidence="local",
    ),
    replace(
        _STOCK,
        code="CP-GT24M-NOW",
        title="Children whose child protection plan has been open for 2 years or more",
        definition="Children with a plan in force on the last day of the period that had started 24 calendar months "
        "earlier or longer ago. Of two plans in force the earlier one counts.",
        why="A plan of two years has not made the child safe.",
        numerator="as_at >= started_on + INTERVAL 24 MONTH",
        better="lower",
        source="The national band '2 years or more', asked of plans in force",
        evidence="local",
    ),
    Proportion(
        code="CP-REV-TIME",
        title="% of children with a child protection plan whose reviews were in time",
        service_area="Child protection",
        definition="Children with a plan in force on the last day of the period for three months or longer, of whom no "
        "review that fell due in the twelve months to that day was late or is outstanding, of all children with a plan "
        "in force for three months or longer. The first review is due three months after the plan began, each further "
        "one six months after the last; held on the due day is in time. One due on the last day and not held is late.",
        why="A review is where somebody from outside asks whether the plan is working.",
        population="child_protected_at",
        dated_by="as_at",
        over="as_at",
        numerator="NOT has_late_review",
        exclusions=(
            *_OURS,
            Exclusion("plan in force for less than three months", "as_at < started_on + INTERVAL 3 MONTH"),
        ),
        needs=("cp_plans", "cp_conferences"),
        better="higher",
        source="The intervals of statutory guidance; the national figure has the same name, its formula was not found",
        evidence="local",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
    Proportion(
        code="CP-VISIT-10D",
        title="% of children with a child protection plan who were seen in the last 10 working days",
        service_area="Child protection",
        definition="Children with a plan in force on the last day of the period for at least 10 working days who were "
        "visited under it within the 10 working days to that day, of all children with a plan in force for at least "
        "10 working days. A visit at which the child was not seen is none; where that is not recorded it is one.",
        why="A plan protects nobody whom no one sees.",
        population="child_protected_at",
        dated_by="as_at",
        over="as_at",
        numerator="working_days_since_visit <= 10",
        exclusions=(*_OURS, Exclusion("plan in force for less than 10 working days", "working_days_in_force < 10")),
        needs=("cp_plans", "visits"),
        better="higher",
        source="Local standard of 10 working days; there is no national one",
        evidence="local",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
)
