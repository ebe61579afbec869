"""The published Quarter 2 2020/21 deck as a pack: its figures, with commentary and data quality made up around them.

Numerators and denominators are the smallest plausible ones that print as the deck does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from warehouse.breakdowns import Breakdown, MemberFigure
from warehouse.counts import summarise
from warehouse.display import printed
from warehouse.pack import CommentaryItem, FindingLine, Pack, Point, QualityLine, Restatement
from warehouse.periods import Quarter
from warehouse.rating import RULES, Rating, RatingInput, rate
from warehouse.results import Comparison, IndicatorResult
from warehouse.travel import arrow, legend, travel

QUARTER = Quarter("2020-21-Q2")
_Q1, _LAST_YEAR = QUARTER.previous(), QUARTER.same_last_year()
_NO_YEAR_BEFORE = "not measured before April 2020"


def by_team(*lines: tuple[str, int, int, str]) -> tuple[Breakdown, ...]:
    """A table of teams: name, numerator, denominator, the figure as printed."""
    members = (MemberFigure(team, team, met, of, Fraction(100 * met, of), text) for team, met, of, text in lines)
    return (Breakdown("team", "Team", tuple(members)),)


@dataclass(frozen=True)
class DeckLine:
    """One line of the deck: parts are (numerator, denominator) of Q2, Q1 and of Q2 a year earlier."""

    code: str
    title: str
    service: str
    target: int
    tolerance: int
    decimals: int
    now: tuple[int, int]
    before: tuple[int, int]
    year_before: tuple[int, int] | None = None
    footnote: str = ""


DECK = (
    DeckLine(
        code="FD-CONT-EH",
        title="% of contacts progressing to Early Help",
        service="Front door",
        target=30,
        tolerance=5,
        decimals=2,
        now=(704, 2501),
        before=(760, 2500),
        year_before=(925, 2500),
    ),
    DeckLine(
        code="LAC-STAB2Y",
        title="% of LAC aged under 16 who have been looked after continuously for at least 2.5 years and living in "
        "the same placement for at least 2 years",
        service="Looked after children",
        target=70,
        tolerance=10,
        decimals=1,
        now=(43, 76),
        before=(44, 76),
        year_before=(52, 71),
        footnote="Children placed for adoption count too, where that placement and the one before it together reach "
        "two years.",
    ),
    DeckLine(
        code="LC-EET-1821",
        title="% of former relevant young people at age 18-21 who are in education, employment or training",
        service="Leaving care",
        target=75,
        tolerance=5,
        decimals=1,
        now=(84, 117),
        before=(78, 118),
        year_before=(56, 115),
    ),
    DeckLine(
        code="LAC-PPLAN",
        title="% LAC with an up to date pathway plan in place",
        service="Leaving care",
        target=70,
        tolerance=10,
        decimals=1,
        now=(40, 55),
        before=(33, 55),
    ),
    DeckLine(
        code="SUP-LAC",
        title="% of LAC cases with supervision in the last three months",
        service="Workforce",
        target=95,
        tolerance=10,
        decimals=1,
        now=(198, 206),
        before=(190, 205),
    ),
    DeckLine(
        code="SEN-EHC20",
        title="% of Education, Health and Care (EHC) assessments that are completed within 20 weeks",
        service="SEND",
        target=72,
        tolerance=10,
        decimals=1,
        now=(36, 75),
        before=(51, 75),
    ),
)


def deck() -> Pack:
    """Return the whole deck as a pack of the synthetic council."""
    rows = tuple(_row(line) for line in DECK)
    titles = {row.indicator: row.title for row in rows}
    return Pack(
        council="sample-borough",
        council_name="Sample Borough",
        is_synthetic=True,
        edition="internal",
        report="scrutiny",
        report_title="Children and Learning scrutiny performance report",
        about=(
            "This report sets the indicators that members chose for 2020/21 beside their targets.\n\n"
            "Green is on or better than target, Amber is short of it but within the agreed tolerance, Red is "
            "outside it. Whatever is Red carries a corrective action, with an owner and a date."
        ),
        period=str(QUARTER),
        period_label=QUARTER.label,
        period_short_label=QUARTER.short_label,
        year_label=QUARTER.financial_year.label,
        published_on=date(2020, 11, 6),
        version=1,
        rating_rule_text=RULES["target_tolerance"].text,
        arrow_legend=legend("performance"),
        summary=summarise((row.rating, row.value is not None) for row in rows),
        previous_summary=summarise((_rating(line, line.before), True) for line in DECK),
        previous_label=_Q1.short_label,
        rows=rows,
        history={line.code: _history(line) for line in DECK},
        highlights=(
            CommentaryItem(
                ("LAC-PPLAN", "SUP-LAC"),
                (titles["LAC-PPLAN"], titles["SUP-LAC"]),
                "Both indicators moved above target during the quarter. Plans are now looked at every week and "
                "supervision is recorded on the new form.",
                corrective_action="",
                owner="",
                due_on=None,
            ),
        ),
        improvements=(
            CommentaryItem(
                ("FD-CONT-EH",),
                (titles["FD-CONT-EH"],),
                "Contacts rose by a fifth in September when schools reopened; most needed advice only.",
                "Audit 50 contacts closed with advice and agree the threshold with Early Help.",
                "Head of Service, Front Door",
                date(2020, 12, 11),
            ),
            CommentaryItem(
                ("LAC-STAB2Y",),
                (titles["LAC-STAB2Y"],),
                "Three planned moves into permanence fell in this quarter – each one ends a long placement.",
                "Stability meeting every fortnight for every child whose placement is under strain.",
                "Group Manager, Looked After Children",
                date(2021, 1, 29),
            ),
            CommentaryItem(
                ("SEN-EHC20",),
                (titles["SEN-EHC20"],),
                "The figure dips every summer, because schools cannot give advice while they are closed.",
                corrective_action="",
                owner="Head of SEND",
                due_on=None,
            ),
        ),
        breakdowns={
            "FD-CONT-EH": by_team(("North", 402, 1390, "28.92%"), ("South", 302, 1111, "27.18%")),
            "LC-EET-1821": by_team(("Leaving Care 1", 45, 60, "75%"), ("Leaving Care 2", 39, 57, "68.4%")),
        },
        data_quality=quality(),
        top_findings=(
            FindingLine("CON-004", "Contact outcome is blank", "Contacts", "warn", 112),
            FindingLine("EHC-007", "Plan was issued before it was requested", "EHC requests", "reject_row", 6),
            FindingLine("LAC-011", "Legal status V3 on an open episode", "Looked after episodes", "query", 3),
        ),
        restatements=(
            Restatement(titles["FD-CONT-EH"], "Q1 2020/21", "30.2%", "30.4%", "18 contacts of June arrived in July"),
        ),
        sources=("Contacts, delivered 5 October 2020", "Looked after episodes, delivered 6 October 2020"),
    )


def quality() -> tuple[QualityLine, ...]:
    """Return what became of the rows of three extracts."""
    return (
        QualityLine("Contacts", 3, 7514, 7502, 8, 4, 121),
        QualityLine("Looked after episodes", 3, 1204, 1204, 0, 0, 3),
        QualityLine("EHC requests", 3, 231, 225, 6, 0, 6),
    )


def _row(line: DeckLine) -> IndicatorResult:
    numerator, denominator = line.now
    value = Fraction(100 * numerator, denominator)
    return IndicatorResult(
        council="sample-borough",
        report="scrutiny",
        period=str(QUARTER),
        period_kind="quarter",
        indicator=line.code,
        title=line.title,
        service_area=line.service,
        unit="percent",
        better="higher",
        decimals=line.decimals,
        definition_version=1,
        basis="quarter",
        basis_starts_on=QUARTER.starts_on,
        basis_ends_on=QUARTER.ends_on,
        value=value,
        value_printed=printed(value, line.decimals, "percent"),
        numerator=Fraction(numerator),
        denominator=Fraction(denominator),
        excluded=0,
        unknown=0,
        no_data_reason="",
        annual_target=Fraction(line.target),
        annual_target_printed=printed(line.target, 0, "percent"),
        period_target=Fraction(line.target),
        target_printed=printed(line.target, 0, "percent"),
        tolerance_pct=Fraction(line.tolerance),
        tolerance_printed=f"±{line.tolerance}%",
        rating=_rating(line, line.now),
        short=_comparison(line, line.before, _Q1),
        long=_comparison(line, line.year_before, _LAST_YEAR),
        maturity="final",
        footnote=line.footnote,
    )


def _rating(line: DeckLine, parts: tuple[int, int]) -> Rating:
    given = RatingInput(
        value=Fraction(100 * parts[0], parts[1]),
        target=Fraction(line.target),
        tolerance_pct=Fraction(line.tolerance),
        better="higher",
        unit="percent",
        decimals=line.decimals,
    )
    return rate("target_tolerance", given)


def _comparison(line: DeckLine, parts: tuple[int, int] | None, quarter: Quarter) -> Comparison:
    earlier = Fraction(100 * parts[0], parts[1]) if parts else None
    moved = travel(Fraction(100 * line.now[0], line.now[1]), earlier, "higher", "" if parts else _NO_YEAR_BEFORE)
    text = "N/A" if earlier is None else printed(earlier, line.decimals, "percent")
    return Comparison(str(quarter), quarter.short_label, earlier, text, moved, arrow(moved, "performance"))


def _history(line: DeckLine) -> tuple[Point, ...]:
    """Return the quarters that the deck prints; those between are not known from it."""
    known = {_LAST_YEAR: line.year_before, _Q1: line.before, QUARTER: line.now}
    quarters = [_LAST_YEAR, _LAST_YEAR.next(), _LAST_YEAR.next().next(), _Q1, QUARTER]
    return tuple(_point(quarter, known.get(quarter), line.decimals) for quarter in quarters)


def _point(quarter: Quarter, parts: tuple[int, int] | None, decimals: int) -> Point:
    if parts is None:
        return Point(quarter.short_label, None, "N/A")
    value = Fraction(100 * parts[0], parts[1])
    return Point(quarter.short_label, value, printed(value, decimals, "percent"))
