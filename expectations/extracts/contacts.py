"""Contacts: every time somebody tells the front door about a child.

Called by: expectations.extracts.load.
Promises:  one row per contact; blank outcome means undecided.
Never:     says what became of the referral that followed; that is the referrals file.
"""

from __future__ import annotations

from dataclasses import replace

from expectations.codes.front_door import CONTACT_OUTCOME, SOURCE
from expectations.columns import (
    CHILD_ID,
    EH_EPISODE_ID,
    REFERRAL_ID,
    TEAM,
    WORKER_ID,
)
from expectations.contract import Column, Extract
from expectations.rules.contacts import RULES

EXTRACT = Extract(
    name="contacts",
    title="Contacts",
    kind="events",
    key=("contact_id",),
    dated_by="contact_on",
    sequence="contact_on",
    moves_monthly=True,
    source="Annex A list 1; SSD ssd_contacts",
    columns=(
        Column(
            "contact_id",
            "VARCHAR",
            "Contact ID",
            "The case system's number of the contact.",
            required=True,
            identifies="contact",
            made_from=("child_id", "contact_on", "contact_source_code"),
            aliases=("Contact Number", "Contact Ref", "Contact Reference"),
        ),
        CHILD_ID,
        Column(
            "contact_on",
            "DATE",
            "Date of Contact",
            "Day the contact reached the council.",
            required=True,
            aliases=("Contact Date", "Contact Start Date", "Date Contact Received"),
        ),
        Column(
            "contact_source_code",
            "VARCHAR",
            "Contact Source",
            "Who made contact.",
            expected=True,
            codes=SOURCE,
            aliases=("Source of Contact", "Contact Source Description"),
        ),
        Column(
            "contact_outcome_code",
            "VARCHAR",
            "Contact Outcome",
            "What was decided; blank while undecided.",
            codes=CONTACT_OUTCOME,
            aliases=("Outcome of Contact", "Contact Decision"),
        ),
        Column(
            "outcome_on",
            "DATE",
            "Contact Outcome Date",
            "Day of the decision.",
            aliases=("Outcome Date", "Date of Outcome", "Contact Decision Date", "Contact End Date"),
        ),
        replace(TEAM, header="Contact Team", aliases=(TEAM.header, *TEAM.aliases)),
        replace(
            EH_EPISODE_ID,
            name="linked_eh_episode_id",
            header="Linked EH Episode ID",
            description="The early help episode that the contact led to.",
            aliases=("Linked Early Help Episode ID", EH_EPISODE_ID.header, *EH_EPISODE_ID.aliases),
        ),
        replace(
            REFERRAL_ID,
            name="linked_referral_id",
            header="Linked Referral ID",
            description="The referral that the contact led to.",
            aliases=(REFERRAL_ID.header, *REFERRAL_ID.aliases),
        ),
        replace(WORKER_ID, header="Contact Worker ID", aliases=WORKER_ID.aliases),
    ),
    rules=RULES,
)
