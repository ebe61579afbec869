"""Fostering: children in the council's own foster homes, and the households that offer them."""

from dataclasses import replace
from datetime import date

from warehouse.indicator import Exclusion, Proportion

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

INDICATORS = (
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
