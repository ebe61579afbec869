"""The report on data quality says what the store holds, on the page and in the workbook alike, and names no child."""

from __future__ import annotations

import io
import json
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from deployments import cli
from expectations import assertions, extracts, reasons
from tasks import building, councils, keeping, quality, quarantine
from tasks.quality_model import QualityReport
from tasks.reports.quality_page import printed, render_quality
from tasks.reports.quality_parts import NO_TEAM_NAMED, parts
from tasks.reports.quality_words import formula, percent, rounded
from tasks.reports.quality_workbook import workbook_bytes
from tasks.store import Store
from tests.tasks import small_council, trees
from tests.tasks.markup import Element, parse
from warehouse.periods import Month
from warehouse.quality_report import Score

CODE, MONTH = small_council.CODE, small_council.MONTHS[-1]
WAIVER = '[[waiver]]\nrule = "{rule}"\nextract = "{extract}"\nuntil = {until}\nreason = "{reason}"\nby = "J Smith"\n'
_QUIET = lambda _line: None  # noqa: E731 - a name for "nobody listens" reads better than a def in every test


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Three months, with a team that is no team in rows set aside, and a file of which nothing can be taken."""
    store = small_council.make(tmp_path_factory.mktemp("small"))
    contacts = store.landing(CODE, str(MONTH)) / f"Contacts {MONTH}.csv"
    spoilt = "C7,700007,31/02/2020,6,NFA,MASH"
    assert spoilt in contacts.read_text()
    contacts.write_text(contacts.read_text().replace(spoilt, spoilt.replace("MASH", "=Canary of 1 Made-up Road")))
    small_council.run_monthly(store)
    return store


@pytest.fixture
def store(taken_in: Store, tmp_path: Path) -> Store:
    return Store(shutil.copytree(taken_in.root, tmp_path / "home"))


@pytest.fixture(scope="module")
def reports(taken_in: Store) -> dict[Month, QualityReport]:
    return quality.reports(taken_in, councils.load(taken_in, CODE))


@pytest.fixture(scope="module")
def page(reports: dict[Month, QualityReport]) -> Element:
    return parse(render_quality(reports[MONTH]))


def table(report: QualityReport, key: str) -> list[dict[str, Any]]:
    """Return the rows of a part by the heads of its columns."""
    part = next(part for part in parts(report) if part.key == key)
    return [dict(zip([head.label for head in part.heads], row, strict=True)) for row in part.rows]


def write_all(store: Store) -> tuple[Month, ...]:
    return quality.write_all(store, councils.load(store, CODE), _QUIET)


def test_every_month_has_a_page_and_a_workbook_for_their_owner_only(taken_in: Store) -> None:
    found = sorted(path for path in taken_in.quality(CODE).rglob("*") if path.is_file())
    places = [str(path.relative_to(taken_in.quality(CODE))) for path in found]
    assert places == [f"{month}/report.{kind}" for month in small_council.MONTHS for kind in ("html", "xlsx")] + [
        "made_from.json"
    ]
    assert {path.stat().st_mode & 0o777 for path in found} == {0o600}


def test_rows_set_aside_in_july_are_still_there_in_september(reports: dict[Month, QualityReport]) -> None:
    # Of every fifty contacts one has a day that does not exist: two in July, two more in each month after it.
    (oldest,) = [line for line in table(reports[MONTH], "unfixed") if line["Rule"] == "A5"]
    assert (oldest["First seen"], oldest["Months"]) == ("July 2020", 3)
    assert (oldest["Records since then"], oldest["Records of any age"]) == (2, 6)
    (contacts,) = [line for line in table(reports[MONTH], "extracts") if line["Extract"] == "Contacts"]
    assert (contacts["Rows in"], contacts["Set aside"]) == (276, 6)
    (before,) = [line for line in table(reports[MONTH.previous()], "extracts") if line["Extract"] == "Contacts"]
    assert contacts["Score, month before"] == before["Score"]


def test_how_often_sex_and_ethnicity_are_known_is_counted(reports: dict[Month, QualityReport]) -> None:
    told = {line["Characteristic"]: line for line in table(reports[MONTH], "equality")}
    assert {name: (line["Rows"], line["Known"], line["Not known"], line["Blank"]) for name, line in told.items()} == {
        "Disability": (150, 0, 0, 150),
        "Ethnicity": (150, 150, 0, 0),
        "Sex": (150, 150, 0, 0),
    }


def test_the_formula_is_printed_with_the_numbers_that_give_the_score(page: Element, taken_in: Store) -> None:
    report = quality.report(taken_in, councils.load(taken_in, CODE), MONTH)
    words, numbers = (paragraph.text for paragraph in page.all("p", class_="formula"))
    assert (words, numbers) == formula(report.score)
    rows, aside, half, quarter, again = (
        int(number.replace(",", ""))
        for number in re.match(
            r"100% × \(([\d,]+) − ([\d,]+) − ½ × ([\d,]+) − ¼ × ([\d,]+)\) ÷ ([\d,]+) =", numbers
        ).groups()  # type: ignore[union-attr]
    )
    assert rows == again
    assert Fraction(100 * (4 * rows - 4 * aside - 2 * half - quarter), 4 * rows) == report.score.value
    assert numbers.endswith(f"= {percent(report.score.value)}")


def test_the_page_holds_every_table_with_every_cell(page: Element, reports: dict[Month, QualityReport]) -> None:
    shown = {
        re.split(r",? (?:to )?September", element.one("caption").text)[0]: element
        for element in page.all("table", class_="figures")
    }
    for part in parts(reports[MONTH]):
        if not part.rows:
            assert part.title not in shown
            continue
        assert len(part.rows) <= part.shown, "this test is about whole tables"
        expected = [
            [printed(cell) for cell, head in zip(row, part.heads, strict=True) if head.kind != "beneath"]
            for row in (*part.rows, *((part.total,) if part.total else ()))
        ]
        body = [row for place in shown[part.title].all("tbody", "tfoot") for row in place.all("tr")]
        found = [[_first_line(cell) for cell in row.all("th", "td")] for row in body]
        assert found == [[" ".join(text.split()) for text in row] for row in expected], part.title


def _first_line(cell: Element) -> str:
    return " ".join("".join(child for child in cell.children if isinstance(child, str)).split())


def test_a_long_table_is_cut_on_the_page_and_says_so(reports: dict[Month, QualityReport]) -> None:
    report = reports[MONTH]
    kind = report.figures.kinds[0]
    many = tuple(kind._replace(severity="warn", rule=f"X{n}", rows=n) for n in range(130))
    long = replace(report, figures=replace(report.figures, kinds=many))
    page = parse(render_quality(long))
    (rules,) = [t for t in page.all("table", class_="figures") if t.one("caption").text.startswith("By rule")]
    assert len(rules.one("tbody").all("tr")) == 100
    assert "the first 100 of 130 rows" in rules.one("caption").text
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(long)))
    codes = [cell for row in book["By rule"].iter_rows(values_only=True) for cell in row if cell in ("X0", "X129")]
    assert codes == ["X129", "X0"]


def test_the_workbook_holds_the_same_tables_as_numbers(reports: dict[Month, QualityReport]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(reports[MONTH])))
    assert book.sheetnames == ["Summary", *(part.title for part in parts(reports[MONTH]))]
    for part in parts(reports[MONTH]):
        lines = [list(row[: len(part.heads)]) for row in book[part.title].iter_rows(values_only=True)]
        top = next(n for n, line in enumerate(lines) if line[0] == part.heads[0].label)
        expected = [[_as_number(cell) for cell in row] for row in (*part.rows, *((part.total,) if part.total else ()))]
        assert lines[top + 1 :] == (expected or [[part.empty, *[None] * (len(part.heads) - 1)]])


def _as_number(cell: object) -> object:
    return float(rounded(cell)) if isinstance(cell, Fraction) else cell or (0 if cell == 0 else None)


def test_no_cell_of_the_workbook_can_act_as_a_formula(reports: dict[Month, QualityReport]) -> None:
    report = replace(reports[MONTH], council_name="=HYPERLINK(1)", missing=("=1+1",))
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(report)))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds == {"n", "s"}
    assert all(sheet.cell(1, 1).hyperlink is None for sheet in book)


def test_what_councils_write_never_becomes_markup(reports: dict[Month, QualityReport]) -> None:
    bad = "<script>alert(1)</script>{{ 7*7 }}"
    report = replace(
        reports[MONTH],
        council_name=bad,
        missing=(bad,),
        figures=replace(
            reports[MONTH].figures,
            teams=tuple(team._replace(team=bad) for team in reports[MONTH].figures.teams),
            kinds=tuple(kind._replace(message=bad) for kind in reports[MONTH].figures.kinds),
        ),
    )
    page = parse(render_quality(report))
    assert page.all("script") == []
    assert page.text.count(bad) > 10


def test_the_page_can_be_read_by_ear_and_stands_alone(page: Element) -> None:
    assert len(page.all("h1")) == 1
    ids = [element.attributes["id"] for element in page if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    for link in page.all("a"):
        assert link.attributes["href"].removeprefix("#") in ids
    for section in page.all("section"):
        assert section.attributes["aria-labelledby"] in ids
    for element in page.all("table", class_="figures"):
        assert element.one("caption").text
        assert all("scope" in head.attributes for head in element.all("th"))
        heads = [head.text for head in element.one("thead").all("th")]
        for row in element.one("tbody").all("tr"):
            assert [cell.attributes["data-label"] for cell in row.all("td")] == heads[1:]
    charts = page.all("svg", class_="chart")
    assert len(charts) == 2
    for chart in charts:
        assert "July 2020" in chart.attributes["aria-label"] or "September 2020" in chart.attributes["aria-label"]
    assert page.all("script", "link", "img", "iframe") == []


def test_no_child_and_no_cell_stands_in_a_report(taken_in: Store) -> None:
    for path in taken_in.quality(CODE).rglob("report.*"):
        if path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path)
            text = " ".join(str(c) for s in book for row in s.iter_rows(values_only=True) for c in row if c is not None)
        else:
            text = path.read_text(encoding="utf-8")
        assert not re.search(r"\b7000\d\d\b|Madeupname|Canary|\bC7\b|31/02/2020", text), path.name


def test_a_team_that_no_loaded_row_names_is_not_told(reports: dict[Month, QualityReport]) -> None:
    teams = {line["Team"]: line for line in table(reports[MONTH], "teams")}
    assert set(teams) == {"MASH", "Assessment", NO_TEAM_NAMED}
    assert teams[NO_TEAM_NAMED]["Set aside"] == 1
    assert teams["MASH"]["Set aside"] == 5


def test_nothing_is_written_again_while_it_would_say_the_same(store: Store) -> None:
    stamps = {path: path.stat().st_mtime_ns for path in store.quality(CODE).rglob("*")}
    assert write_all(store) == ()
    assert {path: path.stat().st_mtime_ns for path in store.quality(CODE).rglob("*")} == stamps
    (store.quality(CODE) / quality.MADE_FROM).unlink()
    assert write_all(store) == ()
    page, workbook = quality.files_of(store, CODE, MONTH)
    stamp = workbook.stat().st_mtime_ns
    page.unlink()
    assert write_all(store) == (MONTH,)
    assert workbook.stat().st_mtime_ns == stamp


def test_a_corrected_file_changes_the_reports_of_its_month_and_of_those_after_it(store: Store) -> None:
    august = small_council.MONTHS[1]
    landed = store.landing(CODE, str(august)) / f"Contacts {august}.csv"
    landed.with_name(f"Contacts {august} corrected.csv").write_text(
        landed.read_text().replace("31/02/2020", "31/07/2020")
    )
    before = trees.contents(store.quality(CODE))
    small_council.run_monthly(store, [august])
    after = trees.contents(store.quality(CODE))
    changed = {place.split("/")[0] for place in after if before.get(place) != after[place]}
    assert changed == {str(august), str(MONTH), "made_from.json"}
    (oldest,) = [line for line in table(_report(store), "unfixed") if line["Rule"] == "A5"] or [None]
    assert oldest is None, "what was put right in August begins anew in September"


def test_the_report_of_a_month_of_which_nothing_counts_any_more_is_removed(store: Store) -> None:
    council = councils.load(store, CODE)
    for delivery in keeping.deliveries(store, council):
        if delivery.month == str(MONTH):
            keeping.withdraw(store, delivery)
    building.rebuild(store, council, _QUIET)
    write_all(store)
    assert not store.quality(CODE, str(MONTH)).exists()
    assert quality.files_of(store, CODE, MONTH.previous())[0].exists()


def test_a_waiver_is_listed_with_its_day_and_its_state_at_the_months_end(store: Store) -> None:
    score = _report(store).score
    extract, rule, rows = next(
        (k.extract, k.rule, k.rows) for k in _report(store).figures.kinds if k.severity in ("warn", "query") and k.rows
    )
    lines = [
        WAIVER.format(rule=rule, extract=extract, until=until, reason=reason)
        for until, reason in (("2021-03-31", "codes come in April"), ("2020-09-29", "over by the month's end"))
    ]
    (store.councils() / CODE / "waivers.toml").write_text("\n".join(lines))
    waived = table(_report(store), "waived")
    assert [(line["Until"], line["State"], line["Rows of this month"]) for line in waived] == [
        ("31 March 2021", "in force", rows),
        ("29 September 2020", "expired", rows),
    ]
    assert _report(store).score == score, "a waiver must not raise the score"
    assert MONTH in write_all(store)


def test_rows_that_were_rejected_for_good_are_counted_apart(store: Store) -> None:
    council = councils.load(store, CODE)
    rows = quarantine.rows_set_aside(store, council, "contacts", MONTH)
    quarantine.reject(store, council, rows[:2], ("test records", "J Smith"), datetime(2020, 11, 1, tzinfo=UTC))
    (line,) = table(_report(store), "aside")
    assert (line["Set aside"], line["Rejected for good"], line["Open"]) == (6, 2, 4)
    assert write_all(store) == (MONTH,)


def test_a_file_that_was_refused_is_listed_and_what_is_expected_and_missing_too(store: Store) -> None:
    folder = store.landing(CODE, str(MONTH))
    (folder / "persons_copy.csv").write_text("Surname,Street\nCanary,Road\n")
    council = replace(councils.load(store, CODE), expected=("persons", "contacts", "supervision"))
    small_council.run_monthly(store, [MONTH])
    report = quality.report(store, council, MONTH)
    assert {line["File"] for line in table(report, "refused")} == {"notes.txt", "persons_copy.csv"}
    assert report.missing == ("Supervision",)
    assert "Expected and not there: Supervision." in parse(render_quality(report)).text


def test_every_finding_that_a_contract_can_make_has_its_reason() -> None:
    for extract in extracts.load().values():
        codes = {a.rule for a in assertions.assertions_of(extract)} | {rule.code for rule in extract.rules}
        assert all(reasons.why(extract, code) for code in codes)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(100), "100%"), (Fraction(99999, 1000), "99.99%"), (Fraction(0), "0%"), (Fraction(1, 10**6), "0.01%"),
        (Fraction(12345, 1000), "12.35%"), (None, "–"),
    ],
)  # fmt: skip
def test_only_all_prints_as_100_and_only_nothing_as_0(value: Fraction | None, shown: str) -> None:
    assert percent(value) == shown


def test_a_month_without_a_row_has_no_score() -> None:
    assert formula(Score())[1] == "No row came in, so there is no score."


class TestCommand:
    """The command `quality`."""

    def test_it_prints_the_score_and_the_paths_and_a_dry_run_writes_nothing(
        self, store: Store, capsys: pytest.CaptureFixture[str]
    ) -> None:
        shutil.rmtree(store.quality(CODE))
        before = trees.contents(store.root)
        assert cli.main(["--home", str(store.root), "quality", CODE, str(MONTH), "--dry-run"]) == 0
        assert trees.contents(store.root) == before
        told = capsys.readouterr().out
        assert "Score = 100%" in told
        assert "would be written" in told
        assert not re.search(r"Canary|\b7000\d\d\b", told)

    def test_it_writes_what_a_monthly_run_writes(self, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
        before = trees.contents(store.quality(CODE, str(MONTH)))
        shutil.rmtree(store.quality(CODE))
        assert cli.main(["--home", str(store.root), "quality", CODE, str(MONTH), "--json"]) == 0
        assert trees.contents(store.quality(CODE, str(MONTH))) == before
        told = json.loads(capsys.readouterr().out)
        assert told["written"] is True
        assert told["score"] == float(rounded(_report(store).score.value or Fraction(0)))
        assert {line["Extract"] for line in told["extracts"]} >= {"Contacts", "Persons"}

    def test_a_month_of_which_nothing_was_taken_in_is_refused(
        self, store: Store, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["--home", str(store.root), "quality", CODE, "2021-01"]) == 2
        assert "nothing was taken in for January 2021" in capsys.readouterr().err


def test_the_mail_about_exceptions_says_where_the_report_is(taken_in: Store) -> None:
    (mail,) = list(taken_in.outbox(CODE).glob("*.eml"))
    assert f"quality/{CODE}/{MONTH}/report.html" in mail.read_text().replace("=\n", "")


def _report(store: Store) -> QualityReport:
    return quality.report(store, councils.load(store, CODE), MONTH)
