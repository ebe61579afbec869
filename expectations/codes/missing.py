"""Codes of children who go missing, and of the interview that they are offered when they are back.

Called by: expectations.extracts.
Promises:  codes as in SSDA903; for interviews the three answers of the standard safeguarding dataset.
Never:     reads 'not applicable' as no.
"""

from __future__ import annotations

from expectations.contract import CodeList

MISSING_TYPE = CodeList(
    "kind of absence",
    {"M": "Missing", "A": "Away from placement without authorisation"},
    {
        "missing from care": "M",
        "missing from home": "M",
        "missing from placement": "M",
        "absent": "A",
        "absence": "A",
        "away": "A",
        "unauthorised absence": "A",
        "away from placement": "A",
    },
)

MISSING_FROM = CodeList(
    "where the child went missing from",
    {"CARE": "Care", "HOME": "Home"},
    {
        "looked after": "CARE",
        "placement": "CARE",
        "missing from care": "CARE",
        "family home": "HOME",
        "missing from home": "HOME",
    },
)

INTERVIEW_ANSWER = CodeList(
    "answer about a return interview",
    {"Y": "Yes", "N": "No", "NA": "Not applicable"},
    {
        "1": "Y",
        "1.0": "Y",
        "true": "Y",
        "offered": "Y",
        "accepted": "Y",
        "0": "N",
        "0.0": "N",
        "false": "N",
        "not offered": "N",
        "not accepted": "N",
        "declined": "N",
        "refused": "N",
        "n/a": "NA",
        "still missing": "NA",
    },
)
