"""Codes of child protection: categories of abuse, conferences, section 47 outcomes, taking part.

Called by: expectations.extracts.
Promises:  categories and participation codes as in the CIN census and SSDA903; the others are our own.
Never:     turns two categories in one cell into one: such a cell stays unknown unless 'multiple' is said.
"""

from __future__ import annotations

from expectations.contract import CodeList

ABUSE_CATEGORY = CodeList(
    "category of abuse",
    {
        "NEG": "Neglect",
        "PHY": "Physical abuse",
        "SAB": "Sexual abuse",
        "EMO": "Emotional abuse",
        "MUL": "More than one category",
    },
    {
        "physical": "PHY",
        "sexual": "SAB",
        "sex abuse": "SAB",
        "emotional": "EMO",
        "multiple": "MUL",
        "multiple categories": "MUL",
        "multiple/not recommended": "MUL",
        "neglect and emotional abuse": "MUL",
        "emotional abuse and neglect": "MUL",
        "neglect and physical abuse": "MUL",
        "physical abuse and neglect": "MUL",
        "neglect and sexual abuse": "MUL",
        "sexual abuse and neglect": "MUL",
        "physical and emotional abuse": "MUL",
        "emotional and physical abuse": "MUL",
        "neglect sexual physical": "MUL",
    },
)

S47_OUTCOME = CodeList(
    "outcome of a section 47 enquiry",
    {
        "ICPC": "Initial child protection conference",
        "MONITOR": "Another agency to monitor",
        "CONTINUE": "No further action, assessment goes on",
        "LEGAL": "Legal action",
        "S17": "Services for a child in need",
        "SHORT_BREAK": "Short break",
        "NFA": "No further action",
        "OTHER": "Something else",
    },
    {
        "initial cp conference": "ICPC",
        "conference": "ICPC",
        "progress to icpc": "ICPC",
        "monitoring by other agency": "MONITOR",
        "other agency to monitor": "MONITOR",
        "nfa continue family assessment": "CONTINUE",
        "continue assessment": "CONTINUE",
        "continue with assessment": "CONTINUE",
        "legal proceedings": "LEGAL",
        "s17 services": "S17",
        "section 17": "S17",
        "child in need": "S17",
        "cin plan": "S17",
        "s17 short break": "SHORT_BREAK",
        "unsubstantiated": "NFA",
    },
)

CONFERENCE_TYPE = CodeList(
    "type of conference",
    {
        "INITIAL": "Initial conference",
        "REVIEW": "Review conference",
        "TRANSFER_IN": "Transfer in from another council",
        "PRE_BIRTH": "Initial conference before birth",
    },
    {
        "icpc": "INITIAL",
        "initial cp conference": "INITIAL",
        "initial child protection conference": "INITIAL",
        "rcpc": "REVIEW",
        "review cp conference": "REVIEW",
        "review child protection conference": "REVIEW",
        "transfer": "TRANSFER_IN",
        "transfer in conference": "TRANSFER_IN",
        "transfer-in": "TRANSFER_IN",
        "pre-birth conference": "PRE_BIRTH",
        "prebirth": "PRE_BIRTH",
        "unborn": "PRE_BIRTH",
    },
)

PARTICIPATION = CodeList(
    "how the child took part",
    {
        "PN0": "Under four at the time",
        "PN1": "Came and spoke",
        "PN2": "Came, an advocate spoke",
        "PN3": "Came, used signs or symbols",
        "PN4": "Came, gave no views",
        "PN5": "Stayed away, briefed an advocate",
        "PN6": "Stayed away, sent views another way",
        "PN7": "Stayed away, sent no views",
    },
    {
        "under 4": "PN0",
        "child under 4": "PN0",
        "aged under 4": "PN0",
        "child under 4 at time of review": "PN0",
        "attended and spoke": "PN1",
        "attended - spoke for self": "PN1",
        "attended and spoke for self": "PN1",
        "attended - advocate spoke": "PN2",
        "attended with advocate": "PN2",
        "attended - symbols": "PN3",
        "attended - did not contribute": "PN4",
        "attended but did not contribute": "PN4",
        "did not attend - briefed advocate": "PN5",
        "not attended - advocate briefed": "PN5",
        "did not attend - views sent": "PN6",
        "did not attend - other medium": "PN6",
        "not attended - views by other means": "PN6",
        "did not attend": "PN7",
        "did not attend - views not conveyed": "PN7",
        "not attended - views not conveyed": "PN7",
    },
)

PLAN_END_REASON = CodeList(
    "reason a child protection plan ended",
    {
        "SAFE": "No longer at risk of significant harm",
        "LOOKED_AFTER": "Child became looked after",
        "TRANSFERRED": "Moved to another council",
        "AGED_OUT": "Reached 18",
        "DIED": "Child died",
        "OTHER": "Something else",
    },
    {
        "no longer at risk": "SAFE",
        "risk reduced": "SAFE",
        "de-registered": "SAFE",
        "deregistered": "SAFE",
        "step down to cin": "SAFE",
        "lac": "LOOKED_AFTER",
        "became looked after": "LOOKED_AFTER",
        "transferred out": "TRANSFERRED",
        "moved out of area": "TRANSFERRED",
        "turned 18": "AGED_OUT",
        "reached age 18": "AGED_OUT",
        "death": "DIED",
    },
)
