"""Data Docs of a council's month: what is checked, and what came of it, for the team to look at.

Called by: the command `suites docs`.
Promises:  the counts are those that were kept when the files were checked and the warehouse was built; a check that was
           not made says so and does not count as passed. The same store gives the same bytes.
Never:     opens a file of rows, or writes into a folder that holds something else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from expectations import extracts as declared
from expectations.assertions import RAGGED
from expectations.contract import Extract, Scope
from expectations.data_docs import MARK, NOT_JUDGED, Outcome, Site, Validated, pages_of
from expectations.errors import UsageProblem
from expectations.findings import Finding
from expectations.suite_export import checks_of
from expectations.suites import Check
from tasks import keeping
from tasks.councils import Council
from tasks.store import Store, write_bytes
from warehouse.deliveries import Delivery, effective
from warehouse.periods import Month

_ACROSS: tuple[Scope, ...] = ("cross_file", "cross_period")


def pages(store: Store, council: Council, month: Month) -> dict[str, bytes]:
    """Return the pages of a council's month, by their place in the site."""
    counted = effective(keeping.deliveries(store, council))
    delivered = {delivery.extract for delivery in counted if delivery.loaded}
    first: dict[str, str] = {}
    for delivery in counted:
        first.setdefault(delivery.extract, delivery.month)
    across = _across(store, council, month)
    checks = {name: [check for suite in checks_of(extract).values() for check in suite]
              for name, extract in declared.load().items()}  # fmt: skip
    validated = []
    for delivery in counted:
        if delivery.month == str(month):
            extract = declared.load()[delivery.extract]
            waits = _waiting(extract, delivered, is_first=first[delivery.extract] == delivery.month)
            outcomes = _outcomes(delivery, checks[delivery.extract], across, waits)
            validated.append(_validated(delivery, extract.title, checks[delivery.extract], outcomes))
    refused = [(receipt.code, receipt.source) for receipt in keeping.refused_still(store, council, (month,))]
    warning = f"Synthetic data: {council.name} is an invented council." if council.is_synthetic else ""
    suites = {name: (declared.load()[name].title, listed) for name, listed in checks.items()}
    return pages_of(Site(council.name, month.label, warning, validated, refused, suites))


def write(folder: Path, made: Mapping[str, bytes]) -> None:
    """Write the pages into a folder that is empty or holds such pages; those that are over are removed."""
    refuse_other_folder(folder)
    for place, content in made.items():
        write_bytes(folder / place, content)
    for path in [*folder.glob("validations/*.html"), *folder.glob("expectations/*.html")]:
        if str(path.relative_to(folder)) not in made and MARK in path.read_text(encoding="utf-8"):
            path.unlink()


def refuse_other_folder(folder: Path) -> None:
    """Refuse a folder that holds something and is not one of these sites."""
    index = folder / "index.html"
    is_ours = index.is_file() and MARK in index.read_text(encoding="utf-8", errors="replace")
    if folder.exists() and not is_ours and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageProblem("the folder holds something else", str(folder), "name a new folder with --to")


def _validated(delivery: Delivery, title: str, checks: Sequence[Check], outcomes: Mapping[str, Outcome]) -> Validated:
    return Validated(
        name=delivery.extract,
        title=title,
        checks=checks,
        outcomes=outcomes,
        source=delivery.source,
        received_at=delivery.received_at,
        accounting=(delivery.rows_in, delivery.loaded, delivery.quarantined, delivery.duplicates),
    )


def _across(store: Store, council: Council, month: Month) -> list[Finding] | None:
    """Return what the rules across files found in a month; None before the first build."""
    build = store.current_build(council.code)
    if build is None or not build.exists():
        return None
    with duckdb.connect(str(build), read_only=True) as connection:
        found = connection.execute(
            'SELECT extract, month, rule, severity, message, "rows", "column", source FROM mart.finding '
            "WHERE month = ? ORDER BY ALL",
            [str(month)],
        ).fetchall()
    return [Finding(*row) for row in found]


def _waiting(extract: Extract, delivered: set[str], *, is_first: bool) -> dict[str, str]:
    """Return why rules of an extract could not be judged, by code."""
    found = {}
    for rule in extract.rules_of(*_ACROSS):
        if absent := sorted(set(rule.needs) - delivered):
            found[rule.code] = f"never delivered: {', '.join(absent)}"
        elif is_first and rule.scope == "cross_period":
            found[rule.code] = "there is no month before"
    return found


def _outcomes(
    delivery: Delivery, checks: Sequence[Check], across: Sequence[Finding] | None, waits: Mapping[str, str]
) -> dict[str, Outcome]:
    ragged = sum(finding.rows for finding in delivery.findings if finding.rule == RAGGED)
    judged = delivery.rows_in - delivery.duplicates - ragged
    broken = {_code(finding): finding for finding in delivery.findings}
    further = {finding.rule: finding for finding in across or () if finding.extract == delivery.extract}
    found = {}
    for check in checks:
        scope = check.about["scope"]
        if scope in _ACROSS:
            found[check.code] = _of_across(further.get(check.code), across is not None, waits.get(check.code, ""))
        elif scope == "file":
            fails = check.code in broken
            found[check.code] = Outcome(not fails, "the file does not pass" if fails else "the file passes")
        else:
            rows = broken[check.code].rows if check.code in broken else 0
            found[check.code] = Outcome(not rows, f"{rows:,} of {judged:,} rows do not pass" if rows else
                                        f"{judged:,} rows pass")  # fmt: skip
    return found


def _of_across(finding: Finding | None, is_built: bool, waits: str) -> Outcome:
    if not is_built:
        return Outcome(False, f"{NOT_JUDGED}: the warehouse is not built yet")
    if waits:
        return Outcome(False, f"{NOT_JUDGED}: {waits}")
    if finding is None:
        return Outcome(True, "every row passes")
    if finding.severity == "block":
        return Outcome(False, f"{NOT_JUDGED}: the rule could not be evaluated")
    return Outcome(False, f"{finding.rows:,} rows do not pass")


def _code(finding: Finding) -> str:
    return f"{finding.rule}:{finding.column}" if finding.column else finding.rule
