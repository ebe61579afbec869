"""Walk from a printed figure back to the rows, files and decisions behind it.

Called by: the command `explain`.
Promises:  the same arithmetic that published the figure; every row and child is accounted for in counts.
Never:     names a child or shows a row; needs neither Prefect nor Great Expectations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import duckdb

from expectations.errors import UsageProblem
from warehouse.basis import BASES
from warehouse.breakdowns import Breakdown
from warehouse.comparators import lines_of as lines_of_others
from warehouse.dimensions import TEAM
from warehouse.display import printed
from warehouse.explain_breakdown import (
    chosen,
    disproportion,
    disproportion_facts,
    disproportion_lines,
    facts_of,
    lines_of,
)
from warehouse.figures import Figures, describe
from warehouse.indicators import in_force
from warehouse.monthly import outlook_lines, reading_facts, signal_lines
from warehouse.periods import Month
from warehouse.publication import Request, others_of, results, short_name
from warehouse.recording_lag import movement_facts
from warehouse.results import Comparison, IndicatorResult
from warehouse.travel import words


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that can be said of one figure, as facts for machines and lines for people."""

    facts: Mapping[str, Any]
    lines: tuple[str, ...]


def explain(
    connection: duckdb.DuckDBPyConnection, asked: Request, indicator: str, by: str = "", member: str = ""
) -> Explanation:
    """Explain one indicator of a report for its period, split by teams or another dimension, whole or one member of it.

    Raises UsageProblem where nobody declares the indicator, or it has no such split or member in the period.
    """
    period = asked.period
    known = {*asked.indicators, *asked.returned}
    indicator = indicator.upper() if indicator.upper() in known else indicator
    if indicator not in known:
        from rapidfuzz import process

        near = process.extractOne(indicator.upper(), sorted(known))
        raise UsageProblem(
            f"there is no indicator {indicator!r}",
            "the command line",
            f"did you mean {near[0]}?",
        )
    figures = Figures(connection, asked.returned)
    membership = {str(period.financial_year): (indicator,)}
    row = results(figures, _with_membership(asked, membership))[0]
    declared = None if indicator in asked.returned else in_force(asked.indicators[indicator], period)
    split = chosen(connection, declared, row, by, member) if by or row.value is not None else None
    compared = disproportion(connection, row, by, period)
    sections = [
        ("", _headline(row, asked)),
        ("Definition", _definition(asked, row)),
        ("How it was counted", _counting(connection, row)),
        *_split(split),
        ("Disproportionality", disproportion_lines(compared)),
        ("Every child accounted for", _care_account(connection, asked, row)),
        ("Target and colour", _colour(row, asked)),
        ("Direction of travel", _travels(row, asked)),
        ("Others", lines_of_others(others_of(row, asked))),
        *_months(row),
        ("Recording lag", _recording_lag(row, asked)),
        ("Restatement", _restatement(row)),
        ("Sources", _sources(connection, asked, row)),
    ]
    lines: list[str] = []
    for title, found in sections:
        if found:
            lines += ([title] if title else []) + [f"  {line}" if title else line for line in found] + [""]
    facts = _facts(connection, row)
    if by and split:
        facts |= {"breakdown": facts_of(split), "disproportionality": disproportion_facts(compared)}
    return Explanation(facts, tuple(lines[:-1]))


def _with_membership(asked: Request, membership: Mapping[str, tuple[str, ...]]) -> Request:
    return replace(asked, report=replace(asked.report, membership=membership))


def _headline(row: IndicatorResult, asked: Request) -> list[str]:
    colour = (row.rating.colour or "not rated").capitalize()
    synthetic = " (synthetic data)" if asked.is_synthetic else ""
    return [
        f"{row.indicator}  {row.title}",
        f"{asked.council_name}{synthetic}, {asked.period.label}: {row.value_printed}  {colour}  ({row.maturity})",
    ]


def _definition(asked: Request, row: IndicatorResult) -> list[str]:
    about = describe(row.indicator, asked.period, asked.indicators, asked.returned)
    lines = [about.definition, f"Time: {row.basis} ({row.basis_starts_on:%d/%m/%Y} to {row.basis_ends_on:%d/%m/%Y})"]
    lines.append(
        f"{row.better.capitalize() or 'Neither higher nor lower'} is better; version {row.definition_version or 1}"
    )
    if row.indicator not in asked.returned:
        declared = in_force(asked.indicators[row.indicator], asked.period)
        lines.append(f"Source: {declared.source} ({declared.evidence} definition)")
        lines.append(f"Owner: {declared.owner}; why it matters: {declared.why}")
    return lines


def _counting(connection: duckdb.DuckDBPyConnection, row: IndicatorResult) -> list[str]:
    if row.value is None:
        return [f"No figure: {row.no_data_reason}"]
    if row.numerator is None or (row.denominator is None and row.basis == BASES["returned"].text):
        return [f"Returned as {row.value_printed} by the service, without numerator and denominator"]
    lines = [f"Numerator    {_whole(row.numerator):>9}"]
    made_of = f"{_whole(row.numerator)} counted"
    if row.measure == "monthly_count" and row.denominator is not None:
        lines.append(f"Months       {_whole(row.denominator):>9}")
        made_of = f"{_whole(row.numerator)} in {_whole(row.denominator)} months, each counted by itself"
    elif row.denominator is not None:
        lines.append(f"Denominator  {_whole(row.denominator):>9}")
        made_of = f"{_whole(row.numerator)} of {_whole(row.denominator)}"
    lines.append(f"Value        {row.value_printed:>9}  = {made_of}, unrounded {_long(row.value)}")
    for reason, rows in _exclusions(connection, row):
        lines.append(f"Excluded     {rows:>9,}  {reason}")
    among = "among the rows" if row.measure in ("monthly_count", "rate") else "in the denominator"
    lines.append(f"Unknown      {row.unknown:>9,}  {among}, cannot be told whether they count")
    if row.denominator is not None and row.measure not in ("monthly_count", "rate"):
        considered = int(row.denominator) + row.excluded
        counted = _whole(row.denominator)
        lines.append(f"Considered   {considered:>9,}  = denominator {counted} + excluded {row.excluded:,}")
    return lines


def _exclusions(connection: duckdb.DuckDBPyConnection, row: IndicatorResult) -> list[tuple[str, int]]:
    found = connection.execute(
        'SELECT reason, "rows" FROM mart.indicator_exclusion WHERE indicator = ? AND kind = ? AND period = ? '
        'ORDER BY "rows" DESC, reason',
        [row.indicator, row.period_kind, row.period],
    ).fetchall()
    return [(str(reason), int(rows)) for reason, rows in found]


def _split(found: Breakdown | None) -> list[tuple[str, list[str]]]:
    if found is None:
        return []
    return [("Teams" if found.dimension == TEAM else f"By {found.title.lower()}", lines_of(found))]


def _care_account(connection: duckdb.DuckDBPyConnection, asked: Request, row: IndicatorResult) -> list[str]:
    """Say where every child known to the council stands, for figures of looked after children."""
    if row.indicator in asked.returned or row.value is None:
        return []
    if in_force(asked.indicators[row.indicator], asked.period).population != "looked_after_at":
        return []
    found = connection.execute(
        "SELECT standing, children FROM silver.care_account WHERE as_at = ? ORDER BY children DESC", [row.basis_ends_on]
    ).fetchall()
    total = sum(children for _, children in found)
    lines = [f"{children:>9,}  {standing}" for standing, children in found]
    lines.append(f"{total:>9,}  children whom any delivery names")
    set_aside = connection.execute(
        "SELECT sum(quarantined) FROM mart.delivery WHERE list_contains($needs, extract) AND month = $month",
        {
            "needs": list(in_force(asked.indicators[row.indicator], asked.period).needs),
            "month": str(Month.of(row.basis_ends_on)),
        },
    ).fetchone()
    if set_aside and set_aside[0]:
        lines.append(f"{int(set_aside[0]):>9,}  rows of the extracts it needs are in quarantine and count for no child")
    return lines


def _colour(row: IndicatorResult, asked: Request) -> list[str]:
    lines = [
        f"Target for {short_name(asked.period)}: {row.target_printed}; annual {row.annual_target_printed}; "
        f"tolerance {row.tolerance_printed or 'none agreed'}",
        f"{(row.rating.colour or 'not rated').capitalize()}, because {row.rating.reason}",
        f"Rule of {asked.report.title!r}: {asked.report.rating_rule}",
    ]
    target = asked.target(row.indicator, asked.period.financial_year)
    if target.approved_by:
        when = f" on {target.approved_on:%d/%m/%Y}" if target.approved_on else ""
        lines.insert(1, f"Approved by {target.approved_by}{when}")
    if target.reason and target.annual is not None:
        lines.insert(1, f"Set as it is because: {target.reason}")
    return lines


def _travels(row: IndicatorResult, asked: Request) -> list[str]:
    compared = (("Short term", row.short), ("Long term", row.long))
    return [_travel(name, one, asked) for name, one in compared if one.period]


def _travel(name: str, compared: Comparison, asked: Request) -> str:
    start = f"{name}: against {compared.label}, {compared.printed}"
    if not compared.arrow:
        return f"{start}: N/A, because {compared.travel.reason}"
    change = compared.travel.change or Fraction(0)
    moved = "did not move" if not change else f"{'rose' if change > 0 else 'fell'} by {_long(abs(change))}"
    return f"{start}: {compared.arrow} {words(compared.travel, asked.report.arrows)}; the figure {moved}"


def _months(row: IndicatorResult) -> list[tuple[str, list[str]]]:
    """Say what the months by themselves tell."""
    if row.reading is None:
        return []
    outlook = outlook_lines(row.reading, row, row.annual_target)
    return [("Signal", signal_lines(row.reading, row)), ("Outlook", outlook)]


def _recording_lag(row: IndicatorResult, asked: Request) -> list[str]:
    """Say of a figure that may still move how far figures of its age did."""
    if asked.vintages is None and row.maturity == "provisional" and row.value is not None:
        return [f"How far it may still move has not been measured; to have it measured: outturn lag {asked.council}"]
    return [row.still_moves] if row.still_moves else []


def _restatement(row: IndicatorResult) -> list[str]:
    return (
        [f"Printed as {row.restated_from}; changed by rows delivered or corrected since"] if row.restated_from else []
    )


def _sources(connection: duckdb.DuckDBPyConnection, asked: Request, row: IndicatorResult) -> list[str]:
    needs = (
        ["indicator_returns"]
        if row.indicator in asked.returned
        else list(in_force(asked.indicators[row.indicator], asked.period).needs)
    )
    last = str(Month.of(row.basis_ends_on))
    found = connection.execute(
        "SELECT extract, month, sequence, source, left(fingerprint, 12), rows_in, loaded, quarantined, duplicates "
        "FROM mart.delivery WHERE list_contains($needs, extract) AND month = $month ORDER BY extract",
        {"needs": needs, "month": last},
    ).fetchall()
    build = connection.execute("SELECT build_id FROM mart.about").fetchone()
    lines = [
        f"{extract} {month} delivery {sequence}: {source} ({digest}), {rows_in:,} rows in = {loaded:,} loaded "
        f"+ {quarantined:,} quarantined + {duplicates:,} duplicates"
        for extract, month, sequence, source, digest, rows_in, loaded, quarantined, duplicates in found
    ]
    lines += _months_without_a_file(connection, needs, row)
    return [*lines, f"warehouse build {build[0] if build else 'unknown'}"]


def _months_without_a_file(
    connection: duckdb.DuckDBPyConnection, needs: Sequence[str], row: IndicatorResult
) -> list[str]:
    """Say which extracts came for fewer months than the figure speaks of, so that part of it may never have come."""
    months = [str(month) for month in Month.range(Month.of(row.basis_starts_on), Month.of(row.basis_ends_on))]
    found = connection.execute(
        "SELECT extract, count(DISTINCT month) AS delivered FROM mart.delivery WHERE list_contains($needs, extract) "
        "AND list_contains($months, month) GROUP BY extract HAVING delivered < len($months) ORDER BY extract",
        {"needs": needs, "months": months},
    ).fetchall()
    return [
        f"{extract}: files of {delivered} of the {len(months)} months that the figure speaks of; what happened in the "
        "others counts only as far as these tell of it"
        for extract, delivered in found
    ]


def _facts(connection: duckdb.DuckDBPyConnection, row: IndicatorResult) -> dict[str, Any]:
    return {
        "indicator": row.indicator,
        "title": row.title,
        "period": row.period,
        "value": row.value_printed,
        "numerator": None if row.numerator is None else _whole(row.numerator),
        "denominator": None if row.denominator is None else _whole(row.denominator),
        "excluded": dict(_exclusions(connection, row)),
        "unknown": row.unknown,
        "no_data_reason": row.no_data_reason,
        "definition_version": row.definition_version,
        "basis": row.basis,
        "target": row.target_printed,
        "tolerance": row.tolerance_printed,
        "rating": row.rating.colour,
        "rating_reason": row.rating.reason,
        "short_term": _compared(row.short),
        "long_term": _compared(row.long),
        **(reading_facts(row.reading, row) if row.reading else {}),
        "maturity": row.maturity,
        "restated_from": row.restated_from,
        "recording_lag": movement_facts(row.movement, row.decimals, row.unit) if row.movement else None,
    }


def _compared(compared: Comparison) -> dict[str, Any]:
    return {
        "period": compared.period,
        "value": compared.printed,
        "arrow": compared.arrow,
        "direction": compared.travel.direction,
        "reason": compared.travel.reason,
    }


def _whole(number: Fraction) -> str:
    return f"{int(number):,}" if number.denominator == 1 else printed(number, 6)


def _long(number: Fraction) -> str:
    return printed(number, 4)
