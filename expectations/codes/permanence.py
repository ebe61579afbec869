"""Codes of what a child had before coming into care again: adoption, guardianship, an arrangement.

Called by: expectations.extracts.previous_permanence.
Promises:  codes as in SSDA903.
"""

from __future__ import annotations

from expectations.contract import CodeList

PREVIOUS_PERMANENCE = CodeList(
    "earlier permanent home",
    {
        "P1": "Adoption",
        "P2": "Special guardianship order",
        "P3": "Residence order or child arrangements order",
        "P4": "There was one, of a kind not known",
        "Z1": "None",
    },
    {
        "adopted": "P1",
        "sgo": "P2",
        "special guardianship": "P2",
        "cao": "P3",
        "residence order": "P3",
        "child arrangements order": "P3",
        "unknown": "P4",
        "no": "Z1",
        "not applicable": "Z1",
    },
)
