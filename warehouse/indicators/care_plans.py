"""What is done for children in care: reviews, visits, health checks, education plans."""

from dataclasses import replace
from datetime import date

from warehouse.indicator import Exclusion, Proportion

_OWNER = "Head of Service, Intervention and Support"
_REVIEWED_ON = date(2026, 11, 27)
_SHORT_BREAKS = Exclusion("looked after under a series of short breaks (V3, V4)", "is_short_breaks")
_SAID = "participation_code IN ('PN1', 'PN2', 'PN3', 'PN5', 'PN6')"
_NEW_TO_CARE = Exclusion("looked after for less than 20 working days", "working_days_in_care < 20")
_LESS_THAN_A_YEAR = Exclusion(
    "looked after for less than twelve months", "looked_after_since > as_at - INTERVAL 12 MONTH"
)
_BIRTH_UNKNOWN = Exclusion("date of birth not known", "age IS NULL")

_VIEWS = Proportion(
    code="LAC-VIEWS",
    title="% of looked after children who contributed their views to their last statutory review",
    service_area="Looked after children",
    definition="Children looked after on the last day of the period who at the last review held in this period of care "
    "spoke, had an advocate speak, used signs, briefed an advocate or sent their views (PN1, PN2, PN3, PN5, PN6), of "
    "all looked after that day who have been reviewed. Who was under four at that review is left out, and a cancelled "
    "review is none.",
    why="A plan for a child should hear the child.",
    population="cared_for_at",
    dated_by="as_at",
    over="as_at",
    numerator=_SAID,
    exclusions=(
        _SHORT_BREAKS,
        Exclusion("not reviewed in this period of care", "last_reviewed_on IS NULL"),
        Exclusion("under four at the review", "was_under_four"),
    ),
    unknown_when="participation_code IS NULL",
    needs=("lac_episodes", "lac_reviews", "persons"),
    better="higher",
    source="Local definition; codes as in SSDA903",
    evidence="local",
    owner="IRO service",
    reviewed_on=_REVIEWED_ON,
)

_HEALTH = Proportion(
    code="LAC-MED-ALL",
    title="% of looked after children with an up to date health assessment",
    service_area="Looked after children",
    definition="Children looked after on the last day of the period whose last completed health assessment of this "
    "period of care is not yet due again, of all looked after that day for 20 working days or more. The next one is "
    "due six months later if the child is then still under five, and twelve months later if not; on the day it is due "
    "the last one is still up to date. A refused or planned assessment is none, and the child stays in the "
    "denominator.",
    why="Children come into care with unmet health needs more often than others.",
    population="cared_for_at",
    dated_by="as_at",
    over="as_at",
    numerator="health_due_on >= as_at",
    exclusions=(_SHORT_BREAKS, _BIRTH_UNKNOWN, _NEW_TO_CARE),
    needs=("lac_episodes", "persons", "lac_health"),
    better="higher",
    source="Local definition; intervals as in statutory guidance, which local procedures quote",
    evidence="local",
    owner="LAC Nurse",
    reviewed_on=_REVIEWED_ON,
)

INDICATORS = (
    _VIEWS,
    replace(
        _VIEWS,
        code="LAC-VIEWS-REV",
        title="% of reviews to which children contributed their views",
        definition="Reviews held between 1 April and the end of the period at which the child spoke, had an advocate "
        "speak, used signs, briefed an advocate or sent its views (PN1, PN2, PN3, PN5, PN6), of all reviews held in "
        "that time of children of four or over. A cancelled review is none.",
        population="review_timed",
        dated_by="reviewed_on",
        over="year_to_date",
        exclusions=(_SHORT_BREAKS, Exclusion("under four at the review", "is_under_four")),
        team="NULL",
    ),
    replace(
        _VIEWS,
        code="LAC-REV-TIME",
        title="% of reviews of looked after children held in time",
        definition="Reviews held between 1 April and the end of the period that were in time, of all reviews held in "
        "that time: the first of a period of care within 20 working days of its first day (day 0), the second within "
        "three calendar months of the first, every later one within six of the one before. A review on the last day "
        "allowed is in time; a cancelled one is none.",
        why="A plan that is not looked at again drifts.",
        population="review_timed",
        dated_by="reviewed_on",
        over="year_to_date",
        numerator="is_in_time",
        exclusions=(_SHORT_BREAKS,),
        unknown_when="is_in_time IS NULL",
        needs=("lac_episodes", "lac_reviews"),
        team="NULL",
        source="Local definition; limits as in the regulations on care planning",
    ),
    replace(
        _VIEWS,
        code="LAC-REV-CURRENT",
        title="% of looked after children whose next review is not overdue",
        definition="Children looked after on the last day of the period whose next review is not overdue, of all "
        "looked after that day. The first is overdue after 20 working days of care (the first day is day 0), the "
        "second three calendar months after the first, every later one six after the one before. Those who came within "
        "the last 20 working days and have not been reviewed yet are left out.",
        why="Reviews that have not been held spoil no percentage of reviews in time; here they show.",
        numerator="NOT is_review_overdue",
        exclusions=(
            _SHORT_BREAKS,
            Exclusion(
                "came within 20 working days and not reviewed yet", "last_reviewed_on IS NULL AND NOT is_review_overdue"
            ),
        ),
        unknown_when="false",
        needs=("lac_episodes", "lac_reviews"),
        source="Local definition; limits as in the regulations on care planning",
    ),
    Proportion(
        code="LAC-VISIT-6W",
        title="% of looked after children seen by a worker in the last six weeks",
        service_area="Looked after children",
        definition="Children looked after on the last day of the period who were seen at a visit due to their being in "
        "care in the six weeks (42 days) to that day, of all looked after that day for six weeks or more. A visit "
        "exactly six weeks before counts. A visit at which the child was not seen does not; where nobody said whether "
        "the child was seen, the child is told as unknown.",
        why="Children in care must be seen by someone who is there for them.",
        population="cared_for_at",
        dated_by="as_at",
        over="as_at",
        numerator="last_seen_on >= as_at - INTERVAL 42 DAY",
        exclusions=(
            _SHORT_BREAKS,
            Exclusion("looked after for less than six weeks", "looked_after_since > as_at - INTERVAL 42 DAY"),
        ),
        unknown_when="last_perhaps_seen_on >= as_at - INTERVAL 42 DAY "
        "AND NOT coalesce(last_seen_on >= as_at - INTERVAL 42 DAY, false)",
        needs=("lac_episodes", "visits"),
        better="higher",
        source="Local standard; longer intervals that a plan may allow are not taken into account",
        evidence="local",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
    _HEALTH,
    replace(
        _HEALTH,
        code="LAC-MED-U5",
        title="% of looked after children under five with a health assessment in the last six months",
        definition="Children under five looked after on the last day of the period whose last completed health "
        "assessment of this period of care was no more than six calendar months before, of all under five looked after "
        "that day for 20 working days or more. Exactly six months is within; who will be five when the six months are "
        "over has twelve, and so is within too.",
        exclusions=(*_HEALTH.exclusions, Exclusion("five or over", "age >= 5")),
    ),
    replace(
        _HEALTH,
        code="LAC-MED-SA",
        title="% of looked after children of five or over with an up to date health assessment",
        definition="Children of five or over looked after on the last day of the period whose last completed health "
        "assessment of this period of care was no more than twelve calendar months before, of all of five or over "
        "looked after that day for 20 working days or more. Exactly twelve months is within. Who was under five when "
        "six months were over should have been assessed then, and is out of date until assessed again.",
        exclusions=(*_HEALTH.exclusions, Exclusion("under five", "age < 5")),
    ),
    replace(
        _HEALTH,
        code="LAC-MED-12M",
        title="% of children looked after for a year with an up to date health assessment",
        definition="Children looked after on the last day of the period whose last completed health assessment of this "
        "period of care is not yet due again, of all looked after that day continuously for twelve months or more. The "
        "next one is due six months later if the child is then still under five, and twelve months later if not.",
        exclusions=(_SHORT_BREAKS, _BIRTH_UNKNOWN, _LESS_THAN_A_YEAR),
        source="Cohort of the looked after children statistics (12 months); there the year's return says it, not dates",
    ),
    replace(
        _HEALTH,
        code="LAC-DENTAL",
        title="% of children looked after for a year with a dental check in the last 12 months",
        definition="Children looked after on the last day of the period with a completed dental check in the twelve "
        "months to that day, of all looked after that day continuously for twelve months or more. Exactly twelve "
        "months before is within. Babies are not left out.",
        why="Bad teeth hurt, and they are the commonest reason for a child's stay in hospital.",
        numerator="last_dental_on >= as_at - INTERVAL 12 MONTH",
        exclusions=(_SHORT_BREAKS, _LESS_THAN_A_YEAR),
        needs=("lac_episodes", "lac_health"),
        source="Looked after children statistics: dental checks; there the year's return says it, not dates",
    ),
    Proportion(
        code="LAC-PEP",
        title="% of looked after children of school age with an up to date Personal Education Plan",
        service_area="Looked after children",
        definition="Children of school age looked after on the last day of the period with a completed PEP meeting of "
        "this period of care in the current term, or in the term before while the current one still runs, of all of "
        "school age looked after that day for 20 working days or more. Terms and holidays are those of the school "
        "terms file; in the holidays the term just over is the current one. School age is four to fifteen on the 31 "
        "August before, that is reception to year 11.",
        why="Children in care fall behind at school when nobody plans for them.",
        population="cared_for_at",
        dated_by="as_at",
        over="as_at",
        numerator="last_pep_on >= peps_count_from",
        exclusions=(
            _SHORT_BREAKS,
            _BIRTH_UNKNOWN,
            Exclusion("not of school age", "age_at_school_year NOT BETWEEN 4 AND 15 OR age_at_school_year IS NULL"),
            _NEW_TO_CARE,
            Exclusion("no school term is known by which to tell", "peps_count_from IS NULL"),
        ),
        needs=("lac_episodes", "persons", "peps"),
        better="higher",
        source="Local rule; statutory guidance asks for a review every school term",
        evidence="local",
        owner="Virtual School",
        reviewed_on=_REVIEWED_ON,
    ),
)
