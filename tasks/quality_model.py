"""The monthly report on data quality as it is read: what was counted, with titles, reasons and words.

Called by: tasks.quality, which gathers it; tasks.reports, which print it.
Promises:  page, workbook and command line show the same parts in the same order, each a table of the same cells.
Never:     formats for one medium, or holds a cell of a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from warehouse.quality_report import QualityMonth, Score

Cell = str | int | Fraction | None
"""A fraction is a percentage; None is not known, or there is none."""

Kind = Literal["text", "beneath", "code", "number", "percent"]


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a part. kind: "beneath" is small print below the first cell where there is no room for a column."""

    label: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the report.

    key:   its name in links, as a sheet and in JSON.      empty: what is said where it has no rows.
    shown: how many rows the page shows; the workbook has them all.
    total: a last row that adds up the others.
    """

    key: str
    title: str
    intro: tuple[str, ...]
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str
    total: tuple[Cell, ...] = ()
    shown: int = 100


@dataclass(frozen=True, slots=True)
class WaivedLine:
    """A waiver with the rows of the month that it is about.

    whom:  "every row", or for how many children.    state: that of the month's last day.
    """

    extract: str
    rule: str
    whom: str
    state: str
    until: date
    rows: int
    reason: str


@dataclass(frozen=True, slots=True)
class RefusedPart:
    """A file, or an extract in it, of which nothing was taken and which still lies in landing."""

    source: str
    extract: str
    code: str
    what: str


@dataclass(frozen=True, slots=True)
class QualityReport:
    """All that is said of one month.

    missing:  titles of extracts that are expected for the month and have not come.
    rejected: extract -> rows of which somebody has decided that they stay out.
    """

    council: str
    council_name: str
    is_synthetic: bool
    figures: QualityMonth
    refused: tuple[RefusedPart, ...]
    missing: tuple[str, ...]
    waived: tuple[WaivedLine, ...]
    rejected: tuple[tuple[str, int], ...]

    @property
    def score(self) -> Score:
        """The score of all files together."""
        return self.figures.score
