"""What the columns of Sample Borough's exports are called, and the columns that nobody asked for.

Called by: tasks.sample.sheets.
Promises:  every heading of a wanted column is one that its contract or the council's headers.toml understands.
Never:     invents a contract: columns and their usual headings come from expectations.extracts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from expectations.contract import Extract
from warehouse.periods import Month

NAME, SURNAME, FULL_NAME, BIRTH, NOTES = "+forename", "+surname", "+full name", "+born", "+notes"
POSTCODE, COUNCIL, COUNCIL_CODE, AS_AT, WORKER = "+postcode", "+council", "+council code", "+as at", "+worker"
CARER = "+carer"
_PRIVATE_HEADINGS = {
    NAME: "Forename",
    SURNAME: "Surname",
    FULL_NAME: "Child Name",
    BIRTH: "Date of Birth",
    NOTES: "Notes",
    POSTCODE: "Home Postcode",
    COUNCIL: "Local Authority",
    COUNCIL_CODE: "LA Code",
    AS_AT: "As At Date",
    WORKER: "Allocated Worker",
    CARER: "Carer Name",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How one extract is laid out.

    beside:  columns that nobody asked for, which real exports carry beside the child and at the end.
    left_out: contract columns that this council does not record.
    renamed: since which month -> headings that the council's own report uses.
    """

    beside: tuple[str, ...] = ()
    at_end: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    renamed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


LAYOUTS: Mapping[str, Layout] = {
    "persons": Layout((NAME, SURNAME), (POSTCODE,), frozenset({"merged_into_child_id", "is_mother"})),
    "contacts": Layout(
        (NAME, SURNAME, BIRTH),
        (NOTES,),
        renamed={
            "2020-04": {
                "contact_on": "Received in MASH",
                "contact_source_code": "Agency Making Contact",
                "contact_outcome_code": "MASH Decision",
                "outcome_on": "MASH Decision Date",
            }
        },
    ),
    "early_help": Layout((NAME, SURNAME), renamed={"2019-04": {"organisation": "Lead Agency"}}),
    "referrals": Layout((FULL_NAME, BIRTH), (NOTES,), renamed={"2020-10": {"referral_on": "Referral Date"}}),
    "assessments": Layout((FULL_NAME,), (WORKER,), renamed={"2020-01": {"authorised_on": "Manager Authorised On"}}),
    "s47_enquiries": Layout((NAME, SURNAME, BIRTH), (COUNCIL,)),
    "cp_conferences": Layout((FULL_NAME,)),
    "cp_plans": Layout((NAME, SURNAME, BIRTH)),
    "lac_episodes": Layout(
        (BIRTH,), left_out=frozenset({"episode_id", "placement_la", "home_postcode", "placement_postcode"})
    ),
    "lac_reviews": Layout((BIRTH,), (COUNCIL_CODE,)),
    "placements": Layout((), (NOTES, AS_AT)),
    "care_leavers": Layout((NAME, SURNAME), renamed={"2020-04": {"activity_code": "EET Status"}}),
    "pathway_plans": Layout((FULL_NAME,)),
    "oc3": Layout(
        (NAME, SURNAME),
        renamed={
            "2020-04": {
                "in_touch_code": "In Touch at Birthday",
                "activity_code": "Main Activity at Birthday",
                "accommodation_code": "Accommodation at Birthday",
            }
        },
    ),
    "private_fostering": Layout(
        (NAME, SURNAME),
        renamed={"2020-04": {"notified_on": "Notified To Council", "first_visited_on": "PF Visit One"}},
    ),
    "supervision": Layout(
        (), (NOTES,), renamed={"2020-04": {"supervised_on": "Supervision Held On", "supervisor_id": "Supervised By"}}
    ),
    "foster_carers": Layout(
        (),
        (CARER,),
        renamed={"2020-04": {"approved_places": "Approved For", "reviewed_on": "Household Review Held"}},
    ),
    "adoption_children": Layout(
        (FULL_NAME,),
        left_out=frozenset({"is_sibling_group", "siblings_together", "siblings_apart"}),
        renamed={
            "2020-04": {
                "decided_on": "Agency Decision Maker Said Yes",
                "placed_on": "Moved In With Adopters",
                "order_on": "Adoption Order Made",
            }
        },
    ),
    "sw_allocations": Layout((), (WORKER,)),
    "lac_health": Layout((NAME, SURNAME), (NOTES,), renamed={"2020-04": {"checked_on": "Appointment On"}}),
    "peps": Layout(
        (FULL_NAME,),
        left_out=frozenset({"academic_year", "term_code"}),
        renamed={"2020-04": {"held_on": "PEP Held On", "quality_code": "Virtual School RAG"}},
    ),
    "missing_episodes": Layout(
        (NAME, SURNAME),
        (NOTES,),
        frozenset({"born_on"}),
        {
            "2020-04": {
                "missing_type_code": "Type of Absence",
                "started_at": "Reported Missing",
                "ended_at": "Found or Returned",
                "rhi_offered_at": "RHI Offered Date and Time",
                "rhi_completed_at": "RHI Completed Date and Time",
            }
        },
    ),
    "exclusions": Layout(
        left_out=frozenset({"upn", "reason_3_code"}),
        renamed={"2020-04": {"started_on": "Excluded From", "school": "School Number"}},
    ),
    "cin_plans": Layout(
        (NAME, SURNAME), renamed={"2020-04": {"started_on": "Child in Need Plan Start Date", "team": "Allocated Team"}}
    ),
    "visits": Layout(
        (FULL_NAME,),
        (WORKER, NOTES),
        frozenset({"lac_period_id"}),
        {"2020-04": {"plan_type_code": "Type of Visit", "visited_on": "Visit Completed Date"}},
    ),
    "ehc": Layout(
        (NAME, SURNAME),
        left_out=frozenset({"plan_ceased_on", "cease_reason_code", "last_reviewed_on", "second_phase", "upn", "uln"}),
        renamed={"2020-04": {"requested_on": "Request Received", "plan_issued_on": "Final EHCP Issued"}},
    ),
}


def headings_of(extract: Extract, month: Month) -> list[tuple[str, str]]:
    """Return the headings of a month's file from left to right, each with the column that stands under it."""
    layout = LAYOUTS.get(extract.name, Layout())
    names: dict[str, str] = {}
    for since, changed in layout.renamed.items():
        if str(month) >= since:
            names |= changed
    headings: list[tuple[str, str]] = []
    for column in extract.columns:
        if column.name not in layout.left_out:
            headings.append((names.get(column.name, column.header), column.name))
        if column.name == "child_id":
            headings += [(_PRIVATE_HEADINGS[key], key) for key in layout.beside]
    return headings + [(_PRIVATE_HEADINGS[key], key) for key in layout.at_end]
