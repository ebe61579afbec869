"""A new year begins with last year's targets and lists; every number waits until somebody has agreed to it."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from expectations.errors import UsageProblem
from tasks import councils, policy_years
from tasks.store import Store
from tests.tasks import dropped
from warehouse.new_year import report_of_next_year, targets_of_next_year
from warehouse.periods import FinancialYear
from warehouse.policy import Report, parse_report

LAST, NEW = FinancialYear("2020-21"), FinancialYear("2021-22")
TARGETS = """# What members agreed.
financial_year = "2020-21"
approved_by = "Board"
approved_on = 2020-03-18

[targets.FD-CONT-EH]
annual = 30
q2 = 28.50
tolerance_pct = 5
reason = "In line with \\"England\\", \\\\ 2019/20."

[targets.FD-REF-ASMT]
annual = "to be set"
words = "To be set in July"

[targets.FD-ASMT-45]
annual = 85
approved_by = "Scrutiny"
"""
REPORT = """title = "Report"           # its name
rating_rule = "target_tolerance"
arrows = "performance"

[membership] # by year
"2019-20" = ["FD-CONT-EH"]
"2020-21" = [
    "FD-CONT-EH", # the front door
    "FD-ASMT-45",
]

[decimals]
FD-CONT-EH = 2
"""
GOALS = """title = "Goals"
rating_rule = "annual_five_pct"
arrows = "value"
[membership."2020-21"]
"Families and \\"others\\"" = ["FD-CONT-EH"]
"Learning" = ["FD-ASMT-45"]
[proposed]
"2020-21" = ["FD-REF-ASMT"]
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = dropped.council(tmp_path / "home")
    folder = store.councils() / dropped.CODE
    for name in ("targets", "reports"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "targets" / "twenty.toml").write_text(TARGETS)
    (folder / "reports" / "main.toml").write_text(REPORT)
    (folder / "reports" / "goals.toml").write_text(GOALS)
    return store


def read(text: str) -> Report:
    return parse_report("r", tomllib.loads(text, parse_float=Decimal), "r")


def test_every_copied_number_waits_for_approval_and_is_listed(store: Store) -> None:
    done = policy_years.begin(store, councils.load(store, dropped.CODE), NEW)
    assert [(line.indicator, line.numbers) for line in done.to_approve] == [
        ("FD-CONT-EH", "annual 30, q2 28.50, tolerance_pct 5"),
        ("FD-REF-ASMT", "annual to be set"),
        ("FD-ASMT-45", "annual 85"),
    ]
    council = councils.load(store, dropped.CODE)
    for code in ("FD-CONT-EH", "FD-REF-ASMT", "FD-ASMT-45"):
        last, new = council.target(code, LAST), council.target(code, NEW)
        for name in ("annual", "by_quarter", "tolerance_pct", "reason", "words"):
            assert getattr(new, name) == getattr(last, name)
        assert new.is_approved is (code == "FD-REF-ASMT"), "there is no number to approve in 'to be set'"
    assert council.target("FD-CONT-EH", NEW).approved_by == ""
    assert council.target("FD-CONT-EH", LAST).approved_by == "Board"
    assert council.target("FD-ASMT-45", LAST).approved_by == "Scrutiny"


def test_a_number_rates_again_once_its_mark_is_taken_out(store: Store) -> None:
    council = councils.load(store, dropped.CODE)
    policy_years.begin(store, council, NEW)
    path = council.folder / "targets" / "2021_22.toml"
    path.write_text(
        path.read_text().replace("approved = false\n", "", 1).replace('approved_by = ""', 'approved_by = "B"')
    )
    council = councils.load(store, dropped.CODE)
    assert [council.target(code, NEW).is_approved for code in ("FD-CONT-EH", "FD-ASMT-45")] == [True, False]
    assert council.target("FD-CONT-EH", NEW).approved_by == "B"


def test_lists_of_indicators_are_written_out_and_proposals_stay_behind(store: Store) -> None:
    done = policy_years.begin(store, councils.load(store, dropped.CODE), NEW)
    reports = councils.load(store, dropped.CODE).reports
    assert reports["main"].membership["2021-22"] == ("FD-CONT-EH", "FD-ASMT-45")
    assert reports["goals"].indicators(NEW) == ("FD-CONT-EH", "FD-ASMT-45")
    assert reports["goals"].goal("FD-CONT-EH", NEW) == 'Families and "others"'
    assert done.reports == {"main": "2 indicators, as in 2020/21", "goals": "2 indicators, as in 2020/21"}


def test_nothing_else_of_a_report_s_file_changes() -> None:
    text = report_of_next_year(REPORT, read(REPORT), NEW)
    assert text is not None
    added = '"2021-22" = ["FD-CONT-EH", "FD-ASMT-45"]\n'
    assert text.count(added) == 1
    assert text.replace(added, "") == REPORT


def test_a_long_list_is_written_over_several_lines() -> None:
    codes = [f"LOCAL-{n:02}" for n in range(30)]
    text = f'title = "T"\nrating_rule = "target_tolerance"\narrows = "value"\n[membership]\n"2020-21" = {codes}\n'
    changed = report_of_next_year(text, read(text), NEW)
    assert changed is not None
    assert read(changed).membership["2021-22"] == tuple(codes)
    assert max(map(len, changed.splitlines()[5:])) < 100


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(REPORT.replace("[membership] # by year", "[ membership ]"), id="spaces in the heading"),
        pytest.param(REPORT.partition("\n[decimals]")[0], id="the last table of the file"),
        pytest.param(REPORT.partition("\n[decimals]")[0].rstrip(), id="no end of line at the end"),
    ],
)
def test_the_table_is_found_however_it_stands(text: str) -> None:
    changed = report_of_next_year(text, read(text), NEW)
    assert changed is not None
    assert read(changed).membership["2021-22"] == ("FD-CONT-EH", "FD-ASMT-45")


def test_a_file_that_cannot_be_added_to_is_left_and_said(store: Store) -> None:
    inline = (
        'title = "T"\nrating_rule = "target_tolerance"\narrows = "value"\nmembership = {"2020-21" = ["FD-CONT-EH"]}\n'
    )
    path = store.councils() / dropped.CODE / "reports" / "main.toml"
    path.write_text(inline)
    done = policy_years.begin(store, councils.load(store, dropped.CODE), NEW)
    assert done.reports["main"].endswith("the list that stands goes on, write a new one by hand")
    assert path.read_text() == inline
    assert councils.load(store, dropped.CODE).reports["main"].indicators(NEW) == ("FD-CONT-EH",)


def test_a_dry_plan_says_the_same_and_writes_nothing(store: Store) -> None:
    folder = store.councils() / dropped.CODE
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    planned = policy_years.plan(councils.load(store, dropped.CODE), NEW)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert policy_years.begin(store, councils.load(store, dropped.CODE), NEW) == planned


def test_a_year_begins_once_and_needs_one_before_it(store: Store) -> None:
    policy_years.begin(store, councils.load(store, dropped.CODE), NEW)
    council = councils.load(store, dropped.CODE)
    with pytest.raises(UsageProblem, match="2021/22 has a file of targets already"):
        policy_years.plan(council, NEW)
    with pytest.raises(UsageProblem, match="there are no targets for 2023/24 to copy"):
        policy_years.plan(council, FinancialYear("2024-25"))


def test_a_file_in_the_way_is_not_overwritten(store: Store) -> None:
    path = store.councils() / dropped.CODE / "targets" / "2021_22.toml"
    path.write_text('financial_year = "2018-19"\n')
    with pytest.raises(UsageProblem, match=r"targets/2021_22\.toml is there already"):
        policy_years.begin(store, councils.load(store, dropped.CODE), NEW)
    assert path.read_text() == 'financial_year = "2018-19"\n'


def test_a_council_that_came_with_the_program_is_not_written_to(store: Store) -> None:
    council, year = councils.load(store, "havering"), FinancialYear("2022-23")
    assert policy_years.plan(council, year).to_approve
    with pytest.raises(UsageProblem, match="came with the program"):
        policy_years.begin(store, council, year)


def test_what_is_written_is_read_back_exactly() -> None:
    content = tomllib.loads(TARGETS, parse_float=Decimal)
    text, _ = targets_of_next_year(content, NEW)
    found = tomllib.loads(text, parse_float=Decimal)["targets"]
    for code, line in content["targets"].items():
        copied = {key: value for key, value in found[code].items() if key != "approved"}
        assert copied == {key: value for key, value in line.items() if key != "approved_by"}
