"""Red, Amber or Green, and the reason why, or the reason why not.

Called by: warehouse.results, once per indicator and period, with the rule that the report names.
Promises:  exact arithmetic; a value on a limit takes the better colour; every rating can say how it came about.
Never:     takes a float, reads a target or decides which rule applies: that belongs to the report and the year.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, get_args

from warehouse.display import exact, printed, printed_apart
from warehouse.travel import Better, check_better, travel

Colour = Literal["green", "amber", "red"]

_ANNUAL_TOLERANCE_PCT = Fraction(5)
_STEPS_PER_PER_CENT = 2
_POLICY_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Rating:
    """A colour, or None for not rated, with a reason that people can read. An override says so."""

    colour: Colour | None
    reason: str
    is_override: bool = False

    @property
    def label(self) -> str:
        """The rating as printed: Green, Amber, Red or Not rated."""
        return self.colour.capitalize() if self.colour else "Not rated"


@dataclass(frozen=True, slots=True)
class Override:
    """A colour set by a person against the rule; None takes a colour away. Reason and name are printed."""

    colour: Colour | None
    reason: str
    name: str

    def __post_init__(self) -> None:
        """Refuse an override that nobody answers for."""
        if self.colour is not None and self.colour not in get_args(Colour):
            raise ValueError(f"an override to {self.colour!r}. Write 'green', 'amber' or 'red'.")
        if not self.reason.strip() or not self.name.strip():
            raise ValueError("an override needs a reason and the name of the person who decided it. Give both.")


@dataclass(frozen=True, slots=True)
class RatingInput:
    """Everything that a rating may depend on, for one indicator and one period.

    value, target, last_year: in the indicator's unit, unrounded; whole numbers and decimals are made exact.
    target:        the period's target under "target_tolerance", the annual one under "annual_five_pct".
    tolerance_pct: per cent of the target, agreed for this indicator and year; None where none was agreed.
    tolerance:     the same in the indicator's own unit, for targets of nought and small counts, of which a
                   percentage is nothing or less than one; where both are given it is the one that counts.
    withheld_reason: why the policy gives no colour whatever the figure: a target that nobody has approved.
    cases:         how many cases the figure rests on, compared with `minimum_cases`; None where not known.
    unit, decimals: how numbers print in the reason.
    """

    value: Fraction | None
    target: Fraction | None
    tolerance_pct: Fraction | None
    better: Better | None
    last_year: Fraction | None = None
    is_provisional: bool = False
    is_partnership: bool = False
    cases: int | None = None
    minimum_cases: int = 0
    no_target_reason: str = ""
    no_data_reason: str = ""
    override: Override | None = None
    unit: str = ""
    decimals: int = 2
    tolerance: Fraction | None = None
    withheld_reason: str = ""

    def __post_init__(self) -> None:
        """Make every number exact, refusing floats, and refuse what no rule could use."""
        for name in ("value", "target", "tolerance_pct", "last_year", "tolerance"):
            number: Fraction | Decimal | int | None = getattr(self, name)
            object.__setattr__(self, name, None if number is None else exact(number))
        check_better(self.better)
        if any(agreed is not None and agreed < 0 for agreed in (self.tolerance_pct, self.tolerance)):
            raise ValueError("a tolerance cannot be negative. Leave it out where none was agreed.")


@dataclass(frozen=True, slots=True)
class RatingRule:
    """One way of turning a value and a target into a colour, with the words that explain it to readers.

    tolerance: as a table prints it, where the rule allows every indicator the same; "" where one is agreed for each.
    """

    text: tuple[str, str, str]
    rates_provisional: bool
    judge: Callable[[_Case], Rating]
    tolerance: str = ""


def rate(rule: str, given: RatingInput) -> Rating:
    """Return the colour of a figure under a report's rule, with the reason, after any override.

    Source: scrutiny reports 2020/21 and Annual Corporate Performance Report 2012/13; requirements C01 to C18.
    Trap:   an override never colours an indicator without a figure: what has no data has no colour.
    """
    if rule not in RULES:
        raise ValueError(f"unknown rating rule {rule!r}. Use one of {sorted(RULES)}.")
    by_rule = _rate_by_rule(RULES[rule], given)
    override = given.override
    if override is None:
        return by_rule
    said = f"override decided by {override.name.strip()}: {override.reason.strip().rstrip('.')}"
    if given.value is None:
        return Rating(None, f"{by_rule.reason}; not applied for want of a figure: {said}")
    return Rating(override.colour, f"{said}; the rule gives {by_rule.label}: {by_rule.reason}", True)


def round_to_half(number: Fraction) -> Fraction:
    """Return a number rounded to the nearest half; half-way rounds away from zero (5.25 to 5.5).

    Source: the 2012/13 report rounds to the nearest half per cent without saying what becomes of half-way.
            Away from zero is the customary reading and, for a shortfall, the stricter one.
    """
    steps = (abs(number) * _STEPS_PER_PER_CENT * 2 + 1) // 2
    return Fraction(steps if number >= 0 else -steps, _STEPS_PER_PER_CENT)


@dataclass(frozen=True, slots=True)
class _Case:
    """A figure that has all it takes to be rated."""

    value: Fraction
    target: Fraction
    better: Better
    given: RatingInput

    @property
    def shortfall(self) -> Fraction:
        """How far the value is on the wrong side of the target; negative where it is better."""
        return self.target - self.value if self.better == "higher" else self.value - self.target

    def beside(self, limit: Fraction) -> tuple[str, str]:
        """Print the value and a target or limit so that they can be told apart."""
        return printed_apart(self.value, limit, self.given.decimals, self.given.unit, _POLICY_DECIMALS)


def _rate_by_rule(rule: RatingRule, given: RatingInput) -> Rating:
    obstacle = _obstacle(rule, given)
    if obstacle or given.value is None or given.target is None or given.better is None:
        return Rating(None, obstacle)
    return rule.judge(_Case(given.value, given.target, given.better, given))


def _obstacle(rule: RatingRule, given: RatingInput) -> str:
    """Return why no colour may be given, or nothing; the first reason that applies is the one printed."""
    too_few = given.cases is not None and given.cases < given.minimum_cases
    obstacles = (
        (given.value is None, _with_detail("no data", given.no_data_reason)),
        (given.is_partnership, "partnership indicator: the council alone does not answer for the figure"),
        (bool(given.withheld_reason), given.withheld_reason),
        (given.target is None, _with_detail("no target", given.no_target_reason)),
        (given.better is None, "neither a higher nor a lower figure is agreed to be better"),
        (given.is_provisional and not rule.rates_provisional, "provisional figure"),
        # The number of cases stays out: a reason may be printed where small numbers must not be.
        (too_few, f"too few cases: fewer than {given.minimum_cases}"),
    )
    return next((reason for applies, reason in obstacles if applies), "")


def _judge_by_tolerance(case: _Case) -> Rating:
    """Rate against the period's target and the agreed tolerance around it.

    Tolerance is relative to the target. Example, target 30, tolerance 5%, higher is better:
        30 green | 29.99 amber | 28.5 amber | 28.49 red
    Trap: any percentage of a target of 0 is 0, so beside such a target there is green and red, but no amber,
          unless the tolerance was agreed in the indicator's own unit.
    """
    width, words = _agreed_width(case)
    if case.shortfall <= 0:
        return _on_or_better(case)
    if width is None:
        value, target = case.beside(case.target)
        return Rating(None, f"tolerance not agreed: {value} is worse than target {target}")
    limit = case.target - width if case.better == "higher" else case.target + width
    colour: Colour = "amber" if case.shortfall <= width else "red"
    value = case.beside(limit if colour == "red" else case.target)[0]
    target, limit_text = case.beside(case.target)[1], case.beside(limit)[1]
    where = "within" if colour == "amber" else "outside"
    return Rating(colour, f"{value} is {where} the {words} of target {target} (limit {limit_text})")


def _agreed_width(case: _Case) -> tuple[Fraction | None, str]:
    """Return how far off target is still amber, in the indicator's unit, and what was agreed in words."""
    given = case.given
    if given.tolerance is not None:
        unit = "percentage_points" if given.unit == "percent" else given.unit
        return given.tolerance, f"tolerance of {printed(given.tolerance, _POLICY_DECIMALS, unit)} either side"
    if given.tolerance_pct is None:
        return None, ""
    agreed = printed(given.tolerance_pct, _POLICY_DECIMALS, "percent")
    return abs(case.target) * given.tolerance_pct / 100, f"{agreed} tolerance"


def _judge_by_five_per_cent(case: _Case) -> Rating:
    """Rate against the annual target with 5% allowed, then by whether the figure improved on last year.

    The distance, in per cent of the target, is rounded to the nearest half first. Example, target 1,000,
    higher is better:
        1,000 green | 949 (5.1% off, so 5%) green | 947 (5.3%, so 5.5%) amber if above last year, else red
    Trap: a target of 0 has no distance in per cent; whatever is worse counts as more than 5% off. Without a
          figure for last year nothing tells amber from red, so the indicator is not rated.
    """
    if case.shortfall <= 0:
        return _on_or_better(case)
    value, target = case.beside(case.target)
    off = f"{value} is worse than target {target}, of which no percentage can be taken"
    if case.target:
        distance = round_to_half(100 * case.shortfall / abs(case.target))
        off = f"{value} is {printed(distance, 1, 'percent')} off target {target}, to the nearest half per cent"
        if distance <= _ANNUAL_TOLERANCE_PCT:
            return Rating("green", f"{off}, which is within {printed(_ANNUAL_TOLERANCE_PCT, 0, 'percent')}")
    last_year = case.given.last_year
    if last_year is None:
        return Rating(None, f"no figure for the year before, which decides between Amber and Red: {off}")
    before = printed_apart(case.value, last_year, case.given.decimals, case.given.unit)[1]
    if travel(case.value, last_year, case.better).direction == "better":
        return Rating("amber", f"{off}, but better than {before} the year before")
    return Rating("red", f"{off}, and not better than {before} the year before")


def _on_or_better(case: _Case) -> Rating:
    value, target = case.beside(case.target)
    return Rating("green", f"{value} is {'on' if not case.shortfall else 'better than'} target {target}")


def _with_detail(reason: str, detail: str) -> str:
    return f"{reason}: {detail.strip().rstrip('.')}" if detail.strip() else reason


RULES: Mapping[str, RatingRule] = MappingProxyType(
    {
        "target_tolerance": RatingRule(
            text=(
                "Green: on or better than the target for the period",
                "Amber: worse than the target for the period, but within the tolerance agreed for the indicator",
                "Red: worse than the target for the period and outside the agreed tolerance",
            ),
            rates_provisional=True,
            judge=_judge_by_tolerance,
        ),
        "annual_five_pct": RatingRule(
            text=(
                "Green: on, better than or within 5% of the annual target, to the nearest half per cent",
                "Amber: more than 5% off the annual target, but better than the year before",
                "Red: more than 5% off the annual target and not better than the year before",
            ),
            rates_provisional=False,
            judge=_judge_by_five_per_cent,
            tolerance=f"±{printed(_ANNUAL_TOLERANCE_PCT, 0, 'percent')}",
        ),
    }
)
