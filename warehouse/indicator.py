"""How a figure is counted: the declaration of an indicator and the one query that it becomes.

Called by: warehouse.indicators declares them; warehouse.marts counts them; explain reads them out.
Promises:  the numerator is tested on the denominator's own rows, so it can never exceed it; every
           definition is checked when it is made and bound against an empty warehouse by a test.
Never:     rates, rounds or formats.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from warehouse.periods import Period, Quarter
from warehouse.travel import Better

Over = Literal["period", "year_to_date", "as_at"]
"""The time that a figure speaks of: events of the month or quarter, events since 1 April, or the
position on the period's last day."""

_OVER_TEXT = {
    "period": "events within the period",
    "year_to_date": "events from 1 April to the end of the period",
    "as_at": "the position on the last day of the period",
}


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Rows that the definition leaves out, and why; they are counted, not forgotten."""

    reason: str
    when: str


@dataclass(frozen=True, slots=True)
class Proportion:
    """A percentage: the rows of a population that meet a condition, of all its rows that count.

    population:   a table of the silver schema; `dated_by` is its column that places a row in time.
    numerator:    SQL condition on a row of the denominator; NULL counts as not met.
    exclusions:   tried in order; the first that applies takes the row out of the denominator.
    unknown_when: rows of the denominator of which nobody can tell whether they meet the condition.
    needs:        extracts that must have been delivered for the period's last month.
    from_quarter: the quarter ("2021-22-Q1") from which this version applies; "" for always.
    evidence:     "published", or "local" where no national definition was found; printed with the figure.
    """

    code: str
    title: str
    service_area: str
    definition: str
    why: str
    population: str
    dated_by: str
    over: Over
    numerator: str
    needs: tuple[str, ...]
    better: Better
    source: str
    evidence: Literal["published", "local"]
    owner: str
    reviewed_on: date
    exclusions: tuple[Exclusion, ...] = ()
    unknown_when: str = "false"
    team: str = "team"
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
        if self.better not in get_args(Better):
            faults.append("better must be higher or lower")
        if self.over == "as_at" and self.dated_by != "as_at":
            faults.append("a position is dated by as_at")
        if self.from_quarter:
            Quarter(self.from_quarter)
        if faults:
            raise ValueError(f"indicator {self.code}: " + "; ".join(faults))

    @property
    def over_text(self) -> str:
        """What time the figure speaks of, in words."""
        return _OVER_TEXT[self.over]

    def applies_to(self, period: Period) -> bool:
        """Whether this version was in force at the start of a period."""
        return not self.from_quarter or Quarter(self.from_quarter).starts_on <= period.starts_on

    def sql(self) -> str:
        """Return SQL giving, per month dated and team, how many rows are excluded, count, and meet the condition.

        Columns: month_ends_on, team, exclusion (NULL for rows that count), counted, met, unknown.
        """
        reasons = [e.reason.replace("'", "''") for e in self.exclusions]
        cases = "".join(f" WHEN {e.when} THEN '{reason}'" for e, reason in zip(self.exclusions, reasons, strict=True))
        exclusion = f"CASE{cases} END" if cases else "CAST(NULL AS VARCHAR)"
        return (
            f"SELECT last_day({self.dated_by}) AS month_ends_on, CAST({self.team} AS VARCHAR) AS team, "
            f"{exclusion} AS exclusion, count(*) AS counted, "
            f"count(*) FILTER (WHERE {self.numerator}) AS met, count(*) FILTER (WHERE {self.unknown_when}) AS unknown "
            f"FROM silver.{self.population} WHERE {self.dated_by} IS NOT NULL GROUP BY ALL"
        )
