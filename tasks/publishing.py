"""Freeze what was reported: a numbered, immutable snapshot of each report for each month, quarter or year.

Called by: the quarterly flow, and the monthly one where a council has a monthly report.
Promises:  a publication is there whole or not at all and is never changed; figures that come out
           differently later make a new version that says what was restated; the same figures make none.
Never:     publishes a period whose last month has not been delivered.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from expectations import extracts as declared
from expectations.errors import BlockedByData
from expectations.unjudged import how_to_mend
from tasks import keeping, vintages
from tasks.councils import Council
from tasks.store import Store, flush_folder, json_bytes, private_folder, read_json
from warehouse import indicators
from warehouse.blocking import HeldBack, blocking_findings, held_back
from warehouse.dimensions import TEAM
from warehouse.disclosure import MARK
from warehouse.figures import Figures
from warehouse.monthly import Reading
from warehouse.pack import Pack
from warehouse.periods import Month, Reported
from warehouse.policy import Report
from warehouse.publication import PublishedFigure, Request, assemble, short_name
from warehouse.recording_lag import Vintages
from warehouse.results import Comparison, IndicatorResult

RESULTS_CSV, RESULTS_PARQUET, PACK_HTML, MANIFEST = "results.csv", "results.parquet", "pack.html", "manifest.json"


@dataclass(frozen=True, slots=True)
class Publication:
    """One version of one report for one period; is_new is False where it was there already."""

    period: str
    report: str
    version: int
    folder: Path
    is_new: bool
    pack: Pack


def publish(
    store: Store,
    council: Council,
    periods: Sequence[Reported],
    published_on: date,
    progress: Callable[[str], None],
) -> tuple[Publication, ...]:
    """Publish, for each of these periods, every report of a council that comes out for it.

    Raises BlockedByData, before anything is written, where a period is not complete or rests on rows that a rule
    could not judge.
    """
    current = store.current_build(council.code)
    if current is None:
        raise BlockedByData(
            f"{council.name} has no warehouse yet", council.code, f"run first: outturn run monthly {council.code} MONTH"
        )
    done = []
    known = vintages.known_earlier(store, council)
    with duckdb.connect(str(current), read_only=True) as connection:
        _refuse_incomplete(connection, council, periods)
        _refuse_unchosen(council, periods)
        _refuse_unjudged(connection, council, periods)
        figures = Figures(connection, council.returned)
        for period in periods:
            for report in reports_for(council, period):
                if not report.indicators(period.financial_year):
                    progress(f"{short_name(period)}, {report.title}: no indicators chosen for that year")
                    continue
                publication = _publish(store, council, (connection, figures, known), (report, period, published_on))
                done.append(publication)
                state = "published" if publication.is_new else "unchanged"
                progress(f"{short_name(period)}, {report.title}: version {publication.version} {state}")
    return tuple(done)


def months_reported(store: Store, council: Council, months: Sequence[Month]) -> tuple[Month, ...]:
    """Return those of the months that were delivered and have a monthly report with indicators."""
    delivered = {delivery.month for delivery in keeping.deliveries(store, council)}
    return tuple(
        month
        for month in months
        if str(month) in delivered and any(r.indicators(month.financial_year) for r in reports_for(council, month))
    )


def reports_for(council: Council, period: Reported) -> tuple[Report, ...]:
    """Return the reports of a council that come out for a period."""
    return tuple(report for report in council.reports.values() if report.comes_out_for(period))


def request(store: Store, council: Council, report: Report, period: Reported, edition: tuple[date, int]) -> Request:
    """Return what is to be published, with everything that this report printed before.

    edition: the day of publication and the version's number.
    """
    published_on, version = edition
    return Request(
        council=council.code,
        council_name=council.name,
        is_synthetic=council.is_synthetic,
        report=report,
        period=period,
        published_on=published_on,
        target=council.target,
        indicators=indicators.load(),
        returned=council.returned,
        extracts=declared.load(),
        version=version,
        published_before=published_figures(store, council, report.name, version, period),
        rebases=council.rebases,
        comparators=council.comparators,
    )


def published_figures(
    store: Store, council: Council, report: str, version: int, period: Reported
) -> dict[tuple[str, str], list[PublishedFigure]]:
    """Return what every version of each period of a report printed, latest first, before a given version."""
    found: dict[tuple[str, str], list[PublishedFigure]] = {}
    for folder in sorted(store.published(council.code).glob(f"*/{report}")):
        for number in reversed(version_numbers(folder)):
            if folder.parent.name == str(period) and number >= version:
                continue
            for code, figure in read_json(folder / f"v{number}" / MANIFEST)["figures"].items():
                value = None if figure["value"] is None else Fraction(figure["value"])
                said = PublishedFigure(number, str(figure["printed"]), value)
                found.setdefault((code, folder.parent.name), []).append(said)
    return found


def version_numbers(folder: Path) -> list[int]:
    """Return the versions of a publication that exist, in order."""
    return sorted(int(path.name[1:]) for path in folder.glob("v*") if path.name[1:].isdigit())


def _refuse_incomplete(connection: duckdb.DuckDBPyConnection, council: Council, periods: Sequence[Reported]) -> None:
    delivered = {month for (month,) in connection.execute("SELECT month FROM mart.delivery").fetchall()}
    missing = [period for period in periods if str(period.months[-1]) not in delivered]
    if missing:
        months = ", ".join(str(period.months[-1]) for period in missing)
        raise BlockedByData(
            f"{len(missing)} of the {_kinds(periods)} cannot be published: nothing was delivered for their last month "
            f"({months})",
            council.name,
            "run the monthly flow for those months first",
        )


def _refuse_unchosen(council: Council, periods: Sequence[Reported]) -> None:
    chosen = {
        period.financial_year: any(r.indicators(period.financial_year) for r in council.reports.values())
        for period in periods
    }
    empty = [year for year in sorted(chosen) if not chosen[year]]
    if empty:
        raise BlockedByData(
            f"no report of {council.name} has indicators for {', '.join(year.label for year in empty)}",
            f"councils/{council.code}/reports",
            f'add a line such as "{empty[0]}" = ["LAC-STAB2Y"] under [membership] of a report',
        )


def _refuse_unjudged(connection: duckdb.DuckDBPyConnection, council: Council, periods: Sequence[Reported]) -> None:
    """Hold periods back as long as a rule over rows that their figures rest on could not be judged."""
    computed = {code: v for code, v in indicators.load().items() if code not in council.returned}
    findings = blocking_findings(connection)
    held: list[HeldBack] = []
    for period in periods if findings else ():
        chosen = {code for report in reports_for(council, period) for code in report.indicators(period.financial_year)}
        held += held_back(findings, declared.load(), computed, chosen, period)
    if held:
        rules = {h.finding.rule: f"{h.finding.message} ({h.finding.extract} {h.finding.month})" for h in held}
        rest = {h.period: sorted({c for x in held if x.period == h.period for c in x.indicators}) for h in held}
        raise BlockedByData(
            f"{len(rest)} of the {_kinds(periods)} cannot be published: " + "; ".join(rules.values()),
            "; ".join(f"{period}, on which rest {', '.join(codes)}" for period, codes in rest.items()),
            f"{how_to_mend(list(rules))}",
        )


def _kinds(periods: Sequence[Reported]) -> str:
    kinds = {period.kind for period in periods}
    return f"{kinds.pop()}s" if len(kinds) == 1 else "periods"


def _publish(
    store: Store,
    council: Council,
    source: tuple[duckdb.DuckDBPyConnection, Figures, Vintages | None],
    what: tuple[Report, Reported, date],
) -> Publication:
    report, period, published_on = what
    connection, figures, known = source
    place = store.published(council.code, str(period)) / report.name
    existing = version_numbers(place)
    if existing:
        latest = existing[-1]
        manifest = read_json(place / f"v{latest}" / MANIFEST)
        first_on = date.fromisoformat(manifest["published_on"])
        asked = request(store, council, report, period, (first_on, latest))
        pack = assemble(connection, replace(asked, vintages=known), figures)
        if identity(pack) == manifest["identity"]:
            return Publication(str(period), report.name, latest, place / f"v{latest}", False, pack)
    version = existing[-1] + 1 if existing else 1
    asked = request(store, council, report, period, (published_on, version))
    pack = assemble(connection, replace(asked, vintages=known), figures)
    folder = place / f"v{version}"
    with store.scratch(council.code) as scratch:
        _write(pack, private_folder(scratch / folder.name))
        private_folder(place)
        os.replace(scratch / folder.name, folder)
        flush_folder(place)
    return Publication(str(period), report.name, version, folder, True, pack)


def identity(pack: Pack) -> str:
    """Return a fingerprint of what a publication says: its figures, ratings, travels and words.

    Trap: how many rows were checked, left out or unknown, which build it came from and whether a figure is still
    provisional may change without anything that was said becoming wrong; they make no new version. Neither do signal
    and outlook, which rest on every month before, nor what others achieved: they are read again for a new version.
    """
    rows = [
        [r.indicator, r.title, str(r.value), r.value_printed, r.footnote, r.rating.is_override and r.rating.reason,
         str(r.numerator), str(r.denominator),
         r.definition_version, str(r.annual_target), str(r.period_target),
         str(r.tolerance_pct) if r.tolerance is None else f"{r.tolerance} in its unit", r.rating.colour,
         *(x for c in (r.short, r.long) for x in (c.period, str(c.value), c.travel.direction, c.arrow))]
        for r in pack.rows
    ]  # fmt: skip
    splits = {(code, s.dimension): [_told(m.label, m.is_withheld, m.numerator, m.denominator) for m in s.members]
              for code, found in pack.breakdowns.items() for s in found}  # fmt: skip
    teams = {code: splits.pop((code, TEAM), []) for code in pack.breakdowns}
    # A report that shows no more than it used to says no more, and makes no new version.
    further = [*([*key, lines] for key, lines in splits.items()), *(
        [d.indicator, d.dimension, d.not_compared,
         [_told(g.member, g.is_withheld, g.cases, g.residents) for g in d.groups]]
        for _, found in pack.disproportions for d in found)]  # fmt: skip
    words = [
        [list(i.indicators), i.text, i.corrective_action, i.owner, str(i.due_on)]
        for i in (*pack.highlights, *pack.improvements)
    ]
    said = json.dumps(
        [
            pack.council,
            pack.report,
            pack.period,
            pack.report_title,
            pack.about,
            rows,
            words,
            teams,
            pack.rating_rule_text,
            pack.arrow_legend,
            *([further] if further else []),
        ],
        sort_keys=True,
    )
    return hashlib.sha256(said.encode()).hexdigest()


def _told(name: str, is_withheld: bool, *numbers: int | None) -> list[str | int | None]:
    """Return what a publication says of one member; few numbers are possible, so a fingerprint of one would tell it."""
    return [name, MARK] if is_withheld else [name, *numbers]


def _write(pack: Pack, folder: Path) -> None:
    from tasks.reports.page import render_pack

    rows = [result_line(row) for row in pack.rows]
    (folder / RESULTS_CSV).write_bytes(_csv(rows))
    _write_parquet(rows, folder / RESULTS_PARQUET)
    (folder / PACK_HTML).write_text(render_pack(pack), encoding="utf-8")
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}
    (folder / MANIFEST).write_bytes(json_bytes(_manifest(pack, files)))
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            os.fsync(file.fileno())
        path.chmod(0o400)


def _manifest(pack: Pack, files: Mapping[str, str]) -> dict[str, Any]:
    return {
        "council": pack.council,
        "report": pack.report,
        "period": pack.period,
        "version": pack.version,
        "published_on": pack.published_on.isoformat(),
        "edition": pack.edition,
        "is_synthetic": pack.is_synthetic,
        "identity": identity(pack),
        "files": files,
        "figures": {
            row.indicator: {
                "value": None if row.value is None else str(row.value),
                "printed": row.value_printed,
                "rating": row.rating.colour,
            }
            for row in pack.rows
        },
        "restatements": [asdict(line) for line in pack.restatements],
        "sources": list(pack.sources),
    }


def result_line(row: IndicatorResult) -> dict[str, str]:
    """Return one row of results.csv; numbers exactly, as text, blank where there is none."""
    return {
        "council": row.council,
        "report": row.report,
        "period": row.period,
        "indicator": row.indicator,
        "title": row.title,
        "service_area": row.service_area,
        "unit": row.unit,
        "better": row.better,
        "definition_version": str(row.definition_version or ""),
        "basis": row.basis,
        "basis_starts_on": row.basis_starts_on.isoformat(),
        "basis_ends_on": row.basis_ends_on.isoformat(),
        "value": _decimal(row.value),
        "value_printed": row.value_printed,
        "numerator": _decimal(row.numerator),
        "denominator": _decimal(row.denominator),
        "excluded": str(row.excluded),
        "unknown": str(row.unknown),
        "no_data_reason": row.no_data_reason,
        "annual_target": _decimal(row.annual_target),
        "period_target": _decimal(row.period_target),
        "tolerance_pct": _decimal(row.tolerance_pct),
        "tolerance": _decimal(row.tolerance),
        "rating": row.rating.colour or "not rated",
        "rating_reason": row.rating.reason,
        **_comparison_cells("short_term", row.short),
        **_comparison_cells("long_term", row.long),
        "maturity": row.maturity,
        "restated_from": row.restated_from,
        "footnote": row.footnote,
        **_reading_cells(row.reading),
    }


def _comparison_cells(prefix: str, compared: Comparison) -> dict[str, str]:
    return {
        f"{prefix}_period": compared.period,
        f"{prefix}_value": _decimal(compared.value),
        f"{prefix}_printed": compared.printed,
        f"{prefix}_direction": compared.travel.direction or "N/A",
        f"{prefix}_arrow": compared.arrow,
        f"{prefix}_reason": compared.travel.reason,
    }


def _reading_cells(reading: Reading | None) -> dict[str, str]:
    if reading is None:
        return dict.fromkeys(("signal", "signal_reason", "outlook", "outlook_low", "outlook_high"), "")
    return {
        "signal": reading.signal.word,
        "signal_reason": reading.reason,
        "outlook": _decimal(reading.outlook.projected),
        "outlook_low": _decimal(reading.outlook.low),
        "outlook_high": _decimal(reading.outlook.high),
    }


def _decimal(number: Fraction | None) -> str:
    """Print a fraction to ten decimals, rounded half up, without trailing zeros; for machines, not for people."""
    if number is None:
        return ""
    scaled = (abs(number) * 10**10 * 2 + 1) // 2
    whole, rest = divmod(int(scaled), 10**10)
    text = f"{whole}.{rest:010d}".rstrip("0").rstrip(".")
    return f"-{text}" if number < 0 and scaled else text


def _csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else [], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _inert(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _inert(value: str) -> str:
    """Keep a spreadsheet from reading text as a formula; numbers keep their minus sign."""
    if value[:1] in ("=", "+", "@", "\t", "\r") or (value[:1] == "-" and not value[1:2].isdigit()):
        return f"'{value}"
    return value


def _write_parquet(rows: Iterable[Mapping[str, str]], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    listed = list(rows)
    columns = {
        name: pa.array([row[name] or None for row in listed], pa.string()) for name in (listed[0] if listed else {})
    }
    pq.write_table(pa.table(columns), path, compression="zstd")
