"""What docs/change tells people to do is done here, word by word, on a copy; and it works."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "change"
_NEW_FILE = re.compile(r"^Write `([^`]+)`:\n\n```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_NEW_LINES = re.compile(r"^In `([^`]+)`, below the line that holds `([^`]+)`:\n\n```text\n(.*?)^```", re.M | re.S)

CHECK_A_FILE = """
import json, sys
from datetime import date
from pathlib import Path
import duckdb
from expectations.checking import check_batch
from expectations.extracts import load
from expectations.formats.sheet import read_tables
from expectations.headers import Recogniser
from expectations.staging import Incoming
from expectations.tokens import Tokeniser
path = Path(sys.argv[1])
recogniser = Recogniser(load(), {})
(sheet,) = read_tables(path, path.parent, recogniser.known_headers).sheets
seen = recogniser.find(sheet.first_rows, path.name)
batch = [Incoming(1, "2020-09", date(2020, 9, 1), date(2020, 9, 30), path.name, seen, sheet)]
with duckdb.connect() as connection:
    verdict = check_batch(connection, seen.extract, batch, Tokeniser(bytes(range(64))), frozenset())[1]
    columns = [name for (name,) in connection.execute("SELECT column_name FROM (DESCRIBE checked)").fetchall()]
print(json.dumps({"extract": seen.extract.name, "loaded": verdict.accounting.loaded, "columns": columns,
                  "rules": sorted({finding.rule for finding in verdict.findings})}))
"""
CONTACTS = "Contact ID,Child Unique ID,Date of Contact,Contact Source,Contact Outcome,Team{more}\n"


def _followed(page: str, copy: Path) -> None:
    """Do to a copy of the contracts what the page says."""
    shutil.copytree(ROOT / "expectations", copy / "expectations", ignore=shutil.ignore_patterns("__pycache__"))
    text = (PAGES / page).read_text(encoding="utf-8")
    for name, content in _NEW_FILE.findall(text):
        assert not (copy / name).exists()
        (copy / name).write_text(content, encoding="utf-8")
    for name, anchor, lines in _NEW_LINES.findall(text):
        before, found, after = (copy / name).read_text(encoding="utf-8").partition(f"{anchor}\n")
        assert found, f"{page}: no line of {name} holds {anchor}"
        (copy / name).write_text(before + found + lines + after, encoding="utf-8")


def _checked(copy: Path, content: str) -> dict[str, object]:
    """Take a file through the checks of the copy, in a process of its own."""
    (copy / "file.csv").write_text(content, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    done = subprocess.run(
        [sys.executable, "-c", CHECK_A_FILE, str(copy / "file.csv")],
        env=environment, cwd=copy, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_new_extract_is_one_file(tmp_path: Path) -> None:
    _followed("extract.md", tmp_path)
    header = "Pet ID,Child Unique ID,Pet Since,Number of Legs\n"
    found = _checked(tmp_path, header + "P1,1,02/09/2020,9\nP2,2,03/09/2020,4\n")
    assert (found["extract"], found["loaded"], found["rules"]) == ("pets", 2, ["G99"])


def test_a_new_column_is_a_few_lines(tmp_path: Path) -> None:
    _followed("column.md", tmp_path)
    found = _checked(tmp_path, CONTACTS.format(more=",Triage date") + "C1,1,02/09/2020,6,NFA,North,03/09/2020\n")
    assert (found["extract"], found["loaded"]) == ("contacts", 1)
    assert "screened_on" in str(found["columns"])


def test_a_new_rule_is_one_entry(tmp_path: Path) -> None:
    _followed("rule.md", tmp_path)
    header = "EH Episode ID,Child Unique ID,Assessment Start Date,EH Episode Start Date,EH Episode End Date,Team\n"
    found = _checked(tmp_path, header + "E1,1,,01/09/2018,01/09/2020,North\nE2,2,,01/09/2018,31/08/2020,North\n")
    assert found["loaded"] == 2
    assert "G98" in str(found["rules"])


@pytest.mark.parametrize(("page", "understood"), [("spelling.md", True), ("rule.md", False)])
def test_a_new_spelling_is_one_line(tmp_path: Path, page: str, understood: bool) -> None:
    _followed(page, tmp_path)
    found = _checked(tmp_path, CONTACTS.format(more="") + "C1,1,02/09/2020,6,No Role  For Us,North\n")
    assert ("A6N" in str(found["rules"])) == understood


def test_a_new_council_is_one_folder(tmp_path: Path) -> None:
    (command,) = re.findall(r"^```sh\n(.*?)^```", (PAGES / "council.md").read_text(encoding="utf-8"), re.M | re.S)
    environment = {**os.environ, "OUTTURN_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    run = "import sys, shlex; from deployments.cli import main; sys.exit(main(shlex.split(sys.argv[1])[1:]))"
    for line in (command, "outturn status exampleshire"):
        done = subprocess.run(
            [sys.executable, "-c", run, line], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "councils").iterdir()] == ["exampleshire"]


def test_every_page_is_followed_and_listed() -> None:
    pages = {page.name for page in PAGES.glob("*.md")} - {"README.md"}
    assert pages == {"extract.md", "column.md", "rule.md", "spelling.md", "council.md"}
    assert set(re.findall(r"\]\((\w+\.md)\)", (PAGES / "README.md").read_text(encoding="utf-8"))) == pages
