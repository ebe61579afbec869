"""Bad input gets one clear message, stays untouched in landing, and does not hold up the good files beside it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from expectations import refusals
from expectations.findings import Finding
from tasks.intake import IntakeReport
from tasks.store import Store
from tests.tasks import bad_archives, bad_files, bad_kinds, dropped
from tests.tasks.bad_archives import MEMORY
from tests.tasks.bad_files import Refused, Taken
from warehouse.deliveries import Delivery

CASES = [*bad_files.CASES, *bad_kinds.OTHER_KINDS, *bad_kinds.PUT_TOGETHER_WRONGLY, *bad_archives.ATTACKS]
ELSEWHERE = {
    kind.code
    for kind in (
        refusals.UNOPENABLE,
        refusals.CHANGING,
        refusals.TOO_BIG,
        refusals.TOO_MANY_SET_ASIDE,
        refusals.RULE_FAILED,
    )
}
"""Codes that a file alone does not bring about here; tests of their own reach them."""


@dataclass(frozen=True)
class Outcome:
    """The store after one run over every case, all dropped into the same month."""

    store: Store
    report: IntakeReport
    paths: dict[str, Path]
    landed: dict[str, bytes]
    deliveries: dict[str, Delivery]
    refusals: dict[str, Finding]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    store = dropped.council(tmp_path_factory.mktemp("home"))
    paths, landed = {}, {}
    for number, (name, content, _) in enumerate(CASES):
        made = content() if callable(content) else content
        paths[name] = dropped.drop(store, f"contacts_{number:03}.csv", made)
        landed[name] = paths[name].read_bytes()
    dropped.drop(store, "persons.csv", dropped.PERSONS)
    report = dropped.take_in(store)
    return Outcome(
        store,
        report,
        paths,
        landed,
        {delivery.source: delivery for delivery in dropped.deliveries(store)},
        {finding.source: finding for finding in report.refused},
    )


@pytest.mark.parametrize(("name", "expected"), [pytest.param(name, e, id=name) for name, _, e in CASES])
def test_a_file_is_taken_or_refused_with_one_message(outcome: Outcome, name: str, expected: Taken | Refused) -> None:
    path = outcome.paths[name]
    assert path.read_bytes() == outcome.landed[name], "landing is never written to"
    receipt = dropped.receipt_of(outcome.store, path)
    if isinstance(expected, Refused):
        finding = outcome.refusals[path.name]
        assert (finding.month, finding.severity, receipt.outcome) == ("2020-09", "refuse_file", "refused")
        missing = [word for word in expected.words if word.casefold() not in finding.message.casefold()]
        assert not missing, finding.message
        assert (finding.rule, receipt.code) == (expected.codes, expected.codes)
        assert receipt.what
        assert path.name in receipt.where
        assert receipt.fix
        assert path.name not in outcome.deliveries
        return
    assert path.name not in outcome.refusals, outcome.refusals.get(path.name)
    delivery = outcome.deliveries[path.name]
    assert receipt.outcome == "accepted"
    found = (delivery.loaded, delivery.quarantined, delivery.duplicates)
    assert found == (expected.loaded, expected.quarantined, expected.duplicates)
    assert {*expected.rules} <= {f.rule for f in delivery.findings}


def test_every_code_is_reached() -> None:
    reached = {code for _, _, expected in CASES if isinstance(expected, Refused) for code in expected.codes.split()}
    assert reached | ELSEWHERE == {kind.code for kind in refusals.KINDS}


def test_cases_do_not_disturb_one_another(outcome: Outcome) -> None:
    assert len(set(outcome.landed.values())) == len(CASES), "two cases that are one file would be taken in once"
    assert outcome.report.files_accepted + outcome.report.files_refused == len(CASES) + 1
    assert outcome.deliveries["persons.csv"].loaded == 2, "the good file of the month goes on"
    dropped.assert_whole(outcome.store)


def test_no_message_holds_a_cell(outcome: Outcome) -> None:
    findings = (*outcome.report.refused, *outcome.report.findings)
    shown = [f.message for f in findings] + [(r.what, r.where, r.fix) for r in dropped.receipts(outcome.store)]
    assert not [cell for cell in dropped.CELLS for text in shown if cell in str(text)]


def test_taking_in_again_accepts_nothing_new(outcome: Outcome) -> None:
    before = {path: path.read_bytes() for path in outcome.store.deliveries(dropped.CODE).rglob("*") if path.is_file()}
    again = dropped.take_in(outcome.store)
    assert (again.files_accepted, again.files_refused) == (0, outcome.report.files_refused)
    assert before == {
        path: path.read_bytes() for path in outcome.store.deliveries(dropped.CODE).rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("name", [*MEMORY, "a bomb of one repeated text"])
def test_an_attack_on_memory_is_refused_before_any_process_takes_100_mb(name: str, tmp_path: Path) -> None:
    """In a process of its own, because the highest use of this one is long past."""
    path = tmp_path / "contacts.xlsx"
    path.write_bytes(MEMORY.get(name, bad_files.shared_bomb)())
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from expectations.formats.sheet import UnreadableFile, read_tables\n"
        "try:\n"
        "    read_tables(Path(sys.argv[1]), Path(sys.argv[2]), frozenset())\n"
        "except UnreadableFile:\n"
        # What a process inherits from the one that started it counts in ru_maxrss, but not here.
        "    highest = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "    print(int(highest.split()[1]) // 1024)\n"
        "    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), str(tmp_path)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    megabytes = [int(line) for line in done.stdout.split()]
    assert len(megabytes) == 2, "it is refused"
    assert max(megabytes) < 100
