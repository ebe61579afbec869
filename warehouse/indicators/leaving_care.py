"""Leaving care: young people aged 18 and over whom the council still supports."""

from datetime import date

from warehouse.indicator import Exclusion, Proportion

INDICATORS = (
    Proportion(
        code="LC-EET-1821",
        title="% of former relevant young people aged 18 to 21 in education, employment or training",
        service_area="Leaving care",
        definition="Former relevant young people aged 18 to 21 on the last day, on the leaving care list of that "
        "month, whose latest "
        "recorded activity is education, employment or training. Those whose activity is not known stay in the "
        "denominator.",
        why="Education, employment or training opens the way to independence.",
        population="care_leaver_at",
        dated_by="as_at",
        over="as_at",
        numerator="activity_code IN ('F1', 'P1', 'F2', 'P2', 'F3', 'P3', 'F4', 'P4', 'F5', 'P5')",
        exclusions=(
            Exclusion("not former relevant", "coalesce(eligibility_code, '') <> 'FORMER_RELEVANT'"),
            Exclusion("died", "in_touch_code = 'DIED'"),
            Exclusion("date of birth not known", "age IS NULL"),
            Exclusion("not aged 18 to 21", "age NOT BETWEEN 18 AND 21"),
        ),
        unknown_when="activity_code IS NULL OR activity_code = '0'",
        needs=("care_leavers",),
        better="higher",
        source="Local: cases open to the leaving care service, all ages 18 to 21; not comparable with national figures",
        evidence="local",
        owner="Head of Service, Leaving Care",
        reviewed_on=date(2026, 11, 22),
    ),
)
