"""Fostering: children in the council's own foster homes, and the households that offer them."""

from dataclasses import replace
from datetime import date

from warehouse.indicator import Count, Exclusion, Proportion

_REVIEWED_ON = date(2026, 11, 27)
_FOSTERED = "placement_code IN ('U1', 'U2', 'U3', 'U4', 'U5', 'U6')"

_OF_ALL = Proportion(
    code="FOS-INHOUSE-PCT",
    title="% of looked after children placed in the council's own foster care",
    service_area="Fostering and adoption",
    definition="Children looked after on the last day of the period who live in a foster placement (U1 to U6) that the "
    "council itself provides (PR1), of all children looked after on that day. A temporary stay elsewhere does not end "
    "the placement. Children in a series of short breaks are left out.",
    why="The council's own carers live nearer, cost less and are better known to it.",
    population="looked_after_at",
    dated_by="as_at",
    over="as_at",
    numerator=f"{_FOSTERED} AND provider_code = 'PR1'",
    exclusions=(Exclusion("looked after under a series of short breaks (V3, V4)", "is_short_breaks"),),
    unknown_when=f"({_FOSTERED} AND provider_code = 'PR1') IS NULL",
    needs=("lac_episodes",),
    better="higher",
    source="Local definition; codes as in SSDA903",
    evidence="local",
    owner="Head of Service, Fostering",
    reviewed_on=_REVIEWED_ON,
)

_NOT_OURS = Exclusion("approved by another agency", "NOT is_in_house")
_LODGINGS = Exclusion("supported lodgings, which are not fostering", "coalesce(approval_type_code = 'LODGINGS', false)")

_CARERS = Count(
    code="FOS-CARERS",
    title="In-house foster households",
    service_area="Fostering and adoption",
    definition="Households on the list of the period's last month that the council itself has approved to foster and "
    "that are approved on the last day, those on hold among them. One whose approval ended that day is not. Connected "
    "persons count; supported lodgings do not. A household of which the list does not say whether it is the council's "
    "own counts and is told as unknown.",
    why="Without its own carers a council buys places further away.",
    population="foster_carers",
    dated_by="as_at",
    over="as_at",
    exclusions=(
        _NOT_OURS,
        _LODGINGS,
        Exclusion(
            "not approved on the day",
            "approved_on > as_at OR approval_ended_on <= as_at OR coalesce(status_code = 'ENDED', false)",
        ),
    ),
    unknown_when="is_in_house IS NULL",
    needs=("foster_carers",),
    better="higher",
    child="",
    team="NULL",
    source="Local definition; Ofsted's fostering return is the nearest national source",
    evidence="local",
    owner="Head of Service, Fostering",
    reviewed_on=_REVIEWED_ON,
)

INDICATORS = (
    _CARERS,
    replace(
        _CARERS,
        code="FOS-NEW",
        title="New in-house foster households",
        definition="Households that the council itself approved to foster between 1 April and the end of the period, "
        "as the last list that has them says, whether or not they still are. Connected persons count; supported "
        "lodgings do not.",
        population="foster_household",
        dated_by="approved_on",
        over="year_to_date",
        exclusions=(_NOT_OURS, _LODGINGS),
        why="As many have to come as leave, at the least.",
    ),
    replace(
        _CARERS,
        code="FOS-DEREG",
        title="In-house foster households whose approval ended",
        definition="Households approved to foster by the council itself whose approval ended between 1 April and the "
        "end of the period, as the last list that has them says. One that drops out of the list without a day on which "
        "its approval ended is not counted. Supported lodgings do not count.",
        population="foster_household",
        dated_by="approval_ended_on",
        over="year_to_date",
        exclusions=(_NOT_OURS, _LODGINGS),
        better="lower",
        why="Carers who leave take their experience, and sometimes a child's home, with them.",
    ),
    _OF_ALL,
    replace(
        _OF_ALL,
        code="FOS-INHOUSE-FOSTERED",
        title="% of fostered children placed in the council's own foster care",
        definition="Children looked after on the last day of the period who live in a foster placement (U1 to U6) that "
        "the council itself provides (PR1), of all children who live in a foster placement on that day. Children in a "
        "series of short breaks are left out.",
        exclusions=(*_OF_ALL.exclusions, Exclusion("not in a foster placement", f"NOT coalesce({_FOSTERED}, false)")),
    ),
)
