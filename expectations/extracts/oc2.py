"""Health of children looked after for a year, in the layout of the SSDA903 return (OC2).

Called by: expectations.extracts.load.
Promises:  one row per child: the year that ends with the month.
Never:     stands for the checks themselves: those have days, and are in the health file.
"""

from __future__ import annotations

from expectations.codes.health import SDQ_REASON
from expectations.columns import BORN_ON, CHILD_ID
from expectations.contract import Column, Extract
from expectations.rules.oc2 import RULES

EXTRACT = Extract(
    name="oc2",
    title="Health of children looked after for a year (SSDA903)",
    kind="snapshot",
    key=("child_id",),
    told_by=("sdq_score", "sdq_reason_code", "is_convicted"),
    source="SSDA903 OC2; SSD ssd_sdq_scores and ssd_cla_immunisations",
    columns=(
        CHILD_ID,
        BORN_ON,
        Column(
            "sdq_score",
            "INTEGER",
            "SDQ_SCORE",
            "Score of the questionnaire on strengths and difficulties, 0 to 40.",
            aliases=("SDQ Total Score", "Total Difficulties Score"),
        ),
        Column("sdq_reason_code", "VARCHAR", "SDQ_REASON", "Why there is no score.", codes=SDQ_REASON),
        Column("is_convicted", "BOOLEAN", "CONVICTED", "Was convicted or cautioned in the year; asked from 10 on."),
        Column(
            "is_development_checked", "BOOLEAN", "HEALTH_CHECK", "Development checks are up to date; asked under 5."
        ),
        Column("is_immunised", "BOOLEAN", "IMMUNISATIONS", "Immunisations are up to date."),
        Column("is_dentally_checked", "BOOLEAN", "TEETH_CHECK", "Teeth were checked in the year."),
        Column("is_health_assessed", "BOOLEAN", "HEALTH_ASSESSMENT", "Had the year's health assessment."),
        Column("has_substance_misuse", "BOOLEAN", "SUBSTANCE_MISUSE", "Was found to misuse a substance in the year."),
        Column("has_received_intervention", "BOOLEAN", "INTERVENTION_RECEIVED", "Received help for the misuse."),
        Column(
            "is_intervention_offered",
            "BOOLEAN",
            "INTERVENTION_OFFERED",
            "Was offered help for the misuse; asked where none was received.",
        ),
    ),
    rules=RULES,
)
