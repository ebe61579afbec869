"""Open what is needed to explain a figure: the current warehouse and the council's policy.

Called by: the command `explain`.
Promises:  answers in under a second, without a server; reads only.
"""

from __future__ import annotations

from dataclasses import replace

import duckdb

from expectations.errors import BlockedByData, UsageProblem
from tasks.councils import Council
from tasks.publishing import request, version_numbers
from tasks.store import Store
from tasks.vintages import known_earlier
from warehouse.explain import Explanation, explain
from warehouse.periods import Reported
from warehouse.policy import Report


def explanation(
    store: Store, council: Council, indicator: str, period: Reported, split: tuple[str, str] = ("", "")
) -> Explanation:
    """Explain an indicator's figure for a month, quarter or year, under the report that shows it.

    split: by which dimension, and which member of it; "" for teams, and for all members.
    Raises BlockedByData before the first build, UsageProblem for an unknown indicator, dimension or member.
    """
    current = store.current_build(council.code)
    if current is None:
        raise BlockedByData(
            f"{council.name} has no warehouse yet",
            council.code,
            f"run first: outturn run monthly {council.code} {period}",
        )
    report = _report_of(council, indicator.upper(), period)
    versions = version_numbers(store.published(council.code, str(period)) / report.name)
    asked = request(store, council, report, period, (period.ends_on, versions[-1] + 1 if versions else 1))
    asked = replace(asked, vintages=known_earlier(store, council, [indicator, indicator.upper()]))
    with duckdb.connect(str(current), read_only=True) as connection:
        return explain(connection, asked, indicator, *split)


def _report_of(council: Council, indicator: str, period: Reported) -> Report:
    """Return the main report if it shows the indicator, else the first that does, else the main one."""
    reports = sorted(council.reports.values(), key=lambda report: not report.is_main)
    if not reports:
        raise UsageProblem(f"{council.name} has no report", f"{council.code}/reports", "add a report file")
    return next((r for r in reports if indicator in r.indicators(period.financial_year)), reports[0])
