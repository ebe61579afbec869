"""Child protection: enquiries and conferences. Plans are in child_protection_plans."""

from dataclasses import replace
from datetime import date

from expectations.codes.protection import PARTICIPATION, S47_OUTCOME
from warehouse.dimensions import Dimension
from warehouse.indicator import Count, Exclusion, Proportion, Rate

_OWNER = "Head of Service, Safeguarding and Quality Assurance"
_REVIEWED_ON = date(2026, 11, 27)
_INITIAL = (
    Exclusion("not an initial conference", "conference_type_code NOT IN ('INITIAL', 'PRE_BIRTH', 'TRANSFER_IN')"),
    Exclusion("transfer-in conference", "conference_type_code = 'TRANSFER_IN'"),
)

_ICPC_15 = Proportion(
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
    exclusions=_INITIAL,
    unknown_when="working_days IS NULL",
    needs=("cp_conferences", "s47_enquiries"),
    better="higher",
    source="Children in need statistics: initial conferences by working days since the start of the enquiry",
    evidence="published",
    owner=_OWNER,
    reviewed_on=date(2026, 11, 22),
)

_S47_VOL = Count(
    code="CP-S47-VOL",
    title="Section 47 enquiries started",
    service_area="Child protection",
    definition="Section 47 enquiries that started in the period, by the day on which the enquiry itself began. Each "
    "enquiry about a child counts, a second one in the period too.",
    why="How often the council has to ask whether a child is being harmed.",
    population="s47_enquiries",
    dated_by="started_on",
    over="period",
    needs=("s47_enquiries",),
    better=None,
    by={"outcome": Dimension("outcome", "What the enquiry led to", "r.outcome_code", S47_OUTCOME.codes)},
    source="Children in need statistics: section 47 enquiries, by the enquiry's actual start",
    evidence="published",
    owner=_OWNER,
    reviewed_on=_REVIEWED_ON,
)

INDICATORS = (
    _ICPC_15,
    replace(
        _ICPC_15,
        code="CP-ICPC-15S",
        title="% of initial child protection conferences held within 15 working days of the strategy discussion",
        definition="Initial conferences held in the period no more than 15 working days after the strategy discussion "
        "that led to the section 47 enquiry, of all initial conferences held in the period. The enquiry is the one "
        "that the conference names, else the child's latest that had started by then. Transfer-in conferences are left "
        "out; a conference without a strategy discussion, or dated before it, stays in the denominator.",
        numerator="working_days_since_strategy <= 15",
        unknown_when="working_days_since_strategy IS NULL",
        source="The limit as guidance words it, from the strategy discussion; national figures use the enquiry's start",
        evidence="local",
        reviewed_on=_REVIEWED_ON,
    ),
    _S47_VOL,
    replace(
        _S47_VOL,
        code="CP-S47-VOL-S",
        title="Section 47 enquiries, by the day of the strategy discussion",
        definition="Section 47 enquiries whose strategy discussion was held in the period, whenever the enquiry itself "
        "began. An enquiry without the day of a strategy discussion is in no period.",
        dated_by="strategy_discussion_on",
        source="Local variant for councils that date an enquiry by its strategy discussion, as Annex A lists it",
        evidence="local",
    ),
    Rate(
        code="CP-S47-RATE",
        title="Section 47 enquiries per 10,000 children",
        service_area="Child protection",
        definition="Section 47 enquiries that started in the twelve months to the end of the period for every 10,000 "
        "children aged 0 to 17 who live in the area.",
        why="Lets a council be held against others and against earlier years.",
        population="s47_enquiries",
        dated_by="started_on",
        over="rolling_12",
        needs=("s47_enquiries",),
        better=None,
        source="Children in need statistics: section 47 enquiries per 10,000 children",
        evidence="published",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
    Count(
        code="CP-ICPC-VOL",
        title="Initial child protection conferences held",
        service_area="Child protection",
        definition="Initial conferences held in the period, those before birth included; one about three children is "
        "three. Transfer-in conferences are left out.",
        why="How many children's enquiries came to a conference.",
        population="cp_conferences",
        dated_by="held_on",
        over="period",
        exclusions=_INITIAL,
        needs=("cp_conferences",),
        better=None,
        source="Children in need statistics: initial conferences",
        evidence="published",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
    Rate(
        code="CP-ICPC-RATE",
        title="Initial child protection conferences per 10,000 children",
        service_area="Child protection",
        definition="Initial conferences held in the twelve months to the end of the period for every 10,000 children "
        "aged 0 to 17 who live in the area. Transfer-in conferences are left out.",
        why="Lets a council be held against others and against earlier years.",
        population="cp_conferences",
        dated_by="held_on",
        over="rolling_12",
        exclusions=_INITIAL,
        needs=("cp_conferences",),
        better=None,
        source="Children in need statistics: initial conferences per 10,000 children",
        evidence="published",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
    Proportion(
        code="CP-CHILD-ATTEND",
        title="% of child protection conferences about children of 12 or over that the child came to",
        service_area="Child protection",
        definition="Conferences of any kind held since 1 April about a child who was 12 or older that day and came to "
        "it, whether or not the child spoke, of all conferences held since 1 April about children of 12 or older. "
        "Where taking part is not recorded the conference stays in the denominator.",
        why="Children old enough should be there when decisions about them are made; inspectors counted seven in a "
        "year.",
        population="conference_with_age",
        dated_by="held_on",
        over="year_to_date",
        numerator="participation_code IN ('PN1', 'PN2', 'PN3', 'PN4')",
        exclusions=(
            Exclusion("age on the day not known", "age IS NULL"),
            Exclusion("younger than 12", "age < 12"),
        ),
        unknown_when="participation_code IS NULL",
        needs=("cp_conferences", "persons"),
        better="higher",
        by={"participation": Dimension("participation", "Taking part", "r.participation_code", PARTICIPATION.codes)},
        source="Local definition, after the measure that an inspection named",
        evidence="local",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
)
