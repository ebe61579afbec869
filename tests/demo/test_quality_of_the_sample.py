"""The report on the data quality of Sample Borough says what was put into its files, and no more."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import openpyxl
import pytest

from expectations.extracts import load
from tasks import councils, quality
from tasks.quality_model import QualityReport
from tasks.sample.world import build_world
from tasks.store import Store
from tests.demo.conftest import Demo
from tests.tasks.markup import parse
from warehouse.periods import Month

CODE, AUGUST, SEPTEMBER = "sample-borough", Month("2020-08"), Month("2020-09")
PLANTED = {AUGUST: 0, SEPTEMBER: 2}
"""Rows beside those of the sample that are judged: five contacts that stand twice are not; a totals row and a row that
was cut short are."""
NOT_ASKED_OR_NOT_SAID, NOT_KNOWN = ("NOBT", "REFU"), ("U",)


def rows_of(month: Month) -> int:
    """Count the rows that a month's files hold."""
    return sum(len(rows) for rows in build_world(2020).month(month).values()) + PLANTED[month]


def known_and_not(column: str, not_known: tuple[str, ...]) -> tuple[int, int, int]:
    """Count September's persons whose value is known, is not known, or is blank."""
    values = [row[column] for row in build_world(2020).month(SEPTEMBER)["persons"]]
    return sum(v not in not_known for v in values), sum(v in not_known for v in values), values.count(None)


def shown_late(month: Month) -> dict[str, int]:
    """Count the rows that a month's file shows first although they are dated before it, by extract."""
    late: Counter[str] = Counter()
    before = [build_world(2020).month(earlier) for earlier in Month.range(Month("2019-04"), month.previous())]
    for name, rows in build_world(2020).month(month).items():
        contract = load()[name]
        if contract.dated_by and name in before[-1]:
            seen = {tuple(row.get(key) for key in contract.key) for held in before for row in held.get(name, ())}
            new = [row for row in rows if tuple(row.get(key) for key in contract.key) not in seen]
            late[name] += sum(Month.of(row[contract.dated_by]) < month for row in new if row[contract.dated_by])
    return dict(+late)


@pytest.fixture(scope="module")
def reports(demo: Demo) -> dict[Month, QualityReport]:
    store = Store(demo.home)
    return quality.reports(store, councils.load(store, CODE))


def test_every_month_of_the_demo_has_its_page_and_its_workbook(demo: Demo, reports: dict[Month, QualityReport]) -> None:
    assert list(reports) == [*Month.range(Month("2019-04"), Month("2021-06"))]
    for month in reports:
        assert all(path.stat().st_size > 10_000 for path in quality.files_of(Store(demo.home), CODE, month))


def test_september_counts_the_rows_that_came_and_those_that_were_spoilt(reports: dict[Month, QualityReport]) -> None:
    # Spoilt in the contacts: a totals row below the table and a row that was cut short. The correction of two months
    # later changed the assessments that August's file had with a day put right since.
    figures = reports[SEPTEMBER].figures
    assert (figures.score.rows, figures.score.set_aside) == (rows_of(SEPTEMBER), 2)
    corrected = sum(day <= AUGUST.ends_on for day in build_world(2020).miskeyed.values())
    kinds = {(kind.extract, kind.rule): kind.rows for kind in figures.kinds}
    assert (kinds["contacts", "A2T"], kinds["contacts", "A2"], kinds["assessments", "G2b"]) == (1, 1, corrected)
    assert figures.before is not None
    assert figures.before.score.rows == rows_of(AUGUST)


def test_the_page_and_the_workbook_print_the_formula_that_gives_the_score(
    demo: Demo, reports: dict[Month, QualityReport]
) -> None:
    score = reports[SEPTEMBER].score
    lost = 4 * score.set_aside + 2 * score.warned + score.queried
    rows = rows_of(SEPTEMBER)
    assert score.value == Fraction(100 * (4 * rows - lost), 4 * rows)
    page, workbook = quality.files_of(Store(demo.home), CODE, SEPTEMBER)
    printed = parse(page.read_text(encoding="utf-8")).all("p", class_="formula")[1].text
    assert printed.startswith(f"100% × ({rows:,} − 2 − ½ × {score.warned} − ¼ × {score.queried}) ÷ {rows:,} = 100% × ")
    summary = openpyxl.load_workbook(workbook)["Summary"]
    assert printed in [row[1] for row in summary.iter_rows(values_only=True)]


def test_ethnicity_is_known_for_all_but_those_who_were_not_asked_or_did_not_say(
    reports: dict[Month, QualityReport],
) -> None:
    told = {line.column: line for line in reports[SEPTEMBER].figures.equality if line.extract == "persons"}
    for column, not_known in (("ethnicity_code", NOT_ASKED_OR_NOT_SAID), ("sex_code", NOT_KNOWN)):
        line = told[column]
        assert (line.known, line.not_known, line.blank) == known_and_not(column, not_known)


def test_episodes_that_were_recorded_after_their_month_are_late(reports: dict[Month, QualityReport]) -> None:
    # A child in care whose two records were merged in August stands under a number that no file had shown; a plan is
    # listed once its young person is, so plans made before that count as late.
    late = {line.extract: line.late for line in reports[AUGUST].figures.lateness if line.late}
    assert late == shown_late(AUGUST)
    assert {*late} == {"lac_episodes", "lac_reviews", "pathway_plans"}
    assert {line.extract for line in reports[SEPTEMBER].figures.lateness if line.late} == {"pathway_plans"}


def test_the_teams_that_were_reorganised_are_unlike_the_months_before(reports: dict[Month, QualityReport]) -> None:
    odd = {(line.extract, line.rule) for line in reports[Month("2020-10")].figures.odd}
    assert ("supervision", "G1b") in odd
    # The new team has had more since October; that the one it takes over from has fewer shows then or later.
    since = {line.since for line in reports[Month("2021-03")].figures.odd if line.extract == "supervision"}
    assert min(since) == "2020-10"


def test_what_was_added_since_april_2020_breaks_no_rule(reports: dict[Month, QualityReport]) -> None:
    added = {"lac_health", "peps", "school_terms", "missing_episodes", "exclusions"}
    for month in Month.range(Month("2020-04"), Month("2021-06")):
        figures = reports[month].figures
        found = {(kind.extract, kind.rule, kind.severity) for kind in figures.kinds if kind.extract in added}
        assert {extract for extract, *_ in found} | {"school_terms"} == added
        assert {severity for *_, severity in found} <= {"note"}, found
        assert not [line.extract for line in figures.lateness if line.late and line.extract in added]
