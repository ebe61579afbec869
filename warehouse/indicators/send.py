"""Special educational needs: education, health and care plans."""

from datetime import date

from warehouse.indicator import Proportion

INDICATORS = (
    Proportion(
        code="SEN-EHC20",
        title="% of education, health and care assessments completed within 20 weeks",
        service_area="SEND",
        definition="Plans issued in the period no more than 140 days after the request, of all plans issued in the "
        "period. Cases with "
        "a permitted exception are counted.",
        why="Statutory limit; until a plan is issued a child's support is not secured.",
        population="ehc",
        dated_by="plan_issued_on",
        over="period",
        numerator="plan_issued_on - requested_on <= 140",
        needs=("ehc",),
        better="higher",
        source="Education, health and care plan statistics, rate including exceptions; 20 weeks taken as 140 days",
        evidence="published",
        owner="Head of Service, SEND",
        reviewed_on=date(2026, 11, 22),
    ),
)
