"""A rule that crashes is a finding that blocks: never a log line, never a stopped run, never a quoted cell."""

from __future__ import annotations

import shutil
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import duckdb
import pytest

from deployments.cli.output import Output
from deployments.cli.runs import tell_monthly
from expectations import extracts as declared
from expectations.contract import Rule
from expectations.errors import BlockedByData
from expectations.findings import Finding
from expectations.unjudged import RULE_FAULTS
from flows.monthly import MonthlyRun
from tasks import building, councils, notifying, publishing
from tasks.store import Store
from tests.tasks import dropped, small_council
from tests.tasks.dropped import MONTH, contacts, drop, take_in
from tests.tasks.planted import crashing, plant
from warehouse import indicators
from warehouse.basis import Over
from warehouse.blocking import held_back
from warehouse.periods import FinancialYear, Month, Quarter, Reported

AUGUST, OCTOBER = MONTH.previous(), MONTH.plus(1)
CANARY = "Canary Seven"
ROWS = (
    "C1,P1,01/09/2020,6,NFA,01/09/2020,7",
    f"C2,P1,02/09/2020,6,NFA,02/09/2020,{CANARY}",
    "C3,P1,03/09/2020,6,NFA,03/09/2020,9",
    "C4,P4,04/09/2020,6,,04/09/2020,9",
)
GOOD = tuple(row.replace(CANARY, "8") for row in ROWS)

OF_ONE_FILE = {
    "row": "CAST(team AS INTEGER) > 8",
    "child": "CAST(previous.team AS INTEGER) > 6",
    "file": "sum(CAST(team AS INTEGER)) > 20",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return dropped.council(tmp_path / "home")


def rows_of(month: str, rows: tuple[str, ...] = GOOD) -> str:
    return contacts([row.replace("/09/2020", f"/{month}/2020") for row in rows])


def drop_three_months(store: Store) -> Path:
    """Drop August and October as they should be, and September with one row that no whole number stands in."""
    drop(store, "contacts.csv", rows_of("08"), AUGUST)
    drop(store, "contacts.csv", rows_of("10"), OCTOBER)
    drop(store, "persons.csv", dropped.PERSONS)
    return drop(store, "contacts.csv", rows_of("09", ROWS))


@pytest.mark.parametrize("scope", OF_ONE_FILE)
class TestARuleOfOneFile:
    def test_refuses_the_file_in_which_it_crashes_and_no_other(
        self, store: Store, monkeypatch: pytest.MonkeyPatch, scope: str
    ) -> None:
        path = drop_three_months(store)
        plant(monkeypatch, "contacts", crashing("X9", scope, OF_ONE_FILE[scope]))  # type: ignore[arg-type]
        report = take_in(store, AUGUST, MONTH, OCTOBER)
        assert (report.files_accepted, report.files_refused) == (3, 1)
        (finding,) = report.refused
        assert (finding.rule, finding.severity, finding.month) == ("F60 X9", "refuse_file", "2020-09")
        assert "rule X9 could not be judged (ConversionException): Planted rule X9" in finding.message
        assert "must correct X9" in finding.message
        receipt = dropped.receipt_of(store, path)
        assert (receipt.outcome, receipt.code) == ("refused", "F60 X9")
        dropped.assert_whole(store)

    def test_is_judged_in_the_other_files_of_the_batch_as_if_alone(
        self, store: Store, monkeypatch: pytest.MonkeyPatch, scope: str, tmp_path: Path
    ) -> None:
        drop_three_months(store)
        alone = dropped.council(tmp_path / "alone")
        drop(alone, "contacts.csv", rows_of("08"), AUGUST)
        plant(monkeypatch, "contacts", crashing("X9", scope, OF_ONE_FILE[scope]))  # type: ignore[arg-type]
        take_in(store, AUGUST, MONTH, OCTOBER)
        take_in(alone, AUGUST)
        (august,) = [d for d in dropped.deliveries(store) if (d.extract, d.month) == ("contacts", "2020-08")]
        assert [august] == dropped.deliveries(alone)
        assert {"X9", "G14"} <= {finding.rule for finding in august.findings}

    def test_quotes_no_cell(self, store: Store, monkeypatch: pytest.MonkeyPatch, scope: str) -> None:
        drop_three_months(store)
        plant(monkeypatch, "contacts", crashing("X9", scope, OF_ONE_FILE[scope]))  # type: ignore[arg-type]
        said: list[str] = []
        report = take_in(store, AUGUST, MONTH, OCTOBER, said=said)
        kept = [p.read_bytes() for p in store.root.rglob("*") if p.is_file() and "landing" not in p.parts]
        assert CANARY not in repr(report) + "".join(said)
        assert not [content for content in kept if CANARY.encode() in content]

    def test_once_mended_lets_the_next_run_take_the_file(
        self, store: Store, monkeypatch: pytest.MonkeyPatch, scope: str
    ) -> None:
        drop_three_months(store)
        with monkeypatch.context() as patch:
            plant(patch, "contacts", crashing("X9", scope, OF_ONE_FILE[scope]))  # type: ignore[arg-type]
            take_in(store, AUGUST, MONTH, OCTOBER)
        mended = OF_ONE_FILE[scope].replace("CAST", "TRY_CAST")
        plant(monkeypatch, "contacts", crashing("X9", scope, mended))  # type: ignore[arg-type]
        report = take_in(store, AUGUST, MONTH, OCTOBER)
        assert (report.files_accepted, report.files_refused) == (1, 0)

    def test_that_names_what_is_not_there_refuses_every_file_of_its_extract(
        self, store: Store, monkeypatch: pytest.MonkeyPatch, scope: str
    ) -> None:
        drop_three_months(store)
        misspelt = OF_ONE_FILE[scope].replace("team", "teem") if scope != "child" else "teem = previous.team"
        plant(monkeypatch, "contacts", crashing("X9", scope, misspelt))  # type: ignore[arg-type]
        report = take_in(store, AUGUST, MONTH, OCTOBER)
        assert (report.files_accepted, report.files_refused) == (1, 3)
        assert {finding.rule for finding in report.refused} == {"F60 X9"}
        assert all("(BinderException)" in finding.message for finding in report.refused)


def test_every_rule_that_crashes_is_named_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    drop_three_months(store)
    plant(monkeypatch, "contacts", *(crashing(f"X-{s}", s, sql) for s, sql in OF_ONE_FILE.items()))  # type: ignore[arg-type]
    (finding,) = take_in(store, MONTH).refused
    assert finding.rule == "F60 X-row X-child X-file"
    assert "must correct X-row and X-child and X-file" in finding.message


def test_a_rule_that_would_reject_rows_refuses_the_file_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    drop_three_months(store)
    rule = Rule("X9", "Planted", "reject_row", "CAST(team AS INTEGER) > 8", "It is there to crash.")
    plant(monkeypatch, "contacts", rule)
    report = take_in(store, AUGUST, MONTH, OCTOBER)
    assert [finding.rule for finding in report.refused] == ["F60 X9"]
    assert report.quarantined == 4, "two rows of each month that could be judged"


def test_want_of_memory_or_disk_is_not_blamed_on_a_rule() -> None:
    assert not issubclass(duckdb.OutOfMemoryException, RULE_FAULTS)
    assert not issubclass(duckdb.IOException, RULE_FAULTS)
    assert not issubclass(duckdb.InternalException, RULE_FAULTS)


def built(store: Store, code: str = dropped.CODE) -> building.BuildReport:
    """Build afresh: a planted rule is no change of the code that a build is named after."""
    shutil.rmtree(store.warehouse(code), ignore_errors=True)
    return building.rebuild(store, councils.load(store, code), lambda _line: None)


def found(report: building.BuildReport, rule: str) -> dict[str, Finding]:
    return {finding.month: finding for finding in report.findings if finding.rule == rule}


ACROSS = {
    "cross_file": crashing("X9", "cross_file", "CAST(t.team AS INTEGER) > 6 AND EXISTS (SELECT 1 FROM silver.persons)",
                           ("persons",)),
    "cross_period": crashing("X9", "cross_period", "CAST(t.team AS INTEGER) > 6 AND EXISTS (SELECT 1 FROM "
                             "delivered.contacts d WHERE d.month_ends_on = t.previous_month_ends_on)"),
}  # fmt: skip


@pytest.fixture
def three_months(store: Store) -> Store:
    """Rows that each stand in the file of one month only, so that each is dated by that month."""
    for month, number in ((AUGUST, "08"), (MONTH, "09"), (OCTOBER, "10")):
        rows = rows_of(number, ROWS if month == MONTH else GOOD)
        drop(store, "contacts.csv", rows.replace("\nC", f"\n{number}"), month)
    drop(store, "persons.csv", dropped.PERSONS)
    take_in(store, AUGUST, MONTH, OCTOBER)
    return store


@pytest.mark.parametrize("rule", ACROSS.values(), ids=ACROSS)
class TestARuleAcrossFiles:
    def test_blocks_the_month_in_which_it_crashes_and_is_judged_in_the_others(
        self, three_months: Store, monkeypatch: pytest.MonkeyPatch, rule: Rule
    ) -> None:
        plant(monkeypatch, "contacts", rule)
        report = built(three_months)
        by_month = found(report, "X9")
        assert by_month["2020-09"].severity == "block"
        assert by_month["2020-09"].message == "Rule X9 could not be judged (ConversionException): Planted rule X9"
        assert (by_month["2020-10"].severity, by_month["2020-10"].rows) == ("warn", 4)
        assert report.blocking == (by_month["2020-09"],)
        assert CANARY not in repr(report)

    def test_leaves_the_verdicts_of_all_other_rules_as_they_are(
        self, three_months: Store, monkeypatch: pytest.MonkeyPatch, rule: Rule
    ) -> None:
        before = built(three_months).findings
        plant(monkeypatch, "contacts", rule)
        after = built(three_months).findings
        assert [finding for finding in after if finding.rule != "X9"] == list(before)
        assert before, "there is something to compare"

    def test_is_told_by_every_run_until_it_is_mended(
        self, three_months: Store, monkeypatch: pytest.MonkeyPatch, rule: Rule, capsys: pytest.CaptureFixture[str]
    ) -> None:
        plant(monkeypatch, "contacts", rule)
        built(three_months)
        report = building.rebuild(three_months, councils.load(three_months, dropped.CODE), lambda _line: None)
        assert not report.is_new
        assert [finding.rule for finding in report.blocking] == ["X9"]
        run = MonthlyRun(take_in(three_months), report, ())
        assert tell_monthly(run, Output()) == BlockedByData.exit_code
        said = capsys.readouterr().out
        assert "blocked 2020-09 contacts" in said
        assert "must correct X9" in said


def test_a_rule_that_no_row_of_another_table_lets_be_judged_blocks_every_month(
    three_months: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = "EXISTS (SELECT 1 FROM silver.persons p WHERE CAST(p.ethnicity_code AS INTEGER) = length(t.team))"
    plant(monkeypatch, "contacts", crashing("X9", "cross_file", wrong, ("persons",)))
    assert set(found(built(three_months), "X9")) == {"2020-08", "2020-09", "2020-10"}


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = small_council.make(tmp_path_factory.mktemp("once") / "small")
    small_council.run_monthly(store)
    return store.root


@pytest.fixture
def small(taken_in: Path, tmp_path: Path) -> Store:
    shutil.copytree(taken_in, tmp_path / "small")
    return Store.open(tmp_path / "small")


class TestAPublication:
    def publish(self, store: Store) -> None:
        council = councils.load(store, small_council.CODE)
        publishing.publish(store, council, [Quarter("2020-21-Q2")], small_council.RUN_ON, lambda _line: None)

    def test_that_rests_on_a_rule_that_crashed_is_blocked_until_it_is_mended(
        self, small: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            plant(patch, "contacts", crashing("X9", "cross_file", "CAST(t.team AS INTEGER) > 6"))
            built(small, small_council.CODE)
            with pytest.raises(BlockedByData) as blocked:
                self.publish(small)
            assert blocked.value.exit_code == 4
            assert "Rule X9 could not be judged (ConversionException)" in blocked.value.what
            assert blocked.value.where == "2020-21-Q2, on which rest FD-CONT-EH"
            assert "must correct X9" in blocked.value.fix
            assert not small.published(small_council.CODE).exists()
        built(small, small_council.CODE)
        self.publish(small)
        assert small.published(small_council.CODE, "2020-21-Q2").exists()

    def test_that_rests_on_none_of_its_rows_is_not(self, small: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        plant(monkeypatch, "cp_plans", crashing("X9", "cross_file", "CAST(t.latest_category_code AS INTEGER) > 6"))
        assert built(small, small_council.CODE).blocking
        self.publish(small)

    def test_is_preceded_by_a_mail_that_names_the_rule(self, small: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        plant(monkeypatch, "contacts", crashing("X9", "cross_file", "CAST(t.team AS INTEGER) > 6"))
        built(small, small_council.CODE)
        council = councils.load(small, small_council.CODE)
        names = notifying.notify_exceptions(small, council, small_council.MONTHS, small_council.RUN_ON)
        (mail,) = [small.outbox(small_council.CODE) / f"{name}.eml" for name in names]
        text = message_from_bytes(mail.read_bytes(), policy=default).get_body(("plain",))
        assert text is not None
        assert "Rule X9 could not be judged (ConversionException)" in " ".join(text.get_content().split())


@pytest.mark.parametrize(
    ("extract", "indicator", "month", "quarter", "is_held"),
    [
        pytest.param("contacts", "FD-CONT-EH", "2020-08", "2020-21-Q2", True, id="an event that came in the quarter"),
        pytest.param("contacts", "FD-CONT-EH", "2020-11", "2020-21-Q2", True, id="one that came later may be older"),
        pytest.param("contacts", "FD-CONT-EH", "2020-06", "2020-21-Q2", False, id="one that came before it"),
        pytest.param("contacts", "LAC-STAB2Y", "2020-08", "2020-21-Q2", False, id="a figure of other rows"),
        pytest.param("care_leavers", "LC-EET-1821", "2020-09", "2020-21-Q2", True, id="a position in the quarter"),
        pytest.param("care_leavers", "LC-EET-1821", "2020-11", "2020-21-Q2", False, id="a position after it"),
        pytest.param("indicator_returns", "OWN-1", "2020-09", "2020-21-Q2", True, id="a returned figure"),
        pytest.param("contacts", "OWN-1", "2020-09", "2020-21-Q2", False, id="a returned figure rests on no rows"),
    ],
)
def test_figures_are_held_back_whose_rows_may_be_in_doubt(
    extract: str, indicator: str, month: str, quarter: str, is_held: bool
) -> None:
    finding = Finding(extract, month, "X9", "block", "Rule X9 could not be judged", 0)
    rest = held_back([finding], declared.load(), indicators.load(), [indicator], Quarter(quarter))
    assert bool(rest) is is_held


@pytest.mark.parametrize(
    ("over", "period", "first"),
    [
        pytest.param("period", Month("2020-12"), "2020-12", id="a month"),
        pytest.param("period", Quarter("2020-21-Q3"), "2020-10", id="a quarter"),
        pytest.param("period", FinancialYear("2020-21"), "2020-04", id="a year"),
        pytest.param("year_to_date", Month("2020-12"), "2020-04", id="the year so far, by month"),
        pytest.param("year_to_date", Quarter("2020-21-Q3"), "2020-04", id="the year so far, by quarter"),
        pytest.param("rolling_12", Quarter("2020-21-Q3"), "2020-01", id="twelve months"),
        pytest.param("rolling_36", Quarter("2020-21-Q3"), "2018-01", id="three years"),
        pytest.param("rolling_36", FinancialYear("2020-21"), "2018-04", id="three years to the end of a year"),
        pytest.param("calendar_year_to_date", Quarter("2020-21-Q3"), "2020-01", id="the calendar year"),
        pytest.param("calendar_year_to_date", FinancialYear("2020-21"), "2020-04", id="no later than the period"),
        pytest.param("academic_year_to_date", Month("2021-07"), "2020-09", id="the school year"),
        pytest.param("as_at", Quarter("2020-21-Q3"), "2020-10", id="a position, told by the quarter's rows"),
        pytest.param("as_at", FinancialYear("2020-21"), "2020-04", id="a position, told by the year's rows"),
    ],
)
def test_a_figure_rests_on_all_the_time_that_it_counts(over: Over, period: Reported, first: str) -> None:
    of_that_time = [code for code, versions in indicators.load().items() if versions[-1].over == over]
    assert of_that_time, "there is one to look at"
    for month, is_held in ((Month(first), True), (Month(first).previous(), False)):
        for code in of_that_time:
            extract = indicators.load()[code][-1].needs[0]
            finding = Finding(extract, str(month), "X9", "block", "Rule X9 could not be judged", 0)
            found = held_back([finding], declared.load(), indicators.load(), [code], period)
            assert bool(found) is is_held, (code, str(month))


def test_rules_that_wait_for_a_table_are_said_once_for_each_set(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    drop(store, "contacts.csv", rows_of("08"), AUGUST)
    drop(store, "contacts.csv", rows_of("09"))
    take_in(store, AUGUST, MONTH)
    needs = {"X1": ("persons",), "X2": ("persons",), "X3": ("contacts", "persons", "referrals"), "X4": ("contacts",)}
    plant(monkeypatch, "contacts", *(crashing(code, "cross_file", "false", names) for code, names in needs.items()))
    notes = [f for f in built(store).findings if f.rule == "A4T"]
    assert {f.message for f in notes} >= {
        "X1, X2 not judged: no persons delivered",
        "X3 not judged: no persons and no referrals delivered",
        "G17 not judged: no early_help delivered",
    }
    assert len(notes) == len({f.message for f in notes})
    assert not any("X4" in f.message for f in notes)
    assert all((f.extract, f.month, f.severity, f.rows) == ("contacts", "2020-09", "note", 0) for f in notes)


def test_rules_whose_tables_have_all_arrived_are_not_listed(three_months: Store) -> None:
    assert not any("persons" in f.message for f in built(three_months).findings if f.rule == "A4T")
