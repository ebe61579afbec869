"""The monthly report on data quality: gathered from the store, written as a page and a workbook.

Called by: the monthly and backfill flows, for every month that may have changed; the command `quality`, for one;
           tasks.notifying, which names it in a mail.
Promises:  what a report says is worked out from the store and the month, so the same store gives the same bytes on any
           day; a report that would say the same is not written again.
Never:     tells more than counts, codes and declared names; a team only where loaded rows know it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb

from expectations import extracts as declared
from expectations.waivers import Waiver
from tasks import keeping, quarantine
from tasks.councils import Council
from tasks.quality_model import QualityReport, RefusedPart, WaivedLine
from tasks.reports import view
from tasks.store import Store, json_bytes, read_json, write_bytes
from warehouse import quality_report
from warehouse.build import definitions_fingerprint
from warehouse.deliveries import effective
from warehouse.periods import Month
from warehouse.quality import waived
from warehouse.quality_report import QualityMonth

PAGE, WORKBOOK, MADE_FROM = "report.html", "report.xlsx", "made_from.json"


def reports(store: Store, council: Council) -> dict[Month, QualityReport]:
    """Return the report of every month for which something was delivered; none before the first build."""
    build = store.current_build(council.code)
    if build is None or not build.exists():
        return {}
    with duckdb.connect(str(build), read_only=True) as connection:
        figures = quality_report.read(connection, declared.load())
        agreed = [(one, waived(connection, one)) for one in council.waivers]
    refused = _refused(store, council)
    rejected = _rejected(store, council)
    return {
        month: QualityReport(
            council=council.code,
            council_name=council.name,
            is_synthetic=council.is_synthetic,
            figures=of_month,
            refused=tuple(refused.get(str(month), ())),
            missing=_missing(council, of_month),
            waived=_waived(agreed, month),
            rejected=tuple(sorted(rejected.get(str(month), {}).items())),
        )
        for month, of_month in figures.items()
    }


def report(store: Store, council: Council, month: Month) -> QualityReport:
    """Return the report of one month; refuses a month for which nothing was delivered."""
    found = reports(store, council)
    if month not in found:
        raise keeping.nothing_taken_in(council, month)
    return found[month]


def files_of(store: Store, council: str, month: Month) -> tuple[Path, Path]:
    """Return where the page and the workbook of a month are."""
    folder = store.quality(council, str(month))
    return folder / PAGE, folder / WORKBOOK


def write(store: Store, council: Council, one: QualityReport) -> bool:
    """Write the page and the workbook of a month where they are not there already; tells whether anything was new."""
    from tasks.reports.quality_page import render_quality
    from tasks.reports.quality_workbook import workbook_bytes

    page, workbook = files_of(store, council.code, one.figures.month)
    made = {page: render_quality(one).encode(), workbook: workbook_bytes(one)}
    new = {path: content for path, content in made.items() if not path.exists() or path.read_bytes() != content}
    for path, content in new.items():
        write_bytes(path, content)
    return bool(new)


def write_all(store: Store, council: Council, progress: Callable[[str], None]) -> tuple[Month, ...]:
    """Write the report of every month whose report would read differently; returns those months."""
    found = reports(store, council)
    known_to_be = store.quality(council.code) / MADE_FROM
    before = read_json(known_to_be) if known_to_be.exists() else {}
    program = _program()
    made_from = {
        str(month): hashlib.sha256(f"{program} {one!r}".encode()).hexdigest()[:16] for month, one in found.items()
    }
    changed = [
        one
        for month, one in found.items()
        if before.get(str(month)) != made_from[str(month)]
        or not all(path.exists() for path in files_of(store, council.code, month))
    ]
    new = tuple(one.figures.month for one in changed if write(store, council, one))
    _remove_others(store, council, found)
    if made_from != before:
        # Last, so that a run that was killed before has its reports looked at again.
        write_bytes(known_to_be, json_bytes(made_from))
    progress(f"{len(found)} reports on data quality, {len(new)} of them new")
    return new


def _program() -> str:
    """Return a fingerprint of all that decides how a report is worded and laid out."""
    root = Path(__file__).parent
    digest = hashlib.sha256(definitions_fingerprint().encode())
    for path in (*sorted(root.glob("quality*.py")), *sorted((root / "reports").rglob("*"))):
        if path.suffix in (".py", ".html", ".css"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _remove_others(store: Store, council: Council, found: Mapping[Month, QualityReport]) -> None:
    """Remove reports of months of which nothing counts any more."""
    for folder in sorted(store.quality(council.code).glob("*")):
        if folder.is_dir() and folder.name not in {str(month) for month in found}:
            for name in (PAGE, WORKBOOK):
                (folder / name).unlink(missing_ok=True)
            if not any(folder.iterdir()):
                folder.rmdir()


def _refused(store: Store, council: Council) -> dict[str, list[RefusedPart]]:
    found: defaultdict[str, list[RefusedPart]] = defaultdict(list)
    for receipt in keeping.refused_still(store, council):
        found[receipt.month].append(RefusedPart(receipt.source, receipt.extract, receipt.code, receipt.what))
    return found


def _missing(council: Council, figures: QualityMonth) -> tuple[str, ...]:
    known, arrived = declared.load(), {file.extract for file in figures.files}
    return tuple(
        known[name].title if name in known else name
        for name in council.expected_in(figures.month)
        if name not in arrived
    )


def _waived(agreed: Sequence[tuple[Waiver, Mapping[str, int]]], month: Month) -> tuple[WaivedLine, ...]:
    """Return each waiver with its state on the month's last day: the day of the run must not change the report."""
    return tuple(
        WaivedLine(
            extract=one.extract,
            rule=one.rule,
            whom=view.counted(len(one.keys), "child", "children") if one.keys else "every row",
            state=one.state(month.ends_on),
            until=one.until,
            rows=rows.get(str(month), 0),
            reason=one.reason,
        )
        for one, rows in agreed
    )


def _rejected(store: Store, council: Council) -> dict[str, dict[str, int]]:
    """Count, by month and extract, the rows of which somebody has decided that they stay out."""
    out = quarantine.rejected(store, council)
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for delivery in effective(keeping.deliveries(store, council)) if out else ():
        if rows := out.get(delivery.file):
            found[delivery.month][delivery.extract] = min(len(rows), delivery.quarantined)
    return found
