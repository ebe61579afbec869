"""A report on data quality with something in every table: long words, large numbers, gaps, nothing at all."""

from __future__ import annotations

from datetime import date

from tasks.quality_model import QualityReport, RefusedPart, WaivedLine
from warehouse.periods import Month
from warehouse.quality import ColumnLine, EqualityLine, FileLine, KindLine, OddLine, TeamLine
from warehouse.quality_report import Lateness, QualityMonth, Score, TrendMonth, Unfixed

MONTH = Month("2020-09")
_FILES = (
    FileLine("contacts", "2020-09", 2, 5_234_120, 5_233_010, 1_020, 90, 12_345, 678),
    FileLine("ehc", "2020-09", 1, 0, 0, 0, 0, 0, 0),
    FileLine("sw_allocations", "2020-09", 1, 6_306, 6_306, 0, 0, 0, 1),
)
_LONG = (
    "The date of the review child protection conference lies before the date of the initial one, or more than fifteen "
    "working days after the strategy discussion that led to it"
)


def full() -> QualityReport:
    """Return a report in which no table is empty."""
    kinds = (
        KindLine("contacts", "2020-09", "A5", "reject_row", "contact_on", _LONG, 1_020, 998),
        KindLine("contacts", "2020-09", "G4", "block", "", "Rule G4 could not be judged (ConversionException)", 0, 0),
        KindLine(
            "contacts", "2020-09", "A6", "warn", "contact_source_code", "Contact Source cannot be read", 12_345, 0
        ),
        KindLine(
            "contacts", "2020-09", "A6N", "note", "contact_source_code", "Contact Source was understood", 5_018, 9
        ),
        *(KindLine("sw_allocations", "2020-09", f"Q{n}", "query", "", f"Query number {n}", n, n) for n in range(30)),
    )
    figures = QualityMonth(
        month=MONTH,
        score=Score.of(_FILES),
        files=_FILES,
        kinds=kinds,
        teams=(
            TeamLine("2020-09", "", 0, 1_020, 1_020, 0, 0),
            TeamLine(
                "2020-09", "Children with Disabilities and Complex Health Needs, North and North-West", 8, 0, 0, 0, 0
            ),
            TeamLine("2020-09", "MASH", 5_233_010, 13_000, 0, 12_345, 678),
        ),
        columns=(
            ColumnLine("contacts", "2020-09", "contact_on", 1_020, 0, 0, 0),
            ColumnLine("contacts", "2020-09", "contact_source_code", 0, 12_345, 0, 5_018),
            ColumnLine("sw_allocations", "2020-09", "", 0, 0, 435, 0),
        ),
        new_records=22,
        old_records=1_100,
        unfixed=(Unfixed("contacts", "A5", "reject_row", "contact_on", Month("2018-04"), 30, 7, 998),),
        lateness=(
            Lateness("contacts", 834, 830, 114, 153, 320, 402, 9_999, 1_200),
            Lateness("ehc", 0, 0, 0, None, None, None, 0, 0),
        ),
        equality=(EqualityLine("persons", "2020-09", "ethnicity_code", 8_441, 386, 3),),
        odd=(
            OddLine("contacts", "2020-09", "G1b", "query", "team", "One team has fewer rows than expected", "2020-07"),
        ),
        trend=tuple(_month(month) for month in Month.range(MONTH.plus(-11), MONTH)),
    )
    return QualityReport(
        council="sample-borough",
        council_name="Sample Borough",
        is_synthetic=True,
        figures=figures,
        refused=(RefusedPart("contacts_… ….csv [3f9c2a1b]", "contacts", "F53", _LONG),),
        missing=("Education, health and care plans", "Supervision"),
        waived=(
            WaivedLine(
                "contacts", "A6", "every row", "in force", date(2021, 3, 31), 12_345, "the new codes come in April"
            ),
        ),
        rejected=(("contacts", 20),),
    )


def empty() -> QualityReport:
    """Return a report of a month in which one file without a row came, the first of all."""
    file = FileLine("contacts", "2020-09", 1, 0, 0, 0, 0, 0, 0)
    trend = tuple(
        TrendMonth(month, int(month == MONTH), Score(), {"contacts": Score()} if month == MONTH else {}, 0, 0)
        for month in Month.range(MONTH.plus(-11), MONTH)
    )
    nothing: tuple[()] = ()
    figures = QualityMonth(
        MONTH, Score(), (file,), nothing, nothing, nothing, 0, 0, nothing, nothing, nothing, nothing, trend
    )
    return QualityReport("x", "Exampleshire", False, figures, nothing, nothing, nothing, nothing)


def _month(month: Month) -> TrendMonth:
    if month == Month("2020-02"):
        return TrendMonth(month, 0, Score(), {}, 0, 0)
    if month == MONTH:
        return TrendMonth(month, 3, Score.of(_FILES), {f.extract: Score.of([f]) for f in _FILES}, 830, 114)
    bad = 90_000 * month.number
    score = Score(5_000_000, bad, bad // 2, 4_000)
    return TrendMonth(month, 2, score, {"contacts": score, "ehc": Score(500, 0, 1, 0)}, 800, month.number)
