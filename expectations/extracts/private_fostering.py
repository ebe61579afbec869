"""Private fostering: children who live with people other than close relatives, by arrangement of their parents.

Called by: expectations.extracts.load.
Promises:  one row per arrangement and child, from the notification on.
Never:     holds children whom the council has placed: they stand in the episodes of care.
"""

from __future__ import annotations

from expectations.codes.private_fostering import ARRANGEMENT_KIND
from expectations.columns import CHILD_ID, TEAM, WORKER_ID
from expectations.contract import Column, Extract
from expectations.rules.private_fostering import RULES

EXTRACT = Extract(
    name="private_fostering",
    title="Private fostering arrangements",
    kind="events",
    key=("arrangement_id",),
    dated_by="notified_on",
    sequence="started_on",
    source="local; the Children Act 1989, section 66, says what private fostering is",
    columns=(
        Column(
            "arrangement_id",
            "VARCHAR",
            "Private Fostering ID",
            "The case system's number of the arrangement.",
            required=True,
            identifies="private_fostering",
            aliases=("PF ID", "Arrangement ID", "Private Fostering Arrangement ID"),
        ),
        CHILD_ID,
        Column(
            "kind_code",
            "VARCHAR",
            "Private Fostering Type",
            "Where the child comes from, and whether to stay.",
            codes=ARRANGEMENT_KIND,
            aliases=("PF Type", "Type of Arrangement", "PF Category"),
        ),
        Column(
            "notified_on",
            "DATE",
            "Private Fostering Notification Date",
            "Day the council was told of the arrangement, or came upon it.",
            required=True,
            aliases=("PF Notification Date", "Date of Notification", "Notification Date", "Notified On"),
        ),
        Column(
            "started_on",
            "DATE",
            "Arrangement Start Date",
            "Day the child came to live there, or is to come.",
            expected=True,
            aliases=("Private Fostering Start Date", "PF Start Date", "Start Date"),
        ),
        Column(
            "expected_ended_on",
            "DATE",
            "Arrangement Expected End Date",
            "Day until which the arrangement is meant to last; blank where nobody has set one.",
            aliases=("Expected End Date", "Planned End Date", "Intended End Date"),
        ),
        Column(
            "ended_on",
            "DATE",
            "Arrangement End Date",
            "Day the arrangement ended; blank while it goes on.",
            aliases=("Private Fostering End Date", "PF End Date", "End Date"),
        ),
        Column(
            "first_visited_on",
            "DATE",
            "Date of First Visit",
            "Day of the first visit to the child and the carers; blank where there was none yet.",
            aliases=("First Visit Date", "Initial Visit Date", "PF Initial Visit Date"),
        ),
        TEAM,
        WORKER_ID,
    ),
    rules=RULES,
)
