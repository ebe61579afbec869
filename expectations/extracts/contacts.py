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
    not_after_month_end,
)
from expectations.contract import Column, Extract, Rule

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
    rules=(
        not_after_month_end("C1a", "contact_on", "Contact"),
        Rule(
            "G13",
            "Outcome is dated before the contact",
            "reject_row",
            "outcome_on < contact_on",
            "Time to decision would be negative and count as decided within a day.",
            source="own",
        ),
        Rule(
            "G14",
            "Outcome has a date but does not say what was decided",
            "warn",
            "outcome_on IS NOT NULL AND contact_outcome_code IS NULL",
            "A decided contact counts as not having gone to early help or referral.",
            source="own",
        ),
        Rule(
            "G15",
            "Same child, same day, same source as another contact",
            "query",
            "contact_on = previous.contact_on AND contact_source_code = previous.contact_source_code",
            "If it is one contact entered twice, the number of contacts is too high and every share of it too low.",
            scope="child",
            source="own",
        ),
        Rule(
            "G16",
            "More than half of the contacts have no outcome",
            "query",
            "count(*) >= 20 AND 2 * count(*) FILTER (WHERE contact_outcome_code IS NULL) > count(*)",
            "The share of contacts going to early help is measured on undecided contacts.",
            scope="file",
            source="own",
        ),
        Rule(
            "G17",
            "Contact went to early help, but no early help began within 30 days",
            "warn",
            "t.contact_outcome_code = 'EARLY_HELP'"
            " AND t.contact_on < (SELECT max(c.contact_on) FROM silver.contacts c) - INTERVAL 30 DAY"
            " AND NOT EXISTS (SELECT 1 FROM silver.early_help e WHERE e.child_id = t.child_id"
            " AND coalesce(e.assessment_started_on, e.started_on) >= t.contact_on"
            " AND coalesce(e.assessment_started_on, e.started_on) <= t.contact_on + INTERVAL 30 DAY)",
            "The share of contacts progressing to early help says more than families received.",
            scope="cross_file",
            needs=("contacts", "early_help"),
            source="own",
        ),
    ),
)
