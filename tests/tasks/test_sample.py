"""Sample Borough's files: the same every time, a borough's size, messy as listed, understood by the contracts."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

import deployments
from expectations.contract import Column
from expectations.extracts import load
from expectations.headers import ENVELOPE, Recogniser, normalised
from expectations.values import Reader
from tasks.sample import canaries, sheets, write_sample
from tasks.sample.arrivals import arrivals
from tasks.sample.dress import Dress
from tasks.sample.headings import headings_of
from tasks.sample.mess import FAULTS
from tasks.sample.sheets import make_sheet
from tasks.sample.world import build_world
from warehouse.periods import Month

FIRST, LAST = Month("2019-04"), Month("2021-06")
MONTHS = Month.range(FIRST, LAST)
COUNCIL = Path(deployments.__file__).parent / "councils" / "sample-borough"
PROJECT = COUNCIL.parents[2]


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    landing = tmp_path_factory.mktemp("landing")
    return landing / "sample-borough", write_sample(landing)


def hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def planted_file(sample, words: str) -> Path:
    folder, report = sample
    found = next(planted for planted in report.planted if words in planted.what)
    return folder / found.month / found.file


WRITE_TWICE = """
import hashlib, json, pathlib, sys
from tasks.sample import write_sample
for arrived_by in ("2019-12", "2020-01"):
    files = write_sample(pathlib.Path(sys.argv[1]), 2020, arrived_by).files
    print(json.dumps({f"{f.parent.name}/{f.name}": hashlib.sha256(f.read_bytes()).hexdigest() for f in files}))
"""


def test_two_processes_write_the_same_bytes_and_a_later_month_only_adds(sample, tmp_path):
    folder, _ = sample
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-c", WRITE_TWICE, str(tmp_path)]
    printed = subprocess.run(command, check=True, env=environment, capture_output=True, text=True).stdout
    early, late = map(json.loads, printed.splitlines())
    assert early.items() < late.items() < hashes(folder).items()
    come_late = {name for name in late if name not in early and not name.startswith("2020-01")}
    assert come_late == {"2019-11/Referrals_11-2019.csv"}


def test_a_second_call_leaves_every_file_as_it_is(sample):
    folder, report = sample
    changed = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    again = write_sample(folder.parent, arrived_by="2019-06")
    assert again.written == 0
    assert changed == {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    assert set(again.files) < set(report.files) == set(changed)


def test_it_has_the_size_of_a_london_borough(sample):
    _, report = sample
    assert sum(report.rows.values()) < 1_200_000
    held = build_world(2020).month(Month("2021-03"))
    year = {name: len(rows) for name, rows in held.items()}
    assert 9_500 < year["contacts"] < 10_500
    assert 2_600 < sum(row["referral_on"] >= Month("2020-04").starts_on for row in held["referrals"]) < 3_500
    assert 2_900 < sum(row["authorised_on"] is not None for row in held["assessments"]) < 3_200
    assert 200 < sum(row["ended_on"] is None and row["legal_status_code"] != "V4" for row in held["lac_episodes"]) < 226
    assert 230 < year["care_leavers"] < 280
    assert 130 < len(build_world(2020).month(Month("2020-09"))["care_leavers"]) < 145
    assert any(row["child_id"].startswith("0") for row in held["persons"])
    assert all(re.fullmatch(r"\d{7}", row["child_id"]) for row in held["persons"])


def test_every_row_is_about_somebody_in_that_months_persons():
    for month in (FIRST, Month("2020-09"), LAST):
        held = build_world(2020).month(month)
        persons = {row["child_id"] for row in held["persons"]}
        named = [row["child_id"] for rows in held.values() for row in rows if row.get("child_id")]
        assert {*named} <= persons


def test_extracts_begin_when_the_council_says_so():
    since = tomllib.loads((COUNCIL / "council.toml").read_text())["extracts"]
    for month in (FIRST, Month("2020-03"), Month("2020-04"), LAST):
        due = {name for name in since["expected"] if str(month) >= since["since"].get(name, "")}
        assert {*build_world(2020).month(month)} - {"commentary", "population", "pupils_on_roll"} == due


def test_every_wanted_heading_is_understood_and_no_private_one_is():
    recogniser = Recogniser(load(), tomllib.loads((COUNCIL / "headers.toml").read_text()))
    carried = {name for names in ENVELOPE.values() for name in names}
    for month in MONTHS:
        for extract, contract in load().items():
            found = headings_of(contract, month)
            fit = recogniser.best([heading for heading, _ in found], 1, "")
            assert fit is not None and fit.extract.name == extract
            wanted = {column: position for position, (_, column) in enumerate(found) if not column.startswith("+")}
            assert fit.positions == wanted and not fit.clashes and not fit.missing_required
            private = {heading for heading, column in found if column.startswith("+")}
            assert {heading for heading in private if normalised(heading) not in carried} == {*fit.unknown}


def test_a_column_that_contracts_get_later_is_one_that_the_council_does_not_record(monkeypatch):
    world = build_world(2020)
    rows, people = world.month(FIRST)["contacts"], world.people_by_any_id
    before = make_sheet("contacts", rows, FIRST, Dress(), people)
    extracts = load()
    later = Column("screened_on", "DATE", "Screening Date", "Day the contact was screened.")
    longer = replace(extracts["contacts"], columns=(*extracts["contacts"].columns, later))
    monkeypatch.setattr(sheets, "load", lambda: {**extracts, "contacts": longer})
    after = make_sheet("contacts", rows, FIRST, Dress(), people)
    assert (after.columns, after.headings) == (before.columns, before.headings)


def test_every_code_that_is_written_is_understood():
    """Each code in the rows, its label and both together mean the code again."""
    held = build_world(2020).month(Month("2021-03"))
    for extract, rows in held.items():
        for column in load()[extract].columns:
            if column.codes and column.type == "VARCHAR":
                for code in {row.get(column.name) for row in rows} - {None}:
                    written = [code, column.codes.codes[code]]
                    written += [f"{code} - {column.codes.codes[code]}"] if code.isalnum() else []
                    assert [Reader(column).understand(text).value for text in written] == [code] * len(written)


def test_every_fault_names_a_file_that_is_there(sample):
    folder, report = sample
    assert len(report.planted) >= 40
    for planted in report.planted:
        assert planted.what and planted.expected
        assert not planted.file or (folder / planted.month / planted.file).is_file()
    assert {fault.what for fault in FAULTS} <= {planted.what for planted in report.planted}


def test_the_document_tells_of_every_fault(sample):
    text = (PROJECT / "docs" / "sample-borough.md").read_text()
    assert [planted.what for planted in sample[1].planted if planted.what not in text] == []


def test_faults_look_as_they_are_listed(sample):
    content = {
        words: planted_file(sample, words).read_bytes()
        for words in (
            "0 bytes",
            "byte order mark",
            "UTF-16",
            "curly quotes in names",
            "semicolon between",
            "totals row and",
        )
    }
    assert content["0 bytes"] == b""
    assert content["byte order mark"].startswith(b"\xef\xbb\xbf")
    assert content["UTF-16"].startswith(b"\xff\xfe") and "\t" in content["UTF-16"].decode("utf-16")
    with pytest.raises(UnicodeDecodeError):
        content["curly quotes in names"].decode()
    assert "O’Fiction" in content["curly quotes in names"].decode("cp1252")
    assert content["semicolon between"].splitlines()[0].count(b";") > 10
    contacts = len(build_world(2020).month(Month("2020-09"))["contacts"])
    assert f"\r\nTotal,{contacts},,".encode() in content["totals row and"]
    assert b"Report run 05/10/2020" in content["totals row and"]
    cut = planted_file(sample, "cut off")
    assert not zipfile.is_zipfile(cut) and zipfile.is_zipfile(cut.with_name(cut.name.replace(" cut", "")))


def test_the_correction_changes_authorisations_only(sample):
    corrected = planted_file(sample, "sent again")
    first, second = (
        path.read_text().splitlines() for path in (corrected.with_name("assessments_2020-09.csv"), corrected)
    )
    pairs = [(a.split(","), b.split(",")) for a, b in zip(first, second, strict=True) if a != b]
    headings = first[0].split(",")
    # "Surname, Forename" stands quoted and holds a comma, so what follows it is one place further.
    place = headings.index("Manager Authorised On") + 1
    assert len(pairs) == 25
    assert all([n for n in range(len(a)) if a[n] != b[n]] == [place] for a, b in pairs)


def test_private_texts_are_really_there(sample):
    folder, _ = sample
    text = "".join(
        path.read_bytes().decode("cp1252" if path.name.startswith("PERSONS_1020") else "utf-8", "replace")
        for path in sorted((folder / "2020-09").glob("*.csv"))
    )
    there = [canary for canary in canaries(2020) if canary in text]
    assert len(there) > 150


def test_everything_says_that_it_is_synthetic(sample):
    _, report = sample
    assert report.is_synthetic and "synthetic" in report.notice
    assert tomllib.loads((COUNCIL / "council.toml").read_text())["synthetic"] is True
    for path in (COUNCIL / "reports").glob("*.toml"):
        assert "synthetic" in tomllib.loads(path.read_text())["title"]


def test_corrections_sort_after_what_they_correct():
    world, month = build_world(2020), Month("2020-09")
    held = {"assessments": world.export("assessments", month)}
    names = [arrival.name for arrival in arrivals(world, month, held)]
    assert names == sorted(names) and len(names) == 2
