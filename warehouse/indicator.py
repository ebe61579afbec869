"""How a figure is counted: the declaration of an indicator and the one query that it becomes.

Called by: warehouse.indicators declares them; warehouse.marts counts them; explain reads them out.
Promises:  the numerator of a proportion is tested on the denominator's own rows, so it can never exceed it; every
           definition is checked when it is made and bound against an empty warehouse by a test.
Never:     rates, rounds or formats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal, get_args

from warehouse.basis import BASES, Over
from warehouse.dimensions import DIMENSIONS, PLACES, TEAM, Dimension
from warehouse.display import UNITS
from warehouse.periods import Period, Quarter
from warehouse.travel import Better

Measure = Literal["proportion", "count", "monthly_count", "average", "rate"]
"""What numerator and denominator make: a share in per cent, a number, a number a month, a mean, a number per so many
children."""


_NUMBERS = ("count", "monthly_count", "rate")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Rows that the definition leaves out, and why; they are counted, not forgotten."""

    reason: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What every measure has. Declare a Proportion, Count, MonthlyCount, Average or Rate.

    population:   a table of the silver schema; `dated_by` is its column that places a row in time.
    exclusions:   tried in order; the first that applies takes the row out.
    unknown_when: rows that count, of which nobody can tell whether they meet the condition.
    needs:        extracts that must have been delivered for the period's last month.
    from_quarter: the quarter ("2021-22-Q1") from which this version applies; "" for always.
    better:       None for a number or rate of which neither more nor fewer is better; it is never coloured.
    evidence:     "published", or "local" where no national definition was found; printed with the figure.
    child:        the population's column that says whose row it is; "" where rows are not about one child.
    by:           further ways to split this figure: name -> Dimension, its SQL over `r`, the row.
    """

    measure: ClassVar[Measure]
    code: str
    title: str
    service_area: str
    definition: str
    why: str
    population: str
    dated_by: str
    over: Over
    needs: tuple[str, ...]
    better: Better | None
    source: str
    evidence: Literal["published", "local"]
    owner: str
    reviewed_on: date
    exclusions: tuple[Exclusion, ...] = ()
    unknown_when: str = "false"
    team: str = "team"
    child: str = "child_id"
    by: Mapping[str, Dimension] = field(default_factory=dict)
    version: int = 1
    from_quarter: str = ""
    unit: str = "percent"
    decimals: int = 1

    def __post_init__(self) -> None:
        """Refuse a definition that could not be explained to a reader."""
        faults = [
            f"{name} is empty"
            for name in ("title", "definition", "why", "source", "owner", "needs")
            if not getattr(self, name)
        ]
        if self.over == "as_at" and self.dated_by != "as_at":
            faults.append("a position is dated by as_at")
        if self.better not in get_args(Better) and not (self.better is None and self.measure in _NUMBERS):
            faults.append("better must be higher or lower")
        if self.over not in BASES:
            faults.append(f"there is no basis {self.over!r}")
        if self.unit not in UNITS:
            faults.append(f"there is no unit {self.unit!r}")
        if self.from_quarter:
            Quarter(self.from_quarter)
        if faults:
            raise ValueError(f"indicator {self.code}: " + "; ".join(faults))

    @property
    def over_text(self) -> str:
        """What time the figure speaks of, in words."""
        return BASES[self.over].text

    @property
    def scale(self) -> int:
        """What numerator over denominator is multiplied by, to stand in the indicator's unit."""
        return 1

    @property
    def is_of_rows(self) -> bool:
        """Whether the denominator is the rows that count, not residents, months or nothing."""
        return self.measure not in _NUMBERS

    @property
    def counts(self) -> str:
        """SQL aggregate: the rows that count."""
        return "count(*)"

    @property
    def meets(self) -> str:
        """SQL aggregate: what stands in the numerator."""
        raise NotImplementedError

    @property
    def unknowns(self) -> str:
        """SQL aggregate: rows of which nobody can tell whether they count in the numerator."""
        return f"count(*) FILTER (WHERE {self.unknown_when})"

    @property
    def dimensions(self) -> Mapping[str, Dimension]:
        """Every way in which this figure is split, by name."""
        return {n: d for n, d in DIMENSIONS.items() if self.child or not d.of_child} | dict(self.by)

    @property
    def splits(self) -> Mapping[str, str]:
        """Every way in which its figures are split, by name, with its title: by team first, then where teams stand."""
        titles = {name: dimension.title for name, dimension in self.dimensions.items()}
        return {TEAM: titles[TEAM], **PLACES, **titles}

    @property
    def held_against(self) -> str:
        """The ages of the people who live in the area that the number can be compared with, "" for none."""
        return ""

    @property
    def rate_of(self) -> str:
        """The people that a rate is a rate of, as mart.living names them, "" where it is none."""
        return ""

    def applies_to(self, period: Period) -> bool:
        """Whether this version was in force at the start of a period."""
        return not self.from_quarter or Quarter(self.from_quarter).starts_on <= period.starts_on

    def sql(self) -> str:
        """Return SQL giving, per month dated, dimension and member, what is excluded, counts, and is met.

        Columns: month_ends_on, dimension ("" for the whole), member, exclusion (NULL for rows that count), counted,
        met, unknown.
        """
        splits = [f"in_{name}" for name in self.dimensions]
        together = (
            f"SELECT {', '.join(['month_ends_on', 'exclusion', *splits])}, {self.counts} AS counted, "
            f"{self.meets} AS met, {self.unknowns} AS unknown FROM ({self._placed()}) GROUP BY ALL"
        )
        dimensions = ", ".join(["''", *(f"'{name}'" for name in self.dimensions)])
        members = ", ".join(["CAST(NULL AS VARCHAR)", *splits])
        # Rows are counted once for all splits together, and what is left of them once for each: GROUPING SETS would
        # take longer to plan than all of this does to run.
        return (
            "SELECT month_ends_on, dimension, member, exclusion, sum(counted) AS counted, sum(met) AS met, "
            f"sum(unknown) AS unknown FROM (SELECT * EXCLUDE ({', '.join(splits)}), unnest([{dimensions}]) AS "
            f"dimension, unnest([{members}]) AS member FROM ({together})) GROUP BY ALL"
        )

    def rows_sql(self) -> str:
        """Return SQL giving each row of the months that end from $first to $last, counted by the same aggregates.

        Columns: those of the population, in_<dimension>, month_ends_on, exclusion (NULL for rows that count), and
        row_counted, row_met, row_unknown, which add up to what sql() says.
        """
        return (
            "WITH placed AS MATERIALIZED (SELECT *, row_number() OVER () AS row_place FROM "
            f"({self._placed()}) WHERE month_ends_on BETWEEN $first AND $last), "
            f"by_itself AS (SELECT row_place, {self.counts} AS row_counted, {self.meets} AS row_met, "
            f"{self.unknowns} AS row_unknown FROM placed GROUP BY row_place) "
            "SELECT * EXCLUDE (row_place) FROM placed JOIN by_itself USING (row_place)"
        )

    def _placed(self) -> str:
        """Return SQL for the rows that are dated, each with its month, its members and why it is left out."""
        reasons = [e.reason.replace("'", "''") for e in self.exclusions]
        cases = "".join(f" WHEN {e.when} THEN '{reason}'" for e, reason in zip(self.exclusions, reasons, strict=True))
        exclusion = f"CASE{cases} END" if cases else "CAST(NULL AS VARCHAR)"
        members = "".join(f", {self._member(dimension)} AS in_{name}" for name, dimension in self.dimensions.items())
        about = "SELECT child_id AS about_child_id, * EXCLUDE (child_id) FROM silver.child_about"
        joined = f" LEFT JOIN ({about}) c ON c.about_child_id = r.{self.child}" if self.child else ""
        return (
            f"SELECT *, last_day({self.dated_by}) AS month_ends_on, {exclusion} AS exclusion FROM ("
            f"SELECT r.*{members} FROM silver.{self.population} r{joined}) WHERE {self.dated_by} IS NOT NULL"
        )

    def _member(self, dimension: Dimension) -> str:
        return dimension.sql.format(team=self.team, day=f"r.{self.dated_by}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion(Indicator):
    """A percentage: the rows of a population that meet a condition, of all its rows that count.

    numerator: SQL condition on a row of the denominator; NULL counts as not met.
    """

    measure: ClassVar[Measure] = "proportion"
    numerator: str

    @property
    def scale(self) -> int:
        """Per cent."""
        return 100

    @property
    def meets(self) -> str:
        """Rows that meet the condition."""
        return f"count(*) FILTER (WHERE {self.numerator})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Indicator):
    """A number of rows. None is a figure, 0, wherever what it needs was delivered.

    numerator: SQL condition on a row, for a count of some of them.
    residents: the ages of the people who live in the area that a number of children is compared with, as "0-17".
    """

    measure: ClassVar[Measure] = "count"
    numerator: str = "true"
    residents: str = "0-17"
    unit: str = "count"
    decimals: int = 0

    @property
    def held_against(self) -> str:
        """Children, where the rows are about children."""
        return self.residents if self.child else ""

    @property
    def meets(self) -> str:
        """Rows that meet the condition."""
        return f"count(*) FILTER (WHERE {self.numerator})"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyCount(Count):
    """A number of rows in a month; a longer period has the mean of its months' numbers, as an exact fraction.

    Its denominator is the number of months. For what is counted again in each month, as a child who is missing over a
    month's end: such numbers cannot be added up.
    """

    measure: ClassVar[Measure] = "monthly_count"
    decimals: int = 2

    def __post_init__(self) -> None:
        """Refuse another time than the period's own months."""
        if self.over != "period":
            raise ValueError(f"indicator {self.code}: a monthly count is over the period")
        super(MonthlyCount, self).__post_init__()

    @property
    def held_against(self) -> str:
        """Nobody: a child is counted once for each month."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Average(Indicator):
    """A mean: the sum of whole amounts over the rows that have one; those that have none are its unknowns.

    amount: SQL for the amount of a row, a whole number.
    """

    measure: ClassVar[Measure] = "average"
    amount: str
    unit: str = "days"
    decimals: int = 0

    @property
    def counts(self) -> str:
        """Rows with an amount; one that is left out is counted as left out, with an amount or without."""
        return f"count(*) FILTER (WHERE exclusion IS NOT NULL OR ({self.amount}) IS NOT NULL)"

    @property
    def meets(self) -> str:
        """All amounts together."""
        return f"CAST(coalesce(sum({self.amount}), 0) AS BIGINT)"

    @property
    def unknowns(self) -> str:
        """Rows without an amount, which stand in neither numerator nor denominator."""
        return f"count(*) - count({self.amount})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Indicator):
    """A number of rows for so many children who live in the area, or for so many other people who are counted.

    numerator: SQL condition on a row, for some of them.
    per:       so many people.
    residents: the ages of the people who live in the area that it is held against, as "0-17".
    people:    a name in silver.people_counted, where it is held against those instead; they are not told by group.
    """

    measure: ClassVar[Measure] = "rate"
    numerator: str = "true"
    per: int = 10_000
    residents: str = "0-17"
    people: str = ""
    unit: str = "rate"

    @property
    def scale(self) -> int:
        """So many people."""
        return self.per

    @property
    def held_against(self) -> str:
        """The residents that it is a rate of, if it is one of residents."""
        return "" if self.people else self.residents

    @property
    def rate_of(self) -> str:
        """Residents by their ages, or other people by their name."""
        return self.people or self.residents

    @property
    def meets(self) -> str:
        """Rows that meet the condition."""
        return f"count(*) FILTER (WHERE {self.numerator})"
