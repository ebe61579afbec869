"""Codes that only the lists of Annex A have: the state of a case, the plan for a looked after child's home.

Called by: expectations.extracts.
Promises:  groups as the lists ask for them.
Never:     names a child's home.
"""

from __future__ import annotations

from expectations.contract import CodeList

CIN_CASE_STATUS = CodeList(
    "case status of a child in need",
    {
        "LAC": "Looked after child",
        "CP": "Child protection plan",
        "CIN": "Child in need plan",
        "ASSESSMENT": "Open assessment",
        "CLOSED": "Closed episode",
    },
    {
        "looked after": "LAC",
        "cla": "LAC",
        "child in care": "LAC",
        "cpp": "CP",
        "cp plan": "CP",
        "child protection": "CP",
        "cin plan": "CIN",
        "cinp": "CIN",
        "child in need": "CIN",
        "assessment": "ASSESSMENT",
        "under assessment": "ASSESSMENT",
        "closed": "CLOSED",
        "case closed": "CLOSED",
    },
)

PERMANENCE_PLAN = CodeList(
    "plan for permanence",
    {
        "RETURN": "Return to family",
        "ADOPTION": "Adoption",
        "ORDER": "Special guardianship or child arrangements order",
        "SUPPORTED": "Supported living in the community",
        "RESIDENTIAL": "Long-term residential placement",
        "FOSTERING": "Long-term fostering",
        "OTHER": "Another plan",
    },
    {
        "return home": "RETURN",
        "rehabilitation home": "RETURN",
        "reunification": "RETURN",
        "sgo/cao": "ORDER",
        "special guardianship order/ child arrangements order": "ORDER",
        "special guardianship": "ORDER",
        "sgo": "ORDER",
        "cao": "ORDER",
        "supported living": "SUPPORTED",
        "independence": "SUPPORTED",
        "residential": "RESIDENTIAL",
        "long term residential": "RESIDENTIAL",
        "foster care": "FOSTERING",
        "long term foster care": "FOSTERING",
        "other": "OTHER",
    },
)
