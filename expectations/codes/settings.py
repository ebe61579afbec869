"""Codes of settings that Ofsted registers: whether they are open, how they were judged.

Called by: expectations.extracts.providers.
Promises:  the words of Ofsted's lists.
"""

from __future__ import annotations

from expectations.contract import CodeList

REGISTRATION = CodeList(
    "state of a registration",
    {"ACTIVE": "Registered", "SUSPENDED": "Suspended", "CLOSED": "Closed"},
    {"open": "ACTIVE", "current": "ACTIVE", "deregistered": "CLOSED", "resigned": "CLOSED", "cancelled": "CLOSED"},
)

JUDGEMENT = CodeList(
    "how a setting was judged",
    {"1": "Outstanding", "2": "Good", "3": "Requires improvement", "4": "Inadequate"},
    {"requires improvement to be good": "3"},
)
