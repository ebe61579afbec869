"""A run may be repeated, killed, or done in another order: what the store ends up holding is the same."""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import random
import shutil
import signal
import threading
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tasks import building, councils, intake, keeping, publishing, quality
from tasks.store import Store
from tests.tasks import small_council, trees
from warehouse.periods import Quarter

KILLS = int(os.environ.get("OUTTURN_KILLS", "20"))
_QUIET = lambda _line: None  # noqa: E731 - a name for "nobody listens" reads better than a def in every test


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store after one plain run over all months."""
    root = tmp_path_factory.mktemp("undisturbed")
    small_council.run_monthly(small_council.make(root))
    return root


def _with_same_key(root: Path, undisturbed: Path) -> Store:
    """A new store whose identifiers are encrypted alike, so that tokens can be compared."""
    store = small_council.make(root)
    shutil.copytree(undisturbed / "keys", root / "keys")
    return store


def test_a_run_done_twice_changes_no_file_and_writes_no_mail(undisturbed: Path) -> None:
    before = trees.contents(undisturbed)
    stamps = {
        path: path.stat().st_mtime_ns for path in undisturbed.rglob("*") if path.is_file() and "locks" not in path.parts
    }
    small_council.run_monthly(Store(undisturbed))
    assert trees.contents(undisturbed) == before
    for path, stamp in stamps.items():
        assert path.stat().st_mtime_ns == stamp, f"{path.name} was written again"


def test_a_run_on_another_day_finds_no_news(undisturbed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = trees.contents(undisturbed)
    monkeypatch.setattr(small_council, "RUN_ON", small_council.RUN_ON.replace(day=9))
    monkeypatch.setattr(small_council, "RECEIVED_AT", datetime(2020, 10, 9, tzinfo=UTC))
    small_council.run_monthly(Store(undisturbed))
    assert trees.contents(undisturbed) == before


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)], ids=str)
def test_months_taken_in_one_by_one_in_any_order_give_the_same_store(
    order: tuple[int, ...], undisturbed: Path, tmp_path: Path
) -> None:
    store = _with_same_key(tmp_path, undisturbed)
    for position in order:
        small_council.run_monthly(store, [small_council.MONTHS[position]])
    ours, theirs = trees.contents(tmp_path), trees.contents(undisturbed)
    assert _without_mails_and_old_builds(ours, store) == _without_mails_and_old_builds(theirs, Store(undisturbed))


def test_a_backfill_of_every_month_equals_the_first_run(undisturbed: Path, tmp_path: Path) -> None:
    shutil.copytree(undisturbed, tmp_path / "copy", symlinks=True)
    store = Store(tmp_path / "copy")
    before = trees.contents(store.root)
    council = councils.load(store, small_council.CODE)
    intake.take_in_again(store, council, small_council.MONTHS, datetime(2021, 1, 1, tzinfo=UTC), _QUIET)
    building.rebuild(store, council, _QUIET)
    quality.write_all(store, council, _QUIET)
    assert trees.contents(store.root) == before


def test_a_kill_at_any_moment_then_a_plain_run_ends_as_if_nothing_had_happened(
    undisturbed: Path, tmp_path: Path
) -> None:
    expected = trees.contents(undisturbed)
    processes = _forkserver()
    longest_seconds = _timed(processes, _with_same_key(tmp_path / "timing", undisturbed))
    chance = random.Random(20)
    reached = 0
    for number in range(4 * KILLS):
        store = _with_same_key(tmp_path / str(number), undisturbed)
        process = processes.Process(target=small_council.run_monthly, args=(store,))
        started = time.monotonic()
        process.start()
        process.join(chance.uniform(0, longest_seconds))
        if process.is_alive():
            reached += 1
            os.kill(process.pid or 0, signal.SIGKILL)
        else:
            # Other work on the machine had slowed the timing: later kills must come earlier to meet a run at all.
            longest_seconds = min(longest_seconds, time.monotonic() - started)
        process.join()
        _assert_nothing_half_written(store)
        small_council.run_monthly(store)
        assert trees.contents(store.root) == expected, f"kill {number} left a trace"
        shutil.rmtree(store.root)
        if reached == KILLS:
            break
    assert reached == KILLS, "most kills came after the end: the test tests too little"


class _PowerCut(BaseException):
    """Ends a run on the spot: nothing that handles errors handles this."""


def test_a_run_cut_off_at_any_rename_then_a_plain_run_ends_as_if_nothing_had_happened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    month = small_council.MONTHS[:1]
    small_council.run_monthly(small_council.make(tmp_path / "whole", month), month)
    expected = trees.contents(tmp_path / "whole")
    rename, renames = os.replace, 0
    cut_at = 0

    def cut(source: str | Path, destination: str | Path) -> None:
        nonlocal renames
        renames += 1
        if renames == cut_at:
            raise _PowerCut
        rename(source, destination)

    while renames >= cut_at:
        cut_at += 1
        store = small_council.make(tmp_path / str(cut_at), month)
        shutil.copytree(tmp_path / "whole" / "keys", store.root / "keys")
        renames = 0
        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", cut)
            with contextlib.suppress(_PowerCut):
                small_council.run_monthly(store, month)
        small_council.run_monthly(store, month)
        assert trees.contents(store.root) == expected, f"a run cut off at rename {cut_at} left a trace"
        shutil.rmtree(store.root)
    assert cut_at > 10, "hardly anything was written: the test tests too little"


def test_readers_never_see_an_error_or_a_mixture_while_warehouses_are_swapped(tmp_path: Path) -> None:
    store = small_council.make(tmp_path, small_council.MONTHS[:1])
    small_council.run_monthly(store, small_council.MONTHS[:1])
    stop = threading.Event()
    reads: list[tuple[str, int]] = []
    errors: list[BaseException] = []

    def read() -> None:
        while not stop.is_set():
            try:
                current = store.current_build(small_council.CODE)
                assert current is not None
                with duckdb.connect(str(current), read_only=True) as connection:
                    build, months = connection.execute(
                        "SELECT (SELECT build_id FROM mart.about), (SELECT count(*) FROM silver.month_end)"
                    ).fetchone() or ("", 0)
                assert build == current.stem
                reads.append((build, months))
            except BaseException as fault:
                errors.append(fault)
                return

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for month in small_council.MONTHS[1:]:
        small_council.write_month(store, month)
        small_council.run_monthly(store, [month])
    time.sleep(0.2)
    stop.set()
    for reader in readers:
        reader.join()
    assert not errors, errors
    assert len({build for build, _ in reads}) >= 2, "no reader saw more than one warehouse"
    assert len({build: months for build, months in reads}) == len(set(reads)), "one build was seen with two contents"


def test_the_past_can_be_rebuilt_as_it_was_known(tmp_path: Path) -> None:
    store = small_council.make(tmp_path, small_council.MONTHS[:2])
    small_council.run_monthly(store, small_council.MONTHS[:2])
    known = store.current_build(small_council.CODE)
    assert known is not None
    then = tmp_path / "then.duckdb"
    shutil.copy(known, then)
    small_council.write_month(store, small_council.MONTHS[2])
    council = councils.load(store, small_council.CODE)
    intake.take_in(store, council, [small_council.MONTHS[2]], datetime(2020, 11, 5, tzinfo=UTC), _QUIET)
    rebuilt = tmp_path / "rebuilt.duckdb"
    building.build_as_known_at(store, council, datetime(2020, 10, 31, tzinfo=UTC), rebuilt)
    assert trees.tables(rebuilt) == trees.tables(then)


def test_a_correction_takes_the_place_of_the_file_it_corrects(tmp_path: Path) -> None:
    store = small_council.make(tmp_path)
    small_council.run_monthly(store)
    original = store.landing(small_council.CODE, "2020-09") / "assessments_2020-09.csv"
    header, *rows = original.read_text().splitlines()
    (original.parent / "assessments_2020-09_corrected.csv").write_text("\n".join([header, *rows[1:]]) + "\n")
    small_council.run_monthly(store)
    council = councils.load(store, small_council.CODE)
    kept = [d for d in keeping.deliveries(store, council) if (d.extract, d.month) == ("assessments", "2020-09")]
    assert {d.sequence: d.rows_in for d in kept} == {1: len(rows), 2: len(rows) - 1}, "the first delivery is kept too"
    current = store.current_build(small_council.CODE)
    with duckdb.connect(str(current), read_only=True) as connection:
        counted = connection.execute(
            "SELECT sequence, rows_in FROM mart.delivery WHERE extract = 'assessments' AND month = '2020-09'"
        ).fetchall()
    assert counted == [(2, len(rows) - 1)]


def test_a_publication_is_frozen_and_a_changed_figure_is_a_visible_restatement(tmp_path: Path) -> None:
    store = small_council.make(tmp_path)
    small_council.run_monthly(store)
    council = councils.load(store, small_council.CODE)
    quarter = [Quarter("2020-21-Q2")]
    (first,) = publishing.publish(store, council, quarter, small_council.RUN_ON, _QUIET)
    frozen = trees.contents(first.folder)
    (again,) = publishing.publish(store, council, quarter, small_council.RUN_ON.replace(day=20), _QUIET)
    assert (first.version, first.is_new, again.version, again.is_new) == (1, True, 1, False)
    contacts = store.landing(small_council.CODE, "2020-09") / "Contacts 2020-09.csv"
    (contacts.parent / "Contacts 2020-09_corrected.csv").write_text(contacts.read_text().replace("NFA", "EARLY_HELP"))
    small_council.run_monthly(store)
    (second,) = publishing.publish(store, council, quarter, small_council.RUN_ON.replace(day=21), _QUIET)
    assert (second.version, second.is_new) == (2, True)
    restated = {row.indicator: row.restated_from for row in second.pack.rows if row.maturity == "restated"}
    assert set(restated) == {"FD-CONT-EH"}
    assert first.pack.rows[0].value_printed in restated["FD-CONT-EH"]
    assert [line.was_printed for line in second.pack.restatements] == [first.pack.rows[0].value_printed]
    assert trees.contents(first.folder) == frozen
    assert not (first.folder / "results.csv").stat().st_mode & 0o222, "a publication must not be writable"


def _forkserver() -> multiprocessing.context.ForkServerContext:
    """Processes that start with everything imported, so that kills fall into the work and not into imports."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.tasks.small_council", "great_expectations"])
    return processes


def _timed(processes: multiprocessing.context.ForkServerContext, store: Store) -> float:
    for _ in range(2):  # the first start pays for the server's own imports
        started = time.perf_counter()
        process = processes.Process(target=small_council.run_monthly, args=(store,))
        process.start()
        process.join()
        assert process.exitcode == 0
        seconds = time.perf_counter() - started
        for name in ("deliveries", "quarantine", "receipts", "warehouse", "quality", "outbox"):
            shutil.rmtree(store.root / name, ignore_errors=True)
    return seconds


def _assert_nothing_half_written(store: Store) -> None:
    for delivery in keeping.deliveries(store, councils.load(store, small_council.CODE)):
        rows = keeping.delivery_file(store, delivery).read_bytes()
        assert hashlib.sha256(rows).hexdigest() == delivery.content, "a manifest names rows that are not there"
    current = store.current_build(small_council.CODE)
    if current is not None:
        with duckdb.connect(str(current), read_only=True) as connection:
            assert connection.execute("SELECT count(*) FROM mart.about").fetchone() == (1,)
    for path in store.quality(small_council.CODE).rglob("report.*"):
        if path.name == quality.PAGE:
            assert path.read_text().endswith("</html>\n")
        else:
            with zipfile.ZipFile(path) as workbook:
                assert workbook.testzip() is None


def _without_mails_and_old_builds(found: dict[str, str], store: Store) -> dict[str, str]:
    """Leave out what tells of the way rather than of the end: mails of each run, builds since replaced."""
    current = store.current_build(small_council.CODE)
    assert current is not None
    return {
        place: fingerprint
        for place, fingerprint in found.items()
        if not place.startswith("outbox/") and not (place.endswith(".duckdb") and Path(place).stem != current.stem)
    }
