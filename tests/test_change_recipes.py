"""What docs/change tells people to do is done here, word by word, on a copy; and it works."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.demo import returns
from warehouse.periods import Month
from warehouse.targets import parse_targets

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
    for package in ("expectations", "warehouse"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
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


COUNT_IT = """
import json
from datetime import date
import duckdb
from expectations.extracts import load
from warehouse import indicators
from warehouse.figures import Figures
from warehouse.marts import create_marts
from warehouse.periods import Month
from warehouse.tables import create_delivered, create_silver
connection = duckdb.connect()
create_delivered(connection, load(), [])
connection.execute("INSERT INTO delivered.contacts BY NAME SELECT 'C' || n AS contact_id, 'A' AS child_id, "
    "DATE '2020-09-02' AS contact_on, ['2A', '6', NULL][n] AS contact_source_code, DATE '2020-09-30' AS month_ends_on "
    "FROM range(1, 4) t(n)")
create_silver(connection, load(), [date(2020, 9, 30)])
create_marts(connection, indicators.load(), {"contacts": ["2020-09"]})
figure = Figures(connection).get("FD-CONT-SCH", Month("2020-09"))
print(json.dumps([int(figure.numerator), int(figure.denominator), figure.unknown]))
"""


def test_a_new_indicator_is_one_object(tmp_path: Path) -> None:
    _followed("indicator.md", tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", COUNT_IT], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [1, 3, 1]


def test_the_targets_of_a_new_indicator_are_read_as_they_are_written() -> None:
    (lines,) = re.findall(r"^```toml\n(.*?)^```", (PAGES / "indicator.md").read_text(encoding="utf-8"), re.M | re.S)
    year = parse_targets(tomllib.loads('financial_year = "2020-21"\napproved_by = "Board"\n' + lines), "here")
    target = year.targets["FD-CONT-SCH"]
    assert (target.annual, target.tolerance_pct) == (20, 5)


def test_a_new_report_is_one_file_of_the_council(tmp_path: Path) -> None:
    folder = tmp_path / "councils" / returns.CODE
    shutil.copytree(ROOT / "deployments" / "councils" / returns.CODE, folder)
    places = ("reports/top_six.toml", "indicators.toml", "targets/2020_21.toml")
    parts = re.findall(r"^```toml\n(.*?)^```", (PAGES / "report.md").read_text(encoding="utf-8"), re.M | re.S)
    for place, part in zip(places, parts, strict=True):
        path = folder / place
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + "\n" + part, encoding="utf-8")
    month = Month("2020-09")
    values = {"FD-ASMT-45": "86", "CP-ICPC-15": "90", "LAC-STAB2Y": "60", "SUP-CP": "97.6", "MISS-RHI72": "55",
              "LOCAL-VACANCY": "13.5"}  # fmt: skip
    figures: list[returns.Returned] = [(code, str(month), value, "final", 1) for code, value in values.items()]
    pack = returns.pack(tmp_path, figures, month, "top_six")
    assert [row.indicator for row in pack.rows] == list(values)
    assert (pack.summary.green, pack.summary.amber, pack.summary.red) == (4, 1, 1)
    vacancy, supervised = pack.rows[-1], pack.rows[3]
    assert (vacancy.rating.colour, vacancy.tolerance_printed) == ("amber", "±2 percentage points")
    assert supervised.value_printed == "98%"


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
    assert pages == {"extract.md", "column.md", "rule.md", "spelling.md", "indicator.md", "report.md", "council.md"}
    assert set(re.findall(r"\]\((\w+\.md)\)", (PAGES / "README.md").read_text(encoding="utf-8"))) == pages
