"""Early help: assessments and episodes of help before social care is needed.

Called by: expectations.extracts.load.
Promises:  one row per episode; the assessment that led to it stands on the same row.
Never:     counts families: family_id says which rows belong together, and may be blank.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.assessing import EARLY_HELP_END_REASON, EARLY_HELP_REASON
from expectations.columns import CHILD_ID, EH_EPISODE_ID, TEAM, WORKER_ID
from expectations.contract import Column, Extract, Variant
from expectations.rules.early_help import RULES

EXTRACT = Extract(
    name="early_help",
    title="Early help",
    kind="events",
    key=("eh_episode_id",),
    dated_by="started_on",
    kept_from="ended_on",
    sequence="started_on",
    moves_monthly=True,
    variants=(
        Variant(
            "Annex A list 2",
            (
                "Child Unique ID",
                "Assessment start date",
                "Assessment completion date",
                "Organisation completing assessment",
            ),
            takes={"started_on": "assessment_started_on"},
        ),
    ),
    source="Annex A list 2; SSD ssd_early_help_episodes",
    columns=(
        replace(EH_EPISODE_ID, required=True, made_from=("child_id", "started_on")),
        CHILD_ID,
        Column(
            "family_id",
            "VARCHAR",
            "Family ID",
            "The family that the episode is for.",
            identifies="family",
            aliases=("Family Identifier", "Family Number"),
        ),
        Column(
            "assessment_started_on",
            "DATE",
            "Assessment Start Date",
            "Day the early help assessment began.",
            expected=True,
            aliases=("EH Assessment Start Date", "EHA Start Date", "CAF Start Date"),
        ),
        Column(
            "assessment_completed_on",
            "DATE",
            "Assessment Completion Date",
            "Day the early help assessment was finished.",
            aliases=("EH Assessment Completion Date", "Assessment End Date", "EHA Completion Date"),
        ),
        Column(
            "started_on",
            "DATE",
            "EH Episode Start Date",
            "Day the episode of help began.",
            required=True,
            aliases=("Early Help Start Date", "Episode Start Date", "Start Date"),
        ),
        Column(
            "ended_on",
            "DATE",
            "EH Episode End Date",
            "Day the episode of help ended; blank while open.",
            aliases=("Early Help End Date", "Episode End Date", "End Date"),
        ),
        Column(
            "reason_code",
            "VARCHAR",
            "EH Reason",
            "Why help began.",
            codes=EARLY_HELP_REASON,
            aliases=("Early Help Reason", "Episode Reason"),
        ),
        Column(
            "end_reason_code",
            "VARCHAR",
            "EH End Reason",
            "Why help ended.",
            codes=EARLY_HELP_END_REASON,
            aliases=("Early Help End Reason", "Episode End Reason", "Closure Reason"),
        ),
        Column(
            "organisation",
            "VARCHAR",
            "Organisation Completing Assessment",
            "Who made the assessment.",
            is_name=True,
            aliases=("Assessing Organisation", "Lead Organisation"),
        ),
        TEAM,
        WORKER_ID,
    ),
    rules=RULES,
)
