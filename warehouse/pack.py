"""The model of a performance pack: everything a page, a workbook or a mail shows, and nothing else.

Called by: warehouse.publication, which assembles it; tasks.reports, which render it.
Promises:  aggregates only, so whatever renders it cannot leak a child-level row.
Never:     formats for one medium: wording and rounding are decided here, layout is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from warehouse.breakdowns import Breakdown
from warehouse.comparators import Others
from warehouse.counts import Summary
from warehouse.disproportionality import Disproportion
from warehouse.results import IndicatorResult


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a trend; value is None where the period has no figure."""

    label: str
    value: Fraction | None
    printed: str


@dataclass(frozen=True, slots=True)
class CommentaryItem:
    """What a head of service says of one or several indicators, with what will be done."""

    indicators: tuple[str, ...]
    titles: tuple[str, ...]
    text: str
    corrective_action: str
    owner: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class QualityLine:
    """What became of the rows of one extract: rows_in = loaded + quarantined + duplicates."""

    extract_title: str
    deliveries: int
    rows_in: int
    loaded: int
    quarantined: int
    duplicates: int
    findings: int


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One kind of problem in the data and how many rows have it."""

    code: str
    message: str
    extract_title: str
    severity: str
    rows: int


@dataclass(frozen=True, slots=True)
class Restatement:
    """A figure that was published and has since changed."""

    indicator_title: str
    period_label: str
    was_printed: str
    now_printed: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pack:
    """One report for one period, ready to be rendered.

    year_label: the financial year whose annual targets stand beside the period's figures.
    breakdowns: indicator -> the ways in which the report splits it, those with any member.
    disproportions: title of a number of children -> its groups beside those who live in the area.
    groups: headings of the table with the indicators under each, where the report has headings.
    shows_previous, shows_year_before: which earlier figures the report shows beside each one.
    proposed:   indicators that are shown to be chosen for a later year; the summary does not count them.
    next_year, next_targets: the year to come and its targets, as printed, where the report shows them.
    """

    council: str
    council_name: str
    is_synthetic: bool
    edition: str
    report: str
    report_title: str
    about: str
    period: str
    period_label: str
    period_short_label: str
    year_label: str
    published_on: date
    version: int
    rating_rule_text: tuple[str, ...]
    arrow_legend: tuple[str, ...]
    summary: Summary
    previous_summary: Summary | None
    previous_label: str
    rows: tuple[IndicatorResult, ...]
    history: Mapping[str, tuple[Point, ...]]
    highlights: tuple[CommentaryItem, ...]
    improvements: tuple[CommentaryItem, ...]
    breakdowns: Mapping[str, tuple[Breakdown, ...]]
    data_quality: tuple[QualityLine, ...]
    top_findings: tuple[FindingLine, ...]
    restatements: tuple[Restatement, ...]
    sources: tuple[str, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    shows_previous: bool = True
    shows_year_before: bool = True
    others: Mapping[str, Others] = field(default_factory=dict)
    proposed: tuple[str, ...] = ()
    next_year: str = ""
    next_targets: Mapping[str, str] = field(default_factory=dict)
    disproportions: tuple[tuple[str, tuple[Disproportion, ...]], ...] = ()
