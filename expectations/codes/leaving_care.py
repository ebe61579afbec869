"""Codes of young people who have left care: eligibility, contact, home, occupation, plan.

Called by: expectations.extracts.
Promises:  codes as in SSDA903 (OC3) and Annex A; the council's own words are understood beside them.
Never:     reads 'not known' as a kind of home or occupation.
"""

from __future__ import annotations

from expectations.contract import CodeList

ELIGIBILITY = CodeList(
    "care leaver category",
    {
        "RELEVANT": "Relevant child, 16 or 17 and no longer looked after",
        "FORMER_RELEVANT": "Former relevant, 18 or over",
        "QUALIFYING": "Qualifying, short time in care",
        "ELIGIBLE": "Eligible child, 16 or 17 and still looked after",
        "OTHER": "Another entitlement or none",
    },
    {
        "relevant child": "RELEVANT",
        "former relevant child": "FORMER_RELEVANT",
        "fr": "FORMER_RELEVANT",
        "qualifying child": "QUALIFYING",
        "qualifying care leaver": "QUALIFYING",
        "eligible child": "ELIGIBLE",
        "no current eligibility": "OTHER",
        "other eligibility": "OTHER",
        "none": "OTHER",
    },
)

IN_TOUCH = CodeList(
    "in touch",
    {
        "YES": "In touch",
        "NO": "Not in touch",
        "DIED": "Died after leaving care",
        "REFU": "Refuses contact",
        "NREQ": "No longer needs the service",
        "RHOM": "Went home for six months or more",
    },
    {
        "y": "YES",
        "n": "NO",
        "died": "DIED",
        "refuses": "REFU",
        "refused": "REFU",
        "refused contact": "REFU",
        "no longer requires services": "NREQ",
        "not required": "NREQ",
        "services not required": "NREQ",
        "returned home": "RHOM",
    },
)

_HOMES = {
    "B": "With parents or relatives",
    "C": "Community home or residential care",
    "D": "Semi-independent",
    "E": "Supported lodgings",
    "G": "Gone abroad",
    "H": "Deported",
    "K": "Ordinary lodgings",
    "R": "Not known",
    "S": "No fixed home",
    "T": "Foyer",
    "U": "Independent living",
    "V": "Emergency accommodation",
    "W": "Bed and breakfast",
    "X": "In custody",
    "Y": "Other accommodation",
    "Z": "With former foster carer",
}

ACCOMMODATION = CodeList(
    "accommodation",
    _HOMES
    | {f"{code}1": f"{label}, suitable" for code, label in _HOMES.items()}
    | {f"{code}2": f"{label}, not suitable" for code, label in _HOMES.items()}
    | {"0": "None recorded"},
    {
        "01": "0",
        "02": "0",
        "parents": "B",
        "with parents": "B",
        "with relatives": "B",
        "community home": "C",
        "residential care": "C",
        "semi independent accommodation": "D",
        "semi-independent transitional accommodation": "D",
        "lodgings": "K",
        "residence not known": "R",
        "homeless": "S",
        "no fixed abode": "S",
        "no fixed abode/homeless": "S",
        "foyers": "T",
        "independent": "U",
        "own tenancy": "U",
        "council tenancy": "U",
        "b&b": "W",
        "custody": "X",
        "prison": "X",
        "other": "Y",
        "staying put": "Z",
        "former foster carer": "Z",
        "with former foster carers": "Z",
    },
)
"""Trap: the digit is the statutory verdict (1 suitable, 2 not); the letter alone says nothing about it."""

SUITABILITY = CodeList(
    "suitability of accommodation",
    {"1": "Suitable", "2": "Not suitable"},
    {"1.0": "1", "yes": "1", "y": "1", "2.0": "2", "unsuitable": "2", "no": "2", "n": "2"},
)

ACTIVITY = CodeList(
    "main activity",
    {
        "F1": "Full time higher education",
        "P1": "Part time higher education",
        "F2": "Full time education below degree level",
        "P2": "Part time education below degree level",
        "F3": "Full time training or employment (old code)",
        "P3": "Part time training or employment (old code)",
        "F4": "Full time apprenticeship",
        "P4": "Part time apprenticeship",
        "F5": "Full time training or employment",
        "P5": "Part time training or employment",
        "G4": "Not in work or learning: illness or disability",
        "G5": "Not in work or learning: other",
        "G6": "Not in work or learning: pregnancy or parenting",
        "0": "None recorded",
    },
    {
        "university": "F1",
        "higher education": "F1",
        "full time in higher education": "F1",
        "part time in higher education": "P1",
        "college": "F2",
        "full time in education other than higher": "F2",
        "part time in education other than higher": "P2",
        "apprenticeship": "F4",
        "full time apprentice": "F4",
        "part time apprentice": "P4",
        "full time employment": "F5",
        "employed full time": "F5",
        "full time in training or employment": "F5",
        "part time employment": "P5",
        "employed part time": "P5",
        "part time in training or employment": "P5",
        "neet": "G5",
        "unemployed": "G5",
        "neet - other": "G5",
        "neet - illness or disability": "G4",
        "neet - illness/disability": "G4",
        "neet - pregnancy or parenting": "G6",
        "not in education, employment or training": "G5",
        "not in education, employment or training - other": "G5",
    },
    # The collections of 2018/19 took either.
    since=dict.fromkeys(("F4", "P4", "F5", "P5"), "2018-04"),
    until={"F3": "2019-03", "P3": "2019-03"},
)

PLAN_STATUS = CodeList(
    "status of a pathway plan",
    {"CURRENT": "In force", "DRAFT": "Being written", "ENDED": "No longer in force"},
    {
        "active": "CURRENT",
        "open": "CURRENT",
        "authorised": "CURRENT",
        "completed": "CURRENT",
        "in progress": "DRAFT",
        "incomplete": "DRAFT",
        "closed": "ENDED",
        "superseded": "ENDED",
        "inactive": "ENDED",
    },
)
