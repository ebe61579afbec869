"""Codes of looked after children's health: checks, why a questionnaire has no score.

Called by: expectations.extracts.
Promises:  codes as in SSDA903 (OC2); the kinds and states of checks are our own.
Never:     says what was found.
"""

from __future__ import annotations

from expectations.contract import CodeList

SDQ_REASON = CodeList(
    "why there is no score",
    {
        "SDQ1": "Too young or too old for the questionnaire",
        "SDQ2": "Carer refused",
        "SDQ3": "Too severely disabled",
        "SDQ4": "Another reason",
        "SDQ5": "Child refused",
    },
    {
        "child under 4 or over 17": "SDQ1",
        "carer refused to complete": "SDQ2",
        "other": "SDQ4",
        "young person refused": "SDQ5",
    },
)

HEALTH_CHECK = CodeList(
    "kind of health check",
    {
        "INITIAL": "Initial health assessment",
        "REVIEW": "Health assessment",
        "DENTAL": "Dental check",
        "DEVELOPMENT": "Development check",
    },
    {
        "iha": "INITIAL",
        "initial": "INITIAL",
        "rha": "REVIEW",
        "review health assessment": "REVIEW",
        "annual health assessment": "REVIEW",
        "dental": "DENTAL",
        "dentist": "DENTAL",
        "dental assessment": "DENTAL",
        "developmental check": "DEVELOPMENT",
        "development assessment": "DEVELOPMENT",
    },
)

APPOINTMENT = CodeList(
    "state of an appointment",
    {"PLANNED": "Planned", "REFUSED": "Refused", "CANCELLED": "Cancelled", "COMPLETED": "Completed"},
    {
        "booked": "PLANNED",
        "scheduled": "PLANNED",
        "declined": "REFUSED",
        "yp refused": "REFUSED",
        "canceled": "CANCELLED",
        "did not attend": "CANCELLED",
        "dna": "CANCELLED",
        "complete": "COMPLETED",
        "done": "COMPLETED",
        "attended": "COMPLETED",
        "held": "COMPLETED",
    },
)
