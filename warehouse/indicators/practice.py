"""Practice: supervision of child protection and child in need cases, who holds a case, and how many."""

from dataclasses import replace
from datetime import date

from warehouse.dimensions import Dimension
from warehouse.indicator import Average, Exclusion, Proportion

_OWNER = "Head of Service, Intervention and Support"
_REVIEWED_ON = date(2026, 11, 27)
_WORDS = {1: "a month", 2: "two months", 3: "three months"}
_CARED_FOR = Exclusion("looked after, and supervised as such", "case_status_code = 'LAC'")


def _supervised_within(months: int) -> str:
    return f"last_supervised_on > as_at - INTERVAL {months} MONTH"


def _too_new(months: int, since: str, what: str) -> Exclusion:
    return Exclusion(f"{what} for less than {_WORDS[months]}", f"{since} > as_at - INTERVAL {months} MONTH")


def _protection(months: int) -> str:
    span = _WORDS[months]
    return (
        f"Children with a child protection plan of this council in force on the last day for {span} or more, who are "
        f"not looked after, with a formal supervision in the {span} to that day, of all of them. The day exactly "
        f"{span} before is too long ago. Unplanned case discussions do not count. Who is looked after under short "
        "breaks only stays in."
    )


def _need(months: int) -> str:
    span = _WORDS[months]
    return (
        f"Children with a child in need plan in force on the last day for {span} or more, who neither have a child "
        f"protection plan nor are looked after, with a formal supervision in the {span} to that day, of all of them. "
        f"The day exactly {span} before is too long ago. Unplanned case discussions do not count."
    )


_SUP_CP = Proportion(
    code="SUP-CP",
    title="% of child protection cases with supervision in the last three months",
    service_area="Supervision",
    definition=_protection(3),
    why="Supervision is where drift and risk are noticed.",
    population="protection_case_at",
    dated_by="as_at",
    over="as_at",
    numerator=_supervised_within(3),
    exclusions=(
        _CARED_FOR,
        Exclusion("plan of another council", "is_other_council_plan"),
        _too_new(3, "protected_since", "on a plan"),
    ),
    needs=("cp_plans", "lac_episodes", "supervision"),
    better="higher",
    source="Local standard: every three months until March 2021, every month from April 2021",
    evidence="local",
    owner=_OWNER,
    reviewed_on=_REVIEWED_ON,
)
_SUP_CIN = replace(
    _SUP_CP,
    code="SUP-CIN",
    title="% of child in need cases with supervision in the last three months",
    definition=_need(3),
    population="need_case_at",
    exclusions=(
        _CARED_FOR,
        Exclusion("on a child protection plan, and supervised as such", "case_status_code = 'CP'"),
        _too_new(3, "in_need_since", "on a plan"),
    ),
    needs=("cin_plans", "cp_plans", "lac_episodes", "supervision"),
    source="Local standard: every three months until March 2021, every two months from April 2021",
)

INDICATORS = (
    _SUP_CP,
    replace(
        _SUP_CP,
        version=2,
        from_quarter="2021-22-Q1",
        title="% of child protection cases with supervision in the last month",
        definition=_protection(1),
        numerator=_supervised_within(1),
        exclusions=(*_SUP_CP.exclusions[:2], _too_new(1, "protected_since", "on a plan")),
    ),
    _SUP_CIN,
    replace(
        _SUP_CIN,
        version=2,
        from_quarter="2021-22-Q1",
        title="% of child in need cases with supervision in the last two months",
        definition=_need(2),
        numerator=_supervised_within(2),
        exclusions=(*_SUP_CIN.exclusions[:2], _too_new(2, "in_need_since", "on a plan")),
    ),
    Proportion(
        code="WF-ALLOC",
        title="% of open cases allocated to a social worker",
        service_area="Workforce",
        definition="Children who are looked after or have a child protection or child in need plan in force on the "
        "last day, whose case a social worker held on that day, of all of them. Duty and cover, reviewing officers and "
        "personal advisers do not hold a case. A child counts once, by what stands first.",
        why="A case that nobody holds is a case that nobody works on.",
        population="open_case_at",
        dated_by="as_at",
        over="as_at",
        numerator="has_social_worker",
        needs=("lac_episodes", "cp_plans", "cin_plans", "sw_allocations"),
        better="higher",
        source="Local definition; no national one was found",
        evidence="local",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
        by={
            "case_status": Dimension(
                "case_status",
                "Case status",
                "r.case_status_code",
                {"LAC": "Looked after", "CP": "Child protection plan", "CIN": "Child in need plan"},
            )
        },
    ),
    Average(
        code="WF-CASELOAD",
        title="Children per social worker",
        service_area="Workforce",
        definition="Children whose case a social worker held on the last day, for each social worker who held at "
        "least one, on average. A child held by two workers counts with both; part-time workers count as one.",
        why="Workers with too many children see each of them too seldom.",
        population="worker_caseload_at",
        dated_by="as_at",
        over="as_at",
        amount="children",
        child="",
        unit="count",
        decimals=1,
        needs=("sw_allocations",),
        better="lower",
        source="Local definition: headcount, not full-time equivalents",
        evidence="local",
        owner=_OWNER,
        reviewed_on=_REVIEWED_ON,
    ),
)
