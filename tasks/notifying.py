"""Put the mails of a run in the outbox, each once.

Called by: the monthly and quarterly flows, after everything else is in place.
Promises:  what a mail says is worked out from the store, not from what one run happened to do, so a
           run that was killed and repeated ends with the same mails; the same news makes no second mail.
Never:     sends; `outturn mail send` does. Never tells more than counts and codes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from functools import partial

import duckdb

from expectations import extracts as declared
from expectations.findings import Finding
from tasks import keeping, mailing, quality
from tasks.alerting import ExceptionNotice, WaiverLine, exceptions_mail, rag_summary_mail
from tasks.councils import Council, Recipients
from tasks.ledger import in_words
from tasks.letter import MailRoute
from tasks.publishing import Publication, request
from tasks.scanning import refuse_personal_data
from tasks.store import Store
from tasks.waivers import rows_waived
from warehouse.figures import Figures
from warehouse.pack import QualityLine
from warehouse.periods import Month
from warehouse.publication import results
from warehouse.results import IndicatorResult


def notify_exceptions(store: Store, council: Council, months: Sequence[Month], run_on: date) -> tuple[str, ...]:
    """Tell each group that asked for it what needs attention in these months; returns the new mails' names."""
    notice = exception_notice(store, council, months, run_on)
    key = f"exceptions-{months[0]}" + (f"-to-{months[-1]}" if len(months) > 1 else "")
    # The day of the run is left out: finding the same things on another day is no news.
    news = _digest(repr(replace(notice, run_on=date.min)))
    return _put_each(store, council, "exceptions", f"{key}-{news}", partial(exceptions_mail, notice))


def notify_summary(store: Store, council: Council, publications: Sequence[Publication]) -> tuple[str, ...]:
    """Tell each group that asked for it how the indicators of each publication stand; returns new mails' names."""
    new: tuple[str, ...] = ()
    for published in publications:
        report = council.reports[published.report]
        if not report.is_main:
            continue
        where = str(published.folder.relative_to(store.root) / "pack.html")
        key = f"rag-summary-{published.period}-{published.report}-v{published.version}"
        compose = partial(rag_summary_mail, published.pack, pack_path_label=where)
        new += _put_each(store, council, "rag_summary", key, compose)
    return new


def exception_notice(store: Store, council: Council, months: Sequence[Month], run_on: date) -> ExceptionNotice:
    """Work out from the store what needs attention in these months."""
    wanted = {str(month) for month in months}
    refused = tuple(
        Finding(r.extract, r.month, r.code, "refuse_file", in_words(r.what, r.fix), 0, "", r.source)
        for r in keeping.refused_still(store, council, months)
    )
    delivered = {(d.extract, d.month) for d in keeping.deliveries(store, council)}
    missing = tuple(
        f"{_title(name)} for {month.label}"
        for month in months
        for name in council.expected_in(month)
        if (name, str(month)) not in delivered
    )
    current = store.current_build(council.code)
    if current is None:
        return ExceptionNotice(council.name, council.is_synthetic, _label(months), run_on, refused, missing, (), (), ())
    with duckdb.connect(str(current), read_only=True) as connection:
        return ExceptionNotice(
            council_name=council.name,
            is_synthetic=council.is_synthetic,
            label=_label(months),
            run_on=run_on,
            refused_files=refused,
            missing_extracts=missing,
            findings=_findings(connection, sorted(wanted)),
            quality=_quality(connection, sorted(wanted)),
            red_indicators=_red(store, council, connection, months[-1]),
            where_to_look=f"outturn status {council.code}",
            waivers=_waivers(store, council, run_on),
            quality_report=_quality_report(store, council, months[-1]),
        )


def _waivers(store: Store, council: Council, run_on: date) -> tuple[WaiverLine, ...]:
    """Return the waivers that nobody has ended, as they stand on the day of the run."""
    return tuple(
        WaiverLine(one.label, rows, one.by, one.until, one.state(run_on), one.ends_soon(run_on))
        for one, rows in zip(council.waivers, rows_waived(store, council), strict=True)
        if not one.ended
    )


def _put_each(
    store: Store, council: Council, kind: str, key: str, compose: Callable[[MailRoute], EmailMessage]
) -> tuple[str, ...]:
    new = []
    for recipients in council.recipients:
        if kind not in recipients.receives or not recipients.addresses:
            continue
        message = compose(_route(council, recipients))
        refuse_personal_data(message)
        name = f"{key}-{recipients.group}"
        if mailing.put(store.outbox(council.code), name, message):
            new.append(name)
    return tuple(new)


def _route(council: Council, recipients: Recipients) -> MailRoute:
    return MailRoute(council.code, recipients.group, council.sender, recipients.addresses)


def _findings(connection: duckdb.DuckDBPyConnection, months: Sequence[str]) -> tuple[Finding, ...]:
    """Return each kind of finding once, as it stood in the latest of the months: lists repeat their rows monthly."""
    rows = connection.execute(
        'SELECT extract, max(month), rule, severity, message, CAST(arg_max("rows", month) AS BIGINT), "column" '
        "FROM mart.finding WHERE list_contains($months, month) AND severity <> 'note' "
        'GROUP BY extract, rule, severity, message, "column" ORDER BY ALL',
        {"months": list(months)},
    ).fetchall()
    return tuple(Finding(*row) for row in rows)


def _quality(connection: duckdb.DuckDBPyConnection, months: Sequence[str]) -> tuple[QualityLine, ...]:
    rows = connection.execute(
        "SELECT extract, count(*), sum(rows_in), sum(loaded), sum(quarantined), sum(duplicates) FROM mart.delivery "
        "WHERE list_contains($months, month) GROUP BY extract ORDER BY extract",
        {"months": list(months)},
    ).fetchall()
    return tuple(
        QualityLine(_title(row[0]), int(row[1]), int(row[2]), int(row[3]), int(row[4]), int(row[5]), 0) for row in rows
    )


def _quality_report(store: Store, council: Council, month: Month) -> str:
    """Return where in the store the month's report on data quality is."""
    page, _workbook = quality.files_of(store, council.code, month)
    return str(page.relative_to(store.root)) if page.exists() else ""


def _red(
    store: Store, council: Council, connection: duckdb.DuckDBPyConnection, month: Month
) -> tuple[IndicatorResult, ...]:
    """Return the main report's indicators that are Red for the month itself."""
    report = council.main_report
    if report is None:
        return ()
    asked = replace(request(store, council, report, month, (month.ends_on, 1)), published_before={})
    return tuple(row for row in results(Figures(connection, council.returned), asked) if row.rating.colour == "red")


def _title(extract: str) -> str:
    known = declared.load()
    return known[extract].title if extract in known else extract


def _label(months: Sequence[Month]) -> str:
    return months[0].label if len(months) == 1 else f"{months[0].label} to {months[-1].label}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
