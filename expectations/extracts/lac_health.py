"""Health checks of looked after children: assessments, dental and development checks, with their days.

Called by: expectations.extracts.load.
Promises:  one row per check, held or not.
Never:     takes a finding, a diagnosis or who saw the child.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.health import APPOINTMENT, HEALTH_CHECK
from expectations.columns import CHILD_ID, LAC_PERIOD_ID, TEAM
from expectations.contract import Column, Extract
from expectations.rules.lac_health import RULES

EXTRACT = Extract(
    name="lac_health",
    title="Health checks of looked after children",
    kind="events",
    key=("health_check_id",),
    dated_by="checked_on",
    sequence="checked_on",
    source="SSD ssd_cla_health",
    columns=(
        Column(
            "health_check_id",
            "VARCHAR",
            "Health Check ID",
            "The case system's number of the check.",
            required=True,
            identifies="health_check",
            made_from=("child_id", "check_type_code", "checked_on"),
            aliases=("Health Assessment ID", "Health Check Number"),
        ),
        CHILD_ID,
        replace(LAC_PERIOD_ID, description="The period of care in which it was held."),
        Column(
            "check_type_code",
            "VARCHAR",
            "Health Check Type",
            "Assessment, dental or development check.",
            required=True,
            codes=HEALTH_CHECK,
            aliases=("Type of Health Check", "Health Assessment Type"),
        ),
        Column(
            "checked_on",
            "DATE",
            "Health Check Date",
            "Day it was held; for a planned one the day it is booked for.",
            aliases=("Date of Health Check", "Health Assessment Date"),
        ),
        Column(
            "due_on",
            "DATE",
            "Health Check Due Date",
            "Day by which it had to be held.",
            aliases=("Health Assessment Due Date",),
        ),
        Column(
            "status_code",
            "VARCHAR",
            "Health Check Status",
            "Planned, refused, cancelled or completed.",
            expected=True,
            codes=APPOINTMENT,
            aliases=("Health Assessment Status",),
        ),
        TEAM,
    ),
    rules=RULES,
)
