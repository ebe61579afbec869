"""Permanence: adoption and special guardianship."""

from dataclasses import replace
from datetime import date

from warehouse.indicator import Average, Count, Exclusion, Proportion
from warehouse.indicators.care_population import LEFT_AFTER_BREAKS, NOT_THE_END

_REVIEWED_ON = date(2026, 11, 27)
_ADOPTED = "'E11', 'E12'"
_GUARDED = "'E43', 'E44', 'E45', 'E46', 'E47', 'E48'"
_CEASED = (
    ", of all who ceased to be looked after in that time, once for each ending. The last episode of a period of care "
    "says how it ended. Those who left a series of short breaks are left out."
)

_CEASE_ADOPT = Proportion(
    code="ADP-CEASE-ADOPT",
    title="% of children ceasing to be looked after who were adopted",
    service_area="Fostering and adoption",
    definition="Children who were adopted (E11, E12) between 1 April and the end of the period" + _CEASED,
    why="A permanent family is the best way out of care for many children.",
    population="care_period_about",
    dated_by="ended_on",
    over="year_to_date",
    numerator=f"reason_ended_code IN ({_ADOPTED})",
    exclusions=(LEFT_AFTER_BREAKS, NOT_THE_END),
    unknown_when="reason_ended_code IS NULL",
    needs=("lac_episodes",),
    better="higher",
    team="team_at_end",
    source="Looked after children statistics: children ceasing to be looked after, by reason",
    evidence="published",
    owner="Adopt London East",
    reviewed_on=_REVIEWED_ON,
)

_ANOTHER_ORDER = Exclusion("another order than adoption", "is_another_order")
_TWICE = "written beside an earlier decision of the child too"
_ADOPTED_ONCE = (_ANOTHER_ORDER, Exclusion(f"the order is {_TWICE}", "repeats_order"))

_DAYS = Average(
    code="ADP-ENTRY-DAYS",
    title="Average days between entering care and moving in with the adoptive family, of children adopted",
    service_area="Fostering and adoption",
    definition="Days from the day that a child entered care to the day that it was placed for adoption, on average "
    "over the children adopted between 1 April and the end of the period. A child of whom one of the two days is not "
    "known, or whose placement is dated before care, is told as unknown and not averaged.",
    why="Every month of waiting makes it harder for a child to settle.",
    population="adoption_timed",
    dated_by="order_on",
    over="year_to_date",
    amount="days_to_placement",
    exclusions=_ADOPTED_ONCE,
    needs=("adoption_children",),
    better="lower",
    team="NULL",
    source="Adoption scorecards, A1, over the year to date in place of three years",
    evidence="published",
    owner="Adopt London East",
    reviewed_on=_REVIEWED_ON,
)

_IN_14_MONTHS = Proportion(
    code="ADP-14M",
    title="% of children who waited less than 14 months between entering care and moving in with the adoptive family",
    service_area="Fostering and adoption",
    definition="Children placed for adoption between 1 April and the end of the period less than 14 calendar months "
    "after they entered care, of all children placed for adoption in that time. Exactly 14 months is not less. A child "
    "of whom the day of entering care is not known counts in the denominator and is told as unknown.",
    why="Every month of waiting makes it harder for a child to settle.",
    population="adoption_timed",
    dated_by="placed_on",
    over="year_to_date",
    numerator="days_to_placement IS NOT NULL AND is_within_14_months",
    exclusions=(Exclusion(f"the placement is {_TWICE}", "repeats_placement"),),
    unknown_when="days_to_placement IS NULL",
    needs=("adoption_children",),
    better="higher",
    team="NULL",
    source="Adoption scorecards, A3; whose waiting counts there is not published, here it is who was placed",
    evidence="local",
    owner="Adopt London East",
    reviewed_on=_REVIEWED_ON,
)

_ORDERS = Count(
    code="ADP-ORDERS",
    title="Adoption orders granted",
    service_area="Fostering and adoption",
    definition="Adoption orders made between 1 April and the end of the period. An order of which the kind is not said "
    "is taken for an adoption order; special guardianship and child arrangements orders are left out.",
    why="The end of the way for a child with a plan of adoption.",
    population="adoption_timed",
    dated_by="order_on",
    over="year_to_date",
    exclusions=_ADOPTED_ONCE,
    needs=("adoption_children",),
    better=None,
    team="NULL",
    source="Local count from the list of children with a plan of adoption",
    evidence="local",
    owner="Adopt London East",
    reviewed_on=_REVIEWED_ON,
)

_MOVED_IN = replace(
    _DAYS,
    code="ADP-A10-DAYS",
    title="Average days between entering care and moving in with the adoptive family, the clock stopped when "
    "adopters fostered first",
    definition="Days from the day that a child entered care to the day that it moved in with its family, on "
    "average over the children adopted between 1 April and the end of the period. Where the adopters had fostered "
    "the child, that is the day on which that placement began, or on which the child moved in early under "
    "fostering for adoption; for others it is the day of the placement for adoption.",
    amount="days_to_moving_in",
    needs=("adoption_children", "lac_episodes"),
    source="Adoption quarterly survey, A10, over the year to date in place of three years",
)

_MATCH = replace(
    _DAYS,
    code="ADP-MATCH-DAYS",
    title="Average days between court decision and match with adopters, of children adopted",
    definition="Days from the placement order to the match, on average over the children adopted between 1 April "
    "and the end of the period. A match before the order took 0 days. Children who were not placed before the "
    "adoption order, or for whom no placement order was made, are left out.",
    why="Once the court has decided, the wait is the agency's own.",
    amount="days_to_match",
    exclusions=(
        *_ADOPTED_ONCE,
        Exclusion("not placed before the adoption order", "placed_on IS NULL OR placed_on >= order_on"),
        Exclusion("no placement order", "placement_order_on IS NULL"),
    ),
    source="Adoption scorecards, A2, over the year to date in place of three years",
)


def _over_three_years(one: Average, code: str) -> Average:
    return replace(
        one,
        code=code,
        title=f"{one.title}, over three years",
        definition=one.definition.replace(
            "between 1 April and the end of the period", "in the three years to the end of the period"
        ),
        over="rolling_36",
        source=one.source.replace(", over the year to date in place of three years", ", over three years"),
    )


INDICATORS = (
    _DAYS,
    _MOVED_IN,
    _MATCH,
    _over_three_years(_DAYS, "ADP-ENTRY-DAYS-3Y"),
    _over_three_years(_MOVED_IN, "ADP-A10-DAYS-3Y"),
    _over_three_years(_MATCH, "ADP-MATCH-DAYS-3Y"),
    _IN_14_MONTHS,
    replace(
        _IN_14_MONTHS,
        code="ADP-21M",
        title="% of children who waited less than 21 months between entering care and moving in with the adoptive "
        "family",
        definition="Children placed for adoption between 1 April and the end of the period less than 21 calendar "
        "months after they entered care, of all children placed for adoption in that time. Exactly 21 months is not "
        "less. A child of whom the day of entering care is not known counts in the denominator and is told as unknown.",
        numerator="days_to_placement IS NOT NULL AND is_within_21_months",
        source="Adoption scorecards of before 2014, A3; here of who was placed",
    ),
    replace(
        _IN_14_MONTHS,
        code="ADP-14M-ADOPTED",
        title="% of children adopted who had waited less than 14 months between entering care and moving in",
        definition="Children adopted between 1 April and the end of the period who had been placed for adoption less "
        "than 14 calendar months after they entered care, of all children adopted in that time. Exactly 14 months is "
        "not less. A child of whom one of the two days is not known counts in the denominator and is told as unknown.",
        dated_by="order_on",
        exclusions=_ADOPTED_ONCE,
        source="Adoption scorecards, A3; here of who was adopted",
    ),
    _ORDERS,
    replace(
        _ORDERS,
        code="ADP-PO-NUM",
        title="Placement orders made",
        definition="Placement orders made between 1 April and the end of the period, whatever came of them.",
        why="How many children the court has freed to be placed.",
        dated_by="placement_order_on",
        exclusions=(Exclusion(f"the order is {_TWICE}", "repeats_placement_order"),),
    ),
    Count(
        code="ADP-PLACED",
        title="Children placed with adopters and waiting for the order",
        service_area="Fostering and adoption",
        definition="Children who on the last day of the period had been placed for adoption, for whom no order had "
        "been made by that day and whose plan had not been given up by then. A child placed on the day is one of them, "
        "a child whose order was made that day is not.",
        why="Next year's adoptions.",
        population="placed_with_adopters_at",
        dated_by="as_at",
        over="as_at",
        needs=("adoption_children",),
        better=None,
        team="NULL",
        source="Local count from the list of children with a plan of adoption",
        evidence="local",
        owner="Adopt London East",
        reviewed_on=_REVIEWED_ON,
    ),
    _CEASE_ADOPT,
    replace(
        _CEASE_ADOPT,
        code="ADP-CEASE-SGO",
        title="% of children ceasing to be looked after through a special guardianship order",
        definition="Children for whom a special guardianship order was made (E43 to E48) between 1 April and the end "
        "of the period" + _CEASED,
        why="Special guardians give a permanent home, most often within the family.",
        numerator=f"reason_ended_code IN ({_GUARDED})",
        owner="SGO team",
    ),
    replace(
        _CEASE_ADOPT,
        code="ADP-CEASE-PERM",
        title="% of children ceasing to be looked after through adoption or special guardianship",
        definition="Children who were adopted (E11, E12) or for whom a special guardianship order was made (E43 to "
        "E48) between 1 April and the end of the period" + _CEASED,
        why="Both give a child a family for good.",
        numerator=f"reason_ended_code IN ({_ADOPTED}, {_GUARDED})",
        source="Sum of two published reasons of ceasing",
        owner="Adopt London East; SGO team",
    ),
)
