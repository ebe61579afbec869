"""Special educational needs: education, health and care plans."""

from dataclasses import replace
from datetime import date

from warehouse.indicator import Count, Exclusion, Proportion

_OWNER = "Head of Service, SEND"
_REVIEWED_ON = date(2026, 11, 27)
_IN_20_WEEKS = Proportion(
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
    owner=_OWNER,
    reviewed_on=date(2026, 11, 22),
)
_WITHOUT_EXCEPTIONS = replace(
    _IN_20_WEEKS,
    code="SEN-EHC20X",
    title="% of education, health and care assessments completed within 20 weeks, excluding exceptions",
    definition="Plans issued in the period no more than 140 days after the request, of all plans issued in the period. "
    "Cases in which one of the permitted reasons for taking longer applied are left out of both; where nothing is said "
    "of exceptions, there was none.",
    exclusions=(Exclusion("a permitted exception applied", "coalesce(has_exceptions, false)"),),
    source="Education, health and care plan statistics, rate excluding exceptions; 20 weeks taken as 140 days",
    reviewed_on=_REVIEWED_ON,
)

INDICATORS = (
    _IN_20_WEEKS,
    _WITHOUT_EXCEPTIONS,
    replace(
        _IN_20_WEEKS,
        code="SEN-EHC20-CY",
        title="% of education, health and care assessments completed within 20 weeks, calendar year to date",
        definition="Plans issued from 1 January to the end of the period no more than 140 days after the request, of "
        "all plans issued in that time. Cases with a permitted exception are counted.",
        over="calendar_year_to_date",
        source="Education, health and care plan statistics, which are of calendar years; rate including exceptions",
        reviewed_on=_REVIEWED_ON,
    ),
    Count(
        code="SEN-EHC-OPEN20",
        title="Requests for education, health and care plans open for more than 20 weeks",
        service_area="SEND",
        definition="Requests received more than 140 days before the last day of the period, for which by then no plan "
        "had been issued and which had been neither refused nor withdrawn, at the request or after the assessment.",
        why="A late case that is still open spoils no percentage until its plan is issued; here it shows.",
        population="ehc_open_at",
        dated_by="as_at",
        over="as_at",
        numerator="days_open > 140",
        needs=("ehc",),
        better="lower",
        source="Local: the published rate looks at issued plans only",
        evidence="local",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
    Count(
        code="SEN-EHC-REQ",
        title="Requests for education, health and care assessments",
        service_area="SEND",
        definition="Requests for an assessment received in the period, whatever became of them.",
        why="Says how much is coming in, and explains what the 20 weeks have to bear.",
        population="ehc",
        dated_by="requested_on",
        over="period",
        needs=("ehc",),
        better=None,
        source="Education, health and care plan statistics: initial requests, there of calendar years",
        evidence="published",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
)
