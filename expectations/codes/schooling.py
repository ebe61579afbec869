"""Codes of schooling: exclusions and their reasons, what help a pupil has, terms and meetings.

Called by: expectations.extracts.
Promises:  codes as in the school census; those of meetings are our own.
Never:     names a school.
"""

from __future__ import annotations

from expectations.contract import CodeList

EXCLUSION = CodeList(
    "kind of exclusion",
    {"FIXD": "Suspension", "PERM": "Permanent exclusion", "LNCH": "Suspension over lunchtime"},
    {"fixed term": "FIXD", "fixed period": "FIXD", "suspended": "FIXD", "permanent": "PERM", "lunchtime": "LNCH"},
)
"""Trap: whether lunchtimes count among suspensions is for the indicator to say."""

EXCLUSION_REASON = CodeList(
    "reason for exclusion",
    {
        "PP": "Assaulted a pupil",
        "PA": "Assaulted an adult",
        "VP": "Abused or threatened a pupil",
        "VA": "Abused or threatened an adult",
        "OW": "Weapon or forbidden item",
        "BU": "Bullying",
        "RA": "Racist abuse",
        "LG": "Abuse for sexual orientation or gender identity",
        "DS": "Abuse for a disability",
        "SM": "Sexual misconduct",
        "DA": "Drugs or alcohol",
        "DM": "Damage",
        "TH": "Theft",
        "MT": "Misuse of social media or technology",
        "PH": "Broke rules that protect public health",
        "DB": "Disruptive behaviour",
        "OT": "Another reason",
    },
)

SEN_PROVISION = CodeList(
    "help with special educational needs",
    {
        "N": "None",
        "K": "Support at school",
        "E": "Education, health and care plan",
        "S": "Statement",
        "A": "School action",
        "P": "School action plus",
    },
    {"no sen": "N", "sen support": "K", "ehcp": "E", "ehc plan": "E"},
)

TERM = CodeList(
    "term of the school year",
    {"AUTUMN": "Autumn", "SPRING": "Spring", "SUMMER": "Summer"},
    {
        "autumn term": "AUTUMN",
        "spring term": "SPRING",
        "summer term": "SUMMER",
        "aut": "AUTUMN",
        "spr": "SPRING",
        "sum": "SUMMER",
    },
)

PEP_QUALITY = CodeList(
    "how good a personal education plan is",
    {"GREEN": "Good", "AMBER": "Needs work", "RED": "Not good enough"},
    {
        "g": "GREEN",
        "outstanding": "GREEN",
        "a": "AMBER",
        "requires improvement": "AMBER",
        "r": "RED",
        "inadequate": "RED",
    },
)
