"""Child protection: conferences and plans."""

from datetime import date

from warehouse.indicator import Exclusion, Proportion

_OTHER_COUNCIL = Exclusion("plan of another council", "coalesce(is_other_council_plan, false)")
_OWNER = "Head of Service, Safeguarding and Quality Assurance"

INDICATORS = (
    Proportion(
        code="CP-ICPC-15",
        title="% of initial child protection conferences held within 15 working days",
        service_area="Child protection",
        definition="Initial conferences held in the period no more than 15 working days after the section 47 enquiry "
        "started, of "
        "all initial conferences held in the period. Transfer-in conferences are left out; a conference without an "
        "enquiry, or dated before it, stays in the denominator.",
        why="Statutory limit; delay leaves a child at risk without a plan.",
        population="conference_timed",
        dated_by="held_on",
        over="period",
        numerator="working_days <= 15",
        exclusions=(
            Exclusion(
                "not an initial conference", "conference_type_code NOT IN ('INITIAL', 'PRE_BIRTH', 'TRANSFER_IN')"
            ),
            Exclusion("transfer-in conference", "conference_type_code = 'TRANSFER_IN'"),
        ),
        unknown_when="working_days IS NULL",
        needs=("cp_conferences", "s47_enquiries"),
        better="higher",
        source="Children in need statistics: initial conferences by working days since the start of the enquiry",
        evidence="published",
        owner=_OWNER,
        reviewed_on=date(2026, 11, 22),
    ),
    Proportion(
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
        exclusions=(_OTHER_COUNCIL,),
        needs=("cp_plans",),
        better="lower",
        source="Local wording 'less than 3 months'; the national band is '3 months or less'",
        evidence="local",
        owner=_OWNER,
        reviewed_on=date(2026, 11, 22),
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
        exclusions=(_OTHER_COUNCIL,),
        needs=("cp_plans",),
        better="lower",
        source="Children in need statistics: duration of plans ended; local wording 'more than 2 years'",
        evidence="local",
        owner=_OWNER,
        reviewed_on=date(2026, 11, 22),
    ),
    Proportion(
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
        numerator="latest_previous_ended_on <= started_on AND latest_previous_ended_on >= started_on - INTERVAL 24 "
        "MONTH",
        exclusions=(_OTHER_COUNCIL,),
        needs=("cp_plans",),
        better="lower",
        source="Local definition in common use; the national measure has no time limit",
        evidence="local",
        owner=_OWNER,
        reviewed_on=date(2026, 11, 22),
    ),
)
