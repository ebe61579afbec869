"""Files that others published, dropped as they are: each is taken or refused with a code, and no row goes missing.

docs/samples.md prints what became of them; OUTTURN_REWRITE=1 writes its tables anew.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from expectations import refusals
from expectations.findings import Finding
from tasks import councils, intake, keeping
from tasks.naming import shown_name
from tasks.store import Store
from warehouse.deliveries import Delivery, Receipt, effective
from warehouse.periods import Month

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared/samples"
PAGE = ROOT / "docs/samples.md"
RECEIVED_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
SETS: tuple[tuple[str, str, str, str], ...] = (
    ("data-to-insight__csc-validator-be-903/tests/fake_data", "*", "2018-03", "999"),
    ("data-to-insight__annex-a-sen-validator-be/fake_data", "*", "2022-09", "999"),
    ("SocialFinanceDigitalLabs__liia-tools-pipeline/annex_a_pipeline", "*", "2020-09", "999"),
    ("SocialFinanceDigitalLabs__liia-tools-pipeline/ssda903_pipeline", "*", "2020-03", "999"),
    ("SocialFinanceDigitalLabs__liia-tools-pipeline/cin_census_pipeline", "*", "2022-03", "201"),
    ("SocialFinanceDigitalLabs__liia-tools-pipeline/school_census_pipeline", "2024_autumn*", "2024-12", "999"),
    ("SocialFinanceDigitalLabs__liia-tools-pipeline/school_census_pipeline", "2025_spring*", "2025-04", "999"),
    ("SocialFinanceDigitalLabs__liia-tools-pipeline/school_census_pipeline", "2025_summer*", "2025-07", "999"),
)
"""Folder, which files of it, month in whose landing they are put, and the code of the council that gets them."""

HEAD = (
    "| file or table | what became of it | rows in | loaded | quarantined | duplicates |",
    "|---|---|---:|---:|---:|---:|",
)

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the project")


@dataclass(frozen=True)
class Taken:
    """What became of one set of samples."""

    folder: Path
    month: str
    files: tuple[Path, ...]
    report: intake.IntakeReport
    deliveries: tuple[Delivery, ...]
    refused: tuple[Receipt, ...]


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> list[Taken]:
    store = Store.open(tmp_path_factory.mktemp("samples"))
    return [taken(store, f"shire{number}", each) for number, each in enumerate(SETS)]


def taken(store: Store, code: str, given: tuple[str, str, str, str]) -> Taken:
    """Put the files of a set into the landing of a council of its own, a minute apart by name, and take them in."""
    folder, which, month, la_code = given
    settings = store.councils() / code / "council.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'name = "Shire"\nla_codes = ["{la_code}"]\n')
    files = tuple(sorted(path for path in (SAMPLES / folder).glob(which) if path.is_file()))
    for minute, path in enumerate(files):
        landed = store.landing(code, month) / path.name
        landed.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, landed)
        os.utime(landed, (RECEIVED_AT.timestamp() + 60 * minute,) * 2)
    council = councils.load(store, code)
    report = intake.take_in(store, council, [Month(month)], RECEIVED_AT, lambda _line: None)
    names = {shown_name(path.name, hashlib.sha256(path.read_bytes()).hexdigest()): path.name for path in files}
    deliveries = [replace(d, source=_written(d.source, names)) for d in keeping.deliveries(store, council)]
    deliveries.sort(key=lambda delivery: (delivery.source, delivery.extract))
    refused = [
        replace(receipt, source=_written(receipt.source, names))
        for receipt in keeping.receipts(store, council)
        if receipt.outcome != "accepted"
    ]
    refused.sort(key=lambda receipt: (receipt.source, receipt.extract))
    return Taken(SAMPLES / folder, month, files, report, tuple(deliveries), tuple(refused))


def _written(source: str, names: dict[str, str]) -> str:
    """Return a source with its file's name as the folder has it; these samples name nobody."""
    shown = next(name for name in names if source.startswith(name))
    return names[shown] + source.removeprefix(shown)


def lines_of(each: Taken) -> list[str]:
    """Return the lines of the page about a set: counts, extracts and codes, no cell."""
    lines = [
        (d.source, f"{d.extract}", f"{d.rows_in:,} | {d.loaded:,} | {d.quarantined:,} | {d.duplicates:,}")
        for d in each.deliveries
    ]
    lines += [(r.source, f"refused: {r.code}{f' ({r.extract})' if r.extract else ''}", "| | |") for r in each.refused]
    report = each.report
    total = f"{report.rows_in:,} | {report.loaded:,} | {report.quarantined:,} | {report.duplicates:,}"
    return [
        f"### {each.folder.relative_to(SAMPLES)}",
        "",
        f"{len(each.files)} {'file' if len(each.files) == 1 else 'files'}, dropped for {each.month}: "
        f"{report.files_accepted} taken, {report.files_refused_in_part} taken in part, {report.files_refused} refused.",
        "",
        *HEAD,
        *(f"| {source} | {what} | {counts} |" for source, what, counts in sorted(lines)),
        f"| **all** | | {total} |",
        "",
    ]


def test_every_set_is_tried() -> None:
    others = {"README.md", "LICENCE.txt"}
    found = {str(path.parent.relative_to(SAMPLES)) for path in SAMPLES.rglob("*.*")
             if path.is_file() and path.name not in others}  # fmt: skip
    assert found == {folder for folder, *_ in SETS}


def test_every_file_is_taken_or_refused_with_a_documented_code(sets: list[Taken]) -> None:
    known = {kind.code for kind in refusals.KINDS}
    for each in sets:
        said = [*(d.source for d in each.deliveries), *(r.source for r in each.refused)]
        assert not [path.name for path in each.files if not any(name.startswith(path.name) for name in said)]
        assert all(r.code and set(r.code.split()) <= known for r in each.refused)
        assert all(r.what and r.where and r.fix for r in each.refused)
        report = each.report
        assert report.files_accepted + report.files_refused + report.files_refused_in_part == len(each.files)


def test_every_row_is_accounted_for(sets: list[Taken]) -> None:
    for each in sets:
        for d in each.deliveries:
            assert d.rows_in == d.loaded + d.quarantined + d.duplicates, d.source
            if d.source.endswith(".csv"):
                with (each.folder / d.source).open(encoding="utf-8-sig", newline="") as file:
                    assert d.rows_in == sum(any(row) for row in csv.reader(file)) - 1, d.source
        report = each.report
        assert report.rows_in == report.loaded + report.quarantined + report.duplicates
        assert report.rows_in == sum(d.rows_in for d in each.deliveries)


def test_every_problem_is_a_finding_with_its_place(sets: list[Taken]) -> None:
    for each in sets:
        findings: list[Finding] = [*each.report.findings, *each.report.refused]
        assert all(f.rule and f.message and f.source and f.month == each.month for f in findings)
        assert all(f.extract for f in each.report.findings)
        for d in each.deliveries:
            assert not (d.quarantined and not d.findings), f"{d.source}: rows set aside and nobody said why"


def test_a_corrected_delivery_counts_in_the_place_of_the_first(sets: list[Taken]) -> None:
    (pair,) = (each.deliveries for each in sets if "903" in str(each.folder) and "csc" in str(each.folder))
    found = [d for d in pair if d.extract == "placed_for_adoption"]
    assert [(d.source, d.rows_in) for d in found] == [
        ("placed_for_adoption.csv", 29),
        ("placed_for_adoption_errors.csv", 30),
    ]
    (counts,) = effective(found)
    assert counts.source == "placed_for_adoption_errors.csv"
    assert [f.rows for f in counts.findings if f.rule == "E15b"], "a child with two rows is told"


def test_the_page_says_what_became_of_them(sets: list[Taken]) -> None:
    intro = PAGE.read_text(encoding="utf-8").split("### ")[0]
    text = intro + "\n".join(line for each in sets for line in lines_of(each))
    if os.environ.get("OUTTURN_REWRITE"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text, "OUTTURN_REWRITE=1 pytest tests/tasks/test_samples.py"
    named = {code for code in re.findall(r"\bF\d\d\b", text)}
    assert named <= {kind.code for kind in refusals.KINDS}
