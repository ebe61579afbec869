"""Codes of foster households: what they are approved for, and whether they may be used.

Called by: expectations.extracts.
Promises:  our own codes; councils' words are understood beside them.
Never:     names a household.
"""

from __future__ import annotations

from expectations.contract import CodeList

APPROVAL = CodeList(
    "kind of approval",
    {
        "MAINSTREAM": "Mainstream fostering",
        "CONNECTED": "Connected person",
        "SHORT_BREAK": "Short breaks",
        "FFA": "Fostering for adoption",
        "LODGINGS": "Supported lodgings",
    },
    {
        "general": "MAINSTREAM",
        "mainstream foster carer": "MAINSTREAM",
        "kinship": "CONNECTED",
        "family and friends": "CONNECTED",
        "friends and family": "CONNECTED",
        "connected persons": "CONNECTED",
        "respite": "SHORT_BREAK",
        "short break": "SHORT_BREAK",
        "concurrent planning": "FFA",
    },
)

HOUSEHOLD_STATUS = CodeList(
    "status of a foster household",
    {"APPROVED": "Approved", "ON_HOLD": "On hold", "ENDED": "Resigned or approval ended"},
    {
        "active": "APPROVED",
        "available": "APPROVED",
        "temporarily approved": "APPROVED",
        "hold": "ON_HOLD",
        "suspended": "ON_HOLD",
        "resigned": "ENDED",
        "deregistered": "ENDED",
        "terminated": "ENDED",
    },
)
