"""A small council of three months and five extracts, with some mess, for tests that run the real thing."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tasks import building, councils, intake, notifying, quality
from tasks.store import Store
from warehouse.periods import Month

CODE = "smallshire"
MONTHS = tuple(Month(text) for text in ("2020-07", "2020-08", "2020-09"))
RUN_ON = date(2020, 10, 7)
RECEIVED_AT = datetime(2020, 10, 7, 9, tzinfo=UTC)

_COUNCIL = """
name = "Smallshire"
la_codes = ["999"]
[extracts]
expected = ["persons", "contacts", "referrals", "assessments", "cp_plans"]
[mail]
from = "outturn@smallshire.example"
[recipients.performance_team]
addresses = ["performance@smallshire.example"]
receives = ["exceptions", "rag_summary"]
"""
_REPORT = """
title = "Quarterly report"
rating_rule = "target_tolerance"
arrows = "performance"
main = true
[membership]
"2020-21" = ["FD-CONT-EH", "FD-REF-ASMT", "FD-ASMT-45"]
"""
_TARGETS = """
financial_year = "2020-21"
approved_by = "Board"
[targets.FD-CONT-EH]
annual = 30
tolerance_pct = 5
[targets.FD-ASMT-45]
annual = 99
tolerance_pct = 1
"""


def make(root: Path, months: Iterable[Month] = MONTHS) -> Store:
    """Write the council's folder and its landing, and return the store."""
    store = Store.open(root)
    folder = store.councils() / CODE
    for name, text in (("council.toml", _COUNCIL), ("reports/main.toml", _REPORT), ("targets/2020_21.toml", _TARGETS)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for month in months:
        write_month(store, month)
    return store


def write_month(store: Store, month: Month) -> None:
    """Drop a month's files: cumulative lists since July, some rows spoilt on purpose."""
    landing = store.landing(CODE, str(month))
    landing.mkdir(parents=True, exist_ok=True)
    days = (month.ends_on - date(2020, 7, 1)).days + 1
    events = [(n, date(2020, 7, 1) + timedelta(days=n % days)) for n in range(days * 3)]
    _write(
        landing / f"persons_{month}.csv",
        "Child Unique ID,Gender,Ethnicity,Date of Birth,Surname",
        (
            [f"{700000 + n}", "F" if n % 2 else "1", "WBRI", f"{1 + n % 28:02d}/03/2010", "Madeupname"]
            for n in range(150)
        ),
    )
    _write(
        landing / f"Contacts {month}.csv",
        "contact_id,child_id,Date of Contact,Contact Source,Contact Outcome,Team",
        (
            [
                f"C{n}",
                f"{700000 + n % 150}",
                _day(day, spoilt=n % 50 == 7),
                "6",
                "EARLY_HELP" if n % 3 == 0 else "NFA",
                "MASH",
            ]
            for n, day in events
        ),
    )
    _write(
        landing / f"referrals_{month}.csv",
        "referral_id,child_id,referral_date,referral_source_code,referral_nfa,team",
        ([f"R{n}", f"{700000 + n % 150}", _day(day), "1A", "No", "MASH"] for n, day in events[::2]),
    )
    _write(
        landing / f"assessments_{month}.csv",
        "assessment_id,child_id,referral_id,start_date,authorisation_date,team",
        (
            [
                f"A{n}",
                f"{700000 + n % 150}",
                f"R{n}",
                _day(day),
                _day(min(day + timedelta(days=n % 40), month.ends_on)),
                "Assessment",
            ]
            for n, day in events[::2]
        ),
    )
    _write(
        landing / f"cp_plans_{month}.csv",
        "cp_plan_id,child_id,start_date,end_date,initial_category,latest_category,number of previous plans",
        (
            [f"P{n}", f"{700000 + n}", "01/02/2020", _day(month.ends_on) if n % 9 == 0 else "", "NEG", "NEG", "0"]
            for n in range(40)
        ),
    )
    (landing / "notes.txt").write_text("not an extract\n")


def run_monthly(
    store: Store, months: Iterable[Month] = MONTHS, tell: Callable[[str], None] = lambda _line: None
) -> None:
    """Do what the monthly flow does, without Prefect."""
    council = councils.load(store, CODE)
    chosen = tuple(months)
    with store.lock(CODE):
        intake.take_in(store, council, chosen, RECEIVED_AT, tell)
        building.rebuild(store, council, tell)
        quality.write_all(store, council, tell)
        notifying.notify_exceptions(store, council, chosen, RUN_ON)


def _day(day: date, *, spoilt: bool = False) -> str:
    return "31/02/2020" if spoilt else f"{day:%d/%m/%Y}"


def _write(path: Path, header: str, rows: Iterable[list[str]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)
