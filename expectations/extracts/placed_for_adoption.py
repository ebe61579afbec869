"""Decisions that a child should be placed for adoption, in the layout of the SSDA903 return.

Called by: expectations.extracts.load.
Promises:  one row per child and decision, with its reversal.
Never:     stands for the children's list: that says what came of the decision.
"""

from __future__ import annotations

from expectations.codes.adoption import REVERSAL
from expectations.columns import BORN_ON, CHILD_ID
from expectations.contract import Column, Extract
from expectations.rules.placed_for_adoption import RULES

EXTRACT = Extract(
    name="placed_for_adoption",
    title="Decisions to place for adoption (SSDA903)",
    kind="events",
    key=("child_id", "decided_on"),
    known_by=("child_id", "reversed_on"),
    dated_by="decided_on",
    sequence="decided_on",
    told_by=("reversed_on", "reversal_reason_code"),
    source="SSDA903 PlacedAdoption",
    retention_years=100,
    columns=(
        CHILD_ID,
        BORN_ON,
        Column(
            "decided_on",
            "DATE",
            "DATE_PLACED",
            "Day it was decided that the child should be placed for adoption.",
            required=True,
        ),
        Column(
            "reversed_on",
            "DATE",
            "DATE_PLACED_CEASED",
            "Day the decision was reversed.",
        ),
        Column(
            "reversal_reason_code",
            "VARCHAR",
            "REASON_PLACED_CEASED",
            "Why the decision was reversed.",
            codes=REVERSAL,
        ),
    ),
    rules=RULES,
)
