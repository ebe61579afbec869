"""Codes of early help and of assessment: why help began and ended, what an assessment found.

Called by: expectations.extracts.
Promises:  assessment factors as in the CIN census; early help and outcome codes are our own.
Never:     holds a council's local wording; that belongs in the council's folder.
"""

from __future__ import annotations

from expectations.contract import CodeList

EARLY_HELP_REASON = CodeList(
    "reason for early help",
    {
        "PARENTING": "Parenting support",
        "BEHAVIOUR": "Child's behaviour",
        "SCHOOL": "School attendance or attainment",
        "MENTAL_HEALTH": "Mental health or wellbeing",
        "DOMESTIC_ABUSE": "Domestic abuse",
        "HOUSING": "Housing or money",
        "DISABILITY": "Disability or illness",
        "STEP_DOWN": "Step down from social care",
        "OTHER": "Something else",
    },
    {
        "attendance": "SCHOOL",
        "education": "SCHOOL",
        "emotional wellbeing": "MENTAL_HEALTH",
        "domestic violence": "DOMESTIC_ABUSE",
        "finance": "HOUSING",
        "debt": "HOUSING",
        "health": "DISABILITY",
        "sen": "DISABILITY",
    },
)

EARLY_HELP_END_REASON = CodeList(
    "reason early help ended",
    {
        "MET": "Needs met",
        "STEP_UP": "Stepped up to social care",
        "DISENGAGED": "Family did not take part",
        "MOVED": "Family moved away",
        "NFA": "No further action",
        "OTHER": "Something else",
    },
    {
        "outcomes met": "MET",
        "outcomes achieved": "MET",
        "completed": "MET",
        "step up": "STEP_UP",
        "escalated to social care": "STEP_UP",
        "stepped up to csc": "STEP_UP",
        "consent withdrawn": "DISENGAGED",
        "did not engage": "DISENGAGED",
        "non engagement": "DISENGAGED",
        "moved out of area": "MOVED",
    },
)

_WHOSE = {"A": "child", "B": "parent or carer", "C": "someone else at home"}
_SHARED_FACTORS = {
    "1": "Alcohol misuse",
    "2": "Drug misuse",
    "3": "Domestic abuse",
    "4": "Mental health",
    "5": "Learning disability",
    "6": "Physical disability or illness",
}

FACTORS = CodeList(
    "assessment factors",
    {
        f"{number}{letter}": f"{what}: {whose}"
        for number, what in _SHARED_FACTORS.items()
        for letter, whose in _WHOSE.items()
    }
    | {
        "7A": "Young carer",
        "8B": "Private fostering: from overseas, to return",
        "8C": "Private fostering: from overseas, to stay",
        "8D": "Private fostering: from the United Kingdom",
        "8E": "Private fostering: from overseas",
        "8F": "Private fostering: other",
        "9A": "Unaccompanied asylum seeking child",
        "10A": "Going or being missing",
        "11A": "Child sexual exploitation",
        "12A": "Trafficking",
        "13A": "Gangs",
        "14A": "Socially unacceptable behaviour",
        "15A": "Self-harm",
        "16A": "Neglect",
        "17A": "Emotional abuse",
        "18A": "Physical abuse, by whom not given",
        "18B": "Physical abuse by a child",
        "18C": "Physical abuse by an adult",
        "19A": "Sexual abuse, by whom not given",
        "19B": "Sexual abuse by a child",
        "19C": "Sexual abuse by an adult",
        "20": "Other factor",
        "21": "No factor found",
        "22A": "Female genital mutilation",
        "23A": "Abuse linked to faith or belief",
        "24A": "Radicalisation",
    },
    {"none": "21", "no factors": "21", "no factors identified": "21", "other": "20", "cse": "11A", "fgm": "22A"},
    # Taken apart by who did it in the census of 2021/22, for which some councils had the old pair for a last year.
    since=dict.fromkeys(("18B", "18C", "19B", "19C"), "2021-04"),
    until={"18A": "2022-03", "19A": "2022-03"},
)
"""Trap: 21 means that no factor was found, so it cannot stand beside another code."""

ASSESSMENT_OUTCOME = CodeList(
    "outcome of an assessment",
    {
        "NFA": "No further action",
        "EARLY_HELP": "Step down to early help",
        "CIN_PLAN": "Child in need plan",
        "STRATEGY": "Strategy discussion or section 47 enquiry",
        "LOOKED_AFTER": "Child became looked after",
        "OTHER": "Something else",
    },
    {
        "closed": "NFA",
        "case closed": "NFA",
        "early help": "EARLY_HELP",
        "step-down to early help": "EARLY_HELP",
        "cin plan": "CIN_PLAN",
        "child in need": "CIN_PLAN",
        "s17 services": "CIN_PLAN",
        "strategy/s47": "STRATEGY",
        "strategy discussion": "STRATEGY",
        "s47": "STRATEGY",
        "section 47": "STRATEGY",
        "accommodated": "LOOKED_AFTER",
        "lac": "LOOKED_AFTER",
    },
)
