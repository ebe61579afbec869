"""Leaving care: young people aged 17 and over who have been looked after and whom the council still supports."""

from dataclasses import replace
from datetime import date

from warehouse.indicator import Exclusion, Proportion
from warehouse.indicators.care_population import LEFT_AFTER_BREAKS, NOT_THE_END

_OWNER = "Head of Service, Leaving Care"
_REVIEWED_ON = date(2026, 11, 27)
_LOCAL = "Local: cases open to the leaving care service, whatever their birthday; not comparable with national figures"
_LEARNS_OR_WORKS = "activity_code IN ('F1', 'P1', 'F2', 'P2', 'F3', 'P3', 'F4', 'P4', 'F5', 'P5')"
_DOES_NEITHER = "activity_code IN ('G4', 'G5', 'G6')"
_STUDIES = "activity_code IN ('F1', 'P1')"
_NO_ACTIVITY = "activity_code IS NULL OR activity_code = '0'"
_DIED = Exclusion("died", "in_touch_code = 'DIED'")
_NO_BIRTHDAY = Exclusion("date of birth not known", "age IS NULL")
_FORMER_RELEVANT = Exclusion("not former relevant", "coalesce(eligibility_code, '') <> 'FORMER_RELEVANT'")

_EET_1821 = Proportion(
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
    numerator=_LEARNS_OR_WORKS,
    exclusions=(
        _FORMER_RELEVANT,
        _DIED,
        _NO_BIRTHDAY,
        Exclusion("not aged 18 to 21", "age NOT BETWEEN 18 AND 21"),
    ),
    unknown_when=_NO_ACTIVITY,
    needs=("care_leavers",),
    better="higher",
    source="Local: cases open to the leaving care service, all ages 18 to 21; not comparable with national figures",
    evidence="local",
    owner=_OWNER,
    reviewed_on=date(2026, 11, 22),
)

_OPEN_1921 = replace(
    _EET_1821,
    code="LC-EET-OPEN",
    title="% of former relevant young people aged 19 to 21 in education, employment or training (open cases)",
    definition="Former relevant young people aged 19 to 21 on the last day, on the leaving care list of that month, "
    "whose latest recorded activity is education, employment or training, full or part time, of all of them. Those "
    "whose activity is not known stay in the denominator; those who died are left out.",
    exclusions=(
        _FORMER_RELEVANT,
        _DIED,
        _NO_BIRTHDAY,
        Exclusion("not aged 19 to 21", "age NOT BETWEEN 19 AND 21"),
    ),
    source=_LOCAL,
    reviewed_on=_REVIEWED_ON,
)
_OPEN_1718 = replace(
    _OPEN_1921,
    code="LC-EET-1718",
    title="% of care leavers aged 17 and 18 in education, employment or training (open cases)",
    definition="Young people aged 17 or 18 on the last day, on the leaving care list of that month as relevant or "
    "former relevant, whose latest recorded activity is education, employment or training, full or part time, of all "
    "of them. Those still looked after are not among them. Those whose activity is not known stay in the denominator.",
    exclusions=(
        Exclusion(
            "neither relevant nor former relevant",
            "coalesce(eligibility_code, '') NOT IN ('RELEVANT', 'FORMER_RELEVANT')",
        ),
        _DIED,
        _NO_BIRTHDAY,
        Exclusion("not aged 17 or 18", "age NOT BETWEEN 17 AND 18"),
    ),
)
_HOUSED_1921 = replace(
    _OPEN_1921,
    code="LC-SUITACC",
    title="% of former relevant young people aged 19 to 21 in suitable accommodation",
    definition="Former relevant young people aged 19 to 21 on the last day, on the leaving care list of that month, "
    "whose accommodation is judged suitable, of all of them. The digit of the accommodation code is the verdict; where "
    "it has none, the column on suitability is. Those of whom neither says anything stay in the denominator; those who "
    "died are left out.",
    why="Nobody settles into work or learning without a safe home.",
    numerator="verdict_code = '1'",
    unknown_when="verdict_code IS NULL",
)
_IN_TOUCH_1921 = replace(
    _OPEN_1921,
    code="LC-TOUCH-1921",
    title="% of former relevant young people aged 19 to 21 with whom the council is in touch",
    definition="Former relevant young people aged 19 to 21 on the last day, on the leaving care list of that month, "
    "with whom the council is recorded to be in touch, of all of them. Those who refuse contact or no longer need the "
    "service stay in the denominator, as do those of whom nothing is recorded; those who died are left out.",
    why="A council can only help those whom it hears from.",
    numerator="in_touch_code = 'YES'",
    unknown_when="in_touch_code IS NULL",
)

_PLANNED = replace(
    _OPEN_1921,
    code="LC-PPLAN",
    title="% of care leavers with an up to date pathway plan",
    definition="Former relevant young people aged 18 or over on the last day, on the leaving care list of that month, "
    "whose pathway plan was begun or reviewed in the six months to that day, exactly six months included, of all of "
    "them. The later of the date on the list and the date of the pathway plans counts; a date still to come does not. "
    "Those who are 21 or over and no longer need the service are left out, and those who died.",
    why="A plan that nobody looks at is not a plan.",
    numerator="greatest(listed_plan_on, last_pathway_plan_on) >= as_at - INTERVAL 6 MONTH",
    unknown_when="false",
    exclusions=(
        _FORMER_RELEVANT,
        _DIED,
        _NO_BIRTHDAY,
        Exclusion("under 18", "age < 18"),
        Exclusion("21 or over and no longer needs the service", "age >= 21 AND in_touch_code = 'NREQ'"),
    ),
    needs=("care_leavers", "pathway_plans"),
    source="Local definition; six months as in the leaving care regulations",
)

_BIRTHDAY_1921 = replace(
    _OPEN_1921,
    code="LC-EET-903",
    title="% of former relevant young people aged 19 to 21 in education, employment or training (SSDA903 definition)",
    definition="Young people on the SSDA903 list of the month (OC3) who turned 19, 20 or 21 between 1 April and the "
    "last day, who were in education, employment or training on or around that birthday, of all of them. Those of whom "
    "nothing is recorded stay in the denominator. Those who died or went home for six months are left out.",
    population="birthday_leaver_at",
    exclusions=(
        _DIED,
        Exclusion("went home for six months or more", "in_touch_code = 'RHOM'"),
        Exclusion("date of birth not known", "known_born_on IS NULL"),
        Exclusion("no birthday in the year so far", "age_reached IS NULL"),
        Exclusion("turned another age than 19 to 21", "age_reached NOT BETWEEN 19 AND 21"),
    ),
    team="NULL",
    needs=("oc3",),
    source="Looked after children statistics, care leavers aged 19 to 21, position around the birthday",
    evidence="published",
)

INDICATORS = (
    _EET_1821,
    _OPEN_1921,
    replace(
        _OPEN_1921,
        code="LC-NEET-OPEN",
        title="% of former relevant young people aged 19 to 21 not in education, employment or training (open cases)",
        definition="Former relevant young people aged 19 to 21 on the last day, on the leaving care list of that "
        "month, who are recorded as not in education, employment or training, for whatever reason, of all of them. "
        "Those whose activity is not known count in the denominator only.",
        numerator=_DOES_NEITHER,
        better="lower",
    ),
    replace(
        _OPEN_1921,
        code="LC-HE",
        title="% of young people leaving care aged 19 to 21 who are in higher education",
        definition="Former relevant young people aged 19 to 21 on the last day, on the leaving care list of that "
        "month, who are in higher education, full or part time, of all of them. Those whose activity is not known "
        "stay in the denominator.",
        why="Young people from care should reach university as often as others do.",
        numerator=_STUDIES,
    ),
    _HOUSED_1921,
    _IN_TOUCH_1921,
    _OPEN_1718,
    replace(
        _HOUSED_1921,
        code="LC-SUITACC-1718",
        title="% of care leavers aged 17 and 18 in suitable accommodation (open cases)",
        definition="Young people aged 17 or 18 on the last day, on the leaving care list of that month as relevant or "
        "former relevant, whose accommodation is judged suitable, of all of them. Those of whom neither the "
        "accommodation's code nor the column on suitability says anything stay in the denominator.",
        exclusions=_OPEN_1718.exclusions,
    ),
    replace(
        _IN_TOUCH_1921,
        code="LC-TOUCH-1718",
        title="% of care leavers aged 17 and 18 with whom the council is in touch (open cases)",
        definition="Young people aged 17 or 18 on the last day, on the leaving care list of that month as relevant or "
        "former relevant, with whom the council is recorded to be in touch, of all of them.",
        exclusions=_OPEN_1718.exclusions,
    ),
    _PLANNED,
    replace(
        _PLANNED,
        code="LC-PPLAN-LIST",
        title="% of care leavers with an up to date pathway plan, by the date on the leaving care list",
        definition="As LC-PPLAN, but only the date on the leaving care list counts: for councils without an extract "
        "of pathway plans.",
        numerator="listed_plan_on >= as_at - INTERVAL 6 MONTH",
        unknown_when="listed_plan_on IS NULL",
        needs=("care_leavers",),
    ),
    _BIRTHDAY_1921,
    replace(
        _BIRTHDAY_1921,
        code="LC-NEET-903",
        title="% of former relevant young people aged 19 to 21 not in education, employment or training (SSDA903 "
        "definition)",
        definition="Young people on the SSDA903 list of the month (OC3) who turned 19, 20 or 21 between 1 April and "
        "the last day, who were not in education, employment or training on or around that birthday, of all of them. "
        "Those of whom nothing is recorded stay in the denominator only. Those who died or went home for six months "
        "are left out.",
        numerator=_DOES_NEITHER,
        better="lower",
    ),
    replace(
        _BIRTHDAY_1921,
        code="LC-SUITACC-903",
        title="% of former relevant young people aged 19 to 21 in suitable accommodation (SSDA903 definition)",
        definition="Young people on the SSDA903 list of the month (OC3) who turned 19, 20 or 21 between 1 April and "
        "the last day, whose accommodation around that birthday was suitable, of all of them. Those of whom nothing is "
        "recorded stay in the denominator. Those who died or went home for six months are left out.",
        why=_HOUSED_1921.why,
        numerator="right(accommodation_code, 1) = '1'",
        unknown_when="coalesce(right(accommodation_code, 1), '') NOT IN ('1', '2')",
    ),
    replace(
        _BIRTHDAY_1921,
        code="LC-TOUCH-903",
        title="% of former relevant young people aged 19 to 21 with whom the council was in touch (SSDA903 definition)",
        definition="Young people on the SSDA903 list of the month (OC3) who turned 19, 20 or 21 between 1 April and "
        "the last day, with whom the council was in touch around that birthday, of all of them. Those of whom nothing "
        "is recorded stay in the denominator. Those who died or went home for six months are left out.",
        why=_IN_TOUCH_1921.why,
        numerator="in_touch_code = 'YES'",
        unknown_when="in_touch_code IS NULL",
    ),
    Proportion(
        code="LC-STAYPUT",
        title="% of looked after children who leave foster care at 18 and stay with their former foster carers",
        service_area="Leaving care",
        definition="Young people who left care from a foster placement (U1 to U6) between 1 April and the end of the "
        "period, on or after their 18th birthday, who live with their former foster carers (code Z) by the latest "
        "leaving care list of the three months after, of all of them. A temporary stay elsewhere at the end does not "
        "end the placement. Those who stand on none of those lists, or without a home, stay in the denominator; those "
        "who died, whose care another council took over, or who left a series of short breaks are left out.",
        why="Young people should not have to leave a family on their 18th birthday.",
        population="leaving_from_foster_care",
        dated_by="ended_on",
        over="year_to_date",
        numerator="left(accommodation_code, 1) = 'Z'",
        exclusions=(
            LEFT_AFTER_BREAKS,
            NOT_THE_END,
            Exclusion("died (E2)", "coalesce(reason_ended_code = 'E2', false)"),
            Exclusion("care taken over by another council (E3)", "coalesce(reason_ended_code = 'E3', false)"),
            Exclusion("date of birth not known", "age_at_end IS NULL"),
            Exclusion("under 18", "age_at_end < 18"),
            Exclusion(
                "not from a foster placement",
                "coalesce(last_placement_code, '') NOT IN ('U1', 'U2', 'U3', 'U4', 'U5', 'U6')",
            ),
        ),
        unknown_when="accommodation_code IS NULL OR left(accommodation_code, 1) IN ('0', 'R')",
        needs=("lac_episodes", "persons", "care_leavers"),
        better="higher",
        team="team_at_end",
        source="Looked after children statistics on staying put: at 18, measured three months after the birthday",
        evidence="published",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
)
