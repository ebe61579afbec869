"""Codes of adoption: why a plan was given up, who adopts, why adopters leave.

Called by: expectations.extracts.
Promises:  codes as in SSDA903 and the lists of Annex A.
Never:     reads one reason for another because both mean that no adoption followed.
"""

from __future__ import annotations

from expectations.contract import CodeList

REVERSAL = CodeList(
    "reason why a child is no longer to be placed for adoption",
    {
        "RD1": "The child's needs changed",
        "RD2": "The court did not make a placement order",
        "RD3": "No adopters could be found",
        "RD4": "Any other reason",
    },
    {
        "child's needs changed": "RD1",
        "the child's needs changed subsequent to the decision": "RD1",
        "child's needs changed subsequent to decision": "RD1",
        "child's needs changed subsequent to the decision": "RD1",
        "court did not make a po": "RD2",
        "court did not make placement order": "RD2",
        "court did not make a placement order": "RD2",
        "prospective adopters cannot be found": "RD3",
        "prospective adopters could not be found": "RD3",
        "no adopters found": "RD3",
        "other reason": "RD4",
        "placement disruption": "RD4",
    },
)

ADOPTERS_SEX = CodeList(
    "sex of the adopters",
    {
        "M1": "One man",
        "F1": "One woman",
        "MM": "Two men",
        "FF": "Two women",
        "MF": "A man and a woman",
    },
    {"single male": "M1", "single female": "F1", "male couple": "MM", "female couple": "FF"},
)

ADOPTERS_STATUS = CodeList(
    "legal status of the adopters",
    {
        "L0": "Single adopter",
        "L11": "Married, a man and a woman",
        "L12": "Married, of the same sex",
        "L2": "Civil partners",
        "L3": "Unmarried, a man and a woman",
        "L4": "Unmarried, of the same sex",
    },
    {"single": "L0", "civil partnership": "L2"},
)

PERMANENCE_ORDER = CodeList(
    "order that makes a home permanent",
    {
        "ADOPTION": "Adoption order",
        "SGO": "Special guardianship order",
        "CAO": "Child arrangements order",
    },
    {
        "adoption": "ADOPTION",
        "special guardianship": "SGO",
        "child arrangements": "CAO",
        "residence order": "CAO",
    },
)

ADOPTER_LEFT = CodeList(
    "reason for leaving the adoption process",
    {"WITHDREW": "Withdrew", "ON_HOLD": "Put on hold", "REFUSED": "Application refused"},
    {
        "1": "WITHDREW",
        "adopter withdrew from process": "WITHDREW",
        "withdrawn": "WITHDREW",
        "2": "ON_HOLD",
        "process on hold": "ON_HOLD",
        "process put on hold": "ON_HOLD",
        "on hold": "ON_HOLD",
        "3": "REFUSED",
        "refused": "REFUSED",
    },
)
