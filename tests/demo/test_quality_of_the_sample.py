"""The report on the data quality of Sample Borough says what was put into its files, and no more."""

from __future__ import annotations

from fractions import Fraction

import openpyxl
import pytest

from tasks import councils, quality
from tasks.quality_model import QualityReport
from tasks.store import Store
from tests.demo.conftest import Demo
from tests.tasks.markup import parse
from warehouse.periods import Month

CODE, SEPTEMBER = "sample-borough", Month("2020-09")


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
    # later changed twelve assessments that August's file had.
    figures = reports[SEPTEMBER].figures
    assert (figures.score.rows, figures.score.set_aside) == (33_872, 2)
    kinds = {(kind.extract, kind.rule): kind.rows for kind in figures.kinds}
    assert (kinds["contacts", "A2T"], kinds["contacts", "A2"], kinds["assessments", "G2b"]) == (1, 1, 12)
    assert figures.before is not None
    assert figures.before.score.rows == 31_383


def test_the_page_and_the_workbook_print_the_formula_that_gives_the_score(
    demo: Demo, reports: dict[Month, QualityReport]
) -> None:
    score = reports[SEPTEMBER].score
    lost = 4 * score.set_aside + 2 * score.warned + score.queried
    assert score.value == Fraction(100 * (4 * 33_872 - lost), 4 * 33_872)
    page, workbook = quality.files_of(Store(demo.home), CODE, SEPTEMBER)
    printed = parse(page.read_text(encoding="utf-8")).all("p", class_="formula")[1].text
    assert printed.startswith(f"100% × (33,872 − 2 − ½ × {score.warned} − ¼ × {score.queried}) ÷ 33,872 = 100% × ")
    summary = openpyxl.load_workbook(workbook)["Summary"]
    assert printed in [row[1] for row in summary.iter_rows(values_only=True)]


def test_ethnicity_is_known_for_all_but_those_who_were_not_asked_or_did_not_say(
    reports: dict[Month, QualityReport],
) -> None:
    told = {line.column: line for line in reports[SEPTEMBER].figures.equality if line.extract == "persons"}
    assert (told["ethnicity_code"].known, told["ethnicity_code"].not_known, told["ethnicity_code"].blank) == (
        8441,
        386,
        0,
    )
    assert (told["sex_code"].known, told["sex_code"].not_known, told["sex_code"].blank) == (8809, 18, 0)


def test_episodes_that_were_recorded_after_their_month_are_late(reports: dict[Month, QualityReport]) -> None:
    late = {line.extract: line.late for line in reports[Month("2020-08")].figures.lateness if line.late}
    # A plan is listed once its young person is, so plans made before that count as late.
    assert late == {"lac_episodes": 5, "lac_reviews": 1, "pathway_plans": 7}
    assert {line.extract for line in reports[SEPTEMBER].figures.lateness if line.late} == {"pathway_plans"}


def test_the_teams_that_were_reorganised_are_unlike_the_months_before(reports: dict[Month, QualityReport]) -> None:
    odd = {(line.extract, line.rule) for line in reports[Month("2020-10")].figures.odd}
    assert ("supervision", "G1b") in odd
    # The new team has had more since October, and the one that it takes over from fewer since November.
    since = {line.since for line in reports[Month("2021-03")].figures.odd if line.extract == "supervision"}
    assert since == {"2020-10", "2020-11"}
