"""The flows as Prefect runs them: repeated, refused, retried, and what Prefect remembers of them."""

from __future__ import annotations

import logging
import re
import sqlite3
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from prefect import flow

from expectations.errors import BusyError, UsageProblem
from flows import steps
from flows.backfill import backfill
from flows.faults import ProgramFault
from flows.monthly import monthly
from flows.narration import heard_by
from flows.quarterly import quarterly
from tasks.store import Store
from tests.tasks import small_council, trees

pytestmark = pytest.mark.slow

CODE = small_council.CODE
ON = small_council.RUN_ON
ALL = "2020-07..2020-09"


def everything_in(database: Path) -> Iterator[str]:
    """Yield every text that Prefect keeps."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                yield from (str(cell) for cell in row)


def test_a_monthly_run_done_twice_changes_nothing(taken_in: Store) -> None:
    before = trees.contents(taken_in.root)
    run = monthly(CODE, ALL, ON)
    assert (run.intake.files_accepted, run.build.is_new, run.mails) == (0, False, ())
    assert trees.contents(taken_in.root) == before


def test_a_monthly_report_comes_out_with_the_monthly_run_and_no_quarterly_one_with_it(
    taken_in: Store, prefect_home: Path
) -> None:
    reports = taken_in.councils() / CODE / "reports"
    text = (reports / "main.toml").read_text().replace("main = true", 'cadence = "monthly"\ncompares = ["year_before"]')
    (reports / "service.toml").write_text(text)
    run = monthly(CODE, "2020-08..2020-11", ON)
    assert [(p.report, p.period, p.is_new) for p in run.publications] == [
        ("service", "2020-08", True),
        ("service", "2020-09", True),
    ], "no month that was not delivered"
    kept = set(everything_in(prefect_home / "prefect" / "prefect.db"))
    assert f"{CODE}-service-2020-09" in kept, "Prefect keeps the rated table of the batch's latest month"
    assert f"{CODE}-service-2020-08" not in kept
    again = monthly(CODE, "2020-08..2020-09", ON)
    assert [(p.period, p.is_new) for p in again.publications] == [("2020-08", False), ("2020-09", False)]
    assert [p.report for p in quarterly(CODE, "2020-21-Q2", ON).publications] == ["main"]


def test_a_monthly_run_keeps_up_the_recording_lag_once_it_has_been_asked_for(taken_in: Store) -> None:
    assert not taken_in.vintages(CODE).exists(), "nobody has asked for it yet"
    taken_in.vintages(CODE).mkdir(parents=True)
    monthly(CODE, ALL, ON)
    before = trees.contents(taken_in.root)
    assert [path.name[:7] for path in sorted(taken_in.vintages(CODE).iterdir())] == ["2020-07", "2020-08", "2020-09"]
    monthly(CODE, ALL, ON)
    assert trees.contents(taken_in.root) == before


def test_a_quarterly_run_done_twice_changes_nothing(taken_in: Store) -> None:
    first = quarterly(CODE, "2020-21-Q2", date(2020, 10, 12))
    assert [(p.report, p.version, p.is_new) for p in first.publications] == [("main", 1, True)]
    assert first.mails
    before = trees.contents(taken_in.root)
    again = quarterly(CODE, "2020-21-Q2", date(2020, 11, 20))
    assert [(p.version, p.is_new) for p in again.publications] == [(1, False)]
    assert again.mails == ()
    assert trees.contents(taken_in.root) == before


def test_a_backfill_of_all_months_equals_running_them(taken_in: Store) -> None:
    before = trees.contents(taken_in.root)
    run = backfill(CODE, "2020-07", "2020-09", "checked again after a rule was corrected", ON)
    assert run.intake.files_accepted == 15
    assert run.intake.files_already_loaded == 0
    after = trees.contents(taken_in.root)
    (reason,) = after.keys() - before.keys()
    assert reason.startswith(f"backfills/{CODE}/2020-07_2020-09_"), "the reason is kept, and nothing else is new"
    assert "after a rule was corrected" in (taken_in.root / reason).read_text()
    assert {place: found for place, found in after.items() if place != reason} == before
    backfill(CODE, "2020-07", "2020-09", "checked again after a rule was corrected", ON)
    assert trees.contents(taken_in.root) == after, "asked again for the same reason, nothing is new"


def test_a_backfill_of_a_month_that_never_arrived_does_nothing(taken_in: Store) -> None:
    before = trees.contents(taken_in.root)
    with pytest.raises(UsageProblem, match="2020-06"):
        backfill(CODE, "2020-06", "2020-09", "too wide", ON)
    assert trees.contents(taken_in.root) == before


def test_a_second_run_of_the_same_council_is_told_who_is_at_it(taken_in: Store) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with taken_in.lock(CODE):
            held.set()
            done.wait(60)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    try:
        with pytest.raises(BusyError) as busy:
            monthly(CODE, ALL, ON)
    finally:
        done.set()
        other.join()
    assert busy.value.exit_code == 3


def test_the_listener_hears_every_month(store: Store) -> None:
    heard: list[str] = []
    with heard_by(heard.append):
        monthly(CODE, "2020-07..2020-08", ON)
    assert any("July 2020" in line for line in heard)
    assert any("August 2020" in line for line in heard)


def test_a_share_that_fails_for_a_moment_is_tried_again(prefect_home: Path) -> None:
    tries = []

    def read() -> int:
        tries.append(1)
        if len(tries) < 3:
            raise OSError("stale file handle")
        return 7

    reading = steps.step(read).with_options(retry_delay_seconds=0)

    @flow
    def one_step() -> int:
        return reading()

    assert one_step() == 7
    assert len(tries) == 3


@pytest.mark.parametrize(
    ("error", "seen"),
    [
        pytest.param(ValueError("child 700001, born 01/02/2003"), ProgramFault, id="a fault of the program"),
        pytest.param(UsageProblem("no such month"), UsageProblem, id="something the reader can put right"),
    ],
)
def test_what_would_only_fail_again_is_not_tried_again(
    prefect_home: Path, error: Exception, seen: type[Exception]
) -> None:
    tries: list[Any] = []

    def fail() -> None:
        tries.append(1)
        raise error

    failing = steps.step(fail).with_options(retry_delay_seconds=0)

    @flow
    def one_step() -> None:
        failing()

    with pytest.raises(seen) as raised:
        one_step()
    assert len(tries) == 1
    assert "700001" not in str(raised.value)


def test_prefect_remembers_counts_and_codes_and_no_child(taken_in: Store, prefect_home: Path) -> None:
    quarterly(CODE, "2020-21-Q2", date(2020, 10, 12))
    for handler in logging.getLogger("prefect.flow_runs").handlers:
        handler.flush()
    kept = "\n".join(everything_in(prefect_home / "prefect" / "prefect.db"))
    assert "rows_quarantined=" in kept
    assert "smallshire-findings" in kept
    assert "smallshire-main-2020-21-q2" in kept
    # Whole numbers only: a fraction of a second or a fingerprint may hold the digits of a child's number by chance.
    assert not re.search(r"(?<![\w.-])700(0\d\d|1[0-4]\d)(?!\w)", kept)
    for leak in ("Madeupname", "/03/2010", "2010-03", "born 01/02/2003"):
        assert leak not in kept
