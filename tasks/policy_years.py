"""Begin a council's new financial year, its targets and lists copied to be approved, and approve lines of it.

Called by: the commands `policy new-year` and `policy approve`.
Promises:  nothing that exists is overwritten but a report's own file, which only gains a line, and the lines of targets
           that somebody agrees to; the council loads afterwards; a plan made first says the same as what is done then.
Never:     approves what nobody named, and never without a name and a day.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from expectations.errors import UsageProblem
from tasks import councils
from tasks.councils import Council
from tasks.store import Store, write_bytes
from warehouse import approval
from warehouse.approval import Agreement, Approval
from warehouse.new_year import ToApprove, report_of_next_year, targets_of_next_year
from warehouse.periods import FinancialYear


@dataclass(frozen=True, slots=True)
class NewYear:
    """What a new year begins with.

    files:      the path of each file in the council's folder -> its new text.
    to_approve: the lines of the targets file that somebody has to agree to.
    reports:    report -> what became of its list, in words.
    """

    year: FinancialYear
    files: dict[str, str]
    to_approve: tuple[ToApprove, ...]
    reports: dict[str, str]


def plan(council: Council, year: FinancialYear) -> NewYear:
    """Work out a council's new year; raises UsageProblem where it has begun already or there is none to copy."""
    last = year.previous()
    if str(year) in council.target_years:
        raise UsageProblem(f"{year.label} has a file of targets already", f"{council.code}/targets", "edit that file")
    source = _targets_of(council, last)
    if source is None:
        raise UsageProblem(
            f"there are no targets for {last.label} to copy", f"{council.code}/targets", "write the new file by hand"
        )
    targets, to_approve = targets_of_next_year(_read(source), year)
    files = {f"targets/{str(year).replace('-', '_')}.toml": targets}
    reports = {}
    for report in council.reports.values():
        place = f"reports/{report.name}.toml"
        if str(year) in report.membership:
            reports[report.name] = f"has a list for {year.label} already"
        elif not report.indicators(last):
            reports[report.name] = f"has no list for {last.label}"
        else:
            text = report_of_next_year((council.folder / place).read_text(encoding="utf-8-sig"), report, year)
            chosen = [code for code in report.indicators(last) if not report.is_proposed(code, last)]
            reports[report.name] = f"{len(chosen)} indicators, as in {last.label}"
            if text is None:
                reports[report.name] += "; the list that stands goes on, write a new one by hand"
            else:
                files[place] = text
    if (council.folder / next(iter(files))).exists():
        raise UsageProblem(f"{next(iter(files))} is there already", council.code, "rename that file")
    return NewYear(year, files, to_approve, reports)


def begin(store: Store, council: Council, year: FinancialYear) -> NewYear:
    """Write a council's new year and load it."""
    with store.lock(council.code):
        return _begin(store, councils.load(store, council.code), year)


def waiting(council: Council, year: FinancialYear) -> tuple[ToApprove, ...]:
    """Return the lines of a year's targets that nobody has agreed to."""
    return approval.waiting(_read(_place_of(council, year)))


def approve(
    store: Store, council: Council, year: FinancialYear, agreed: Agreement, *, dry_run: bool
) -> tuple[Path, tuple[Approval, ...]]:
    """Agree to lines of a year's targets; return the file and what changes in each line.

    Raises UsageProblem naming everything that stands in the way; then nothing is written.
    """
    if dry_run:
        path, done, _ = _approve(council, year, agreed)
        return path, done
    councils.own_folder(store, council)
    with store.lock(council.code):
        path, done, text = _approve(councils.load(store, council.code), year, agreed)
        write_bytes(path, text.encode())
    return path, done


def _approve(council: Council, year: FinancialYear, agreed: Agreement) -> tuple[Path, tuple[Approval, ...], str]:
    path = _place_of(council, year)
    text, done, faults = approval.approve(councils.text_of(path), agreed)
    if faults:
        where = f"{council.code}/targets/{path.name}"
        raise UsageProblem("; ".join(faults), where, f"see what waits: outturn policy approve {council.code} {year}")
    return path, done, text


def _begin(store: Store, council: Council, year: FinancialYear) -> NewYear:
    planned = plan(council, year)
    folder = councils.own_folder(store, council)
    before = {place: (folder / place).read_bytes() for place in planned.files if (folder / place).exists()}
    for place, text in planned.files.items():
        write_bytes(folder / place, text.encode())
    try:
        councils.load(store, council.code)
    except UsageProblem:
        _put_back(folder, planned, before)
        raise
    return planned


def _put_back(folder: Path, planned: NewYear, before: dict[str, bytes]) -> None:
    for place in planned.files:
        if place in before:
            write_bytes(folder / place, before[place])
        else:
            (folder / place).unlink()


def _targets_of(council: Council, year: FinancialYear) -> Path | None:
    """Return the file that has a year's targets."""
    return next((path for path in sorted((council.folder / "targets").glob("*.toml"))
                 if _read(path).get("financial_year") == str(year)), None)  # fmt: skip


def _place_of(council: Council, year: FinancialYear) -> Path:
    path = _targets_of(council, year)
    if path is None:
        begin = f"begin the year: outturn policy new-year {council.code} {year}"
        raise UsageProblem(f"there is no file of targets for {year.label}", f"{council.code}/targets", begin)
    return path


def _read(path: Path) -> dict[str, Any]:
    """Return the content of a targets file as it is written."""
    return tomllib.loads(councils.text_of(path), parse_float=Decimal)
